"""A name of somebody's table to a thing: what the ledger decided, then the tables, then the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace

from kg import gazetteer, scripts
from kg.affixes import parts, regional
from kg.imports import decisions
from kg.imports.countries import Countries
from kg.imports.decisions import Decision
from kg.matching import MISSING, NEAR, Candidate, Entry, Index, Match, Query, candidate
from kg.tables import Row, Tables

TIES = ("region", "coordinate")  # rungs on which the tables alone might not find the same again
SURE = ("exact", "gazetteer: exact", "key", "id", "ledger")  # rungs that need no line in the ledger


@dataclass(frozen=True)
class Found:
    """What a name means: a key of the tables, a place that they lack, nothing (`left`), or an open question.

    `rung` says how it was found, empty while it is open; `reason` says why it is open.
    """

    query: Query
    about: str
    key: str = ""
    place: Entry | None = None
    rung: str = ""
    left: bool = False
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    decided: Decision | None = None
    core: str = ""

    @property
    def spelling(self) -> str:
        """The name as the table has it, without a country behind it."""
        return self.core or self.query.name

    @property
    def open(self) -> bool:
        """Whether a person has to decide."""
        return not self.rung


def tied(found: Found) -> bool:
    """Whether a region or a coordinate decided between several candidates."""
    return found.rung.removeprefix("gazetteer: ") in TIES


class Resolver:
    """The things of the tables, the decisions of the ledger and the gazetteer, to be asked for names."""

    def __init__(
        self, tables: Tables, decided: Mapping[str, Decision], countries: Countries, beyond: bool = True
    ) -> None:
        """Without `beyond` the gazetteer is left alone, whether it is installed or not."""
        self.entries = Index(entries(tables))
        self.gazetteer = beyond and gazetteer.there()
        self._kinds = {table.name: table.kind for table in tables.values()}
        self._decided = decided
        self._countries = countries
        self._seen: dict[Query, Found] = {}

    def grown(self, fresh: Iterable[Entry], spellings: Mapping[str, Iterable[str]]) -> Resolver:
        """A resolver that knows new things and, by key, more spellings too, as if they were in the tables."""
        known = (
            replace(entry, names=(*entry.names, *spellings[entry.key])) if entry.key in spellings else entry
            for entry in self.entries.entries
        )
        other = copy(self)
        other.entries, other._seen = Index([*known, *fresh]), {}
        return other

    def resolve(self, query: Query) -> Found:
        """What a query means; the same query has the same answer."""
        if query not in self._seen:
            self._seen[query] = self.once(query)
        return self._seen[query]

    def once(self, query: Query) -> Found:
        """As `resolve`, and nothing of it is kept: for one who asks without end."""
        about = decisions.subject(query, "place" if "cities" in query.kinds else self._kinds[query.kinds[0]])
        told = self._told(query)
        found = Found(query, about, core=parts(query.name)[0] if told != query else "")
        if about in self._decided:
            return self._by_decision(found, self._decided[about])
        return self._by_id(found, told) or self._by_name(found, told)

    def _told(self, query: Query) -> Query:
        """The query with the country that stands behind the name ('Ghent, Belgium')."""
        core, hint = parts(query.name)
        country = self._countries.find(hint) if hint else ""
        if not country or query.country not in ("", country):
            return query
        return replace(query, name=f"{core}, {country}", country=country)

    def _by_decision(self, found: Found, decided: Decision) -> Found:
        if not decided.key:
            return replace(found, left=True, rung="ledger", decided=decided)
        known = self.entries.by("geonames", decided.geonames) or self.entries.by("key", decided.key)
        if known or not decided.new:
            problem = "" if known else f"ledger.csv:{decided.line} decides on '{decided.key}', which is no key any more"
            return replace(found, key=known.key if known else "", rung="ledger" if known else "", reason=problem)
        place = gazetteer.numbered(decided.geonames) if decided.geonames and self.gazetteer else None
        return replace(found, place=place, rung="ledger", decided=decided)

    def _by_id(self, found: Found, told: Query) -> Found | None:
        query = found.query
        own = self.entries.by("key", query.name)
        if own and own.kind in query.kinds:
            return replace(found, key=own.key, rung="key")
        for sort, value in (("geonames", query.geonames), ("wikidata", query.wikidata)):
            known = self.entries.by(sort, value) if value else None
            if known and known.kind in query.kinds:
                return self._agreeing(found, known, told)
        return None

    def _agreeing(self, found: Found, entry: Entry, told: Query) -> Found:
        """The thing with the id that the table gives, where country and name agree with it; else a question."""
        asked = replace(found, candidates=(candidate(entry, "id", told),))
        if told.country and entry.country and entry.country != told.country:
            return replace(asked, reason=f"its id is that of a place in {self._countries.name(entry.country)}")
        if regional(told.name) and entry.kind == "cities" and not regional(entry.name):
            return replace(asked, reason=f"its id is that of the city '{entry.name}', its name that of a province")
        key = "" if entry.key.startswith(gazetteer.KEY) else entry.key
        place = None if key else entry
        if any(hits for _, hits in Index([entry]).rungs(told.name)):
            return replace(found, key=key, place=place, rung="id")
        other = self._by_name(found, replace(told, geonames="", wikidata=""))
        if (other.key, other.place) not in (("", None), (key, place)) or (other.open and other.reason != MISSING):
            named = other.key or (other.place.key if other.place else "")
            says = f"its name that of '{named}'" if named else f"of its name: {other.reason}"
            return replace(asked, reason=f"its id is that of '{entry.name}', {says}")
        return replace(found, key=key, place=place, rung="id of another name")

    def _by_name(self, found: Found, query: Query) -> Found:
        if odd := scripts.mixed(query.name):
            return replace(found, reason="; ".join(odd))
        known = self.entries.decided(query)
        if known.found:
            return replace(found, key=known.found.entry.key, rung=known.found.rung)
        if known.several or not self._in_gazetteer(query):
            return replace(found, candidates=known.candidates, reason=known.reason)
        return self._by_gazetteer(found, query, known)

    def region(self, query: Query) -> Entry | None:
        """The region of the tables that has this name; no nearness counts, for regions are wide."""
        known = self.entries.decided(replace(query, kinds=("regions",), point=None)).found
        return known.entry if known else None

    def _in_gazetteer(self, query: Query) -> bool:
        return self.gazetteer and "cities" in query.kinds

    def _by_gazetteer(self, found: Found, query: Query, known: Match) -> Found:
        if query.geonames and (place := gazetteer.numbered(query.geonames)):
            return self._agreeing(found, place, query)
        match = gazetteer.decided(replace(query, kinds=("cities",)))
        if match.found and not query.country and not _near(match.found):
            return replace(found, candidates=(self._known(match.found),), reason="no country is given")
        if match.found:
            own = self.entries.by("geonames", match.found.entry.geonames)
            rung = f"gazetteer: {match.found.rung}"
            return replace(found, key=own.key if own else "", place=None if own else match.found.entry, rung=rung)
        if match.several:
            return replace(found, candidates=tuple(map(self._known, match.candidates)), reason=match.reason)
        far = (*known.candidates, *map(self._known, match.candidates))
        reason = known.reason if known.reason != MISSING else match.reason
        return replace(found, candidates=_once(far), reason=reason)

    def _known(self, each: Candidate) -> Candidate:
        """The candidate as the thing of the tables that has its id."""
        own = self.entries.by("geonames", each.entry.geonames)
        return replace(each, entry=own) if own else each

    def near(self, query: Query) -> tuple[Candidate, ...]:
        """What has a name spelled nearly so, for a person to choose from; the gazetteer is asked in one country."""
        found = self.entries.near(query)
        if self._in_gazetteer(query) and query.country:
            found += map(self._known, gazetteer.index(query.country).near(query))
        return _once(sorted(found, key=lambda each: -each.score))

    def elsewhere(self, query: Query) -> str:
        """The country of the one place of that name that there is in another country than the query's, as '… (IT)'."""
        there = {entry.country for entry in self.entries.named(query.name) if entry.country}
        if self._in_gazetteer(query):
            there |= gazetteer.lands(query.name)
        return "" if query.country in there else min(there, default="")

    def is_place(self, name: str, kinds: tuple[str, ...]) -> bool:
        """Whether a name is that of a local government or country, in the tables or the gazetteer."""
        places = tuple(kind for kind in kinds if kind in ("cities", "regions", "countries"))
        known = self.entries.decided(Query(name, kinds=places))
        return bool(known.candidates) or (self.gazetteer and bool(gazetteer.lands(name)))


