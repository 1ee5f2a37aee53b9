"""Communities for colours: who is together, what they are called, and how many are told apart."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from kg.explorer.communities import COLOURS, RUNS, SMALLER, communities


def stars(*sizes: int) -> nx.Graph:
    """Stars of these sizes around H0, H1 …"""
    return nx.Graph((f"H{hub}", f"m{hub}-{each}") for hub, size in enumerate(sizes) for each in range(size))


def test_two_caves_are_two_communities_named_after_their_heads() -> None:
    graph = nx.relabel_nodes(nx.connected_caveman_graph(2, 5), "abcdefghij".__getitem__)
    found = communities(graph, {"c": "Eurocities", "g": "Oslo"}, heads=["c", "h"])
    assert {found.of[node] for node in "abcde"} == {0} and {found.of[node] for node in "fghij"} == {1}
    # c and h are collectives; of the others d and i are the first by key with four links inside
    assert found.named == ("around Eurocities, d", "around h, i")
    assert "2 communities in the best of 5 runs" in found.method and "agree by 1.00 of 1" in found.method


def test_the_largest_come_first() -> None:
    found = communities(stars(3, 8, 5), {"H1": "Big"})
    assert found.named == ("around Big, m1-0", "around H2, m2-0", "around H0, m0-0")
    assert [found.of[hub] for hub in ("H1", "H2", "H0")] == [0, 1, 2]


def test_more_communities_than_colours_share_the_last_one() -> None:
    found = communities(stars(*range(3, 3 + COLOURS + 1)), {})
    assert len(found.named) == COLOURS and found.named[-1] == SMALLER
    assert {found.of["H0"], found.of["H1"]} == {COLOURS - 1} and found.of[f"H{COLOURS}"] == 0
    just = communities(stars(*range(3, 3 + COLOURS)), {})
    assert len(just.named) == COLOURS and SMALLER not in just.named


def test_things_without_links_have_none_and_loops_are_no_links() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("lone", "lone")])
    graph.add_node("other")
    found = communities(graph, {})
    assert dict(found.of) == {"a": 0, "b": 0, "lone": -1, "other": -1}
    assert found.named == ("around a, b",)


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(["a"])], ids=["empty", "one"])
def test_nothing_to_tell_apart(graph: nx.Graph) -> None:
    found = communities(graph, {})
    assert (dict(found.of), found.named) == (dict.fromkeys(graph, -1), ())


def test_the_order_of_nodes_and_links_changes_nothing() -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(40, 90, seed=1), str)
    edges = [edge[::-1] for edge in random.Random(2).sample(list(graph.edges), graph.number_of_edges())]
    assert communities(nx.Graph(edges), {}) == communities(graph.edge_subgraph(graph.edges), {})


def test_many_links_are_searched_fewer_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.explorer.communities.WORK", 20)
    assert "in the best of 2 runs" in communities(stars(5, 5), {}).method
    assert "in one run, modularity" in communities(stars(9, 9), {}).method
    assert RUNS > 2
