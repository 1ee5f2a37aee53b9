"""Graph and scores to one offline HTML file, on pyvis.

pyvis keeps the nodes and edges and renders; the template, the script and the style are the project's own, since
pyvis's page asks a network for Bootstrap. The vis-network bundle that pyvis carries is written into the page.
Text from the data reaches the page as JSON and is shown as text, never as markup.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pyvis
from pyvis.network import Network

from kg.explorer.columns import columns, numbered
from kg.explorer.layout import positions, radius
from kg.explorer.overview import first

HERE = Path(__file__).resolve().parent
VIS = Path(pyvis.__file__).resolve().parent / "templates" / "lib" / "vis-9.1.2"

# In the order of the legend. Colours of Okabe and Ito, which differ for colour-blind readers too; shape tells the rest.
STYLES: dict[str, tuple[str, str, str]] = {
    "city": ("#0072B2", "dot", "Cities"),
    "region": ("#56B4E9", "dot", "Regions"),
    "network": ("#D55E00", "star", "Networks, coalitions, mechanisms"),
    "instrument": ("#E69F00", "diamond", "Declarations and other instruments"),
    "fund": ("#009E73", "triangle", "Funds"),
    "practice": ("#7a5195", "hexagon", "Practices"),
    "pledge": ("#003f5c", "diamond", "Pledges"),
    "event": ("#F0E442", "triangleDown", "Events"),
    "organisation": ("#CC79A7", "square", "Organisations"),
    "person": ("#b5651d", "dot", "People"),
    "publication": ("#bfbfbf", "square", "Publications"),
    "country": ("#7f8c8d", "square", "Countries"),
    "district": ("#56B4E9", "square", "Districts"),
    "group": ("#9aa5b1", "dot", "Unnamed groups"),
    "other": ("#999999", "dot", "Other"),
}

COLLECTIVES = frozenset({"network", "instrument", "fund"})
# Hidden until they are asked for: everything is linked with them, or only one thing is.
BEHIND = frozenset({"person", "publication", "country", "district", "group"})

Facts = Mapping[str, Sequence[tuple[str, str, str]]]
Evidence = Mapping[str, Sequence[str]]


def network(
    graph: nx.MultiDiGraph,
    evidence: Evidence | None = None,
    facts: Facts | None = None,
    remarks: Mapping[str, str] | None = None,
) -> Network:
    """A pyvis Network of a graph of things, laid out, with parallel relations kept.

    Nodes need `name` and `kind`, edges `relation`. `evidence` says where a thing or statement is said, `facts` what
    else is said of a thing (relation, words, statement), `remarks` what a statement adds to its link.
    The graph is not changed.
    """
    said, known, added = evidence or {}, facts or {}, remarks or {}
    net = Network(directed=True, height="100%", width="100%")
    places = positions(nx.Graph(graph), [node for node, own in graph.nodes(data=True) if own["kind"] == "country"])
    for node, own in sorted(graph.nodes(data=True)):
        _add(net, {"id": node, **_node(own, places[node], graph.degree(node)),
                   "facts": _facts(known.get(node, ()), said), "evidence": list(said.get(node, ()))})  # fmt: skip
    net.edges = [
        {"id": key, "from": start, "to": end, "relation": own["relation"],
         "remark": added.get(key, own.get("role", "")), "evidence": list(said.get(key, ()))}
        for start, end, key, own in sorted(graph.edges(keys=True, data=True), key=lambda edge: str(edge[2]))
    ]  # fmt: skip
    return net


def _add(net: Network, node: dict[str, object]) -> None:
    """As Network.add_node, which looks through all nodes for each new one."""
    net.nodes.append(node)
    net.node_ids.append(node["id"])
    net.node_map[node["id"]] = node


def _node(own: Mapping[str, str], place: tuple[int, int], degree: int) -> dict[str, object]:
    kind = own["kind"] if own["kind"] in STYLES else "other"
    colour, shape, _ = STYLES[kind]
    return {
        "label": own["name"], "kind": kind, "type": own.get("type") or own["kind"], "country": own.get("country", ""),
        "color": colour, "shape": shape, "size": radius(degree), "x": place[0], "y": place[1],
    }  # fmt: skip


def _facts(facts: Sequence[tuple[str, str, str]], said: Evidence) -> list[dict[str, object]]:
    plain = {"true": "yes", "false": "no"}
    return [
        {"relation": name, "text": plain.get(words, words), "evidence": list(said.get(key, ()))}
        for name, words, key in facts
    ]


def page(
    net: Network,
    title: str,
    subtitle: str,
    about: Sequence[tuple[str, str]] = (),
    headings: Sequence[tuple[str, str, str]] = (),
    sources: Sequence[tuple[str, str]] = (),
) -> str:
    """The Network as one HTML page that asks nothing of any network.

    `about` are the paragraphs of the first panel, each with its heading; `headings` the words for a relation
    ("out" or "in", relation, words) in their order; `sources` what each source is.
    """
    own, foremost = copy.copy(net), _first(net)
    own.set_template_dir(str(HERE), "page.html")
    own.templateEnv.globals.update(
        title=title,
        subtitle=subtitle,
        about=about,
        headings=headings,
        sources=sources,
        graph=_inline_json(_graph(net, foremost)),
        few=len(foremost) if len(foremost) < len(net.nodes) else 0,
        kinds=[
            {"kind": kind, "color": style[0], "shape": style[1], "name": style[2], "behind": kind in BEHIND}
            for kind, style in STYLES.items()
        ],
        vis_script=_inline(VIS / "vis-network.min.js"),
        vis_style=_inline(VIS / "vis-network.css"),
        page_script=_inline(HERE / "page.js"),
        page_style=_inline(HERE / "page.css"),
    )
    return str(own.generate_html(name="page.html"))


def named_sources(net: Network) -> Counter[str]:
    """How often each source is named as the evidence of a thing, a fact or a link."""
    facts = [fact for node in net.nodes for fact in node["facts"]]
    return Counter(each.split(", ")[0] for row in (*net.nodes, *facts, *net.edges) for each in row["evidence"])


def _graph(net: Network, foremost: Collection[str]) -> dict[str, object]:
    """Nodes, their facts and the edges as columns: a node by its number, a place where something is said by its own."""
    nodes = {node["id"]: number for number, node in enumerate(net.nodes)}
    facts = [{"node": nodes[node["id"]], **fact} for node in net.nodes for fact in node.get("facts", ())]
    places = numbered(sorted({each for row in (*net.nodes, *net.edges, *facts) for each in row.get("evidence", ())}))

    def placed(row: Mapping[str, Any], *left_out: str, **more: object) -> dict[str, Any]:
        where = [places[each] for each in row.get("evidence", ())]
        return {**{name: value for name, value in row.items() if name not in left_out}, "evidence": where, **more}

    return {
        "places": list(places),
        "nodes": columns([placed(node, "facts", first=node["id"] in foremost) for node in net.nodes]),
        "facts": columns([placed(fact) for fact in facts]),
        "edges": columns(
            [placed(edge, "id", **{end: nodes[edge[end]] for end in ("from", "to")}) for edge in net.edges]
        ),
    }


def _first(net: Network) -> set[str]:
    """The keys of the things of the first view."""
    graph = nx.Graph()
    graph.add_nodes_from(node["id"] for node in net.nodes)
    graph.add_edges_from((edge["from"], edge["to"]) for edge in net.edges)
    kinds = {node["id"]: node["kind"] for node in net.nodes}
    behind, collectives = ([key for key, kind in kinds.items() if kind in kept] for kept in (BEHIND, COLLECTIVES))
    return first(graph, behind, collectives)


def _inline_json(value: object) -> str:
    """JSON that can stand inside the page: nothing in it ends the element or opens a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _inline(path: Path) -> str:
    """A script or style that can stand inside the page: nothing in it ends the element or opens a comment."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"<(/script|/style|!--)", r"<\\\1", text, flags=re.IGNORECASE)
