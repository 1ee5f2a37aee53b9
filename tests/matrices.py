"""Small 0/1 matrices for hypothesis, as incidences and projections, and all matrices there are of a shape."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import settings
from hypothesis import strategies as st

from kg.incidence import Floats, Incidence
from kg.projections import Projection
from kg.significance.bicm import Bicm

Matrix = npt.NDArray[np.int64]
exact = settings(derandomize=True, database=None, deadline=None)


@st.composite
def matrices(draw: st.DrawFn, rows: int = 6, columns: int = 6) -> Matrix:
    """A matrix of at least one row and column, any rows and columns of it empty, full or equal."""
    shape = (draw(st.integers(1, rows)), draw(st.integers(1, columns)))
    kinds = draw(st.lists(st.integers(0, 2 ** shape[1] - 1), min_size=1, max_size=shape[0]))
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=shape[0], max_size=shape[0]))
    return np.array([[kind >> column & 1 for column in range(shape[1])] for kind in chosen])


def incidence(matrix: Any) -> Incidence:
    whole = np.asarray(matrix)
    rows, columns = np.nonzero(whole)
    return Incidence.of(rows, columns, (whole.shape[0], whole.shape[1]))


def projection(matrix: Any, weight: str = "count") -> Projection:
    """The projection onto the rows, whose names are in order."""
    found = incidence(matrix)
    return Projection(found, tuple(f"n{at:03}" for at in range(found.shape[0])), weight)


def table(model: Bicm) -> Floats:
    """The chance of each place."""
    return model.chances[model.rows][:, model.columns]


@cache
def every(rows: int, columns: int) -> Matrix:
    """All matrices of a shape: (matrices, rows, columns)."""
    numbers = np.arange(2 ** (rows * columns))[:, None] >> np.arange(rows * columns) & 1
    return numbers.reshape(-1, rows, columns)


def alike(matrix: Matrix) -> Matrix:
    """All matrices with the degrees of a matrix."""
    found = every(*matrix.shape)
    same = (found.sum(axis=2) == matrix.sum(axis=1)).all(axis=1) & (found.sum(axis=1) == matrix.sum(axis=0)).all(axis=1)
    return np.asarray(found[same])
