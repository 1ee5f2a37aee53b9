"""What an import leaves to a person: one question a name, asked at the terminal or as CSV, answered into the ledger."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg import gazetteer, records, sheets
from kg.errors import CuratorError, nearest
from kg.imports import keys
from kg.imports.decisions import KEY, NOT_A_PLACE, Decision
from kg.matching import Candidate, Query

COLUMNS = ("about", "name", "country", "region", "latitude", "longitude", "kind", "rows", "lines", "why", "candidates",
           "answer")  # fmt: skip
ANSWERS = f"a key, {gazetteer.KEY}ID, 'new', 'new: KEY', '{NOT_A_PLACE}' or 'skip'"
SKIP, NEW = "skip", "new"


@dataclass(frozen=True)
class Question:
    """A name that several things have, or none: where it stands, why it is open, and what it may mean."""

    about: str
    query: Query
    lines: tuple[int, ...]
    reason: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def kind(self) -> str:
        """What the name is to be: a place, a network, an instrument …"""
        return self.about.rpartition("(")[2].rstrip(")")

    @property
    def known(self) -> bool:
        """Whether there is more than near spellings to choose from."""
        return any(each.rung != "near" for each in self.candidates)


def merged(questions: Iterable[Question]) -> list[Question]:
    """One question for each name, with the lines of all, in order of the names."""
    found: dict[str, Question] = {}
    for each in questions:
        own = found.setdefault(each.about, each)
        found[each.about] = replace(own, lines=tuple(sorted({*own.lines, *each.lines})))
    return [found[about] for about in sorted(found)]


def told(each: Candidate) -> str:
    """A candidate in words: key, name, kind, country, region, population, distance.

    >>> from kg.matching import Entry
    >>> told(Candidate(Entry("bern-ch", "cities", ("Bern",), "ch", population=121631), "exact", 100, 3.2))
    'bern-ch: Bern, CH, 121,631 inhabitants, 3 km'
    """
    entry = each.entry
    kind = "" if entry.kind == "cities" else entry.kind
    inhabitants = f"{entry.population:,} inhabitants" if entry.population else ""
    apart = f"{each.kilometres:,.0f} km" if each.kilometres is not None else ""
    region = next((name for name in entry.region if not name.isupper() and not name.isdecimal()), "")
    words = (entry.name, kind, entry.country.upper(), region, inhabitants, apart)
    return f"{entry.key}: {', '.join(filter(None, words))}"


def to_csv(questions: Iterable[Question]) -> str:
    """The queue as a sheet with an empty column `answer`; no cell runs as a formula."""
    return records.safe(COLUMNS, map(_row, questions))


def _row(each: Question) -> list[str]:
    query = each.query
    point = [f"{number:.4f}" for number in query.point] if query.point else ["", ""]
    lines = " ".join(map(str, each.lines[:20]))
    row = [each.about, query.name, query.country.upper(), query.region, *point, each.kind]
    return [*row, str(len(each.lines)), lines, each.reason, " | ".join(map(told, each.candidates)), ""]


def read(path: Path) -> dict[str, str]:
    """The answers of a queue by what they are about; rows without one are left out.

    Raises CuratorError where the sheet lacks a column.
    """
    sheet = sheets.read(path)
    lacking = [name for name in ("about", "answer") if name not in sheet.columns]
    if lacking:
        raise CuratorError(
            f"{path.name}:1: no column '{name}'; a queue has the columns {', '.join(COLUMNS)}" for name in lacking
        )
    answers = {records.raw(each.cells["about"]): " ".join(each.cells["answer"].split()) for each in sheet.records}
    return {about: answer for about, answer in answers.items() if answer}


def decide(question: Question, answer: str, owners: Mapping[str, str], taken: Container[str]) -> Decision | None:
    """The decision that an answer makes on a question; nothing for `skip`.

    `owners` gives the table of each key, `taken` the keys that no new place may have.
    Raises CuratorError where the answer is none, or names what is not there.
    """
    low = answer.casefold()
    if low == SKIP:
        return None
    if low == NOT_A_PLACE:
        return Decision("")
    if low.startswith(gazetteer.KEY):
        return _placed(question, low.removeprefix(gazetteer.KEY), taken)
    if low == NEW or low.startswith("new:"):
        return _new(question, low.partition(":")[2].strip(), taken)
    if owners.get(answer) in question.query.kinds:
        return Decision(answer)
    if answer in owners:
        raise _wrong(question, answer, f"is a row of {owners[answer]}, expected {', '.join(question.query.kinds)}")
    known = [key for key, table in owners.items() if table in question.query.kinds]
    raise _wrong(question, answer, f"is no answer{nearest(answer, known) or f'; write {ANSWERS}'}")


def _placed(question: Question, number: str, taken: Container[str]) -> Decision:
    place = gazetteer.numbered(number) if gazetteer.there() else None
    if place is None or "cities" not in question.query.kinds:
        raise _wrong(question, f"{gazetteer.KEY}{number}", "is no place of the gazetteer; write one of the candidates")
    return Decision(keys.place(place.name, place.country, question.query.region, taken), True, number)


def _new(question: Question, wanted: str, taken: Container[str]) -> Decision:
    query = question.query
    if not ({"cities"} & {*query.kinds}):
        raise _wrong(question, NEW, f"makes no {question.kind}; add it with 'kg import … --as {query.kinds[0]}' first")
    if not query.country:
        raise _wrong(question, NEW, "needs the country; give the table a column for it, or --set country=…")
    key = wanted or keys.place(query.name, query.country, query.region, taken)
    if not KEY.fullmatch(key) or key == query.country:
        raise _wrong(question, f"new: {wanted}", "has no key; write 'new: KEY' in lower-case Latin letters")
    if wanted and wanted in taken:
        raise _wrong(question, f"new: {wanted}", "is taken; write another key, or the key alone to mean that thing")
    return Decision(key, True)


def _wrong(question: Question, answer: str, what: str) -> CuratorError:
    return CuratorError(f"{question.query.name}: '{answer}' {what}")
