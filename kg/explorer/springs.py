"""Forces between discs of different sizes: springs draw the linked together, then none may cover another."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

ROUNDS = 80  # of springs
PUSHES = 250  # rounds of pushing apart, at most

Floats = NDArray[np.float64]


def settled(radii: Floats, links: Floats) -> Floats:
    """Where discs of these radii come to rest, around the middle, none covering another.

    `links` is a symmetric matrix of how strongly two discs draw each other, 0 where they are not linked.
    The same input gives the same points. A lone disc stands in the middle.
    """
    if len(radii) < 2:
        return np.zeros((len(radii), 2))
    reach = radii[:, None] + radii[None, :]
    return apart(_filled(_drawn(reach, links), radii), reach)


def sunflower(number: int, first: float, step: float) -> Floats:
    """Points around the middle as the seeds of a sunflower stand, each with room of `step` squared times pi.

    The nearest is `first` from the middle, the others farther and farther out.

    >>> sunflower(2, 10, 5).round().tolist()
    [[-10.0, -2.0], [9.0, -6.0]]
    """
    ranks: Floats = (first / step) ** 2 + np.arange(number, dtype=np.float64)
    angles = ranks * math.pi * (3 - math.sqrt(5))
    return _polar(angles, step * np.sqrt(ranks))


def _drawn(reach: Floats, links: Floats) -> Floats:
    """Springs after Fruchterman and Reingold, where two discs want to be as far apart as they reach."""
    step = math.sqrt(float((np.diag(reach) ** 2).mean())) / 2
    points = sunflower(len(reach), 0.0, step)
    extent = step * math.sqrt(len(reach))
    for each in range(ROUNDS):
        gaps = _gaps(points)
        moves = _moves(points, reach**2 / gaps**2 - links * gaps / reach) - points * 0.02
        lengths = np.maximum(np.hypot(moves[:, 0], moves[:, 1]), 1e-9)
        heat = extent / 4 * (1 - each / ROUNDS) + 1
        points = points + moves * (np.minimum(lengths, heat) / lengths)[:, None]
    return np.asarray(points - points.mean(axis=0))


def _gaps(points: Floats) -> Floats:
    """How far each point is from each other; never nought."""
    x, y = points[:, 0], points[:, 1]
    return np.sqrt(np.maximum((x[:, None] - x[None, :]) ** 2 + (y[:, None] - y[None, :]) ** 2, 1e-6))


def _moves(points: Floats, force: Floats) -> Floats:
    """The sum of all forces on each point, along the lines from the others; einsum adds in one order everywhere."""
    moves: Floats = points * force.sum(axis=1)[:, None] - np.einsum("ij,jk->ik", force, points)
    return moves


def _filled(points: Floats, radii: Floats) -> Floats:
    """Keep each disc's direction from the middle, spread the distances so that the whole is evenly filled."""
    far = np.hypot(points[:, 0], points[:, 1])
    order = np.argsort(far.round(6), kind="stable")
    areas = radii[order] ** 2 * 1.2
    distances = np.empty(len(radii))
    distances[order] = np.sqrt(np.cumsum(areas) - areas / 2)
    angles = np.arctan2(points[:, 1], points[:, 0])
    return _polar(angles, distances)


def _polar(angles: Floats, distances: Floats) -> Floats:
    return np.stack([np.cos(angles) * distances, np.sin(angles) * distances], axis=1)


def apart(points: Floats, reach: Floats) -> Floats:
    """Push those that stand closer than they reach away from each other, then widen the whole if that is not enough."""
    for _ in range(PUSHES):
        gaps = _gaps(points)
        lack = np.maximum(reach - gaps, 0)
        np.fill_diagonal(lack, 0)
        if lack.max() < 1:
            return points
        points = points * 1.0005 + _moves(points, lack * 0.5 / gaps)  # a little wider each time, so that room is found
    gaps = _gaps(points)
    np.fill_diagonal(gaps, math.inf)
    return points * max(1.0, float((reach / gaps).max()))
