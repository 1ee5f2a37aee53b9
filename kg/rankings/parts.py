"""A part of a graph, scored by itself, and its scores put where they belong in the whole."""

from __future__ import annotations

from functools import partial

import numpy as np

from kg.incidence import Floats, Incidence, Whole
from kg.projections import Projection


def part(projection: Projection, incidence: Incidence, own: Whole) -> Projection:
    """The projection of another incidence, whose rows are the nodes at some positions of this one."""
    nodes = tuple(projection.nodes[at] for at in own)
    return Projection(incidence, nodes, projection.weight, partial(_traits, projection, own))


def _traits(projection: Projection, own: Whole, name: str) -> list[str]:
    every = projection.traits(name)
    return [every[at] for at in own]


def placed(values: Floats, own: Whole | slice, number: int) -> Floats:
    """The scores of a part among those of `number` nodes.

    nan marks a node that is not in the part, so a score that is no number becomes the lowest of all, -inf.
    """
    found = np.full(number, np.nan)
    found[own] = np.where(np.isnan(values), -np.inf, values)
    return found


def undefined(values: Floats) -> Floats:
    """Scores as `placed` gives them with nan where there is none."""
    return np.where(np.isneginf(values), np.nan, values)
