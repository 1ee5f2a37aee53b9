"""How far all nodes are from others where a step is as long as 1 / weight, on classes of twins.

No step of a node is shorter than the one to its own twin, so a shortest path visits each class once at most, and the
search is one of classes. It looks at all pairs of classes that share a column: for some thousand classes, no more.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from kg.incidence import Floats, Whole, spend
from kg.projections import Projection

WIDTH = 64
"""How many sources are searched from in one go."""
PAIR = 40
"""Bytes that a pair of classes takes while its length is worked out."""


def lengths(projection: Projection) -> sp.csr_array:
    """1 / weight between different classes that share a column: (classes, classes).

    Raises OperatorError, with the estimate, where that takes too much memory.
    """
    classes = len(projection.own)
    pairs = projection.incidence.adjacency.degrees(np.ones(classes)).sum()
    spend(pairs, PAIR, f"distances between {classes:,} classes of twins")
    found = [_apart(rows, weights) for rows, weights in projection.blocks()]
    return sp.csr_array(sp.vstack(found)) if found else sp.csr_array((0, 0))


def _apart(rows: Whole, weights: sp.csr_array) -> sp.csr_array:
    """Weights as lengths, without those of a class with itself."""
    own = np.repeat(rows, np.diff(weights.indptr)) == weights.indices
    weights.data = np.where(own, 0.0, 1 / weights.data)
    weights.eliminate_zeros()
    return weights


def distances(steps: sp.csr_array, sources: Whole) -> Iterator[tuple[Whole, Floats]]:
    """Shortest distances over `lengths`, some sources at a time: these, and (sources, classes), inf out of reach.

    A class is at distance 0 from itself: its members are 1 / `projection.own` apart.

    >>> path = sp.csr_array([[0, 1.0, 0], [1, 0, 2], [0, 2, 0]])
    >>> [(block.tolist(), found.tolist()) for block, found in distances(path, np.array([0, 2]))]
    [([0, 2], [[0.0, 1.0, 3.0], [3.0, 2.0, 0.0]])]
    """
    for at in range(0, len(sources), WIDTH):
        block = sources[at : at + WIDTH]
        yield block, np.asarray(csgraph.dijkstra(steps, indices=block))
