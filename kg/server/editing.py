"""The routes of the query page and its files."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.server import editor
from kg.server.serving import run


async def file(request: Request) -> Response:
    """The query page, or a file that it loads."""
    return await run(request, "editor", path=request.url.path.lstrip("/"))


routes = [Route(f"/{path}", file) for path in editor.paths()]
