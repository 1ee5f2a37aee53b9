"""A server from its first to its last moment: sockets, deadlines of connections, new builds, and an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import resource
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import KgError, OperatorError
from kg.server.app import application
from kg.server.limits import RECEIVE, Limits
from kg.server.pool import Pool
from kg.server.serving import State
from kg.server.sites import SPOOL, Site, clear, digest, prepare

LOOK = 1.0
"""Seconds between looks at the graph's file."""
KEEP_ALIVE = 15
GRACE = 10
SPARE = 200
"""File descriptors that are left for everything that is not a connection."""
Say = Callable[[str], None]


class Deadline(HttpToolsProtocol):
    """A connection that must bring the head of each request in time, and gives way when it idles and all are taken."""

    idle: dict[int, Deadline] = {}  # noqa: RUF012
    most = 1 << 16
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock, and make room if there is none."""
        super().connection_made(transport)
        if len(self.connections) > self.most and self.idle:
            next(iter(self.idle.values())).leave()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Start the clock with the first byte of a request, and stop it with the end of its head."""
        if not self._timer and (self.cycle is None or self.cycle.response_complete):
            self._wait()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._rest()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._rest()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self.idle[id(self)] = self
        self._timer = self.loop.call_later(RECEIVE, self.leave)

    def _rest(self) -> None:
        self.idle.pop(id(self), None)
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def leave(self) -> None:
        """Close the connection."""
        self._rest()
        if self.transport and not self.transport.is_closing():
            self.transport.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; raises OperatorError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        taken.listen(2048)
    except (OSError, OverflowError) as error:
        taken.close()
        why = getattr(error, "strerror", None) or error
        raise OperatorError(f"cannot listen on {host}:{port}: {why}; choose another with --host or --port") from error
    return taken


def serve(
    graph: Path, into: Path, host: str, port: int, limits: Limits, *,
    public: str = "", queries: bool = False, say: Say = lambda line: None,
) -> None:  # fmt: skip
    """Serve a graph until a signal ends it; `into` holds what is prepared.

    Raises OperatorError where the address is taken or the graph cannot be read or prepared.
    """
    with listening(host, port) as taken, spooling(into) as spool:
        site = prepare(graph, into, lambda part: say(f"preparing {part}"))
        clear(into, {site.build})
        name = f"[{host}]" if ":" in host else host
        say(f"citykg at http://{name}:{taken.getsockname()[1]}/  (build {site.build}; Ctrl-C ends it)")
        asyncio.run(_serve(State(limits, site, Pool(limits, spool), public=public), graph, into, taken, queries, say))


@contextlib.contextmanager
def spooling(into: Path):  # type: ignore[no-untyped-def]
    """A folder for long answers, called by this process; those of processes that are gone are removed."""
    into.mkdir(parents=True, exist_ok=True)
    for each in into.glob(f"{SPOOL}*"):
        if not Path(f"/proc/{each.name.removeprefix(SPOOL)}").exists():
            shutil.rmtree(each, ignore_errors=True)
    spool = into / f"{SPOOL}{os.getpid()}"
    spool.mkdir(exist_ok=True)
    try:
        yield spool
    finally:
        shutil.rmtree(spool, ignore_errors=True)


async def _serve(server: State, graph: Path, into: Path, taken: socket.socket, queries: bool, say: Say) -> None:
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    Deadline.most = max(most - SPARE, SPARE)
    config = uvicorn.Config(
        application(server, queries), http=Deadline, ws="none", log_config=None, access_log=False, server_header=False,
        timeout_keep_alive=KEEP_ALIVE, timeout_graceful_shutdown=GRACE, backlog=2048, proxy_headers=False,
    )  # fmt: skip
    following = asyncio.ensure_future(follow(server, graph, into, say))
    try:
        await uvicorn.Server(config).serve(sockets=[taken])
    finally:
        following.cancel()


async def follow(server: State, graph: Path, into: Path, say: Say) -> None:
    """Serve a new build as soon as it is there and prepared; running queries finish on the old one."""
    seen = _look(graph)
    while True:
        await asyncio.sleep(LOOK)
        if (now := _look(graph)) == seen or now is None:
            continue
        seen = now
        try:
            site = await _prepared(graph, into)
        except KgError as error:
            say(f"the new build is not served: {error}")
            continue
        if site.build != server.site.build:
            old, server.site = server.site, site
            server.cache.clear()
            clear(into, {site.build, old.build})
            say(f"serving build {site.build}")


def _look(graph: Path) -> tuple[int, int, int] | None:
    try:
        found = graph.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


async def _prepared(graph: Path, into: Path) -> Site:
    """Prepare in a process of its own, which keeps out of the way of queries."""
    command = [sys.executable, "-c", _PREPARE, str(graph), str(into)]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    try:
        _, complaint = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        raise OperatorError((complaint.decode(errors="replace").strip().splitlines() or ["it was ended"])[-1])
    return Site(into / await asyncio.to_thread(digest, graph))


_PREPARE = """
import os, sys
from pathlib import Path
from kg.errors import KgError
from kg.server.sites import prepare
os.nice(10)
try:
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
except KgError as error:
    sys.exit(str(error))
"""
