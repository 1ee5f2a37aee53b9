"""How likely two rows are to share so many columns or more, where each place is a one by its own chance.

The number of columns that rows i and j share is a sum of independent yes-or-no draws, one for each column, with
chances p(i, c) p(j, c): a *Poisson-binomial* number. Its upper tail T(v) = P(shared >= v), the observed value
included, is built column class by column class. With n columns of chance q, and B the binomial number they give:

    T'(v) = sum over k < v of P(B = k) T(v - k)  +  P(B >= v)

Every term is positive, so nothing cancels and the smallest tails are as exact as the largest.

Reference: Saracco, Straka, Di Clemente, Gabrielli, Caldarelli and Squartini (2017), Inferring monopartite projections
of bipartite networks: an entropy-based approach, New Journal of Physics 19, 053022.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betaln, xlog1py, xlogy

from kg.incidence import Floats, Whole


def upper(chances: Floats, counts: Whole, most: int) -> Floats:
    """The upper tails of sums of draws, P(sum >= v) for v = 0 .. most: (sums, most + 1).

    `chances` has a row for each sum and a column for each class of draws, `counts` says how many draws a class has.

    >>> upper(np.array([[0.5, 0.1]]), np.array([2, 1]), 3).round(6).tolist()
    [[1.0, 0.775, 0.3, 0.025]]
    """
    tails = np.zeros((len(chances), most + 1))
    tails[:, 0] = 1.0
    for chance, count in zip(chances.T, counts, strict=True):
        tails = _added(tails, chance[:, None], int(count))
    return np.minimum(tails, 1.0)  # rounding may leave the last bit above


def _added(tails: Floats, chance: Floats, count: int) -> Floats:
    """The tails of the sums after `count` more draws, all of one chance in each sum."""
    most = tails.shape[1] - 1
    steps = min(count, most)
    found = np.zeros_like(tails)
    found[:, 0] = 1.0
    reached = np.arange(1, steps + 1)
    found[:, 1 : steps + 1] = betainc(reached, count - reached + 1.0, chance)
    exactly = _binomial(chance, count, min(count, most - 1))
    for k in np.flatnonzero(exactly.any(axis=0)):  # far from the mean all are too small for a number
        found[:, k + 1 :] += exactly[:, [k]] * tails[:, 1 : most + 1 - k]
    return found


def _binomial(chance: Floats, count: int, most: int) -> Floats:
    """P(B = k) for k = 0 .. most: (sums, most + 1)."""
    k = np.arange(most + 1)
    ways = -betaln(count - k + 1.0, k + 1.0) - np.log(count + 1.0)
    found: Floats = np.exp(ways + xlogy(k, chance) + xlog1py(count - k, -chance))
    return found
