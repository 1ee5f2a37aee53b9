"""Where each node stands on the page: the same on every run, no two at one point, components side by side.

Springs lay out the core, the things with two links or more; whatever has one link stands around the thing that it is
linked with, as the seeds of a sunflower stand. The work grows with the number of links, however many there are.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

import networkx as nx
import numpy as np

from kg.explorer.springs import Floats, settled, sunflower

SPACING = 90  # pixels between neighbours, about the width of a label
LEAST = 60  # pixels between any two nodes, more than most marks are wide
SEED = LEAST * 0.61  # the step of a sunflower whose seeds are LEAST apart
CORE = 600  # things that springs lay out in one component, at most; time grows with its square
BIGGEST = 50  # pixels from the middle of a mark to its rim, at most

Points = dict[str, tuple[float, float]]


def radius(links: int) -> float:
    """How big the mark of a thing is, in pixels, by the number of its links.

    >>> radius(0), radius(1), radius(100000)
    (8.0, 11.0, 50)
    """
    return min(round(8 + 3 * math.sqrt(links), 1), BIGGEST)


def positions(graph: nx.Graph, behind: Collection[str] = ()) -> dict[str, tuple[int, int]]:
    """A whole-pixel position for every node of an undirected graph.

    Every component is laid out on its own. The largest comes first; smaller ones stand in rows below it, single
    nodes last. Links with a node of `behind`, such as a country, shape nothing where there are others: such nodes
    stand in a ring around the largest component. An empty graph gives an empty dict.
    """
    ordered = _sorted(graph)
    shaping, guests = _without(ordered, frozenset(behind))
    components = sorted(nx.connected_components(shaping), key=lambda nodes: (-len(nodes), min(nodes)))
    discs = [_disc(_sorted(shaping.subgraph(nodes))) for nodes in components]
    if guests and discs:
        discs[0] |= _ring(ordered, guests, discs[0])
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


def _without(graph: nx.Graph, behind: frozenset[str]) -> tuple[nx.Graph, list[str]]:
    """The graph without the links that shape nothing, and the nodes whose every link is such a one."""
    free = {node for node in graph if node not in behind and not behind.issuperset(graph[node])}
    shaping = graph.copy()
    shaping.remove_edges_from([(one, other) for one in sorted(behind) if one in graph
                               for other in graph[one] if other in free])  # fmt: skip
    guests = [node for node in sorted(behind) if node in graph and graph[node] and not shaping[node]]
    shaping.remove_nodes_from(guests)
    return shaping, guests


def _rows(radii: list[float]) -> list[tuple[float, float]]:
    """The middles of discs of these radii, in rows as wide as the first."""
    width = 2 * radii[0] if radii else 0
    left, top, tallest = 0.0, 0.0, 0.0
    middles = []
    for each in radii:
        if left and left + 2 * each > width:
            left, top, tallest = 0.0, top + tallest, 0.0
        middles.append((left + each, top + each))
        left, tallest = left + 2 * each, max(tallest, 2 * each)
    return middles


def _disc(part: nx.Graph) -> Points:
    """A component around the middle: its core by springs, everything else around one thing of the core."""
    core = _core(part)
    hosts = _hosts(part, core)
    guests: dict[str, list[str]] = {node: [] for node in core}
    for node, host in hosts.items():
        guests[host].append(node)
    spots = {node: _spots(len(guests[node]), len(part[node])) for node in core}
    reaches = np.array([_reach(part, node, spots[node]) for node in core])
    placed = {
        node: (float(x), float(y))
        for node, (x, y) in zip(core, settled(reaches, _pulls(part, core, hosts)), strict=True)
    }
    around: Points = {}
    for node in core:
        for guest, (x, y) in zip(_seated(part, guests[node], node, placed, spots[node]), spots[node], strict=True):
            around[guest] = (placed[node][0] + float(x), placed[node][1] + float(y))
    return placed | around


def _core(part: nx.Graph) -> list[str]:
    """The nodes with two links or more, the most linked first where they are too many; one node at least."""
    inner = [node for node in part if len(part[node]) > 1] or [min(part)]
    return sorted(sorted(inner, key=lambda node: (-len(part[node]), node))[:CORE])


def _hosts(part: nx.Graph, core: Iterable[str]) -> dict[str, str]:
    """Around which node of the core each other stands: the least linked that it is linked with, so the most telling."""
    hosts = {node: node for node in core}
    edge = list(hosts)
    while edge:
        reached = sorted({other for node in edge for other in part[node] if other not in hosts})
        nearest = {node: min((len(part[each]), each) for each in part[node] if each in hosts)[1] for node in reached}
        hosts |= {node: hosts[each] for node, each in nearest.items()}
        edge = reached
    return {node: host for node, host in hosts.items() if node != host}


def _spots(guests: int, links: int) -> Floats:
    """Where those stand who stand around a node: outside its mark, even where marks are drawn half as big again."""
    return sunflower(guests, max(radius(links) * 1.5 + LEAST / 3, LEAST), SEED)


def _reach(part: nx.Graph, node: str, spots: Floats) -> float:
    """From the middle of a node to half the least gap beyond it and all that stands around it."""
    far = float(np.hypot(spots[-1, 0], spots[-1, 1])) if len(spots) else 0.0
    return LEAST / 2 + max(far, radius(len(part[node])) - 11)


def _pulls(part: nx.Graph, core: list[str], hosts: dict[str, str]) -> Floats:
    """How strongly each two of the core draw each other: by a link, and by those around one that link to the other."""
    number = {node: rank for rank, node in enumerate(core)}
    pulls = np.zeros((len(core), len(core)))
    for one, other in part.edges():
        ends = number[hosts.get(one, one)], number[hosts.get(other, other)]
        if ends[0] != ends[1]:
            pulls[ends] += 1
            pulls[ends[::-1]] += 1
    return np.log2(1 + pulls)


def _seated(part: nx.Graph, guests: list[str], host: str, placed: Points, spots: Floats) -> list[str]:
    """The guests in the order of the spots: with no other link inside, the others outside, towards whom they know."""
    away = {guest: _direction([placed[each] for each in part[guest] if each in placed and each != host], placed[host])
            for guest in guests}  # fmt: skip
    inside = sorted(guest for guest, angle in away.items() if angle is None)
    outside = sorted((angle, guest) for guest, angle in away.items() if angle is not None)
    outer = range(len(inside), len(guests))
    seats = sorted(outer, key=lambda seat: (math.atan2(spots[seat, 1], spots[seat, 0]), seat))
    taken = {seat: guest for seat, (_, guest) in zip(seats, outside, strict=True)}
    return [*inside, *(taken[seat] for seat in outer)]


def _direction(others: list[tuple[float, float]], middle: tuple[float, float]) -> float | None:
    """The angle from the middle to the mean of the others; none without others."""
    if not others:
        return None
    x, y = (sum(each[side] for each in others) / len(others) - middle[side] for side in (0, 1))
    return round(math.atan2(y, x), 9)


def _ring(graph: nx.Graph, guests: list[str], disc: Points) -> Points:
    """The guests around a disc, each on the side where those stand whom it is linked with, in rings if need be."""
    known = {guest: [disc[each] for each in graph[guest] if each in disc] for guest in guests}
    angles = {guest: _direction(others, (0.0, 0.0)) or 0.0 for guest, others in known.items()}
    order = sorted(guests, key=lambda guest: (angles[guest], guest))
    rim = max(math.hypot(*point) for point in disc.values()) + BIGGEST + SPACING
    rings = math.ceil(len(order) * SPACING / (2 * math.pi * rim))
    found = {}
    for rank, guest in enumerate(order):
        angle, distance = 2 * math.pi * rank / len(order) - math.pi, rim + rank % rings * SPACING
        found[guest] = (distance * math.cos(angle), distance * math.sin(angle))
    return found
