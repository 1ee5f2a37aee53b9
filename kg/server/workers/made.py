"""What a job makes, and how it is written: in memory while it is short, to a file when it is long."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from kg.server.limits import INLINE
from kg.server.problems import Problem


@dataclass(frozen=True)
class Made:
    """Content and its content type; `lasting` when the same graph gives the same again, `headers` beside it."""

    content: bytes
    media: str
    lasting: bool = True
    headers: dict[str, str] = field(default_factory=dict)


class Out(io.RawIOBase):
    """Takes what a job writes: counts it, compresses it if asked to, and moves it to a file when it grows long.

    `most` bytes may be written before it raises Problem (413); `rows` counts rows in what is written, of which there
    may be `most_rows`.
    """

    def __init__(self, spool: Path, most: int, squeezed: bool) -> None:
        self._spool, self._most = spool, most
        self._kept: IO[bytes] = io.BytesIO()
        self.squeezed, self.spooled = squeezed, False
        self._size = 0
        # This writes at once, so that what it needs stands before it.
        self._zip = gzip.GzipFile("", "wb", 4, self._sink(), mtime=0) if squeezed else None
        self.watch: Callable[[bytes], None] = lambda content: None

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, content: object) -> int:
        """Take some bytes; raises Problem where they are too many."""
        part = bytes(content)  # type: ignore[call-overload]
        self._size += len(part)
        if self._size > self._most:
            raise Problem(
                413, f"the answer is longer than {self._most:,} bytes", "ask for less, with LIMIT or fewer columns"
            )
        self.watch(part)
        if self._zip:
            self._zip.write(part)
        else:
            self._put(part)
        return len(part)

    def _sink(self) -> IO[bytes]:
        sink = io.RawIOBase()
        sink.write = self._put  # type: ignore[method-assign,assignment]
        return sink  # type: ignore[return-value]

    def _put(self, part: bytes) -> int:
        self._kept.write(part)
        if not self.spooled and self._kept.tell() > INLINE:
            held = self._kept.getvalue()  # type: ignore[attr-defined]
            self.spooled = True
            self._kept = self._spool.open("wb")
            self._kept.write(held)
        return len(part)

    def done(self) -> bytes:
        """Finish; the content, or nothing where it stands in the file."""
        if self._zip:
            self._zip.close()
        if self.spooled:
            self._kept.close()
            return b""
        return self._kept.getvalue()  # type: ignore[attr-defined,no-any-return]
