"""What each row shares with each other one, summed without keeping the pairs.

The cost grows with the pairs of classes of twins that share a column: some hundred thousand on a list of 13,000
cities, where 47,000,000 pairs of cities do; they are looked at some rows at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kg.incidence import Floats, Incidence
from kg.projections import Projection

Ratio = Callable[[Floats, Floats, Floats], Floats]
"""A number, not negative, from how many columns two rows share, how many one has, and how many the other."""

RATIOS: dict[str, Ratio] = {
    "jaccard": lambda common, own, other: common / (own + other - common),
    "simpson": lambda common, own, other: common / np.minimum(own, other),
    "largest": lambda common, own, other: common / np.maximum(own, other),
}


@dataclass(frozen=True, eq=False)
class Shared:
    """For each row, over the other rows that share a column with it: the sum of a ratio, the greatest, how many."""

    total: Floats
    greatest: Floats
    others: Floats


def shared(incidence: Incidence, ratio: Ratio) -> Shared:
    """What the rows share by a ratio; zeros for a row that shares nothing.

    >>> incidence = Incidence.of([0, 0, 1, 2], [0, 1, 1, 1], (4, 2))
    >>> found = shared(incidence, RATIOS["jaccard"])
    >>> found.total.tolist(), found.greatest.tolist(), found.others.tolist()
    ([1.0, 1.5, 1.5, 0.0], [0.5, 1.0, 1.0, 0.0], [2.0, 2.0, 2.0, 0.0])
    """
    twins = incidence.twins
    degrees = np.diff(twins.matrix.indptr).astype(float)
    found = np.zeros((len(degrees), 3))
    for rows, counts in Projection(incidence, ()).blocks():
        own = np.repeat(rows, np.diff(counts.indptr))
        times = twins.sizes[counts.indices] - (own == counts.indices)  # nobody is among the others
        values = ratio(counts.data, degrees[own], degrees[counts.indices])
        found[rows, 0] = np.add.reduceat(times * values, counts.indptr[:-1])
        found[rows, 1] = np.maximum.reduceat(np.where(times > 0, values, 0), counts.indptr[:-1])
        found[rows, 2] = np.add.reduceat(times, counts.indptr[:-1])
    return Shared(*twins.spread(found).T)
