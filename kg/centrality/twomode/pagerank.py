"""Two-mode PageRank: a place is central when the collectives it is in are, and they when few share them."""

from __future__ import annotations

import networkx as nx
import numpy as np

from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def pagerank(projection: Projection) -> Floats:
    """Chance of finding a random walker at each node of one side of the two-mode graph: (nodes,).

    Formula: the stationary distribution of a walk that follows a link with probability 0.85 and jumps to any
    node otherwise, rescaled so that the scores of the side sum to 1.
    Edge cases: an empty graph gives an empty array; a node without links keeps the share it gets by jumps.
    Reference: Brin and Page (1998), The anatomy of a large-scale hypertextual web search engine.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pagerank(project(Affiliation.from_pairs([("a", "X"), ("b", "X")]))).round(6).tolist()
    [0.5, 0.5]
    """
    rows, columns = projection.incidence.shape
    graph = nx.Graph()
    graph.add_nodes_from(range(rows + columns))
    graph.add_edges_from((u, rows + c) for u, c in zip(*projection.incidence.matrix.nonzero(), strict=True))
    whole = nx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=1000) if graph else {}
    scores = np.array([whole[node] for node in range(rows)])
    return scores / scores.sum() if rows else scores


MEASURE = Measure(
    name="pagerank",
    mode="two-mode",
    score=pagerank,
    says="how often a random walk over cities and collectives passes",
    formula="p = (1 - a) / N + a * sum over neighbours u of p(u) / d(u), a = 0.85",
    references=("brin1998",),
)
