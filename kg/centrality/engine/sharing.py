"""What each row shares with each other one, summed without keeping the pairs.

All rows of the column with most classes of twins share it; those that share nothing else are told apart by their
degrees alone, so they are counted by degree, and only the pairs that share another column are looked at, some rows
at a time. On a list of 100,000 cities in 632 collectives that leaves a tenth of the pairs of classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from kg.incidence import Floats, Incidence, Truths, Whole

STEP = 100_000
"""How many pairs are looked at in one go, about: what they take stays near the processor."""
Ratio = Callable[[Floats, Floats, Floats], Floats]
"""A number from how many columns two rows share, how many one has and how many the other; the first two in any shape.

It is not negative, and does not fall where they share more.
"""

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
    rest, inside, _ = without_largest(twins.matrix)
    found = np.zeros((len(degrees), 3))
    found[inside] = _by_degree(degrees[inside], twins.sizes[inside], ratio)
    for rows, counts in shares(rest):
        own, other = np.repeat(rows, np.diff(counts.indptr)), counts.indices
        both = inside[own] & inside[other]
        times = twins.sizes[other] - (own == other)  # nobody is among the others
        values = ratio(counts.data + both, degrees[own], degrees[other])
        known = np.where(both, ratio(np.ones(1), degrees[own], degrees[other]), 0)  # counted by degree
        starts = counts.indptr[:-1]
        found[rows, 0] += np.add.reduceat(times * (values - known), starts)
        found[rows, 1] = np.maximum(found[rows, 1], np.maximum.reduceat(np.where(times > 0, values, 0), starts))
        found[rows, 2] += np.add.reduceat(times * ~both, starts)
    return Shared(*twins.spread(found).T)


def _by_degree(degrees: Floats, sizes: Whole, ratio: Ratio) -> Floats:
    """Sum, greatest and number over rows that all share one column, as if they shared no other: (classes, 3)."""
    values, of = np.unique(degrees, return_inverse=True)
    held = np.bincount(of, sizes, len(values)) - np.eye(len(values))  # of each degree, beside one of a degree
    ratios = ratio(np.ones(1), values[:, None], values) * (held > 0)
    return np.stack([(ratios * held).sum(axis=1), ratios.max(axis=1, initial=0), held.sum(axis=1)], axis=1)[of]


def without_largest(matrix: sp.csr_array) -> tuple[sp.csr_array, Truths, int]:
    """A matrix of ones with the column that most rows are in emptied; which rows were in it; which column it was.

    >>> rest, inside, largest = without_largest(sp.csr_array(np.array([[1.0, 1.0], [0.0, 1.0]])))
    >>> rest.toarray().tolist(), inside.tolist(), largest
    ([[1.0, 0.0], [0.0, 0.0]], [True, True], 1)
    """
    largest = int(np.bincount(matrix.indices, minlength=1).argmax())
    kept = matrix.indices != largest
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    inside = np.zeros(matrix.shape[0], bool)
    inside[rows[~kept]] = True
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows[kept], minlength=matrix.shape[0]))])
    return sp.csr_array((matrix.data[kept], matrix.indices[kept], ends), matrix.shape), inside, largest


def shares(matrix: sp.csr_array, scale: Floats | None = None) -> Iterator[tuple[Whole, sp.csr_array]]:
    """Rows that have columns, and what each shares with each row, (rows, all rows), some rows at a time.

    A pair counts the columns it shares, each as often as `scale` says; a row is among those it shares with.
    """
    filled = np.flatnonzero(np.diff(matrix.indptr))
    turned = sp.csr_array(matrix.T)
    work = np.cumsum(matrix[filled] @ np.diff(turned.indptr).astype(float))
    for rows in np.split(filled, np.searchsorted(work, np.arange(STEP, work[-1], STEP)) if len(work) else []):
        if len(rows):
            yield rows, sp.csr_array((matrix[rows] if scale is None else matrix[rows] * scale) @ turned)
