"""What is behind the pages: the parts of statements, the passages of sources, and what rests on each."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg import terms
from kg.headings import OUTGOING
from kg.names import UNNAMED, kind_of
from kg.profiles import Line, evidence, stated
from kg.relations import key_of
from kg.server.addresses import link_to, outer
from kg.server.book import languages
from kg.server.book.sections import Entry
from kg.store import node

DUBLIN = {
    "creator": "Author", "publisher": "Publisher", "issued": "Published", "type": "Kind", "language": "Language",
    "license": "Licence", "title": "Title", "source": "Taken from", "date": "Date", "subject": "About",
}  # fmt: skip
SHOWN = {
    "rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "rdfs:label", "rdfs:comment", "skos:altLabel",
    "skos:exactMatch", "geo:lat", "geo:long", "dcterms:title", "kg:evidence", "kg:address", "kg:iso2", "kg:iso3",
    "oa:start", "oa:end",
}  # fmt: skip
"""Properties that have a place of their own on a page."""
LANGUAGE = {terms.expand("kg:principalLanguage"), terms.expand("dcterms:language")}
ALSO = {"indicator": "Observations", "area": "Observations", "cites": "Cited for", "recipient": "Received"}
"""Headings for statements that speak of a thing other than as their subject or object."""


@dataclass(frozen=True)
class Passage:
    """A passage of a source, where it stands, and what rests on it."""

    key: str
    section: str
    start: int
    end: int
    resting: tuple[Entry, ...]


class Records:
    """The statements and passages of a store, read once; `labels` are its names by IRI."""

    def __init__(self, store: ox.Store, labels: dict[str, str]) -> None:
        self._store = store
        self._labels = labels
        self._parts = {name: _values(store, f"rdf:{name}") for name in ("subject", "predicate", "object")}
        self._resting: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(None, node("kg:evidence"), None):
            self._resting.setdefault(_text(quad.object), []).append(_text(quad.subject))
        self._passages: dict[str, list[str]] = {}
        for passage, source in _values(store, "kg:source").items():
            self._passages.setdefault(source, []).append(passage)
        self._starts, self._ends = _values(store, "oa:start"), _values(store, "oa:end")
        self._sections = _values(store, "kg:section")

    def words(self, iri: str) -> str:
        """A statement in words: its label, or 'thing: property value'; empty for what is neither named nor said."""
        if iri in self._labels or iri not in self._parts["subject"]:
            return self._labels.get(iri, "")
        return stated({"statement": iri, **{name: values[iri] for name, values in self._parts.items()}}, self._labels)

    def triple(self, iri: str) -> list[Entry]:
        """The subject, the property and the object of a statement, with links; empty for other things."""
        if iri not in self._parts["subject"]:
            return []
        return [self._value(self._parts[name][iri]) for name in ("subject", "predicate", "object")]

    def about(self, iri: str) -> list[tuple[str, str]]:
        """The things that a statement ties or speaks of, with their names."""
        ends = [self._parts[name].get(iri, "") for name in ("subject", "object")]
        return [(end, self._labels[end]) for end in ends if kind_of(end) and end in self._labels]

    def own(self, iri: str) -> list[tuple[str, str, list[Entry]]]:
        """What a thing's own triples say under no heading: a property in words, where it is explained, its values."""
        ends = {values.get(iri) for values in self._parts.values()}
        found: dict[str, list[str]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None):
            name, value = terms.contract(quad.predicate.value), _text(quad.object)
            by_heading = _local(quad.predicate.value) in OUTGOING and kind_of(iri) not in (*UNNAMED, "source")
            if name not in SHOWN and value not in ends and not by_heading:
                found.setdefault(quad.predicate.value, []).append(value)
        return sorted(
            (self._property(name), link_to(name), [self._value(value, name) for value in sorted(values)])
            for name, values in found.items()
        )

    def incoming(self, iri: str, shown: set[str]) -> dict[str, list[Line]]:
        """The statements that speak of a thing in another part than subject or object, but those shown already."""
        found: dict[str, list[str]] = {}
        for name, heading in ALSO.items():
            for quad in self._store.quads_for_pattern(None, node(f"kg:{name}"), ox.NamedNode(iri)):
                if _text(quad.subject) not in shown:
                    found.setdefault(heading, []).append(_text(quad.subject))
        places = evidence(self._store, [each for own in found.values() for each in own]) if found else {}
        return {
            heading: [Line(self.words(each), places.get(each, ()), statement=each) for each in sorted(own)]
            for heading, own in found.items()
        }

    def passages(self, source: str, statements: bool) -> list[Passage]:
        """The passages of a source in their order, with what rests on each."""
        own = sorted(self._passages.get(source, ()), key=lambda each: (int(self._starts.get(each, 0)), each))
        return [self.passage(each, statements) for each in own]

    def passage(self, iri: str, statements: bool) -> Passage:
        """A passage, with what rests on it."""
        start, end = int(self._starts.get(iri, 0)), int(self._ends.get(iri, 0))
        return Passage(key_of(iri), self._sections.get(iri, ""), start, end, self.resting(iri, statements))

    def resting(self, iri: str, statements: bool) -> tuple[Entry, ...]:
        """What rests on a passage, or on a source as a whole: statements in words, then things that it names.

        Where statements have no pages, each leads to that of its subject.
        """
        made = [self._rest(each, statements) for each in dict.fromkeys(self._resting.get(iri, ()))]
        return tuple(entry for _, _, entry in sorted(made, key=lambda each: each[:2]))

    def _rest(self, iri: str, statements: bool) -> tuple[bool, str, Entry]:
        said = kind_of(iri) in UNNAMED
        name = self.words(iri) or key_of(iri)
        leads = iri if statements or not said else self._parts["subject"].get(iri, "")
        return not said, name, Entry(name, link_to(leads), "" if said else "named there")

    def _value(self, value: str, name: str = "") -> Entry:
        """A value of a property in words, with its link."""
        spoken = languages.name(value) if name in LANGUAGE else {"true": "yes", "false": "no"}.get(value, value)
        words = self._labels.get(value) or spoken
        return Entry(words, link_to(value) or outer(value))

    def _property(self, iri: str) -> str:
        words = DUBLIN.get(_local(iri), "") if "/dc/terms/" in iri else self._labels.get(iri, "")
        return (words or _local(iri))[:1].upper() + (words or _local(iri))[1:]


def _values(store: ox.Store, predicate: str) -> dict[str, str]:
    """The values of a property by subject, as text."""
    return {_text(quad.subject): _text(quad.object) for quad in store.quads_for_pattern(None, node(predicate), None)}


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
