"""Where each node stands on the page: seeded, the same on every run, components packed side by side."""

from __future__ import annotations

import math

import networkx as nx

SPACING = 90  # pixels between neighbours, about the width of a label


def positions(graph: nx.Graph, seed: int = 7) -> dict[str, tuple[int, int]]:
    """A whole-pixel position for every node of an undirected graph.

    The largest component is laid out by springs around the origin; smaller ones stand in rows below it, each by
    springs of its own; single nodes come last, in a grid. An empty graph gives an empty dict.
    """
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges() if edge[0] != edge[1]))
    components = sorted(nx.connected_components(ordered), key=lambda nodes: (-len(nodes), min(nodes)))
    placed: dict[str, tuple[int, int]] = {}
    if not components:
        return placed
    width = _radius(len(components[0])) * 2
    left, top, tallest = -width / 2, 0.0, 0.0
    for number, nodes in enumerate(components):
        radius = _radius(len(nodes))
        if number and left + 2 * radius > width / 2:
            left, top, tallest = -width / 2, top + tallest, 0.0
        _place(ordered.subgraph(sorted(nodes)), radius, (left + radius, top + radius), seed, placed)
        left, tallest = left + 2 * radius, max(tallest, 2 * radius)
    return placed


def _radius(nodes: int) -> float:
    return SPACING * (0.5 + 0.75 * math.sqrt(nodes - 1))


def _place(
    part: nx.Graph, radius: float, centre: tuple[float, float], seed: int, placed: dict[str, tuple[int, int]]
) -> None:
    """Keep each node's direction from the middle, and spread the distances so that the disc is evenly filled."""
    points = _springs(part, seed)
    outward = sorted(points, key=lambda node: (round(math.hypot(*points[node]), 9), node))
    reach = max(radius - SPACING / 2, 0)
    for rank, node in enumerate(outward):
        angle = math.atan2(points[node][1], points[node][0])
        distance = reach * math.sqrt(rank / max(len(outward) - 1, 1))
        placed[node] = (round(centre[0] + distance * math.cos(angle)), round(centre[1] + distance * math.sin(angle)))


def _springs(part: nx.Graph, seed: int) -> dict[str, tuple[float, float]]:
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(sorted(part.edges()))
    distance = 2.2 / math.sqrt(len(ordered))
    found = nx.spring_layout(ordered, k=distance, iterations=120, seed=seed, method="force")
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}
