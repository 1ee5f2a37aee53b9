"""New rows beside those that stand: what is new, what stands already and has one source more, what contradicts.

A standing cell is never overwritten. A statement that two sources make is one row with the evidence of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.imports import keys
from kg.tables import Row, Table, Tables

Cells = dict[str, str]
LATEST = "kg:listedOn"  # property of the column that has the latest day on which a list was read
GRADE = "kg:grade"  # property of the column that says what is unsettled: a person's word, which no import takes over
APART = ("name", "latitude", "longitude")  # spellings and distances are told elsewhere


@dataclass(frozen=True)
class Draft:
    """A row to be: its cells without key and evidence, what proves it, and where it was read."""

    cells: Mapping[str, str]
    evidence: tuple[str, ...]
    where: str
    line: int
    key: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """What drafts are sorted by, so that the order of the table that was read does not matter."""
        return sorted(self.cells.items()), self.key, self.evidence, self.line


@dataclass
class Merge:
    """A table while drafts are merged into it: its rows by key, and what became of the drafts."""

    table: Table
    rows: dict[str, Cells]
    sources: Mapping[str, str]
    taken: set[str]
    added: dict[str, Cells] = field(default_factory=dict)
    changed: dict[str, Cells] = field(default_factory=dict)
    stands: int = 0
    doubles: int = 0
    contradictions: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    _alike: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    _latest: str = ""
    _grade: str = ""
    _apart: set[str] = field(default_factory=set)
    _tied: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {column.property: column.name for column in self.table.columns}
        self._latest, self._grade = named.get(LATEST, ""), named.get(GRADE, "")
        self._apart = {*APART, self._latest, self._grade}
        for key in sorted(self.rows):
            self._enter(key, self.rows[key])

    def _enter(self, key: str, cells: Cells) -> None:
        self._alike.setdefault(self._identity(cells), []).append(key)
        self._tied.setdefault(self._ties(cells), []).append(key)

    def _identity(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(cells.get(name, "") for name in identity(self.table))

    def _ties(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(cells.get(name, "") for name in references(self.table))

    def link(self, draft: Draft) -> str:
        """Merge a row that ties things together; return the key of the row that it is, empty where it is none."""
        same = [self._now(key) for key in self._same(draft)]
        fitting = [row for row in same if not self._against(row, draft)]
        if fitting:
            return self._support(fitting[0], draft)
        if same:
            row = same[0]
            self.contradictions.append(f"{draft.where}: {self._against(row, draft)} in '{row['key']}'; not written")
            return ""
        return self._add(draft)

    def _same(self, draft: Draft) -> list[str]:
        """Keys of the rows that make the same statement; with amounts, of those that say all that the draft says."""
        if not amounts(self.table):
            return self._alike.get(self._identity(draft.cells), [])
        tied = self._tied.get(self._ties(draft.cells), [])
        said = {name: cell for name, cell in draft.cells.items() if name not in self._apart}
        return [key for key in tied if said.items() <= self._now(key).items()]

    def thing(self, draft: Draft) -> str:
        """Merge a row of a thing whose key is known; return that key."""
        if draft.key not in self.rows and draft.key not in self.added:
            return self._add(draft)
        row = self._now(draft.key)
        if against := self._against(row, draft):
            self.contradictions.append(f"{draft.where}: {against} in '{row['key']}'; the row stays as it is")
        agreeing = {name: value for name, value in draft.cells.items() if not _differs(row.get(name, ""), value)}
        return self._support(row, replace(draft, cells=agreeing))

    def _now(self, key: str) -> Cells:
        return self.added.get(key) or self.changed.get(key) or self.rows[key]

    def _against(self, row: Cells, draft: Draft) -> str:
        """The cells in which a draft says something else than a row, in words; empty where none does."""
        differing = [
            f"{name} is {value}, but {row[name]}"
            for name, value in draft.cells.items()
            if name not in self._apart and _differs(row.get(name, ""), value)
        ]
        return ", ".join(differing)

    def _support(self, row: Cells, draft: Draft) -> str:
        """Add what proves a row once more, and what it does not say yet."""
        new = row["key"] in self.added
        self.doubles += new
        self.stands += not new
        own, proofs = dict(row), self._proofs(row, draft)
        for name, value in draft.cells.items():
            if name == self._latest:
                own[name] = max(own.get(name, ""), value)
            elif not own.get(name) and name != self._grade:
                own[name] = value
                proofs += proving(draft, name, row["evidence"])
            elif new and _is_dated(value) and value.startswith(own[name]):
                own[name] = value
        own["evidence"] = evidence(own["evidence"], proofs, self.sources)
        if own != row:
            (self.added if new else self.changed)[row["key"]] = own
        return row["key"]

    def _proofs(self, row: Cells, draft: Draft) -> list[str]:
        """What proves a row once more; by column where the row says what the draft does not."""
        stated = [column.name for column in self.table.columns if column.statement and row.get(column.name)]
        standing = row["evidence"].split()
        own = {token.partition("=")[0] for token in standing if "=" in token}
        if all(name in draft.cells or name in own for name in stated):
            return _plain(draft)
        plain = [token for token in standing if "=" not in token]
        if {*_plain(draft)} <= {*plain, *(self.sources.get(token, "") for token in plain)}:
            return []
        columns = [name for name in stated if name in draft.cells]
        before = [f"{name}={token}" for name in columns if name not in own for token in plain]
        return before + [f"{name}={token}" for name in columns for token in _plain(draft)]

    def _add(self, draft: Draft) -> str:
        key = draft.key or keys.unused(keys.make(self.table, draft.cells), self.taken)
        self.taken.add(key)
        others = self._tied.get(self._ties(draft.cells), [])
        if others and any(column.format == "concept" and keys.ties(column) for column in self.table.columns):
            self.beside.append(f"{draft.where}: written as '{key}' beside {', '.join(others)}")
        self.added[key] = {"key": key, **draft.cells, "evidence": evidence("", draft.evidence, {})}
        self._enter(key, self.added[key])
        return key

    @property
    def written(self) -> set[str]:
        """Keys of the rows that are new or changed."""
        return {*self.added, *self.changed}


def merging(tables: Tables, name: str, taken: set[str]) -> Merge:
    """A table of those that were read, ready for drafts; `taken` are the keys of all of them."""
    sources = {row.key: row.get("source") for row in tables["passages"].rows} if "passages" in tables else {}
    return Merge(tables[name], {row.key: dict(row.cells) for row in tables[name].rows}, sources, taken)


def references(table: Table) -> list[str]:
    """The columns of a table that point to things."""
    return [column.name for column in table.columns if column.references and column.name != "cited"]


def amounts(table: Table) -> bool:
    """Whether the rows of a table of links give numbers, so that two of them on the same things are two statements."""
    return any(column.type in ("number", "integer") for column in table.columns)


def identity(table: Table) -> list[str]:
    """The columns in which two rows of links make the same statement: what is tied, and as what.

    Dates are not: a statement that is dated and one that is not are the same.
    """
    names = ("key", "evidence", "cited")
    return [
        column.name
        for column in table.columns
        if column.name not in names and (keys.ties(column) or (column.required and column.format != "partial-date"))
    ]


def _differs(standing: str, value: str) -> bool:
    """Whether two cells contradict each other; a year and a month of it do not, nor does an empty cell."""
    if not standing or not value or standing == value:
        return False
    short, long = sorted((standing, value), key=len)
    return not (_is_dated(long) and long.startswith(f"{short}-"))


def _is_dated(value: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d\d){0,2}", value) is not None


def _plain(draft: Draft) -> list[str]:
    return [token for token in draft.evidence if "=" not in token]


def proving(draft: Draft, column: str, standing: str) -> list[str]:
    """What proves one cell of a draft in a row with other evidence, as 'column=key'."""
    own = [token for token in draft.evidence if token.startswith(f"{column}=")]
    if own or set(_plain(draft)) >= {token for token in standing.split() if "=" not in token}:
        return own
    return [f"{column}={token}" for token in _plain(draft)]


def evidence(cell: str, tokens: Iterable[str], sources: Mapping[str, str]) -> str:
    """A cell of evidence with more tokens; a source is not added to a passage of it (`sources` by passage).

    >>> evidence("a-p1 name=b", ["c", "a"], {"a-p1": "a"})
    'a-p1 c name=b'
    """
    own = cell.split()
    there = {*own, *(sources.get(token, "") for token in own)}
    found = own + [token for token in tokens if token not in there]
    return " ".join(sorted(dict.fromkeys(found), key=lambda token: ("=" in token, token)))


def rows(merge: Merge) -> list[Row]:
    """All rows of a merged table."""
    cells = {**merge.rows, **merge.changed, **merge.added}
    return [Row(merge.table.name, 0, key, each) for key, each in sorted(cells.items())]
