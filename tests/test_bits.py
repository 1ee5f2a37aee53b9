"""Sets as bits, against the same done member by member."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as some

from kg.incidence.bits import CHUNK, Tally, Truths, Unions, Whole, count, filled, pack, unpack

exact = settings(derandomize=True, database=None, deadline=None)
tables = some.arrays(np.bool_, st.tuples(st.integers(0, 40), st.integers(0, 140)))
heavy = st.one_of(st.integers(0, 3), st.integers(0, 2**40))


def filled_rows(rows: int, columns: int, seed: int = 0) -> sp.csr_array:
    """A random matrix in which each row has a column."""
    truths = np.random.default_rng(seed).random((rows, columns)) < 0.2
    truths[np.arange(rows), np.arange(rows) % columns] = True
    return sp.csr_array(truths.astype(float))


@exact
@given(tables)
def test_what_is_packed_comes_out_as_it_was(truths: Truths) -> None:
    words = pack(truths)
    assert words.dtype == np.uint64 and words.shape == (len(truths), -(-truths.shape[1] // 64))
    assert (unpack(words, truths.shape[1]) == truths).all()
    assert not unpack(words, words.shape[1] * 64)[:, truths.shape[1] :].any()


@exact
@given(tables, st.data())
def test_counting_is_adding_up_weights_line_by_line(truths: Truths, data: st.DataObject) -> None:
    weights = np.array(data.draw(st.lists(heavy, min_size=len(truths), max_size=len(truths))), np.int64)
    found = count(pack(truths), weights)
    assert found[: truths.shape[1]].tolist() == (weights @ truths.astype(np.int64)).tolist()
    assert not found[truths.shape[1] :].any()


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 5, 8, 9, 10, 26, 27, 28, 1000])
def test_lines_that_all_have_a_place_are_all_counted(lines: int) -> None:
    assert count(pack(np.ones((lines, 65), bool)), np.ones(lines, np.int64)).tolist() == [lines] * 65 + [0] * 63


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (7, 3), (40, 9), (3, 70)])
def test_a_union_has_what_any_column_has(rows: int, columns: int) -> None:
    matrix = filled_rows(rows, columns)
    sets = np.random.default_rng(1).random((columns, 150)) < 0.1
    unions = Unions.of(matrix)
    expected = filled(matrix).astype(int) @ sets.astype(int) > 0
    assert (unpack(unions(pack(sets)), 150) == expected).all()
    assert (unpack(unions.sorted(pack(sets)), 150) == expected[unions.order]).all()


def test_unions_of_no_rows_and_of_no_sets_are_none() -> None:
    assert Unions.of(sp.csr_array((0, 3)))(pack(np.ones((3, 5), bool))).shape == (0, 1)
    assert Unions.of(filled_rows(4, 3))(pack(np.ones((3, 0), bool))).shape == (4, 0)


@pytest.mark.parametrize("rows", [0, 1, 50, CHUNK + 3])
def test_a_tally_weighs_the_rows_that_sets_touch(rows: int) -> None:
    matrix, dice = filled_rows(rows, 11), np.random.default_rng(2)
    weights: Whole = dice.integers(0, 1000, rows)
    sets = dice.random((11, 90)) < 0.15
    touched = filled(matrix).astype(int) @ sets.astype(int) > 0
    assert Tally.of(matrix, weights)(pack(sets))[:90].tolist() == (weights @ touched).tolist()
