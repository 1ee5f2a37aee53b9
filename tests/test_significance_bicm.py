"""The BiCM against enumeration, a fixed point and its own equations."""

from __future__ import annotations

import time

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from kg.errors import OperatorError
from kg.significance import bicm
from kg.significance.bicm import solve
from tests.matrices import Matrix, alike, exact, incidence, matrices, table

GRAPH = nx.davis_southern_women_graph()
DAVIS = nx.bipartite.biadjacency_matrix(GRAPH, GRAPH.graph["top"], GRAPH.graph["bottom"]).toarray()


@exact
@given(matrices(8, 8))
def test_degrees_are_met(matrix: Matrix) -> None:
    chances = table(solve(incidence(matrix)))
    assert chances.min() >= 0 and chances.max() <= 1
    assert np.abs(chances.sum(axis=1) - matrix.sum(axis=1)).max() <= 1e-10
    assert np.abs(chances.sum(axis=0) - matrix.sum(axis=0)).max() <= 1e-10


@exact
@given(matrices(4, 4))
def test_a_place_is_certain_just_where_all_graphs_with_these_degrees_agree(matrix: Matrix) -> None:
    chances, share = table(solve(incidence(matrix))), alike(matrix).mean(axis=0)
    assert ((chances == 0) == (share == 0)).all()
    assert ((chances == 1) == (share == 1)).all()


@exact
@given(matrices(8, 8))
def test_odds_are_a_product_of_what_row_and_column_have(matrix: Matrix) -> None:
    """The form that maximises entropy: log odds of rows i, k and columns j, l that are free add up crosswise."""
    chances = table(solve(incidence(matrix)))
    free = (chances > 0) & (chances < 1)
    odds = np.log(np.where(free, chances / np.where(free, 1 - chances, 1), 1))
    i, k, j, one = np.ix_(*[range(size) for size in (*[len(matrix)] * 2, *[matrix.shape[1]] * 2)])
    square = free[i, j] & free[k, one] & free[i, one] & free[k, j]
    assert np.abs((odds[i, j] + odds[k, one] - odds[i, one] - odds[k, j])[square]).max(initial=0) < 1e-9


def test_southern_women_against_the_fixed_point_of_the_equations() -> None:
    rows, columns = DAVIS.sum(axis=1), DAVIS.sum(axis=0)
    x, y = rows / np.sqrt(DAVIS.sum()), columns / np.sqrt(DAVIS.sum())
    for _ in range(5000):
        x = rows / (y / (1 + np.outer(x, y))).sum(axis=1)
        y = columns / (x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
    odds = np.outer(x, y)
    assert table(solve(incidence(DAVIS))) == pytest.approx(odds / (1 + odds), abs=1e-9)


@pytest.mark.parametrize(
    ("matrix", "chances"),
    [
        ([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]),  # nested
        ([[1, 1], [1, 1]], [[1, 1], [1, 1]]),
        ([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
        ([[1, 0], [0, 1]], [[0.5, 0.5], [0.5, 0.5]]),
        ([[1, 1, 1], [1, 0, 0], [0, 1, 0]], [[1, 1, 1], [0.5, 0.5, 0], [0.5, 0.5, 0]]),  # a full row, then a cut
        (
            [[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]],  # no row or column full or empty, yet a cut
            [[1, 1, 0.5, 0.5], [1, 1, 0.5, 0.5], [0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0]],
        ),
    ],
)
def test_by_hand(matrix: list[list[int]], chances: list[list[float]]) -> None:
    assert table(solve(incidence(matrix))) == pytest.approx(np.array(chances, float), abs=1e-11)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_without_rows_or_columns_there_is_nothing_to_solve(shape: tuple[int, int]) -> None:
    model = solve(incidence(np.zeros(shape, int)))
    assert table(model).shape == shape
    assert model.draw(np.random.default_rng(0)).shape == shape


@exact
@given(matrices(7, 7))
def test_the_order_of_nodes_and_sides_does_not_matter(matrix: Matrix) -> None:
    chances = table(solve(incidence(matrix)))
    rng = np.random.default_rng(len(matrix))
    rows, columns = rng.permutation(matrix.shape[0]), rng.permutation(matrix.shape[1])
    assert (table(solve(incidence(matrix[rows][:, columns]))) == chances[rows][:, columns]).all()
    assert table(solve(incidence(matrix.T))) == pytest.approx(chances.T, abs=1e-10)


def test_draws_have_each_place_by_its_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bicm, "BLOCK", 30)  # several blocks of rows
    model, rng, times = solve(incidence(DAVIS)), np.random.default_rng(1), 4000
    chances = table(model)
    share = sum(model.draw(rng).matrix.toarray() for _ in range(times)) / times
    assert (np.abs(share - chances) <= 5 * np.sqrt(chances * (1 - chances) / times) + 1e-12).all()


def test_degrees_of_a_large_skewed_graph_are_met_in_well_under_a_second() -> None:
    rng = np.random.default_rng(0)
    sizes = [9500, *(int(size) for size in rng.lognormal(np.log(49), 1.2, 59))]
    matrix = np.zeros((13_000, 60), int)
    for column, size in enumerate(sizes):
        matrix[rng.choice(13_000, size, replace=False), column] = 1
    graph = incidence(matrix)
    start = time.process_time()
    model = solve(graph)
    assert time.process_time() - start < 0.5
    chances = table(model)
    assert np.abs(chances.sum(axis=1) - graph.sizes).max() <= 1e-10
    assert (np.abs(chances.sum(axis=0) - sizes) / sizes).max() <= 1e-10


def test_what_does_not_converge_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bicm, "STEPS", 1)
    with pytest.raises(OperatorError, match="do not converge"):
        solve(incidence(DAVIS))
