"""What chance alone makes of the degrees: the null models by name, and graphs drawn from them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.errors import AskerError, nearest
from kg.incidence import Incidence
from kg.significance import curveball
from kg.significance.bicm import solve

NULLS = {
    "bicm": "places are ones by chance, independently, so that all degrees are as observed on average",
    "fdsm": "all graphs with exactly the degrees observed are equally likely",
}


def draws(incidence: Incidence, null: str, count: int, seed: int = 0) -> Iterator[Incidence]:
    """Graphs from a null model of NULLS, the same for the same seed.

    Raises AskerError for an unknown model, or where there is nothing to draw.

    >>> graph = Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2))
    >>> [each.sizes.tolist() for each in draws(graph, "fdsm", 2)]
    [[1, 2, 1], [1, 2, 1]]
    """
    if null not in NULLS:
        raise AskerError(f"no null model '{null}'{nearest(null, NULLS)}; null models are {', '.join(NULLS)}")
    if count < 1:
        raise AskerError(f"{count} draws are too few; draw at least one")
    rng = np.random.default_rng(seed)
    if null == "fdsm":
        return curveball.draws(incidence, rng, count)
    model = solve(incidence)
    return (model.draw(rng) for _ in range(count))
