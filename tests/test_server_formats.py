"""Answers over a real socket: which format, whether they are those of the engine, and how they travel."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg import terms
from kg.server.media import GRAPHS, ROWS, Format
from tests.serving import Answer, Server, serving

JSON, XML, CSV, TSV = (each.media for each in ROWS)
TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS = (each.media for each in GRAPHS)
ASK = "ASK {}"
SELECT = "SELECT ?s ?label { ?s a kg:Network ; rdfs:label ?label } ORDER BY ?s ?label"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s a kg:Network ; rdfs:label ?label }"
DESCRIBE = "DESCRIBE <id/network/eurocities> <id/city/barcelona-es>"
HOSTILE = r"""SELECT ?a ?b ?c { VALUES (?a ?b ?c) {
  ("x,{\"y\\" "<result>]]>&amp;\r\n\t''" <<( <http://a/b> <http://a/c> "[{,{"@en )>>)
  (UNDEF "\"\"" 1e0) ("=cmd()" "Łódź 😀 \u00a0"@pl-Latn "1.50"^^xsd:decimal) (<http://a/b?c=d&e> "" true) } }"""
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture(scope="module")
def dataset(served: Server) -> ox.Store:
    """What the server asks, opened beside it."""
    build = json.loads(served.ask("GET", "/health").content)["build"]
    return ox.Store.read_only(str(served.graph.parent / "served" / build / "dataset"))


def ask(store: ox.Store, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    return store.query(query, prefixes=terms.PREFIXES, base_iri=terms.BASE)


# Every format of every sort of query


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.name)
@pytest.mark.parametrize("query", [SELECT, HOSTILE, "SELECT * {}", "SELECT ?x {?x a kg:No}", "SELECT (1/0 AS ?x) {}"])
def test_rows_are_those_of_the_engine(served: Server, dataset: ox.Store, form: Format, query: str) -> None:
    answer = served.query(query, form.media)
    assert (answer.status, answer.headers["content-type"]) == (200, form.content_type)
    assert isinstance(form.engine, ox.QueryResultsFormat)
    assert answer.content == ask(dataset, query).serialize(format=form.engine)  # type: ignore[arg-type]
    assert int(answer.headers["content-length"]) == len(answer.content)
    if form.media == CSV:
        return
    got, expected = ox.parse_query_results(answer.content, form.engine), ask(dataset, query)
    assert isinstance(got, ox.QuerySolutions) and isinstance(expected, ox.QuerySolutions)
    assert got.variables == expected.variables
    assert list(map(tuple, got)) == list(map(tuple, expected))


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.name)
@pytest.mark.parametrize("query", [ASK, "ASK { ?s a kg:Nothing }"])
def test_yes_and_no_are_those_of_the_engine(served: Server, dataset: ox.Store, form: Format, query: str) -> None:
    answer = served.query(query, form.media)
    assert (answer.status, answer.headers["content-type"]) == (200, form.content_type)
    if form.media in (CSV, TSV):
        assert answer.text == str(bool(ask(dataset, query))).lower()
    else:
        assert isinstance(form.engine, ox.QueryResultsFormat)
        assert bool(ox.parse_query_results(answer.content, form.engine)) is bool(ask(dataset, query))


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE, "CONSTRUCT { ?s ?p ?o } WHERE { ?s a kg:Nothing ; ?p ?o }"])
def test_triples_are_those_of_the_engine(served: Server, dataset: ox.Store, form: Format, query: str) -> None:
    answer = served.query(query, form.media)
    assert (answer.status, answer.headers["content-type"]) == (200, form.content_type)
    assert isinstance(form.engine, ox.RdfFormat)
    expected = ask(dataset, query)
    assert isinstance(expected, ox.QueryTriples)
    assert {quad.triple for quad in ox.parse(answer.content, form.engine)} == set(expected)


def test_rows_in_csv_are_read_as_tables_are(served: Server) -> None:
    rows = list(csv.reader(io.StringIO(served.query(HOSTILE, CSV).text, newline="")))
    assert rows[0] == ["a", "b", "c"]
    assert rows[1][:2] == ['x,{"y\\', "<result>]]>&amp;\r\n\t''"]
    assert [row[1] for row in rows[2:]] == ['""', "Łódź 😀 \u00a0", ""]


def test_rows_in_xml_are_well_formed(served: Server) -> None:
    tree = ElementTree.fromstring(served.query(HOSTILE, XML).content)
    assert len(tree.findall(".//{http://www.w3.org/2005/sparql-results#}result")) == 4


@pytest.mark.parametrize(
    ("query", "media", "words"),
    [
        ("SELECT ('\\u0001' AS ?a) {}", XML, "XML has no control characters"),
        ("CONSTRUCT { <a:b> <a:c> '\\u0008' } {}", RDFXML, "XML has no control characters"),
        ("CONSTRUCT { <a:b> <http://a/1> 1 } {}", RDFXML, "<http://a/1> does not end in a name"),
        ("CONSTRUCT { <a:b> <a:c> <<( <a:b> <a:c> 1 )>> } {}", JSONLD, "JSON-LD does not support"),
    ],
)
def test_what_a_format_has_no_words_for_is_told_and_others_have_them(
    served: Server, query: str, media: str, words: str
) -> None:
    answer = served.query(query, media)
    assert answer.status == 406
    assert words in json.loads(answer.content)["detail"]
    assert served.query(query, "*/*").status == 200


# Which format

ACCEPTED = [
    # Accept, content type for rows, content type for triples
    (None, JSON, TURTLE),
    ("", JSON, TURTLE),
    ("*/*", JSON, TURTLE),
    ("*", JSON, TURTLE),
    ("application/*", JSON, NTRIPLES),
    ("text/*", CSV, TURTLE),
    ("application/json", "application/json", "application/json"),
    ("application/xml", "application/xml", "application/xml"),
    ("text/xml", "text/xml", "text/xml"),
    ("text/plain", 406, "text/plain"),
    (CSV, CSV, 406),
    (TSV, TSV, 406),
    (TURTLE, 406, TURTLE),
    ("TEXT/CSV", CSV, 406),
    (f"{CSV};header=present", CSV, 406),
    (f"{TURTLE};charset=utf-8", 406, TURTLE),
    (f"{CSV};q=0.5, {TSV};q=0.6", TSV, 406),
    (f"{CSV};q=0.5,{JSON};q=0.4,*/*;q=0.1", CSV, TURTLE),
    (f"*/*, {XML}", XML, TURTLE),
    (f"*/*;q=1, {CSV};q=0.9", JSON, TURTLE),
    (f"{JSON};q=0, */*", XML, TURTLE),
    (f"{TURTLE};q=0, text/*;q=0.5, */*;q=0.1", CSV, "text/plain"),
    (f"{JSON};q=0.0", 406, 406),
    ("*/*;q=0", 406, 406),
    ("image/png", 406, 406),
    ("image/png, */*;q=0.01", JSON, TURTLE),
    ("rubbish", JSON, TURTLE),
    (f"rubbish, {CSV}", CSV, 406),
    (f"a/b/c, ;;;, {TSV};q=x, ,", TSV, 406),
    (f"{XML};q=0.3, {RDFXML}, {JSONLD};q=0.9", XML, RDFXML),
    (BROWSER, "application/xml", "application/xml"),
]


def kind(answer: Answer) -> str | int:
    return answer.headers["content-type"].partition(";")[0] if answer.status == 200 else answer.status


@pytest.mark.parametrize(("accept", "rows", "triples"), ACCEPTED)
def test_the_format_is_the_one_a_client_would_rather_have(
    served: Server, accept: str | None, rows: str | int, triples: str | int
) -> None:
    said: Any = {"accept": accept} if accept is not None else {}
    for query, expected in ((ASK, rows), ("CONSTRUCT { <a:b> <a:c> 1 } {}", triples)):
        body = urlencode({"query": query}).encode()
        answer = served.ask("POST", "/sparql", body, content_type="application/x-www-form-urlencoded", **said)
        assert kind(answer) == expected
        if answer.status == 406:
            assert "ask for one of" in answer.text


def test_several_headers_of_accept_are_one_list(served: Server) -> None:
    answer = served.ask("GET", "/sparql?query=ASK%7B%7D", accept="image/png", Accept=TSV, ACCEPT=f"{CSV};q=0.5")
    assert kind(answer) == TSV


def test_a_browser_is_led_to_the_page_with_the_query(served: Server) -> None:
    answer = served.ask("GET", "/sparql?query=ASK%7B%3Fs%3Fp'%C3%BC'%7D&a=%0d%0aX:%20y", accept=BROWSER)
    assert (answer.status, answer.headers["vary"].split(",")[0]) == (303, "Accept")
    assert answer.headers["location"] == "query.html?query=ASK%7B%3Fs%3Fp'%C3%BC'%7D&a=%0d%0aX:%20y"
    assert kind(served.ask("GET", "/sparql?query=DESCRIBE%3Ca:b%3E", accept=f"{TURTLE}, text/html;q=0.9")) == TURTLE


# Methods


@pytest.mark.parametrize("query", [ASK, SELECT, "SELECT * { ?s ?p ?o } LIMIT 20000", "SELECT {"])
def test_head_says_what_get_says_without_the_content(served: Server, query: str) -> None:
    path = "/sparql?" + urlencode({"query": query})
    get, head = served.ask("GET", path, accept=JSON), served.ask("HEAD", path, accept=JSON)
    assert (head.status, head.content) == (get.status, b"")
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}
    assert len(get.content) == int(head.headers["content-length"])


def test_options_says_what_can_be_done(served: Server) -> None:
    answer = served.ask("OPTIONS", "/sparql")
    assert (answer.status, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_of_other_sites_may_ask_without_credentials(served: Server, method: str) -> None:
    asked: Any = {"origin": "https://other.example", "access-control-request-method": method}
    said = served.ask("OPTIONS", "/sparql", **asked, access_control_request_headers="accept, content-type").headers
    assert said["access-control-allow-origin"] == "*"
    assert method in said["access-control-allow-methods"]
    assert "content-type" in said["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in said
    body = b"ASK {}" if method == "POST" else None
    path = "/sparql" if body else "/sparql?query=ASK%7B%7D"
    answer = served.ask(method, path, body, content_type="application/sparql-query", origin="https://other.example")
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert "access-control-allow-credentials" not in answer.headers
    assert "ETag" in answer.headers["access-control-expose-headers"]


def test_a_problem_can_be_read_by_pages_of_other_sites(served: Server) -> None:
    answer = served.ask("GET", "/sparql?query=SELECT", origin="https://other.example")
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (400, "*")


def test_other_sites_may_not_change_anything(served: Server) -> None:
    asked: Any = {"origin": "https://other.example", "access_control_request_method": "DELETE"}
    answer = served.ask("OPTIONS", "/sparql", **asked)
    assert answer.status == 400
    assert "DELETE" not in answer.headers["access-control-allow-methods"]


# On the way


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", True), ("gzip, deflate, br", True), ("br;q=1.0, gzip;q=0.2", True), ("GZIP", True), ("br", False),
     ("gzip;q=0", False), ("gzip; q=0.000, *", False), ("identity", False), ("", False)],
)  # fmt: skip
@pytest.mark.parametrize("limit", [1, 20_000])
def test_an_answer_is_packed_for_who_can_unpack_it(served: Server, encoding: str, packed: bool, limit: int) -> None:
    query = f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}"
    path = "/sparql?" + urlencode({"query": query})
    plain, answer = served.query(query, TSV), served.ask("GET", path, accept=TSV, accept_encoding=encoding)
    assert answer.headers.get("content-encoding", "") == ("gzip" if packed else "")
    assert (gzip.decompress(answer.content) if packed else answer.content) == plain.content
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert {"Accept", "Accept-Encoding"} <= set(answer.headers["vary"].split(", "))
    assert (answer.headers["etag"] == plain.headers["etag"]) is not packed


