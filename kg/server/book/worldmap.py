"""A small map as SVG: the coast and borders around some points of the earth, in the colours of the page."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from kg import explorer

ATLAS = Path(explorer.__file__).parent / "vendor" / "world-atlas" / "countries-110m.json"
WIDTH = 640
SHAPE = 1.6  # width by height, on the ground at the middle of the map
LEAST = 14.0  # degrees from south to north
WIDE, COARSEST = 120.0, 3  # outlines keep to a grid of one unit more for so many degrees from west to east
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Window:
    """A part of the earth, in degrees, drawn so that a degree is as wide as it is on the ground at its middle."""

    west: float
    south: float
    east: float
    north: float

    @property
    def height(self) -> int:
        """The height of the picture in its own units, of which it is WIDTH wide."""
        return round((self.north - self.south) * self._scale / self._narrowing)

    @property
    def _narrowing(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def _scale(self) -> float:
        return WIDTH / (self.east - self.west)

    def place(self, point: Point) -> tuple[int, int]:
        """Where a point of longitude and latitude stands in the picture."""
        return (
            round((point[0] - self.west) * self._scale),
            round((self.north - point[1]) * self._scale / self._narrowing),
        )


@dataclass(frozen=True)
class Map:
    """What a page draws: the size, the land as the data of one SVG path, and the points."""

    width: int
    height: int
    land: str
    spots: tuple[tuple[int, int], ...]


def draw(points: Iterable[Point]) -> Map:
    """The map around points of longitude and latitude, in degrees; each spot of the picture is there once.

    Raises ValueError where there are no points.
    """
    found = sorted(set(points))
    window = around(found)
    spots = tuple(dict.fromkeys(window.place(point) for point in found))
    return Map(WIDTH, window.height, land(window), spots)


def around(points: list[Point]) -> Window:
    """The window around points, with some room, in steps of two degrees so that near places share one.

    >>> around([(2.159, 41.389)])
    Window(west=-14.0, south=34.0, east=18.0, north=50.0)
    """
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle, centre = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    narrowing = math.cos(math.radians(max(-70.0, min(70.0, centre))))
    tall = max(LEAST, (max(ys) - min(ys)) * 1.15, (max(xs) - min(xs)) * 1.15 * narrowing / SHAPE)
    wide = min(360.0, tall * SHAPE / narrowing)
    west, east = _inside(middle, wide, 180.0)
    south, north = _inside(centre, min(tall, 180.0), 90.0)
    return Window(_even(west, math.floor), _even(south, math.floor), _even(east, math.ceil), _even(north, math.ceil))


def _inside(middle: float, size: float, most: float) -> Point:
    """A stretch of that size as near to its middle as the earth has room."""
    low = max(-most, min(middle - size / 2, most - size))
    return low, low + size


def _even(value: float, rounded: Callable[[float], int]) -> float:
    return float(rounded(round(value, 6) / 2) * 2)


@lru_cache(maxsize=512)
def land(window: Window) -> str:
    """The countries of a window as the data of one SVG path, in whole units."""
    return "".join(_path(window, ring) for ring in _rings() if _near(ring, window))


def _near(ring: Ring, window: Window) -> bool:
    west, south, east, north = _box(ring)
    return west <= window.east and east >= window.west and south <= window.north and north >= window.south


@cache
def _box(ring: Ring) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _path(window: Window, ring: Ring) -> str:
    step = min(COARSEST, 1 + int((window.east - window.west) / WIDE))
    placed = (window.place(point) for point in _clipped(window, ring))
    spots = [spot for spot, _ in groupby((x // step * step, y // step * step) for x, y in placed)]
    if len(spots) < 3:
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(spots)]
    return f"M{spots[0][0]} {spots[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-") + "z"


def _clipped(window: Window, ring: Ring) -> list[Point]:
    """The part of a ring inside a window and a little beyond, so that no border shows where it was cut."""
    room = (window.east - window.west) / 50
    found = list(ring)
    sides = ((0, window.west - room, 1), (0, window.east + room, -1), (1, window.south - room, 1))
    for axis, limit, sign in (*sides, (1, window.north + room, -1)):
        found = _cut(found, axis, limit, sign)
    return found


def _cut(points: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    """The part of a ring on one side of a line, after Sutherland and Hodgman."""
    kept: list[Point] = []
    for start, end in zip(points[-1:] + points[:-1], points, strict=True):
        before, after = (start[axis] - limit) * sign >= 0, (end[axis] - limit) * sign >= 0
        if before != after:
            share = (limit - start[axis]) / (end[axis] - start[axis])
            kept.append((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
        if after:
            kept.append(end)
    return kept


@cache
def _rings() -> tuple[Ring, ...]:
    """The outlines of the countries, in degrees."""
    atlas = json.loads(ATLAS.read_text(encoding="utf-8"))
    arcs = [_arc(each, atlas["transform"]) for each in atlas["arcs"]]
    shapes = [shape for each in atlas["objects"]["countries"]["geometries"] for shape in _shapes(each)]
    rings = [_unrolled(_ring(numbers, arcs)) for shape in shapes for numbers in shape]
    return tuple(tuple((x + turn, y) for x, y in ring) for ring in rings for turn in _turns(ring))


def _unrolled(ring: Ring) -> Ring:
    """A ring without a leap where it crosses the line of 180 degrees: it goes on beyond it."""
    found = list(ring[:1])
    for x, y in ring[1:]:
        found.append((x - 360 * round((x - found[-1][0]) / 360), y))
    return tuple(found)


def _turns(ring: Ring) -> tuple[int, ...]:
    """By how many degrees to turn a ring so that it is drawn wherever the earth shows it.

    What goes around a pole, which is Antarctica alone, has no shape on such a map and is left out.
    """
    if abs(ring[0][0] - ring[-1][0]) > 180:
        return ()
    xs = [x for x, _ in ring]
    return (0, -360) if max(xs) > 180 else (0, 360) if min(xs) < -180 else (0,)


def _shapes(geometry: dict[str, Any]) -> list[Any]:
    """The shapes of a country, each a list of rings, each a list of arcs."""
    arcs: list[Any] = geometry["arcs"]
    return [arcs] if geometry["type"] == "Polygon" else arcs


def _arc(steps: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """An arc in degrees from its steps on the grid of the file."""
    (across, up), (left, low) = transform["scale"], transform["translate"]
    x = y = 0
    found = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        found.append((x * across + left, y * up + low))
    return found


def _ring(numbers: list[int], arcs: list[list[Point]]) -> Ring:
    """Arcs after one another; one that is turned round is written as its complement."""
    turned = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return tuple(point for arc in turned for point in arc[:-1])
