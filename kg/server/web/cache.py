"""Answers that are asked for again: kept while they fit, and made once for all who wait for the same one."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable

from kg.server.workers.pool import Reply

ROOM = 64 << 20
"""Bytes of all answers that are kept."""


ENTRY = 1000
"""Bytes that an answer takes beside its content."""


class Cache:
    """Replies by key. `asked` counts hits, joined and made ones."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[str, Reply] = OrderedDict()
        self._making: dict[str, tuple[asyncio.Task[Reply], list[int]]] = {}
        self._size = 0
        self.asked: Counter[str] = Counter()

    async def get(self, key: str, make: Callable[[], Awaitable[Reply]]) -> Reply:
        """The reply of that key, made if it is not kept and nobody is making it.

        It goes on being made while anyone waits for it; what is not lasting, or long, is not kept.
        """
        if key in self._kept:
            self.asked["hit"] += 1
            self._kept.move_to_end(key)
            return self._kept[key]
        self.asked["joined" if key in self._making else "made"] += 1
        if key not in self._making:
            self._making[key] = asyncio.ensure_future(self._make(key, make)), [0]
            self._making[key][0].add_done_callback(lambda task: self._forget(key, task))
        task, waiting = self._making[key]
        waiting[0] += 1
        try:
            return await asyncio.shield(task)
        finally:
            waiting[0] -= 1
            if not waiting[0] and not task.done():
                self._forget(key, task)  # who asks now is not to join what is being given up
                task.cancel()

    async def _make(self, key: str, make: Callable[[], Awaitable[Reply]]) -> Reply:
        reply = await make()
        fits = reply.lasting and reply.file is None and _room(reply) * 8 < self._room
        if fits and key not in self._kept:
            self._kept[key] = reply
            self._size += _room(reply)
            while self._size > self._room:
                self._size -= _room(self._kept.popitem(last=False)[1])
        return reply

    def _forget(self, key: str, task: asyncio.Task[Reply]) -> None:
        if key in self._making and self._making[key][0] is task:
            del self._making[key]
        if task.done() and not task.cancelled():
            task.exception()  # seen, also where nobody waits any more

    def clear(self) -> None:
        """Forget what is kept."""
        self._kept.clear()
        self._size = 0


def _room(reply: Reply) -> int:
    return reply.size + ENTRY
