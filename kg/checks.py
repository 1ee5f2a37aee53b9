"""Shapes and violation queries to findings.

A rule lives in one place: is the row well formed (`datapackage.json`, enforced by `tables`), is the graph
well formed (a SHACL shape), is it plausible across things (a check, `ontology/checks/*.rq`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from kg import records, terms
from kg import store as stores
from kg.errors import ModellerError
from kg.results import columns
from kg.suspects import Unscreened, around, narrowed, suspects

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, order=True)
class Finding:
    """One failure: how grave, by which shape or check, about which thing, and what to do."""

    severity: str
    check: str
    focus: str
    message: str

    @property
    def _order(self) -> tuple[int, str, str, str]:
        return SEVERITIES.index(self.severity), self.check, self.focus, self.message


def validate(store: ox.Store, ontology: Path) -> list[Finding]:
    """All findings of the shapes and the checks of an ontology folder about a graph, gravest first."""
    return sort([*shapes(store, ontology / "shapes.ttl"), *violations(store, ontology / "checks")])


def sort(findings: Iterable[Finding]) -> list[Finding]:
    """Findings once each, gravest first, then by shape or check and by thing."""
    return sorted(set(findings), key=lambda finding: finding._order)


def shapes(store: ox.Store, path: Path) -> list[Finding]:
    """What the SHACL shapes of a file find in a graph.

    Raises ModellerError where the shapes do not parse or are no valid SHACL.
    """
    graph = stores.rdflib_graph(b"".join(f"{triple} .\n".encode() for triple in stores.parse(path)))
    try:
        found = report(store, graph)
    except Exception as error:  # pySHACL's errors share no base class of their own
        raise ModellerError(f"{path.name}: {str(error).splitlines()[0]}; mend the shape") from error
    return sort(_result(found, result, graph) for result in found.subjects(RDF.type, SH.ValidationResult))


def report(store: ox.Store, graph: rdflib.Graph) -> rdflib.Graph:
    """What pySHACL reports by the shapes of a graph: it judges the suspects, or all where there is no telling them."""
    try:
        chosen = suspects(store, graph)
    except Unscreened:
        return judge(stores.to_rdflib(store), graph)
    return judge(stores.rdflib_graph(around(store, chosen)), narrowed(graph, chosen))


def unlooked(store: ox.Store) -> str:
    """What a clean result does not mean: words on a graph without triples or without things, else nothing."""
    if not len(store):
        return "the graph is empty: there was nothing to check"
    asked = "ASK { ?thing a ?class FILTER(STRSTARTS(STR(?class), STR(kg:))) }"
    if not bool(store.query(asked, prefixes=terms.PREFIXES)):
        return "the graph holds no city, source or other thing of the ontology: only its terms were checked"
    return ""


def judge(data: rdflib.Graph, graph: rdflib.Graph) -> rdflib.Graph:
    """What pySHACL reports about all the data, by the shapes of a graph."""
    found = pyshacl.validate(data, shacl_graph=graph, advanced=False, inference="none")[1]
    assert isinstance(found, rdflib.Graph)
    return found


def _result(report: rdflib.Graph, result: rdflib.term.Node, graph: rdflib.Graph) -> Finding:
    """A validation result under the name of the node shape, whether or not a property shape found it."""
    source = report.value(result, SH.sourceShape)
    owner = next(iter(graph.subjects(SH.property, source)), source)
    severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
    value = report.value(result, SH.value)
    message = str(report.value(result, SH.resultMessage))
    shown = f" (found: {terms.contract(str(value))})" if value is not None else ""
    name = re.split(r"[#/]", str(owner))[-1]
    return Finding(severity, name, str(report.value(result, SH.focusNode)), message + shown)


@dataclass(frozen=True)
class Check:
    """A violation query: each row it returns is one finding."""

    name: str
    title: str
    severity: str
    fix: str
    text: str


def read(path: Path) -> Check:
    """The check in a file; its header comment gives title, severity and fix.

    Raises ModellerError where the header lacks one.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ModellerError(f"{path.name}: not UTF-8; save the check as UTF-8") from error
    head = [line.lstrip("# ").rstrip() for line in text.splitlines() if line.startswith("#")]
    said = dict(line.split(": ", 1) for line in head if line.startswith(("severity: ", "fix: ")))
    if said.get("severity") not in SEVERITIES or not said.get("fix"):
        raise ModellerError(f"{path.name}: the header needs '# severity: {'|'.join(SEVERITIES)}' and '# fix: …'")
    return Check(path.stem, head[0], said["severity"], said["fix"], text)


def violations(store: ox.Store, folder: Path) -> list[Finding]:
    """What the violation queries of a folder find in a graph.

    Raises ModellerError where a query does not parse.
    """
    return sort(finding for path in sorted(folder.glob("*.rq")) for finding in _run(store, read(path)))


def _run(store: ox.Store, check: Check) -> list[Finding]:
    try:
        rows = stores.select(store, check.text)
        return [Finding(check.severity, check.name, row["focus"], row["message"]) for row in rows]
    except SyntaxError as error:
        raise ModellerError(f"{check.name}.rq: {' '.join(str(error.msg).split())[:200]}; mend the query") from error
    except (AssertionError, KeyError) as error:
        raise ModellerError(f"{check.name}.rq: selects no ?focus and ?message; mend the query") from error


def table(findings: list[Finding]) -> str:
    """Findings for a person at a terminal."""
    rows = [[each.severity, each.check, terms.contract(each.focus), each.message] for each in findings]
    return columns(["severity", "check", "thing", "finding"], rows, width=110)


def as_json(findings: list[Finding]) -> str:
    """Findings as a JSON array."""
    return json.dumps([asdict(each) for each in findings], indent=1, ensure_ascii=False) + "\n"


def as_csv(findings: list[Finding]) -> str:
    """Findings as CSV."""
    head = ["severity", "check", "focus", "message"]
    return records.safe(head, ([getattr(each, name) for name in head] for each in findings))


def as_turtle(findings: list[Finding]) -> str:
    """Findings as a SHACL validation report in Turtle."""
    report = terms.thing("report", "validation")
    conforms = "true" if not any(each.severity == "violation" for each in findings) else "false"
    triples = [
        (report, terms.term("rdf:type"), terms.term("sh:ValidationReport")),
        (report, terms.term("sh:conforms"), terms.literal(conforms, "xsd:boolean")),
    ]
    for each in findings:
        triples += _reported(report, each)
    return stores.turtle(stores.lines(triples)).decode()


def _reported(report: str, finding: Finding) -> list[tuple[str, str, str]]:
    digest = hashlib.sha256("\n".join(map(str, finding._order)).encode()).hexdigest()[:16]
    node = terms.thing("finding", digest)
    return [
        (report, terms.term("sh:result"), node),
        (node, terms.term("rdf:type"), terms.term("sh:ValidationResult")),
        (node, terms.term("sh:focusNode"), terms.iri(finding.focus)),
        (node, terms.term("sh:resultMessage"), terms.literal(finding.message, language="en")),
        (node, terms.term("sh:resultSeverity"), terms.term(f"sh:{finding.severity.capitalize()}")),
        (node, terms.term("sh:sourceConstraint"), terms.literal(finding.check)),
    ]


FORMATS = {"table": table, "json": as_json, "csv": as_csv, "turtle": as_turtle}
