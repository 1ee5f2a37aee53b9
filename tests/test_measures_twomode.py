"""Measures of the two-mode graph, but betweenness: by hand on small worlds, against networkx and dense algebra."""

from __future__ import annotations

from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from kg.centrality.engine import sharing
from kg.centrality.twomode import hits as hits_file
from kg.centrality.twomode.birank import birank
from kg.centrality.twomode.degree import degree
from kg.centrality.twomode.hits import hits
from kg.centrality.twomode.latapy import latapy
from kg.centrality.twomode.pagerank import pagerank
from kg.centrality.twomode.redundancy import redundancy
from kg.errors import AskerError
from kg.incidence import Floats
from kg.projections import Projection, project
from kg.twomode import Affiliation
from tests.worlds import (
    APART,
    COMPLETE,
    DAVIS,
    EMPTY,
    FULL,
    HUB,
    LONE_COLLECTIVE,
    PAIR,
    PATH,
    SINGLE,
    STAR,
    TWINS,
    UNLINKED,
    WORLDS,
    affiliations,
    by_node,
    exact,
    large,
    sides,
    two_mode,
    words,
)

EVERY = [*WORLDS.values(), *map(large, range(4))]
Scores = dict[str, float]


def both(score: object, world: Affiliation, **options: object) -> tuple[Scores, Scores]:
    """The scores of cities and of collectives."""
    assert callable(score)
    cities, collectives = (by_node(each, score(each, **options)) for each in sides(world))
    return cities, collectives


@pytest.mark.parametrize(
    ("world", "cities", "collectives"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(SINGLE, {"a": 0}, {}, id="a place alone"),
        pytest.param(LONE_COLLECTIVE, {}, {"X": 0}, id="a collective alone"),
        pytest.param(PAIR, {"a": 1}, {"X": 1}, id="pair"),
        pytest.param(PATH, {"a": 1, "b": 2, "c": 1}, {"X": 2, "Y": 2}, id="path"),
        pytest.param(STAR, {"a": 1, "b": 1, "c": 1, "d": 1}, {"X": 4}, id="star"),
        pytest.param(COMPLETE, {"a": 2, "b": 2, "c": 2}, {"X": 3, "Y": 3}, id="complete"),
        pytest.param(UNLINKED, {"a": 0, "b": 0, "c": 0}, {"X": 0, "Y": 0}, id="without links"),
        pytest.param(APART, {"a": 1, "b": 1, "c": 1, "d": 0}, {"X": 2, "Y": 1, "Z": 0}, id="disconnected"),
    ],
)
def test_degree_counts_neighbours(world: Affiliation, cities: Scores, collectives: Scores) -> None:
    assert both(degree, world) == (cities, collectives)


@pytest.mark.parametrize("world", EVERY)
def test_degree_is_that_of_networkx_counted_or_as_a_share(world: Affiliation) -> None:
    graph = two_mode(world)
    counted, shares = both(degree, world), both(degree, world, normalized=True)
    assert counted[0] | counted[1] == dict(graph.degree())
    if world.places and world.collectives:
        assert shares[0] | shares[1] == pytest.approx(nx.bipartite.degree_centrality(graph, world.places))
    else:
        assert not any((shares[0] | shares[1]).values())


@pytest.mark.parametrize(
    ("world", "cities", "collectives"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(SINGLE, {"a": 1}, {}, id="a place alone"),
        pytest.param(LONE_COLLECTIVE, {}, {"X": 1}, id="a collective alone"),
        pytest.param(PAIR, {"a": 1}, {"X": 1}, id="pair"),
        pytest.param(STAR, dict.fromkeys("abcd", 1 / 4), {"X": 1}, id="star"),
        pytest.param(COMPLETE, dict.fromkeys("abc", 1 / 3), {"X": 1 / 2, "Y": 1 / 2}, id="complete"),
        pytest.param(UNLINKED, dict.fromkeys("abc", 1 / 3), {"X": 1 / 2, "Y": 1 / 2}, id="without links"),
    ],
)
def test_pagerank_of_nodes_that_are_alike_is_shared_evenly(
    world: Affiliation, cities: Scores, collectives: Scores
) -> None:
    assert list(both(pagerank, world)) == [pytest.approx(cities), pytest.approx(collectives)]


