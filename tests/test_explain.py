"""Explanations, the course of ranks over years, and cautions: by hand and against graphs made anew."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import centrality
from kg.centrality import Measure
from kg.errors import AskerError
from kg.incidence import Floats, Whole
from kg.projections import Projection, project
from kg.rankings import cautions, explain, follow, leaning, ranks
from kg.twomode import Affiliation, Details, Link, Thing

exact = settings(derandomize=True, database=None, deadline=None)
DEGREE, BETWEENNESS = centrality.measure("degree"), centrality.measure("betweenness")
pairs_of = st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("WXYZ")), min_size=1).map(sorted)
LAYERS = ("membership", "endorsement")


def stated(links: Iterable[tuple[str, str, str, str]], names: dict[str, str] | None = None) -> Affiliation:
    """An affiliation of statements: place, collective, layer, date; statements are named s1, s2 …"""
    base = "https://example.org/id/membership/s"
    whole = [
        Link(place, collective, layer, "", date, "", f"{base}{at}")
        for at, (place, collective, layer, date) in enumerate(links, 1)
    ]
    things = {key: Thing(key, name, "city") for key, name in (names or {}).items()}
    ties = [(link.place, link.collective, link.layer) for link in whole]
    return Affiliation.from_ties(ties, LAYERS, lambda: Details(things, whole))


WORLD = stated(
    [
        ("oslo-no", "X", "membership", "2001"),
        ("oslo-no", "Y", "membership", ""),
        ("oslo-no", "Y", "endorsement", "2005"),
        ("lima-pe", "Y", "membership", ""),
        ("lima-pe", "Z", "membership", ""),
        ("rome-it", "X", "membership", ""),
    ],
    {"oslo-no": "Oslo", "lima-pe": "Lima", "rome-it": "Rome"},
)


def test_the_statements_behind_a_score_by_hand() -> None:
    each = explain(WORLD, "Oslo", DEGREE, sources={"s1": ["report, p. 3"], "s3": ["page"]})
    assert (each.measure, each.own.score, each.own.rank, each.own.ties) == ("degree", 2, 1, 2)
    told = [
        (why.link.collective, why.link.layer, why.sources, why.alone, why.without.rank, why.without.score)
        for why in each.reasons
    ]
    assert told == [
        ("X", "membership", ("report, p. 3",), True, 2, 1),
        ("Y", "membership", (), False, 1, 2),
        ("Y", "endorsement", ("page",), False, 1, 2),
    ]
    assert each.weakest == each.reasons[0].without


def test_a_collective_is_explained_by_its_members() -> None:
    each = explain(WORLD, "Y", BETWEENNESS, on="collectives")
    assert [why.link.place for why in each.reasons] == ["lima-pe", "oslo-no", "oslo-no"]
    assert [(why.alone, why.without.rank) for why in each.reasons] == [(True, 2), (False, 1), (False, 1)]


def test_sources_are_found_by_the_whole_address_too() -> None:
    each = explain(WORLD, "rome-it", DEGREE, sources={"https://example.org/id/membership/s6": ["a list"]})
    assert [why.sources for why in each.reasons] == [("a list",)]


@pytest.mark.parametrize("on", ["cities", "collectives"])
@pytest.mark.parametrize("measure", [DEGREE, BETWEENNESS])
@exact
@given(pairs=pairs_of)
def test_without_a_statement_means_the_graph_without_it(
    measure: Measure, on: str, pairs: list[tuple[str, str]]
) -> None:
    """Exact, whatever the measure; places and collectives that are left without ties stay."""
    two_mode = Affiliation.from_pairs(pairs)
    name = two_mode.nodes(on)[0]
    told: list[float] = []
    each = explain(two_mode, name, measure, on=on, tick=told.append)
    assert len(each.reasons) == int(
        two_mode.incidence.sizes[0] if on == "cities" else two_mode.incidence.transposed.sizes[0]
    )
    assert told[-1] == 1 and told == sorted(told)
    for why in each.reasons:
        kept = [pair for pair in pairs if pair != (why.link.place, why.link.collective)]
        fresh = Affiliation(two_mode.places, two_mode.collectives, ties(two_mode, kept), two_mode.layers, two_mode.read)
        projection = project(fresh, on)
        scores = {each.node: each for each in ranks(projection.nodes, measure.score(projection))}
        assert why.without == scores[name]


def ties(two_mode: Affiliation, pairs: list[tuple[str, str]]) -> Whole:
    """The ties of some pairs among the nodes of an affiliation."""
    found = [(two_mode.places.index(place), two_mode.collectives.index(key), 0) for place, key in pairs]
    return np.array(found, np.int64).reshape(-1, 3)


def test_the_heaviest_reason_comes_first() -> None:
    two_mode = Affiliation.from_pairs([("a", "W"), ("a", "X"), ("b", "X"), ("c", "W"), ("d", "W"), ("d", "Z")])
    each = explain(two_mode, "a", BETWEENNESS)
    assert [(why.link.collective, why.without.rank) for why in each.reasons] == [("W", 2), ("X", 2)]
    assert each.own.rank == 1


@pytest.mark.parametrize(
    ("name", "on", "message"),
    [
        ("Olso", "cities", "nothing among the cities is called 'Olso'; did you mean 'Oslo'?"),
        ("Oslo", "collectives", "nothing among the collectives is called 'Oslo'"),
        ("", "cities", "nothing among the cities is called ''"),
        ("Oslo", "city", "no side 'city'; did you mean 'cities'?; say cities or collectives"),
    ],
)
def test_an_unknown_name_is_said_with_the_nearest(name: str, on: str, message: str) -> None:
    with pytest.raises(AskerError) as raised:
        explain(WORLD, name, DEGREE, on=on)
    assert str(raised.value) == message


def test_a_name_that_two_bear_is_asked_about() -> None:
    two_mode = stated([("leon-es", "X", "membership", ""), ("leon-mx", "X", "membership", "")],
                      {"leon-es": "León", "leon-mx": "León"})  # fmt: skip
    with pytest.raises(AskerError, match="'León' may mean 2 cities; name one by its key: leon-es, leon-mx"):
        explain(two_mode, "León", DEGREE)


YEARS = {
    2000: [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "X")],
    2001: [("a", "X"), ("a", "Y"), ("b", "X"), ("d", "Z")],
    2002: [("a", "X"), ("a", "Y"), ("a", "Z"), ("b", "X"), ("d", "Z"), ("d", "Y")],
}


def slices(years: dict[int, list[tuple[str, str]]]) -> list[tuple[int, Affiliation]]:
    """Affiliations of years with the same nodes."""
    every = sorted({pair for pairs in years.values() for pair in pairs})
    whole = Affiliation.from_pairs(every)
    return [
        (year, Affiliation(whole.places, whole.collectives, ties(whole, pairs), whole.layers, whole.read))
        for year, pairs in years.items()
    ]


@exact
@given(st.lists(pairs_of, min_size=1, max_size=4))
def test_a_year_is_what_the_graph_of_that_year_says(years: list[list[tuple[str, str]]]) -> None:
    """As --as-of does: what has no tie in the year is not in its graph."""
    graphs = slices(dict(enumerate(years)))
    for on in ("cities", "collectives"):
        course = follow(graphs, [BETWEENNESS], on)["betweenness"]
        for year, pairs in enumerate(years):
            projection = project(Affiliation.from_pairs(pairs), on)
            fresh = {each.node: each for each in ranks(projection.nodes, BETWEENNESS.score(projection))}
            found = dict(zip(course.nodes, course.ranks[year].tolist(), strict=True))
            assert {node: rank for node, rank in found.items() if rank} == {key: fresh[key].rank for key in fresh}
        moves = course.changes(0, len(years) - 1)
        assert [abs(each.moved) for each in moves] == sorted((abs(each.moved) for each in moves), reverse=True)


def test_undated_statements_are_counted_once_however_many_years_they_are_in() -> None:
    dated = stated([("a", "X", "membership", "2001"), ("b", "X", "membership", "")])
    course = follow([(2001, dated), (2002, dated)], [DEGREE])["degree"]
    assert (course.statements, course.undated) == (2, 1)


def test_a_score_that_is_no_number_is_in_the_year_and_last() -> None:
    def half(projection: Projection) -> Floats:
        return np.array([np.nan, 1.0])

    course = follow([(2001, Affiliation.from_pairs([("a", "X"), ("b", "X")]))],
                    [Measure("half", "two-mode", half, "", "", ())])["half"]  # fmt: skip
    assert course.ranks.tolist() == [[2, 1]] and np.isnan(course.scores[0, 0])


def test_years_that_are_not_there_are_said() -> None:
    with pytest.raises(AskerError, match="no year to look at; say two years from the earlier to the later"):
        follow([], [DEGREE])
    course = follow(slices(YEARS), [DEGREE])["degree"]
    with pytest.raises(AskerError, match="year 1999 is not looked at; years are 2000 to 2002"):
        course.changes(1999, 2000)


def test_a_graph_without_ties_has_a_course_without_ranks() -> None:
    course = follow([(2000, Affiliation.from_pairs([]))], [DEGREE])["degree"]
    assert course.ranks.shape == (1, 0) and course.rose() == course.fell() == course.leaps() == []


LISTS = Affiliation.from_pairs([("a", "X"), ("a", "Y"), ("b", "Y"), ("b", "Z"), ("b", "X"), ("c", "Y")])


@pytest.mark.parametrize(
    ("incomplete", "shown", "on", "expected"),
    [
        ({}, ["a"], "cities", []),
        ({"Y": "3 of 9"}, ["a", "b"], "cities", []),
        ({"Y": "3 of 9"}, ["a", "c"], "cities",
         ["1 of the 2 shown (c) owes more than half of its memberships to lists that are not complete"]),
        ({"X": "", "Y": "", "Z": ""}, ["a", "b", "c"], "cities",
         ["3 of the 3 shown (a, b, c) owe more than half of their memberships to lists that are not complete"]),
        ({"Y": "3 of 9 listed", "gone": "0 listed"}, ["X", "Y"], "collectives",
         ["1 of the 2 shown has a list that is not complete, so compare with care: Y (3 of 9 listed)"]),
    ],
)  # fmt: skip
def test_what_to_know_before_comparing(
    incomplete: dict[str, str], shown: list[str], on: str, expected: list[str]
) -> None:
    assert cautions(LISTS, incomplete, shown, on) == expected


def test_a_caution_names_a_few_and_counts_the_others() -> None:
    two_mode = Affiliation.from_pairs([(f"p{at}", "X") for at in range(5)])
    (line,) = cautions(two_mode, {"X": ""}, two_mode.places)
    assert line.startswith("5 of the 5 shown (p0, p1, p2 and 2 more) owe")


def test_how_much_rests_on_lists_that_are_not_complete() -> None:
    assert leaning(LISTS, {"Y": ""}).tolist() == [0.5, pytest.approx(1 / 3), 1]
    assert leaning(LISTS, {"Y": ""}, "collectives").tolist() == [0, 1, 0]
    assert leaning(Affiliation.from_pairs([]), {"Y": ""}).tolist() == []


def test_the_course_of_one_node_leaves_out_the_years_without_it() -> None:
    links = [
        Link("a", "X", "m", start="2000"),
        Link("b", "X", "m", start="2000"),
        Link("b", "Y", "m", "", "2000", "2000"),
    ]
    links += [Link("c", "X", "m", start="2001"), Link("c", "Y", "m", start="2001")]
    course = follow(Affiliation.from_links(links).over([2000, 2001]), [DEGREE])["degree"]
    assert [course.of(node) for node in "abc"] == [{2000: 2, 2001: 2}, {2000: 1, 2001: 2}, {2001: 1}]
    assert (course.first(1), course.first(2), course.first(0)) == (["c"], ["c", "a", "b"], [])
