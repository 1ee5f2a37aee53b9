"""Harmonic centrality in the projection: how near a node is to all others, those it cannot reach included."""

from __future__ import annotations

from kg.centrality.engine.distance import distances
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def harmonic(projection: Projection, *, normalized: bool = False, weighted: bool = False) -> Floats:
    """Sum of one over the distance from each node to every other: (nodes,).

    Formula: h(v) = sum over u ≠ v of 1 / d(v, u), where 1 / d is 0 if v cannot reach u. With `normalized` this is
    divided by n - 1, its most where all links are one long. Distances count links; with `weighted` a link is
    1 / weight long.
    Edge cases: a node that reaches no other scores 0, as does the only node; an empty graph gives an empty array.
    Raises OperatorError where the search takes too much memory.
    Reference: Boldi and Vigna (2014), Axioms for centrality, Internet Mathematics 10, 222-262.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> harmonic(project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]))).tolist()
    [1.5, 2.0, 1.5]
    """
    scores = distances(projection, weighted).near
    return scores / max(1, len(projection) - 1) if normalized else scores


MEASURE = Measure(
    name="harmonic",
    mode="projected",
    score=harmonic,
    says="how near the other cities are on the whole; what is out of reach adds nothing",
    formula="h(v) = sum over u != v of 1 / d(v, u)",
    references=("boldi2014",),
)
