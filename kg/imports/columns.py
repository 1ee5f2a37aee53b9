"""How the columns of somebody's table are read: which is which field of ours, and the records in our fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.cells import Column
from kg.errors import AskerError, nearest
from kg.matching import plain
from kg.sheets import Record, Sheet
from kg.tables import Table

PLACE = ("country", "region", "latitude", "longitude", "geonames", "wikidata", "kind")  # what helps to know a place
WORDS = {
    "country": ("country code", "country name", "country iso2", "iso2", "iso3", "iso", "cc", "nation", "state code"),
    "region": ("state", "province", "county", "admin1", "region hint", "department"),
    "latitude": ("lat", "y"),
    "longitude": ("lon", "lng", "long", "x"),
    "geonames": ("geonames id", "geonameid", "geoname id"),
    "wikidata": ("qid", "wikidata id", "wikidata qid"),
    "from": ("start", "since", "joined", "member since", "year joined", "date joined", "from year"),
    "to": ("end", "until", "left", "to year"),
    "on": ("date", "signed", "signed on", "signature date"),
    "name": ("title", "label"),
    "role": ("function",),
    "as_of": ("as of year",),
    "kind": ("entity",),
    "listed": ("as of", "as of year", "list date", "listed on", "date of list"),
}
PLACES = ("city", "municipality", "place", "town", "local government", "local authority", "authority", "government",
          "member", "signatory", "participant", "partner", "recipient", "name")  # fmt: skip
GATHERINGS = ("collective", "network", "networks", "programme", "program", "initiative", "coalition", "campaign",
              "instrument", "declaration", "charter", "call", "event", "conference", "undertaking", "fund")  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One record in our fields: its line, and the filled cells by field."""

    line: int
    cells: Mapping[str, str]

    def get(self, field: str) -> str:
        """The cell, or the empty string where there is none."""
        return self.cells.get(field, "")


@dataclass(frozen=True)
class Reading:
    """A sheet read for a table: where each field comes from, what was not used, and the items."""

    table: Table
    file: str
    sources: Mapping[str, str]
    constants: Mapping[str, str]
    unused: tuple[str, ...]
    items: list[Item]
    warnings: tuple[str, ...]
    numbers: Mapping[str, int]

    @property
    def place(self) -> str:
        """The column that country, coordinate and ids belong to: of several with places, the one that says 'city'."""
        named = {
            column.name: _folded(self.sources[column.name])
            for column in self.table.columns
            if "cities" in column.references and column.name in self.sources
        }
        said = [name for name, words in named.items() if words in PLACES]
        return min(said, key=lambda name: PLACES.index(named[name]), default=place_column(self.table))

    def where(self, line: int, field: str = "") -> str:
        """The place of a cell as 'file:line:column field', or of a line."""
        at = f":{self.numbers[self.sources[field]]} {self.sources[field]}" if field in self.sources else ""
        return f"{self.file}:{line}{at}"


def place_column(table: Table) -> str:
    """The column of a table of links that names the local government, or of cities its name; empty where none does."""
    if table.name in ("cities", "regions"):
        return "name"
    return next((column.name for column in table.columns if "cities" in column.references), "")


def fields(table: Table) -> list[str]:
    """What a column can be read as: the table's columns but its key, and what helps to know its place."""
    own = [column.name for column in table.columns if column.name != "key" or is_thing(table)]
    more = PLACE if place_column(table) and not is_thing(table) else ()
    return own + [field for field in more if field not in own]


def is_thing(table: Table) -> bool:
    """Whether the rows of a table are things, and not links between things or numbers about them."""
    return any(column.name == "name" for column in table.columns) and not any(
        column.references and column.required and column.name not in ("country", "city") for column in table.columns
    )


