"""Many clients at once, in a process of its own that asks and counts: `python -m tests.loading PORT`.

What is given is JSON on standard input: `clients`, `seconds` and `requests`, each as text. What is found, a `Load` as
JSON, goes to standard output.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
APART = "COUNTER"
"""What is replaced by a number where every request is to be another one."""


@dataclass
class Load:
    """What came of some load: milliseconds of each answer, answers by status, and how often none came."""

    taken: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    seconds: float = 0
    slow: dict[str, float] = field(default_factory=dict)

    def percentile(self, share: float) -> float:
        """The milliseconds in which that share of the answers came."""
        ordered = sorted(self.taken)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")

    @property
    def median(self) -> float:
        """The middle of the milliseconds."""
        return statistics.median(self.taken) if self.taken else float("inf")

    @property
    def rate(self) -> float:
        """Good answers in a second."""
        return self.statuses["200"] / self.seconds

    @property
    def errors(self) -> int:
        """Answers that were not good, and those that never came."""
        return self.lost + sum(each for status, each in self.statuses.items() if status != "200")


def asking(query: str, apart: bool = False, path: str = "/sparql") -> str:
    """The request for a query, by POST as it stands; with a number in a comment where it is to be another each time."""
    body = query.encode() + (f"\n#{APART}".encode() if apart else b"")
    length = len(body) + (NUMBER - len(APART) if apart else 0)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/sparql-results+json\r\n{TYPE}"
    return f"{head}Content-Length: {length}\r\n\r\n{body.decode()}"


NUMBER = 9
TYPE = "Content-Type: application/sparql-query\r\n"


def getting(path: str) -> str:
    """The request for a path."""
    return f"GET {quote(path, safe='/?&=%')} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n"


def load(port: int, requests: Sequence[str], clients: int, seconds: float) -> Load:
    """Let clients ask in turn for some seconds, each over a connection that it keeps, all requests equally often."""
    given = json.dumps({"clients": clients, "seconds": seconds, "requests": list(requests)})
    done = subprocess.run(
        [sys.executable, "-m", "tests.loading", str(port)], input=given, capture_output=True, text=True, check=True,
        cwd=ROOT, timeout=seconds * 3 + 120,
    )  # fmt: skip
    found = json.loads(done.stdout)
    return Load(**{**found, "statuses": Counter(found["statuses"])})


async def run(port: int, requests: Sequence[str], clients: int, seconds: float) -> Load:
    """The work of this process."""
    found, numbers, began = Load(), count(), time.perf_counter()
    end = began + seconds

    async def client(first: int) -> None:
        at = first * len(requests) // clients
        while time.perf_counter() < end:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                going = True
                while going and time.perf_counter() < end:
                    text = requests[at % len(requests)].replace(APART, f"{next(numbers):0{NUMBER}}")
                    going = await one(reader, writer, text, at % len(requests))
                    at += 1
            except (OSError, EOFError, ValueError):
                found.lost += 1
            finally:
                with contextlib.suppress(OSError, UnboundLocalError):
                    writer.close()

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, text: str, number: int) -> bool:
        asked = time.perf_counter()
        writer.write(text.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        said = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        if said.get("transfer-encoding") == "chunked":
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        else:
            await reader.readexactly(int(said.get("content-length", 0)))
        took = (time.perf_counter() - asked) * 1000
        found.taken.append(round(took, 2))
        found.statuses[lines[0].split(" ")[1]] += 1
        found.slow[str(number)] = max(found.slow.get(str(number), 0), round(took, 1))
        return said.get("connection") != "close"

    tasks = [asyncio.ensure_future(client(each)) for each in range(clients)]
    _, late = await asyncio.wait(tasks, timeout=seconds + 60)
    for task in late:  # those that were never answered
        found.lost += 1
        task.cancel()
    found.seconds = time.perf_counter() - began
    return found


if __name__ == "__main__":
    asked = json.loads(sys.stdin.read())
    sys.stdout.write(json.dumps(vars(asyncio.run(run(int(sys.argv[1]), **asked)))))
