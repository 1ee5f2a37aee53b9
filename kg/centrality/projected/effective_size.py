"""Burt's effective size: how many contacts a node has that do not repeat each other."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.algebra import strengths
from kg.centrality.engine.triads import others
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def effective_size(projection: Projection) -> Floats:
    """Number of a node's neighbours less what they repeat of each other: (nodes,).

    Formula: e(u) = sum over neighbours v of (1 - sum over w of p(u, w) m(v, w)), p(u, w) = w(u, w) / s(u) and
    m(v, w) = w(v, w) / the greatest weight of v. With `binary` this is n - 2 t / n, n neighbours with t edges
    among them (Borgatti 1997).
    Edge cases: a node without neighbours has none that count, 0 (networkx says nan); an empty graph gives an empty
    array. With weights networkx 3.6.1 agrees node by node only: for all at once it takes the greatest weight of w.
    Cost: the square of the number of classes, and their number times the memberships; for jaccard and binary its
    cube at worst.
    Reference: Burt (1992), Structural Holes: The Social Structure of Competition, Harvard University Press; Borgatti
    (1997), Structural holes: unpacking Burt's redundancy measures, Connections 20, 35-38.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]
    >>> effective_size(project(Affiliation.from_pairs(pairs))).tolist()
    [1.0, 2.0, 1.0]
    """
    twins, own = projection.incidence.twins, projection.own
    part, share = _inverse(strengths(projection)), _inverse(greatest(projection))
    found = np.zeros(len(own))
    for rows, weights in projection.slices():
        around = projection.among(twins.sizes[:, None] * weights)  # over all w, u and v themselves too
        repeated = (around - weights * (own[rows] + own[:, None])) * part[rows] * share[:, None]
        found[rows] = others(np.where(weights > 0, 1 - repeated, 0.0), rows, twins.sizes.astype(float))
    return twins.spread(found)


def greatest(projection: Projection) -> Floats:
    """The greatest weight of each class with a neighbour: (classes,); 0 without any."""
    alone, found = projection.incidence.twins.sizes == 1, np.zeros(len(projection.own))
    for rows, weights in projection.slices():
        single = rows[alone[rows]]
        weights[single, single - rows[0]] = 0
        found[rows] = weights.max(axis=0)
    return found


def _inverse(values: Floats) -> Floats:
    return np.divide(1.0, values, out=np.zeros(len(values)), where=values > 0)


MEASURE = Measure(
    name="effective-size",
    mode="projected",
    score=effective_size,
    says="how many a node sits with, less those who sit with each other",
    formula="e(u) = sum over v of (1 - sum over w of p(u, w) m(v, w)), m(v, w) = w(v, w) / max w(v, .)",
    references=("burt1992", "borgatti1997holes"),
    draws=100,
)
