"""The routes of the pages: home, lists, search, vocabulary, and every thing in the form that the client would have."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.server.media import HTML, preferred
from kg.server.problems import Problem
from kg.server.serving import run

FORMS = {
    HTML: ".html", "text/turtle": ".ttl", "application/ld+json": ".jsonld", "application/n-triples": ".nt",
    "application/json": ".jsonld", "application/x-turtle": ".ttl", "text/plain": ".nt",
    "application/xhtml+xml": ".html",
}  # fmt: skip
ENDINGS = (".html", ".ttl", ".jsonld", ".nt")
LONGEST = 200
"""Letters of a search that count."""


async def page(request: Request) -> Response:
    """What stands at an address; without an ending, the way to the form that the client would have (303)."""
    path = request.scope["path"].lstrip("/") or "index.html"
    if path.endswith("/"):
        return RedirectResponse("index.html", 303)
    if PurePosixPath(path).suffix not in ENDINGS and not path.startswith("assets/"):
        return negotiated(path, request.headers.get("accept", ""))
    try:
        return await run(request, "page", path=path)
    except Problem as problem:
        if problem.status != 404 or preferred(request.headers.get("accept", ""), ("application/json", HTML)) != HTML:
            raise
    found = await run(request, "unknown", path=path)
    found.status_code = 404
    return found


def negotiated(path: str, accept: str) -> Response:
    """The way (303) from the address of a thing to its page or its triples. Raises Problem (406).

    >>> negotiated("id/city/lima-pe", "text/turtle").headers["location"]
    'lima-pe.ttl'
    """
    wanted = preferred(accept, FORMS)
    if not wanted:
        raise Problem(406, "none of the formats in Accept is written here", f"ask for one of {', '.join(FORMS)}")
    name = path.rpartition("/")[2]
    return RedirectResponse(quote(name) + FORMS[wanted], 303, {"Vary": "Accept"})


async def search(request: Request) -> Response:
    """The page that answers a search, or the page to begin one."""
    wanted = request.query_params.get("q")
    return await (run(request, "page", path="search.html") if wanted is None else
                  run(request, "search", wanted=wanted[:LONGEST]))  # fmt: skip


PATHS = ["/", "/index.html", "/404.html", "/assets/names.js", "/assets/search.js", "/ontology", "/ontology.{form}"]
routes = [
    Route("/search.html", search),
    *(Route(path, page) for path in PATHS),
    Route("/id/{path:path}", page),
    Route("/scheme/{path:path}", page),
]
