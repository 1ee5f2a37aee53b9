"""Two-mode graphs with exactly the degrees observed, all of them equally likely, by trading.

Two rows *trade*: what both have they keep; what only one has is put together, shuffled and dealt out again, so that
each gets as many as before. In a *round* all rows of the side with fewer nodes are paired at random and every pair
trades (one sits out where their number is odd). Neither a trade nor a round changes any degree, and after enough of
them every graph with these degrees is equally likely: the *fixed degree sequence model*.

Reference: Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz (2014), A fast and unbiased procedure to randomize
ecological binary matrices with fixed row and column totals, Nature Communications 5, 4114. Rounds: Carstens, Hamann,
Meyer, Penschuck, Tran and Wagner (2018), Parallel and I/O-efficient randomisation of massive networks using global
curveball trades, European Symposium on Algorithms.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.incidence import Incidence, Truths, Whole

ROUNDS = 20
"""How many rounds lie between two graphs that are drawn: each row trades that often, ten trades for every row."""


def shuffle(incidence: Incidence, rng: np.random.Generator, rounds: int = ROUNDS) -> Incidence:
    """A graph with the same degrees after some rounds of trades, starting from the one given.

    Edge cases: where no other graph has these degrees the same comes back; so it does with fewer than two rows or
    columns.

    >>> graph = Incidence.of([0, 0, 1, 2], [0, 1, 1, 2], (4, 3))
    >>> other = shuffle(graph, np.random.default_rng(1))
    >>> other.sizes.tolist(), other.transposed.sizes.tolist()
    ([2, 1, 1, 0], [1, 2, 1])
    """
    across = incidence.shape[0] > incidence.shape[1]
    graph = incidence.transposed if across else incidence
    rows = np.repeat(np.arange(graph.shape[0]), graph.sizes)
    columns = graph.matrix.indices.astype(np.int64)
    for _ in range(rounds):
        rows = _round(rows, columns, graph.shape, rng)
    one, other = (columns, rows) if across else (rows, columns)
    return Incidence.of(one, other, incidence.shape)


def draws(incidence: Incidence, rng: np.random.Generator, count: int, rounds: int = ROUNDS) -> Iterator[Incidence]:
    """Graphs with the same degrees, each some rounds of trades after the one before; the first after ten times that."""
    graph = shuffle(incidence, rng, 10 * rounds)
    for _ in range(count):
        yield graph
        graph = shuffle(graph, rng, rounds)


def _round(rows: Whole, columns: Whole, shape: tuple[int, int], rng: np.random.Generator) -> Whole:
    """The row of each entry after one round: entries stay in their columns."""
    order = rng.permutation(shape[0])
    place = np.empty(shape[0], np.int64)
    place[order] = np.arange(shape[0])  # rows at places 2g and 2g + 1 trade
    pair = place[rows] // 2
    moving = np.flatnonzero(_single(pair * shape[1] + columns))
    moving = moving[np.lexsort((rng.random(len(moving)), pair[moving]))]
    after = rows.copy()
    after[moving] = order[2 * pair[moving] + _dealt(pair[moving], place[rows[moving]] % 2)]
    return after


def _single(keys: Whole) -> Truths:
    """Which keys occur once."""
    order = np.argsort(keys, kind="stable")
    same = keys[order[1:]] == keys[order[:-1]]
    found = np.ones(len(keys), bool)
    found[order[1:][same]] = False
    found[order[:-1][same]] = False
    return found


def _dealt(pair: Whole, second: Whole) -> Whole:
    """To which row of its pair each entry goes, 0 or 1; entries come pair by pair, shuffled, and 0 is filled first."""
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    sizes = np.diff(starts, append=len(pair))
    fill = np.add.reduceat(1 - second, starts) if len(starts) else sizes
    rank = np.arange(len(pair)) - np.repeat(starts, sizes)
    return np.asarray(rank >= np.repeat(fill, sizes), np.int64)
