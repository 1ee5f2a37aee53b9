"""Core number: how tightly knit the innermost group is that a node belongs to."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from kg.centrality.measure import Measure
from kg.incidence import Adjacency, Floats, Truths, ones
from kg.projections import Projection

STEP = 1000
"""How many classes are taken out in one go, at most."""


def core(projection: Projection) -> Floats:
    """Largest k for which a node is in the k-core of the simple projection: (nodes,).

    Formula: the k-core is what is left when nodes with fewer than k neighbours are taken out until there are none.
    The weight does not matter. Twins leave together, so whole classes are taken out.
    Edge cases: a node without neighbours has core number 0; an empty graph gives an empty array.
    Cost: one pass over the pairs of classes of twins, none of which is kept.
    Reference: Seidman (1983), Network structure and minimum degree, Social Networks 5, 269-287; Batagelj and
    Zaversnik (2003), An O(m) algorithm for cores decomposition of networks.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("c", "X"), ("c", "Y"), ("d", "Y")]
    >>> core(project(Affiliation.from_pairs(pairs))).tolist()
    [2.0, 2.0, 2.0, 1.0]
    """
    twins = projection.incidence.twins
    adjacency, sizes = projection.incidence.adjacency, twins.sizes.astype(float)
    turned = sp.csr_array(twins.matrix.T), sp.csr_array(twins.matrix[adjacency.outer].T)
    degrees, found = projection.incidence.neighbours - 1.0, np.zeros(len(sizes))
    left, level = np.ones(len(sizes), bool), 0.0
    while left.any():
        level = max(level, degrees[left].min())
        gone = left & (degrees <= level)
        found[gone], left[gone] = level, False
        for part in np.array_split(np.flatnonzero(gone), -(-np.count_nonzero(gone) // STEP)):
            degrees -= _lost(adjacency, turned, np.isin(np.arange(len(sizes)), part), sizes)
    return twins.spread(found)


def _lost(adjacency: Adjacency, turned: tuple[sp.csr_array, sp.csr_array], gone: Truths, sizes: Floats) -> Floats:
    """How many neighbours each class loses with some classes: `turned` has the columns of all, and of the outer."""
    inner, outer = np.flatnonzero(gone & adjacency.inside), np.flatnonzero(gone & ~adjacency.inside)
    lost = ones(adjacency.matrix[outer] @ turned[0]).T @ sizes[outer]
    lost[adjacency.inside] += sizes[inner].sum()
    lost[adjacency.outer] += ones(adjacency.matrix[inner] @ turned[1]).T @ sizes[inner]
    return np.asarray(lost)


MEASURE = Measure(
    name="core",
    mode="projected",
    score=core,
    says="the largest k for which a node is in a group whose members each sit with k others of it",
    formula="c(v) = the largest k for which v is in the k-core",
    references=("seidman1983", "batagelj2003"),
    draws=50,
)
