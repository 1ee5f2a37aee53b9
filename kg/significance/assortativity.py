"""Whether nodes of one kind sit with their like: assortative mixing by country, region, language or any other trait.

With e(s, t) the share of all links that lead from a node with trait s to one with trait t (each link counted both
ways), and a(s) the sum of e(s, t) over t:

    r = (sum over t of e(t, t) - sum over t of a(t)^2) / (1 - sum over t of a(t)^2)

r is 1 where all links are between equals, 0 where traits do not matter, below 0 where unlike nodes link more.

Reference: Newman (2003), Mixing patterns in networks, Physical Review E 67, 026126.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from kg.errors import AskerError
from kg.incidence import Floats, Whole, spend
from kg.projections import Projection

CLOSE = 1e-12
"""Coefficients that differ by this or less are equal."""


@dataclass(frozen=True, eq=False)
class Assortativity:
    """How nodes mix by a trait, and what happens when the trait is dealt out at random.

    `coefficient` is r; nan where there are no links or only one trait. `mixing` is e, in the order of `labels`.
    `known` is how many nodes have the trait. `mean`, `sd` and `p` are of the permutations: p is the chance of an r as
    high as observed or higher, the observed one counted as one of them; nan without permutations.
    """

    trait: str
    coefficient: float
    labels: tuple[str, ...] = field(repr=False)
    mixing: Floats = field(repr=False)
    known: int
    permutations: int
    mean: float
    sd: float
    p: float


def assort(
    projection: Projection,
    trait: str,
    weighted: bool = False,
    permutations: int = 999,
    seed: int = 0,
    tick: Callable[[float], None] = lambda _: None,
) -> Assortativity:
    """How the nodes of a projection mix by a trait, tested by permutations of the trait over the nodes that have it.

    Each linked pair counts once, as in networkx; with `weighted` it counts by its weight in the projection.
    Nodes without the trait are left out, with their links. A permutation keeps every link and how often each trait
    occurs. Since a collective links all its members with each other, many links can rest on few collectives: the test
    says that the trait matters, not that links were made one by one.
    The pairs are never built: the cost is that of one product with a column for each trait, for each permutation.
    `tick` is told the share done.
    Raises AskerError for a trait that is not known of the nodes, or a number of permutations below 0; OperatorError,
    with the estimate, where there are so many different traits that memory would not suffice.

    >>> from kg.twomode import Affiliation
    >>> pairs = [("Oslo", "N"), ("Bergen", "N"), ("Lima", "S"), ("Cusco", "S"), ("Lima", "W"), ("Oslo", "W")]
    >>> graph = Affiliation.from_pairs(pairs)
    >>> countries = {"Bergen": "Norway", "Cusco": "Peru", "Lima": "Peru", "Oslo": "Norway"}
    >>> projection = Projection(graph.incidence, graph.places, traits=lambda _: [countries[p] for p in graph.places])
    >>> found = assort(projection, "country", permutations=99)
    >>> round(found.coefficient, 6), (found.mixing * 6).round(9).tolist()
    (0.333333, [[2.0, 1.0], [1.0, 2.0]])
    """
    if permutations < 0:
        raise AskerError(f"{permutations} permutations make no sense; say 0 or more")
    labels, codes = _coded(projection.traits(trait))
    seen = projection if weighted else projection.weighed("binary")
    mixing = _mixing(seen, _sums(seen, codes, len(labels)))
    observed = coefficient(float(np.trace(mixing)), mixing.sum(axis=1))
    rng, known, drawn = np.random.default_rng(seed), np.flatnonzero(codes >= 0), []
    for at in range(1, permutations + 1 if np.isfinite(observed) else 1):
        dealt = codes.copy()
        dealt[known] = rng.permutation(codes[known])
        drawn.append(_coefficient(seen, _sums(seen, dealt, len(labels))))
        tick(at / permutations)
    return Assortativity(trait, observed, labels, mixing, len(known), len(drawn), *_judged(observed, np.array(drawn)))


def coefficient(within: float, ends: Floats) -> float:
    """Newman's r of the share of links within a trait and the share of ends that each trait has.

    It is nan where all links, or none, are of one trait.

    >>> coefficient(1.0, np.array([0.5, 0.5])), coefficient(1.0, np.array([1.0]))
    (1.0, nan)
    """
    by_chance = float(ends @ ends)
    if not ends.any() or 1 - by_chance <= CLOSE:
        return float("nan")
    return (within - by_chance) / (1 - by_chance)


def _coded(traits: Sequence[str]) -> tuple[tuple[str, ...], Whole]:
    """The different traits in order, and the place of each node's among them; -1 where it has none."""
    labels = tuple(sorted({trait for trait in traits if trait}))
    place = {label: at for at, label in enumerate(labels)}
    return labels, np.array([place.get(trait, -1) for trait in traits], np.int64)


def _sums(projection: Projection, codes: Whole, count: int) -> Floats:
    """How many nodes of each trait are in each class of twins: (classes, traits)."""
    twins = projection.incidence.twins
    found = (twins.of >= 0) & (codes >= 0)
    spend(len(twins.sizes) * count, 4 * 8, f"sums over {count:,} traits")
    places = twins.of[found] * count + codes[found]
    return np.bincount(places, minlength=len(twins.sizes) * count).reshape(len(twins.sizes), count).astype(float)


def _mixing(projection: Projection, sums: Floats) -> Floats:
    """The share of the links between each two traits, each link both ways; zeros where there are no links."""
    links = sums.T @ projection.among(sums) - np.diag(projection.own @ sums)
    total = links.sum()
    return np.asarray(links / total if total else links)


def _coefficient(projection: Projection, sums: Floats) -> float:
    """Newman's r without the table: what lies within traits, and the ends of links that each trait has."""
    linked, alone = projection.among(sums), projection.own[:, None] * sums
    ends = (linked.sum(axis=1, keepdims=True) * sums - alone).sum(axis=0)  # so small that BLAS would only wait
    total = ends.sum()
    return coefficient(((sums * linked).sum() - alone.sum()) / total, ends / total) if total else float("nan")


def _judged(observed: float, drawn: Floats) -> tuple[float, float, float]:
    """Mean, standard deviation and p-value of what the permutations gave."""
    if not len(drawn):
        return float("nan"), float("nan"), float("nan")
    reached = np.count_nonzero(drawn >= observed - CLOSE)
    spread = float(drawn.std(ddof=1)) if len(drawn) > 1 else 0.0
    return float(drawn.mean()), spread, float(reached + 1) / (len(drawn) + 1)
