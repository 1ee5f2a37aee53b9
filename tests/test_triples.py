from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import store, tables, terms, triples
from kg.cells import Column
from kg.tables import Row, Table, Tables
from kg.triples import LINKS, Names
from tests.conftest import field, lay, resource

KEY = field("key")
NAME = field("name", property="rdfs:label")
PROOF = field("evidence", format="evidence")
FROM, TO = (field(name, format="partial-date", property=f"kg:{name}") for name in ("from", "to"))
CONCEPTS = {
    "theme": frozenset({"housing"}),
    "role": frozenset({"member", "steering", "host", "observer", "former"}),
}
PARENTS = {"City": ["LocalGovernment"], "Membership": ["Affiliation", "Statement"]}


def short(term: str) -> str:
    """A term, or a line of them, with prefixed names in place of addresses."""
    return re.sub(r"<([^<>]*)>", lambda hit: terms.contract(hit[1]), term)


def said(folder: Path, parents: triples.Parents = PARENTS) -> list[str]:
    """The triples of a data folder, to read."""
    read = tables.load(folder, CONCEPTS)
    return [short(" ".join(triple)) for triple in triples.triples(read, parents)]


def about(lines: Iterable[str], subject: str) -> list[str]:
    """What the lines say of one thing."""
    return [line.removeprefix(f"{subject} ") for line in lines if line.startswith(f"{subject} ")]


SOURCES = resource("sources", "source", "Source", KEY, field("title", property="dcterms:title"))
PASSAGES = resource(
    "passages",
    "passage",
    "Passage",
    KEY,
    field("source", property="kg:source", references=["sources"]),
    field("section", property="kg:section"),
    field("start", "integer", property="oa:start"),
)
CITIES = resource("cities", "city", "City", KEY, NAME, PROOF)
NETWORKS = resource(
    "networks",
    "network",
    {"network": "Network", "coalition": "Coalition"},
    KEY,
    NAME,
    field("kind"),
    field("founded", format="partial-date", property="kg:founded", statement=True),
    field("wikidata", format="wikidata", property="skos:exactMatch"),
    PROOF,
)
MEMBERSHIPS = resource(
    "memberships",
    "membership",
    "Membership",
    KEY,
    field("member", property="kg:member", references=["cities"]),
    field("collective", property="kg:collective", references=["networks"]),
    field("role", format="concept", scheme="role", property="kg:role"),
    FROM,
    TO,
    PROOF,
)
NAMES = resource(
    "names",
    "name",
    "Name",
    KEY,
    field("thing", property="kg:about", references=["cities", "networks"]),
    field("name", property="kg:spelling"),
    field("language"),
    PROOF,
)
RELATIONS = resource(
    "relations",
    "relation",
    "Relation",
    KEY,
    field("subject", references=["cities", "networks"]),
    field("relation", format="property"),
    field("object", format="thing-or-concept", references=["cities", "networks"]),
    PROOF,
)
COUNTS = resource(
    "count_claims",
    "count-claim",
    "CountClaim",
    KEY,
    field("about", property="kg:about", references=["networks"]),
    field("counted"),
    field("value", "number", property="kg:value"),
    field("qualifier"),
    PROOF,
)
COMPLETENESS = resource(
    "completeness",
    "completeness",
    "Completeness",
    KEY,
    field("collective", property="kg:collective", references=["networks"]),
    field("status", property="kg:status"),
    PROOF,
)
OBSERVATIONS = resource(
    "observations",
    "observation",
    "Observation",
    KEY,
    field("about", references=["cities"]),
    field("area", format="concept", scheme="theme", property="kg:area"),
    field("indicator", references=["indicators"], property="kg:indicator"),
    field("value", "number", property="kg:value"),
    PROOF,
)
INDICATORS = resource("indicators", "indicator", "Indicator", KEY, NAME)
GRANTS = resource(
    "grants",
    "grant",
    "Grant",
    KEY,
    field("fund", references=["networks"]),
    field("recipient", references=["cities"]),
    field("practice", references=["networks"]),
    field("on", format="partial-date", property="kg:on"),
    PROOF,
)
LEDGER = resource("ledger", "decision", "Decision", KEY, field("decision", property="rdfs:label"))
THINGS = [SOURCES, PASSAGES, CITIES, NETWORKS, INDICATORS]
WORLD = [*THINGS, MEMBERSHIPS, NAMES, RELATIONS, GRANTS, COUNTS, COMPLETENESS, OBSERVATIONS, LEDGER]
GOOD = {
    "sources": "s,A Report\n",
    "passages": "s-p1,s,2.1 Spheres,3\n",
    "cities": "bern-ch,Bern,s\n",
    "networks": "icorn,ICORN,network,2006,Q1,s founded=s-p1\n",
    "indicators": "arrivals,Yearly arrivals\n",
}


