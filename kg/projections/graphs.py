"""A networkx graph built from weights between classes of nodes that are alike, when its memory suffices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

import networkx as nx
import numpy as np
import scipy.sparse as sp

from kg.errors import OperatorError
from kg.incidence import Whole

EDGE, NODE = 300, 600
"""Bytes that an edge with a weight and a distance, and a node with its traits, take in a networkx graph, at most.

Measured on Python 3.11: 235 to 292 an edge, by how full the tables of neighbours are.
"""


def afford(nodes: int, edges: int, memory: float) -> None:
    """Nothing where a graph fits into so many bytes.

    Raises OperatorError, with the estimate, where it does not.

    >>> afford(2, 1, memory=2000)
    >>> afford(10_000, 20_000_000, memory=2e9)
    Traceback (most recent call last):
    kg.errors.OperatorError: a graph of 20,000,000 edges takes about 6.0 GB, more than the 2.0 GB allowed; ...
    """
    needed = edges * EDGE + nodes * NODE
    if needed > memory:
        raise OperatorError(
            f"a graph of {edges:,} edges takes about {needed / 1e9:.1f} GB, more than the {memory / 1e9:.1f} GB "
            "allowed; measures work without building it, or allow more with memory="
        )


def edge(weight: float) -> dict[str, float]:
    """The attributes of an edge of some weight above 0: the weight and the distance, 1 / weight."""
    return {"weight": weight, "distance": 1 / weight}


def build(
    nodes: Sequence[str],
    of: Whole,
    blocks: Iterable[tuple[Whole, sp.csr_array]],
    traits: Mapping[str, Sequence[str]],
) -> nx.Graph:
    """The graph of nodes in classes, `of` -1 for a node without edges, with the weights between classes in blocks.

    The weight of a class with itself is that between two of its nodes. `traits` are attributes of all nodes.
    """
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    for trait, values in traits.items():
        nx.set_node_attributes(graph, dict(zip(nodes, values, strict=True)), trait)
    members = _members(nodes, of)
    for rows, weights in blocks:
        for row, other, weight in zip(*_later(rows, weights), strict=True):
            pairs = combinations(members[row], 2) if row == other else product(members[row], members[other])
            graph.add_edges_from(_edges(pairs, weight))
    return graph


def _edges(pairs: Iterable[tuple[str, str]], weight: float) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Pairs as edges; two numbers serve all of them, which spares a sixth of the memory."""
    attributes = edge(weight)
    return ((u, v, attributes) for u, v in pairs)  # networkx copies the attributes


def _members(nodes: Sequence[str], of: Whole) -> list[list[str]]:
    """The nodes of each class, in order."""
    order = np.argsort(of, kind="stable")[np.count_nonzero(of < 0) :]
    return [[nodes[at] for at in each] for each in np.split(order, np.flatnonzero(np.diff(of[order])) + 1)]


def _later(rows: Whole, weights: sp.csr_array) -> tuple[list[int], list[int], list[float]]:
    """The stored pairs of a block of classes with themselves and later ones, and their weights."""
    first = np.repeat(rows, np.diff(weights.indptr))
    kept = first <= weights.indices
    return first[kept].tolist(), weights.indices[kept].tolist(), weights.data[kept].tolist()
