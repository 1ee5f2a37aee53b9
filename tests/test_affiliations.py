"""The two-mode graph and the graph of all things, of a world small enough to write out."""

from __future__ import annotations

import networkx as nx
import pyoxigraph as ox
import pytest

from kg import affiliations, terms
from kg import store as stores
from kg.affiliations import DEFAULT_LAYERS, LAYERS, Affiliation, Link, Thing
from kg.errors import AskerError
from kg.store import AsOf
from tests.conftest import world

ID = terms.PREFIXES["id"]
THINGS = """
kg:City rdfs:subClassOf kg:LocalGovernment . kg:Region rdfs:subClassOf kg:LocalGovernment .
kg:Network rdfs:subClassOf kg:Collective . kg:Declaration rdfs:subClassOf kg:Collective .
<https://w3id.org/citykg/id/country/pe> a kg:Country ; rdfs:label "Peru"@en .
<https://w3id.org/citykg/id/city/lima-pe> a kg:City, kg:LocalGovernment ; rdfs:label "Lima"@en ;
    kg:inCountry <https://w3id.org/citykg/id/country/pe> .
<https://w3id.org/citykg/id/city/oslo-no> a kg:City, kg:LocalGovernment ; rdfs:label "Oslo"@en .
<https://w3id.org/citykg/id/region/łódź-pl> a kg:Region, kg:LocalGovernment ; rdfs:label "Łódź"@pl .
<https://w3id.org/citykg/id/organisation/iom> a kg:Organisation ; rdfs:label "IOM"@en .
<https://w3id.org/citykg/id/network/uclg> a kg:Network, kg:Collective ; rdfs:label "UCLG"@en .
<https://w3id.org/citykg/id/instrument/letter> a kg:Declaration, kg:Collective ; rdfs:label "The letter"@en .
<https://w3id.org/citykg/id/event/forum> a kg:Event ; rdfs:label "Forum"@en .
<https://w3id.org/citykg/id/practice/card> a kg:Practice ; rdfs:label "Card"@en .
<https://w3id.org/citykg/scheme/role/host> skos:notation "host" .
<https://w3id.org/citykg/scheme/role/member> skos:notation "member" .
<https://w3id.org/citykg/scheme/gcm/2a> rdfs:label "Minimize drivers"@en .
<https://w3id.org/citykg/id/passage/a-2020-p001> a kg:Passage ; rdfs:label "A, passage 1"@en ; kg:section "1" ;
    kg:source <https://w3id.org/citykg/id/source/a-2020> .
<https://w3id.org/citykg/id/source/a-2020> a kg:Source ; rdfs:label "A" .
"""


def said(key: str, subject: str, predicate: str, target: str, more: str = "") -> str:
    """A statement in Turtle about two things, each named by kind and key."""
    target = target if target[0] in '"<' else f"<{ID}{target}>"
    return (
        f"<{ID}statement/{key}> a kg:Statement ; rdf:subject <{ID}{subject}> ; rdf:predicate {predicate} ; "
        f"rdf:object {target} ; kg:evidence <{ID}passage/a-2020-p001> {more} .\n"
    )


def role(name: str) -> str:
    return f"; kg:role <{terms.PREFIXES['scheme']}role/{name}>"


STATEMENTS = "".join(
    [
        said("s1", "city/lima-pe", "kg:memberOf", "network/uclg",
             role("member") + ' ; kg:from "2004"^^xsd:gYear ; kg:to "2010"^^xsd:gYear'),
        said("s2", "city/lima-pe", "kg:memberOf", "network/uclg", role("host")),
        said("s3", "region/łódź-pl", "kg:endorses", "instrument/letter", '; kg:on "2018-12-08"^^xsd:date'),
        said("s4", "city/lima-pe", "kg:tookPartIn", "event/forum"),
        said("s5", "organisation/iom", "kg:memberOf", "network/uclg"),
        said("s6", "city/lima-pe", "kg:inCountry", "country/pe"),
        said("s7", "city/oslo-no", "kg:partnerIn", "practice/card"),
        said("s8", "practice/card", "kg:addresses", f"<{terms.PREFIXES['scheme']}gcm/2a>", '; kg:rank "secondary"'),
        said("s9", "network/uclg", "kg:founded", '"2004"^^xsd:gYear'),
    ]
)  # fmt: skip

