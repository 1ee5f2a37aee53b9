"""Measures of how central a place or a collective is in the two-mode affiliation graph.

One measure a file, all with one signature: `measure(graph, side) -> dict[node, float]`, where `graph` is a
simple two-mode networkx graph whose nodes carry `bipartite` (0 for places, 1 for collectives) and `side` says
which of them are scored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx

from kg.centrality.betweenness import betweenness
from kg.centrality.degree import degree
from kg.centrality.pagerank import pagerank
from kg.errors import AskerError, nearest

Measure = Callable[[nx.Graph, int], dict[str, float]]
MEASURES: dict[str, Measure] = {"degree": degree, "betweenness": betweenness, "pagerank": pagerank}
SIDES = {"cities": 0, "collectives": 1}

__all__ = ["MEASURES", "SIDES", "Score", "betweenness", "degree", "measure", "pagerank", "ranks"]


@dataclass(frozen=True)
class Score:
    """A node's score, its rank (1 is highest; equal scores share the lowest number) and how many share it."""

    node: str
    score: float
    rank: int
    ties: int


def measure(name: str) -> Measure:
    """The measure of that name.

    Raises AskerError for an unknown one.
    """
    if name not in MEASURES:
        raise AskerError(f"no measure '{name}'{nearest(name, MEASURES)}; measures are {', '.join(MEASURES)}")
    return MEASURES[name]


def ranks(scores: Mapping[str, float], digits: int = 12) -> list[Score]:
    """Scores with ranks, highest first, ties in order of the nodes.

    Scores are rounded to `digits` significant places first, so that what is equal but for the last bits of
    floating point is a tie.

    >>> [(each.node, each.rank, each.ties) for each in ranks({"a": 1.0, "b": 2.0, "c": 1.0})]
    [('b', 1, 1), ('a', 2, 2), ('c', 2, 2)]
    """
    rounded = {node: float(f"{score:.{digits}g}") for node, score in scores.items()}
    ordered = sorted(rounded, key=lambda node: (-rounded[node], node))
    values = [rounded[node] for node in ordered]
    return [
        Score(node, rounded[node], values.index(rounded[node]) + 1, values.count(rounded[node])) for node in ordered
    ]
