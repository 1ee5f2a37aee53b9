"""Worker processes: every limit of a job, and what becomes of the others."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.server.limits import INLINE, LONG, PATIENCE, Limits
from kg.server.media import ROWS
from kg.server.problems import Problem
from kg.server.workers import pool as pools
from kg.server.workers.pool import Pool, Reply
from tests.conftest import WORLD
from tests.serving import awaited

MANY = "VALUES ?{0} {{ " + "1 " * 40 + "}}"
CROSS = "SELECT (COUNT(*) AS ?n) { " + " ".join(MANY.format(name) for name in "abcdefgh") + " }"
SOME = "SELECT (COUNT(*) AS ?n) { " + " ".join(MANY.format(name) for name in "abcd") + " }"
ROW = "SELECT ?x { VALUES ?x { " + "'abcdefghij' " * 20 + "} }"
BIG = "SELECT ?z { BIND('0123456789' AS ?x0) " + " ".join(
    f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(34)
) + " BIND(STRLEN(?x34) AS ?z) }"  # fmt: skip
DEEP = "SELECT * " + "{" * 60_000 + "}" * 60_000
LIMITS = Limits(workers=2, timeout=PATIENCE + 1, rows=1000, size=4 << 20, memory=512)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small build, as a worker opens it."""
    folder = tmp_path_factory.mktemp("build")
    for name in ("graph", "dataset"):
        store = ox.Store(str(folder / name))
        store.bulk_extend(WORLD)
        store.flush()
        del store
    return folder


@asynccontextmanager
async def running(build: Path, limits: Limits = LIMITS) -> AsyncIterator[Callable[..., Coroutine[Any, Any, Reply]]]:
    """A pool of workers and how to ask it a query; `ask.pool` is the pool."""
    spool = build / "spool"
    spool.mkdir(exist_ok=True)
    pool = Pool(limits, spool)
    await pool.start(build)

    async def ask(query: str, squeezed: bool = False) -> Reply:
        json = [ROWS[0].name, ROWS[0].media]
        return await pool.run("sparql", build, {"query": query, "rows": json, "graph": ["", ""]}, squeezed)

    ask.pool = pool  # type: ignore[attr-defined]
    try:
        yield ask
    finally:
        await pool.close()
        await asyncio.sleep(0.1)  # the channels close behind it
        assert list(spool.iterdir()) == []


def told(build: Path, query: str, limits: Limits = LIMITS) -> Problem:
    """The problem of a query; the pool answers the next one all the same."""

    async def asking() -> Problem:
        async with running(build, limits) as ask:
            with pytest.raises(Problem) as caught:
                await ask(query)
            assert b'"boolean":true' in (await ask("ASK {}")).content
            return caught.value

    return awaited(asking())


def test_what_is_short_comes_in_memory_and_what_is_long_in_a_file(build: Path) -> None:
    async def asking() -> None:
        async with running(build) as ask:
            short = await ask(ROW)
            assert (short.file, short.media, short.lasting) == (None, ROWS[0].media, True)
            assert short.size == len(short.content)
            long = await ask(f"SELECT ?y {{ VALUES ?x {{ {'1 ' * 900} }} BIND('{'y' * 500}' AS ?y) }}")
            assert (long.content, long.size > INLINE) == (b"", True)
            long.file.seek(0)
            assert long.file.read().count(b"yyy") >= 900
            long.file.close()

    awaited(asking())


def test_a_job_that_takes_too_long_is_ended(build: Path) -> None:
    begun = time.monotonic()
    problem = told(build, CROSS)
    assert (problem.status, problem.retry) == (503, 2)
    assert problem.detail == "the query took longer than 2 seconds and was stopped"
    assert time.monotonic() - begun < 30


def test_a_job_that_needs_too_much_memory_is_ended(build: Path) -> None:
    problem = told(build, BIG, Limits(workers=1, timeout=20, memory=512))
    assert problem.status == 413
    assert problem.detail.startswith("this needs more than 512 MiB of memory")


def test_a_query_that_is_nested_too_deep_is_told_so(build: Path) -> None:
    problem = told(build, DEEP, Limits(workers=1, timeout=20, memory=1024))
    assert (problem.status, problem.detail) == (400, "the query is nested too deep to be read")


