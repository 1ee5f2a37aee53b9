"""networkx's functions on a projection that is not built, against the same on the graph built."""

from __future__ import annotations

import inspect
import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import backend, backend_info
from kg.errors import OperatorError
from kg.projections import WEIGHTS, Projection, project
from kg.twomode import Affiliation
from tests.worlds import PATH, SINGLE, affiliations, exact, large

Call = Callable[[Any], Any]
CALLS: dict[str, Call] = {
    "degree": nx.degree_centrality,
    "isolates": lambda graph: list(nx.isolates(graph)),
    "how many isolates": nx.number_of_isolates,
    "is isolate": lambda graph: [nx.is_isolate(graph, node) for node in graph],
    "parts": lambda graph: list(nx.connected_components(graph)),
    "how many parts": nx.number_connected_components,
    "is connected": nx.is_connected,
    "own part": lambda graph: [nx.node_connected_component(graph, node) for node in graph],
    "clustering": nx.clustering,
    "clustering of some": lambda graph: nx.clustering(graph, ["p1", "p0", "x"]),
    "clustering of one": lambda graph: nx.clustering(graph, "p0"),
    "clustering by weight": lambda graph: nx.clustering(graph, weight="weight"),
    "average clustering above 0 by weight": lambda graph: nx.average_clustering(
        graph, weight="weight", count_zeros=False
    ),
    "clustering, other attribute": lambda graph: nx.clustering(graph, weight="cost"),
    "average clustering": nx.average_clustering,
    "average clustering above 0": lambda graph: nx.average_clustering(graph, count_zeros=False),
    "average clustering of some": lambda graph: nx.average_clustering(graph, ["p1", "p0"]),
    "triangles": nx.triangles,
    "triangles of one": lambda graph: nx.triangles(graph, "p0"),
    "triangles of some": lambda graph: nx.triangles(graph, ["p0", "p2"]),
    "transitivity": nx.transitivity,
    "core": nx.core_number,
    "betweenness": nx.betweenness_centrality,
    "betweenness raw": lambda graph: nx.betweenness_centrality(graph, normalized=False),
    "betweenness with ends": lambda graph: nx.betweenness_centrality(graph, endpoints=True),
    "betweenness from three": lambda graph: nx.betweenness_centrality(graph, k=3, seed=5),
    "betweenness from two, with ends": lambda graph: nx.betweenness_centrality(graph, k=2, seed=1, endpoints=True),
    "betweenness from one, raw": lambda graph: nx.betweenness_centrality(graph, k=1, seed=2, normalized=False),
    "betweenness from none": lambda graph: nx.betweenness_centrality(graph, k=0),
    "betweenness, other attribute": lambda graph: nx.betweenness_centrality(graph, weight="cost"),
    "closeness": nx.closeness_centrality,
    "closeness within the part": lambda graph: nx.closeness_centrality(graph, wf_improved=False),
    "closeness by distance": lambda graph: nx.closeness_centrality(graph, distance="distance"),
    "closeness of one": lambda graph: nx.closeness_centrality(graph, "p0"),
    "closeness of one by distance": lambda graph: nx.closeness_centrality(graph, u="p0", distance="distance"),
    "harmonic": nx.harmonic_centrality,
    "harmonic of some": lambda graph: nx.harmonic_centrality(graph, ["p0", "p1", "x"]),
    "harmonic from some": lambda graph: nx.harmonic_centrality(graph, sources=["p2", "p0", "p3"]),
    "harmonic of one from one": lambda graph: nx.harmonic_centrality(graph, "p1", sources="p0"),
    "harmonic from some by distance": lambda graph: nx.harmonic_centrality(
        graph, distance="distance", sources=["p2", "p0", "p3"]
    ),
    "harmonic by distance": lambda graph: nx.harmonic_centrality(graph, distance="distance"),
    "eigenvector": lambda graph: nx.eigenvector_centrality(graph, max_iter=1000),
    "eigenvector, few steps": lambda graph: nx.eigenvector_centrality(graph, max_iter=3),
    "eigenvector by weight": lambda graph: nx.eigenvector_centrality(graph, max_iter=1000, tol=1e-9, weight="weight"),
    "eigenvector from a start": lambda graph: nx.eigenvector_centrality(
        graph, max_iter=1000, nstart={node: at + 1 for at, node in enumerate(reversed(list(graph)))}
    ),
    "eigenvector from nothing": lambda graph: nx.eigenvector_centrality(graph, nstart=dict.fromkeys(graph, 0)),
    "eigenvector, start too short": lambda graph: nx.eigenvector_centrality(graph, nstart={"x": 1}),
    "pagerank": nx.pagerank,
    "pagerank without weights": lambda graph: nx.pagerank(graph, weight=None, alpha=0.6, tol=1e-12, max_iter=500),
    "pagerank of some": lambda graph: nx.pagerank(graph, personalization={"p0": 2, "p1": 1, "x": 5}, tol=1e-10),
    "pagerank of others": lambda graph: nx.pagerank(graph, personalization={"x": 5}),
    "pagerank, stuck": lambda graph: nx.pagerank(graph, dangling={"p0": 1, "x": 1}, nstart=dict.fromkeys(graph, 2)),
    "pagerank, no steps": lambda graph: nx.pagerank(graph, max_iter=0),
    "katz": lambda graph: nx.katz_centrality(graph, 0.05),
    "katz by weight": lambda graph: nx.katz_centrality(graph, 0.02, weight="weight", normalized=False),
    "katz of each": lambda graph: nx.katz_centrality(graph, 0.02, beta={node: at for at, node in enumerate(graph)}),
    "katz from a start": lambda graph: nx.katz_centrality(
        graph, 0.02, nstart=dict.fromkeys(reversed(list(graph)), 1.0)
    ),
    "katz too strong": lambda graph: nx.katz_centrality(graph, 5, max_iter=20),
    "katz of nobody": lambda graph: nx.katz_centrality(graph, beta={}),
    "katz of words": lambda graph: nx.katz_centrality(graph, beta="many"),
    "katz solved": lambda graph: nx.katz_centrality_numpy(graph, 0.05),
    "katz solved by weight": lambda graph: nx.katz_centrality_numpy(graph, 0.02, 2.5, False, "weight"),
    "katz solved of each": lambda graph: nx.katz_centrality_numpy(
        graph, 0.02, {node: at + 1 for at, node in enumerate(reversed(list(graph)))}
    ),
    "katz solved of nobody": lambda graph: nx.katz_centrality_numpy(graph, beta={}),
    "katz solved of words": lambda graph: nx.katz_centrality_numpy(graph, beta="many"),
    "constraint": nx.constraint,
    "constraint by weight": lambda graph: nx.constraint(graph, weight="weight"),
    "constraint of some": lambda graph: nx.constraint(graph, ["p1", "p0"]),
    "local constraint": lambda graph: [nx.local_constraint(graph, u, v) for u in graph for v in [*graph, "x"]],
    "local constraint of nobody": lambda graph: nx.local_constraint(graph, "x", "p0"),
    "local constraint by weight": lambda graph: [
        nx.local_constraint(graph, u, v, weight="weight") for u in graph for v in graph
    ],
    "effective size": nx.effective_size,
    "effective size by weight": lambda graph: nx.effective_size(graph, list(graph), weight="weight"),
    "effective size of some": lambda graph: nx.effective_size(graph, ["p1", "p0"]),
}


