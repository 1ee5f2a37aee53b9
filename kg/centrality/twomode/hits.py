"""HITS: places that are in the collectives that such places are in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, eigsh

from kg.centrality.engine.quotient import Quotient
from kg.centrality.measure import Measure
from kg.incidence import Floats, Whole
from kg.projections import Projection

DENSE = 200
"""Up to so many classes the dense solution is the faster one."""
TIE = 1e-12
"""Two parts whose strengths differ by a smaller share are equally strong."""


def hits(projection: Projection) -> Floats:
    """Hub scores of one side of the two-mode graph, the other side holding the authorities: (nodes,), sum 1.

    Formula: x = B y, y = B' x, again and again from ones, each time rescaled; the principal left singular vector of
    the incidence B. On the other side the same numbers are the authority scores.
    Edge cases: only the part of the graph with the greatest singular value scores, all others 0; where several
    parts have it, all score, each with the vector of norm 1 times its sum: what the iteration from ones of this
    side ends in. An empty graph gives an empty array, one without links zeros.
    Reference: Kleinberg (1999), Authoritative sources in a hyperlinked environment, Journal of the ACM 46(5),
    604-632.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y"), ("d", "Z")]
    >>> hits(project(Affiliation.from_pairs(pairs))).round(6).tolist()
    [0.25, 0.5, 0.25, 0.0]
    """
    quotient = Quotient.of(projection.incidence)
    scores, best = np.zeros(len(quotient.rows.sizes)), 0.0
    for rows, part, most in _parts(quotient):
        if most < best * (1 - TIE):
            break
        strength, vector = _principal(part)
        if strength > best * (1 + TIE):
            scores, best = np.zeros(len(scores)), strength
        if strength >= best * (1 - TIE):
            root = np.sqrt(quotient.rows.sizes[rows])
            scores[rows] = vector / root * (vector @ root)
    spread = quotient.rows.spread(scores)
    return spread / (spread.sum() or 1.0)


def _parts(quotient: Quotient) -> Iterator[tuple[Whole, sp.csr_array, float]]:
    """The row classes and the matrix of each connected part, and what its strength cannot exceed, that falling."""
    matrix, rows = quotient.matrix, len(quotient.rows.sizes)
    if not rows:
        return
    count, labels = connected_components(sp.block_array([[None, matrix], [matrix.T, None]]))
    bounds = np.zeros(count)
    np.maximum.at(bounds, labels[:rows], matrix @ (quotient.columns.sizes * quotient.column_degrees))
    left, right = (sp.diags_array(np.sqrt(side.sizes)) for side in (quotient.rows, quotient.columns))
    scaled = sp.csr_array(left @ matrix @ right)
    own, other = _grouped(labels[:rows], count), _grouped(labels[rows:], count)
    for part in np.argsort(-bounds, kind="stable"):
        yield own[part], scaled[own[part]][:, other[part]], float(bounds[part])


def _grouped(labels: Whole, count: int) -> list[Whole]:
    """The positions that have each label."""
    return np.split(np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels, minlength=count))[:-1])


def _principal(matrix: sp.csr_array) -> tuple[float, Floats]:
    """The greatest squared singular value and its left vector, of norm 1 and positive, of a connected matrix."""
    tall = matrix.shape[0] > matrix.shape[1]
    side = sp.csr_array(matrix.T) if tall else matrix
    size = side.shape[0]
    if size <= DENSE:
        values, vectors = np.linalg.eigh((side @ side.T).toarray())
        vector = np.abs(vectors[:, -1])
    else:
        square = LinearOperator((size, size), matvec=lambda vector: side @ (side.T @ vector), dtype=float)
        values, vectors = eigsh(square, k=1, which="LA", v0=np.ones(size))
        vector = np.abs(vectors[:, -1])
    left = matrix @ vector if tall else vector
    return float(values[-1]), left / np.linalg.norm(left)


MEASURE = Measure(
    name="hits",
    mode="two-mode",
    score=hits,
    says="how much a city is in the collectives that such cities are in",
    formula="x = B y, y = B' x: the principal left singular vector of the incidence, sum 1",
    references=("kleinberg1999",),
    draws=100,
)
