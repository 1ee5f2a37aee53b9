"""Where a query does not parse, to the sign."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg import named, terms
from kg.server.problems import Problem
from kg.server.workers.complaints import LONG, complaint


def told(text: str) -> Problem:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(text, prefixes=terms.PREFIXES, base_iri=terms.BASE)
    return complaint(text, caught.value)


@pytest.mark.parametrize("strange", [")", "]", "😀", "nope:x", "%", "\\\\"])
def test_a_strange_sign_is_found_wherever_it_stands(strange: str) -> None:
    """After the brace of every query that the project ships, on its own line."""
    for query in named.queries().values():
        at = query.text.index("{") + 1
        problem = told(f"{query.text[:at]}\n {strange} {query.text[at:]}")
        line = query.text.count("\n", 0, at) + 2
        assert (problem.status, problem.line, problem.column) == (400, line, 2), query.name
        assert f"at line {line}, column 2: " in problem.detail


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ASK { ?s ?p ?o ) }", 'expected ",", ".", ";", "{", "{|", "}", "~"'),
        ("SELECT ?s { ?s ?p ?o } LIMIT many", "expected a digit"),
        ("ASK {} }", "the query should end here or go on otherwise"),
        ("ASK { ?s nope:p ?o }", "its prefix is not declared"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * does not go with GROUP BY"),
        ("SELECT (1 AS ?a) (2 AS ?a) {}", "AS gives a name that a variable has already"),
        ("SELECT ?s { ?s a kg:City } GROUP BY ?x", "a variable is selected that is neither grouped by"),
    ],
)
def test_what_could_stand_there_is_said(text: str, words: str) -> None:
    assert told(text).detail.partition(": ")[2].startswith(words)


def test_a_whole_beginning_is_not_evaluated() -> None:
    problem = told("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } )")
    assert (problem.line, problem.column) == (1, 52)


def test_the_line_that_is_shown_is_not_too_long() -> None:
    text = "ASK { " + "?s ?p 'x' . " * 1000 + ") " + "?s ?p 'x' . " * 1000 + "}"
    problem = told(text)
    shown, below = problem.excerpt.split("\n")
    assert problem.column == text.index(")") + 1
    assert len(shown) < 200
    assert shown[below.index("^")] == ")"


def test_a_very_long_query_is_told_as_the_engine_tells_it() -> None:
    text = "ASK { " + "?s ?p 'x' . " * (LONG // 10) + ") }"
    assert len(text) > LONG
    assert abs(told(text).column - text.index(")")) < 20
