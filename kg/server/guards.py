"""What a query may not do here: change the graph, ask other servers, or name graphs that are not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kg import terms
from kg.server.problems import Problem, of_words
from kg.syntax import code, update

_SERVICE = re.compile(r"(?<![\w?$:.-])SERVICE(?![\w-])", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w?$:.-])PREFIX\s+([^\s:]*):\s*<([^<>\"{}|^`\\\s]*)>", re.IGNORECASE)
_FROM = re.compile(r"(?<![\w?$:.-])FROM(?:\s+NAMED)?(?![\w-])", re.IGNORECASE)
_VOLATILE = re.compile(r"(?<![\w?$:.-])(NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_IRI = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:<([^<>\"{}|^`\\\s]*)>|([^\s:{}()<>?$]*):([^\s{}()<>;,]*))")


def check(text: str, graphs: Collection[str]) -> None:
    """Raise Problem for a query that would change the graph (403), asks another server (403) or names a graph (400)
    that is not in `graphs`; the wording counts, not the case, comments or nesting."""
    plain = code(text)
    if update(plain):
        raise Problem(403, "this would change the graph, and the endpoint is read-only", "send a query")
    if found := _SERVICE.search(plain):
        raise _at(text, found.start(), 403, "SERVICE asks another server, and this one asks none",
                  "ask that server itself, and join the answers")  # fmt: skip
    for at, graph in named(text):
        if graph not in graphs:
            raise _at(text, at, 400, f"there is no graph <{graph}>", "GET / of the endpoint describes the graphs")


def named(text: str) -> Iterator[tuple[int, str]]:
    """The graphs after FROM and FROM NAMED, and where each stands.

    >>> list(named("SELECT * FROM <http://a/g> FROM named kg:x { ?s ?p '' }"))
    [(9, 'http://a/g'), (27, 'https://w3id.org/citykg/ontology#x')]
    """
    plain = code(text)
    declared = dict(_declared(text, plain))
    for hit in _FROM.finditer(plain):
        found = _IRI.match(text, hit.end())
        if found:
            known = found[2] is None or found[2] in declared
            yield hit.start(), found[1] if found[2] is None else declared[found[2]] + found[3] if known else found[0]


def _declared(text: str, plain: str) -> Iterator[tuple[str, str]]:
    yield from terms.PREFIXES.items()
    for hit in re.finditer(r"(?<![\w?$:.-])PREFIX(?![\w-])", plain, re.IGNORECASE):
        if found := _PREFIX.match(text, hit.start()):
            yield found[1], found[2]


def volatile(text: str) -> bool:
    """Whether the same query may have another answer the next time.

    >>> volatile("SELECT (NOW() AS ?now) {}"), volatile("ASK { ?s ?p 'now()' }")
    (True, False)
    """
    return bool(_VOLATILE.search(code(text)))


def _at(text: str, position: int, status: int, words: str, hint: str) -> Problem:
    line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    return of_words(status, f"{words}, at line {line}, column {column}; {hint}")
