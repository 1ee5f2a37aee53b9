"""Affiliations as they are in the world, of any size: the input of the benchmarks.

One collective holds most cities; the sizes of the others are log-normal; most cities are in one collective only; and
the rest is nested: who is in few is in the large ones, so that small collectives consist of hubs. Figures follow the
real lists that this project holds and `docs/large.md` imports.
"""

from __future__ import annotations

import numpy as np

from kg.incidence import Floats, Incidence, Truths, Whole

DOMINANT = 0.73
"""Share of the cities that the largest collective holds."""
MEDIAN, SPREAD = 49, 1.2
"""Median size of the other collectives, and the standard deviation of its logarithm."""
SEVERAL = 0.12
"""Share of the cities that are in more than one collective."""
NESTED = 6
"""A hub with that many memberships may be in a collective of any size; with half as many, in the larger half."""

FEWEST, MORE, TAIL = 2, 2, 1.6
"""Memberships of a city in several collectives: the fewest, how many more in the mean at least, and their exponent."""


def affiliation(cities: int, collectives: int, *, seed: int = 0, several: float = SEVERAL) -> Incidence:
    """The incidence of so many cities and collectives, the same for the same seed.

    Sizes are raised where the cities outside the largest collective would otherwise not all find a place.

    >>> graph = affiliation(1000, 20)
    >>> print(graph.shape, round(graph.transposed.sizes.max() / 1000, 1), round((graph.sizes == 1).sum() / 1000, 2))
    (1000, 20) 0.7 0.88
    """
    draw = np.random.default_rng(seed)
    hubs = np.sort(draw.choice(cities, round(cities * several), replace=False))
    inside = draw.random(cities) < DOMINANT
    sizes = np.sort(np.exp(draw.normal(np.log(MEDIAN), SPREAD, collectives - 1)))[::-1]
    lone = np.setdiff1d(np.flatnonzero(~inside), hubs)
    dominant = np.setdiff1d(np.flatnonzero(inside), hubs)
    rest = max(MORE * len(hubs), sizes.sum() - len(lone) + inside[hubs].sum() - FEWEST * len(hubs))
    tail = draw.pareto(TAIL, len(hubs))
    counts = np.minimum(FEWEST + np.floor(tail * rest / tail.sum()).astype(int), collectives - 1)
    rows, columns = _hubs(draw, hubs, counts, inside, sizes)
    own = 1 + draw.choice(len(sizes), len(lone), p=sizes / sizes.sum())
    whole = np.concatenate([np.zeros(len(dominant), np.int64), own, columns])
    return Incidence.of(np.concatenate([dominant, lone, rows]), whole, (cities, collectives))


def _hubs(draw: np.random.Generator, hubs: Whole, counts: Whole, inside: Truths, sizes: Floats) -> tuple[Whole, Whole]:
    """Rows and columns of the cities that are in several collectives, so many each."""
    columns = []
    for hub, count in zip(hubs, counts, strict=True):
        reach = max(count, round(len(sizes) * min(1.0, count / NESTED)))
        others = count - int(inside[hub])
        found = draw.choice(reach, others, replace=False, p=sizes[:reach] / sizes[:reach].sum())
        columns += [np.zeros(count - others, np.int64), 1 + found]
    return np.repeat(hubs, counts), np.concatenate([np.empty(0, np.int64), *columns])