def world(folder: Path, **rows: str) -> Path:
    return lay(folder, WORLD, **{**GOOD, **rows})


# Whole answers


def test_a_thing_has_its_classes_its_cells_and_all_its_evidence(tmp_path: Path) -> None:
    assert about(said(world(tmp_path)), "id:city/bern-ch") == [
        "rdf:type kg:City",
        "rdf:type kg:LocalGovernment",
        'rdfs:label "Bern"@en',
        "kg:evidence id:source/s",
    ]
    assert about(said(world(tmp_path)), "id:network/icorn") == [
        "rdf:type kg:Network",
        'rdfs:label "ICORN"@en',
        "skos:exactMatch wd:Q1",
        "kg:evidence id:passage/s-p1",
        "kg:evidence id:source/s",
        'kg:founded "2006"^^xsd:gYear',
    ]


def test_sources_and_passages_are_labelled_without_repeating_the_text(tmp_path: Path) -> None:
    lines = said(world(tmp_path))
    assert about(lines, "id:source/s") == [
        'dcterms:title "A Report"',
        "rdf:type kg:Source",
        'rdfs:label "A Report"',
    ]
    assert about(lines, "id:passage/s-p1") == [
        "rdf:type kg:Passage",
        'rdfs:label "A Report, 2.1 Spheres, passage s-p1"@en',
        'oa:start "3"^^xsd:integer',
        'kg:section "2.1 Spheres"',
        "kg:source id:source/s",
    ]


def test_a_sourced_cell_is_a_statement_that_rests_on_the_evidence_of_its_column(tmp_path: Path) -> None:
    assert about(said(world(tmp_path)), "id:statement/icorn-founded") == [
        'rdf:object "2006"^^xsd:gYear',
        "rdf:predicate kg:founded",
        "rdf:subject id:network/icorn",
        "rdf:type kg:Statement",
        "kg:evidence id:passage/s-p1",
    ]


def test_an_unknown_cell_says_nothing(tmp_path: Path) -> None:
    lines = said(world(tmp_path, networks="icorn,ICORN,network,,,s\n"))
    assert [line for line in lines if "statement" in line or "founded" in line or "wd:" in line] == []


def test_a_plain_membership_is_one_node_and_one_short_triple(tmp_path: Path) -> None:
    lines = said(world(tmp_path, memberships="m1,bern-ch,icorn,member,2018-12,,s-p1\n"))
    assert about(lines, "id:membership/m1") == [
        "rdf:object id:network/icorn",
        "rdf:predicate kg:memberOf",
        "rdf:subject id:city/bern-ch",
        "rdf:type kg:Affiliation",
        "rdf:type kg:Membership",
        "rdf:type kg:Statement",
        'rdfs:label "Bern member of ICORN"@en',
        "kg:collective id:network/icorn",
        "kg:evidence id:passage/s-p1",
        'kg:from "2018-12"^^xsd:gYearMonth',
        "kg:member id:city/bern-ch",
        "kg:role scheme:role/member",
    ]
    assert [line for line in lines if line.startswith("id:city/bern-ch kg:memberOf")] == [
        "id:city/bern-ch kg:memberOf id:network/icorn"
    ]


def test_a_second_link_of_a_row_has_a_node_of_its_own_with_the_same_evidence_and_dates(tmp_path: Path) -> None:
    lines = said(world(tmp_path, memberships="m1,bern-ch,icorn,steering,2018,,s\n"))
    assert about(lines, "id:statement/m1-steered-by-1") == [
        "rdf:object id:city/bern-ch",
        "rdf:predicate kg:steeredBy",
        "rdf:subject id:network/icorn",
        "rdf:type kg:Statement",
        "prov:wasDerivedFrom id:membership/m1",
        "kg:evidence id:source/s",
        'kg:from "2018"^^xsd:gYear',
    ]
    assert "id:network/icorn kg:steeredBy id:city/bern-ch" in lines


