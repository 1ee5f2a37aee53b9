"""Store to two-mode graph: of a world small enough to write out, and the same answer as the slow way of the shipped."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pyoxigraph as ox
import pytest

from kg import affiliations, terms
from kg import store as stores
from kg.affiliations import DEFAULT_LAYERS, LAYERS
from kg.dates import AsOf
from kg.errors import AskerError
from kg.twomode import Affiliation, Link, Thing
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


Tie = tuple[str, str, str]


def ties(two_mode: Affiliation) -> list[Tie]:
    """The ties in words, in the order of the rows."""
    return [(two_mode.places[row], two_mode.collectives[at], two_mode.layers[of]) for row, at, of in two_mode.ties]


def tied(links: Iterable[Link]) -> set[Tie]:
    return {(link.place, link.collective, link.layer) for link in links}


SLOW = """SELECT ?place ?collective ?predicate ?statement ?roleName ?from ?to WHERE {
  ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  BIND(IF(?predicate = kg:steeredBy, ?object, ?subject) AS ?place)
  BIND(IF(?predicate = kg:steeredBy, ?subject, ?object) AS ?collective)
  FILTER EXISTS { ?place a kg:LocalGovernment }
  FILTER EXISTS { ?collective a ?class FILTER(?class IN (kg:Collective, kg:Event)) }
  OPTIONAL { ?statement kg:role/skos:notation ?roleName }
  OPTIONAL { ?statement kg:from|kg:on ?from }
  OPTIONAL { ?statement kg:to ?to } }"""


def slowly(store: ox.Store, layers: Iterable[str]) -> list[Link]:
    """The links as one query over all statements gives them: the plain way, to compare with."""
    wanted = {stores.node(LAYERS[layer]).value: layer for layer in layers}
    found = [
        Link(
            local(row["place"]), local(row["collective"]), wanted[row["predicate"]],
            row["roleName"], row["from"], row["to"], row["statement"],
        )
        for row in stores.select(store, SLOW) if row["predicate"] in wanted
    ]  # fmt: skip
    return sorted(found, key=lambda link: (link.place, link.collective, link.statement))


def said_of(link: Link) -> tuple[str, ...]:
    """A link without what bounds it further."""
    return link.place, link.collective, link.layer, link.role, link.start, link.end, link.statement


def local(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_places_and_collectives_are_those_that_a_link_ties(small: ox.Store) -> None:
    found = affiliations.affiliation(small)
    assert (found.places, found.collectives) == (("lima-pe", "łódź-pl"), ("letter", "uclg"))
    assert (found.links, found.layers, found.as_of) == ([S1, S2, S3], DEFAULT_LAYERS, None)
    assert [found.thing(key) for key in found.places] == [LIMA, LODZ]
    assert [found.thing(key) for key in found.collectives] == [LETTER, UCLG]
    assert found.ties.tolist() == [[0, 1, 0], [1, 0, 1]]


@pytest.mark.parametrize(
    ("layers", "places", "collectives", "links"),
    [
        (["membership"], ["lima-pe"], ["uclg"], [S1, S2]),
        (["endorsement"], ["łódź-pl"], ["letter"], [S3]),
        (["participation"], ["lima-pe"], ["forum"], [S4]),
        (["participation", "membership"], ["lima-pe"], ["forum", "uclg"], [S4, S1, S2]),
        (["partnership"], [], [], []),
        (["funding", "pledge"], [], [], []),
        ([], [], [], []),
    ],
)
def test_each_layer_has_its_own_links(
    small: ox.Store, layers: list[str], places: list[str], collectives: list[str], links: list[Link]
) -> None:
    found = affiliations.affiliation(small, layers)
    assert (list(found.places), list(found.collectives)) == (places, collectives)
    assert (found.links, found.layers) == (links, tuple(layers))
    assert set(ties(found)) == tied(links)
    assert found.incidence.shape == (len(places), len(collectives))


def test_a_place_steers_what_is_steered_by_it() -> None:
    store = world(THINGS + said("s1", "network/uclg", "kg:steeredBy", "city/oslo-no")
                  + said("s2", "network/uclg", "kg:steeredBy", "organisation/iom"))  # fmt: skip
    found = affiliations.affiliation(store, ["steering"])
    assert ties(found) == [("oslo-no", "uclg", "steering")]
    assert found.links == [Link("oslo-no", "uclg", "steering", statement=ID + "statement/s1")]
    assert len(affiliations.affiliation(store).places) == 0


def test_layers_together_are_told_apart_and_counted_once(small: ox.Store) -> None:
    found = affiliations.affiliation(small, ["membership", "participation", "membership"])
    assert found.layers == ("membership", "participation")
    assert found.layer("membership").matrix.toarray().tolist() == [[0, 1]]
    assert found.layer("participation").matrix.toarray().tolist() == [[1, 0]]
    assert found.incidence.matrix.toarray().tolist() == [[1, 1]]


def test_layers_may_come_one_by_one(small: ox.Store) -> None:
    assert affiliations.affiliation(small, iter(DEFAULT_LAYERS)).links == [S1, S2, S3]


@pytest.mark.parametrize(
    ("layer", "hint"), [("member", ""), ("endorsment", "; did you mean 'endorsement'?"), ("", ""), ("xyz", "")]
)
def test_an_unknown_layer_is_named_with_the_nearest_and_all(small: ox.Store, layer: str, hint: str) -> None:
    with pytest.raises(AskerError) as raised:
        affiliations.affiliation(small, ["membership", layer])
    hint = "; did you mean 'membership'?" if layer == "member" else hint
    every = "membership, endorsement, funding, pledge, partnership, participation, steering"
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
    assert ([said_of(link) for link in found.links], found.as_of) == ([said_of(link) for link in links], count)
    assert set(found.places) == {link.place for link in links}
    assert set(ties(found)) == tied(links)


def test_a_date_that_is_none_is_refused(small: ox.Store) -> None:
    with pytest.raises(AskerError, match=r"^as of 2018-13: not a date; write 2018, 2018-12 or 2018-12-08$"):
        affiliations.affiliation(small, as_of="2018-13")


def test_the_networkx_graph_keeps_parallel_links_and_every_attribute(small: ox.Store) -> None:
    graph = affiliations.affiliation(small).to_networkx()
    assert list(graph.nodes) == ["lima-pe", "łódź-pl", "letter", "uclg"]
    none = {"country": "", "region": "", "south": "", "language": ""}
    assert graph.nodes["lima-pe"] == none | {"name": "Lima", "kind": "city", "country": "Peru", "bipartite": 0}
    assert graph.nodes["uclg"] == none | {"name": "UCLG", "kind": "network", "bipartite": 1}
    assert list(graph.edges(keys=True, data=True)) == [
        ("lima-pe", "uclg", S1.statement, {"layer": "membership", "role": "member", "start": "2004", "end": "2010"}),
        ("lima-pe", "uclg", S2.statement, {"layer": "membership", "role": "host", "start": "", "end": ""}),
        ("łódź-pl", "letter", S3.statement, {"layer": "endorsement", "role": "", "start": "2018-12-08", "end": ""}),
    ]


def test_the_simple_graph_has_one_edge_a_pair(small: ox.Store) -> None:
    simple = affiliations.affiliation(small).simple()
    assert sorted(simple.edges()) == [("lima-pe", "uclg"), ("łódź-pl", "letter")]
    assert nx.get_node_attributes(simple, "bipartite") == {"lima-pe": 0, "łódź-pl": 0, "letter": 1, "uclg": 1}


def test_an_empty_store_has_an_empty_graph() -> None:
    found = affiliations.affiliation(ox.Store())
    assert (found.places, found.collectives, found.links, found.ties.shape) == ((), (), [], (0, 3))
    assert len(found.simple()) == 0


def test_the_order_in_which_triples_come_does_not_matter(small: ox.Store) -> None:
    turned = ox.Store()
    turned.extend(sorted(small, key=str, reverse=True))
    pair = [affiliations.affiliation(each, LAYERS) for each in (turned, small)]
    assert pair[0].links == pair[1].links
    assert ties(pair[0]) == ties(pair[1])


def test_things_without_a_name_are_shown_by_their_key() -> None:
    link = f"rdf:subject <{ID}city/a> ; rdf:predicate kg:memberOf ; rdf:object <{ID}network/n>"
    nameless = world(
        f"<{ID}membership/m> {link} . <{ID}city/a> a kg:LocalGovernment . <{ID}network/n> a kg:Collective ."
    )
    assert list(affiliations.affiliation(nameless).to_networkx().nodes(data="name")) == [("a", "a"), ("n", "n")]


# The same answer as the slow way, on the shipped graph


@pytest.mark.parametrize("layer", LAYERS)
def test_each_shipped_layer_is_what_one_query_over_all_statements_gives(store: ox.Store, layer: str) -> None:
    found, expected = affiliations.affiliation(store, [layer]), slowly(store, [layer])
    assert [said_of(link) for link in found.links] == [said_of(link) for link in expected]
    assert set(ties(found)) == tied(expected)
    assert len(ties(found)) == len(tied(expected)) > 0


@pytest.mark.parametrize("layers", [DEFAULT_LAYERS, tuple(LAYERS)])
def test_the_shipped_layers_together_are_what_one_query_gives(store: ox.Store, layers: tuple[str, ...]) -> None:
    found, expected = affiliations.affiliation(store, layers), slowly(store, layers)
    assert [said_of(link) for link in found.links] == [said_of(link) for link in expected]
    assert set(ties(found)) == tied(expected)
    assert set(found.places) == {link.place for link in expected}
    assert set(found.collectives) == {link.collective for link in expected}
    assert list(found.places) == sorted(found.places)
    assert len({link.statement for link in found.links}) == len(found.links)
    assert {found.thing(key).kind for key in found.places} <= {"city", "region"}


@pytest.mark.parametrize("layer", LAYERS)
def test_shipped_links_that_have_not_ended_are_the_short_triples(store: ox.Store, layer: str) -> None:
    turned = layer == "steering"
    ends = ("?collective", "?place") if turned else ("?place", "?collective")
    query = f"""SELECT DISTINCT ?place ?collective WHERE {{
      {ends[0]} {LAYERS[layer]} {ends[1]} . ?place a kg:LocalGovernment . ?collective a ?class
      VALUES ?class {{ kg:Collective kg:Event }} }}"""
    short = {(local(row["place"]), local(row["collective"])) for row in stores.select(store, query)}
    links = affiliations.affiliation(store, [layer]).links
    assert {(link.place, link.collective) for link in links if not link.end} == short


def test_no_shipped_tie_without_belonging_is_in_a_layer(store: ox.Store) -> None:
    query = "SELECT ?statement { ?statement rdf:predicate kg:affiliatedWith }"
    loose = {row["statement"] for row in stores.select(store, query)}
    assert loose
    assert not loose & {link.statement for link in affiliations.affiliation(store, LAYERS).links}


YEARS = range(2000, 2027)


@pytest.fixture(scope="module")
def thin(store: ox.Store) -> ox.Store:
    """The shipped graph without the statements that are no ties: a look at a date takes a third of the time."""
    relations = {stores.node(name) for name in LAYERS.values()}
    said = store.quads_for_pattern(None, stores.node("rdf:predicate"), None)
    lost = {quad.subject for quad in said if quad.object not in relations}
    found = ox.Store()
    found.bulk_extend(quad for quad in store if quad.subject not in lost)
    return found


def test_each_year_is_the_shipped_graph_as_of_that_year(thin: ox.Store, store: ox.Store) -> None:
    whole = affiliations.affiliation(thin, LAYERS)
    assert whole.links == affiliations.affiliation(store, LAYERS).links
    for year, then in whole.over(YEARS):
        cut, count = stores.as_of(thin, str(year))
        expected = affiliations.affiliation(cut, LAYERS).links
        assert set(ties(then)) == tied(expected), year
        assert {link.statement for link in then.links} == {link.statement for link in expected}
        assert (then.places, then.collectives) == (whole.places, whole.collectives)
        undated = sum(not (link.start or link.end) for link in expected)
        assert then.as_of == AsOf(str(year), len(expected) - undated, len(whole.links) - len(expected), undated)
        assert count.held >= then.as_of.held
        if year % 13 == 0:
            assert set(ties(affiliations.affiliation(thin, LAYERS, str(year)))) == tied(slowly(cut, LAYERS))


def test_what_a_statement_speaks_of_bounds_it() -> None:
    store = world(
        THINGS
        + f'<{ID}network/uclg> kg:founded "2004-05"^^xsd:gYearMonth ; kg:ended "2015"^^xsd:gYear .\n'
        + f'<{ID}practice/card> kg:start "2008"^^xsd:gYear .\n'
        + said("s1", "city/lima-pe", "kg:memberOf", "network/uclg", f"; kg:collective <{ID}network/uclg>")
        + said("s2", "city/oslo-no", "kg:memberOf", "network/uclg", f"; kg:project <{ID}practice/card>")
    )
    whole = affiliations.affiliation(store)
    assert [link.years for link in whole.links] == [(2004, 2015), (2008, 2015)]
    for year, then in whole.over(range(2002, 2018)):
        assert set(ties(then)) == tied(affiliations.affiliation(store, as_of=str(year)).links)


@pytest.mark.parametrize("short", ["", f"<{ID}network/uclg> kg:steeredBy <{ID}city/lima-pe> ."])
def test_no_tie_of_any_layer_outlives_its_collective(short: str) -> None:
    store = world(
        THINGS
        + f'<{ID}network/uclg> kg:ended "2015"^^xsd:gYear .\n'
        + f'<{ID}instrument/letter> kg:ended "2012-06"^^xsd:gYearMonth .\n'
        + said("s1", "network/uclg", "kg:steeredBy", "city/lima-pe")
        + said("s2", "city/oslo-no", "kg:memberOf", "network/uclg")
        + said("s3", "region/łódź-pl", "kg:endorses", "instrument/letter")
        + said("s4", "network/uclg", "kg:hostedBy", "city/oslo-no")
        + short
    )
    whole = affiliations.affiliation(store, LAYERS)
    assert {(link.collective, link.years) for link in whole.links} == {("uclg", (0, 2015)), ("letter", (0, 2012))}
    for year, then in whole.over(range(2010, 2018)):
        assert set(ties(then)) == tied(affiliations.affiliation(store, LAYERS, str(year)).links), year
        assert len(ties(then)) == (3 if year < 2013 else 2 if year < 2016 else 0)
    later = stores.as_of(store, "2016")[0]
    assert {local(row["s"]) for row in stores.select(later, "SELECT ?s { ?s rdf:predicate ?p }")} == {"s4"}  # is no tie


# What is kept and what is left out


FILTERED = THINGS + "".join(
    [
        said("s1", "city/lima-pe", "kg:memberOf", "network/uclg"),
        said("s2", "city/oslo-no", "kg:memberOf", "network/uclg"),
        said("s3", "region/łódź-pl", "kg:endorses", "instrument/letter"),
        said("s4", "city/lima-pe", "kg:endorses", "instrument/letter"),
        said("s5", "city/lima-pe", "kg:tookPartIn", "event/forum"),
        f'<{ID}completeness/c> a kg:Completeness ; kg:collective <{ID}network/uclg> ; kg:status "partial" .\n',
        f'<{ID}completeness/d> a kg:Completeness ; kg:collective <{ID}event/forum> ; kg:status "complete" .\n',
        f'<{ID}city/lima-pe> skos:altLabel "Ciudad de los Reyes"@es .\n',
    ]
)
EVERY = ("membership", "endorsement", "participation")


@pytest.fixture(scope="module")
def filtered() -> ox.Store:
    """Two collectives of two places and one of one; of one the list is said to lack somebody."""
    return world(FILTERED)


@pytest.mark.parametrize(
    ("exclude", "places", "collectives"),
    [
        ((), ("lima-pe", "oslo-no", "łódź-pl"), ("forum", "letter", "uclg")),
        (["UCLG"], ("lima-pe", "łódź-pl"), ("forum", "letter")),
        (["uclg", "The letter"], ("lima-pe",), ("forum",)),
        (["<2"], ("lima-pe", "oslo-no", "łódź-pl"), ("letter", "uclg")),
        ([">1"], ("lima-pe",), ("forum",)),
        (["<2", ">1"], (), ()),
        (["incomplete"], ("lima-pe", "łódź-pl"), ("forum", "letter")),
        (["incomplete", "<2"], ("lima-pe", "łódź-pl"), ("letter",)),
    ],
)
def test_collectives_are_left_out_by_name_size_and_lack(
    filtered: ox.Store, exclude: list[str], places: tuple[str, ...], collectives: tuple[str, ...]
) -> None:
    found = affiliations.affiliation(filtered, EVERY, exclude=exclude)
    assert (found.places, found.collectives) == (places, collectives)
    assert {link.collective for link in found.links} == set(collectives)
    assert set(ties(found)) == tied(found.links)


def test_only_some_places_and_collectives_are_kept(filtered: ox.Store) -> None:
    found = affiliations.affiliation(filtered, EVERY, collectives=["UCLG", "letter"], places=["Ciudad de los Reyes"])
    assert set(ties(found)) == {("lima-pe", "uclg", "membership"), ("lima-pe", "letter", "endorsement")}
    assert len(affiliations.affiliation(filtered, EVERY, places=[]).ties) == 0


def test_sizes_count_members_before_anything_is_left_out(filtered: ox.Store) -> None:
    found = affiliations.affiliation(filtered, EVERY, places=["Oslo"], exclude=["<2", "letter"])
    assert ties(found) == [("oslo-no", "uclg", "membership")]


def test_what_exists_but_has_no_tie_in_the_layers_leaves_nothing(filtered: ox.Store) -> None:
    assert len(affiliations.affiliation(filtered, ["membership"], collectives=["Forum"]).ties) == 0
    assert len(affiliations.affiliation(filtered, ["membership"], exclude=["Forum"]).ties) == 2


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"exclude": ["UCGL"]}, "nothing is called 'UCGL'; did you mean 'uclg'?"),
        ({"exclude": ["incompleet"]}, "nothing is called 'incompleet'; 'kg query --list' shows what can be asked"),
        ({"collectives": ["Lima"]}, "nothing is called 'Lima'; 'kg query --list' shows what can be asked"),
        ({"places": ["Osla"]}, "nothing is called 'Osla'; did you mean 'Oslo'?"),
        ({"places": ["UCLG"]}, "nothing is called 'UCLG'; 'kg query --list' shows what can be asked"),
    ],
)
def test_a_name_that_nothing_has_is_named_with_the_nearest(
    filtered: ox.Store, chosen: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(AskerError) as raised:
        affiliations.affiliation(filtered, EVERY, **chosen)  # type: ignore[arg-type]
    assert str(raised.value) == message


def test_shipped_lists_that_lack_somebody_can_be_left_out(store: ox.Store) -> None:
    whole, found = (affiliations.affiliation(store, exclude=each) for each in ((), ["incomplete"]))
    query = "SELECT ?thing ?status { ?c a kg:Completeness ; kg:collective ?thing ; kg:status ?status }"
    lacking = {local(row["thing"]) for row in stores.select(store, query) if row["status"] != "complete"}
    said_whole = {local(row["thing"]) for row in stores.select(store, query) if row["status"] == "complete"}
    assert set(found.collectives).isdisjoint(lacking - said_whole)
    assert set(whole.collectives) - set(found.collectives) <= lacking
    assert len(found.collectives) < len(whole.collectives)


def test_ends_of_any_other_sort_are_no_places() -> None:
    odd = world(
        f"""<{ID}network/uclg> a kg:Network, kg:Collective ; rdfs:label "UCLG"@en ; kg:steeredBy "a board", _:body,
            <{ID}organisation/iom>, <{ID}district/ward>, <{ID}city/lima-pe>, <{ID}county/kent> .
        <{ID}city/lima-pe> a kg:City, kg:LocalGovernment . <{ID}county/kent> a kg:LocalGovernment .
        <{ID}organisation/iom> a kg:Organisation ."""
    )
    assert affiliations.affiliation(odd, ["steering"]).places == ("kent", "lima-pe")
