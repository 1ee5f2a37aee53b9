"""The picture by WebGL, for many thousand things: drawn, clicked, laid out anew, and a reader without WebGL."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from kg import explorer
from kg.explorer import things
from tests.browsing import Opened, Opener, little_about, little_graph
from tests.needs import need

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
BY_SOFTWARE = "--no-sandbox --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader --disable-quic"
CITY, NETWORK, INSTRUMENT = ((0x33, 0x22, 0x88), (0x88, 0x22, 0x55), (0x11, 0x77, 0x33))


@pytest.fixture(scope="module")
def chromium(chromium: Browser) -> Iterator[Browser]:
    """Chromium that draws WebGL without a graphics processor."""
    browser = chromium.browser_type.launch(executable_path=need("browser", "chromium"), args=BY_SOFTWARE.split())
    yield browser
    browser.close()


def page(folder: Path, graph: nx.MultiDiGraph) -> Path:
    about = little_about()
    whole = {**about.whole, "renderer": "sigma"}
    file = folder / "sigma.html"
    html = explorer.page(explorer.network(graph), "Title", "", explorer.About(whole=whole, headings=about.headings))
    file.write_text(html, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page(tmp_path_factory.mktemp("sigma"), little_graph())


def drawn(it: Opened) -> Opened:
    it[".graph .canvas[data-drawn]"].wait_for(timeout=60_000)
    it.page.wait_for_timeout(500)
    return it


def go(it: Opened, **changes: Any) -> None:
    it.page.evaluate("(changes) => { citykg.go(changes); }", changes)
    it.page.wait_for_timeout(500)


def colours(it: Opened) -> dict[tuple[int, int, int], int]:
    """How many pixels of the picture have each colour."""
    image = pytest.importorskip("matplotlib.image")
    pixels = image.imread(io.BytesIO(it[".graph .stage"].screenshot()))[..., :3]
    found: dict[tuple[int, int, int], int] = {}
    for red, green, blue in (pixels * 255).round().astype(int).reshape(-1, 3).tolist():
        found[red, green, blue] = found.get((red, green, blue), 0) + 1
    return found


def middle(it: Opened) -> tuple[float, float]:
    room = it[".graph .stage"].bounding_box()
    assert room is not None
    return room["x"] + room["width"] / 2, room["y"] + room["height"] / 2


def test_marks_are_drawn_in_their_colours_and_leave_with_their_types(opened: Opener, small: Path) -> None:
    with opened(small, "#tab=graph") as it:
        found = colours(drawn(it))
        assert all(found.get(colour, 0) > 20 for colour in (CITY, NETWORK, INSTRUMENT))
        go(it, kinds=["city", "network"])
        found = colours(it)
        assert found.get(INSTRUMENT, 0) == 0 and found[NETWORK] > 20
        assert it[".graph .caption"].inner_text() == "3 things and 3 links"


def test_a_click_on_a_mark_selects_and_a_click_beside_it_lets_go(opened: Opener, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", name="Àvila", kind="city", type="City")
    with opened(page(tmp_path, graph), "#tab=graph") as it:
        x, y = middle(drawn(it))
        it.page.mouse.move(x + 3, y)
        it[".tip:visible"].wait_for()
        assert it[".tip"].text_content() == "Àvila · City"
        it.page.mouse.click(x, y)
        it["#details h2:text-is('Àvila')"].wait_for()
        it.page.wait_for_timeout(600)  # so that the next click is no double click
        it.page.mouse.click(x - 200, y - 150)
        it["#details h2:not(:text-is('Àvila'))"].wait_for()
        assert it.page.evaluate("citykg.state.at") == ""


def test_a_double_click_lays_out_one_thing_and_its_neighbours(opened: Opener, small: Path) -> None:
    with opened(small, "#tab=graph&at=lodz-pl&show=ego") as it:
        assert drawn(it)[".graph .caption"].inner_text() == "Łódź and all within 1 step: 3 things"
        it.page.mouse.dblclick(*middle(it))
        it.page.wait_for_timeout(500)
        assert it.page.evaluate("[citykg.state.at, citykg.state.show]") == ["lodz-pl", "ego"]
        found = colours(it)
        assert all(found.get(colour, 0) > 20 for colour in (CITY, NETWORK, INSTRUMENT))
        it[".graph"].get_by_role("button", name="Show everything").click()
        it.page.wait_for_timeout(500)
        assert it[".graph .caption"].inner_text() == "5 things and 5 links, with Łódź in front"


def test_buttons_zoom_and_fit(opened: Opener, small: Path) -> None:
    with opened(small, "#tab=graph") as it:
        before = colours(drawn(it))[CITY]
        for _ in range(3):
            it[".graph"].get_by_role("button", name="Zoom out").click()
        it.page.wait_for_timeout(500)
        assert colours(it)[CITY] < before * 0.7
        it[".graph"].get_by_role("button", name="Fit").click()
        it.page.wait_for_timeout(500)
        assert colours(it)[CITY] == pytest.approx(before, rel=0.1)


def test_without_webgl_the_page_says_so_and_leads_to_table_and_map(chromium: Browser, small: Path) -> None:
    context = chromium.new_context(offline=True)
    context.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext; HTMLCanvasElement.prototype.getContext = "
        "function (kind, ...more) { return kind.startsWith('webgl') ? null : get.call(this, kind, ...more); };"
    )
    tab, complaints = context.new_page(), []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(f"{small.as_uri()}#tab=graph")
    alert = tab.locator(".graph [role=alert]")
    alert.wait_for()
    assert "which this browser or machine does not have" in alert.inner_text()
    assert tab.locator(".graph .bar button").count() == 0  # there is nothing to fit or to enlarge
    tab.locator(".graph").get_by_role("button", name="Open the table").click()
    tab.locator("#view-table table").wait_for()
    tab.go_back()
    tab.locator(".graph").get_by_role("button", name="Open the map").click()
    tab.locator("#view-map").wait_for()
    assert complaints == []
    context.close()


def test_many_thousand_things_are_drawn_and_named(
    opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spiral(graph: nx.Graph, behind: object = ()) -> dict[str, tuple[int, int]]:
        return {
            key: (round(36 * math.sqrt(at) * math.cos(2.4 * at)), round(36 * math.sqrt(at) * math.sin(2.4 * at)))
            for at, key in enumerate(sorted(graph))
        }

    monkeypatch.setattr(things, "positions", spiral)
    graph = nx.MultiDiGraph()
    for number in range(100):
        graph.add_node(f"network-{number}", name=f"Network {number}", kind="network", type="Network")
    for number in range(7900):
        graph.add_node(f"city-{number}", name=f"City {number}", kind="city", type="City")
        for step in range(3):
            key = f"{number}-{step}"
            graph.add_edge(f"city-{number}", f"network-{(number * 7 + step * 31) % 100}", key=key, relation="memberOf")
    with opened(page(tmp_path, graph), "#tab=graph") as it:
        assert drawn(it)[".graph .caption"].inner_text() == "8,000 things and 23,700 links"
        found = colours(it)
        assert found[CITY] > 5000 and found[NETWORK] > 50
        go(it, at="city-7899")
        assert it[".graph .caption"].inner_text() == "8,000 things and 23,700 links, with City 7899 in front"
