"""How often which degrees share how much, and what makes p-values the same.

Rows of equal degrees are alike to a null model. So a p-value belongs to two degrees and a number of shared columns,
and is worked out once for all pairs of rows that have these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from kg.incidence import Floats, Incidence, Whole, spend
from kg.projections import Projection
from kg.significance.bicm import solve
from kg.significance.tails import upper

BATCH = 1 << 16
"""How many numbers the tails that are worked out together make, about; they stay in the processor's cache."""


def occurrences(sizes: Whole, first: Whole, second: Whole) -> Whole:
    """How many pairs of nodes a pair of classes of twins stands for."""
    return np.where(first == second, sizes[first] * (sizes[first] - 1) // 2, sizes[first] * sizes[second])


@dataclass(frozen=True, eq=False)
class Shares:
    """Which classes of twins share how many columns, and what makes their p-values the same.

    `times` says how many nodes have each of the different degrees, `group` which of these degrees each class has. A
    *key* is the number (lower group · groups + higher group) · base + shared: pairs with one key have one p-value.
    """

    projection: Projection
    times: Whole
    group: Whole
    base: int

    @classmethod
    def of(cls, projection: Projection) -> Shares:
        """What the nodes of a projection share, counted whatever its weight."""
        incidence = projection.incidence
        degrees, times = np.unique(incidence.sizes, return_counts=True)
        group = np.searchsorted(degrees, np.diff(incidence.twins.matrix.indptr))
        return cls(projection.weighed("count"), times, group, int(degrees.max(initial=0)) + 1)

    def blocks(self, tick: Callable[[float], None]) -> Iterator[tuple[Whole, Whole, Whole]]:
        """Pairs of classes that share a column, each once, some at a time: the first, the second, their key."""
        sizes = self.projection.incidence.twins.sizes
        for rows, weights in self.projection.blocks():
            first, second = np.repeat(rows, np.diff(weights.indptr)), weights.indices.astype(np.int64)
            kept = (first < second) | ((first == second) & (sizes[first] > 1))
            first, second = first[kept], second[kept]
            low, high = np.sort([self.group[first], self.group[second]], axis=0)
            shared = np.rint(weights.data[kept]).astype(np.int64)
            yield first, second, (low * len(self.times) + high) * self.base + shared
            tick((rows[-1] + 1) / len(sizes))

    def tally(self, tick: Callable[[float], None]) -> tuple[Whole, Whole]:
        """All keys in order, and how many pairs of nodes have each."""
        keys, pairs = np.zeros(0, np.int64), np.zeros(0, np.int64)
        for first, second, key in self.blocks(tick):
            times = occurrences(self.projection.incidence.twins.sizes, first, second)
            keys, pairs = _summed(np.concatenate([keys, key]), np.concatenate([pairs, times]))
        return keys, pairs

    def exact(self, keys: Whole, tick: Callable[[float], None]) -> Floats:
        """The p-value of each key in the BiCM: one table of tails for each two groups, up to the most they share."""
        model, p = solve(self.projection.incidence), np.ones(len(keys))
        groups, shared = np.divmod(keys, self.base)
        both, start = np.unique(groups, return_index=True)
        most = shared[np.append(start[1:], len(keys)) - 1] if len(keys) else shared
        for at in _batches(most):
            low, high = np.divmod(both[at], len(self.times))
            tails = upper(model.chances[low] * model.chances[high], model.counts, int(most[at].max()))
            own = np.flatnonzero(np.isin(groups, both[at]))
            p[own] = tails[np.searchsorted(both[at], groups[own]), shared[own]]
            tick((at[-1] + 1) / len(both))
        return p

    def sampled(
        self, keys: Whole, pairs: Whole, graphs: Iterable[Incidence], draws: int, tick: Callable[[float], None]
    ) -> Floats:
        """The p-value of each key in graphs drawn: in them and here, the share of pairs of its groups with no less."""
        every, times = keys, pairs
        for at, graph in enumerate(graphs, 1):
            own, found = Shares.of(replace(self.projection, incidence=graph)).tally(lambda _: None)
            every, times = _summed(np.concatenate([every, own]), np.concatenate([times, found]))
            tick(0.2 + 0.6 * at / draws)
        below = np.cumsum(times) - times
        ends = np.append(below, times.sum())[np.searchsorted(every, (keys // self.base + 1) * self.base)]
        low, high = np.divmod(keys // self.base, len(self.times))
        return np.asarray(
            (ends - below[np.searchsorted(every, keys)]) / ((draws + 1) * occurrences(self.times, low, high))
        )

    def among(self, wanted: Whole, tick: Callable[[float], None]) -> tuple[Whole, Whole, Whole]:
        """The pairs of classes that have one of some keys: the first, the second, their key.

        Raises OperatorError as soon as their list does not fit into memory.
        """
        found, count = [np.zeros((3, 0), np.int64)], 0
        for block in self.blocks(tick):
            found.append(np.stack(block)[:, np.isin(block[2], wanted)])
            count += found[-1].shape[1]
            spend(count, 6 * 8, f"the pairs found so far, {count:,},")  # once in parts and once whole
        first, second, key = np.concatenate(found, axis=1)
        return first, second, key


def _summed(keys: Whole, pairs: Whole) -> tuple[Whole, Whole]:
    """Each key once, in order, with the sum of its pairs."""
    order = np.argsort(keys, kind="stable")
    start = np.flatnonzero(np.diff(keys[order], prepend=-1))
    return keys[order][start], np.add.reduceat(pairs[order], start) if len(start) else pairs


def _batches(most: Whole) -> Iterator[Whole]:
    """Positions of tails to work out together: of like length (up to twice another's), and not too many."""
    length = np.frexp(most)[1]
    for each in np.unique(length):
        at = np.flatnonzero(length == each)
        step = max(1, BATCH >> int(each))
        yield from (at[start : start + step] for start in range(0, len(at), step))
