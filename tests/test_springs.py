"""Springs between discs: the linked come together, none covers another, and each run says the same."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.explorer import springs
from kg.explorer.grid import Floats, Points, Whole
from kg.explorer.springs import apart, settled, sunflower

NONE = np.zeros((0, 2), np.int64)


def least(points: Points, radii: Floats) -> float:
    """The least gap between two discs; below 0 where they cover each other."""
    pairs = itertools.combinations(range(len(radii)), 2)
    return float(min(abs(points[a] - points[b]) - radii[a] - radii[b] for a, b in pairs))


def links(graph: nx.Graph) -> Whole:
    return np.array(sorted(graph.edges()), np.int64).reshape(-1, 2)


@given(st.integers(1, 300), st.floats(0, 200))
def test_a_sunflower_begins_at_its_rim(number: int, start: float) -> None:
    far = np.abs(sunflower(number, start, 40))
    assert (far >= start - 1e-6).all() and (np.diff(far) > 0).all()


def test_seeds_of_a_sunflower_stand_apart() -> None:
    seeds = sunflower(400, 1, 0.61)
    assert min(abs(a - b) for a, b in itertools.combinations(seeds.tolist(), 2)) > 0.95


def test_nothing_and_a_lone_disc_stand_in_the_middle() -> None:
    assert settled(np.zeros(0), NONE).tolist() == []
    assert settled(np.array([30.0]), NONE).tolist() == [0]


def test_discs_of_any_size_do_not_cover_each_other() -> None:
    radii = np.array([200.0, *[30.0] * 50, 90.0, 90.0])
    star = np.array([(0, each) for each in range(1, len(radii))])
    points = settled(radii, star)
    assert least(points, radii) > -2
    assert settled(radii, star).tolist() == points.tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 30), st.sets(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60))
def test_any_graph_settles_without_cover(number: int, pairs: set[tuple[int, int]]) -> None:
    radii = np.array([30.0 + 7 * (each % 5) for each in range(number)])
    own = sorted((a, b) for a, b in pairs if a < b < number)
    assert least(settled(radii, np.array(own, np.int64).reshape(-1, 2)), radii) > -2


def test_twins_get_points_of_their_own_around_what_they_share() -> None:
    graph = nx.complete_bipartite_graph(2, 40)
    radii = np.full(42, 30.0)
    points = settled(radii, links(graph))
    assert least(points, radii) > -2
    assert np.ptp(points.real) < 1200 and np.ptp(points.imag) < 1200


def test_the_linked_stand_nearer_than_others() -> None:
    graph = nx.connected_caveman_graph(6, 8)
    points = settled(np.full(48, 30.0), links(graph))
    linked = np.mean([abs(points[a] - points[b]) for a, b in graph.edges()])
    other = np.mean([abs(points[a] - points[b]) for a, b in nx.non_edges(graph)])
    assert linked < other / 2.5


def test_discs_at_one_point_are_pushed_apart() -> None:
    radii = np.full(12, 10.0)
    points = apart(np.zeros(12, complex), radii)
    assert least(points, radii) > -1 and np.abs(points).max() < 200


def test_what_lies_apart_stays_where_it_is() -> None:
    points = np.array([0, 100, 50 + 90j])
    assert apart(points, np.array([40.0, 40.0, 40.0])).tolist() == points.tolist()


def test_a_crowd_that_cannot_be_pushed_apart_in_time_is_widened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(springs, "PUSHES", 0)
    radii = np.full(30, 20.0)
    crowd = sunflower(30, 0, 5.0)
    found = apart(crowd, radii)
    assert least(found, radii) > -1e-6
    assert np.allclose(np.angle(found[1:]), np.angle(crowd[1:]))
