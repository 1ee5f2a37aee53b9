"""networkx's measures of walks, with its own start, steps and stopping rule, on products with the graph unbuilt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import numpy as np

from kg import centrality
from kg.backend.attributes import by_node, strengths
from kg.backend.paths import is_connected
from kg.centrality.engine import algebra
from kg.incidence import Floats
from kg.projections import Projection

Start = Mapping[Any, float] | None
FEW = 4000
"""Up to how many classes of twins equations are solved by elimination: some seconds."""


def _settle(step: Callable[[Floats], Floats], start: Floats, max_iter: int, tol: float) -> Floats:
    """Step until the sum of the changes is less than `tol` a node.

    Raises PowerIterationFailedConvergence after `max_iter` steps.
    """
    values = start
    for _ in range(max_iter):
        last, values = values, step(values)
        if np.abs(values - last).sum() < len(values) * tol:
            return values
    raise nx.PowerIterationFailedConvergence(max_iter)


def _vector(graph: Projection, values: Mapping[Any, float]) -> Floats:
    """A value for each node, in order.

    Raises KeyError for a node that has none, and for one that is not in the graph.
    """
    for node in values:
        if node not in graph:
            raise KeyError(node)
    return np.array([values[node] for node in graph.nodes], float)


def _ordered(graph: Projection, values: Floats, order: Start) -> dict[Any, float]:
    """The values by node, in the order of a start where one was given, as networkx does."""
    found = by_node(graph, values)
    return found if order is None else {node: found[node] for node in order}


def _norm(values: Floats) -> float:
    return float(np.linalg.norm(values)) or 1.0


def eigenvector_centrality(
    G: Projection, max_iter: int = 100, tol: float = 1e-6, nstart: Start = None, weight: str | None = None
) -> dict[Any, float]:
    """As networkx: the principal eigenvector by iteration."""
    if not len(G):
        raise nx.NetworkXPointlessConcept("cannot compute centrality for the null graph")
    if nstart is not None and all(value == 0 for value in nstart.values()):
        raise nx.NetworkXError("initial vector cannot have all zero values")
    graph, start = strengths(G, weight), np.ones(len(G)) if nstart is None else _vector(G, nstart)

    def step(values: Floats) -> Floats:
        found = values + graph.product(values)
        return found / _norm(found)

    return _ordered(G, _settle(step, start / start.sum(), max_iter, tol), nstart)


def eigenvector_centrality_numpy(
    G: Projection, weight: str | None = None, max_iter: int = 50, tol: float = 0
) -> dict[Any, float]:
    """As networkx: the principal eigenvector, exactly, so that `max_iter` and `tol` say nothing."""
    if not len(G):
        raise nx.NetworkXPointlessConcept("cannot compute centrality for the null graph")
    if not is_connected(G):
        raise nx.AmbiguousSolution(
            "`eigenvector_centrality_numpy` does not give consistent results for disconnected graphs"
        )
    return by_node(G, centrality.measure("eigenvector").score(strengths(G, weight)))


def _shares(graph: Projection, values: Start) -> Floats:
    """Values by node as shares of their sum, 0 for a node that has none; even shares where nothing is given."""
    if values is None:
        return np.full(len(graph), 1.0 / len(graph))
    found = np.array([values.get(node, 0) for node in graph.nodes], float)
    return np.asarray(found / found.sum())


def pagerank(
    G: Projection,
    alpha: float = 0.85,
    personalization: Start = None,
    max_iter: int = 100,
    tol: float = 1e-6,
    nstart: Start = None,
    weight: str | None = "weight",
    dangling: Start = None,
) -> dict[Any, float]:
    """As networkx: PageRank by iteration."""
    if not len(G):
        return {}
    if personalization is not None and not sum(personalization.get(node, 0) for node in G.nodes):
        raise ZeroDivisionError
    graph, jump, stuck = strengths(G, weight), _shares(G, personalization), G.degrees == 0
    landing = jump if dangling is None else _shares(G, dangling)
    sums = graph.product(np.ones(len(G)))
    sums[stuck] = np.inf

    def step(values: Floats) -> Floats:
        walked = graph.product(values / sums) + values[stuck].sum() * landing
        return np.asarray(alpha * walked + (1 - alpha) * jump)

    return by_node(G, _settle(step, _shares(G, nstart), max_iter, tol))


def _base(graph: Projection, beta: Any) -> Floats:
    """What each node has of its own: one number for all, or a number for each.

    Raises NetworkXError where a number is missing or too many.
    """
    try:
        return np.full(len(graph), float(beta))
    except (TypeError, ValueError, AttributeError) as error:
        if set(beta) != set(graph):
            raise nx.NetworkXError("beta dictionary must have a value for every node") from error
        return _vector(graph, beta)


def katz_centrality(
    G: Projection,
    alpha: float = 0.1,
    beta: Any = 1.0,
    max_iter: int = 1000,
    tol: float = 1e-6,
    nstart: Start = None,
    normalized: bool = True,
    weight: str | None = None,
) -> dict[Any, float]:
    """As networkx: Katz centrality by iteration."""
    if not len(G):
        return {}
    start = np.zeros(len(G)) if nstart is None else _vector(G, nstart)
    graph, base = strengths(G, weight), _base(G, beta)
    found = _settle(lambda values: alpha * graph.product(values) + base, start, max_iter, tol)
    return _ordered(G, found / _norm(found) if normalized else found, nstart)


def _solved(graph: Projection, alpha: float, base: Floats) -> Floats:
    """The x of x = alpha A x + base: by elimination, as networkx does, where classes of twins are few enough."""
    twins = graph.incidence.twins
    if len(twins.sizes) > FEW:
        return algebra.solve(graph, 1.0, alpha, base)
    weights, turned = alpha * graph.dense(np.arange(len(twins.sizes))), 1 + alpha * graph.own
    sums = np.linalg.solve(np.diag(turned) - twins.sizes[:, None] * weights, twins.gather(base))
    return np.asarray((base + twins.spread(weights @ sums)) / twins.spread(turned, alone=1))


def katz_centrality_numpy(
    G: Projection, alpha: float = 0.1, beta: Any = 1.0, normalized: bool = True, weight: str | None = None
) -> dict[Any, float]:
    """As networkx: Katz centrality, solved; also for a node that is the only one, where networkx 3.6.1 fails."""
    if not len(G):
        return {}
    order = beta if isinstance(beta, Mapping) else None
    if order is None and not isinstance(beta, int | float | np.number):
        raise nx.NetworkXError("beta must be a number")
    found = _solved(strengths(G, weight), alpha, _base(G, beta))
    norm = np.sign(found.sum()) * np.linalg.norm(found) if normalized else 1
    return _ordered(G, found / norm, order)
