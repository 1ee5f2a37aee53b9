"""The part of a remote graph that an affiliation needs, as a store of our own: whatever works on a store works on it.

Only our vocabulary is asked for, and nothing but rows, so that any SPARQL 1.1 server can answer. Long answers come in
pages, and are held against the server's own count of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg import sparql
from kg.errors import OperatorError
from kg.layers import LAYERS, TURNED, tie
from kg.results import Rows, Term, python
from kg.store import BEGINNINGS, Endpoint, node

BOUNDS = ", ".join((*BEGINNINGS, "kg:ended"))
NAMES = "rdfs:label, skos:altLabel, kg:inCountry"
STATEMENTS = "SELECT DISTINCT ?statement ?place ?collective ?role {{ {tie} OPTIONAL {{ ?statement kg:role ?role }} }}"
AROUND = (  # triples near the ties of a layer: dates, other things with dates that a statement speaks of, names
    "SELECT DISTINCT ?statement ?p ?o {{ {tie} ?statement ?p ?o FILTER(?p IN (kg:from, kg:on, kg:asOf, kg:to)) }}",
    "SELECT DISTINCT ?statement ?p ?o {{ {tie} ?statement ?p ?o . ?o kg:ended ?date FILTER(?p = kg:collective) }}",
    "SELECT DISTINCT ?statement ?p ?o {{ {tie} ?statement ?p ?o . ?o ?begins ?date "
    f"FILTER(?begins IN ({BOUNDS}) && ?o != ?place && ?o != ?collective) }}}}",
    f"SELECT DISTINCT ?thing ?p ?o {{{{ {{tie}} ?statement ?of ?thing . ?thing ?p ?o FILTER(?p IN ({BOUNDS})) }}}}",
    f"SELECT DISTINCT ?place ?p ?o {{{{ {{tie}} ?place ?p ?o FILTER(?p IN ({NAMES})) }}}}",
    f"SELECT DISTINCT ?collective ?p ?o {{{{ {{tie}} ?collective ?p ?o FILTER(?p IN (rdf:type, {NAMES})) }}}}",
)
BESIDE = (  # triples that any layer needs: countries, regions, roles, and how whole the lists are
    "SELECT DISTINCT ?country ?p ?o { ?country a kg:Country ; ?p ?o "
    "FILTER(?p IN (rdf:type, rdfs:label, kg:unRegion, kg:unSubregion, kg:globalSouth, kg:principalLanguage)) }",
    "SELECT DISTINCT ?region ?p ?o { ?country a kg:Country ; ?in ?region . ?region ?p ?o "
    "FILTER(?in IN (kg:unRegion, kg:unSubregion) && ?p = rdfs:label) }",
    "SELECT DISTINCT ?role ?p ?o { ?statement kg:role ?role . ?role ?p ?o FILTER(?p = skos:notation) }",
    "SELECT DISTINCT ?claim ?p ?o { ?claim a kg:Completeness ; ?p ?o "
    "FILTER(?p IN (rdf:type, kg:collective, kg:status, kg:asOf, kg:claimed, kg:qualifier)) }",
    "SELECT DISTINCT ?thing ?p ?o { ?claim a kg:Completeness ; kg:collective ?thing . ?thing ?p ?o "
    "FILTER(?p = rdfs:label) }",
)


def extract(endpoint: Endpoint, layers: Iterable[str]) -> ox.Store:
    """A store in memory with the ties of some layers, their dates and names, and how whole the lists are.

    Ties are statements alone, without short triples or evidence.
    Raises OperatorError where the endpoint does not answer, is none, or gives fewer rows than it counts.
    """
    store = ox.Store()
    for layer in layers:
        for row in _rows(endpoint, STATEMENTS.format(tie=tie(layer))):
            _fill(store, endpoint, _statement(layer, row))
        for text in AROUND:
            _fill(store, endpoint, _rows(endpoint, text.format(tie=tie(layer))))
    for text in BESIDE:
        _fill(store, endpoint, _rows(endpoint, text))
    return store


Row = tuple[Term | None, ...]


def _statement(layer: str, row: Row) -> list[Row]:
    """The triples of a statement and of what sort its place is."""
    statement, place, collective, role = row
    ends = (collective, place) if layer in TURNED else (place, collective)
    found: list[Row] = [
        (statement, node("rdf:type"), node("kg:Statement")),
        (statement, node("rdf:subject"), ends[0]),
        (statement, node("rdf:predicate"), node(LAYERS[layer])),
        (statement, node("rdf:object"), ends[1]),
        (place, node("rdf:type"), node("kg:LocalGovernment")),
    ]
    return [*found, (statement, node("kg:role"), role)] if role else found


def _fill(store: ox.Store, endpoint: Endpoint, triples: Iterable[Row]) -> None:
    try:
        store.extend([ox.Quad(*triple) for triple in triples])  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise OperatorError(f"{endpoint.address} answered with rows that are no triples; is it an endpoint?") from error


def _rows(endpoint: Endpoint, text: str) -> list[Row]:
    """All rows of a query, as many as the server counts; it is asked for no more, whatever it makes of pages."""
    counted = sparql.ask_endpoint(endpoint, f"SELECT (COUNT(*) AS ?count) {{ {{ {text} }} }} LIMIT 1")
    count = python(counted.rows[0][0]) if isinstance(counted, Rows) and len(counted.rows) == 1 else None
    if not isinstance(count, int):
        raise OperatorError(f"{endpoint.address} does not count its rows; is it a SPARQL 1.1 endpoint?")
    found = sparql.ask_endpoint(endpoint, f"{text} LIMIT {count}") if count else Rows([], [])
    assert isinstance(found, Rows)
    if len(set(found.rows)) != count:
        raise OperatorError(
            f"{endpoint.address} gave {len(set(found.rows)):,} rows where it counts {count:,}; it may have changed "
            "meanwhile: try again"
        )
    return found.rows
