"""Places and things that an import adds: which rows mean the same new one, its key, and its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from kg import gazetteer
from kg.affixes import bare, regional
from kg.imports import keys
from kg.imports.claims import Claim
from kg.imports.merges import Draft
from kg.imports.resolver import Found
from kg.matching import FAR, Entry, degrees, distance, plain

NEW = "new"  # the rung of what is found nowhere and added
SORTS = ("geonames", "wikidata")
PLACES = ("cities", "regions")  # tables whose rows have a country, a coordinate and ids


@dataclass(frozen=True)
class Use:
    """A name in a claim and what it was found to mean."""

    claim: Claim
    column: str
    found: Found


@dataclass(frozen=True)
class Newcomer:
    """A new thing with its key and every use of it."""

    key: str
    uses: tuple[Use, ...]
    place: Entry | None

    @cached_property
    def first(self) -> Found:
        """What the first of its uses was found to mean; one with a decision or a place goes before others."""
        return min((use.found for use in self.uses), key=lambda found: (not found.decided, not found.place))

    @cached_property
    def name(self) -> str:
        """The gazetteer's name, or of those in the table the shortest that is not in capitals."""
        names = {use.found.spelling for use in self.uses}
        return self.place.name if self.place else min(names, key=lambda each: (each.isupper(), len(each), each))


def entry(new: Newcomer, kind: str) -> Entry:
    """A new thing of a table as it will be found once it is written."""
    queries = [use.found.query for use in new.uses]
    spellings = sorted({use.found.spelling for use in new.uses} - {new.name})
    ids = {sort: next((pair[1] for pair in sorted(_ids(new.uses)) if pair[0] == sort), "") for sort in SORTS}
    point = new.place.point if new.place else next((query.point for query in queries if query.point), None)
    country = new.place.country if new.place else new.first.query.country
    return Entry(new.key, kind, (new.name, *spellings), country, (), point, 0, ids["geonames"], ids["wikidata"])


def same(use: Use) -> tuple[str, ...]:
    """What two uses of one new thing share: the key that was decided on, an id, or else name, country and region."""
    found, query = use.found, use.found.query
    if found.decided:
        return "0", found.decided.key
    if found.place:
        return "1", found.place.geonames
    return ("2", query.country, query.geonames, query.wikidata) if query.geonames or query.wikidata else named(use)


def named(use: Use) -> tuple[str, ...]:
    """Name, country and region of a use; that of a place without affixes, unless they say that it is a province."""
    query, name = use.found.query, use.found.spelling
    whole = regional(name) or not {*PLACES} & {*query.kinds}
    return "3", plain(name if whole else bare(name)), query.country, plain(query.region), query.kinds[0]


def refused(uses: Sequence[Use], thing: bool) -> str:
    """Why a new thing cannot be made of these uses, as a question to a person; empty where it can."""
    found = uses[0].found
    if any(use.found.decided or use.found.place for use in uses):
        return ""
    if not {"cities", "regions"} & {*found.query.kinds}:
        return "" if keys.slug(found.spelling) or _given(uses) else "found nowhere, and no Latin letter for a key"
    if not found.query.country:
        return "not found, and no country is given"
    if regional(found.spelling) and not (thing and "regions" in found.query.kinds):
        return "not found, and its name says that it is a region or province"
    if not keys.slug(found.spelling) and not _given(uses):
        return "not found, and no Latin letter for a key"
    apart = spread(uses)
    return f"the table has places of this name {apart:,.0f} km apart" if apart > FAR else ""


def spread(uses: Sequence[Use]) -> float:
    """The greatest distance in kilometres between the points that uses give."""
    points = sorted({use.found.query.point for use in uses if use.found.query.point})
    return max((distance(one, other) for one, other in combinations(points[:50], 2)), default=0.0)


def torn(uses: Iterable[Use]) -> dict[tuple[str, str], float]:
    """Ids that the table has on places too far apart to be one, and how many kilometres, whatever stands already."""
    sharing: dict[tuple[str, str], list[Use]] = {}
    for use in uses:
        query = use.found.query
        for pair in (("wikidata", query.wikidata), ("geonames", query.geonames)):
            sharing.setdefault(pair, []).append(use)
    apart = {pair: spread(own) for pair, own in sharing.items() if pair[1]}
    return {pair: far for pair, far in apart.items() if far > FAR}


def parted(uses: Iterable[Use], apart: Mapping[tuple[str, str], float]) -> tuple[list[Use], list[Use]]:
    """The uses without such an id, and those with one as questions."""
    sound, open_ = list[Use](), list[Use]()
    for use in uses:
        far = max((apart[pair] for pair in _ids([use]) if pair in apart), default=0.0)
        why = f"the table has places of this name {far:,.0f} km apart"
        if far and not use.found.decided:
            open_.append(replace(use, found=replace(use.found, reason=why, rung="", place=None)))
        else:
            sound.append(use)
    return sound, open_


