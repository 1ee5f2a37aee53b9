"""Measures of how central a place or a collective is, one a file, all with one signature.

`measure("closeness").score(projection)` gives a number for each node of the projection, in order. Two-mode measures
look at the incidence behind the projection; projected ones at the one-mode graph, which is never built.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from kg.centrality import gatherings, projected, twomode
from kg.centrality.measure import MODES, Measure
from kg.errors import AskerError, nearest


def _files(folder: ModuleType) -> Iterator[Measure]:
    """What each file of a folder of measures offers, in the order of their names."""
    for file in sorted(each.name for each in pkgutil.iter_modules(folder.__path__)):
        found: Measure = importlib.import_module(f"{folder.__name__}.{file}").MEASURE
        yield found


MEASURES: dict[str, Measure] = {
    each.name: each for folder in (twomode, projected, gatherings) for each in _files(folder)
}

__all__ = ["MEASURES", "MODES", "Measure", "Score", "measure", "ranks"]


@dataclass(frozen=True)
class Score:
    """A node's score, its rank (1 is highest; equal scores share the lowest number) and how many share it."""

    node: str
    score: float
    rank: int
    ties: int


def measure(name: str) -> Measure:
    """The measure of that name.

    Raises AskerError for an unknown one.
    """
    if name not in MEASURES:
        raise AskerError(f"no measure '{name}'{nearest(name, MEASURES)}; measures are {', '.join(MEASURES)}")
    return MEASURES[name]


def ranks(scores: Mapping[str, float], digits: int = 12) -> list[Score]:
    """Scores with ranks, highest first, ties in order of the nodes.

    Scores are rounded to `digits` significant places first, so that what is equal but for the last bits of
    floating point is a tie.

    >>> [(each.node, each.rank, each.ties) for each in ranks({"a": 1.0, "b": 2.0, "c": 1.0})]
    [('b', 1, 1), ('a', 2, 2), ('c', 2, 2)]
    """
    rounded = {node: float(f"{score:.{digits}g}") for node, score in scores.items()}
    ordered = sorted(rounded, key=lambda node: (-rounded[node], node))
    first: dict[float, int] = {}
    ties: dict[float, int] = {}
    for at, node in enumerate(ordered, 1):
        first.setdefault(rounded[node], at)
        ties[rounded[node]] = ties.get(rounded[node], 0) + 1
    return [Score(node, rounded[node], first[rounded[node]], ties[rounded[node]]) for node in ordered]
