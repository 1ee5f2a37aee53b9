"""What ties a place to a collective, and what is known of either: no arrays, no RDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.dates import earliest

TRAITS = ("name", "kind", "country", "region", "south", "language")


@dataclass(frozen=True)
class Link:
    """One statement that ties a place to a collective.

    `start` and `end` are the dates that it bears. `begun` and `ended` bound it further: the latest beginning of all
    that it speaks of, and the end of its collective. Dates are years, months or days; empty where there is none.
    """

    place: str
    collective: str
    layer: str
    role: str = ""
    start: str = ""
    end: str = ""
    statement: str = ""
    begun: str = ""
    ended: str = ""

    @property
    def dated(self) -> bool:
        """Whether it bears a date itself."""
        return bool(self.start or self.end)

    @property
    def years(self) -> tuple[int, int]:
        """The first and last year in which it holds; 0 and 9999 where nothing bounds them.

        >>> Link("oslo-no", "icorn", "membership", start="2006-06", begun="2007", ended="2018").years
        (2007, 2018)
        """
        since, until = max(self.start, self.begun), earliest(self.end, self.ended)
        return int(since[:4] or 0), int(until[:4] or 9999)


@dataclass(frozen=True)
class Thing:
    """A place or collective: its key, name and kind; for a place in which country and part of the world it is.

    `region` is the sub-region of the world in words, `south` "Global South" or "Global North", `language` the code of
    the country's principal language. Empty where it is not known.
    """

    key: str
    name: str
    kind: str
    country: str = ""
    region: str = ""
    south: str = ""
    language: str = ""


@dataclass(frozen=True)
class Details:
    """What is known of the nodes and ties beyond that they are there."""

    things: Mapping[str, Thing]
    links: Sequence[Link]
