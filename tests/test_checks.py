"""Shapes and checks: a good graph is silent, and every bad example makes exactly its own shape or check fire."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from rdflib.namespace import RDF, SH

from kg import checks, paths, terms
from kg import store as stores
from kg.checks import Finding
from kg.cli import main
from kg.errors import ModellerError
from tests.conftest import world

ONTOLOGY = paths.ontology()
EXAMPLES = ONTOLOGY / "examples"
SHAPES = sorted((EXAMPLES / "shapes").glob("*.ttl"))
CHECKS = sorted((EXAMPLES / "checks").glob("*.ttl"))


def fired(path: Path) -> set[str]:
    return {finding.check for finding in checks.validate(stores.open_store(path), ONTOLOGY)}


def test_the_good_example_is_silent() -> None:
    assert checks.validate(stores.open_store(EXAMPLES / "good.ttl"), ONTOLOGY) == []


@pytest.mark.parametrize("path", [*SHAPES, *CHECKS], ids=lambda path: path.stem)
def test_a_bad_example_makes_exactly_its_own_shape_or_check_fire(path: Path) -> None:
    assert fired(path) == {path.stem}


def test_every_check_and_every_shape_has_a_bad_example() -> None:
    graph = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")
    names = {str(shape).rpartition("#")[2] for shape in graph.subjects(SH.targetClass, None)}
    assert {path.stem for path in SHAPES} == names
    assert {path.stem for path in CHECKS} == {path.stem for path in (ONTOLOGY / "checks").glob("*.rq")}


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ("Statement", "What remains unsettled about a statement stands at most once"),
        ("Statement", "The latest list that names somebody has one date"),
        ("Grant", "A grant belongs to at most one chapter of its fund"),
    ],
)
def test_a_bad_example_breaks_the_rule_on_grade_list_and_chapter(example: str, words: str) -> None:
    found = checks.validate(stores.open_store(EXAMPLES / "shapes" / f"{example}.ttl"), ONTOLOGY)
    assert [each.severity for each in found if each.message.startswith(words)] == ["violation"]


@pytest.mark.parametrize("path", sorted((ONTOLOGY / "checks").glob("*.rq")), ids=lambda path: path.stem)
def test_each_check_says_what_it_finds_how_grave_it_is_and_what_to_do(path: Path) -> None:
    check = checks.read(path)
    assert check.title and check.fix and check.severity in checks.SEVERITIES


def test_the_shipped_graph_has_no_violation(store: ox.Store) -> None:
    grave = [finding for finding in checks.validate(store, ONTOLOGY) if finding.severity == "violation"]
    assert grave == []


FINDINGS = [
    Finding("warning", "b", "https://w3id.org/citykg/id/city/x", "odd, “very”"),
    Finding("violation", "a", "https://w3id.org/citykg/id/city/y", "wrong"),
]


def test_findings_are_sorted_by_gravity_and_given_once() -> None:
    assert checks.sort([*FINDINGS, *FINDINGS]) == [FINDINGS[1], FINDINGS[0]]


def test_findings_as_table_json_and_csv_hold_the_same() -> None:
    shown = checks.table(FINDINGS).splitlines()
    assert shown[2].split() == ["warning", "b", "id:city/x", "odd,", "“very”"]
    read = [Finding(**each) for each in json.loads(checks.as_json(FINDINGS))]
    assert read == FINDINGS
    rows = list(csv.DictReader(io.StringIO(checks.as_csv(FINDINGS))))
    assert [Finding(**row) for row in rows] == FINDINGS
    assert checks.as_csv([Finding("info", "c", "x", "=1")]).splitlines()[1] == "info,c,x,'=1"


def test_findings_as_turtle_are_a_shacl_report() -> None:
    graph = rdflib.Graph().parse(data=checks.as_turtle(FINDINGS), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert str(graph.value(report, SH.conforms)) == "false"
    messages = {str(graph.value(result, SH.resultMessage)) for result in graph.objects(report, SH.result)}
    assert messages == {"wrong", "odd, “very”"}
    empty = rdflib.Graph().parse(data=checks.as_turtle([]), format="turtle")
    assert str(next(empty.objects(None, SH.conforms))) == "true"


def test_a_check_without_a_severity_is_an_error_of_the_modeller(tmp_path: Path) -> None:
    path = tmp_path / "odd.rq"
    path.write_text("# Odd\nSELECT ?focus ?message {}\n")
    with pytest.raises(ModellerError, match=r"^odd\.rq: the header needs '# severity: violation"):
        checks.read(path)


def test_a_check_that_does_not_parse_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text("# Odd\n# severity: info\n# fix: mend\nSELECT ?focus {\n")
    with pytest.raises(ModellerError, match=r"^odd\.rq: error at ") as caught:
        checks.violations(ox.Store(), tmp_path)
    assert "\n" not in str(caught.value)


def test_shapes_that_do_not_parse_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\nsh:x sh:y\n")
    with pytest.raises(ModellerError, match=r"^shapes\.ttl:\d+:\d+: .*; mend it there$"):
        checks.shapes(ox.Store(), path)


@pytest.mark.parametrize(("example", "code"), [("good.ttl", 0), ("checks/self-link.ttl", 1)])
def test_the_command_ends_with_1_exactly_where_there_is_a_violation(example: str, code: int) -> None:
    run = CliRunner().invoke(main, ["validate", "--graph", str(EXAMPLES / example), "--format", "csv"])
    assert run.exit_code == code
    grave = [row for row in csv.DictReader(io.StringIO(run.stdout)) if row["severity"] == "violation"]
    assert [row["check"] for row in grave] == ([] if code == 0 else ["self-link"])
    assert run.stderr.endswith(f"{len(grave)} violations, 0 warnings and remarks\n")


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (
            "",
            "the graph is empty: there was nothing to check; run 'kg build' first, or name another graph with ",
        ),
        (
            "<https://example.org/a> <https://example.org/b> 1 .",
            "the graph holds no city, source or other thing of the ontology: only its terms were checked; ",
        ),
        ("<https://w3id.org/citykg/id/city/a-es> a <https://w3id.org/citykg/ontology#City> .", ""),
    ],
    ids=["empty", "of others", "ours"],
)
def test_the_command_says_when_there_was_nothing_to_check(graph: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "some.ttl"
    path.write_text(graph)
    run = CliRunner().invoke(main, ["validate", "--graph", str(path), "--format", "csv"])
    assert run.stderr.startswith(words) and ("to check" in run.stderr or "checked" in run.stderr) == bool(words)
    assert run.exit_code == (0 if words else 1)


LISTED = """
<completeness/a> a kg:Completeness ; kg:collective <network/n> ; kg:status "complete" ; kg:claimed 2 ;
  kg:asOf "2018"^^xsd:gYear .
