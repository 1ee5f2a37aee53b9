"""How rankings are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg import pictures

if TYPE_CHECKING:
    from kg.pictures import Picture
    from kg.rankings import Course
    from kg.rankings.rows import Row
    from kg.twomode import Affiliation

RECORDED = "Scores say what is recorded in citykg, not what is so."


def ranking(rows: Sequence[Row], on: str, measure: str, way: str | None) -> Picture:
    """A dot for each row by one measure, with its interval if there is one."""
    from kg.rankings import WAYS

    spans = f" A bar shows where the score lies with {WAYS[way].says}." if way else ""
    if way == "drop":
        spans += " With fewer memberships scores fall, so a dot may lie beyond its bar."
    dots = [
        pictures.Dot(
            row["name"], row[measure], row.get(f"{measure}_lower"), row.get(f"{measure}_upper"), row[f"{measure}_ties"]
        )
        for row in rows
        if row[measure] is not None
    ]
    return pictures.dots(dots, f"{on.capitalize()} by {measure}", measure, RECORDED + spans)


def course(two_mode: Affiliation, found: Course, top: int, note: str) -> Picture:
    """A line for each of the first of the last year."""
    names = {node: two_mode.thing(node).name for node in found.first(top)}
    known = list(names.values())
    shown = {name if known.count(name) == 1 else f"{name} ({node})": found.of(node) for node, name in names.items()}
    title = f"Ranks by {found.measure}, {found.years[0]} to {found.years[-1]}"
    return pictures.lines(shown, title, f"{RECORDED} {note}.")
