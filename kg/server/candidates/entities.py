"""What of a store has a name of its own: things with their names and classes, and the values that they have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg import terms
from kg.names import UNNAMED, kind_of
from kg.store import node

DATES = ("founded", "adopted", "start")  # when a thing began, by what sort of thing it is


@dataclass(frozen=True)
class Thing:
    """Something with a name: its IRI, the local name of its class, its names with the main one first, its links."""

    iri: str
    cls: str
    names: tuple[str, ...]
    links: int = 0

    @property
    def id(self) -> str:
        """The IRI without what all IRIs of things begin with, as 'city/bern-ch'."""
        return self.iri.removeprefix(terms.PREFIXES["id"])

    @property
    def key(self) -> str:
        """The last part of the IRI."""
        return self.iri.rpartition("/")[2]

    @property
    def name(self) -> str:
        """The main name."""
        return self.names[0]


class Classes:
    """The project's classes in a store: labels, those directly above each, those above and below at any distance."""

    def __init__(self, store: ox.Store) -> None:
        prefix = terms.PREFIXES["kg"]
        self.above: dict[str, set[str]] = {}
        self._labels: dict[str, str] = {}
        for quad in store.quads_for_pattern(None, node("rdfs:subClassOf"), None):
            child, parent = _value(quad.subject), _value(quad.object)
            if child.startswith(prefix) and parent.startswith(prefix):
                self.above.setdefault(child.removeprefix(prefix), set()).add(parent.removeprefix(prefix))
        for quad in store.quads_for_pattern(None, node("rdfs:label"), None):
            if _value(quad.subject).startswith(prefix):
                self._labels[_value(quad.subject).removeprefix(prefix)] = _value(quad.object)

    def label(self, name: str) -> str:
        """The label of a class, or its local name where it has none."""
        return self._labels.get(name, name)

    def over(self, name: str) -> set[str]:
        """A class and every class above it."""
        found, waiting = {name}, [name]
        while waiting:
            more = self.above.get(waiting.pop(), set()) - found
            found |= more
            waiting += more
        return found

    def lowest(self, names: Iterable[str]) -> str:
        """Of the classes of a thing the one that is above no other; the first by name where several are."""
        own = set(names)
        beyond = {above for name in own for above in self.over(name) - {name}}
        return min(own - beyond, default="")


class Things:
    """The named things of a store, by IRI, and what the store says of each."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._ahead: dict[str, dict[str, list[str]]] = {}
        self._back: dict[str, dict[str, list[str]]] = {}
        self.classes = Classes(store)
        self.by_iri = {thing.iri: thing for thing in self._read()}
        self._ahead.clear()  # labels and classes of statements too, which nobody asks for
        self.by_key = {thing.key: thing for thing in self.by_iri.values()}
        self.by_id = {thing.id: thing for thing in self.by_iri.values()}

    def _read(self) -> Iterator[Thing]:
        others, types = self._gathered("skos:altLabel"), self._gathered("rdf:type")
        ends = (self._store.quads_for_pattern(None, node(end), None) for end in ("rdf:subject", "rdf:object"))
        links = Counter(_value(quad.object) for quads in ends for quad in quads)
        for iri, labels in sorted(self._gathered("rdfs:label").items()):
            if kind_of(iri) and kind_of(iri) not in UNNAMED:
                own = [each.removeprefix(terms.PREFIXES["kg"]) for each in types.get(iri, ())]
                names = tuple(dict.fromkeys([*sorted(labels), *sorted(others.get(iri, ()))]))
                yield Thing(iri, self.classes.lowest(own), names, links[iri])

    def _gathered(self, predicate: str) -> dict[str, list[str]]:
        """What all subjects have by a predicate, sorted: a store on disk is slow to ask one by one."""
        if predicate not in self._ahead:
            found: dict[str, set[str]] = {}
            for quad in self._store.quads_for_pattern(None, node(predicate), None):
                found.setdefault(_value(quad.subject), set()).add(_value(quad.object))
            self._ahead[predicate] = {subject: sorted(values) for subject, values in found.items()}
        return self._ahead[predicate]

    def values(self, iri: str, predicate: str) -> list[str]:
        """What a thing has by a predicate, sorted; IRIs and literals alike as text."""
        return self._gathered(predicate).get(iri, [])

    def first(self, iri: str, *predicates: str) -> list[str]:
        """The values by the first of the predicates that has any."""
        return next((found for each in predicates if (found := self.values(iri, each))), [])

    def value(self, iri: str, *predicates: str) -> str:
        """The first of these values, or nothing."""
        return next(iter(self.first(iri, *predicates)), "")

    def pointing(self, iri: str, predicate: str) -> list[str]:
        """The IRIs that have a thing by a predicate, sorted."""
        if predicate not in self._back:
            found: dict[str, list[str]] = {}
            for subject, values in sorted(self._gathered(predicate).items()):
                for value in values:
                    found.setdefault(value, []).append(subject)
            self._back[predicate] = found
        return self._back[predicate].get(iri, [])

    def named(self, iri: str) -> str:
        """The name of a thing, or the last part of its IRI."""
        return self.by_iri[iri].name if iri in self.by_iri else iri.rpartition("/")[2]

    def describe(self, thing: Thing) -> str:
        """What tells a thing from its namesakes, as 'City in Spain' or 'Network, 2007'."""
        country = self.value(thing.iri, "kg:inCountry")
        began = self.value(thing.iri, *(f"kg:{each}" for each in DATES))
        label = self.classes.label(thing.cls)
        return f"{label} in {self.named(country)}" if country else f"{label}, {began}" if began else label


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
