"""Two-mode betweenness: how often a node lies between others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kg.centrality.engine.brandes import Web, carried, components, silent
from kg.centrality.measure import Measure
from kg.incidence import Floats, Incidence
from kg.projections import Projection


def betweenness(projection: Projection, *, tick: Callable[[float], None] = silent) -> Floats:
    """Share of shortest paths that pass through each node of one side, in the two-mode graph: (nodes,).

    Formula: the sum over pairs s, t of the share of shortest s-t paths through v, divided by the greatest sum
    that a node of that side can have in any two-mode graph with as many nodes on each side, so that scores lie
    between 0 and 1.
    Edge cases: disconnected pairs add nothing; a node with one link or none scores 0; with fewer than three nodes
    in all every score is 0; an empty graph gives an empty array.
    Cost: one search for each class of twins, over the incidence of the classes; once for both sides.
    Reference: Borgatti and Halgin (2011), Analyzing affiliation networks, in The SAGE Handbook of Social
    Network Analysis; Brandes (2001), A faster algorithm for betweenness centrality, Journal of Mathematical
    Sociology 25, 163-177, for the algorithm.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> betweenness(project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]))).tolist()
    [0.0, 1.0, 0.0]
    """
    own, _ = twomode_dependencies(projection.incidence, tick)
    greatest = most(*projection.incidence.shape)
    return own / greatest if greatest else np.zeros(len(own))


def most(own: int, other: int) -> float:
    """The highest sum that a node of a side of `own` nodes that faces `other` nodes can have."""
    share, rest = divmod(own - 1, other) if other else (0, 0)
    return 0.5 * (
        other**2 * (share + 1) ** 2 + other * (share + 1) * (2 * rest - share - 1) - rest * (2 * share - rest + 3)
    )


def twomode_dependencies(incidence: Incidence, tick: Callable[[float], None] = silent) -> tuple[Floats, Floats]:
    """The sum over pairs s, t of the share of shortest s-t paths through each row and each column: (rows,), (columns,).

    Kept: asked again, of this incidence or of the transposed one, it costs nothing.

    >>> rows, columns = twomode_dependencies(Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2)))
    >>> rows.tolist(), columns.tolist()
    ([0.0, 4.0, 0.0], [3.0, 3.0])
    """
    if "between" not in incidence.kept:
        rows, columns = _dependencies(incidence, tick)
        incidence.kept["between"], incidence.transposed.kept["between"] = (rows, columns), (columns, rows)
    own, other = incidence.kept["between"]
    return own.copy(), other.copy()


def _dependencies(incidence: Incidence, tick: Callable[[float], None]) -> tuple[Floats, Floats]:
    """`twomode_dependencies`, on classes of rows and classes of columns."""
    rows, columns = incidence.twins, incidence.transposed.twins
    matrix = Incidence(rows.matrix).transposed.twins.matrix  # classes of columns × classes of rows
    turned = Incidence(matrix).transposed.matrix
    sizes = (rows.sizes.astype(float), columns.sizes.astype(float))
    web = Web((lambda values: matrix @ values, lambda values: turned @ values), sizes, components(turned))
    nothing, once = [np.zeros(len(each)) for each in sizes], [np.ones(len(each)) for each in sizes]
    share = len(sizes[0]) / max(1, sum(map(len, sizes)))
    # pairs of rows are seen from both ends; pairs of both kinds only from the column
    runs = [
        (0, (once[0], nothing[1]), lambda done: tick(done * share)),
        (1, (2 * once[0], once[1]), lambda done: tick(share + done * (1 - share))),
    ]
    sums = [np.zeros(len(each)) for each in sizes]
    for side, wanted, told in runs:
        for block, found in carried(web, side, np.arange(len(sizes[side])), wanted, told):
            sums = [total + table @ sizes[side][block] for total, table in zip(sums, found, strict=True)]
    own = sums[0] / 2 + turned @ _shares(sizes[1], matrix @ sizes[0])
    other = sums[1] / 2 + matrix @ _shares(sizes[0], turned @ sizes[1])
    return rows.spread(own), columns.spread(other)


def _shares(sizes: Floats, degrees: Floats) -> Floats:
    """What the pairs of twins of each class give to each of their neighbours: all lie between them alike."""
    return sizes * (sizes - 1) / 2 / degrees


MEASURE = Measure(
    name="betweenness",
    mode="two-mode",
    score=betweenness,
    says="how often a city or collective lies between others",
    formula="b(v) = sum over pairs s, t of the share of shortest s-t paths through v, over its greatest value",
    references=("borgatti2011", "brandes2001"),
    draws=50,
)
