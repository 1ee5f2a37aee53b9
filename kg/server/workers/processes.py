"""One worker process as the server sees it: how it is begun, asked, slowed down and ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import socket
from multiprocessing.context import ForkServerProcess
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Any

from kg.server.limits import Limits
from kg.server.workers import worker as workers

LOW = 10
"""How much a long job steps back for the others (nice)."""


class LostError(Exception):
    """A worker died; `code` is its exit code, negative for a signal."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"a worker died with {code}")
        self.code = code


class Worker:
    """One process and the channel to it."""

    def __init__(
        self, process: ForkServerProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, folder: Path
    ) -> None:
        self.process, self._reader, self._writer, self.folder = process, reader, writer, folder

    async def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The head and content of its answer. Raises LostError where it dies before."""
        line = json.dumps(request).encode()
        try:
            self._writer.write(len(line).to_bytes(8, "big") + bytes(8) + line)
            await self._writer.drain()
            sizes = await self._reader.readexactly(16)
            head = await self._reader.readexactly(int.from_bytes(sizes[:8], "big"))
            content = await self._reader.readexactly(int.from_bytes(sizes[8:], "big"))
        except (OSError, asyncio.IncompleteReadError) as error:
            await asyncio.to_thread(self.process.join, 2)
            raise LostError(self.process.exitcode) from error
        return json.loads(head), content

    @property
    def dead(self) -> bool:
        """Whether the process is known to have gone."""
        return self._reader.at_eof()

    def spent(self) -> float:
        """The seconds that it has used a processor; endless where the system does not tell."""
        try:
            said = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return float("inf")
        return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")

    def step_back(self) -> None:
        """Let its job go on at low priority; the threads that it begins later have the usual one again."""
        with contextlib.suppress(OSError):
            for each in Path(f"/proc/{self.process.pid}/task").iterdir():
                if int(each.name) != self.process.pid:
                    os.setpriority(os.PRIO_PROCESS, int(each.name), LOW)

    def end(self) -> None:
        """End the process at once."""
        if not self.dead:  # its number may be another's by now
            with contextlib.suppress(OSError, ValueError):
                self.process.kill()
        self._writer.close()


class Nursery:
    """Where workers are begun: a process that has loaded what they need, and forks them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["kg.server.workers.nursery", "kg.server.workers.worker"])

    def open(self) -> None:
        """Begin that process, from a thread that lives as long as the server: the kernel ends it with that thread."""
        ensure_running()

    async def worker(self, folder: Path) -> Worker:
        """A new worker, for the build in that folder. Raises OSError or EOFError where none can be begun."""
        process, ours = await asyncio.to_thread(self._begin)
        return Worker(process, *await asyncio.open_connection(sock=ours, limit=1 << 24), folder)

    def _begin(self) -> tuple[ForkServerProcess, socket.socket]:
        """Start a process; its end of the channel must stay open here until it has it."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = self._context.Process(target=workers.work, args=(theirs, self._limits), daemon=True)
            process.start()
        ours.setblocking(False)
        return process, ours
