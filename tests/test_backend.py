"""networkx's functions on a projection that is not built, against the same on the graph built."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import backend, backend_info
from kg.projections import WEIGHTS, project
from kg.twomode import Affiliation
from tests.worlds import affiliations, exact

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
    import inspect

    theirs = inspect.signature(nx.utils.backends._registered_algorithms[name].orig_func)
    ours = inspect.signature(getattr(backend, name))
    assert [(each.name, each.default) for each in ours.parameters.values()] == [
        (each.name, each.default) for each in theirs.parameters.values()
    ]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@exact
@given(affiliation=affiliations(), onto=st.sampled_from(["cities", "collectives"]), weight=st.sampled_from(WEIGHTS))
def test_answers_are_those_on_the_graph_built(call: Call, affiliation: Affiliation, onto: str, weight: str) -> None:
    projection = project(affiliation, onto, weight)
    with np.errstate(all="ignore"):
        ours, theirs = answer(call, projection), answer(call, projection.to_networkx())
    assert same(ours, theirs), (ours, theirs)