def answer(call: Call, graph: Any) -> Any:
    """What a call gives, or the kind of error and what it says."""
    try:
        return call(graph)
    except (nx.NetworkXException, ArithmeticError, LookupError, ValueError, TypeError) as error:
        return type(error), str(error)


def same(ours: Any, theirs: Any) -> bool:
    """Whether two answers agree: nodes and order exactly, numbers to 1e-9."""
    if isinstance(theirs, Mapping):
        assert list(ours) == list(theirs)
        return all(same(ours[node], theirs[node]) for node in theirs)
    if isinstance(theirs, float):
        assert type(ours) in (int, float)
        return math.isnan(ours) if math.isnan(theirs) else ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(same(*each) for each in zip(ours, theirs, strict=True))
    return bool(ours == theirs)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """No warning of numpy's of what is divided by nothing, which networkx gives on the graph built too."""
    with np.errstate(all="ignore"):
        yield


def test_networkx_knows_the_backend() -> None:
    assert "citykg" in nx.config.backends, "install the package again (pip install -e .), for its entry points"
    assert nx.utils.backends.backend_info["citykg"] == backend_info.get_info()


def test_importing_networkx_brings_nothing_heavy_along() -> None:
    """networkx reads `backend_info` whenever it starts, in every program of the same environment."""
    code = "import sys, networkx; print([name for name in ('kg.api', 'kg.backend', 'scipy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_what_is_announced_is_what_there_is() -> None:
    known = nx.utils.backends._registered_algorithms
    assert [name for name in dir(backend) if name in known] == sorted(backend_info.FUNCTIONS)
    assert set(backend.__all__) == {
        *backend_info.FUNCTIONS,
        "can_run",
        "should_run",
        "convert_from_nx",
        "convert_to_nx",
    }


@pytest.mark.parametrize("name", backend_info.FUNCTIONS)
def test_parameters_are_those_of_networkx(name: str) -> None:
    theirs = inspect.signature(nx.utils.backends._registered_algorithms[name].orig_func)
    ours = inspect.signature(getattr(backend, name))
    assert [(each.name, each.default) for each in ours.parameters.values()] == [
        (each.name, each.default) for each in theirs.parameters.values()
    ]


