"""What an editor of queries completes: classes, properties, prefixes, things by name; the most used first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg import terms
from kg.names import UNNAMED, kind_of
from kg.store import node

KINDS = {
    "classes": ("owl:Class", "rdfs:Class"),
    "properties": ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property"),
}
NAMES = ("rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:notation")
DEFINITIONS = ("skos:definition", "rdfs:comment")


def completion(store: ox.Store) -> dict[str, Any]:
    """Prefixes by name, and rows of classes, properties and things, by use and then by name.

    A row of a class or property has its name, its label, its definition and how often it is used; that of a thing its
    address, its names with the one to show first, and how often other things point to it. Statements are left out.

    >>> completion(ox.Store())["things"]
    []
    """
    uses = _uses(store)
    labels, definitions = _texts(store, NAMES), _texts(store, DEFINITIONS)
    terms_of = {part: _terms(store, part, uses[part]) for part in KINDS}
    told = {
        part: _sorted([_short(iri), _first(labels, iri), _first(definitions, iri), uses[part][iri]] for iri in found)
        for part, found in terms_of.items()
    }
    things = [iri for iri in labels if _named(iri)]
    rows = _sorted([terms.contract(iri), labels[iri], uses["things"][iri]] for iri in things)
    return {"prefixes": terms.PREFIXES, **told, "things": rows}


def _uses(store: ox.Store) -> dict[str, Counter[str]]:
    """How often each class, each property and each thing is used; the vocabulary's own say of itself is no use."""
    found: dict[str, Counter[str]] = {part: Counter() for part in (*KINDS, "things")}
    of_type, base = node("rdf:type").value, terms.PREFIXES["id"]
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(base):
            found["properties"][quad.predicate.value] += 1
            if isinstance(quad.object, ox.NamedNode):
                found["classes" if quad.predicate.value == of_type else "things"][quad.object.value] += 1
    return found


def _terms(store: ox.Store, part: str, used: Counter[str]) -> set[str]:
    said = {
        quad.subject.value
        for kind in KINDS[part]
        for quad in store.quads_for_pattern(None, node("rdf:type"), node(kind), ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode)
    }
    return {iri for iri in said if iri.startswith(terms.PREFIXES["kg"])} | set(used)


def _texts(store: ox.Store, predicates: tuple[str, ...]) -> dict[str, list[str]]:
    """The texts of each thing: those of the first predicate before those of others, English before other languages."""
    found: dict[str, list[tuple[int, bool, str]]] = {}
    for rank, predicate in enumerate(predicates):
        for quad in store.quads_for_pattern(None, node(predicate), None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                foreign = quad.object.language not in (None, "en")
                found.setdefault(quad.subject.value, []).append((rank, foreign, quad.object.value))
    return {iri: list(dict.fromkeys(text for _, _, text in sorted(texts))) for iri, texts in found.items()}


def _named(iri: str) -> bool:
    kind = kind_of(iri)
    return (kind not in UNNAMED) if kind else iri.startswith(terms.PREFIXES["scheme"])


def _first(texts: dict[str, list[str]], iri: str) -> str:
    return next(iter(texts.get(iri, ())), "")


def _short(iri: str) -> str:
    """A prefixed name that a query can hold, else the IRI in angle brackets.

    >>> _short("https://w3id.org/citykg/ontology#City"), _short("https://example.org/a")
    ('kg:City', '<https://example.org/a>')
    """
    short = terms.contract(iri)
    return f"<{iri}>" if short == iri or "/" in short else short


def _sorted(rows: Iterable[list[Any]]) -> list[list[Any]]:
    """Rows by their last column, the largest first, then by their first."""
    return sorted(rows, key=lambda row: (-row[-1], row[0]))
