"""The Map tab as people use it, in Chromium: what stands on it, its lines, its windows, its words, its list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg import explorer
from tests.browsing import Opened, Opener

pytestmark = pytest.mark.browser

# What is stroked along a path on the last frame: the borders, and lines for the selection, dashed or not.
STROKES = """
window.dashes = [];
const stroke = CanvasRenderingContext2D.prototype.stroke;
const clear = CanvasRenderingContext2D.prototype.clearRect;
CanvasRenderingContext2D.prototype.clearRect = function (...box) { window.dashes = []; clear.apply(this, box); };
CanvasRenderingContext2D.prototype.stroke = function (...path) {
  if (path.length && this.canvas.hasAttribute("role")) window.dashes.push(this.getLineDash().length > 0);
  stroke.apply(this, path);
};
citykg.go({ size: "same" });
"""

# The colour under a point of the land, in parts of the map's width and height.
PIXEL = """([x, y]) => {
  const canvas = document.querySelector(".map-stage canvas"), own = document.createElement("canvas");
  const context = own.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, -Math.round(canvas.width * x), -Math.round(canvas.height * y));
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}"""


def thing(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "type": kind.title(), **more}


THINGS = {
    "rome-it": thing("Rome", "city", lat=41.9, lon=12.5),
    "milan-it": thing("Milan", "city", lat=45.5, lon=9.2),
    "lyon-fr": thing("Lyon", "city", lat=45.8, lon=4.8),
    "bern-ch": thing("Bern", "city", lat=46.9, lon=7.4),
    "bern-canton": thing("Canton of Bern", "region", lat=46.9, lon=7.4),
    "valletta-mt": thing("Valletta", "city", lat=35.9, lon=14.5),
    "suva-fj": thing("Suva", "city", lat=-18.1, lon=178.4),
    "nowhere": thing("Nowhere <b>", "city"),
    "net": thing("Net of cities", "network"),
    "bare": thing("Bare net", "network"),
    "host": thing("Host", "organisation"),
    **{
        key: thing(name, "country")
        for key, name in {"it": "Italy", "fr": "France", "mt": "Malta", "fj": "Fiji"}.items()
    },
}
LINKS = [
    ("rome-it", "memberOf", "net"), ("milan-it", "memberOf", "net"), ("suva-fj", "memberOf", "net"),
    ("net", "hostedBy", "host"), ("host", "locatedIn", "lyon-fr"), ("rome-it", "memberOf", "bare"),
    ("rome-it", "partOf", "milan-it"), ("rome-it", "inCountry", "it"), ("milan-it", "inCountry", "it"),
    ("lyon-fr", "inCountry", "fr"), ("valletta-mt", "inCountry", "mt"), ("suva-fj", "inCountry", "fj"),
]  # fmt: skip


def written(folder: Path, things: dict[str, dict[str, Any]], links: list[tuple[str, str, str]] | None = None) -> Path:
    graph = nx.MultiDiGraph()
    for key, own in things.items():
        graph.add_node(key, **own)
    for number, (start, relation, end) in enumerate(links or []):
        graph.add_edge(start, end, key=f"s{number}", relation=relation)
    path = folder / "map.html"
    path.write_text(explorer.page(explorer.network(graph), "Places", "Some places"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("map"), THINGS, LINKS)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One city and its canton on one point in the middle of Germany, and a region without a point."""
    things = {
        "fulda-de": thing("Fulda", "city", lat=50.55, lon=9.68),
        "fulda-county": thing("County of Fulda", "region", lat=50.55, lon=9.68),
        "de": thing("Germany", "country"),
    }
    return written(tmp_path_factory.mktemp("alone"), things, [("fulda-de", "inCountry", "de")])


def ready(it: Opened) -> Opened:
    it[".map-stage[data-drawn]"].wait_for()
    it.page.wait_for_timeout(150)
    return it


def names(it: Opened) -> list[str]:
    return sorted(name["text"] for name in it.names())


def caption(it: Opened) -> str:
    return str(it[".map-caption"].inner_text()).replace("\n", " ")


def press(it: Opened, name: str) -> None:
    it[".map-bar"].get_by_role("button", name=name, exact=True).click()


def settled(it: Opened) -> str:
    """The address when the map has stood still for a while."""
    it.page.wait_for_timeout(600)
    return it.address


