"""Suspects: whoever the shapes find fault with is among them, and what is judged is what the whole graph would show."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import RDF, SH

from kg import checks, paths, terms
from kg import store as stores
from kg.suspects import Suspects, Unscreened, around, suspects
from tests.conftest import world

ONTOLOGY = paths.ontology()
EXAMPLES = sorted((ONTOLOGY / "examples").rglob("*.ttl"))
Findings = set[tuple[str, ...]]
PARTS = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity, SH.resultMessage, SH.value)


EX = "@prefix ex: <https://example.org/> .\n"


def shapes_of(turtle: str) -> rdflib.Graph:
    prefixes = "".join(f"@prefix {name}: <{base}> .\n" for name, base in terms.PREFIXES.items())
    return rdflib.Graph().parse(data=prefixes + EX + turtle, format="turtle")


SHAPES = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")


def findings(report: rdflib.Graph) -> Findings:
    results = report.subjects(RDF.type, SH.ValidationResult)
    return {tuple(str(report.value(result, part)) for part in PARTS) for result in results}


def agree(store: ox.Store, shapes: rdflib.Graph = SHAPES) -> Findings:
    """What pySHACL finds in the whole of a store, after seeing that the suspects alone give the same."""
    whole = findings(checks.judge(stores.to_rdflib(store), shapes))
    assert findings(checks.report(store, shapes)) == whole
    return whole


def names(found: Suspects) -> set[str]:
    return {each.value for things in found.values() for each in things}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_in_each_example_the_suspects_are_those_at_fault_and_no_others(path: Path) -> None:
    store = stores.open_store(path)
    assert names(suspects(store, SHAPES)) == {focus for focus, *_ in agree(store)}


def test_the_shipped_graph_has_no_suspect_without_a_finding(store: ox.Store) -> None:
    assert names(suspects(store, SHAPES)) == {
        finding.focus for finding in checks.shapes(store, ONTOLOGY / "shapes.ttl")
    }


BARCELONA = ox.NamedNode(terms.expand("id:city/barcelona-es"))
PLANTED = {
    "a second label": (BARCELONA, "rdfs:label", ox.Literal("Barna", language="en")),
    "a label in no language": (BARCELONA, "rdfs:label", ox.Literal("Barcelona")),
    "a latitude of text": (BARCELONA, "geo:lat", ox.Literal("north")),
    "a second country": (BARCELONA, "kg:inCountry", ox.NamedNode(terms.expand("id:country/fr"))),
    "evidence that is none": (BARCELONA, "kg:evidence", BARCELONA),
    "an id of another register": (BARCELONA, "skos:exactMatch", ox.NamedNode("https://example.org/1")),
    "a day that is none": (BARCELONA, "kg:founded", ox.Literal("2018-02-30", datatype=stores.node("xsd:date"))),
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_an_error_planted_in_the_shipped_graph_is_found(
    store: ox.Store, planted: tuple[ox.NamedNode, str, ox.Literal | ox.NamedNode]
) -> None:
    subject, predicate, value = planted
    copy = ox.Store()
    copy.bulk_extend(store)
    copy.add(ox.Quad(subject, stores.node(predicate), value))
    assert {finding.focus for finding in checks.shapes(copy, ONTOLOGY / "shapes.ttl")} == {BARCELONA.value}


def test_what_is_judged_for_one_suspect_is_little_of_the_graph(store: ox.Store) -> None:
    judged = around(store, {SH.NodeShape: {BARCELONA}}).splitlines()
    assert any(line.startswith(f"<{BARCELONA.value}>".encode()) for line in judged)
    assert len(judged) < len(store) / 20


GOOD = sorted(stores.open_store(ONTOLOGY / "examples" / "good.ttl"), key=str)
ODD: list[ox.Literal | ox.NamedNode] = [
    ox.Literal(""),
    ox.Literal("x\n"),
    ox.Literal("2018", datatype=stores.node("xsd:gYear")),
    ox.Literal("2018-02-30", datatype=stores.node("xsd:date")),
    ox.Literal("many", datatype=stores.node("xsd:integer")),
    ox.Literal("7", datatype=stores.node("xsd:decimal")),
    ox.Literal("7", language="en-GB"),
    ox.NamedNode("https://example.org/Odd-Thing"),
    BARCELONA,
    stores.node("kg:Network"),
]


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_whatever_is_broken_in_the_good_example_is_found_as_in_the_whole(data: st.DataObject) -> None:
    store = ox.Store()
    store.extend(GOOD)
    for quad in data.draw(st.lists(st.sampled_from(GOOD), min_size=1, max_size=4, unique=True)):
        store.remove(quad)
        change = data.draw(st.sampled_from(["remove", "replace", "double", "twist"]))
        odd = data.draw(st.sampled_from([*ODD, *(each.object for each in GOOD)]))
        if change == "double":
            store.add(quad)
        if change in ("replace", "double"):
            store.add(ox.Quad(quad.subject, quad.predicate, odd))
        if change == "twist":
            store.add(ox.Quad(quad.subject, data.draw(st.sampled_from(GOOD)).predicate, quad.object))
    agree(store)


VALUES = """"", "a", "abc", "A1", "a\\n", "2018", 1, 2, 7, 0, -3, 1.5, 2.0, 1e3, true, false, "a"@en, "b"@EN
 , "c"@en-GB, "d"@ca, "1"^^xsd:boolean, "01"^^xsd:integer, "+1"^^xsd:integer, "x"^^xsd:integer, "1."^^xsd:decimal
 , "NaN"^^xsd:double, "INF"^^xsd:double, "2018"^^xsd:gYear, "0000"^^xsd:gYear, "-0044"^^xsd:gYear, "2018Z"^^xsd:gYear
 , "18"^^xsd:gYear, "2018-13"^^xsd:gYearMonth, "2018-02"^^xsd:gYearMonth, "2018-02-29"^^xsd:date, "2020-02-29"^^xsd:date
 , "2020-04-31"^^xsd:date, "2018-12-31"^^xsd:date, "2018-12-31"^^xsd:gYear, "5"^^xsd:nonNegativeInteger
 , ex:a, ex:b, ex:sub, ex:super"""
RULES = [
    *(f"sh:datatype xsd:{each}" for each in ("string", "boolean", "integer", "decimal", "double")),
    *(f"sh:datatype xsd:{each}" for each in ("gYear", "gYearMonth", "date")),
    *(f"sh:nodeKind sh:{each}" for each in ("IRI", "Literal")),
    *(
        f"sh:{end}{how} {number}"
        for end in ("min", "max")
        for how in ("Inclusive", "Exclusive")
        for number in (2, "1.5e0")
    ),
    *(f"sh:{end}Length {number}" for end in ("min", "max") for number in (0, 1, 4)),
    *(f"sh:pattern {each}" for each in ('"^[a-z]+$"', '"a"', '"^[A-Z][0-9]$"', '"^https://example[.]org/[ab]$"')),
    'sh:languageIn ( "en" )',
    'sh:languageIn ( "ca" "en" )',
    'sh:in ( "a" 1 "abc" )',
    "sh:in ( 2 true ex:a )",
    "sh:class ex:Super",
    "sh:class ex:Sub",
    "sh:or ( [ sh:datatype xsd:gYear ] [ sh:nodeKind sh:IRI ] )",
    'sh:and ( [ sh:nodeKind sh:Literal ] [ sh:pattern "a" ] )',
]


def rule(said: str) -> str:
    return f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; {said} ] ."


@pytest.mark.parametrize("said", RULES)
def test_each_constraint_on_values_of_every_sort(said: str) -> None:
    base = "ex:Sub rdfs:subClassOf ex:Super . ex:a ex:q 1 ."
    typed = "ex:sub a ex:Sub . ex:super a ex:Super ."
    values = [each.strip() for each in VALUES.split(", ")]
    things = "".join(f"ex:t{at} a ex:T ; ex:p {value} .\n" for at, value in enumerate(values))
    faults = agree(world(EX + base + typed + things), shapes_of(rule(said)))
    assert 0 < len(faults) < len(values) or said == "sh:minLength 0"


PAIRS = [
    "sh:minCount 1",
    "sh:minCount 0",
    "sh:maxCount 1",
    "sh:maxCount 0",
    "sh:hasValue 1",
    "sh:equals ex:q",
    "sh:lessThan ex:q",
    "sh:qualifiedValueShape [ sh:datatype xsd:integer ] ; sh:qualifiedMinCount 1",
    "sh:qualifiedValueShape [ sh:datatype xsd:integer ] ; sh:qualifiedMaxCount 1",
    'sh:qualifiedValueShape [ sh:pattern "^https://example[.]org/[a-z]" ] ; sh:qualifiedMaxCount 1',
    'sh:qualifiedValueShape [ sh:pattern "^[0-9]" ] ; sh:qualifiedMaxCount 1',
]
FEW = ("1", "2", '"1"', "ex:a", "ex:b")


@pytest.mark.parametrize("said", PAIRS)
def test_each_constraint_on_how_many_and_which_values(said: str) -> None:
    chosen = [[each for at, each in enumerate(FEW) if bits >> at & 1] for bits in range(2 ** len(FEW))]
    things = ""
    for at, values in enumerate(chosen):
        for other, more in enumerate([[], ["1"], ["2"], values]):
            lines = [f"ex:p {each}" for each in values] + [f"ex:q {e}" for e in more]
            things += " ; ".join([f"ex:t{at}-{other} a ex:T", *lines]) + " .\n"
    faults = agree(world(EX + things), shapes_of(rule(said)))
    assert bool(faults) == (said != "sh:minCount 0")


def test_a_thing_of_a_class_below_the_target_is_looked_at() -> None:
    below = "ex:U rdfs:subClassOf ex:T . ex:t a ex:U ."
    (fault,) = agree(world(EX + below), shapes_of(rule("sh:minCount 1")))
    assert fault[0] == "https://example.org/t"


UNKNOWN = [
    rule("sh:minCount 2"),
    rule("sh:uniqueLang true"),
    rule('sh:pattern "^\\\\d+$"'),
    rule('sh:pattern "a" ; sh:flags "i"'),
    rule("sh:datatype xsd:time"),
    rule("sh:nodeKind sh:BlankNodeOrIRI"),
    rule("sh:minCount 1 ; sh:deactivated true"),
    rule("sh:not [ sh:nodeKind sh:IRI ]"),
    rule("sh:class [ a sh:NodeShape ]"),
    rule("sh:minCount 1").replace("ex:p", "[ sh:inversePath ex:p ]"),
    rule("sh:minCount 1").replace("ex:p", "( ex:p ex:q )"),
    rule("sh:minCount 1").replace("sh:targetClass ex:T", "sh:targetSubjectsOf ex:p"),
    rule("sh:minCount 1").replace("a sh:NodeShape", "a sh:NodeShape, rdfs:Class"),
    rule("sh:minCount 1").replace("sh:property", "sh:hasValue 1 ; sh:property"),
    rule("sh:property [ sh:path ex:q ; sh:minCount 1 ]"),
    rule("sh:node [ sh:datatype xsd:string ; sh:minLength 2 ]"),
    rule("sh:property [ sh:path ex:p ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ]"),
    rule("sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 2"),
]


@pytest.mark.parametrize("said", UNKNOWN)
def test_shapes_that_no_condition_is_written_for_are_judged_on_the_whole_graph(said: str) -> None:
    things = "ex:t a ex:T ; ex:p 1, ex:t ."
    store, shapes = world(EX + things), shapes_of(said)
    with pytest.raises(Unscreened):
        suspects(store, shapes)
    if "sh:class [" not in said:
        agree(store, shapes)


def test_a_node_shape_may_take_in_another() -> None:
    said = rule("sh:minCount 1").replace("sh:property", 'sh:node [ sh:pattern "a$" ] ; sh:property')
    faults = agree(world(EX + "ex:a a ex:T . ex:b a ex:T ; ex:p 1 . ex:aa a ex:T ; ex:p 2 ."), shapes_of(said))
    assert {focus for focus, *_ in faults} == {"https://example.org/a", "https://example.org/b"}


def test_a_thing_without_a_name_is_judged_on_the_whole_graph() -> None:
    store = world(EX + "[] a ex:T .")
    with pytest.raises(Unscreened):
        suspects(store, shapes_of(rule("sh:minCount 1")))
    assert len(findings(checks.report(store, shapes_of(rule("sh:minCount 1"))))) == 1


def test_a_sound_thing_that_a_suspect_links_to_is_not_reported() -> None:
    links = "".join(f"ex:t{at} a ex:T ; ex:p ex:t{at + 1} .\n" for at in range(1, 6))
    first = "ex:t0 a ex:T ; ex:p 1, ex:t1 . ex:t6 a ex:T ; ex:p ex:t0 ."
    store = world(f"{EX}{first}{links}")
    (fault,) = agree(store, shapes_of(rule("sh:class ex:T")))
    assert fault[0] == "https://example.org/t0"