def test_pagerank_of_a_path_by_hand() -> None:
    """With j = 0.15/5: a = j + .85 X/2, X = j + .85 (a + b/2), b = j + .85 (X + Y)/2, and X = Y, a = c."""
    j, d = Fraction(3, 100), Fraction(17, 20)
    x = (j + d * (j + j / 2)) / (1 - d * d / 2 - d * d / 2)
    a, b = j + d * x / 2, j + d * x
    assert 2 * a + b + 2 * x == 1
    expected = {"a": a / (2 * a + b), "b": b / (2 * a + b), "c": a / (2 * a + b)}
    assert both(pagerank, PATH)[0] == pytest.approx({node: float(score) for node, score in expected.items()}, rel=1e-14)


def test_pagerank_of_a_place_without_links_is_the_share_it_gets_by_jumps() -> None:
    scores = both(pagerank, APART)[0]
    assert sum(scores.values()) == pytest.approx(1)
    assert min(scores, key=lambda node: scores[node]) == "d" and scores["d"] > 0


def walked(world: Affiliation, alpha: float) -> list[Scores]:
    """PageRank by networkx, rescaled for each side."""
    graph = two_mode(world)
    whole = nx.pagerank(graph, alpha=alpha, tol=1e-14, max_iter=5000) if graph else {}
    found = []
    for keys in (world.places, world.collectives):
        together = sum(whole[key] for key in keys)
        found.append({key: whole[key] / together for key in keys})
    return found


@pytest.mark.parametrize("alpha", [0.1, 0.85, 0.99])
@pytest.mark.parametrize("world", EVERY)
def test_pagerank_is_that_of_networkx_within_a_side(world: Affiliation, alpha: float) -> None:
    for scores, oracle in zip(both(pagerank, world, alpha=alpha), walked(world, alpha), strict=True):
        assert scores == pytest.approx(oracle, abs=1e-10)


@exact
@given(affiliations())
def test_pagerank_is_that_of_networkx_on_any_small_graph(world: Affiliation) -> None:
    for scores, oracle in zip(both(pagerank, world), walked(world, 0.85), strict=True):
        assert scores == pytest.approx(oracle, abs=1e-11)


def test_birank_of_a_star_by_hand() -> None:
    """x = .15/4 + .85 y / 2 for each of the four, y = .15 + .85 · 4 x / 2 for the one."""
    cities, collectives = both(birank, STAR)
    x = (0.15 / 4 + 0.85 * 0.15 / 2) / (1 - 0.85**2)
    assert cities == pytest.approx(dict.fromkeys("abcd", x), rel=1e-14)
    assert collectives == pytest.approx({"X": 0.15 + 0.85 * 2 * x}, rel=1e-14)


@pytest.mark.parametrize(
    ("world", "cities", "collectives"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(SINGLE, {"a": 0.15}, {}, id="a place alone"),
        pytest.param(LONE_COLLECTIVE, {}, {"X": 0.15}, id="a collective alone"),
        pytest.param(PAIR, {"a": 1}, {"X": 1}, id="pair"),
        pytest.param(UNLINKED, dict.fromkeys("abc", 0.05), dict.fromkeys("XY", 0.075), id="without links"),
    ],
)
def test_birank_without_links_is_the_even_share(world: Affiliation, cities: Scores, collectives: Scores) -> None:
    assert list(both(birank, world)) == [pytest.approx(cities, rel=1e-14), pytest.approx(collectives, rel=1e-14)]


def solved(projection: Projection, alpha: float) -> Floats:
    """BiRank by solving its linear equations."""
    matrix = projection.incidence.matrix.toarray()
    rows, columns = matrix.shape
    whole = np.block([[np.zeros((rows, rows)), matrix], [matrix.T, np.zeros((columns, columns))]])
    roots = np.sqrt(np.maximum(whole.sum(axis=0), 1))
    even = np.repeat([(1 - alpha) / max(1, rows), (1 - alpha) / max(1, columns)], [rows, columns])
    found: Floats = np.linalg.solve(np.eye(rows + columns) - alpha * whole / np.outer(roots, roots), even)[:rows]
    return found


@exact
@given(affiliations())
def test_birank_solves_its_equations(world: Affiliation) -> None:
    for projection in sides(world):
        for alpha in (0.3, 0.85):
            assert birank(projection, alpha=alpha) == pytest.approx(solved(projection, alpha), rel=1e-12)


@pytest.mark.parametrize("world", EVERY)
def test_birank_solves_its_equations_on_larger_graphs(world: Affiliation) -> None:
    for projection in sides(world):
        assert birank(projection, alpha=0.99) == pytest.approx(solved(projection, 0.99), rel=1e-10)


