"""Two-mode betweenness: how often a node lies between others."""

from __future__ import annotations

import networkx as nx
import numpy as np

from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def betweenness(projection: Projection) -> Floats:
    """Share of shortest paths that pass through each node of one side, in the two-mode graph: (nodes,).

    Formula: the sum over pairs s, t of the share of shortest s-t paths through v, divided by the greatest sum
    that a node of that side can have in any two-mode graph with as many nodes on each side, so that scores lie
    between 0 and 1.
    Edge cases: disconnected pairs add nothing; with fewer than three nodes in all every score is 0.
    Reference: Borgatti and Halgin (2011), Analyzing affiliation networks, in The SAGE Handbook of Social
    Network Analysis; Brandes (2001) for the algorithm.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> betweenness(project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]))).tolist()
    [0.0, 1.0, 0.0]
    """
    rows, columns = projection.incidence.shape
    graph = nx.Graph()
    graph.add_nodes_from(range(rows + columns))
    graph.add_edges_from((u, rows + c) for u, c in zip(*projection.incidence.matrix.nonzero(), strict=True))
    whole = nx.betweenness_centrality(graph, normalized=False)
    greatest = most(rows, columns)
    return np.array([whole[node] / greatest if greatest else 0.0 for node in range(rows)])


def most(own: int, other: int) -> float:
    """The highest sum that a node of a side of `own` nodes that faces `other` nodes can have."""
    share, rest = divmod(own - 1, other) if other else (0, 0)
    return 0.5 * (
        other**2 * (share + 1) ** 2 + other * (share + 1) * (2 * rest - share - 1) - rest * (2 * share - rest + 3)
    )


MEASURE = Measure(
    name="betweenness",
    mode="two-mode",
    score=betweenness,
    says="how often a city or collective lies between others",
    formula="b(v) = sum over pairs s, t of the share of shortest s-t paths through v, over its greatest value",
    references=("borgatti2011", "brandes2001"),
)
