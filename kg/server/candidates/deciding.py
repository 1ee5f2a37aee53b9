"""A name and what else is told of a thing to candidates, by the matching of `kg import`; doubt keeps one from a match.

The tables, here read back from the graph, decide as they do for an import. What is told beside the name can undo a
decision or settle one between namesakes; it never makes a match of a near spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyoxigraph as ox

from kg.affixes import parts
from kg.imports import decisions
from kg.imports.countries import Countries
from kg.imports.resolver import Found, Resolver
from kg.matching import SCORES, Candidate, Query, candidate, plain
from kg.names import kind_of
from kg.server.candidates import readback
from kg.server.candidates.asked import Asked
from kg.server.candidates.comparing import Values, told, words
from kg.server.candidates.entities import Thing, Things
from kg.server.candidates.properties import PROPERTIES
from kg.server.candidates.searching import Search, identifier

Namesakes = Mapping[str, Mapping[str, int]]
"""Inhabitants of the largest place of a name in each country that has one, by the plain name."""
HOLDING = 50
"""Score of a thing whose name only holds the words of the query."""


@dataclass(frozen=True)
class Proposal:
    """A thing that a query may mean, with a score from 0 to 100, whether it is decided on, and what speaks for it."""

    thing: Thing
    score: float
    match: bool = False
    features: Mapping[str, bool | float] = field(default_factory=dict)


class Decider:
    """The things of a graph that can be reconciled, to be asked one query at a time; it keeps nothing of them."""

    def __init__(self, store: ox.Store, search: Search, namesakes: Namesakes | None = None) -> None:
        self.things: Things = search.things
        self._search, self._namesakes = search, namesakes or {}
        tables = readback.tables(self.things)
        self._countries = Countries(tables)
        decided, _ = decisions.read(readback.ledger(store))
        self._resolver = Resolver(tables, decided, self._countries, beyond=False)
        own = [each for each in self.things.by_iri.values() if kind_of(each.iri) in readback.KINDS]
        self._values = Values(self.things, own)
        self.classes = sorted({each.cls for each in own})

    def propose(self, asked: Asked) -> list[Proposal]:
        """The things that a query may mean, best first; at most one is a match, and then it stands alone."""
        asked = replace(asked, given=self._with_countries(asked.given))
        found = self._within(asked, self._classes(asked))
        return found if found or asked.strict != "should" else self._within(asked, self.classes)

    def _within(self, asked: Asked, classes: list[str]) -> list[Proposal]:
        """The things of some classes that a query may mean."""
        if not classes:
            return []
        query, doubts = self._query(asked, classes)
        if not asked.name and not (query.geonames or query.wikidata):
            return self._by_values(asked, classes)
        found = self._found(query)
        proposals = [self._proposal(each, asked, query) for each in self._candidates(found, query)]
        settled = _settled(proposals, len(found.candidates), doubts or self._doubted(found, query))
        return _ordered(settled)[: asked.limit]

    def _classes(self, asked: Asked) -> list[str]:
        """The classes that a query admits, of those that there are things of."""
        if not asked.types:
            return self.classes
        wanted = {type_id(each) for each in asked.types}
        fits = all if asked.strict == "all" else any
        return [each for each in self.classes if fits(one in self.things.classes.over(each) for one in wanted)]

    def _query(self, asked: Asked, classes: Iterable[str]) -> tuple[Query, bool]:
        """The query as the matching reads it, and whether something that was told could not be made use of."""
        given, name = asked.given, asked.name
        countries = {self._country(text) for each in given.get("country", ()) for text in words(each)} - {""}
        region, told = self._region(given.get("region", ()))
        country = min(countries) if len(countries) == 1 else "" if countries else told or self._behind(name)
        doubts = bool({*given} - {*PROPERTIES}) or bool(given.get("country") and not countries)
        ids = {sort: _last(given.get(sort, ())) for sort in ("geonames", "wikidata")}
        if outside := _outside(name):
            ids, name = ids | outside, ""
        own = self._search.known(name)
        query = Query(
            own.key if own else name, country, tuple(readback.table_of(each) for each in classes), region,
            _point(given), ids["geonames"], ids["wikidata"],
        )  # fmt: skip
        return query, doubts or bool(region and not told and not country)

    def _with_countries(self, given: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
        """What is told, with the ids of countries for their codes and names; an unknown country stays as it is."""
        told = given.get("country", ())
        keys = [next((key for text in words(each) if (key := self._country(text))), "") for each in told]
        known = tuple(f"country/{key}" if key else each for key, each in zip(keys, told, strict=True))
        return {**given, **({"country": known} if told else {})}

    def _country(self, text: str) -> str:
        known = self._resolver.entries.by("wikidata", text.rstrip("/").rpartition("/")[2])
        own = known.key if known and known.kind == "countries" else ""
        return own or self._countries.find(identifier(text).removeprefix("country/"))

    def _behind(self, name: str) -> str:
        """The country that stands behind a name, as in 'Ghent, Belgium'."""
        hint = parts(name)[1]
        return self._countries.find(hint) if hint else ""

    def _region(self, given: Sequence[Any]) -> tuple[str, str]:
        """The name of the region that is told, and its country where the graph has the region."""
        text = next((text for each in given for text in words(each)), "")
        thing = self.things.by_id.get(identifier(text))
        name = thing.name if thing else text
        known = self._resolver.region(Query(name)) if name else None
        return name, known.country if known else ""

    def _found(self, query: Query) -> Found:
        """What the tables decide; by an id alone where no name is told."""
        if query.name:
            return self._resolver.once(query)
        entries = (self._resolver.entries.by(sort, getattr(query, sort)) for sort in ("geonames", "wikidata"))
        known = next((each for each in entries if each and each.kind in query.kinds), None)
        return Found(query, "", key=known.key if known else "", rung="id" if known else "")

    def _candidates(self, found: Found, query: Query) -> list[Candidate]:
        """What was decided on, else what could be meant, else near spellings and names that hold the words."""
        if found.key:
            entry = self._resolver.entries.by("key", found.key)
            if not entry:
                return []
            return [replace(candidate(entry, found.rung, query), score=SCORES.get(found.rung, 100), match=True)]
        if found.candidates or not query.name:
            best = {each.entry.key: each for each in sorted(found.candidates, key=lambda each: each.score)}
            return list(best.values())
        near = list(self._resolver.near(query))
        known = {each.entry.key for each in near}
        holding = (self._resolver.entries.by("key", hit.thing.key) for hit in self._search.find(query.name)[:20])
        more = [each for each in holding if each and each.kind in query.kinds and each.key not in known]
        country = query.country
        return near + [Candidate(each, "holding", HOLDING) for each in more if country in ("", each.country)]

    def _doubted(self, found: Found, query: Query) -> bool:
        """Whether a place is found by its bare name though another country has a larger place of that name."""
        entry = self._resolver.entries.by("key", found.key)
        told = query.country or query.region or query.point or found.core
        if not entry or entry.kind != "cities" or told or found.rung in ("key", "id", "ledger"):
            return False
        sizes = self._namesakes.get(plain(parts(query.name)[0]), {})
        return any(size > sizes.get(entry.country, 0) for country, size in sizes.items() if country != entry.country)

    def _proposal(self, each: Candidate, asked: Asked, query: Query) -> Proposal:
        thing = self.things.by_key[each.entry.key]
        said = self._compared(thing, asked, query)
        features: dict[str, bool | float] = {
            "name": each.score,
            **{f"property_{pid}": own for pid, own in said.items()},
        }
        if asked.types:
            features["type"] = any(type_id(one) in self.things.classes.over(thing.cls) for one in asked.types)
        if each.kilometres is not None:
            features["kilometres"] = round(each.kilometres, 1)
        features["links"] = thing.links
        if sizes := self._namesakes.get(plain(parts(query.name)[0])):
            features["countries_with_the_name"] = len(sizes)
        told = [each for each in features.values() if isinstance(each, bool)]
        share = sum(told) / len(told) if told else 1.0
        return Proposal(thing, round(each.score * (0.5 + 0.5 * share), 1), each.match, features)

    def _compared(self, thing: Thing, asked: Asked, query: Query) -> dict[str, bool]:
        """Whether each value that is told is one of the thing's, where it has any; a point is compared as a whole."""
        left = ("latitude", "longitude") if query.point else ()
        given = {pid: values for pid, values in sorted(asked.given.items()) if pid in PROPERTIES and pid not in left}
        said = {pid: self._values.agrees(pid, thing, told(values)) for pid, values in given.items()}
        return {pid: verdict for pid, verdict in said.items() if verdict is not None}

    def _by_values(self, asked: Asked, classes: Iterable[str]) -> list[Proposal]:
        """Things of which every value that is told holds, where no name is told; none of them is decided on."""
        if not asked.given or not {*asked.given} <= {*PROPERTIES}:
            return []
        sets = [self._values.holding(pid, told(values)) for pid, values in asked.given.items()]
        own, features = {*classes}, {f"property_{pid}": True for pid in asked.given}
        holding = [thing for thing in set.intersection(*sets) if thing.cls in own]
        found = [Proposal(thing, HOLDING, False, {**features, "links": thing.links}) for thing in holding]
        return _ordered(found)[: asked.limit]


