"""Where places and collectives stand: a few measures, each with its rank, how sure that is, and who shares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kg.centrality import Measure, measure
from kg.projections import project
from kg.rankings import WAYS, Doubts, Intervals, both, ranks
from kg.twomode import SIDES, Affiliation

TITLES = {
    "degree": "Degree",
    "betweenness": "Betweenness",
    "projected-degree": "Partners",
    "pagerank": "PageRank",
}
"""The measures of the page, by name, the plainest first, and what the page calls them."""

QUICK = ("degree", "pagerank")  # the measures of a graph that is too large for all
WORK = 100_000_000  # of `_work`, about three seconds; with more, a few random draws must do
DRAWS = 10  # of these


@dataclass(frozen=True)
class Place:
    """A score, its rank on its side (1 is highest), the best and worst it may have, and how many share its rank."""

    value: float
    rank: int
    low: int
    high: int
    ties: int


@dataclass(frozen=True)
class Standing:
    """A measure: its name, what the page calls it, what it says and how ranks were doubted, and scores by key."""

    measure: str
    title: str
    says: str
    scores: Mapping[str, Place]


def standings(affiliation: Affiliation) -> list[Standing]:
    """The scores of all places among places, and of all collectives among collectives.

    Ranks are doubted by leaving out each collective in turn; `low` and `high` take in the rank in the whole graph. A
    large graph has the measures of QUICK alone, doubted by leaving out memberships at random. Edge cases: an empty
    affiliation gives no scores; a key that is both place and collective has the score of the collective.

    >>> found = standings(Affiliation.from_pairs([("a", "X"), ("a", "Y"), ("b", "Y")]))
    >>> found[0].title, found[0].scores["a"]
    ('Degree', Place(value=2, rank=1, low=1, high=1, ties=1))
    """
    large = _work(affiliation) > WORK
    measures, way = [measure(name) for name in (QUICK if large else TITLES)], "drop" if large else "leave-one-out"
    found = both(affiliation, measures, way, Doubts(number=DRAWS))
    return [
        Standing(
            each.name,
            TITLES[each.name],
            f"{each.says[0].upper()}{each.says[1:]}. Range: how far the rank moves with {WAYS[way].says}.",
            {key: place for on in SIDES for key, place in _scores(affiliation, on, each, found[on][each.name])},
        )
        for each in measures
    ]


def _work(affiliation: Affiliation) -> int:
    """Steps of betweenness while each collective is left out: from each class of twins along all ties of classes."""
    twins = affiliation.incidence.twins
    return len(twins.sizes) * int(twins.matrix.nnz) * len(affiliation.collectives)


def _scores(affiliation: Affiliation, on: str, each: Measure, found: Intervals) -> list[tuple[str, Place]]:
    """The score of each node of a side, highest first."""
    projection = project(affiliation, on)
    at = {node: number for number, node in enumerate(projection.nodes)}
    return [
        (
            score.node,
            Place(
                _plain(score.score),
                score.rank,
                min(score.rank, int(found.best[at[score.node]])),
                max(score.rank, int(found.worst[at[score.node]])),
                score.ties,
            ),
        )
        for score in ranks(projection.nodes, each.score(projection))
    ]


def _plain(value: float) -> float:
    """A score as short as a page needs it: six places that count, whole numbers whole."""
    short = float(f"{value:.6g}") if np.isfinite(value) else 0.0
    return int(short) if short.is_integer() else short