def test_what_a_client_has_already_is_not_sent_again(served: Server) -> None:
    path = "/sparql?" + urlencode({"query": SELECT})
    first = served.ask("GET", path, accept=CSV)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for method in ("GET", "HEAD"):
        for tags in (tag, f'"other", W/{tag}'):
            again = served.ask(method, path, accept=CSV, if_none_match=tags)
            assert (again.status, again.content, again.headers["etag"]) == (304, b"", tag)
            assert again.headers["cache-control"] == "no-cache"
            assert "Accept" in again.headers["vary"]
    assert served.ask("GET", path, accept=TSV, if_none_match=tag).status == 200
    assert served.ask("GET", path, accept=CSV, if_none_match='"other"').content == first.content
    assert served.ask("POST", path.partition("?")[0], SELECT.encode(), accept=CSV, if_none_match=tag,
                      content_type="application/sparql-query").status == 200  # fmt: skip


@pytest.mark.parametrize(
    "call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "now#\n ()", "1-RAND()", "IF(true,Rand(),1)", "BNODE()"]
)
def test_what_is_another_time_something_else_has_no_tag(served: Server, call: str) -> None:
    first, second = (served.query(f"SELECT ({call} AS ?x) {{}}") for _ in range(2))
    assert first.status == 200
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    assert first.content != second.content or call == "NOW()"