SLOW = {"local constraint", "local constraint by weight", "effective size by weight", "constraint of some"}
"""What takes networkx seconds for 60 nodes."""
ONLY_ONE = {name for name in CALLS if name.startswith("katz solved")}
"""Where networkx fails on a graph of one node: its katz_centrality_numpy takes the only score for no list."""


@pytest.mark.parametrize("name", CALLS)
@settings(exact, max_examples=25)
@given(affiliation=affiliations(), onto=st.sampled_from(["cities", "collectives"]), weight=st.sampled_from(WEIGHTS))
def test_answers_are_those_on_the_graph_built(name: str, affiliation: Affiliation, onto: str, weight: str) -> None:
    projection = project(affiliation, onto, weight)
    if name in ONLY_ONE and len(projection) == 1:
        return
    with np.errstate(all="ignore"):
        ours, theirs = answer(CALLS[name], projection), answer(CALLS[name], projection.to_networkx())
    assert same(ours, theirs), (ours, theirs)


@pytest.mark.parametrize("weight", ["count", "jaccard"])
@pytest.mark.parametrize("name", [name for name in CALLS if name not in SLOW])
def test_answers_are_those_on_a_larger_graph_built(name: str, weight: str) -> None:
    renamed = {f"p{number:03}": f"p{number}" for number in range(60)}
    affiliation = Affiliation.from_pairs((renamed[place], other) for place, other in _ties(large(3)))
    projection = project(affiliation, weight=weight)
    ours, theirs = answer(CALLS[name], projection), answer(CALLS[name], projection.to_networkx())
    assert same(ours, theirs), (ours, theirs)


def _ties(affiliation: Affiliation) -> list[tuple[str, str]]:
    return [(affiliation.places[place], affiliation.collectives[other]) for place, other, _ in affiliation.ties]


def test_the_only_node_is_scored_where_networkx_fails() -> None:
    assert nx.katz_centrality_numpy(project(SINGLE)) == {"a": 1.0}


def test_effective_size_by_weight_is_that_of_all_nodes_by_name() -> None:
    """By hand: b, c weigh 2 together and 1 with a. b holds a for 1/3 and c for 2/3 of itself; a has 2/3 * 1 of b's,
    c 1/3 * 1/2: 2 - 2/3 - 1/6."""
    projection = project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("c", "X"), ("b", "Y"), ("c", "Y")]))
    found = nx.effective_size(projection, weight="weight")
    assert found == pytest.approx({"a": 1.0, "b": 7 / 6, "c": 7 / 6})
    assert found == pytest.approx(nx.effective_size(projection.to_networkx(), list("abc"), weight="weight"))


def test_keywords_are_those_of_networkx() -> None:
    projection = project(PATH)
    assert nx.betweenness_centrality(G=projection, normalized=False) == {"a": 0.0, "b": 1.0, "c": 0.0}
    assert nx.closeness_centrality(G=projection, u="b") == 1.0


REFUSED = {
    "lengths of a weight": lambda graph: nx.betweenness_centrality(graph, weight="weight"),
    "closeness by weight": lambda graph: nx.closeness_centrality(graph, distance="weight"),
    "strengths of a distance": lambda graph: nx.pagerank(graph, weight="distance"),
    "clustering by distance": lambda graph: nx.clustering(graph, weight="distance"),
    "a function": lambda graph: nx.betweenness_centrality(graph, weight=lambda u, v, edge: 1),
    "not here": nx.load_centrality,
}


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_works_on_the_graph_built_where_told_to(call: Call) -> None:
    projection = project(PATH, weight="newman")
    with pytest.raises(NotImplementedError):
        call(projection)
    with nx.config(fallback_to_nx=True):
        assert call(projection) == call(projection.to_networkx())


@pytest.mark.parametrize("call", list(REFUSED.values())[:4], ids=list(REFUSED)[:4])
def test_nothing_is_refused_where_all_weights_are_1(call: Call) -> None:
    projection = project(PATH, weight="binary")
    assert same(call(projection), call(projection.to_networkx()))


def test_a_refusal_says_why() -> None:
    projection = project(PATH)
    said = "betweenness_centrality reads 'weight' as a length, and the lengths of a projection are its 'distance'"
    assert backend.can_run("betweenness_centrality", (projection,), {"weight": "weight"}) == said
    assert backend.can_run("betweenness_centrality", (projection,), {"weight": "distance"}) is True
    assert backend.can_run("clustering", (projection, None, "weight"), {}) is True
    assert backend.can_run("pagerank", (nx.DiGraph(),), {}) == (
        "only undirected graphs with one edge a pair are projections"
    )
    assert backend.can_run("pagerank", (nx.Graph([(1, 1)]),), {}) == (
        "a node that is linked with itself is in no projection"
    )
    with pytest.raises(TypeError):
        nx.pagerank(projection, colour="red")


