"""The plan of an import for a person or for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kg.imports.decisions import ABOUT
from kg.imports.newcomers import PLACES
from kg.imports.plans import Plan
from kg.imports.questions import Question, told

SHOWN = 10  # lines of each list that a person is shown


def to_text(plan: Plan, applied: bool = False, full: bool = False) -> str:
    """The report for a terminal; long lists are cut with a count unless `full`."""
    most = len(plan.reading.items) + 1000 if full else SHOWN
    parts = [_head(plan), *_lists(plan, most), _end(plan, applied)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(plan: Plan) -> list[str]:
    reading = plan.reading
    read = [f"{column} → {field}" for field, column in sorted(reading.sources.items(), key=lambda pair: pair[1])]
    read += [f"{field} = {value}" for field, value in reading.constants.items()]
    lines = [
        f"{reading.file}: {count(len(reading.items), 'record')} for {reading.table.name}, source {plan.source or '-'}"
    ]
    lines += [f"  read: {', '.join(read)}"]
    lines += [f"  not used: {', '.join(reading.unused)}"] if reading.unused else []
    lines += [f"  {warning}" for warning in reading.warnings]
    found = ", ".join(
        f"{rung} {count:,}" for rung, count in sorted(plan.rungs.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    lines += [f"  found: {found or 'nothing'}"]
    if not plan.gazetteer:
        lines += ["  no gazetteer: pip install 'citykg[gazetteer]' finds places that the tables lack"]
    return lines


def _lists(plan: Plan, most: int) -> Iterator[list[str]]:
    new = sorted(f"{each.key}: {each.name}{_ids(each.place)}" for each in plan.newcomers)
    yield _listed("new things" if plan.thing and plan.reading.table.name not in PLACES else "new places", new, most)
    yield _listed("found on a lower rung", _lower(plan), most)
    yield _rows(plan)
    yield _listed("contradict what stands", plan.contradictions, most)
    yield _listed("beside rows on the same things", plan.beside, most)
    yield _asked("ambiguous", [each for each in plan.questions if each.known], most)
    yield _asked("found nowhere", [each for each in plan.questions if not each.known], most)
    yield _listed("remarks", plan.notes, most)
    yield _listed("wrong, and left out", plan.problems, most)


def _lower(plan: Plan) -> list[str]:
    """What the ledger is to say of names that no sure rung found, as "Comune di Bologna, IT → bologna-it"."""
    rows = plan.merges["ledger"].added.values()
    decided = [row for row in rows if row["about"].startswith(ABOUT)]
    return sorted(f"{row['about'].removeprefix(ABOUT)} → {row['decision']}: {row['why']}" for row in decided)


def _ids(place: Any) -> str:
    return f" (GeoNames {place.geonames}, {place.population:,} inhabitants)" if place else ""


def _rows(plan: Plan) -> list[str]:
    merge = plan.merge
    lines = [f"rows of {plan.reading.table.name}: {len(merge.added):,} new, {merge.stands:,} stand already"]
    if merge.changed:
        lines += [f"  {count(len(merge.changed), 'row')} that stood before: more evidence, or a cell that was empty"]
    if merge.doubles:
        lines += [f"  {count(merge.doubles, 'record')} that the table itself has twice"]
    if plan.left:
        why = "as the ledger says 'not a place' or the tables that it is a region"
        lines += [f"  {count(plan.left, 'record')} left out, {why}"]
    return lines


def _listed(title: str, lines: Sequence[str], most: int) -> list[str]:
    if not lines:
        return []
    more = [f"  … and {len(lines) - most:,} more"] if len(lines) > most else []
    return [f"{title}: {len(lines):,}", *(f"  {line}" for line in lines[:most]), *more]


def _asked(title: str, questions: Sequence[Question], most: int) -> list[str]:
    return _listed(title, [asked(each) for each in questions], most)


def asked(each: Question) -> str:
    """A question in one line: the name, its lines, why it is open, and its candidates."""
    query = each.query
    name = ", ".join(filter(None, (query.name, query.country.upper(), query.region)))
    lines = ", ".join(map(str, each.lines[:5]))
    lines += f" and {len(each.lines) - 5:,} more" if len(each.lines) > 5 else ""
    near = "; ".join(told(candidate) for candidate in each.candidates[:5])
    kind = "" if each.kind == "place" else f" ({each.kind})"
    return f"{name}{kind}, line {lines}: {each.reason}{f'; {near}' if near else ''}"


def _end(plan: Plan, applied: bool) -> list[str]:
    names = {name: plan.merges[name].table.path for name in plan.changes}
    parts = [
        f"{names[name]} {f'+{new:,}' if new else ''}{f' ~{changed:,}' if changed else ''}".replace("  ", " ")
        for name, (new, changed) in plan.changes.items()
    ]
    if not parts:
        return ["nothing to write: all that is clear stands already"]
    if applied:
        return [f"written: {', '.join(parts)}"]
    return [f"nothing is written yet; --apply writes {', '.join(parts)}"]


def count(number: int, word: str) -> str:
    """A number with its noun, as "1 record" or "1,200 records"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def to_json(plan: Plan, applied: bool = False) -> str:
    """The whole report for a program."""
    merge = plan.merge
    whole = {
        "file": plan.reading.file,
        "table": plan.reading.table.name,
        "source": plan.source,
        "records": len(plan.reading.items),
        "columns": dict(plan.reading.sources),
        "constants": dict(plan.reading.constants),
        "unused": list(plan.reading.unused),
        "found": dict(sorted(plan.rungs.items())),
        "new": [{"key": each.key, "name": each.name} for each in plan.newcomers],
        "rows": {
            "new": sorted(merge.added),
            "supported": sorted(merge.changed),
            "stand": merge.stands,
            "double": merge.doubles,
            "left": plan.left,
        },
        "contradictions": list(plan.contradictions),
        "beside": list(plan.beside),
        "questions": list(map(_question, plan.questions)),
        "remarks": [*plan.reading.warnings, *plan.notes],
        "problems": list(plan.problems),
        "writes": {plan.merges[name].table.path: sum(both) for name, both in plan.changes.items()},
        "applied": applied,
        "gazetteer": plan.gazetteer,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _question(each: Question) -> dict[str, Any]:
    return {
        "about": each.about,
        "name": each.query.name,
        "country": each.query.country,
        "lines": list(each.lines),
        "reason": each.reason,
        "candidates": _candidates(each),
    }


def _candidates(each: Question) -> list[dict[str, Any]]:
    """Candidates as a reconciliation service gives them: id, name, types, score, match."""
    return [
        {
            "id": one.entry.key,
            "name": one.entry.name,
            "type": [one.entry.kind],
            "score": one.score,
            "match": one.match,
            "rung": one.rung,
        }
        for one in each.candidates
    ]


FORMATS = {"text": to_text, "json": to_json}
