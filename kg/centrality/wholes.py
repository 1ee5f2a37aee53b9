"""Numbers of a whole two-mode graph: how dense, how clustered, how nested, how unequal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from kg.centrality.engine.sharing import shared
from kg.centrality.gatherings.nestedness import nestedness
from kg.incidence import Floats, Incidence, Whole
from kg.projections import Projection, project
from kg.twomode import SIDES, Affiliation


def wholes(affiliation: Affiliation) -> dict[str, float]:
    """Numbers of a whole graph by name; for each side with its name, as 'gini of cities'.

    ties                 pairs of a city and a collective, each once however many statements make it
    density              ties as a share of all pairs that could be
    components           connected parts; a node without ties is a part of its own
    largest component    nodes in the largest part, as a share of all
    clustering           `robins_alexander`
    nestedness           NODF of both sides, 0 to 100, as Almeida-Neto et al. (2008) put them together
    cities, collectives  how many there are
    isolated …           how many of them have no ties
    classes of …         how many sets of neighbours they have; those with the same set are twins
    mean degree of …     ties for each
    gini of …            inequality of their degrees, `gini`
    pairs of …           how many pairs share a neighbour: the edges of the projection
    nestedness of …      NODF of the side: the mean of `nestedness`
    Edge cases: a share or mean of nothing is 0.

    >>> two_mode = Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")])
    >>> found = wholes(two_mode)
    >>> found["density"], found["components"], found["pairs of cities"], found["nestedness of cities"]
    (0.6666666666666666, 1.0, 2.0, 66.66666666666667)
    """
    incidence, projections = affiliation.incidence, {side: project(affiliation, side) for side in SIDES}
    rows, columns = incidence.shape
    ties, parts = int(incidence.sizes.sum()), _parts(incidence)
    nested = {side: float(nestedness(each).mean()) if len(each) else 0.0 for side, each in projections.items()}
    found: dict[str, float] = {
        "ties": ties,
        "density": ties / max(1, rows * columns),
        "components": len(parts),
        "largest component": float(parts.max(initial=0)) / max(1, rows + columns),
        "clustering": robins_alexander(incidence),
        "nestedness": _together(nested["cities"], rows, nested["collectives"], columns),
    }
    for side, projection in projections.items():
        found |= _of_side(projection, side) | {f"nestedness of {side}": nested[side]}
    return {name: float(number) for name, number in found.items()}


def _of_side(projection: Projection, side: str) -> dict[str, float]:
    """The numbers that each side has for itself."""
    degrees = projection.incidence.sizes
    return {
        side: len(degrees),
        f"isolated {side}": int((degrees == 0).sum()),
        f"classes of {side}": len(projection.incidence.twins.sizes),
        f"mean degree of {side}": float(degrees.sum()) / max(1, len(degrees)),
        f"gini of {side}": gini(degrees),
        f"pairs of {side}": projection.number_of_edges(),
    }


def gini(values: npt.ArrayLike) -> float:
    """Inequality of numbers that are not negative: 0 where all are equal, near 1 where one has all.

    Formula: the mean difference over all ordered pairs, over twice the mean. 0 for no numbers, or only zeros.
    Reference: Gini (1912), Variabilità e mutabilità.

    >>> gini([1, 1, 1]), gini([0, 0, 0, 4])
    (0.0, 0.75)
    """
    ordered = np.sort(np.asarray(values, float))
    ranks = 2 * np.arange(1, len(ordered) + 1) - len(ordered) - 1
    return float(ranks @ ordered / ((len(ordered) * ordered.sum()) or 1.0))


def robins_alexander(incidence: Incidence) -> float:
    """Share of the paths over three ties that close to a cycle over four.

    Formula: 4 · cycles of four ties / paths of three. 0 where there is no such path.
    Reference: Robins and Alexander (2004), Small worlds among interlocking directors: Network structure and distance
    in bipartite graphs, Computational & Mathematical Organization Theory 10(1), 69-94.

    >>> robins_alexander(Incidence.of([0, 0, 1, 1], [0, 1, 0, 1], (2, 2)))
    1.0
    """
    side = min(incidence, incidence.transposed, key=lambda each: len(each.twins.sizes))
    paths = _ends(incidence.sizes) @ (incidence.matrix @ _ends(incidence.transposed.sizes))
    cycles = shared(side, _cycles).total.sum() / 2
    return float(4 * cycles / (paths or 1.0))


def _ends(sizes: Whole) -> Floats:
    return np.maximum(sizes - 1, 0).astype(float)


def _cycles(common: Floats, own: Floats, other: Floats) -> Floats:
    """How many cycles of four ties two nodes are in together: pairs of what they share."""
    return common * (common - 1) / 2


def _parts(incidence: Incidence) -> Whole:
    """How many nodes of both sides each connected part has."""
    if not sum(incidence.shape):
        return np.zeros(0, np.int64)
    matrix = incidence.matrix
    return np.bincount(connected_components(sp.block_array([[None, matrix], [matrix.T, None]]))[1])


def _together(of_rows: float, rows: int, of_columns: float, columns: int) -> float:
    """The mean over all pairs of rows and all pairs of columns, from the means over each."""
    pairs = rows * (rows - 1), columns * (columns - 1)
    return (of_rows * pairs[0] + of_columns * pairs[1]) / max(1, sum(pairs))
