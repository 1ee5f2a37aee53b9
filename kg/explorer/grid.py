"""A grid over points, so that what all of them do to each other costs little more than looking at each once.

Points are complex numbers, x + yi, in pixels. Far away only the sum of what stands in a cell of the grid counts; near
by only those in neighbouring cells are compared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST, MOST = 16, 256  # cells along a side of the mesh: powers of two

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Points = NDArray[np.complex128]


@dataclass(frozen=True)
class Mesh:
    """A square mesh for the force between all points of a number; make it with `of`, use it in every round.

    `side` is how many cells there are along a side, `kernel` what a charge does to the cells around it, transformed.
    """

    side: int
    kernel: Points

    @classmethod
    def of(cls, number: int) -> Mesh:
        """The mesh for a number of points: about four cells for each."""
        side = min(MOST, max(FEWEST, 2 ** math.ceil(math.log2(2 * math.sqrt(max(number, 1))))))
        along = np.fft.fftfreq(2 * side, 1 / (2 * side))  # twice as wide, lest the left feel what is on the right
        offsets = along[:, None] + 1j * along[None, :]
        offsets[0, 0] = math.inf  # nothing pushes itself
        return cls(side, np.fft.fft2(1 / offsets.conj()))

    def field(self, points: Points, charges: Floats) -> Points:
        """How hard each point is pushed away by all others: the sum of charge over distance, as a vector.

        Charges are shared out to the corners of their cells, so that pushes are blurred within a cell.

        >>> Mesh.of(2).field(np.array([0, 100 + 0j]), np.array([1.0, 2.0])).real.round(4).tolist()
        [-0.02, 0.01]
        """
        low = complex(points.real.min(), points.imag.min())
        size = max(float(np.ptp(points.real)), float(np.ptp(points.imag)), 1.0) / (self.side - 2)
        corners = _corners((points - low) / size)
        laid = np.zeros(self.side**2)
        for across, down, share in corners:
            laid += np.bincount(across * self.side + down, share * charges, self.side**2)
        wide = np.fft.fft2(laid.reshape(self.side, self.side), (2 * self.side, 2 * self.side))
        felt = np.fft.ifft2(wide * self.kernel) / size
        return np.asarray(sum(felt[across, down] * share for across, down, share in corners))


def _corners(cells: Points) -> list[tuple[Whole, Whole, Floats]]:
    """The four corners around each point, given in cells: their numbers, and how much of the point each has."""
    across, down = cells.real.astype(np.int64), cells.imag.astype(np.int64)
    right, low = cells.real - across, cells.imag - down
    shares = ((1 - right) * (1 - low), (1 - right) * low, right * (1 - low), right * low)
    return [(across + at // 2, down + at % 2, share) for at, share in enumerate(shares)]


def near(points: Points, radii: Floats) -> tuple[Whole, Whole]:
    """The pairs of discs that cover each other, each pair once, always in the same order.

    Discs are gone through by size, each time over a grid as coarse as the largest left, so a few large ones among many
    small ones cost no more than what they cover.

    >>> one, other = near(np.array([0, 15, 40 + 0j]), np.array([10.0, 10.0, 10.0]))
    >>> one.tolist(), other.tolist()
    ([0], [1])
    """
    order = np.argsort(-radii, kind="stable")
    points, radii = points[order], radii[order]
    found, first = [np.zeros((2, 0), np.int64)], 0
    while first < len(radii):
        last = int(np.searchsorted(-radii, -radii[first] / 2))
        last = max(last, first + 1)
        pairs = first + _neighbours(points[first:], 2 * float(radii[first]), last - first)
        found.append(pairs[:, np.abs(points[pairs[0]] - points[pairs[1]]) < radii[pairs[0]] + radii[pairs[1]]])
        first = last
    one, other = order[np.concatenate(found, axis=1)]
    return one, other


def _neighbours(points: Points, size: float, asked: int) -> Whole:
    """For each of the first points, as many as asked, those after it that are in its cell of a grid or next to it."""
    across, down = (np.floor((side - side.min()) / size).astype(np.int64) + 1 for side in (points.real, points.imag))
    column = int(down.max()) + 2
    cells = across * column + down
    order = np.argsort(cells, kind="stable")
    found = []
    for step in (-column, 0, column):
        begin = np.searchsorted(cells[order], cells[:asked] + step - 1)
        count = np.searchsorted(cells[order], cells[:asked] + step + 1, "right") - begin
        one = np.repeat(np.arange(asked), count)
        other = order[np.arange(len(one)) + np.repeat(begin - np.cumsum(count) + count, count)]
        found.append(np.stack([one, other])[:, other > one])
    return np.concatenate(found, axis=1)