def test_the_words_of_these_functions_may_stand_elsewhere(served: Server) -> None:
    answer = served.query("SELECT ?now { BIND('RAND()' AS ?now) } # UUID()")
    assert answer.headers["etag"]


# What is long


@pytest.fixture(scope="module")
def everything(dataset: ox.Store) -> set[ox.Triple]:
    return {quad.triple for quad in dataset.quads_for_pattern(None, None, None, ox.DefaultGraph())}


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.name)
def test_all_rows_come_in_every_format(served: Server, everything: set[ox.Triple], form: Format) -> None:
    answer = served.query("SELECT ?s ?p ?o { ?s ?p ?o }", form.media)
    if form.media == CSV:
        assert len(list(csv.reader(io.StringIO(answer.text, newline="")))) == len(everything) + 1
        return
    assert isinstance(form.engine, ox.QueryResultsFormat)
    rows = ox.parse_query_results(answer.content, form.engine)
    assert isinstance(rows, ox.QuerySolutions)
    assert {ox.Triple(*row) for row in rows} == everything


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_all_triples_come_in_every_format(served: Server, everything: set[ox.Triple], form: Format) -> None:
    answer = served.query("CONSTRUCT WHERE { ?s ?p ?o }", form.media)
    assert isinstance(form.engine, ox.RdfFormat)
    assert {quad.triple for quad in ox.parse(answer.content, form.engine)} == everything


