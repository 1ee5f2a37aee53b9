"""All that measures say of a graph, as the page takes it: the first screen, scores and communities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import networkx as nx

from kg.explorer.backbone import backbone
from kg.explorer.communities import communities
from kg.explorer.payload import About
from kg.explorer.standing import standings
from kg.twomode import Affiliation


def measured(about: About, affiliation: Affiliation, graph: nx.Graph) -> About:
    """What is said beside a graph, with what measures say of who gathers where in it.

    Nodes of the graph have `name` and `kind`. Countries tell no communities apart, since everything is linked with one.
    `about.whole` gains the methods in words, as `backbone` and `communities`.

    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y")]
    >>> graph = nx.Graph(pairs)
    >>> nx.set_node_attributes(graph, {node: {"name": node, "kind": "city"} for node in graph})
    >>> found = measured(About(), Affiliation.from_pairs(pairs), graph)
    >>> found.backbone[0]["shared"], found.scores["degree"][0]["node"], found.named
    (1, 'b', ('around X, a', 'around Y, b'))
    """
    screen, found = backbone(affiliation), standings(affiliation)
    among = [len(affiliation.places), len(affiliation.collectives)]
    inland = [node for node, kind in graph.nodes(data="kind") if kind != "country"]
    names: Mapping[str, str] = dict(graph.nodes(data="name"))
    colours = communities(nx.Graph(graph.subgraph(inland)), names, affiliation.collectives)
    return replace(
        about,
        whole={**about.whole, "backbone": screen.method, "communities": colours.method},
        backbone=[_tie(asdict(tie)) for tie in screen.ties],
        spots=screen.spots,
        measures=[{"name": each.measure, "title": each.title, "says": each.says, "among": among} for each in found],
        scores={each.measure: [{"node": key, **asdict(place)} for key, place in each.scores.items()] for each in found},
        communities=colours.of,
        named=colours.named,
    )


def _tie(tie: dict[str, Any]) -> dict[str, Any]:
    return {"from": tie.pop("one"), "to": tie.pop("other"), **tie}
