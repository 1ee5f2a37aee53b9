"""Where a query does not parse, to the sign, and what could stand there instead.

The engine tries its keywords at each place, and names the place behind the longest that did not fit: up to a dozen
signs too far. What it has read is known otherwise: a beginning of the query, with blanks behind it, either fails at its
very end, for more could come, or before.
"""

from __future__ import annotations

import contextlib
import re

import pyoxigraph as ox

from kg import syntax, terms
from kg.server.problems import Problem, of_words

LONG = 50_000
"""Signs of a query above which the place is taken as the engine names it."""
_FAR = 24
_BLANKS = " " * _FAR
_SHOWN = 160
_BOTH = {"use_default_graph_as_union": True, "default_graph": ox.DefaultGraph()}


def complaint(text: str, error: SyntaxError) -> Problem:
    """The problem (400) of a query that does not parse.

    >>> told = complaint("ASK { ?s ?p ?o ) }", SyntaxError("error at 1:24: expected OPTIONAL"))
    >>> print(told.detail)
    the query does not parse at line 1, column 16: expected ",", ".", ";", "{", "{|", "}", "~"
    """
    at = syntax.offset(text, error)
    if at >= 0 and len(text) <= LONG:
        error = _nearer(text, error, min(at, len(text)))
    told = of_words(400, syntax.caret(text, error))
    told.excerpt = _cropped(told.excerpt, told.column)
    return told


def _nearer(text: str, error: SyntaxError, far: int) -> SyntaxError:
    """The error at the first sign that cannot stand where it does."""
    for at in range(far, max(far - _FAR, -1), -1):
        more = _failure(text[:at] + _BLANKS)
        if more is None or syntax.offset(text[:at] + _BLANKS, more) >= at + _FAR:
            return _error(text, _begin(text, at), _words(text, error, more))
    return error


def _failure(text: str) -> SyntaxError | None:
    """Why a text does not parse; it is not evaluated."""
    with contextlib.suppress(ValueError):  # the engine parses before it sees that these two contradict
        try:
            ox.Store().query(text, base_iri=terms.BASE, prefixes=terms.PREFIXES, **_BOTH)  # type: ignore[arg-type]
        except SyntaxError as error:
            return error
    return None


def _begin(text: str, at: int) -> int:
    """Where the word begins that goes on at a place."""
    word = re.search(r"[\w:-]+$", text[:at]) if re.match(r"[\w:-]", text[at:]) else None
    return word.start() if word else at


def _words(text: str, error: SyntaxError, more: SyntaxError | None) -> str:
    """What the engine says of the place: why a whole query is none, or what could follow a beginning."""
    said = syntax.caret(text, error)
    if ": expected " not in said and ": the query should" not in said:
        return str(error.msg)
    return str(more.msg) if more else ""


def _error(text: str, at: int, words: str) -> SyntaxError:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return SyntaxError(f"error at {line}:{column}: {words.partition(': ')[2]}")


def _cropped(excerpt: str, column: int) -> str:
    """An excerpt whose line is not too long to be read."""
    shown, _, below = excerpt.partition("\n")
    begin = max(0, column - _SHOWN // 2) if len(shown) > _SHOWN else 0
    return "\n".join("  " + each[2 + begin :][:_SHOWN] for each in (shown, below)) if excerpt else ""
