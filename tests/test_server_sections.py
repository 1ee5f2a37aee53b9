"""Profiles as parts of a page: nothing is lost in groups, and what most lines share is said once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg import terms
from kg.profiles import Count, Line, Place, Profile
from kg.server.book import sections
from kg.server.book.sections import Cite, Entry

ID = terms.PREFIXES["id"]
A, B = Place("a", "a"), Place("b-p001", "b", "1 One", 3, 2000)
COUNTRIES = {f"{ID}city/c{each}": ("Peru", "Chile")[each % 2] for each in range(60)}


def line(number: int, *places: Place, kind: str = "city") -> Line:
    iri = f"{ID}{kind}/c{number}"
    return Line(f"C{number} (x)", places, iri, f"C{number}", "x", iri, f"{ID}membership/m{number}")


def page(headings: dict[str, list[Line]]) -> Profile:
    return Profile(f"{ID}network/n", "N", "Network", {}, (), headings)


def members(*lines: Line) -> Profile:
    return page({"Members": list(lines)})


def made(profile: Profile, listing: str = "") -> list[sections.Section]:
    return sections.sections(profile, sections.entry, listing, COUNTRIES)


@given(st.lists(st.integers(0, 90), max_size=80, unique=True))
def test_no_line_is_lost_in_groups(numbers: list[int]) -> None:
    (section,) = made(members(*(line(each, A) for each in numbers)))
    shown = [entry.name for group in section.groups for entry in group.entries]
    assert sorted(shown) == sorted(f"C{each}" for each in numbers) and section.size == len(numbers)
    if len(numbers) >= sections.LONG and max(numbers) < 60:
        assert [group.title for group in section.groups] == sorted({COUNTRIES[f"{ID}city/c{n}"] for n in numbers})


def test_long_lists_end_with_what_is_in_no_country() -> None:
    (section,) = made(members(*(line(each) for each in range(30)), line(1, kind="organisation")))
    assert [(group.title, group.size) for group in section.groups] == [
        ("Chile", 15),
        ("Peru", 15),
        ("Organisations", 1),
    ]


def test_long_lists_of_other_things_are_by_kind() -> None:
    lines = [line(each, kind=("event", "practice")[each % 2]) for each in range(30)]
    (section,) = made(page({"Subject of": lines}))
    assert [group.title for group in section.groups] == ["Events", "Practices"]


def test_what_most_lines_share_is_said_once() -> None:
    (section,) = made(members(line(1, A), line(2, A), line(3, A), line(4, A, B), line(5, A)))
    assert section.common == (Cite("a", "id/source/a.html"),)
    found = {entry.name: len(entry.cites) for entry in section.groups[0].entries}
    assert found == {"C1": 0, "C2": 0, "C3": 0, "C4": 2, "C5": 0}
    (section,) = made(members(line(1, A), line(2, B), line(3, A), line(4, B)))
    assert section.common == () and all(entry.cites for entry in section.groups[0].entries)


def test_lines_that_nothing_proves_do_not_pass_for_proved() -> None:
    (section,) = made(members(*(line(each, A) for each in range(6)), line(7)))
    assert section.common == () and section.groups[0].entries[-1].cites == ()


def test_a_short_heading_is_a_fact_but_a_list_never_is() -> None:
    profile = page({"Hosted by": [line(1)], "Members": [line(2)], "Hosts": [line(each) for each in range(4)]})
    assert [heading for heading, _ in sections.facts(profile, sections.entry)] == ["Hosted by"]
    assert [section.heading for section in made(profile)] == ["Members", "Hosts"]


def test_the_listing_is_a_note_and_no_line() -> None:
    (section,) = made(members(Line("1 listed"), line(2)), "1 listed")
    assert section.note == "1 listed" and [entry.name for entry in section.groups[0].entries] == ["C2"]


def test_who_stands_there_in_two_roles_counts_once() -> None:
    (section,) = made(members(line(1, A), line(1, B)))
    assert section.size == 1 and len(section.groups[0].entries) == 2


def test_a_line_is_an_entry_with_its_links() -> None:
    found = sections.entry(line(1, B))
    assert found == Entry("C1", "id/city/c1.html", "x", (sections.cite(B),), "id/membership/m1.html")
    assert sections.entry(line(1), statements=False).statement == ""
    assert sections.entry(Line("https://example.org/a b")).href == ""
    assert sections.entry(Line("https://example.org/a")).href == "https://example.org/a"


def test_numbers_stand_together_by_what_they_count() -> None:
    lines = [
        Line("", count=Count("200", "cities", "2021")), Line("", count=Count("9", "staff")),
        Line("", count=Count("150", "cities")), Line("", count=Count("190", "cities", "2019")), Line("no number"),
    ]  # fmt: skip
    found = [(group.title, [each.count and each.count.number for each in group.entries])
             for group in sections.numbers(lines, sections.entry)]  # fmt: skip
    assert found == [("cities", ["190", "200", "150"]), ("staff", ["9"])]


def test_the_sources_of_a_page_are_there_once_by_title() -> None:
    profile = members(line(1, A, B), line(2, B))
    found = sections.works(profile, {"a": "Zebra", "b": "An ant"})
    assert [(work.title, work.passages) for work in found] == [("An ant", (B,)), ("Zebra", ())]