LIMA = Thing("lima-pe", "Lima", "city", "Peru")
LODZ = Thing("łódź-pl", "Łódź", "region")
UCLG = Thing("uclg", "UCLG", "network")
LETTER = Thing("letter", "The letter", "instrument")
FORUM = Thing("forum", "Forum", "event")
S1 = Link("lima-pe", "uclg", "membership", "member", "2004", "2010", ID + "statement/s1")
S2 = Link("lima-pe", "uclg", "membership", "host", "", "", ID + "statement/s2")
S3 = Link("łódź-pl", "letter", "endorsement", "", "2018-12-08", "", ID + "statement/s3")
S4 = Link("lima-pe", "forum", "participation", "", "", "", ID + "statement/s4")


@pytest.fixture(scope="module")
def small() -> ox.Store:
    """Three places, an organisation, four things to gather in, and nine statements."""
    return world(THINGS + STATEMENTS)


def test_places_and_collectives_are_those_that_a_link_ties(small: ox.Store) -> None:
    expected = Affiliation([LIMA, LODZ], [LETTER, UCLG], [S1, S2, S3], DEFAULT_LAYERS)
    assert affiliations.affiliation(small) == expected


@pytest.mark.parametrize(
    ("layers", "places", "collectives", "links"),
    [
        (["membership"], [LIMA], [UCLG], [S1, S2]),
        (["endorsement"], [LODZ], [LETTER], [S3]),
        (["participation"], [LIMA], [FORUM], [S4]),
        (["participation", "membership"], [LIMA], [FORUM, UCLG], [S4, S1, S2]),
        (["partnership"], [], [], []),
        (["funding", "pledge"], [], [], []),
        ([], [], [], []),
    ],
)
def test_each_layer_has_its_own_links(
    small: ox.Store, layers: list[str], places: list[Thing], collectives: list[Thing], links: list[Link]
) -> None:
    assert affiliations.affiliation(small, layers) == Affiliation(places, collectives, links, tuple(layers))


def test_layers_may_come_one_by_one(small: ox.Store) -> None:
    assert affiliations.affiliation(small, iter(DEFAULT_LAYERS)) == affiliations.affiliation(small)


@pytest.mark.parametrize(
    ("layer", "hint"), [("member", ""), ("endorsment", "; did you mean 'endorsement'?"), ("", ""), ("xyz", "")]
)
def test_an_unknown_layer_is_named_with_the_nearest_and_all(small: ox.Store, layer: str, hint: str) -> None:
    with pytest.raises(AskerError) as raised:
        affiliations.affiliation(small, ["membership", layer])
    hint = "; did you mean 'membership'?" if layer == "member" else hint
    every = "membership, endorsement, funding, pledge, partnership, participation"
    assert str(raised.value) == f"no layer '{layer}'{hint}; layers are {every}"


def test_the_default_layers_are_those_of_belonging_and_money() -> None:
    assert tuple(LAYERS)[:4] == DEFAULT_LAYERS


@pytest.mark.parametrize(
    ("date", "links", "count"),
    [
        ("2003", [S2], AsOf("2003", 0, 2, 7)),
        ("2004", [S1, S2], AsOf("2004", 1, 1, 7)),
        ("2010-12", [S1, S2], AsOf("2010-12", 1, 1, 7)),
        ("2018-12-07", [S2], AsOf("2018-12-07", 0, 2, 7)),
        ("2018-12-08", [S2, S3], AsOf("2018-12-08", 1, 1, 7)),
        ("2018", [S2, S3], AsOf("2018", 1, 1, 7)),
    ],
)
def test_as_of_a_date_only_the_links_that_held_are_there(
    small: ox.Store, date: str, links: list[Link], count: AsOf
) -> None:
    found = affiliations.affiliation(small, as_of=date)
    assert (found.links, found.as_of) == (links, count)
    assert {each.key for each in found.places} == {link.place for link in links}


