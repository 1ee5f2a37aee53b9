"""networkx's measures of a node's neighbours: how many, how tied among themselves, how they hold each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np

from kg import centrality
from kg.backend.attributes import by_node, chosen, strengths
from kg.incidence import Floats, spend
from kg.projections import Projection


def degree_centrality(G: Projection) -> dict[Any, float]:
    """As networkx: degree over the most there can be; 1 for a node that is the only one."""
    if len(G) <= 1:
        return dict.fromkeys(G, 1)
    share = 1.0 / (len(G) - 1.0)
    return by_node(G, np.asarray(G.degrees * share, np.float64))


def isolates(G: Projection) -> Iterator[Any]:
    """As networkx: the nodes without neighbours, in order."""
    return (node for node, degree in G.degree if degree == 0)


def number_of_isolates(G: Projection) -> int:
    """As networkx: how many nodes have no neighbours."""
    return int(np.count_nonzero(G.degrees == 0))


def is_isolate(G: Projection, n: Any) -> bool:
    """As networkx: whether a node has no neighbours."""
    return list(chosen(G, n)) == [n] and G.degree[n] == 0


def clustering(G: Projection, nodes: Any = None, weight: str | None = None) -> Any:
    """As networkx: the share of a node's pairs of neighbours that are neighbours themselves, or of their weights."""
    graph = strengths(G, weight)
    scores = centrality.measure("clustering").score(graph)
    found = by_node(G, scores if graph.weight == "binary" else np.where(scores > 0, _weighted_clustering(graph), 0))
    return found[nodes] if nodes in G else {node: found[node] for node in chosen(G, nodes)}


def _weighted_clustering(graph: Projection) -> Floats:
    """The mean over pairs of neighbours of the cube root of the three weights, over the greatest weight: (nodes,).

    With roots R between classes of twins, r between twins and s twins in a class, a node's closed walks of three
    steps are those of R s R s R but for the ones that stay at a node. Raises OperatorError where R takes too much.
    """
    sizes, own = graph.incidence.twins.sizes, np.cbrt(graph.own)
    spend(len(sizes) ** 2, 4 * 8, f"weighted triangles of {len(sizes):,} classes of twins")
    roots = np.cbrt(graph.dense(np.arange(len(sizes))))
    np.fill_diagonal(roots, np.where(sizes > 1, own, 0))
    greatest = roots.max(initial=0) or 1.0
    np.fill_diagonal(roots, own)
    two = (roots * sizes) @ roots
    walks = (two * roots) @ sizes - 2 * own * two.diagonal() - roots**2 @ (sizes * own) + 2 * own**3
    pairs = np.maximum(graph.degrees * (graph.degrees - 1), 1)
    return np.asarray(graph.incidence.twins.spread(walks / greatest**3) / pairs)


def average_clustering(G: Projection, nodes: Any = None, weight: str | None = None, count_zeros: bool = True) -> float:
    """As networkx: the mean clustering of some nodes, or of those where it is above 0."""
    found = [value for value in dict(clustering(G, nodes, weight)).values() if count_zeros or value > 0]
    return float(sum(found) / len(found))


def _triangles(graph: Projection) -> Floats:
    """How many pairs of neighbours of each node are neighbours themselves."""
    degrees = graph.degrees.astype(float)
    return np.asarray(np.rint(centrality.measure("clustering").score(graph) * degrees * (degrees - 1) / 2))


def triangles(G: Projection, nodes: Any = None) -> Any:
    """As networkx: how many triangles each node is in."""
    found = by_node(G, _triangles(G).astype(np.int64))
    return found[nodes] if nodes in G else {node: found[node] for node in chosen(G, nodes)}


def transitivity(G: Projection) -> float:
    """As networkx: three times the triangles over the pairs of edges that meet; 0 where there are none."""
    pairs = float((G.degrees * (G.degrees - 1) / 2).sum())
    return float(_triangles(G).sum()) / pairs if pairs else 0


def core_number(G: Projection) -> dict[Any, int]:
    """As networkx: the greatest k so that a node is in a part where all have k neighbours in the part."""
    return by_node(G, centrality.measure("core").score(G).astype(np.int64))


def constraint(G: Projection, nodes: Any = None, weight: str | None = None) -> dict[Any, float]:
    """As networkx: Burt's constraint; nan for a node without neighbours."""
    return _holes("constraint", G, nodes, weight)


def effective_size(G: Projection, nodes: Any = None, weight: str | None = None) -> dict[Any, float]:
    """As networkx: Burt's effective size; nan for a node without neighbours.

    With `weight` and without `nodes` networkx 3.6.1 divides by the greatest weight of the wrong node (its pull
    request 8906); this is what it returns where `nodes` are all given.
    """
    return _holes("effective-size", G, nodes, weight)


def _holes(name: str, graph: Projection, nodes: Any, weight: str | None) -> dict[Any, float]:
    if nodes is None and not len(graph):
        raise nx.NetworkXError("Graph has no nodes or edges")
    scores = centrality.measure(name).score(strengths(graph, weight))
    found = by_node(graph, np.where(graph.degrees == 0, np.nan, scores))
    return found if nodes is None else {node: found[node] for node in nodes}


def local_constraint(G: Projection, u: Any, v: Any, weight: str | None = None) -> float:
    """As networkx: how much the edge to v constrains u; 0 where v is not in the graph."""
    if u not in G:
        raise nx.NetworkXError(f"The node {u} is not in the graph.")
    if v not in G:
        return 0
    graph, pair = strengths(G, weight), [G.place(u), G.place(v)]
    both = np.zeros((len(G), 2))
    both[pair, [0, 1]] = 1
    own, others = graph.product(both).T
    sums = graph.product(np.ones(len(G)))
    sums[G.degrees == 0] = 1
    share = own / sums[pair[0]]
    return float((share[pair[1]] + share @ (others / sums)) ** 2)
