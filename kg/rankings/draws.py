"""Other graphs that the same sources could have given, one way of doubting them at a time.

A *draw* is a graph that differs from the one at hand by what a way of doubting changes. Ways that are random take
their numbers from a seed: the same seed gives the same draws, on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from kg.errors import AskerError, nearest
from kg.incidence import Incidence, Whole
from kg.twomode import Affiliation, Link


@dataclass(frozen=True)
class Doubts:
    """What may be wrong with an affiliation, and how hard to look.

    `number` is how many random draws are made, `seed` where their numbers begin, `share` how much of the memberships
    `drop` leaves out. `graded` are the statements (IRIs) that bear a grade: something about them is not settled.
    `claimed` says of each collective (key) whose list is not complete how many members its source claims; no list
    grows to more than `most` times its length. Raises AskerError for numbers that make no sense.
    """

    number: int = 200
    seed: int = 0
    share: float = 0.1
    graded: Collection[str] = frozenset()
    claimed: Mapping[str, int] = field(default_factory=dict)
    most: float = 2.0

    def __post_init__(self) -> None:
        if self.number < 1:
            raise AskerError(f"{self.number} draws: an interval needs one or more, as in 200")
        if not 0 < self.share < 1:
            raise AskerError(f"share {self.share:g}: say how much to drop as a number between 0 and 1, as in 0.1")
        if self.most < 1:
            raise AskerError(f"most {self.most:g}: a list cannot be completed to less than it has; say 1 or more")


@dataclass(frozen=True, eq=False)
class Draw:
    """A graph drawn: places × the collectives that are in it (positions in the affiliation)."""

    incidence: Incidence
    collectives: Whole


Draws = Iterator[Draw]


@dataclass(frozen=True)
class Way:
    """A way of doubting: what it does, in words that follow 'with', and whether its draws are random."""

    draw: Callable[[Affiliation, Doubts], Draws]
    says: str
    random: bool = False


def draws(two_mode: Affiliation, way: str, doubts: Doubts) -> Draws:
    """The graphs that a way of doubting makes of an affiliation.

    Raises AskerError for an unknown way.
    """
    if way not in WAYS:
        raise AskerError(f"no way '{way}' to make intervals{nearest(way, WAYS)}; ways are {', '.join(WAYS)}")
    return WAYS[way].draw(two_mode, doubts)


def _leave_one_out(two_mode: Affiliation, doubts: Doubts) -> Draws:
    """Each collective left out in turn, as if no source spoke of it; places stay, those with nothing else too."""
    rows, columns = _pairs(two_mode)
    every = np.arange(len(two_mode.collectives))
    for left in every:
        kept = columns != left
        shape = (len(two_mode.places), len(every) - 1)
        yield Draw(Incidence.of(rows[kept], columns[kept] - (columns[kept] > left), shape), np.delete(every, left))


def _drop(two_mode: Affiliation, doubts: Doubts) -> Draws:
    """A share of the memberships left out at random, rounded to whole ones, but at least one."""
    rows, columns = _pairs(two_mode)
    stay = len(rows) - max(1, round(doubts.share * len(rows))) if len(rows) else 0
    for number in range(doubts.number):
        kept = _random(doubts, number).permutation(len(rows))[:stay]
        yield _whole(two_mode, rows[kept], columns[kept])


def _low_grade(two_mode: Affiliation, doubts: Doubts) -> Draws:
    """One draw: what rests on graded statements alone left out."""
    return _without(two_mode, lambda link: link.statement in doubts.graded)


def _undated(two_mode: Affiliation, doubts: Doubts) -> Draws:
    """One draw: what rests on statements without any date alone left out."""
    return _without(two_mode, lambda link: not link.dated)


def _without(two_mode: Affiliation, weak: Callable[[Link], bool]) -> Draws:
    """The graph of the statements that are not weak."""
    place, collective = ({key: at for at, key in enumerate(keys)} for keys in (two_mode.places, two_mode.collectives))
    firm = [(place[each.place], collective[each.collective]) for each in two_mode.links if not weak(each)]
    rows, columns = np.array(firm, np.int64).reshape(-1, 2).T
    yield _whole(two_mode, rows, columns)


def _complete(two_mode: Affiliation, doubts: Doubts) -> Draws:
    """Lists that are not complete filled up, at random, to the number that their source claims.

    Who is missing is drawn from the places of the graph that are not on the list, without repetition; a place is
    the more likely, the more memberships it has (in proportion to one more than their number). Places that no list
    names cannot be drawn, so a list that is mostly unknown would become a list of all: it grows to `most` times its
    length and no further.
    """
    rows, columns = _pairs(two_mode)
    likely = 1.0 + two_mode.incidence.sizes
    lacking = _lacking(two_mode, doubts)
    turned = two_mode.incidence.transposed.matrix
    for number in range(doubts.number):
        random = _random(doubts, number)
        new = []
        for at, lacks in lacking.items():
            wait = random.exponential(size=len(likely)) / likely  # the first to come are a draw without repetition
            wait[turned.indices[turned.indptr[at] : turned.indptr[at + 1]]] = np.inf
            new.append(np.argpartition(wait, lacks - 1)[:lacks])
        extra = np.repeat(list(lacking), list(lacking.values())) if lacking else np.array([], np.int64)
        yield _whole(two_mode, np.concatenate([rows, *new]), np.concatenate([columns, extra]))


def _lacking(two_mode: Affiliation, doubts: Doubts) -> dict[int, int]:
    """How many places to add to each collective (by position): claimed less listed, within what there is room for."""
    found = {}
    for at, (key, listed) in enumerate(zip(two_mode.collectives, two_mode.incidence.transposed.sizes, strict=True)):
        room = min(int(doubts.most * listed), len(two_mode.places)) - int(listed)
        found[at] = min(doubts.claimed.get(key, 0) - int(listed), room)
    return {at: lacks for at, lacks in found.items() if lacks > 0}


def _pairs(two_mode: Affiliation) -> tuple[Whole, Whole]:
    """The place and the collective of each membership, once however many statements and layers say it."""
    matrix = two_mode.incidence.matrix
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)), np.asarray(matrix.indices, np.int64)


def _whole(two_mode: Affiliation, rows: Whole, columns: Whole) -> Draw:
    """A draw in which all places and collectives stay."""
    return Draw(Incidence.of(rows, columns, two_mode.incidence.shape), np.arange(len(two_mode.collectives)))


def _random(doubts: Doubts, number: int) -> np.random.Generator:
    """The random numbers of one draw: the same, however many draws there are."""
    return np.random.default_rng((doubts.seed, number))


WAYS = {
    "leave-one-out": Way(_leave_one_out, "each collective left out in turn"),
    "drop": Way(_drop, "a share of the memberships left out at random", random=True),
    "low-grade": Way(_low_grade, "statements about which something is not settled left out"),
    "undated": Way(_undated, "statements without a date left out"),
    "complete": Way(_complete, "incomplete lists filled up at random to the number their source claims", random=True),
}
