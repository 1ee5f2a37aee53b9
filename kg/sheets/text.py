"""Delimited text of any program: its encoding, its delimiter, its lines of cells."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path

from kg import records
from kg.errors import CuratorError

BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NAMES = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas"}
Lines = Iterator[tuple[int, list[str]]]


def lines(path: Path, content: bytes) -> tuple[Lines, list[str]]:
    """The cells of each line, read as one goes, and what to know of the file.

    UTF-8 with or without a byte order mark, UTF-16 with one; the header line decides on the delimiter.
    Raises CuratorError, also while the lines are read, with 'file:line:column: what; fix'.
    """
    encoding = next((name for bom, name in BOMS.items() if content.startswith(bom)), "utf-8")
    usual = "\t" if path.suffix.lower() in (".tsv", ".tab") else ","
    header = next(filter(str.strip, _decoded(path, content, encoding)), "")
    divider = records.divider(header, usual)
    warnings = [] if divider == usual else [f"{path.name}:1: the cells are divided by {NAMES[divider]}"]
    return records.read(path.name, _decoded(path, content, encoding), divider), warnings


def _decoded(path: Path, content: bytes, encoding: str) -> Iterator[str]:
    """The lines with their ends; the text never stands in memory whole."""
    try:
        for line in io.TextIOWrapper(io.BytesIO(content), encoding, newline=""):
            if "\0" in line:
                raise CuratorError(_unreadable(path, content, encoding))
            yield line
    except UnicodeDecodeError as error:
        raise CuratorError(_unreadable(path, content, encoding)) from error


def _unreadable(path: Path, content: bytes, encoding: str) -> str:
    """The line on the first NUL, or byte that is not of the encoding, whichever comes first."""
    plain = "utf-16" if encoding == "utf-16" else "utf-8"
    try:
        before = content.decode(plain)
        what = ""
    except UnicodeDecodeError as error:  # its place in the whole, which a decoder that goes along does not know
        before = content[: error.start].decode(plain)
        what = f"byte 0x{content[error.start]:02x} is not {plain.upper()}"
    before, nul, _ = before.removeprefix("\ufeff").partition("\0")
    lines = re.split("\r\n|\r|\n", before)
    what = "a NUL character" if nul else what
    return f"{path.name}:{len(lines)}:{len(lines[-1]) + 1}: {what}; save the table as CSV in UTF-8 again"
