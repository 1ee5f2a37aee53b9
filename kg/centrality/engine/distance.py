"""Distances in the projection summed up for each node, whether all links are one long or 1 / weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.centrality.engine import weighted
from kg.centrality.engine.reach import spans
from kg.incidence import Floats
from kg.projections import Projection


@dataclass(frozen=True, eq=False)
class Distances:
    """For each node how many others it reaches, how far they are together, and the sum of 1 / distance: (nodes,)."""

    reached: Floats
    far: Floats
    near: Floats


def distances(projection: Projection, by_weight: bool = False) -> Distances:
    """The distances of each node; of a node without links all are 0.

    Raises OperatorError where the search takes too much memory.
    """
    spread = projection.incidence.twins.spread
    return Distances(*(spread(each) for each in (_weighted(projection) if by_weight else _plain(projection))))


def _plain(projection: Projection) -> tuple[Floats, Floats, Floats]:
    """Half the distances in the two-mode graph, for each class of twins."""
    rows = spans(projection.incidence).rows
    return (rows.count - 1).astype(float), rows.far / 2, rows.near * 2


def _weighted(projection: Projection) -> tuple[Floats, Floats, Floats]:
    """The distances by links of 1 / weight, for each class of twins."""
    sizes, own = projection.incidence.twins.sizes.astype(float), projection.own
    reached, far, near = sizes - 1, (sizes - 1) / own, (sizes - 1) * own
    for sources, found in weighted.distances(weighted.lengths(projection), np.arange(len(own))):
        linked = np.isfinite(found) & (found > 0)
        reached[sources] += linked @ sizes
        far[sources] += np.where(linked, found, 0.0) @ sizes
        near[sources] += np.divide(1.0, found, out=np.zeros_like(found), where=linked) @ sizes
    return reached, far, near
