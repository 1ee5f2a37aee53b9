"""The picture of the graph as people use it: names, clicks, views laid out anew, thousands of lines, hostile text."""

from __future__ import annotations

import itertools
import math
import random
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg import explorer
from tests import test_explorer
from tests.browsing import Opened, Opener

pytestmark = pytest.mark.browser

# Every line that is drawn, the dashes that are set, and the colours that names are written in.
COUNT = """() => {
  window.strokes = 0; window.dashes = []; window.inks = [];
  const { lineTo, setLineDash, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.lineTo = function (...at) { window.strokes += 1; lineTo.apply(this, at); };
  CanvasRenderingContext2D.prototype.setLineDash = function (dash) { window.dashes.push(dash.length); setLineDash.call(this, dash); };
  CanvasRenderingContext2D.prototype.fillText = function (...of) { window.inks.push(this.fillStyle); fillText.apply(this, of); };
}"""  # noqa: E501


def written(folder: Path, graph: nx.MultiDiGraph) -> Path:
    file = folder / "page.html"
    file.write_text(explorer.page(explorer.network(graph), "title", "subtitle"), encoding="utf-8")
    return file


def drawn(it: Opened) -> Opened:
    """The page once its picture stands."""
    it[".graph .canvas[data-drawn]"].wait_for()
    it.page.wait_for_timeout(200)
    return it


def go(it: Opened, **changes: Any) -> None:
    it.page.evaluate("(changes) => { citykg.go(changes); }", changes)
    it.page.wait_for_timeout(200)


def named(it: Opened) -> set[str]:
    return {name["text"] for name in it.names()}


def middle(it: Opened) -> tuple[float, float]:
    room = it[".graph .stage"].bounding_box()
    assert room is not None
    return room["x"] + room["width"] / 2, room["y"] + room["height"] / 2


def place(it: Opened, text: str) -> tuple[float, float]:
    """Where on the page a name is written, in its middle."""
    room = it[".graph .stage"].bounding_box()
    [found] = [name for name in it.names() if name["text"] == text]
    assert room is not None
    return room["x"] + found["x"] + found["width"] / 2, room["y"] + found["y"]


# Names


def clashes(names: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (a["text"], b["text"])
        for a, b in itertools.combinations(names, 2)
        if abs(a["y"] - b["y"]) < 14 and a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
    ]


@pytest.mark.parametrize("state", ["", "&at=sao-paulo-br", "&at=eurocities&show=ego", "&at=lima-pe&show=ego&steps=2"])
def test_names_never_overlap_and_stay_inside(opened: Opener, shipped: Path, state: str) -> None:
    with opened(shipped, f"#tab=graph{state}") as it:
        names = drawn(it).names()
        room = it[".graph .stage"].bounding_box()
        assert room is not None
        assert 10 < len(names) <= 120
        assert clashes(names) == []
        assert [name for name in names if name["x"] < 0 or name["x"] + name["width"] > room["width"]] == []


