"""What is known of a thing as the parts of a page: lines with links, their sources, and lists in groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.headings import LISTS
from kg.names import kind_of
from kg.pages import cited
from kg.profiles import COMPLETE, Count, Line, Place, Profile
from kg.server.addresses import anchor, link_to, link_to_passage, outer

SHORT = 3  # lines under a heading that fit among the facts at the top
LONG = 24  # lines from which a list is in groups
KINDS = {
    "city": "Cities", "region": "Regions", "district": "Districts", "country": "Countries",
    "group": "Groups of governments", "network": "Networks and other collectives", "instrument": "Instruments",
    "fund": "Funds", "organisation": "Organisations", "event": "Events", "practice": "Practices", "pledge": "Pledges",
    "person": "People", "publication": "Publications", "indicator": "Indicators", "source": "Sources",
}  # fmt: skip
"""What things of a kind are called together; kinds that have no name of their own are left out."""
OWN = {*LISTS.values(), COMPLETE, "Numbers, side by side", "Other names"}
"""Headings that never stand among the facts at the top."""


@dataclass(frozen=True)
class Cite:
    """Where something is said: the words of the link, where it leads from the top of the site, and the characters."""

    words: str
    href: str
    characters: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of a page: what it names, what is said of it, and where; `statement` leads to the statement's page."""

    name: str
    href: str = ""
    said: str = ""
    cites: tuple[Cite, ...] = ()
    statement: str = ""
    count: Count | None = None
    language: str = ""


@dataclass(frozen=True)
class Group:
    """Entries of a list that belong together."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """How many things its entries name; who stands there in two roles counts once."""
        return len({entry.href or entry.name for entry in self.entries})


@dataclass(frozen=True)
class Work:
    """A source that a page rests on, with the passages of it that the page names."""

    title: str
    key: str
    href: str
    passages: tuple[Place, ...]


@dataclass(frozen=True)
class Section:
    """A heading with its entries in groups; `common` are the sources of all entries that name none of their own."""

    heading: str
    anchor: str
    groups: tuple[Group, ...]
    note: str = ""
    common: tuple[Cite, ...] = ()

    @property
    def size(self) -> int:
        """How many things its entries name, each once."""
        return sum(group.size for group in self.groups)


def cite(place: Place) -> Cite:
    """A place as a link to where its source's page speaks of it.

    >>> cite(Place("a-2020-p001", "a-2020", "1 One", 10, 1020))
    Cite(words='a-2020 · 1 One · p001', href='id/source/a-2020.html#a-2020-p001', characters='10 to 1,020')
    """
    characters = f"{place.start:,} to {place.end:,}" if place.section else ""
    return Cite(cited(place)[1:-1], link_to_passage(place.source, place.key), characters)


def entry(line: Line, statements: bool = True) -> Entry:
    """A line of a profile as a line of a page; without `statements` it does not lead to that of its statement."""
    name = line.name or line.text
    href = link_to(line.other) or outer(name)
    cites = tuple(cite(place) for place in line.places)
    return Entry(name, href, line.said, cites, link_to(line.statement) if statements else "", line.count)


def facts(page: Profile, made: Callable[[Line], Entry]) -> list[tuple[str, list[Entry]]]:
    """The headings of a profile with so few lines that they stand together at the top of the page."""
    return [
        (heading, [made(line) for line in lines])
        for heading, lines in page.sections.items()
        if heading not in OWN and len(lines) <= SHORT
    ]


def sections(page: Profile, made: Callable[[Line], Entry], listing: str, countries: Mapping[str, str]) -> list[Section]:
    """The other headings of a profile, but for other names and numbers; `listing` says how complete its list is.

    `countries` names the country of each place; long lists are grouped by it, or else by kind.
    """
    return [
        _section(heading, lines, made, listing if heading == LISTS.get(kind_of(page.iri)) else "", countries)
        for heading, lines in page.sections.items()
        if (heading in OWN or len(lines) > SHORT) and heading not in ("Numbers, side by side", "Other names")
    ]


def _section(
    heading: str, lines: list[Line], made: Callable[[Line], Entry], listing: str, countries: Mapping[str, str]
) -> Section:
    shown = [line for line in lines if not listing or line.text != listing]
    common = _common(shown)
    cites = tuple(cite(place) for place in common)
    groups = tuple(
        Group(title, tuple(_without(made(line), cites) for line in own)) for title, own in _groups(shown, countries)
    )
    return Section(heading, anchor(heading), groups, listing, cites)


def _common(lines: list[Line]) -> tuple[Place, ...]:
    """The places that most lines of a list share, which are then said once; not where a line has none at all."""
    shared = Counter(line.places for line in lines)
    places, times = shared.most_common(1)[0] if shared else ((), 0)
    return places if times > max(SHORT, len(lines) / 2) and () not in shared else ()


def _without(entry: Entry, cites: tuple[Cite, ...]) -> Entry:
    return Entry(entry.name, entry.href, entry.said, (), entry.statement) if entry.cites == cites else entry


def _groups(lines: list[Line], countries: Mapping[str, str]) -> list[tuple[str, list[Line]]]:
    """Long lists of places by country, other things in them and other long lists by kind; a short list is one group."""
    if len(lines) < LONG:
        return [("", lines)]
    by_country = sum(line.target in countries for line in lines) > len(lines) / 2
    found: dict[tuple[bool, str], list[Line]] = {}
    for line in sorted(lines, key=lambda line: (line.name.casefold(), line.name)):
        country = countries.get(line.target, "") if by_country else ""
        found.setdefault((not country, country or KINDS.get(kind_of(line.target), "")), []).append(line)
    return [(title, own) for (_, title), own in sorted(found.items())]


def works(page: Profile, titles: Mapping[str, str]) -> list[Work]:
    """The sources that a page rests on, by title; `titles` names each by its key."""
    lines = [line for own in page.sections.values() for line in own]
    found: dict[str, set[Place]] = {}
    for place in [*page.places, *(place for line in lines for place in line.places)]:
        found.setdefault(place.source, set()).update([place] if place.section else [])
    made = [
        Work(titles.get(key, key), key, link_to_passage(key, key), tuple(sorted(own, key=_standing)))
        for key, own in found.items()
    ]
    return sorted(made, key=lambda work: (work.title.casefold(), work.key))


def _standing(place: Place) -> tuple[int, int, str]:
    return place.start, place.end, place.key


def numbers(lines: Iterable[Line], made: Callable[[Line], Entry]) -> list[Group]:
    """The sourced numbers of a thing by what they count, so that those that contradict each other stand together."""
    found: dict[str, list[Entry]] = {}
    for line in lines:
        if line.count is not None:
            found.setdefault(line.count.what, []).append(made(line))
    return [Group(what, tuple(sorted(own, key=_newest))) for what, own in sorted(found.items())]


def _newest(entry: Entry) -> tuple[bool, str, str]:
    """The order of numbers: dated ones first, from the first to the last."""
    assert entry.count is not None
    return not entry.count.as_of, entry.count.as_of, entry.count.number
