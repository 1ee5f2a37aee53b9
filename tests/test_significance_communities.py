"""Communities that stand whatever the order, agreement by pairs, and Barber's modularity by its double sum."""

from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import AskerError
from kg.significance.communities import detect, modularity, rand
from tests.matrices import Matrix, exact, incidence, matrices

CAVES = nx.relabel_nodes(nx.connected_caveman_graph(4, 5), {at: f"n{at:02}" for at in range(20)})
parts = st.lists(st.integers(0, 3), min_size=1, max_size=9)


def test_caves_are_found_by_every_run() -> None:
    found = detect(CAVES)
    assert [each.members for each in found.communities] == [
        tuple(f"n{at:02}" for at in range(start, start + 5)) for start in range(0, 20, 5)
    ]
    assert found.stability == 1.0
    assert found.modularity == pytest.approx(
        nx.community.modularity(CAVES, [each.members for each in found.communities])
    )
    assert found.of["n07"] == 1 and found.alone == ()


def test_the_order_in_which_a_graph_was_put_together_does_not_matter() -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(40, 70, seed=3), {at: f"n{at:02}" for at in range(40)})
    expected = detect(graph, runs=5)
    for seed in range(3):
        nodes, edges = list(graph), [edge[:: random.Random(seed).choice((1, -1))] for edge in graph.edges]
        random.Random(seed).shuffle(nodes)
        random.Random(seed).shuffle(edges)
        other = nx.Graph()
        other.add_nodes_from(nodes)
        other.add_edges_from(edges)
        assert detect(other, runs=5) == expected
    assert 0 < expected.stability < 1


def test_the_best_run_is_kept_and_each_two_are_compared() -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(30, 60, seed=8), {at: f"n{at:02}" for at in range(30)})
    each = [detect(graph, runs=1)] + [detect(graph, runs=runs) for runs in range(2, 6)]
    assert [found.modularity for found in each] == sorted(found.modularity for found in each)
    numbered = nx.Graph()
    numbered.add_nodes_from(sorted(node for node in graph if graph.degree[node]))
    numbered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges))
    numbered = nx.convert_node_labels_to_integers(numbered)
    runs = [nx.community.louvain_communities(numbered, seed=seed) for seed in range(5)]
    coded = [[next(at for at, part in enumerate(run) if node in part) for node in numbered] for run in runs]
    assert each[-1].modularity == pytest.approx(max(nx.community.modularity(numbered, run) for run in runs))
    assert each[-1].stability == pytest.approx(np.mean([rand(one, other) for one, other in combinations(coded, 2)]))


def test_names_sizes_and_nodes_alone() -> None:
    graph = nx.Graph([("p", "q"), ("x", "y"), ("y", "z"), ("c", "b"), ("b", "a")])
    graph.add_nodes_from(["w", "m"])
    found = detect(graph, runs=3)
    assert [(each.name, each.members) for each in found.communities] == [
        ("b", ("a", "b", "c")), ("y", ("x", "y", "z")), ("p", ("p", "q")),
    ]  # fmt: skip
    assert found.alone == ("m", "w")


def test_weights_can_decide() -> None:
    ring = nx.Graph()
    ring.add_weighted_edges_from([("a", "b", 9), ("b", "c", 1), ("c", "d", 9), ("d", "a", 1)], weight="shared")
    assert [each.members for each in detect(ring, weight="shared").communities] == [("a", "b"), ("c", "d")]
    assert detect(ring, weight="shared").modularity > detect(ring).modularity


def test_without_links_there_is_no_community() -> None:
    for graph in (nx.Graph(), nx.empty_graph(["b", "a"])):
        found = detect(graph)
        assert (found.communities, found.modularity, found.stability) == ((), 0.0, 1.0)
        assert found.alone == tuple(sorted(graph))


def test_no_run_makes_no_sense() -> None:
    with pytest.raises(AskerError, match=r"^0 runs are too few; run at least once$"):
        detect(CAVES, runs=0)


def test_progress_is_told_after_each_run() -> None:
    said: list[float] = []
    detect(CAVES, runs=4, tick=said.append)
    assert said == [0.25, 0.5, 0.75, 1.0]


@exact
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=9))
def test_agreement_is_counted_over_pairs(nodes: list[tuple[int, int]]) -> None:
    one, other = [node[0] for node in nodes], [node[1] for node in nodes]
    together = [(a[0] == b[0], a[1] == b[1]) for a, b in combinations(nodes, 2)]
    both, mine, theirs = (sum(map(of, together)) for of in (all, lambda pair: pair[0], lambda pair: pair[1]))
    chance, most = mine * theirs / len(together) if together else 0.0, (mine + theirs) / 2
    assert rand(one, other) == pytest.approx((both - chance) / (most - chance) if most != chance else 1.0)
    assert rand(one, other) == rand(other, one)
    assert rand(one, one) == 1.0


def barber(matrix: Matrix, rows: list[int], columns: list[int]) -> float:
    """The double sum over rows and columns of one module."""
    total = matrix.sum()
    return float(
        sum(
            matrix[i, c] - matrix[i].sum() * matrix[:, c].sum() / total
            for i in range(len(rows)) for c in range(len(columns)) if rows[i] == columns[c] >= 0
        ) / total
    )  # fmt: skip


partitioned = matrices(5, 4).flatmap(
    lambda matrix: st.tuples(
        st.just(matrix), *(st.lists(st.integers(-1, 2), min_size=size, max_size=size) for size in matrix.shape)
    )
)


@exact
@given(partitioned)
def test_modularity_is_its_double_sum(world: tuple[Matrix, list[int], list[int]]) -> None:
    matrix, rows, columns = world
    expected = barber(matrix, rows, columns) if matrix.any() else 0.0
    assert modularity(incidence(matrix), np.array(rows), np.array(columns)) == pytest.approx(expected, abs=1e-12)


@exact
@given(partitioned)
def test_columns_left_open_are_put_where_they_add_most(world: tuple[Matrix, list[int], list[int]]) -> None:
    matrix, rows, _ = world
    modules = sorted({row for row in rows if row >= 0})
    open_to = [0.0] * matrix.shape[1]
    for at, column in enumerate(matrix.T if matrix.any() else []):
        gains = [
            (column - matrix.sum(axis=1) * column.sum() / matrix.sum())[np.array(rows) == each] for each in modules
        ]
        open_to[at] = max([0.0, *(float(gain.sum()) for gain in gains)]) / matrix.sum()
    best = sum(open_to)
    assert modularity(incidence(matrix), np.array(rows)) == pytest.approx(best, abs=1e-12)


def test_southern_women_fall_into_the_two_groups_of_davis() -> None:
    """One module for all gives 0; the two groups of the book, 9 women each, beat all random halves."""
    graph = nx.davis_southern_women_graph()
    matrix = nx.bipartite.biadjacency_matrix(graph, graph.graph["top"], graph.graph["bottom"]).toarray()
    assert modularity(incidence(matrix), np.zeros(18, int), np.zeros(14, int)) == pytest.approx(0)
    halves = np.arange(18) // 9
    found = modularity(incidence(matrix), halves)
    others = [modularity(incidence(matrix), np.random.default_rng(seed).permutation(halves)) for seed in range(300)]
    assert found > max(others) + 0.05
