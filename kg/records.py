"""Delimited text: its records with their lines, written again, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from types import SimpleNamespace
from typing import Any

from kg.errors import CuratorError

DELIMITERS = ",;\t|"
NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?([eE][-+]?[0-9]+)?")
# What a spreadsheet takes for the beginning of a formula: in a cell, and after what it may take for a cell's end.
BEGINNINGS = ((r"\A", r"(?='*[\t\r\n])"), (r"(?:\A|(?<=[;\r\n]))", r"(?='*\t*[-=+@＝＋－＠])"))
ACTIVE = re.compile("|".join(start + rest for start, rest in BEGINNINGS))
GUARDED = re.compile("|".join(f"{start}'{rest}" for start, rest in BEGINNINGS))


def read(name: str, lines: Iterable[str], delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The cells of each record and the line it begins in; a blank line is a record without cells.

    `name` is the file's, for messages; the lines keep their ends.
    Raises CuratorError where a quotation mark is out of place.

    >>> list(read("a.csv", ["x,y\\n", '1,"2\\n', '3"\\n', "4,5\\n"]))
    [(1, ['x', 'y']), (2, ['1', '2\\n3']), (4, ['4', '5'])]
    """
    reader, line = csv.reader(lines, delimiter=delimiter, strict=True), 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise CuratorError(
            f"{name}:{line}: {error}; close the quotation mark or double it inside a quoted cell"
        ) from error


def divider(line: str, usual: str = ",") -> str:
    """The delimiter of a table, from its header: the one that makes most columns, `usual` if several do.

    >>> divider('"Name, as written";Country'), divider("name")
    (';', ',')
    """
    ranked = sorted(DELIMITERS, key=lambda each: each != usual)
    return max(ranked, key=lambda each: len(next(csv.reader([line], delimiter=each), [])))


def write(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV under their head, cells as they are, each line ended by LF; None is an empty cell.

    >>> write(["x", "y"], [["a, b", None], ["=1", 2]])
    'x,y\\n"a, b",\\n=1,2\\n'
    """
    lines = list[str]()
    out = SimpleNamespace(write=lines.append)
    csv.writer(out, lineterminator="\r\n").writerows(chain([head], rows))  # so that a CR in a cell is quoted too
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines)


def safe(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV for people, who open it in a spreadsheet: no cell and no column name runs as a formula.

    >>> safe(["x", "y"], [["=1+1", -3.5]])
    "x,y\\n'=1+1,-3.5\\n"
    """
    guarded = ([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return write([neutral(name) for name in head], guarded)


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what would begin one.

    Numbers stay as they are. Many spreadsheets divide CSV at semicolons too, and so a part of a cell is guarded as a
    whole one is.

    >>> neutral("=1+1"), neutral("-3.5"), neutral("-3.5+2"), neutral("a;@b"), neutral("Łódź")
    ("'=1+1", '-3.5', "'-3.5+2", "a;'@b", 'Łódź')
    """
    return cell if NUMBER.fullmatch(cell) else ACTIVE.sub("'", cell)


def raw(cell: str) -> str:
    """The cell that `neutral` was given.

    >>> raw("'=1+1"), raw("'t Goy"), raw("-3.5")
    ('=1+1', "'t Goy", '-3.5')
    """
    return GUARDED.sub("", cell)