def gathered(uses: Iterable[Use], taken: set[str], thing: bool) -> tuple[list[Newcomer], list[Use]]:
    """The new things that uses stand for, in order of their names, and the uses that are left to a person.

    A bare name joins the one new place of that name with an id; it is left where several such have it.
    The keys of the new things are added to those taken.
    """
    groups, left = _grouped(uses), list[Use]()
    made, ids, called = dict[str, Newcomer](), dict[tuple[str, str], str](), dict[tuple[str, ...], set[str]]()
    for group in sorted(groups):
        own = groups[group]
        others = [made[key] for key in sorted(called.get(group, ()))]
        if others:
            joined = [*others[0].uses, *own]
            why = (
                ""
                if len(others) == 1 and spread(joined) <= FAR
                else "the table has other places of this name, with ids"
            )
        else:
            joined, why = own, refused(own, thing) or _known(own, ids)
        if why:
            left += [replace(use, found=replace(use.found, reason=why, rung="", place=None)) for use in own]
            continue
        new = replace(others[0], uses=tuple(joined)) if others else _made(joined, taken)
        made[new.key] = new
        ids |= dict.fromkeys(_ids(joined), new.key)
        for use in joined:
            called.setdefault(named(use), set()).add(new.key)
    return list(made.values()), left


def _made(uses: Sequence[Use], taken: set[str]) -> Newcomer:
    place = next((use.found.place for use in uses if use.found.place), None)
    new = Newcomer("", tuple(uses), place)
    new = replace(new, key=_key(new, taken))
    taken.add(new.key)
    return new


def _grouped(uses: Iterable[Use]) -> dict[tuple[str, ...], list[Use]]:
    """Uses by what they share; those that share an id with a place of their country are that place."""
    groups: dict[tuple[str, ...], list[Use]] = {}
    for use in uses:
        groups.setdefault(same(use), []).append(use)
    owners: dict[tuple[str, str], tuple[str, ...]] = {}
    for group in sorted(groups, key=lambda each: (each[0], not _country(groups[each]), each)):
        country = _country(groups[group])
        found = [owners[pair] for pair in sorted(_ids(groups[group])) if pair in owners and group[0] == "2"]
        target = next((each for each in found if country in ("", _country(groups[each]))), group)
        if target != group:
            groups[target] = [*groups[target], *map(_renamed, groups.pop(group))]
        owners = {**dict.fromkeys(_ids(groups[target]), target), **owners}
    return groups


def _renamed(use: Use) -> Use:
    return replace(use, found=replace(use.found, rung="id of another name"))


def _country(uses: Sequence[Use]) -> str:
    found = uses[0].found
    return found.place.country if found.place else found.query.country


def _given(uses: Iterable[Use]) -> list[str]:
    """The keys that the table itself gives."""
    return sorted({use.claim.cells.get("key", "") for use in uses} - {""})


def _ids(uses: Sequence[Use]) -> set[tuple[str, str]]:
    """The ids that a new place would have."""
    queries = [use.found.query for use in uses]
    pairs = {("wikidata", query.wikidata) for query in queries} | {("geonames", query.geonames) for query in queries}
    pairs |= {("geonames", use.found.place.geonames) for use in uses if use.found.place}
    return {pair for pair in pairs if pair[1]}


def _known(uses: Sequence[Use], ids: Mapping[tuple[str, str], str]) -> str:
    """Why uses with an id that another new place has are left to a person; empty where none has it."""
    twice = next((pair for pair in sorted(_ids(uses)) if pair in ids), None)
    return f"the table has its {twice[0]} id {twice[1]} on '{ids[twice]}' too" if twice else ""


def _key(new: Newcomer, taken: set[str]) -> str:
    found, country = new.first, new.place.country if new.place else new.first.query.country
    if found.decided:
        return keys.unused(found.decided.key, taken)
    if (given := _given(new.uses)) and given[0] not in taken:
        return given[0]
    if not {*PLACES} & {*found.query.kinds}:
        return keys.unused(keys.slug(new.name), taken)
    region = found.query.region or (new.place.region[0] if new.place and country == "us" else "")
    return keys.place(new.name, country, region, taken)


def draft(new: Newcomer, use: Use, where: str) -> Draft:
    """The row of a new place as one use has it; what the gazetteer says goes first, and rests on the gazetteer."""
    query = use.found.query
    cells, proofs = {"name": new.name, "country": query.country, "wikidata": query.wikidata}, list(use.claim.evidence)
    point = new.place.point if new.place else query.point
    if new.place:
        cells |= {"country": new.place.country, "geonames": new.place.geonames}
        columns = ["geonames", "latitude", "longitude", *([] if query.country else ["country"])]
        proofs += [f"{column}={gazetteer.SOURCE}" for column in columns]
    else:
        cells["geonames"] = query.geonames or (use.found.decided.geonames if use.found.decided else "")
    if point:
        cells |= {"latitude": degrees(point[0]), "longitude": degrees(point[1])}
    return Draft({name: cell for name, cell in cells.items() if cell}, tuple(proofs), where, use.claim.line, new.key)
