"""The table of the affiliation engine: a case, what it costs us, what was asked for, and what it costs a peer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.benching.timing import Bench, Cost, Found, Job, Missing
from tests.benching.writing import shown

HEAD = (
    *("case", "ours, CPU-s", "ours, MB", "at most", "met", "peer", "its CPU-s", "its MB", "× ours", "at least"),
    "answers agree to",
)
NEAR = 1e-9
"""How far answers may be apart, as a share of the largest score."""


@dataclass(frozen=True)
class Limit:
    """What is asked of a case: CPU seconds and MB at most; None where nothing is."""

    cpu: float | None = None
    peak: float | None = None

    def __str__(self) -> str:
        """What is asked, in words.

        >>> str(Limit(3, 500)), str(Limit())
        ('3 CPU-s, 500 MB', '')
        """
        words = [f"{self.cpu:g} CPU-s"] if self.cpu is not None else []
        return ", ".join([*words, *([f"{self.peak:,.0f} MB"] if self.peak is not None else [])])

    def met(self, cpu: float, peak: float) -> str:
        """'yes' or 'no'; nothing where nothing is asked.

        >>> Limit(3, 500).met(1, 400), Limit(3).met(4, 1), Limit().met(4, 1)
        ('yes', 'no', '')
        """
        asked = [(self.cpu, cpu), (self.peak, peak)]
        held = [most is None or found <= most for most, found in asked]
        return ("yes" if all(held) else "no") if any(most is not None for most, _ in asked) else ""


@dataclass(frozen=True)
class Peer:
    """Who does the same, and its job; `least` is how much slower it must be.

    A job that does a part of the work, as `ours` does, takes `times` as long for all.
    """

    name: str
    job: Job
    ours: Job | None = None
    times: float = 1
    least: float | None = None


@dataclass(frozen=True)
class Case:
    """A piece of work of ours, what is asked of it, and peers; `remark` says more of what was found."""

    what: str
    ours: Job
    limit: Limit = field(default_factory=Limit)
    peers: tuple[Peer, ...] = ()
    remark: Callable[[Bench], str] = lambda bench: ""

    @property
    def jobs(self) -> list[Job]:
        """All that is to be measured."""
        return [self.ours, *(job for peer in self.peers for job in (peer.ours, peer.job) if job)]

    def rows(self, bench: Bench) -> list[list[str]]:
        """Its lines of the table, one for each peer; the first says what it costs us."""
        bench.costs(self.jobs)
        own = bench.own(self.ours)
        first = [self.what, shown(own.cpu), shown(own.peak), str(self.limit), self.limit.met(own.cpu, own.peak)]
        others = [_beside(peer, bench, own) for peer in self.peers] or [[*[""] * 5, self.remark(bench)]]
        return [[*([""] * len(first) if at else first), *row] for at, row in enumerate(others)]


def _beside(peer: Peer, bench: Bench, own: Cost) -> list[str]:
    """What a peer costs, how many times ours that is, and how far the answers are apart."""
    cost = bench.cost(peer.job)
    asked = f"{peer.least:g}" if peer.least else ""
    if isinstance(cost, Missing):
        return [peer.name, "", "", "", asked, cost.why]
    far = apart((bench.own(peer.ours) if peer.ours else own).found, cost.found)
    taken = cost.cpu * peer.times
    ratio = taken / max(own.cpu, 1e-6)
    held = f"{asked}: {'yes' if ratio >= (peer.least or 0) else 'no'}" if asked else ""
    right = far is None or far <= NEAR
    figures = [shown(taken), shown(cost.peak), shown(ratio) if right else "", held if right else asked]
    return [peer.name, *figures, agreed(far)]


def agreed(far: float | None) -> str:
    """How far answers are apart, in words.

    >>> agreed(0.0), agreed(2.34e-12), agreed(0.5), agreed(None)
    ('equal', '2.3e-12', '0.5: differ', 'not compared')
    """
    if far is None:
        return "not compared"
    if far == 0:
        return "equal"
    return f"{far:.2g}" + ("" if far <= NEAR else ": differ")


def apart(ours: Found, theirs: Found) -> float | None:
    """The largest difference between arrays of the same name, as a share of the largest number; None without any.

    Text, and arrays of another shape, are the same or infinitely far apart.

    >>> apart({"a": np.array([1.0, 2.0])}, {"a": np.array([1.0, 2.5]), "b": np.array([3.0])})
    0.25
    >>> apart({"a": np.array(["x"])}, {"a": np.array(["y"])})
    inf
    """
    shared = sorted(set(ours) & set(theirs))
    return max((_far(ours[name], theirs[name]) for name in shared), default=None)


def _far(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    if one.shape != other.shape or one.dtype.kind == "U":
        return 0.0 if np.array_equal(one, other) else float("inf")
    if not one.size or np.array_equal(one, other, equal_nan=True):
        return 0.0
    far = np.abs(one - other).max() / max(np.abs(one).max(), 1e-300)
    return float(far) if np.isfinite(far) else float("inf")


def differing(rows: Iterable[list[str]]) -> list[str]:
    """The cases whose answers differ from a peer's, each with the peer."""
    case, found = "", []
    for row in rows:
        case = row[0] or case
        if row[-1].endswith("differ"):
            found.append(f"{case} ({row[5]})")
    return found
