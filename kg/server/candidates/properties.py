"""What can be asked of a thing in reconciliation: each property with its values, and how a given value compares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.matching import plain
from kg.names import kind_of
from kg.server.entities import DATES, Thing, Things
from kg.server.searching import identifier

Value = dict[str, str | int | float]
Given = str | int | float | bool | dict[str, object]
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


def agrees(things: Things, thing: Thing, wanted: Property, given: Sequence[Given]) -> bool | None:
    """Whether one of the given values is one of the thing's; None where it has none or nothing is given."""
    own, told = wanted.read(things, thing), [text for each in given for text in words(each)]
    if not own or not told:
        return None
    return any(_same(things, each, text) for each in own for text in told)


def words(given: Given) -> list[str]:
    """A given value as texts; of a thing its id and its name.

    >>> words({"id": "country/es", "name": "Spain"}), words(2012.0), words(" ES "), words(True)
    (['country/es', 'Spain'], ['2012'], ['ES'], ['true'])
    """
    if isinstance(given, dict):
        return [text for name in ("id", "name") if (text := str(given.get(name) or "").strip())]
    if isinstance(given, bool):
        return [str(given).lower()]
    text = str(int(given)) if isinstance(given, float) and given.is_integer() else str(given).strip()
    return [text] if text else []


def _same(things: Things, own: Value, text: str) -> bool:
    if "id" in own:
        thing = things.by_id.get(str(own["id"]))
        return identifier(text) in (own["id"], str(own["id"]).rpartition("/")[2]) or plain(text) in _plain(thing)
    if "float" in own or "int" in own:
        return _close(float(own.get("float", own.get("int", 0))), text)
    return _alike(str(own["str"]), text)


def _plain(thing: Thing | None) -> set[str]:
    return {plain(name) for name in thing.names} if thing else set()


def _close(number: float, text: str) -> bool:
    try:
        return abs(number - float(text.replace(",", "."))) <= 0.1
    except ValueError:
        return False


def _alike(own: str, text: str) -> bool:
    """Whether two texts are one but for case and accents, or two dates, as far as both go; of an IRI its last part.

    >>> _alike("2012-05", "2012"), _alike("2012", "2012-05-01"), _alike("Q1492", "http://www.wikidata.org/entity/q1492")
    (True, True, True)
    """
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", own):
        return text[:4].isdigit() and len(text) >= 4 and (own.startswith(text) or text.startswith(own))
    last = text.rstrip("/").rpartition("/")[2] if "://" in text and "://" not in own else text
    return plain(own) == plain(last)


def rows(things: Things, ids: Iterable[str], wanted: Sequence[Property]) -> dict[str, dict[str, list[Value]]]:
    """The values of properties by id of the thing; nothing for an id that there is not."""
    return {
        own: {
            each.id: each.read(things, thing) if (thing := things.by_id.get(identifier(own))) else [] for each in wanted
        }
        for own in ids
    }
