"""The charts: dots with intervals, a heat map, ranks over time, numbers by year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import AskerError
from kg.pictures.sheet import GRID, INK, MUTED, Picture, canvas, style

BLUE = "#332288"
SERIES = ("#332288", "#117733", "#CC6677", "#AA4499", "#882255", "#44AA99", "#999933", "#661100", "#6699CC", "#888888")
MARKS = "osD^vP*X<>"
MOST = 60
"""How many rows a picture shows at most; more cannot be read."""


@dataclass(frozen=True)
class Dot:
    """One line of a dot plot: a name, a value, its interval if there is one, and how many share the rank."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    ties: int = 1


def dots(lines: Sequence[Dot], title: str, measure: str, note: str = "") -> Picture:
    """A ranked dot plot, the first line on top; a thin bar is the interval, '=' marks a shared rank.

    Only the first lines are drawn where there are more than can be read; the note says so.
    """
    shown = list(lines[:MOST])
    left = f" The first {len(shown)} of {len(lines)} are drawn." if len(lines) > len(shown) else ""
    with style():
        figure, axes = canvas(7.5, 1.4 + 0.22 * max(len(shown), 3), title, note + left)
        for place, line in enumerate(shown):
            if line.low is not None and line.high is not None:
                axes.plot(
                    [line.low, line.high], [place, place], color=BLUE, alpha=0.45, linewidth=3, solid_capstyle="butt"
                )
            axes.plot([line.value], [place], marker="o", color=BLUE, markersize=5)
        axes.set_yticks(range(len(shown)), [f"{_short(line.name)}{' =' if line.ties > 1 else ''}" for line in shown])
        axes.set_ylim(max(len(shown), 1) - 0.5, -0.5)
        axes.set_xlabel(measure)
        axes.xaxis.get_major_locator().set_params(integer=all(line.value == int(line.value) for line in shown))
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
    rows = [
        (
            line.name,
            f"{line.value:.6g}",
            *("" if each is None else f"{each:.6g}" for each in (line.low, line.high)),
            str(line.ties),
        )
        for line in shown
    ]
    return Picture(figure, title, note + left, ("name", measure, "low", "high", "share the rank"), rows)


def heat(cells: Mapping[tuple[str, str], float], title: str, what: str, note: str = "") -> Picture:
    """A heat map of numbers by (row, column), in the order in which rows and columns first come; 0 stays white.

    Every cell has its number written in it, so that the gaps are read and not guessed.
    """
    down, across = list(dict.fromkeys(row for row, _ in cells)), list(dict.fromkeys(column for _, column in cells))
    values = [[cells.get((row, column), 0.0) for column in across] for row in down]
    most = max((value for row in values for value in row), default=0.0) or 1.0
    with style():
        figure, axes = canvas(3.8 + 0.75 * len(across), 1.6 + 0.24 * max(len(down), 2), title, note)
        if down:
            axes.imshow(values, cmap=_map(), vmin=0, vmax=most, aspect="auto")
        for at, row in enumerate(values):
            for place, value in enumerate(row):
                colour = "white" if value > 0.55 * most else INK if value else MUTED
                axes.text(place, at, f"{value:g}", ha="center", va="center", fontsize=8, color=colour)
        axes.set_yticks(range(len(down)), [_short(row) for row in down])
        axes.set_xticks(range(len(across)), [_short(column, 24) for column in across])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xlabel(what)
    rows = [(row, *(f"{value:g}" for value in line)) for row, line in zip(down, values, strict=True)]
    return Picture(figure, title, note, ("", *across), rows)


def _map() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("citykg", ["#ffffff", "#c3cde8", "#6a7fc1", BLUE])


def _short(name: str, width: int = 52) -> str:
    return name if len(name) <= width else name[: width - 1].rstrip() + "…"


