"""Groups of nodes that link more with each other than chance explains, and how far to trust them.

Louvain's search depends on the order in which it looks at nodes. It is run with many seeds: the best partition is
kept, and how much the runs agree says how *stable* it is.

Reference: Blondel, Guillaume, Lambiotte and Lefebvre (2008), Fast unfolding of communities in large networks, Journal
of Statistical Mechanics P10008; Hubert and Arabie (1985), Comparing partitions, Journal of Classification 2, 193-218;
Barber (2007), Modularity and community detection in bipartite networks, Physical Review E 76, 066102.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np
import scipy.sparse as sp

from kg.errors import AskerError
from kg.incidence import Floats, Incidence, Whole


@dataclass(frozen=True)
class Community:
    """Nodes that belong together, in order; `name` is the first of those with most links to the others."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Communities:
    """The best partition found, largest community first, those as large in order of their members.

    `modularity` is Newman's; `stability` the mean adjusted Rand index of each two runs: 1 where all agree, about 0
    where they agree no more than chance would have it. `alone` are the nodes without any link, in order.
    """

    communities: tuple[Community, ...]
    modularity: float
    stability: float
    runs: int
    alone: tuple[str, ...]

    @property
    def of(self) -> Mapping[str, int]:
        """The number of each node's community, from 0; nodes without a link have none."""
        return {node: at for at, each in enumerate(self.communities) for node in each.members}


def detect(
    graph: nx.Graph,
    runs: int = 20,
    weight: str | None = None,
    resolution: float = 1.0,
    tick: Callable[[float], None] = lambda _: None,
) -> Communities:
    """The communities of a graph, as `Validated.to_networkx` gives, by Louvain's search with seeds 0 .. runs - 1.

    `weight` names an attribute of edges to weigh them by ("shared"); without it each counts once. The result does not
    depend on the order of nodes and edges. `tick` is told the share done.
    Edge cases: without edges there is no community, modularity is 0 and stability 1; one run is stable.
    Raises AskerError where there is no run.

    >>> found = detect(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("x", "y"), ("y", "z"), ("x", "z"), ("c", "x")]))
    >>> [(each.name, each.members) for each in found.communities], found.stability
    ([('a', ('a', 'b', 'c')), ('x', ('x', 'y', 'z'))], 1.0)
    """
    if runs < 1:
        raise AskerError(f"{runs} runs are too few; run at least once")
    nodes = sorted(node for node, degree in graph.degree if degree)
    alone = tuple(sorted(set(graph) - set(nodes)))
    if not nodes:
        return Communities((), 0.0, 1.0, runs, alone)
    ordered = _ordered(graph, nodes, weight)
    found = []
    for seed in range(runs):
        found.append(nx.community.louvain_communities(ordered, resolution=resolution, seed=seed))
        tick((seed + 1) / runs)
    quality = [nx.community.modularity(ordered, parts, resolution=resolution) for parts in found]
    best = max(range(runs), key=lambda at: round(quality[at], 12))
    named = sorted((_community(ordered, nodes, part) for part in found[best]), key=lambda each: each.members)
    named.sort(key=lambda each: -len(each.members))
    return Communities(tuple(named), quality[best], _agreement(found, len(nodes)), runs, alone)


def _ordered(graph: nx.Graph, nodes: list[str], weight: str | None) -> nx.Graph:
    """The graph on numbers, nodes and edges in order, so that nothing depends on how it was put together."""
    place = {node: at for at, node in enumerate(nodes)}
    ends = ((place[u], place[v], 1.0 if weight is None else load) for u, v, load in graph.edges(data=weight))
    ordered = nx.Graph()
    ordered.add_nodes_from(range(len(nodes)))
    ordered.add_weighted_edges_from(sorted((min(u, v), max(u, v), load) for u, v, load in ends))
    return ordered


def _community(graph: nx.Graph, nodes: list[str], part: set[int]) -> Community:
    inside = graph.subgraph(part).degree(weight="weight")
    name = min(part, key=lambda node: (-round(inside[node], 12), node))
    return Community(nodes[name], tuple(nodes[node] for node in sorted(part)))


def _agreement(partitions: list[list[set[int]]], count: int) -> float:
    """The mean adjusted Rand index of each two partitions; 1 for a single one."""
    coded = np.zeros((len(partitions), count), np.int64)
    for at, parts in enumerate(partitions):
        for number, part in enumerate(parts):
            coded[at, list(part)] = number
    found = [rand(one, other) for one, other in combinations(coded, 2)]
    return float(np.mean(found)) if found else 1.0


def rand(one: Iterable[int], other: Iterable[int]) -> float:
    """How far two partitions agree, as the adjusted Rand index: 1 for the same, about 0 for chance.

    Each is given by the number of the part of each node. 1 where both leave no choice: all in one part, or all alone.

    >>> rand([0, 0, 1, 1], [5, 5, 2, 2]), rand([0, 0, 1, 1], [0, 1, 0, 1])
    (1.0, -0.5)
    """
    first, second = (np.unique(np.asarray(each), return_inverse=True)[1] for each in (one, other))
    table = sp.coo_array((np.ones(len(first)), (first, second))).tocsr() if len(first) else sp.csr_array((1, 1))
    table.sum_duplicates()
    both, mine, theirs, every = (_twos(each) for each in (table.data, table.sum(0), table.sum(1), float(len(first))))
    span = (mine + theirs) / 2 * every - mine * theirs
    return (both * every - mine * theirs) / span if span else 1.0


def _twos(counts: Floats | float) -> float:
    """How many pairs there are within groups of these sizes."""
    sizes = np.asarray(counts, float)
    return float((sizes * (sizes - 1)).sum() / 2)


def modularity(incidence: Incidence, rows: Whole, columns: Whole | None = None) -> float:
    """Barber's modularity of a partition of both sides of a two-mode graph.

    `rows` and `columns` give the number of each node's module, from 0; -1 for none, which adds nothing. Without
    `columns` each column is put where it adds most, or left alone: the best that the partition of rows allows.

        Q = sum over rows i and columns c of one module of (B(i, c) - degree(i) degree(c) / m) / m

    with m memberships. Edge cases: 0 where there are no memberships; all in one module give 0.

    >>> graph = Incidence.of([0, 1, 2, 3], [0, 0, 1, 1], (4, 2))
    >>> modularity(graph, np.array([0, 0, 1, 1])), modularity(graph, np.array([0, 0, 1, 1]), np.array([1, 0]))
    (0.5, -0.5)
    """
    total, inside = float(incidence.sizes.sum()), np.flatnonzero(rows >= 0)
    if not total or not len(inside):
        return 0.0
    modules = sp.csr_array((np.ones(len(inside)), (rows[inside], inside)), (int(rows.max()) + 1, len(rows)))
    kept = np.asarray((modules @ incidence.matrix).toarray())
    gains = kept - np.outer(modules @ incidence.sizes, incidence.transposed.sizes) / total
    if columns is None:
        return float(gains.max(axis=0, initial=0.0).sum() / total)
    placed = np.flatnonzero((columns >= 0) & (columns < len(gains)))
    return float(gains[columns[placed], placed].sum() / total)
