"""Katz centrality: how many walks end at a node, the longer the less they count."""

from __future__ import annotations

import numpy as np

from kg.centrality.engine.algebra import principal, solve
from kg.centrality.measure import Measure
from kg.errors import AskerError
from kg.incidence import Floats
from kg.projections import Projection

SHARE = 0.85
"""The default alpha, as a share of the largest that converges."""
NEAR = 1e-9
"""An alpha nearer than this to that limit, as a share of it, counts as the limit."""


def katz(
    projection: Projection, *, alpha: float | None = None, beta: Floats | float = 1.0, normalized: bool = True
) -> Floats:
    """Weighted number of walks of any length that end at each node: (nodes,), Euclidean norm 1 if `normalized`.

    Formula: x = beta + alpha A x, A the weights of the projection; a walk of k steps counts alpha to the k.
    `alpha` must be below 1 / L, with L the largest eigenvalue of A; 0.85 / L if not given. `beta` is what each node
    has of itself, one number or one for each. Not iterated: the equations are solved.
    Edge cases: a node without neighbours scores beta (before normalisation), and so do all without any edge; where
    all scores are 0 they stay so; an empty graph gives an empty array.
    Raises AskerError where alpha is out of range, or beta is not a number for each node.
    Cost: some dozens of passes over the memberships; for jaccard and binary over the pairs of classes of twins.
    Reference: Katz (1953), A new status index derived from sociometric analysis, Psychometrika 18, 39-43.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]
    >>> katz(project(Affiliation.from_pairs(pairs)), alpha=0.5, normalized=False).round(6).tolist()
    [3.0, 4.0, 3.0]
    """
    own = np.asarray(beta, float)
    if own.shape not in ((), (len(projection),)) or not np.isfinite(own).all():
        raise AskerError(f"beta needs one number, or one for each of the {len(projection)} nodes")
    greatest, _ = principal(projection)
    share = alpha if alpha is not None else SHARE / greatest if greatest else 0.0
    if not (share >= 0 and share * greatest < 1 - NEAR):
        limit = f"from 0 to below {1 / greatest:.6g}, 1 / the largest eigenvalue" if greatest else "from 0 up"
        raise AskerError(f"alpha is {share}; Katz centrality of this graph needs one {limit}")
    found = solve(projection, 1.0, share, np.broadcast_to(own, len(projection)))
    norm = np.linalg.norm(found)
    return found / norm if normalized and norm else found


MEASURE = Measure(
    name="katz",
    mode="projected",
    score=katz,
    says="how many walks over those who sit together end at a node, long ones counting less",
    formula="x = 1 + alpha A x, alpha = 0.85 / the largest eigenvalue, |x| = 1",
    references=("katz1953",),
    draws=100,
)
