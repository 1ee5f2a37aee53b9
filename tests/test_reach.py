"""Distances from sets of bits, against a search from each node, on worlds by hand and random ones."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from kg import incidence
from kg.centrality.engine import reach, weighted
from kg.centrality.engine.reach import spans
from kg.errors import OperatorError
from kg.incidence import Floats, Incidence
from kg.projections import WEIGHTS, Projection, project
from kg.twomode import Affiliation
from tests.worlds import DAVIS, LADDER, TWINS, WORLDS, affiliations, exact, large, sides, two_mode

BIG = [large(seed, 90, collectives) for seed, collectives in enumerate((4, 12, 40, 130))]


def searched(affiliation: Affiliation, node: str) -> tuple[list[int], list[int]]:
    """How far the nodes of a node's own side are, itself included, and those of the other side."""
    graph = two_mode(affiliation)
    found = nx.single_source_shortest_path_length(graph, node)
    own = graph.nodes[node]["bipartite"]
    return tuple([far for other, far in found.items() if (graph.nodes[other]["bipartite"] == own) is same]
                 for same in (True, False))  # type: ignore[return-value]  # fmt: skip


def assert_right(affiliation: Affiliation, projection: Projection) -> None:
    found, of = spans(projection.incidence), projection.incidence.twins.of
    for at, node in enumerate(projection.nodes):
        if of[at] < 0:
            continue
        for sums, far in zip((found.rows, found.columns), searched(affiliation, node), strict=True):
            assert (sums.count[of[at]], sums.far[of[at]]) == (len(far), sum(far))
            assert sums.near[of[at]] == pytest.approx(sum(1 / each for each in far if each), abs=1e-12)
        assert found.third[of[at]] == sum(each <= 3 for each in searched(affiliation, node)[1])


@pytest.mark.parametrize("name", WORLDS)
def test_sums_are_those_of_a_search_from_each_node(name: str) -> None:
    for projection in sides(WORLDS[name]):
        assert_right(WORLDS[name], projection)


@exact
@given(affiliations(places=12, collectives=9))
def test_sums_are_those_of_a_search_in_any_graph(affiliation: Affiliation) -> None:
    for projection in sides(affiliation):
        assert_right(affiliation, projection)


@pytest.mark.parametrize("affiliation", BIG)
def test_sums_are_those_of_a_search_with_fewer_and_with_more_places_than_collectives(affiliation: Affiliation) -> None:
    for projection in sides(affiliation):
        assert_right(affiliation, projection)


@pytest.mark.parametrize(("limit", "value"), [("PIECE", 1), ("PIECE", 3), ("BLOCK", 1), ("SETS", 64)])
def test_how_the_work_is_cut_changes_nothing(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, limit, value)
    for affiliation in (*WORLDS.values(), BIG[1]):
        for projection in sides(affiliation):
            assert_right(affiliation, projection)


def path(collectives: int) -> Incidence:
    """Collectives in a row, each with a place in common with the next, and a place of its own."""
    at = np.arange(collectives)
    rows = np.concatenate([at, at + 1, at + collectives + 1])
    return Incidence.of(rows, np.tile(at, 3), (2 * collectives + 1, collectives))


def test_a_path_of_a_thousand_collectives_is_walked_to_its_end() -> None:
    found = spans(path(1000))
    assert found.rows.count.tolist() == [2001] * 1999  # classes: the ends are twins of the places of their own
    assert found.rows.far[0] == 2 * sum(2 * step for step in range(1, 1001))  # two places more with each step
    assert found.columns.far[0] == sum(range(1, 2000, 2))
    assert found.rows.far.min() < found.rows.far[0] / 1.9


def test_many_small_parts_are_searched_in_pieces() -> None:
    parts = 3 * reach.PIECE // 2
    at = 3 * np.arange(parts)
    rows, columns = np.concatenate([at, at + 1, at + 1, at + 2]), np.concatenate([at, at, at + 1, at + 1])
    found = spans(Incidence.of(rows, columns, (3 * parts, 3 * parts)))
    assert found.rows.far.tolist() == [6, 4, 6] * parts
    assert found.columns.far.tolist() == [4, 2, 4] * parts


