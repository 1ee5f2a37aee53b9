"""The graph of all things, and what is said of each: the store as the explorer and the exports read it."""

from __future__ import annotations

import networkx as nx
import pyoxigraph as ox

from kg import store as stores
from kg import terms
from kg.dates import earliest
from kg.names import UNNAMED, kind_of
from kg.profiles import Place
from kg.twomode import Thing


def key_of(iri: str) -> str:
    """The key at the end of a thing's IRI.

    >>> key_of("https://w3id.org/citykg/id/city/lima-pe")
    'lima-pe'
    """
    return iri.rpartition("/")[2]


def things(store: ox.Store) -> dict[str, Thing]:
    """Everything that has a name of its own (no statements, no passages), by key, with where in the world it is."""
    query = """SELECT ?thing ?name ?country WHERE {
      ?thing rdfs:label ?name OPTIONAL { ?thing kg:inCountry ?country } }"""
    known = _countries(store)
    rows = [row for row in stores.select(store, query) if kind_of(row["thing"]) not in ("", "source", *UNNAMED)]
    return {
        key_of(row["thing"]): Thing(
            key_of(row["thing"]), row["name"], kind_of(row["thing"]), *known.get(row["country"], ())
        )
        for row in rows
    }


def _countries(store: ox.Store) -> dict[str, tuple[str, str, str, str]]:
    """Of each country: its name, its sub-region of the world or else its region, its side, its principal language."""
    query = """SELECT ?country ?name ?part ?region ?south ?language WHERE { ?country a kg:Country ; rdfs:label ?name
      OPTIONAL { ?country kg:unSubregion/rdfs:label ?part }
      OPTIONAL { ?country kg:unRegion/rdfs:label ?region }
      OPTIONAL { ?country kg:globalSouth ?south }
      OPTIONAL { ?country kg:principalLanguage ?language } }"""
    return {
        row["country"]: (row["name"], row["part"] or row["region"], SOUTH.get(row["south"], ""), row["language"])
        for row in stores.select(store, query)
    }


SOUTH = {"true": "Global South", "1": "Global South", "false": "Global North", "0": "Global North"}


def relations(store: ox.Store) -> nx.MultiDiGraph:
    """The graph of all things: an edge for every statement whose subject and object are both things.

    Nodes carry name, kind, class, where in the world they are (`country`, `region`, `side`, `lat`, `lon`) and their
    dates (`start`, `end`); edges carry the relation, the role, their dates and the statement's key.
    A pledge is a thing too, linked with who made it and with the call that it answers.
    Things without any link are there too.
    """
    graph = nx.MultiDiGraph()
    known = things(store)
    kinds, points, lives = classes(store), _points(store), _lives(store)
    for key, thing in sorted(known.items()):
        if thing.kind == "indicator":
            continue
        where = {"country": thing.country, "region": thing.region, "side": thing.south, **points.get(key, {})}
        graph.add_node(key, name=thing.name, kind=thing.kind, type=kinds.get(key, ""), **where, **lives.get(key, {}))
    query = """SELECT ?statement ?subject ?predicate ?object ?role ?from ?to ?on WHERE {
      ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object
      FILTER(isIRI(?object)) OPTIONAL { ?statement kg:role/skos:notation ?role }
      OPTIONAL { ?statement kg:from ?from } OPTIONAL { ?statement kg:to ?to } OPTIONAL { ?statement kg:on ?on } }"""
    for row in sorted(stores.select(store, query), key=lambda row: row["statement"]):
        subject, target = key_of(row["subject"]), key_of(row["object"])
        if subject in graph and target in graph:
            relation = row["predicate"].rpartition("#")[2]
            dates = {"start": row["from"] or row["on"], "end": row["to"]}
            graph.add_edge(subject, target, key=key_of(row["statement"]), relation=relation, role=row["role"], **dates)
    pledges = """SELECT ?pledge ?predicate ?object WHERE {
      VALUES ?predicate { kg:pledgedBy kg:call } ?pledge a kg:Pledge ; ?predicate ?object }"""
    for row in sorted(stores.select(store, pledges), key=lambda row: (row["pledge"], row["predicate"])):
        pledge, target, relation = key_of(row["pledge"]), key_of(row["object"]), row["predicate"].rpartition("#")[2]
        if pledge in graph and target in graph:
            graph.add_edge(pledge, target, key=f"{pledge}-{relation}", relation=relation, role="", start="", end="")
    return graph


def _points(store: ox.Store) -> dict[str, dict[str, float]]:
    """Latitude and longitude in degrees of each thing that has them."""
    query = "SELECT ?thing ?lat ?lon WHERE { ?thing geo:lat ?lat ; geo:long ?lon }"
    return {
        key_of(row["thing"]): {"lat": float(row["lat"]), "lon": float(row["lon"])}
        for row in stores.select(store, query)
    }


