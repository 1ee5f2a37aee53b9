"""The graph in the formats that other tools read; the same bytes for the same graph."""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg import affiliations, paths, records, relations, results, sparql, terms
from kg import store as stores

Document = dict[str, Any]


def triples(store: ox.Store) -> list[ox.Triple]:
    """The triples of a store, sorted and each once."""
    return sorted({quad.triple for quad in store}, key=str)


def sorted_lines(store: ox.Store) -> bytes:
    """The triples of a store as sorted N-Triples."""
    return b"".join(sorted(f"{triple} .\n".encode() for triple in triples(store)))


def turtle(store: ox.Store) -> bytes:
    """Turtle with the project's prefixes."""
    return stores.turtle(sorted_lines(store))


def trig(store: ox.Store) -> bytes:
    """TriG: the whole in the default graph, and one named graph per source with what rests on it.

    A named graph, called by the source's IRI, holds each statement that cites the source or a passage of it,
    the short triple that the statement says, and the passages.
    """
    whole = [ox.Quad(*triple) for triple in triples(store)]
    for source in _sources(store):
        resting = sorted(_resting_on(store, source), key=str)
        whole += [ox.Quad(each.subject, each.predicate, each.object, source) for each in resting]
    return ox.serialize(whole, format=ox.RdfFormat.TRIG, prefixes=terms.PREFIXES) or b""


def _sources(store: ox.Store) -> list[ox.NamedNode]:
    found = [q.subject for q in store.quads_for_pattern(None, stores.node("rdf:type"), stores.node("kg:Source"))]
    return sorted((each for each in found if isinstance(each, ox.NamedNode)), key=str)


def _resting_on(store: ox.Store, source: ox.NamedNode) -> set[ox.Triple]:
    passages = [quad.subject for quad in store.quads_for_pattern(None, stores.node("kg:source"), source)]
    found: set[ox.Triple] = set()
    for place in [source, *passages]:
        found |= {quad.triple for quad in store.quads_for_pattern(place, None, None)}
        for quad in store.quads_for_pattern(None, stores.node("kg:evidence"), place):
            found |= _statement(store, quad.subject)
    return found


