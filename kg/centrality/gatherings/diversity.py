"""Diversity: how many regions of the world a collective's members come from, and how evenly."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from kg.centrality.measure import Measure
from kg.errors import AskerError, nearest
from kg.incidence import Floats
from kg.projections import Projection

INDICES = ("simpson", "entropy")


def diversity(projection: Projection, *, trait: str = "region", index: str = "simpson") -> Floats:
    """Diversity of each collective's members over regions of the world, or over another trait of theirs: (nodes,).

    Formula: 1 - sum over regions of p², the chance that two members drawn with replacement differ (Blau's index,
    the Gini-Simpson index); with `index` "entropy" - sum of p ln p. p are shares of the members whose region is known.
    Edge cases: 0 where no member's region is known, and where all have the same.
    Raises AskerError for an unknown trait or index.
    Reference: Simpson (1949), Measurement of diversity, Nature 163, 688; Blau (1977), Inequality and Heterogeneity;
    Shannon (1948), A mathematical theory of communication, Bell System Technical Journal 27, 379-423.

    >>> from kg.incidence import Incidence
    >>> members = lambda trait: ["Africa", "Europe", "Europe", ""]
    >>> graph = Incidence.of([0, 0, 1, 1, 1], [0, 1, 1, 2, 3], (2, 4))
    >>> diversity(Projection(graph, ("X", "Y"), members=members)).tolist()
    [0.5, 0.0]
    """
    if index not in INDICES:
        raise AskerError(f"no index '{index}'{nearest(index, INDICES)}; say {' or '.join(INDICES)}")
    counts = _counts(projection, trait)
    known = counts.sum(axis=1)
    if index == "simpson":
        return np.asarray((known**2 - (counts**2).sum(axis=1)) / np.maximum(known, 1) ** 2)
    shares = counts / np.maximum(known, 1)[:, None]
    return np.asarray(np.abs((shares * np.log(np.where(shares > 0, shares, 1))).sum(axis=1)))


def _counts(projection: Projection, trait: str) -> Floats:
    """How many members of each region each node has: (nodes, regions)."""
    names, of = np.unique(np.asarray(projection.members(trait), dtype=object).astype(str), return_inverse=True)
    known = np.flatnonzero(names[of] != "")
    held = sp.csr_array((np.ones(len(known)), (known, of[known])), shape=(len(of), len(names)))
    return np.asarray((projection.incidence.matrix @ held).toarray())


MEASURE = Measure(
    name="diversity",
    mode="gatherings",
    score=diversity,
    says="how evenly its members are spread over regions of the world",
    formula="h(v) = 1 - sum over regions of p^2, p their shares of the members whose region is known",
    references=("simpson1949", "blau1977"),
    traits=("region",),
)
