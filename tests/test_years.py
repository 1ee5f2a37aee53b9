"""Which statements hold in which year, against the rule said date by date."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.dates import AsOf
from kg.errors import AskerError
from kg.twomode.ties import Link
from kg.twomode.years import holding

STEADY = settings(derandomize=True, database=None, deadline=None)
DATES = some.sampled_from(["", "2001", "2003", "2003-07", "2005-01-31", "2009"])
LINKS = some.lists(
    some.builds(Link, some.just("a"), some.just("X"), some.just("membership"), start=DATES, end=DATES, begun=DATES,
                ended=DATES), max_size=12)  # fmt: skip


def holds(link: Link, year: str, undated: str) -> bool:
    """The rule of a look at a date, said another way."""
    begun = all(date[:4] <= year for date in (link.start, link.begun))
    ended = any(date[:4] < year for date in (link.end, link.ended) if date)
    return begun and not ended and (undated == "keep" or bool(link.start or link.end))


@STEADY
@given(LINKS, some.sampled_from(["keep", "drop"]))
def test_a_link_holds_from_its_first_year_to_its_last(links: list[Link], undated: str) -> None:
    years = range(2000, 2011)
    for year, (held, count) in zip(years, holding(links, years, undated), strict=True):
        expected = [at for at, link in enumerate(links) if holds(link, str(year), undated)]
        assert held.tolist() == expected
        dated = sum(bool(links[at].start or links[at].end) for at in expected)
        assert count == AsOf(str(year), dated, len(links) - len(expected), len(expected) - dated)


def test_what_other_things_bound_is_no_date_of_its_own() -> None:
    links = [Link("a", "X", "membership", begun="2004", ended="2006")]
    assert [held.tolist() for held, _ in holding(links, [2003, 2004, 2006, 2007])] == [[], [0], [0], []]
    assert [len(held) for held, _ in holding(links, [2005], "drop")] == [0]


def test_years_may_come_in_any_order_and_there_may_be_no_links() -> None:
    links = [Link("a", "X", "membership", start="2004", end="2005")]
    assert [count.held for _, count in holding(links, iter([2006, 2004, 2004]))] == [0, 1, 1]
    ((held, count),) = holding([], [2000])
    assert (held.dtype.name, len(held), count) == ("int64", 0, AsOf("2000", 0, 0, 0))


def test_a_rule_that_is_none_is_refused_before_the_first_year() -> None:
    with pytest.raises(AskerError) as raised:
        holding([], [2000], "dropp")
    assert str(raised.value) == "no rule 'dropp' for undated statements; did you mean 'drop'?; keep or drop them"
