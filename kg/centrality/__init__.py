"""Measures of how central a place or a collective is, one a file, all with one signature.

`measure("closeness").score(projection)` gives a number for each node of the projection, in order. Two-mode measures
look at the incidence behind the projection; projected ones at the one-mode graph, which is never built.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from kg.centrality import gatherings, projected, twomode
from kg.centrality.measure import MODES, Measure
from kg.errors import AskerError, nearest
from kg.threads import alone


def _files(folder: ModuleType) -> Iterator[Measure]:
    """What each file of a folder of measures offers, in the order of their names."""
    for file in sorted(each.name for each in pkgutil.iter_modules(folder.__path__)):
        found: Measure = importlib.import_module(f"{folder.__name__}.{file}").MEASURE
        yield replace(found, score=alone(found.score))


FIRST = (
    *("degree", "closeness", "betweenness", "pagerank", "birank", "hits", "latapy", "redundancy"),
    *("projected-degree", "strength", "projected-closeness", "harmonic", "projected-betweenness"),
    *("projected-pagerank", "eigenvector", "katz", "core"),
    *("constraint", "effective-size", "clustering", "participation", "brokerage"),
    *("interlock", "overlap", "reach", "nestedness", "diversity"),
)
"""The order in which a reader expects the measures, the plainest first; others follow, folder by folder."""


def _listed(found: list[Measure]) -> dict[str, Measure]:
    """Measures by name, those of FIRST before the others."""
    known = {each.name: each for each in found}
    return {name: known[name] for name in dict.fromkeys((*FIRST, *known)) if name in known}


MEASURES = _listed([each for folder in (twomode, projected, gatherings) for each in _files(folder)])

__all__ = ["MEASURES", "MODES", "Measure", "measure"]


def measure(name: str) -> Measure:
    """The measure of that name.

    Raises AskerError for an unknown one.
    """
    if name not in MEASURES:
        raise AskerError(f"no measure '{name}'{nearest(name, MEASURES)}; measures are {', '.join(MEASURES)}")
    return MEASURES[name]
