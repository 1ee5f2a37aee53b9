"""Reach: what share of all cities a collective can speak to through its members' other collectives."""

from __future__ import annotations

from kg.centrality.engine.reach import spans
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def reach(projection: Projection) -> Floats:
    """Share of the nodes of the other side that are within three steps of each node in the two-mode graph: (nodes,).

    Formula: r(c) = |union of S(e) over all e that share a member with c, c itself included| / m, S(e) being the
    members of e and m the number of all cities: a collective's own members and whoever sits with one of them elsewhere.
    Edge cases: a node without links scores 0; a node linked to all, 1; where the other side is empty all score 0.
    Raises OperatorError where the search takes too much memory.
    Reference: Borgatti (2006), Identifying sets of key players in a social network, Computational and Mathematical
    Organization Theory 12, 21-34, has reach within m steps; here m is 3 and who is reached are cities only.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y"), ("c", "Z"), ("d", "Z")]
    >>> reach(project(Affiliation.from_pairs(pairs), onto="collectives")).tolist()
    [0.75, 1.0, 0.75]
    """
    others = projection.incidence.shape[1]
    return projection.incidence.twins.spread(spans(projection.incidence).third / max(1, others))


MEASURE = Measure(
    name="reach",
    mode="gatherings",
    score=reach,
    says="what share of all cities are members, or sit with a member elsewhere",
    formula="r(c) = |members of c, and who shares a collective with one of them| / m",
    references=("borgatti2006",),
)
