"""p-values against every matrix there is, and what is found at a rate against its definition."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import incidence as incidences
from kg.errors import AskerError, OperatorError
from kg.incidence import Floats
from kg.significance.bicm import solve
from kg.significance.validated import Validated, discovery, validate
from tests.matrices import Matrix, alike, every, exact, incidence, matrices, projection, table

ROWS = [(1, 1, 1, 0, 0, 0), (1, 1, 1, 0, 0, 0), (0, 0, 1, 1, 0, 1), (0, 0, 0, 1, 1, 1), (0, 0, 0, 1, 0, 0)]


def listed(found: Validated) -> dict[tuple[int, int], tuple[int, float, float]]:
    """What is said of each pair, by the places of its ends."""
    return {(int(each.u[1:]), int(each.v[1:])): (each.shared, each.p, each.q) for each in found.pairs()}


def shared(matrix: Matrix) -> Matrix:
    """What each two rows share, of one matrix or many."""
    return np.asarray(matrix @ np.swapaxes(matrix, -1, -2))


def weighed(matrix: Matrix) -> Floats:
    """P(shared >= observed) for each two rows: all 0/1 matrices, each by the product of the chances of its places."""
    chances, there = table(solve(incidence(matrix))), every(*matrix.shape)
    likely = np.where(there == 1, chances, 1 - chances).prod(axis=(1, 2))
    assert likely.sum() == pytest.approx(1)
    return np.asarray(likely @ (shared(there) >= shared(matrix)).reshape(len(there), -1)).reshape((len(matrix),) * 2)


def assert_exact(matrix: Matrix) -> None:
    found, expected = listed(validate(projection(matrix), rate=1)), weighed(matrix)
    assert set(found) == {(i, j) for i, j in combinations(range(len(matrix)), 2) if shared(matrix)[i, j]}
    for (i, j), (count, p, _) in found.items():
        assert count == shared(matrix)[i, j]
        assert p == pytest.approx(expected[i, j], rel=1e-9, abs=0)


@exact
@given(matrices(4, 3))
def test_p_values_are_those_of_all_matrices_weighted_by_their_chance(matrix: Matrix) -> None:
    assert_exact(matrix)


@exact
@given(matrices(2, 6))
def test_p_values_of_dyads(matrix: Matrix) -> None:
    assert_exact(matrix)


def test_the_observed_number_counts_as_reached() -> None:
    """Two rows and two columns of one one each: all chances 1/2, and P(shared >= 1) = 1 - (3/4)^2."""
    found = listed(validate(projection([[1, 0], [1, 0], [0, 1], [0, 1]]), rate=1))
    assert found[0, 1] == pytest.approx((1, 0.4375, 1.0), abs=1e-11)


@exact
@given(matrices(6, 6), st.sampled_from([0.0, 0.2, 0.5, 0.8, 1.0]))
def test_found_is_what_benjamini_and_hochberg_find_among_all_pairs(matrix: Matrix, rate: float) -> None:
    all_pairs = list(combinations(range(len(matrix)), 2))
    p = dict.fromkeys(all_pairs, (0, 1.0, 1.0)) | listed(validate(projection(matrix), rate=1))
    ordered = sorted(each[1] for each in p.values())
    passed = [value for rank, value in enumerate(ordered, 1) if value * len(ordered) / rank <= rate]
    expected = {pair for pair in all_pairs if p[pair][0] and p[pair][1] <= max(passed, default=-1.0)}
    found = validate(projection(matrix), rate)
    assert set(listed(found)) == expected
    assert (len(found), found.tests) == (len(expected), len(all_pairs))
    assert found.threshold == max((p[pair][1] for pair in expected), default=0.0)


@given(st.lists(st.sampled_from([0.001, 0.01, 0.01, 0.03, 0.2, 1.0]), min_size=1, max_size=8), st.integers(0, 5))
@exact
def test_rates_are_the_least_at_which_a_value_passes(values: list[float], others: int) -> None:
    tests = len(values) + others
    ordered = sorted(values + [1.0] * others)
    expected = [
        min(1.0, *(p * tests / sum(each <= p for each in ordered) for p in ordered if p >= value)) for value in values
    ]
    assert discovery(np.array(values), np.ones(len(values), int), tests) == pytest.approx(expected, rel=1e-12)
    kinds, times = np.unique(values, return_counts=True)
    together = dict(zip(kinds, discovery(kinds, times, tests), strict=True))
    assert [together[value] for value in values] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("matrix", [np.array(ROWS)[:4, 1:5], np.array([[1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]])])
def test_sampled_p_values_are_near_those_of_all_graphs_with_these_degrees(matrix: Matrix) -> None:
    there = alike(matrix)
    expected = (shared(there) >= shared(matrix)).mean(axis=0)
    found = listed(validate(projection(matrix), rate=1, null="fdsm", draws=600, seed=3))
    assert len(found) > 2
    for pair, (_, p, _) in found.items():
        assert p == pytest.approx(expected[pair], abs=4 * np.sqrt(0.25 / 600))


def test_dyads_share_what_their_degrees_fix() -> None:
    """With two rows every graph of these degrees has the same columns shared, so nothing is surprising."""
    assert listed(validate(projection([[1, 1, 1, 0], [1, 1, 0, 1]]), rate=1, null="fdsm", draws=20))[0, 1][1] == 1.0


def test_sampled_p_values_count_the_observed_graph() -> None:
    matrix = np.zeros((3, 24), int)
    matrix[0, :8] = matrix[1, :9] = matrix[2, 12:22] = 1
    found = listed(validate(projection(matrix), rate=1, null="fdsm", draws=9))
    assert found[0, 1] == pytest.approx((8, 1 / 10, 3 / 10))


@exact
@given(matrices(6, 5), st.integers(0, 9))
def test_the_order_of_nodes_and_the_weight_do_not_matter(matrix: Matrix, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(matrix))
    expected = listed(validate(projection(matrix), rate=1))
    found = listed(validate(projection(matrix[order], "jaccard"), rate=1))
    assert {tuple(sorted((int(order[u]), int(order[v])))): said for (u, v), said in found.items()} == expected


def test_blocks_and_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = (np.random.default_rng(4).random((60, 25)) < 0.3).astype(int)
    expected = listed(validate(projection(matrix), rate=1))
    monkeypatch.setattr("kg.projections.BLOCK", 150)
    monkeypatch.setattr("kg.significance.shares.BATCH", 16)
    assert listed(validate(projection(matrix), rate=1)) == expected
    assert len(expected) > 1000


def test_pairs_come_surest_first_and_as_a_graph() -> None:
    found = validate(projection(ROWS), rate=1)
    pairs = list(found.pairs())
    assert [(each.p, each.u, each.v) for each in pairs] == sorted((each.p, each.u, each.v) for each in pairs)
    graph = found.to_networkx()
    assert list(graph) == ["n000", "n001", "n002", "n003", "n004"]
    assert {frozenset(edge) for edge in graph.edges} == {frozenset((each.u, each.v)) for each in pairs}
    assert all(graph.edges[u, v] == {"shared": shared, "p": p, "q": q} for u, v, shared, p, q in pairs)


@pytest.mark.parametrize("null", ["bicm", "fdsm"])
@pytest.mark.parametrize("shape", [(0, 0), (0, 2), (2, 0), (1, 2), (3, 3)])
def test_graphs_with_nothing_to_find(shape: tuple[int, int], null: str) -> None:
    found = validate(projection(np.zeros(shape, int)), null=null, draws=2)
    assert (len(found), list(found.pairs()), found.threshold) == (0, [], 0.0)
    assert found.tests == shape[0] * (shape[0] - 1) // 2
    assert found.to_networkx().number_of_nodes() == shape[0]


def test_progress_goes_up_to_all() -> None:
    for null in ("bicm", "fdsm"):
        said: list[float] = []
        validate(projection(ROWS), null=null, draws=3, tick=said.append)
        assert said == sorted(said) and said[-1] == pytest.approx(1) and 0 < said[0] < 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rate": 5}, "no rate 5; a false discovery rate is a share between 0 and 1, as 0.05"),
        ({"rate": float("nan")}, "no rate nan"),
        ({"null": "bicmm"}, "no null model 'bicmm'; did you mean 'bicm'?"),
        ({"null": "fdsm", "draws": 0}, "0 draws are too few; draw at least one"),
    ],
)
def test_what_makes_no_sense_is_said(options: dict[str, float], said: str) -> None:
    with pytest.raises(AskerError) as error:
        validate(projection(ROWS), **options)  # type: ignore[arg-type]
    assert str(error.value).startswith(said)


def test_pairs_that_do_not_fit_into_memory_are_refused_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = validate(projection(np.eye(40, 20, dtype=int)[np.arange(40) // 2]), rate=1)
    monkeypatch.setattr(incidences, "MEMORY", 1000)
    with pytest.raises(OperatorError, match=r"^20 pairs take about 0\.0 GB, more than"):
        list(found.pairs())
    with pytest.raises(OperatorError, match=r"^20 pairs as a graph take about"):
        found.to_networkx()
    with pytest.raises(OperatorError, match=r"^the pairs found so far"):
        validate(projection((np.random.default_rng(0).random((40, 9)) < 0.5).astype(int)), rate=1)
