"""Rankings as rows that a table, CSV, JSON or Parquet file holds: one name, one value a column.

Every row begins with the node's columns: on, key, name, kind, country. What is no number is None.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kg.incidence import Floats, Whole
from kg.rankings.changes import Course
from kg.rankings.explanations import Explanation
from kg.rankings.intervals import Intervals
from kg.rankings.scores import ranks
from kg.twomode import Affiliation

HEAD = ("on", "key", "name", "kind", "country")
Row = dict[str, Any]
Columns = Mapping[str, Floats | Whole]


def ranking(
    two_mode: Affiliation,
    on: str,
    scores: Mapping[str, Floats],
    more: Mapping[str, Columns] | None = None,
    top: int | None = None,
) -> list[Row]:
    """A row for each node, in the order of the first measure: score, rank and number of ties by each.

    `scores` has a number for each node by the name of the measure; `more` further columns of a measure, by the end of
    their names. With `top` only those of the first ranks, and whoever is tied with the last of them.

    >>> two_mode = Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y")])
    >>> ranking(two_mode, "cities", {"degree": np.array([1.0, 2.0])}, top=1)
    [{'on': 'cities', 'key': 'b', 'name': 'b', 'kind': '', 'country': '', 'degree': 2.0, 'degree_rank': 1, \
'degree_ties': 1}]
    """
    nodes = two_mode.nodes(on)
    places = {node: at for at, node in enumerate(nodes)}
    ranked = {name: {each.node: each for each in ranks(nodes, values)} for name, values in scores.items()}
    rows = []
    for lead in next(iter(ranked.values())).values():
        if top and lead.rank > top:
            break
        row = node_cells(two_mode, on, lead.node)
        for name, by_node in ranked.items():
            own = by_node[lead.node]
            row |= {name: number(own.score), f"{name}_rank": own.rank, f"{name}_ties": own.ties}
            extra = (more or {}).get(name, {})
            row |= {f"{name}_{end}": number(values[places[lead.node]]) for end, values in extra.items()}
        rows.append(row)
    return rows


def spans(intervals: Intervals) -> Columns:
    """The columns that an interval adds to a measure."""
    return {
        "lower": intervals.lower,
        "upper": intervals.upper,
        "best": intervals.best,
        "worst": intervals.worst,
        "stays": intervals.stays,
    }


def reasons(two_mode: Affiliation, on: str, found: Explanation) -> list[Row]:
    """A row for each statement behind a score: what it says, where it is said, and the score and rank without it."""
    rows = []
    for each in found.reasons:
        other = each.link.collective if on == "cities" else each.link.place
        rows.append(
            {
                "key": found.own.node,
                "other": other,
                "name": two_mode.thing(other).name,
                "layer": each.link.layer,
                "role": each.link.role,
                "from": each.link.start,
                "to": each.link.end,
                "statement": each.link.statement,
                "sources": "; ".join(each.sources),
                "alone": each.alone,
                f"{found.measure}_without": number(each.without.score),
                f"{found.measure}_rank_without": each.without.rank,
            }
        )
    return rows


def courses(two_mode: Affiliation, on: str, found: Sequence[Course]) -> list[Row]:
    """A row for each node and year in which it was in the graph, years in order, then by rank of the first measure."""
    lead = found[0]
    rows = []
    for at, year in enumerate(lead.years):
        there = np.flatnonzero(lead.ranks[at])
        for node in there[np.argsort(lead.ranks[at][there], kind="stable")]:
            row = {**node_cells(two_mode, on, lead.nodes[node]), "year": year}
            for each in found:
                row |= {each.measure: number(each.scores[at, node]), f"{each.measure}_rank": int(each.ranks[at, node])}
            rows.append(row)
    return rows


def node_cells(two_mode: Affiliation, on: str, key: str) -> Row:
    """The columns that say which node a row is of."""
    thing = two_mode.thing(key)
    return dict(zip(HEAD, (on, key, thing.name, thing.kind, thing.country), strict=True))


def number(value: float | np.generic) -> float | int | None:
    """A number as Python has it; None for what is none."""
    plain = value.item() if isinstance(value, np.generic) else value
    return plain if math.isfinite(plain) else None
