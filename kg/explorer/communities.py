"""Which things belong together, for their colours: the largest communities by name, the rest together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import networkx as nx

from kg.significance import Community, detect

COLOURS = 10  # communities that are told apart, the rest among them
RUNS = 5  # of the search, fewer where there are many links
WORK = 20_000  # links that are searched, over all runs, about
SMALLER = "smaller communities"


@dataclass(frozen=True)
class Colours:
    """The number of each thing's community, from 0, the largest first; -1 for a thing without links.

    `named` says what each is around; the last are all smaller ones together. `method` says how they were found.
    """

    of: Mapping[str, int]
    named: tuple[str, ...]
    method: str


def communities(graph: nx.Graph, names: Mapping[str, str], heads: Collection[str] = ()) -> Colours:
    """The communities of a graph, COLOURS of them at most, by Louvain's search from a few seeds.

    A community is named after the two of its things with most links inside, those of `heads` (collectives) before
    others. `names` says what a thing is called, its key where it is not among them. Loops, directions and parallel
    links count nothing. Edge cases: an empty graph has none; without links all things have -1.

    >>> found = communities(nx.Graph([("a", "X"), ("b", "X"), ("c", "Y"), ("d", "Y")]), {"X": "Eurocities"}, ["X", "Y"])
    >>> found.named, found.of["b"], found.of["c"]
    (('around Eurocities, a', 'around Y, c'), 0, 1)
    """
    plain = nx.Graph((one, other) for one, other in graph.edges() if one != other)
    runs = max(1, min(RUNS, WORK // max(1, plain.number_of_edges())))
    found = detect(plain, runs=runs)
    told = len(found.communities) if len(found.communities) <= COLOURS else COLOURS - 1
    named = [_named(plain, each, names, frozenset(heads)) for each in found.communities[:told]]
    best = f"the best of {runs} runs" if runs > 1 else "one run"
    agree = f", runs agree by {found.stability:.2f} of 1" if runs > 1 else ""
    method = (
        f"Louvain's search on all links: {len(found.communities):,} communities in {best}, modularity "
        f"{found.modularity:.2f}{agree}."
    )
    return Colours(
        {node: min(found.of[node], told) if node in found.of else -1 for node in sorted(graph)},
        (*named, *([SMALLER] if told < len(found.communities) else [])),
        method,
    )


def _named(graph: nx.Graph, community: Community, names: Mapping[str, str], heads: frozenset[str]) -> str:
    inside = graph.subgraph(community.members)
    first = sorted(inside, key=lambda node: (node not in heads, -len(inside[node]), node))[:2]
    return f"around {', '.join(names.get(node, node) for node in first)}"
