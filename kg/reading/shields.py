"""When the name of a place is no mention of it: inside a longer name, an author's surname, a common word.

Every rule looks at the words beside the name. The lists are in `kg/reading/wordlists.py`; a rule is a function that
says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.reading.lexicon import Thing
from kg.reading.nations import ADJECTIVES
from kg.reading.wordlists import (
    ARTICLES,
    BEFORE,
    COMMON,
    GOVERNMENT,
    HEADS,
    HOUSES,
    HYPHENS,
    IN,
    LEGAL,
    LEGAL_OF,
    LINKS,
    MONTHS,
    OF,
    ORGANISATIONS,
    SMALL,
    TITLES,
)
from kg.reading.words import Text, Word, tight


@dataclass(frozen=True)
class Match:
    """A run of words that reads as a name; `first` and `last` are numbers of words."""

    first: int
    last: int
    things: tuple[Thing, ...]
    acronym: bool = False

    @property
    def place(self) -> bool:
        """Whether it can only mean a place."""
        return all(thing.group == "place" for thing in self.things)


@dataclass(frozen=True)
class Scene:
    """A text and the names found in it, by the number of each of their words."""

    text: Text
    taken: Mapping[int, Match]

    def after(self, match: Match) -> list[Word]:
        """The capitalised words that run on from a name, small words between them left out."""
        words, index = self.text.words, match.last
        found: list[Word] = []
        while len(found) < 5 and tight(self.text, index):
            index += 1
            word = words[index]
            if index in self.taken and not found:
                return []
            if word.high:
                found.append(word)
            elif not found or not self._carries(index) or self.text.style(match.first) != "prose":
                break
        return found

    def _carries(self, index: int) -> bool:
        """Whether a word is a small one that a capital follows, as "of" in School of Economics."""
        words = self.text.words
        return words[index].fold in SMALL and tight(self.text, index) and words[index + 1].high

    def next(self, match: Match) -> Word | None:
        """The word that follows a name with nothing but space between."""
        return self.text.words[match.last + 1] if tight(self.text, match.last) else None

    def before(self, match: Match, steps: int = 1) -> Word | None:
        """The word some steps before a name with nothing but space between."""
        index = match.first - steps
        bound = index >= 0 and all(tight(self.text, each) for each in range(index, match.first))
        return self.text.words[index] if bound else None

    def opens(self, index: int) -> bool:
        """Whether a word is the first of its sentence."""
        return self.text.within(self.text.sentence(self.text.words[index].start))[:1] == [index]


def longer_name(scene: Scene, match: Match) -> bool:
    """The words after it make a longer name: Paris Agreement, London School of Economics, Milan Kundera."""
    following = scene.next(match)
    if following is None:
        return False
    gap = scene.text.gap(match.last)
    if following.text.isdigit():
        return _dated(scene, match)
    if not following.high:
        return following.fold in LEGAL or _compound(scene, match)
    chain = scene.after(match)
    if not chain:
        return False
    rest = [word for word in chain if word.fold not in GOVERNMENT]
    if len(rest) < len(chain) and chain[0].fold in GOVERNMENT:
        country = all(thing.kind == "country" for thing in match.things)
        house = chain[0].fold in ("city", "state") and bool(rest) and rest[0].fold in HOUSES
        return house or (country and chain[0].fold == "city")
    if any(hyphen in gap for hyphen in HYPHENS):
        return True
    if "\n" in gap:
        return chain[0].fold in HEADS
    loose = scene.text.style(match.first) != "prose"
    if any(word.fold in HEADS for word in (chain[:2] if loose else chain)):
        return True
    return not loose and chain[0].fold not in MONTHS and chain[0].fold not in ADJECTIVES and chain[0].text != "COVID"


def _dated(scene: Scene, match: Match) -> bool:
    """A year and what was held in it: Paris 2024 Olympics."""
    index = match.last + 1
    return tight(scene.text, index) and scene.text.words[index + 1].high and scene.text.words[index + 1].fold in HEADS


def _compound(scene: Scene, match: Match) -> bool:
    """A small foreign word and a capital: San José de Chiquitos, Frankfurt am Main."""
    index = match.last + 1
    link = scene.text.words[index].fold in LINKS and scene.text.words[index].text != "an"
    beyond = tight(scene.text, index) and index + 1 not in scene.taken and scene.text.words[index + 1].high
    return link and beyond and scene.text.style(match.first) == "prose"


def named_after(scene: Scene, match: Match) -> bool:
    """The words before it make a longer name: University College London, Jill Paris, Treaty of Rome."""
    before = scene.before(match)
    if before is None:
        return False
    if before.fold in ("of", "de", "di", "du", "da", "do", "for"):
        return _of(scene, match)
    if not before.high or match.first - 1 in scene.taken:
        return False
    if before.fold == "new" or before.fold in TITLES or before.fold in ORGANISATIONS:
        return True
    gap = scene.text.gap(match.first - 1)
    loose = scene.text.style(match.first) == "capitals" or "\n" in gap
    loose = loose and not any(hyphen in gap for hyphen in HYPHENS)
    common = before.fold in BEFORE or before.fold in SMALL or before.fold in ADJECTIVES
    return not (common or loose or (_capital_of_place(scene, match) and _usual(scene, before)))


def _capital_of_place(scene: Scene, match: Match) -> bool:
    """Whether the word before has its capital from where it stands: at the beginning, or in a title."""
    return scene.opens(match.first - 1) or scene.text.style(match.first) == "title"


def _usual(scene: Scene, word: Word) -> bool:
    return word.fold in scene.text.vocabulary or word.fold.endswith("ly")


def _of(scene: Scene, match: Match) -> bool:
    head = scene.before(match, 2)
    if head is not None and head.fold == "the":
        return False
    if head is None:
        return False
    return (head.high and head.fold in OF and not _governs(scene, match)) or head.fold in LEGAL_OF


def _governs(scene: Scene, match: Match) -> bool:
    """City Council of X is X."""
    third = scene.before(match, 3)
    words = scene.text.words
    return words[match.first - 2].fold == "council" and third is not None and third.fold in GOVERNMENT


def quoted_title(scene: Scene, match: Match) -> bool:
    """It opens a short title in quotation marks that is no sentence: “Montréal inclusive at work”."""
    start = scene.text.words[match.first].start
    opened = scene.text.text[max(start - 1, 0) : start]
    closing = {"“": "”", '"': '"', "«": "»"}.get(opened)
    if not closing:
        return False
    end = scene.text.text.find(closing, start, start + 60)
    inside = scene.text.text[scene.text.words[match.last].end : end] if end > 0 else ""
    return bool(re.fullmatch(r"( [a-zà-ÿ]+){2,5}", inside))


def author(scene: Scene, match: Match) -> bool:
    """It is a surname: Lebanon, J.; J. Lebanon; Paris et al.; Paris, Marc. "Title"."""
    words, text = scene.text.words, scene.text.text
    start, end = words[match.first].start, words[match.last].end
    before, after = text[max(start - 12, 0) : start], text[end : end + 40]
    if re.search(r"(?:^|[\s(.])[A-Z]\.[ -]?$", before) and not re.search(r"[A-Z]\.[A-Z]\. ?$", before):
        return True
    if re.match(r",\s(?!D\.\s?C\.)[A-Z]\.(?:[\s-]?[A-Z]\.)*(?:[\s,;&(]|$)", after) or re.match(r"\set\sal\b", after):
        return True
    given = re.match(r",\s([A-Z][\w-]+)(?:\s[A-Z]\.)?(?:\.\s[\"“‘«'A-Z*]|,?\sand\s[A-Z]\w+\s[A-Z]|\s\(\d{4})", after)
    opening = start == 0 or re.search(r"(?:\n|^)[ \t]*(?:[-•*]\s|\[?\d+[.)\]]\s)?$", before) is not None
    known = match.last + 1 in scene.taken or (given is not None and given[1].casefold() in GOVERNMENT | MONTHS)
    return given is not None and opening and not known


def signature(scene: Scene, match: Match) -> bool:
    """It is cited with a year and goes on with a verb: Paris (2010) argues."""
    end = scene.text.words[match.last].end
    verbs = "argue|claim|conclude|describe|discuss|find|found|note|point|propose|show|suggest|write"
    return re.match(rf" \(\d{{4}}[a-z]?\),? (?:{verbs})s?\b", scene.text.text[end : end + 30]) is not None


def common_word(scene: Scene, match: Match) -> bool:
    """It is also an English word, and nothing beside it says that a place is meant."""
    word = scene.text.words[match.first]
    if match.first != match.last or match.acronym:
        return False
    if word.fold in SMALL or word.fold in MONTHS:
        return not attached(scene, match)
    if word.fold not in COMMON and word.fold not in scene.text.vocabulary:
        return False
    before = scene.before(match)
    if before is not None and before.fold in ARTICLES:
        return True
    plain = scene.text.style(match.first) == "prose" and not scene.opens(match.first)
    return not (plain or _supported(scene, match))


def _supported(scene: Scene, match: Match) -> bool:
    before = scene.before(match)
    shouted = scene.text.style(match.first) == "capitals"
    return (before is not None and before.fold in IN and not shouted) or attached(scene, match) or _listed(scene, match)


def attached(scene: Scene, match: Match) -> bool:
    """Whether a country or region follows: Nice, France; Nice (France)."""
    after = scene.taken.get(match.last + 1)
    gap = scene.text.gap(match.last)
    return after is not None and after.place and re.fullmatch(r",\s\(?|\s\(|,", gap) is not None and _wide(after)


def _wide(match: Match) -> bool:
    return any(thing.kind in ("country", "region") for thing in match.things)


def _listed(scene: Scene, match: Match) -> bool:
    """Whether another place, no common word itself, stands beside it in a list."""
    sides = [(match.last, match.last + 1), (match.first - 1, match.first - 1)]
    for gap, index in sides:
        other = scene.taken.get(index)
        joined = re.fullmatch(r"[,;/]\s|\s?[-–]\s?|,\s?", scene.text.gap(gap)) is not None
        if joined and other is not None and other.place and not _weak(scene, other):
            return True
    for step, side in ((1, match.last + 1), (-1, match.first - 1)):
        word = scene.text.words[side] if 0 <= side < len(scene.text.words) else None
        other = scene.taken.get(side + step)
        if word is not None and word.fold == "and" and other is not None and other.place and not _weak(scene, other):
            return True
    return False


def _weak(scene: Scene, match: Match) -> bool:
    word = scene.text.words[match.first]
    return match.first == match.last and (word.fold in COMMON or word.fold in scene.text.vocabulary)


def abbreviation(scene: Scene, match: Match) -> bool:
    """In capitals among capitals, where US is no country: LET US JOIN."""
    word = scene.text.words[match.first]
    return match.acronym and word.text == "US" and scene.text.style(match.first) == "capitals"


RULES: tuple[Callable[[Scene, Match], bool], ...] = (
    longer_name,
    named_after,
    quoted_title,
    author,
    signature,
    common_word,
    abbreviation,
)


def shielded(scene: Scene, match: Match) -> str:
    """The name of the first rule by which a name is no mention of a place, or nothing."""
    return next((rule.__name__ for rule in RULES if rule(scene, match)), "")
