"""Two-mode betweenness: how often a node lies between others."""

from __future__ import annotations

import networkx as nx


def betweenness(graph: nx.Graph, side: int) -> dict[str, float]:
    """Share of shortest paths that pass through each node of one side, in the two-mode graph.

    Formula: the sum over pairs s, t of the share of shortest s-t paths through v, divided by the greatest sum
    that a node of that side can have in any two-mode graph with as many nodes on each side, so that scores lie
    between 0 and 1.
    Edge cases: disconnected pairs add nothing; with fewer than three nodes in all every score is 0.
    Reference: Borgatti and Halgin (2011), Analyzing affiliation networks, in The SAGE Handbook of Social
    Network Analysis; Brandes (2001) for the algorithm.

    >>> graph = nx.Graph([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")])
    >>> nx.set_node_attributes(graph, {"a": 0, "b": 0, "c": 0, "X": 1, "Y": 1}, "bipartite")
    >>> {node: round(score, 3) for node, score in betweenness(graph, 0).items()}
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    scored = sorted(node for node, own in graph.nodes(data="bipartite") if own == side)
    if len(graph) < 3:
        return dict.fromkeys(scored, 0.0)
    whole = nx.betweenness_centrality(graph, normalized=False)
    greatest = _greatest(len(scored), len(graph) - len(scored))
    return {node: whole[node] / greatest if greatest else 0.0 for node in scored}


def _greatest(own: int, other: int) -> float:
    """The highest unnormalised score of a node on a side of `own` nodes that faces `other` nodes."""
    share, rest = divmod(own - 1, other) if other else (0, 0)
    return 0.5 * (
        other**2 * (share + 1) ** 2 + other * (share + 1) * (2 * rest - share - 1) - rest * (2 * share - rest + 3)
    )
