"""The application: all routes, and the layers around them."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.server.problems import Problem
from kg.server.web import asking, endpoint, metrics, pages, reconciling
from kg.server.web.face import Face
from kg.server.web.serving import GONE, GoneError, State, answered, state

HINTS = {404: "the search finds cities, networks and declarations by name", 405: "ask with GET"}


def application(server: State, queries: bool = False, log: Callable[[str], object] | None = None) -> ASGIApp:
    """The ASGI application of a server. `queries` logs what is asked, `log` takes the lines of the log."""
    app = Starlette(
        routes=[
            *ROUTES,
            *endpoint.routes,
            *asking.routes,
            *reconciling.routes,
            *pages.routes,
        ],
        middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                               allow_headers=["Accept", "Content-Type", "If-None-Match"],
                               expose_headers=["ETag", "Link", "Retry-After"], max_age=86400)],
        exception_handlers={Problem: _problem, HTTPException: _unknown, GoneError: _gone,
                            Exception: _fault},
        lifespan=lambda app: _living(server),
    )  # fmt: skip
    app.state.server = server
    _watch(server)
    names = frozenset(filter(None, [urlsplit(server.public).hostname]))
    return Face(app, server, names, log or _stderr, queries)


def _stderr(line: str) -> None:
    sys.stderr.write(line + "\n")


@contextlib.asynccontextmanager
async def _living(server: State) -> AsyncIterator[None]:
    await server.pool.start(server.site.folder)
    try:
        yield
    finally:
        await server.pool.close()


def _watch(server: State) -> None:
    pool, watch = server.pool, server.metrics.watch
    watch("citykg_workers_busy", "Workers that answer a query", lambda: pool.busy)
    watch("citykg_queries_long", "Queries that run beside the others", lambda: pool.long)
    watch("citykg_queries_waiting", "Requests that wait for a worker", lambda: pool.waiting)
    server.metrics.watch_counts("citykg_workers_ended", "Workers ended", "why", lambda: dict(pool.ended))
    server.metrics.watch_counts(
        "citykg_answers", "Answers kept, joined or made", "how", lambda: dict(server.cache.asked)
    )


def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return answered(request, problem)


def _unknown(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = f"there is nothing at {request.url.path[:200]}" if error.status_code == 404 else error.detail.lower()
    allow = ", ".join(sorted((error.headers or {}).get("Allow", "").split(", ")))
    return answered(request, Problem(error.status_code, words, HINTS.get(error.status_code, ""), allow=allow))


def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=GONE)


def _fault(request: Request, error: Exception) -> Response:
    words = f"a fault of citykg: {type(error).__name__}"
    return answered(request, Problem(500, words, "please report it with what you asked"))


async def health(request: Request) -> Response:
    """Whether queries can be answered, and of which build."""
    server = state(request)
    pool = server.pool
    counts = {"waiting": pool.waiting, "long": pool.long, "free": pool.free}
    said: dict[str, Any] = {"status": "ok", "build": server.site.build, **counts}
    return Response(json.dumps(said), media_type="application/json", headers={"Cache-Control": "no-store"})


async def counted(request: Request) -> Response:
    """What the server has counted."""
    return Response(state(request).metrics.text(), headers={"Content-Type": metrics.CONTENT_TYPE})


ROUTES = [
    Route("/health", health),
    Route("/metrics", counted),
]
