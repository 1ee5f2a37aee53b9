"""What things are called: the names of the tables, by their first word, for finding them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from kg import tables
from kg.reading.nations import ALIASES
from kg.reading.wordlists import LEGAL, SMALL
from kg.reading.words import Word, fold, split
from kg.tables import Row

PLACES = ("city", "region", "country", "district")
GROUPS = {
    **dict.fromkeys(PLACES, "place"),
    "network": "collective",
    "instrument": "instrument",
    "fund": "fund",
    "event": "event",
    "organisation": "organisation",
    "practice": "",
    "person": "",
}
ORDER = ("network", "instrument", "fund", "city", "country", "region", "district", "event", "organisation")
_SITUATIONS = ("crisis", "negotiation", "other")  # kinds of events whose names only describe
_LEAD = re.compile(
    r"^(the )?((city|town|municipality|commune|province|state|region|district|canton|county) of |"
    r"(ajuntament|ayuntamiento|comune|ville|mairie|stadt|gemeente|município|municipio|prefeitura|città|"
    r"câmara municipal|commune) (de la |de |di |do |da |des |du |d'|d’)?)(?=\w)",
    re.I,
)
_TAIL = re.compile(
    r" ((metropolitan |city |county |district |provincial )?(council|municipality|corporation)|city hall|prefecture|"
    r"(province|region|state|canton)( of .*)?)$",
    re.I,
)


@dataclass(frozen=True)
class Thing:
    """What a name may mean: its key, kind, group, and its country and continent (UN M49) where it is a place."""

    key: str
    kind: str
    group: str
    name: str
    country: str = ""
    continent: str = ""


@dataclass(frozen=True)
class Name:
    """One spelling of a thing's name: its words and whether a comma or dot may stand after each."""

    words: tuple[Word, ...]
    stops: tuple[bool, ...]
    things: tuple[Thing, ...]

    @property
    def acronym(self) -> bool:
        """Whether it is one word of capitals and digits, as GCM or C40."""
        return len(self.words) == 1 and sum(letter.isupper() for letter in self.words[0].text) > 1


@dataclass
class Lexicon:
    """Things by key, and names by their first two words, folded, and then as they are written."""

    things: dict[str, Thing] = field(default_factory=dict)
    names: dict[tuple[str, ...], dict[tuple[str, ...], Name]] = field(default_factory=dict)

    def add(self, name: str, *things: Thing) -> None:
        """Make a name known for things; a name of one small letter or no letter is left out."""
        words = tuple(split(name))
        if not words or (len(words) == 1 and len(words[0].fold) < 2):
            return
        stops = tuple(bool(re.search(r"[,.:;]", name[word.end : after.start])) for word, after in pairwise(words))
        same = self.names.setdefault(tuple(word.fold for word in words[:2]), {})
        texts = tuple(word.text for word in words)
        before = same[texts].things if texts in same else ()
        same[texts] = Name(words, stops, tuple(dict.fromkeys([*before, *things])))

    def beginning(self, first: str, second: str) -> Iterator[Name]:
        """The names that begin with two folded words, or are the first of them alone."""
        yield from self.names.get((first,), {}).values()
        yield from self.names.get((first, second), {}).values()

    def copy(self) -> Lexicon:
        """A lexicon that can learn without changing this one."""
        return Lexicon(dict(self.things), {first: dict(names) for first, names in self.names.items()})


def lexicon(folder: Path) -> Lexicon:
    """The names of everything in the tables of a data folder that a text may mention."""
    declared = tables.describe(folder)
    kinds = {name: table.kind for name, table in declared.items() if table.kind in GROUPS}
    rows = {name: tables.rows(folder, name) for name in [*kinds, "names"] if name in declared}
    return compiled(rows, kinds)


def compiled(rows: Mapping[str, list[Row]], kinds: Mapping[str, str]) -> Lexicon:
    """A lexicon of rows by table; `kinds` gives the kind of things in each table."""
    made = Lexicon()
    spelled: dict[str, list[str]] = {}
    for row in rows.get("names", []):
        spelled.setdefault(row["thing"], []).append(row["name"])
    continents = {row.key: row.get("un_region") for row in rows.get("countries", [])}
    for table, kind in kinds.items():
        for row in rows[table]:
            _learn(made, row, kind, spelled.get(row.key, []), continents)
    for name, things in _plurals(made.things.values()):
        made.add(name, *things)
    return made