@pytest.mark.parametrize("alpha", [0, 1, -0.5, 1.5, float("nan")])
@pytest.mark.parametrize("score", [pagerank, birank])
def test_an_alpha_that_does_not_damp_is_refused(score: object, alpha: float) -> None:
    with pytest.raises(AskerError) as raised:
        both(score, PATH, alpha=alpha)
    assert str(raised.value) == f"alpha {alpha:g}: no damping; say a number above 0 and below 1"


@pytest.mark.parametrize(
    ("world", "cities", "collectives"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(SINGLE, {"a": 0}, {}, id="a place alone"),
        pytest.param(LONE_COLLECTIVE, {}, {"X": 0}, id="a collective alone"),
        pytest.param(UNLINKED, dict.fromkeys("abc", 0), dict.fromkeys("XY", 0), id="without links"),
        pytest.param(PAIR, {"a": 1}, {"X": 1}, id="pair"),
        # B B' of the path is [[1, 1, 0], [1, 2, 1], [0, 1, 1]], with (1, 2, 1) for 3.
        pytest.param(PATH, {"a": 0.25, "b": 0.5, "c": 0.25}, {"X": 0.5, "Y": 0.5}, id="path"),
        pytest.param(HUB, {"a": 1}, dict.fromkeys("WXYZ", 0.25), id="star around a place"),
        pytest.param(COMPLETE, dict.fromkeys("abc", 1 / 3), dict.fromkeys("XY", 0.5), id="complete"),
        # X has two, Y one: only the stronger part scores.
        pytest.param(APART, {"a": 0.5, "b": 0.5, "c": 0, "d": 0}, {"X": 1, "Y": 0, "Z": 0}, id="disconnected"),
        pytest.param(words("aX bY"), {"a": 0.5, "b": 0.5}, {"X": 0.5, "Y": 0.5}, id="two parts alike"),
        # Both parts have strength 4. Ones end in 1 for each of a to d, e and f; in 1 for each of X, Y and Z.
        pytest.param(
            words("aX bX cX dX eY eZ fY fZ"),
            dict.fromkeys("abcdef", 1 / 6),
            dict.fromkeys("XYZ", 1 / 3),
            id="two parts of one strength",
        ),
    ],
)
def test_hits_by_hand(world: Affiliation, cities: Scores, collectives: Scores) -> None:
    assert list(both(hits, world)) == [pytest.approx(cities, rel=1e-13), pytest.approx(collectives, rel=1e-13)]


def iterated(projection: Projection) -> Floats:
    """Hub scores as the part of ones in the principal space of B B', by dense algebra."""
    matrix = projection.incidence.matrix.toarray()
    if not matrix.any():
        return np.zeros(len(matrix))
    values, vectors = np.linalg.eigh(matrix @ matrix.T)
    space = vectors[:, values > values[-1] * (1 - 1e-9)]
    found = space @ space.sum(axis=0)
    return np.asarray(found / found.sum())


@exact
@given(affiliations())
def test_hits_is_where_the_iteration_from_ones_ends(world: Affiliation) -> None:
    for projection in sides(world):
        assert hits(projection) == pytest.approx(iterated(projection), abs=1e-12)


@pytest.mark.parametrize("world", [DAVIS, TWINS, FULL, *map(large, range(4))])
def test_hits_is_that_of_networkx(world: Affiliation) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from([*world.places, *world.collectives])
    graph.add_edges_from((place, other) for place, others in two_mode(world).adjacency() for other in others
                         if place in world.places)  # fmt: skip
    hubs, authorities = nx.hits(graph, tol=1e-14)
    cities, collectives = both(hits, world)
    assert cities == pytest.approx({key: hubs[key] for key in world.places}, abs=1e-9)
    assert collectives == pytest.approx({key: authorities[key] for key in world.collectives}, abs=1e-9)


