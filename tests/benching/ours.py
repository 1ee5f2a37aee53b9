"""What is ours in the bench of the affiliation engine: each function makes ready and returns the work to be timed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import scipy.sparse as sp

from kg.centrality import MEASURES, measure
from kg.centrality.projected.betweenness import betweenness, estimate
from kg.centrality.twomode.betweenness import twomode_dependencies
from kg.incidence import Incidence
from kg.projections import Projection
from tests.benching.peers import Work, ends
from tests.benching.timing import Found

REGIONS = 7
"""How many regions the made cities lie in, for measures that need to know."""


def laid(where: str) -> Incidence:
    """The incidence in a file, with nothing worked out yet."""
    with np.load(where) as kept:
        rows, columns = (int(each) for each in kept["shape"])
        return Incidence.of(kept["rows"], kept["columns"], (rows, columns))


def projection(incidence: Incidence) -> Projection:
    """A projection with made names, and regions in turn."""

    def regions(count: int) -> Callable[[str], list[str]]:
        return lambda name: [f"region {at % REGIONS}" for at in range(count)]

    rows, columns = incidence.shape
    names = tuple(f"{at:07}" for at in range(rows))
    return Projection(incidence, names, traits=regions(rows), members=regions(columns))


def scores(where: str, measures: Sequence[str]) -> Work:
    """Some measures, one after the other, on one incidence."""
    made = projection(laid(where))
    return lambda: {name: measure(name).score(made) for name in measures}


def sources(where: str, drawn: Sequence[int]) -> Work:
    """Betweenness of the projection from some nodes."""
    made = projection(laid(where))
    return lambda: {"projected-betweenness": betweenness(made, sources=drawn)}


def estimated(where: str, samples: int, seed: int) -> Work:
    """Betweenness of the projection from nodes drawn at random, with the errors."""
    made = projection(laid(where))
    return lambda: dict(zip(("scores", "errors"), estimate(made, samples, seed), strict=True))


def twomode(where: str) -> Work:
    """Betweenness of all nodes of the two-mode graph, those of both sides, not normalised."""
    incidence = laid(where)
    return lambda: {"betweenness": np.concatenate(twomode_dependencies(incidence))}


def alone(where: str, measures: Sequence[str], turned: bool = False) -> Work:
    """The CPU seconds of each measure, of columns if `turned`, with nothing worked out before."""
    incidence = laid(where)
    matrix = (incidence.transposed if turned else incidence).matrix
    return lambda: {name: np.array(_taken(matrix, name)) for name in measures}


def _taken(matrix: sp.csr_array, name: str) -> float:
    """The median of three, or the first if it is long."""
    taken: list[float] = []
    while len(taken) < 3 and sum(taken) < 3:
        made = projection(Incidence(matrix))
        started = time.process_time()
        MEASURES[name].score(made)
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def arrays(where: str) -> Work:
    """From a store with the triples of a file to an incidence."""
    from kg.affiliations import affiliation

    store = ox.Store()
    store.bulk_load(path=where)

    def work() -> Found:
        matrix = affiliation(store, ["membership"]).incidence.matrix
        return {"columns": matrix.indices, "starts": matrix.indptr, "memberships": np.array(matrix.nnz)}

    return work


def page(where: str, query: str) -> Work:
    """From a file of Turtle over a query and networkx to a page of pyvis; imports count."""

    def work() -> Found:
        import networkx as nx
        from pyvis.network import Network

        import kg
        from kg.store import select

        rows = [tuple(row.values()) for row in select(kg.open_store(Path(where)), query)]
        graph = nx.Graph(rows)
        net = Network()
        for node in graph:
            net.add_node(node, label=node, shape="dot")
        net.edges = [{"from": start, "to": end, "width": 1} for start, end in graph.edges]
        assert net.generate_html()
        return {"edges": ends(graph.edges)}

    return work