def _lives(store: ox.Store) -> dict[str, dict[str, str]]:
    """Since when and until when each thing is there; of several dates the first."""
    query = """SELECT ?thing ?start ?end WHERE {
      { ?thing kg:founded|kg:adopted|kg:start|kg:published ?start } UNION { ?thing kg:ended|kg:end ?end } }"""
    found: dict[str, dict[str, str]] = {}
    for row in stores.select(store, query):
        own = found.setdefault(key_of(row["thing"]), {"start": "", "end": ""})
        own.update({name: earliest(own[name], row[name]) for name in own})
    return found


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
        found.setdefault(key_of(row["subject"]), []).append((relation, words, key_of(row["statement"])))
    return found


def _words(value: str, name: str) -> str:
    objective = value.partition("/scheme/gcm/")[2]
    return f"GCM {objective}: {name}" if objective else name or value


def statements(store: ox.Store) -> dict[str, dict[str, str]]:
    """How each statement is written in RDF, by key: the kind of its IRI, and of a fact what it says of its subject.

    A fact is predicate and object in Turtle, as 'kg:founded "2004"^^<…#gYear>'; a link has "" there.
    """
    predicates = _objects(store, "rdf:predicate")
    return {
        key_of(iri): {"iri": kind_of(iri), "triple": "" if kind_of(_value(said)) else _triple(predicates[iri], said)}
        for iri, said in sorted(_objects(store, "rdf:object").items())
    }


def _objects(store: ox.Store, predicate: str) -> dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    quads = store.quads_for_pattern(None, stores.node(predicate), None)
    return {_value(quad.subject): quad.object for quad in quads}


def _value(node: object) -> str:
    """An IRI or words, as `stores.select` has them."""
    return str(getattr(node, "value", ""))


def _triple(predicate: object, said: object) -> str:
    return f"{terms.contract(_value(predicate))} {said}"


def evidence(store: ox.Store) -> dict[str, list[str]]:
    """Where each statement and thing is said, in a few words, by key: 'source, section, passage'."""
    words = {key: _in_words(place) for key, place in places(store).items()}
    return {key: [words[each] for each in said] for key, said in grounds(store).items()}


def _in_words(place: Place) -> str:
    return (
        f"{place.source}, {place.section}, {place.key.rpartition('-')[2]}" if place.key != place.source else place.key
    )


def grounds(store: ox.Store) -> dict[str, list[str]]:
    """The keys of the places where each statement and thing is said, by its own key."""
    found: dict[str, list[str]] = {}
    query = "SELECT ?statement ?place WHERE { ?statement kg:evidence ?place }"
    for row in sorted(stores.select(store, query), key=lambda row: row["place"]):
        found.setdefault(key_of(row["statement"]), []).append(key_of(row["place"]))
        if kind_of(row["statement"]) == "pledge":  # what says the pledge says whose it is, and in answer to what
            for relation in ("pledgedBy", "call"):
                found.setdefault(f"{key_of(row['statement'])}-{relation}", []).append(key_of(row["place"]))
    return found


def places(store: ox.Store) -> dict[str, Place]:
    """Every place where something is said, by key: passages of sources, and sources as a whole."""
    query = """SELECT DISTINCT ?place ?source ?section ?start ?end WHERE { ?statement kg:evidence ?place
      OPTIONAL { ?place kg:source ?source ; kg:section ?section OPTIONAL { ?place oa:start ?start ; oa:end ?end } } }"""
    return {
        key_of(row["place"]): Place(
            key_of(row["place"]),
            key_of(row["source"] or row["place"]),
            row["section"],
            int(row["start"] or 0),
            int(row["end"] or 0),
        )
        for row in sorted(stores.select(store, query), key=lambda row: row["place"])
    }


def sources(store: ox.Store) -> list[dict[str, str]]:
    """Every source: key, title, author, publisher, published, address and kind, each empty where it is not known."""
    query = """SELECT ?source ?title ?author ?publisher ?published ?address ?kind WHERE {
      ?source a kg:Source ; dcterms:title ?title
      OPTIONAL { ?source dcterms:creator ?author } OPTIONAL { ?source dcterms:publisher ?publisher }
      OPTIONAL { ?source dcterms:issued ?published } OPTIONAL { ?source kg:address ?address }
      OPTIONAL { ?source dcterms:type/rdfs:label ?kind } }"""
    rows = {row["source"]: {**row, "key": key_of(row["source"])} for row in stores.select(store, query)}
    return [{name: value for name, value in rows[iri].items() if name != "source"} for iri in sorted(rows)]


def classes(store: ox.Store) -> dict[str, str]:
    """The most particular class of each thing, by local name."""
    query = """SELECT ?thing ?class WHERE { ?thing a ?class .
      FILTER NOT EXISTS { ?thing a ?lower . ?lower rdfs:subClassOf ?class } }"""
    rows = [row for row in stores.select(store, query) if kind_of(row["thing"])]
    return {key_of(row["thing"]): row["class"].rpartition("#")[2] for row in sorted(rows, key=lambda row: row["class"])}
