"""Strength: how much a node shares with all others together."""

from __future__ import annotations

from kg.centrality.engine.algebra import strengths
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def strength(projection: Projection) -> Floats:
    """Sum of the weights of a node's edges in the projection: (nodes,).

    Formula: s(v) = sum over u of w(u, v), with the weight of the projection; with `binary` it is the degree.
    Edge cases: a node without neighbours scores 0; an empty graph gives an empty array.
    Cost: two passes over the memberships; for jaccard and binary over the pairs of classes of twins.
    Reference: Barrat, Barthélemy, Pastor-Satorras and Vespignani (2004), The architecture of complex weighted
    networks, PNAS 101, 3747-3752.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("a", "Y"), ("b", "Y"), ("c", "Y")]
    >>> strength(project(Affiliation.from_pairs(pairs))).tolist()
    [3.0, 3.0, 2.0]
    """
    return projection.incidence.twins.spread(strengths(projection))


MEASURE = Measure(
    name="strength",
    mode="projected",
    score=strength,
    says="how much a node shares with all others together",
    formula="s(v) = sum over u of w(u, v)",
    references=("barrat2004",),
)
