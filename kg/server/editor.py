"""The query page and the files that it needs: YASGUI, the page's own script, and what it knows of the graph."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox

from kg import named
from kg.explorer.scripts import joined
from kg.server.completion import completion
from kg.server.offers import offers
from kg.server.templating import render

HERE = Path(__file__).resolve().parent
FRONT = HERE / "front"
YASGUI = HERE / "vendor" / "@zazuko" / "yasgui"
PAGE = "query.html"
_MAP = re.compile(rb"^//# sourceMappingURL=.*$", re.MULTILINE)


def page(engine: bool = False) -> bytes:
    """The query page; with `engine` it loads the engine beside it, and asks no server."""
    return render(PAGE, PAGE, examples=sorted(named.queries()), engine=engine)


def scripts() -> dict[str, bytes]:
    """The page's scripts and styles by their paths in the site; they are the same for every graph."""
    return {
        "assets/query.css": (FRONT / "asking" / "query.css").read_bytes(),
        "assets/query.js": joined(FRONT, "asking/main").encode(),
        "assets/vendor/yasgui.min.css": _MAP.sub(b"", (YASGUI / "yasgui.min.css").read_bytes()),
        "assets/vendor/yasgui.min.js": _MAP.sub(b"", (YASGUI / "yasgui.min.js").read_bytes()),
        "assets/vendor/yasgui.LICENSES.txt": (YASGUI / "LICENSES.txt").read_bytes(),
    }


def knowledge(store: ox.Store) -> dict[str, bytes]:
    """What the editor knows of a graph, by paths in the site: for programs, and as one script for the page.

    A page that is opened from a folder can load scripts but fetch nothing.
    """
    known = {"completion": completion(store), "examples": offers(store)}
    return {
        "assets/completion.json": _json(known["completion"]),
        "assets/queries.json": _json(known["examples"]),
        "assets/query-data.js": b"window.citykgQuery = " + _json(known) + b";\n",
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
