"""Degree, closeness, harmonic, two-mode closeness and reach: by hand, and against networkx on the graph built."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from kg import centrality
from kg.centrality import measure
from kg.centrality.gatherings.reach import reach
from kg.centrality.projected.closeness import closeness
from kg.centrality.projected.degree import degree
from kg.centrality.projected.harmonic import harmonic
from kg.centrality.twomode.closeness import closeness as two_mode_closeness
from kg.incidence import Floats
from kg.projections import WEIGHTS, Projection, project
from kg.twomode import Affiliation
from tests.worlds import (
    APART,
    COMPLETE,
    DAVIS,
    EMPTY,
    FULL,
    HUB,
    LADDER,
    LONE_COLLECTIVE,
    PATH,
    RING,
    SINGLE,
    STAR,
    TWINS,
    UNLINKED,
    WORLDS,
    affiliations,
    by_node,
    exact,
    large,
    renamed,
    sides,
    twins,
    two_mode,
)  # fmt: skip

Score = Callable[[Projection], Floats]
BY_HAND = [
    # world, onto, degree, closeness, harmonic, two-mode closeness, reach, node by node in order
    pytest.param(EMPTY, "cities", [], [], [], [], [], id="empty"),
    pytest.param(SINGLE, "cities", [0], [0], [0], [0], [0], id="a place alone"),
    pytest.param(LONE_COLLECTIVE, "cities", [], [], [], [], [], id="no places"),
    pytest.param(LONE_COLLECTIVE, "collectives", [0], [0], [0], [0], [0], id="a collective alone"),
    pytest.param(UNLINKED, "cities", [0] * 3, [0] * 3, [0] * 3, [0] * 3, [0] * 3, id="without links"),
    # a-X-b-Y-c: from a the distances are 2 and 4 to places, 1 and 3 to collectives, and the least sum is 6
    pytest.param(PATH, "cities", [1, 2, 1], [2 / 3, 1, 2 / 3], [1.5, 2, 1.5], [0.6, 1, 0.6], [1] * 3, id="path"),
    pytest.param(PATH, "collectives", [1, 1], [1, 1], [1, 1], [5 / 7] * 2, [1, 1], id="path, collectives"),
    pytest.param(STAR, "cities", [3] * 4, [1] * 4, [3] * 4, [1] * 4, [1] * 4, id="star"),
    pytest.param(HUB, "cities", [0], [0], [0], [1], [1], id="the only place"),
    pytest.param(HUB, "collectives", [3] * 4, [1] * 4, [3] * 4, [1] * 4, [1] * 4, id="around one place"),
    pytest.param(COMPLETE, "cities", [2] * 3, [1] * 3, [2] * 3, [1] * 3, [1] * 3, id="complete"),
    # a and b are in X; c alone in Y; d is isolated, Z empty: a reaches b at 2 and X at 1, 2 of 6 others
    pytest.param(
        APART, "cities", [1, 1, 0, 0], [1 / 3, 1 / 3, 0, 0], [1, 1, 0, 0], [1, 1, 9 / 6, 0], [1 / 3, 1 / 3, 1 / 3, 0],
        id="apart",
    ),
    pytest.param(FULL, "cities", [3] * 4, [1] * 4, [3] * 4, [9 / 11, 9 / 11, 9 / 11, 9 / 13], [1] * 4, id="full"),
    pytest.param(
        LADDER, "cities", [1, 2, 2, 2, 1], [4 / 10, 4 / 7, 4 / 6, 4 / 7, 4 / 10],
        [1 + 1 / 2 + 1 / 3 + 1 / 4, 2 + 1 / 2 + 1 / 3, 3, 2 + 1 / 2 + 1 / 3, 1 + 1 / 2 + 1 / 3 + 1 / 4],
        [12 / 36, 12 / 24, 12 / 20, 12 / 24, 12 / 36], [2 / 4, 3 / 4, 1, 3 / 4, 2 / 4],
        id="a long path",
    ),
    pytest.param(RING, "cities", [2] * 3, [1] * 3, [2] * 3, [7 / 9] * 3, [1] * 3, id="ring"),
    # a and b are in X with c and d, who are in Y with e; f is alone
    pytest.param(
        TWINS, "cities", [3, 3, 4, 4, 2, 0], [16 / 25, 16 / 25, 4 / 5, 4 / 5, 16 / 30, 0], [3.5, 3.5, 4, 4, 3, 0],
        [12 / 14 * 6 / 7, 12 / 14 * 6 / 7, 12 / 10 * 6 / 7, 12 / 10 * 6 / 7, 12 / 16 * 6 / 7, 0], [1, 1, 1, 1, 1, 0],
        id="twins",
    ),
]  # fmt: skip
SCORES: list[Score] = [degree, closeness, harmonic, partial(two_mode_closeness, improved=False), reach]


@pytest.mark.parametrize(("world", "onto", "d", "c", "h", "t", "r"), BY_HAND)
def test_scores_by_hand(
    world: Affiliation, onto: str, d: list[float], c: list[float], h: list[float], t: list[float], r: list[float]
) -> None:
    projection = project(world, onto)
    for score, expected in zip(SCORES, (d, c, h, t, r), strict=True):
        assert list(by_node(projection, score(projection)).values()) == pytest.approx(expected, abs=1e-12)


def test_the_closeness_of_southern_women_by_hand() -> None:
    """Evelyn was at 8 of 14 events and met all 17 others: 8 + 6 * 3 + 17 * 2 steps, where 14 + 17 * 2 is the least."""
    found = by_node(project(DAVIS), two_mode_closeness(project(DAVIS)))
    assert found["Evelyn Jefferson"] == pytest.approx(48 / 60)
    assert found["Olivia Carleton"] == pytest.approx(48 / (2 + 12 * 3 + 12 * 2 + 5 * 4))  # at 2 events, with 12 others
    assert max(found.values()) == found["Theresa Anderson"] == found["Nora Fayette"] == found["Evelyn Jefferson"]


@exact
@given(affiliations())
def test_improved_two_mode_closeness_is_at_most_one_and_the_same_where_all_hang_together(graph: Affiliation) -> None:
    whole = two_mode(graph)
    for projection in sides(graph):
        found = two_mode_closeness(projection)
        assert ((found >= 0) & (found <= 1 + 1e-12)).all()
        if len(whole) and nx.is_connected(whole):
            assert found == pytest.approx(two_mode_closeness(projection, improved=False), abs=1e-12)


def test_improved_two_mode_closeness_does_not_favour_a_part_of_its_own() -> None:
    assert list(two_mode_closeness(project(APART))) == pytest.approx([3 / 3 * 2 / 6, 3 / 3 * 2 / 6, 1 / 6, 0])


def agrees(found: dict[str, float], expected: dict[str, float]) -> None:
    assert list(found) == sorted(expected)
    assert found == pytest.approx(expected, abs=1e-9)


def assert_as_networkx(projection: Projection) -> None:
    graph = projection.to_networkx()
    size = max(1, len(graph) - 1)
    agrees(by_node(projection, degree(projection)), dict(graph.degree()))
    for improved in (True, False):
        for weighted in (True, False):
            length = "distance" if weighted else None
            expected = nx.closeness_centrality(graph, distance=length, wf_improved=improved)
            agrees(by_node(projection, closeness(projection, improved=improved, weighted=weighted)), expected)
    for weighted in (True, False):
        expected = nx.harmonic_centrality(graph, distance="distance" if weighted else None)
        agrees(by_node(projection, harmonic(projection, weighted=weighted)), expected)
        shared = {node: score / size for node, score in expected.items()}
        agrees(by_node(projection, harmonic(projection, weighted=weighted, normalized=True)), shared)


def assert_as_two_modes(affiliation: Affiliation) -> None:
    graph = two_mode(affiliation)
    expected = nx.bipartite.closeness_centrality(graph, affiliation.places, normalized=True)
    for projection in sides(affiliation):
        own = {node: expected[node] for node in projection.nodes}
        agrees(by_node(projection, two_mode_closeness(projection, improved=False)), own)
        agrees(by_node(projection, reach(projection)), {node: three_steps(graph, node) for node in projection.nodes})


def three_steps(graph: nx.Graph, node: str) -> float:
    """The share of the other side within three steps, by the definition."""
    others = {other for other, side in graph.nodes(data="bipartite") if side != graph.nodes[node]["bipartite"]}
    near = nx.single_source_shortest_path_length(graph, node, cutoff=3)
    return len(others & set(near)) / len(others) if others else 0.0


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("name", WORLDS)
def test_projected_measures_are_those_of_networkx_on_the_graph_built(name: str, weight: str) -> None:
    for projection in sides(WORLDS[name], weight):
        assert_as_networkx(projection)


@exact
@given(affiliations(places=8, collectives=6))
def test_projected_measures_are_those_of_networkx_in_any_graph(affiliation: Affiliation) -> None:
    for weight in WEIGHTS:
        for projection in sides(affiliation, weight):
            assert_as_networkx(projection)


@pytest.mark.parametrize("seed", range(3))
def test_all_agree_with_networkx_on_graphs_as_they_are_in_the_world(seed: int) -> None:
    affiliation = large(seed)
    assert_as_networkx(project(affiliation, weight="newman"))
    assert_as_two_modes(affiliation)


@pytest.mark.parametrize("name", WORLDS)
def test_two_mode_measures_are_those_of_networkx(name: str) -> None:
    assert_as_two_modes(WORLDS[name])


@exact
@given(affiliations(places=10, collectives=8))
def test_two_mode_measures_are_those_of_networkx_in_any_graph(affiliation: Affiliation) -> None:
    assert_as_two_modes(affiliation)


@exact
@given(affiliations())
def test_twins_score_the_same_and_names_make_no_difference(affiliation: Affiliation) -> None:
    other, names = renamed(affiliation)
    for score in SCORES:
        for mine, yours in zip(sides(affiliation), sides(other), strict=True):
            found = by_node(mine, score(mine))
            assert {names[node]: value for node, value in found.items()} == pytest.approx(by_node(yours, score(yours)))
        found = by_node(project(affiliation), score(project(affiliation)))
        assert all(found[one] == found[two] for one, two in twins(affiliation))


@exact
@given(affiliations())
def test_a_twin_more_changes_nothing_but_what_counts_nodes(affiliation: Affiliation) -> None:
    """A city in exactly what another is in adds 1 to the degree and to the harmonic centrality of its twin."""
    linked = [place for place in affiliation.places if two_mode(affiliation)[place]]
    if not linked:
        return
    ties = [(affiliation.places[p], affiliation.collectives[c]) for p, c, _ in affiliation.ties]
    more = project(Affiliation.from_pairs([*ties, *(("twin", other) for place, other in ties if place == linked[0])]))
    before = project(Affiliation.from_pairs(ties))
    for score in (degree, harmonic):
        old, new = by_node(before, score(before)), by_node(more, score(more))
        assert new[linked[0]] == new["twin"] == pytest.approx(old[linked[0]] + 1)


@pytest.mark.parametrize(
    ("name", "mode", "references"),
    [
        ("projected-degree", "projected", ("freeman1978",)),
        ("projected-closeness", "projected", ("freeman1978", "wasserman1994")),
        ("harmonic", "projected", ("boldi2014",)),
        ("closeness", "two-mode", ("borgatti1997",)),
        ("reach", "gatherings", ("borgatti2006",)),
    ],
)
def test_each_is_found_by_its_name_and_says_what_it_is(name: str, mode: str, references: tuple[str, ...]) -> None:
    found = measure(name)
    assert (found.name, found.mode, found.references) == (name, mode, references)
    assert name in centrality.MEASURES and found.score.__doc__ and "Edge cases:" in found.score.__doc__
    assert found.score(project(STAR)).dtype == np.float64