def _once(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The first five candidates, each thing once."""
    found: dict[str, Candidate] = {}
    for each in candidates:
        found.setdefault(each.entry.key, each)
    return tuple(found.values())[:5]


def _near(found: Candidate) -> bool:
    return found.kilometres is not None and found.kilometres <= NEAR


def entries(tables: Tables) -> list[Entry]:
    """Everything in the tables that has a name, with its other names."""
    others: dict[str, list[str]] = {}
    for row in tables["names"].rows if "names" in tables else []:
        others.setdefault(row.get("thing"), []).append(row.get("name"))
    regions = {row.key: row.get("name") for row in tables["regions"].rows} if "regions" in tables else {}
    return [
        _entry(table.name, row, others.get(row.key, []), regions)
        for table in tables.values()
        if table.name != "names" and any(column.name == "name" for column in table.columns)
        for row in table.rows
    ]


def _entry(kind: str, row: Row, others: list[str], regions: Mapping[str, str]) -> Entry:
    region = row.get("region")
    point = (float(row["latitude"]), float(row["longitude"])) if row.get("latitude") and row.get("longitude") else None
    return Entry(
        key=row.key,
        kind=kind,
        names=(row.get("name"), *others),
        country=row.key if kind == "countries" else row.get("country"),
        region=tuple(filter(None, (regions.get(region, ""), region))),
        point=point,
        geonames=row.get("geonames"),
        wikidata=row.get("wikidata"),
    )
