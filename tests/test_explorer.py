"""The explorer's Python side: where nodes stand, what the pyvis Network holds, what the page is made of."""

from __future__ import annotations

import base64
import copy
import gzip
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from pyvis.network import Network

from kg import api, cli, explorer, headings, profiles
from kg import store as stores
from kg.explorer.layout import LEAST
from kg.explorer.page import _inline as inline
from kg.explorer.things import STYLES
from tests.conftest import world
from tests.test_layout import closest

# Words that hurt a page which reads text as markup, script or template; keys that are properties of every object.
HOSTILE = {
    "__proto__": "<img src=x onerror=alert(1)>",
    "constructor": "</script><script>alert(2)</script>",
    "toString": "\"'><svg onload=alert(3)>&amp;",
    "comment": "<!--<script>alert(4)//--> ]]>",
    "template": "{{ 7*7 }}{% raw %}${alert(5)}",
    "link": '<a href="javascript:alert(6)">href</a>',
    "right-to-left": "مدينة \u202eبرشلونة",
    "emoji": "🏙️👩🏽‍🚀 city",
    "long": ("Llanfairpwll " * 24)[:300],
    "lines": "two\nlines, \u2028 a tab\t and \\ \x7f",
}


def linked(*edges: tuple[str, str, str], **names: str) -> nx.MultiDiGraph:
    """A graph of cities from (start, relation, end); `names` are the nodes' names and may add nodes."""
    graph = nx.MultiDiGraph()
    for key in sorted({node for start, _, end in edges for node in (start, end)} | set(names)):
        graph.add_node(key, name=names.get(key, key.title()), kind="city", type="City", country="")
    for number, (start, relation, end) in enumerate(edges):
        graph.add_edge(start, end, key=f"s{number}", relation=relation, role="")
    return graph


def hostile() -> Network:
    """A Network whose every text is hostile: names, types, relations, remarks, facts and evidence."""
    words, graph = list(HOSTILE.values()), nx.MultiDiGraph()
    for key, name in HOSTILE.items():
        graph.add_node(key, name=name, kind="city", type=name, country=name)
    for number, (start, end) in enumerate(itertools.combinations(HOSTILE, 2)):
        graph.add_edge(start, end, key=f"s{number}", relation=words[number % len(words)], role="")
    said = dict.fromkeys(["fact", *graph, *(f"s{number}" for number in range(graph.size()))], words)
    facts = {key: [("altLabel", each, "fact") for each in words] for key in graph}
    return explorer.network(graph, said, facts, {f"s{number}": each for number, each in enumerate(words)})


def page(net: Network) -> str:
    words = list(HOSTILE.values())
    about = explorer.About(
        whole={"title": words[0], "cite": words[1], "counts": {words[1]: 1}, "note": words[2]},
        headings=[("out", "altLabel", words[0])],
        sources=[{"key": key, "title": each, "address": each, "kind": each} for key, each in HOSTILE.items()],
        places=[{"key": each, "source": key, "section": each} for key, each in HOSTILE.items()],
    )
    return explorer.page(net, words[1], words[0], about)


class Reader(HTMLParser):
    """What a browser makes of a page: its elements, their addresses, and the text of each script by id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.texts: dict[str, str] = {}
        self.now = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.tags.append(tag)
        self.now = own.get("id") or tag
        self.addresses += [str(value) for name, value in attrs if name in ("src", "href", "action", "data", "poster")]

    def handle_data(self, data: str) -> None:
        self.texts[self.now] = self.texts.get(self.now, "") + data

    @property
    def payload(self) -> dict[str, Any]:
        """What the page's script reads."""
        whole: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(self.texts["payload"])))
        return whole

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a part, as the page's own script reads them; evidence by the key of its place."""
        payload = self.payload
        keys = [place["key"] for place in unpacked(payload["places"])]
        found = list(unpacked(payload[name]))
        return [
            {**row, "evidence": [keys[each] for each in row["evidence"]]} if "evidence" in row else row for row in found
        ]


