"""What a query may not do here: change the graph, ask other servers, or name graphs that are not there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import pyoxigraph as ox

from kg import sparql, terms
from kg.server.problems import Problem, of_words
from kg.server.workers.complaints import complaint
from kg.syntax import code, update

GRAPHS = "GET / of the endpoint describes the graphs"
_PROLOGUE = re.compile(r"(?:\s|PREFIX\s*[^\s:]*:|BASE\b|VERSION\b)*", re.IGNORECASE)
_FROM = re.compile(r"(?:(?<=ASK)|(?<![\w?$:@.-]))FROM(\s*NAMED(?![\w:-]))?(?![\w:-])", re.IGNORECASE)
_IRI = re.compile(r"(?:\s|#[^\n]*(?:\n|$))*(<[^<>\"{}|^`\\\s]*>|[^\s:{}()<>?$\"'#]*:[^\s{}()<>;,\"'?$#]*)")
_FUNCTION = r"(?:NOW|RAND|UUID|BNODE)\s*\("
_VOLATILE = re.compile(_FUNCTION, re.IGNORECASE)
_BETWEEN = re.compile(rf"<[^<>\"{{}}|^`\\\s]*{_FUNCTION}", re.IGNORECASE)
"""A function between what compares, as in `?a<RAND()&&?b>1`, which looks like an address."""


@dataclass(frozen=True)
class From:
    """A graph after FROM, or after FROM NAMED, and how many signs of the query stand before that word."""

    at: int
    graph: str
    named: bool


def check(text: str) -> None:
    """Raise Problem for a query that would change the graph (403), asks another server (403) or does not parse (400).

    The wording counts, not the case, comments or nesting.
    """
    if update(code(text)):
        raise Problem(403, "this would change the graph, and the endpoint is read-only", "send a query")
    try:
        found = sparql.service(text, terms.BASE)
    except SyntaxError as error:
        raise complaint(text, error) from error
    if found is not None:
        raise _at(text, found, 403, "SERVICE asks another server, and this one asks none",
                  "ask that server itself, and join the answers")  # fmt: skip


def known(text: str, graphs: Collection[str]) -> list[From]:
    """The graphs that a query names; raises Problem (400) for the first that is not in `graphs`."""
    found = named(text)
    for each in found:
        if each.graph not in graphs:
            raise _at(text, each.at, 400, f"there is no graph <{each.graph}>", GRAPHS)
    return found


def named(text: str) -> list[From]:
    """The graphs after FROM and FROM NAMED; nothing where the query does not parse.

    >>> [each.graph for each in named("BASE <http://a/> SELECT * FROM <g> FROM named kg:x { ?s ?p '' }")]
    ['http://a/g', 'https://w3id.org/citykg/ontology#x']
    """
    plain = code(text)
    prologue = _PROLOGUE.match(plain)
    spots = [(hit, iri[1]) for hit in _FROM.finditer(plain) if (iri := _IRI.match(text, hit.end()))]
    if not spots or not prologue:
        return []
    asked = "\n".join(f"({iri} AS ?g{place})" for place, (_, iri) in enumerate(spots))
    try:  # the engine knows what a prefix, a base and an escape mean
        asking = f"{text[: prologue.end()]}\nSELECT {asked} {{}}"
        rows = ox.Store().query(asking, base_iri=terms.BASE, prefixes=terms.PREFIXES)
    except SyntaxError:
        return []
    assert isinstance(rows, ox.QuerySolutions)
    graphs = [value.value for value in next(rows) if isinstance(value, ox.NamedNode)]
    return [From(hit.start(), graph, bool(hit[1])) for (hit, _), graph in zip(spots, graphs, strict=True)]


def volatile(text: str) -> bool:
    """Whether the same query may have another answer the next time.

    >>> volatile("SELECT (NOW() AS ?now) {}"), volatile("ASK { ?s ?p 'now()' }")
    (True, False)
    """
    return bool(_VOLATILE.search(code(text)) or _BETWEEN.search(text))


def _at(text: str, position: int, status: int, words: str, hint: str) -> Problem:
    line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    return of_words(status, f"{words}, at line {line}, column {column}; {hint}")
