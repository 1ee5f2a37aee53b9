"""What the page gives to take away: each file read by a real reader, and holding exactly what the page shows."""

from __future__ import annotations

import csv
import io
import struct
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from kg import explorer
from tests.browsing import Opened, Opener
from tests.test_explorer import HOSTILE

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
LITTLE = {"munchen-de", "lodz-pl", "saint-denis-fr", "aland", "mechanism", "letter", "council"}
LITTLE_LINKS = {"s0", "s1", "s3", "s4", "s6"}
ODD = {
    "formula": '=cmd|"/c calc"!A1',
    "plus": "+1 234",
    "control": "a\x00b\x08c\x0bd",
    "comma": 'one, "two"; @three',
    **HOSTILE,
}


def saved(it: Opened, words: str) -> tuple[str, bytes]:
    """The name and the bytes of the file behind a button of the menu."""
    menu = it["#save details"]
    if menu.get_attribute("open") is None:
        it["#save summary"].click()
    with it.page.expect_download() as waiting:
        it["#save button"].filter(has_text=words).click()
    name = waiting.value.suggested_filename
    it.page.wait_for_function("(name) => document.getElementById('said').textContent === `Saved ${name}`", arg=name)
    return name, Path(waiting.value.path()).read_bytes()


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def shown(it: Opened) -> tuple[set[str], set[str]]:
    """The keys of the things and links that the page shows, as it says itself."""
    keys = "(rows) => citykg.shown[rows].map(({ key }) => key)"
    return set(it.page.evaluate(keys, "nodes")), set(it.page.evaluate(keys, "links"))


def gexf(content: bytes) -> Any:
    return nx.read_gexf(io.BytesIO(content))


def graphml(content: bytes) -> Any:
    return nx.read_graphml(io.BytesIO(content))


def keys(graph: Any) -> tuple[set[str], set[str]]:
    return set(graph), {own["id"] for *_, own in graph.edges(data=True)}


def drawn(content: bytes) -> tuple[set[str | None], set[str | None]]:
    root = ElementTree.fromstring(content)
    things, links = (root.findall(f".//{SVG}g[@id='{name}']/{SVG}path") for name in ("things", "links"))
    return {path.get("data-key") for path in things}, {path.get("data-key") for path in links}


