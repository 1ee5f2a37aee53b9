"""Two-mode PageRank: a place is central when the collectives it is in are, and they when few share them."""

from __future__ import annotations

from kg.centrality.engine.quotient import Quotient, settle
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def pagerank(projection: Projection, *, alpha: float = 0.85) -> Floats:
    """Chance of finding a random walker at each node of one side of the two-mode graph: (nodes,).

    Formula: the stationary distribution of a walk that follows a link with probability `alpha` and jumps to any
    node otherwise, rescaled so that the scores of the side sum to 1.
    A walker at a node without links jumps; jumps go to all nodes alike, so that they change every score by one
    factor, and x = 1 + alpha * sum over neighbours u of x(u) / d(u) has the same shares.
    Edge cases: an empty graph gives an empty array; a node without links keeps the share it gets by jumps.
    Raises AskerError where `alpha` is not above 0 and below 1.
    Reference: Brin and Page (1998), The anatomy of a large-scale hypertextual web search engine, Computer Networks
    and ISDN Systems 30(1-7), 107-117.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pagerank(project(Affiliation.from_pairs([("a", "X"), ("b", "X")]))).round(6).tolist()
    [0.5, 0.5]
    """
    quotient = Quotient.of(projection.incidence)
    scores = quotient.rows.spread(settle(*quotient.shares(0, 1, alpha), 1.0, 1.0, alpha**2), alone=1.0)
    return scores / (scores.sum() or 1.0)


MEASURE = Measure(
    name="pagerank",
    mode="two-mode",
    score=pagerank,
    says="how often a random walk over cities and collectives passes",
    formula="p = (1 - a) / N + a * sum over neighbours u of p(u) / d(u), a = 0.85",
    references=("brin1998",),
    draws=100,
)
