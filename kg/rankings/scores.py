"""From scores to ranks: what is equal shares a rank, and says with how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.incidence import Floats, Truths, Whole

DIGITS = 12
"""To how many significant places two scores must agree to be equal."""
NOISE = 1e-15
"""What floating point leaves of nothing, as a share of the largest score."""


@dataclass(frozen=True)
class Score:
    """A node's score, its rank (1 is highest; equal scores share the lowest number) and how many share it."""

    node: str
    score: float
    rank: int
    ties: int


def ranks(nodes: Sequence[str], values: Floats, digits: int = DIGITS) -> list[Score]:
    """Scores with ranks, highest first, ties in order of the nodes; what is tied bears one score.

    `values` has a number for each node, in order. Edge cases: as in `standings`.

    >>> [(each.node, each.rank, each.ties) for each in ranks(["a", "b", "c"], np.array([1.0, 2.0, 1.0]))]
    [('b', 1, 1), ('a', 2, 2), ('c', 2, 2)]
    """
    rank, ties = standings(values, digits)
    rising = np.argsort(values, kind="stable")  # so that of what is tied the highest is shown
    shared = dict(zip(rank[rising].tolist(), values[rising].tolist(), strict=True))
    scores = {each: float(f"{value:.{digits}g}") for each, value in shared.items()}
    order = sorted(range(len(nodes)), key=lambda at: (rank[at], nodes[at]))
    return [Score(nodes[at], scores[int(rank[at])], int(rank[at]), int(ties[at])) for at in order]


def standings(values: Floats, digits: int = DIGITS) -> tuple[Whole, Whole]:
    """The rank of each value and how many have it, (…, nodes) → two of (…, nodes); each row by itself.

    A rank is one more than the number of values that are higher (competition rank: 1, 2, 2, 4). Next to each other
    in order, two values are equal where they agree to `digits` significant places, or differ by no more than
    floating point leaves of nothing beside the largest; so no tie hangs on which side of a rounding it falls.
    Edge cases: a value that is no number (nan) comes last, tied with others like it; no values give no ranks.

    >>> rank, ties = standings(np.array([0.3, 0.1 + 0.2, 1.0, 0.0]))
    >>> rank.tolist(), ties.tolist()
    ([2, 2, 1, 4], [2, 2, 1, 1])
    """
    filled = np.where(np.isnan(values), -np.inf, values)
    order = np.argsort(-filled, axis=-1, kind="stable")
    first = np.ones(filled.shape, bool)
    first[..., 1:] = _apart(np.take_along_axis(filled, order, -1), digits)
    at = np.broadcast_to(np.arange(filled.shape[-1]), filled.shape)
    start = np.maximum.accumulate(np.where(first, at, 0), axis=-1)
    last = np.ones(filled.shape, bool)
    last[..., :-1] = first[..., 1:]
    end = np.minimum.accumulate(np.where(last, at, filled.shape[-1])[..., ::-1], axis=-1)[..., ::-1]
    rank, ties = np.empty(filled.shape, np.int64), np.empty(filled.shape, np.int64)
    np.put_along_axis(rank, order, start + 1, -1)
    np.put_along_axis(ties, order, end - start + 1, -1)
    return rank, ties


def _apart(falling: Floats, digits: int) -> Truths:
    """Whether each value in falling order is lower than the one before, (…, nodes) → (…, nodes - 1)."""
    high, low = falling[..., :-1], falling[..., 1:]
    size = np.where(np.isfinite(falling), np.abs(falling), 0.0)
    slack = np.maximum(
        10.0**-digits * np.maximum(size[..., :-1], size[..., 1:]), NOISE * size.max(axis=-1, keepdims=True, initial=0)
    )
    with np.errstate(invalid="ignore"):  # the same infinity twice: their difference is no number, and not greater
        return np.asarray(high - low > slack)
