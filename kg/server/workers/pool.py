"""Worker processes with hard limits, and who is answered when.

`workers` jobs run at a time. One that takes longer than `PATIENCE` makes room: it goes on beside the others, at low
priority, while there are fewer than `LONG` such jobs, and is ended otherwise. So a few endless queries never keep
anyone from an answer. A job is ended by ending its process; another takes its place.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from kg.server.limits import LONG, PATIENCE, QUEUE, SOON, STARVED, WARM, Limits
from kg.server.problems import Problem
from kg.server.workers.processes import LostError, Nursery, Worker

AGAIN = 5
"""Seconds after which a busy server may have a place."""
DEEP = {-signal.SIGSEGV, -signal.SIGBUS}
FULL = {-signal.SIGABRT}


@dataclass(frozen=True)
class Reply:
    """What a worker made: its content, or the open file that holds it, and how to call it."""

    media: str
    content: bytes = b""
    file: Any = None
    squeezed: bool = False
    lasting: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of content."""
        return len(self.content) if self.file is None else self.file.seek(0, 2)


class Pool:
    """Runs jobs in worker processes; long answers go by files in the folder `spool`.

    `ended` counts by reason the workers that were ended.
    """

    def __init__(self, limits: Limits, spool: Path) -> None:
        self.limits = limits
        self._spool = spool
        self.ended: Counter[str] = Counter()
        self.waiting = self.long = self.busy = 0
        self._nursery = Nursery(limits)
        self._idle: list[Worker] = []
        self._places = asyncio.Semaphore(limits.workers)
        self._numbers = count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._begun: set[asyncio.Task[Any] | None] = set()
        self._filling = asyncio.Lock()
        self._closed = False
        self._folder = Path()

    @property
    def free(self) -> int:
        """How many workers wait for work, warm but for the first seconds of a server."""
        return len(self._idle)

    async def start(self, folder: Path) -> None:
        """Start the workers for a build, and warm them one by one while the others answer."""
        self._folder = folder
        self._nursery.open()
        for _ in range(self.limits.workers + 1):
            self._idle.append(await self._new())
        self._later(self._warm_all())

    async def renew(self, folder: Path) -> None:
        """Warm workers for another build, and let go those for the old one as they become free."""
        fresh = [await self._new() for _ in range(self.limits.workers + 1)]
        for worker in fresh:
            await self._warm(worker, folder)
        self._folder, old, self._idle = folder, self._idle, fresh
        for worker in old:
            worker.end()

    async def close(self) -> None:
        """End all workers, and start no more."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for each in self._idle:
            each.end()
        self._idle.clear()

    async def _new(self) -> Worker:
        """A new worker; one that nobody waits for any more is kept for the next."""
        task = asyncio.ensure_future(self._made())
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(self._unclaimed)
            raise

    def _unclaimed(self, task: asyncio.Task[Worker]) -> None:
        if not task.cancelled() and not task.exception():
            self._keep(task.result())

    async def _made(self) -> Worker:
        try:
            return await self._nursery.worker(self._folder)
        except (OSError, EOFError) as error:
            raise Problem(503, f"no worker can be started: {error}", "try again later", retry=AGAIN) from error

    async def _warm_all(self) -> None:
        async with self._filling:
            for _ in range(len(self._idle)):
                if self._idle:
                    await self._ready(self._idle.pop(0))

    async def _ready(self, worker: Worker) -> None:
        """Warm a worker and let it wait for work."""
        try:
            await self._warm(worker, self._folder)
        except BaseException:
            worker.end()
            raise
        self._keep(worker)

    async def _warm(self, worker: Worker, folder: Path) -> None:
        """Let a worker make what it keeps of a build; no limit of a query is on that, and no query waits for it."""
        worker.folder = folder
        request = {"job": "warm", "folder": str(folder), "arguments": {}, "squeezed": False}
        with contextlib.suppress(LostError, TimeoutError):  # the next one who takes it sees that it is gone
            async with asyncio.timeout(WARM):
                await worker.ask(request | {"spool": str(self._spool / str(next(self._numbers)))})
                return
        worker.end()

    async def run(self, job: str, folder: Path, arguments: dict[str, Any], squeezed: bool = False) -> Reply:
        """What a job makes of a build. Raises Problem where it makes none, or where there is no place for it.

        A job whose caller is cancelled is ended, with its worker, if it does not end by itself in a moment.
        """
        task = asyncio.ensure_future(self._run(job, folder, arguments, squeezed))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._later(self._leave(task))
            raise

    async def _leave(self, task: asyncio.Task[Reply]) -> None:
        """Give up a job; most are done at once, and a new worker would cost more."""
        if task in self._begun:
            await asyncio.wait({task}, timeout=PATIENCE)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _run(self, job: str, folder: Path, arguments: dict[str, Any], squeezed: bool) -> Reply:
        spool = self._spool / str(next(self._numbers))
        request = {"job": job, "folder": str(folder), "arguments": arguments, "squeezed": squeezed, "spool": str(spool)}
        try:
            async with self._place() as place:
                try:
                    head, content = await self._asked(request, place, self._free() or await self._new())
                except LostError as lost:
                    if lost.code in DEEP | FULL:
                        raise self._fallen(lost) from lost
                    # whoever killed it did not mean the question
                    head, content = await self._asked(request, place, await self._new())
            return _reply(head, content, spool)
        except LostError as lost:
            raise self._fallen(lost) from lost
        finally:
            spool.unlink(missing_ok=True)

    @contextlib.asynccontextmanager
    async def _place(self) -> AsyncIterator[contextlib.ExitStack]:
        """A place among the workers; closing what is given frees it before its time."""
        if self.waiting >= QUEUE:
            raise Problem(503, f"{QUEUE} requests wait already", "try again in some seconds", retry=AGAIN)
        self.waiting += 1
        try:
            async with asyncio.timeout(self.limits.timeout):
                await self._places.acquire()
        except TimeoutError:
            raise Problem(503, f"no worker was free in {self.limits.timeout:g} seconds", retry=AGAIN) from None
        finally:
            self.waiting -= 1
        with contextlib.ExitStack() as place:
            place.callback(self._places.release)
            yield place

    def _free(self) -> Worker | None:
        """A worker that waits for work, if any is alive."""
        for worker in [each for each in self._idle if each.dead]:
            self._idle.remove(worker)
            self._end(worker, "lost")
        return self._idle.pop() if self._idle else None

    async def _asked(
        self, request: dict[str, Any], place: contextlib.ExitStack, worker: Worker
    ) -> tuple[dict[str, Any], bytes]:
        """Ask a worker; keep it when it has answered, and end it otherwise."""
        why, worker.folder, task = "gone", Path(request["folder"]), asyncio.current_task()
        self.busy += 1
        self._begun.add(task)
        asked, started = asyncio.ensure_future(worker.ask(request)), time.monotonic()
        try:
            await self._patiently(worker, asked)
            if not asked.done():
                worker.step_back()
                await self._beside(asked, place, started + self.limits.timeout)
            answer = asked.result()
            why = ""
            return answer
        except Problem as problem:
            why = "slow" if problem.retry else why
            raise
        except LostError:
            why = "lost"
            raise
        finally:
            self.busy -= 1
            self._begun.discard(task)
            asked.cancel()
            self._keep(worker) if not why else self._end(worker, why)

    async def _patiently(self, worker: Worker, asked: asyncio.Future[Any]) -> None:
        """Wait until there is an answer, or so much work was done for it that others come first."""
        before, end = worker.spent(), time.monotonic() + min(STARVED, self.limits.timeout)

        def enough() -> bool:
            room = self.waiting and self.long < LONG
            return worker.spent() - before >= (SOON if room else PATIENCE)

        await asyncio.wait({asked}, timeout=min(SOON, self.limits.timeout))
        await self._until(asked, end, enough)

    @staticmethod
    async def _until(asked: asyncio.Future[Any], end: float, enough: Callable[[], bool]) -> None:
        while not asked.done() and time.monotonic() < end and not enough():
            await asyncio.wait({asked}, timeout=0.05)

    async def _beside(self, asked: asyncio.Future[Any], place: contextlib.ExitStack, end: float) -> None:
        """Let a long job go on beside the others, until its time is over."""
        await self._until(asked, min(end, time.monotonic() + PATIENCE), lambda: self.long < LONG)
        if asked.done():
            return
        if self.long >= LONG:
            raise Problem(503, f"{LONG} long queries run already, and this would be one more",
                          "try again later, or ask for less", retry=round(self.limits.timeout) or 1)  # fmt: skip
        self.long += 1
        place.close()
        try:
            await asyncio.wait({asked}, timeout=max(0.0, end - time.monotonic()))
        finally:
            self.long -= 1
        if not asked.done():
            words = f"the query took longer than {self.limits.timeout:g} seconds and was stopped"
            hint = "ask for less, or run it on your own machine with kg query"
            raise Problem(503, words, hint, retry=round(self.limits.timeout) or 1)

    def _keep(self, worker: Worker) -> None:
        """Keep a worker that is free, or end it where there are enough or it is one of another build."""
        if self._closed or worker.folder != self._folder or len(self._idle) > self.limits.workers:
            worker.end()
        else:
            self._idle.append(worker)

    def _end(self, worker: Worker, why: str) -> None:
        """End a worker, and start another if none is free."""
        self.ended[why] += 1
        worker.end()
        self._later(self._replace())

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self) -> None:
        """Let there be enough workers, warming one at a time: that is work too."""
        async with self._filling:
            if len(self._idle) <= self.limits.workers and not self._closed:
                with contextlib.suppress(Problem):  # the next request tries again
                    await self._ready(await self._new())

    def _fallen(self, lost: LostError) -> Problem:
        if lost.code in DEEP:
            return Problem(400, "the query is nested too deep to be read", "use fewer braces or brackets")
        if lost.code in FULL:
            return Problem(
                413, f"this needs more than {self.limits.memory} MiB of memory and was stopped", "ask for less"
            )
        return Problem(503, "the worker was ended from outside, twice", "try again", retry=1)


def _reply(head: dict[str, Any], content: bytes, spool: Path) -> Reply:
    if "problem" in head:
        raise Problem(**head["problem"])
    file = spool.open("rb") if head.pop("spooled") else None
    return Reply(content=content, file=file, **head)
