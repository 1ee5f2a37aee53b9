"""Anybody's list of who is in what as links: a table with a line for each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg import sheets
from kg.dates import is_date
from kg.errors import AskerError, CuratorError, nearest
from kg.sheets import Record, Sheet, limits
from kg.twomode.ties import Link

LAYER = "membership"


def read(
    path: Path, place: str = "", collective: str = "", layer: str = "", start: str = "", end: str = ""
) -> tuple[list[Link], list[str]]:
    """The links of a table, in its order, and what a reader should know of it, one line each.

    The words name columns; without them the first two are the place and the collective, the layer is membership, and
    there are no dates. A link's statement is 'file:line'.
    Raises AskerError where a column is not there, CuratorError with every empty cell and every wrong date.
    """
    sheet = sheets.read(path)
    columns = _columns(sheet, {"place": place, "collective": collective, "layer": layer, "start": start, "end": end})
    if not (place or collective):
        _refuse_headless(sheet, columns)
    problems = [problem for record in sheet.records for problem in _problems(sheet, record, columns)]
    if problems:
        more = len(problems) - limits.SHOWN
        rest = [f"{path.name}: {more:,} more cells are wrong"] if more > 0 else []
        raise CuratorError(problems[: limits.SHOWN] + rest)
    links = [_link(path, record, columns) for record in sheet.records]
    return links, [*sheet.warnings, *_twice(path, links)]


def _columns(sheet: Sheet, asked: Mapping[str, str]) -> dict[str, str]:
    """The column of each part of a link that has one."""
    for name in filter(None, asked.values()):
        if name not in sheet.columns:
            known = ", ".join(sheet.columns)
            raise AskerError(f"{sheet.path}: no column '{name}'{nearest(name, sheet.columns)}; it has {known}")
    if len(sheet.columns) < 2:
        raise AskerError(
            f"{sheet.path}: '{sheet.columns[0]}' is its only column; a list has a column of places and one of "
            "collectives, as in a CSV with the header place,collective"
        )
    given = {part: name for part, name in asked.items() if name}
    free = [name for name in sheet.columns if name not in given.values()]
    for part in ("place", "collective"):
        if part not in given:
            if not free:
                raise AskerError(f"{sheet.path}: no column is left for the {part}; name other columns")
            given[part] = free.pop(0)
    twice = [name for name, count in Counter(given.values()).items() if count > 1]
    if twice:
        raise AskerError(f"{sheet.path}: column '{twice[0]}' is named for two things; name a column for each")
    return given


def _refuse_headless(sheet: Sheet, columns: Mapping[str, str]) -> None:
    """Raise where the first line is a pair as the others are, and no header."""
    for part in ("place", "collective"):
        name = columns[part]
        below = next((record.line for record in sheet.records if record.cells[name] == name), 0)
        if below:
            raise CuratorError(
                f"{sheet.path.name}:1: no header: '{name}' stands in line {below} too; put a line of column names on "
                "top, such as place,collective"
            )


def _problems(sheet: Sheet, record: Record, columns: Mapping[str, str]) -> Iterator[str]:
    for part, name in columns.items():
        cell, where = record.cells[name], f"{sheet.path.name}:{record.line}:{sheet.columns.index(name) + 1}"
        if part in ("start", "end"):
            if cell and not is_date(cell):
                yield f"{where}: '{cell}' is no date; write 2018, 2018-12 or 2018-12-08"
        elif not cell:
            yield f"{where}: no {part}; fill the cell, or remove the line"


def _link(path: Path, record: Record, columns: Mapping[str, str]) -> Link:
    cells = {part: record.cells[name] for part, name in columns.items()}
    return Link(**({"layer": LAYER} | cells), statement=f"{path.name}:{record.line}")


def _twice(path: Path, links: list[Link]) -> list[str]:
    """That some pairs stand in several lines, if any do."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for link in links:
        lines.setdefault((link.place, link.collective, link.layer), []).append(link.statement.rpartition(":")[2])
    again = {pair: found for pair, found in lines.items() if len(found) > 1}
    if not again:
        return []
    (place, collective, _), found = next(iter(again.items()))
    pairs = "pair stands" if len(again) == 1 else "pairs stand"
    return [
        f"{path.name}: {len(again):,} {pairs} in several lines and count once, as {place}, {collective} in lines "
        f"{', '.join(found[:5])}{' and more' if len(found) > 5 else ''}"
    ]
