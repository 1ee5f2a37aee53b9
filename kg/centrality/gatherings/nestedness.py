"""Nestedness: how much small collectives are parts of larger ones."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.sharing import shared
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def nestedness(projection: Projection) -> Floats:
    """What each node adds to the nestedness (NODF) of its side: (nodes,), between 0 and 100.

    Formula: the mean over all u ≠ v of 100 · |N(u) ∩ N(v)| / min(d(u), d(v)) where d(u) ≠ d(v), and of 0 where they
    are equal: fill must decrease. The mean over the side is the NODF of the side as published; no order of the rows
    is asked for, since the larger of two is taken as the upper one.
    Edge cases: a node without links is part of no other, so scores 0 and lowers the mean; so does one that is alone.
    Reference: Almeida-Neto, Guimarães, Guimarães, Loyola and Ulrich (2008), A consistent metric for nestedness
    analysis in ecological systems: reconciling concept and measurement, Oikos 117(8), 1227-1239.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("c", "X"), ("b", "Y"), ("c", "Y"), ("c", "Z")]
    >>> nestedness(project(Affiliation.from_pairs(pairs), onto="collectives")).tolist()
    [100.0, 100.0, 100.0]
    """
    return shared(projection.incidence, _nested).total / max(1, projection.incidence.shape[0] - 1)


def _nested(common: Floats, own: Floats, other: Floats) -> Floats:
    return np.where(own != other, 100 * common / np.minimum(own, other), 0.0)


MEASURE = Measure(
    name="nestedness",
    mode="gatherings",
    score=nestedness,
    says="how much it is part of larger collectives and smaller ones are part of it, of 100",
    formula="n(v) = mean over u other than v of 100 |N(u) and N(v)| / min(d(u), d(v)), 0 where d(u) = d(v)",
    references=("almeidaneto2008",),
)
