"""A real server in a process of its own, on loopback; ended by its process id."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest

LOOPS = ThreadPoolExecutor(1)
"""A thread of its own for asyncio: that of the tests may have the loop of a browser."""
Found = TypeVar("Found")
START = 400.0
"""Seconds to wait at most until a server answers; the first one prepares its graph."""


def awaited(work: Coroutine[Any, Any, Found]) -> Found:
    """What a coroutine gives, whether or not a loop runs in this thread."""
    return LOOPS.submit(asyncio.run, work).result()


@dataclass
class Answer:
    """What came back: the status, the headers by lower-case name (several of a name joined), and the content."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    graph: Path
    lines: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it is, ending in a slash."""
        return f"http://127.0.0.1:{self.port}/"

    def ask(
        self, method: str, path: str, body: bytes | None = None, timeout: float = 60, **headers: str
    ) -> Answer:  # fmt: skip
        """Send one request over a connection of its own; `content_type="…"` is the header Content-Type."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            found = connection.getresponse()
            said: dict[str, str] = {}
            for name, value in found.getheaders():
                said[name.lower()] = f"{said[name.lower()]}, {value}" if name.lower() in said else value
            return Answer(found.status, said, found.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "application/sparql-results+json", **fields: str) -> Answer:
        """Ask a query by GET."""
        return self.ask("GET", "/sparql?" + urlencode({"query": text, **fields}), accept=accept)


@contextlib.contextmanager
def serving(graph: Path, *options: str) -> Iterator[Server]:
    """A server of a graph with some options of `kg serve`, until the block ends."""
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(graph), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    lines: list[str] = []
    ports: queue.Queue[int] = queue.Queue()

    def read() -> None:
        assert process.stderr is not None
        for raw in process.stderr:
            lines.append(raw.decode(errors="replace").rstrip("\n"))
            if found := re.match(r"citykg at http://\S*?:(\d+)/ ", lines[-1]):
                ports.put(int(found[1]))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        port = _first(ports, process) or pytest.fail("the server did not start: " + "\n".join(lines))
        yield Server(process, port, graph, lines)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        reader.join(5)
        assert process.stderr is not None
        process.stderr.close()


def _first(ports: queue.Queue[int], process: subprocess.Popen[bytes]) -> int:
    """The port that a server says it has; 0 where it does not start."""
    for _ in range(round(START)):
        with contextlib.suppress(queue.Empty):
            return ports.get(timeout=1)
        if process.poll() is not None:
            break
    return 0


@pytest.fixture(scope="session")
def prepared(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph in a folder of its own, beside which servers keep what they prepare, once for all tests."""
    return Path(shutil.copy(graph, tmp_path_factory.mktemp("served")))


@pytest.fixture(scope="session")
def served(prepared: Path) -> Iterator[Server]:
    """A server of the shipped graph, shared by tests that do it no harm."""
    with serving(prepared, "--workers", "2", "--timeout", "20") as server:
        yield server
