"""Where each node stands on the page: seeded, the same on every run, no two at one point, components side by side."""

from __future__ import annotations

import math

import networkx as nx

SPACING = 90  # pixels between neighbours, about the width of a label
LEAST = 60  # pixels between any two nodes, more than the biggest mark is wide
ROUNDS = 60  # of pushing apart those that stand closer

Points = dict[str, tuple[float, float]]


def positions(graph: nx.Graph, seed: int = 7) -> dict[str, tuple[int, int]]:
    """A whole-pixel position for every node of an undirected graph.

    Every component is laid out by springs of its own. The largest comes first; smaller ones stand in rows below
    it, single nodes last. An empty graph gives an empty dict.
    """
    ordered = _sorted(graph)
    components = sorted(nx.connected_components(ordered), key=lambda nodes: (-len(nodes), min(nodes)))
    discs = [_disc(ordered.subgraph(sorted(nodes)), seed) for nodes in components]
    radii = [SPACING / 2 + max(math.hypot(*point) for point in disc.values()) for disc in discs]
    return {
        node: (round(left + x), round(top + y))
        for disc, (left, top) in zip(discs, _rows(radii), strict=True)
        for node, (x, y) in disc.items()
    }


def _sorted(graph: nx.Graph) -> nx.Graph:
    """The same graph without loops, in an order that does not depend on who wrote it."""
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges() if edge[0] != edge[1]))
    return ordered


def _rows(radii: list[float]) -> list[tuple[float, float]]:
    """The middles of discs of these radii, in rows as wide as the first."""
    width = 2 * radii[0] if radii else 0
    left, top, tallest = 0.0, 0.0, 0.0
    middles = []
    for radius in radii:
        if left and left + 2 * radius > width:
            left, top, tallest = 0.0, top + tallest, 0.0
        middles.append((left + radius, top + radius))
        left, tallest = left + 2 * radius, max(tallest, 2 * radius)
    return middles


def _disc(part: nx.Graph, seed: int) -> Points:
    """Keep each node's direction from the middle, spread the distances so that the disc is evenly filled."""
    found = _springs(part, seed)
    radius = SPACING * 0.75 * math.sqrt(len(found) - 1)
    outward = sorted(found, key=lambda node: (round(math.hypot(*found[node]), 9), node))
    points = {}
    for rank, node in enumerate(outward):
        angle = math.atan2(found[node][1], found[node][0])
        distance = radius * math.sqrt(rank / max(len(outward) - 1, 1))
        points[node] = (distance * math.cos(angle), distance * math.sin(angle))
    return _apart(points)


def _springs(part: nx.Graph, seed: int) -> Points:
    distance = 2.2 / math.sqrt(len(part))
    found = nx.spring_layout(_sorted(part), k=distance, iterations=60, seed=seed, method="force")
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def _apart(points: Points) -> Points:
    """Push those that stand closer than LEAST away from each other, a few rounds long."""
    now = dict(sorted(points.items()))
    for _ in range(ROUNDS):
        close = [pair for pair in _pairs(now) if math.dist(now[pair[0]], now[pair[1]]) < LEAST]
        if not close:
            break
        for one, other in close:
            now[one], now[other] = _pushed(now[one], now[other])
    return now


def _pairs(points: Points) -> list[tuple[str, str]]:
    """Pairs that may be close: those in the same or neighbouring squares of a grid."""
    cells: dict[tuple[int, int], list[str]] = {}
    for node, (x, y) in points.items():
        cells.setdefault((math.floor(x / LEAST), math.floor(y / LEAST)), []).append(node)
    around = [(right, down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
    return [
        (node, other)
        for (column, row), nodes in cells.items()
        for right, down in around
        for other in cells.get((column + right, row + down), ())
        for node in nodes
        if node < other
    ]


def _pushed(one: tuple[float, float], other: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two points moved half of what they lack each; two at one point part sideways."""
    gap = math.dist(one, other)
    x, y = ((other[0] - one[0]) / gap, (other[1] - one[1]) / gap) if gap else (1.0, 0.0)
    step = max(LEAST - gap, 0) / 2
    return (one[0] - x * step, one[1] - y * step), (other[0] + x * step, other[1] + y * step)
