"""Who of a node's neighbours know each other, counted on classes of twins.

Every class is taken as adjacent to itself, and every row as adjacent to itself: the *closed* pairs. Those are sums of
products over classes, with no exception for the diagonal; what they hold too many is known exactly and taken off.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.incidence import Adjacency, Floats, Whole
from kg.projections import Projection


def closures(projection: Projection) -> Iterator[tuple[Whole, Floats, Floats]]:
    """For some classes at a time: their simple ties with all classes, and how many closed neighbours they share.

    Both are (classes, some): 1 or 0, and the number of rows that are adjacent to both.

    >>> from kg.incidence import Incidence
    >>> path = Projection(Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2)), ("a", "b", "c"))
    >>> [(ties[0].tolist(), shared[0].tolist()) for _, ties, shared in closures(path)]
    [([1.0, 1.0, 0.0], [2.0, 2.0, 1.0])]
    """
    simple = projection.weighed("binary")
    sizes = simple.incidence.twins.sizes[:, None]
    for rows, ties in simple.slices():
        yield rows, ties, simple.among(sizes * ties)


def triads(projection: Projection) -> tuple[Floats, Floats]:
    """Of each node, in the simple graph: how many pairs of neighbours it has, and how many of them are linked.

    Of the closed pairs in a closed neighbourhood of d + 1 rows, 2 d + 1 have the node itself in them and d are
    a neighbour with itself; the rest are linked neighbours, each pair twice.

    >>> from kg.incidence import Incidence
    >>> graph = Projection(Incidence.of([0, 1, 2, 2, 3], [0, 0, 0, 1, 1], (4, 2)), tuple("abcd"))
    >>> [each.tolist() for each in triads(graph)]
    [[1.0, 1.0, 3.0, 0.0], [1.0, 1.0, 1.0, 0.0]]
    """
    twins = projection.incidence.twins
    degrees, linked = np.zeros((2, len(twins.sizes)))
    for rows, ties, shared in closures(projection):
        degrees[rows] = twins.sizes @ ties - 1
        linked[rows] = (twins.sizes @ (ties * shared) - 3 * degrees[rows] - 1) / 2
    return twins.spread(degrees * (degrees - 1) / 2), twins.spread(linked)


def others(values: Floats, rows: Whole, sizes: Floats) -> Floats:
    """The sum over all rows but one itself of a value of (class, its own class): (classes, some) → (some,).

    Here of two rows in the first class and one in the second:

    >>> others(np.array([[1.0, 10.0], [100.0, 1000.0]]), np.array([0, 1]), np.array([2.0, 1.0])).tolist()
    [101.0, 20.0]
    """
    at = np.arange(len(rows))
    twin = values[rows, at]
    apart = values.copy()
    apart[rows, at] = 0
    return np.asarray(sizes @ apart + (sizes[rows] - 1) * twin)


def parted(projection: Projection, groups: Floats) -> tuple[Floats, Floats, Floats]:
    """The closed neighbours of each class by group, and the ordered pairs of them that are not adjacent.

    `groups` says how many rows of each class are in each group (classes × groups), and so do the three answers:
    neighbours in the group; pairs with both in the group; pairs with the first in the group.

    >>> from kg.incidence import Incidence
    >>> path = Projection(Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2)), ("a", "b", "c"))
    >>> [each[1].tolist() for each in parted(path, np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))]
    [[2.0, 1.0], [0.0, 0.0], [1.0, 1.0]]
    """
    matrix = projection.incidence.twins.matrix
    members = [np.flatnonzero(groups[:, each]) for each in range(groups.shape[1])]
    graphs = [Adjacency.of(matrix[each]) for each in members]
    known, both, first = np.zeros((3, *groups.shape))
    for rows, ties, shared in closures(projection):
        known[rows] = ties.T @ groups
        first[rows] = (ties * shared).T @ groups
        for group, (own, graph) in enumerate(zip(members, graphs, strict=True)):
            inside = groups[own, group][:, None] * ties[own]
            both[rows, group] = (inside * graph.product(inside)).sum(axis=0)
    return known, known**2 - both, known * known.sum(axis=1, keepdims=True) - first


def grouped(projection: Projection, trait: str) -> tuple[Whole, Floats]:
    """The group of each node by number, and how many rows of each class are in each group (classes × groups).

    Nodes of which the trait is not known, '', make one more group. Raises AskerError for an unknown trait.

    >>> from kg.incidence import Incidence
    >>> pair = Projection(Incidence.of([0, 1], [0, 0], (2, 1)), ("a", "b"), "count", lambda trait: ["Asia", ""])
    >>> [each.tolist() for each in grouped(pair, "region")]
    [[1, 0], [[1.0, 1.0]]]
    """
    names = list(projection.traits(trait)) if len(projection) else []
    kinds, of = np.unique(np.array(names, str), return_inverse=True)
    twins = projection.incidence.twins
    filled = twins.of >= 0
    shape = (len(twins.sizes), len(kinds))
    cells = np.bincount(twins.of[filled] * len(kinds) + of[filled], minlength=shape[0] * shape[1])
    return of.astype(np.int64), cells.reshape(shape).astype(float)


def within(projection: Projection, values: Floats, of: Whole) -> Floats:
    """Of values for each class and group, that of each node's own class and group: (nodes,); 0 without a column.

    >>> from kg.incidence import Incidence
    >>> pair = Projection(Incidence.of([0, 1], [0, 0], (3, 1)), ("a", "b", "c"))
    >>> within(pair, np.array([[5.0, 7.0]]), np.array([1, 0, 1])).tolist()
    [7.0, 5.0, 0.0]
    """
    padded = np.concatenate([values, np.zeros((1, values.shape[1]))])
    return np.asarray(padded[projection.incidence.twins.of, of])
