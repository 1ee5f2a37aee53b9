"""Rows as columns in which nothing is written twice, so that a page of many thousand rows stays small."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Column = dict[str, list[Any]]


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Column]:
    """The rows by column, each whole in `all`, or its different values in `of` and which one a row has in `at`.

    A row that lacks a column has null there. Values are anything that JSON can say; the shorter form is taken.

    >>> columns([{"a": "long word", "b": 1}, {"a": "long word", "b": 2}])
    {'a': {'of': ['long word'], 'at': [0, 0]}, 'b': {'all': [1, 2]}}
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: _column([row.get(name) for row in rows]) for name in names}


def _column(values: list[Any]) -> Column:
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    numbers = numbered(written)
    at = [numbers[each] for each in written]
    if sum(map(len, numbers)) + sum(len(str(each)) for each in at) >= sum(map(len, written)):
        return {"all": values}
    firsts = dict(zip(reversed(at), reversed(values), strict=True))
    return {"of": [firsts[number] for number in range(len(numbers))], "at": at}


def numbered(words: Iterable[str]) -> dict[str, int]:
    """A number for each different word, in the order in which they come.

    >>> numbered(["b", "a", "b"])
    {'b': 0, 'a': 1}
    """
    return {word: number for number, word in enumerate(dict.fromkeys(words))}
