"""The reconciliation service over HTTP: one address for manifest, queries and data extension, and its helpers."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import AskerError
from kg.server.candidates.asked import LENGTH, whole
from kg.server.problems import Problem, of_words
from kg.server.web.operations import FORM, fields
from kg.server.web.serving import base, body, run

ID = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*")
ASKED = ("queries", "extend", "query")
"""Parameters that ask something, of which a request has one."""


async def reconcile(request: Request) -> Response:
    """Answer queries or a data extension; without any, tell what the service offers."""
    found = await _parameters(request)
    given = [each for each in ASKED if each in found]
    if len(given) > 1:
        raise Problem(400, f"there are {' and '.join(given)} in one request", "send one of them")
    if given:
        return await run(request, "reconcile", sort=given[0], text=found[given[0]])
    if request.method == "POST":
        raise Problem(400, "the form asks nothing", "send 'queries' or 'extend'")
    return await run(request, "reconcile", sort="manifest", base=base(request).rstrip("/"))


async def suggest(request: Request) -> Response:
    """Complete what somebody types: `prefix`, and `cursor` for how many suggestions to skip."""
    found = await _parameters(request)
    number = _number(found.get("cursor", ""), "cursor")
    return await run(request, "reconcile", sort=_last(request), text=found.get("prefix", "")[:LENGTH], number=number)


async def shown(request: Request) -> Response:
    """A thing in a few lines, by its `id`: a page of its own, or HTML within JSON."""
    found = await _parameters(request)
    if not found.get("id"):
        raise Problem(400, "there is no id", "say which thing, as id=city/bern-ch")
    sort = "flyout" if "flyout" in request.url.path else "preview"
    return await run(request, "reconcile", sort=sort, text=found["id"][:LENGTH])


async def view(request: Request) -> Response:
    """The way to the page of a thing: clients write the slash of an id as %2F, which no path should have to bear."""
    own = (await _parameters(request)).get("id", "")
    if not ID.fullmatch(own):
        raise Problem(404, "nothing has that id", "ids are as 'city/bern-ch'")
    return RedirectResponse(f"../id/{own}", 303)


async def propose(request: Request) -> Response:
    """The properties that things of a `type` may have, `limit` of them at most."""
    found = await _parameters(request)
    number = _number(found.get("limit", ""), "limit")
    return await run(request, "reconcile", sort="propose", text=found.get("type", "")[:LENGTH], number=number)


async def _parameters(request: Request) -> dict[str, str]:
    """The parameters of the address and of a form; raises Problem where one comes twice or JSONP is asked for."""
    content = request.scope["query_string"]
    pairs = fields(content)
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != FORM:
            raise Problem(415, f"a body of type '{kind or 'none'}' is not understood", f"send {FORM}")
        pairs += fields(await body(request))
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Problem(400, "a parameter comes twice", "send each once")
    if "callback" in found:
        raise Problem(400, "JSONP is not served", "leave 'callback' out: any origin may read the answers (CORS)")
    return found


def _number(text: str, name: str) -> int:
    try:
        return whole(text, name)
    except AskerError as error:
        raise of_words(400, str(error)) from error


def _last(request: Request) -> str:
    return request.url.path.rpartition("/")[2]


routes = [
    Route("/reconcile", reconcile, methods=["GET", "HEAD", "POST"]),
    *(Route(f"/reconcile/suggest/{each}", suggest) for each in ("entity", "type", "property")),
    Route("/reconcile/suggest/flyout/entity", shown),
    Route("/reconcile/preview", shown),
    Route("/reconcile/view", view),
    Route("/reconcile/extend/propose", propose),
]
