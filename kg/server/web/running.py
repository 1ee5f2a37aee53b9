"""A server from its first to its last moment: its socket, new builds, and an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import uvicorn

from kg.errors import KgError, OperatorError
from kg.server.limits import Limits
from kg.server.problems import Problem
from kg.server.site.sites import SPOOL, Site, clear, digest, hold, prepare
from kg.server.web.app import application
from kg.server.web.connections import Connection
from kg.server.web.serving import State
from kg.server.workers.pool import Pool

LOOK = 1.0
"""Seconds between looks at the graph's file."""
KEEP_ALIVE = 15
GRACE = 10
KEPT = 2
"""How many builds stay: the one that is served, and the one before for queries that are running."""
SPARE = 200
"""File descriptors that are left for everything that is not a connection."""
Say = Callable[[str], None]
Seen = tuple[int, int, int] | None
"""When the graph's file was written, how long it is, and which file it is."""


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
    digest(graph)  # a graph that is not there is told before anything is made
    with listening(host, port) as taken, spooling(into) as spool:
        seen = _look(graph)
        site = prepare(graph, into, lambda part: say(f"preparing {part}"))
        server, held = State(limits, site, Pool(limits, spool), public=public), [hold(site.folder)]
        clear(into, {site.build})
        name = f"[{host}]" if ":" in host else host
        ready = f"citykg at http://{name}:{taken.getsockname()[1]}/  (build {site.build}; Ctrl-C ends it)"
        following = functools.partial(follow, server, graph, into, say, seen, held)
        asyncio.run(_serve(server, taken, following, queries, say, ready))
    say("stopped")


@contextlib.contextmanager
def spooling(into: Path) -> Iterator[Path]:
    """A folder for long answers, removed at the end.

    Raises OperatorError where it cannot be made.
    """
    try:
        into.mkdir(parents=True, exist_ok=True)
        spool = Path(tempfile.mkdtemp(prefix=SPOOL, dir=into))
    except OSError as error:
        raise OperatorError(f"cannot write to {into}: {error.strerror}; free some space or copy the graph") from error
    held = hold(spool)
    try:
        yield spool
    finally:
        shutil.rmtree(spool, ignore_errors=True)
        os.close(held)


class Orderly(uvicorn.Server):
    """A server that ends well when it is told to; by itself it would then die of the signal, and clean up nothing."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let signals end the server, until the block ends."""
        loop, told = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        for each in told:
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in told:
                loop.remove_signal_handler(each)


async def _serve(
    server: State, taken: socket.socket, following: Callable[[], Coroutine[Any, Any, None]], queries: bool, say: Say,
    ready: str,
) -> None:  # fmt: skip
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    asyncio.get_running_loop().set_exception_handler(lambda loop, found: say(_fault(found)))
    Connection.most = max(_descriptors() - SPARE, SPARE)
    config = uvicorn.Config(
        application(server, queries), http=Connection, ws="none", log_config=None, access_log=False,
        server_header=False, timeout_keep_alive=KEEP_ALIVE, timeout_graceful_shutdown=GRACE, backlog=2048,
        proxy_headers=False,
    )  # fmt: skip
    follower = asyncio.ensure_future(following())
    try:
        await Orderly(config, lambda: say(ready)).serve(sockets=[taken])
    finally:
        follower.cancel()


def _fault(found: dict[str, Any]) -> str:
    """A line for what went wrong where nobody was waiting for it."""
    error = found.get("exception")
    return f"a fault outside any request: {found['message']}" + (f": {error!r}" if error else "")


def _descriptors() -> int:
    """How many files this process may have open, as many as it can get."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        now = most
    return now if now != resource.RLIM_INFINITY else 1 << 20


async def follow(server: State, graph: Path, into: Path, say: Say, seen: Seen, held: list[int]) -> None:
    """Serve a new build as soon as it is there, whole and prepared; running queries finish on the old one.

    `seen` is how the graph's file looked when what is served was made of it, `held` keeps the folders that are in use.
    """
    before = seen
    while True:
        await asyncio.sleep(LOOK)
        now = _look(graph)
        settled, before = now == before, now  # somebody may still be writing it
        if now is None or now == seen or not settled:
            continue
        seen = now
        try:
            site = await _prepared(graph, into)
            if site.build != server.site.build:
                await _change(server, site, held)
                clear(into, {site.build})
                say(f"serving build {site.build}")
        except (KgError, OSError, Problem) as error:
            say(f"the new build is not served: {error}")


async def _change(server: State, site: Site, held: list[int]) -> None:
    """Serve another build, when workers are ready for it; running queries finish on the old one."""
    held.append(hold(site.folder))
    await server.pool.renew(site.folder)
    server.site = site
    server.cache.clear()
    while len(held) > KEPT:
        os.close(held.pop(0))


def _look(graph: Path) -> Seen:
    try:
        found = graph.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


async def _prepared(graph: Path, into: Path) -> Site:
    """Prepare in a process of its own, which keeps out of the way of queries and dies with this one."""
    command = [sys.executable, "-c", _PREPARE, str(graph), str(into)]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    try:
        said, complaint = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        raise OperatorError((complaint.decode(errors="replace").strip().splitlines() or ["it was ended"])[-1])
    return Site(into / said.decode().strip())


_PREPARE = """
import os, sys
from pathlib import Path
from kg.errors import KgError
from kg.server.workers.confined import die_with_parent
from kg.server.site.sites import prepare
die_with_parent()
os.nice(10)
try:
    print(prepare(Path(sys.argv[1]), Path(sys.argv[2])).build)
except KgError as error:
    sys.exit(str(error))
"""
