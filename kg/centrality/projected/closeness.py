"""Closeness in the projection: how near a node is to all others."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.distance import distances
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def closeness(projection: Projection, *, improved: bool = True, weighted: bool = False) -> Floats:
    """One over the mean distance of each node to those it can reach: (nodes,).

    Formula: c(v) = r / (sum of the distances to the r nodes that v can reach). With `improved` this is times
    r / (n - 1), so that a node in a small part of the graph is not taken for one in the middle of all n nodes.
    Distances count links; with `weighted` a link is 1 / weight long.
    Edge cases: a node that reaches no other scores 0, as does the only node; an empty graph gives an empty array.
    Raises OperatorError where the search takes too much memory.
    Reference: Freeman (1978), Centrality in social networks: conceptual clarification, Social Networks 1, 215-239;
    `improved` after Wasserman and Faust (1994), Social Network Analysis, Cambridge University Press, chapter 5.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> path = project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y"), ("d", "Z")]))
    >>> closeness(path).round(3).tolist(), closeness(path, improved=False).round(3).tolist()
    ([0.444, 0.667, 0.444, 0.0], [0.667, 1.0, 0.667, 0.0])
    """
    found = distances(projection, weighted)
    scores = np.divide(found.reached, found.far, out=np.zeros(len(projection)), where=found.reached > 0)
    return scores * (found.reached / max(1, len(projection) - 1)) if improved else scores


MEASURE = Measure(
    name="projected-closeness",
    mode="projected",
    score=closeness,
    says="how few steps lead to the other cities, over cities that sit together",
    formula="c(v) = r / (n - 1) * r / (sum of distances from v to the r nodes it reaches)",
    references=("freeman1978", "wasserman1994"),
)
