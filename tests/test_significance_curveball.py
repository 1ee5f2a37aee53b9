"""Curveball trades keep both sequences of degrees, and reach every graph with them equally often."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.significance.curveball import draws, shuffle
from tests.matrices import Matrix, alike, exact, incidence, matrices


@exact
@given(matrices(7, 7), st.integers(0, 3), st.integers(0, 3))
def test_degrees_are_kept_exactly(matrix: Matrix, rounds: int, seed: int) -> None:
    found = shuffle(incidence(matrix), np.random.default_rng(seed), rounds).matrix.toarray()
    assert (found.sum(axis=1) == matrix.sum(axis=1)).all()
    assert (found.sum(axis=0) == matrix.sum(axis=0)).all()
    assert set(np.unique(found)) <= {0, 1}


@pytest.mark.parametrize(
    "matrix",
    [
        np.eye(4, dtype=int),
        np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1]]),
        np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]]),
        np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]]).T,
        np.array([[1, 1, 0, 0, 0], [0, 0, 1, 1, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0]]),
    ],
)
def test_every_graph_with_these_degrees_is_drawn_equally_often(matrix: Matrix) -> None:
    there = {each.tobytes() for each in alike(matrix)}
    times = 60 * len(there)
    seen = Counter(
        graph.matrix.toarray().astype(np.int64).tobytes()
        for graph in draws(incidence(matrix), np.random.default_rng(5), times, rounds=6)
    )
    assert set(seen) == there
    expected, freedom = times / len(there), len(there) - 1
    deviation = sum((count - expected) ** 2 / expected for count in seen.values())
    assert deviation < freedom + 4 * np.sqrt(2 * freedom)  # a chi-square number, four deviations above its mean


@pytest.mark.parametrize(
    "matrix",
    [np.zeros((0, 3), int), np.zeros((3, 0), int), [[1, 0, 1]], [[1], [0]], [[1, 1], [1, 0]], [[1, 1], [1, 1]]],
)
def test_where_degrees_leave_no_choice_the_same_comes_back(matrix: Matrix) -> None:
    found = shuffle(incidence(matrix), np.random.default_rng(0))
    assert found.matrix.toarray().tolist() == np.asarray(matrix).tolist()


def test_the_seed_decides() -> None:
    graph = incidence(np.eye(30, dtype=int))

    def drawn(seed: int) -> list[list[list[float]]]:
        return [each.matrix.toarray().tolist() for each in draws(graph, np.random.default_rng(seed), 3)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert drawn(1)[0] != drawn(1)[1]
