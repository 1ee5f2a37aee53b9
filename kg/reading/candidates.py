"""Candidate statements: who with what in one sentence, where a verb suggests it. Proposals for a person, no facts.

Both sides may be lists, each pair is a candidate. A verb that is denied or only possible is noted. What the tables
hold already says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from kg.reading.cues import CUES, FIELDS, HYPOTHETICAL, NEGATED, Cue
from kg.reading.lexicon import Lexicon
from kg.reading.mentions import Mention
from kg.reading.words import Text
from kg.tables import Row

FAR = 160  # characters between a verb and what it ties, beyond which it ties something else
_LINK = re.compile(
    r"(?:[\s,;:&/()\[\]#*_“”\"'‘’–-]|\b(?:and|or|as well as|the|both|cit(?:y|ies)|towns?|of|mayors?"
    r"|municipalit(?:y|ies)|by|with|local|governments?|authorities|council)\b|\(\d[^)]*\)|</?\w+>|\(#\))*",
    re.I,
)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|across|outside|to|for|around|during|of the region of)\s+(?:the\s+)?\W*$", re.I
)
_CLAUSE = re.compile(r"\b(?:where|when|while|whereas|although|because)\b|;", re.I)


@dataclass(frozen=True)
class Candidate:
    """A statement that a sentence suggests: the table, its cells, the verb, and the sentence's range.

    `note` is 'negated' or 'hypothetical' or nothing; `confidence` is high, medium or low; `stands` is the key of the
    row that says it already.
    """

    table: str
    cells: Mapping[str, str]
    verb: str
    start: int
    end: int
    note: str = ""
    confidence: str = "medium"
    stands: str = ""

    @property
    def sure(self) -> bool:
        """Whether the sentence says it as a fact."""
        return not self.note


@dataclass(frozen=True)
class _Side:
    """A list of mentions on one side of a verb and its distance."""

    mentions: tuple[Mention, ...]
    gap: int


def candidates(text: Text, found: Iterable[Mention], known: Lexicon) -> list[Candidate]:
    """Every candidate of a text, in order of place, each once."""
    numbered: dict[int, list[Mention]] = {}
    for mention in found:
        numbered.setdefault(text.sentence(mention.start), []).append(mention)
    made: dict[tuple[str, ...], Candidate] = {}
    for number, here in sorted(numbered.items()):
        for each in _of_sentence(text, text.span(number), here, known) if len(here) > 1 else ():
            key = (each.table, *each.cells.values(), str(each.start))
            if key not in made or _RANK[each.confidence] > _RANK[made[key].confidence]:
                made[key] = each
    return list(made.values())


_RANK = {"low": 0, "medium": 1, "high": 2}


def _of_sentence(text: Text, span: tuple[int, int], here: list[Mention], known: Lexicon) -> Iterator[Candidate]:
    sentence = text.text[span[0] : span[1]]
    for cue in CUES:
        for hit in cue.pattern.finditer(sentence):
            verb = (span[0] + hit.start(), span[0] + hit.end())
            if any(each.start < verb[1] and verb[0] < each.end for each in here) or _by(cue, sentence, hit.end()):
                continue
            yield from _tied(text.text, cue, verb, here, span, known)


def _by(cue: Cue, sentence: str, end: int) -> bool:
    """Whether an active cue is a passive in truth: signed by."""
    return cue.form == "active" and re.match(r"\s+(?:by|at|during)\b", sentence[end:]) is not None


def _tied(
    text: str, cue: Cue, verb: tuple[int, int], here: list[Mention], span: tuple[int, int], known: Lexicon
) -> Iterator[Candidate]:
    before, after = (_side(text, here, verb, kinds, way, known) for kinds, way in _sides(cue))
    if cue.form == "noun":
        after = _side(text, here, verb, cue.objects, 1, known)
        before = _side(text, here, verb, cue.actors, -1, known) or _around(text, here, after, cue, known)
    if not before or not after or _CLAUSE.search(text[before.mentions[-1].end : verb[0]]):
        return
    actors, objects = (before, after) if cue.form != "passive" else (after, before)
    note = _note(text, span, before, verb)
    confidence = _confidence(note, before, after, (*actors.mentions, *objects.mentions))
    confidence = "medium" if cue.table == "pledges" and confidence == "high" else confidence
    for actor, thing in product(actors.mentions, objects.mentions):
        for cells in _cells(cue, actor, thing):
            yield Candidate(cue.table, cells, text[verb[0] : verb[1]], *span, note, confidence)


def _sides(cue: Cue) -> tuple[tuple[tuple[str, ...], int], tuple[tuple[str, ...], int]]:
    if cue.form == "passive":
        return (cue.objects, -1), (cue.actors, 1)
    return (cue.actors, -1), (cue.objects, 1)


def _side(
    text: str, here: list[Mention], verb: tuple[int, int], kinds: tuple[str, ...], way: int, known: Lexicon
) -> _Side | None:
    """The nearest list of things of some kinds before (-1) or after (1) a verb."""
    fit = [
        each
        for each in here
        if _fits(each, kinds, known) and (each.end <= verb[0] if way < 0 else each.start >= verb[1])
    ]
    fit = [each for each in fit if not _attached(text, each, here)]
    if not fit:
        return None
    nearest = fit[-1] if way < 0 else fit[0]
    row = [nearest]
    for other in reversed(fit[:-1]) if way < 0 else fit[1:]:
        left, right = (other, row[0]) if way < 0 else (row[-1], other)
        if not _linked(text, left, right, here):
            break
        row = [other, *row] if way < 0 else [*row, other]
    place = nearest.group == "place" and way < 0 and _PLACED.search(text[max(row[0].start - 30, 0) : row[0].start])
    gap = verb[0] - nearest.end if way < 0 else nearest.start - verb[1]
    return None if place or gap > FAR else _Side(tuple(row), gap)


def _around(text: str, here: list[Mention], objects: _Side | None, cue: Cue, known: Lexicon) -> _Side | None:
    """The actors that follow the object of a noun: members of C40 such as Milan."""
    if objects is None:
        return None
    last = objects.mentions[-1].end
    return _side(text, here, (last, last), cue.actors, 1, known)


def _fits(mention: Mention, kinds: tuple[str, ...], known: Lexicon) -> bool:
    if mention.group == "objective":
        return "objective" in kinds
    return any(known.things[key].kind in kinds for key in mention.keys if key in known.things)


def _attached(text: str, mention: Mention, here: list[Mention]) -> bool:
    """Whether it only says where the town before it lies: Lima, Peru."""
    before = next((each for each in here if each.group == "place" and 0 < mention.start - each.end < 3), None)
    return (
        before is not None
        and mention.group == "place"
        and text[before.end : mention.start] in (", ", " (")
        and len(mention.key) == 2
        and len(before.key) != 2
    )


def _linked(text: str, left: Mention, right: Mention, here: list[Mention]) -> bool:
    """Whether two mentions are neighbours in a list."""
    between = text[left.end : right.start]
    if left.keys == right.keys:
        return len(between) < 10
    for each in here:
        if left.end <= each.start and each.end <= right.start and each.group == "place":
            between = between.replace(each.text, "", 1)
    return (
        len(between) < 80
        and _LINK.fullmatch(between) is not None
        and bool(re.search(r"[,;&/]|\band\b|\bor\b", between))
    )


def _note(text: str, span: tuple[int, int], before: _Side, verb: tuple[int, int]) -> str:
    first = max(span[0], min(before.mentions[-1].end, verb[0] - 30), verb[0] - 90)
    window = text[first : verb[0]]
    if NEGATED.search(window):
        return "negated"
    return "hypothetical" if HYPOTHETICAL.search(window) else ""


def _confidence(note: str, before: _Side, after: _Side, all_: tuple[Mention, ...]) -> str:
    if note or any(each.ambiguous for each in all_) or max(before.gap, after.gap) > FAR // 2:
        return "low"
    return "high" if before.gap <= 30 and after.gap <= 40 else "medium"


def _cells(cue: Cue, actor: Mention, thing: Mention) -> Iterator[dict[str, str]]:
    left, right = FIELDS[cue.table]
    for one, other in product(_keys(actor), _keys(thing)):
        if one == other:
            continue
        cells = {left: one, right: other}
        if cue.table == "relations":
            cells = {"subject": other, "relation": cue.role, "object": one}
            yield cells if cue.role != "addresses" else {"subject": one, "relation": cue.role, "object": other}
        else:
            yield {**cells, "role": cue.role} if cue.role else cells


def _keys(mention: Mention) -> tuple[str, ...]:
    """The keys, or the name as it stands where it is ambiguous and a person must say."""
    return (" ".join(mention.text.split()),) if mention.ambiguous else mention.keys


def standing(found: Iterable[Candidate], rows: Mapping[str, list[Row]]) -> list[Candidate]:
    """The candidates, each with the key of the row that says the same; a row in another role second."""
    pairs: dict[tuple[str, ...], str] = {}
    for table, (left, right) in FIELDS.items():
        for row in rows.get(table, []):
            pairs.setdefault((table, row.get(left), row.get(right)), row.key)
            pairs[table, row.get(left), row.get(right), row.get("role") or row.get("relation")] = row.key
    return [replace(each, stands=_row(each, pairs)) for each in found]


def _row(each: Candidate, pairs: Mapping[tuple[str, ...], str]) -> str:
    left, right = FIELDS[each.table]
    pair = (each.table, each.cells[left], each.cells[right])
    role = each.cells.get("role") or each.cells.get("relation", "")
    return pairs.get((*pair, role)) or ("" if each.table == "relations" else pairs.get(pair, ""))
