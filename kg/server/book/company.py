"""Who meets whom: the cities that share most collectives, and the members of a collective that are in most others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox

from kg.layers import DEFAULT_LAYERS, LAYERS
from kg.names import kind_of
from kg.store import node

PLACES = ("city", "region")
MOST = 8


@dataclass(frozen=True)
class Near:
    """The first places of an order with their counts, ties by IRI, and how many more tie with the last of them."""

    places: tuple[tuple[str, int], ...] = ()
    tied: int = 0


class Company:
    """The cities and regions of a store with their collectives, as the query shared-collectives counts them."""

    def __init__(self, store: ox.Store) -> None:
        self._collectives: dict[str, set[str]] = {}
        self._members: dict[str, set[str]] = {}
        known = {quad.subject for quad in store.quads_for_pattern(None, node("rdf:type"), node("kg:Collective"))}
        for layer in DEFAULT_LAYERS:
            for quad in store.quads_for_pattern(None, node(LAYERS[layer]), None):
                if quad.object in known and isinstance(quad.subject, ox.NamedNode):
                    self._add(quad.subject.value, str(quad.object)[1:-1])

    def _add(self, place: str, collective: str) -> None:
        if kind_of(place) in PLACES:
            self._collectives.setdefault(place, set()).add(collective)
            self._members.setdefault(collective, set()).add(place)

    def near(self, iri: str) -> Near:
        """Of a place: those that share most collectives with it, and how many. Of a collective: its members in most
        others, and in how many. Nothing for other things.
        """
        if iri in self._members:
            return _first({place: len(self._collectives[place]) - 1 for place in self._members[iri]})
        shared = Counter(place for each in self._collectives.get(iri, ()) for place in self._members[each])
        del shared[iri]
        return _first(shared)


def _first(counts: dict[str, int]) -> Near:
    least = sorted(counts.values(), reverse=True)[:MOST][-1:] or [0]
    ranked = sorted(
        ((iri, n) for iri, n in counts.items() if n and n >= least[0]), key=lambda item: (-item[1], item[0])
    )
    return Near(tuple(ranked[:MOST]), len(ranked[MOST:]))
