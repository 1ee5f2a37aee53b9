"""A page with YASR and the views of answers, over HTTP, to give answers to."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pyoxigraph as ox

from kg import paths, terms
from kg.server.editing import views

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
)
HTML = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Views</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}"><link rel="icon" href="data:,">
<link rel="stylesheet" href="vendor/@zazuko/yasgui/yasgui.min.css">
<link rel="stylesheet" href="assets/site.css"><link rel="stylesheet" href="front/views/views.css">
<main><h1>Views</h1><div id="yasr"></div></main>
<script src="vendor/@zazuko/yasgui/yasgui.min.js"></script><script type="module" src="start.js"></script></html>"""
START = """import { plugins } from "./front/views/index.js";
for (const { name, class: View } of plugins) window.Yasr.registerPlugin(name, View);
window.Yasr.defaults.pluginOrder = ["table", ...plugins.map(({ name }) => name), "response"];
window.yasr = new window.Yasr(document.querySelector("#yasr"), { persistenceId: null });
document.documentElement.dataset.ready = "";
"""
JSON, TURTLE = "application/sparql-results+json", "text/turtle"
SHOW = """([view, type, data]) => new Promise((done) => {
  yasr.once("drawn", () => requestAnimationFrame(() => requestAnimationFrame(done)));
  yasr.results = undefined;
  yasr.selectPlugin(view);
  yasr.setResponse({ contentType: type, data, status: 200 });
})"""


@dataclass
class Viewed:
    """The page in the browser, and what it asked for and complained of."""

    page: Page
    store: ox.Store
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __getitem__(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def show(self, view: str, query: str) -> None:
        """Draw the answer of the store to a query."""
        answer = self.store.query(query, prefixes=terms.PREFIXES)
        graph = isinstance(answer, ox.QueryTriples)
        form = ox.RdfFormat.TURTLE if graph else ox.QueryResultsFormat.JSON
        data = answer.serialize(format=form) or b""  # type: ignore[arg-type]
        self.give(view, data.decode(), TURTLE if graph else JSON)

    def give(self, view: str, data: str, media: str = JSON) -> None:
        """Draw an answer."""
        self.page.evaluate(SHOW, [view, media, data])

    def said(self, selector: str) -> list[str]:
        """What the elements are called for those who hear them."""
        return [each.get_attribute("aria-label") or "" for each in self[selector].all()]


def rows(names: str, *values: list[Any]) -> str:
    """SPARQL's JSON for rows of short terms: numbers, None, `<address>`, `"text"` with an optional `^^type`."""
    head = names.split()
    bindings = [
        {name: term(value) for name, value in zip(head, row, strict=True) if value is not None} for row in values
    ]
    return json.dumps({"head": {"vars": head}, "results": {"bindings": bindings}})


def term(value: Any) -> dict[str, str]:
    """A term as SPARQL's JSON has it."""
    xsd = terms.PREFIXES["xsd"]
    if isinstance(value, (int, float)):
        return {
            "type": "literal",
            "value": str(value),
            "datatype": f"{xsd}{'integer' if value == int(value) else 'double'}",
        }
    if value.startswith("<"):
        return {"type": "uri", "value": value.strip("<>")}
    text, _, kind = value.partition("^^")
    return {"type": "literal", "value": text} | ({"datatype": terms.expand(kind)} if kind else {})


@contextmanager
def viewed(chromium: Browser, store: ox.Store, **context: Any) -> Iterator[Viewed]:
    """The page on a server of its own; it may ask for nothing elsewhere."""
    with served(store) as address:
        own = chromium.new_context(**{"viewport": {"width": 1100, "height": 900}, **context})
        own.set_default_timeout(10_000)
        made = Viewed(own.new_page(), store)
        made.page.on("request", lambda request: made.requests.append(request.url))
        made.page.on("console", lambda message: made.complaints.append(message.text))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        try:
            made.page.goto(f"{address}/index.html")
            made["html[data-ready]"].wait_for()
            yield made
            assert made.complaints == []
            assert [url for url in made.requests if not url.startswith((address, "data:", "blob:"))] == []
        finally:
            own.close()


class Site(http.server.SimpleHTTPRequestHandler):
    """The folder of the server's own files, the page, and an endpoint on a store."""

    store: ox.Store

    def do_GET(self) -> None:
        own = {"/index.html": (HTML, "text/html"), "/start.js": (START, "text/javascript"),
               "/assets/world.js": (views.files()["world.js"].decode(), "text/javascript")}  # fmt: skip
        if self.path in own:
            self.answer(own[self.path][0].encode(), own[self.path][1])
        else:
            super().do_GET()

    def do_POST(self) -> None:
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        found = self.store.query(query, prefixes=terms.PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        self.answer(found.serialize(format=ox.QueryResultsFormat.JSON) or b"", JSON)

    def answer(self, content: bytes, media: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: Any) -> None:
        pass


@contextmanager
def served(store: ox.Store) -> Iterator[str]:
    """The site over HTTP while the block runs."""
    with hosted(type("Own", (Site,), {"store": store}), paths.PACKAGE / "server") as address:
        yield address


@contextmanager
def hosted(handler: Callable[..., http.server.BaseHTTPRequestHandler], folder: Path) -> Iterator[str]:
    """The address of a folder over HTTP, as a plain host answers with that handler, while the block runs."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def folder() -> Path:
    """Where the script's modules are."""
    return paths.PACKAGE / "server" / "front"
