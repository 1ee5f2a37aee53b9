"""The first screen: collectives, and between them the ties that say most about which cities they share.

A tie is sure where two collectives share more cities than the sizes of their lists and the memberships of their cities
explain. Sure ties alone would leave most collectives apart; so each also keeps its most telling tie, and of these as
many as hold together what belongs together: a maximum spanning forest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from kg.explorer.layout import positions
from kg.projections import project
from kg.significance import Pair, validate
from kg.twomode import Affiliation

MOST = 150  # collectives on the first screen
ROOM = 70  # pixels around each, for its name
RATE = 0.05  # of the sure ties, the share that may be there by chance


@dataclass(frozen=True)
class Tie:
    """Two collectives, by key, how many cities they share, how likely chance alone gives as many, and if it is sure."""

    one: str
    other: str
    shared: int
    p: float
    sure: bool


@dataclass(frozen=True)
class Backbone:
    """The collectives of the first screen, by key and in order, and the ties between them, the surest first.

    `spots` is where each stands, in pixels; `method` says in words how ties were chosen, and what was left out.
    """

    nodes: tuple[str, ...]
    ties: tuple[Tie, ...]
    spots: dict[str, tuple[int, int]]
    method: str


def backbone(affiliation: Affiliation, most: int = MOST) -> Backbone:
    """The backbone of the collectives of an affiliation that share cities; the `most` with most cities, if need be.

    Edge cases: collectives that share no city with another are left out, so a backbone may be empty.

    >>> pairs = [(city, net) for city in "abcd" for net in ("X", "Y")] + [("d", "Z"), ("e", "Z"), ("f", "lone")]
    >>> found = backbone(Affiliation.from_pairs(pairs))
    >>> found.nodes, [(tie.one, tie.other, tie.shared) for tie in found.ties]
    (('X', 'Y', 'Z'), [('X', 'Y', 4), ('X', 'Z', 1)])
    """
    projection = project(affiliation, "collectives")
    pairs = list(validate(projection, rate=1.0).pairs())
    members = dict(zip(projection.nodes, projection.incidence.sizes.tolist(), strict=True))
    linked = {end for pair in pairs for end in (pair.u, pair.v)}
    kept = frozenset(sorted(linked, key=lambda node: (-members[node], node))[:most])
    among = sorted((pair for pair in pairs if {pair.u, pair.v} <= kept), key=_telling)
    ties = [pair for pair in among if pair.q <= RATE]
    ties += [pair for pair in _forest(among) if pair.q > RATE]
    found = tuple(Tie(pair.u, pair.v, pair.shared, pair.p, pair.q <= RATE) for pair in sorted(ties, key=_telling))
    nodes = tuple(sorted({end for tie in found for end in (tie.one, tie.other)}))
    spots = positions(nx.Graph([(tie.one, tie.other) for tie in found]), room=ROOM)
    return Backbone(nodes, found, spots, _method(affiliation, found, len(pairs), len(members) - len(nodes)))


def _telling(pair: Pair) -> tuple[float, int, str, str]:
    """The least likely by chance first; of those as likely, the one that shares more."""
    return (pair.p, -pair.shared, pair.u, pair.v)


def _forest(pairs: Iterable[Pair]) -> list[Pair]:
    """Of pairs in order, each that joins what those before it leave apart, after Kruskal."""
    joined = nx.utils.UnionFind()
    found = []
    for pair in pairs:
        if joined[pair.u] != joined[pair.v]:
            joined.union(pair.u, pair.v)
            found.append(pair)
    return found


def _method(affiliation: Affiliation, ties: tuple[Tie, ...], pairs: int, left_out: int) -> str:
    sure = sum(tie.sure for tie in ties)
    return (
        f"Collectives are linked by the cities that they share ({', '.join(affiliation.layers)}). Of {pairs:,} pairs "
        f"that share a city, {len(ties):,} are drawn: {sure:,} share more than the sizes of their lists and the "
        "memberships of their cities explain (bipartite configuration model, false discovery rate "
        f"{RATE:.0%}); the others are the least likely ties that hold the rest together (maximum spanning forest). "
        f"Collectives left out: {left_out:,}."
    )
