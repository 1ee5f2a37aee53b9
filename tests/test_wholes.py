"""Numbers of a whole graph: by hand, against networkx, and against counts over pairs."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.centrality.wholes import gini, robins_alexander, wholes
from kg.projections import project
from kg.twomode import Affiliation
from tests.test_measures_gatherings import EXAMPLE
from tests.worlds import (
    APART,
    COMPLETE,
    DAVIS,
    EMPTY,
    PATH,
    RING,
    SINGLE,
    TWINS,
    WORLDS,
    affiliations,
    exact,
    large,
    renamed,
    two_mode,
)

EVERY = [*WORLDS.values(), *map(large, range(3))]


def test_the_numbers_of_a_graph_in_parts_by_hand() -> None:
    assert wholes(APART) == {
        "ties": 3, "density": 3 / 12, "components": 4, "largest component": 3 / 7, "clustering": 0, "nestedness": 0,
        "cities": 4, "isolated cities": 1, "classes of cities": 2, "mean degree of cities": 3 / 4,
        "gini of cities": 1 / 4, "pairs of cities": 1, "nestedness of cities": 0,
        "collectives": 3, "isolated collectives": 1, "classes of collectives": 2, "mean degree of collectives": 1,
        "gini of collectives": pytest.approx(4 / 9), "pairs of collectives": 0, "nestedness of collectives": 0,
    }  # fmt: skip


def test_the_numbers_of_twins_by_hand() -> None:
    """a and b in X, c and d in X and Y, e in Y, f alone."""
    found = wholes(TWINS)
    assert (found["classes of cities"], found["classes of collectives"], found["pairs of cities"]) == (3, 2, 8)
    # Of cities: c and d hold a, b and e: six pairs of fifteen. Of collectives: Y has two of three in X.
    assert found["nestedness of cities"] == pytest.approx(600 / 15)
    assert found["nestedness of collectives"] == pytest.approx(200 / 3)
    assert found["nestedness"] == pytest.approx((600 + 200 / 3) / 16)
    # One cycle c-X-d-Y; paths of three: 3 · 1 for each of c-X and d-X, 2 · 1 for each of c-Y and d-Y.
    assert found["clustering"] == pytest.approx(4 / 10)


@pytest.mark.parametrize("world", [EMPTY, SINGLE])
def test_the_numbers_of_next_to_nothing_are_zero(world: Affiliation) -> None:
    found = wholes(world)
    places = len(world.places)
    named = {"cities", "isolated cities", "components", "largest component"}
    assert {name for name, number in found.items() if number} == (named if places else set())
    assert len(found) == 20 and all(isinstance(number, float) for number in found.values())


def test_the_worked_example_is_as_nested_as_published() -> None:
    found = wholes(EXAMPLE)
    names = ("nestedness of collectives", "nestedness of cities", "nestedness")
    assert [round(found[name], 2) for name in names] == [63.33, 53.33, 58.33]


@pytest.mark.parametrize(("world", "clustering"), [(PATH, 0), (RING, 0), (COMPLETE, 1)])
def test_clustering_by_hand(world: Affiliation, clustering: float) -> None:
    assert robins_alexander(world.incidence) == clustering


@pytest.mark.parametrize("world", EVERY)
def test_the_numbers_are_those_of_networkx(world: Affiliation) -> None:
    graph, found = two_mode(world), wholes(world)
    assert found["clustering"] == pytest.approx(nx.bipartite.robins_alexander_clustering(graph))
    parts = list(nx.connected_components(graph))
    assert found["components"] == len(parts)
    assert found["largest component"] == pytest.approx(max(map(len, parts), default=0) / max(1, len(graph)))
    if world.places and world.collectives:
        assert found["density"] == pytest.approx(nx.bipartite.density(graph, world.places))
    for side in ("cities", "collectives"):
        assert found[f"pairs of {side}"] == project(world, side).to_networkx().number_of_edges()
        assert found[f"isolated {side}"] == sum(not graph[node] for node in world.nodes(side))
        assert found[f"classes of {side}"] == len({frozenset(graph[node]) for node in world.nodes(side) if graph[node]})


@exact
@given(affiliations())
def test_clustering_is_that_of_networkx_on_any_small_graph(world: Affiliation) -> None:
    expected = nx.bipartite.robins_alexander_clustering(two_mode(world))
    assert robins_alexander(world.incidence) == pytest.approx(expected)
    assert robins_alexander(world.incidence.transposed) == pytest.approx(expected)


def paired(sets: list[set[str]]) -> list[float]:
    """The nestedness of each pair of rows or columns: the share of the smaller one in the larger one, ties 0."""
    ordered = sorted(sets, key=len, reverse=True)
    return [
        100 * len(upper & lower) / len(lower) if len(upper) > len(lower) and lower else 0.0
        for upper, lower in itertools.combinations(ordered, 2)
    ]


@exact
@given(affiliations())
def test_nestedness_is_the_mean_over_pairs_in_the_order_of_their_fill(world: Affiliation) -> None:
    graph, found = two_mode(world), wholes(world)
    values = {side: paired([set(graph[node]) for node in world.nodes(side)]) for side in ("cities", "collectives")}
    for side, own in values.items():
        assert found[f"nestedness of {side}"] == pytest.approx(math.fsum(own) / max(1, len(own)))
    every = [*values["cities"], *values["collectives"]]
    assert found["nestedness"] == pytest.approx(math.fsum(every) / max(1, len(every)))


@pytest.mark.parametrize("world", [DAVIS, TWINS, large(3)])
def test_the_numbers_do_not_depend_on_names_and_order(world: Affiliation) -> None:
    assert wholes(renamed(world)[0]) == pytest.approx(wholes(world), rel=1e-12)


@exact
@given(st.lists(st.integers(0, 20), max_size=12))
def test_gini_is_the_mean_difference_over_twice_the_mean(values: list[int]) -> None:
    differences = sum(abs(one - other) for one in values for other in values)
    expected = differences / (2 * len(values) * sum(values)) if any(values) else 0.0
    assert gini(values) == pytest.approx(expected, abs=1e-15)
