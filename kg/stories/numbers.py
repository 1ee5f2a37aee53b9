"""The numbers of a story: each the answer of a named query, so that no text can go stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg import named, results, sparql
from kg.errors import AskerError, nearest
from kg.names import Index

Cells = Sequence[Any]
Table = tuple[list[str], list[dict[str, Any]]]
TAKES: Mapping[str, Callable[[Cells], Any]] = {
    "rows": len,
    "different": lambda cells: len({each for each in cells if each is not None}),
    "first": lambda cells: cells[0],
    "least": lambda cells: min(each for each in cells if each is not None),
    "most": lambda cells: max(each for each in cells if each is not None),
    "sum": sum,
}
"""What is taken of the cells of a column; `rows` needs no column."""


@dataclass(frozen=True)
class Number:
    """What fills a placeholder: one cell or one sum of a named query's rows.

    Of the rows those count whose cells equal `where`, an empty text meaning no value.
    """

    query: str
    params: Mapping[str, str]
    where: Mapping[str, Any]
    column: str
    take: str


class Answers:
    """The rows of named queries in one store; a query with the same parameters is asked once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._index = Index(store)
        self._known = named.queries()
        self._asked: dict[str, Table] = {}

    def of(self, number: Number) -> str:
        """A number as a reader reads it: 1392 as "1,392", 25.0 as "25".

        Raises AskerError where the store has no answer: no such thing, no such column, no row.
        """
        columns, rows = self._table(number)
        for column in (*number.where, *([number.column] if number.column else [])):
            if column not in columns:
                raise AskerError(f"{number.query} has no column '{column}'{nearest(column, columns)}")
        kept = [row for row in rows if all(_same(row[column], value) for column, value in number.where.items())]
        try:
            return words(TAKES[number.take]([row[number.column] if number.column else row for row in kept]))
        except (IndexError, TypeError, ValueError) as error:
            raise AskerError(f"{number.query} has no {number.take} '{number.column}' among {len(kept)} rows") from error

    def _table(self, number: Number) -> Table:
        text = self._text(self._known[number.query], number.params)
        if text not in self._asked:
            answer = sparql.ask(self._store, text)
            if not isinstance(answer, results.Rows):
                raise AskerError(f"{number.query} does not answer in rows; choose another query")
            rows = [dict(zip(answer.variables, map(results.python, row), strict=True)) for row in answer.rows]
            self._asked[text] = (answer.variables, rows)
        return self._asked[text]

    def _text(self, query: named.Query, params: Mapping[str, str]) -> str:
        """The query with its parameters; things are looked up in one index, which takes long to make."""
        defaults = {each.name: each.default for each in query.parameters if each.kind == "thing" and each.default}
        things = [each.name for each in query.parameters if each.kind == "thing"]
        values = {**defaults, **params}
        found = {name: self._index.resolve(value) if name in things else value for name, value in values.items()}
        return named.bind(query, found, None)


def _same(cell: Any, value: Any) -> bool:
    return bool(cell == value) or str("" if cell is None else cell) == str(value)


def words(value: Any) -> str:
    """A value as it stands in a text.

    >>> words(1392), words(25.0), words(87.9), words("Milan")
    ('1,392', '25', '87.9', 'Milan')

    Raises ValueError for what is no number and no text.
    """
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, str) and value:
        return value
    raise ValueError(value)
