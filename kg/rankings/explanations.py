"""What one node's score rests on: its statements, where each is said, and score and rank without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.centrality.measure import Measure
from kg.incidence import Incidence
from kg.projections import Projection, project
from kg.rankings.parts import remembered
from kg.rankings.scores import Score, ranks
from kg.twomode import Affiliation, Link


@dataclass(frozen=True)
class Reason:
    """A statement that ties a node to another, where it is said, and what the node's score and rank are without it.

    `alone` tells whether nothing else ties the two: where another statement does, leaving this one out changes nothing.
    """

    link: Link
    sources: tuple[str, ...]
    alone: bool
    without: Score


@dataclass(frozen=True)
class Explanation:
    """A node's score by a measure, and the statements of its own that it rests on, those of most weight first."""

    measure: str
    own: Score
    reasons: tuple[Reason, ...]

    @property
    def weakest(self) -> Score:
        """Where the node ends when the one statement that matters most is left out; its own score if none is."""
        return max((each.without for each in self.reasons), key=lambda score: score.rank, default=self.own)


def explain(
    two_mode: Affiliation,
    name: str,
    measure: Measure,
    *,
    on: str = "cities",
    weight: str = "count",
    sources: Mapping[str, Sequence[str]] | None = None,
    tick: Callable[[float], None] = lambda done: None,
) -> Explanation:
    """The statements behind the score of the city or collective with that key or name, by one measure.

    The graph without a statement is scored anew, so ranks without it are exact, however far its effect reaches.
    Statements that do not name the node count for many measures too, and are not listed. `sources` says where each
    statement (its IRI or key) is said, in words. `tick` is told the share that is done.
    Raises AskerError where no node, or more than one, is called so.

    >>> from kg.centrality import measure
    >>> two_mode = Affiliation.from_pairs([("a", "X"), ("a", "Y"), ("b", "Y")])
    >>> found = explain(two_mode, "a", measure("degree"))
    >>> found.own.rank, [(each.link.collective, each.without.rank) for each in found.reasons]
    (1, [('X', 1), ('Y', 1)])
    """
    key = two_mode.key(on, name)
    projection = remembered(project(two_mode, on, weight))
    own = _score(projection, measure, key)
    links = [link for link in two_mode.links if key == (link.place if on == "cities" else link.collective)]
    pairs = Counter((link.place, link.collective) for link in links)
    without = {}
    for number, pair in enumerate(pairs, 1):
        if pairs[pair] == 1:
            without[pair] = _score(_lacking(two_mode, projection, on, pair), measure, key)
        tick(number / len(pairs))
    reasons = [
        Reason(link, _said(sources or {}, link), pair in without, without.get(pair, own))
        for link in links
        for pair in [(link.place, link.collective)]
    ]
    return Explanation(measure.name, own, tuple(sorted(reasons, key=_weight)))


def _score(projection: Projection, measure: Measure, key: str) -> Score:
    """The score and rank of one node."""
    return next(each for each in ranks(projection.nodes, measure.score(projection)) if each.node == key)


def _lacking(two_mode: Affiliation, projection: Projection, on: str, pair: tuple[str, str]) -> Projection:
    """The projection of the graph without the tie of a place and a collective; both stay."""
    at = two_mode.places.index(pair[0]), two_mode.collectives.index(pair[1])
    rows, columns = two_mode.incidence.matrix.nonzero()
    kept = (rows != at[0]) | (columns != at[1])
    left = Incidence.of(rows[kept], columns[kept], two_mode.incidence.shape)
    return replace(projection, incidence=left if on == "cities" else left.transposed)


def _weight(reason: Reason) -> tuple[int, float]:
    """Where a reason stands: that without which the node falls lowest comes first."""
    return -reason.without.rank, reason.without.score


def _said(sources: Mapping[str, Sequence[str]], link: Link) -> tuple[str, ...]:
    """Where a statement is said."""
    return tuple(sources.get(link.statement) or sources.get(link.statement.rpartition("/")[2]) or ())
