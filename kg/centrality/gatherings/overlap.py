"""Overlap: how much of its membership a collective has in common with the others."""

from __future__ import annotations

from kg.centrality.engine.sharing import RATIOS, shared
from kg.centrality.measure import Measure
from kg.errors import AskerError, nearest
from kg.incidence import Floats
from kg.projections import Projection

INDICES = ("jaccard", "simpson")
PICKS = ("mean", "greatest")


def overlap(projection: Projection, *, index: str = "jaccard", pick: str = "mean") -> Floats:
    """Mean or greatest overlap of each collective's members with those of another: (nodes,), between 0 and 1.

    Formula: over all u ≠ v, also those that share nothing, |N(u) ∩ N(v)| / |N(u) ∪ N(v)|, or, with `index` "simpson",
    |N(u) ∩ N(v)| / min(d(u), d(v)): 1 where one is wholly within the other. `pick` is "mean" or "greatest".
    Edge cases: a collective without members, and one that is alone, scores 0.
    Raises AskerError for an unknown index or pick.
    Reference: Jaccard (1912), The distribution of the flora in the alpine zone, New Phytologist 11(2), 37-50;
    Simpson (1943), Mammals and the nature of continents, American Journal of Science 241(1), 1-31.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> pairs = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Z")]
    >>> projection = project(Affiliation.from_pairs(pairs), onto="collectives")
    >>> overlap(projection).tolist(), overlap(projection, index="simpson", pick="greatest").tolist()
    ([0.25, 0.25, 0.0], [1.0, 1.0, 0.0])
    """
    for wanted, known, word in ((index, INDICES, "index"), (pick, PICKS, "pick")):
        if wanted not in known:
            raise AskerError(f"no {word} '{wanted}'{nearest(wanted, known)}; say {' or '.join(known)}")
    found = shared(projection.incidence, RATIOS[index])
    return found.greatest if pick == "greatest" else found.total / max(1, projection.incidence.shape[0] - 1)


MEASURE = Measure(
    name="overlap",
    mode="gatherings",
    score=overlap,
    says="how much of its membership it has in common with the others, on the mean",
    formula="o(v) = mean over all u other than v of |N(u) and N(v)| / |N(u) or N(v)|",
    references=("jaccard1912", "simpson1943"),
)
