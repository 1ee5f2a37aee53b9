"""Names on rungs, affixes, distances and near spellings, on entries made up here."""

from __future__ import annotations

import difflib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import matching
from kg.affixes import bare, parts, regional
from kg.matching import CUTOFF, FOLDS, Entry, Index, Match, Query, degrees, distance, plain
from tests.worlds import exact

ENTRIES = [
    Entry("bari-it", "cities", ("Bari", "Bario"), "it", ("Apulia", "13"), (41.12, 16.87), 316_491, "1", "Q1"),
    Entry("castro-it", "cities", ("Castro",), "it", ("Lombardy",), (45.80, 10.07), 1_345, "2"),
    Entry("castro-it-2", "cities", ("Castro",), "it", ("Apulia",), (40.01, 18.43), 2_415, "3"),
    Entry("castro-cl", "cities", ("Castro",), "cl", (), (-42.48, -73.76)),
    Entry("l-aquila-it", "cities", ("L'Aquila",), "it"),
    Entry("bozen-it", "cities", ("Bolzano", "Bozen"), "it"),
    Entry("lodz-pl", "cities", ("Łódź",), "pl"),
    Entry("zurich-ch", "cities", ("Zürich", "Zurigo"), "ch"),
    Entry("turin-province-it", "regions", ("Province of Turin", "Turin"), "it"),
    Entry("madrid-es", "cities", ("Madrid",), "es"),
    Entry("madrid-region-es", "regions", ("Madrid",), "es"),
    Entry("mexico-city-mx", "cities", ("Mexico City",), "mx"),
    Entry("mx", "countries", ("Mexico",), "mx"),
    Entry("eurocities", "networks", ("Eurocities",)),
    Entry("san-jose-1", "cities", ("San José",), "cr"),
    Entry("san-jose-2", "cities", ("San Jose",), "cr"),
]
INDEX = Index(ENTRIES)


def found(name: str, country: str = "", **more: object) -> tuple[str, str]:
    """The key that a name is decided to mean, and the rung; empty where it is not decided."""
    decided = INDEX.match(Query(name, country, **more)).found  # type: ignore[arg-type]
    return (decided.entry.key, decided.rung) if decided else ("", "")


@pytest.mark.parametrize(
    ("name", "country", "key", "rung"),
    [
        ("Bari", "it", "bari-it", "exact"),
        ("Bari", "", "bari-it", "exact"),
        ("BARI", "it", "bari-it", "case"),
        ("Bário", "it", "bari-it", "other names"),
        ("lodz", "pl", "lodz-pl", "diacritics"),
        ("Zurigo", "ch", "zurich-ch", "other names"),
        ("Comune di Bari", "it", "bari-it", "affixes"),
        ("Città di Bari", "it", "bari-it", "affixes"),
        ("Comune dell'Aquila", "it", "", ""),  # 'aquila' is no name of it
        ("Comune di L’Aquila", "it", "l-aquila-it", "affixes"),
        ("Stadt Zürich", "ch", "zurich-ch", "affixes"),
        ("Zürich City Council", "ch", "zurich-ch", "affixes"),
        ("City of Zürich", "ch", "zurich-ch", "affixes"),
        ("Gmina Łódź", "pl", "lodz-pl", "affixes"),
        ("Bari (IT)", "it", "bari-it", "affixes"),
        ("Bari (Apulia)", "it", "bari-it", "affixes"),
        ("Bari (Ohio)", "it", "", ""),  # what stands behind the name says something else
        ("Bolzano/Bozen", "it", "bozen-it", "affixes"),
        ("Bolzano (Bozen)", "it", "bozen-it", "affixes"),
        ("Province of Bari", "it", "", ""),  # a province is no city
        ("Provincia di Turin", "it", "turin-province-it", "affixes"),
        ("City of Mexico", "mx", "mexico-city-mx", "affixes"),  # and a city no country
        ("Castro", "cl", "castro-cl", "exact"),
        ("Castro", "it", "", ""),
        ("Castro", "", "", ""),
        ("Castro", "es", "", ""),
        ("Madrid", "es", "", ""),
        ("San José", "cr", "san-jose-1", "exact"),  # exact goes before case and diacritics
        ("SAN JOSE", "cr", "san-jose-2", "case"),
        ("SAN-JOSÉ", "cr", "", ""),
        ("Eurocities", "it", "eurocities", "exact"),  # what has no country is of any
        ("", "it", "", ""),
    ],
)
def test_the_first_rung_with_one_candidate_decides(name: str, country: str, key: str, rung: str) -> None:
    assert found(name, country) == (key, rung)


def test_kinds_narrow() -> None:
    assert found("Madrid", "es", kinds=("cities",)) == ("madrid-es", "exact")
    assert found("Eurocities", kinds=("cities",)) == ("", "")


@pytest.mark.parametrize(
    ("point", "key", "rung"),
    [
        ((45.80, 10.07), "castro-it", "coordinate"),
        ((45.95, 10.07), "castro-it", "coordinate"),  # 17 km
        ((46.05, 10.07), "", ""),  # 28 km is not near enough to pick one of two
        ((40.01, 18.43), "castro-it-2", "coordinate"),
        ((43.0, 14.0), "", ""),
    ],
)
def test_a_coordinate_picks_one_within_20_km_and_none_other_within_50(
    point: tuple[float, float], key: str, rung: str
) -> None:
    assert found("Castro", "it", point=point) == (key, rung)


