"""The random two-mode graph whose rows and columns have, on average, the degrees observed, and are else left to chance.

In the *bipartite configuration model* each place (i, j) of the incidence is a one with a chance of its own,
independent of all others:

    p(i, j) = x(i) y(j) / (1 + x(i) y(j)),   with  sum over j of p(i, j) = degree of i,  and likewise for each j.

It is the distribution of greatest entropy with these degrees; x and y maximise the likelihood of what was observed.
Rows of one degree share one x, so that the equations are as many as there are different degrees.

Reference: Saracco, Di Clemente, Gabrielli and Squartini (2015), Randomizing bipartite networks: the case of the World
Trade Web, Scientific Reports 5, 10595. Where degrees leave no choice: Gale (1957), A theorem on flows in networks,
Pacific Journal of Mathematics 7, 1073-1082; Ryser (1957), Combinatorial properties of matrices of zeros and ones,
Canadian Journal of Mathematics 9, 371-377.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from kg.errors import OperatorError
from kg.incidence import BLOCK, Floats, Incidence, Whole

CLOSE, SHARE = 1e-11, 1e-13
"""How far an expected degree may be from the observed one: by so much, or by that share of it where that is more."""
STEPS = 500
"""After how many steps of Newton's method the solver gives up; some ten are usual."""


class Degrees(NamedTuple):
    """The different degrees of a side and how many nodes have each."""

    value: Whole
    times: Whole


@dataclass(frozen=True, eq=False)
class Bicm:
    """The solved model: `rows` and `columns` say of which class of equal degree each is, `chances` is class × class.

    >>> model = solve(Incidence.of([0, 1, 1, 2], [0, 0, 1, 1], (3, 2)))
    >>> model.chances[model.rows][:, model.columns].round(9).tolist()
    [[0.5, 0.5], [1.0, 1.0], [0.5, 0.5]]
    """

    rows: Whole
    columns: Whole
    chances: Floats

    @property
    def counts(self) -> Whole:
        """How many columns each class of them has: (column classes,)."""
        return np.bincount(self.columns, minlength=self.chances.shape[1])

    def draw(self, rng: np.random.Generator) -> Incidence:
        """A two-mode graph drawn from the model, every place by its own chance."""
        shape = (len(self.rows), len(self.columns))
        step = max(1, BLOCK // max(1, shape[1]))
        rows, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for start in range(0, shape[0], step):
            chances = self.chances[self.rows[start : start + step]][:, self.columns]
            ones = np.nonzero(rng.random(chances.shape) < chances)
            rows.append(ones[0] + start)
            columns.append(ones[1])
        return Incidence.of(np.concatenate(rows), np.concatenate(columns), shape)


def solve(incidence: Incidence) -> Bicm:
    """The model with the degrees of an incidence, each met to 1e-11 (1e-13 of it where that is more).

    Edge cases: what the degrees leave no choice about has chance 1 or 0, as the places of full and empty rows and
    columns, and of a nested matrix all places. A graph without rows or columns has no chances.
    Raises OperatorError where the equations do not converge, which no known degrees bring about.
    """
    value, rows, count = np.unique(incidence.sizes, return_inverse=True, return_counts=True)
    other, columns, others = np.unique(-incidence.transposed.sizes, return_inverse=True, return_counts=True)
    return Bicm(rows, columns, _chances(Degrees(value, count), Degrees(-other, others)))


def _chances(rows: Degrees, columns: Degrees) -> Floats:
    """The chance of each class of rows in each class of columns, columns of highest degree first.

    The first k columns can hold at most min(degree, k) ones of each row. Where they hold as many (a *cut*), rows of
    degree k and more are in all of them, and rows of degree k and less in no other column: that much is certain,
    and what lies between two cuts is a problem of its own that has a solution.
    """
    chances = np.zeros((len(rows.value), len(columns.value)))
    ends = np.cumsum(columns.times)
    room = (rows.times * np.minimum(rows.value, ends[:, None])).sum(axis=1)
    cuts = ends[room == np.cumsum(columns.times * columns.value)]
    for low, high in pairwise([0, *cuts]):
        span = np.flatnonzero((ends > low) & (ends <= high))
        full, free = rows.value >= high, (rows.value > low) & (rows.value < high)
        chances[np.ix_(full, span)] = 1.0
        if free.any():
            taken = columns.value[span] - rows.times[full].sum()
            chances[np.ix_(free, span)] = _fit(
                Degrees(rows.value[free] - low, rows.times[free]), Degrees(taken, columns.times[span])
            )
    return chances


def _fit(rows: Degrees, columns: Degrees) -> Floats:
    """The chances where none is certain, by Newton's method on log x and log y."""
    if len(columns.value) > len(rows.value):
        return _fit(columns, rows).T
    spread = 0.5 * np.log(float(rows.value @ rows.times))
    own, other = np.log(rows.value) - spread, np.log(columns.value) - spread
    for _ in range(STEPS):
        chances: Floats = expit(own[:, None] + other)
        short, lack = rows.value - chances @ columns.times, columns.value - rows.times @ chances
        if _near(short, rows) and _near(lack, columns):
            return chances
        step, turn = _newton(chances, rows.times, columns.times, short, lack)
        size = _length(own, other, step, turn, rows, columns)
        own, other = own + size * step, other + size * turn
    raise OperatorError("the chances of the null model do not converge; report the degrees of these nodes")


def _near(short: Floats, degrees: Degrees) -> bool:
    return bool((np.abs(short) <= np.maximum(CLOSE, SHARE * degrees.value)).all())


def _newton(chances: Floats, count: Whole, others: Whole, short: Floats, lack: Floats) -> tuple[Floats, Floats]:
    """The step that would end the search were the likelihood a parabola.

    Adding to all log x what all log y lose changes nothing; of these steps the one is taken that adds nothing.
    """
    curve = count[:, None] * chances * (1 - chances) * others
    mine, theirs = curve.sum(axis=1), curve.sum(axis=0)
    reduced = np.diag(theirs) - curve.T @ (curve / mine[:, None]) + theirs.mean()
    turn = np.linalg.solve(reduced, others * lack - curve.T @ (count * short / mine))
    return (count * short - curve @ turn) / mine, turn


def _length(own: Floats, other: Floats, step: Floats, turn: Floats, rows: Degrees, columns: Degrees) -> float:
    """How much of a step to take: all of it, or so much that the likelihood does not fall beyond its top."""

    def slope(size: float) -> float:
        chances = expit((own + size * step)[:, None] + other + size * turn)
        short, lack = rows.value - chances @ columns.times, columns.value - rows.times @ chances
        return float((rows.times * short) @ step + (columns.times * lack) @ turn)

    size, first = 1.0, slope(0.0)
    while size > 1e-9 and slope(size) < -0.5 * abs(first):
        size /= 2
    return size
