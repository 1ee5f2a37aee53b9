"""Which pairs share more columns than their degrees explain.

Each pair of rows is tested against a null model that keeps the degrees of both sides: its p-value is the chance to
share as many columns as observed, or more. All pairs are tested, those that share nothing too. Of those found, the
share that is there by chance is held at a rate by the procedure of Benjamini and Hochberg.

Rows of equal degrees that share the same number of columns have the same p-value: it is worked out once. Twins are
tested as often as they occur and never listed before they are found.

Reference: Saracco, Straka, Di Clemente, Gabrielli, Caldarelli and Squartini (2017), Inferring monopartite projections
of bipartite networks: an entropy-based approach, New Journal of Physics 19, 053022; Benjamini and Hochberg (1995),
Controlling the false discovery rate, Journal of the Royal Statistical Society B 57, 289-300.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx
import numpy as np

from kg.errors import AskerError
from kg.incidence import Floats, Whole, spend
from kg.projections import Projection
from kg.significance import nulls
from kg.significance.shares import Shares, occurrences

EDGE = 280
"""Bytes that an edge of a networkx graph takes with what it says here, measured."""
PAIR = 120
"""Bytes that a pair takes while the pairs are put in order, measured."""


class Pair(NamedTuple):
    """Two nodes that share more than chance explains: how much, the p-value, and the rate at which they are found."""

    u: str
    v: str
    shared: int
    p: float
    q: float


@dataclass(frozen=True, eq=False)
class Validated:
    """The pairs of a projection found at a rate.

    `tests` is how many pairs were tested, `rate` the greatest share of chance finds allowed. `first`, `second`,
    `shared`, `p` and `q` have an entry for each pair of classes of twins found: the classes, how many columns they
    share, the p-value and the least rate at which they are found.
    """

    projection: Projection
    null: str
    rate: float
    tests: int
    first: Whole
    second: Whole
    shared: Whole
    p: Floats
    q: Floats

    @property
    def threshold(self) -> float:
        """The highest p-value of a pair found; 0 where none is."""
        return float(self.p.max(initial=0.0))

    def __len__(self) -> int:
        """How many pairs of nodes were found."""
        return int(occurrences(self.projection.incidence.twins.sizes, self.first, self.second).sum())

    def pairs(self) -> Iterator[Pair]:
        """The pairs of nodes found, surest first, those as sure in order of the nodes.

        Raises OperatorError, with the estimate, where their list would not fit into memory.
        """
        spend(len(self), PAIR, f"{len(self):,} pairs")
        ends, found = self._expanded()
        order = np.lexsort((ends[1], ends[0], self.p[found]))
        nodes = self.projection.nodes
        for u, v, at in zip(*ends[:, order].tolist(), found[order].tolist(), strict=True):
            yield Pair(nodes[u], nodes[v], int(self.shared[at]), float(self.p[at]), float(self.q[at]))

    def _expanded(self) -> tuple[Whole, Whole]:
        """The pairs of nodes, (2, pairs) with the first before the second, and the pair of classes each is of."""
        of = self.projection.incidence.twins.of
        order = np.argsort(of, kind="stable")
        starts = np.searchsorted(of[order], np.arange(of.max(initial=-1) + 2))
        ends, found = [np.zeros((2, 0), np.int64)], [np.zeros(0, np.int64)]
        for at, (s, t) in enumerate(zip(self.first, self.second, strict=True)):
            one, other = (order[starts[each] : starts[each + 1]] for each in (s, t))
            both = np.stack([np.repeat(one, len(other)), np.tile(other, len(one))])
            ends.append(np.sort(both[:, both[0] < both[1]] if s == t else both, axis=0))
            found.append(np.full(ends[-1].shape[1], at))
        return np.concatenate(ends, axis=1), np.concatenate(found)

    def to_networkx(self) -> nx.Graph:
        """The pairs found as a graph on all nodes; edges carry `shared`, `p` and `q`.

        Raises OperatorError, with the estimate, where it would not fit into memory.
        """
        spend(len(self), EDGE + PAIR, f"{len(self):,} pairs as a graph")
        graph = nx.Graph()
        graph.add_nodes_from(self.projection.nodes)
        graph.add_edges_from((u, v, {"shared": shared, "p": p, "q": q}) for u, v, shared, p, q in self.pairs())
        return graph


def validate(
    projection: Projection,
    rate: float = 0.05,
    null: str = "bicm",
    draws: int = 200,
    seed: int = 0,
    tick: Callable[[float], None] = lambda _: None,
) -> Validated:
    """The pairs of nodes that share more columns than a null model explains, at a false discovery rate.

    What is shared is counted, whatever the weight of the projection. With `null="bicm"` p-values are exact. With
    "fdsm" they are shares of graphs drawn, the observed one among them, taken over all pairs of the same two degrees:
    a pair that is the only one of its degrees has none below 1 / (draws + 1), which after correction for many tests
    finds nothing unless `draws` are many. `tick` is told the share done.
    Edge cases: with fewer than two nodes nothing is tested; a pair that shares nothing has p-value 1.
    Cost: the pairs of classes of twins that share a column are gone through twice (for "fdsm" again in each draw);
    exact p-values grow with the number of different degrees, squared, times what pairs share.
    Raises AskerError for an unknown null model, a rate that is no share between 0 and 1, or fewer draws than one.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [(city, f"club {n}") for n in range(6) for city in ("Oslo", "Lima")]
    >>> pairs += [(f"c{n}", f"k{n // 2}") for n in range(400)]
    >>> found = validate(project(Affiliation.from_pairs(pairs)))
    >>> [(pair.u, pair.v, pair.shared) for pair in found.pairs()], found.tests
    ([('Lima', 'Oslo', 6)], 80601)
    """
    if not 0 <= rate <= 1:
        raise AskerError(f"no rate {rate}; a false discovery rate is a share between 0 and 1, as 0.05")
    shares = Shares.of(projection)
    keys, pairs = shares.tally(lambda share: tick(0.2 * share))
    if null == "bicm":
        p = shares.exact(keys, lambda share: tick(0.2 + 0.6 * share))
    else:
        p = shares.sampled(keys, pairs, nulls.draws(projection.incidence, null, draws, seed), draws, tick)
    tests = len(projection) * (len(projection) - 1) // 2
    q = discovery(p, pairs, tests)
    first, second, found = shares.among(keys[q <= rate], lambda share: tick(0.8 + 0.2 * share))
    at = np.searchsorted(keys, found)
    return Validated(projection, null, rate, tests, first, second, found % shares.base, p[at], q[at])


def discovery(p: Floats, pairs: Whole, tests: int) -> Floats:
    """For each p-value the least rate at which it is found, where `pairs` of the `tests` have it: (p-values,).

    What is not among the p-values given has p-value 1.

    >>> discovery(np.array([0.01, 0.04, 0.03]), np.array([1, 1, 1]), 4).round(6).tolist()
    [0.04, 0.053333, 0.053333]
    """
    order = np.argsort(p, kind="stable")
    rates = p[order] * tests / np.cumsum(pairs[order])
    found = np.empty(len(p))
    found[order] = np.minimum(np.minimum.accumulate(rates[::-1])[::-1], 1.0)
    return found
