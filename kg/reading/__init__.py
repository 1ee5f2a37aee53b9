"""What a report mentions and what it suggests: mentions and candidate statements, for a person and for an import."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import documents, records, tables
from kg.documents import Passage
from kg.errors import AskerError, nearest
from kg.reading import candidates as proposals
from kg.reading import texts
from kg.reading.candidates import Candidate
from kg.reading.cues import FIELDS
from kg.reading.lexicon import Lexicon, lexicon
from kg.reading.mentions import Mention, mentions
from kg.reading.words import Text
from kg.tables import Row

_HEADING = re.compile(
    r"(?:\A|(?<=\n))[ \t]*(?:#+ +)?(?P<words>\d+(?:\.\d+)*\.? [^\W\d_][^\n]{2,80}"
    r"|[A-Z][^\n.!?;,:]{2,70}\??)[ \t]*(?=\n\s*\n)"
)


@dataclass(frozen=True)
class Reading:
    """A document read: its text, the source it is (or nothing), what it mentions and what it suggests."""

    document: str
    source: str
    text: str
    mentions: list[Mention]
    candidates: list[Candidate]
    things: Lexicon
    passages: tuple[Passage, ...] = ()

    def sentence(self, each: Candidate) -> str:
        """The words of a candidate's sentence, white space collapsed."""
        return documents.collapse(self.text[each.start : each.end])

    def passage(self, each: Candidate) -> Passage:
        """Where a candidate stands, as a row of passages.csv; with the key of the passage that is there already."""
        digest = documents.fingerprint(self.text[each.start : each.end])
        for known in self.passages:
            if (known.start, known.end) == (each.start, each.end) or known.sha256 == digest:
                return known
        return Passage("", self.source, self.section(each.start), each.start, each.end, digest)

    def section(self, start: int) -> str:
        """The section that a place is in: that of a passage around it, else the nearest heading above."""
        around = next((known.section for known in self.passages if known.start <= start < known.end), "")
        heads = [hit["words"] for hit in _HEADING.finditer(self.text, 0, start + 1)]
        return around or (documents.collapse(heads[-1]) if heads else "")


def read(path: Path, data: Path, source: str = "") -> Reading:
    """Read a document against the tables of a data folder; nothing is written.

    `source` is the key of the document's row in sources.csv; without it the file's hash or name tells, or nothing.
    Raises AskerError for an unknown source and a document without text, OperatorError where it cannot be read.
    """
    text = texts.text(path)
    key = _source(path, tables.rows(data, "sources"), source)
    things = lexicon(data)
    found = mentions(text, things)
    rows = {table: tables.rows(data, table) for table in FIELDS}
    suggested = proposals.standing(proposals.candidates(Text(text), found, things), rows)
    known = [row for row in tables.rows(data, "passages") if row["source"] == key]
    return Reading(path.name, key, text, found, suggested, things, tuple(map(_passage, known)))


def _passage(row: Row) -> Passage:
    return Passage(row.key, row["source"], row["section"], int(row["start"]), int(row["end"]), row["sha256"])


def _source(path: Path, rows: Sequence[Row], wanted: str) -> str:
    keys = [row.key for row in rows]
    if wanted and wanted not in keys:
        raise AskerError(f"no source is called '{wanted}'{nearest(wanted, keys)}; add it to sources.csv first")
    if wanted:
        return wanted
    digest = documents.file_hash(path)
    return next((row.key for row in rows if row.get("sha256") == digest or row.get("file") == path.name), "")


MENTION = ("source", "start", "end", "kind", "key", "name")


def mention_rows(reading: Reading) -> list[dict[str, str]]:
    """A row for each mention: source, start, end, kind, key (several where ambiguous or all are meant), name."""
    return [
        dict(
            zip(
                MENTION,
                (reading.source, str(each.start), str(each.end), each.group, " ".join(each.keys), each.text),
                strict=True,
            )
        )
        for each in reading.mentions
    ]


PROOF = ("verb", "note", "confidence", "stands", "source", "passage", "section", "characters", "sha256", "sentence")


def candidate_rows(reading: Reading, table: str = "") -> list[dict[str, str]]:
    """A row for each candidate: the columns of its table, then verb, confidence, passage and sentence.

    With `table`, those of that table that the sentence states as facts; "passages" gives rows for passages.csv.
    """
    if table == "passages":
        return _passage_rows(reading)
    wanted = [each for each in reading.candidates if not table or (each.table == table and each.sure)]
    return [{**({} if table else {"table": each.table}), **each.cells, **_proof(reading, each)} for each in wanted]


def _proof(reading: Reading, each: Candidate) -> dict[str, str]:
    place = reading.passage(each)
    values = (each.verb, each.note, each.confidence, each.stands, reading.source, place.key, place.section,
              f"{place.start}-{place.end}", place.sha256, reading.sentence(each))  # fmt: skip
    return dict(zip(PROOF, map(documents.collapse, values), strict=True))


def _passage_rows(reading: Reading) -> list[dict[str, str]]:
    """The sentences of candidates that are no passage yet, numbered on from the source's last one."""
    last = max((int(re.sub(r"\D", "", each.key.rpartition("-")[2]) or 0) for each in reading.passages), default=0)
    new = {place.start: place for each in reading.candidates if not (place := reading.passage(each)).key}
    return [
        {
            "key": f"{reading.source or 'source'}-p{last + number:03d}",
            "source": place.source,
            "section": place.section,
            "start": str(place.start),
            "end": str(place.end),
            "sha256": place.sha256,
        }
        for number, (_, place) in enumerate(sorted(new.items()), 1)
    ]


def as_csv(rows: Sequence[dict[str, str]], head: Iterable[str] = ()) -> str:
    """Rows as CSV that no spreadsheet runs, with every column that one of them has; `head` where there may be none."""
    head, used = [*head], dict.fromkeys(name for row in rows for name in row)
    names = head if used.keys() <= set(head) else [name for name in used if name not in PROOF]
    names += [name for name in PROOF if name in used and name not in names]
    return records.safe(names, [[row.get(name, "") for name in names] for row in rows])


def as_json(reading: Reading, parts: Sequence[str]) -> str:
    """Mentions and candidates as JSON, with the document's name, source, length and the hash of its text."""
    whole: dict[str, Any] = {
        "document": reading.document,
        "source": reading.source,
        "characters": len(reading.text),
        "sha256": documents.fingerprint(reading.text),
    }
    if "mentions" in parts:
        rows = zip(mention_rows(reading), reading.mentions, strict=True)
        whole["mentions"] = [
            {**row, "start": each.start, "end": each.end, "key": each.key, "keys": list(each.keys),
             "ambiguous": each.ambiguous}
            for row, each in rows
        ]  # fmt: skip
    if "candidates" in parts:
        whole["candidates"] = candidate_rows(reading)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
