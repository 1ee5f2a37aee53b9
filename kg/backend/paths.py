"""networkx's measures of shortest paths, and the parts that a graph falls into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from kg.backend.attributes import by_node, chosen, lengths
from kg.centrality.engine import weighted as by_distance
from kg.centrality.projected.betweenness import betweenness
from kg.centrality.projected.closeness import closeness
from kg.centrality.projected.harmonic import harmonic
from kg.incidence import Floats, Truths, Whole
from kg.projections import Projection

WIDTH = 64
"""How many sources are searched at a time."""


def _drawn(graph: Projection, k: int | None, seed: Any) -> list[int] | None:
    """The places of k nodes drawn as networkx draws them; None for all."""
    if k is None or k == len(graph):
        return None
    drawn: list[int] = nx.utils.create_py_random_state(seed).sample(range(len(graph)), k)
    return drawn


def betweenness_centrality(
    G: Projection,
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    endpoints: bool = False,
    seed: Any = None,
) -> dict[Any, float]:
    """As networkx: the share of shortest paths through each node, from all nodes or from k drawn ones."""
    graph, sources = lengths(G, weight), _drawn(G, k, seed)
    if sources == []:
        return _from_nowhere(G, endpoints)
    weighted = graph.weight != "binary"
    scores = betweenness(graph, normalized=normalized, endpoints=endpoints, sources=sources, weighted=weighted)
    return by_node(G, scores)


def _from_nowhere(graph: Projection, endpoints: bool) -> dict[Any, float]:
    """What networkx says where it draws no node: nothing passes, and a share of nothing is an error."""
    if len(graph) - (not endpoints) >= 2:
        raise ZeroDivisionError("division by zero")
    return dict.fromkeys(graph, 0.0)


def closeness_centrality(G: Projection, u: Any = None, distance: str | None = None, wf_improved: bool = True) -> Any:
    """As networkx: how near each node is to those it can reach, or how near one is."""
    if u is not None and u not in G:
        said = f"Source {u} is not in G" if distance is None else f"Node {u} not found in graph"
        raise nx.NodeNotFound(said)
    graph = lengths(G, distance)
    found = by_node(G, closeness(graph, improved=bool(wf_improved), weighted=graph.weight != "binary"))
    return found if u is None else found[u]


def harmonic_centrality(
    G: Projection, nbunch: Any = None, distance: str | None = None, sources: Any = None
) -> dict[Any, float]:
    """As networkx: the sum of 1 / distance from all nodes or some, for all nodes or some."""
    wanted, ends = set(chosen(G, nbunch)), set(chosen(G, sources))
    graph = lengths(G, distance)
    if len(ends) == len(G):
        values = harmonic(graph, weighted=graph.weight != "binary")
    else:
        values = _near(graph, np.array([node in ends for node in G], bool))
    found = by_node(G, values)
    return {node: found[node] for node in wanted}


def _near(graph: Projection, ends: Truths) -> Floats:
    """The sum of 1 / distance from some nodes to each: (nodes,)."""
    twins = graph.incidence.twins
    times = twins.gather(ends.astype(float))
    sources = np.flatnonzero(times)
    sums = np.zeros(len(times))
    for at in range(0, len(sources), WIDTH):
        block = sources[at : at + WIDTH]
        away = (
            _steps(graph, block)
            if graph.weight == "binary"
            else csgraph.dijkstra(by_distance.lengths(graph), indices=block)
        )
        away[away == 0] = np.inf
        sums += times[block] @ (1 / away)
    return twins.spread(sums) + (twins.spread(times) - ends) * twins.spread(graph.own)


def _lengths(graph: Projection, sources: Whole) -> Floats:
    """How far the classes of twins are from some of them, inf out of reach: (sources, classes)."""
    return np.asarray(csgraph.dijkstra(by_distance.lengths(graph), indices=sources))


def _steps(graph: Projection, sources: Whole) -> Floats:
    """How many steps the classes of twins are from some of them, inf out of reach: (sources, classes)."""
    away = np.full((len(graph.own), len(sources)), np.inf)
    away[sources, np.arange(len(sources))] = 0
    front, step = away == 0, 0
    while front.any():
        step += 1
        front = (graph.incidence.adjacency.product(front.astype(float)) > 0) & np.isinf(away)
        away[front] = step
    return away.T


def _parts(graph: Projection) -> Whole:
    """The number of the part that each node is in, in the order of the parts' first nodes: (nodes,)."""
    twins = graph.incidence.twins
    classes, columns = twins.matrix.shape
    where = twins.matrix.nonzero()
    linked = sp.coo_array((twins.matrix.data, (where[0], classes + where[1])), (classes + columns,) * 2)
    count, label = csgraph.connected_components(linked, directed=False)
    found = np.where(twins.of < 0, count + np.arange(len(twins.of)), label[twins.of] if classes else -1)
    _, first, part = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[part]


def connected_components(G: Projection) -> Iterator[set[Any]]:
    """As networkx: the parts as sets of nodes, in the order of their first nodes."""
    parts = _parts(G)
    order = np.argsort(parts, kind="stable")
    ends = np.flatnonzero(np.diff(parts[order])) + 1
    return ({G.nodes[at] for at in part} for part in np.split(order, ends) if len(part))


def number_connected_components(G: Projection) -> int:
    """As networkx: how many parts there are."""
    return int(_parts(G).max(initial=-1)) + 1


def is_connected(G: Projection) -> bool:
    """As networkx: whether there is one part.

    Raises NetworkXPointlessConcept for a graph without nodes.
    """
    if not len(G):
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return number_connected_components(G) == 1


def node_connected_component(G: Projection, n: Any) -> set[Any]:
    """As networkx: the part that a node is in."""
    if n not in G:
        raise KeyError(n)
    parts = _parts(G)
    return {G.nodes[at] for at in np.flatnonzero(parts == parts[G.place(n)])}
