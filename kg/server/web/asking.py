"""Routes to the named queries, to what the endpoint says of itself, and to the description of the API."""

from __future__ import annotations

import json
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.errors import AskerError, nearest
from kg.named import Query
from kg.server.media import GRAPHS, HTML, choose, preferred
from kg.server.problems import Problem, of_words
from kg.server.questions import answers, asked, manual, openapi
from kg.server.web import operations
from kg.server.web.serving import base, header, run

JSON = "application/json"
HOSTS = 8
"""How many names of this server pages are kept for."""


async def question(request: Request) -> Response:
    """The answer to a named query, in the format of the address or else of the header Accept."""
    name, known = request.path_params["name"], asked.known()
    if name not in known:
        hint = nearest(name, known).removeprefix("; ")
        raise Problem(404, f"there is no query '{name[:200]}'", hint or "query/ lists them all")
    query, given = known[name], operations.fields(request.scope["query_string"])
    usual = _usual(request, query)
    try:
        ask = asked.prepare(query, given, usual)
        return await run(request, "question", name=name, values=ask.values, as_of=ask.as_of, form=ask.form)
    except AskerError as error:
        problem = of_words(400, str(error))
    except Problem as raised:
        if raised.status not in (400, 404):
            raise
        problem = Problem(400, raised.detail, raised.hint)
    if usual != "html" or dict(given).get("format") not in (None, "", "html"):
        raise problem
    page = answers.refusal(query, dict(given), "; ".join(filter(None, (problem.detail, problem.hint))))
    return Response(page, 400, {"Vary": "Accept", "Cache-Control": "no-store"}, asked.ROWS["html"])


def _usual(request: Request, query: Query) -> str:
    """The format that a client would rather have. Raises Problem where there is none of those."""
    media = {media.partition(";")[0]: form for form, media in asked.formats(query).items()} | {JSON: "json"}
    form = media.get(preferred(header(request, "accept"), media), "")
    if not form and "format" not in request.query_params:
        raise Problem(406, f"{query.name} is answered as {', '.join(media)}", "ask for one of these, or add format=csv")
    return form


async def questions(request: Request) -> Response:
    """The list of all named queries: a page, or JSON."""
    accept = header(request, "accept")
    if request.query_params.get("format") == "json" or preferred(accept, (HTML, JSON)) == JSON:
        return JSONResponse(asked.catalogue(), headers={"Vary": "Accept", "Cache-Control": "no-cache"})
    return Response(answers.listing(), headers={"Vary": "Accept", "Cache-Control": "no-cache"}, media_type=HTML)


async def described(request: Request) -> Response:
    """What the endpoint says of itself, in the format that the client takes."""
    form = choose(header(request, "accept"), GRAPHS)[0]
    if not form:
        offered = ", ".join(each.media for each in GRAPHS)
        raise Problem(406, "the description is written in none of the formats in Accept", f"ask for one of {offered}")
    return await run(request, "description", root=base(request), form=form)


async def turtle(request: Request) -> Response:
    """The same as a file in Turtle."""
    return await run(request, "description", root=base(request), form="turtle")


async def well_known(request: Request) -> Response:
    """Where VoID has it that descriptions are looked for."""
    return RedirectResponse("../void.ttl", 302)


async def openapi_json(request: Request) -> Response:
    """Everything that is served, for programs."""
    return Response(_openapi(base(request)), headers={"Cache-Control": "no-cache"}, media_type=JSON)


async def api(request: Request) -> Response:
    """Everything that is served, for people."""
    return Response(_manual(base(request)), headers={"Cache-Control": "no-cache"}, media_type=HTML)


@lru_cache(HOSTS)
def _openapi(root: str) -> bytes:
    return json.dumps(openapi.document(root), ensure_ascii=False, indent=1).encode() + b"\n"


@lru_cache(HOSTS)
def _manual(root: str) -> bytes:
    return manual.page(root)


routes = [
    Route("/openapi.json", openapi_json),
    Route("/api.html", api),
    Route("/query", lambda request: RedirectResponse("query/", 308)),
    Route("/query/", questions),
    Route("/query/{name}", question),
    Route("/void.ttl", turtle),
    Route("/.well-known/void", well_known),
]
