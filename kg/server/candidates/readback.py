"""The named things of a graph as tables again, so that names are matched as `kg import` matches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.cells import Column
from kg.names import kind_of
from kg.server.candidates.entities import Thing, Things
from kg.server.candidates.properties import PROPERTIES
from kg.store import node
from kg.tables import Row, Table, Tables

KINDS = ("city", "region", "country", "district", "network", "instrument", "fund", "organisation", "event")
"""Kinds of things that names are reconciled with."""
PLACES = {"City": "cities", "Region": "regions", "Country": "countries"}
"""Classes that go by the name of their table, for which the matching has rules of its own."""
CELLS = ("latitude", "longitude", "geonames", "wikidata", "iso2", "iso3")


def table_of(name: str) -> str:
    """The table in which a class is looked for: of places their own, of others one a class."""
    return PLACES.get(name, name)


def tables(things: Things) -> Tables:
    """A table of every class of things that can be reconciled, and one of their other names."""
    rows: dict[str, list[Row]] = {}
    for thing in things.by_iri.values():
        if kind_of(thing.iri) in KINDS:
            rows.setdefault(table_of(thing.cls), []).append(_row(things, thing))
    found = {name: _table(name, own) for name, own in rows.items()}
    return found | {"names": _table("names", list(_names(things)))}


def ledger(store: ox.Store) -> list[Row]:
    """The decisions of the ledger that a graph has."""
    found = []
    for number, quad in enumerate(store.quads_for_pattern(None, node("rdf:type"), node("kg:Decision"))):
        about, decision = (_first(store, quad.subject, each) for each in ("dcterms:subject", "rdfs:label"))
        found.append(Row("ledger", number, str(quad.subject), {"about": about, "decision": decision}))
    return sorted(found, key=lambda row: row.key)


def _first(store: ox.Store, subject: object, predicate: str) -> str:
    assert isinstance(subject, ox.NamedNode | ox.BlankNode)
    values = [quad.object for quad in store.quads_for_pattern(subject, node(predicate), None)]
    return min((each.value for each in values if isinstance(each, ox.Literal)), default="")


def _row(things: Things, thing: Thing) -> Row:
    cells = {name: _cell(things, thing, name) for name in CELLS} | {"name": thing.name}
    cells |= {name: _cell(things, thing, name).rpartition("/")[2] for name in ("country", "region")}
    return Row(table_of(thing.cls), 0, thing.key, {name: cell for name, cell in cells.items() if cell})


def _cell(things: Things, thing: Thing, name: str) -> str:
    found = PROPERTIES[name].read(things, thing)
    return str(next(iter(found[0].values()))) if found else ""


def _names(things: Things) -> Iterator[Row]:
    for thing in things.by_iri.values():
        for number, name in enumerate(thing.names[1:]):
            yield Row("names", 0, f"{thing.key}-{number}", {"thing": thing.key, "name": name})


def _table(name: str, rows: Iterable[Row]) -> Table:
    columns = tuple(Column(each, "string") for each in ("name", *CELLS))
    return Table(name, "", name, name, {"": name}, columns, list(rows))
