"""The first view of a graph that is too large to be read at once: its hubs, and what ties them together."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx

MOST = 150  # things in the first view
HUBS = 60  # of them collectives, while there are others to show


def first(graph: nx.Graph, behind: Collection[str], collectives: Collection[str]) -> set[str]:
    """The things to show first, MOST of them at most: all of a small graph; else hubs and what ties them together.

    Hubs are the collectives with the most links. Then come those who are linked with most of the hubs, and, where
    there is still room, whoever has the most links. Nothing of `behind` is among them, and nothing without a link,
    unless the graph is small. Ties are broken by key.

    >>> sorted(first(nx.star_graph(3), [], []))
    [0, 1, 2, 3]
    """
    if len(graph) <= MOST:
        return set(graph)
    hidden, own = frozenset(behind), frozenset(collectives)
    open_ = [node for node in graph if node not in hidden and not hidden.issuperset(graph[node])]
    ranked = sorted(open_, key=lambda node: (-len(graph[node]), node))
    hubs = [node for node in ranked if node in own][:HUBS]
    ties = {node: len(own.intersection(hubs, graph[node])) for node in ranked}
    others = [node for node in sorted(ranked, key=lambda node: -ties[node]) if node not in hubs]
    return {*hubs, *others[: MOST - len(hubs)]}
