"""The items of a table as claims: cells that are checked, names that are still to be resolved, and what proves them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace

from kg import cells as rules
from kg.cells import Column, Concepts
from kg.errors import AskerError, nearest
from kg.imports.columns import PLACE, Item, Reading, is_thing
from kg.imports.countries import Countries
from kg.matching import Point, Query, degrees
from kg.tables import Tables

YES_NO = {"yes": "true", "no": "false", "true": "true", "false": "false", "1": "true", "0": "false"}
DEGREES = re.compile(r"[-+]?\d{1,3}(\.\d+)?([eE]-\d{1,2})?")
WHOLE = "coordinates in whole degrees or at 0, 0 are not used"


@dataclass(frozen=True)
class Claim:
    """One item: its line, its checked cells, the names that it ties together by column, and its evidence."""

    line: int
    cells: Mapping[str, str]
    queries: Mapping[str, Query]
    evidence: tuple[str, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """What claims are sorted by, so that the order of the table does not matter."""
        queries = [(column, astuple(replace(query, point=None)), query.point or ()) for column, query in self._named()]
        return queries, sorted(self.cells.items()), self.evidence, self.line

    def _named(self) -> list[tuple[str, Query]]:
        return sorted(self.queries.items(), key=lambda pair: pair[0])


class Reader:
    """Turns items into claims; gathers what is wrong with their cells and what should be said about them."""

    def __init__(self, reading: Reading, tables: Tables, concepts: Concepts, countries: Countries, source: str) -> None:
        self.problems: list[str] = []
        self.notes: dict[str, list[str]] = {}
        self._reading, self._tables, self._concepts = reading, tables, concepts
        self._countries, self._source = countries, source
        self._owners = {row.key: table.name for table in tables.values() for row in table.rows}
        self._owners.setdefault(source, "sources")
        self._place = reading.place

    def claims(self) -> list[Claim]:
        """The claims of all items whose cells are right, in an order that is not that of the lines.

        Raises AskerError where a column that every row needs is neither in the table nor given.
        """
        self._check_columns()
        found = [self._claim(item) for item in self._reading.items]
        return sorted((each for each in found if each is not None), key=lambda each: each.order)

    def _check_columns(self) -> None:
        table = self._reading.table
        given = {*self._reading.sources, *self._reading.constants}
        lacking = [column for column in table.columns if column.required and column.name not in {*given, "key"}]
        for column in lacking:
            if column.name == "evidence" or (column.name == "country" and self._place):
                continue
            there = ", ".join(f"'{name}'" for name in self._reading.unused) or "no other column"
            raise AskerError(
                f"{self._reading.file}: nothing gives '{column.name}'; --map COLUMN={column.name} (there is {there}) "
                f"or --set {column.name}=VALUE"
            )

    def _claim(self, item: Item) -> Claim | None:
        before = len(self.problems)
        self._remark(item)
        country = self._country(item)
        about = self._about(item, country)
        cells, queries = dict[str, str](), dict[str, Query]()
        for column in self._reading.table.columns:
            value = item.get(column.name)
            if column.name == "evidence" or (column.name == "key" and not is_thing(self._reading.table)):
                continue
            if column.references == ("countries",):
                cells |= {column.name: country} if country else {}
            elif self._is_name(column, value):
                narrow = about if column.name in (self._place, "name") else Query("")
                queries |= self._query(column, item, narrow)
            elif column.name in ("latitude", "longitude"):
                cells |= {column.name: degrees(about.point[column.name == "longitude"])} if about.point else {}
            elif column.name in ("geonames", "wikidata"):
                cells |= {column.name: getattr(about, column.name) or _id(value)} if value else {}
            else:
                cells |= self._cell(column, item, value)
        evidence = self._evidence(item)
        return Claim(item.line, cells, queries, evidence) if len(self.problems) == before else None

    def _is_name(self, column: Column, value: str) -> bool:
        """Whether a cell names a thing, or is what a thing is called and found by."""
        if column.name == "name":
            return is_thing(self._reading.table)
        return bool(column.references) and not (column.format == "thing-or-concept" and ":" in value)

    def _query(self, column: Column, item: Item, about: Query) -> dict[str, Query]:
        value = item.get(column.name)
        if not value:
            if column.required:
                self._wrong(item, column.name, "empty; each row needs it")
            return {}
        kinds = column.references or (self._reading.table.name,)
        if column.name == self._place and (kind := item.get("kind")) and not is_thing(self._reading.table):
            named = {each.kind: each.name for each in self._tables.values()} | {each: each for each in self._tables}
            kinds = (named[kind.casefold()],) if named.get(kind.casefold()) in kinds else kinds
        return {column.name: replace(about, name=value, kinds=kinds)}

    def _cell(self, column: Column, item: Item, value: str) -> dict[str, str]:
        given = self._usual(column, value)
        names = [each.name for each in self._reading.table.columns]
        if column.name == "key" and not given:
            return {}
        for problem in rules.problems(replace(column, unique=False), given, self._owners, self._concepts, names):
            self._wrong(item, column.name, problem)
        return {column.name: given} if given else {}

    def _usual(self, column: Column, value: str) -> str:
        """A cell as the tables write it: true and false, codes in lower case with hyphens."""
        if column.type == "boolean":
            return YES_NO.get(value.casefold(), value)
        coded = "-".join(value.casefold().split())
        codes = self._concepts.get(column.scheme, frozenset()) if column.format == "concept" else frozenset(column.enum)
        return coded if coded in codes else value

    def _evidence(self, item: Item) -> tuple[str, ...]:
        tokens = item.get("evidence").split() or ([self._source] if self._source else [])
        if not tokens:
            self._wrong(item, "evidence", "empty; say with --source which source proves the row")
        for token in tokens:
            if self._owners.get(token.rpartition("=")[2]) not in ("sources", "passages"):
                self._wrong(item, "evidence", f"no source or passage '{token}'; add it first")
        return tuple(tokens)

    def _country(self, item: Item) -> str:
        text = item.get("country")
        found = self._countries.find(text) if text else ""
        if text and not found:
            near = nearest(text, self._countries.known) or "; write its ISO code or its English name"
            self._wrong(item, "country", f"'{text}' is no country of countries.csv{near}")
        return found

    def _about(self, item: Item, country: str) -> Query:
        """What the item says of its place."""
        geonames, wikidata = _id(item.get("geonames")), _id(item.get("wikidata"))
        if geonames and not geonames.isdecimal():
            self._wrong(item, "geonames", f"'{item.get('geonames')}' is no GeoNames id; write digits")
        if wikidata and not re.fullmatch(r"Q[1-9]\d*", wikidata):
            self._wrong(item, "wikidata", f"'{item.get('wikidata')}' is no Wikidata id; write it as Q64")
        return Query("", country, (), item.get("region"), self._point(item), geonames, wikidata)

    def _point(self, item: Item) -> Point | None:
        texts = item.get("latitude"), item.get("longitude")
        if not all(texts):
            return None
        numbers = []
        for name, text, most in zip(("latitude", "longitude"), texts, (90, 180), strict=True):
            number = float(text) if DEGREES.fullmatch(text) else 999.0
            if abs(number) > most:
                self._wrong(item, name, f"'{text}' is no {name}; write decimal degrees from -{most} to {most}")
                return None
            numbers.append(number)
        if numbers[0] == int(numbers[0]) and numbers[1] == int(numbers[1]):
            self._note(WHOLE, item)
            return None
        return numbers[0], numbers[1]

    def _remark(self, item: Item) -> None:
        if any(value[:1] in "=+@" for value in item.cells.values()):
            self._note("a cell begins with =, + or @; it is kept as text", item)
        if any(re.search(r"<[a-zA-Z/!]", value) for value in item.cells.values()):
            self._note("a cell holds markup; it is kept as text", item)
        name = item.get(self._place)
        if len(name) > 3 and name.isupper():
            self._note("a name is written in capitals", item)

    def _note(self, what: str, item: Item) -> None:
        self.notes.setdefault(what, []).append(str(item.line))

    def _wrong(self, item: Item, field: str, what: str) -> None:
        self.problems.append(f"{self._reading.where(item.line, field)}: {what}")


def _id(text: str) -> str:
    """The id at the end of an address, or the text itself.

    >>> _id("http://www.wikidata.org/entity/Q64"), _id("https://www.geonames.org/2950159/berlin.html"), _id("Q64")
    ('Q64', '2950159', 'Q64')
    """
    hit = re.search(r"(?:wikidata\.org/\w+/|geonames\.org/)(Q?\d+)", text)
    return hit[1] if hit else text


def details(query: Query) -> bool:
    """Whether a query has more than a name and a country to tell homonyms apart."""
    return bool(query.region or query.point or query.geonames or query.wikidata)


def names(claims: Iterable[Claim], column: str) -> set[Query]:
    """The distinct names of one column."""
    return {claim.queries[column] for claim in claims if column in claim.queries}


__all__ = ["PLACE", "Claim", "Reader", "details", "names"]
