"""Two-mode clustering after Latapy: how alike those are who share a collective, in all their collectives."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.sharing import RATIOS, shared
from kg.centrality.measure import Measure
from kg.errors import AskerError, nearest
from kg.incidence import Floats
from kg.projections import Projection

MODES = {"dot": "jaccard", "min": "simpson", "max": "largest"}


def latapy(projection: Projection, *, mode: str = "dot") -> Floats:
    """Mean share of neighbours in common with those who have any in common: (nodes,), between 0 and 1.

    Formula: the mean over u with N(u) ∩ N(v) not empty, u ≠ v, of |N(u) ∩ N(v)| / |N(u) ∪ N(v)|; with `mode` "min"
    or "max" the lower number is the smaller or larger of |N(u)| and |N(v)|.
    Edge cases: 0 for a node that shares no neighbour with any, so for one without links; twins count 1.
    Raises AskerError for an unknown mode.
    Reference: Latapy, Magnien and Del Vecchio (2008), Basic notions for the analysis of large two-mode networks,
    Social Networks 30(1), 31-48.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> projection = project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]))
    >>> latapy(projection).tolist(), latapy(projection, mode="min").tolist()
    ([0.5, 0.5, 0.5], [1.0, 1.0, 1.0])
    """
    if mode not in MODES:
        raise AskerError(f"no mode '{mode}'{nearest(mode, MODES)}; modes are {', '.join(MODES)}")
    found = shared(projection.incidence, RATIOS[MODES[mode]])
    return found.total / np.maximum(found.others, 1)


MEASURE = Measure(
    name="latapy",
    mode="two-mode",
    score=latapy,
    says="how alike those are who share a collective, in all their collectives",
    formula="cc(v) = mean over u that share any with v of |N(u) and N(v)| / |N(u) or N(v)|",
    references=("latapy2008",),
)
