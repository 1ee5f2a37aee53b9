"""The explorer page as people use it, in Chromium: offline, by search, by mouse, by keyboard, on a phone."""

from __future__ import annotations

import importlib.util
import itertools
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox
import pytest

from kg import api, explorer, paths
from tests import test_explorer, test_layout
from tests.needs import missing, need

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

# Tells of a forbidden load or script, of a written dialog's trace, and of every name on the picture's last frame.
WATCH = """
window.ran = [];
window.alert = (number) => window.ran.push(number);
document.addEventListener("securitypolicyviolation", (event) => console.error("refused", event.violatedDirective));
window.written = [];
const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...box) { window.written = []; clearRect.apply(this, box); };
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  window.written.push({ text, x, y, width: this.measureText(text).width });
  fillText.call(this, text, x, y);
};
"""


@dataclass
class Opened:
    """A page in the browser, and what it asked for, complained of and popped up since."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    seconds: float = 0

    def __getitem__(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def find(self, words: str) -> None:
        """Search as one types, and take the first match."""
        self["#search"].fill(words)
        self["#search"].press("Enter")

    @property
    def address(self) -> str:
        return self.page.url.partition("#")[2]

    def lines(self, selector: str) -> list[str]:
        return [line for line in self[selector].inner_text().splitlines() if line.strip()]

    def names(self) -> list[dict[str, Any]]:
        """The names on the picture, after its last frame."""
        self.page.wait_for_timeout(300)
        found: list[dict[str, Any]] = self.page.evaluate("window.written")
        return found


Opener = Callable[..., AbstractContextManager[Opened]]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    command = need("browser", "chromium")
    if importlib.util.find_spec("playwright") is None:
        missing("browser", "playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=command, args=QUIET.split())
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser) -> Opener:
    """Open a file in a fresh browser without network; nothing may be asked for or complained of at any time."""

    @contextmanager
    def opener(
        file: Path, fragment: str = "", width: int = 1500, height: int = 950, silent: bool = False
    ) -> Iterator[Opened]:
        context = chromium.new_context(viewport={"width": width, "height": height}, offline=not silent)
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH)
        if silent:
            context.route(re.compile("^(?!file:)"), lambda route: None)
        own = Opened(context.new_page())
        own.page.on("request", lambda request: own.requests.append(request.url))
        own.page.on("console", lambda message: own.complaints.append(f"{message.type}: {message.text}"))
        own.page.on("pageerror", lambda error: own.complaints.append(str(error)))
        own.page.on("dialog", lambda dialog: own.complaints.append(f"dialog: {dialog.message}"))
        try:
            started = time.perf_counter()
            own.page.goto(file.as_uri() + fragment)
            own["html[data-ready]"].wait_for()
            own.seconds = time.perf_counter() - started
            yield own
            assert (set(own.requests), own.complaints) == ({file.as_uri()}, [])
        finally:
            context.close()

    return opener


@pytest.fixture(scope="module")
def shipped(store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return api.explore(tmp_path_factory.mktemp("explorer") / "shipped.html", store=store)


PLACES = ["a-2020, 1 One, p001", "a-2020, 2 Two, p002", "a-2020, 3 Three, footnote 4, p003", "b-2021", "b-2021, 5, p9"]
THINGS = {
    "munchen-de": ("München", "city", "City"), "lodz-pl": ("Łódź", "city", "City"),
    "saint-denis-fr": ("Saint-Denis", "city", "City"), "aland": ("Åland", "region", "Region"),
    "mechanism": ("Mayors’ Mechanism", "network", "TaskForce"), "de": ("Germany", "country", "Country"),
    "council": ("Migrant council of München", "practice", "Practice"), "ada": ("Ada Ø", "person", "Person"),
}  # fmt: skip
LINKS = [
    ("munchen-de", "memberOf", "mechanism"), ("lodz-pl", "memberOf", "mechanism"), ("munchen-de", "inCountry", "de"),
    ("council", "implementedBy", "munchen-de"), ("munchen-de", "partnerIn", "mechanism"),
    ("ada", "holdsPostAt", "munchen-de"),
]  # fmt: skip


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of eight things and six links, small enough to compare whole."""
    graph = nx.MultiDiGraph()
    for key, (name, kind, type_) in THINGS.items():
        graph.add_node(key, name=name, kind=kind, type=type_, country="Germany" if key == "munchen-de" else "")
    for number, (start, relation, end) in enumerate(LINKS):
        graph.add_edge(start, end, key=f"s{number}", relation=relation, role="")
    said = {"munchen-de": PLACES[:1], "name": PLACES, **{f"s{number}": PLACES[:2] for number in range(len(LINKS))}}
    facts = {"munchen-de": [("altLabel", "Munich", "name"), ("theme", "Housing", "name")]}
    headings = [("out", "altLabel", "Other names"), ("out", "memberOf", "Memberships"), ("in", "memberOf", "Members")]
    html = explorer.page(
        explorer.network(graph, said, facts, {"s0": "Member, since 2019"}), "Little", "Eight things", [("Cite", "So.")],
        headings, [("a-2020", "Ann A. First. 2020."), ("b-2021", "Second.")],
    )  # fmt: skip
    file = tmp_path_factory.mktemp("explorer") / "little page.html"
    file.write_text(html, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("explorer") / "hostile.html"
    file.write_text(test_explorer.page(test_explorer.hostile()), encoding="utf-8")
    return file


def written(folder: Path, graph: nx.MultiDiGraph) -> Path:
    file = folder / "page.html"
    file.write_text(explorer.page(explorer.network(graph), "title", "subtitle"), encoding="utf-8")
    return file


# Offline


def test_the_shipped_page_opens_offline_and_asks_for_nothing_but_itself(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as it:
        assert it.requests == [shipped.as_uri()]
        assert it["h1"].inner_text() == "citykg: cities, networks and commitments on migration"
        assert re.fullmatch(r"\d+ of \d+ things, \d+ of \d+ links shown", it["#count"].inner_text())
        assert it["#canvas canvas"].count() == 1


def test_a_network_that_never_answers_does_not_delay_it(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as blocked, opened(shipped, silent=True) as silent:
        assert silent.requests == blocked.requests
        assert silent.seconds < blocked.seconds + 2


# What is hidden


def test_a_thing_of_a_hidden_type_is_shown_while_it_is_selected(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.find("germany")
        assert it["#count"].inner_text() == "7 of 8 things, 5 of 6 links shown"
        assert not it["#legend"].get_by_label("Countries").is_checked()
        it["#whole"].click()
        it["#details h2:text-is('How to read this')"].wait_for()
        assert it["#count"].inner_text() == "6 of 8 things, 4 of 6 links shown"


# The picture


def test_names_on_the_overview_do_not_overlap(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as it:
        names = it.names()
        assert len(names) > 25
        clash = [
            (a["text"], b["text"])
            for a, b in itertools.combinations(names, 2)
            if abs(a["y"] - b["y"]) < 14 and a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
        ]
        assert clash == []
        room = it["#canvas"].bounding_box()
        assert room is not None
        assert [name["text"] for name in names if name["x"] < 0 or name["x"] + name["width"] > room["width"]] == []


def test_only_what_is_linked_with_the_selected_thing_is_named(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        assert {name["text"] for name in it.names()} == {
            "München", "Łódź", "Saint-Denis", "Åland", "Mayors’ Mechanism", "Migrant council of München",
        }  # fmt: skip
        it.find("lodz")
        assert [name["text"] for name in it.names()] == ["Łódź", "Mayors’ Mechanism"]


def test_a_click_on_a_mark_selects_it_and_a_click_beside_it_lets_go(opened: Opener, tmp_path: Path) -> None:
    with opened(written(tmp_path, test_explorer.linked(a="Àvila"))) as it:
        room = it["#canvas"].bounding_box()
        assert room is not None
        it.page.mouse.click(room["x"] + room["width"] / 2, room["y"] + room["height"] / 2)
        it["#details h2:text-is('Àvila')"].wait_for()
        assert it.address == "a"
        it.page.mouse.click(room["x"] + 20, room["y"] + 20)
        it["#details h2:text-is('How to read this')"].wait_for()
        assert it.address == ""


def test_a_page_of_hidden_types_only_shows_them(opened: Opener, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("ada", name="Ada", kind="person")
    with opened(written(tmp_path, graph)) as it:
        assert it["#count"].inner_text() == "1 of 1 things, 0 of 0 links shown"
        assert [name["text"] for name in it.names()] == ["Ada"]


# Thousands of things


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,500 cities in 40 networks and 20 countries, and one of each kind without a link."""
    folder, graph = tmp_path_factory.mktemp("explorer"), test_layout.many(1500)
    said = {key: ["members-2024"] for _, _, key in graph.edges(keys=True)} | {"list": ["members-2024"]}
    facts = {
        "network-0": [("Is the list complete?", "partial; 39 of about 200 listed", "list"), ("founded", "1986", "list")]
    }
    headings = [("out", "Is the list complete?", "Is the list complete?"), ("in", "memberOf", "Members")]
    sources = [("members-2024", "Lists."), *((f"s-{number:02}", "Other.") for number in range(30))]
    html = explorer.page(explorer.network(graph, said, facts), "Large", "Many", (), headings, sources)
    (folder / "large.html").write_text(html, encoding="utf-8")
    return folder / "large.html"


def pressed(it: Opened) -> list[str | None]:
    return [it[button].get_attribute("aria-pressed") for button in ("#few", "#many")]


def drawn(it: Opened) -> tuple[int, ...]:
    """How many things and links are shown, of how many."""
    return tuple(map(int, re.findall(r"\d+", it["#count"].inner_text())))


def test_a_small_page_is_shown_whole_and_offers_no_overview(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        assert not it["#extent"].is_visible()
        assert it["#loose"].inner_text() == ""


def test_a_large_page_opens_on_an_overview_with_the_whole_one_click_away(opened: Opener, large: Path) -> None:
    with opened(large) as it:
        assert (drawn(it)[:2], pressed(it)) == ((150, 1563), ["true", "false"])
        assert len(it.names()) > 25
        it["#many"].click()
        assert (drawn(it)[:2], pressed(it)) == ((1540, 1563), ["false", "true"])
        assert (
            it["#loose"].inner_text()
            == "2 things have no link with anything shown and are left out; the search finds them."
        )
        it["#few"].click()
        assert (drawn(it)[0], it["#loose"].inner_text()) == (150, "")


def test_show_all_draws_every_thing_with_a_link(opened: Opener, large: Path) -> None:
    with opened(large) as it:
        it["#all"].click()
        things, of, links, of_links = drawn(it)
        assert (things, of, links == of_links) == (1560, 1563, True)
        assert it["#loose"].inner_text().startswith("3 things have no link")


def test_a_thing_outside_the_overview_brings_its_neighbours(opened: Opener, large: Path) -> None:
    with opened(large) as it:
        shown = it.page.evaluate(
            "JSON.parse(document.getElementById('graph').textContent).nodes.first.of.length"
        )  # fmt: skip
        assert shown == 2
        it.find("City 1499")
        assert (it["#details h2"].inner_text(), drawn(it)[0]) == ("City 1499", 151)
        it.find("city alone")
        assert (it["#details h2"].inner_text(), drawn(it)[0]) == ("City alone", 151)
        it["#whole"].click()
        it["#details h2:text-is('How to read this')"].wait_for()
        assert drawn(it)[0] == 150


def test_the_lines_of_a_large_picture_are_all_drawn(opened: Opener, large: Path) -> None:
    count = """() => { window.strokes = 0; const line = CanvasRenderingContext2D.prototype.lineTo;
      CanvasRenderingContext2D.prototype.lineTo = function (...at) { window.strokes += 1; line.apply(this, at); }; }"""
    with opened(large) as it:
        it.page.evaluate(count)
        it["#many"].click()
        it.page.wait_for_timeout(300)
        assert drawn(it)[2] > 1500 and it.page.evaluate("window.strokes") >= drawn(it)[2]


# Hostile text


def test_a_hostile_name_is_text_in_the_tooltip_too(opened: Opener, tmp_path: Path) -> None:
    name = test_explorer.HOSTILE["__proto__"]
    with opened(written(tmp_path, test_explorer.linked(__proto__=name))) as it:
        room = it["#canvas"].bounding_box()
        assert room is not None
        it.page.mouse.move(room["x"] + room["width"] / 2, room["y"] + room["height"] / 2)
        it["div.vis-tooltip"].wait_for()
        assert it["div.vis-tooltip"].text_content() == f"{name} · City"
        assert (it["div.vis-tooltip *"].count(), it.page.evaluate("window.ran")) == (0, [])


# To look at


def test_screenshots_to_look_at(opened: Opener, shipped: Path) -> None:
    folder = paths.build() / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    for name, fragment, width in (("overview", "", 1500), ("selected", "#sao-paulo-br", 1500), ("narrow", "", 390)):
        with opened(shipped, fragment, width=width, height=950 if width > 900 else 800) as it:
            assert it.names()
            image = it.page.screenshot(path=folder / f"{name}.png")
            assert int.from_bytes(image[16:20], "big") == width


# Without a browser


def test_without_chromium_tests_are_skipped_and_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CITYKG_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-browser is not installed; tests marked 'browser' need it"):
        need("browser", "no-such-browser")


def test_without_chromium_tests_fail_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYKG_REQUIRE", "endpoint,browser")
    with pytest.raises(pytest.fail.Exception, match="no-such-browser is not installed; tests marked 'browser' need it"):
        need("browser", "no-such-browser")
