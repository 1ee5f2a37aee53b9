"""What went wrong with a request, as a client reads it (RFC 9457): what, where in the query, and what to do."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any


@dataclass
class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Why a request is not answered: an HTTP status and one clear line.

    `line` and `column` are a place in the query, `excerpt` its line with a caret below; `retry` is after how many
    seconds the same request may be answered. `allow` and `accept` say what would be.

    >>> print(Problem(400, "the query is empty").document()["title"])
    Bad Request
    """

    status: int
    detail: str
    hint: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    retry: int = 0
    allow: str = ""

    def __post_init__(self) -> None:
        super().__init__(self.detail)

    @property
    def title(self) -> str:
        """The words of the status."""
        return HTTPStatus(self.status).phrase

    def document(self) -> dict[str, Any]:
        """The members of the problem document; those that say nothing are left out."""
        said = {name: value for name, value in asdict(self).items() if value and name not in ("retry", "allow")}
        return {"type": "about:blank", "title": self.title, **said}

    def text(self) -> str:
        """The problem for a terminal."""
        lines = [f"{self.status} {self.title}: {self.detail}", self.excerpt, self.hint]
        return "\n".join(line for line in lines if line) + "\n"

    def headers(self) -> dict[str, str]:
        """The headers that go with it."""
        said = {"Retry-After": str(self.retry) if self.retry else "", "Allow": self.allow}
        return {name: value for name, value in said.items() if value}


def of_words(status: int, words: str) -> Problem:
    """A problem from a message of ours: its first line is the detail, its place is read from it, the rest is excerpt.

    >>> problem = of_words(400, "the query does not parse at line 2, column 7: expected }\\n  ASK {\\n       ^")
    >>> problem.line, problem.column
    (2, 7)
    """
    detail, _, excerpt = words.partition("\n")
    place = re.search(r"at line (\d+), column (\d+)", detail)
    message, _, hint = detail.partition("; ")
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    return Problem(status, message, hint, line, column, excerpt)
