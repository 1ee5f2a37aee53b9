"""The small map: the window around points, the land in it, and how much it weighs."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.book import worldmap

PLACES = st.tuples(st.floats(-180, 180), st.floats(-85, 85))
EUROPE = [(-22.0, 64.1), (27.5, 39.1), (24.9, 60.2)]


def inside(window: worldmap.Window, longitude: float, latitude: float) -> bool:
    """Whether a point is on land, by counting the borders west of it."""
    x, y = window.place((longitude, latitude))
    crossed = 0
    for part in worldmap.land(window).split("z")[:-1]:
        numbers = [int(each) for each in re.findall(r"-?[0-9]+", part)]
        spots = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            spots.append((spots[-1][0] + dx, spots[-1][1] + dy))
        for (ax, ay), (bx, by) in zip(spots, spots[1:] + spots[:1], strict=True):
            crossed += (ay > y) != (by > y) and x > ax + (y - ay) / (by - ay) * (bx - ax)
    return crossed % 2 == 1


@given(st.lists(PLACES, min_size=1, max_size=8))
def test_every_point_is_in_its_window_and_in_the_picture(points: list[worldmap.Point]) -> None:
    window = worldmap.around(points)
    assert -180 <= window.west < window.east <= 180 and -90 <= window.south < window.north <= 90
    height = window.height
    for point in points:
        assert window.west <= point[0] <= window.east and window.south <= point[1] <= window.north
        x, y = window.place(point)
        assert 0 <= x <= worldmap.WIDTH and 0 <= y <= height


@pytest.mark.parametrize("points", [[(2.159, 41.389)], EUROPE, [(-70.6, -33.4), (139.7, 35.7)]])
def test_a_map_is_about_as_wide_as_is_good_to_look_at(points: list[worldmap.Point]) -> None:
    drawn = worldmap.draw(points)
    assert drawn.width == worldmap.WIDTH and 1.0 < drawn.width / drawn.height < 2.1
    assert len(drawn.land) < 25_000


def test_land_is_where_it_is() -> None:
    window = worldmap.around(EUROPE)
    land = {"Madrid": (-3.7, 40.4), "Kyiv": (30.5, 50.4), "Reykjavik and inland": (-19.0, 64.8), "Paris": (2.35, 48.85)}
    sea = {
        "Biscay": (-5.0, 45.5),
        "North Sea": (3.0, 56.5),
        "Tyrrhenian Sea": (12.0, 40.0),
        "Norwegian Sea": (0.0, 66.0),
    }
    assert [name for name, point in land.items() if not inside(window, *point)] == []
    assert [name for name, point in sea.items() if inside(window, *point)] == []


def test_what_crosses_the_line_of_180_degrees_is_drawn_on_both_sides() -> None:
    east, west = worldmap.around([(177.0, 66.5)]), worldmap.around([(-175.0, 66.5)])
    assert inside(east, 177.0, 66.5) and inside(west, -175.0, 66.8)
    assert not inside(worldmap.around([(-30.0, 62.0)]), -30.0, 62.0)  # no band across the ocean


def test_two_things_at_one_spot_are_one_spot_and_order_does_not_matter() -> None:
    drawn = worldmap.draw([(2.15901, 41.389), (2.159, 41.389), (9.19, 45.46)])
    assert len(drawn.spots) == 2
    assert drawn == worldmap.draw([(9.19, 45.46), (2.159, 41.389), (2.15901, 41.389)])


def test_a_degree_is_as_wide_as_on_the_ground_at_the_middle() -> None:
    window = worldmap.around([(20.0, 60.0)])
    (ax, ay), (bx, by) = window.place((20.0, 60.0)), window.place((22.0, 61.0))
    middle = math.cos(math.radians((window.south + window.north) / 2))
    assert (bx - ax) / (ay - by) == pytest.approx(2 * middle, rel=0.05)


def test_no_points_make_no_map() -> None:
    with pytest.raises(ValueError, match=r"min\(\)"):
        worldmap.draw([])
