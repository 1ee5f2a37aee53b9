"""Scores and ranks over years: who rose, who fell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kg.centrality.measure import Measure
from kg.errors import AskerError
from kg.incidence import Floats, Incidence, Whole
from kg.projections import Projection, project
from kg.rankings.parts import part, placed, undefined
from kg.rankings.scores import standings
from kg.twomode import Affiliation, Link


@dataclass(frozen=True)
class Change:
    """A node's rank in two years (1 is highest)."""

    node: str
    since: int
    until: int
    before: int
    after: int

    @property
    def moved(self) -> int:
        """By how many ranks the node rose; below zero where it fell."""
        return self.before - self.after


@dataclass(frozen=True, eq=False)
class Course:
    """Scores and ranks by a measure, year by year: `scores` and `ranks` are (years, nodes).

    Where a node had no tie in a year it was not in the graph then: its rank is 0 and its score nan. `statements` and
    `undated` count the statements behind the ties of any year, and those of them that bear no date.
    """

    measure: str
    nodes: tuple[str, ...]
    years: tuple[int, ...]
    scores: Floats
    ranks: Whole
    statements: int
    undated: int

    def changes(self, since: int, until: int) -> list[Change]:
        """How the rank of each node that was there in both years changed, largest first, ties in order of nodes.

        Raises AskerError for a year that is not looked at.
        """
        before, after = self._rank(since), self._rank(until)
        there = np.flatnonzero((before > 0) & (after > 0))
        found = [Change(self.nodes[at], since, until, int(before[at]), int(after[at])) for at in there]
        return sorted(found, key=lambda each: (-abs(each.moved), each.node))

    def rose(self) -> list[Change]:
        """Who rose between the first and the last year, by most ranks first."""
        return [each for each in self.changes(self.years[0], self.years[-1]) if each.moved > 0]

    def fell(self) -> list[Change]:
        """Who fell between the first and the last year, by most ranks first."""
        return [each for each in self.changes(self.years[0], self.years[-1]) if each.moved < 0]

    def leaps(self) -> list[Change]:
        """Changes between a year and the next, largest first, then in order of years and nodes."""
        found = [each for pair in zip(self.years, self.years[1:], strict=False) for each in self.changes(*pair)]
        return sorted(
            (each for each in found if each.moved), key=lambda each: (-abs(each.moved), each.since, each.node)
        )

    def came(self) -> list[str]:
        """Who is there in the last year and was not in the first."""
        return [node for at, node in enumerate(self.nodes) if self.ranks[-1, at] and not self.ranks[0, at]]

    def of(self, node: str) -> dict[int, int]:
        """The rank of a node by year, without the years in which it was not there."""
        own = self.ranks[:, self.nodes.index(node)].tolist()
        return {year: rank for year, rank in zip(self.years, own, strict=True) if rank}

    def first(self, top: int) -> list[str]:
        """Who had one of the first ranks in the last year, in order; a tie is not cut."""
        last = self.ranks[-1].tolist()
        return [self.nodes[at] for rank, at in sorted((rank, at) for at, rank in enumerate(last) if 0 < rank <= top)]

    def _rank(self, year: int) -> Whole:
        if year not in self.years:
            raise AskerError(f"year {year} is not looked at; years are {self.years[0]} to {self.years[-1]}")
        return np.asarray(self.ranks[self.years.index(year)])


def follow(
    slices: Iterable[tuple[int, Affiliation]], measures: Iterable[Measure], on: str = "cities", weight: str = "count"
) -> dict[str, Course]:
    """The course of each measure, by its name, over the graphs of some years, all with the same nodes.

    In each year only places and collectives with ties count, as when the graph is looked at as of that year; what
    bears no date is in the slices of all years or of none, as whoever cut them decided.
    Raises AskerError where there is no year at all, or an unknown side or weight.

    >>> from kg.centrality import measure
    >>> early = Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y")])
    >>> late = Affiliation.from_pairs([("a", "X"), ("a", "Y"), ("b", "X")])
    >>> course = follow([(2000, early), (2001, late)], [measure("degree")])["degree"]
    >>> course.ranks.tolist(), [(each.node, each.moved) for each in course.rose()]
    ([[2, 1], [1, 2]], [('a', 1)])
    """
    chosen = list(measures)
    years: list[int] = []
    rows: list[list[Floats]] = []
    links: set[Link] = set()
    nodes: tuple[str, ...] = ()
    for year, two_mode in slices:
        nodes = two_mode.nodes(on)
        projection, own = _present(two_mode, on, weight)
        rows.append([placed(each.score(projection), own, len(nodes)) for each in chosen])
        years.append(year)
        links.update(two_mode.links)
    if not years:
        raise AskerError("no year to look at; say two years from the earlier to the later, as in 2000:2026")
    scores = np.array(rows).reshape(len(years), len(chosen), len(nodes))
    counts = len(links), sum(not link.dated for link in links)
    ranks = np.where(np.isnan(scores), 0, standings(scores)[0])
    return {
        each.name: Course(each.name, nodes, tuple(years), undefined(scores[:, at]), ranks[:, at], *counts)
        for at, each in enumerate(chosen)
    }


def _present(two_mode: Affiliation, on: str, weight: str) -> tuple[Projection, Whole]:
    """The projection of what has ties, and the positions of its nodes among all of the side."""
    whole = project(two_mode, on, weight)
    rows, columns = whole.incidence.matrix.nonzero()
    own, row = np.unique(rows, return_inverse=True)
    others, column = np.unique(columns, return_inverse=True)
    return part(whole, Incidence.of(row, column, (len(own), len(others))), own, others), own