def test_rows_and_bytes_are_bounded(build: Path) -> None:
    rows = told(build, "SELECT * { VALUES ?x { " + "1 " * 1001 + "} }")
    assert (rows.status, rows.detail) == (413, "the answer has more than 1,000 rows")
    size = told(build, "SELECT ?x { BIND('" + "x" * 1000 + "' AS ?x) VALUES ?y { " + "1 " * 900 + "} }",
                Limits(workers=1, rows=1000, size=500_000))  # fmt: skip
    assert (size.status, size.detail) == (413, "the answer is longer than 500,000 bytes")


def test_long_jobs_make_room_and_only_some_may_run(build: Path) -> None:
    async def asking() -> None:
        async with running(build, Limits(workers=2, timeout=PATIENCE + 8, memory=512)) as ask:
            long = [asyncio.ensure_future(ask(CROSS)) for _ in range(LONG + 1)]
            await asyncio.sleep(PATIENCE * 3 + 1)
            assert b"true" in (await asyncio.wait_for(ask("ASK {}"), 5)).content
            ended = await asyncio.gather(*long, return_exceptions=True)
            details = sorted(each.detail for each in ended if isinstance(each, Problem))
            assert len(details) == LONG + 1
            assert details[0] == f"{LONG} long queries run already, and this would be one more"
            assert {each.split(" and ")[-1] for each in details[1:]} == {"was stopped"}

    awaited(asking())


def test_a_full_queue_answers_at_once(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "QUEUE", 0)

    async def asking() -> None:
        async with running(build) as ask:
            with pytest.raises(Problem, match="0 requests wait already") as caught:
                await ask("ASK {}")
            assert (caught.value.status, caught.value.retry) == (503, pools.AGAIN)

    awaited(asking())


def test_a_job_whose_worker_is_killed_is_done_by_another(build: Path) -> None:
    async def asking() -> None:
        async with running(build, Limits(workers=1, timeout=20, memory=512)) as ask:
            pool: Pool = ask.pool  # type: ignore[attr-defined]
            while pool.free <= pool.limits.workers:  # until all are warm
                await asyncio.sleep(0.01)
            before = {worker.process.pid for worker in pool._idle}
            task = asyncio.ensure_future(ask(SOME))
            while not pool.busy:
                await asyncio.sleep(0.001)
            busy = before - {worker.process.pid for worker in pool._idle}
            for pid in busy:
                os.kill(pid or 0, signal.SIGKILL)
            assert b'"value"' in (await task).content
            assert busy and pool.ended["lost"] == 1

    awaited(asking())


def test_a_job_that_nobody_waits_for_any_more_is_ended(build: Path) -> None:
    async def asking() -> None:
        async with running(build, Limits(workers=1, timeout=30, memory=512)) as ask:
            pool: Pool = ask.pool  # type: ignore[attr-defined]
            task = asyncio.ensure_future(ask(CROSS))
            await asyncio.sleep(0.5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            async with asyncio.timeout(10):
                while not pool.ended["gone"]:
                    await asyncio.sleep(0.05)
            assert pool.busy == pool.long == 0
            assert b"true" in (await ask("ASK {}")).content

    awaited(asking())


# What a worker gives up

CONFINED = """
import os, socket, sys
from kg.server.workers.confined import confine
closed = confine(64)
said = []
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
    try:
        socket.socket(family).close()
        said.append("open")
    except PermissionError:
        said.append("closed")
try:
    held = bytearray(200 << 20)
    said.append("held")
except MemoryError:
    said.append("bound")
held = bytearray(20 << 20)
print(closed, *said)
sys.stderr.write("nobody reads this")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux closes the network to a process")
def test_a_worker_makes_no_socket_and_takes_no_more_memory() -> None:
    run = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout.split(), run.stderr) == (0, ["True", *["closed"] * 3, "bound"], "")


def test_less_memory_than_any_answer_needs_is_refused() -> None:
    result = CliRunner().invoke(main, ["serve", "--memory", "255"])
    assert result.exit_code == 2
    assert "'--memory': 255 is not in the range x>=256" in result.stderr