def lines(ranks: Mapping[str, Mapping[int, float]], title: str, note: str = "") -> Picture:
    """Ranks over time, 1 on top: for each name the rank by year. At most ten names have a colour and a mark each."""
    shown = dict(list(ranks.items())[: len(SERIES)])
    left = f" The first {len(shown)} of {len(ranks)} are drawn." if len(ranks) > len(shown) else ""
    years = sorted({year for own in shown.values() for year in own})
    with style():
        figure, axes = canvas(7.5, 4.2, title, note + left)
        for at, (name, own) in enumerate(shown.items()):
            there = [year for year in years if year in own]
            axes.plot(
                there, [own[year] for year in there], color=SERIES[at], marker=MARKS[at], markersize=4,
                markevery=max(1, len(there) // 8), linewidth=1.6, label=_short(name, 34),
            )  # fmt: skip
        worst = max((rank for own in shown.values() for rank in own.values()), default=1)
        axes.set_yscale("log")  # the difference between ranks 1 and 2 weighs more than that between 51 and 52
        axes.set_ylim(worst * 1.15, 0.87)
        axes.set_yticks(_ticks(worst), [f"{tick:,}" for tick in _ticks(worst)])
        axes.minorticks_off()
        axes.set_xticks([year for year in years if year % _every(years) == 0] or years)
        axes.set_ylabel("rank")
        axes.grid(color=GRID, linewidth=0.6)
        if shown:
            figure.legend(loc="outside right upper", frameon=False, fontsize=8)
    rows = [(name, *(f"{own[year]:g}" if year in own else "" for year in years)) for name, own in shown.items()]
    return Picture(figure, title, note + left, ("name", *map(str, years)), rows)


def bars(cells: Mapping[tuple[int, str], float], title: str, note: str = "") -> Picture:
    """Numbers by (year, what): for each what, in the order in which they first come, a row of bars over the years.

    All rows have the same years, and each has a scale of its own with its largest number written out. A year that is
    not there has no bar, and an empty cell in the table.
    """
    names = list(dict.fromkeys(name for _, name in cells))
    years = sorted({year for year, _ in cells})
    with style():
        figure, rows = canvas(7.5, 1 + 0.85 * max(len(names), 1), title, note, max(len(names), 1))
        for axes, name in zip(rows, names, strict=False):
            _row(axes, name, {year: cells[year, name] for year in years if (year, name) in cells})
        if years:
            rows[-1].set_xlim(years[0] - 0.7, years[-1] + 0.7)
            rows[-1].set_xticks([year for year in range(years[0], years[-1] + 1) if year % _every(years) == 0] or years)
    table = [
        (str(year), *(f"{cells[year, name]:g}" if (year, name) in cells else "" for name in names)) for year in years
    ]
    return Picture(figure, title, note, ("year", *names), table)


def _row(axes: Any, name: str, own: Mapping[int, float]) -> None:
    """The bars of one name, with the largest number written above its bar."""
    most = max(own.values(), default=0) or 1
    axes.bar(list(own), list(own.values()), color=BLUE, width=0.8)
    first = min((year for year, value in own.items() if value == most), default=None)
    if first is not None:
        axes.annotate(f"{most:,g}", (first, most), (0, 2), textcoords="offset points", ha="center", fontsize=8)
    axes.set_title(_short(name, 80), loc="left", fontsize=9, color=INK)
    axes.set_ylim(0, most * 1.35)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _every(years: Sequence[int]) -> int:
    """Each so manyth year is written out: 1, 2, 5 or 10."""
    return next((step for step in (1, 2, 5) if years[-1] - years[0] < 9 * step), 10)


def _ticks(worst: float) -> list[int]:
    """1, 2, 5, 10, 20 … up to the worst rank."""
    return [step * 10**power for power in range(9) for step in (1, 2, 5) if step * 10**power <= max(worst, 1)]


def matrix(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[dict[tuple[str, str], float], str]:
    """The cells of a heat map, (row, column) to number, from a table in long form, and what the numbers are.

    The last two columns before the numbers name row and column; a table with several columns of numbers is summed up
    by the first of them. `objective, title, region, practices` has a row for each objective and title.
    Raises AskerError where a table has not two columns of names and one of numbers.
    """
    numbers = [at for at in range(len(columns)) if rows and all(_number(row[at]) for row in rows)]
    first = next((at for at in numbers if at >= 2 and at - 1 not in numbers), None)
    if first is None:
        raise AskerError(
            "a heat map needs rows with two names and a number each, as 'kg query objectives-by-region' has"
        )
    cells: dict[tuple[str, str], float] = {}
    for row in rows:
        label = " ".join(str(each) for each in row[: first - 1])
        cells[label, str(row[first - 1])] = cells.get((label, str(row[first - 1])), 0.0) + float(row[first])
    return cells, columns[first]


def _number(value: Any) -> bool:
    return not isinstance(value, bool) and bool(re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", str(value)))