<completeness/b> a kg:Completeness ; kg:collective <network/n> ; kg:status "complete" ; kg:claimed 1 .
<completeness/c> a kg:Completeness ; kg:collective <network/none> ; kg:status "complete" ; kg:claimed 1 .
"""
MEMBER = """
<membership/{key}> a kg:Membership ; rdf:subject <city/{key}> ; rdf:predicate kg:memberOf ; rdf:object <network/n> ;
  kg:member <city/{key}> ; kg:collective <network/n> {dates} .
"""
DATES = {
    "before": '; kg:from "2010"^^xsd:gYear',
    "since": '; kg:from "2018-05"^^xsd:gYearMonth',
    "later": '; kg:from "2019"^^xsd:gYear',
    "left": '; kg:to "2017"^^xsd:gYear',
    "leaves": '; kg:to "2020"^^xsd:gYear',
    "undated": "",
}


def test_a_list_is_counted_as_of_its_date_and_without_one_as_of_today() -> None:
    members = "".join(MEMBER.format(key=key, dates=dates) for key, dates in DATES.items())
    store = world(f"@base <{terms.PREFIXES['id']}> .\n{LISTED}{members}")
    found = [
        each for each in checks.violations(store, ONTOLOGY / "checks") if each.check == "completeness-contradicted"
    ]
    counts = {each.focus[-1]: each.message.rsplit(" ", 1)[1] for each in found}
    assert counts == {"a": "4", "b": "4", "c": "0"}  # a: not later, not left; b: not left, not leaves
