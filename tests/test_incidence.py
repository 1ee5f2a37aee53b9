"""Classes of twins that share columns: sums over neighbours against dense matrices; memory said before."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import incidence
from kg.errors import OperatorError
from kg.incidence import Incidence, spend
from kg.twomode import Affiliation
from tests.worlds import affiliations, exact, large


def adjacent(graph: Incidence) -> incidence.Floats:
    """Which classes of twins share a column, looked up pair by pair."""
    rows = graph.twins.matrix.toarray()
    return np.array([[float((row * other).any()) for other in rows] for row in rows]).reshape(len(rows), len(rows))


@exact
@given(affiliations(), st.integers(0, 2**32 - 1))
def test_a_product_sums_over_the_classes_that_share_a_column(affiliation: Affiliation, seed: int) -> None:
    for graph in (affiliation.incidence, affiliation.incidence.transposed):
        links = adjacent(graph)
        values = np.random.default_rng(seed).random((len(links), 3))
        assert graph.adjacency.product(values) == pytest.approx(links @ values, rel=1e-12)
        assert graph.adjacency.product(values[:, 0]) == pytest.approx(links @ values[:, 0], rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_whole_numbers_are_summed_exactly_and_nothing_stays_of_what_is_taken_away(seed: int) -> None:
    graph = large(seed).incidence
    links = adjacent(graph)
    values = np.random.default_rng(seed).integers(0, 2**40, len(links)).astype(float)
    assert graph.adjacency.product(values).tolist() == (links @ values).tolist()
    few = np.where(np.arange(len(links)) == seed, 0.1, 0.0)
    assert (graph.adjacency.product(few) != 0).tolist() == (links @ few != 0).tolist()


@pytest.mark.parametrize("block", [1, 30, 4_000_000])
def test_excess_is_what_columns_count_twice(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidence, "BLOCK", block)
    adjacency = large(7).incidence.adjacency
    matrix = adjacency.matrix.toarray()
    expected = np.where(np.outer(adjacency.inside, adjacency.inside), 0, np.maximum(matrix @ matrix.T - 1, 0))
    assert adjacency.excess.toarray().tolist() == expected.tolist()


def test_only_pairs_that_are_there_count_against_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = large(7).incidence.adjacency.excess[large(7).incidence.adjacency.outer].nnz * 36.0
    monkeypatch.setattr(incidence, "MEMORY", needed)
    assert large(7).incidence.adjacency.excess.nnz > 0
    monkeypatch.setattr(incidence, "MEMORY", needed - 1)
    with pytest.raises(OperatorError, match=r"^the listed pairs take about 0\.0 GB, more than the 0\.0 GB allowed; "):
        large(7).incidence.adjacency.product(np.ones(len(large(7).incidence.twins.sizes)))


def test_what_was_worked_out_is_found_from_the_other_side() -> None:
    graph = Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2))
    graph.kept["a"] = 1
    assert graph.transposed.transposed is graph
    assert graph.transposed.transposed.kept == {"a": 1} and graph.transposed.kept == {}


def test_memory_that_would_not_suffice_is_said_before() -> None:
    spend(2.5e8, 8, "all distances")
    with pytest.raises(OperatorError) as raised:
        spend(2.6e8, 8, "all distances")
    assert str(raised.value) == (
        "all distances take about 2.1 GB, more than the 2.0 GB allowed; "
        "choose fewer collectives or layers, or a measure that needs less"
    )
