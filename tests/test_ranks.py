"""Ranks and ties: by hand, against their definition, and where floating point would tell lies."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import centrality
from kg.projections import project
from kg.rankings import Score, ranks, standings
from kg.twomode import Affiliation

exact = settings(derandomize=True, database=None, deadline=None)
few = st.lists(st.integers(-3, 3).map(float), max_size=12)


def ranked(scores: dict[str, float], digits: int = 12) -> list[Score]:
    return ranks(list(scores), np.array(list(scores.values()), float), digits)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({}, []),
        ({"a": 0.0}, [Score("a", 0.0, 1, 1)]),
        ({"b": 2.0, "a": 3.0}, [Score("a", 3.0, 1, 1), Score("b", 2.0, 2, 1)]),
        (
            {"d": 1.0, "c": 2.0, "b": 2.0, "a": 3.0, "é": 1.0},
            [Score("a", 3, 1, 1), Score("b", 2, 2, 2), Score("c", 2, 2, 2), Score("d", 1, 4, 2), Score("é", 1, 4, 2)],
        ),
        ({"a": 0.1 + 0.2, "b": 0.3}, [Score("a", 0.3, 1, 2), Score("b", 0.3, 1, 2)]),
        ({"a": 1e-30, "b": 2e-30}, [Score("b", 2e-30, 1, 1), Score("a", 1e-30, 2, 1)]),
        ({"a": 1.0, "b": 1.00000000001}, [Score("b", 1.00000000001, 1, 1), Score("a", 1.0, 2, 1)]),
        ({"a": 1.0, "b": 1.0000000000001}, [Score("a", 1.0, 1, 2), Score("b", 1.0, 1, 2)]),
        ({"a": -1.0, "b": -1.0000000000001, "c": -2.0},
         [Score("a", -1, 1, 2), Score("b", -1, 1, 2), Score("c", -2, 3, 1)]),
    ],
)  # fmt: skip
def test_equal_scores_share_the_lowest_rank(scores: dict[str, float], expected: list[Score]) -> None:
    assert ranked(scores) == expected


def test_fewer_digits_make_more_ties() -> None:
    assert [each.rank for each in ranked({"a": 0.123, "b": 0.124, "c": 0.2}, digits=2)] == [1, 2, 2]
    assert [each.rank for each in ranked({"a": 0.123, "b": 0.124, "c": 0.2}, digits=3)] == [1, 2, 3]


def test_what_lies_on_either_side_of_a_rounding_is_a_tie() -> None:
    border = 0.1234567890125
    low, high = np.nextafter(border, 0), np.nextafter(border, 1)
    assert f"{low:.12g}" != f"{high:.12g}"
    rank, ties = standings(np.array([low, high]))
    assert (rank.tolist(), ties.tolist()) == ([1, 1], [2, 2])


def test_what_floating_point_leaves_of_nothing_ties_with_nothing() -> None:
    rank, ties = standings(np.array([0.0, 1e-17, 1.0, -3e-16]))
    assert (rank.tolist(), ties.tolist()) == ([2, 2, 1, 2], [3, 3, 1, 3])


def test_what_is_no_number_comes_last_and_infinity_first() -> None:
    values = np.array([np.nan, 1.0, np.inf, np.nan, -1e300, np.inf])
    rank, ties = standings(values)
    assert (rank.tolist(), ties.tolist()) == ([5, 3, 1, 5, 4, 1], [2, 1, 2, 2, 1, 2])
    assert [each.node for each in ranks("abcdef", values)] == ["c", "f", "b", "e", "a", "d"]
    assert np.isnan(ranks("abcdef", values)[-1].score)


@exact
@given(few)
def test_a_rank_is_one_more_than_the_number_of_higher_scores(values: list[float]) -> None:
    rank, ties = standings(np.array(values, float))
    assert rank.tolist() == [1 + sum(other > value for other in values) for value in values]
    assert ties.tolist() == [values.count(value) for value in values]


@exact
@given(st.lists(st.tuples(st.floats(1e-6, 1e6), st.integers(-8, 8)), max_size=20))
def test_the_last_bits_make_no_order(scores: list[tuple[float, int]]) -> None:
    clear = np.array([float(f"{score:.9g}") for score, _ in scores])
    blurred = clear * (1 + np.array([bits for _, bits in scores], float) * np.finfo(float).eps)
    for plain, noisy in zip(standings(clear), standings(blurred), strict=True):
        assert plain.tolist() == noisy.tolist()


def rows_of(size: int) -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(st.integers(0, 3), min_size=size, max_size=size), min_size=1, max_size=5)


@exact
@given(st.integers(0, 5).flatmap(rows_of))
def test_each_row_is_ranked_by_itself(rows: list[list[int]]) -> None:
    together = standings(np.array(rows, float))
    for at, row in enumerate(rows):
        for whole, own in zip(together, standings(np.array(row, float)), strict=True):
            assert whole[at].tolist() == own.tolist()


@exact
@given(few, st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_the_order_of_nodes(values: list[float], random: object) -> None:
    scores = {f"n{at:02}": value for at, value in enumerate(values)}
    names = list(scores)
    random.shuffle(names)  # type: ignore[attr-defined]
    assert ranked({name: scores[name] for name in names}) == ranked(scores)


@pytest.mark.parametrize("on", ["cities", "collectives"])
@pytest.mark.parametrize("name", centrality.MEASURES)
def test_no_measure_makes_an_order_of_what_mirrors_each_other(name: str, on: str) -> None:
    """Two copies of a random graph, joined by one place: each node and its mirror image share a rank."""
    for seed in range(3):
        dice = random.Random(seed)
        half = [(f"p{dice.randrange(40)}", f"c{dice.randrange(9)}") for _ in range(90)]
        both = [(side + place, side + collective) for side in "LR" for place, collective in half]
        projection = project(Affiliation.from_pairs([*both, ("hub", f"L{half[0][1]}"), ("hub", f"R{half[0][1]}")]), on)
        rank = {each.node: each.rank for each in ranks(projection.nodes, centrality.measure(name).score(projection))}
        assert all(rank[node] == rank[f"R{node[1:]}"] for node in rank if node.startswith("L"))
