"""BiRank: a place scores by its collectives and they by their places, with large ones on both sides damped."""

from __future__ import annotations

from kg.centrality.engine.quotient import Quotient, settle
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def birank(projection: Projection, *, alpha: float = 0.85) -> Floats:
    """Scores that the two sides of the two-mode graph give each other: (nodes,).

    Formula: x(v) = (1 - alpha) / n + alpha * sum over neighbours u of y(u) / sqrt(d(v) d(u)), n nodes on the side
    of v, and y likewise from x: one damping on both sides, and no node preferred from outside.
    Edge cases: a node without links scores (1 - alpha) / n; an empty graph gives an empty array. Scores do not sum
    to 1.
    Raises AskerError where `alpha` is not above 0 and below 1.
    Reference: He, Gao, Kan and Wang (2017), BiRank: Towards ranking on bipartite graphs, IEEE Transactions on
    Knowledge and Data Engineering 29(1), 57-71.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> birank(project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y")]))).round(3).tolist()
    [0.413, 0.562]
    """
    quotient = Quotient.of(projection.incidence)
    rows, columns = ((1 - alpha) / max(1, nodes) for nodes in projection.incidence.shape)
    scores = settle(*quotient.shares(0.5, 0.5, alpha), rows, columns, alpha**2)
    return quotient.rows.spread(scores, alone=rows)


MEASURE = Measure(
    name="birank",
    mode="two-mode",
    score=birank,
    says="how well a city's collectives score, and they by their cities, large ones damped",
    formula="x(v) = (1 - a) / n + a * sum over neighbours u of y(u) / sqrt(d(v) d(u)), y likewise, a = 0.85",
    references=("he2017",),
    draws=100,
)
