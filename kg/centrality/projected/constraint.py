"""Burt's constraint: how far a node's contacts hem it in by knowing each other."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.algebra import strengths
from kg.centrality.engine.triads import others
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def constraint(projection: Projection) -> Floats:
    """How much of a node's ties leads, directly or round one corner, to the same others: (nodes,).

    Formula: c(u) = sum over neighbours v of (p(u, v) + sum over w of p(u, w) p(w, v))², p(u, v) = w(u, v) / s(u),
    with the weight of the projection. High where contacts know each other, low for who stands between groups.
    Edge cases: with one neighbour that has no other it is 1. A node without neighbours has no constraint, and networkx
    says nan; here it scores 0, so that it can be ranked: a 0 is no brokerage. An empty graph gives an empty array.
    Cost: the square of the number of classes, and their number times the memberships; for jaccard and binary its
    cube at worst.
    Reference: Burt (1992), Structural Holes: The Social Structure of Competition, Harvard University Press.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]
    >>> constraint(project(Affiliation.from_pairs(pairs))).tolist()
    [1.0, 0.5, 1.0]
    """
    twins, total = projection.incidence.twins, strengths(projection)
    part = np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)
    own, found = projection.own * part, np.zeros(len(total))
    for rows, weights in projection.slices():
        around = projection.among((twins.sizes * part)[:, None] * weights)  # over all w, u and v themselves too
        local = (around + weights * (1 - own[rows] - own[:, None])) * part[rows]
        squares = np.where(weights > 0, local, 0.0) ** 2
        found[rows] = others(squares, rows, twins.sizes.astype(float))
    return twins.spread(found)


MEASURE = Measure(
    name="constraint",
    mode="projected",
    score=constraint,
    says="how far those a node sits with also sit with each other, so that it has no way round them",
    formula="c(u) = sum over v of (p(u, v) + sum over w of p(u, w) p(w, v))^2, p(u, v) = w(u, v) / s(u)",
    references=("burt1992",),
    draws=100,
)