def click(it: Opened, x: float = 0.5, y: float = 0.5) -> None:
    room = it[".map-stage"].bounding_box()
    assert room is not None
    it.page.mouse.click(room["x"] + room["width"] * x, room["y"] + room["height"] * y)


def lines(it: Opened) -> list[bool]:
    """Of each stroke of lines whether it is dashed."""
    it.page.evaluate(STROKES)
    it.page.wait_for_timeout(150)
    found: list[bool] = it.page.evaluate("window.dashes")
    return found


# What stands on it


def test_what_has_a_place_is_named_and_the_rest_is_counted_with_its_kinds(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map") as it:
        ready(it)
        assert set(names(it)) <= {own["name"] for own in THINGS.values() if "lat" in own}
        assert {"Rome", "Suva", "Valletta"} <= set(names(it))
        assert caption(it) == (
            "7 of the 11 things shown stand on the map. 4 have no place on a map (networks, coalitions, mechanisms 2, "
            "cities 1, organisations 1). 2 share their point with another; nothing is moved apart."
        )
        assert it[".map-stage canvas[role=img]"].get_attribute("aria-label") == f"Map of the world. {caption(it)}"


def test_the_map_names_who_draws_the_borders(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map") as it:
        ready(it)
        assert it.lines("#view-map")[-1] == (
            "Borders: Natural Earth, 1:110 million, public domain, as it draws them; this project takes no side. "
            "Equal Earth projection: areas are true."
        )


def test_the_filters_of_the_page_are_those_of_the_map(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map&kinds=region") as it:
        assert names(ready(it)) == ["Canton of Bern"]
        assert caption(it) == "1 of the 1 thing shown stands on the map."
        it.page.evaluate("citykg.go({ kinds: ['city'], countries: ['it'] })")
        assert names(it) == ["Milan", "Rome"]
        it.page.evaluate("citykg.go({ kinds: ['network'], countries: [] })")
        assert (names(it), caption(it)[:45]) == ([], "0 of the 2 things shown stand on the map. 2 h")


def test_a_page_without_places_has_an_empty_map(opened: Opener, tmp_path: Path) -> None:
    with opened(written(tmp_path, {"net": thing("Net", "network")}), "#tab=map") as it:
        ready(it)
        press(it, "Zoom to what is shown")
        assert (names(it), caption(it)[:24]) == ([], "0 of the 1 thing shown s")
        assert settled(it) == "tab=map"


# The selection


def test_of_a_collective_lines_run_from_its_seat_to_the_places_linked_with_it(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map&at=net") as it:
        ready(it)
        assert names(it) == ["Lyon", "Milan", "Rome", "Suva"]
        assert caption(it).startswith(
            "In front: 3 places linked with Net of cities. Lines run from Lyon, where Host is. 7 of"
        )
        assert lines(it) == [False]


def test_without_a_known_seat_no_line_is_drawn_and_the_map_says_so(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map&at=bare") as it:
        ready(it)
        assert names(it) == ["Rome"]
        assert caption(it).startswith(
            "In front: 1 place linked with Bare net. The data name no seat of it, so no lines are"
        )
        assert lines(it) == []


def test_of_a_city_dashed_lines_run_to_the_seats_of_its_collectives(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map&at=rome-it") as it:
        ready(it)
        assert names(it) == ["Lyon", "Milan", "Rome"]
        assert caption(it).startswith(
            "Lines run from Rome to 1 place that a statement links with it. Dashed lines run to the seats of 1 of "
            "the 2 collectives that Rome is linked with. The data name no seat of the others. 7 of"
        )
        assert lines(it) == [False, True]
        it.page.evaluate("citykg.go({ at: '' })")
        assert lines(it) == []
        assert caption(it).startswith("7 of the 11 things")


def test_a_click_takes_the_nearest_the_next_click_the_other_on_its_point_and_beside_it_none(
    opened: Opener, alone: Path
) -> None:
    with opened(alone, "#tab=map") as it:
        ready(it)
        press(it, "Zoom to what is shown")
        click(it)
        first = it.page.evaluate("citykg.state.at")
        it[".map-stage .tip"].wait_for()
        assert it[".map-stage .tip"].inner_text().endswith(" · 1 more here; each click takes the next")
        click(it)
        assert {first, it.page.evaluate("citykg.state.at")} == {"fulda-de", "fulda-county"}
        click(it, 0.2, 0.2)
        assert it.page.evaluate("citykg.state.at") == ""
        assert not it[".map-stage .tip"].is_visible()


def test_a_drag_moves_the_map_and_selects_nothing(opened: Opener, alone: Path) -> None:
    with opened(alone, "#tab=map") as it:
        ready(it)
        press(it, "Zoom to what is shown")
        before = settled(it)
        room = it[".map-stage"].bounding_box()
        assert room is not None
        mouse, middle = it.page.mouse, (room["x"] + room["width"] / 2, room["y"] + room["height"] / 2)
        mouse.move(*middle)
        mouse.down()
        mouse.move(middle[0] + 60, middle[1] + 30, steps=4)
        mouse.up()
        assert settled(it) not in ("", before) and it.page.evaluate("citykg.state.at") == ""
        click(it, 0.5 + 60 / room["width"], 0.5 + 30 / room["height"])
        assert it.page.evaluate("citykg.state.at").startswith("fulda")


def test_what_is_selected_elsewhere_comes_into_view(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map&place=10_45_20") as it:
        assert "Suva" not in names(ready(it))
        it.page.evaluate("citykg.go({ at: 'suva-fj' })")
        assert "Suva" in names(it)
        longitude, latitude, near = map(float, settled(it).rpartition("place=")[2].split("_"))
        assert (abs(longitude - 178.4) < 12, abs(latitude + 18.1) < 1, near) == (True, True, 20)


def test_a_hostile_name_is_text_at_the_pointer_and_in_the_list(opened: Opener, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>"
    with opened(written(tmp_path, {"a": thing(name, "city", lat=10.0, lon=10.0)}), "#tab=map") as it:
        ready(it)
        press(it, "Zoom to what is shown")
        click(it)
        it[".map-stage .tip"].wait_for()
        it[".map-list summary"].click()
        it[".map-list button"].wait_for()
        assert it[".map-stage .tip"].text_content() == name
        assert it[".map-list button"].all_text_contents() == [name]
        assert (it["#view-map img"].count(), it.page.evaluate("window.ran")) == (0, [])


# Windows


def test_the_window_is_in_the_address_and_opens_the_same_on_another_screen(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map") as it:
        ready(it)
        for _ in range(4):
            press(it, "Move in")
        it.page.keyboard.press("Shift+Tab")
        address = settled(it)
    assert address.startswith("tab=map&place=") and address.endswith("_6.6")
    with opened(places, f"#{address}", width=1200, height=700) as other:
        ready(other)
        other.page.evaluate("citykg.go({ size: 'same' })")
        assert settled(other) == f"{address.replace('&place', '&size=same&place')}"


def test_keys_buttons_and_the_wheel_zoom_and_the_world_is_one_key_away(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map") as it:
        ready(it)
        it[".map-stage"].focus()
        for key in ("+", "+", "ArrowLeft", "ArrowUp"):
            it.page.keyboard.press(key)
        assert settled(it).endswith("_2.3")
        it.page.keyboard.press("-")
        assert settled(it).endswith("_1.5")
        it.page.keyboard.press("0")
        assert settled(it) == "tab=map"
        room = it[".map-stage"].bounding_box()
        assert room is not None
        it.page.mouse.move(room["x"] + 300, room["y"] + 300)
        it.page.mouse.wheel(0, -500)
        assert settled(it).endswith("_2.7")
        press(it, "World")
        assert settled(it) == "tab=map"
        assert it["#said"].text_content() == "Enlarged 1 time"


def test_zooming_to_the_selection_shows_all_of_it(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map&kinds=city,network&at=bare&place=100_0_9") as it:
        assert names(ready(it)) == []
        press(it, "Zoom to the selection")
        assert names(it) == ["Rome"]


# Shading


def colours(it: Opened, name: str) -> list[int]:
    found = it.page.evaluate(f"getComputedStyle(document.body).getPropertyValue('--map-{name}').trim()")
    return [int(found[at : at + 2], 16) for at in (1, 3, 5)]


def test_countries_are_shaded_when_asked_and_small_ones_counted(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map") as it:
        ready(it)
        assert not it[".map-legend"].is_visible()
        it[".map-bar"].get_by_label("Shade countries by the number of places shown").check()
        assert it.lines(".map-legend") == ["1 to 2", "1 country with places is too small for these borders"]
        assert it.address == "tab=map&shade=1"
        it.page.go_back()
        it[".map-legend"].wait_for(state="hidden")
        assert not it[".map-bar input"].is_checked()


def test_shading_follows_the_light_of_the_page(opened: Opener, alone: Path) -> None:
    with opened(alone, "#tab=map") as it:
        ready(it)
        press(it, "Zoom to what is shown")
        it.page.wait_for_timeout(100)
        assert it.page.evaluate(PIXEL, [0.5, 0.5]) == colours(it, "land")
        it.page.evaluate("citykg.go({ shade: true })")
        it.page.wait_for_timeout(100)
        light = it.page.evaluate(PIXEL, [0.5, 0.5])
        assert light == colours(it, "shade-1")
        it.page.emulate_media(color_scheme="dark")
        it.page.wait_for_timeout(100)
        assert it.page.evaluate(PIXEL, [0.5, 0.5]) == colours(it, "shade-1") != light


# The same without seeing it


def test_the_same_places_are_a_list_by_country_whose_buttons_select(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map") as it:
        ready(it)
        assert it[".map-list button"].count() == 0
        it[".map-list summary"].press("Enter")
        it[".map-list button"].first.wait_for()
        assert it.lines(".map-list > div") == [
            "Fiji: 1", "Suva", "France: 1", "Lyon", "Italy: 2", "Milan", "Rome", "Malta: 1", "Valletta",
            "Without a country: 2", "Bern", "Canton of Bern",
        ]  # fmt: skip
        it[".map-list"].get_by_role("button", name="Milan").click()
        assert it.page.evaluate("citykg.state.at") == "milan-it"
        assert it[".map-list [aria-current=true]"].all_text_contents() == ["Milan"]
        it.page.evaluate("citykg.go({ kinds: ['region'] })")
        assert it.lines(".map-list > div") == ["Italy: 1", "Milan", "Without a country: 1", "Canton of Bern"][2:]


def test_the_stage_says_how_it_is_moved(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map") as it:
        ready(it)
        stage = it[".map-stage"]
        assert (stage.get_attribute("tabindex"), stage.get_attribute("role")) == ("0", "group")
        assert str(stage.get_attribute("aria-label")).startswith("Map. The arrow keys move it")
        assert it[".map-bar button"].evaluate_all("all => all.map((each) => each.ariaLabel || each.textContent)") == [
            "Move in", "Move out", "World", "Zoom to what is shown",
        ]  # fmt: skip


# Screens, paper, thousands


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_a_narrow_screen(opened: Opener, shipped: Path, scheme: str) -> None:
    with opened(shipped, "#tab=map&at=berlin-de&shade=1", width=390, height=800) as it:
        it.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        ready(it)
        assert it.page.evaluate("document.documentElement.scrollWidth") == 390
        stage = it[".map-stage"].bounding_box()
        assert stage is not None and (stage["width"] > 340, stage["height"] >= 240) == (True, True)
        wide = "e => e.filter(x => x.getBoundingClientRect().right > innerWidth + 1).map(x => x.outerHTML.slice(0, 80))"
        assert it["#view-map *"].evaluate_all(wide) == []
        assert it[".map-stage"].evaluate("e => getComputedStyle(e).touchAction") == "pan-y"


def test_paper_has_the_map_and_its_words_but_no_buttons(opened: Opener, places: Path) -> None:
    with opened(places, "#tab=map") as it:
        ready(it)
        it.page.emulate_media(media="print")
        it.page.wait_for_timeout(200)
        assert it[".map-stage canvas"].first.is_visible() and it[".map-caption"].is_visible()
        assert it[".map-bar button:visible"].count() == 0


def test_names_do_not_overlap_and_are_few(opened: Opener, shipped: Path) -> None:
    for window in ("", "&place=8_50_9"):
        with opened(shipped, f"#tab=map{window}") as it:
            found = ready(it).names()
            assert 15 < len(found) <= 120
            clash = [
                (a["text"], b["text"])
                for number, a in enumerate(found)
                for b in found[:number]
                if abs(a["y"] - b["y"]) < 12 and a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
            ]
            assert clash == []
