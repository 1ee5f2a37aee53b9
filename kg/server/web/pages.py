"""The routes of the pages: home, lists, search, vocabulary, and every thing in the form that the client would have."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.server.endings import FORMS, bare
from kg.server.media import HTML, preferred
from kg.server.problems import Problem
from kg.server.web.serving import run, stored

ASKED = {
    **{bare(media): end for end, media in FORMS.items()},
    "application/json": ".jsonld", "application/x-turtle": ".ttl", "application/turtle": ".ttl", "text/plain": ".nt",
    "application/xhtml+xml": ".html",
}  # fmt: skip
"""What a client may ask for, and the ending of the form that it is led to."""
NAMES = re.compile(r"(id|scheme)/|ontology($|\.)")
"""What the addresses of the graph begin with."""
LONGEST = 200
"""Letters of a search that count."""


async def page(request: Request) -> Response:
    """What stands at an address; without an ending, the way to the form that the client would have (303)."""
    path = request.scope["path"].lstrip("/") or "index.html"
    if path.endswith("/"):
        return RedirectResponse("index.html", 303)
    if found := stored(request, path):
        return found
    if not NAMES.match(path):
        raise HTTPException(404)
    if PurePosixPath(path).suffix not in FORMS:
        return negotiated(path, request.headers.get("accept", ""))
    try:
        return await run(request, "page", path=path)
    except Problem as problem:
        if (
            problem.status != 404
            or not path.startswith("id/")
            or preferred(request.headers.get("accept", ""), ("application/json", HTML)) != HTML
        ):
            raise
    lost = await run(request, "unknown", path=path)
    lost.status_code = 404
    return lost


def negotiated(path: str, accept: str) -> Response:
    """The way (303) from the address of a thing to its page or its triples. Raises Problem (406).

    >>> negotiated("id/city/lima-pe", "text/turtle").headers["location"]
    'lima-pe.ttl'
    """
    wanted = preferred(accept, ASKED)
    if not wanted:
        raise Problem(406, "none of the formats in Accept is written here", f"ask for one of {', '.join(ASKED)}")
    name = path.rpartition("/")[2]
    return RedirectResponse(quote(name) + ASKED[wanted], 303, {"Vary": "Accept"})


async def search(request: Request) -> Response:
    """The page that answers a search, or the page to begin one."""
    wanted = request.query_params.get("q")
    if wanted is None and (begun := stored(request, "search.html")):
        return begun
    return await run(request, "search", wanted=(wanted or "")[:LONGEST])


routes = [
    Route("/search.html", search),
    Route("/{path:path}", page),
]
"""The last ones: whatever no other route takes is a page, or nothing."""
