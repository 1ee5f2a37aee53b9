"""Forces between discs of different sizes: springs draw the linked together, then none may cover another.

Points are complex numbers, x + yi, in pixels. They are rounded in every round: what processors make of the last digits
then changes nothing.
"""

from __future__ import annotations

import math

import numpy as np

from kg.explorer.grid import Floats, Mesh, Points, Whole, near

ROUNDS = 300  # of springs
PUSHES = 400  # rounds of pushing apart, at most
DIGITS = 3  # of a pixel, after the point
PULL = 3  # how much stronger a link draws than discs push
GRAVITY = 0.3  # how strongly all is drawn to the middle
EVEN = 0.75  # how far the whole is spread evenly: 0 not at all, 1 wholly


def settled(radii: Floats, links: Whole) -> Points:
    """Where discs of these radii come to rest, around the middle, none covering another.

    `links` are the pairs of discs that draw each other, (links, 2). The same input gives the same points; time grows
    with discs plus links. A lone disc stands in the middle.

    >>> one, other = settled(np.array([30.0, 30.0]), np.array([[0, 1]])).tolist()
    >>> 59 < abs(one - other) < 90
    True
    """
    if len(radii) < 2:
        return np.zeros(len(radii), np.complex128)
    return apart(_filled(_drawn(radii, links), radii), radii)


def sunflower(number: int, first: float, step: float) -> Points:
    """Points around the middle as the seeds of a sunflower stand, each with room of `step` squared times pi.

    The nearest is `first` from the middle, the others farther and farther out.

    >>> sunflower(2, 10, 5).round().tolist()
    [(-10-2j), (9-6j)]
    """
    ranks: Floats = (first / step) ** 2 + np.arange(number, dtype=np.float64)
    return _polar(ranks * math.pi * (3 - math.sqrt(5)), step * np.sqrt(ranks))


def _polar(angles: Floats, distances: Floats) -> Points:
    return np.asarray(distances * (np.cos(angles) + 1j * np.sin(angles)))


def _drawn(radii: Floats, links: Whole) -> Points:
    """Discs push each other as charges do, and links draw with the logarithm of their length, as in LinLog models.

    Nobody moves farther in a round than the heat allows, which falls from a quarter of the whole to a pixel.
    """
    step = math.sqrt(float((radii**2).mean()))
    points, mesh = sunflower(len(radii), 0.0, step).round(DIGITS), Mesh.of(len(radii))
    extent = step * math.sqrt(len(radii))
    for each in range(ROUNDS):
        pushed = 4 * radii * mesh.field(points, radii)
        moves = pushed + _pulled(points, radii, links) - GRAVITY * points
        heat = extent / 4 * (1 - each / ROUNDS) + 1
        points = (points + moves * np.minimum(1, heat / np.maximum(np.abs(moves), 1e-9))).round(DIGITS)
    nudges = sunflower(len(radii), 0.0, step / math.sqrt(len(radii)))  # no two at one point
    return np.asarray(points - points.mean() + nudges)


def _pulled(points: Points, radii: Floats, links: Whole) -> Points:
    """The sum of the pulls of its links on each disc."""
    one, other = links.T
    reach, ways = radii[one] + radii[other], points[other] - points[one]
    gaps = np.maximum(np.abs(ways), 1e-3)
    pulls = PULL * reach * np.log1p(gaps / reach) * ways / gaps
    return _summed(one, pulls, len(points)) - _summed(other, pulls, len(points))


def _summed(of: Whole, moves: Points, number: int) -> Points:
    """The sum of the moves of each of a number of discs, added in one order everywhere."""
    return np.asarray(np.bincount(of, moves.real, number) + 1j * np.bincount(of, moves.imag, number))


def _filled(points: Points, radii: Floats) -> Points:
    """Keep each disc's direction from the middle, and move it towards where the whole would be evenly filled."""
    far = np.maximum(np.abs(points), 1e-3)
    order = np.argsort(far.round(DIGITS), kind="stable")
    areas = radii[order] ** 2 * 1.2
    even = np.empty(len(radii))
    even[order] = np.sqrt(np.cumsum(areas) - areas / 2)
    return (points * (even / far) ** EVEN).round(DIGITS)


def apart(points: Points, radii: Floats) -> Points:
    """Push discs that cover each other apart, then widen the whole if that is not enough.

    >>> one, other = apart(np.array([0, 1 + 0j]), np.array([10.0, 10.0])).tolist()
    >>> abs(one - other) > 19
    True
    """
    for _ in range(PUSHES):
        one, other = near(points, radii)
        ways = _ways(points, one, other)
        gaps = np.abs(ways)
        lack = radii[one] + radii[other] - gaps
        if lack.max(initial=0) < 1:
            return points
        moves = ways * (lack * 0.5 / gaps)
        moved = _summed(other, moves, len(points)) - _summed(one, moves, len(points))
        points = (points * 1.0005 + moved).round(DIGITS)  # a little wider each time, so that room is found
    one, other = near(points, radii)
    return points * float(((radii[one] + radii[other]) / np.abs(_ways(points, one, other))).max(initial=1.0))


def _ways(points: Points, one: Whole, other: Whole) -> Points:
    """From one to the other; where both stand at one point some way, each time another."""
    ways = points[other] - points[one]
    return np.where(ways == 0, 0.1 * _polar(one + 2.0 * other, np.ones(len(one))), ways)
