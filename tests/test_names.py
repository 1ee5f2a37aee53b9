from __future__ import annotations

import pytest

from kg.errors import AskerError
from kg.matching import plain
from kg.names import Index, kind_of
from kg.terms import PREFIXES
from tests.conftest import world

ID = PREFIXES["id"]
WORLD = world(f"""@base <{ID}> .
<city/lima-pe> rdfs:label "Lima"@en .
<city/lima-us> rdfs:label "LIMA"@en .
<city/sao-paulo-br> rdfs:label "São Paulo"@en ; skos:altLabel "Sao Paolo", "Sampa"@pt .
<city/lodz-pl> rdfs:label "Łódź"@pl .
<city/bristol-gb> rdfs:label "Bristol"@en .
<city/san-jose-cr> rdfs:label "San José"@en .
<city/san-jose-us> rdfs:label "San Jose"@en .
<city/cordoba-ar> rdfs:label "Córdoba"@es .
<city/cordoba-es> rdfs:label "Córdoba"@es ; skos:altLabel "Qurṭuba", "Sampa" .
<city/mexico-city-mx> rdfs:label "Mexico City"@en .
<country/mx> rdfs:label "Mexico"@en .
<region/madrid-region-es> rdfs:label "Madrid"@en .
<city/madrid-es> rdfs:label "Madrid"@en .
<network/mmc> rdfs:label "Mayors Migration Council"@en ; skos:altLabel "MMC", "bristol-gb" .
<membership/lima-mmc> rdfs:label "Lima member of MMC"@en .
<passage/p1> rdfs:label "A passage"@en .
<https://w3id.org/citykg/scheme/theme/housing> rdfs:label "Housing"@en .
_:blank rdfs:label "Nobody" .""")


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(WORLD)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("São  Paulo", "sao paulo"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Saint-Denis", "saint denis"),
        ("Mayors’ Mechanism", "mayors mechanism"),
        ("Mayors' Mechanism", "mayors mechanism"),
        ("Tromsø", "tromso"),
        ("Đakovo", "dakovo"),
        ("İzmir", "izmir"),
        ("Ærø", "aero"),
        ("Diyarbakır", "diyarbakir"),
        ("Næstved", "naestved"),
        ("Œuvre", "oeuvre"),
        ("Sa\u0303o Paulo", "sao paulo"),
        ("ﬁrst", "first"),
        ("  ", ""),
        ("京都", "京都"),
    ],
)
def test_a_plain_name_has_no_case_accents_apostrophes_or_hyphens(name: str, folded: str) -> None:
    assert plain(name) == folded


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        (f"{ID}city/lima-pe", "city"),
        (f"{ID}count-claim/x", "count-claim"),
        ("https://w3id.org/citykg/scheme/theme/housing", ""),
        ("http://example.org/city/x", ""),
    ],
)
def test_the_kind_stands_in_the_iri_of_a_thing(iri: str, kind: str) -> None:
    assert kind_of(iri) == kind


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("lima-pe", ["city/lima-pe"]),  # a key
        ("Lima", ["city/lima-pe"]),  # exact, although another spelling differs by case only
        ("LIMA", ["city/lima-us"]),
        ("lima", ["city/lima-pe", "city/lima-us"]),  # case
        ("sAMPA", ["city/cordoba-es", "city/sao-paulo-br"]),
        ("bristol-gb", ["city/bristol-gb"]),  # a key goes before another thing's name
        ("Sao Paolo", ["city/sao-paulo-br"]),  # another name
        ("mmc", ["network/mmc"]),
        ("sao paulo", ["city/sao-paulo-br"]),  # accents
        ("Lodz", ["city/lodz-pl"]),
        ("Qurtuba", ["city/cordoba-es"]),
        ("San José", ["city/san-jose-cr"]),  # exact goes before accents
        ("san jose", ["city/san-jose-us"]),  # so does case
        ("SAN-JOSÉ", ["city/san-jose-cr", "city/san-jose-us"]),
        ("Mexico", ["country/mx"]),  # exact goes before affixes
        ("City of Bristol", ["city/bristol-gb"]),  # affixes
        ("Bristol City Council", ["city/bristol-gb"]),
        ("Municipality of Lodz", ["city/lodz-pl"]),
        ("Comune di Lodz", ["city/lodz-pl"]),
        ("Greater City of Lodz", ["city/lodz-pl"]),
        ("Province of Mexico", ["city/mexico-city-mx", "country/mx"]),
        ("Lima Metropolitan Area", ["city/lima-pe", "city/lima-us"]),
        ("MADRID-ES", ["city/madrid-es"]),  # the case of a key
        ("Limassol", []),
        ("", []),
    ],
)
def test_the_first_rung_with_a_candidate_decides(index: Index, name: str, keys: list[str]) -> None:
    assert index.candidates(name) == [ID + key for key in keys]


def test_one_candidate_is_the_answer(index: Index) -> None:
    assert index.resolve("sao-paulo") == f"{ID}city/sao-paulo-br"


@pytest.mark.parametrize("iri", ["https://example.org/x", "http://example.org/x"])
def test_an_iri_means_itself(index: Index, iri: str) -> None:
    assert index.resolve(iri) == iri


def test_a_short_iri_as_kg_show_prints_it_means_the_long_one(index: Index) -> None:
    assert index.resolve("id:city/lima-pe") == f"{ID}city/lima-pe"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Córdoba", "'Córdoba' may mean 2 things; name one by its key: cordoba-ar, cordoba-es"),
        ("Madrid", "'Madrid' may mean 2 things; name one by its key: madrid-es, madrid-region-es"),
        ("sao paulp", "nothing is called 'sao paulp'; did you mean 'São Paulo'?"),
        ("Mayors’ Counsil", "nothing is called 'Mayors’ Counsil'; did you mean 'Mayors Migration Council'?"),
        ("cordoba-arr", "nothing is called 'cordoba-arr'; did you mean 'cordoba-ar'?"),
        ("council", "nothing is called 'council' alone; names with it: Mayors Migration Council"),
        ("xyzzy", "nothing is called 'xyzzy'; 'kg query --list' shows what can be asked"),
        ("", "nothing is called ''; 'kg query --list' shows what can be asked"),
    ],
)
def test_what_is_not_one_thing_is_put_before_the_person(index: Index, name: str, message: str) -> None:
    with pytest.raises(AskerError) as caught:
        index.resolve(name)
    assert str(caught.value) == message


@pytest.mark.parametrize("name", ["Lima member of MMC", "A passage", "Housing", "Nobody"])
def test_links_passages_concepts_and_blank_nodes_have_no_names_to_ask_for(index: Index, name: str) -> None:
    assert index.candidates(name) == []


def test_kinds_narrow_the_choice() -> None:
    cities = Index(WORLD, ("city",))
    assert cities.candidates("Madrid") == [f"{ID}city/madrid-es"]
    assert cities.candidates("MMC") == []
    assert cities.candidates("Province of Mexico") == [f"{ID}city/mexico-city-mx"]


def test_kinds_can_ask_for_what_is_not_named_otherwise() -> None:
    assert Index(WORLD, ("membership",)).candidates("lima member of mmc") == [f"{ID}membership/lima-mmc"]


def test_an_empty_graph_knows_no_name() -> None:
    with pytest.raises(AskerError, match=r"^nothing is called 'Lima'; 'kg query --list' shows what can be asked$"):
        Index(world("")).resolve("Lima")
