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
    last = found.ranks[-1].tolist()
    first = sorted((rank, at) for at, rank in enumerate(last) if 0 < rank <= top)
    names = [two_mode.thing(found.nodes[at]).name for _, at in first]
    shown = {}
    for (_, at), name in zip(first, names, strict=True):
        label = name if names.count(name) == 1 else f"{name} ({found.nodes[at]})"
        shown[label] = {year: rank for year, rank in zip(found.years, found.ranks[:, at].tolist(), strict=True) if rank}
    title = f"Ranks by {found.measure}, {found.years[0]} to {found.years[-1]}"
    return pictures.lines(shown, title, f"{RECORDED} {note}.")
