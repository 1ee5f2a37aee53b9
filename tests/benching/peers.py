"""What is the peers' in the bench of the affiliation engine: each function makes ready and returns work to be timed.

Run by an interpreter that has the peer, and numpy, and need not have a package of ours. Two-mode graphs have the rows
first, then the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Work = Callable[[], dict[str, Array]]
EXACT, SHARE = 1e-14, 0.85


def laid(where: str) -> tuple[Array, int, int]:
    """The ties in a file as pairs of nodes, and how many rows and columns there are."""
    with np.load(where) as kept:
        rows, columns = (int(each) for each in kept["shape"])
        return np.column_stack([kept["rows"], kept["columns"] + rows]), rows, columns


# networkx


def networkx_scores(where: str, measures: Sequence[str]) -> Work:
    """The projection, built, and measures of it."""
    import networkx as nx

    ties, rows, columns = laid(where)
    two = nx.Graph()
    two.add_nodes_from(range(rows + columns))
    two.add_edges_from(ties.tolist())

    def work() -> dict[str, Array]:
        graph = nx.bipartite.weighted_projected_graph(two, range(rows))
        scored = _networkx()
        return {name: _ordered(scored[name](graph), rows) for name in measures}

    return work


def _networkx() -> dict[str, Callable[[Any], Any]]:
    import networkx as nx

    return {
        "projected-degree": lambda graph: dict(graph.degree()),
        "strength": lambda graph: dict(graph.degree(weight="weight")),
        "projected-closeness": nx.closeness_centrality,
        "harmonic": nx.harmonic_centrality,
        "projected-betweenness": nx.betweenness_centrality,
        "projected-pagerank": lambda graph: nx.pagerank(graph, tol=EXACT, max_iter=1000),
        "eigenvector": lambda graph: nx.eigenvector_centrality_numpy(graph, weight="weight"),
        "katz": lambda graph: nx.katz_centrality_numpy(graph, alpha=_alpha(graph), weight="weight"),
        "core": nx.core_number,
    }


def _alpha(graph: Any) -> float:
    """The alpha of Katz centrality that we take by default: a share of the largest that converges."""
    import networkx as nx
    from scipy.sparse.linalg import eigsh

    return SHARE / float(eigsh(nx.to_scipy_sparse_array(graph, dtype=float), k=1, return_eigenvectors=False)[0])


def _ordered(scores: dict[int, float], count: int) -> Array:
    return np.array([scores[node] for node in range(count)], float)


# igraph


def igraph_scores(where: str, measures: Sequence[str]) -> Work:
    """The projection, built, and measures of it."""
    two, rows = _igraph(where)

    def work() -> dict[str, Array]:
        graph = two.bipartite_projection(which=0)
        return {name: np.array(IGRAPH[name](graph), float)[:rows] for name in measures}

    return work


def igraph_sources(where: str, drawn: Sequence[int]) -> Work:
    """Betweenness of the projection, built beforehand, over paths from some nodes."""
    two, _ = _igraph(where)
    graph = two.bipartite_projection(which=0)
    return lambda: {"projected-betweenness": _from_some(graph, drawn)}


def igraph_twomode(where: str, drawn: Sequence[int] = ()) -> Work:
    """Betweenness of the two-mode graph, over paths from some nodes where they are given.

    Scores are not scaled up then, and so are no answer to compare.
    """
    two, _ = _igraph(where)
    if drawn:
        return lambda: {"some": np.array(two.betweenness(directed=False, sources=list(drawn)))}
    return lambda: {"betweenness": np.array(two.betweenness(directed=False))}


def _igraph(where: str) -> tuple[Any, int]:
    import igraph

    ties, rows, columns = laid(where)
    return igraph.Graph.Bipartite([False] * rows + [True] * columns, ties.tolist()), rows


def _from_some(graph: Any, drawn: Sequence[int]) -> Array:
    """As networkx scales it: over the ordered pairs of a drawn node and another, without those that v is in."""
    count = int(graph.vcount())
    sums: Array = 2 * np.array(graph.betweenness(directed=False, sources=list(drawn)))
    known = len(drawn) - np.isin(np.arange(count), list(drawn))
    return np.asarray(sums / known / (count - 2))


def _igraph_closeness(graph: Any) -> Array:
    """Times the share of the others that can be reached, as Wasserman and Faust do."""
    reached = np.array([graph.components().size(part) for part in graph.components().membership]) - 1
    return np.asarray(np.nan_to_num(np.array(graph.closeness(), float)) * reached / (graph.vcount() - 1))


def _igraph_betweenness(graph: Any) -> Array:
    count = graph.vcount()
    return np.asarray(np.array(graph.betweenness(directed=False)) * 2 / ((count - 1) * (count - 2)))


def _igraph_eigenvector(graph: Any) -> Array:
    found = np.array(graph.eigenvector_centrality(weights="weight"))
    return np.asarray(found / np.linalg.norm(found))


IGRAPH: dict[str, Callable[[Any], Any]] = {
    "projected-degree": lambda graph: graph.degree(),
    "strength": lambda graph: graph.strength(weights="weight"),
    "projected-closeness": _igraph_closeness,
    "harmonic": lambda graph: np.array(graph.harmonic_centrality()) * (graph.vcount() - 1),
    "projected-betweenness": _igraph_betweenness,
    "projected-pagerank": lambda graph: graph.pagerank(directed=False, weights="weight"),
    "eigenvector": _igraph_eigenvector,
    "core": lambda graph: graph.coreness(),
    "constraint": lambda graph: graph.constraint(weights="weight"),
    "clustering": lambda graph: graph.transitivity_local_undirected(mode="zero"),
}


# Two-mode betweenness


def networkx_twomode(where: str) -> Work:
    """Betweenness of the two-mode graph."""
    import networkx as nx

    ties, rows, columns = laid(where)
    graph = nx.Graph()
    graph.add_nodes_from(range(rows + columns))
    graph.add_edges_from(ties.tolist())
    return lambda: {"betweenness": _ordered(nx.betweenness_centrality(graph, normalized=False), rows + columns)}


def rustworkx_twomode(where: str) -> Work:
    """Betweenness of the two-mode graph, on one core."""
    import rustworkx

    ties, rows, columns = laid(where)
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(rows + columns))
    graph.add_edges_from_no_data([tuple(tie) for tie in ties.tolist()])

    def work() -> dict[str, Array]:
        # from that many nodes on it takes all cores
        found = rustworkx.betweenness_centrality(graph, normalized=False, parallel_threshold=10**9)
        return {"betweenness": _ordered(dict(found), rows + columns)}

    return work


def networkit_twomode(where: str) -> Work:
    """Betweenness of the two-mode graph, on one core."""
    import networkit

    networkit.setNumberOfThreads(1)
    ties, rows, columns = laid(where)
    graph = networkit.Graph(rows + columns)
    for start, end in ties.tolist():
        graph.addEdge(start, end)
    found = networkit.centrality.Betweenness(graph, normalized=False)
    return lambda: {"betweenness": np.array(found.run().scores()) / 2}  # it counts ordered pairs


def graphtool_twomode(where: str) -> Work:
    """Betweenness of the two-mode graph, on one core."""
    import graph_tool
    from graph_tool.centrality import betweenness

    graph_tool.openmp_set_num_threads(1)
    ties, rows, columns = laid(where)
    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(rows + columns)
    graph.add_edge_list(ties)
    return lambda: {"betweenness": np.array(betweenness(graph, norm=False)[0].a)}


# From a store


def scan(where: str, predicate: str) -> Work:
    """From a store of pyoxigraph to arrays, with keys of text."""
    import pyoxigraph as ox
    import scipy.sparse as sp

    store = ox.Store()
    store.bulk_load(path=where)

    def work() -> dict[str, Array]:
        quads: Iterable[Any] = store.quads_for_pattern(None, ox.NamedNode(predicate), None)
        pairs = [(quad.subject.value, quad.object.value) for quad in quads]
        rows, columns = (_numbers(_key(pair[side]) for pair in pairs) for side in (0, 1))
        matrix = sp.csr_array((np.ones(len(pairs)), (rows, columns)))
        matrix.sum_duplicates()
        return {"columns": matrix.indices, "starts": matrix.indptr}

    return work


def _key(address: str) -> str:
    return address[address.rfind("/") + 1 :]


def _numbers(keys: Iterable[str]) -> list[int]:
    """The place of each key among all of them in order."""
    listed = list(keys)
    number = {key: at for at, key in enumerate(sorted(set(listed)))}
    return [number[key] for key in listed]


def rdflib_networkx(where: str, predicate: str) -> Work:
    """The triples of one predicate, in an rdflib graph of their own, as a networkx graph."""
    import rdflib
    from rdflib.extras.external_graph_libs import rdflib_to_networkx_digraph

    graph = rdflib.Graph()
    with open(where, encoding="utf-8") as lines:  # noqa: PTH123
        graph.parse(data="".join(line for line in lines if line.split(" ", 2)[1] == f"<{predicate}>"), format="nt")

    def work() -> dict[str, Array]:
        return {"memberships": np.array(rdflib_to_networkx_digraph(graph).number_of_edges())}

    return work


# End to end


def kglab_page(where: str, query: str) -> Work:
    """From a file of Turtle over a query and networkx to a page of pyvis, as kglab does; imports count."""

    def work() -> dict[str, Array]:
        import kglab
        import networkx as nx
        from pyvis.network import Network

        kept = kglab.KnowledgeGraph()
        kept.load_rdf(where, format="ttl")
        graph = kglab.SubgraphMatrix(kept, query).build_nx_graph(nx.Graph(), bipartite=True)
        net = Network()
        net.from_nx(graph)
        names = graph.nodes(data="label")
        edges = [(names[start], names[end]) for start, end in graph.edges]
        assert net.generate_html()
        return {"edges": ends(edges)}

    return work


def ends(edges: Iterable[tuple[str, str]]) -> Array:
    """Edges in order, each the last parts of the addresses of its ends, in order."""
    return np.array(sorted("|".join(sorted(each.strip("<>").rpartition("/id/")[2] for each in edge)) for edge in edges))