def read(
    table: Table, sheet: Sheet, mapped: Sequence[str] = (), constants: Sequence[str] = (), wanted: Sequence[str] = ()
) -> Reading:
    """A sheet in the fields of a table.

    `mapped` gives 'column=field', `constants` 'field=value', `wanted` 'column=value' for the records that are read.
    Raises AskerError where one names what is not there, or where two columns could be one field.
    """
    known = fields(table)
    fixed = _pairs("--set", constants, known, "field")
    chosen = _chosen(mapped, sheet, known)
    sources = {**_automatic(table, sheet, {*chosen, *fixed}, set(chosen.values())), **chosen}
    keep = _pairs("--where", wanted, sheet.columns, "column")
    records = [each for each in sheet.records if all(each.cells.get(name) == value for name, value in keep.items())]
    if not records:
        raise AskerError(f"{sheet.path.name}: no record is as --where says; look at the values of that column")
    return Reading(
        table,
        sheet.path.name,
        sources,
        fixed,
        tuple(name for name in sheet.columns if name not in {*sources.values(), *keep}),
        [_item(each, sources, fixed) for each in records],
        sheet.warnings,
        {name: number for number, name in enumerate(sheet.columns, 1)},
    )


def _item(record: Record, sources: Mapping[str, str], fixed: Mapping[str, str]) -> Item:
    own = {field: " ".join(record.cells[column].split()) for field, column in sources.items()}
    return Item(record.line, {field: value for field, value in {**own, **fixed}.items() if value})


def _pairs(option: str, given: Sequence[str], known: Sequence[str], what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign:
            raise AskerError(f"{option} {each}: write {option} {what}=value")
        if name not in known:
            raise AskerError(f"{option} {each}: no {what} '{name}'{nearest(name, known) or _choice(known)}")
        if found.setdefault(name, value.strip()) != value.strip():
            raise AskerError(f"{option} {each}: '{name}' is given twice; give it once")
    return found


def _chosen(mapped: Sequence[str], sheet: Sheet, known: Sequence[str]) -> dict[str, str]:
    """The column of each field that --map names."""
    found: dict[str, str] = {}
    for each in mapped:
        column, sign, field = each.rpartition("=")
        if not sign:
            raise AskerError(f"--map {each}: write --map column=field")
        if column not in sheet.columns:
            more = nearest(column, sheet.columns) or _choice(sheet.columns)
            raise AskerError(f"--map {each}: {sheet.path.name} has no column '{column}'{more}")
        if field not in known:
            raise AskerError(f"--map {each}: no field '{field}'{nearest(field, known) or _choice(known)}")
        if field in found:
            raise AskerError(f"--map {each}: '{found[field]}' is read as '{field}' already; leave one out")
        found[field] = column
    return found


def _choice(names: Sequence[str]) -> str:
    return f"; there are {', '.join(names)}"


def _automatic(table: Table, sheet: Sheet, taken: set[str], used: set[str]) -> dict[str, str]:
    """The columns that say by their names which field they are: the field's own name first, then usual words."""
    found: dict[str, str] = {}
    free = {column: _folded(column) for column in sheet.columns if column not in used}
    for words in (_own, _usual):
        for field in fields(table):
            if field in taken or field in found:
                continue
            hits = [name for name, fold in free.items() if fold in words(table, field) and name not in found.values()]
            if len(hits) > 1 and words is _usual:
                hits = [_first(hits, field, table, sheet)]
            found |= {field: hits[0]} if hits else {}
    return found


def _first(hits: list[str], field: str, table: Table, sheet: Sheet) -> str:
    """The column whose name says best which field it is; an error where two say it as well."""
    order = _usual(table, field)
    ranked = sorted(hits, key=lambda name: order.index(_folded(name)))
    if field in (place_column(table), *WORDS) and _folded(ranked[0]) != _folded(ranked[1]):
        return ranked[0]
    pair = " and ".join(f"'{name}'" for name in ranked[:2])
    raise AskerError(f"{sheet.path.name}: {pair} could both be '{field}'; say --map '{ranked[0]}={field}'")


def _own(table: Table, field: str) -> tuple[str, ...]:
    return (_folded(field),)


def _usual(table: Table, field: str) -> tuple[str, ...]:
    if field == place_column(table):
        return PLACES
    if field == "name" and is_thing(table):
        return (*WORDS["name"], table.kind)
    column = next((each for each in table.columns if each.name == field), Column(field, "string"))
    return GATHERINGS if column.references and field not in WORDS else WORDS.get(field, ())


def _folded(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", plain(name)).split())
