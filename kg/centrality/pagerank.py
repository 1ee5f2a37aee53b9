"""Two-mode PageRank: a place is central when the collectives it is in are, and they when few share them."""

from __future__ import annotations

import networkx as nx


def pagerank(graph: nx.Graph, side: int) -> dict[str, float]:
    """Chance of finding a random walker at each node of one side of the two-mode graph.

    Formula: the stationary distribution of a walk that follows a link with probability 0.85 and jumps to any
    node otherwise, rescaled so that the scores of the side sum to 1.
    Edge cases: an empty graph gives an empty dict; a node without links keeps the share it gets by jumps.
    Reference: Brin and Page (1998), The anatomy of a large-scale hypertextual web search engine.

    >>> graph = nx.Graph([("a", "X"), ("b", "X")])
    >>> nx.set_node_attributes(graph, {"a": 0, "b": 0, "X": 1}, "bipartite")
    >>> {node: round(score, 6) for node, score in pagerank(graph, 0).items()}
    {'a': 0.5, 'b': 0.5}
    """
    if not graph:
        return {}
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges()))
    whole = nx.pagerank(ordered, alpha=0.85, tol=1e-12, max_iter=1000)
    scores = {node: score for node, score in whole.items() if graph.nodes[node]["bipartite"] == side}
    total = sum(scores.values())
    return {node: score / total for node, score in scores.items()}
