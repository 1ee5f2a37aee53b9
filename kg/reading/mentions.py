"""Mentions of known places, collectives, instruments, funds, events, organisations and objectives in a text.

The longest name wins. A name counts where it is written as one, whatever line ends, hyphens, accents or ligatures do
to it; a place inside a longer name is none (`shields`), and homonyms are told apart by the countries near them
(`homonyms`). What the text does not decide stays ambiguous.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.reading.homonyms import choose, elsewhere
from kg.reading.lexicon import Lexicon, Name, Thing
from kg.reading.objectives import objectives
from kg.reading.shields import Match, Scene, shielded
from kg.reading.wordlists import ARTICLES, DIRECTIONS, LEGAL, SMALL
from kg.reading.words import Text, Word, joins

BETWEEN = re.compile(r"['’]?[ \xa0\u202f]*(?:\t? *\n[ \t]*)?|[-‐‑–/]\n?[ \t]*|['’]|\u00ad\s*")


@dataclass(frozen=True)
class Mention:
    """Characters `start` to `end` of a text that name something; several keys where it is ambiguous, or where all
    are meant, as in "Global Compacts".
    """

    start: int
    end: int
    text: str
    group: str
    keys: tuple[str, ...]
    ambiguous: bool = False

    @property
    def key(self) -> str:
        """The key of the one thing that is meant, or nothing."""
        return self.keys[0] if len(self.keys) == 1 else ""


def mentions(text: str, lexicon: Lexicon) -> list[Mention]:
    """Every mention in a text, in order of place.

    >>> from kg.reading.lexicon import Lexicon, Thing
    >>> known = Lexicon()
    >>> known.add("Paris", Thing("paris-fr", "city", "place", "Paris", "fr"))
    >>> known.add("Paris Agreement", Thing("paris-agreement", "instrument", "instrument", "Paris Agreement"))
    >>> [each.key for each in mentions("Paris keeps the Paris\\nAgreement; ask Jill Paris.", known)]
    ['paris-fr', 'paris-agreement']
    """
    read = Text(text)
    scene = _scene(read, _taught(read, lexicon))
    kept = [match for match in _matches(scene) if _counts(scene, match)]
    found = [*_resolved(scene, kept)]
    compact = any("gcm" in each.keys for each in found)
    found += [
        Mention(start, end, text[start:end], "objective", (key,)) for start, end, key in objectives(read, compact)
    ]
    return sorted(found, key=lambda each: (each.start, each.end))


def _scene(text: Text, lexicon: Lexicon) -> Scene:
    taken: dict[int, Match] = {}
    index = 0
    while index < len(text.words):
        match = _longest(text, lexicon, index)
        if match is None:
            index += 1
            continue
        taken.update(dict.fromkeys(range(index, match.last + 1), match))
        index = match.last + 1
    return Scene(text, taken)


def _matches(scene: Scene) -> list[Match]:
    return list(dict.fromkeys(scene.taken.values()))


def _longest(text: Text, lexicon: Lexicon, index: int) -> Match | None:
    """The longest name that begins with a word, and everything of that name."""
    best: Match | None = None
    for name in _begun(text, lexicon, index):
        last = _read(text, name, index)
        if last < 0 or (best is not None and last < best.last):
            continue
        same = best.things if best is not None and best.last == last else ()
        best = Match(index, last, tuple(dict.fromkeys([*same, *name.things])), name.acronym)
    return best


def _begun(text: Text, lexicon: Lexicon, index: int) -> Iterator[Name]:
    """The names that may begin at a word, a word that a line end cuts read whole."""
    for first, after in _whole(text, index):
        for second in dict.fromkeys(word for word, _ in _whole(text, after)) or [""]:
            yield from lexicon.beginning(first, second)


def _whole(text: Text, index: int) -> Iterator[tuple[str, int]]:
    """A word, and it with the next where they are one; each with the number of the word that follows."""
    if index < len(text.words):
        yield text.words[index].fold, index + 1
    if joins(text, index):
        yield text.words[index].fold + text.words[index + 1].fold, index + 2


def _read(text: Text, name: Name, index: int) -> int:
    """The number of the last word of a name that begins at a word, or -1."""
    words, written, at = text.words, [], index
    for number, wanted in enumerate(name.words):
        if number and not _bound(text, name, number, at - 1):
            return -1
        if at < len(words) and words[at].fold == wanted.fold:
            written.append(words[at])
        elif at + 1 < len(words) and joins(text, at) and words[at].fold + words[at + 1].fold == wanted.fold:
            written.append(words[at])
            at += 1
        else:
            return -1
        at += 1
    return at - 1 if _written(text, name, written, index) else -1


def _bound(text: Text, name: Name, number: int, before: int) -> bool:
    gap = text.gap(before)
    if name.stops[number - 1] or len(text.words[before].text) < 3:
        gap = re.sub(r"[,.:;]", "", gap, count=1)
    return BETWEEN.fullmatch(gap) is not None


def _written(text: Text, name: Name, words: list[Word], index: int) -> bool:
    """Whether words have the capitals that a name wants."""
    if name.acronym:
        return words[0].text == name.words[0].text or _same_letters(name, words[0])
    if len(words) == 1 and not words[0].high:
        return name.words[0].text.islower()
    place = all(thing.group == "place" for thing in name.things)
    free = DIRECTIONS if place else LEGAL if len(words) == 2 else ()
    capitals = [
        word.high
        for wanted, word in zip(name.words, words, strict=True)
        if wanted.high and wanted.fold not in SMALL and wanted.fold not in free
    ]
    if not place and len(name.words) > 2 and capitals:
        return words[0].high >= name.words[0].high and sum(capitals) * 2 >= len(capitals)
    shouted = any(word.text.isupper() and 1 < len(word.text) < 4 for word in words) and place
    return all(capitals) and not (shouted and text.style(index) != "capitals" and len(words) == 1)


def _same_letters(name: Name, word: Word) -> bool:
    """EUROCITIES is Eurocities; short acronyms are written one way only."""
    return len(word.text) > 5 and word.high and name.words[0].text.isalpha()


def _taught(text: Text, lexicon: Lexicon) -> Lexicon:
    """The lexicon with the acronyms that the text explains: what it explains otherwise is forgotten."""
    learned = lexicon.copy()
    scene = _scene(text, lexicon)
    for index, word in enumerate(text.words):
        if index and word.text.isupper() and len(word.text) > 1 and _bracketed(text, index):
            _learn(learned, scene, index)
    return learned


def _bracketed(text: Text, index: int) -> bool:
    end = text.words[index].end
    start = text.words[index].start
    return text.text[start - 1] == "(" and text.text[end : end + 1] == ")"


def _learn(learned: Lexicon, scene: Scene, index: int) -> None:
    word = scene.text.words[index]
    known = learned.names.get((word.fold,), {})
    before = scene.taken.get(index - 1)
    if before is not None and _adjoins(scene, index) and before.things[0].group:
        spelled = "".join(each.fold for each in scene.text.words[before.first : before.last + 1])
        if not any(name.acronym for name in known.values()) and _hidden(word.fold, spelled):
            learned.add(word.text, *before.things)
        return
    long = _initials(scene.text, index)
    if long and any(name.acronym and not _alike(long, name.things) for name in known.values()):
        learned.names[word.fold,] = {texts: name for texts, name in known.items() if not name.acronym}


def _adjoins(scene: Scene, index: int) -> bool:
    gap = scene.text.gap(index - 1)
    return re.fullmatch(r"[\s\])\"”’'#(]*\(", gap) is not None


def _hidden(letters: str, word: str) -> bool:
    """Whether letters stand in a word in their order."""
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _initials(text: Text, index: int) -> str:
    """The words before an acronym in brackets that begin with its letters, or nothing."""
    letters = text.words[index].fold
    first = max(index - len(letters) - 4, 0)
    for start in range(index - 1, first - 1, -1):
        words = text.words[start:index]
        long = "".join(word.fold[0] for word in words if word.fold not in SMALL)
        if letters in (long, "".join(word.fold[0] for word in words)) and words[0].high:
            return " ".join(word.fold for word in words)
    return ""


def _alike(long: str, things: tuple[Thing, ...]) -> bool:
    return any(difflib.SequenceMatcher(None, long, thing.name.casefold()).ratio() > 0.85 for thing in things)


def _counts(scene: Scene, match: Match) -> bool:
    if not match.things[0].group:
        return False
    if match.place:
        return not shielded(scene, match) and not elsewhere(scene, match)
    return not _phrase(scene, match)


def _phrase(scene: Scene, match: Match) -> bool:
    """A collective's name that the text also uses as common words, where capitals say nothing."""
    style = scene.text.style(match.first)
    if match.first == match.last:
        return scene.text.words[match.first].fold in scene.text.vocabulary and _idle(scene, match, style)
    if style == "prose" and not scene.opens(match.first):
        return False
    words = scene.text.words[match.first : match.last + 1]
    return " ".join(word.text.casefold() for word in words) in scene.text.text


def _idle(scene: Scene, match: Match, style: str) -> bool:
    """Whether one word has its capitals from where it stands: CLAIM in a heading, the Metropolis."""
    if match.acronym:
        return style == "capitals"
    before = scene.before(match)
    return style != "prose" or scene.opens(match.first) or (before is not None and before.fold in ARTICLES)


def _resolved(scene: Scene, matches: list[Match]) -> Iterator[Mention]:
    chosen = {match: choose(scene, match, ()) for match in matches}
    certain = {things[0].key for things in chosen.values() if len(things) == 1}
    for match, things in chosen.items():
        many = _many(scene, match, things)
        things = things if many else choose(scene, match, certain)
        start, end = scene.text.words[match.first].start, scene.text.words[match.last].end
        keys = tuple(sorted(thing.key for thing in things))
        yield Mention(start, end, scene.text.text[start:end], things[0].group, keys, len(keys) > 1 and not many)


def _many(scene: Scene, match: Match, things: tuple[Thing, ...]) -> bool:
    """Whether a plural means all of them: the Global Compacts."""
    return len(things) > 1 and things[0].kind == "instrument" and scene.text.words[match.last].fold.endswith("s")
