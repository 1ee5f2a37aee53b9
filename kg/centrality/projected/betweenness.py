"""Projected betweenness: how often a node lies between others who do not sit together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kg.centrality.engine import weighted as by_distance
from kg.centrality.engine.brandes import Web, carried, components, silent
from kg.centrality.measure import Measure
from kg.errors import AskerError
from kg.incidence import Floats, Truths, Whole
from kg.projections import Projection


def betweenness(
    projection: Projection,
    *,
    normalized: bool = True,
    endpoints: bool = False,
    sources: Sequence[int] | Whole | None = None,
    weighted: bool = False,
    tick: Callable[[float], None] = silent,
) -> Floats:
    """Share of shortest paths that pass through each node of the projection: (nodes,).

    Formula: b(v) = sum over pairs s, t other than v of the share of shortest s-t paths through v, divided by the
    number of such pairs, (n - 1)(n - 2) / 2, if `normalized`. The projection is simple: two nodes that share two
    columns are one step apart, in one way. With `weighted` a step is as long as 1 / weight; lengths that differ by
    less than 1e-12 of themselves are equal. With `endpoints` a path also passes through its ends. With `sources`,
    positions of nodes, only paths from these are counted and scaled up to all, as networkx does with its `k`.
    Edge cases: disconnected pairs add nothing; isolates, nodes with one column and a node alone score 0, and so
    does everybody where one column holds all; an empty graph gives an empty array; if the only one of `sources`
    is v, then b(v) is not a number, for nothing is known of it (not so with `endpoints`).
    Cost: for each class of twins outside the largest column one search over all classes; with `weighted`, for
    each class one over all pairs of classes. Raises OperatorError where `weighted` would take too much memory or
    time, with the estimate, and AskerError for a source that is no position of a node.
    Reference: Freeman (1977), A set of measures of centrality based on betweenness, Sociometry 40, 35-41;
    Brandes (2001), A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25, 163-177.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> betweenness(project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]))).tolist()
    [0.0, 1.0, 0.0]
    """
    drawn = None if sources is None else _drawn(projection, sources)
    twins = projection.incidence.twins
    if weighted:
        sums = by_distance.carried(projection, twins.sizes if drawn is None else _classes(projection, drawn), tick)
    else:
        sums = _all(projection, tick) if drawn is None else _some(projection, _classes(projection, drawn), tick)
    scores = twins.spread(sums)
    if endpoints:
        scores += _ends(projection, drawn)
    return scores * _scale(len(projection.nodes), drawn, normalized, endpoints)


def estimate(
    projection: Projection, samples: int, seed: int, tick: Callable[[float], None] = silent
) -> tuple[Floats, Floats]:
    """Betweenness from paths that start at some nodes drawn at random, and the standard error of each score.

    Scores are as `betweenness` gives them, normalised, but for chance: the mean over all draws is exact. Drawn
    are nodes outside the largest column, each at most once, all with the same chance; paths within the column add
    nothing, so no others are needed. With as many samples as there are such nodes the scores are exact and the
    errors 0. A score of 0 with an error of 0 can be a node that no path drawn passes.
    Raises AskerError for fewer than two samples.
    Reference: Brandes and Pich (2007), Centrality estimation in large networks, International Journal of
    Bifurcation and Chaos 17, 2303-2318.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]
    >>> [each.tolist() for each in estimate(project(Affiliation.from_pairs(pairs)), samples=2, seed=1)]
    [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    if samples < 2:
        raise AskerError(f"samples {samples}: an error needs at least 2")
    twins, adjacency = projection.incidence.twins, projection.incidence.adjacency
    outside = twins.sizes[adjacency.outer]
    every = int(outside.sum())
    number = min(samples, every)
    drawn = np.random.default_rng(seed).multivariate_hypergeometric(outside, number, method="marginals")
    sums, squares = _moments(projection, adjacency.outer[drawn > 0], drawn[drawn > 0], tick)
    mean = sums / max(number, 1)
    spread = np.maximum(squares - number * mean**2, 0.0) / max(number - 1, 1)
    error = np.sqrt(spread / max(number, 1) * (1 - number / max(every, 1)))
    scale = every * _scale(len(projection.nodes), None, True, False)
    return twins.spread(mean) * scale, twins.spread(error) * scale


def _web(projection: Projection) -> Web:
    twins, adjacency = projection.incidence.twins, projection.incidence.adjacency
    parts, _ = components(twins.matrix)
    return Web((adjacency.product,), (twins.sizes.astype(float),), (parts,))


def _wanted(projection: Projection) -> Floats:
    """How often a class counts as an end if only outer classes are sources: pairs of inner ones are neighbours."""
    return np.where(projection.incidence.adjacency.inside, 2.0, 1.0)


def _all(projection: Projection, tick: Callable[[float], None]) -> Floats:
    """What a member of each class carries for all ordered pairs: (classes,)."""
    outer = projection.incidence.adjacency.outer
    return _moments(projection, outer, projection.incidence.twins.sizes[outer], tick)[0]


def _moments(
    projection: Projection, sources: Whole, times: Whole, tick: Callable[[float], None]
) -> tuple[Floats, Floats]:
    """The sum over some outer classes, each as many times, of what each class carries, and of its square."""
    sums, squares = np.zeros((2, len(projection.incidence.twins.sizes)))
    for block, (found,) in carried(_web(projection), 0, sources, (_wanted(projection),), tick):
        sums += found @ times[block]
        squares += np.square(found, out=found) @ times[block]
    return sums, squares


def _some(projection: Projection, times: Whole, tick: Callable[[float], None]) -> Floats:
    """What a member of each class carries for paths from so many members of each class: (classes,)."""
    sources = np.flatnonzero(times)
    found = carried(_web(projection), 0, sources, (np.ones(len(times)),), tick)
    return sum((table @ times[sources[block]] for block, (table,) in found), np.zeros(len(times)))


def _drawn(projection: Projection, sources: Sequence[int] | Whole) -> Truths:
    """Which nodes are sources: (nodes,)."""
    places, nodes = np.asarray(sources, np.int64), len(projection.nodes)
    for place in places[(places < 0) | (places >= nodes)][:1]:
        raise AskerError(f"sources: no node at position {place}; positions are 0 to {nodes - 1}")
    if not len(places):
        raise AskerError("sources: none given; leave the option out for all nodes")
    found = np.zeros(nodes, bool)
    found[places] = True
    return found


def _classes(projection: Projection, drawn: Truths) -> Whole:
    """How many members of each class are drawn: (classes,)."""
    return np.rint(projection.incidence.twins.gather(drawn.astype(float))).astype(np.int64)


def _ends(projection: Projection, drawn: Truths | None) -> Floats:
    """Of how many ordered pairs that are connected, the first of them drawn, each node is an end: (nodes,)."""
    first = np.ones(len(projection.nodes)) if drawn is None else drawn.astype(float)
    parts, _ = components(projection.incidence.matrix)
    size, sources = np.bincount(parts), np.bincount(parts, first)
    return np.asarray(first * (size[parts] - 1) + sources[parts] - first, np.float64)


def _scale(nodes: int, drawn: Truths | None, normalized: bool, endpoints: bool) -> Floats | float:
    """What to multiply sums over ordered pairs with, as networkx does."""
    others = nodes if endpoints else nodes - 1
    if others < 2:
        return 1.0
    known = np.full(nodes, others) if drawn is None else drawn.sum() - (0 if endpoints else drawn)
    with np.errstate(divide="ignore"):
        times = np.where(known > 0, 1 / known, np.nan)
    return times / (others - 1) if normalized else times * others / 2


MEASURE = Measure(
    name="projected-betweenness",
    mode="projected",
    score=betweenness,
    says="how often a city lies between others who do not sit together",
    formula="b(v) = 2 / ((n - 1)(n - 2)) * sum over pairs s, t of the share of shortest s-t paths through v",
    references=("freeman1977", "brandes2001"),
    draws=50,
)
