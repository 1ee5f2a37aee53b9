"""Numbered objectives in a text: "GCM objectives 7 and 15", "SDGs 10 and 11", "objective 2 a, c; 6 d"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.reading.words import Text

LAST = {"gcm": 23, "sdg": 17}
_HEAD = re.compile(
    r"(?<!\w)(?:(?P<scheme>GCM|GCR|SDG)\s+)?(?:(?P<goal>SDGs?|Sustainable Development Goals?)|[Oo]bjectives?"
    r"|OBJECTIVES?|Goals?)\s+(?=\d)"
)
_NUMBER = re.compile(r"\d{1,2}(?![\d%])(?!\.\d)(?:\s+(?:[a-z](?=[\s,;).])(?:\s*,\s*)?)+)?")
_NEXT = re.compile(r"\s*(?:[,;/&–-]|,?\s*(?:and|or|to))\s*")
_CELL = re.compile(r"\s*\(?\d{1,2}(?:\s*(?:,|and)\s*\(?\d{1,2})*,?\s*\)?\s*|\s*and\s+\d{1,2}\)?\s*|\(?\d{1,2} and\s*|"
                   r"\d{1,2}(?:, \d{1,2})* \(\d{1,2}( and)?\)?\s*")  # fmt: skip


def objectives(text: Text, compact: bool) -> Iterator[tuple[int, int, str]]:
    """Range and key of every numbered objective.

    Bare objectives are those of the Global Compact for Migration where the text names it (`compact`), else nobody's.

    >>> [key for _, _, key in objectives(Text("GCM Objectives 16 and 17; SDG 11; objective 99"), True)]
    ['gcm:16', 'gcm:17', 'sdg:11']
    """
    seen: set[int] = set()
    for head in _HEAD.finditer(text.text):
        scheme = _scheme(head, compact)
        for start, end in _numbers(text.text, head.end()) if scheme else ():
            number = int(text.text[start:end])
            if 1 <= number <= LAST[scheme] and start not in seen:
                seen.add(start)
                yield start, end, f"{scheme}:{number}"
    yield from _columns(text.text, seen) if compact else ()


def _scheme(head: re.Match[str], compact: bool) -> str:
    if head["goal"] or head["scheme"] == "SDG":
        return "sdg"
    if head["scheme"] == "GCR" or head[0].startswith("Goal"):
        return ""
    return "gcm" if compact or head["scheme"] == "GCM" else ""


def _numbers(text: str, at: int) -> Iterator[tuple[int, int]]:
    while hit := _NUMBER.match(text, at):
        digits = re.match(r"\d+", hit[0])
        yield hit.start(), hit.start() + len(digits[0] if digits else "")
        step = _NEXT.match(text, hit.end()) or (re.match(r"\s*", text[hit.end() - 1 :]) if hit[0][-1] in ", " else None)
        if step is None:
            return
        at = step.end() if step.re is _NEXT else hit.end()
        at += len(text[at:]) - len(text[at:].lstrip()) if step.re is not _NEXT else 0


def _columns(text: str, seen: set[int]) -> Iterator[tuple[int, int, str]]:
    """Numbers in the last column of a table whose head is "GCM objectives"."""
    head = re.search(r"\tGCM\s*\n?\s*objectives\s*\n", text)
    at = head.end() if head else len(text)
    for line in text[at:].split("\n"):
        cell = line.rpartition("\t")[2]
        if "\t" in line and _CELL.fullmatch(cell):
            for hit in re.finditer(r"\d+", cell):
                start = at + len(line) - len(cell) + hit.start()
                if start not in seen and int(hit[0]) <= LAST["gcm"]:
                    yield start, start + len(hit[0]), f"gcm:{hit[0]}"
        elif line.strip() and "\t" not in line:
            return
        at += len(line) + 1
