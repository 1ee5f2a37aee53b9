"""Store to networkx graphs: the two-mode graph of places and collectives, and the graph of all things.

The *affiliation* graph is two-mode: places (cities and regions) on one side, the collectives they gather in
on the other. Each link keeps its layer, role, dates and the statement that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pyoxigraph as ox

from kg import store as stores
from kg.errors import AskerError, nearest
from kg.names import UNNAMED, kind_of
from kg.twomode import Affiliation, Details, Link, Thing

LAYERS = {
    "membership": "kg:memberOf",
    "endorsement": "kg:endorses",
    "funding": "kg:fundedBy",
    "pledge": "kg:pledgedUnder",
    "partnership": "kg:partnerIn",
    "participation": "kg:tookPartIn",
}
DEFAULT_LAYERS = ("membership", "endorsement", "funding", "pledge")

LINKS = """
SELECT ?place ?collective ?predicate ?statement ?roleName ?from ?to WHERE {
  ?statement rdf:subject ?place ; rdf:predicate ?predicate ; rdf:object ?collective .
  ?place a kg:LocalGovernment .
  { ?collective a kg:Collective } UNION { ?collective a kg:Event }
  OPTIONAL { ?statement kg:role/skos:notation ?roleName }
  OPTIONAL { ?statement kg:from|kg:on ?from }
  OPTIONAL { ?statement kg:to ?to }
}
"""


def affiliation(store: ox.Store, layers: Iterable[str] = DEFAULT_LAYERS, as_of: str | None = None) -> Affiliation:
    """The two-mode graph of a store over some layers, as of a date if one is given.

    A place that has no link in these layers is not in it. Layers: membership, endorsement (signatures),
    funding (grants), pledge, partnership, participation (events).
    Raises AskerError for an unknown layer.
    """
    chosen = tuple(layers)
    for layer in chosen:
        if layer not in LAYERS:
            raise AskerError(f"no layer '{layer}'{nearest(layer, LAYERS)}; layers are {', '.join(LAYERS)}")
    looked, count = stores.as_of(store, as_of) if as_of else (store, None)
    links = sorted(_links(looked, chosen), key=lambda link: (link.place, link.collective, link.statement))
    ties = [(link.place, link.collective, link.layer) for link in links]
    return Affiliation.from_ties(ties, chosen, lambda: Details(things(looked), links), count)


def _links(store: ox.Store, layers: tuple[str, ...]) -> Iterable[Link]:
    wanted = {stores.node(LAYERS[layer]).value: layer for layer in layers}
    for row in stores.select(store, LINKS):
        if row["predicate"] in wanted:
            yield Link(
                _key(row["place"]), _key(row["collective"]), wanted[row["predicate"]],
                row["roleName"], row["from"], row["to"], row["statement"],
            )  # fmt: skip


def _key(iri: str) -> str:
    return iri.rpartition("/")[2]


def things(store: ox.Store) -> dict[str, Thing]:
    """Everything that has a name of its own (no statements, no passages), by key."""
    query = """SELECT ?thing ?name ?country WHERE {
      ?thing rdfs:label ?name OPTIONAL { ?thing kg:inCountry/rdfs:label ?country } }"""
    rows = [row for row in stores.select(store, query) if kind_of(row["thing"]) not in ("", "source", *UNNAMED)]
    return {
        _key(row["thing"]): Thing(_key(row["thing"]), row["name"], kind_of(row["thing"]), row["country"])
        for row in rows
    }


def relations(store: ox.Store) -> nx.MultiDiGraph:
    """The graph of all things: an edge for every statement whose subject and object are both things.

    Nodes carry name, kind and class; edges carry the relation, the role and the statement's key.
    A pledge is a thing too, linked with who made it and with the call that it answers.
    Things without any link are there too.
    """
    graph = nx.MultiDiGraph()
    known = things(store)
    kinds = classes(store)
    for key, thing in sorted(known.items()):
        if thing.kind == "indicator":
            continue
        graph.add_node(key, name=thing.name, kind=thing.kind, type=kinds.get(key, ""), country=thing.country)
    query = """SELECT ?statement ?subject ?predicate ?object ?role WHERE {
      ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object
      FILTER(isIRI(?object)) OPTIONAL { ?statement kg:role/skos:notation ?role } }"""
    for row in sorted(stores.select(store, query), key=lambda row: row["statement"]):
        subject, target = _key(row["subject"]), _key(row["object"])
        if subject in graph and target in graph:
            relation = row["predicate"].rpartition("#")[2]
            graph.add_edge(subject, target, key=_key(row["statement"]), relation=relation, role=row["role"])
    pledges = """SELECT ?pledge ?predicate ?object WHERE {
      VALUES ?predicate { kg:pledgedBy kg:call } ?pledge a kg:Pledge ; ?predicate ?object }"""
    for row in sorted(stores.select(store, pledges), key=lambda row: (row["pledge"], row["predicate"])):
        pledge, target, relation = _key(row["pledge"]), _key(row["object"]), row["predicate"].rpartition("#")[2]
        if pledge in graph and target in graph:
            graph.add_edge(pledge, target, key=f"{pledge}-{relation}", relation=relation, role="")
    return graph


def facts(store: ox.Store) -> dict[str, list[tuple[str, str, str]]]:
    """What is said of each thing that is no link to another thing: (relation, words, statement) by thing."""
    query = """SELECT ?statement ?subject ?predicate ?object ?name ?rank WHERE {
      ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object
      FILTER(isLiteral(?object) || STRSTARTS(STR(?object), STR(scheme:)))
      OPTIONAL { ?object rdfs:label ?name } OPTIONAL { ?statement kg:rank ?rank } }"""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in sorted(stores.select(store, query), key=lambda row: row["statement"]):
        words = _words(row["object"], row["name"]) + (" (secondary)" if row["rank"] == "secondary" else "")
        relation = row["predicate"].replace("#", "/").rpartition("/")[2]
        found.setdefault(_key(row["subject"]), []).append((relation, words, _key(row["statement"])))
    return found


def _words(value: str, name: str) -> str:
    objective = value.partition("/scheme/gcm/")[2]
    return f"GCM {objective}: {name}" if objective else name or value


def evidence(store: ox.Store) -> dict[str, list[str]]:
    """Where each statement and thing is said, in a few words, by key: 'source, section, passage'."""
    query = """SELECT ?statement ?place ?source ?section WHERE { ?statement kg:evidence ?place
      OPTIONAL { ?place kg:source ?source ; kg:section ?section } }"""
    found: dict[str, list[str]] = {}
    for row in sorted(stores.select(store, query), key=lambda row: row["place"]):
        number = _key(row["place"]).rpartition("-")[2]
        words = f"{_key(row['source'])}, {row['section']}, {number}" if row["source"] else _key(row["place"])
        found.setdefault(_key(row["statement"]), []).append(words)
        if kind_of(row["statement"]) == "pledge":  # what says the pledge says whose it is, and in answer to what
            for relation in ("pledgedBy", "call"):
                found.setdefault(f"{_key(row['statement'])}-{relation}", []).append(words)
    return found


def classes(store: ox.Store) -> dict[str, str]:
    """The most particular class of each thing, by local name."""
    query = """SELECT ?thing ?class WHERE { ?thing a ?class .
      FILTER NOT EXISTS { ?thing a ?lower . ?lower rdfs:subClassOf ?class } }"""
    rows = [row for row in stores.select(store, query) if kind_of(row["thing"])]
    return {_key(row["thing"]): row["class"].rpartition("#")[2] for row in sorted(rows, key=lambda row: row["class"])}
