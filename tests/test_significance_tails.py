"""Upper tails against the enumeration of all outcomes, in fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.significance.tails import upper
from tests.matrices import exact

CHANCES = [0.0, 1e-12, 0.03125, 0.25, 0.5, 0.875, 1.0]


def enumerated(chances: list[float], least: int) -> Fraction:
    """P(sum >= least) from every outcome of independent draws."""
    exactly = [Fraction(chance) for chance in chances]
    return sum(
        (
            prod(
                (chance if one else 1 - chance for chance, one in zip(exactly, outcome, strict=True)), start=Fraction(1)
            )
            for outcome in product((0, 1), repeat=len(chances))
            if sum(outcome) >= least
        ),
        Fraction(0),
    )


@exact
@given(st.lists(st.tuples(st.sampled_from(CHANCES), st.integers(1, 3)), max_size=3), st.integers(0, 10))
def test_tails_are_those_of_all_outcomes_to_twelve_places_however_small(
    classes: list[tuple[float, int]], most: int
) -> None:
    chances, counts = np.array([[chance for chance, _ in classes]]), np.array([count for _, count in classes], int)
    singly = [chance for chance, count in classes for _ in range(count)]
    expected = [float(enumerated(singly, least)) for least in range(most + 1)]
    assert upper(chances, counts, most)[0] == pytest.approx(expected, rel=1e-12, abs=0)


def test_classes_give_what_single_draws_give() -> None:
    """3,000 draws of three chances, as three classes and one by one by the recursion that has no binomials in it."""
    chances, counts = np.array([0.001, 0.02, 0.4]), np.array([2000, 900, 100])
    tails = np.eye(1, 121)[0]
    for chance in np.repeat(chances, counts):
        tails[1:] = (1 - chance) * tails[1:] + chance * tails[:-1]
    assert upper(chances[None], counts, 120)[0] == pytest.approx(tails, rel=1e-10, abs=0)
    assert tails[120] < 1e-10


def test_what_is_observed_counts_as_reached() -> None:
    assert upper(np.array([[0.5]]), np.array([1]), 1).tolist() == [[1.0, 0.5]]
    assert upper(np.array([[0.5]]), np.array([3]), 3).tolist() == [[1.0, 0.875, 0.5, 0.125]]


def test_sums_are_told_apart() -> None:
    found = upper(np.array([[0.5, 0.0], [1.0, 0.25], [0.0, 0.0]]), np.array([1, 1]), 2)
    assert found.tolist() == [[1.0, 0.5, 0.0], [1.0, 1.0, 0.25], [1.0, 0.0, 0.0]]
