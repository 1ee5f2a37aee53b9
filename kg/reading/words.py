"""The words of a text and where they stand; its sentences, addresses and headings.

Offsets count characters from 0, ends are exclusive. Nothing here knows any name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from kg.matching import plain
from kg.reading.wordlists import SMALL

WORD = re.compile(r"(?:[A-Z]\.){2,}(?!\w)|&|(?:[^\W_¹²³⁰⁴-⁹ⁱⁿ][\u0300-\u036f]*)+")
TAGS = re.compile(r"</?\w+>|[*_]+")
_ADDRESS = re.compile(r"(?:https?:\s?//|\bwww\.)[^\s)\]>]*|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)[@#]\w+")
_MORE = re.compile(r"\s?\n?([^\s(]*[/_%=][^\s(]*|(?<=[/_%.-]\s)[a-z0-9][^\s(]*)")
_END = re.compile(
    r"[.!?][\"”’»)\]*_]*\s+(?=[\"“‘«(\[*_]*[^\W_a-z])"
    r"|\n\s*\n|\n(?=\s*(?:[-•*→⇒—]|\d+[.)])\s)|\t\s*\n"
)
_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|mr|ms|mrs|dr|prof|st|no|nos|vs|e\.g|i\.e|al|pp?|vol|eds?|jr|fig|art|para|ca|cf|incl)|(?:[A-Z]\.)+[A-Z])$",
    re.I,
)
_LEVELS = str.maketrans({"ﬁ": "fi", "ﬂ": "fl"})
SPELLINGS = {
    "organisation": "organization",
    "organisations": "organizations",
    "centre": "center",
    "programme": "program",
    "labour": "labor",
    "urbanisation": "urbanization",
    "marrakech": "marrakesh",
    "kiev": "kyiv",
}


class Word(NamedTuple):
    """A word as it stands, its place, and its letters without case and accents."""

    text: str
    start: int
    end: int
    fold: str

    @property
    def high(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word without case, accents, dots, ligatures, and in one of its spellings.

    >>> fold("Málaga"), fold("U.S."), fold("ﬁnd"), fold("Organisation"), fold("&")
    ('malaga', 'us', 'find', 'organization', 'and')
    """
    if word == "&":
        return "and"
    folded = plain(word.translate(_LEVELS)).replace(".", "").replace(" ", "")
    return SPELLINGS.get(folded, folded)


def split(name: str) -> list[Word]:
    """The words of a name or a text.

    >>> [word.fold for word in split("Souss-Massa, L’Aquila & São Paulo")]
    ['souss', 'massa', 'l', 'aquila', 'and', 'sao', 'paulo']
    """
    return [Word(hit[0], hit.start(), hit.end(), fold(hit[0])) for hit in WORD.finditer(name)]


def addresses(text: str) -> list[tuple[int, int]]:
    """Ranges of web and mail addresses, those too that a line end or a space cut in pieces.

    >>> text = "See https://a.org/de/ paris_x.pdf, a@paris.fr and @Lima."
    >>> [text[start:end] for start, end in addresses(text)]
    ['https://a.org/de/ paris_x.pdf,', 'a@paris.fr', '@Lima']
    """
    found: list[tuple[int, int]] = []
    for hit in _ADDRESS.finditer(text):
        end = hit.end()
        while (hit[0][:4] in ("http", "www.")) and (more := _MORE.match(text, end)):
            end = more.end()
        if not found or hit.start() >= found[-1][1]:
            found.append((hit.start(), end))
    return found


