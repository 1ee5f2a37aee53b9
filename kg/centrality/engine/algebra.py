"""Equations and eigenvectors of the projection's matrix, solved on classes of twins.

A is the matrix of weights between the rows of the incidence, 0 on its diagonal. Twins have the same row in A but for
that zero, so A x needs the sum of x over each class only, less the own term. With n_i rows in class i, weights W
between classes and o_i = W_ii between twins, a vector that is equal on twins, x = y / sqrt(n), is multiplied by

    M = diag(sqrt n) W diag(sqrt n) - diag(o)

which is symmetric and as small as there are classes.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.linalg import eigh
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, cg, eigsh

from kg.errors import OperatorError
from kg.incidence import Floats, Whole
from kg.projections import Projection

SMALL = 300
"""Up to how many classes the whole matrix is made: its eigenvectors come directly."""
EQUAL = 1e-11
"""Largest eigenvalues of two components that differ by less than this share count as equal."""
EXACT = 1e-14
"""Part of the right side that a solution may miss."""
STEPS = 10_000
"""How often a solution is bettered before it is given up; some fifty times is usual."""


def strengths(projection: Projection) -> Floats:
    """The sum of the weights of a row of each class with its neighbours: (classes,); exactly 0 without any.

    >>> from kg.incidence import Incidence
    >>> strengths(Projection(Incidence.of([0, 1, 1, 2], [0, 0, 1, 2], (3, 3)), ("a", "b", "c"))).tolist()
    [1.0, 1.0, 0.0]
    """
    twins = projection.incidence.twins
    found = projection.among(twins.sizes.astype(float)) - projection.own
    shared = projection.incidence.transposed.sizes > 1
    return np.where(twins.matrix @ shared.astype(float) > 0, found, 0.0)


def principal(projection: Projection) -> tuple[float, Floats]:
    """The largest eigenvalue of A, and its eigenvector: a number for each class.

    The vector has Euclidean norm 1 over the rows and no negative entry. Where several components of the graph have
    the same largest eigenvalue it is the projection of the vector of ones onto their eigenvectors, which is what
    power iteration from ones tends to. Without any edge the eigenvalue is 0, and so is the vector.

    >>> from kg.incidence import Incidence
    >>> value, vector = principal(Projection(Incidence.of([0, 1, 2], [0, 0, 0], (3, 1)), ("a", "b", "c")))
    >>> round(value, 9), vector.round(9).tolist()
    (2.0, [0.577350269])
    """
    sizes = projection.incidence.twins.sizes
    found = [_top(projection, classes) for classes in _promising(projection)]
    vector = np.zeros(len(sizes))
    greatest = max((value for value, _ in found), default=0.0)
    for value, part in found:
        if value >= greatest * (1 - EQUAL):
            vector += (sizes @ part) * part
    norm = np.sqrt(sizes @ vector**2)
    return greatest, vector / norm if norm else vector


def _promising(projection: Projection) -> list[Whole]:
    """The classes of each component that may have the largest eigenvalue of all.

    The eigenvalue of a component is at most its greatest strength, and at least the root of the mean square.
    """
    twins, own = projection.incidence.twins, strengths(projection)
    if not own.any():
        return []
    labels = connected_components(sp.block_array([[None, twins.matrix], [twins.matrix.T, None]]), False)[1]
    labels = np.unique(labels[: len(own)], return_inverse=True)[1]
    most = np.zeros(labels.max() + 1)
    np.maximum.at(most, labels, own)
    least = np.sqrt(np.bincount(labels, twins.sizes * own**2) / np.bincount(labels, twins.sizes))
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(labels))[:-1])
    return [parts[at] for at in np.flatnonzero(most >= least.max() * (1 - EQUAL))]


def _top(projection: Projection, classes: Whole) -> tuple[float, Floats]:
    """The largest eigenvalue of a component, and its vector over all classes."""
    root = np.sqrt(projection.incidence.twins.sizes.astype(float))
    own = projection.own[classes]

    def multiply(values: Floats) -> Floats:
        whole = np.zeros(len(root))
        whole[classes] = root[classes] * values.ravel()
        return np.asarray((root * projection.among(whole))[classes] - own * values.ravel())

    if len(classes) <= SMALL:
        inner = projection.weights(classes)[:, classes].toarray()
        matrix = root[classes, None] * inner * root[classes] - np.diag(own)
        found = eigh(matrix, subset_by_index=[len(classes) - 1] * 2)
    else:
        operator = LinearOperator((len(classes),) * 2, matvec=multiply, dtype=float)
        found = _lanczos(operator, root[classes])
    vector = np.zeros(len(root))
    vector[classes] = np.abs(found[1][:, 0]) / root[classes]
    return float(found[0][0]), vector


def _lanczos(operator: LinearOperator, start: Floats) -> tuple[Floats, Floats]:
    """The largest eigenvalue and its vector, always from the same start."""
    try:
        found = eigsh(operator, k=1, which="LA", v0=start, ncv=40, maxiter=STEPS, rng=np.random.default_rng(0))
    except ArpackNoConvergence as error:
        raise OperatorError(
            "the two largest eigenvalues of this graph are too close to tell apart; leave out collectives that "
            "hold it together by a thread, or choose another measure"
        ) from error
    return found[0], found[1]


def solve(projection: Projection, diagonal: Floats | float, share: float, values: Floats) -> Floats:
    """The x for which diagonal · x - share · A x = values: (rows,) → (rows,).

    `diagonal` is one number, or one for each class of twins; rows without columns have no neighbours, so theirs does
    not matter and counts as 1. The matrix on the left must be positive definite, as it is for a share from 0
    to below the diagonal over the largest eigenvalue. Conjugate gradients, until 1e-14 of the values is missed.
    Raises OperatorError where that is not reached in 10,000 steps.

    >>> from kg.incidence import Incidence
    >>> triangle = Projection(Incidence.of([0, 1, 2], [0, 0, 0], (3, 1)), ("a", "b", "c"))
    >>> solve(triangle, 1.0, 0.25, np.array([1.0, 1.0, 0.0])).round(9).tolist()
    [1.6, 1.6, 0.8]
    """
    twins, own = projection.incidence.twins, projection.own
    root = np.sqrt(twins.sizes.astype(float))
    widened = diagonal + share * own  # what is left of a row when its whole class is put on the other side
    operator = LinearOperator(
        (len(root),) * 2, lambda x: widened * x - share * root * projection.among(root * x), dtype=float
    )
    found = _gradients(operator, twins.gather(values) / root, widened - share * root**2 * own)
    others = share * projection.among(root * found)
    return (twins.spread(others) + values) / twins.spread(widened, 1.0)


def _gradients(operator: LinearOperator, values: Floats, scale: Floats) -> Floats:
    """Conjugate gradients, the operator's diagonal being `scale`."""
    if not values.any():
        return np.zeros(len(values))
    narrow = LinearOperator(operator.shape, lambda x: x / scale, dtype=float)
    with np.errstate(all="ignore"):  # where there is no answer it divides by 0
        found, left = cg(operator, values, rtol=EXACT, maxiter=STEPS, M=narrow)
    if left or not np.isfinite(found).all():
        raise OperatorError("the equations of this measure come too close to having no answer; choose a smaller alpha")
    return np.asarray(found)