def test_a_second_link_keeps_the_end_or_the_day_of_its_row(tmp_path: Path) -> None:
    ended = said(world(tmp_path / "a", memberships="m1,bern-ch,icorn,steering,2006,2010-05,s\n"))
    assert 'kg:to "2010-05"^^xsd:gYearMonth' in about(ended, "id:statement/m1-steered-by-1")
    granted = said(world(tmp_path / "b", grants="g1,icorn,bern-ch,icorn,2022,s\n"))
    assert about(granted, "id:statement/g1-funded-by-1") == [
        "rdf:object id:network/icorn",
        "rdf:predicate kg:fundedBy",
        "rdf:subject id:network/icorn",
        "rdf:type kg:Statement",
        "prov:wasDerivedFrom id:grant/g1",
        "kg:evidence id:source/s",
        'kg:on "2022"^^xsd:gYear',
    ]


@pytest.mark.parametrize(
    ("row", "short_triples"),
    [
        ("m1,bern-ch,icorn,member,2006,,s\n", ["id:city/bern-ch kg:memberOf id:network/icorn"]),
        ("m1,bern-ch,icorn,member,2006,2010,s\n", []),
        ("m1,bern-ch,icorn,former,,,s\n", []),
        ("m1,bern-ch,icorn,observer,,,s\n", ["id:city/bern-ch kg:affiliatedWith id:network/icorn"]),
        (
            "m1,bern-ch,icorn,member,,2010,s\nm2,bern-ch,icorn,member,2015,,s\n",
            ["id:city/bern-ch kg:memberOf id:network/icorn"],
        ),
        (
            "m1,bern-ch,icorn,host,,,s\n",
            ["id:city/bern-ch kg:memberOf id:network/icorn", "id:network/icorn kg:hostedBy id:city/bern-ch"],
        ),
        ("m1,bern-ch,icorn,steering,,2010,s\n", []),
    ],
)
def test_only_what_holds_now_has_a_short_triple(tmp_path: Path, row: str, short_triples: list[str]) -> None:
    before, after = said(world(tmp_path)), said(world(tmp_path, memberships=row))
    nodes = ("id:membership", "id:statement/m")
    assert [line for line in after if line not in before and not line.startswith(nodes)] == short_triples


def test_what_has_ended_is_still_said_by_its_node(tmp_path: Path) -> None:
    lines = about(said(world(tmp_path, memberships="m1,bern-ch,icorn,member,2006,2010,s\n")), "id:membership/m1")
    assert [line for line in lines if line.startswith(("rdf:object", "rdf:predicate", "rdf:subject", "kg:to"))] == [
        "rdf:object id:network/icorn",
        "rdf:predicate kg:memberOf",
        "rdf:subject id:city/bern-ch",
        'kg:to "2010"^^xsd:gYear',
    ]


def test_another_name_keeps_its_language_and_its_evidence(tmp_path: Path) -> None:
    lines = said(world(tmp_path, names="n1,bern-ch,Berne,fr,s-p1\nn2,bern-ch,BE,,s\n"))
    assert about(lines, "id:name/n1") == [
        'rdf:object "Berne"@fr',
        "rdf:predicate skos:altLabel",
        "rdf:subject id:city/bern-ch",
        "rdf:type kg:Name",
        'rdfs:label "Bern is also called Berne"@en',
        "kg:about id:city/bern-ch",
        "kg:evidence id:passage/s-p1",
        'kg:spelling "Berne"',
    ]
    assert [line for line in about(lines, "id:city/bern-ch") if "altLabel" in line] == [
        'skos:altLabel "BE"',
        'skos:altLabel "Berne"@fr',
    ]


def test_a_relation_may_point_to_a_concept(tmp_path: Path) -> None:
    lines = said(world(tmp_path, relations="r1,icorn,theme,theme:housing,s\nr2,icorn,locatedIn,bern-ch,s\n"))
    assert about(lines, "id:relation/r1") == [
        "rdf:object scheme:theme/housing",
        "rdf:predicate kg:theme",
        "rdf:subject id:network/icorn",
        "rdf:type kg:Relation",
        'rdfs:label "ICORN theme theme:housing"@en',
        "kg:evidence id:source/s",
    ]
    assert {"id:network/icorn kg:theme scheme:theme/housing", "id:network/icorn kg:locatedIn id:city/bern-ch"} <= {
        *lines
    }