def pixels(content: bytes) -> tuple[int, int, set[bytes]]:
    """Width and height of a PNG, and the different lines of its picture."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colours = struct.unpack(">IIBB", content[16:26])
    data, at = b"", 8
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        data += content[at + 8 : at + 8 + size] if content[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + size
    raw, line = zlib.decompress(data), 1 + width * {2: 3, 6: 4}[colours] * depth // 8
    return width, height, {raw[start : start + line] for start in range(0, len(raw), line)}


# Each format, whole


def test_gexf_has_what_is_shown_with_places_colours_and_dates(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        name, content = saved(it, "GEXF")
        graph, place = gexf(content), it.page.evaluate("(({ x, y }) => [x, y])(citykg.model.byKey.get('lodz-pl'))")
    assert (name, keys(graph)) == ("citykg-graph.gexf", (LITTLE, LITTLE_LINKS))
    own = graph.nodes["lodz-pl"]
    assert (own["label"], own["kind"], own["latitude"]) == ("Łódź", "city", 51.77)
    assert [own["viz"]["color"][each] for each in "rgb"] == [0x33, 0x22, 0x88]
    assert own["viz"]["position"] == {"x": place[0], "y": -place[1], "z": 0}
    ties = {own["id"]: own for *_, own in graph.edges(data=True)}
    assert ties["s1"]["spells"] == [("2020-01-01", "2021-12-31")]
    assert (ties["s0"]["remark"], ties["s0"]["since"], ties["s0"]["relation"]) == (
        "Member, since 2019",
        "2019",
        "memberOf",
    )
    assert ties["s0"]["sources"].startswith("a-2020, 1 One, p001, characters 10 to 20; a-2020, 2 Two")
    root = ElementTree.fromstring(content)
    assert (root.tag, root.get("version")) == ("{http://gexf.net/1.3}gexf", "1.3")


def test_graphml_has_the_same_with_typed_keys(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        name, content = saved(it, "GraphML")
    graph = graphml(content)
    assert (name, set(graph), graph.size()) == ("citykg-graph.graphml", LITTLE, len(LITTLE_LINKS))
    own = graph.nodes["mechanism"]
    assert (own["label"], own["since"], own["links"], own["shape"]) == ("Mayors’ Mechanism", "2018-12", 3, "star")
    assert {type(own["x"]), type(own["size"]), type(own["links"])} == {float, int}


def test_csv_of_things_and_of_links_with_section_and_passage(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        things, links = saved(it, "Things as CSV"), saved(it, "Links with sources")
    rows, ties = table(things[1]), table(links[1])
    assert ({row["Key"] for row in rows}, {row["Key"] for row in ties}) == (LITTLE, LITTLE_LINKS)
    [city] = [row for row in rows if row["Key"] == "munchen-de"]
    assert (city["Name"], city["Latitude"], city["Country"], city["Other names"]) == (
        "München",
        "48.14",
        "Germany",
        "Munich",
    )
    [tie] = [row for row in ties if row["Key"] == "s0"]
    assert (tie["From"], tie["Relation"], tie["To"], tie["Start"]) == (
        "München",
        "Member of",
        "Mayors’ Mechanism",
        "2019",
    )
    assert tie["Sources"] == "a-2020, 1 One, p001, characters 10 to 20; a-2020, 2 Two, p002, characters 30 to 44"
    assert things[1].startswith(b"\xef\xbb\xbf")  # or a spreadsheet reads München as MÃ¼nchen


def test_svg_has_marks_lines_names_legend_and_how_to_cite(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        name, content = saved(it, "SVG")
    assert (name, drawn(content)) == ("citykg-graph.svg", (LITTLE - {"saint-denis-fr", "aland"}, LITTLE_LINKS))
    root = ElementTree.fromstring(content)
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert words[:2] == ["Little", "7 things of 9 and 5 links of 7. 2 things without a link are not drawn."]
    assert {"München", "Łódź", "Cities (2)", "Practices (1)"} <= set(words)
    assert words[-1] == "So. Data of 2026-01-01."
    assert [root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")] == words[:2]


def test_png_is_as_wide_as_print_needs_and_shows_something(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        name, content = saved(it, "PNG")
    width, height, lines = pixels(content)
    assert (name, width) == ("citykg-graph.png", 3000)
    assert 1000 < height < 6000 and len(lines) > 200


def test_turtle_of_the_selected_thing_is_read_by_rdflib(opened: Opener, shipped: Path, store: ox.Store) -> None:
    with opened(shipped, "#lima-pe") as it:
        name, content = saved(it, "Turtle")
    triples = {quad.triple for quad in ox.parse(content, ox.RdfFormat.TURTLE)}
    assert (name, triples - {quad.triple for quad in store}) == ("citykg-lima-pe.ttl", set())
    city, network = (rdflib.URIRef(f"https://w3id.org/citykg/id/{each}") for each in ("city/lima-pe", "network/c40"))
    belongs = rdflib.URIRef("https://w3id.org/citykg/ontology#memberOf")
    assert (city, belongs, network) in rdflib.Graph().parse(data=content, format="turtle")


def test_without_a_selection_there_is_no_turtle(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#save summary"].click()
        assert it["#save button"].filter(has_text="Turtle").is_disabled()


# What is shown, and only that


@pytest.mark.parametrize("state", ["kinds=city,network", "year=2018", "at=munchen-de&show=ego", "main=1&leaves=0"])
def test_every_file_has_what_a_filter_leaves(opened: Opener, little: Path, state: str) -> None:
    with opened(little, f"#tab=graph&{state}") as it:
        nodes, links = shown(it)
        assert 0 < len(nodes) < len(LITTLE)
        assert keys(gexf(saved(it, "GEXF")[1])) == (nodes, links)
        assert set(graphml(saved(it, "GraphML")[1])) == nodes
        assert {row["Key"] for row in table(saved(it, "Things as CSV")[1])} == nodes
        assert {row["Key"] for row in table(saved(it, "Links with sources")[1])} == links
        assert drawn(saved(it, "SVG")[1])[1] == links


def test_the_whole_shipped_graph_in_gexf_and_csv(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as it:
        nodes, links = shown(it)
        graph = gexf(saved(it, "GEXF")[1])
        assert (set(graph), graph.size()) == (nodes, len(links)) and len(nodes) > 1500
        assert {row["Key"] for row in table(saved(it, "Links with sources")[1])} == links


def test_the_same_page_gives_the_same_bytes(opened: Opener, little: Path) -> None:
    files = ("SVG", "GEXF", "GraphML", "Links with sources")
    with opened(little, "#tab=graph") as it, opened(little, "#tab=graph") as again:
        assert [saved(it, each) for each in files] == [saved(again, each) for each in files]


# Hostile names


def test_hostile_names_pass_through_every_format_unharmed(opened: Opener, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    for key, name in ODD.items():
        graph.add_node(key, name=name, kind="city", type="City")
        graph.add_edge("formula", key, key=f"s-{key}", relation="partnerIn", role=name)
    file = tmp_path / "odd.html"
    file.write_text(explorer.page(explorer.network(graph), "t", "s"), encoding="utf-8")
    readable = {key: name.translate(dict.fromkeys([0, 8, 11])) for key, name in ODD.items()}
    with opened(file, "#tab=graph") as it:
        assert {key: own["label"] for key, own in gexf(saved(it, "GEXF")[1]).nodes(data=True)} == readable
        assert {key: own["label"] for key, own in graphml(saved(it, "GraphML")[1]).nodes(data=True)} == readable
        cells = {row["Key"]: row["Name"] for row in table(saved(it, "Things as CSV")[1])}
        root = ElementTree.fromstring(saved(it, "SVG")[1])
        titles = {
            path.get("data-key"): path.findtext(f"{SVG}title") for path in root.findall(f".//{SVG}g[@id='things']/*")
        }
    guarded = {"formula": f"'{ODD['formula']}", "plus": "'+1 234", "comma": 'one, "two"; @three'}
    assert {key: cells[key] for key in guarded} == guarded
    assert all(cells[key] == name for key, name in ODD.items() if key not in guarded)
    assert titles == readable and {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg", "title", "desc", "rect", "g", "path", "text"
    }  # fmt: skip


# The menu


def test_the_menu_opens_by_keyboard_says_what_is_shown_and_closes_by_escape(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        it["#save summary"].focus()
        it.page.keyboard.press("Enter")
        assert it["#save .soft"].inner_text() == "What is shown now: 7 things of 9 and 5 links of 7."
        it.page.keyboard.press("Tab")
        with it.page.expect_download() as waiting:
            it.page.keyboard.press("Enter")
        assert waiting.value.suggested_filename == "citykg-graph.png"
        it.page.keyboard.press("Escape")
        assert it["#save details"].get_attribute("open") is None
        assert it.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_menu_closes_when_something_else_is_clicked(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#save summary"].click()
        it["h1"].click()
        assert it["#save details"].get_attribute("open") is None


def test_what_cannot_be_made_is_said(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        it.page.evaluate("() => { HTMLCanvasElement.prototype.toBlob = (done) => done(null); }")
        it["#save summary"].click()
        it["#save button"].filter(has_text="PNG").click()
        it["#said"].get_by_text("Could not make citykg-graph.png; choose fewer things, or another format").wait_for()


# Pictures of other tabs


def test_the_map_is_drawn_with_its_land_its_arcs_and_whose_borders_these_are(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=map&at=lima-pe") as it:
        it["#view-map [data-drawn]"].wait_for()
        name, content = saved(it, "SVG")
        placed = it.page.evaluate("citykg.shown.nodes.filter(({ lat }) => lat !== null).map(({ key }) => key)")
    root = ElementTree.fromstring(content)
    assert (name, drawn(content)[0]) == ("citykg-map.svg", set(placed))
    assert len(root.findall(f".//{SVG}g[@id='arcs']/{SVG}path")) == 1
    words = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "stand on the map" in words and "Borders: Natural Earth" in words
    assert {"Lima", "Madrid"} <= {text.text for text in root.findall(f".//{SVG}g[@id='names']/*")}


def test_a_part_of_the_map_is_what_the_picture_shows(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=map&place=10_50_8&shade=1") as it:
        it["#view-map [data-drawn]"].wait_for()
        things, _ = drawn(saved(it, "SVG")[1])
    assert "brussels-be" in things and "lima-pe" not in things


def test_a_dark_page_is_saved_light(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as light, opened(little, "#tab=graph") as dark:
        dark.page.emulate_media(color_scheme="dark")
        assert saved(light, "SVG") == saved(dark, "SVG")
