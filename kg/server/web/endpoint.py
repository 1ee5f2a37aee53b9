"""The endpoint: queries by GET, by form and as they stand, and what it says of itself."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.server.media import GRAPHS, HTML, ROWS, choose, preferred
from kg.server.problems import Problem
from kg.server.web import operations
from kg.server.web.asking import described
from kg.server.web.operations import Operation
from kg.server.web.serving import body, header, run

METHODS = "GET, HEAD, POST, OPTIONS"
_SAFE = "!$%&'()*+,/:;=?@-._~"


async def sparql(request: Request) -> Response:
    """Answer a query (SPARQL 1.1 Protocol); without one, describe the endpoint (SPARQL 1.1 Service Description)."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": METHODS})
    address = request.scope["query_string"]
    if request.method != "POST":
        if not address:
            return await _described(request)
        operation = operations.of_url(address)
        if _reader(request):
            return RedirectResponse(f"query.html?{quote(address, _SAFE)}", 303, {"Vary": "Accept"})
    else:
        operation = operations.of_body(address, header(request, "content-type"), await body(request))
    return await answer(request, operation)


async def answer(request: Request, operation: Operation) -> Response:
    """The answer to an operation in the format that the client takes."""
    accept = header(request, "accept")
    rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
    if not rows[0] and not graph[0]:
        offered = ", ".join(each.media for each in (*ROWS, *GRAPHS))
        raise Problem(406, "none of the formats in Accept is written here", f"ask for one of {offered}")
    graphs = {"default": operation.default, "named": operation.named}
    return await run(request, "sparql", query=operation.query, rows=rows, graph=graph, **graphs)


def _reader(request: Request) -> bool:
    """Whether it is a person's browser that asks, which shows the query page."""
    written = [media for each in (*ROWS, *GRAPHS) for media in (each.media, *each.others)]
    return preferred(header(request, "accept"), [*written, HTML]) == HTML


async def _described(request: Request) -> Response:
    if _reader(request):
        return RedirectResponse("query.html", 303, {"Vary": "Accept"})
    return await described(request)


routes = [Route("/sparql", sparql, methods=["GET", "HEAD", "POST", "OPTIONS"])]