@pytest.mark.parametrize(
    ("table", "row", "label"),
    [
        ("count_claims", "x1,icorn,members,70,over,s\n", '"ICORN: over 70 members"@en'),
        ("count_claims", "x1,icorn,members,70,,s\n", '"ICORN: 70 members"@en'),
        ("count_claims", "x1,icorn,,70,,s\n", '"ICORN: 70"@en'),
        ("count_claims", "x1,,members,70,,s\n", '"70 members"@en'),
        ("completeness", "x1,icorn,partial,s\n", '"ICORN: partial"@en'),
        ("observations", "x1,bern-ch,,arrivals,12,s\n", '"Bern: 12 Yearly arrivals"@en'),
    ],
)
def test_a_row_without_a_name_is_called_by_what_it_says(tmp_path: Path, table: str, row: str, label: str) -> None:
    lines = said(world(tmp_path, **{table: row}))
    assert [line.split(" ", 2)[2] for line in lines if "/x1 rdfs:label" in line] == [label]


def test_a_decision_is_called_by_its_own_words_alone(tmp_path: Path) -> None:
    assert about(said(world(tmp_path, ledger="d1,Kept apart\n")), "id:decision/d1") == [
        "rdf:type kg:Decision",
        'rdfs:label "Kept apart"@en',
    ]


def test_triples_are_sorted_and_each_once_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    rows = ["m1,bern-ch,icorn,member,,,s\n", "m2,bern-ch,icorn,member,,,s\n"]
    lines = said(world(tmp_path / "a", memberships="".join(rows)))
    assert lines == said(world(tmp_path / "b", memberships="".join(reversed(rows))))
    read = triples.triples(tables.load(tmp_path / "a", CONCEPTS), PARENTS)
    assert read == sorted(set(read))
    assert lines.count("id:city/bern-ch kg:memberOf id:network/icorn") == 1


def test_no_rows_no_triples(tmp_path: Path) -> None:
    assert triples.triples(tables.load(lay(tmp_path, WORLD), {}), PARENTS) == []
    assert triples.triples({}, {}) == []


def test_a_parser_reads_every_triple_back_as_it_was_meant(tmp_path: Path) -> None:
    folder = world(
        tmp_path,
        sources='s,"Say ""no"" \\ é 東京 \U0001f3d9"\n',
        names="n1,icorn,a\\nb,,s\n",
        memberships="m1,bern-ch,icorn,host,2018-12-08,,s\n",
    )
    made = triples.triples(tables.load(folder, CONCEPTS), PARENTS)
    parsed = [quad.triple for quad in ox.parse(store.lines(made), ox.RdfFormat.N_TRIPLES)]
    assert [(str(each.subject), str(each.predicate), str(each.object)) for each in parsed] == made


# One function per sort of row


@pytest.mark.parametrize(
    ("table", "cells", "links"),
    [
        ("memberships", {"member": "a", "collective": "n", "role": "member"}, [("a", "memberOf", "n")]),
        ("memberships", {"member": "a", "collective": "n", "role": "founder"}, [("a", "memberOf", "n")]),
        ("memberships", {"member": "a", "collective": "n", "role": "coordinator"}, [("a", "memberOf", "n")]),
        ("memberships", {"member": "a", "collective": "n", "role": "partner"}, [("a", "affiliatedWith", "n")]),
        (
            "memberships",
            {"member": "a", "collective": "n", "role": "steering"},
            [("a", "memberOf", "n"), ("n", "steeredBy", "a")],
        ),
        (
            "memberships",
            {"member": "a", "collective": "n", "role": "leader"},
            [("a", "memberOf", "n"), ("n", "steeredBy", "a")],
        ),
        (
            "memberships",
            {"member": "a", "collective": "n", "role": "host"},
            [("a", "memberOf", "n"), ("n", "hostedBy", "a")],
        ),
        (
            "memberships",
            {"member": "a", "collective": "n", "role": "secretariat"},
            [("a", "memberOf", "n"), ("n", "hostedBy", "a")],
        ),
        ("endorsements", {"endorser": "a", "instrument": "i", "role": "signatory"}, [("a", "endorses", "i")]),
        ("endorsements", {"endorser": "a", "instrument": "i", "role": "adopter"}, [("a", "endorses", "i")]),
        ("endorsements", {"endorser": "a", "instrument": "i", "role": "endorser"}, [("a", "endorses", "i")]),
        ("endorsements", {"endorser": "a", "instrument": "i", "role": "initiator"}, [("i", "initiatedBy", "a")]),
        ("endorsements", {"endorser": "a", "instrument": "i", "role": "witness"}, [("a", "affiliatedWith", "i")]),
        ("partnerships", {"partner": "a", "undertaking": "p", "role": "partner"}, [("a", "partnerIn", "p")]),
        (
            "partnerships",
            {"partner": "a", "undertaking": "p", "role": "funder"},
            [("a", "partnerIn", "p"), ("p", "fundedBy", "a")],
        ),
        ("participations", {"participant": "a", "event": "e"}, [("a", "tookPartIn", "e")]),
        ("posts", {"person": "p", "body": "b"}, [("p", "holdsPostAt", "b")]),
        ("pledges", {"government": "g", "call": "c"}, [("g", "pledgedUnder", "c")]),
        ("grants", {"fund": "f", "recipient": "r"}, [("r", "fundedBy", "f")]),
        ("grants", {"fund": "f", "practice": "p"}, [("p", "fundedBy", "f")]),
        (
            "grants",
            {"fund": "f", "recipient": "r", "practice": "p"},
            [("r", "fundedBy", "f"), ("p", "fundedBy", "f")],
        ),
        ("grants", {"fund": "f"}, []),
        ("designations", {"place": "a", "designation": "d"}, [("a", "designatedAs", "designation:d")]),
        ("relations", {"subject": "s", "relation": "inspired", "object": "gcm:2a"}, [("s", "inspired", "gcm:2a")]),
    ],
)
def test_a_row_of_links_says_who_is_linked_how_to_what(
    table: str, cells: dict[str, str], links: list[tuple[str, str, str]]
) -> None:
    assert list(LINKS[table](Row(table, 2, "k", cells))) == links


