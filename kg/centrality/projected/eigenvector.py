"""Eigenvector centrality: a node is central when those it sits with are."""

from __future__ import annotations

from kg.centrality.engine.algebra import principal
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def eigenvector(projection: Projection) -> Floats:
    """Entry of each node in the principal eigenvector of the weights: (nodes,), Euclidean norm 1, none negative.

    Formula: x with A x = L x, A the weights of the projection and L their largest eigenvalue.
    Found by the Lanczos method, which needs no shift: plain power iteration swings for ever where the projection
    is bipartite, as in a star.
    Edge cases: without any edge all scores are 0. Only the component with the largest eigenvalue scores, all other
    nodes are 0; where several components have the same eigenvalue, to within 1e-11 of it, the score is the
    projection of the vector of ones onto their eigenvectors, so that all of them score. An empty graph gives an
    empty array.
    Cost: some dozens of passes over the memberships; for jaccard and binary over the pairs of classes of twins.
    Reference: Bonacich (1972), Factoring and weighting approaches to status scores and clique identification,
    Journal of Mathematical Sociology 2, 113-120.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]
    >>> eigenvector(project(Affiliation.from_pairs(pairs))).round(6).tolist()
    [0.5, 0.707107, 0.5]
    """
    return projection.incidence.twins.spread(principal(projection)[1])


MEASURE = Measure(
    name="eigenvector",
    mode="projected",
    score=eigenvector,
    says="how central those are that a node sits with, and those whom they sit with",
    formula="A x = L x, L the largest eigenvalue, |x| = 1",
    references=("bonacich1972",),
    draws=100,
)
