"""Measures of what gathers members: by hand, and against counts over sets."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given

from kg.centrality.gatherings.diversity import diversity
from kg.centrality.gatherings.interlock import interlock
from kg.centrality.gatherings.nestedness import nestedness
from kg.centrality.gatherings.overlap import overlap
from kg.errors import AskerError
from kg.incidence import Incidence
from kg.projections import Projection, project
from kg.twomode import Affiliation
from tests.worlds import (
    APART,
    COMPLETE,
    EMPTY,
    FULL,
    LONE_COLLECTIVE,
    PATH,
    SINGLE,
    STAR,
    UNLINKED,
    WORLDS,
    affiliations,
    build,
    by_node,
    exact,
    large,
    sides,
    two_mode,
    words,
)

EVERY = [*WORLDS.values(), *map(large, range(3))]
Scores = dict[str, float]


def of_collectives(score: object, world: Affiliation, **options: object) -> Scores:
    assert callable(score)
    projection = project(world, "collectives")
    return by_node(projection, score(projection, **options))


def members(projection: Projection, world: Affiliation) -> list[set[str]]:
    """The neighbours of each node of a projection, as sets."""
    graph = two_mode(world)
    return [set(graph[node]) for node in projection.nodes]


@pytest.mark.parametrize(
    ("world", "counted", "shares"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(LONE_COLLECTIVE, {"X": 0}, {"X": 0}, id="a collective alone"),
        pytest.param(STAR, {"X": 0}, {"X": 0}, id="star"),
        pytest.param(PATH, {"X": 1, "Y": 1}, {"X": 0.5, "Y": 0.5}, id="path"),
        pytest.param(COMPLETE, {"X": 3, "Y": 3}, {"X": 1, "Y": 1}, id="complete"),
        pytest.param(APART, dict.fromkeys("XYZ", 0), dict.fromkeys("XYZ", 0), id="disconnected"),
        # a is in X and Y, b too, c in X and Z; d in X alone.
        pytest.param(FULL, {"X": 3, "Y": 2, "Z": 1}, {"X": 0.75, "Y": 1, "Z": 1}, id="one holds all"),
    ],
)
def test_interlock_counts_members_that_are_elsewhere_too(world: Affiliation, counted: Scores, shares: Scores) -> None:
    assert of_collectives(interlock, world) == counted
    assert of_collectives(interlock, world, share=True) == shares


@exact
@given(affiliations())
def test_interlock_is_a_union_of_what_is_shared_with_each_other(world: Affiliation) -> None:
    for projection in sides(world):
        sets = members(projection, world)
        shared = [
            len(set().union(*(own & other for at, other in enumerate(sets) if at != here)))
            for here, own in enumerate(sets)
        ]
        assert interlock(projection).tolist() == shared


@pytest.mark.parametrize(
    ("world", "index", "pick", "expected"),
    [
        pytest.param(EMPTY, "jaccard", "mean", {}, id="empty"),
        pytest.param(STAR, "jaccard", "mean", {"X": 0}, id="star"),
        pytest.param(UNLINKED, "jaccard", "mean", {"X": 0, "Y": 0}, id="without links"),
        pytest.param(PATH, "jaccard", "mean", dict.fromkeys("XY", 1 / 3), id="path"),
        pytest.param(PATH, "simpson", "mean", dict.fromkeys("XY", 1 / 2), id="path by the smaller"),
        pytest.param(COMPLETE, "jaccard", "greatest", dict.fromkeys("XY", 1), id="complete"),
        pytest.param(FULL, "jaccard", "mean", {"X": 3 / 8, "Y": 1 / 4, "Z": 1 / 8}, id="one holds all"),
        pytest.param(FULL, "jaccard", "greatest", {"X": 1 / 2, "Y": 1 / 2, "Z": 1 / 4}, id="the greatest"),
        pytest.param(FULL, "simpson", "greatest", dict.fromkeys("XYZ", 1), id="wholly within"),
    ],
)
def test_overlap_by_hand(world: Affiliation, index: str, pick: str, expected: Scores) -> None:
    assert of_collectives(overlap, world, index=index, pick=pick) == expected


def ratio(own: set[str], other: set[str], index: str) -> float:
    if not own or not other:
        return 0.0
    whole = len(own | other) if index == "jaccard" else min(len(own), len(other))
    return len(own & other) / whole


def compared(sets: Sequence[set[str]], index: str, pick: str) -> list[float]:
    """Overlaps by comparing every two sets."""
    found = []
    for here, own in enumerate(sets):
        values = [ratio(own, other, index) for at, other in enumerate(sets) if at != here] or [0.0]
        found.append(max(values) if pick == "greatest" else math.fsum(values) / len(values))
    return found


@pytest.mark.parametrize("index", ["jaccard", "simpson"])
@pytest.mark.parametrize("pick", ["mean", "greatest"])
@exact
@given(affiliations())
def test_overlap_is_that_of_every_two_sets(index: str, pick: str, world: Affiliation) -> None:
    for projection in sides(world):
        expected = compared(members(projection, world), index, pick)
        assert overlap(projection, index=index, pick=pick).tolist() == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize("world", EVERY)
def test_overlap_is_that_of_every_two_sets_on_larger_graphs(world: Affiliation) -> None:
    for projection in sides(world):
        assert overlap(projection).tolist() == pytest.approx(compared(members(projection, world), "jaccard", "mean"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"index": "jacard"}, "no index 'jacard'; did you mean 'jaccard'?; say jaccard or simpson"),
        ({"pick": "max"}, "no pick 'max'; say mean or greatest"),
    ],
)
def test_an_unknown_way_of_overlap_is_named(options: dict[str, str], said: str) -> None:
    with pytest.raises(AskerError) as raised:
        of_collectives(overlap, PATH, **options)
    assert str(raised.value) == said


# The worked example of Almeida-Neto et al. (2008): columns 63.33, rows 53.33, both 58.33.
WORKED = ["10111", "11100", "01110", "11000", "11000"]
EXAMPLE = build(
    "abcde", "VWXYZ", [("abcde"[row], "VWXYZ"[at]) for row in range(5) for at in range(5) if WORKED[row][at] == "1"]
)


def test_nestedness_is_that_of_the_worked_example_as_published() -> None:
    rows, columns = (nestedness(projection).mean() for projection in sides(EXAMPLE))
    assert (round(rows, 2), round(columns, 2)) == (53.33, 63.33)


@pytest.mark.parametrize(
    ("world", "expected"),
    [
        pytest.param(EMPTY, {}, id="empty"),
        pytest.param(STAR, {"X": 0}, id="alone"),
        pytest.param(UNLINKED, {"X": 0, "Y": 0}, id="without links"),
        pytest.param(COMPLETE, {"X": 0, "Y": 0}, id="ties are not nested"),
        pytest.param(words("aX bX cX bY cY cZ"), dict.fromkeys("XYZ", 100), id="wholly nested"),
        # X holds Y and Z, which share nothing.
        pytest.param(FULL, {"X": 100, "Y": 50, "Z": 50}, id="one holds all"),
        pytest.param(build("ab", "XY", ["aX", "bX"]), {"X": 0, "Y": 0}, id="an empty one is part of none"),
    ],
)
def test_nestedness_by_hand(world: Affiliation, expected: Scores) -> None:
    assert of_collectives(nestedness, world) == expected


def nested(sets: Sequence[set[str]]) -> list[float]:
    """What each set adds to NODF, after the paper: the share of the smaller in the larger, nothing for ties."""
    found = []
    for here, own in enumerate(sets):
        values = [
            100 * len(own & other) / min(len(own), len(other))
            for at, other in enumerate(sets)
            if at != here and len(own) != len(other) and own and other
        ]
        found.append(math.fsum(values) / max(1, len(sets) - 1))
    return found


@exact
@given(affiliations())
def test_nestedness_is_that_of_every_two_sets(world: Affiliation) -> None:
    for projection in sides(world):
        assert nestedness(projection).tolist() == pytest.approx(nested(members(projection, world)), abs=1e-12)


@pytest.mark.parametrize("world", EVERY)
def test_nestedness_is_that_of_every_two_sets_on_larger_graphs(world: Affiliation) -> None:
    for projection in sides(world):
        assert nestedness(projection).tolist() == pytest.approx(nested(members(projection, world)))


AFAR = build(
    "abcdefg",
    "WXYZ",
    ["aX", "bX", "cX", "dX", "eX", "aY", "bY", "fY", "gY", "eZ", "fZ"],
    {"a": "Africa", "b": "Africa", "c": "Asia", "d": "Europe", "g": "Africa"},
)
"""X: two of Africa, one of Asia, one of Europe, one unknown; Y: Africa only; Z: nobody known; W: nobody."""


def test_diversity_by_hand() -> None:
    assert of_collectives(diversity, AFAR) == {"W": 0, "X": 1 - 6 / 16, "Y": 0, "Z": 0}
    entropy = of_collectives(diversity, AFAR, index="entropy")
    assert entropy == pytest.approx({"W": 0, "X": 1.5 * math.log(2), "Y": 0, "Z": 0}, abs=1e-15)
    assert not any(math.copysign(1, score) < 0 for score in entropy.values())


def test_diversity_goes_over_any_trait() -> None:
    assert of_collectives(diversity, PATH, trait="name") == {"X": 0.5, "Y": 0.5}
    assert of_collectives(diversity, PATH, trait="kind") == {"X": 0, "Y": 0}


def test_diversity_of_cities_is_that_of_their_collectives() -> None:
    projection = project(PATH)
    assert diversity(projection, trait="name").tolist() == [0, 0.5, 0]


@pytest.mark.parametrize("index", ["simpson", "entropy"])
@exact
@given(affiliations())
def test_diversity_is_that_of_counted_regions(index: str, world: Affiliation) -> None:
    region = dict(zip(world.places, world.traits("cities", "region"), strict=True))
    projection = project(world, "collectives")
    expected = []
    for own in members(projection, world):
        counts = Counter(region[place] for place in own if region[place])
        shares = [count / counts.total() for count in counts.values()]
        terms = [share**2 for share in shares] if index == "simpson" else [share * math.log(share) for share in shares]
        expected.append((1 if shares and index == "simpson" else 0) - math.fsum(terms))
    assert diversity(projection, index=index).tolist() == pytest.approx(expected, abs=1e-14)


def test_a_weighed_projection_keeps_what_is_known_of_its_members() -> None:
    projection = project(AFAR, "collectives")
    assert diversity(projection.weighed("jaccard")).tolist() == diversity(projection).tolist()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"index": "simson"}, "no index 'simson'; did you mean 'simpson'?; say simpson or entropy"),
        ({"trait": "regions"}, "no trait 'regions'; did you mean 'region'?; traits are name, kind, country, region"),
    ],
)
def test_an_unknown_way_of_diversity_is_named(options: dict[str, str], said: str) -> None:
    with pytest.raises(AskerError) as raised:
        of_collectives(diversity, PATH, **options)
    assert str(raised.value)[: len(said)] == said


def test_diversity_of_members_of_whom_nothing_is_known_is_refused() -> None:
    with pytest.raises(AskerError, match=r"^no trait 'region' is known of these nodes$"):
        diversity(Projection(Incidence.of([0], [0], (1, 1)), ("X",)))


def test_a_city_alone_has_no_gathering() -> None:
    assert [of_collectives(score, SINGLE) for score in (interlock, overlap, nestedness, diversity)] == [{}] * 4
