"""Betweenness of both graphs: by hand, against networkx, whatever the order, with bad input and errors of estimates."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import centrality
from kg.centrality.engine import weighted
from kg.centrality.projected.betweenness import betweenness, estimate
from kg.centrality.twomode.betweenness import betweenness as two_mode_betweenness
from kg.centrality.twomode.betweenness import twomode_dependencies
from kg.errors import AskerError, OperatorError
from kg.incidence import Incidence
from kg.projections import Projection, project
from kg.twomode import Affiliation
from tests.worlds import (
    WORLDS,
    affiliations,
    build,
    by_node,
    davis,
    exact,
    large,
    renamed,
    sides,
    twins,
    two_mode,
    words,
)

WEIGHTS = ("count", "newman", "jaccard", "binary")


def between(projection: Projection, **options: Any) -> dict[str, float]:
    """Projected betweenness by node."""
    return by_node(projection, betweenness(projection, **options))


def length(weight: float) -> Fraction:
    """The exact length of a step."""
    return 1 / Fraction(weight).limit_denominator(10**6)


def oracle(projection: Projection, **options: Any) -> dict[str, float]:
    """What networkx finds on the projection once it is built."""
    return dict(nx.betweenness_centrality(projection.to_networkx(), **options))


def oracle_by_weight(projection: Projection, **options: Any) -> dict[str, float]:
    """What networkx finds with exact lengths, so that equal ones are equal."""
    return oracle(projection, weight=lambda u, v, edge: length(edge["weight"]), **options)


@pytest.mark.parametrize(
    ("world", "places", "collectives"),
    [
        ("empty", {}, {}),
        ("single", {"a": 0}, {}),
        ("lone collective", {}, {"X": 0}),
        ("pair", {"a": 0}, {"X": 0}),
        ("path", {"a": 0, "b": 1, "c": 0}, {"X": 0, "Y": 0}),
        ("star", dict.fromkeys("abcd", 0), {"X": 0}),
        ("hub", {"a": 0}, dict.fromkeys("WXYZ", 0)),
        ("complete", dict.fromkeys("abc", 0), {"X": 0, "Y": 0}),
        ("unlinked", dict.fromkeys("abc", 0), {"X": 0, "Y": 0}),
        ("full", dict.fromkeys("abcd", 0), {"X": 1, "Y": 0, "Z": 0}),
        # c and d lie, each in half of all ways, between a or b and e: two pairs of the ten that do not end in them
        ("twins", {"a": 0, "b": 0, "c": 0.1, "d": 0.1, "e": 0, "f": 0}, {"X": 0, "Y": 0}),
        # of six pairs b lies between a and the others, c in the middle between two and two
        ("ladder", {"a": 0, "b": 3 / 6, "c": 4 / 6, "d": 3 / 6, "e": 0}, {"W": 0, "X": 2 / 3, "Y": 2 / 3, "Z": 0}),
        ("ring", dict.fromkeys("abc", 0), dict.fromkeys("XYZ", 0)),
    ],
)
def test_projected_betweenness_by_hand(world: str, places: dict[str, float], collectives: dict[str, float]) -> None:
    onto_cities, onto_collectives = sides(WORLDS[world])
    assert between(onto_cities) == pytest.approx(places)
    assert between(onto_collectives) == pytest.approx(collectives)


def test_two_shared_collectives_are_one_way_not_two() -> None:
    """b shares X and Y with a, and d shares X only: c is reached from a by both alike."""
    projection = project(words("aX aY bX bY bZ dX dZ cZ"))
    assert between(projection, normalized=False) == {"a": 0, "b": 0.5, "c": 0, "d": 0.5}


@exact
@given(affiliations(), st.booleans(), st.booleans())
def test_projected_betweenness_is_that_of_networkx(affiliation: Affiliation, normalized: bool, ends: bool) -> None:
    for projection in sides(affiliation):
        expected = oracle(projection, normalized=normalized, endpoints=ends)
        assert between(projection, normalized=normalized, endpoints=ends) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_larger_projected_betweenness_is_that_of_networkx(seed: int) -> None:
    for projection in sides(large(seed, 80 + 10 * seed, 8 + 2 * seed)):
        assert between(projection) == pytest.approx(oracle(projection), abs=1e-12)


@exact
@given(affiliations(least=2), st.randoms(use_true_random=False), st.booleans(), st.booleans(), st.booleans())
def test_sampled_sources_give_what_networkx_gives(
    affiliation: Affiliation, dice: random.Random, normalized: bool, ends: bool, by_weight: bool
) -> None:
    projection = project(affiliation)
    graph, number, seed = projection.to_networkx(), dice.randint(1, len(projection)), dice.randrange(2**32)
    weight = (lambda u, v, edge: length(edge["weight"])) if by_weight else None
    expected = nx.betweenness_centrality(
        graph, k=number, normalized=normalized, weight=weight, endpoints=ends, seed=random.Random(seed)
    )
    drawn = [projection.nodes.index(node) for node in random.Random(seed).sample(list(graph), number)]
    found = betweenness(projection, normalized=normalized, endpoints=ends, sources=drawn, weighted=by_weight)
    assert found == pytest.approx([expected[node] for node in projection], abs=1e-12, nan_ok=True)


def test_of_the_only_source_nothing_is_known() -> None:
    projection = project(WORLDS["path"])
    assert betweenness(projection, sources=[1]) == pytest.approx([0, np.nan, 0], nan_ok=True)
    assert betweenness(projection, sources=[0]) == pytest.approx([np.nan, 1, 0], nan_ok=True)


@exact
@given(affiliations(places=7, collectives=5), st.sampled_from(WEIGHTS), st.booleans(), st.booleans())
def test_weighted_betweenness_is_that_of_networkx_with_exact_lengths(
    affiliation: Affiliation, weight: str, normalized: bool, ends: bool
) -> None:
    for projection in sides(affiliation, weight):
        expected = oracle_by_weight(projection, normalized=normalized, endpoints=ends)
        found = between(projection, weighted=True, normalized=normalized, endpoints=ends)
        assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_larger_weighted_betweenness_is_that_of_networkx(weight: str) -> None:
    for projection in sides(large(3, 40, 9), weight):
        assert between(projection, weighted=True) == pytest.approx(oracle_by_weight(projection), abs=1e-12)


def test_a_longer_way_can_be_shorter_by_weight() -> None:
    """a and c share one collective, a and b two as b and c do: 1/2 + 1/2 is as long as 1, so half the ways go by b."""
    affiliation = words("aX bX aY bY bU cU bV cV aZ cZ")
    assert between(project(affiliation), weighted=True, normalized=False) == {"a": 0, "b": 0.5, "c": 0}
    assert between(project(affiliation), normalized=False) == {"a": 0, "b": 0, "c": 0}
    assert between(project(affiliation, weight="binary"), weighted=True) == {"a": 0, "b": 0, "c": 0}


def test_distances_are_those_of_networkx() -> None:
    projection = project(large(5), weight="newman")
    steps, of = weighted.lengths(projection), projection.incidence.twins.of
    exact_lengths = dict(nx.all_pairs_dijkstra_path_length(projection.to_networkx(), weight="distance"))
    blocks = weighted.distances(steps, np.arange(steps.shape[0]))
    away = np.concatenate([found for _, found in blocks])
    for (one, node), (two, other) in itertools.permutations(enumerate(projection.nodes), 2):
        if min(of[one], of[two]) >= 0 and of[one] != of[two]:
            assert away[of[one], of[two]] == pytest.approx(exact_lengths[node].get(other, np.inf), rel=1e-12)


def test_weighted_paths_that_take_too_long_are_refused_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighted, "ARCS", 10.0)
    monkeypatch.setattr(weighted, "PACE", 1e-3)
    with pytest.raises(OperatorError) as raised:
        betweenness(project(WORLDS["ladder"]), weighted=True)
    assert str(raised.value) == (
        "shortest paths by weight from 5 classes over 8 arcs take about 11.1 hours; "
        "draw fewer sources, or leave out weights"
    )


def test_weighted_paths_that_need_too_much_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.incidence.MEMORY", 100.0)
    with pytest.raises(OperatorError, match=r"^distances between 5 classes of twins take about 0\.0 GB, more than"):
        betweenness(project(WORLDS["ladder"]), weighted=True)


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([0, 5], "sources: no node at position 5; positions are 0 to 4"),
        ([-1], "sources: no node at position -1; positions are 0 to 4"),
        ([], "sources: none given; leave the option out for all nodes"),
    ],
)
def test_sources_that_are_no_nodes_are_wrong_use(sources: list[int], said: str) -> None:
    with pytest.raises(AskerError) as raised:
        betweenness(project(WORLDS["ladder"]), sources=sources)
    assert str(raised.value) == said


def test_progress_ends_with_all_done() -> None:
    projection = project(large(2))
    calls: list[dict[str, Any]] = [{}, {"weighted": True}, {"sources": [0, 3]}]
    for options in calls:
        told: list[float] = []
        betweenness(projection, tick=told.append, **options)
        assert told == sorted(told) and told[-1] == 1.0
    told = []
    two_mode_betweenness(projection, tick=told.append)
    assert told == sorted(told) and told[-1] == pytest.approx(1.0)


def chain(length: int, shared: int) -> Incidence:
    """Columns in a row, each sharing so many rows with the next, and one more at each end."""
    links = [(0, 0), (1, length - 1)]
    links += [
        (2 + at * shared + twin, at + side) for at in range(length - 1) for twin in range(shared) for side in (0, 1)
    ]
    rows, columns = zip(*links, strict=True)
    return Incidence.of(rows, columns, (2 + (length - 1) * shared, length))


def test_a_long_chain_has_more_ways_than_a_float_holds() -> None:
    """Between both ends lie 30^250 ways; each row carries its share of those before times those behind."""
    length, shared = 251, 30
    graph = chain(length, shared)
    rows = graph.shape[0]
    before = 1 + shared * np.arange(length - 1)
    lone = before * before[::-1] / shared
    found = betweenness(Projection(graph, tuple(map(str, range(rows)))), normalized=False)
    assert found[:2].tolist() == [0, 0]
    assert found[2:] == pytest.approx(np.repeat(lone, shared), rel=1e-12)
    own, other = twomode_dependencies(graph)
    assert np.isfinite(own).all() and np.isfinite(other).all() and other.min() > 0


@exact
@given(affiliations(), st.integers(0, 2**32 - 1))
def test_as_many_samples_as_nodes_are_exact(affiliation: Affiliation, seed: int) -> None:
    for projection in sides(affiliation):
        scores, errors = estimate(projection, samples=50, seed=seed)
        assert scores == pytest.approx(betweenness(projection), abs=1e-12)
        assert errors.tolist() == [0.0] * len(projection)


def test_estimates_are_right_on_average_and_their_errors_too() -> None:
    projection = project(large(11, 300, 30))
    truth = betweenness(projection)
    runs = [estimate(projection, samples=40, seed=seed) for seed in range(200)]
    scores, errors = (np.array(each) for each in zip(*runs, strict=True))
    high = truth > np.quantile(truth, 0.8)
    assert scores[:, high].mean(axis=0) == pytest.approx(truth[high], rel=0.15)
    assert scores.var(axis=0, ddof=1)[high].sum() == pytest.approx((errors[:, high] ** 2).mean(axis=0).sum(), rel=0.1)
    assert scores.sum(axis=1).mean() == pytest.approx(truth.sum(), rel=0.01)
    assert [each.tolist() for each in estimate(projection, 40, 3)] == [each.tolist() for each in runs[3]]


def test_one_sample_has_no_error() -> None:
    with pytest.raises(AskerError, match=r"^samples 1: an error needs at least 2$"):
        estimate(project(WORLDS["path"]), samples=1, seed=0)


@pytest.mark.parametrize(
    ("world", "places", "collectives"),
    [
        ("empty", {}, {}),
        ("single", {"a": 0}, {}),
        ("lone collective", {}, {"X": 0}),
        ("pair", {"a": 0}, {"X": 0}),
        # b lies on a-c, a-Y, X-c and X-Y, and no place can do more; X on a-b, a-Y and a-c, and 5 is the most.
        ("path", {"a": 0, "b": 1, "c": 0}, {"X": 3 / 5, "Y": 3 / 5}),
        # each place is one of three ways from X to Y; each collective one of two ways on three pairs of places.
        ("complete", dict.fromkeys("abc", 1 / 3 / 4), {"X": 3 / 2 / 5, "Y": 3 / 2 / 5}),
        # X lies on a-b; beside four places one of three collectives can lie on 13 pairs.
        ("apart", dict.fromkeys("abcd", 0), {"X": 1 / 13, "Y": 0, "Z": 0}),
        ("star", dict.fromkeys("abcd", 0), {"X": 1}),
        ("hub", {"a": 1}, dict.fromkeys("WXYZ", 0)),
        ("unlinked", dict.fromkeys("abc", 0), {"X": 0, "Y": 0}),
    ],
)
def test_two_mode_betweenness_is_the_share_of_the_greatest_possible(
    world: str, places: dict[str, float], collectives: dict[str, float]
) -> None:
    onto_cities, onto_collectives = sides(WORLDS[world])
    assert by_node(onto_cities, two_mode_betweenness(onto_cities)) == pytest.approx(places)
    assert by_node(onto_collectives, two_mode_betweenness(onto_collectives)) == pytest.approx(collectives)


def check_two_mode(affiliation: Affiliation) -> None:
    """Against networkx, for both sides; networkx cannot divide where the greatest sum of one of them is 0."""
    graph, (own, other) = two_mode(affiliation), affiliation.incidence.shape
    sums = nx.betweenness_centrality(graph, normalized=False)
    shares = own > 1 < other and nx.bipartite.betweenness_centrality(graph, affiliation.places)
    for projection, found in zip(sides(affiliation), twomode_dependencies(affiliation.incidence), strict=True):
        assert by_node(projection, found) == pytest.approx({node: sums[node] for node in projection.nodes}, abs=1e-12)
        scores = by_node(projection, two_mode_betweenness(projection))
        if shares:
            assert scores == pytest.approx({node: shares[node] for node in projection.nodes}, abs=1e-12)


@exact
@given(affiliations())
def test_two_mode_betweenness_is_that_of_networkx(affiliation: Affiliation) -> None:
    check_two_mode(affiliation)


@pytest.mark.parametrize("affiliation", [davis(), *(large(seed, 60 + 20 * seed, 10 + 2 * seed) for seed in range(5))])
def test_larger_two_mode_betweenness_is_that_of_networkx(affiliation: Affiliation) -> None:
    check_two_mode(affiliation)


@pytest.mark.parametrize(("places", "collectives"), [*itertools.product(range(1, 4), range(1, 4)), (4, 2), (2, 4)])
def test_no_two_mode_graph_has_more_than_the_greatest_betweenness_and_one_has_it(places: int, collectives: int) -> None:
    own, others = "abcd"[:places], "WXYZ"[:collectives]
    every = list(itertools.product(own, others))
    best = 0.0
    for chosen in itertools.product([False, True], repeat=len(every)):
        affiliation = build(own, others, itertools.compress(every, chosen))
        best = max(best, two_mode_betweenness(project(affiliation))[0])
    assert best == pytest.approx(0 if collectives == 1 else 1)  # with one collective no place lies between


def test_both_sides_are_searched_once_and_nobody_can_spoil_what_is_kept() -> None:
    affiliation = davis()
    calls: list[float] = []
    rows, columns = twomode_dependencies(affiliation.incidence, calls.append)
    done = len(calls)
    expected = rows.tolist(), columns.tolist()
    rows[:], columns[:] = -1, -1
    again = twomode_dependencies(affiliation.incidence.transposed, calls.append)
    assert (again[1].tolist(), again[0].tolist()) == expected
    assert done > 0 and len(calls) == done


NAMES = ("betweenness", "projected-betweenness")


@pytest.mark.parametrize("name", NAMES)
@exact
@given(affiliations(), st.integers(0, 99))
def test_other_names_and_orders_change_nothing_and_twins_score_alike(
    name: str, affiliation: Affiliation, seed: int
) -> None:
    score = centrality.measure(name).score
    other, names = renamed(affiliation, seed)
    for one, two in zip(sides(affiliation), sides(other), strict=True):
        assert {names[node]: value for node, value in by_node(one, score(one)).items()} == pytest.approx(
            by_node(two, score(two)), abs=1e-12
        )
    found = by_node(project(affiliation), score(project(affiliation)))
    assert all(found[one] == found[two] for one, two in twins(affiliation))
    assert all(value >= 0 for value in found.values())


@pytest.mark.parametrize("seed", range(3))
def test_one_membership_never_lies_between_in_the_projection(seed: int) -> None:
    incidence = large(seed).incidence
    scores = betweenness(project(large(seed)))
    assert scores[incidence.sizes <= 1].tolist() == [0.0] * int((incidence.sizes <= 1).sum())
    assert scores.max() > 0
