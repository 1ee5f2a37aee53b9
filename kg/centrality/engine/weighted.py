"""How far all nodes are from others in the projection where a link is the longer the less it weighs.

A link of weight w is 1 / w long. No link of a class of twins is shorter than the one between two of its own, so a
shortest path visits each class once, and the search is one of classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra

from kg.incidence import BLOCK, Floats, Whole, spend
from kg.projections import Projection

PAIR = 40
"""Bytes that a pair of classes takes: its place and length, and as much again while it is made and searched."""

_known: WeakKeyDictionary[Projection, sp.csr_array] = WeakKeyDictionary()


def lengths(projection: Projection) -> sp.csr_array:
    """How long the links between classes of twins are: (classes, classes), none from a class to itself.

    Worked out once for a projection. Raises OperatorError where the pairs take too much memory.
    """
    if projection not in _known:
        _known[projection] = _lengths(projection)
    return _known[projection]


def _lengths(projection: Projection) -> sp.csr_array:
    classes = len(projection.own)
    pairs = projection.incidence.adjacency.degrees(np.ones(classes, np.int64)).sum()
    spend(float(pairs), PAIR, f"weights of {pairs:,} pairs of classes")
    found = [_linked(rows, weights) for rows, weights in projection.blocks()]
    return sp.csr_array(sp.vstack(found)) if found else sp.csr_array((0, 0))


def _linked(rows: Whole, weights: sp.csr_array) -> sp.csr_array:
    """Weights as lengths, without those of a class with itself."""
    weights.data = np.where(np.repeat(rows, np.diff(weights.indptr)) == weights.indices, 0.0, 1 / weights.data)
    weights.eliminate_zeros()
    return weights


def distances(projection: Projection, sources: Whole) -> Floats:
    """How far the classes of twins are from some of them: (sources, classes).

    A class is at no distance from itself; two of its nodes are 1 / `projection.own` apart. What cannot be reached is
    infinitely far. Raises OperatorError where the pairs of classes take too much memory.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("a", "Y"), ("b", "Y"), ("b", "Z"), ("c", "Z")]
    >>> distances(project(Affiliation.from_pairs(pairs)), np.array([0])).tolist()
    [[0.0, 0.5, 1.5]]
    """
    return np.asarray(dijkstra(lengths(projection), directed=True, indices=sources))


def blocks(projection: Projection) -> Iterator[tuple[Whole, Floats]]:
    """All classes and their distances, some classes at a time."""
    classes = len(projection.own)
    step = max(1, BLOCK // max(1, classes))
    for start in range(0, classes, step):
        sources = np.arange(start, min(start + step, classes))
        yield sources, distances(projection, sources)
