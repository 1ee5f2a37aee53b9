"""Workbooks of Excel, read as values: nothing is computed, no link is followed, no macro runs."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import AskerError, CuratorError, KgError, OperatorError, nearest
from kg.sheets import limits
from kg.sheets.marks import Marks, marks, prolog, tall
from kg.sheets.text import Lines
from kg.sheets.values import text


def lines(path: Path, content: bytes, wanted: str = "") -> tuple[Lines, list[str]]:
    """The cells of each row of a worksheet, and what to know of it.

    Raises CuratorError where the file or a cell cannot be read, AskerError where it is not clear which worksheet is
    meant, OperatorError where openpyxl, the extra 'excel', is not installed or the file is too large.
    """
    try:
        _check(path, content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are no concern of ours
            book = _open(content)
            sheet, told = _chosen(path, book, wanted)
            with sheet._get_source() as part:  # merged cells and formulas are in the file, not in its values
                seen = marks(path.name, part)
            told += _judged(path, sheet.title, seen)
            return iter(list(_rows(sheet))), told
    except KgError:
        raise
    except Exception as error:  # openpyxl raises what it happens to meet in a damaged file
        raise CuratorError(
            f"{path.name}: cannot be read as an Excel file ({type(error).__name__}); open it and save it as .xlsx again"
        ) from error


def _check(path: Path, content: bytes) -> None:
    """Refuse what is no workbook, or would fill the memory, before it is unpacked."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    names, size = set(archive.namelist()), sum(each.file_size for each in archive.infolist())
    if not any(each.startswith("xl/") for each in names) or "xl/workbook.bin" in names:
        raise CuratorError(
            f"{path.name}: a zip archive, but no .xlsx file; unpack it, or open it and save the table as .xlsx or CSV"
        )
    if size > limits.UNPACKED:
        raise OperatorError(
            f"{path} would unpack to {size / limits.MEGABYTE:,.0f} MB, more than {limits.UNPACKED / limits.MEGABYTE:g};"
            " save the worksheet as CSV"
        )
    for each in sorted(names):
        if each.endswith((".xml", ".rels")):
            with archive.open(each) as part:
                prolog(part)


def _open(content: bytes) -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise OperatorError("Excel needs openpyxl; install it with: pip install 'citykg[excel]'") from error
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _chosen(path: Path, book: Any, wanted: str) -> tuple[Any, list[str]]:
    """The worksheet that was asked for, or the only one that is not hidden."""
    hidden = [each.title for each in book.worksheets if each.sheet_state != "visible"]
    shown = {each.title: each for each in book.worksheets if each.title not in hidden}
    known = {each.title: each for each in book.worksheets}
    if wanted:
        if wanted not in known:
            raise AskerError(f"--sheet {wanted}: {path.name} has {_listed(known, hidden)}{nearest(wanted, known)}")
        return known[wanted], [f"{path.name}: worksheet '{wanted}' is hidden"] if wanted in hidden else []
    if not known:
        raise CuratorError(f"{path.name} has no worksheet; save the table in one")
    if len(shown) != 1:
        raise AskerError(f"{path.name} has {_listed(known, hidden)}; choose one with --sheet NAME")
    told = [f"{path.name}: hidden worksheet '{each}' was not read; --sheet reads it" for each in hidden]
    return next(iter(shown.values())), told


def _listed(known: dict[str, Any], hidden: list[str]) -> str:
    names = ", ".join(f"'{name}'{' (hidden)' if name in hidden else ''}" for name in known)
    return f"{len(known)} worksheet{'s' if len(known) != 1 else ''}: {names}"


def _judged(path: Path, title: str, seen: Marks) -> list[str]:
    """Warnings on what may mislead; a cell without a value, or with the value of many rows, is a problem instead."""
    problems = list(_problems(path, seen))
    if problems:
        more = len(problems) - limits.SHOWN
        raise CuratorError(
            problems[: limits.SHOWN] + ([f"{path.name}: {more:,} more cells are wrong"] if more > 0 else [])
        )
    told = {
        "of merged cells the first alone has the value": seen.merged,
        "formulas were not run, their last value was read": [cell.name for cell in seen.formulas],
        "what is hidden was read too": seen.hidden,
    }
    return [f"{path.name}: worksheet '{title}': {what}: {limits.few(names)}" for what, names in told.items() if names]


def _problems(path: Path, seen: Marks) -> Iterator[str]:
    for cell in seen.errors:
        yield f"{path.name}:{cell.place}: the error {cell.text} stands in {cell.name}; mend it and save the file again"
    for cell in seen.empty:
        yield f"{path.name}:{cell.place}: the formula in {cell.name} has no value yet; open and save the file in Excel"
    for each in filter(tall, seen.merged):
        row = "".join(filter(str.isdigit, each.partition(":")[0]))
        yield f"{path.name}:{row}: {each} is merged, one value for several rows; unmerge it and fill each row"


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number, as wide as the widest."""
    sheet.reset_dimensions()  # some programs write a wrong one, and cells would be lost
    rows = [[text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    width = max(map(len, rows), default=0)
    for number, row in enumerate(rows, 1):
        yield number, row + [""] * (width - len(row))