def _statement(store: ox.Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> set[ox.Triple]:
    own = {quad.triple for quad in store.quads_for_pattern(subject, None, None)}
    parts: dict[str, Any] = {terms.contract(t.predicate.value): t.object for t in own}
    if {"rdf:subject", "rdf:predicate", "rdf:object"} <= parts.keys():
        said = ox.Quad(parts["rdf:subject"], parts["rdf:predicate"], parts["rdf:object"])
        own |= {said.triple} if said in store else set()
    return own


def jsonld(store: ox.Store) -> bytes:
    """JSON-LD with the project's own context, one object a thing, ordered by id."""
    context = json.loads((paths.ontology() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    compact = _Compactor(context)
    things: dict[str, Document] = {}
    for triple in triples(store):
        subject = compact.node(triple.subject)
        name, value = compact.property(triple.predicate.value, triple.object)
        things.setdefault(subject, {"id": subject}).setdefault(name, []).append(value)
    whole = {"@context": context, "@graph": [_plain(things[key]) for key in sorted(things)]}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _plain(thing: Document) -> Document:
    """A lone value without its list; the type first."""
    flat = {
        name: values[0] if isinstance(values, list) and len(values) == 1 else values for name, values in thing.items()
    }
    return {name: flat[name] for name in sorted(flat, key=lambda name: (name != "id", name != "type", name))}


class _Compactor:
    """Turns IRIs and literals into the short forms that a JSON-LD context declares."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._terms: dict[tuple[str, str], str] = {}
        self._prefixes = {
            name: base for name, base in context.items() if isinstance(base, str) and base.startswith("http")
        }
        for name, declared in context.items():
            if isinstance(declared, dict):
                full = self._expand(declared["@id"])
                kind = (
                    declared.get("@type") or f"@{declared['@language']}"
                    if "@language" in declared
                    else declared.get("@type", "")
                )
                self._terms[full, self._expand(kind)] = name

    def _expand(self, curie: str) -> str:
        prefix, colon, local = curie.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else curie

    def iri(self, iri: str) -> str:
        """The shortest prefixed form of an IRI that expands back to it."""
        fits = [
            (len(base), name)
            for name, base in self._prefixes.items()
            if iri.startswith(base) and name not in ("@vocab",)
        ]
        if not fits:
            return iri
        length, name = max(fits)
        return f"{name}:{iri[length:]}"

    def node(self, node: Any) -> str:
        """A thing's prefixed name, or the label of a nameless one."""
        return self.iri(node.value) if isinstance(node, ox.NamedNode) else str(node)

    def property(self, predicate: str, value: Any) -> tuple[str, Any]:
        """A property's name and its value, plain where the context says what it is."""
        if not isinstance(value, ox.Literal):
            if predicate == terms.expand("rdf:type"):
                return "type", self.node(value)
            name = self._terms.get((predicate, "@id"))
            return (name, self.node(value)) if name else (self.iri(predicate), {"id": self.node(value)})
        kind = f"@{value.language}" if value.language else value.datatype.value
        name = self._terms.get((predicate, kind)) or (
            self._terms.get((predicate, "")) if kind.endswith("#string") else None
        )
        if name:
            return name, value.value
        tag = {"@language": value.language} if value.language else {"@type": self.iri(value.datatype.value)}
        plain = kind.endswith("#string")
        return self.iri(predicate), value.value if plain else {"@value": value.value, **tag}


def tables(store: ox.Store) -> dict[str, bytes]:
    """One flat CSV table per class, by file name: a row a thing, a column a property, several values joined by ' | '.

    Cells that a spreadsheet would run as a formula (first character `=`, `+`, `-` or `@` and not a number) get
    a leading apostrophe.
    """
    classes: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    kinds = relations.classes(store)
    for triple in triples(store):
        iri = getattr(triple.subject, "value", "")
        key = iri.rsplit("/", 1)[-1]
        if iri.startswith(terms.PREFIXES["id"]) and key in kinds:
            row = classes[kinds[key]][key]
            row["id"] = [iri]
            row[_column(triple.predicate.value)].append(_value(triple.object))
    return {f"{name}.csv": _csv(rows) for name, rows in sorted(classes.items())}


def _column(predicate: str) -> str:
    """A property's local name; `dcterms:type` keeps its prefix, for `type` is the class."""
    name = terms.contract(predicate)
    return name if name == "dcterms:type" else name.partition(":")[2] or name


def _value(value: Any) -> str:
    return terms.contract(value.value) if isinstance(value, ox.NamedNode) else str(value.value)


def _csv(rows: Mapping[str, Mapping[str, list[str]]]) -> bytes:
    head = ["id", "label", *sorted({name for row in rows.values() for name in row} - {"id", "label"})]
    return records.safe(head, ([" | ".join(rows[key].get(name, [])) for name in head] for key in sorted(rows))).encode()


def graphml(store: ox.Store) -> bytes:
    """GraphML of all things and the relations between them."""
    out = io.BytesIO()
    nx.write_graphml_xml(_plain_graph(store), out, named_key_ids=True)
    return out.getvalue()


def gexf(store: ox.Store) -> bytes:
    """GEXF of all things and the relations between them, without the writer's clock and version."""
    out = io.BytesIO()
    nx.write_gexf(_plain_graph(store), out)
    return re.sub(rb"<meta .*?</meta>", b"<meta><creator>citykg</creator></meta>", out.getvalue(), flags=re.DOTALL)


def _plain_graph(store: ox.Store) -> nx.MultiDiGraph:
    """The graph of things with labels where viewers look for them and edges in a fixed order."""
    graph = nx.MultiDiGraph()
    whole = relations.relations(store)
    for node, said in sorted(whole.nodes(data=True)):
        graph.add_node(node, label=said["name"], **{name: value for name, value in said.items() if value})
    for start, end, key, said in sorted(whole.edges(keys=True, data=True), key=lambda edge: edge[2]):
        graph.add_edge(
            start,
            end,
            key=key,
            id=key,
            label=said["relation"],
            **{name: value for name, value in said.items() if value},
        )
    return graph


STATEMENTS = """
SELECT ?statement ?subject ?subjectName ?relation ?object ?objectName ?role ?rank ?from ?to ?on
       ?source ?section ?start ?end WHERE {
  ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; kg:evidence ?evidence .
  OPTIONAL { ?subject rdfs:label ?subjectName }
  OPTIONAL { ?object rdfs:label ?objectName }
  OPTIONAL { ?statement kg:role/skos:notation ?role }
  OPTIONAL { ?statement kg:rank ?rank }
  OPTIONAL { ?statement kg:from ?from }
  OPTIONAL { ?statement kg:to ?to }
  OPTIONAL { ?statement kg:on ?on }
  OPTIONAL { ?evidence kg:source ?in ; kg:section ?section ; oa:start ?start ; oa:end ?end }
  BIND(COALESCE(?in, ?evidence) AS ?source)
} ORDER BY ?statement ?source ?start ?end"""


def parquet(store: ox.Store) -> bytes:
    """Parquet of all statements, one row for each piece of evidence."""
    answer = sparql.ask(store, STATEMENTS)
    assert isinstance(answer, results.Rows)
    numbers = [name in ("start", "end") for name in answer.variables]
    rows = [
        [None if value is None else results.python(value) if number else _value(value)
         for value, number in zip(row, numbers, strict=True)]
        for row in answer.rows
    ]  # fmt: skip
    return results.parquet(answer.variables, rows)


def matrix(store: ox.Store, layers: Iterable[str] = affiliations.DEFAULT_LAYERS) -> bytes:
    """The two-mode matrix as CSV: a row a place, a column a collective, 1 where they are linked, else 0."""
    graph = affiliations.affiliation(store, layers)
    linked = graph.incidence.matrix.toarray().astype(int).tolist()
    rows = ([place, *row] for place, row in zip(graph.places, linked, strict=True))
    return records.safe(["place", *graph.collectives], rows).encode()


FORMATS: dict[str, Callable[[ox.Store], bytes]] = {
    "turtle": turtle,
    "ntriples": sorted_lines,
    "trig": trig,
    "jsonld": jsonld,
    "graphml": graphml,
    "gexf": gexf,
    "parquet": parquet,
    "matrix": matrix,
}


def write_tables(store: ox.Store, folder: Path) -> list[Path]:
    """Write the tables of `tables` into a folder; return the files."""
    written = []
    for name, content in tables(store).items():
        paths.write(folder / name, content)
        written.append(folder / name)
    return written
