"""The two-mode graph with the twins of both sides taken together, and scores that each side has from the other.

On a list of 13,000 cities in 60 collectives the quotient has some 700 rows; a step over it is a sparse product.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from kg.errors import AskerError
from kg.incidence import Floats, Incidence, Twins

SMALLEST = 1e-16
"""What is left out of a sum that goes on for ever, as a share of it, about."""


@dataclass(frozen=True, eq=False)
class Quotient:
    """Classes of twins on both sides: `matrix` has a one where a class of rows is in a class of columns.

    >>> quotient = Quotient.of(Incidence.of([0, 1, 0, 1, 2], [0, 0, 1, 1, 2], (4, 4)))
    >>> quotient.matrix.toarray().tolist(), quotient.row_degrees.tolist(), quotient.column_degrees.tolist()
    ([[1.0, 0.0], [0.0, 1.0]], [2.0, 1.0], [2.0, 1.0])
    """

    matrix: sp.csr_array
    rows: Twins
    columns: Twins

    @classmethod
    def of(cls, incidence: Incidence) -> Quotient:
        """The quotient of a two-mode graph; nodes without links are in no class."""
        rows, columns = incidence.twins, incidence.transposed.twins
        classes, first = np.unique(columns.of, return_index=True)
        return cls(sp.csr_array(rows.matrix[:, first[classes >= 0]]), rows, columns)

    @property
    def row_degrees(self) -> Floats:
        """In how many columns each row of a class is: (row classes,)."""
        return np.asarray(self.matrix @ self.columns.sizes.astype(float))

    @property
    def column_degrees(self) -> Floats:
        """How many rows each column of a class has: (column classes,)."""
        return np.asarray(self.matrix.T @ self.rows.sizes.astype(float))

    def shares(self, own: float, other: float, damping: float) -> tuple[sp.csr_array, sp.csr_array]:
        """Two matrices that carry values across, rows from columns and columns from rows.

        A link between degrees d of whom it leads to and e of whom it comes from carries damping · d^-own · e^-other.
        Raises AskerError where the damping is not above 0 and below 1.
        """
        if not 0 < damping < 1:
            raise AskerError(f"alpha {damping:g}: no damping; say a number above 0 and below 1")
        rows, columns = self.row_degrees, self.column_degrees
        there = sp.diags_array(rows**-own) @ self.matrix @ sp.diags_array(self.columns.sizes * columns**-other)
        back = sp.diags_array(columns**-own) @ self.matrix.T @ sp.diags_array(self.rows.sizes * rows**-other)
        return sp.csr_array(damping * there), sp.csr_array(damping * back)


def settle(there: sp.csr_array, back: sp.csr_array, rows: float, columns: float, damping: float) -> Floats:
    """The x of x = rows + there · y and y = columns + back · x, where `there` and `back` damp what they carry.

    All terms are positive, so nothing cancels and each value is good to some units in its fifteenth place. The
    number of steps follows from the damping; a value that stands still ends it earlier.
    """
    scores = np.full(there.shape[0], rows)
    for _ in range(math.ceil(math.log(SMALLEST * (1 - damping)) / math.log(damping))):
        before, scores = scores, rows + there @ (columns + back @ scores)
        if np.array_equal(before, scores):
            break
    return scores
