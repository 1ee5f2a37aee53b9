"""Where each node stands on the page: the same on every run, no two at one point, components side by side.

Springs lay out the core, the things with two links or more; whatever has one link stands around the thing that it is
linked with, as the seeds of a sunflower stand. The work grows with the number of things and links.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Collection

import networkx as nx
import numpy as np

from kg.explorer.grid import Points
from kg.explorer.springs import settled, sunflower

SPACING = 90  # pixels between neighbours, about the width of a label
LEAST = 60  # pixels between any two nodes, more than most marks are wide
SEED = LEAST * 0.61  # the step of a sunflower whose seeds are LEAST apart
BIGGEST = 50  # pixels from the middle of a mark to its rim, at most

Disc = dict[str, complex]
"""Where the nodes of a component stand around its middle, x + yi."""


def radius(links: int) -> float:
    """How big the mark of a thing is, in pixels, by the number of its links.

    >>> radius(0), radius(1), radius(100000)
    (8.0, 11.0, 50)
    """
    return min(round(8 + 3 * math.sqrt(links), 1), BIGGEST)


def positions(graph: nx.Graph, behind: Collection[str] = (), room: float = 0) -> dict[str, tuple[int, int]]:
    """A whole-pixel position for every node of an undirected graph.

    Every component is laid out on its own. The largest comes first; smaller ones stand in rows below it. Nodes without
    any link stand in a block of their own below all others. Links with a node of `behind`, such as a country, shape
    nothing where there are others: such nodes stand in a ring around the largest component. With `room` every node has
    that many pixels around it, for its name, and springs lay out those with one link too. An empty graph gives an empty
    dict.

    >>> positions(nx.empty_graph(["a", "b", "c"]))
    {'a': (45, 45), 'b': (135, 45), 'c': (45, 135)}
    """
    ordered = _sorted(graph)
    shaping, guests = _without(ordered, frozenset(behind))
    components = sorted(nx.connected_components(shaping), key=lambda nodes: (-len(nodes), min(nodes)))
    discs = [_disc(_sorted(shaping.subgraph(nodes)), room) for nodes in components if len(nodes) > 1]
    if guests and not discs:
        discs = [{min(shaping): 0j}]
    if guests:
        discs[0] |= _ring(ordered, guests, discs[0])
    placed = _packed(discs)
    lone = [node for node in shaping if not shaping[node] and node not in placed]
    placed |= _block(lone, placed)
    return {node: (round(place.real), round(place.imag)) for node, place in placed.items()}


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


def _packed(discs: list[Disc]) -> Disc:
    """Components in rows as wide as the first, from the origin to the right and down."""
    radii = [SPACING / 2 + max(abs(place) for place in disc.values()) for disc in discs]
    return {
        node: middle + place for disc, middle in zip(discs, _rows(radii), strict=True) for node, place in disc.items()
    }


def _rows(radii: list[float]) -> list[complex]:
    """The middles of discs of these radii, in rows as wide as the first."""
    width = 2 * radii[0] if radii else 0
    left, top, tallest = 0.0, 0.0, 0.0
    middles = []
    for each in radii:
        if left and left + 2 * each > width:
            left, top, tallest = 0.0, top + tallest, 0.0
        middles.append(complex(left + each, top + each))
        left, tallest = left + 2 * each, max(tallest, 2 * each)
    return middles


def _block(nodes: list[str], above: Disc) -> Disc:
    """Nodes without links, in rows as wide as what stands above them; in a square where that is narrower."""
    wide = max((place.real for place in above.values()), default=0.0)
    top = max((place.imag + SPACING for place in above.values()), default=SPACING / 2)
    columns = max(math.ceil(math.sqrt(len(nodes))), int(wide // SPACING), 1)
    return {
        node: complex(SPACING / 2 + at % columns * SPACING, top + at // columns * SPACING)
        for at, node in enumerate(nodes)
    }


def _disc(part: nx.Graph, room: float = 0) -> Disc:
    """A component around the middle: its core by springs, everything else around the thing that it is linked with."""
    core = sorted(node for node in part if room or len(part[node]) > 1) or [min(part)]
    inside = nx.Graph(part.subgraph(core))
    guests: dict[str, list[str]] = {node: [] for node in core}
    for node in part:
        if node not in inside:
            guests[min(part[node])].append(node)
    spots = {node: _spots(len(guests[node]), len(part[node])) for node in core}
    reaches = [max(room, _reach(len(part[node]), spots[node])) for node in core]
    placed = _sprung(inside, core, reaches)
    around = {
        guest: placed[node] + spot
        for node in core
        for guest, spot in zip(guests[node], _turned(spots[node], placed, node, inside), strict=True)
    }
    return placed | around


def _sprung(inside: nx.Graph, core: list[str], reaches: list[float]) -> Disc:
    """Where springs put the nodes of a core, which have that much reach."""
    number = {node: at for at, node in enumerate(core)}
    links = sorted((number[one], number[other]) for one, other in inside.edges())
    points = settled(np.array(reaches), np.array(links, np.int64).reshape(-1, 2))
    return dict(zip(core, points.tolist(), strict=True))


def _turned(spots: Points, placed: Disc, node: str, inside: nx.Graph) -> list[complex]:
    """The spots around a node, turned so that the first faces away from whom the node is linked with."""
    away = sum((placed[node] - placed[other] for other in sorted(inside[node])), 0j)
    if not len(spots) or not abs(away):
        return [complex(spot) for spot in spots]
    return [complex(spot) for spot in spots * cmath.rect(1, cmath.phase(away) - cmath.phase(complex(spots[0])))]


def _spots(guests: int, links: int) -> Points:
    """Where those stand who stand around a node: outside its mark, even where marks are drawn half as big again."""
    return sunflower(guests, max(radius(links) * 1.5 + LEAST / 3, LEAST), SEED)


def _reach(links: int, spots: Points) -> float:
    """From the middle of a node to half the least gap beyond it and all that stands around it."""
    far = float(np.abs(spots[-1])) if len(spots) else 0.0
    return LEAST / 2 + max(far, radius(links) - 11)


def _ring(graph: nx.Graph, guests: list[str], disc: Disc) -> Disc:
    """The guests around a disc, each on the side where those stand whom it is linked with, in rings if need be."""
    angles = {guest: _direction([disc[each] for each in graph[guest] if each in disc]) for guest in guests}
    order = sorted(guests, key=lambda guest: (angles[guest], guest))
    rim = max(abs(place) for place in disc.values()) + BIGGEST + SPACING
    rings = math.ceil(len(order) * SPACING / (2 * math.pi * rim))
    return {
        guest: cmath.rect(rim + at % rings * SPACING, 2 * math.pi * at / len(order) - math.pi)
        for at, guest in enumerate(order)
    }


def _direction(others: list[complex]) -> float:
    """The angle from the middle to the mean of the others; 0 without others."""
    return round(cmath.phase(sum(others) / len(others)), 9) if others else 0.0
