"""What networkx asks of a backend, so that its functions work on a projection that is never built.

`nx.betweenness_centrality(projection)` comes here and returns what networkx returns on `projection.to_networkx()`,
to the last few bits. What is not here, networkx refuses with NotImplementedError, unless told to build the graph
(`nx.config.fallback_to_nx = True`, or `backend="networkx"`), within the memory that `to_networkx` allows.

Ordinary undirected graphs come here with `backend="citykg"`: each edge is a collective of two. Functions have the names
and parameters of networkx.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx

from kg.backend import attributes, conversion
from kg.backend.conversion import Converted
from kg.backend.neighbourhoods import (
    average_clustering,
    clustering,
    constraint,
    core_number,
    degree_centrality,
    effective_size,
    is_isolate,
    isolates,
    local_constraint,
    number_of_isolates,
    transitivity,
    triangles,
)
from kg.backend.paths import (
    betweenness_centrality,
    closeness_centrality,
    connected_components,
    harmonic_centrality,
    is_connected,
    node_connected_component,
    number_connected_components,
)
from kg.backend.walks import (
    eigenvector_centrality,
    eigenvector_centrality_numpy,
    katz_centrality,
    katz_centrality_numpy,
    pagerank,
)
from kg.projections import Projection

__all__ = [
    "average_clustering",
    "betweenness_centrality",
    "can_run",
    "closeness_centrality",
    "clustering",
    "connected_components",
    "constraint",
    "convert_from_nx",
    "convert_to_nx",
    "core_number",
    "degree_centrality",
    "effective_size",
    "eigenvector_centrality",
    "eigenvector_centrality_numpy",
    "harmonic_centrality",
    "is_connected",
    "is_isolate",
    "isolates",
    "katz_centrality",
    "katz_centrality_numpy",
    "local_constraint",
    "node_connected_component",
    "number_connected_components",
    "number_of_isolates",
    "pagerank",
    "should_run",
    "transitivity",
    "triangles",
]


def convert_from_nx(graph: nx.Graph, *, edge_attrs: Mapping[str, Any] | None = None, **preserved: object) -> Converted:
    """A networkx graph as a projection, with the attributes of the edges that the call reads.

    Raises NotImplementedError for graphs and attributes that no projection has.
    """
    return conversion.convert(graph, edge_attrs or {})


def convert_to_nx(result: Any, *, name: str | None = None) -> Any:
    """A projection as a networkx graph; any other result as it is.

    Raises OperatorError, with the estimate, where the graph would take too much memory.
    """
    return result.to_networkx() if isinstance(result, Projection) else result


def can_run(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool | str:
    """Whether a call can be answered, or why not."""
    try:
        given = inspect.signature(globals()[name]).bind(*args, **kwargs).arguments
    except TypeError:
        return True  # a wrong call: the function says so itself
    graph = given["G"]
    wrong = conversion.reason(graph) if isinstance(graph, nx.Graph) else ""
    return wrong or attributes.unfit(name, graph, given.get("weight", given.get("distance"))) or True


def should_run(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether a call is worth the conversion of its graph: whoever names the backend wants it."""
    return True
