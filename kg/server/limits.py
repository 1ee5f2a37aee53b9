"""How much a request may cost before it is refused or its worker is ended."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

PATIENCE = 1.0
"""Seconds of work after which a query counts as long, and makes room for others."""
SOON = 0.2
"""The same where somebody waits and there is room for a long one."""
STARVED = 3.0
"""Seconds after which it does so however little of a busy machine it had."""
LONG = 4
"""How many long queries may run beside the others."""
QUEUE = 256
"""How many requests may wait for a worker."""
BODY = 1 << 20
"""Bytes of the body of a request, and of a query."""
HEAD = 1 << 17
"""Bytes of the head of a request."""
ADDRESS = (1 << 16) - 1
"""Bytes of the address of a request; the parser takes no more."""
PIPELINE = 32
"""How many requests of a connection may wait for the answer to the one before."""
RECEIVE = 20.0
"""Seconds in which the head of a request, and again its body, must have come."""
SEND = 60.0
"""Seconds in which a client must have taken a part of an answer."""
WARM = 120.0
"""Seconds in which a new worker must have made what it keeps of the graph."""
LINGER = 5.0
"""Seconds in which the rest of a request that was refused is taken in, so that the client sees why."""
INLINE = 1 << 18
"""Bytes of an answer that travel in memory; what is longer goes by a file."""


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Limits:
    """What the command line sets.

    `workers` queries run at a time, each for `timeout` seconds at most, in `memory` MiB; an answer has at most `rows`
    rows or triples and `size` bytes.
    """

    workers: int = field(default_factory=_cores)
    timeout: float = 30.0
    rows: int = 1_000_000
    size: int = 256 << 20
    memory: int = 1024