def test_every_table_of_links_is_tried_above() -> None:
    assert sorted(LINKS) == [
        "designations",
        "endorsements",
        "grants",
        "memberships",
        "participations",
        "partnerships",
        "pledges",
        "posts",
        "relations",
    ]


# Keys and cells


def small(**cells: str) -> Tables:
    row = Row("cities", 2, "bern-ch", {"key": "bern-ch", **cells})
    return {"cities": Table("cities", "cities.csv", "", "city", {"": "City"}, (), [row])}


def test_names_turn_keys_into_terms_labels_and_classes() -> None:
    names = Names(small(name="Bern"), {"City": ["LocalGovernment", "Place"]})
    assert [short(names.term(key)) for key in ("bern-ch", "gcm:2a")] == ["id:city/bern-ch", "scheme:gcm/2a"]
    assert [names.label(key) for key in ("bern-ch", "gcm:2a", "")] == ["Bern", "gcm:2a", ""]
    assert [short(each) for each in names.types("City")] == ["kg:City", "kg:LocalGovernment", "kg:Place"]
    assert [short(each) for each in names.types("Fund")] == ["kg:Fund"]


@pytest.mark.parametrize(
    ("cells", "label"), [({"name": "N", "title": "T"}, "N"), ({"title": "T"}, "T"), ({}, "bern-ch")]
)
def test_a_thing_is_called_by_name_then_title_then_key(cells: dict[str, str], label: str) -> None:
    assert Names(small(**cells), {}).label("bern-ch") == label


@pytest.mark.parametrize(
    ("column", "cell", "term"),
    [
        (Column("c", "string"), "x", '"x"'),
        (Column("c", "string", property="rdfs:label"), "x", '"x"@en'),
        (Column("c", "string", property="rdfs:comment"), "x", '"x"@en'),
        (Column("c", "integer"), "12", '"12"^^xsd:integer'),
        (Column("c", "number"), "12.5", '"12.5"^^xsd:decimal'),
        (Column("c", "boolean"), "true", '"true"^^xsd:boolean'),
        (Column("c", "number", property="geo:lat"), "46.9", '"46.9"^^xsd:double'),
        (Column("c", "number", property="geo:long"), "-7.4", '"-7.4"^^xsd:double'),
        (Column("c", "integer", property="oa:end"), "9", '"9"^^xsd:integer'),
        (Column("c", "string", "partial-date"), "2018-12", '"2018-12"^^xsd:gYearMonth'),
        (Column("c", "string", "uri"), "https://a.org/b", "https://a.org/b"),
        (Column("c", "string", "property"), "memberOf", "kg:memberOf"),
        (Column("c", "integer", "geonames"), "2661552", "gn:2661552/"),
        (Column("c", "string", "wikidata"), "Q70", "wd:Q70"),
        (Column("c", "string", "concept", "gcm"), "2a", "scheme:gcm/2a"),
        (Column("c", "string", references=("cities",)), "bern-ch", "id:city/bern-ch"),
        (Column("c", "string", "thing-or-concept", references=("cities",)), "sdg:11", "scheme:sdg/11"),
    ],
)
def test_a_cell_becomes_a_term_of_the_type_that_its_column_declares(column: Column, cell: str, term: str) -> None:
    made = triples.value(column, Row("t", 2, "k", {"c": cell}), Names(small(), {}))
    assert short(made) == term