def test_two_near_ones_stay_two() -> None:
    twins = Index(
        [Entry("a", "cities", ("A",), "it", (), (45.0, 10.0)), Entry("b", "cities", ("A",), "it", (), (45.3, 10.0))]
    )
    assert twins.match(Query("A", "it", point=(45.0, 10.0))).found is None


def test_one_without_a_point_keeps_it_undecided() -> None:
    twins = Index([Entry("a", "cities", ("A",), "it", (), (45.0, 10.0)), Entry("b", "cities", ("A",), "it")])
    assert twins.match(Query("A", "it", point=(45.0, 10.0))).found is None


def test_a_region_picks_one() -> None:
    assert found("Castro", "it", region="lombardy") == ("castro-it", "region")
    assert found("Castro", "it", region="Sicily") == ("", "")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (Query("Castro", "it"), "2 candidates"),
        (Query("Bari", "it", point=(45.0, 9.0)), "the place known by this name is 771 km away"),
        (Query("Xyzzy", "it"), "not found"),
    ],
)
def test_what_is_not_decided_says_why(query: Query, reason: str) -> None:
    assert INDEX.match(query).reason == reason


def test_population_never_decides_but_orders() -> None:
    assert [each.entry.key for each in INDEX.match(Query("Castro", "it")).candidates] == ["castro-it-2", "castro-it"]


def test_near_spellings_are_proposed_and_never_decided() -> None:
    match = INDEX.match(Query("Bolzanno", "it"))
    assert match.found is None
    assert [(each.entry.key, each.rung, 50 < each.score < 70) for each in match.candidates] == [
        ("bozen-it", "near", True)
    ]


@pytest.mark.parametrize(
    ("rung", "name", "score"),
    [("exact", "Bari", 100), ("case", "BARI", 95), ("other names", "Bario", 85), ("affixes", "Comune di Bari", 80)],
)
def test_scores_fall_with_the_rungs(rung: str, name: str, score: int) -> None:
    decided = INDEX.match(Query(name, "it")).found
    assert decided and (decided.rung, decided.score) == (rung, score)


def test_an_empty_index_finds_nothing() -> None:
    assert Index([]).match(Query("Bari")) == Match()


@pytest.mark.parametrize(
    "name",
    [
        "Comune di Bari", "Ayuntamiento de Bari", "Ajuntament de Bari", "Mairie de Bari", "Ville de Bari", "Stadt Bari",
        "Landeshauptstadt Bari", "Gemeente Bari", "Câmara Municipal de Bari", "Município de Bari", "Commune de Bari",
        "Città di Bari", "Obec Bari", "Mesto Bari", "Gmina Bari", "City of Bari", "Bari City Council",
        "The City of Bari",
        "Bari Metropolitan Municipality", "Bari Büyükşehir Belediyesi", "Municipality of Bari", "Greater City of Bari",
        "Prefeitura Municipal de Bari", "Dimos Bari", "Bari Kommune", "Royal Borough of Bari", "VILLE DE BARI",
        "Concello de Bari", "Marktgemeinde Bari", "Ville d'Bari",
    ],
)  # fmt: skip
def test_affixes_of_municipalities_are_taken_off(name: str) -> None:
    assert bare(name) == "bari"


@pytest.mark.parametrize("name", ["Gradisca", "Stadthagen", "Villeneuve", "Bystrica", "Comunanza", "City", "Grad"])
def test_what_only_looks_like_an_affix_stays(name: str) -> None:
    assert bare(name) == name.casefold()


@pytest.mark.parametrize(
    ("name", "is_regional"),
    [
        ("Provincia di Bari", True),
        ("Région Bretagne", True),
        ("Cook County", True),
        ("Regionsburg", False),
        ("Bari", False),
    ],
)
def test_a_name_says_itself_that_it_is_a_province(name: str, is_regional: bool) -> None:
    assert regional(name) is is_regional


@given(st.text(string.printable + "ŁŚéñßıæœ’", max_size=30))
def test_folding_is_idempotent_and_has_no_capitals(name: str) -> None:
    once = plain(name)
    assert plain(once) == once == once.casefold()
    assert bare(bare(name)) is not None and FOLDS[2](name) == once


@given(st.text(max_size=20))
def test_the_parts_of_a_name_are_of_the_name(name: str) -> None:
    core, hint = parts(name)
    assert core in name and hint in name


POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(POINTS, POINTS)
def test_distances_are_the_same_both_ways_and_at_most_half_the_globe(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert 0 <= distance(one, other) <= 20_016


@given(st.floats(-180, 180))
def test_degrees_are_read_back_within_six_metres(number: float) -> None:
    assert abs(float(degrees(number)) - number) <= 0.00005 + 1e-9
    assert degrees(number) != "-0.0000"


@exact
@given(st.text("abcé -", max_size=12), st.text("abcé -", max_size=12))
def test_a_likeness_is_left_out_only_where_it_is_below_the_cutoff(one: str, other: str) -> None:
    whole = difflib.SequenceMatcher(None, one, other).ratio()
    found = matching._like(one, other)
    assert found == whole if whole >= CUTOFF else found < CUTOFF
