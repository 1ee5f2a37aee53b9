"""CSV files to rows; a bad cell is file:line:column and the fix.

`data/datapackage.json` is the one place where columns are declared (meaning, type, whether required or
unique, which tables or which concept scheme a cell points to). This module reads it, checks every cell
against it and reports every problem of a run at once.
"""

from __future__ import annotations

import codecs
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg import cells, paths, records
from kg.cells import Column, Concepts
from kg.errors import CuratorError, nearest

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Row:
    """One line of a table: its key, where it stands, and its filled cells."""

    table: str
    line: int
    key: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def get(self, column: str) -> str:
        """The cell, or the empty string where it is unknown."""
        return self.cells.get(column, "")

    def evidence(self, column: str = "") -> list[str]:
        """Keys of the passages and sources that prove the row, or one column of it.

        A column with evidence of its own (`founded=fakhry-2022-p012`) rests on that alone.

        >>> row = Row("networks", 2, "eurocities", {"evidence": "a-p1 founded=a-p2"})
        >>> row.evidence(), row.evidence("founded"), row.evidence("kind")
        (['a-p1'], ['a-p2'], ['a-p1'])
        """
        pairs = [token.rpartition("=") for token in self.get("evidence").split()]
        own = [key for name, _, key in pairs if name == column and column]
        return own or [key for name, _, key in pairs if not name]

    def places(self) -> list[str]:
        """Keys of all passages and sources that prove anything of the row, each once."""
        return list(dict.fromkeys(token.rpartition("=")[2] for token in self.get("evidence").split()))


@dataclass(frozen=True)
class Table:
    """A declared table and the rows that were read."""

    name: str
    path: str
    title: str
    kind: str
    classes: Mapping[str, str]
    columns: tuple[Column, ...]
    rows: list[Row] = field(default_factory=list)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def class_of(self, row: Row) -> str:
        """Local name of the class that a row is an instance of."""
        return self.classes.get(row.get("kind")) or self.classes[""]


Tables = dict[str, Table]


