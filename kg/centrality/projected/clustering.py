"""Local clustering: how many of a node's neighbours sit with each other."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.triads import triads
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def clustering(projection: Projection) -> Floats:
    """Share of the pairs of a node's neighbours that are linked, in the simple projection: (nodes,), from 0 to 1.

    Formula: c(v) = t / (d (d - 1) / 2), t the edges among the d neighbours. The weight does not matter.
    Projections are full of triangles, for every collective is a clique; the two-mode measures `latapy` and
    `redundancy` look behind them.
    Edge cases: with fewer than two neighbours it is 0; an empty graph gives an empty array.
    Cost: the square of the number of classes of twins, its cube at worst.
    Reference: Watts and Strogatz (1998), Collective dynamics of 'small-world' networks, Nature 393, 440-442.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("c", "X"), ("c", "Y"), ("d", "Y")]
    >>> clustering(project(Affiliation.from_pairs(pairs))).round(6).tolist()
    [1.0, 1.0, 0.333333, 0.0]
    """
    pairs, linked = triads(projection)
    return np.divide(linked, pairs, out=np.zeros(len(pairs)), where=pairs > 0)


MEASURE = Measure(
    name="clustering",
    mode="projected",
    score=clustering,
    says="how many of those that a node sits with sit with each other",
    formula="c(v) = edges among the d neighbours of v / (d (d - 1) / 2)",
    references=("watts1998",),
    draws=100,
)
