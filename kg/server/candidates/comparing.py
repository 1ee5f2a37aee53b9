"""Values that a client tells beside a name, and whether things have them: folded once, then looked up."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.matching import plain
from kg.server.candidates.entities import Thing, Things
from kg.server.candidates.properties import PROPERTIES, Value
from kg.server.candidates.searching import identifier

NEAR = 0.1
"""Degrees by which two coordinates may differ."""
Given = str | int | float | bool | dict[str, object]
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True)
class Forms:
    """Some values, folded so that two that agree share one, and those that are numbers."""

    texts: frozenset[str]
    numbers: tuple[float, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.texts or self.numbers)


@dataclass
class _Holders:
    """The things that have each folded value of a property, and those with numbers in order."""

    texts: dict[str, set[Thing]] = field(default_factory=dict)
    numbers: list[tuple[float, str]] = field(default_factory=list)


class Values:
    """The values of things, each read and folded once."""

    def __init__(self, things: Things, own: Iterable[Thing]) -> None:
        self._things, self._own = things, list(own)
        self._forms: dict[tuple[str, str], Forms] = {}
        self._holders: dict[str, _Holders] = {}

    def of(self, pid: str, thing: Thing) -> Forms:
        """The values that a thing has of a property."""
        if (pid, thing.iri) not in self._forms:
            self._forms[pid, thing.iri] = self._folded(PROPERTIES[pid].read(self._things, thing))
        return self._forms[pid, thing.iri]

    def _folded(self, values: list[Value]) -> Forms:
        texts = {form for each in values if "float" not in each for form in self._own_forms(each)}
        return Forms(frozenset(texts), tuple(float(each["float"]) for each in values if "float" in each))

    def _own_forms(self, value: Value) -> set[str]:
        if "id" in value:
            own = str(value["id"])
            thing = self._things.by_id.get(own)
            return {plain(own), plain(own.rpartition("/")[2]), *map(plain, thing.names if thing else ())}
        text = str(value.get("str", value.get("int")))
        if not _DATE.fullmatch(text):
            return {plain(text)}
        return {plain(each) for each in (text, *_shorter(text))} | {f"={plain(text)}"}

    def agrees(self, pid: str, thing: Thing, told: Forms) -> bool | None:
        """Whether a thing has one of the values that are told; None where it has none or nothing is told."""
        own = self.of(pid, thing)
        if not own or not told:
            return None
        close = any(abs(one - other) <= NEAR for one in own.numbers for other in told.numbers)
        return close or not own.texts.isdisjoint(told.texts)

    def holding(self, pid: str, told: Forms) -> set[Thing]:
        """The things that have one of the values that are told."""
        if pid not in self._holders:
            self._holders[pid] = self._gathered(pid)
        holders = self._holders[pid]
        found = {thing for text in told.texts for thing in holders.texts.get(text, ())}
        for number in told.numbers:
            first, last = (bisect_left(holders.numbers, (end,)) for end in (number - NEAR, number + NEAR))
            found |= {self._things.by_iri[iri] for _, iri in holders.numbers[first:last]}
        return found

    def _gathered(self, pid: str) -> _Holders:
        found = _Holders()
        for thing in self._own:
            own = self.of(pid, thing)
            for text in own.texts:
                found.texts.setdefault(text, set()).add(thing)
            found.numbers += [(number, thing.iri) for number in own.numbers]
        found.numbers.sort()
        return found


def told(given: Sequence[Given]) -> Forms:
    """Values that are told, folded; of an address also its last part, of a date also what is less exact.

    >>> sorted(told(["2012-05"]).texts), told(["41,4"]).numbers
    (['2012 05', '=2012'], (41.4,))
    """
    texts = [identifier(text) for each in given for text in words(each)]
    forms = {plain(text) for text in texts}
    forms |= {plain(text.rstrip("/").rpartition("/")[2]) for text in texts if "://" in text}
    forms |= {f"={plain(each)}" for text in texts if _DATE.fullmatch(text) for each in _shorter(text)}
    numbers = (number for text in texts if math.isfinite(number := _number(text)))
    return Forms(frozenset(forms), tuple(sorted(set(numbers))))


def words(given: Given) -> list[str]:
    """A given value as texts; of a thing its id and its name.

    >>> words({"id": "country/es", "name": "Spain"}), words(2012.0), words(" ES "), words(True)
    (['country/es', 'Spain'], ['2012'], ['ES'], ['true'])
    """
    if isinstance(given, dict):
        return [text for name in ("id", "name") if (text := str(given.get(name) or "").strip())]
    if isinstance(given, bool):
        return [str(given).lower()]
    text = str(int(given)) if isinstance(given, float) and given.is_integer() else str(given).strip()
    return [text] if text else []


def _shorter(date: str) -> list[str]:
    """The month and year of a day, the year of a month."""
    return [date[:length] for length in (7, 4) if length < len(date)]


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return math.nan