def test_the_networkx_graph_keeps_parallel_links_and_every_attribute(small: ox.Store) -> None:
    graph = affiliations.affiliation(small).to_networkx()
    assert dict(graph.nodes(data=True)) == {
        "lima-pe": {"name": "Lima", "kind": "city", "country": "Peru", "bipartite": 0},
        "łódź-pl": {"name": "Łódź", "kind": "region", "country": "", "bipartite": 0},
        "letter": {"name": "The letter", "kind": "instrument", "country": "", "bipartite": 1},
        "uclg": {"name": "UCLG", "kind": "network", "country": "", "bipartite": 1},
    }
    assert list(graph.edges(keys=True, data=True)) == [
        ("lima-pe", "uclg", S1.statement, {"layer": "membership", "role": "member", "start": "2004", "end": "2010"}),
        ("lima-pe", "uclg", S2.statement, {"layer": "membership", "role": "host", "start": "", "end": ""}),
        ("łódź-pl", "letter", S3.statement, {"layer": "endorsement", "role": "", "start": "2018-12-08", "end": ""}),
    ]


def test_the_simple_graph_has_one_edge_a_pair(small: ox.Store) -> None:
    simple = affiliations.affiliation(small).simple()
    assert sorted(simple.edges()) == [("lima-pe", "uclg"), ("łódź-pl", "letter")]
    assert nx.get_node_attributes(simple, "bipartite") == {"lima-pe": 0, "łódź-pl": 0, "letter": 1, "uclg": 1}


def test_things_have_names_kinds_and_countries_but_statements_passages_and_sources_are_none(small: ox.Store) -> None:
    found = affiliations.things(small)
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
    graph = affiliations.relations(small)
    assert list(graph.edges(keys=True, data=True)) == [
        ("iom", "uclg", "s5", {"relation": "memberOf", "role": ""}),
        ("lima-pe", "uclg", "s1", {"relation": "memberOf", "role": "member"}),
        ("lima-pe", "uclg", "s2", {"relation": "memberOf", "role": "host"}),
        ("lima-pe", "forum", "s4", {"relation": "tookPartIn", "role": ""}),
        ("lima-pe", "pe", "s6", {"relation": "inCountry", "role": ""}),
        ("oslo-no", "card", "s7", {"relation": "partnerIn", "role": ""}),
        ("łódź-pl", "letter", "s3", {"relation": "endorses", "role": ""}),
    ]


def test_the_graph_of_things_has_all_things_in_order_with_their_class(small: ox.Store) -> None:
    graph = affiliations.relations(small)
    assert list(graph) == ["card", "forum", "iom", "letter", "lima-pe", "oslo-no", "pe", "uclg", "łódź-pl"]
    assert graph.nodes["lima-pe"] == {"name": "Lima", "kind": "city", "type": "City", "country": "Peru"}
    assert graph.nodes["letter"] == {"name": "The letter", "kind": "instrument", "type": "Declaration", "country": ""}