@dataclass(frozen=True)
class Text:
    """A text, its words outside addresses, and its sentences."""

    text: str

    @cached_property
    def words(self) -> list[Word]:
        """Every word that is not in an address or a tag."""
        veiled = [*self.text]
        for start, end in [*addresses(self.text), *(hit.span() for hit in re.finditer(r"</?\w+>", self.text))]:
            veiled[start:end] = " " * (end - start)
        return split("".join(veiled))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Words that the text also writes small."""
        return frozenset(word.fold for word in self.words if word.text.islower())

    @cached_property
    def breaks(self) -> list[int]:
        """Where sentences, list items, headings and cells of a table begin."""
        starts = [0]
        for hit in _END.finditer(self.text):
            before = self.text[max(hit.start() - 8, 0) : hit.start()]
            short = hit[0][0] == "." and _SHORT.search(before)
            if not (short or (hit[0][0] == "\n" and _runs_on(self.text, hit))):
                starts.append(hit.end())
        return [*dict.fromkeys(starts), len(self.text) + 1]

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a place."""
        return bisect_right(self.breaks, at) - 1

    def span(self, number: int) -> tuple[int, int]:
        """Where a sentence begins and ends, without the space around it."""
        piece = self.text[self.breaks[number] : self.breaks[number + 1]]
        start = self.breaks[number] + len(piece) - len(piece.lstrip())
        return start, max(start, self.breaks[number] + len(piece.rstrip()))

    @cached_property
    def _of_sentence(self) -> list[list[int]]:
        numbers: list[list[int]] = [[] for _ in self.breaks]
        for index, word in enumerate(self.words):
            numbers[self.sentence(word.start)].append(index)
        return numbers

    def within(self, number: int) -> list[int]:
        """The numbers of a sentence's words."""
        return self._of_sentence[number]

    @cached_property
    def _styles(self) -> dict[int, str]:
        return {}

    def style(self, index: int) -> str:
        """How the sentence of a word is written: 'capitals', 'title' (most words begin with one) or 'prose'."""
        number = self.sentence(self.words[index].start)
        if number not in self._styles:
            self._styles[number] = _style([self.words[each] for each in self.within(number)])
        return self._styles[number]

    def gap(self, index: int) -> str:
        """What stands between a word and the next, without tags and signs of emphasis."""
        if not 0 <= index < len(self.words) - 1:
            return "\n\n"
        return TAGS.sub("", self.text[self.words[index].end : self.words[index + 1].start])

    def paragraph(self, at: int) -> tuple[int, int]:
        """The range between the blank lines around a place."""
        start = self.text.rfind("\n\n", 0, at)
        end = self.text.find("\n\n", at)
        return max(start, 0), end if end >= 0 else len(self.text)


def _runs_on(text: str, blank: re.Match[str]) -> bool:
    """Whether a sentence goes on after a blank line, as at the end of a page."""
    if blank[0].count("\n") < 2:
        return False
    before, after = text[max(blank.start() - 9, 0) : blank.start()].rstrip()[-1:], text[blank.end() : blank.end() + 1]
    return before == "," or (before.isalpha() and after.islower())


def _style(words: list[Word]) -> str:
    long = [word for word in words if len(word.text) > 3 and word.text[0].isalpha()]
    if long and all(word.text.isupper() for word in long) and sum(len(word.text) for word in long) > 8:
        return "capitals"
    rest = [word for word in long[1:] if word.fold not in SMALL]
    return "title" if len(rest) >= 3 and sum(word.high for word in rest) >= 0.7 * len(rest) else "prose"


def joins(text: Text, index: int) -> bool:
    """Whether a word and the next are one word that a hyphen and a line end, or a soft hyphen, cut in two."""
    return re.fullmatch(r"[-‐\u00ad][ \t]*\n[ \t]*|\u00ad\s*", text.gap(index)) is not None


def tight(text: Text, index: int) -> bool:
    """Whether only space, or one line end, or a hyphen stands between a word and the next."""
    return re.fullmatch(r"[ \xa0\u202f]*\n?[ \xa0]*|[-‐‑–]\n?", text.gap(index)) is not None


def sentences(text: Text) -> Iterator[tuple[int, int]]:
    """The range of every sentence that is not empty."""
    for number in range(len(text.breaks) - 1):
        start, end = text.span(number)
        if end > start:
            yield start, end
