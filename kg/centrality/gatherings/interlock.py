"""Interlock: how many of a collective's members are in another collective too."""

from __future__ import annotations

from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection


def interlock(projection: Projection, *, share: bool = False) -> Floats:
    """Number of members that tie each collective to at least one other: (nodes,); with `share`, of all its members.

    Formula: |{u ∈ N(v) : d(u) > 1}|, divided by d(v) with `share`. As boards of firms interlock where a director
    sits on two; a member that sits on five counts once here, and four times in `strength`.
    Edge cases: 0 for a collective without members, or whose members are in no other.
    Reference: Mizruchi (1996), What do interlocks do? An analysis, critique, and assessment of research on
    interlocking directorates, Annual Review of Sociology 22, 271-298.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Z")]
    >>> projection = project(Affiliation.from_pairs(pairs), onto="collectives")
    >>> interlock(projection).tolist(), interlock(projection, share=True).tolist()
    ([1.0, 1.0, 0.0], [0.5, 1.0, 0.0])
    """
    incidence = projection.incidence
    found: Floats = incidence.matrix @ (incidence.transposed.sizes > 1).astype(float)
    return found / incidence.sizes.clip(1) if share else found


MEASURE = Measure(
    name="interlock",
    mode="gatherings",
    score=interlock,
    says="how many of its members are in another collective too",
    formula="i(v) = |{u in N(v) : d(u) > 1}|",
    references=("mizruchi1996",),
)
