"""Two-mode closeness: how near a node is to the nodes of both sides."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.reach import spans
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def closeness(projection: Projection, *, improved: bool = True) -> Floats:
    """How near each node of one side is to all nodes in the two-mode graph, 1 where it cannot be nearer: (nodes,).

    Formula: c(v) = L(v) / D(v) * r / (n + m - 1), with n nodes on the side of v and m on the other, r the number of
    nodes of both sides that v can reach, D(v) the sum of their distances and L(v) the least that it could be: nobody is
    nearer than 1 to the other side and 2 to the own. Without `improved` L is that of all nodes, m + 2 (n - 1), as in
    networkx; both are the same in a graph of one part.
    Edge cases: a node without links scores 0; an empty graph gives an empty array. Without `improved` a node in a small
    part of a graph may score more than 1, and more than all in the large one.
    Raises OperatorError where the search takes too much memory.
    Reference: Borgatti and Everett (1997), Network analysis of 2-mode data, Social Networks 19, 243-269.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> closeness(project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]))).tolist()
    [0.6, 1.0, 0.6]
    """
    own, other = projection.incidence.shape
    found = spans(projection.incidence)
    peers, facing = found.rows.count - 1, found.columns.count
    least = facing + 2 * peers if improved else other + 2 * (own - 1)
    scores = least / (found.rows.far + found.columns.far) * (peers + facing) / max(1, own + other - 1)
    return np.asarray(projection.incidence.twins.spread(scores), np.float64)


MEASURE = Measure(
    name="closeness",
    mode="two-mode",
    score=closeness,
    says="how near a city is to all collectives and other cities",
    formula="c(v) = (least sum there could be) / (sum of distances from v) * (share of nodes that v reaches)",
    references=("borgatti1997",),
    draws=100,
)
