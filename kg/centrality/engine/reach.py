"""How far all nodes are from all others in a two-mode graph, summed up, without a list of pairs.

The search walks over *states*: the classes of twins of whichever side has fewer. What a node has reached is a set of
states; a step adds all states that share something with one of them. Sets are bits, and a step is made for thousands
of sets at once. Nodes whose sets are equal after one step, as most are, are searched once from there on; a set that
has all of its part of the graph is done. How many nodes of the other side a set touches is counted, never listed.

Cost: for each level, (ones between the classes of both sides, and pairs of states) × (sets not done) / 64 operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from kg.incidence import Floats, Incidence, Whole, ones, spend
from kg.incidence.bits import SETS, WORD, Tally, Unions, Words, count, filled, pack, unpack

BLOCK = 1 << 17
"""Words of bits that are searched in one go, about."""
PAIR = 32
"""Bytes that a pair of states takes, in a sparse matrix and in unions."""

PIECE = 4096
"""States of small parts of the graph that are searched together, about."""


@dataclass(frozen=True, eq=False)
class Sums:
    """The nodes of one side as seen from each source: how many can be reached, and how far they are together.

    `count` nodes can be reached; `far` is the sum of their distances, `near` the sum of 1 / distance.
    """

    count: Whole
    far: Whole
    near: Floats

    @classmethod
    def of(cls, count: Whole) -> Sums:
        """So many nodes at each source, at no distance."""
        return cls(count, np.zeros(len(count), np.int64), np.zeros(len(count)))

    def add(self, within: Whole, distance: int, sources: Whole | slice = slice(None)) -> None:
        """So many nodes are within a distance of some sources, with all that are nearer."""
        new = within - self.count[sources]
        self.count[sources] = within
        self.far[sources] += new * distance
        self.near[sources] += new / distance

    def follow(self, later: Sums, of: Whole, sources: Whole) -> None:
        """Some sources go on as others did that started with as many nodes as these have now."""
        self.count[sources] = later.count[of]
        self.far[sources] += later.far[of]
        self.near[sources] += later.near[of]


@dataclass(frozen=True, eq=False)
class Spans:
    """Distances in the two-mode graph from each class of twins of the rows, to rows and to columns.

    The source is one of the `rows` that it reaches. Rows are twice as far as in the projection.
    `third` says how many columns are within three steps.
    """

    rows: Sums
    columns: Sums
    third: Whole


_known: WeakKeyDictionary[Incidence, Spans] = WeakKeyDictionary()


def spans(incidence: Incidence) -> Spans:
    """The distances from each class of twins; worked out once for an incidence.

    Raises OperatorError where pairs of the side with fewer classes take too much memory.

    >>> path = spans(Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2)))
    >>> path.rows.far.tolist(), path.columns.far.tolist(), path.third.tolist()
    ([6, 4, 6], [4, 2, 4], [2, 2, 2])
    """
    if incidence not in _known:
        _known[incidence] = _spans(incidence, _search(incidence))
    return _known[incidence]


@dataclass(frozen=True, eq=False)
class Search:
    """What a search needs: what each source starts from, and what touches what.

    `start` has the states of each source (sources × states), `touch` those of each class of the other side
    (others × states); `weights` and `others` say how many nodes the classes of both stand for. States at the start
    are at a distance of `begin`.
    """

    start: sp.csr_array
    touch: sp.csr_array
    weights: Whole
    others: Whole
    begin: int

    @cached_property
    def steps(self) -> sp.csr_array:
        """Which states share something: (states, states)."""
        states = self.touch.shape[1]
        pairs = min(states**2, int((np.diff(self.touch.indptr).astype(float) ** 2).sum()))
        spend(pairs, PAIR, f"distances between {states:,} classes of twins")
        return ones(self.touch.T @ self.touch)

    @cached_property
    def step(self) -> Unions:
        """From sets to the sets that they reach."""
        return Unions.of(self.steps)

    @cached_property
    def touched(self) -> Tally:
        """How many nodes of the other side sets touch."""
        return Tally.of(self.touch, self.others)

    @cached_property
    def near(self) -> Words:
        """What each source has reached after one step: (sources, words of states)."""
        states = self.steps.shape[0]
        spend(self.start.shape[0] * states / 8, 3, f"distances from {self.start.shape[0]:,} classes of twins")
        lines = [pack(filled(self.steps[at : at + SETS])) for at in range(0, states, SETS)]
        return Unions.of(self.start)(np.concatenate(lines))

    @cached_property
    def parts(self) -> Whole:
        """To which part of the graph each state belongs, those that can reach each other."""
        return np.asarray(connected_components(self.steps, directed=False)[1], np.int64)

    def split(self) -> Iterator[tuple[Whole, Search]]:
        """The search in pieces that never meet, each with some parts of the graph, and the sources of each."""
        ends = np.cumsum(np.bincount(self.parts))
        piece = (ends - 1) // PIECE
        if len(set(piece)) == 1:
            yield np.arange(self.start.shape[0]), self
            return
        states, others, sources = (
            piece[self.parts[each]] for each in (slice(None), _first(self.touch), _first(self.start))
        )
        for each in np.unique(piece):
            own, other, chosen = (np.flatnonzero(side == each) for side in (states, others, sources))
            start, touch = self.start[chosen][:, own], self.touch[other][:, own]
            yield chosen, Search(start, touch, self.weights[own], self.others[other], self.begin)

    @cached_property
    def wholes(self) -> Whole:
        """How many nodes of both sides the part of each source has: (2, sources)."""
        own, other = self.parts, self.parts[_first(self.touch)]
        totals = np.bincount(own, self.weights), np.bincount(other, self.others)
        return np.array(totals, np.int64)[:, own[_first(self.start)]]

    def levels(self, sets: Words, whole: Whole) -> Iterator[tuple[Whole, Whole, Whole]]:
        """Level by level the sets not done, and how many nodes of both sides they have reached.

        `whole` says how many nodes of both sides are in each set's part of the graph: (2, sets).
        """
        at = np.arange(len(sets))
        lines = pack(unpack(sets, len(self.weights)).T)
        while len(at):
            own = count(lines, self.weights)[: len(at)]
            left = own < whole[0][at]
            if 2 * left.sum() > len(at):
                left[:] = True  # too few are done to be worth taking out
            else:
                lines = pack(unpack(lines, len(at))[:, left])
            other = whole[1][at]
            other[left] = self.touched(lines)[: left.sum()]
            yield at, own, other
            at = at[left]
            lines = self.step(lines)


def _first(matrix: sp.csr_array) -> Whole:
    """The first column of each row, none of them empty."""
    return np.asarray(matrix.indices[matrix.indptr[:-1]], np.int64)


def _search(incidence: Incidence) -> Search:
    """The search of an incidence, over its rows or its columns."""
    rows = incidence.twins
    columns = Incidence(rows.matrix).transposed.twins
    if len(rows.sizes) <= len(columns.sizes):
        return Search(sp.eye_array(len(rows.sizes), format="csr"), columns.matrix, rows.sizes, columns.sizes, 0)
    turned = sp.csr_array(columns.matrix.T)
    return Search(turned, turned, columns.sizes, rows.sizes, 1)


def _spans(incidence: Incidence, search: Search) -> Spans:
    """The distances from each class of twins, by a search."""
    classes = len(incidence.twins.sizes)
    rows, columns = Sums.of(np.ones(classes, np.int64)), Sums.of(np.zeros(classes, np.int64))
    columns.add(np.diff(incidence.twins.matrix.indptr).astype(np.int64), 1)
    if search.begin:
        rows.add(incidence.neighbours, 2)
    sides = (columns, rows) if search.begin else (rows, columns)
    third = np.zeros(classes, np.int64)
    for sources, part in search.split():
        found, sets, of = _distinct(part.near)
        early, late = _onwards(part, sets, part.wholes[:, found])
        for side, sums in enumerate(sides):
            sums.add(early[side][of], search.begin + 2 + side, sources)
            sums.follow(late[side], of, sources)
        third[sources] = early[1 - search.begin][of]
    return Spans(rows, columns, third)


def _distinct(sets: Words) -> tuple[Whole, Words, Whole]:
    """Where each different set is first, these sets, and which of them each set is."""
    keys = np.ascontiguousarray(sets).view(np.dtype((np.void, sets.shape[1] * sets.itemsize)))
    _, found, of = np.unique(keys.ravel(), return_index=True, return_inverse=True)
    return found, sets[found], of


def _onwards(search: Search, sets: Words, wholes: Whole) -> tuple[tuple[Whole, Whole], tuple[Sums, Sums]]:
    """How many nodes of both sides sets of the first step have, and their distances from the second step on."""
    early = np.zeros(len(sets), np.int64), np.zeros(len(sets), np.int64)
    late = Sums.of(np.zeros(len(sets), np.int64)), Sums.of(np.zeros(len(sets), np.int64))
    width = min(SETS, max(1, BLOCK // len(search.weights)) * WORD)
    for start in range(0, len(sets), width):
        block = slice(start, start + width)
        for step, (at, *within) in enumerate(search.levels(sets[block], wholes[:, block]), 1):
            for side, sums in enumerate(late):
                if step == 1:
                    early[side][start + at] = sums.count[start + at] = within[side]
                else:
                    sums.add(within[side], search.begin + 2 * step + side, start + at)
    return early, late