def memory(server: Server) -> int:
    """Bytes that the parent process holds."""
    said = Path(f"/proc/{server.process.pid}/statm").read_text(encoding="ascii")
    return int(said.split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")
def test_the_server_hands_on_long_answers_in_parts(served: Server) -> None:
    path = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"})
    before = memory(served)
    with ThreadPoolExecutor(8) as clients:
        lengths = [len(each.content) for each in clients.map(lambda _: served.ask("GET", path, accept=JSON), range(8))]
    assert min(lengths) == max(lengths) > 20_000_000
    assert memory(served) - before < lengths[0]


@pytest.fixture(scope="module")
def small(prepared: Path) -> Iterator[Server]:
    options = ("--max-rows", "1000", "--max-bytes", "300000", "--workers", "1", "--memory", "256")
    with serving(prepared, *options) as server:
        yield server


def test_limits_are_told_before_anything_is_sent(small: Server) -> None:
    for form in ROWS:
        fits, too_many = (small.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {most}", form.media) for most in (1000, 1001))
        assert (fits.status, too_many.status) == (200, 413)
        assert "more than 1,000 rows" in json.loads(too_many.content)["detail"]
    for form in GRAPHS:
        query = "CONSTRUCT WHERE { ?s ?p ?o } LIMIT "
        fits, too_many = (small.query(f"{query}{most}", form.media) for most in (1000, 1001))
        assert (fits.status, too_many.status) == (200, 413)
    long = small.query("SELECT (GROUP_CONCAT(STR(?o)) AS ?x) { ?s ?p ?o }", CSV)
    assert (long.status, long.headers["content-type"]) == (413, "application/problem+json")
    assert "longer than 300,000 bytes" in json.loads(long.content)["detail"]
