"""Whether a node scores higher than its number of memberships explains.

A measure is worked out on graphs that chance alone makes of the degrees observed. What it gives there on average is
the *expected* score; how far the observed one lies off, in standard deviations of these scores, is its z.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kg.incidence import Floats, Whole
from kg.projections import Projection
from kg.significance import nulls

CLOSE = 1e-9
"""Scores that differ by this share or less are equal: what is below it are the last bits of floating point."""


@dataclass(frozen=True, eq=False)
class Expectation:
    """The scores observed and what a null model gives for them, an entry for each node.

    `mean` and `sd` are of the scores drawn (`sd` with n - 1 below the line), `reached` counts the draws in which a
    node scored as high as observed or higher, `valid` those in which it had a score.
    """

    nodes: tuple[str, ...]
    null: str
    draws: int
    seed: int
    observed: Floats
    mean: Floats
    sd: Floats
    reached: Whole
    valid: Whole

    @cached_property
    def z(self) -> Floats:
        """How many standard deviations above the expected score; 0 where all draws gave the observed one.

        Infinite where all draws gave one and the same other score; nan where a node has no score.
        """
        above = self.observed - self.mean
        level = CLOSE * np.maximum(np.abs(self.observed), np.abs(self.mean))
        above = np.where(np.abs(above) <= level, 0.0, above)
        flat = self.sd <= level
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(flat & (above == 0), 0.0, above / np.where(flat, 0.0, self.sd))

    @cached_property
    def p(self) -> Floats:
        """The chance to score as high as observed or higher, the observed graph counted as one of the draws.

        It is never below 1 / (draws + 1); nan where a node has no score.
        """
        return np.where(np.isnan(self.observed), np.nan, (self.reached + 1) / (self.valid + 1))


def compare(
    projection: Projection,
    score: Callable[[Projection], Floats],
    null: str = "bicm",
    draws: int = 100,
    seed: int = 0,
    tick: Callable[[float], None] = lambda _: None,
) -> Expectation:
    """The observed scores of a measure beside those that a null model gives, the same for the same seed.

    `score` is any function of a projection, as `kg.centrality.measure("closeness").score`; `null` is one of NULLS.
    `tick` is told the share done after each draw. The cost is that of the measure times the draws; the graphs drawn
    have more classes of twins than the observed one where this one has many twins.
    Edge cases: draws that give a node no score (nan) are left out for it; with one valid draw sd is 0.
    Raises AskerError for an unknown null model, or fewer draws than one.
    Reference: Davison and Hinkley (1997), Bootstrap Methods and their Application, chapter 4, for the p-value.

    >>> from kg.projections import project
    >>> from kg.twomode import Affiliation
    >>> path = project(Affiliation.from_pairs([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y")]))
    >>> found = compare(path, lambda each: each.degrees.astype(float), draws=20)
    >>> found.observed.tolist(), bool(found.mean[0] < found.mean[1])
    ([1.0, 2.0, 1.0], True)
    """
    observed = np.asarray(score(projection), float)
    valid, reached = np.zeros(len(observed), np.int64), np.zeros(len(observed), np.int64)
    mean, squares = np.zeros(len(observed)), np.zeros(len(observed))
    for at, drawn in enumerate(nulls.draws(projection.incidence, null, draws, seed), 1):
        found = np.asarray(score(replace(projection, incidence=drawn)), float)
        known = ~np.isnan(found)
        valid += known
        reached += known & (found >= observed - CLOSE * np.abs(observed))
        step = np.where(known, found - mean, 0.0)
        mean += step / np.maximum(valid, 1)
        squares += step * np.where(known, found - mean, 0.0)
        tick(at / draws)
    sd = np.sqrt(squares / np.maximum(valid - 1, 1))
    mean = np.where(valid > 0, mean, np.nan)
    return Expectation(projection.nodes, null, draws, seed, observed, mean, sd, reached, valid)
