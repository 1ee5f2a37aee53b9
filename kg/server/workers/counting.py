"""How many rows there are in what the engine has written so far, whatever the format, while it writes."""

from __future__ import annotations

import re
from collections.abc import Callable

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


class Rows:
    """Counts the rows of an answer in one of the formats json, xml, csv and tsv from its bytes as they come.

    >>> counted = Rows("csv")
    >>> counted.add(b'name\\r\\n"a\\r\\n') , counted.add(b'b"\\r\\n')
    (0, 1)
    """

    def __init__(self, form: str) -> None:
        self._count: Callable[[bytes], int] = getattr(self, f"_{form}")
        self._rest = b""
        self.found = -1 if form in ("csv", "tsv") else 0

    def add(self, content: bytes) -> int:
        """The number of rows so far, with these bytes."""
        self.found += self._count(content)
        return max(self.found, 0)

    def _tsv(self, content: bytes) -> int:
        return content.count(b"\n")

    def _csv(self, content: bytes) -> int:
        """Line ends outside quotes; a doubled quote closes and opens again."""
        parts = content.split(b'"')
        outside = parts[1::2] if self._rest else parts[::2]
        if len(parts) % 2 == 0:
            self._rest = b"" if self._rest else b'"'
        return sum(part.count(b"\n") for part in outside)

    def _xml(self, content: bytes) -> int:
        whole = self._rest + content
        self._rest = whole[-7:] if not whole.endswith(b"<result>") else b""
        return whole.count(b"<result>")

    def _json(self, content: bytes) -> int:
        """Objects that are members of a list, which only rows are: `[{` and `,{` outside strings."""
        plain = _STRING.sub(b"", self._rest + content)
        at = plain.find(b'"')
        open_string = plain[at:] if at >= 0 else b""
        done = plain[:at] if at >= 0 else plain
        self._rest = done[-1:] + open_string if done[-1:] in (b",", b"[") else open_string
        return done.count(b"[{") + done.count(b",{")