def test_hits_of_many_classes_is_that_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sparse solution for large parts gives what the dense one gives."""
    for projection in sides(large(5, places=90, collectives=20)):
        dense = hits(projection)
        monkeypatch.setattr(hits_file, "DENSE", 5)
        assert hits(projection) == pytest.approx(dense, rel=1e-12)
        monkeypatch.undo()


def test_hits_of_a_path_of_a_thousand_is_a_sine() -> None:
    """The principal vector of a path of n nodes is sin(k π / (n + 1)); places are every second one."""
    ties = [(f"p{number // 2:04}", f"c{(number + 1) // 2:04}") for number in range(999)]
    world = Affiliation.from_pairs(ties)
    assert (len(world.places), len(world.collectives)) == (500, 500)
    sines = np.sin(np.arange(1, 1001) * np.pi / 1001)
    found = hits(project(world))
    own = sines[1::2] if found[-1] < found[0] else sines[::2]
    assert found == pytest.approx(own / own.sum(), rel=1e-7)


@pytest.mark.parametrize(
    ("world", "mode", "cities", "collectives"),
    [
        pytest.param(EMPTY, "dot", {}, {}, id="empty"),
        pytest.param(SINGLE, "dot", {"a": 0}, {}, id="a place alone"),
        pytest.param(PAIR, "dot", {"a": 0}, {"X": 0}, id="pair"),
        pytest.param(STAR, "dot", dict.fromkeys("abcd", 1), {"X": 0}, id="star"),
        pytest.param(PATH, "dot", dict.fromkeys("abc", 1 / 2), dict.fromkeys("XY", 1 / 3), id="path"),
        pytest.param(PATH, "max", dict.fromkeys("abc", 1 / 2), dict.fromkeys("XY", 1 / 2), id="path by the larger"),
        pytest.param(PATH, "min", dict.fromkeys("abc", 1), dict.fromkeys("XY", 1 / 2), id="path by the smaller"),
        pytest.param(APART, "dot", {"a": 1, "b": 1, "c": 0, "d": 0}, dict.fromkeys("XYZ", 0), id="disconnected"),
    ],
)
def test_latapy_by_hand(world: Affiliation, mode: str, cities: Scores, collectives: Scores) -> None:
    assert both(latapy, world, mode=mode) == (cities, collectives)


def clustered(world: Affiliation, mode: str) -> Scores:
    found: Scores = nx.bipartite.latapy_clustering(two_mode(world), mode=mode)
    return found


@pytest.mark.parametrize("mode", ["dot", "min", "max"])
@exact
@given(affiliations())
def test_latapy_is_that_of_networkx_on_any_small_graph(mode: str, world: Affiliation) -> None:
    cities, collectives = both(latapy, world, mode=mode)
    assert cities | collectives == pytest.approx(clustered(world, mode), abs=1e-13)


@pytest.mark.parametrize("world", EVERY)
def test_latapy_is_that_of_networkx(world: Affiliation) -> None:
    cities, collectives = both(latapy, world)
    assert cities | collectives == pytest.approx(clustered(world, "dot"), abs=1e-13)


def test_an_unknown_mode_is_named_with_the_nearest() -> None:
    with pytest.raises(AskerError) as raised:
        latapy(project(PATH), mode="mim")
    assert str(raised.value) == "no mode 'mim'; did you mean 'min'?; modes are dot, min, max"


@pytest.mark.parametrize(
    ("world", "cities", "collectives"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(SINGLE, {"a": 0}, {}, id="a place alone"),
        pytest.param(STAR, dict.fromkeys("abcd", 0), {"X": 0}, id="star"),
        pytest.param(HUB, {"a": 0}, dict.fromkeys("WXYZ", 0), id="star around a place"),
        pytest.param(COMPLETE, dict.fromkeys("abc", 1), dict.fromkeys("XY", 1), id="complete"),
        # b and c meet in Y too, a and d only in X: one pair of six.
        pytest.param(words("aX bX cX dX bY cY"), {"a": 0, "b": 1, "c": 1, "d": 0}, {"X": 1 / 6, "Y": 1}, id="part"),
    ],
)
def test_redundancy_by_hand(world: Affiliation, cities: Scores, collectives: Scores) -> None:
    assert both(redundancy, world) == (cities, collectives)


def redundant(world: Affiliation) -> Scores:
    """Redundancy by networkx, which has none for nodes with fewer than two neighbours; ours is 0."""
    graph = two_mode(world)
    some = [node for node in graph if len(graph[node]) > 1]
    return dict.fromkeys(graph, 0.0) | (nx.bipartite.node_redundancy(graph, some) if some else {})


@pytest.mark.parametrize("world", EVERY)
def test_redundancy_is_that_of_networkx(world: Affiliation) -> None:
    cities, collectives = both(redundancy, world)
    assert cities | collectives == pytest.approx(redundant(world), abs=1e-15)


@exact
@given(affiliations())
def test_redundancy_is_that_of_networkx_on_any_small_graph(world: Affiliation) -> None:
    cities, collectives = both(redundancy, world)
    assert cities | collectives == pytest.approx(redundant(world), abs=1e-15)


def test_redundancy_is_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for projection in sides(large(7)):
        whole = redundancy(projection).tolist()
        monkeypatch.setattr(sharing, "STEP", 20)
        assert redundancy(projection).tolist() == whole
        monkeypatch.undo()
