"""What the state of a step may say: the fields of the explorer's state, and which values each takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.centrality import MEASURES
from kg.errors import nearest

WORDS: Mapping[str, tuple[str, ...]] = {
    "tab": ("overview", "graph", "map", "timeline", "matrix", "table"),
    "show": ("ego", "path", "pair"),
    "size": ("links", "same", *MEASURES),
    "colour": ("type", "community"),
    "rows": ("cities", "countries", "subregions", "regions", "sides"),
    "sheet": ("things", "links"),
}
LISTS = ("kinds", "relations", "countries", "regions", "sources", "lists", "columns")
COMPLETENESS = ("complete", "partial", "not-public", "unknown")
TRUTHS = ("main", "leaves", "shade", "down")
YEARS = (1000, 2999)
NUMBERS: Mapping[str, tuple[int, int]] = {
    "steps": (1, 6), "core": (0, 99), "year": YEARS, "since": YEARS, "until": YEARS
}  # fmt: skip
KEYS = ("at", "other")
FREE = ("place", "sort", "words")
FIELDS = (*WORDS, *LISTS, *TRUTHS, *NUMBERS, *KEYS, *FREE)

NAMES = {"at": "thing", "other": "thing", "kinds": "kind", "relations": "relation", "countries": "country",
         "regions": "region", "sources": "kind of source"}  # fmt: skip
"""The fields whose values are names of what the graph has, and what each is called."""


def wrong(state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a state that no state has, and those with a value that they cannot have: (field, problem).

    >>> list(wrong({"tab": "graf", "year": 2018}))
    [('tab', "tab: no 'graf'; did you mean 'graph'?")]
    """
    for field, value in state.items():
        if field not in FIELDS:
            yield field, f"a state has no '{field}'{nearest(field, FIELDS) or '; it has ' + ', '.join(FIELDS)}"
        elif problem := _problem(field, value):
            yield field, f"{field}: {problem}"


def _problem(field: str, value: Any) -> str:
    if field in WORDS:
        return "" if value in WORDS[field] else _none(value, WORDS[field])
    if field in TRUTHS:
        return "" if isinstance(value, bool) else f"'{value}' is neither true nor false; write one of the two"
    if field in NUMBERS:
        return _number(value, *NUMBERS[field])
    if field in LISTS:
        return _list(field, value)
    return "" if value and isinstance(value, str) else f"'{value}' is no word; write a word, in quotes if need be"


def _none(value: Any, known: tuple[str, ...]) -> str:
    return f"no '{value}'{nearest(str(value), known) or '; write ' + ', '.join(known)}"


def _number(value: Any, least: int, most: int) -> str:
    good = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return "" if good else f"'{value}' is no whole number from {least} to {most}; write one"


def _list(field: str, value: Any) -> str:
    if not (value and isinstance(value, list) and all(isinstance(each, str) for each in value)):
        return f"'{value}' is no list of words; write it as [one, two]"
    odd = [each for each in value if field == "lists" and each not in COMPLETENESS]
    return _none(odd[0], COMPLETENESS) if odd else ""


def named(state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a state names of the graph: (field, name).

    >>> list(named({"at": "icorn", "tab": "graph", "kinds": ["city", "fund"]}))
    [('at', 'icorn'), ('kinds', 'city'), ('kinds', 'fund')]
    """
    for field, value in state.items():
        if field in NAMES:
            yield from ((field, each) for each in (value if isinstance(value, list) else [value]))