def test_facts_are_what_is_said_of_a_thing_that_is_no_link(small: ox.Store) -> None:
    assert affiliations.facts(small) == {
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
    assert affiliations.facts(store) == {
        "card": [("theme", "Housing", "s1"), ("theme", f"{theme}new", "s2"), ("altLabel", "Карта", "s3")]
    }


def test_evidence_is_source_section_and_number_or_the_source_alone() -> None:
    source = f"; kg:evidence <{ID}source/a-2020>"
    store = world(THINGS + said("s1", "city/lima-pe", "kg:partnerIn", "practice/card", source))
    assert affiliations.evidence(store) == {"s1": ["a-2020, 1, p001", "a-2020"]}


def test_the_class_of_a_thing_is_the_lowest(small: ox.Store) -> None:
    found = affiliations.classes(small)
    assert {key: found[key] for key in ("lima-pe", "łódź-pl", "letter", "forum", "s1", "a-2020", "a-2020-p001")} == {
        "lima-pe": "City",
        "łódź-pl": "Region",
        "letter": "Declaration",
        "forum": "Event",
        "s1": "Statement",
        "a-2020": "Source",
        "a-2020-p001": "Passage",
    }


def test_an_empty_store_has_empty_graphs() -> None:
    empty = ox.Store()
    assert affiliations.affiliation(empty) == Affiliation([], [], [], DEFAULT_LAYERS)
    assert len(affiliations.affiliation(empty).simple()) == len(affiliations.relations(empty)) == 0
    for read in (affiliations.things, affiliations.classes, affiliations.facts, affiliations.evidence):
        assert read(empty) == {}


def test_the_order_in_which_triples_come_does_not_matter(small: ox.Store) -> None:
    turned = ox.Store()
    turned.extend(sorted(small, key=str, reverse=True))
    assert affiliations.affiliation(turned) == affiliations.affiliation(small)
    pair = [affiliations.relations(each) for each in (turned, small)]
    assert list(pair[0].nodes(data=True)) == list(pair[1].nodes(data=True))
    assert list(pair[0].edges(keys=True, data=True)) == list(pair[1].edges(keys=True, data=True))


@pytest.mark.parametrize("layer", LAYERS)
def test_shipped_links_that_have_not_ended_are_the_short_triples(store: ox.Store, layer: str) -> None:
    query = f"""SELECT DISTINCT ?place ?collective WHERE {{
      ?place {LAYERS[layer]} ?collective ; a kg:LocalGovernment . ?collective a ?class
      VALUES ?class {{ kg:Collective kg:Event }} }}"""
    short = {(local(row["place"]), local(row["collective"])) for row in stores.select(store, query)}
    links = affiliations.affiliation(store, [layer]).links
    assert {(link.place, link.collective) for link in links if not link.end} == short


def local(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_each_shipped_link_is_one_statement_between_known_things(store: ox.Store) -> None:
    whole = affiliations.affiliation(store, LAYERS)
    assert len({link.statement for link in whole.links}) == len(whole.links) > 0
    assert whole.places == sorted(whole.places, key=lambda place: place.key)
    assert {link.place for link in whole.links} == {place.key for place in whole.places}
    assert {link.collective for link in whole.links} == {each.key for each in whole.collectives}
    assert {place.kind for place in whole.places} <= {"city", "region"}


def test_things_without_a_name_are_shown_by_their_key() -> None:
    link = f"rdf:subject <{ID}city/a> ; rdf:predicate kg:memberOf ; rdf:object <{ID}network/n>"
    nameless = world(
        f"<{ID}membership/m> {link} . <{ID}city/a> a kg:LocalGovernment . <{ID}network/n> a kg:Collective ."
    )
    assert list(affiliations.affiliation(nameless).to_networkx().nodes(data="name")) == [("a", "a"), ("n", "n")]


def test_things_without_a_class_and_addresses_without_a_slash_stop_nothing() -> None:
    strange = world(
        f'<{ID}city/a> rdfs:label "A"@en . '
        "<urn:m> rdf:subject <urn:a> ; rdf:predicate kg:memberOf ; rdf:object <urn:b> ."
    )
    assert dict(affiliations.relations(strange).nodes(data="type")) == {"a": ""}


def test_a_pledge_is_linked_with_its_maker_and_its_call() -> None:
    base = "https://w3id.org/citykg/id/"
    store = world(f"""@base <{base}> .
        <city/a> a kg:City ; rdfs:label "A" . <instrument/c> a kg:Call ; rdfs:label "C" .
        <pledge/p> a kg:Pledge , kg:Statement ; rdfs:label "P" ; kg:evidence <source/s> ;
          kg:pledgedBy <city/a> ; kg:call <instrument/c> ;
          rdf:subject <city/a> ; rdf:predicate kg:pledgedUnder ; rdf:object <instrument/c> .""")
    graph = affiliations.relations(store)
    assert set(graph.edges(keys=True)) == {("a", "c", "p"), ("p", "a", "p-pledgedBy"), ("p", "c", "p-call")}
    said = affiliations.evidence(store)
    assert said["p"] == said["p-pledgedBy"] == said["p-call"] == ["s"]
