"""A worker process: opens a build, does one job after another, and answers over its own channel.

A job is `job(opened, **arguments) -> Made`. Messages are a line of JSON and bytes, each with its length before it.
"""

from __future__ import annotations

import inspect
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.server.book.things import Book
from kg.server.candidates import jobs
from kg.server.limits import Limits
from kg.server.problems import Problem, of_words
from kg.server.questions.asked import Asker
from kg.server.site.home import Home
from kg.server.workers import answering, replies, telling
from kg.server.workers.confined import confine
from kg.server.workers.made import Made, Out
from kg.server.workers.opened import Opened

Job = Callable[..., Made]


def warm(opened: Opened) -> Made:
    """Make what the jobs keep of a build, so that nobody waits for it."""
    for each in (Book, Home, Asker):
        opened.kept(each)
    jobs.service(opened)
    return Made(b"", "text/plain")


JOBS: dict[str, Job] = {
    "sparql": answering.sparql,
    "question": replies.question,
    "description": replies.description,
    "page": telling.page,
    "search": telling.search,
    "unknown": telling.unknown,
    "reconcile": jobs.reconcile,
    "warm": warm,
}
SQUEEZED = 1000


def send(channel: socket.socket, head: dict[str, Any], content: bytes = b"") -> None:
    """Send a head and content."""
    line = json.dumps(head).encode()
    channel.sendall(len(line).to_bytes(8, "big") + len(content).to_bytes(8, "big") + line + content)


def receive(channel: socket.socket) -> dict[str, Any] | None:
    """The head of the next message; nothing when the other side has gone."""
    sizes = _exactly(channel, 16)
    if sizes is None:
        return None
    line = _exactly(channel, int.from_bytes(sizes[:8], "big"))
    return json.loads(line) if line else None


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(size - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


def work(channel: socket.socket, limits: Limits) -> None:
    """Answer until the channel closes."""
    confine(limits.memory)
    opened: Opened | None = None
    while request := receive(channel):
        try:
            if opened is None or str(opened.folder) != request["folder"]:
                opened = Opened(Path(request["folder"]))
        except OSError as error:
            send(channel, {"problem": asdict(Problem(503, f"the graph cannot be read: {error}", retry=5))})
            continue
        _aside(channel, opened, request, limits)


def _aside(channel: socket.socket, opened: Opened, request: dict[str, Any], limits: Limits) -> None:
    """Do a job in a thread of its own, whose priority the server lowers when it takes long."""
    thread = threading.Thread(target=_answer, args=(channel, opened, request, limits))
    thread.start()
    thread.join()


def _answer(channel: socket.socket, opened: Opened, request: dict[str, Any], limits: Limits) -> None:
    spool = Path(request["spool"])
    try:
        send(channel, *_made(opened, request, limits, spool))
    except Problem as problem:
        spool.unlink(missing_ok=True)
        send(channel, {"problem": asdict(problem)})
    except BaseException as error:  # a panic of the engine too: who ends without a word leaves the client waiting
        spool.unlink(missing_ok=True)
        fault = f"a fault of citykg: {type(error).__name__}: {error}"
        send(channel, {"problem": asdict(Problem(500, fault, "please report it with what you asked"))})


def _made(opened: Opened, request: dict[str, Any], limits: Limits, spool: Path) -> tuple[dict[str, Any], bytes]:
    out = Out(spool, limits.size, request["squeezed"])
    try:
        job = JOBS[request["job"]]
        streams = "out" in inspect.signature(job).parameters
        made = job(opened, *((out, limits) if streams else ()), **request["arguments"])
        if not streams:
            out = Out(spool, limits.size, request["squeezed"] and len(made.content) > SQUEEZED)
            out.write(made.content)
        content = out.done()
    except KgError as error:
        raise of_words(404 if "nothing is" in str(error) else 400, str(error)) from error
    except MemoryError as error:
        raise Problem(413, f"this needs more than {limits.memory} MiB of memory", "ask for less") from error
    except OSError as error:
        raise Problem(
            503, f"the answer cannot be written: {error.strerror or error}", "try again later", retry=30
        ) from error
    head = {"media": made.media, "lasting": made.lasting, "headers": made.headers, "spooled": out.spooled}
    return head | {"squeezed": out.squeezed}, content