def unpacked(columns: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows that were written as columns."""
    whole = [each.get("all") or [each["of"][place] for place in each["at"]] for each in columns.values()]
    return (dict(zip(columns, row, strict=True)) for row in zip(*whole, strict=True))


# Where nodes stand


def test_no_two_things_of_the_shipped_graph_stand_at_one_point(shipped: Network) -> None:
    places = {node["id"]: (node["x"], node["y"]) for node in shipped.nodes}
    assert len(places) == len(shipped.nodes) > 500
    assert closest(places) > LEAST / 2


def test_positions_and_page_are_the_same_under_any_hash_seed() -> None:
    program = "from tests import test_explorer as own; print(own.page(own.hostile()))"
    root = Path(__file__).resolve().parents[1]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        )
        for seed in ("0", "1")
    ]  # fmt: skip
    pages = [each.communicate()[0].decode() for each in runs]
    assert pages == [f"{page(hostile())}\n"] * 2


# What the Network holds


@pytest.fixture(scope="session")
def shipped(store: ox.Store) -> Network:
    return api.to_pyvis(store)


def test_a_network_carries_each_thing_with_its_facts_and_evidence() -> None:
    unknown = {
        **dict.fromkeys(["country", "region", "side", "start", "end", "list", "listing"], ""),
        "lat": None,
        "lon": None,
    }
    net = explorer.network(
        linked(("a", "memberOf", "b"), a="Århus", b="Eurocities"),
        {"a": ["x-2020, 1, p001"], "s0": ["x-2020, 2, p002"], "f": ["y-2021"]},
        {"a": [("altLabel", "Aarhus", "f"), ("migrationSpecific", "true", "g")]},
        {"s0": "Member, since 1990"},
    )
    assert net.nodes == [
        {
            "id": "a", "label": "Århus", "kind": "city", "type": "City", "iri": "city", "color": "#332288", **unknown,
            "shape": "dot", "size": 11.0, "x": 105, "y": 105, "evidence": ["x-2020, 1, p001"],
            "facts": [
                {"key": "f", "relation": "altLabel", "text": "Aarhus", "evidence": ["y-2021"]},
                {"key": "g", "relation": "migrationSpecific", "text": "yes", "evidence": []},
            ],
        },
        {
            "id": "b", "label": "Eurocities", "kind": "city", "type": "City", "iri": "city", **unknown,
            "color": "#332288", "shape": "dot", "size": 11.0, "x": 164, "y": 115, "evidence": [], "facts": [],
        },
    ]  # fmt: skip
    assert net.edges == [
        {"id": "s0", "from": "a", "to": "b", "relation": "memberOf", "role": "", "remark": "Member, since 1990",
         "start": "", "end": "", "evidence": ["x-2020, 2, p002"]},
    ]  # fmt: skip


def test_parallel_relations_are_kept() -> None:
    net = explorer.network(linked(("a", "memberOf", "b"), ("a", "partnerIn", "b"), ("b", "hostedBy", "a")))
    assert [(edge["from"], edge["relation"], edge["to"]) for edge in net.edges] == [
        ("a", "memberOf", "b"),
        ("a", "partnerIn", "b"),
        ("b", "hostedBy", "a"),
    ]


def test_a_role_stands_for_the_remark_where_there_is_none() -> None:
    graph = linked(("a", "memberOf", "b"))
    graph.edges["a", "b", "s0"]["role"] = "host"
    assert explorer.network(graph).edges[0]["remark"] == "host"


def test_a_graph_is_not_changed_by_drawing_it() -> None:
    graph = linked(("a", "memberOf", "b"), ("a", "partnerIn", "b"), ("c", "inspired", "c"))
    before = copy.deepcopy(graph)
    explorer.page(explorer.network(graph, {"a": ["x"]}, {"a": [("altLabel", "A", "f")]}), "title", "subtitle")
    assert nx.utils.graphs_equal(graph, before)


def test_things_of_an_unknown_kind_are_drawn_as_other() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", name="A", kind="spaceport")
    (node,) = explorer.network(graph).nodes
    assert (node["kind"], node["type"], node["shape"]) == ("other", "spaceport", "dot")


def test_the_legend_has_the_order_in_which_one_asks() -> None:
    first = ["city", "region", "network", "instrument", "fund", "practice", "pledge", "event", "organisation"]
    last = ["person", "publication", "country", "district", "group", "other"]
    assert list(STYLES) == [*first, *last]


def test_to_pyvis_gives_a_pyvis_network_of_every_thing_and_link(shipped: Network, store: ox.Store) -> None:
    assert type(shipped) is Network
    nodes = {node["id"]: node for node in shipped.nodes}
    assert {edge[end] for edge in shipped.edges for end in ("from", "to")} <= set(nodes)
    (city,) = (node for node in shipped.nodes if node["label"] == "São Paulo")
    assert (city["id"], city["kind"], city["country"]) == ("sao-paulo-br", "city", "br")
    assert "Sao Paolo" in [fact["text"] for fact in city["facts"] if fact["relation"] == "altLabel"]
    assert sum(node["kind"] == "city" for node in shipped.nodes) == profiles.overview(store)["cities"]


def test_everything_that_is_said_on_the_shipped_page_says_where(shipped: Network) -> None:
    lines = [*shipped.nodes, *shipped.edges, *(fact for node in shipped.nodes for fact in node["facts"])]
    assert [line for line in lines if not line["evidence"]] == []


def test_numbers_stand_among_the_facts_with_their_evidence() -> None:
    store = world("""
        <https://w3id.org/citykg/id/network/net> a kg:Network ; rdfs:label "Net" .
        <https://w3id.org/citykg/id/count-claim/c> a kg:CountClaim ; kg:about <https://w3id.org/citykg/id/network/net> ;
          kg:value 150 ; kg:counted "cities" ; kg:action "signed" ; kg:qualifier "at-least" ; kg:asOf "2018" ;
          kg:evidence <https://w3id.org/citykg/id/source/s-2018> .
        <https://w3id.org/citykg/id/completeness/d> a kg:Completeness ; kg:status "partial" ; kg:claimed 160 ;
          kg:collective <https://w3id.org/citykg/id/network/net> ;
          kg:evidence <https://w3id.org/citykg/id/source/s-2018> .
    """)
    (node,) = api.to_pyvis(store).nodes
    assert node["facts"] == [
        {"key": "d", "relation": "Is the list complete?", "text": "0 of 160 listed", "evidence": ["s-2018"]},
        {
            "key": "d",
            "relation": "Is the list complete?",
            "text": "partial; the source says there are 160",
            "evidence": ["s-2018"],
        },
        {
            "key": "c",
            "relation": "Numbers, side by side",
            "text": "at least 150 cities signed (2018)",
            "evidence": ["s-2018"],
        },
    ]


def test_remarks_are_role_verb_and_dates() -> None:
    store = world("""
        <https://x/m> rdf:subject <https://x/a> ; kg:verb "joined" ; kg:from "2019" ; kg:to "2021" ;
          kg:role [ rdfs:label "Member" ] .
        <https://x/n> rdf:subject <https://x/a> ; kg:from "2019" .
        <https://x/o> rdf:subject <https://x/a> ; kg:on "2018-12-08" .
        <https://x/p> rdf:subject <https://x/a> .
    """)
    assert profiles.remarks(store) == {"m": "Member, joined, 2019–2021", "n": "since 2019", "o": "2018-12-08"}


def test_headings_come_in_the_order_of_kg_show() -> None:
    found = headings.listed()
    assert found[:2] == [("out", "altLabel", "Other names"), ("out", "inCountry", "Country")]
    assert ("in", "memberOf", "Members") in found
    assert len(found) == len(headings.OUTGOING) + len(headings.INCOMING) == len({each[:2] for each in found})


# What the page is made of


def test_a_page_is_the_same_twice_and_leaves_its_network_alone() -> None:
    net = hostile()
    before = net.template_dir, net.path, net.html
    assert page(net) == page(net) == page(hostile())
    assert (net.template_dir, net.path, net.html) == before


def test_hostile_text_adds_no_element_and_arrives_whole() -> None:
    harmless = explorer.network(linked(("a", "memberOf", "b")))
    plain = Reader(explorer.page(harmless, "t", "s"))
    read = Reader(page(hostile()))
    assert read.tags == plain.tags
    assert {node["key"]: node["name"] for node in read.rows("nodes")} == HOSTILE
    assert [fact["text"] for fact in read.rows("facts") if fact["node"] == 0] == list(HOSTILE.values())
    assert {source["key"]: source["title"] for source in read.rows("sources")} == HOSTILE
    assert (read.texts["title"], read.texts["h1"]) == (f"{HOSTILE['constructor']}\n", f"{HOSTILE['constructor']}\n  ")


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_page_keeps_one_hostile_name(name: str) -> None:
    read = Reader(explorer.page(explorer.network(linked(a=name)), name, name))
    assert [node["name"] for node in read.rows("nodes")] == [name]
    assert " ".join(read.texts["h1"].split()) == " ".join(name.split())


def test_a_title_with_href_does_not_change_the_template() -> None:
    net = explorer.network(linked(a="href"))
    net.nodes[0]["title"] = '<a href="https://example.org">href</a>'
    read = Reader(explorer.page(net, "t", "s"))
    assert read.addresses == Reader(explorer.page(explorer.network(linked(a="href")), "t", "s")).addresses
    assert read.rows("nodes")[0]["title"] == '<a href="https://example.org">href</a>'


@pytest.mark.parametrize("graph", [linked(), linked(a="A")], ids=["empty", "single"])
def test_a_page_of_nearly_nothing_has_all_its_parts(graph: nx.MultiDiGraph) -> None:
    read = Reader(explorer.page(explorer.network(graph), "title", "subtitle"))
    assert [node["key"] for node in read.rows("nodes")] == list(graph)
    assert (read.rows("links"), read.payload["headings"], read.rows("sources")) == ([], [], [])


def test_a_page_has_no_address_but_an_empty_icon_and_itself() -> None:
    assert Reader(page(hostile())).addresses == ["data:,", "#details"]


def test_the_policy_names_every_script_and_style_by_its_hash_and_nothing_else() -> None:
    html = page(hostile())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    assert {name: values for name, values in rules.items() if name not in ("script-src", "style-src")} == {
        "default-src": ["'none'"],
        "img-src": ["data:", "blob:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    packed = re.findall(r'<script type="text/plain" id="library-\w+" data-form="script"[^>]*>(.*?)</script>', html)
    scripts += [gzip.decompress(base64.b64decode(each)).decode() for each in packed]
    assert sorted(rules["script-src"]) == sorted(map(hashed, scripts))
    assert rules["style-src"] == [hashed(style) for style in re.findall(r"<style>(.*?)</style>", html, re.DOTALL)]


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("text", "inlined"),
    [
        ('"</script>"', '"<\\/script>"'),
        ("'</STYLE >'", "'<\\/STYLE >'"),
        ("'<!--'", "'<\\!--'"),
        ("a < b && c</d", "a < b && c</d"),
    ],
)
def test_a_script_or_style_cannot_end_its_element(tmp_path: Path, text: str, inlined: str) -> None:
    (tmp_path / "file").write_text(text, encoding="utf-8")
    assert inline(tmp_path / "file") == inlined


# kg explore and kg.explore


def small(tmp_path: Path) -> Path:
    """A graph file of two cities, one linked with a network since 2019."""
    store = world("""
        <https://w3id.org/citykg/id/city/a> a kg:City ; rdfs:label "Àvila" .
        <https://w3id.org/citykg/id/network/n> a kg:Network ; rdfs:label "Net" .
        <https://w3id.org/citykg/id/membership/m> a kg:Statement, kg:Membership ;
          rdf:subject <https://w3id.org/citykg/id/city/a> ; rdf:predicate kg:memberOf ;
          rdf:object <https://w3id.org/citykg/id/network/n> ; kg:from "2019"^^xsd:gYear ;
          kg:evidence <https://w3id.org/citykg/id/source/s> .
        <https://w3id.org/citykg/id/source/s> a kg:Source ; rdfs:label "Report" ; dcterms:title "Report" ;
          dcterms:creator "Someone" ; dcterms:issued "2020" .
    """)
    file = tmp_path / "graph.nt"
    store.dump(str(file), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return file


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.main, ["explore", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_explore_writes_one_file_and_says_so(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "page.html"
    code, out, err = run("--graph", str(small(tmp_path)), "-o", str(target))
    size = target.stat().st_size / 1e6
    assert (code, out, err) == (0, "", f"wrote {target} ({size:.1f} MB); open it in a browser\n")
    assert sorted(path.name for path in target.parent.iterdir()) == ["page.html"]
    read = Reader(target.read_text(encoding="utf-8"))
    assert [node["name"] for node in read.rows("nodes")] == ["Àvila", "Net"]
    assert [(link["relation"], link["remark"], link["evidence"]) for link in read.rows("links")] == [
        ("memberOf", "since 2019", ["s"])
    ]
    (source,) = read.rows("sources")
    assert {name: value for name, value in source.items() if value} == {
        "key": "s", "title": "Report", "author": "Someone", "published": "2020",
    }  # fmt: skip


def test_explore_to_stdout_is_the_same_page(tmp_path: Path) -> None:
    graph, target = small(tmp_path), tmp_path / "page.html"
    run("--graph", str(graph), "-o", str(target))
    assert run("--graph", str(graph), "-o", "-") == (0, target.read_text(encoding="utf-8"), "")


def test_explore_as_of_a_date_leaves_out_what_began_later_and_says_so(tmp_path: Path) -> None:
    code, out, err = run("--graph", str(small(tmp_path)), "--as-of", "2018", "-o", "-")
    assert (code, err) == (0, "")
    assert Reader(out).rows("links") == []
    assert "As of 2018: 0 dated statements hold, 1 do not and are left out, 0 are undated and kept." in out


def test_explore_refuses_what_is_no_date(tmp_path: Path) -> None:
    wrong = run("--graph", str(small(tmp_path)), "--as-of", "last year", "-o", str(tmp_path / "page.html"))
    assert wrong == (2, "", "kg: as of last year: not a date; write 2018, 2018-12 or 2018-12-08\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.nt"]


def test_explore_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    target = tmp_path / "file" / "page.html"
    code, out, err = run("--graph", str(small(tmp_path)), "-o", str(target))
    assert (code, out) == (1, "")
    assert err.startswith(f"kg: cannot write {target}: ") and err.endswith("; choose another output\n")


def test_explore_in_python_gives_the_page_and_counts_what_is_in_it(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    made = api.explore(target, store=stores.open_store(small(tmp_path)))
    assert (made.path, made.html) == (target, target.read_text(encoding="utf-8"))
    about = Reader(made.html).payload["about"]
    assert about["counts"] == {"cities": 1, "networks": 1, "statements": 1, "sources": 1}
    assert about["cite"] == f"{api.citation().text} CC BY 4.0."


def test_a_page_stands_wherever_a_path_can_and_shows_itself_in_a_notebook(tmp_path: Path) -> None:
    made = explorer.Page("<p title='a'>\"x\"</p>", tmp_path / "page.html")
    assert Path(made) == made.path
    (frame,) = ElementTree.fromstring(f"<div>{made._repr_html_()}</div>")
    assert (frame.tag, frame.get("srcdoc"), frame.get("title")) == ("iframe", made.html, "citykg explorer")
