"""Redundancy: what share of the pairs that a place brings together would meet without it."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from kg.centrality.engine.quotient import Quotient
from kg.centrality.engine.sharing import shares, without_largest
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def redundancy(projection: Projection) -> Floats:
    """Share of the pairs of neighbours of each node that have another neighbour in common: (nodes,).

    Formula: |{{t, u} ⊆ N(v) : some w ≠ v has both as neighbours}| / (d(v) (d(v) - 1) / 2).
    Edge cases: a node with fewer than two neighbours brings nobody together and scores 0; a node with a twin and
    two neighbours or more scores 1.
    Reference: Latapy, Magnien and Del Vecchio (2008), Basic notions for the analysis of large two-mode networks,
    Social Networks 30(1), 31-48.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("a", "Y"), ("a", "Z"), ("b", "X"), ("b", "Y")]
    >>> redundancy(project(Affiliation.from_pairs(pairs))).round(6).tolist()
    [0.333333, 1.0]
    """
    quotient = Quotient.of(projection.incidence)
    pairs = quotient.row_degrees * (quotient.row_degrees - 1)
    return quotient.rows.spread((pairs - _only(quotient)) / np.maximum(pairs, 1))


def _only(quotient: Quotient) -> Floats:
    """How many pairs of columns, each in both orders, meet in the one row of a class and in no other: (classes,).

    Those of the largest row are all that it has but those that meet elsewhere too, so they are not listed.
    """
    classes, sizes = len(quotient.rows.sizes), quotient.columns.sizes
    rest, inside, largest = without_largest(sp.csr_array(quotient.matrix.T))
    # One row of class i adds classes + i to each pair it has; a sum below twice the classes so names the only row.
    marks = np.where(quotient.rows.sizes > 1, 2 * classes, classes + np.arange(classes)).astype(float)
    found, elsewhere = np.zeros(classes), 0.0
    for rows, sums in shares(rest, marks):
        own, other = np.repeat(rows, np.diff(sums.indptr)), sums.indices
        times = sizes[own] * (sizes[other] - (own == other))
        both = inside[own] & inside[other]
        lone = ~both & (sums.data < 2 * classes)
        found += np.bincount(sums.data[lone].astype(np.int64) - classes, times[lone], classes)
        elsewhere += float(times[both].sum())
    if classes and quotient.rows.sizes[largest] == 1:
        degree = quotient.row_degrees[largest]
        found[largest] = degree * (degree - 1) - elsewhere
    return found


MEASURE = Measure(
    name="redundancy",
    mode="two-mode",
    score=redundancy,
    says="what share of the pairs that a city brings together would meet without it",
    formula="r(v) = share of the pairs of neighbours of v that have a neighbour other than v in common",
    references=("latapy2008",),
)
