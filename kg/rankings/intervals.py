"""How far scores and ranks move when the sources are doubted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from kg.centrality.measure import Measure
from kg.incidence import Floats, Whole, spend
from kg.projections import Projection, project
from kg.rankings.draws import WAYS, Doubts, Draw, draws
from kg.rankings.parts import part, placed, remembered, undefined
from kg.rankings.scores import standings
from kg.twomode import SIDES, Affiliation

MIDDLE = (0.025, 0.975)
"""Between which shares of the random draws an interval lies: 95 in 100 are in it."""


@dataclass(frozen=True, eq=False)
class Intervals:
    """Of one measure, where the score and rank of each node lie over the draws of one way: all are (nodes,).

    `lower` and `upper` are bounds of the score, `best` and `worst` of the rank (1 is highest, so best <= worst).
    Random ways: the bounds leave out 2.5 in 100 draws at each end, and are values of draws. Other ways: the lowest
    and the highest, the graph as it is among them. `stays` is the share of draws in which the rank is `top` or
    higher. `draws` is how many there were. A score that is no number counts as lower than all others.

    Where memberships are left out scores fall for all, so a score may lie above its interval; compare the ranks.
    """

    way: str
    draws: int
    top: int
    lower: Floats
    upper: Floats
    best: Whole
    worst: Whole
    stays: Floats


def intervals(
    two_mode: Affiliation,
    measures: Sequence[Measure],
    way: str = "drop",
    doubts: Doubts | None = None,
    *,
    on: str = "cities",
    weight: str = "count",
    top: int = 10,
    tick: Callable[[float], None] = lambda done: None,
) -> dict[str, Intervals]:
    """The intervals of each measure, by its name, over the draws of a way (one of WAYS).

    A measure that takes long asks for fewer random draws than `doubts.number` (see `Measure.draws`). `tick` is told
    the share that is done. On collectives, a collective that is left out has no score in that draw.
    Raises AskerError for an unknown way, side or weight, OperatorError where scores would not fit into memory.

    >>> from kg.centrality import measure
    >>> two_mode = Affiliation.from_pairs([("a", "X"), ("a", "Y"), ("b", "Y"), ("c", "Y")])
    >>> found = intervals(two_mode, [measure("degree")], "leave-one-out")["degree"]
    >>> found.lower.tolist(), found.upper.tolist(), found.best.tolist(), found.worst.tolist()
    ([1.0, 0.0, 0.0], [2.0, 1.0, 1.0], [1, 1, 1], [1, 2, 2])
    """
    return both(two_mode, measures, way, doubts, sides=(on,), weight=weight, top=top, tick=tick)[on]


def both(
    two_mode: Affiliation,
    measures: Sequence[Measure],
    way: str = "drop",
    doubts: Doubts | None = None,
    *,
    sides: Sequence[str] = SIDES,
    weight: str = "count",
    top: int = 10,
    tick: Callable[[float], None] = lambda done: None,
) -> dict[str, dict[str, Intervals]]:
    """As `intervals`, by side: each graph is drawn once for both, so what they share is worked out once."""
    wanted = doubts or Doubts()
    projections = {on: remembered(project(two_mode, on, weight)) for on in sides}
    limits = [_number(each, way, wanted, two_mode) for each in measures]
    spend(sum(limits) * sum(map(len, projections.values())), 16, "the scores and ranks of all draws")
    found: dict[str, list[list[Floats]]] = {on: [[] for _ in measures] for on in sides}
    for number, draw in enumerate(islice(draws(two_mode, way, wanted), max(limits, default=0))):
        for on, projection in projections.items():
            looked, own = _looked_at(projection, draw, on)
            for each, limit, rows in zip(measures, limits, found[on], strict=True):
                if number < limit:
                    rows.append(placed(each.score(looked), own, len(projection)))
        tick((number + 1) / max(limits))
    return {on: _found(measures, way, top, projection, found[on]) for on, projection in projections.items()}


def _found(
    measures: Sequence[Measure], way: str, top: int, projection: Projection, found: list[list[Floats]]
) -> dict[str, Intervals]:
    """The intervals of each measure from its scores in each draw."""
    whole = np.arange(len(projection))
    return {
        each.name: _bounds(way, top, np.array([placed(each.score(projection), whole, len(projection)), *rows]))
        for each, rows in zip(measures, found, strict=True)
    }


def _number(measure: Measure, way: str, doubts: Doubts, two_mode: Affiliation) -> int:
    """How many draws a way makes for a measure."""
    if way in WAYS and WAYS[way].random:
        return min(measure.draws, doubts.number)
    return len(two_mode.collectives) if way == "leave-one-out" else 1


def _looked_at(projection: Projection, draw: Draw, on: str) -> tuple[Projection, Whole]:
    """A draw projected as the whole is, and the positions of its nodes in the whole."""
    places = np.arange(draw.incidence.shape[0])
    if on == "cities":
        return part(projection, draw.incidence, places, draw.collectives), places
    return part(projection, draw.incidence.transposed, draw.collectives, places), draw.collectives


def _bounds(way: str, top: int, rows: Floats) -> Intervals:
    """The intervals of scores, (1 + draws, nodes): the first row is the graph as it is, the others are draws."""
    rank = np.where(np.isnan(rows), np.nan, standings(rows)[0])
    span = _middle if WAYS[way].random else _ends
    (lower, upper), (best, worst) = span(rows), span(rank)
    there = np.isfinite(rank[1:])
    share = (rank[1:] <= top).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    stays = np.where(there.any(axis=0), share, rank[0] <= top)
    whole = best.astype(np.int64), worst.astype(np.int64)
    return Intervals(way, len(rows) - 1, top, undefined(lower), undefined(upper), *whole, stays)


def _middle(rows: Floats) -> tuple[Floats, Floats]:
    """The values of draws between which 95 in 100 lie; the first row, which is no draw, does not count."""
    ordered = np.sort(rows[1:], axis=0)
    first, last = (share * (len(ordered) - 1) for share in MIDDLE)
    return ordered[math.floor(first)], ordered[math.ceil(last)]


def _ends(rows: Floats) -> tuple[Floats, Floats]:
    """The lowest and the highest value of each node, where it is there."""
    return np.fmin.reduce(rows, axis=0), np.fmax.reduce(rows, axis=0)
