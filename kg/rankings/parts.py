"""A part of a graph, scored by itself, and its scores put where they belong in the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np

from kg.incidence import Floats, Incidence, Whole
from kg.projections import Projection

Traits = Callable[[str], Sequence[str]]


def remembered(projection: Projection) -> Projection:
    """The same projection, whose traits are read once, however many parts ask for them."""
    return replace(projection, traits=cache(projection.traits), members=cache(projection.members))


def part(projection: Projection, incidence: Incidence, rows: Whole, columns: Whole) -> Projection:
    """The projection of another incidence, whose rows and columns are those at some positions of this one's."""
    nodes = tuple(projection.nodes[at] for at in rows)
    traits, members = (
        partial(_some, known, own) for known, own in ((projection.traits, rows), (projection.members, columns))
    )
    loads = None if projection.loads is None else projection.loads[columns]
    return replace(projection, incidence=incidence, nodes=nodes, traits=traits, members=members, loads=loads)


def _some(known: Traits, own: Whole, name: str) -> list[str]:
    every = known(name)
    return [every[at] for at in own]


def placed(values: Floats, own: Whole, number: int) -> Floats:
    """The scores of a part among those of `number` nodes.

    nan marks a node that is not in the part, so a score that is no number becomes the lowest of all, -inf.
    """
    found = np.full(number, np.nan)
    found[own] = np.where(np.isnan(values), -np.inf, values)
    return found


def undefined(values: Floats) -> Floats:
    """Scores as `placed` gives them with nan where there is none."""
    return np.where(np.isneginf(values), np.nan, values)
