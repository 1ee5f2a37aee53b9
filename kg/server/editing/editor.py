"""The query page and the files that it needs: YASGUI, the page's own script, and what it knows of the graph."""

from __future__ import annotations

import json
import re
from functools import cache

import pyoxigraph as ox

from kg import named
from kg.explorer.scripts import joined
from kg.server.editing import views
from kg.server.editing.completion import completion
from kg.server.editing.offers import offers
from kg.server.folders import FRONT, VENDOR
from kg.server.templating import render

YASGUI = VENDOR / "@zazuko" / "yasgui"
PAGE = "query.html"
KNOWN = ("assets/completion.json", "assets/queries.json", "assets/query-data.js")
_MAP = re.compile(rb"^//# sourceMappingURL=.*$", re.MULTILINE)


def files(store: ox.Store, engine: bool = False) -> dict[str, bytes]:
    """The query page of a graph and its files, by paths in the site; the same graph gives the same bytes.

    With `engine` the page loads `assets/engine.js` (of the module `engine`), and asks no server. What it knows of the
    graph is there for programs as JSON, and as one script for the page: one that is opened from a folder can load
    scripts but fetch nothing.
    """
    return {PAGE: _page(engine), **scripts(), **knowledge(store)}


def _page(engine: bool) -> bytes:
    return render(PAGE, PAGE, count=len(named.queries()), engine=engine)


@cache
def scripts() -> dict[str, bytes]:
    """The scripts and styles of the page by their paths in the site; they are the same for every graph."""
    styles = [FRONT / "asking" / "query.css", *sorted((FRONT / "views").glob("*.css"))]
    return {
        "assets/query.css": b"\n".join(each.read_bytes() for each in styles),
        "assets/query.js": joined(FRONT, "asking/main").encode(),
        **{f"assets/{name}": content for name, content in views.files().items()},
        "assets/vendor/yasgui.min.css": _MAP.sub(b"", (YASGUI / "yasgui.min.css").read_bytes()),
        "assets/vendor/yasgui.min.js": _MAP.sub(b"", (YASGUI / "yasgui.min.js").read_bytes()),
        "assets/vendor/yasgui.LICENSES.txt": (YASGUI / "LICENSES.txt").read_bytes(),
    }


def knowledge(store: ox.Store) -> dict[str, bytes]:
    """What the page knows of a graph: what it completes, and the named queries."""
    known = {"completion": completion(store), "examples": offers(store)}
    values = (_json(known["completion"]), _json(known["examples"]), b"window.citykgQuery = " + _json(known) + b";\n")
    return dict(zip(KNOWN, values, strict=True))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
