"""What an attribute of the edges means to a measure: how strong an edge is, or how long.

The edges of a projection have `weight` and `distance`, its reciprocal; any other name means 1, as in networkx.
A measure of strengths can be had of `weight` and one of lengths of `distance`: the other way round no projection has
such weights, unless all are 1.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

import networkx as nx

from kg.backend.conversion import Converted
from kg.incidence import Floats, Whole
from kg.projections import Projection

LENGTHS = ("betweenness_centrality", "closeness_centrality", "harmonic_centrality")
"""The functions that read an attribute as a length."""


def unfit(name: str, graph: Any, attribute: Any) -> str:
    """Why a function cannot read an attribute of the edges of a graph; empty where it can.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> projection = project(Affiliation.from_pairs([("a", "X"), ("b", "X")]))
    >>> unfit("closeness_centrality", projection, "weight")
    "closeness_centrality reads 'weight' as a length, and the lengths of a projection are its 'distance'"
    """
    if callable(attribute):
        return f"{name} cannot ask a function for the attribute of each edge"
    if not isinstance(graph, Projection) or isinstance(graph, Converted) or graph.weight == "binary":
        return ""
    wrong, right, sense = ("weight", "distance", "length") if name in LENGTHS else ("distance", "weight", "strength")
    if attribute == wrong:
        return f"{name} reads '{wrong}' as a {sense}, and the {sense}s of a projection are its '{right}'"
    return ""


def strengths(graph: Projection, attribute: str | None) -> Projection:
    """The projection whose weights are the attribute of the edges; None means 1."""
    if isinstance(graph, Converted):
        return _loaded(graph, _values(graph, attribute))
    return graph if attribute == "weight" else graph.weighed("binary")


def lengths(graph: Projection, attribute: str | None) -> Projection:
    """The projection whose distances, 1 / weight, are the attribute of the edges; 'binary' where all are 1."""
    if isinstance(graph, Converted):
        values = _values(graph, attribute)
        return _loaded(graph, None if values is None else 1 / values)
    return graph if attribute == "distance" else graph.weighed("binary")


def _values(graph: Converted, attribute: str | None) -> Floats | None:
    """An attribute of the edges of a converted graph; None where all are 1."""
    values = graph.attributes.get(attribute or "")
    return None if values is None or (values == 1).all() else values


def _loaded(graph: Converted, loads: Floats | None) -> Projection:
    return graph.weighed("binary") if loads is None else Projection(graph.incidence, graph.nodes, loads=loads)


def chosen(graph: Projection, nodes: Any) -> Iterator[Any]:
    """The nodes that are meant by one node, by some, or by None for all; those that are not in the graph are left out.

    Raises NetworkXError for what is neither a node nor a sequence of what might be nodes.
    """
    if nodes is None:
        return iter(graph.nodes)
    if nodes in graph:
        return iter([nodes])
    if not isinstance(nodes, Iterable):
        raise nx.NetworkXError(f"Node {nodes} is not in the graph.")
    return (node for node in nodes if _possible(node) and node in graph)


def _possible(node: Any) -> bool:
    if not isinstance(node, Hashable):
        raise nx.NetworkXError(f"Node {node} in sequence nbunch is not a valid node.")
    return True


def by_node(graph: Projection, values: Floats | Whole) -> dict[Any, Any]:
    """Numbers of Python by node, from one for each."""
    return dict(zip(graph.nodes, values.tolist(), strict=True))
