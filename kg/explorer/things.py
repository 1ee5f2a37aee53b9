"""A graph of things as a pyvis Network: laid out, coloured and shaped, with parallel relations kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
from pyvis.network import Network

from kg.explorer.layout import positions, radius


@dataclass(frozen=True)
class Style:
    """How things of a kind look: their colour on a light and a dark page, their shape, their name in the legend."""

    colour: str
    dark: str
    shape: str
    name: str


# In the order of the legend. The muted colours of Paul Tol, deepened until each is 3:1 on white; shape tells the rest.
STYLES: dict[str, Style] = {
    "city": Style("#332288", "#9d8ff0", "dot", "Cities"),
    "region": Style("#2f86a8", "#88ccee", "dot", "Regions"),
    "network": Style("#882255", "#e57fb0", "star", "Networks, coalitions, mechanisms"),
    "instrument": Style("#117733", "#5cc98a", "diamond", "Declarations and other instruments"),
    "fund": Style("#8a7420", "#ddcc77", "triangle", "Funds"),
    "practice": Style("#2a8a7d", "#44aa99", "hexagon", "Practices"),
    "pledge": Style("#cc6677", "#ffc0cb", "diamond", "Pledges"),
    "event": Style("#7d7d22", "#b8b84a", "triangleDown", "Events"),
    "organisation": Style("#aa4499", "#dd77cc", "square", "Organisations"),
    "person": Style("#a0522d", "#d99a6c", "dot", "People"),
    "publication": Style("#6b7280", "#b8bfc9", "square", "Publications"),
    "country": Style("#4a5560", "#98a4b0", "square", "Countries"),
    "district": Style("#2f7d4f", "#e0c060", "square", "Districts"),
    "group": Style("#76818c", "#a9b4bf", "dot", "Unnamed groups"),
    "other": Style("#777777", "#aaaaaa", "dot", "Other"),
}
# Hidden until they are asked for: everything is linked with them, or only one thing is.
BEHIND = frozenset({"person", "publication", "country", "district", "group"})

Facts = Mapping[str, Sequence[tuple[str, str, str]]]
Evidence = Mapping[str, Sequence[str]]
TEXTS = ("country", "region", "side", "start", "end", "list", "listing")


def network(
    graph: nx.MultiDiGraph,
    evidence: Evidence | None = None,
    facts: Facts | None = None,
    remarks: Mapping[str, str] | None = None,
) -> Network:
    """A pyvis Network of a graph of things.

    Nodes need `name` and `kind`, edges `relation`; nodes may have `region`, `side`, `lat`, `lon`, dates in `start` and
    `end`, and how complete a list is in `list` and `listing`; edges `role`, `start` and `end`. `evidence` has the keys
    of the places where a thing or statement is said, `facts` what else is said of a thing (relation, words,
    statement), `remarks` what a statement adds to its link. The graph is not changed; an empty one gives an empty one.
    """
    said, known, added = evidence or {}, facts or {}, remarks or {}
    net = Network(directed=True, height="100%", width="100%")
    places = positions(nx.Graph(graph), [node for node, own in graph.nodes(data=True) if own["kind"] == "country"])
    countries = {start: end for start, end, relation in graph.edges(data="relation") if relation == "inCountry"}
    for node, own in sorted(graph.nodes(data=True)):
        _add(net, {"id": node, **_node(own, places[node], graph.degree(node)), "country": countries.get(node, ""),
                   "facts": _facts(known.get(node, ()), said), "evidence": list(said.get(node, ()))})  # fmt: skip
    net.edges = [
        {"id": key, "from": start, "to": end, "relation": own["relation"], "role": own.get("role", ""),
         "remark": added.get(key, own.get("role", "")), "start": own.get("start", ""), "end": own.get("end", ""),
         "evidence": list(said.get(key, ()))}
        for start, end, key, own in sorted(graph.edges(keys=True, data=True), key=lambda edge: str(edge[2]))
    ]  # fmt: skip
    return net


def _add(net: Network, node: dict[str, object]) -> None:
    """As Network.add_node, which looks through all nodes for each new one."""
    net.nodes.append(node)
    net.node_ids.append(node["id"])
    net.node_map[node["id"]] = node


def _node(own: Mapping[str, object], place: tuple[int, int], degree: int) -> dict[str, object]:
    kind = str(own["kind"]) if own["kind"] in STYLES else "other"
    style = STYLES[kind]
    return {
        "label": own["name"], "kind": kind, "type": own.get("type") or own["kind"], "iri": own["kind"],
        **{name: own.get(name) or "" for name in TEXTS}, "lat": own.get("lat"), "lon": own.get("lon"),
        "color": style.colour, "shape": style.shape, "size": radius(degree), "x": place[0], "y": place[1],
    }  # fmt: skip


def _facts(facts: Sequence[tuple[str, str, str]], said: Evidence) -> list[dict[str, object]]:
    plain = {"true": "yes", "false": "no"}
    return [
        {"key": key, "relation": name, "text": plain.get(words, words), "evidence": list(said.get(key, ()))}
        for name, words, key in facts
    ]
