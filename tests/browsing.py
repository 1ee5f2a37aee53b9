"""Pages in Chromium as people use them: the browser, a page opened without any network, small pages to look at."""

from __future__ import annotations

import importlib.util
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

from kg import api, explorer
from tests.needs import missing, need

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

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


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def shipped(store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = api.explore(tmp_path_factory.mktemp("explorer") / "shipped.html", store=store).path
    assert path
    return path


HEADINGS = [("out", "altLabel", "Other names"), ("out", "memberOf", "Memberships"), ("in", "memberOf", "Members")]
THINGS: dict[str, dict[str, Any]] = {
    "munchen-de": {"name": "München", "kind": "city", "type": "City", "lat": 48.14, "lon": 11.58,
                   "side": "Global North"},
    "lodz-pl": {"name": "Łódź", "kind": "city", "type": "City", "lat": 51.77, "lon": 19.46},
    "saint-denis-fr": {"name": "Saint-Denis", "kind": "city", "type": "City"},
    "aland": {"name": "Åland", "kind": "region", "type": "Region"},
    "mechanism": {"name": "Mayors’ Mechanism", "kind": "network", "type": "TaskForce", "start": "2018-12",
                  "list": "partial", "listing": "2 of about 200 listed"},
    "letter": {"name": "Open letter", "kind": "instrument", "type": "Declaration", "start": "2019-05-01",
               "list": "complete"},
    "de": {"name": "Germany", "kind": "country", "type": "Country"},
    "council": {"name": "Migrant council of München", "kind": "practice", "type": "Practice"},
    "ada": {"name": "Ada Ø", "kind": "person", "type": "Person"},
}  # fmt: skip
LINKS = [
    ("munchen-de", "memberOf", "mechanism", "2019", ""), ("lodz-pl", "memberOf", "mechanism", "2020", "2021"),
    ("munchen-de", "inCountry", "de", "", ""), ("council", "implementedBy", "munchen-de", "", ""),
    ("munchen-de", "partnerIn", "mechanism", "", ""), ("ada", "holdsPostAt", "munchen-de", "", ""),
    ("lodz-pl", "endorses", "letter", "2019-05-01", ""),
]  # fmt: skip
PLACES = [
    {"key": "a-2020-p001", "source": "a-2020", "section": "1 One", "passage": "p001", "start": 10, "end": 20},
    {"key": "a-2020-p002", "source": "a-2020", "section": "2 Two", "passage": "p002", "start": 30, "end": 44},
    {"key": "b-2021", "source": "b-2021", "section": "", "passage": "", "start": 0, "end": 0},
]  # fmt: skip
SOURCES = [
    {"key": "a-2020", "title": "First", "author": "Ann A.", "publisher": "A press", "published": "2020",
     "address": "https://example.org/first", "kind": "Document"},
    {"key": "b-2021", "title": "Second", "author": "", "publisher": "", "published": "",
     "address": "javascript:alert(1)", "kind": "Official page"},
]  # fmt: skip


def little_about() -> explorer.About:
    """What the little page says beside its things."""
    whole = {"title": "Little", "version": "0", "date": "2026-01-01", "counts": {"cities": 3}, "cite": "So.",
             "bibtex": "", "asOf": "", "part": "", "note": ""}  # fmt: skip
    return explorer.About(whole=whole, headings=HEADINGS, sources=SOURCES, places=PLACES)


def little_graph() -> nx.MultiDiGraph:
    """Nine things and seven links, small enough to compare whole."""
    graph = nx.MultiDiGraph()
    for key, own in THINGS.items():
        graph.add_node(key, **own)
    for number, (start, relation, end, since, until) in enumerate(LINKS):
        graph.add_edge(start, end, key=f"s{number}", relation=relation, role="", start=since, end=until)
    return graph


def little_html() -> str:
    """A page of the little graph."""
    keys = [str(place["key"]) for place in PLACES]
    said = {"munchen-de": keys[:1], "name": keys, **{f"s{number}": keys[:2] for number in range(len(LINKS))}}
    facts = {"munchen-de": [("altLabel", "Munich", "name"), ("theme", "Housing", "name")],
             "council": [("addresses", "GCM 7: Address and reduce vulnerabilities in migration", "name")]}  # fmt: skip
    net = explorer.network(little_graph(), said, facts, {"s0": "Member, since 2019"})
    return explorer.page(net, "Little", "Nine things", little_about())


@pytest.fixture(scope="session")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("explorer") / "little page.html"
    file.write_text(little_html(), encoding="utf-8")
    return file
