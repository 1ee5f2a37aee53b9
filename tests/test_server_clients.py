"""Clients that others made, over a real socket."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.dom.minidom import Document

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import GET, POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper

from kg import named, results, sparql, terms
from kg.cli import main
from kg.store import Endpoint
from tests.needs import missing, need
from tests.serving import Server

LABELS = "SELECT ?s ?label { ?s a kg:Fund ; rdfs:label ?label } ORDER BY ?s ?label"
TRIPLES = "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s a kg:Fund ; rdfs:label ?label }"
GEONAMES = rdflib.URIRef(terms.BASE + "id/source/geonames")
COMUNICA = "4.4.1"


@pytest.fixture(scope="module")
def labels(store: ox.Store) -> list[tuple[str, str]]:
    """The funds and their names, as the engine gives them."""
    answer = sparql.ask(store, LABELS)
    assert isinstance(answer, results.Rows)
    found = [(getattr(s, "value", ""), getattr(label, "value", "")) for s, label in answer.rows]
    assert len(found) > 3
    return found


def converted(wrapper: SPARQLWrapper) -> Any:
    """The answer in the form that the wrapper makes of its format."""
    return wrapper.queryAndConvert()


def bindings(found: Any) -> list[tuple[str, str]]:
    return [(row["s"]["value"], row["label"]["value"]) for row in found["results"]["bindings"]]


# SPARQLWrapper


@pytest.fixture(params=[(GET, ""), (POST, URLENCODED), (POST, POSTDIRECTLY)], ids=["get", "form", "direct"])
def wrapper(served: Server, request: pytest.FixtureRequest) -> Iterator[SPARQLWrapper]:
    made = SPARQLWrapper(served.address + "sparql", agent="a test")
    method, sort = request.param
    made.setMethod(method)
    if sort:
        made.setRequestMethod(sort)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield made


def test_sparqlwrapper_reads_rows(wrapper: SPARQLWrapper, labels: list[tuple[str, str]]) -> None:
    wrapper.setQuery(LABELS)
    wrapper.setReturnFormat("json")
    assert bindings(converted(wrapper)) == labels
    wrapper.setReturnFormat("xml")
    document = converted(wrapper)
    assert isinstance(document, Document)
    assert len(document.getElementsByTagName("result")) == len(labels)
    wrapper.setReturnFormat("csv")
    assert len(list(csv.reader(io.StringIO(converted(wrapper).decode(), newline="")))) == len(labels) + 1
    wrapper.setReturnFormat("tsv")
    assert converted(wrapper).decode().splitlines()[0] == "?s\t?label"


def test_sparqlwrapper_reads_yes_and_no(wrapper: SPARQLWrapper) -> None:
    wrapper.setReturnFormat("json")
    for query, truth in (("ASK { ?s a kg:Fund }", True), ("ASK { ?s a kg:Nothing }", False)):
        wrapper.setQuery(query)
        assert converted(wrapper)["boolean"] is truth


@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "xml", "json-ld"])
def test_sparqlwrapper_reads_triples(wrapper: SPARQLWrapper, labels: list[tuple[str, str]], form: str) -> None:
    wrapper.setQuery(TRIPLES)
    wrapper.setReturnFormat(form)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        got = converted(wrapper)
        graph = rdflib.Graph().parse(data=got, format="turtle") if isinstance(got, bytes) else got
    assert {(str(s), str(label)) for s, _, label in graph} == set(labels)


def test_sparqlwrapper_names_graphs_and_tells_of_problems(wrapper: SPARQLWrapper) -> None:
    wrapper.setReturnFormat("json")
    wrapper.setQuery("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    counts = []
    for graph in ("", str(GEONAMES)):
        if graph:
            wrapper.addDefaultGraph(graph)
        counts.append(int(converted(wrapper)["results"]["bindings"][0]["n"]["value"]))
    assert counts[0] > counts[1] > 1000
    wrapper.setQuery("SELECT {")
    with pytest.raises(Exception, match="does not parse at line 1"):
        wrapper.query()


# rdflib


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_through_its_store(served: Server, labels: list[tuple[str, str]], method: Any, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(served.address + "sparql", method=method, returnFormat=form))
    rows = graph.query(LABELS.replace("kg:", "city:"), initNs={"city": terms.PREFIXES["kg"], "rdfs": rdflib.RDFS})
    assert [(str(s), str(label)) for s, label in rows] == labels  # type: ignore[misc]


def test_rdflib_walks_through_the_graph(served: Server, labels: list[tuple[str, str]], store: ox.Store) -> None:
    graph = rdflib.Graph("SPARQLStore")
    graph.open(served.address + "sparql")
    kind = rdflib.URIRef(terms.expand("kg:Fund"))
    funds = set(graph.subjects(rdflib.RDF.type, kind))
    assert {str(fund) for fund in funds} == {fund for fund, _ in labels}
    first, label = labels[0]
    assert label in [str(each) for each in graph.objects(rdflib.URIRef(first), rdflib.RDFS.label)]
    assert (rdflib.URIRef(first), rdflib.RDF.type, kind) in graph
    assert (rdflib.URIRef(first), rdflib.RDF.type, rdflib.RDF.List) not in graph
    assert len(graph) == len(store)
    assert bool(graph.query("ASK { ?s a kg:Fund }", initNs={"kg": terms.PREFIXES["kg"]}))
    made = graph.query(TRIPLES).graph
    assert made is not None and len(made) == len(labels)


def test_rdflib_asks_one_named_graph(served: Server, store: ox.Store) -> None:
    graph = rdflib.Graph(SPARQLStore(served.address + "sparql"), identifier=GEONAMES)
    assert 1000 < len(graph) < len(store)


# Programs

MUNICH = "SELECT ?s { ?s ?p ?name FILTER(STR(?name) = 'München') } LIMIT 1"


def curl(*arguments: str, content: bytes = b"") -> bytes:
    command = [need("endpoint", "curl"), "--silent", "--show-error", "--fail-with-body", "--max-time", "60", *arguments]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


@pytest.mark.endpoint
def test_curl_asks_in_every_way(served: Server, labels: list[tuple[str, str]]) -> None:
    at, rows = served.address + "sparql", ["-H", "Accept: text/csv"]
    ways = [
        ["-G", "--data-urlencode", "query@-"],
        ["--data-urlencode", "query@-"],
        ["--compressed", "-G", "--data-urlencode", "query@-"],
        ["-H", "Content-Type: application/sparql-query", "--data-binary", "@-"],
        ["-H", "Content-Type: application/sparql-query", "-H", "Transfer-Encoding: chunked", "-T", "-", "-X", "POST"],
    ]
    for way in ways:
        got = curl(*rows, *way, at, content=(LABELS + " # + & 50%").encode())
        assert [tuple(row) for row in csv.reader(io.StringIO(got.decode(), newline=""))][1:] == labels
    assert json.loads(curl("-d", f"query={MUNICH}", at))["results"]["bindings"]
    assert b"rdfs:label" in curl("-H", "Content-Type: application/sparql-query", "-d", TRIPLES, at)


def test_a_table_is_read_from_a_link(served: Server, labels: list[tuple[str, str]]) -> None:
    link = served.address + "sparql?" + urlencode({"query": LABELS})
    asked = urllib.request.Request(link, headers={"Accept": "text/csv"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))
    assert [(row["s"], row["label"]) for row in rows] == labels


def test_forms_are_posted_as_from_r(served: Server, labels: list[tuple[str, str]]) -> None:
    """RCurl writes every sign but letters and digits by its number, and sends what its caller names beside it."""
    escaped = "".join(chr(each) if chr(each).isalnum() else f"%{each:02X}" for each in LABELS.encode())
    assert "%3A" in escaped and ":" not in escaped
    body = f"query={escaped}&output=xml&default%2Dgraph=".encode()
    form: Any = {"content_type": "application/x-www-form-urlencoded", "user_agent": "RCurl"}
    answer = served.ask("POST", "/sparql", body, accept="application/sparql-results+xml", **form)
    assert answer.headers["content-type"] == "application/sparql-results+xml"
    got = ox.parse_query_results(answer.content, ox.QueryResultsFormat.XML)
    assert isinstance(got, ox.QuerySolutions)
    assert [(row["s"].value, row["label"].value) for row in got] == labels


def test_kg_query_asks_the_endpoint_what_it_asks_the_graph(served: Server, store: ox.Store) -> None:
    endpoint = Endpoint(served.address + "sparql")
    for name, query in named.queries().items():
        text = named.bind(query, {}, store)
        got, expected = sparql.ask_endpoint(endpoint, text), sparql.ask(store, text)
        assert isinstance(got, results.Rows) and isinstance(expected, results.Rows)
        assert got.variables == expected.variables
        assert sorted(map(str, got.rows)) == sorted(map(str, expected.rows)), name


def test_the_command_asks_the_endpoint(served: Server, graph: Path) -> None:
    options = ["query", "-", "--format", "csv"]
    got = CliRunner().invoke(main, [*options, "--endpoint", served.address + "sparql"], input=LABELS)
    expected = CliRunner().invoke(main, [*options, "--graph", str(graph)], input=LABELS)
    assert (got.exit_code, expected.exit_code) == (0, 0), got.stderr
    assert sorted(got.stdout.splitlines()) == sorted(expected.stdout.splitlines())
    assert len(got.stdout.splitlines()) > 1


# Comunica

SCRIPT = """
const { QueryEngine } = require("@comunica/query-sparql");
(async () => {
  const [address, rows, triples] = process.argv.slice(2), engine = new QueryEngine();
  const from = { sources: [{ type: "sparql", value: address }] };
  const got = await (await engine.queryBindings(rows, from)).toArray();
  const quads = await (await engine.queryQuads(triples, from)).toArray();
  console.log(JSON.stringify({
    rows: got.map((row) => [row.get("s").value, row.get("label").value]),
    quads: quads.map((quad) => [quad.subject.value, quad.object.value]),
    truth: await engine.queryBoolean("ASK { ?s ?p 'no such words' }", from),
  }));
})();
"""


@pytest.fixture(scope="module")
def comunica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Comunica in it, as npm fetches it."""
    npm, folder = need("npm", "npm"), tmp_path_factory.mktemp("comunica")
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
    run = subprocess.run([*command, f"@comunica/query-sparql@{COMUNICA}"], cwd=folder, capture_output=True, timeout=300)
    if run.returncode:
        missing("npm", "Comunica")
    return folder


@pytest.mark.npm
def test_comunica_asks_the_endpoint(served: Server, labels: list[tuple[str, str]], comunica: Path) -> None:
    prefixes = "".join(f"PREFIX {name}: <{terms.PREFIXES[name]}> " for name in ("kg", "rdfs"))
    script = comunica / "ask.cjs"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [need("npm", "node"), str(script), served.address + "sparql", prefixes + LABELS, prefixes + TRIPLES]
    run = subprocess.run(command, cwd=comunica, capture_output=True, timeout=120, check=True)
    found = json.loads(run.stdout)
    assert sorted(map(tuple, found["rows"])) == sorted(labels)
    assert sorted(map(tuple, found["quads"])) == sorted(labels)
    assert found["truth"] is False
