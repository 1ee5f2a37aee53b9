"""Intervals: each way of doubting by hand, against scoring graphs made anew, and what must hold of all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import centrality
from kg.centrality import Measure
from kg.errors import AskerError, OperatorError
from kg.incidence import Floats
from kg.projections import Projection, project
from kg.rankings import WAYS, Doubts, Intervals, both, intervals, ranks, standings
from kg.rankings.draws import draws
from kg.twomode import Affiliation, Details, Link

exact = settings(derandomize=True, database=None, deadline=None)
Pairs = list[tuple[str, str]]
DEGREE, BETWEENNESS = centrality.measure("degree"), centrality.measure("betweenness")
PAIRS = [("a", "X"), ("a", "Y"), ("a", "Z"), ("b", "X"), ("b", "Y"), ("c", "X"), ("d", "Z"), ("e", "X")]
WORLD = Affiliation.from_pairs(PAIRS)
pairs_of = st.sets(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("WXYZ")), min_size=1).map(sorted)


def stated(*links: tuple[str, str, str, str]) -> Affiliation:
    """An affiliation of statements: place, collective, date, name of the statement."""
    whole = [Link(place, collective, "membership", "", date, "", name) for place, collective, date, name in links]
    ties = [(link.place, link.collective, link.layer) for link in whole]
    return Affiliation.from_ties(ties, ("membership",), lambda: Details({}, whole))


def found(
    two_mode: Affiliation, way: str, doubts: Doubts | None = None, on: str = "cities", top: int = 10
) -> Intervals:
    return intervals(two_mode, [DEGREE], way, doubts, on=on, top=top)["degree"]


def table(each: Intervals) -> list[list[float]]:
    return [list(map(float, row)) for row in (each.lower, each.upper, each.best, each.worst)]


def drawn(two_mode: Affiliation, way: str, doubts: Doubts) -> list[Pairs]:
    """The pairs of each draw, by key."""
    return [
        [
            (two_mode.places[row], two_mode.collectives[draw.collectives[column]])
            for row, column in zip(*draw.incidence.matrix.nonzero(), strict=True)
        ]
        for draw in draws(two_mode, way, doubts)
    ]


def test_leaving_out_each_collective_by_hand() -> None:
    each = found(WORLD, "leave-one-out", top=1)
    assert each.draws == 3
    assert table(each) == [[2, 1, 0, 0, 0], [3, 2, 1, 1, 1], [1, 1, 2, 2, 2], [1, 2, 4, 5, 4]]
    assert each.stays.tolist() == [1, pytest.approx(1 / 3), 0, 0, 0]


def test_a_collective_left_out_has_no_score_in_that_draw() -> None:
    each = found(WORLD, "leave-one-out", on="collectives", top=1)
    assert table(each) == [[4, 2, 2], [4, 2, 2], [1, 1, 1], [1, 2, 2]]
    assert each.stays.tolist() == [1, 0.5, 0.5]


@exact
@given(pairs_of)
def test_leaving_out_a_collective_is_what_the_graph_without_it_says(pairs: Pairs) -> None:
    """Exact for a measure that looks far: the same as an affiliation in which nobody ever spoke of it."""
    two_mode = Affiliation.from_pairs(pairs)
    rows = [BETWEENNESS.score(project(two_mode))]
    for draw, left in zip(draws(two_mode, "leave-one-out", Doubts()), two_mode.collectives, strict=True):
        assert [two_mode.collectives[at] for at in draw.collectives] == [k for k in two_mode.collectives if k != left]
        rows.append(BETWEENNESS.score(replace(project(two_mode), incidence=draw.incidence)))
        kept = [pair for pair in pairs if pair[1] != left]
        fresh = Affiliation.from_pairs(kept)
        score = dict(zip(fresh.places, DEGREE.score(project(fresh)), strict=True))
        assert draw.incidence.sizes.tolist() == [score.get(place, 0) for place in two_mode.places]
    each = intervals(two_mode, [BETWEENNESS], "leave-one-out")["betweenness"]
    assert np.allclose(each.lower, np.min(rows, axis=0), atol=1e-12)
    assert np.allclose(each.upper, np.max(rows, axis=0), atol=1e-12)
    standing = [standings(row)[0] for row in rows]
    assert each.best.tolist() == np.min(standing, axis=0).tolist()
    assert each.worst.tolist() == np.max(standing, axis=0).tolist()


@exact
@given(pairs_of, st.floats(0.05, 0.9), st.integers(0, 3))
def test_dropping_keeps_the_share_that_is_said(pairs: Pairs, share: float, seed: int) -> None:
    two_mode = Affiliation.from_pairs(pairs)
    kept = drawn(two_mode, "drop", Doubts(number=8, share=share, seed=seed))
    assert len(kept) == 8
    for each in kept:
        assert set(each) <= set(pairs)
        assert len(each) == len(pairs) - max(1, round(share * len(pairs)))


def test_draws_depend_on_the_seed_alone() -> None:
    first = drawn(WORLD, "drop", Doubts(number=50))
    assert drawn(WORLD, "drop", Doubts(number=50)) == first
    assert drawn(WORLD, "drop", Doubts(number=20)) == first[:20]
    assert drawn(WORLD, "drop", Doubts(number=50, seed=1)) != first
    assert len({tuple(each) for each in first}) == len(PAIRS)  # one is dropped, and each of the eight at times


def test_bounds_of_random_draws_leave_out_the_ends() -> None:
    each = found(WORLD, "drop", Doubts(number=200, share=0.4), top=1)
    scores = np.array([draw.incidence.sizes for draw in draws(WORLD, "drop", Doubts(number=200, share=0.4))])
    rank = standings(scores.astype(float))[0]
    for low, high, rows in ((each.lower, each.upper, scores), (each.best, each.worst, rank)):
        ordered = np.sort(rows, axis=0)
        assert (low.tolist(), high.tolist()) == (ordered[4].tolist(), ordered[195].tolist())
    assert each.stays.tolist() == (rank == 1).mean(axis=0).tolist()


def test_a_measure_that_takes_long_asks_for_fewer_draws() -> None:
    asked: list[int] = []

    def slow(projection: Projection) -> Floats:
        asked.append(1)
        return np.zeros(5)

    lazy = Measure("lazy", "two-mode", slow, "nothing", "0", (), draws=7)
    told: list[float] = []
    both = intervals(WORLD, [DEGREE, lazy], "drop", Doubts(number=30), tick=told.append)
    assert (both["degree"].draws, both["lazy"].draws, len(asked)) == (30, 7, 8)
    assert told == [number / 30 for number in range(1, 31)]
    assert both["degree"].lower.tolist() == found(WORLD, "drop", Doubts(number=30)).lower.tolist()
    assert intervals(WORLD, [lazy], "leave-one-out")["lazy"].draws == 3


def test_a_tie_is_weak_where_all_its_statements_are() -> None:
    two_mode = stated(("a", "X", "2001", "s1"), ("a", "X", "", "s2"), ("a", "Y", "", "s3"), ("b", "Y", "2001", "s4"))
    assert drawn(two_mode, "undated", Doubts()) == [[("a", "X"), ("b", "Y")]]
    assert drawn(two_mode, "low-grade", Doubts(graded={"s1", "s4"})) == [[("a", "X"), ("a", "Y")]]
    assert drawn(two_mode, "low-grade", Doubts()) == [[("a", "X"), ("a", "Y"), ("b", "Y")]]
    each = found(two_mode, "undated")
    assert table(each) == [[1, 1], [2, 1], [1, 1], [1, 2]]


def test_an_end_alone_is_a_date() -> None:
    link = Link("a", "X", "membership", "", "", "2019", "s")
    two_mode = Affiliation.from_ties([("a", "X", "membership")], ("membership",), lambda: Details({}, [link]))
    assert drawn(two_mode, "undated", Doubts()) == [[("a", "X")]]


@exact
@given(pairs_of, st.integers(1, 9), st.sampled_from([1.0, 1.5, 2.0, 9.0]))
def test_lists_are_completed_to_what_is_claimed_or_to_what_there_is_room_for(
    pairs: Pairs, claimed: int, most: float
) -> None:
    two_mode = Affiliation.from_pairs(pairs)
    listed = Counter(collective for _, collective in pairs)
    doubts = Doubts(number=5, claimed={"X": claimed, "unknown": 3}, most=most)
    for each in drawn(two_mode, "complete", doubts):
        assert set(pairs) <= set(each)
        sizes = Counter(collective for _, collective in each)
        assert {key: sizes[key] for key in sizes if key != "X"} == {key: listed[key] for key in listed if key != "X"}
        room = min(int(most * listed["X"]), len(two_mode.places))
        assert sizes["X"] == max(listed["X"], min(claimed, room) if listed["X"] else 0)


def test_who_is_in_more_is_drawn_more_often_in_proportion() -> None:
    """Of b (3 memberships), c (1), d (1): one is added to X, with odds 4 to 2 to 2."""
    two_mode = Affiliation.from_pairs([("a", "X"), *(("b", each) for each in "UVW"), ("c", "U"), ("d", "V")])
    doubts = Doubts(number=4000, claimed={"X": 2})
    added = Counter(place for each in drawn(two_mode, "complete", doubts) for place, key in each if key == "X")
    assert added["a"] == 4000 and added["b"] + added["c"] + added["d"] == 4000
    assert added["b"] == pytest.approx(2000, abs=5 * np.sqrt(1000))
    assert added["c"] == pytest.approx(1000, abs=5 * np.sqrt(750))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("on", ["cities", "collectives"])
@exact
@given(pairs=pairs_of)
def test_what_holds_of_all_intervals(way: str, on: str, pairs: Pairs) -> None:
    two_mode = Affiliation.from_pairs(pairs)
    doubts = Doubts(number=6, claimed={"X": 4, "Y": 9})
    both = intervals(two_mode, [DEGREE, BETWEENNESS], way, doubts, on=on, top=2)
    for name, each in both.items():
        number = len(two_mode.nodes(on))
        assert all(len(row) == number for row in (each.lower, each.upper, each.best, each.worst, each.stays))
        assert (each.lower <= each.upper).all() and (each.best >= 1).all()
        assert (each.best <= each.worst).all() and (each.worst <= number).all()
        assert ((each.stays >= 0) & (each.stays <= 1)).all()
        if not WAYS[way].random:
            rank, _ = standings(centrality.measure(name).score(project(two_mode, on)))
            assert ((each.best <= rank) & (rank <= each.worst)).all()


@exact
@given(pairs_of)
def test_twins_and_names_make_no_difference_to_what_is_exact(pairs: Pairs) -> None:
    """A twin of a, added, has the interval of a; other names for the places move intervals with them."""
    more = [*pairs, *(("twin", key) for place, key in pairs if place == "a")]
    two_mode = Affiliation.from_pairs(more)
    each = intervals(two_mode, [BETWEENNESS], "leave-one-out")["betweenness"]
    by_place = dict(zip(two_mode.places, zip(*table(each), strict=True), strict=True))
    if "a" in by_place:
        assert by_place["twin"] == pytest.approx(by_place["a"])
    turned = {place: f"{99 - at}" for at, place in enumerate(two_mode.places)}
    other = Affiliation.from_pairs([(turned[place], key) for place, key in reversed(more)])
    again = intervals(other, [BETWEENNESS], "leave-one-out")["betweenness"]
    moved = dict(zip(other.places, zip(*table(again), strict=True), strict=True))
    assert all(moved[turned[place]] == pytest.approx(row) for place, row in by_place.items())


def test_a_score_that_is_no_number_is_lowest_and_stays_no_number() -> None:
    def half(projection: Projection) -> Floats:
        return np.array([np.nan, 1.0, 2.0, np.nan, 0.0])

    each = intervals(WORLD, [Measure("half", "two-mode", half, "", "", ())], "leave-one-out")["half"]
    assert np.isnan(each.lower).tolist() == [True, False, False, True, False]
    assert (each.best.tolist(), each.worst.tolist()) == ([4, 2, 1, 4, 3], [4, 2, 1, 4, 3])


def test_traits_follow_the_collectives_that_are_left() -> None:
    seen: list[tuple[str, str]] = []

    def named(projection: Projection) -> Floats:
        seen.append(("".join(projection.traits("name")), "".join(projection.members("name"))))
        return np.zeros(len(projection))

    measure = Measure("named", "two-mode", named, "", "", ())
    intervals(WORLD, [measure], "leave-one-out", on="collectives")
    assert seen == [("YZ", "abcde"), ("XZ", "abcde"), ("XY", "abcde"), ("XYZ", "abcde")]
    seen.clear()
    intervals(WORLD, [measure], "leave-one-out")
    assert seen == [("abcde", "YZ"), ("abcde", "XZ"), ("abcde", "XY"), ("abcde", "XYZ")]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("on", ["cities", "collectives"])
def test_an_empty_graph_has_empty_intervals(way: str, on: str) -> None:
    each = found(Affiliation.from_pairs([]), way, Doubts(number=3), on=on)
    assert table(each) == [[], [], [], []] and each.stays.tolist() == []


def test_one_collective_alone_can_be_left_out() -> None:
    two_mode = Affiliation.from_pairs([("a", "X"), ("b", "X")])
    assert table(found(two_mode, "leave-one-out")) == [[0, 0], [1, 1], [1, 1], [1, 1]]
    alone = found(two_mode, "leave-one-out", on="collectives")
    assert table(alone) == [[2], [2], [1], [1]] and alone.stays.tolist() == [1]


@pytest.mark.parametrize(
    ("way", "doubts", "message"),
    [
        ("dropp", {}, "no way 'dropp' to make intervals; did you mean 'drop'?; ways are leave-one-out, drop, "
         "low-grade, undated, complete"),
        ("drop", {"share": 0}, "share 0: say how much to drop as a number between 0 and 1, as in 0.1"),
        ("drop", {"share": 1.5}, "share 1.5: say how much to drop as a number between 0 and 1, as in 0.1"),
        ("drop", {"number": 0}, "0 draws: an interval needs one or more, as in 200"),
        ("complete", {"most": 0.5}, "most 0.5: a list cannot be completed to less than it has; say 1 or more"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_in_one_line(way: str, doubts: dict[str, float], message: str) -> None:
    with pytest.raises(AskerError) as raised:
        intervals(WORLD, [DEGREE], way, Doubts(**doubts))  # type: ignore[arg-type]
    assert str(raised.value) == message


def test_scores_that_would_not_fit_are_refused_before() -> None:
    many = replace(DEGREE, draws=10**9)
    with pytest.raises(OperatorError, match=r"the scores and ranks of all draws .* 80\.0 GB"):
        intervals(WORLD, [many], "drop", Doubts(number=10**9))


def test_ranks_and_intervals_agree_on_who_stays() -> None:
    """Without any doubt worth the name, all stays as it is."""
    firm = stated(*((place, key, "2001", f"{place}{key}") for place, key in PAIRS))
    each = found(firm, "undated", top=2)
    rank = {score.node: score.rank for score in ranks(firm.places, DEGREE.score(project(firm)))}
    assert each.best.tolist() == each.worst.tolist() == [rank[place] for place in firm.places]
    assert each.stays.tolist() == [float(rank[place] <= 2) for place in firm.places]


@pytest.mark.parametrize("way", WAYS)
def test_both_sides_at_once_say_what_each_says_alone(way: str) -> None:
    together = both(WORLD, [DEGREE, BETWEENNESS], way, Doubts(number=4))
    assert list(together) == ["cities", "collectives"]
    for on, named in together.items():
        alone = intervals(WORLD, [DEGREE, BETWEENNESS], way, Doubts(number=4), on=on)
        assert [(name, table(each)) for name, each in named.items()] == [
            (name, table(each)) for name, each in alone.items()
        ]
