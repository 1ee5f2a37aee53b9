"""What the routes share: the state of a running server, jobs as responses, and problems in the words of the client."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse

from kg.server.endings import media as kind_of
from kg.server.limits import BODY, RECEIVE, Limits
from kg.server.media import HTML, preferred
from kg.server.problems import Problem
from kg.server.site.sites import Site
from kg.server.templating import render
from kg.server.web.cache import Cache
from kg.server.web.metrics import Metrics
from kg.server.workers.pool import Pool, Reply

Made = TypeVar("Made")
PART = 1 << 16
GONE = 499
PROBLEM = "application/problem+json"


@dataclass
class State:
    """A running server: its limits, workers, what it keeps, and the site that it serves now."""

    limits: Limits
    site: Site
    pool: Pool
    cache: Cache = field(default_factory=Cache)
    metrics: Metrics = field(default_factory=Metrics)
    public: str = ""


def state(request: Request) -> State:
    """The server that a request came to."""
    return cast(State, request.app.state.server)


def header(request: Request, name: str) -> str:
    """A header of a request; several of one name are one list."""
    return ", ".join(request.headers.getlist(name))


def base(request: Request) -> str:
    """The address of the site as the client knows it, ending in a slash."""
    return state(request).public or str(request.base_url)


async def run(request: Request, job: str, **arguments: Any) -> Response:
    """What a job makes of the graph, as a response; not asked of a worker where the client has it already.

    Raises Problem.
    """
    server = state(request)
    squeezed = "gzip" in _codings(header(request, "accept-encoding"))
    # named before it is made: the same job on the same build gives the same
    key = hashlib.sha256(json.dumps([server.site.build, job, arguments, squeezed]).encode()).hexdigest()[:32]
    kept = {"ETag": f'"{key}"', "Cache-Control": "no-cache"}
    if request.method in ("GET", "HEAD") and f'"{key}"' in _tags(header(request, "if-none-match")):
        return Response(status_code=304, headers=kept | _VARY)
    work = server.cache.get(key, lambda: server.pool.run(job, server.site.folder, arguments, squeezed))
    reply = await while_there(request, work)
    headers = {**reply.headers, **_VARY, "Content-Length": str(reply.size)}
    headers |= kept if reply.lasting else {"Cache-Control": "no-store"}
    if reply.squeezed:
        headers["Content-Encoding"] = "gzip"
    if reply.file is None:
        return Response(reply.content, headers={**headers, "Content-Type": reply.media})
    return StreamingResponse(_parts(reply), headers=headers, media_type=reply.media)


def stored(request: Request, path: str) -> Response | None:
    """A file of the prepared folder, compressed where the client takes that; nothing where there is no such file."""
    site = state(request).site
    file = site.file(path)
    if file is None:
        return None
    squeezed = file.with_name(file.name + ".gz")
    packed = "gzip" in _codings(request.headers.get("accept-encoding", "")) and squeezed.is_file()
    tag = hashlib.sha256(f"{site.build} {path} {packed}".encode()).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", **_VARY}
    if f'"{tag}"' in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    media = kind_of(path)
    if packed and "range" not in request.headers:
        return FileResponse(squeezed, headers={**headers, "Content-Encoding": "gzip"}, media_type=media)
    return FileResponse(file, headers=headers, media_type=media)


_VARY = {"Vary": "Accept, Accept-Encoding"}


def _codings(header: str) -> set[str]:
    """The content codings that a client takes.

    >>> sorted(_codings("gzip;q=0, br, identity;q=0.5"))
    ['br', 'identity']
    """
    parts = [each.strip().lower().partition(";") for each in header.split(",")]
    return {name.strip() for name, _, weight in parts if weight.replace(" ", "").rstrip("0.") != "q="}


def _tags(header: str) -> set[str]:
    return {each.strip().removeprefix("W/") for each in header.split(",")}


async def _parts(reply: Reply) -> AsyncIterator[bytes]:
    """The content of a file that others may be reading too."""
    for at in range(0, reply.size, PART):
        yield os.pread(reply.file.fileno(), PART, at)


class GoneError(Exception):
    """The client has hung up."""


async def while_there(request: Request, work: Awaitable[Made]) -> Made:
    """The outcome of some work, which is given up when the client hangs up.

    Raises GoneError then.
    """
    task, gone = asyncio.ensure_future(work), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise GoneError
        return await task
    finally:
        gone.cancel()
        task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def body(request: Request) -> bytes:
    """The body of a request. Raises Problem where it is too long (413) or comes too slowly (408)."""
    content = bytearray()
    try:
        async with asyncio.timeout(RECEIVE):
            async for part in request.stream():
                content += part
                if len(content) > BODY:
                    raise too_long()
    except ClientDisconnect:
        raise GoneError from None
    except TimeoutError:
        raise Problem(408, f"the body did not come in {RECEIVE:g} seconds", "send it again") from None
    return bytes(content)


def too_long() -> Problem:
    """The problem of a body that is too long."""
    return Problem(413, f"a request has at most {BODY:,} bytes", "send a shorter query")


def answered(request: Request, problem: Problem) -> Response:
    """A problem as the client would rather read it: problem JSON, a page, or plain text."""
    wanted = preferred(header(request, "accept"), (PROBLEM, "application/json", HTML, "text/plain"))
    headers = {**problem.headers(), "Vary": "Accept", "Cache-Control": "no-store"}
    if problem.status == 408 or "expect" in request.headers:  # what is left of the body may come, or may not
        headers["Connection"] = "close"
    if wanted == HTML:
        page = render("problem.html", request.url.path.lstrip("/"), problem=problem)
        return Response(page, problem.status, headers, media_type=HTML)
    if wanted == "text/plain":
        return PlainTextResponse(problem.text(), problem.status, headers)
    return JSONResponse(problem.document(), problem.status, headers, media_type=PROBLEM)
