"""The projection as a graph: what it answers unbuilt against the graph built, and what building takes."""

from __future__ import annotations

import gc
import itertools
import tracemalloc

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import AskerError, OperatorError
from kg.incidence import Incidence
from kg.projections import WEIGHTS, Projection, project
from kg.projections.graphs import EDGE, NODE
from kg.twomode import TRAITS, Affiliation
from tests.worlds import APART, COMPLETE, EMPTY, PATH, SINGLE, TWINS, affiliations, build, exact

sides = st.sampled_from(["cities", "collectives"])
weights = st.sampled_from(WEIGHTS)


def brute(affiliation: Affiliation, onto: str, weight: str) -> dict[tuple[str, str], float]:
    """The weight of every linked pair, from sets."""
    matrix = affiliation.incidence.matrix.toarray()
    table = matrix if onto == "cities" else matrix.T
    sets = [set(np.flatnonzero(row).tolist()) for row in table]
    members = table.sum(axis=0)
    found = {}
    for (u, own), (v, other) in itertools.combinations(zip(affiliation.nodes(onto), sets, strict=True), 2):
        shared = own & other
        newman = sum(1 / (members[each] - 1) for each in shared)
        worth = {"count": len(shared), "newman": newman, "jaccard": len(shared) / max(1, len(own | other)), "binary": 1}
        if shared:
            found[u, v] = float(worth[weight])
    return found


@exact
@given(affiliation=affiliations(), onto=sides, weight=weights)
def test_the_graph_built_has_the_weights_of_the_sets(affiliation: Affiliation, onto: str, weight: str) -> None:
    graph = project(affiliation, onto, weight).to_networkx()
    expected = brute(affiliation, onto, weight)
    assert list(graph) == list(affiliation.nodes(onto))
    assert {tuple(sorted(edge)) for edge in graph.edges()} == set(expected)
    for (u, v), worth in expected.items():
        assert graph[u][v] == pytest.approx({"weight": worth, "distance": 1 / worth}, rel=1e-12)


@exact
@given(affiliation=affiliations(), onto=sides, weight=weights)
def test_it_answers_as_the_graph_built(affiliation: Affiliation, onto: str, weight: str) -> None:
    projection = project(affiliation, onto, weight)
    graph = projection.to_networkx()
    assert (len(projection), list(projection)) == (len(graph), list(graph))
    assert projection.number_of_nodes() == projection.order() == graph.order()
    assert projection.number_of_edges() == projection.size() == graph.size()
    assert dict(projection.degree) == dict(graph.degree) and len(projection.degree) == len(graph)
    for attribute in ("weight", "distance", "cost"):
        assert dict(projection.degree(weight=attribute)) == pytest.approx(dict(graph.degree(weight=attribute)))
        assert projection.size(weight=attribute) == pytest.approx(graph.size(weight=attribute))
    for node in graph:
        assert node in projection and projection.has_node(node) and projection.degree[node] == graph.degree[node]
        assert sorted(projection.neighbors(node)) == sorted(graph[node]) == list(projection[node])
        for other, edge in projection[node].items():
            assert edge == pytest.approx(graph[node][other])
    for u, v in itertools.product(graph, repeat=2):
        assert projection.has_edge(u, v) == graph.has_edge(u, v)
        assert projection.weigh(u, v) == pytest.approx(graph[u][v]["weight"] if graph.has_edge(u, v) else 0)


@exact
@given(affiliation=affiliations(), onto=sides, weight=weights, seed=st.integers(0, 9))
def test_a_product_is_that_with_the_matrix_of_the_graph(
    affiliation: Affiliation, onto: str, weight: str, seed: int
) -> None:
    projection = project(affiliation, onto, weight)
    values = np.random.default_rng(seed).random((len(projection), 2))
    matrix = nx.to_numpy_array(projection.to_networkx()) if len(projection) else np.zeros((0, 0))
    assert projection.product(values) == pytest.approx(matrix @ values, rel=1e-9, abs=1e-9)
    assert projection.product(values[:, 0]) == pytest.approx(matrix @ values[:, 0], rel=1e-9, abs=1e-9)


@exact
@given(affiliation=affiliations(), seed=st.integers(0, 9))
def test_loads_are_summed_over_shared_columns(affiliation: Affiliation, seed: int) -> None:
    loads = np.random.default_rng(seed).uniform(0.1, 3, len(affiliation.collectives))
    loaded = Projection(affiliation.incidence, affiliation.places, loads=loads)
    matrix = affiliation.incidence.matrix.toarray()
    expected = (matrix * loads) @ matrix.T
    np.fill_diagonal(expected, 0)
    values = np.arange(1.0, len(loaded) + 1, dtype=np.float64)
    assert loaded.product(values) == pytest.approx(expected @ values, rel=1e-9, abs=1e-9)
    for u, v in loaded.to_networkx().edges():
        places = loaded.place(u), loaded.place(v)
        assert loaded.weigh(u, v) == pytest.approx(expected[places]) == loaded[u][v]["weight"]
    assert loaded.weighed("count").loads is None