def _learn(made: Lexicon, row: Row, kind: str, spellings: list[str], continents: Mapping[str, str]) -> None:
    if kind == "event" and row.get("kind") in _SITUATIONS:
        return
    country = row.key if kind == "country" else row.get("country") or _country(made, row.get("city"))
    thing = Thing(row.key, kind, GROUPS[kind], row["name"], country, continents.get(country, ""))
    made.things[row.key] = thing
    strict = kind not in ("network", "instrument", "fund", "event")
    for name in dict.fromkeys(_forms(row["name"], kind, spellings, row.get("iso2"))):
        if (_proper(name) if strict else _titled(name)) and not (kind not in PLACES and fold(name) in LEGAL):
            made.add(name, thing)


def _country(made: Lexicon, city: str) -> str:
    return made.things[city].country if city in made.things else ""


def _forms(label: str, kind: str, spellings: list[str], code: str) -> Iterator[str]:
    """The forms in which a thing's names may stand in a text."""
    for name in [label, *spellings, *ALIASES.get(code, ())]:
        bare = re.sub(r"\s*\([^)]*\)$", "", name)
        bare = bare.split(": ")[0] if kind in ("network", "instrument") else bare
        if kind in PLACES:
            yield re.sub(r"^[Tt]he (?=\w)", "", bare) if kind == "country" else place_name(bare)
            continue
        yield bare
        if re.match(r"(UN|United Nations) ", bare):
            yield re.sub(r"^(UN|United Nations) ", "United Nations " if bare.startswith("UN ") else "UN ", bare)
        yield from _shorter(bare)
    if kind == "event":
        yield from _editions(label, spellings)


def _editions(label: str, spellings: list[str]) -> Iterator[str]:
    """Short forms of an event: the acronym with its year, and what stands before "of the" or "at the"."""
    year = re.search(r"\b(?:19|20)\d\d\b", label)
    for name in spellings:
        if year and name.isupper() and len(name) < 8:
            yield f"{name} {year[0]}"
            yield f"{year[0]} {name}"
    for name in (label, *spellings):
        yield re.sub(r"^(?:\d+(?:st|nd|rd|th)|(?:19|20)\d\d) (?=.+ )", "", name)
    short = re.match(r"(.+?) (?:of|at) the ", label)
    if short and len(split(short[1])) == 2:
        yield short[1]


def place_name(name: str) -> str:
    """The name of a place without the words for its government.

    >>> place_name("Ajuntament de Barcelona"), place_name("Dhaka North City Corporation"), place_name("Mexico City")
    ('Barcelona', 'Dhaka North', 'Mexico City')
    """
    return _TAIL.sub("", _LEAD.sub("", name)) or name


def _shorter(name: str) -> Iterator[str]:
    """A name without the acronyms before it, or without a last word that says only what it is."""
    words = split(name)
    if len(words) == 2 and words[1].text in ("Cities", "Network") and re.fullmatch(r"[A-Z]+\d+", words[0].text):
        yield words[0].text
    if words and len(words[0].text) > 1 and words[0].text.isupper():
        rest = name[words[0].end :].lstrip(" -")
        if len(split(rest)) >= 4 and rest[0].isupper():
            yield rest


def _proper(name: str) -> bool:
    """Whether every word of weight begins with a capital: a name and no description.

    >>> _proper("University of Bristol"), _proper("Private sector")
    (True, False)
    """
    words = split(name)
    return all(not word.text[0].islower() or word.fold in SMALL for word in words) or (
        len(words) == 1 and any(letter.isupper() for letter in name)
    )


def _titled(name: str) -> bool:
    """Whether a third of the words of weight, at least, begin with a capital or a digit."""
    words = [word for word in split(name) if word.fold not in SMALL]
    return 3 * sum(not word.text[0].islower() for word in words) >= len(words)


def _plurals(things: Iterable[Thing]) -> Iterator[tuple[str, list[Thing]]]:
    """Names that several instruments share, in one and many: Global Compact, Global Compacts."""
    shared: dict[str, list[Thing]] = {}
    for thing in things:
        if thing.kind == "instrument" and (hit := re.match(r"(Global (?:Compact|Convention|Charter))\b", thing.name)):
            shared.setdefault(hit[1], []).append(thing)
    for name, several in shared.items():
        if len(several) > 1:
            yield name, several
            yield f"{name}s", several
