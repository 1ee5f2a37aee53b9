"""The one-mode graph of who sits with whom, answered without being built.

Two nodes of a side are linked where they share a collective (or, on the other side, a city). `Projection` answers
neighbours, degrees, weights and every measure from the incidence; `to_networkx` builds it for whoever wants it built.

Weights, for u and v with columns S(u), S(v), and s(c) members in column c:

    count    |S(u) ∩ S(v)|
    newman   sum over shared c of 1 / (s(c) - 1)       Newman (2001), Scientific collaboration networks II
    jaccard  |S(u) ∩ S(v)| / |S(u) ∪ S(v)|             Jaccard (1912)
    binary   1 where they share any
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np
import scipy.sparse as sp

from kg.errors import AskerError, nearest
from kg.incidence import BLOCK, MEMORY, Floats, Incidence, Whole
from kg.projections import graphs
from kg.projections.degrees import Degrees
from kg.twomode import TRAITS, Affiliation

WEIGHTS = ("count", "newman", "jaccard", "binary")
SLICE = 64
"""How many classes of twins dense weights are worked out for in one go: what the processor keeps at hand."""


def project(affiliation: Affiliation, onto: str = "cities", weight: str = "count") -> Projection:
    """The projection of an affiliation onto its cities or its collectives.

    Nodes are in the order of the affiliation. Raises AskerError for an unknown side or weight.

    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]
    >>> projection = project(Affiliation.from_pairs(pairs))
    >>> list(projection.neighbors("b")), projection.weigh("a", "b"), projection.weigh("a", "c")
    (['a', 'c'], 1.0, 0.0)
    """
    nodes = affiliation.nodes(onto)
    other = "collectives" if onto == "cities" else "cities"
    incidence = affiliation.incidence if onto == "cities" else affiliation.incidence.transposed
    own, theirs = ((lambda name, side=side: affiliation.traits(side, name)) for side in (onto, other))
    return Projection(incidence, nodes, weight, own, theirs)


def _no_traits(name: str) -> Sequence[str]:
    raise AskerError(f"no trait '{name}' is known of these nodes")


@dataclass(frozen=True, eq=False, repr=False)
class Projection:
    """The one-mode graph on the rows of an incidence; `nodes` names them, `traits` says more of them.

    `members` says more of the columns: for a collective, of the cities in it.
    `loads` says what sharing each column adds to a weight, above 0, where that is not 1: (columns,), for count only.
    It answers what a networkx graph answers, and networkx hands its algorithms over to `kg.backend`.
    Raises AskerError for an unknown weight, and for loads with a weight other than count.
    """

    __networkx_backend__ = "citykg"

    incidence: Incidence
    nodes: tuple[str, ...]
    weight: str = "count"
    traits: Callable[[str], Sequence[str]] = _no_traits
    members: Callable[[str], Sequence[str]] = _no_traits
    loads: Floats | None = None

    def __post_init__(self) -> None:
        if self.weight not in WEIGHTS:
            raise AskerError(
                f"no weight '{self.weight}'{nearest(self.weight, WEIGHTS)}; weights are {', '.join(WEIGHTS)}"
            )
        if self.loads is not None and self.weight != "count":
            raise AskerError(f"loads are summed, and weight '{self.weight}' is no sum of them; say weight='count'")

    def __repr__(self) -> str:
        return f"<Projection of {len(self.nodes):,} nodes on {self.incidence.shape[1]:,} others, weight {self.weight}>"

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Iterator[str]:
        return iter(self.nodes)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, Hashable) and node in self._places

    def __getitem__(self, node: str) -> Mapping[str, Mapping[str, float]]:
        """The neighbours of a node, in order, each with `weight` and `distance`."""
        return {self.nodes[at]: graphs.edge(weight) for at, weight in zip(*self._row(node), strict=True)}

    def is_directed(self) -> bool:
        """No: who sits with whom is mutual."""
        return False

    def is_multigraph(self) -> bool:
        """No: two nodes have one edge, however many columns they share."""
        return False

    def has_node(self, node: object) -> bool:
        """Whether a node is there."""
        return node in self

    def has_edge(self, node: str, other: str) -> bool:
        """Whether two nodes share a column; a node has no edge with itself, nor an unknown one with any."""
        return node in self and other in self and self.weigh(node, other) > 0

    def number_of_nodes(self) -> int:
        """How many nodes there are."""
        return len(self)

    order = number_of_nodes

    @cached_property
    def degree(self) -> Degrees:
        """How many neighbours each node has, as networkx gives it: `degree[node]`, `degree(weight="weight")`."""
        return Degrees(
            dict(zip(self.nodes, self.degrees.tolist(), strict=True)),
            lambda attribute: dict(zip(self.nodes, self.sums(attribute).tolist(), strict=True)),
        )

    def sums(self, attribute: str) -> Floats:
        """The sum of an attribute over the edges of each node, 'weight' or 'distance'; others count 1: (nodes,)."""
        if attribute == "weight":
            return self.product(np.ones(len(self)))
        if attribute != "distance":
            return self.degrees.astype(float)
        twins = self.incidence.twins
        found = np.zeros(len(twins.sizes))
        for rows, weights in self.blocks():
            weights.data = 1 / weights.data
            found[rows] = weights @ twins.sizes - 1 / self.own[rows]
        return twins.spread(found)

    def size(self, weight: str | None = None) -> float:
        """How many edges there are, or the sum of an attribute over them."""
        return self.number_of_edges() if weight is None else float(self.sums(weight).sum() / 2)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {node: at for at, node in enumerate(self.nodes)}

    def weighed(self, weight: str) -> Projection:
        """The same projection with another weight and without loads; what the incidence worked out is shared."""
        return Projection(self.incidence, self.nodes, weight, self.traits, self.members)

    @cached_property
    def columns(self) -> Floats:
        """What sharing each column adds to a weight, for count and newman: (columns,)."""
        if self.loads is not None:
            return self.loads
        members = self.incidence.transposed.sizes
        return 1.0 / np.maximum(members - 1, 1) if self.weight == "newman" else np.ones(len(members))

    @cached_property
    def own(self) -> Floats:
        """The weight between two twins of each class: (classes,)."""
        linear = self.weight in ("count", "newman")
        return (
            np.asarray(self.incidence.twins.matrix @ self.columns)
            if linear
            else np.ones(len(self.incidence.twins.sizes))
        )

    def weights(self, rows: Whole) -> sp.csr_array:
        """The weights between some classes of twins and all: (rows, classes); between a class and itself, `own`."""
        matrix = self.incidence.twins.matrix
        found = sp.csr_array((matrix[rows] * self.columns) @ matrix.T)
        found.sum_duplicates()
        if self.weight == "binary":
            found.data = np.ones(found.nnz)
        if self.weight == "jaccard":
            sizes = np.diff(matrix.indptr)
            either = np.repeat(sizes[rows], np.diff(found.indptr)) + sizes[found.indices]
            found.data = found.data / (either - found.data)
        return found

    def blocks(self) -> Iterator[tuple[Whole, sp.csr_array]]:
        """All classes and their weights, some rows at a time."""
        matrix = self.incidence.twins.matrix
        step = max(1, BLOCK // max(1, matrix.shape[0]))
        for start in range(0, matrix.shape[0], step):
            rows = np.arange(start, min(start + step, matrix.shape[0]))
            yield rows, self.weights(rows)

    def product(self, values: Floats) -> Floats:
        """The weighted sum of the values of each node's neighbours, A @ values: (nodes, …) → (nodes, …)."""
        twins = self.incidence.twins
        found = self.among(twins.gather(values))
        alone = twins.spread(self.own)
        return twins.spread(found) - (alone * values.T).T

    def among(self, sums: Floats) -> Floats:
        """The weighted sum over all classes, its own included: (classes, …) → (classes, …)."""
        matrix = self.incidence.twins.matrix
        if self.weight == "binary":
            return self.incidence.adjacency.product(sums)
        if self.weight == "jaccard":
            return np.concatenate([part.T @ sums for _, part in self._parts()] or [sums])
        return np.asarray(matrix @ (self.columns * (matrix.T @ sums).T).T)

    def dense(self, rows: Whole) -> Floats:
        """As `weights`, turned and with the zeros: (classes, rows).

        >>> Projection(Incidence.of([0, 1, 1], [0, 0, 1], (2, 2)), ("a", "b")).dense(np.array([1])).tolist()
        [[1.0], [2.0]]
        """
        matrix = self.incidence.twins.matrix
        found: Floats = matrix @ np.ascontiguousarray((matrix[rows] * self.columns).toarray().T)
        if self.weight == "binary":
            return (found > 0).astype(float)
        if self.weight == "jaccard":
            sizes = np.diff(matrix.indptr)
            found /= sizes[:, None] + sizes[rows] - found
        return found

    def slices(self) -> Iterator[tuple[Whole, Floats]]:
        """All classes and their `dense` weights, SLICE at a time."""
        everything = np.arange(self.incidence.twins.matrix.shape[0])
        for start in range(0, len(everything), SLICE):
            rows = everything[start : start + SLICE]
            yield rows, self.dense(rows)

    @cached_property
    def _kept(self) -> list[tuple[Whole, Floats]]:
        return list(self.slices())

    def _parts(self) -> Iterable[tuple[Whole, Floats]]:
        """As `slices`, kept where they fit in memory."""
        fits = 8 * self.incidence.twins.matrix.shape[0] ** 2 <= MEMORY
        return self._kept if fits else self.slices()

    @cached_property
    def degrees(self) -> Whole:
        """How many neighbours each node has, whatever the weight: (nodes,)."""
        return self.incidence.twins.spread((self.incidence.neighbours - 1).astype(float)).astype(np.int64)

    def number_of_edges(self) -> int:
        """How many pairs are linked."""
        return int(self.degrees.sum()) // 2

    def _row(self, node: str) -> tuple[Whole, Floats]:
        """The neighbours of a node, as places in order, and their weights."""
        at, twins = self.place(node), self.incidence.twins
        if twins.of[at] < 0:
            return np.zeros(0, np.int64), np.zeros(0)
        row = twins.spread(self.weights(twins.of[[at]]).toarray().ravel())
        row[at] = 0
        found = np.flatnonzero(row)
        return found, row[found]

    def neighbors(self, node: str) -> Iterator[str]:
        """The nodes that share a column with a node, in order."""
        return (self.nodes[at] for at in self._row(node)[0])

    def weigh(self, node: str, other: str) -> float:
        """The weight between two nodes; 0 where they share nothing, and between a node and itself."""
        rows = self.incidence.matrix[[self.place(node), self.place(other)]].toarray()
        shared = rows[0] * rows[1]
        if node == other or not shared.any():
            return 0.0
        if self.weight == "jaccard":
            return float(shared.sum() / rows.max(axis=0).sum())
        return 1.0 if self.weight == "binary" else float(shared @ self.columns)

    def place(self, node: str) -> int:
        """Where a node is in `nodes`.

        Raises AskerError for an unknown one.
        """
        if node not in self._places:
            raise AskerError(f"no node '{node}'{nearest(str(node), map(str, self.nodes))}")
        return self._places[node]

    def to_networkx(self, memory: float = 2e9) -> nx.Graph:
        """The projection as a graph: nodes with their traits, edges with their `weight` and `distance`, 1 / weight.

        `memory` is how many bytes it may take. Raises OperatorError, with the estimate, where that is not enough.
        """
        graphs.afford(len(self), self.number_of_edges(), memory)
        known = {} if self.traits is _no_traits else {trait: self.traits(trait) for trait in TRAITS}
        return graphs.build(self.nodes, self.incidence.twins.of, self.blocks(), known)
