"""Sets as bits, 64 to a number: many sets are joined and counted in one go, without a look at any of their members.

A table of bits has a line for each thing and a place for each set that the thing may be in. Joining lines answers
"in which sets is any of these things?" for all sets at once; counting adds up, set by set, the lines they have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Words = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
WORD = 64
"""Places in a word."""
SETS = 128 * WORD
"""How many sets are looked at in one go, at most."""
CHUNK = 4096
"""How many lines are joined and counted in one go, so that they stay in the processor's cache."""


def pack(truths: Truths) -> Words:
    """Truths as bits, (…, places) → (…, words); places beyond the last are 0.

    >>> pack(np.array([[True] + 62 * [False] + [True, True]])).shape
    (1, 2)
    """
    places = truths.shape[-1]
    words = -(-places // WORD)
    found = np.zeros((*truths.shape[:-1], words * WORD // 8), np.uint8)
    found[..., : -(-places // 8)] = np.packbits(np.ascontiguousarray(truths), axis=-1)
    return found.view(np.uint64)


def unpack(words: Words, places: int) -> Truths:
    """Bits as truths, the first so many places: (…, words) → (…, places).

    >>> unpack(pack(np.array([True, False, True])), 3).tolist()
    [True, False, True]
    """
    return np.unpackbits(np.ascontiguousarray(words).view(np.uint8), axis=-1, count=places).view(np.bool_)


def filled(matrix: sp.csr_array) -> Truths:
    """Where a sparse matrix has a value, written out."""
    return np.asarray(sp.csr_array(matrix, dtype=bool).toarray())


def count(words: Words, weights: Whole) -> Whole:
    """The weights, whole and not negative, of the lines that have each place: (lines, words) → (places,).

    Adds as on paper, in twos, all places at once: three lines that weigh the same make one, and one that weighs double.

    >>> count(pack(np.array([[True, False], [True, True], [True, True]])), np.array([1, 2, 4]))[:2].tolist()
    [7, 6]
    """
    total = np.zeros(words.shape[1] * WORD, np.int64)
    carried = words[:0]
    for digit in range(int(weights.sum()).bit_length()):
        lines, carried = _added(np.concatenate([words[weights >> digit & 1 > 0], carried]))
        if len(lines):
            total += unpack(lines[0], len(total)).astype(np.int64) << digit
    return total


def _added(lines: Words) -> tuple[Words, Words]:
    """Lines of one weight as at most one, and what is carried to the double weight."""
    carried = [lines[:0]]
    while len(lines) > 1:
        third = -(-len(lines) // 3)
        a, b, c = lines[:third], lines[third : 2 * third], lines[2 * third :]  # c may be shorter
        odd, both = a ^ b, a & b
        both[: len(c)] |= odd[: len(c)] & c
        odd[: len(c)] ^= c
        carried.append(both)
        lines = odd
    return lines, np.concatenate(carried)


@dataclass(frozen=True)
class Unions:
    """The union of some lines for each row of a matrix: in which sets is any of the row's columns?

    `order` has the rows, those with most columns first; `columns` the first column of each, the second of those that
    have two, and so on. Make one with `Unions.of`.

    >>> unions = Unions.of(sp.csr_array([[0, 1], [1, 1]]))
    >>> unpack(unions(pack(np.array([[True, False], [False, True]]))), 2).tolist()
    [[False, True], [True, True]]
    """

    order: Whole
    columns: tuple[Whole, ...]

    @classmethod
    def of(cls, matrix: sp.csr_array) -> Unions:
        """The unions for the rows of a matrix, each with at least one column."""
        sizes = np.diff(matrix.indptr)
        order = np.argsort(-sizes, kind="stable")
        starts, having = matrix.indptr[:-1][order], np.searchsorted(-sizes[order], -np.arange(sizes.max(initial=0)))
        return cls(order, tuple(matrix.indices[starts[:n] + at].astype(np.int64) for at, n in enumerate(having)))

    def sorted(self, lines: Words) -> Words:
        """The unions in the order of `order`: (columns, words) → (rows, words)."""
        found = np.empty((len(self.order), lines.shape[1]), np.uint64)
        buffer = np.empty_like(found)
        for at, columns in enumerate(self.columns):
            n = len(columns)
            np.take(lines, columns, axis=0, out=buffer[:n] if at else found, mode="clip")
            if at:
                found[:n] |= buffer[:n]
        return found

    def __call__(self, lines: Words) -> Words:
        """The unions in the order of the rows: (columns, words) → (rows, words)."""
        found = np.empty((len(self.order), lines.shape[1]), np.uint64)
        found[self.order] = self.sorted(lines)
        return found


@dataclass(frozen=True)
class Tally:
    """How much the rows of a matrix weigh that have any column in a set, for many sets at once.

    >>> tally = Tally.of(sp.csr_array([[1, 0], [1, 1]]), np.array([3, 1]))
    >>> tally(pack(np.array([[True, False], [False, True]])))[:2].tolist()
    [4, 1]
    """

    parts: tuple[tuple[Unions, Whole], ...]

    @classmethod
    def of(cls, matrix: sp.csr_array, weights: Whole) -> Tally:
        """The tally of the rows of a matrix, each with at least one column, by their weights."""
        order = np.argsort(-np.diff(matrix.indptr), kind="stable")
        split = np.split(order, range(CHUNK, len(order), CHUNK)) if len(order) else []
        return cls(tuple((Unions.of(matrix[rows]), weights[rows]) for rows in split))

    def __call__(self, lines: Words) -> Whole:
        """The weights for sets given as a line of bits for each column: (columns, words) → (places,)."""
        total = np.zeros(lines.shape[1] * WORD, np.int64)
        for unions, weights in self.parts:
            total += count(unions.sorted(lines), weights[unions.order])
        return total
