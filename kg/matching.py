"""A name to the things it may mean, rung by rung: exact, case, diacritics, other names, affixes.

The first rung with one candidate decides. Several candidates go to a person, unless a region or a coordinate leaves one
of them. Near spellings are proposed and never applied.
"""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg.affixes import bare, folded, parts, regional

NEAR, FAR = 20.0, 50.0  # km: a coordinate picks one candidate this near when no other is nearer than the second
MISSING = "not found"
CUTOFF = 0.75  # likeness below which a near spelling is not worth a look
SCORES = {"key": 100, "id": 100, "exact": 100, "case": 95, "diacritics": 90, "other names": 85, "affixes": 80}
Point = tuple[float, float]

_LETTERS = str.maketrans({"’": "", "'": "", "-": " "})


def plain(name: str) -> str:
    """A name without case, accents, apostrophes, hyphens and doubled spaces.

    >>> plain("São  Paulo"), plain("Łódź"), plain("Mayors' Saint-Denis")
    ('sao paulo', 'lodz', 'mayors saint denis')
    """
    return " ".join(folded(name).translate(_LETTERS).split())


FOLDS: list[Callable[[str], str]] = [lambda name: name, str.casefold, plain, lambda name: plain(bare(name))]


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points (latitude, longitude) on a sphere.

    >>> round(distance((41.39, 2.17), (48.86, 2.35)))
    831
    """
    north, south = math.radians(one[0]), math.radians(other[0])
    chord = math.sin((south - north) / 2) ** 2
    chord += math.cos(north) * math.cos(south) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(chord)))


def degrees(number: float) -> str:
    """A latitude or longitude as the tables write it, with four decimals.

    >>> degrees(41.38879), degrees(-0.00004)
    ('41.3888', '0.0000')
    """
    return f"{round(number, 4) + 0.0:.4f}"


@dataclass(frozen=True)
class Entry:
    """Something that can be named: its key, the table it is in, and its names with the main one first."""

    key: str
    kind: str
    names: tuple[str, ...]
    country: str = ""
    region: tuple[str, ...] = ()
    point: Point | None = None
    population: int = 0
    geonames: str = ""
    wikidata: str = ""

    @property
    def name(self) -> str:
        """The main name."""
        return self.names[0]


@dataclass(frozen=True)
class Query:
    """A name as a table has it, and what narrows it: country key, tables, region, point, ids."""

    name: str
    country: str = ""
    kinds: tuple[str, ...] = ()
    region: str = ""
    point: Point | None = None
    geonames: str = ""
    wikidata: str = ""


@dataclass(frozen=True)
class Candidate:
    """An entry that a name may mean, on which rung, with a score from 0 to 100; `match` where it is decided."""

    entry: Entry
    rung: str
    score: int
    kilometres: float | None = None
    match: bool = False


@dataclass(frozen=True)
class Match:
    """What was found: candidates, best first, and in words why none of them is decided on."""

    candidates: tuple[Candidate, ...] = ()
    reason: str = MISSING
    several: bool = False

    @property
    def found(self) -> Candidate | None:
        """The candidate that is decided on, if any."""
        return next((each for each in self.candidates if each.match), None)


class Index:
    """Entries by every fold of every name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._named: dict[str, list[tuple[str, bool, Entry]]] = {}
        self._bared: dict[str, list[Entry]] = {}
        self._ids: dict[tuple[str, str], Entry] = {}
        for entry in self.entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        for position, name in enumerate(dict.fromkeys(entry.names)):
            fold = plain(name)
            self._named.setdefault(fold, []).append((name, position == 0, entry))
            short = FOLDS[3](name) if " " in fold else fold  # an affix is a word of its own
            if short != fold:
                self._bared.setdefault(short, []).append(entry)
        for sort in ("key", "geonames", "wikidata"):
            if value := getattr(entry, sort):
                self._ids.setdefault((sort, value), entry)

    def by(self, sort: str, value: str) -> Entry | None:
        """The entry with that `key`, `geonames` or `wikidata` id."""
        return self._ids.get((sort, value))

    def named(self, name: str) -> list[Entry]:
        """The entries that have this as their main name, whatever its case and accents."""
        return [entry for _, main, entry in self._named.get(plain(name), []) if main]

    def rungs(self, name: str) -> Iterator[tuple[str, list[Entry]]]:
        """Entries that a name means, on each rung in order; a rung may be empty."""
        hits = self._named.get(plain(name), [])
        yield "exact", [entry for own, main, entry in hits if main and own == name]
        yield "case", [entry for own, main, entry in hits if main and own.casefold() == name.casefold()]
        yield "diacritics", [entry for _, main, entry in hits if main]
        yield "other names", _once(entry for _, _, entry in hits)
        short = FOLDS[3](parts(name)[0])
        yield "affixes", _once([entry for _, _, entry in self._named.get(short, [])] + self._bared.get(short, []))

    def match(self, query: Query) -> Match:
        """What a query means, or the candidates to put before a person, near spellings where there are no others."""
        decided = self.decided(query)
        return decided if decided.candidates else replace(decided, candidates=tuple(self.near(query)))

    def decided(self, query: Query) -> Match:
        """What a query means, or the candidates of the first rung that has any."""
        far: list[Candidate] = []
        for rung, hits in self.rungs(query.name):
            entries = [entry for entry in hits if fits(entry, query)]
            if rung == "affixes":
                entries = [entry for entry in entries if _allows(query.name, entry)]
            candidates = [candidate(entry, rung, query) for entry in entries]
            far += [each for each in candidates if (each.kilometres or 0) > FAR and each not in far]
            if decided := _decide(candidates, query):
                return decided
        if far:
            return Match(tuple(far), f"the place known by this name is {far[0].kilometres:,.0f} km away")
        return Match()

    def near(self, query: Query, most: int = 5) -> list[Candidate]:
        """Entries with a name spelled nearly so, the likest first."""
        wanted = plain(parts(query.name)[0])
        shared = Counter(number for gram in sorted(_grams(wanted)) for number in self._grams.get(gram, ()))
        likely = [self.entries[number] for number, _ in shared.most_common(60)]
        scored = [(_likeness(wanted, entry), entry) for entry in likely if fits(entry, query)]
        best = sorted((each for each in scored if each[0] >= CUTOFF), key=lambda each: (-each[0], each[1].key))
        return [replace(candidate(entry, "near", query), score=round(70 * like)) for like, entry in best[:most]]

    @cached_property
    def _grams(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            for gram in {gram for name in entry.names[:4] for gram in _grams(plain(name))}:
                found.setdefault(gram, []).append(number)
        return found


def fits(entry: Entry, query: Query) -> bool:
    """Whether an entry is of the country and of one of the tables that a query asks for."""
    if query.kinds and entry.kind not in query.kinds:
        return False
    return not query.country or not entry.country or entry.country == query.country


def candidate(entry: Entry, rung: str, query: Query) -> Candidate:
    """An entry as a candidate of a query, with the kilometres between them where both have a point."""
    apart = distance(entry.point, query.point) if entry.point and query.point else None
    return Candidate(entry, rung, SCORES.get(rung, 50), apart)


def _decide(candidates: list[Candidate], query: Query) -> Match | None:
    """The one candidate of a rung, by itself, its region or its nearness; nothing where all are far away."""
    within = [each for each in candidates if (each.kilometres or 0) <= FAR]
    if not within:
        return None
    if len(candidates) == 1:
        return Match((replace(within[0], match=True),), "")
    same = [each for each in candidates if query.region and plain(query.region) in map(plain, each.entry.region)]
    if len(same) == 1 and same[0] in within:
        return Match((replace(same[0], match=True, rung="region"),), "")
    if len(within) == 1 and (within[0].kilometres is not None) and within[0].kilometres <= NEAR:
        return Match((replace(within[0], match=True, rung="coordinate"),), "")
    ordered = sorted(candidates, key=lambda each: (each.kilometres or 0, -each.entry.population, each.entry.key))
    return Match(tuple(ordered), f"{len(candidates)} candidates", True)


def _allows(name: str, entry: Entry) -> bool:
    """Whether the affixes of a name suit an entry: a province is no city, and what stands behind names it too."""
    if not regional(name) and entry.kind in ("regions", "countries"):
        return False
    if regional(name) and entry.kind == "cities" and not regional(entry.name):
        return False
    hint = plain(parts(name)[1])
    return not hint or hint in {plain(each) for each in (entry.country, *entry.region, *entry.names)}


def _once(entries: Iterable[Entry]) -> list[Entry]:
    return list({entry.key: entry for entry in entries}.values())


def _grams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def _likeness(wanted: str, entry: Entry) -> float:
    return max(_like(wanted, plain(name)) for name in entry.names[:4])


def _like(wanted: str, name: str) -> float:
    """The likeness of two names, or 0 where a bound on it, which costs less, is already below the cutoff."""
    if 2 * min(len(wanted), len(name)) < CUTOFF * (len(wanted) + len(name)):
        return 0.0
    matcher = difflib.SequenceMatcher(None, wanted, name)
    return matcher.ratio() if matcher.quick_ratio() >= CUTOFF else 0.0
