"""The grid: what it says of all points at once is what looking at each pair says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.explorer.grid import FEWEST, MOST, Floats, Mesh, Points, near

coordinates = st.integers(-300, 300)
discs = st.lists(st.tuples(coordinates, coordinates, st.integers(1, 120)), max_size=40)


def scattered(number: int, seed: int = 3) -> Points:
    chance = np.random.default_rng(seed)
    return np.asarray(chance.uniform(-900, 900, number) + 1j * chance.uniform(-900, 900, number))


def summed(points: Points, charges: Floats) -> Points:
    """The same pushes pair by pair: charge over distance, away from the other."""
    ways = points[:, None] - points[None, :]
    np.fill_diagonal(ways, np.inf)
    return np.asarray((charges[None, :] / ways.conj()).sum(axis=1))


def test_one_charge_pushes_with_its_size_over_the_distance() -> None:
    felt = Mesh.of(2).field(np.array([0, 30 + 40j]), np.array([1.0, 5.0]))
    assert felt[0] == pytest.approx(-5 / 50 * (0.6 + 0.8j), rel=0.002)
    assert felt[1] == pytest.approx(1 / 50 * (0.6 + 0.8j), rel=0.002)


def test_the_mesh_says_what_pairs_say_where_they_are_not_in_one_cell() -> None:
    points, charges = scattered(400), np.random.default_rng(1).uniform(1, 5, 400)
    felt, exact = Mesh.of(400).field(points, charges), summed(points, charges)
    assert np.corrcoef(np.abs(felt), np.abs(exact))[0, 1] > 0.9
    assert np.median(np.abs(felt - exact)) < 0.05 * np.median(np.abs(exact))


def test_pushes_of_all_on_all_come_to_nothing_and_nobody_pushes_himself() -> None:
    points, charges = scattered(200), np.ones(200)
    assert abs(Mesh.of(200).field(points, charges).sum()) < 1e-9
    assert np.abs(Mesh.of(1).field(points[:1], charges[:1])).max() < 1e-9
    assert np.abs(Mesh.of(2).field(np.array([7 + 7j, 7 + 7j]), np.ones(2))).max() < 1e-9


@pytest.mark.parametrize(("number", "side"), [(0, FEWEST), (1, FEWEST), (65, 32), (1000, 64), (10**6, MOST)])
def test_a_mesh_grows_with_its_points_within_bounds(number: int, side: int) -> None:
    assert (Mesh.of(number).side, Mesh.of(number).kernel.shape) == (side, (2 * side, 2 * side))


@given(discs)
def test_near_finds_each_pair_that_covers_each_other_once(given_: list[tuple[int, int, int]]) -> None:
    points = np.array([complex(x, y) for x, y, _ in given_], complex)
    radii = np.array([r for *_, r in given_], float)
    expected = [
        (a, b) for a, b in itertools.combinations(range(len(given_)), 2)
        if abs(points[a] - points[b]) < radii[a] + radii[b]
    ]  # fmt: skip
    one, other = near(points, radii)
    assert sorted(tuple(sorted(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True)) == expected
    again = near(points, radii)
    assert (one.tolist(), other.tolist()) == tuple(each.tolist() for each in again)