def test_networkx_can_be_named_and_builds_the_graph() -> None:
    projection = project(PATH)
    found = nx.load_centrality(projection, backend="networkx")
    assert found == nx.load_centrality(projection.to_networkx())


def test_a_graph_too_large_to_build_is_not_built_unasked() -> None:
    projection = project(Affiliation.from_pairs((f"p{number:04}", "X") for number in range(4000)))
    assert set(nx.degree_centrality(projection).values()) == {1.0}
    with nx.config(fallback_to_nx=True), pytest.raises(OperatorError) as told:
        nx.load_centrality(projection)
    assert str(told.value).startswith("a graph of 7,998,000 edges takes about 2.4 GB, more than the 2.0 GB allowed")


GRAPHS = {
    "karate club": nx.karate_club_graph(),
    "path of numbers": nx.path_graph(5),
    "no node": nx.Graph(),
    "no edge": nx.empty_graph(3),
    "apart": nx.disjoint_union(nx.cycle_graph(4), nx.star_graph(3)),
    "names of all kinds": nx.Graph([(1, "a"), ("a", (2, 3)), ((2, 3), frozenset("x"))]),
    "weighted": nx.Graph([(0, 1, {"weight": 2, "km": 0.1}), (1, 2, {"weight": 0.5}), (0, 2, {"km": 0.3}), (2, 3)]),
}
ANY: dict[str, Call] = {
    "betweenness": nx.betweenness_centrality,
    "betweenness by weight": lambda graph: nx.betweenness_centrality(graph, weight="weight"),
    "betweenness by km": lambda graph: nx.betweenness_centrality(graph, weight="km"),
    "betweenness from some": lambda graph: nx.betweenness_centrality(graph, k=2, seed=3),
    "closeness by km": lambda graph: nx.closeness_centrality(graph, distance="km"),
    "harmonic by weight": lambda graph: nx.harmonic_centrality(graph, distance="weight"),
    "pagerank": nx.pagerank,
    "pagerank by km": lambda graph: nx.pagerank(graph, weight="km"),
    "eigenvector": lambda graph: nx.eigenvector_centrality(graph, max_iter=2000),
    "eigenvector by weight": lambda graph: nx.eigenvector_centrality_numpy(graph, weight="weight"),
    "katz by weight": lambda graph: nx.katz_centrality_numpy(graph, 0.01, weight="weight"),
    "constraint by weight": lambda graph: nx.constraint(graph, weight="weight"),
    "effective size": nx.effective_size,
    "clustering": nx.clustering,
    "clustering by km": lambda graph: nx.clustering(graph, weight="km"),
    "core": nx.core_number,
    "parts": lambda graph: list(nx.connected_components(graph)),
}


@pytest.mark.parametrize("call", ANY.values(), ids=ANY)
@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_any_simple_graph_can_be_handed_over(graph: nx.Graph, call: Call) -> None:
    with nx.config(cache_converted_graphs=False):
        theirs = answer(call, graph)
        with nx.config(backend_priority=["citykg"]):
            ours = answer(call, graph)
    assert same(ours, theirs), (ours, theirs)


def test_a_converted_graph_has_the_edges_and_nodes_of_the_graph() -> None:
    graph = GRAPHS["weighted"]
    found = backend.convert_from_nx(graph, edge_attrs={"km": 1})
    assert isinstance(found, Projection) and list(found) == list(graph)
    assert sorted(found.to_networkx().edges()) == sorted(graph.edges())
    assert found.attributes["km"].tolist() == [0.1, 0.3, 1.0, 1.0]
    assert backend.convert_to_nx("else") == "else"


@pytest.mark.parametrize("value", [0, -1, math.inf, math.nan, "far", None])
def test_an_attribute_that_is_no_weight_is_refused(value: object) -> None:
    graph = nx.Graph([("a", "b", {"weight": value}), ("b", "c", {"weight": 1})])
    with pytest.raises(NotImplementedError, match="'weight' is not a number above 0 on every edge"):
        backend.convert_from_nx(graph, edge_attrs={"weight": 1})
    with pytest.raises(NotImplementedError):
        nx.pagerank(graph, backend="citykg")
    assert nx.betweenness_centrality(graph, backend="citykg") == {"a": 0.0, "b": 1.0, "c": 0.0}


@pytest.mark.parametrize("graph", [nx.DiGraph([(1, 2)]), nx.MultiGraph([(1, 2)]), nx.Graph([(1, 1)])], ids=repr)
def test_a_graph_that_is_no_projection_is_refused(graph: nx.Graph) -> None:
    with pytest.raises(NotImplementedError):
        backend.convert_from_nx(graph)
    with pytest.raises(NotImplementedError):
        nx.pagerank(graph, backend="citykg")
