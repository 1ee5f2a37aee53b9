"""Anybody's table as named cells: text as it stands there, whatever the program that wrote it; nothing is run."""

from __future__ import annotations

import codecs
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import records
from kg.errors import AskerError, CuratorError, OperatorError

MEGABYTE = 1_000_000
SIZE = 64 * MEGABYTE  # bytes of a file; the records take about ten times as much memory
CELLS = 5_000_000
SHOWN = 20  # problems of one table that are told one by one
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
DIVIDERS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas"}
Lines = Iterable[tuple[int, list[str]]]


@dataclass(frozen=True)
class Record:
    """One line of a table: where it begins, and its cells by column, stripped and in Unicode normal form C."""

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
    """The first line names the columns, each other line is a record; lines without a filled cell are left out.

    Raises CuratorError with a line for each problem ('file:line:column: what; fix'), AskerError for a sheet that is
    not there, OperatorError where the file cannot be read or is too large.
    """
    content = _content(path)
    if sheet:
        raise AskerError(f"--sheet {sheet}: {path.name} has no worksheets; leave the option out")
    return _text(path, content)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(SIZE + 1)
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror or error}; name a table") from error
    if len(content) > SIZE:
        raise OperatorError(
            f"{path} is larger than {SIZE / MEGABYTE:g} MB; split it, or save only the columns and rows that you need"
        )
    if not content.strip():
        raise CuratorError(f"{path.name}:1: empty file; the first line names the columns")
    return content


def _text(path: Path, content: bytes) -> Sheet:
    encoding = next((name for bom, name in BOMS.items() if content.startswith(bom)), "utf-8")
    usual = "\t" if path.suffix.lower() in (".tsv", ".tab") else ","
    try:
        first = next(filter(str.strip, _decoded(path, content, encoding)), "")
        found = records.divider(first, usual)
        lines = records.read(path.name, _decoded(path, content, encoding), found)
        told = () if found == usual else (f"{path.name}:1: the cells are divided by {DIVIDERS[found]}",)
        return _collected(path, lines, told)
    except UnicodeDecodeError as error:
        raise CuratorError(_undecoded(path, content, encoding)) from error


def _decoded(path: Path, content: bytes, encoding: str) -> Iterator[str]:
    """The lines with their ends, decoded as one goes: the text never stands in memory whole."""
    for number, line in enumerate(io.TextIOWrapper(io.BytesIO(content), encoding, newline=""), 1):
        if "\0" in line:
            at = line.index("\0") + 1
            raise CuratorError(f"{path.name}:{number}:{at}: a NUL character; save the table as CSV in UTF-8 again")
        yield line


def _undecoded(path: Path, content: bytes, encoding: str) -> str:
    """Where the first byte stands that is not of the encoding."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding).splitlines(keepends=True) or [""]
        line, at = (len(before), len(before[-1]) + 1) if not before[-1].endswith("\n") else (len(before) + 1, 1)
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        return (
            f"{path.name}:{line}:{at}: byte 0x{content[error.start]:02x} is not {name}; "
            "save the table as CSV in UTF-8 from the program that made it"
        )
    raise AssertionError("the whole decodes")


def _collected(path: Path, lines: Lines, warnings: Iterable[str]) -> Sheet:
    """The sheet of lines of cells, the first one that is not blank being the header."""
    filled = ((line, cells) for line, raw in lines if any(cells := [_clean(cell) for cell in raw]))
    start, head = next(filled, (1, []))
    columns = _named(path, start, head)
    found, problems = list[Record](), list[str]()
    for line, cells in filled:
        problem = _misfit(columns, head, cells)
        if problem:
            problems.append(f"{path.name}:{line}: {problem}")
        else:
            found.append(Record(line, dict(zip(columns, cells, strict=False))))
        if len(found) * len(columns) > CELLS:
            raise OperatorError(f"{path} has more than {CELLS:,} cells; split it, or save only the columns you need")
    if problems:
        more = len(problems) - SHOWN
        raise CuratorError(problems[:SHOWN] + ([f"{path.name}: {more} more lines are wrong"] if more > 0 else []))
    if not found:
        raise CuratorError(f"{path.name}:{start}: only a header; each line below it is a record")
    return Sheet(path, columns, found, tuple(warnings))


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.strip())


def _named(path: Path, line: int, head: list[str]) -> tuple[str, ...]:
    """The columns' names, without the empty ones at the end."""
    width = max((at for at, name in enumerate(head, 1) if name), default=0)
    twice = {name for name, count in Counter(head[:width]).items() if count > 1}
    problems = [
        f"{path.name}:{line}:{at}: "
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
        return f"{len(cells)} cells, expected {len(head)}; a cell that holds the delimiter stands in quotation marks"
    beyond = next((at for at, cell in enumerate(cells, 1) if cell and at > len(columns)), 0)
    return f"a cell in column {beyond}, which the header does not name; name it or remove the cell" if beyond else ""
