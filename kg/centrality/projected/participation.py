"""Participation coefficient: how evenly a node's ties are spread over groups, such as regions of the world."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.algebra import strengths
from kg.centrality.engine.triads import grouped, within
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def participation(projection: Projection, *, trait: str = "region") -> Floats:
    """How far a node's ties go to many groups alike: (nodes,), 0 where all go to one, near 1 for many.

    Formula: P(v) = 1 - sum over groups g of (s(v, g) / s(v))², s(v, g) the weight of the edges from v to nodes of g
    and s(v) all of it; with `binary` edges are counted, as first proposed. With G groups it is at most 1 - 1 / G.
    `trait` says what the groups are: region, country or kind. Nodes of which it is not known make one group more.
    Edge cases: a node without neighbours scores 0; an empty graph gives an empty array.
    Raises AskerError for a trait that there is not.
    Cost: two passes over the memberships for each group; for jaccard and binary over the pairs of classes of twins.
    Reference: Guimerà and Amaral (2005), Functional cartography of complex metabolic networks, Nature 433, 895-900.

    >>> from kg.incidence import Incidence
    >>> graph = Incidence.of([0, 1, 2], [0, 0, 0], (3, 1))
    >>> participation(Projection(graph, ("a", "b", "c"), "count", lambda trait: ["Africa", "Asia", "Asia"])).tolist()
    [0.0, 0.5, 0.5]
    """
    twins = projection.incidence.twins
    of, groups = grouped(projection, trait)
    ties = projection.among(groups)
    elsewhere = within(projection, ties**2 @ (1 - np.eye(groups.shape[1])), of)
    inside = within(projection, ties, of) - twins.spread(projection.own)
    total = twins.spread(strengths(projection))
    return 1 - np.divide(elsewhere + inside**2, total**2, out=np.ones(len(total)), where=total > 0)


MEASURE = Measure(
    name="participation",
    mode="projected",
    score=participation,
    says="over how many regions those that a node sits with are spread, and how evenly",
    formula="P(v) = 1 - sum over groups g of (s(v, g) / s(v))^2",
    references=("guimera2005",),
    traits=("region",),
)
