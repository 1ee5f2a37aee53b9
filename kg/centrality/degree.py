"""Two-mode degree: in how many collectives a place is, or how many places a collective gathers."""

from __future__ import annotations

import networkx as nx


def degree(graph: nx.Graph, side: int) -> dict[str, float]:
    """Number of distinct neighbours of each node on one side.

    Formula: d(v) = |{u : vu is an edge}|. Not normalised: a count is what people ask for.
    Edge cases: an empty graph gives an empty dict; a node without links scores 0.
    Reference: Borgatti and Everett (1997), Network analysis of 2-mode data, Social Networks 19, 243-269.

    >>> graph = nx.Graph([("a", "X"), ("a", "Y"), ("b", "Y")])
    >>> nx.set_node_attributes(graph, {"a": 0, "b": 0, "X": 1, "Y": 1}, "bipartite")
    >>> degree(graph, 0), degree(graph, 1)
    ({'a': 2.0, 'b': 1.0}, {'X': 1.0, 'Y': 2.0})
    """
    return {node: float(count) for node, count in sorted(graph.degree()) if graph.nodes[node]["bipartite"] == side}
