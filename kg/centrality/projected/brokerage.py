"""Brokerage: how many pairs that do not sit together a node sits with, and whose they are."""

from __future__ import annotations

from kg.centrality.engine.triads import grouped, parted, triads, within
from kg.centrality.measure import Measure
from kg.incidence import Floats
from kg.projections import Projection

ROLES = ("coordinator", "itinerant", "gatekeeper", "liaison")


def brokerage(projection: Projection) -> Floats:
    """Number of pairs of a node's neighbours that are not linked, in the simple projection: (nodes,).

    Formula: B(v) = d (d - 1) / 2 - t, t the edges among the d neighbours: all roles of Gould and Fernandez together,
    so it does not depend on the groups; `roles` tells them apart. Each pair counts once. The weight does not matter.
    Edge cases: with fewer than two neighbours it is 0; an empty graph gives an empty array.
    Cost: the square of the number of classes of twins, its cube at worst.
    Reference: Gould and Fernandez (1989), Structures of mediation: a formal approach to brokerage in transaction
    networks, Sociological Methodology 19, 89-126.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]
    >>> brokerage(project(Affiliation.from_pairs(pairs))).tolist()
    [0.0, 1.0, 0.0]
    """
    pairs, linked = triads(projection)
    return pairs - linked


def roles(projection: Projection, trait: str = "region") -> dict[str, Floats]:
    """How often each node brokers between two that are not linked, by whose these are: (nodes,) for each role.

    A broker v and the two ends, by group: *coordinator*, all three in one; *itinerant* (consultant), both ends in one
    and v in another; *gatekeeper*, one end in v's and one not, which without direction is the representative too;
    *liaison*, three different groups. The roles add up to `brokerage`. `trait` and unknown groups are as in
    `participation`. Raises AskerError for a trait that there is not.

    >>> from kg.incidence import Incidence
    >>> path = Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2))
    >>> found = roles(Projection(path, ("a", "b", "c"), "count", lambda trait: ["Africa", "Asia", "Asia"]))
    >>> {role: count.tolist() for role, count in found.items() if count.any()}
    {'gatekeeper': [0.0, 1.0, 0.0]}
    """
    twins = projection.incidence.twins
    of, groups = grouped(projection, trait)
    _, both, first = parted(projection, groups)
    coordinator = within(projection, both, of) / 2
    itinerant = twins.spread(both.sum(axis=1)) / 2 - coordinator
    gatekeeper = within(projection, first, of) - 2 * coordinator
    liaison = twins.spread(first.sum(axis=1)) / 2 - coordinator - itinerant - gatekeeper
    return dict(zip(ROLES, (coordinator, itinerant, gatekeeper, liaison), strict=True))


MEASURE = Measure(
    name="brokerage",
    mode="projected",
    score=brokerage,
    says="how many pairs that do not sit together a node sits with",
    formula="B(v) = d (d - 1) / 2 - edges among the d neighbours of v",
    references=("gould1989",),
    draws=100,
)
