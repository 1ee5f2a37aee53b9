"""What an import writes down beside its rows: spellings, decisions and the run in the ledger, and remarks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.imports import decisions, keys
from kg.imports.columns import Reading
from kg.imports.decisions import Decision
from kg.imports.merges import Draft
from kg.imports.newcomers import NEW, Newcomer, Use
from kg.imports.resolver import SURE, Found, Resolver, tied
from kg.matching import NEAR, Entry, distance, plain

Line = dict[str, str]


def spellings(uses: Iterable[Use], made: Iterable[Newcomer], resolver: Resolver, reading: Reading) -> list[Draft]:
    """Rows of other names for the spellings that are not known yet, in order; another case is no other name."""
    fresh = {new.key: (new.name,) for new in made}
    drafts = []
    for use in uses:
        found = use.found
        own = resolver.entries.by("key", found.key)
        known = fresh.get(found.key) or (own.names if own else (found.spelling,))
        if found.rung != "key" and found.spelling.casefold() not in map(str.casefold, known):
            cells = {"thing": found.key, "name": found.spelling, "kind": "spelling"}
            where = reading.where(use.claim.line)
            drafts.append(Draft(cells, use.claim.evidence, where, use.claim.line))
    return sorted(drafts, key=lambda each: each.order)


def against(uses: Iterable[Use], made: Iterable[Newcomer], resolver: Resolver, reading: Reading) -> list[str]:
    """What the table says of places against the ids and coordinates that are known, once a place."""
    places, said = {new.key: new.place for new in made}, dict[tuple[str, str], str]()
    for use in uses:
        own = resolver.entries.by("key", use.found.key) or places.get(use.found.key)
        for words in _against(own, use.found) if own else ():
            said.setdefault((use.found.key, words), reading.where(use.claim.line))
    return [f"{where}: {words} '{key}'; the known one stays" for (key, words), where in sorted(said.items())]


def _against(own: Entry, found: Found) -> Iterator[str]:
    for name in ("geonames", "wikidata"):
        new, old = getattr(found.query, name), getattr(own, name)
        if new and old and new != old:
            yield f"{name} is {new}, but {old} in"
    if own.point and found.query.point and (apart := distance(own.point, found.query.point)) > NEAR:
        yield f"the coordinate is {apart:,.0f} km from that of"


def twins(uses: Iterable[Use]) -> list[str]:
    """A remark on each thing that a table of things has under several names."""
    names: dict[str, dict[str, int]] = {}
    for use in uses:
        if use.column == "name":
            lines = names.setdefault(use.found.key, {})
            lines[use.found.spelling] = min(use.claim.line, lines.get(use.found.spelling, use.claim.line))
    return [
        f"one thing under several names, {key}: "
        + ", ".join(f"'{name}' (line {line})" for name, line in sorted(lines.items()))
        for key, lines in sorted(names.items())
        if len({plain(name) for name in lines}) > 1
    ]


@dataclass(frozen=True)
class Book:
    """The ledger of one import: the date, who decides, and the keys that are taken."""

    on: str
    by: str
    taken: set[str]

    def decisions(self, uses: Iterable[Use], made: Iterable[Newcomer], wrote: Collection[int], file: str) -> list[Line]:
        """A line for each name that was found on a lower rung than the sure ones, where it added anything."""
        places, told = {new.key: new.place for new in made}, dict[str, tuple[Decision, str]]()
        for use in uses:
            found = use.found
            needed = use.claim.line in wrote or tied(found)
            if needed and found.rung not in (*SURE, NEW):
                place = places.get(found.key)
                decided = Decision(found.key, found.key in places, place.geonames if place else "")
                told[found.about] = decided, f"found on the rung '{found.rung}'; {file}"
        return [decisions.line(about, *told[about][:1], self.on, self.by, told[about][1], self.taken)
                for about in sorted(told)]  # fmt: skip

    def run(
        self, reading: Reading, source: str, changed: Mapping[str, tuple[int, int]], rungs: Mapping[str, int]
    ) -> Line:
        """The line for the whole import: how many rows of which table, and how the names were found."""
        parts = [f"{count:,} new in {name}" for name, (count, _) in changed.items() if count]
        parts += [f"{count:,} supported in {name}" for name, (_, count) in changed.items() if count]
        found = ", ".join(f"{rung} {count:,}" for rung, count in sorted(rungs.items())) or "no names"
        key = keys.unused(keys.slug(f"import {self.on} {source} {reading.table.name}"), self.taken)
        about = f"import of {reading.file} as {reading.table.name}"
        why = f"{source or 'sources of its own'} says so; found: {found}"
        return {"key": key, "on": self.on, "by": self.by, "about": about, "decision": ", ".join(parts), "why": why}


def lines(numbers: Sequence[str], most: int = 10) -> str:
    """Lines of a file in words.

    >>> lines(["3", "5", "8"], 2)
    'line 3, 5 and 1 more'
    """
    more = f" and {len(numbers) - most:,} more" if len(numbers) > most else ""
    return f"line {', '.join(numbers[:most])}{more}"
