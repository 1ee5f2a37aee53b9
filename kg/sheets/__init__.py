"""Anybody's table as named cells: text as it stands there, whatever the program that wrote it; nothing is run."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import AskerError, CuratorError, OperatorError
from kg.sheets import excel, limits, parquet, text
from kg.sheets.text import Lines

OLD = bytes.fromhex("d0cf11e0")  # Excel 97, and any file of Excel that is encrypted
FOREIGN = {
    b"%PDF": "a PDF, not a table; read it with a program that makes CSV of its tables",
    b"\x1f\x8b": "compressed; unpack it first",
    b"<": "a page or XML, whatever its name; open it in a spreadsheet and save it as CSV in UTF-8",
    b"{": "JSON, not a table; write it as CSV in UTF-8",
}


@dataclass(frozen=True)
class Record:
    """One line of a table: where it begins, and its cells by column, stripped and in Unicode normal form C.

    `line` is the line of a text file, the row of a worksheet, or the row of a Parquet file from 1.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table that was read; `warnings` say, one line each, what a reader should know of it."""

    path: Path
    columns: tuple[str, ...]
    records: list[Record]
    warnings: tuple[str, ...]


def read(path: Path, sheet: str = "") -> Sheet:
    """CSV, TSV, Excel or Parquet, told apart by its first bytes; the first line names the columns.

    Every other line is a record, and a line without a filled cell is left out. `sheet` names a worksheet of Excel; it
    can be left out where one alone is not hidden. Cells that look like formulas are text as any other.

    Raises CuratorError with a line for each problem ('file:line:column: what; fix'), AskerError where it is not clear
    which worksheet is meant, OperatorError where the file cannot be read or is larger than `limits`.
    """
    content = _content(path)
    zipped = content.startswith(b"PK\x03\x04")
    if sheet and not zipped:
        raise AskerError(f"--sheet {sheet}: {path.name} has no worksheets; leave the option out")
    if zipped:
        return _collected(path, *excel.lines(path, content, sheet))
    if content.startswith(b"PAR1"):
        return _collected(path, *parquet.lines(path, content))
    _refuse(path, content)
    return _collected(path, *text.lines(path, content))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limits.SIZE + 1)
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror or error}; name a table") from error
    if len(content) > limits.SIZE:
        raise OperatorError(
            f"{path} is larger than {limits.SIZE / limits.MEGABYTE:g} MB; "
            "split it, or save only the columns and rows that you need"
        )
    if not content.strip():
        raise CuratorError(f"{path.name}:1: empty file; the first line names the columns")
    return content


def _refuse(path: Path, content: bytes) -> None:
    """Say what a file is that is no table."""
    if content.startswith(OLD):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        what = "protected by a password; save it without one" if locked else "an old Excel file (.xls)"
        raise CuratorError(f"{path.name}: {what}{'' if locked else '; open it and save it as .xlsx'}")
    for mark, what in FOREIGN.items():
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(mark):
            raise CuratorError(f"{path.name}: {what}")


def _collected(path: Path, lines: Lines, warnings: list[str]) -> Sheet:
    """The sheet of lines of cells, the first one that is not blank being the header."""
    filled = ((line, cells) for line, raw in lines if any(cells := [_clean(cell) for cell in raw]))
    start, head = next(filled, (1, []))
    columns = _named(path, start, head)
    found, problems, wrong = list[Record](), list[str](), 0
    for line, cells in filled:
        problem = _misfit(columns, head, cells)
        if problem:
            wrong += 1
            problems += [f"{path.name}:{line}: {problem}"] if wrong <= limits.SHOWN else []
        else:
            found.append(Record(line, dict(zip(columns, cells, strict=False))))
        if len(found) * len(columns) > limits.CELLS:
            raise OperatorError(f"{path} has more than {limits.CELLS:,} cells; split it, or save only what you need")
    if problems:
        more = wrong - limits.SHOWN
        raise CuratorError(problems + ([f"{path.name}: {more:,} more lines are wrong"] if more > 0 else []))
    if not found:
        raise CuratorError(f"{path.name}:{start or 1}: only a header; each line below it is a record")
    return Sheet(path, columns, found, tuple(warnings))


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.strip())


def _named(path: Path, line: int, head: list[str]) -> tuple[str, ...]:
    """The columns' names, without the empty ones at the end."""
    width = max((at for at, name in enumerate(head, 1) if name), default=0)
    twice = {name for name, count in Counter(head[:width]).items() if count > 1}
    here = f"{path.name}:{line}" if line else path.name  # the columns of Parquet stand in no line
    problems = [
        f"{here}:{at}: "
        + (f"column '{name}' stands twice; rename one" if name else "a column without a name; give it one or remove it")
        for at, name in enumerate(head[:width], 1)
        if not name or (name in twice and name in head[: at - 1])
    ]
    if problems:
        raise CuratorError(problems)
    return tuple(head[:width])


def _misfit(columns: tuple[str, ...], head: list[str], cells: list[str]) -> str:
    """What is wrong with the number of cells, if anything."""
    if len(cells) != len(head):
        counted = f"{len(cells)} cell{'s' if len(cells) != 1 else ''}"
        return f"{counted}, expected {len(head)}; a cell that holds the delimiter stands in quotation marks"
    beyond = next((at for at, cell in enumerate(cells, 1) if cell and at > len(columns)), 0)
    return f"a cell in column {beyond}, which the header does not name; name it or remove the cell" if beyond else ""