def test_sums_do_not_depend_on_the_order_of_rows_and_columns() -> None:
    graph, dice = BIG[2].incidence, np.random.default_rng(3)
    rows, columns = (dice.permutation(size) for size in graph.shape)
    u, v = graph.matrix.nonzero()
    other = Incidence.of(rows[u], columns[v], graph.shape)
    for name in ("count", "far", "near"):
        for side in ("rows", "columns"):
            one, two = (each.twins.spread(getattr(getattr(spans(each), side), name)) for each in (graph, other))
            assert one == pytest.approx(two[rows], abs=1e-12)


def test_distances_are_worked_out_once_for_an_incidence_whatever_the_weight() -> None:
    projection = project(DAVIS)
    assert spans(projection.incidence) is spans(projection.weighed("newman").incidence)


def test_too_many_states_are_refused_before_the_work() -> None:
    at = np.arange(30_000)
    star = Incidence.of(np.r_[at, at], np.r_[at, np.full(30_000, 30_000)], (30_000, 30_001))
    with pytest.raises(OperatorError) as raised:
        spans(star)
    assert str(raised.value) == (
        "distances between 30,000 classes of twins take about 28.8 GB, more than the 2.0 GB allowed; "
        "choose fewer collectives or layers, or a measure that needs less"
    )


@exact
@given(affiliations())
def test_neighbours_are_counted_as_pairs_are(affiliation: Affiliation) -> None:
    for projection in sides(affiliation):
        whole = projection.incidence.matrix.toarray()
        expected = (whole @ whole.T > 0).sum(axis=1)
        assert (
            projection.incidence.twins.spread(projection.incidence.neighbours.astype(float)).tolist()
            == expected.tolist()
        )


def test_neighbours_are_counted_with_any_whole_weights() -> None:
    for graph in (BIG[0].incidence, BIG[3].incidence):
        adjacency = graph.adjacency
        weights: Floats = (np.arange(len(graph.twins.sizes)) % 5).astype(float)
        assert adjacency.degrees(weights).tolist() == adjacency.product(weights).tolist()


def assert_as_dijkstra(projection: Projection) -> None:
    graph, of = projection.to_networkx(), projection.incidence.twins.of
    steps = weighted.lengths(projection)
    for sources, found in weighted.distances(steps, np.arange(len(projection.own))):
        for at, source in enumerate(sources):
            node = projection.nodes[np.flatnonzero(of == source)[0]]
            expected = nx.single_source_dijkstra_path_length(graph, node, weight="distance")
            for other, place in enumerate(of):
                own = 1 / projection.own[source] if of[other] == source else found[at, place]
                if projection.nodes[other] != node and place >= 0:
                    assert own == pytest.approx(expected.get(projection.nodes[other], np.inf), abs=1e-12)


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("affiliation", [DAVIS, TWINS, LADDER, WORLDS["apart"], WORLDS["empty"]])
def test_weighted_distances_are_those_of_networkx(affiliation: Affiliation, weight: str) -> None:
    for projection in sides(affiliation, weight):
        assert_as_dijkstra(projection)


@exact
@given(affiliations(places=7, collectives=5))
def test_weighted_distances_are_those_of_networkx_in_any_graph(affiliation: Affiliation) -> None:
    for weight in WEIGHTS:
        assert_as_dijkstra(project(affiliation, weight=weight))


def test_lengths_of_too_many_pairs_are_refused_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidence, "MEMORY", 12 * 40)
    with pytest.raises(OperatorError, match=r"^distances between 5 classes of twins take about 0\.0 GB"):
        weighted.lengths(project(LADDER))
    monkeypatch.setattr(incidence, "MEMORY", 13 * 40)
    assert weighted.lengths(project(LADDER)).nnz == 8
