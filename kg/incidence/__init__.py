"""Who is in what, as integers: the sparse matrix behind every measure, and the two ways to make it small.

The *incidence* of a two-mode graph has a row for each node of the side that is scored and a column for each node
of the other side. Rows with the same columns are *twins*: no measure of the graph tells them apart, so they are
worked out once and counted as often as they occur. Two rows are *adjacent* where they share a column, which is what
the one-mode projection links. All rows of the column with most classes of twins are adjacent to each other: this
*clique* is kept as one fact, and of the pairs outside it only those are listed that share several columns.

Both are exact. On a list of 13,000 cities the projection has 47,000,000 pairs; its rows make some hundred classes of
twins, with some ten thousand listed pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from kg.errors import OperatorError
from kg.incidence.bits import SETS, Tally, filled, pack
from kg.incidence.bits import Truths as Truths
from kg.incidence.bits import Whole as Whole

Floats = npt.NDArray[np.float64]
BLOCK = 4_000_000
"""How many pairs are looked at in one go, about."""
MEMORY = 2e9
"""How many bytes a measure may take for one thing that it keeps."""


@dataclass(frozen=True, eq=False)
class Incidence:
    """A two-mode graph as a sparse matrix of ones, rows × columns.

    `matrix` is a CSR array of float64 whose stored values are all 1, each place once, columns in order in each row.
    Make one with `Incidence.of`, which sees to that.

    >>> graph = Incidence.of([0, 1, 1, 2, 1], [0, 0, 1, 1, 0], (4, 2))
    >>> graph.sizes.tolist(), graph.transposed.sizes.tolist()
    ([1, 2, 1, 0], [2, 2])
    """

    matrix: sp.csr_array

    @classmethod
    def of(cls, rows: npt.ArrayLike, columns: npt.ArrayLike, shape: tuple[int, int]) -> Incidence:
        """The incidence with a one at each (row, column); a pair given twice counts once."""
        where = (np.asarray(rows, np.int64), np.asarray(columns, np.int64))
        return cls(ones(sp.csr_array((np.ones(len(where[0])), where), shape=shape)))

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        rows, columns = self.matrix.shape
        return int(rows), int(columns)

    @cached_property
    def sizes(self) -> Whole:
        """In how many columns each row is: (rows,)."""
        return np.asarray(np.diff(self.matrix.indptr), np.int64)

    @cached_property
    def transposed(self) -> Incidence:
        """The same graph with columns for rows; turned twice it is this one again, with all that was worked out."""
        found = Incidence(sp.csr_array(self.matrix.T))
        found.__dict__["transposed"] = self
        return found

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What measures of both sides worked out together, by name, lest it be done twice."""
        return {}

    @cached_property
    def twins(self) -> Twins:
        """The rows in classes of equal ones."""
        return Twins.of_rows(self)

    @cached_property
    def adjacency(self) -> Adjacency:
        """Which classes of twins share a column."""
        return Adjacency.of(self.twins.matrix)

    @cached_property
    def neighbours(self) -> Whole:
        """How many rows share a column with a row of each class of twins, itself included: (classes,)."""
        return self.adjacency.degrees(self.twins.sizes.astype(float)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Twins:
    """Rows that have the same columns, taken together.

    `matrix` is the incidence of the classes (classes × columns), `sizes` says how many rows each class stands for,
    `of` to which class each row belongs, -1 for a row without any column: such rows are no twins, for each is alone.
    Classes come in the order of their first row.

    >>> twins = Incidence.of([0, 1, 2], [0, 0, 1], (4, 2)).twins
    >>> twins.sizes.tolist(), twins.of.tolist()
    ([2, 1], [0, 0, 1, -1])
    """

    matrix: sp.csr_array
    sizes: Whole
    of: Whole

    @classmethod
    def of_rows(cls, incidence: Incidence) -> Twins:
        """The classes of an incidence's rows."""
        filled = np.flatnonzero(incidence.sizes)
        first, belongs = _equal(_prints(incidence.matrix)[filled])
        of = np.full(incidence.shape[0], -1)
        of[filled] = belongs
        sizes = np.bincount(belongs, minlength=len(first))
        return cls(sp.csr_array(incidence.matrix[filled[first]]), sizes, of)

    def spread(self, values: Floats, alone: float = 0.0) -> Floats:
        """A value for each row from one for each class, (classes, …) → (rows, …); `alone` for rows without a column."""
        return np.concatenate([values, np.full((1, *values.shape[1:]), alone)])[self.of]

    def gather(self, values: Floats) -> Floats:
        """The sum over the rows of each class, (rows, …) → (classes, …)."""
        filled = np.flatnonzero(self.of >= 0)
        shape = (len(self.sizes), len(self.of))
        return np.asarray(sp.csr_array((np.ones(len(filled)), (self.of[filled], filled)), shape) @ values)


def _prints(matrix: sp.csr_array) -> npt.NDArray[np.uint64]:
    """Two numbers of 64 bits for each row that rows with the same columns, and in practice only they, share."""
    keys = np.random.default_rng(0).integers(0, 2**63, (matrix.shape[1], 2), dtype=np.uint64)
    sums = np.zeros((matrix.nnz + 1, 2), np.uint64)
    np.cumsum(keys[matrix.indices], axis=0, out=sums[1:])
    return np.asarray(sums[matrix.indptr[1:]] - sums[matrix.indptr[:-1]])


def _equal(prints: npt.NDArray[np.uint64]) -> tuple[Whole, Whole]:
    """The first row of each class of equal ones, in order, and the class of each row."""
    order = np.lexsort((prints[:, 1], prints[:, 0]))  # stable: the first of a class comes first
    new = np.ones(len(order), bool)
    new[1:] = (prints[order[1:]] != prints[order[:-1]]).any(axis=1)
    first = order[new]
    belongs = np.empty(len(order), np.int64)
    belongs[order] = np.cumsum(new) - 1
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return np.sort(first), rank[belongs]


@dataclass(frozen=True, eq=False)
class Adjacency:
    """Which classes of twins share a column; every class does so with itself.

    `matrix` has the classes as rows; `inside` marks those in the clique, `outer` are the others. No list of pairs is
    needed: a sum over columns counts a pair as often as it shares columns, and only what is too much (`excess`) is
    listed and taken away.

    >>> adjacency = Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2)).adjacency
    >>> adjacency.product(np.eye(3)).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]
    """

    matrix: sp.csr_array
    inside: Truths

    @classmethod
    def of(cls, matrix: sp.csr_array) -> Adjacency:
        """The adjacency of the rows of a matrix, none of them empty."""
        counts = np.bincount(matrix.indices, minlength=1)
        return cls(matrix, np.asarray(matrix[:, [counts.argmax()]].toarray().ravel() > 0 if matrix.nnz else [], bool))

    @cached_property
    def counts(self) -> Floats:
        """How many classes each column has."""
        return np.bincount(self.matrix.indices, minlength=self.matrix.shape[1]).astype(float)

    @cached_property
    def outer(self) -> Whole:
        """The classes outside the clique."""
        return np.flatnonzero(~self.inside)

    @cached_property
    def _turned(self) -> sp.csr_array:
        """The columns' classes: (columns, classes)."""
        return sp.csr_array(self.matrix.T)

    def _cut(self) -> Iterable[Whole]:
        """The outer classes, as many at a time as have about BLOCK pairs."""
        work = np.cumsum(self.matrix[self.outer] @ self.counts)
        return np.split(self.outer, np.searchsorted(work, np.arange(BLOCK, work[-1], BLOCK))) if len(work) else []

    @cached_property
    def excess(self) -> sp.csr_array:
        """How many columns beyond the first two classes share, 0 if both are in the clique: (classes, classes).

        Raises OperatorError, as soon as so many are found, where they do not fit in memory.
        """
        found = [sp.csr_array((0, len(self.inside)))]
        for rows in self._cut():
            found.append(self._beyond(rows))
            spend(sum(each.nnz for each in found), 3 * 12, "the listed pairs")  # copied while kept
        place = sp.eye_array(len(self.inside), format="csr")[:, self.outer]
        outer = sp.csr_array(place @ sp.vstack(found))
        return sp.csr_array(outer + (outer @ sp.diags_array(self.inside.astype(float))).T)

    def _beyond(self, rows: Whole) -> sp.csr_array:
        """The rows of `excess` of some outer classes."""
        found = sp.csr_array(self.matrix[rows] @ self._turned)
        found.data -= 1
        found.eliminate_zeros()
        return found

    @cached_property
    def _factors(self) -> tuple[sp.csr_array, sp.csr_array]:
        """What `product` multiplies with: outer classes meet all of their columns, inner ones those outside."""
        clique = sp.csr_array(self.inside.astype(float)[None, :])
        inner = sp.csr_array(self.matrix * clique.T)
        outer = sp.csr_array(self.matrix - inner)
        gather = sp.csr_array(sp.vstack([self._turned, outer.T, clique]))
        return gather, sp.csr_array(sp.hstack([outer, inner, clique.T]))

    def product(self, values: Floats) -> Floats:
        """The sum of the values of all adjacent classes, (classes, …) → (classes, …).

        Whole numbers are summed exactly up to 2^53, and values of one sign to the last bits: a sum over columns is
        never more than the number of columns of a class times what is left of it.
        """
        gather, spread = self._factors
        found = spread @ (gather @ values)
        found -= self.excess @ values
        return np.asarray(found, np.float64)

    def degrees(self, weights: Floats) -> Floats:
        """As `product`, of one weight a class, whole and not negative, without any pairs: (classes,) → (classes,)."""
        if self.matrix.shape[0] < self.matrix.shape[1]:
            return np.asarray(ones(self.matrix @ self.matrix.T) @ weights)
        tally, found = Tally.of(self.matrix, weights.astype(np.int64)), [np.empty(0)]
        for start in range(0, len(weights), SETS):
            sets = self.matrix[start : start + SETS]
            found.append(tally(pack(filled(sets.T)))[: sets.shape[0]].astype(float))
        return np.concatenate(found)


def ones(matrix: sp.csr_array) -> sp.csr_array:
    """The same places with ones, each once and in order."""
    matrix = sp.csr_array(matrix)
    matrix.sum_duplicates()
    matrix.data = np.ones(len(matrix.data))
    return matrix


def spend(cells: float, size: int, what: str) -> None:
    """Go on only where `cells` cells of `size` bytes fit into MEMORY.

    Raises OperatorError, with the estimate, where they do not.

    >>> spend(1e12, 8, "all distances")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.errors.OperatorError: all distances take about 8,000.0 GB, more than the 2.0 GB allowed; ...
    """
    if cells * size > MEMORY:
        raise OperatorError(
            f"{what} take about {cells * size / 1e9:,.1f} GB, more than the {MEMORY / 1e9:.1f} GB allowed; "
            "choose fewer collectives or layers, or a measure that needs less"
        )
