"""networkx graphs as projections: every edge is a collective of two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np

from kg.incidence import Floats, Incidence
from kg.projections import Projection


@dataclass(frozen=True, eq=False)
class Converted(Projection):
    """A networkx graph as a projection; `attributes` are numbers of its edges, (columns,) each."""

    attributes: Mapping[str, Floats] = field(default_factory=dict)


def reason(graph: nx.Graph) -> str:
    """Why a networkx graph is no projection; empty where it is one."""
    if graph.is_directed() or graph.is_multigraph():
        return "only undirected graphs with one edge a pair are projections"
    return "a node that is linked with itself is in no projection" if any(n in graph[n] for n in graph) else ""


def convert(graph: nx.Graph, attributes: Mapping[str, Any]) -> Converted:
    """A graph with some attributes of its edges, each with the value of an edge that has none.

    Raises NotImplementedError, so that networkx looks elsewhere, for a graph that is directed or has parallel edges
    or loops, and for an attribute that is not a finite number above 0 on every edge.
    """
    if said := reason(graph):
        raise NotImplementedError(said)
    nodes = tuple(graph)
    places = {node: at for at, node in enumerate(nodes)}
    ends = [places[node] for edge in graph.edges() for node in edge]
    columns = np.repeat(np.arange(len(ends) // 2), 2)
    return Converted(
        Incidence.of(ends, columns, (len(nodes), len(ends) // 2)),
        nodes,
        attributes={name: _numbers(graph, name, missing) for name, missing in attributes.items()},
    )


def _numbers(graph: nx.Graph, name: str, missing: Any) -> Floats:
    found = [value for *_, value in graph.edges(data=name, default=missing)]
    if not all(isinstance(value, int | float | np.number) and 0 < value < np.inf for value in found):
        raise NotImplementedError(f"'{name}' is not a number above 0 on every edge")
    return np.array(found, float)
