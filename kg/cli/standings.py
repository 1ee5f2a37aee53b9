"""How rankings are written: tables for a terminal, and rows for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.centrality import Measure
    from kg.rankings import Change, Course, Explanation
    from kg.rankings.rows import Row
    from kg.twomode import Affiliation


def measures() -> str:
    """Every measure, what it is of, and what it tells."""
    from kg.centrality import MEASURES
    from kg.results import columns

    return columns(
        ["measure", "graph", "tells"], ([each.name, each.mode, each.says] for each in MEASURES.values()), 200
    )


def ranking(rows: Sequence[Row], chosen: Sequence[Measure], top: int, form: str) -> bytes:
    """A ranking: for a terminal a line a node, the rank before the score, '=' where it is shared.

    With intervals, 'ranks' are the best and the worst rank, and a share says how often it is among the first `top`.
    """
    from kg.rankings.rows import HEAD

    if form != "table":
        return _written(rows, HEAD, form)
    names = [each.name for each in chosen] if rows else []
    shown = [_line(row, names) for row in rows]
    return _columns([*(head for name in names for head in _heads(rows[0], name, top)), *_tail(rows)], shown)


def _tail(rows: Sequence[Row]) -> list[str]:
    return ["name", "where", *(["listed"] if rows and "listed" in rows[0] else [])]


def _heads(row: Row, name: str, top: int) -> list[str]:
    """The headings of what is shown of one measure."""
    spans = ["ranks", f"in top {top}"] if f"{name}_best" in row else []
    return [name, *spans, *(["expected", "z"] if f"{name}_z" in row else [])]


def _line(row: Row, names: Iterable[str]) -> list[str]:
    cells = [cell for name in names for cell in _cells(row, name)]
    return [*cells, row["name"], row["country"] or row["kind"], *([row["listed"]] if "listed" in row else [])]


def _cells(row: Row, name: str) -> list[str]:
    """What is shown of one measure."""
    cells = [f"{row[f'{name}_rank']}{'=' * (row[f'{name}_ties'] > 1)}  {_number(row[name], '.6g')}"]
    if f"{name}_best" in row:
        cells += [f"{row[f'{name}_best']}–{row[f'{name}_worst']}", _number(row[f"{name}_stays"], ".0%")]
    if f"{name}_z" in row:
        cells += [_number(row[f"{name}_expected"], ".4g"), _number(row[f"{name}_z"], "+.1f")]
    return cells


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


def explanation(two_mode: Affiliation, on: str, found: Explanation, form: str) -> bytes:
    """A score and its statements: for a terminal a heading, then a line each, the weightiest first."""
    from kg.rankings import rows

    told = rows.reasons(two_mode, on, found)
    if form != "table":
        return _written(told, ("key", "other", "name"), form)
    own, name = found.own, two_mode.thing(found.own.node).name
    shared = f", shared by {own.ties}" if own.ties > 1 else ""
    without = [(row[f"{found.measure}_without"], row[f"{found.measure}_rank_without"]) for row in told]
    shown = [
        [f"{rank}  {_number(score, '.6g')}", row["name"], row["layer"], row["role"], _span(row), _place(row)]
        for row, (score, rank) in zip(told, without, strict=True)
    ]
    heading = f"{name}: {found.measure} {own.score:.6g}, rank {own.rank} of {len(two_mode.nodes(on)):,}{shared}\n\n"
    head = ["without it", "collective" if on == "cities" else "city", "layer", "role", "when", "said in"]
    return heading.encode() + _columns(head, shown)


def _span(row: Row) -> str:
    """When a statement began, and when it ended where it did."""
    return f"{row['from']} to {row['to']}".strip() if row["to"] else str(row["from"])


def _place(row: Row) -> str:
    """Where a statement is said, or the statement itself where nobody knows."""
    words = row["sources"] or row["statement"].rpartition("/")[2]
    return words if row["alone"] else f"{words} (not alone)"


def course(two_mode: Affiliation, on: str, found: Sequence[Course], top: int, form: str) -> bytes:
    """Ranks over years: for a terminal who rose, who fell and the largest leaps, by the first measure."""
    from kg.rankings import rows

    if form != "table":
        return _written(rows.courses(two_mode, on, found), (*rows.HEAD, "year"), form)
    lead = found[0]
    there = (lead.ranks > 0).sum(axis=1)
    first, last = (f"{there[at]:,} {on} in {lead.years[at]}" for at in (0, -1))
    blocks = (("Rose", lead.rose()), ("Fell", lead.fell()), ("From a year to the next", lead.leaps()))
    heading = f"Ranks by {lead.measure}: among {first}, among {last}; {len(lead.came()):,} are new\n"
    return "\n".join([heading, *(f"{title}\n\n{_moves(two_mode, moves, top)}" for title, moves in blocks)]).encode()


def _moves(two_mode: Affiliation, moves: Sequence[Change], top: int) -> str:
    """A line for each of the largest changes of rank, and how many others are as large as the last of them."""
    if not moves:
        return "nobody\n"
    shown = [
        [
            f"{each.moved:+}",
            f"{each.before} → {each.after}",
            f"{each.since} → {each.until}",
            two_mode.thing(each.node).name,
        ]
        for each in moves[:top]
    ]
    tied = sum(abs(each.moved) == abs(moves[top - 1].moved) for each in moves[top:])
    more = f"and {tied:,} more by as much\n" if tied else ""
    return _columns(["moved", "rank", "years", "name"], shown).decode() + more


def _columns(head: list[str], rows: Iterable[list[str]]) -> bytes:
    from kg.results import columns

    return columns(head, rows).encode()


def _written(rows: Sequence[dict[str, Any]], head: Sequence[str], form: str) -> bytes:
    """Rows for other programs; `head` are the columns where there are no rows."""
    from kg import records, results

    names = list(rows[0]) if rows else list(head)
    if form == "json":
        return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
    cells = [[row[name] for name in names] for row in rows]
    return results.parquet(names, cells) if form == "parquet" else records.safe(names, cells).encode()