def test_what_networkx_asks_of_a_graph() -> None:
    projection = project(PATH)
    assert (projection.is_directed(), projection.is_multigraph()) == (False, False)
    assert (nx.number_of_nodes(projection), nx.number_of_edges(projection)) == (3, 2)
    assert (nx.density(projection), nx.degree_histogram(projection)) == (2 / 3, [0, 2, 1])
    assert list(nx.neighbors(projection, "b")) == ["a", "c"]
    assert [["b"]] not in projection and ["b"] not in projection and "x" not in projection
    assert not projection.has_edge("a", "x") and not projection.has_edge("x", "a") and not projection.has_edge("b", "b")


def test_degrees_are_asked_for_as_in_networkx() -> None:
    degree = project(TWINS, weight="newman").degree
    assert (degree["c"], degree("c"), degree("c", weight="weight")) == (4, 4, pytest.approx(1 + 1))
    assert list(degree) == [("a", 3), ("b", 3), ("c", 4), ("d", 4), ("e", 2), ("f", 0)]
    assert list(degree(["f", "x", "e"])) == [("f", 0), ("e", 2)]
    assert dict(degree(["e"], weight="weight")) == {"e": pytest.approx(2 / 2)}
    with pytest.raises(KeyError):
        degree["x"]
    with pytest.raises(KeyError):
        degree(7)


def test_nodes_bring_their_traits() -> None:
    affiliation = build("ab", "X", ["aX", "bX"], {"a": "Africa"})
    blank = dict.fromkeys(TRAITS, "")
    assert dict(project(affiliation).to_networkx().nodes(data=True)) == {
        "a": blank | {"name": "A", "kind": "city", "region": "Africa"},
        "b": blank | {"name": "B", "kind": "city"},
    }
    bare = Projection(Incidence.of([0], [0], (2, 1)), ("a", "b")).to_networkx()
    assert dict(bare.nodes(data=True)) == {"a": {}, "b": {}}


@pytest.mark.parametrize("affiliation", [EMPTY, SINGLE, APART, COMPLETE], ids=["empty", "single", "apart", "complete"])
def test_edge_cases_are_graphs_too(affiliation: Affiliation) -> None:
    projection = project(affiliation)
    graph = projection.to_networkx()
    assert (graph.order(), graph.size()) == (len(projection), projection.size())
    assert dict(projection.degree) == dict(graph.degree)


def _measured(projection: Projection) -> int:
    """The bytes that the graph built takes."""
    projection.to_networkx(memory=1e12)  # what is worked out once is not counted
    gc.collect()
    tracemalloc.start()
    graph = projection.to_networkx(memory=1e12)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert graph.size() == projection.size()
    return taken


@pytest.mark.parametrize(
    ("places", "collectives"), [(60, 1), (260, 1), (345, 1), (400, 3), (900, 300), (2000, 2000)], ids=str
)
def test_the_estimate_covers_what_the_graph_takes_and_not_much_more(places: int, collectives: int) -> None:
    """One collective of all; some of many; and pairs, where nodes cost more than edges."""
    pairs = [(f"p{at:04}", f"c{at % collectives:04}") for at in range(places)]
    pairs += [(f"p{at:04}", f"c{(at + 1) % collectives:04}") for at in range(places)]
    projection = project(Affiliation.from_pairs(pairs))
    estimate = projection.number_of_edges() * EDGE + len(projection) * NODE
    taken = _measured(projection)
    assert taken <= estimate <= 2 * taken
    with pytest.raises(OperatorError):
        projection.to_networkx(memory=taken * 0.99)


def test_a_graph_too_large_is_refused_before_anything_is_built() -> None:
    projection = project(Affiliation.from_pairs((f"p{at:05}", "X") for at in range(13_000)))
    tracemalloc.start()
    with pytest.raises(OperatorError) as told:
        projection.to_networkx()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50e6
    assert str(told.value) == (
        "a graph of 84,493,500 edges takes about 25.4 GB, more than the 2.0 GB allowed; "
        "measures work without building it, or allow more with memory="
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: project(PATH, "towns"), "no side 'towns'; say cities or collectives"),
        (
            lambda: project(PATH, weight="newmann"),
            "no weight 'newmann'; did you mean 'newman'?; weights are count, newman, jaccard, binary",
        ),
        (
            lambda: Projection(PATH.incidence, PATH.places, "newman", loads=np.ones(2)),
            "loads are summed, and weight 'newman' is no sum of them; say weight='count'",
        ),
        (lambda: list(project(PATH).neighbors("x")), "no node 'x'"),
        (lambda: project(PATH)["x"], "no node 'x'"),
        (lambda: project(PATH).weigh("a", "x"), "no node 'x'"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(call: object, said: str) -> None:
    with pytest.raises(AskerError) as told:
        call()  # type: ignore[operator]
    assert str(told.value) == said
