"""A graph in numbers, as VoID has them: how many of each class and property, and what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg import store as stores
from kg import terms
from kg.store import Triple

Pair = tuple[str, str]

SIZE = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"
CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class"
PROPERTIES = """SELECT ?property (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
{ ?s ?property ?o } GROUP BY ?property"""
OF_CLASSES = "SELECT ?class ?property (COUNT(*) AS ?n) { ?s a ?class ; ?property ?o } GROUP BY ?class ?property"
TO_CLASSES = """SELECT ?class ?property ?to (COUNT(*) AS ?n)
{ ?s a ?class ; ?property ?o . ?o a ?to } GROUP BY ?class ?property ?to"""
TO_DATATYPES = """SELECT ?class ?property ?to (COUNT(*) AS ?n)
{ ?s a ?class ; ?property ?o FILTER(ISLITERAL(?o)) BIND(DATATYPE(?o) AS ?to) } GROUP BY ?class ?property ?to"""
TERMS = "SELECT ?term ?label ?meaning { ?term rdfs:label ?label ; skos:definition ?meaning }"


def said(subject: str, *pairs: Pair) -> list[Triple]:
    """Triples about one subject (a term), from prefixed names of properties and terms.

    >>> said("<http://a>", ("rdf:type", "<http://b>"))
    [('<http://a>', '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>', '<http://b>')]
    """
    return [(subject, terms.term(name), value) for name, value in pairs]


def number(value: str | int) -> str:
    """A whole number as a term."""
    return terms.literal(str(value), "xsd:integer")


def part(*iris: str) -> str:
    """The term for a part of the graph: that of a class, of a property of it, and of what that leads to.

    >>> part("https://w3id.org/citykg/ontology#City", "https://w3id.org/citykg/ontology#memberOf")
    '<https://w3id.org/citykg/void.ttl#kg-City.kg-memberOf>'
    """
    return terms.term("about:" + ".".join(re.sub(r"[^\w.]+", "-", terms.contract(iri)) for iri in iris))


def partitions(store: ox.Store, whole: str) -> list[Triple]:
    """The parts of the default graph of a store, itself called `whole` (a term), with their numbers.

    Each class has its properties, and each of these the classes and datatypes that it leads to, for editors that
    complete queries; so that they can show them, the terms come with their labels and definitions.
    """
    found = [*_size(store, whole), *_classes(store, whole), *_properties(store, whole), *_of_classes(store)]
    found += [*_leading(store, TO_CLASSES, "void:class"), *_leading(store, TO_DATATYPES, "voidext:datatype")]
    return [*found, *_explained(store, {each for _, _, each in found})]


def _size(store: ox.Store, whole: str) -> list[Triple]:
    size = stores.select(store, SIZE)[0]
    return said(
        whole,
        ("void:triples", number(size["n"])),
        ("void:distinctSubjects", number(size["subjects"])),
        ("void:distinctObjects", number(size["objects"])),
    )


def _classes(store: ox.Store, whole: str) -> Iterable[Triple]:
    for row in stores.select(store, CLASSES):
        own = part(row["class"])
        yield from said(whole, ("void:classPartition", own))
        yield from said(own, ("void:class", terms.iri(row["class"])), ("void:entities", number(row["n"])))


def _properties(store: ox.Store, whole: str) -> Iterable[Triple]:
    for row in stores.select(store, PROPERTIES):
        own = part(row["property"])
        yield from said(whole, ("void:propertyPartition", own))
        yield from said(
            own,
            ("void:property", terms.iri(row["property"])),
            ("void:triples", number(row["n"])),
            ("void:distinctSubjects", number(row["subjects"])),
            ("void:distinctObjects", number(row["objects"])),
        )


def _of_classes(store: ox.Store) -> Iterable[Triple]:
    for row in stores.select(store, OF_CLASSES):
        own = part(row["class"], row["property"])
        yield from said(part(row["class"]), ("void:propertyPartition", own))
        yield from said(own, ("void:property", terms.iri(row["property"])), ("void:triples", number(row["n"])))


def _leading(store: ox.Store, query: str, relation: str) -> Iterable[Triple]:
    """What the properties of each class lead to, as the part of a part; `relation` is void:class or its like."""
    link = relation + "Partition"
    for row in stores.select(store, query):
        own = part(row["class"], row["property"], row["to"])
        yield from said(part(row["class"], row["property"]), (link, own))
        yield from said(own, (relation, terms.iri(row["to"])), ("void:triples", number(row["n"])))


def _explained(store: ox.Store, used: set[str]) -> Iterable[Triple]:
    for row in stores.select(store, TERMS):
        if (term := terms.iri(row["term"])) in used:
            label, meaning = (terms.literal(row[name], language="en") for name in ("label", "meaning"))
            yield from said(term, ("rdfs:label", label), ("rdfs:comment", meaning))
