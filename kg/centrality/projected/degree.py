"""Degree in the projection: how many others a node sits with."""

from __future__ import annotations

from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def degree(projection: Projection) -> Floats:
    """Number of distinct nodes that share a collective (or a city) with each node: (nodes,).

    Formula: d(v) = |{u ≠ v : S(u) ∩ S(v) ≠ ∅}|, S(v) being what v is linked to. Whoever shares several counts once.
    Not normalised. What a link weighs makes no difference.
    Edge cases: a node without links, or alone in all it is linked to, scores 0; an empty graph gives an empty array.
    Reference: Freeman (1978), Centrality in social networks: conceptual clarification, Social Networks 1, 215-239.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> degree(project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]))).tolist()
    [1.0, 2.0, 1.0]
    """
    return projection.degrees.astype(float)


MEASURE = Measure(
    name="projected-degree",
    mode="projected",
    score=degree,
    says="how many other cities a city sits with, or collectives share a member",
    formula="d(v) = |{u != v : u and v share a collective}|",
    references=("freeman1978",),
)