def _settled(found: list[Proposal], namesakes: int, doubted: bool) -> list[Proposal]:
    """The candidates; alone the one decided on, or left of namesakes as the only one that what is told speaks for."""
    left = [each for each in found if not _against(each)]
    own = [each for each in found if each.match]
    if not own and len(left) == 1 < len(found) == namesakes and _speaks(left[0]):
        own = left
    if own and not doubted and not _against(own[0]):
        return [replace(own[0], match=True)]
    return [replace(each, match=False) for each in found]


def _ordered(found: list[Proposal]) -> list[Proposal]:
    return sorted(found, key=lambda each: (-each.score, -each.thing.links, each.thing.iri))


def type_id(text: str) -> str:
    """The local name of a class, of which the IRI, in full or shortened, may be given.

    >>> type_id("kg:City"), type_id("https://w3id.org/citykg/ontology#City"), type_id("City")
    ('City', 'City', 'City')
    """
    return re.split(r"[#:]", text)[-1]


def _against(each: Proposal) -> bool:
    """Whether something that was told speaks against a thing."""
    return any(value is False for value in each.features.values())


def _speaks(each: Proposal) -> bool:
    """Whether something that was told beside the name and type speaks for a thing."""
    return any(value is True for name, value in each.features.items() if name.startswith("property_"))


def _point(given: Mapping[str, Sequence[Any]]) -> tuple[float, float] | None:
    """The coordinates that are told, where both are and are on the earth."""
    try:
        north, east = (float(words(given[name][0])[0].replace(",", ".")) for name in ("latitude", "longitude"))
    except (KeyError, IndexError, ValueError):
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


def _last(given: Sequence[Any]) -> str:
    """An id of another data set, of which the address may be given."""
    text = next((text for each in given for text in words(each)), "")
    return text.rstrip("/").rpartition("/")[2]


def _outside(name: str) -> dict[str, str]:
    """The id where a name is one of Wikidata or an address of Wikidata or GeoNames.

    >>> _outside("Q70"), _outside("https://sws.geonames.org/2661552/"), _outside("Bern")
    ({'wikidata': 'Q70'}, {'geonames': '2661552'}, {})
    """
    if hit := re.fullmatch(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)", name):
        return {"wikidata": hit[1]}
    hit = re.fullmatch(r"https?://(?:sws|www)\.geonames\.org/(\d+)/?.*", name)
    return {"geonames": hit[1]} if hit else {}