def test_names_do_not_overlap_after_zooming_in(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=graph") as it:
        before = len(drawn(it).names())
        for _ in range(4):
            it[".graph"].get_by_role("button", name="Zoom in").click()
        names = it.names()
        assert before < len(names) <= 120
        assert clashes(names) == []


def test_only_what_is_linked_with_the_selected_thing_is_named(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        assert named(drawn(it)) == {"München", "Łódź", "Mayors’ Mechanism", "Open letter", "Migrant council of München"}
        go(it, at="lodz-pl")
        assert named(it) == {"Łódź", "Mayors’ Mechanism", "Open letter"}
        go(it, at="")
        assert len(named(it)) == 5


def test_a_thing_of_a_hidden_type_is_drawn_while_it_is_selected(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph&at=de") as it:
        assert named(drawn(it)) == {"Germany", "München"}
        assert it.page.evaluate("citykg.state.kinds.includes('country')") is False


def test_what_has_no_link_is_listed_and_can_be_chosen(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        summary = drawn(it)[".graph .alone summary"]
        assert summary.inner_text() == "2 things without a link to anything shown"
        summary.click()
        it[".graph .alone li"].first.wait_for()
        assert it[".graph .alone li"].all_inner_texts() == ["Åland", "Saint-Denis"]
        it[".graph .alone button"].last.click()
        assert it.address == "tab=graph&at=saint-denis-fr"
        assert named(it) == {"Saint-Denis"}


def test_a_page_of_hidden_types_only_draws_them(opened: Opener, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("ada", name="Ada", kind="person")
    with opened(written(tmp_path, graph), "#tab=graph") as it:
        go(drawn(it), kinds=["person"])
        assert named(it) == {"Ada"}
        assert not it[".graph .alone"].is_visible()


def test_a_page_of_nothing_has_an_empty_picture_that_says_so(opened: Opener, tmp_path: Path) -> None:
    with opened(written(tmp_path, nx.MultiDiGraph()), "#tab=graph") as it:
        assert drawn(it)[".graph .caption"].inner_text() == "0 things and 0 links"
        it[".graph"].get_by_role("button", name="Fit").click()
        assert it.names() == []


# Clicks


def test_a_click_on_a_mark_selects_it_and_a_click_beside_it_lets_go(opened: Opener, tmp_path: Path) -> None:
    with opened(written(tmp_path, test_explorer.linked(a="Àvila")), "#tab=graph") as it:
        x, y = middle(drawn(it))
        it.page.mouse.click(x, y)
        it["#details h2:text-is('Àvila')"].wait_for()
        assert it.address == "tab=graph&at=a"
        it.page.mouse.click(x - 200, y - 150)
        it["#details h2:not(:text-is('Àvila'))"].wait_for()
        assert it.address == "tab=graph"


def test_a_click_on_a_name_selects_and_leaves_the_picture_where_it_is(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        before = place(drawn(it), "Mayors’ Mechanism")
        it.page.mouse.click(*before)
        it["#details h2:text-is('Mayors’ Mechanism')"].wait_for()
        assert place(it, "Mayors’ Mechanism") == pytest.approx(before, abs=2)
        it.page.go_back()
        assert (len(named(it)), it.address) == (5, "tab=graph")


def test_a_double_click_shows_a_thing_and_its_neighbours_alone(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        it.page.mouse.dblclick(*place(drawn(it), "Łódź"))
        it[".graph .caption:text-is('Łódź and all within 1 step: 3 things')"].wait_for()
        assert it.address == "tab=graph&at=lodz-pl&show=ego"
        x, _ = place(it, "Łódź")
        assert x == pytest.approx(middle(it)[0], abs=60)
        it[".graph"].get_by_role("button", name="Show everything").click()
        assert it[".graph .caption"].inner_text() == "5 things and 5 links, with Łódź in front"


def test_a_mark_stays_where_it_is_dragged(opened: Opener, tmp_path: Path) -> None:
    graph = test_explorer.linked(("a", "partnerIn", "b"), a="Here", b="There")
    with opened(written(tmp_path, graph), "#tab=graph") as it:
        (x, y), there = place(drawn(it), "Here"), place(it, "There")
        it.page.mouse.move(x, y - 18)  # the mark is above its name
        it.page.mouse.down()
        it.page.mouse.move(x + 60, y + 80, steps=5)
        it.page.mouse.up()
        moved = place(it, "Here")
        assert moved == pytest.approx((x + 60, y + 98), abs=25)  # a drag begins after a few pixels
        assert place(it, "There") == pytest.approx(there, abs=2)
        go(it, colour="community")
        assert place(it, "Here") == pytest.approx(moved, abs=1)


def test_buttons_zoom_and_fit(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:

        def apart() -> float:
            return math.dist(place(it, "Migrant council of München"), place(it, "Open letter"))

        first = (drawn(it), apart())[1]
        it[".graph"].get_by_role("button", name="Zoom out").click()
        it[".graph"].get_by_role("button", name="Zoom out").click()
        assert apart() < first * 0.8
        it[".graph"].get_by_role("button", name="Fit").click()
        assert apart() == pytest.approx(first, rel=0.03)


# Views laid out anew


def test_a_way_is_drawn_in_its_order(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph&at=council&other=lodz-pl&show=path") as it:
        way = ["Migrant council of München", "München", "Mayors’ Mechanism", "Łódź"]
        caption = drawn(it)[".graph .caption"].inner_text()
        assert caption == "A shortest way from Migrant council of München to Łódź: 3 steps"
        places = [place(it, name)[0] for name in way]
        assert (named(it), places) == (set(way), sorted(places))


def test_two_things_stand_with_what_they_share_between_them(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph&at=munchen-de&other=lodz-pl&show=pair") as it:
        caption = drawn(it)[".graph .caption"].inner_text()
        assert caption == "München and Łódź: 1 shared, 1 only with München, 1 only with Łódź"
        order = ["Migrant council of München", "München", "Mayors’ Mechanism", "Łódź", "Open letter"]
        places = [place(it, name)[0] for name in order]
        assert places == sorted(places)


def test_where_there_is_no_way_the_picture_says_so(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph&at=munchen-de&other=aland&show=path") as it:
        caption = drawn(it)[".graph .caption"].inner_text()
        assert caption == "No way leads from München to Åland through what is shown"


# Words for those who do not see it


def test_the_picture_has_a_name_and_says_another_way(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        canvas = drawn(it)[".graph .canvas"]
        assert canvas.get_attribute("role") == "img"
        assert canvas.get_attribute("aria-label") == "Picture of the graph: 5 things and 5 links"
        assert "every neighbour is a button" in it[f"#{canvas.get_attribute('aria-describedby')}"].inner_text()
        assert it[".graph .canvas [tabindex]"].count() == 0


def test_a_view_laid_out_anew_is_said(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph&at=lodz-pl") as it:
        go(drawn(it), show="ego")
        it["#said:has-text('Łódź and all within 1 step: 3 things')"].wait_for(state="attached")


# Light and dark, dates, thousands of lines


def test_names_are_light_on_a_dark_page(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        drawn(it).page.evaluate(COUNT)
        it.page.emulate_media(color_scheme="dark")
        it.page.wait_for_timeout(300)
        dark = it.page.evaluate("window.inks.at(-1)")
        it.page.emulate_media(color_scheme="light")
        it.page.wait_for_timeout(300)
        light = it.page.evaluate("window.inks.at(-1)")
        assert (light, dark) == ("#1c2733", "#e8edf2")


def test_links_without_a_date_are_dashed_while_a_year_is_chosen(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        drawn(it).page.evaluate(COUNT)
        go(it, size="same")
        assert set(it.page.evaluate("window.dashes")) == {0}
        go(it, year=2020)
        assert it.page.evaluate("citykg.shown.undated") > 0
        assert 2 in it.page.evaluate("window.dashes")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,500 cities that each join one to three of 40 networks, and one without a link."""
    chance, graph = random.Random(5), nx.MultiDiGraph()
    for number in range(40):
        graph.add_node(f"network-{number}", name=f"Network {number}", kind="network", type="Network")
    for city in range(1500):
        graph.add_node(f"city-{city}", name=f"City {city}", kind="city", type="City")
        for net in {int(chance.random() ** 2 * 40) for _ in range(chance.choice((1, 1, 1, 2, 3)))}:
            graph.add_edge(f"city-{city}", f"network-{net}", key=f"m-{city}-{net}", relation="memberOf")
    graph.add_node("alone", name="Alone", kind="city", type="City")
    return written(tmp_path_factory.mktemp("explorer"), graph)


def test_the_lines_of_a_large_picture_are_all_drawn(opened: Opener, large: Path) -> None:
    with opened(large, "#tab=graph") as it:
        drawn(it).page.evaluate(COUNT)
        go(it, size="same")
        things, links = map(int, re.findall(r"\d+", it[".graph .caption"].inner_text().replace(",", "")))
        assert (things, links > 1500) == (1540, True)
        assert it.page.evaluate("window.strokes") >= links
        assert it[".graph .alone summary"].inner_text() == "1 thing without a link to anything shown"


def test_a_thing_chosen_elsewhere_comes_into_the_picture(opened: Opener, large: Path) -> None:
    with opened(large, "#tab=graph") as it:
        go(drawn(it), at="city-1499")
        x, y = place(it, "City 1499")
        room = it[".graph .stage"].bounding_box()
        assert room is not None
        assert room["x"] < x < room["x"] + room["width"] and room["y"] < y < room["y"] + room["height"]
        assert len(named(it)) == 1 + it.page.evaluate("citykg.model.byKey.get('city-1499').links.length")


def test_a_change_made_in_another_tab_is_seen_in_the_picture(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=graph") as it:
        go(drawn(it), tab="overview")
        go(it, at="lodz-pl", kinds=["city", "network"])
        go(it, tab="graph")
        assert named(it) == {"Łódź", "Mayors’ Mechanism"}
        x, y = place(it, "Łódź")
        room = it[".graph .stage"].bounding_box()
        assert room is not None and room["width"] > 500
        assert room["x"] < x < room["x"] + room["width"] and room["y"] < y < room["y"] + room["height"]


# Hostile text


def test_a_hostile_name_is_text_in_the_tooltip_and_the_caption(opened: Opener, tmp_path: Path) -> None:
    name = test_explorer.HOSTILE["__proto__"]
    with opened(written(tmp_path, test_explorer.linked(__proto__=name)), "#tab=graph") as it:
        it.page.mouse.move(*middle(drawn(it)))
        it[".tip:visible"].wait_for()
        assert it[".tip"].text_content() == f"{name} · City"
        it.page.mouse.click(*middle(it))
        it.page.wait_for_timeout(200)
        assert it[".graph .caption"].inner_text() == f"1 thing and 0 links, with {name} in front"
        assert it[".graph :is(script, img, a, iframe)"].count() == 0
        assert it.page.evaluate("window.ran") == []


def test_a_line_says_what_it_is(opened: Opener, tmp_path: Path) -> None:
    graph = test_explorer.linked(("a", "partnerIn", "b"), a="Here", b="There")
    with opened(written(tmp_path, graph), "#tab=graph") as it:
        (x, y), (right, down) = place(drawn(it), "Here"), place(it, "There")
        it.page.mouse.move((x + right) / 2, (y + down) / 2 - 20)
        it[".tip:visible"].wait_for()
        assert it[".tip"].text_content() == "Here · partnerIn: There"
