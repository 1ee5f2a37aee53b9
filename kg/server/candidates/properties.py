"""What can be asked of a thing in reconciliation: each property with its values, and how a given value compares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.names import kind_of
from kg.server.candidates.entities import DATES, Thing, Things
from kg.server.candidates.searching import identifier

Value = dict[str, str | int | float]
Reader = Callable[[Things, Thing], list[Value]]

PLACES = ("City", "Region", "Country", "District")
BODIES = ("Collective", "Organisation")


@dataclass(frozen=True)
class Property:
    """Something that things of some classes have: its id, its name, its values, and the class of things among them."""

    id: str
    name: str
    classes: tuple[str, ...]
    read: Reader
    target: str = ""


def _texts(*predicates: str) -> Reader:
    """The values of the first predicate that has any, as text."""
    return lambda things, thing: [{"str": value} for value in things.first(thing.iri, *predicates)]


def _numbers(predicate: str) -> Reader:
    return lambda things, thing: [{"float": float(value)} for value in things.values(thing.iri, predicate)]


def _things(predicate: str, kind: str = "") -> Reader:
    return lambda things, thing: [
        _entity(things, iri) for iri in things.values(thing.iri, predicate) if not kind or kind_of(iri) == kind
    ]


def _pointing(*predicates: str) -> Reader:
    return lambda things, thing: [
        _entity(things, iri) for iri in sorted({iri for each in predicates for iri in things.pointing(thing.iri, each)})
    ]


def _entity(things: Things, iri: str) -> Value:
    return {"id": identifier(iri), "name": things.named(iri)}


def _outside(host: str) -> Reader:
    """The id of a thing in another data set: the last part of the address."""
    return lambda things, thing: [
        {"str": value.rstrip("/").rpartition("/")[2]}
        for value in things.values(thing.iri, "skos:exactMatch")
        if host in value
    ]


def _count(read: Reader) -> Reader:
    return lambda things, thing: [{"int": len(read(things, thing))}]


def _other_names(things: Things, thing: Thing) -> list[Value]:
    return [{"str": name} for name in thing.names[1:]]


def _class(things: Things, thing: Thing) -> list[Value]:
    return [{"str": things.classes.label(thing.cls)}]


_BELONGING, _SIGNING = _things("kg:memberOf"), _things("kg:endorses")
_MEMBERS = _pointing("kg:memberOf", "kg:endorses", "kg:pledgedUnder")
_ACTORS = ("City", "Region", "Country", "Organisation")

PROPERTIES = {
    each.id: each
    for each in (
        Property("country", "country", ("City", "Region", "Organisation"), _things("kg:inCountry"), "Country"),
        Property("region", "region", ("City", "District"), _things("kg:partOf", "region"), "Region"),
        Property("latitude", "latitude", ("City", "Region"), _numbers("geo:lat")),
        Property("longitude", "longitude", ("City", "Region"), _numbers("geo:long")),
        Property("wikidata", "Wikidata id", (*PLACES, *BODIES), _outside("wikidata.org")),
        Property("geonames", "GeoNames id", PLACES, _outside("geonames.org")),
        Property("iri", "address of the thing in the graph", (), lambda _, thing: [{"str": thing.iri}]),
        Property("class", "class", (), _class),
        Property("kind", "kind", (), _texts("kg:kind")),
        Property("names", "other names", (), _other_names),
        Property("founded", "founded, adopted or begun", (*BODIES, "Event"), _texts(*(f"kg:{each}" for each in DATES))),
        Property("ended", "ended", (*BODIES, "Event"), _texts("kg:ended", "kg:end")),
        Property("address", "web address", (*BODIES, "Event"), _texts("kg:address")),
        Property("iso2", "ISO 3166 code, two letters", ("Country",), _texts("kg:iso2")),
        Property("iso3", "ISO 3166 code, three letters", ("Country",), _texts("kg:iso3")),
        Property("memberships", "number of networks it belongs to", _ACTORS, _count(_BELONGING)),
        Property("networks", "networks it belongs to", _ACTORS, _BELONGING, "Collective"),
        Property("endorsements", "number of declarations and other texts it signed", _ACTORS, _count(_SIGNING)),
        Property("signed", "declarations and other texts it signed", _ACTORS, _SIGNING, "Instrument"),
        Property("funders", "who funds it", (*_ACTORS, "Collective"), _things("kg:fundedBy")),
        Property("hosts", "who hosts it", ("Collective",), _things("kg:hostedBy")),
        Property("listed", "number of members or signatories listed here", ("Collective",), _count(_MEMBERS)),
        Property("members", "members or signatories listed here", ("Collective",), _MEMBERS),
    )
}


def fitting(things: Things, name: str) -> list[Property]:
    """The properties that things of a class may have, in the order of the list; all where the class is none."""
    related = {name, *_below(things, name)} | things.classes.over(name)
    return [each for each in PROPERTIES.values() if not name or not each.classes or related & {*each.classes}]


def _below(things: Things, name: str) -> set[str]:
    return {cls for cls in things.classes.above if name in things.classes.over(cls)}


def rows(things: Things, ids: Iterable[str], wanted: Sequence[Property]) -> dict[str, dict[str, list[Value]]]:
    """The values of properties by id of the thing; nothing for an id that there is not."""
    return {
        own: {
            each.id: each.read(things, thing) if (thing := things.by_id.get(identifier(own))) else [] for each in wanted
        }
        for own in ids
    }
