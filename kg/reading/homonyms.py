"""Which of the things that share a name a text means: by the countries named near it, else by the rest of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.reading.lexicon import ORDER, Thing
from kg.reading.nations import ADJECTIVES, CONTINENTS, STATES
from kg.reading.shields import Match, Scene, attached
from kg.reading.wordlists import bag

CITY_STATES = frozenset({"sg", "mc", "va", "hk", "mo"})
_WIDE = bag("canton department prefecture province provincial region state")


def elsewhere(scene: Scene, match: Match) -> bool:
    """Whether the country that follows a name rules out all that we know by it: Valencia, Venezuela."""
    following = scene.taken.get(match.last + 1)
    if re.fullmatch(r",\s|\s\(", scene.text.gap(match.last)) is None:
        return False
    if following is None:
        country = _state(scene, match)
        return bool(country) and country not in {thing.country for thing in match.things}
    countries = {thing.country for thing in following.things if thing.kind == "country"}
    towns = {thing.country for thing in match.things if thing.kind != "country"}
    listed = _in_list(scene, match, following)
    return bool(countries and towns) and not countries & towns and not listed and len(towns) == len(match.things)


def _state(scene: Scene, match: Match) -> str:
    """The country whose state follows: London, Ontario; Paris, TX."""
    words = scene.text.words
    if match.last + 1 == len(words) or re.fullmatch(r",\s", scene.text.gap(match.last)) is None:
        return ""
    word = words[match.last + 1]
    return STATES.get(word.text if word.text.isupper() else word.fold if word.high else "", "")


def _in_list(scene: Scene, match: Match, following: Match) -> bool:
    """Whether places stand before or after the two with a comma or a word between: Lisbon, Spain and Italy."""
    before = scene.taken.get(match.first - 1)
    if before is not None and scene.text.gap(match.first - 1).strip() == ",":
        return not any(thing.kind == "country" for thing in before.things)
    after = scene.text.gap(following.last).strip()
    joined = scene.taken.get(following.last + 2) if after in ("", ",") else None
    word = scene.text.words[following.last + 1].fold if following.last + 1 < len(scene.text.words) else ""
    return word in ("and", "or") and joined is not None and _country(joined)


def _country(match: Match) -> bool:
    return any(thing.kind == "country" for thing in match.things)


def choose(scene: Scene, match: Match, certain: Iterable[str]) -> tuple[Thing, ...]:
    """The things that a name may mean here; one where the text decides.

    `certain` are the keys of what the text names without doubt elsewhere.
    """
    things = _kind(scene, match)
    if len(things) < 2:
        return things
    for signs in _evidence(scene, match):
        near = tuple(thing for thing in things if thing.country in signs or thing.continent in signs)
        if len(near) == 1:
            return near
    nation = tuple(thing for thing in things if thing.kind == "country")
    if len(nation) == 1:
        return nation
    known = set(certain)
    seen = tuple(thing for thing in things if thing.key in known)
    return seen if len(seen) == 1 else things


def _kind(scene: Scene, match: Match) -> tuple[Thing, ...]:
    """The things of the first kind that a name stands for; a city before the region or country named after it."""
    groups = {thing.group for thing in match.things}
    if len(groups) > 1:
        first = min(match.things, key=lambda thing: ORDER.index(thing.kind) if thing.kind in ORDER else len(ORDER))
        return tuple(thing for thing in match.things if thing.group == first.group and thing.kind == first.kind)
    if groups != {"place"}:
        return match.things
    wide = _called_wide(scene, match)
    return tuple(thing for thing in match.things if not _covered(thing, match.things, wide))


def _called_wide(scene: Scene, match: Match) -> bool:
    before, after = scene.before(match, 2), scene.next(match)
    of = scene.before(match)
    named = before is not None and of is not None and of.fold == "of" and before.fold in _WIDE
    return named or (after is not None and after.fold in _WIDE)


def _covered(thing: Thing, things: Sequence[Thing], wide: bool) -> bool:
    """Whether another thing of the same name and country is the likelier one."""
    same = [each for each in things if each.country == thing.country and each.kind != thing.kind]
    if thing.kind == "city":
        state = thing.country in CITY_STATES
        return any((each.kind == "region" and wide) or (each.kind == "country" and not state) for each in same)
    if thing.kind == "region":
        return any(each.kind == "city" and not wide for each in same)
    return thing.kind == "country" and any(each.kind == "city" and thing.country in CITY_STATES for each in same)


def _evidence(scene: Scene, match: Match) -> Iterator[set[str]]:
    """Countries that are named right after, in the sentence, its continents, and countries in the paragraph."""
    text = scene.text
    if attached(scene, match):
        yield _countries(scene, range(match.last + 1, scene.taken[match.last + 1].last + 1), match)
    yield {_state(scene, match)} - {""}
    here = text.sentence(text.words[match.first].start)
    yield _countries(scene, text.within(here), match)
    yield {CONTINENTS[word.fold] for word in map(text.words.__getitem__, text.within(here)) if word.fold in CONTINENTS}
    start, end = text.paragraph(text.words[match.first].start)
    numbers = range(text.sentence(start), text.sentence(end) + 1)
    yield _countries(scene, [index for number in numbers for index in text.within(number)], match)


def _countries(scene: Scene, indexes: Iterable[int], match: Match) -> set[str]:
    found: set[str] = set()
    for index in indexes:
        if match.first <= index <= match.last:
            continue
        if adjective := ADJECTIVES.get(scene.text.words[index].fold):
            found.add(adjective)
        other = scene.taken.get(index)
        if other is not None and len(other.things) == 1 and other.things[0].kind in ("country", "region"):
            found.add(other.things[0].country)
    return found