def describe(folder: Path) -> Tables:
    """The declared tables of a data folder, without rows.

    Raises CuratorError where the descriptor is missing or is not JSON.
    """
    path = folder / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        return {resource["name"]: _table(resource) for resource in descriptor["resources"]}
    except FileNotFoundError as error:
        raise CuratorError(f"{path}: no such file; --data takes a folder with tables and a {DESCRIPTOR}") from error
    except UnicodeDecodeError as error:
        raise CuratorError(f"{path}: not UTF-8; save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise CuratorError(f"{path}:{error.lineno}:{error.colno}: not JSON ({error.msg}); mend it there") from error
    except KeyError as error:
        raise CuratorError(f"{path}: a table lacks {error}; see the shipped {DESCRIPTOR}") from error
    except re.error as error:
        raise CuratorError(
            f"{path}: the pattern '{error.pattern!s}' is no regular expression ({error.msg}); mend it there"
        ) from error
    except (AttributeError, TypeError) as error:
        raise CuratorError(f"{path}: not in the form of a data package; see the shipped {DESCRIPTOR}") from error


def _table(resource: dict[str, Any]) -> Table:
    declared = resource["class"]
    classes = declared if isinstance(declared, dict) else {"": declared}
    columns = tuple(_column(field) for field in resource["schema"]["fields"])
    return Table(resource["name"], resource["path"], resource["title"], resource["kind"], classes, columns)


def _column(declared: dict[str, Any]) -> Column:
    rules = declared.get("constraints", {})
    re.compile(rules.get("pattern", ""))
    return Column(
        name=declared["name"],
        type=declared["type"],
        format=declared.get("format", ""),
        scheme=declared.get("scheme", ""),
        property=declared.get("property", ""),
        statement=declared.get("statement", False),
        description=declared["description"],
        references=tuple(declared.get("references", ())),
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        enum=tuple(rules.get("enum", ())),
        pattern=rules.get("pattern", ""),
        minimum=rules.get("minimum", -math.inf),
        maximum=rules.get("maximum", math.inf),
    )


def load(folder: Path, concepts: Concepts) -> Tables:
    """Read and check every table of a folder.

    `concepts` gives the codes of each concept scheme, which cells may point to.
    Raises CuratorError with one line for every problem found: 'file:line:column name: what; fix'.
    """
    tables = describe(folder)
    problems = [
        f"{path.name}: not declared in {DESCRIPTOR}; declare it or remove it" for path in _strays(folder, tables)
    ]
    unread = set()
    for table in tables.values():
        found = _read(folder / table.path, table)
        unread |= {table.name} if found else set()
        problems += found
    problems += check(tables, concepts, frozenset(unread))
    if problems:
        raise CuratorError(problems)
    return tables


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of one table, its form checked but not what its cells point to.

    Raises CuratorError as `load` does.
    """
    declared = describe(folder)
    if name not in declared:
        raise CuratorError(f"{folder / DESCRIPTOR}: declares no table '{name}'{nearest(name, declared)}")
    table = declared[name]
    problems = _read(folder / table.path, table)
    problems += _check_table(replace(table, columns=tuple(map(_alone, table.columns))), {}, {})
    if problems:
        raise CuratorError(problems)
    return table.rows


def _strays(folder: Path, tables: Tables) -> list[Path]:
    known = {table.path for table in tables.values()}
    return sorted(path for path in folder.glob("*.csv") if path.name not in known)


def _read(path: Path, table: Table) -> list[str]:
    """Fill `table.rows` from a file; return what is wrong with the file's form."""
    problems: list[str] = []
    text = _decode(path, problems)
    if text is None:
        return problems
    try:
        lines = records.read(path.name, io.StringIO(text, newline=""))
        _, header = next(lines)
        problems += _header_problems(path, table, header)
        if not problems:
            table.rows.extend(_rows(path, table, header, lines, problems))
    except CuratorError as error:
        problems += error.problems
    return problems


def _decode(path: Path, problems: list[str]) -> str | None:
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.append(f"{path.name}: {error.strerror or error}; every table declared in {DESCRIPTOR} must be there")
        return None
    if not content.strip():
        problems.append(f"{path.name}:1: empty file; the first line names the columns")
        return None
    if content.startswith(codecs.BOM_UTF8):
        problems.append(f"{path.name}:1:1: byte order mark; 'kg tidy' removes it")
        return None
    if b"\r" in content:
        line = content[: content.index(b"\r")].count(b"\n") + 1
        problems.append(f"{path.name}:{line}: carriage return at the line's end; 'kg tidy' rewrites line ends")
        return None
    try:
        return content.decode("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(f"{path.name}:{line}: byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8")
        return None


def _header_problems(path: Path, table: Table, header: list[str]) -> list[str]:
    wanted = [column.name for column in table.columns]
    if header == wanted:
        return []
    missing = [name for name in wanted if name not in header]
    strange = [name for name in header if name not in wanted]
    if missing or strange:
        lacks = [f"{path.name}:1: column '{name}' is missing; the columns are {','.join(wanted)}" for name in missing]
        return lacks + [f"{path.name}:1: no column '{name}'{nearest(name, wanted)}" for name in strange]
    if len(header) != len(wanted):
        return [f"{path.name}:1: a column stands twice; remove one"]
    return [f"{path.name}:1: columns in another order; 'kg tidy' sorts them"]


def _rows(
    path: Path, table: Table, header: list[str], lines: Iterator[tuple[int, list[str]]], problems: list[str]
) -> Iterator[Row]:
    for line, values in lines:
        if len(values) != len(header):
            problems.append(
                f"{path.name}:{line}: {len(values)} cells, expected {len(header)}; "
                "a cell that holds a comma stands in quotation marks"
            )
            continue
        filled = {name: value for name, value in zip(header, values, strict=True) if value}
        yield Row(table.name, line, filled.get("key", ""), filled)


def check(tables: Tables, concepts: Concepts, unread: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with the cells; what points to a table that could not be read is let be."""
    owners: dict[str, str] = {}
    problems: list[str] = []
    for table in tables.values():
        for row in table.rows:
            owner = owners.setdefault(row.key, table.name)
            if owner != table.name:
                problems.append(
                    f"{where(table, row, 'key')} '{row.key}' is a key of {owner} already; choose another key"
                )
    for table in tables.values():
        columns = (_alone(each) if unread.intersection(_pointed(each)) else each for each in table.columns)
        problems += _check_table(replace(table, columns=tuple(columns)), owners, concepts)
    return problems


def _pointed(column: Column) -> tuple[str, ...]:
    """The tables that a cell may point to."""
    return ("passages", "sources") if column.format == "evidence" else column.references


def _alone(column: Column) -> Column:
    """The column without what its cells point to."""
    return replace(column, references=(), format=column.format if column.format in ("partial-date", "uri") else "")


def _check_table(table: Table, owners: Mapping[str, str], concepts: Concepts) -> list[str]:
    problems = []
    seen: dict[tuple[str, str], int] = {}
    names = {column.name for column in table.columns}
    for row in table.rows:
        for column in table.columns:
            value = row.get(column.name)
            for problem in cells.problems(column, value, owners, concepts, names):
                problems.append(f"{where(table, row, column.name)}: {problem}")
            first = seen.setdefault((column.name, value), row.line) if column.unique and value else row.line
            if first != row.line:
                problems.append(
                    f"{where(table, row, column.name)}: '{value}' stands already in line {first}; it must be unique"
                )
    return problems


def where(table: Table, row: Row, column: str) -> str:
    """Place of a cell as 'file:line:column name'."""
    number = 1 + [each.name for each in table.columns].index(column)
    return f"{table.path}:{row.line}:{number} {column}"


def canonical(table: Table, rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as the text of a table: declared columns, sorted by key, one space, NFC, LF.

    >>> table = Table("t", "t.csv", "", "t", {}, (Column("key", "string"), Column("name", "string")))
    >>> canonical(table, [{"key": "b", "name": " B  b "}, {"key": "a", "name": "A, a"}])
    'key,name\\na,"A, a"\\nb,B b\\n'
    """
    names = [column.name for column in table.columns]
    return records.write(names, sorted([cells.canonical(row.get(name) or "") for name in names] for row in rows))


def tidy(folder: Path, write: bool = True) -> list[str]:
    """Rewrite the tables of a folder in canonical form; return the names of files that change.

    Mends byte order marks, line ends, spaces, Unicode form, the order of columns and rows; never a fact.
    Raises CuratorError, before anything is written, where a file cannot be read or lacks a column.
    """
    tables, problems, texts = describe(folder), list[str](), dict[Path, str]()
    for table in tables.values():
        path = folder / table.path
        try:
            texts[path] = canonical(table, _lenient(path, table))
        except CuratorError as error:
            problems += error.problems
    if problems:
        raise CuratorError(problems)
    changed = [path for path, text in texts.items() if path.read_bytes() != text.encode()]
    for path in changed if write else ():
        paths.write(path, texts[path].encode())
    return [path.name for path in changed]


def _lenient(path: Path, table: Table) -> list[dict[str, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CuratorError(f"{path.name}: {error.strerror}; every declared table must be there") from error
    except UnicodeDecodeError as error:
        raise CuratorError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    lines = list(records.read(path.name, io.StringIO(text, newline="")))
    header = lines[0][1] if lines else []
    if sorted(header) != sorted(column.name for column in table.columns):
        raise CuratorError(_header_problems(path, table, header))
    for line, row in lines[1:]:
        if len(row) != len(header):
            raise CuratorError(
                f"{path.name}:{line}: {len(row)} cells, expected {len(header)}; quote a cell that holds a comma"
            )
    return [dict(zip(header, row, strict=True)) for _, row in lines[1:]]
