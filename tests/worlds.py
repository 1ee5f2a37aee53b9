"""Small affiliations for tests: named worlds, random ones for hypothesis, and the same graph told otherwise.

A world is built from words of a place and a collective: "aX bX bY" is a and b in X, b in Y.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from kg.incidence import Floats
from kg.projections import Projection, project
from kg.twomode import Affiliation, Details, Thing

exact = settings(derandomize=True, database=None, deadline=None)
REGIONS = ("", "Africa", "Europe")
ONE = ("membership",)


def build(
    places: Iterable[str],
    collectives: Iterable[str],
    ties: Iterable[Sequence[str]],
    regions: Mapping[str, str] | None = None,
    layers: tuple[str, ...] = ONE,
) -> Affiliation:
    """An affiliation of some places and collectives, linked or not; a tie without a layer is in the first."""
    own, others = sorted(places), sorted(collectives)
    coded = [
        (own.index(place), others.index(collective), layers.index(layer[0]) if layer else 0)
        for place, collective, *layer in ties
    ]
    whole = np.unique(np.array(coded, np.int64).reshape(-1, 3), axis=0)
    things = {key: Thing(key, key.title(), "city", region=(regions or {}).get(key, "")) for key in own}
    return Affiliation(tuple(own), tuple(others), whole, layers, lambda: Details(things, []))


def words(text: str) -> Affiliation:
    """An affiliation in which everybody is linked, from words of two letters."""
    ties = [tuple(word) for word in text.split()]
    return build({place for place, _ in ties}, {collective for _, collective in ties}, ties)


def davis() -> Affiliation:
    """Southern Women: 18 women at 14 events, the classic two-mode network."""
    graph = nx.davis_southern_women_graph()
    women = graph.graph["top"]
    found = build(women, graph.graph["bottom"], [(woman, event) for woman in women for event in graph[woman]])
    assert (len(found.places), len(found.collectives), len(found.ties)) == (18, 14, 89)
    return found


EMPTY = build("", "", [])
SINGLE = build("a", "", [])
LONE_COLLECTIVE = build("", "X", [])
PAIR = words("aX")
PATH = words("aX bX bY cY")
STAR = words("aX bX cX dX")
HUB = words("aW aX aY aZ")
COMPLETE = words("aX aY bX bY cX cY")
UNLINKED = build("abc", "XY", [])
APART = build("abcd", "XYZ", ["aX", "bX", "cY"])
"""Two parts, a place that is alone and a collective that is empty."""
FULL = build("abcd", "XYZ", ["aX", "bX", "cX", "dX", "aY", "bY", "cZ"])
"""One collective holds all, and two are within it."""
TWINS = build("abcdef", "XY", ["aX", "bX", "cX", "cY", "dX", "dY", "eY"])
"""a and b are the same but for their names, and c and d; f is alone."""
LADDER = words("aW bW bX cX cY dY dZ eZ")
"""A long path: a-W-b-X-c-Y-d-Z-e."""
RING = words("aX bX bY cY cZ aZ")
DAVIS = davis()

WORLDS: dict[str, Affiliation] = {
    "empty": EMPTY,
    "single": SINGLE,
    "lone collective": LONE_COLLECTIVE,
    "pair": PAIR,
    "path": PATH,
    "star": STAR,
    "hub": HUB,
    "complete": COMPLETE,
    "unlinked": UNLINKED,
    "apart": APART,
    "full": FULL,
    "twins": TWINS,
    "ladder": LADDER,
    "ring": RING,
    "davis": DAVIS,
}


@st.composite
def affiliations(
    draw: st.DrawFn, places: int = 9, collectives: int = 6, layers: tuple[str, ...] = ONE, least: int = 0
) -> Affiliation:
    """Small affiliations, at most so many places and collectives, at least `least` places.

    Places are drawn from a few sets of collectives, so that there are twins; isolates, empty collectives and ones
    that hold all places occur often. Places have regions of the world, some unknown.
    """
    own = [f"p{number}" for number in range(draw(st.integers(least, places)))]
    others = [f"c{number}" for number in range(draw(st.integers(0, collectives)))]
    layered = [(collective, layer) for collective in others for layer in layers]
    some = st.integers(0, 2 ** len(layered) - 1).map(lambda bits: [t for at, t in enumerate(layered) if bits >> at & 1])
    kinds = draw(st.lists(some, min_size=1, max_size=max(1, len(own))))
    full = draw(st.sampled_from([[], [], layered[:1]]))
    ties = [(place, *tie) for place in own for tie in [*draw(st.sampled_from(kinds)), *full]]
    return build(own, others, ties, {place: draw(st.sampled_from(REGIONS)) for place in own}, layers)


def large(seed: int, places: int = 60, collectives: int = 12) -> Affiliation:
    """A random affiliation with one collective of most places and others from small to middling, as real ones have."""
    dice = random.Random(seed)
    own = [f"p{number:03}" for number in range(places)]
    others = [f"c{number:02}" for number in range(collectives)]
    shares = [0.7, *(dice.choice([0.03, 0.1, 0.2]) for _ in others[1:])]
    ties = [
        (place, other) for place in own for other, share in zip(others, shares, strict=True) if dice.random() < share
    ]
    return build(own, others, ties, {place: dice.choice(REGIONS) for place in own})


def sides(affiliation: Affiliation, weight: str = "count") -> list[Projection]:
    """The projections onto the cities and onto the collectives."""
    return [project(affiliation, onto, weight) for onto in ("cities", "collectives")]


def pairs(affiliation: Affiliation) -> list[tuple[str, str, str]]:
    """The ties by key: place, collective, layer."""
    return [
        (affiliation.places[p], affiliation.collectives[c], affiliation.layers[at]) for p, c, at in affiliation.ties
    ]


def two_mode(affiliation: Affiliation) -> nx.Graph:
    """The two-mode graph for networkx: an edge for each pair; `bipartite` is 0 for places and 1 for collectives."""
    graph = nx.Graph()
    graph.add_nodes_from(affiliation.places, bipartite=0)
    graph.add_nodes_from(affiliation.collectives, bipartite=1)
    graph.add_edges_from((place, collective) for place, collective, _ in pairs(affiliation))
    return graph


def by_node(projection: Projection, scores: Floats) -> dict[str, float]:
    """Scores by the key of the node; that there is one for each, a float that is a number, is asserted."""
    assert scores.shape == (len(projection.nodes),) and scores.dtype == np.float64
    assert np.isfinite(scores).all()
    return dict(zip(projection.nodes, map(float, scores), strict=True))


def renamed(affiliation: Affiliation, seed: int = 1) -> tuple[Affiliation, dict[str, str]]:
    """The same graph under other names, so in another order; and the new name of each node."""
    dice = random.Random(seed)
    names: dict[str, str] = {}
    for letter, keys in (("p", affiliation.places), ("c", affiliation.collectives)):
        numbers = dice.sample(range(len(keys)), len(keys))
        names |= {key: f"{letter}{number:03}" for key, number in zip(keys, numbers, strict=True)}
    ties = [(names[place], names[collective], layer) for place, collective, layer in pairs(affiliation)]
    places, others = ([names[key] for key in keys] for keys in (affiliation.places, affiliation.collectives))
    regions = dict(zip(places, affiliation.traits("cities", "region"), strict=True))
    return build(places, others, ties, regions, affiliation.layers), names


def twins(affiliation: Affiliation) -> list[tuple[str, str]]:
    """Pairs of places that are in the same collectives, at least one, whatever the layer."""
    graph = two_mode(affiliation)
    return [
        (place, other)
        for place in affiliation.places for other in affiliation.places
        if place < other and graph[place] and set(graph[place]) == set(graph[other])
    ]  # fmt: skip
