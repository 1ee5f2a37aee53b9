"""Why a query has no rows: the first of its patterns that leaves nothing, and the nearest known name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from rdflib.plugins.sparql import prepareQuery

from kg import terms
from kg.errors import nearest


def why_empty(store: ox.Store, text: str) -> str:
    """Which pattern of a query without rows has no match, and the nearest known name."""
    try:
        patterns = list(_patterns(text))
    except Exception:  # rdflib, which takes the query apart, knows no more than SPARQL 1.1
        return "no rows; simplify the query to see which part leaves nothing"
    for pattern in patterns:
        if not _holds(store, pattern):
            return f"no rows: nothing matches the pattern  {_short(pattern)}{_near(store, pattern)}"
    for size in range(2, len(patterns) + 1):
        if not _holds(store, " ".join(patterns[:size])):
            before = "  ".join(_short(pattern) for pattern in patterns[: size - 1])
            last = _short(patterns[size - 1])
            return f"no rows: each pattern has a match, but  {last}  has none together with  {before}"
    return "no rows: every pattern has a match; a FILTER, MINUS or HAVING leaves nothing"


def _patterns(text: str) -> Iterator[str]:
    """The triple patterns that must match, in order; what OPTIONAL, MINUS and UNION hold is left out."""
    algebra = prepareQuery(text, initNs=terms.PREFIXES).algebra
    if algebra.p is not None:
        yield from (" ".join(part.n3() for part in triple) + " ." for triple in _required(algebra.p))


def _required(part: Any) -> Iterator[Any]:
    if part.name == "BGP":
        yield from sorted(part.triples, key=lambda triple: [each.n3() for each in triple])
    elif part.name == "Join":
        yield from _required(part.p1)
        yield from _required(part.p2)
    elif part.name in ("LeftJoin", "Minus"):
        yield from _required(part.p1)
    elif part.name not in ("Union", "values") and part.get("p") is not None:
        yield from _required(part.p)


def _holds(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=terms.PREFIXES))


def _short(pattern: str) -> str:
    return re.sub(r"<([^<>]*)>", lambda hit: terms.contract(hit[1]), pattern)


def _near(store: ox.Store, pattern: str) -> str:
    """For the first IRI or text of a pattern that the graph does not know: the nearest that it knows."""
    for iri in re.findall(r"<([^<>]*)>", pattern):
        if not _holds(store, f"{{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }}"):
            known = [terms.contract(each) for each in _addresses(store)]
            return f"\n  {terms.contract(iri)} is not in the graph{nearest(terms.contract(iri), known)}"
    for quoted in re.findall(r'"((?:[^"\\]|\\.)*)"', pattern):
        same = sorted({str(q.object) for q in store if isinstance(q.object, ox.Literal) and q.object.value == quoted})
        there = f"; it is there as {' and '.join(same[:3])}" if same else nearest(quoted, _texts(store))
        return f"\n  no such text{there}"
    return ""


def _addresses(store: ox.Store) -> set[str]:
    found = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    return found | {quad.predicate.value for quad in store}


def _texts(store: ox.Store) -> set[str]:
    return {quad.object.value for quad in store if isinstance(quad.object, ox.Literal)}
