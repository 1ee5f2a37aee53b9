"""A part of the graph of all things: of some layers, around one thing, or of what an answer names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import networkx as nx

from kg.errors import AskerError
from kg.layers import LAYERS, choose

COUNTRY = "inCountry"
HUBS = frozenset({"country", "group", "publication", "person"})  # a way through them says little of either end


def of_layers(graph: nx.MultiDiGraph, layers: Iterable[str]) -> nx.MultiDiGraph:
    """The links of some layers, as "membership", and the things at their ends.

    Raises AskerError for an unknown layer, and where the graph has no link of them.
    """
    relations = {LAYERS[layer].partition(":")[2] for layer in choose(layers)}
    edges = [edge for edge in graph.edges(keys=True) if graph.edges[edge]["relation"] in relations]
    if not edges:
        raise AskerError(f"--layers {','.join(layers)}: the graph has no such link; leave it out to see what there is")
    return _with_countries(graph, nx.MultiDiGraph(graph.edge_subgraph(edges)))


def around(graph: nx.MultiDiGraph, key: str, steps: int = 1) -> nx.MultiDiGraph:
    """A thing, all that is within so many steps of it, and every link between those.

    No step leads on through a country, a person, a publication or an unnamed group, which tie everything to all.
    """
    undirected = graph.to_undirected(as_view=True)
    found, edge = {key}, [key]
    for _ in range(steps):
        onward = [node for node in edge if node == key or graph.nodes[node]["kind"] not in HUBS]
        edge = sorted({other for node in onward for other in undirected[node]} - found)
        found.update(edge)
    return _with_countries(graph, nx.MultiDiGraph(graph.subgraph(found)))


def among(graph: nx.MultiDiGraph, keys: Collection[str]) -> nx.MultiDiGraph:
    """The things with these keys, and every link between them."""
    return _with_countries(graph, nx.MultiDiGraph(graph.subgraph(keys)))


def _with_countries(graph: nx.MultiDiGraph, part: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The same part with the country of each of its places, by which a reader can choose among them."""
    for start, end, key, own in list(graph.out_edges(list(part), keys=True, data=True)):
        if own["relation"] == COUNTRY and not part.has_edge(start, end, key):
            part.add_node(end, **graph.nodes[end])
            part.add_edge(start, end, key=key, **own)
    return part
