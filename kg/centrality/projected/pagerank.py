"""PageRank on the projection: how often a walker comes by who goes from a node to one that it sits with."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.algebra import solve, strengths
from kg.centrality.measure import Measure
from kg.errors import AskerError
from kg.incidence import Floats
from kg.projections import Projection


def pagerank(
    projection: Projection,
    *,
    alpha: float = 0.85,
    personalization: Floats | None = None,
    dangling: Floats | None = None,
) -> Floats:
    """Chance of finding a walker at each node, who follows an edge by its weight or else jumps: (nodes,), sum 1.

    Formula: x(v) = (1 - alpha) p(v) + alpha (sum over u of x(u) w(u, v) / s(u) + m d(v)), s the strength, m the
    chance of being at a node without neighbours. `alpha` is the chance of following an edge. `personalization` says
    where jumps lead, p, and `dangling` where a walker goes on who has no edge to follow, d: a number for each node,
    none negative; p is the same for all if not given, and d is p. Not iterated: the equations are solved.
    Edge cases: a node without neighbours keeps what jumps bring; without any edge the scores are p where d is; an
    empty graph gives an empty array.
    Raises AskerError where alpha is not from 0 to below 1, or p or d is not a number for each node.
    Cost: some dozens of passes over the memberships; for jaccard and binary over the pairs of classes of twins.
    Reference: Brin and Page (1998), The anatomy of a large-scale hypertextual web search engine, Computer Networks
    and ISDN Systems 30, 107-117.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]
    >>> pagerank(project(Affiliation.from_pairs(pairs))).round(6).tolist()
    [0.256757, 0.486486, 0.256757]
    """
    if not 0 <= alpha < 1:
        raise AskerError(f"alpha is {alpha}; PageRank needs one from 0 to below 1, such as 0.85")
    if not len(projection):
        return np.zeros(0)
    jumps = _shares(projection, personalization, "personalization")
    onward = jumps if dangling is None else _shares(projection, dangling, "dangling")
    degrees = strengths(projection)
    stuck = projection.incidence.twins.spread(degrees) == 0
    stay = (1 - alpha) * jumps[stuck].sum() / (1 - alpha * onward[stuck].sum())  # the chance of being stuck
    sources = (1 - alpha) * jumps + alpha * stay * onward
    inner = np.where(stuck, 0.0, sources)
    walked = solve(projection, np.where(degrees > 0, degrees, 1.0), alpha, inner)  # x / s
    return np.where(stuck, sources, walked * projection.incidence.twins.spread(degrees))


def _shares(projection: Projection, given: Floats | None, name: str) -> Floats:
    """A number for each node, as shares of their sum; the same for all where none are given."""
    values = np.ones(len(projection)) if given is None else np.asarray(given, float)
    right = values.shape == (len(projection),) and np.isfinite(values).all() and (values >= 0).all() and values.any()
    if not right:
        raise AskerError(f"{name} needs a number from 0 up for each of the {len(projection)} nodes, not all of them 0")
    return np.asarray(values / values.sum())


MEASURE = Measure(
    name="projected-pagerank",
    mode="projected",
    score=pagerank,
    says="how often a random walk over those who sit together passes",
    formula="x(v) = (1 - a) / n + a * sum over u of x(u) w(u, v) / s(u), a = 0.85",
    references=("brin1998",),
)
