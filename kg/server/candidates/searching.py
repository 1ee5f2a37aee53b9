"""Words that somebody types to the things whose names hold them, the likeliest first."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from kg import terms
from kg.matching import plain
from kg.names import kind_of
from kg.server.candidates.entities import Thing, Things

LONGEST = 200
"""Characters of a search that count."""


@dataclass(frozen=True)
class Hit:
    """A thing that a search finds; `name` is its main name, `through` the other name that was found, if it was one."""

    thing: Thing
    through: str = ""


@dataclass(frozen=True)
class _Line:
    """One name of a thing, folded, with a space before it so that words begin after one."""

    text: str
    name: str
    main: bool
    thing: Thing


class Search:
    """All names of a store, to be found by the beginnings of their words."""

    def __init__(self, things: Things) -> None:
        self.things = things
        self._lines = [
            _Line(f" {plain(name)}", name, number == 0, thing)
            for thing in things.by_iri.values()
            for number, name in enumerate(thing.names)
        ]
        self._words = sorted(
            (word, number) for number, line in enumerate(self._lines) for word in dict.fromkeys(line.text.split())
        )

    def find(self, text: str, kinds: tuple[str, ...] = ()) -> list[Hit]:
        """All things with a name in which every word typed begins a word, or with that key or IRI; best first.

        `kinds` narrows to some kinds of things, as ("city", "region"). Whole names go before beginnings, beginnings
        before the rest, and among equals what has more links goes first. An empty text finds nothing.
        """
        wanted = plain(text[:LONGEST])
        words = [f" {word}" for word in dict.fromkeys(wanted.split())]
        best: dict[str, tuple[int, _Line]] = {}
        for line in self._beginning(max(words, key=len)[1:]) if words else ():
            if all(word in line.text for word in words) and (not kinds or kind_of(line.thing.iri) in kinds):
                rank = _rank(line, wanted)
                if line.thing.iri not in best or rank < best[line.thing.iri][0]:
                    best[line.thing.iri] = rank, line
        ordered = sorted(best.values(), key=lambda each: (each[0], -each[1].thing.links, each[1].thing.iri))
        hits = [Hit(line.thing, "" if line.main else line.name) for _, line in ordered]
        own = self.known(text, kinds)
        return [Hit(own), *(hit for hit in hits if hit.thing != own)] if own else hits

    def _beginning(self, start: str) -> Iterator[_Line]:
        """The names that have a word which begins so."""
        first, last = (bisect_left(self._words, (end,)) for end in (start, start + chr(sys.maxunicode)))
        return (self._lines[number] for number in dict.fromkeys(number for _, number in self._words[first:last]))

    def known(self, text: str, kinds: tuple[str, ...] = ()) -> Thing | None:
        """The thing with that id, key or IRI, in full or as 'id:city/bern-ch'."""
        short = identifier(text)
        found = self.things.by_id.get(short) or self.things.by_key.get(short)
        return found if found and (not kinds or kind_of(found.iri) in kinds) else None


def identifier(text: str) -> str:
    """The id in what may be an IRI of a thing, in full or shortened; other texts as they are.

    >>> identifier("https://w3id.org/citykg/id/city/bern-ch"), identifier("id:city/bern-ch"), identifier("Bern")
    ('city/bern-ch', 'city/bern-ch', 'Bern')
    """
    return text.strip().removeprefix(terms.PREFIXES["id"]).removeprefix("id:")


def _rank(line: _Line, wanted: str) -> int:
    """How well a name fits: whole, from its beginning, or somewhere; the main name before others."""
    fit = 0 if line.text[1:] == wanted else 1 if line.text.startswith(f" {wanted}") else 2
    return 2 * fit + (not line.main)
