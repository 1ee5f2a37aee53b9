"""The endpoint under load: its answers in a second, and how long anyone waits, beside rdflib-endpoint.

`CITYKG_RDFLIB_ENDPOINT` names an interpreter that has rdflib-endpoint; without it one is made, if it can be.
`CITYKG_BENCH_SECONDS` is how long each load lasts.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from kg import named, terms
from kg import store as stores
from tests.attacking import DEEP, asked, memory, raw, request, workers
from tests.benching.timing import ROOT, seconds
from tests.benching.writing import say, shown, table
from tests.loading import Load, asking, getting, load
from tests.serving import Server, serving

PEER = "rdflib-endpoint==0.6.3"
CLIENTS, WORKERS = 64, 2
SECONDS = float(os.environ.get("CITYKG_BENCH_SECONDS", "60"))
ASK = "ASK { ?s ?p ?o }"
HEAD = ("server and requests", "answers", "errors", "answers a second", "median, ms", "p99, ms", "longest, ms")


def endpoint(graph: Path) -> str:
    """The part of the page."""
    queries = texts(graph)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(graph, folder))
        say("preparing the endpoint")
        cold = seconds(lambda: _started(path))
        warm = seconds(lambda: _started(path))
        with serving(path, "--workers", str(WORKERS)) as server:
            time.sleep(20)  # until the workers have made what they keep
            first = memory(server) / 1024
            rows, ours = _ours(server, queries)
            last, replaced = memory(server) / 1024, _replaced(server)
            waits = [("citykg", _beside(server.port, (DEEP["cross product"],))),
                     ("citykg, four at once", _beside(server.port, tuple(DEEP.values())))]  # fmt: skip
        row, theirs, waited = _theirs(path, queries)
    figures = [
        ("first start, all prepared", f"{shown(cold)} s"), ("next start", f"{shown(warm)} s"),
        ("memory of all processes, warm", f"{shown(first)} MB"), ("after the load", f"{shown(last)} MB"),
        ("a killed worker replaced", f"{shown(replaced * 1e3)} ms"),
    ]  # fmt: skip
    ratio = f"Answers in a second over those of {_name()}: {shown(ours / theirs)}." if theirs else ""
    return "\n\n".join(each for each in (
        "## The endpoint", SAYS.format(clients=CLIENTS, seconds=shown(SECONDS), workers=WORKERS, queries=len(queries)),
        table(HEAD, [*rows, *row]), ratio, WAITS,
        table(("server", "answers to ASK", "median, ms", "longest, ms"), [_waited(*each) for each in waits + waited]),
        table(("of ours", ""), figures),
    ) if each)  # fmt: skip


SAYS = """{clients} clients ask for {seconds} seconds over connections of their own, {workers} workers answer; server
and clients share the machine. They ask all {queries} named queries in turn, with the values of their examples, as
SPARQL by POST and as links, `/query/NAME`. *Kept* is as shipped: an answer that was asked for is kept. *Made anew*: no
request comes twice, each has a number in a comment, so nothing is kept. The peer is given the same texts by POST."""
WAITS = """While a query runs that never ends, and while four of them do, another client asks `ASK { ?s ?p 1 }`, each
time with another number, ten times or for a minute."""


def texts(graph: Path) -> dict[str, str]:
    """The named queries with the values of their examples, and the prefixes that others want declared."""
    store = stores.open_store(graph)
    prefixes = "".join(f"PREFIX {name}: <{base}> " for name, base in terms.PREFIXES.items())
    found = {}
    for name, query in named.queries().items():
        found[name] = prefixes + "\n" + named.bind(query, example(query), store)
    return found


def example(query: named.Query) -> dict[str, str]:
    """The values in the example of a query."""
    words = shlex.split(query.example)
    given = [words[at + 1] for at, word in enumerate(words) if word in ("--param", "-p")]
    return {name: value for name, _, value in (each.partition("=") for each in given)}


def links() -> list[str]:
    """The named queries as links."""
    asked_for = [(name, example(query)) for name, query in named.queries().items()]
    return [
        getting(f"/query/{name}?" + "&".join([f"{field}={value}" for field, value in values.items()] + ["format=json"]))
        for name, values in asked_for
    ]


def _started(graph: Path) -> None:
    with serving(graph, "--workers", str(WORKERS)) as server:
        raw(server, request(asked(ASK)))


def _ours(server: Server, queries: dict[str, str]) -> tuple[list[tuple[str, ...]], float]:
    """A row for each load, and the rate of that whose answers are not kept."""
    kept = [asking(each) for each in queries.values()]
    anew = [asking(each, apart=True) for each in queries.values()]
    loads = [("citykg, kept", kept), ("citykg, links, kept", links()), ("citykg, made anew", anew)]
    rows, rate = [], 0.0
    for name, requests in loads:
        say(name)
        found = load(server.port, requests, CLIENTS, SECONDS)
        rows.append(_row(name, found))
        rate = found.rate
    return rows, rate


def _row(name: str, found: Load) -> tuple[str, ...]:
    timed = (found.median, found.percentile(0.99), max(found.taken, default=float("inf")))
    return name, f"{len(found.taken):,}", f"{found.errors:,}", shown(found.rate), *map(shown, timed)


def _beside(port: int, slow: tuple[str, ...], path: str = "/sparql") -> list[float]:
    """The milliseconds of one small question after the other, while long ones are asked, again when stopped."""
    taken: list[float] = []
    with ThreadPoolExecutor(len(slow)) as others:
        running = [others.submit(load, port, [asking(each, True, path)], 1, 8) for each in slow]
        time.sleep(2)
        end = time.monotonic() + 60
        while len(taken) < 10 and time.monotonic() < end:
            taken.append(seconds(lambda: _small(port, path)) * 1e3)
            time.sleep(0.3)
        for each in running:
            with contextlib.suppress(subprocess.SubprocessError):
                each.result()
    return taken


def _small(port: int, path: str = "/sparql") -> None:
    query = quote(f"ASK {{ ?s ?p {time.monotonic_ns()} }}")  # one that no one has asked, so that it is not kept
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}?query={query}", timeout=120) as answer:
        answer.read()


def _waited(name: str, taken: list[float]) -> tuple[str, ...]:
    return name, str(len(taken)), shown(statistics.median(taken)), shown(max(taken))


def _replaced(server: Server) -> float:
    """Seconds until there are as many workers as before one was killed, while others are asked."""
    before = workers(server)
    os.kill(before[0], 9)
    started = time.perf_counter()
    while len(set(workers(server)) - {before[0]}) < len(before) and time.perf_counter() - started < 30:
        _small(server.port)
    return time.perf_counter() - started


def _theirs(graph: Path, queries: dict[str, str]) -> tuple[list[tuple[str, ...]], float, list[tuple[str, list[float]]]]:
    """The row of the peer, its rate, and how long others wait; nothing where it cannot be had."""
    python = _peer()
    if not Path(python).is_file():
        return [(f"{_name()}, not installed", *[""] * 6)], 0.0, []
    with _peering(python, graph) as port:
        say(_name())
        found = load(port, [asking(each, path="/") for each in queries.values()], CLIENTS, SECONDS)
    with _peering(python, graph) as port:
        waited = _beside(port, (queries["co-members"],), "/")
    return [_row(_name(), found)], found.rate, [(f"{_name()}, `co-members` asked beside", waited)]


def _name() -> str:
    return PEER.replace("==", " ")


def _peer() -> str:
    """The interpreter that has the peer; one is made in `.venv` where none is named."""
    given, folder = os.environ.get("CITYKG_RDFLIB_ENDPOINT"), ROOT / ".venv" / "rdflib-endpoint"
    python = given or str(folder / "bin" / "python")
    if given is None and not list(folder.glob("lib/*/site-packages/rdflib_endpoint")):
        say(f"installing {_name()}")
        steps = [[sys.executable, "-m", "venv", str(folder)], [python, "-m", "pip", "install", "--quiet", PEER]]
        for step in steps:
            subprocess.run(step, stdout=sys.stderr, check=False)
    return python


@contextlib.contextmanager
def _peering(python: str, graph: Path) -> Iterator[int]:
    """The peer in a process of its own, until the block ends; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [python, "-m", "rdflib_endpoint", "serve", "--host", "127.0.0.1", "--port", str(port), str(graph)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until(lambda: _small(port, "/"))
        yield port
    finally:
        process.kill()
        process.wait()


def _until(work: Callable[[], object]) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError):
            work()
            return
        time.sleep(0.2)
    raise SystemExit(f"{_name()} did not start")
