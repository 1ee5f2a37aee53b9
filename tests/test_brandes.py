"""The search for ways: by hand on small webs, with numbers that no float holds, and against counting by hand."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp

from kg.centrality.engine import brandes
from kg.centrality.engine.brandes import Web, back, carried, components, forth
from kg.incidence import Floats, Whole
from tests.worlds import APART, large


def web(links: list[tuple[int, int]], sizes: list[float]) -> Web:
    """A web of one table from links between nodes."""
    matrix = np.zeros((len(sizes), len(sizes)))
    for one, other in links:
        matrix[one, other] = matrix[other, one] = 1.0
    parts, _ = components(sp.csr_array(matrix + np.eye(len(sizes))))
    return Web((lambda values: matrix @ values,), (np.array(sizes),), (parts,))


DIAMOND = web([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)], [1, 3, 1, 1, 2])
"""From 0 by 1 (three twins) or 2 to 3 and on to 4 (two twins)."""


def test_ways_are_counted_through_all_twins() -> None:
    ways = forth(DIAMOND, 0, np.array([0, 4]))
    assert ways.counts[0].T.tolist() == [[0, 1, 1, 4, 4], [4, 1, 1, 1, 0]]
    assert ways.levels[0].T.tolist() == [[0, 1, 1, 2, 3], [3, 2, 2, 1, 0]]


def test_each_twin_carries_its_share() -> None:
    ways = forth(DIAMOND, 0, np.array([0, 4]))
    # 3 carries both of 4; of the three ends 3, 4 and 4 each of the three twins of 1 carries a quarter, as 2 does
    assert back(DIAMOND, 0, (np.ones(5),), ways)[0].T.tolist() == [[0, 0.75, 0.75, 2, 0], [0, 0.25, 0.25, 5, 0]]
    assert back(DIAMOND, 0, (np.array([1.0, 1, 1, 0, 2]),), ways)[0].T[0].tolist() == [0, 1, 1, 4, 0]


def test_what_is_out_of_reach_has_no_ways() -> None:
    apart = web([(0, 1), (2, 3)], [1, 1, 1, 1])
    ways = forth(apart, 0, np.array([0]))
    assert (ways.counts[0].T.tolist(), ways.levels[0].T.tolist()) == ([[0, 1, 0, 0]], [[0, 1, 0, 0]])


def test_two_tables_are_searched_in_turn() -> None:
    links = np.array([[1.0, 1, 0], [0, 1, 1]])
    pair = Web(
        (lambda values: links.T @ values, lambda values: links @ values), (np.ones(2), np.ones(3)),
        (np.zeros(2, np.int64), np.zeros(3, np.int64)),
    )  # fmt: skip
    ways = forth(pair, 1, np.array([0]))
    assert [table.T.tolist() for table in ways.levels] == [[[1, 3]], [[0, 2, 4]]]
    found = back(pair, 1, (np.ones(2), np.ones(3)), ways)
    assert [table.T.tolist() for table in found] == [[[3, 1]], [[0, 2, 0]]]


def path(length: int, twins: int) -> Web:
    """Classes in a row."""
    return web(list(itertools.pairwise(range(length))), [1.0, *[float(twins)] * (length - 2), 1.0])


@pytest.mark.parametrize("twins", [1, 2, 1000])
def test_more_ways_than_a_float_holds_are_still_shared_rightly(twins: int) -> None:
    length = 300
    ends = np.where(np.isin(np.arange(length), [0, length - 1]), 1.0, 0.0)
    ((_, (found,)),) = carried(path(length, twins), 0, np.array([0]), (ends,))
    assert found[:, 0] == pytest.approx(np.where(ends, 0.0, 1 / twins), rel=1e-12)
    assert twins < 1000 or twins ** (length - 2) > 1e308


def test_sources_come_some_at_a_time_and_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brandes, "WIDTH", 2)
    told: list[float] = []
    sources = np.array([4, 0, 3, 2, 1])
    blocks = list(carried(DIAMOND, 0, sources, (np.ones(5),), told.append))
    assert ([block.start for block, _ in blocks], told) == ([0, 2, 4], [0.4, 0.8, 1.0])
    together = np.hstack([table for _, (table,) in blocks])
    monkeypatch.setattr(brandes, "WIDTH", 64)
    ((_, (whole,)),) = carried(DIAMOND, 0, sources, (np.ones(5),))
    assert together.tolist() == whole.tolist()


def test_no_sources_are_no_blocks() -> None:
    assert list(carried(DIAMOND, 0, np.empty(0, np.int64), (np.ones(5),))) == []


def told(found: tuple[Whole, Whole]) -> list[list[int]]:
    return [each.tolist() for each in found]


def test_components_are_those_of_the_two_mode_graph() -> None:
    assert told(components(APART.incidence.matrix)) == [[0, 0, 1, 2], [0, 1, 3]]
    assert told(components(sp.csr_array((0, 0)))) == [[], []]
    assert told(components(sp.csr_array((2, 0)))) == [[0, 1], []]


def counted(graph: nx.Graph, source: int, nodes: int) -> Floats:
    """What each node carries for one source, by listing all shortest paths."""
    found = np.zeros(nodes)
    for target in set(nx.node_connected_component(graph, source)) - {source}:
        paths = list(nx.all_shortest_paths(graph, source, target))
        for inner in itertools.chain.from_iterable(each[1:-1] for each in paths):
            found[inner] += 1 / len(paths)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_what_is_carried_is_what_listing_all_paths_finds(seed: int) -> None:
    incidence = large(seed, 25, 8).incidence
    adjacency, sizes = incidence.adjacency, np.ones(len(incidence.twins.sizes))
    parts, _ = components(adjacency.matrix)
    alone = Web((adjacency.product,), (sizes,), (parts,))
    graph = nx.from_numpy_array(adjacency.product(np.eye(len(sizes))) - np.eye(len(sizes)))
    ((_, (found,)),) = carried(alone, 0, np.arange(len(sizes)), (sizes,))
    for source in range(len(sizes)):
        assert found[:, source] == pytest.approx(counted(graph, source, len(sizes)), abs=1e-12)
