"""Two-mode degree: in how many collectives a place is, or how many places a collective gathers."""

from __future__ import annotations

from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def degree(projection: Projection, *, normalized: bool = False) -> Floats:
    """Number of distinct neighbours of each node in the two-mode graph: (nodes,).

    Formula: d(v) = |{u : vu is an edge}|. A count is what people ask for; `normalized` divides it by the number of
    nodes on the other side, after Borgatti and Everett.
    Edge cases: a node without links scores 0; an empty graph gives an empty array.
    Reference: Borgatti and Everett (1997), Network analysis of 2-mode data, Social Networks 19(3), 243-269.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> projection = project(Affiliation.from_pairs([("a", "X"), ("a", "Y"), ("b", "Y")]))
    >>> degree(projection).tolist(), degree(projection, normalized=True).tolist()
    ([2.0, 1.0], [1.0, 0.5])
    """
    most = max(1, projection.incidence.shape[1]) if normalized else 1
    return projection.incidence.sizes / most


MEASURE = Measure(
    name="degree",
    mode="two-mode",
    score=degree,
    says="in how many collectives a city is, or how many members a collective has",
    formula="d(v) = |{u : vu is an edge}|",
    references=("borgatti1997",),
)
