"""The endpoint over a real socket, against section 2 of the SPARQL 1.1 Protocol: every requirement on queries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from kg import terms
from tests.serving import Answer, Server

ROWS, FORM = "application/sparql-results+json", "application/x-www-form-urlencoded"
TEXT, CHANGE = "application/sparql-query", "application/sparql-update"
SOURCES = GEONAMES, THESIS = terms.BASE + "id/source/geonames", terms.BASE + "id/source/fakhry-2022"
NOBODY = "http://nobody.example/graph"
GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNTED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def dataset(served: Server) -> ox.Store:
    """What the server asks, opened beside it."""
    build = json.loads(served.ask("GET", "/health").content)["build"]
    return ox.Store.read_only(str(served.graph.parent / "served" / build / "dataset"))


@pytest.fixture(scope="module")
def sizes(dataset: ox.Store) -> dict[str, int]:
    """How many triples each graph has; the default graph is called by nothing."""
    counts = {name: sum(1 for _ in dataset.quads_for_pattern(None, None, None, ox.NamedNode(name))) for name in SOURCES}
    return {**counts, "": sum(1 for _ in dataset.quads_for_pattern(None, None, None, ox.DefaultGraph()))}


def number(answer: Answer) -> int:
    """The one number of an answer in JSON."""
    assert answer.status == 200, answer.text
    return int(json.loads(answer.content)["results"]["bindings"][0]["n"]["value"])


def named(answer: Answer) -> list[str]:
    """The graphs of an answer in JSON."""
    assert answer.status == 200, answer.text
    return [row["g"]["value"] for row in json.loads(answer.content)["results"]["bindings"]]


def ask_by(way: str, served: Server, query: str, *graphs: tuple[str, str], accept: str = ROWS) -> Answer:
    """The same operation in one of the three ways of the protocol."""
    if way == "get":
        return served.ask("GET", "/sparql?" + urlencode([("query", query), *graphs]), accept=accept)
    if way == "form":
        body = urlencode([("query", query), *graphs]).encode()
        return served.ask("POST", "/sparql", body, accept=accept, content_type=FORM)
    asked = "?" + urlencode(graphs) if graphs else ""
    return served.ask("POST", "/sparql" + asked, query.encode(), accept=accept, content_type=TEXT)


WAYS = pytest.mark.parametrize("way", ["get", "form", "direct"])


# 2.1.1 to 2.1.3: the three ways


@WAYS
def test_a_query_is_answered_whichever_way_it_comes(served: Server, sizes: dict[str, int], way: str) -> None:
    answer = ask_by(way, served, COUNT)
    assert answer.headers["content-type"] == ROWS
    assert number(answer) == sizes[""] > 100_000


@WAYS
def test_letters_and_signs_arrive_as_they_were_sent(served: Server, way: str) -> None:
    said = "München & 50% + %2B %C3%BC 😀 \u00a0 ; = # ? / \\ \t|"
    answer = ask_by(way, served, f"SELECT ('''{said.replace(chr(92), chr(92) * 2)}''' AS ?said) {{}}")
    assert json.loads(answer.content)["results"]["bindings"][0]["said"]["value"] == said


# 2.1.4: the dataset


@WAYS
def test_without_a_dataset_everything_is_asked(served: Server, dataset: ox.Store, way: str) -> None:
    every = sorted(str(each.value) for each in dataset.named_graphs() if isinstance(each, ox.NamedNode))
    assert named(ask_by(way, served, GRAPHS)) == every
    assert len(every) > 5


@WAYS
def test_one_default_graph_is_asked_alone(served: Server, sizes: dict[str, int], way: str) -> None:
    assert number(ask_by(way, served, COUNT, ("default-graph-uri", GEONAMES))) == sizes[GEONAMES]
    assert 0 < sizes[GEONAMES] < sizes[""]


@WAYS
def test_several_default_graphs_are_asked_together(
    served: Server, dataset: ox.Store, sizes: dict[str, int], way: str
) -> None:
    both = {q.triple for name in SOURCES for q in dataset.quads_for_pattern(None, None, None, ox.NamedNode(name))}
    got = number(ask_by(way, served, COUNT, *(("default-graph-uri", name) for name in SOURCES)))
    assert got == len(both) > max(sizes[GEONAMES], sizes[THESIS])


@WAYS
def test_a_default_graph_leaves_no_named_ones(served: Server, way: str) -> None:
    assert named(ask_by(way, served, GRAPHS, ("default-graph-uri", GEONAMES))) == []


@WAYS
def test_named_graphs_leave_the_default_graph_empty(served: Server, way: str) -> None:
    graphs = [("named-graph-uri", name) for name in SOURCES]
    assert number(ask_by(way, served, COUNT, *graphs)) == 0
    assert named(ask_by(way, served, GRAPHS, *graphs)) == sorted(SOURCES)


@WAYS
def test_both_sorts_of_graphs_make_the_whole_dataset(served: Server, sizes: dict[str, int], way: str) -> None:
    graphs = [("default-graph-uri", GEONAMES), ("named-graph-uri", THESIS)]
    assert number(ask_by(way, served, COUNT, *graphs)) == sizes[GEONAMES]
    assert number(ask_by(way, served, COUNTED, *graphs)) == sizes[THESIS]
    assert named(ask_by(way, served, GRAPHS, *graphs)) == [THESIS]


@WAYS
@pytest.mark.parametrize("named_graph", [THESIS, NOBODY])
def test_the_graphs_of_the_request_win_over_those_of_the_query(
    served: Server, sizes: dict[str, int], way: str, named_graph: str
) -> None:
    query = COUNT.replace("{", f"FROM <{named_graph}> FROM NAMED <{named_graph}> {{", 1)
    assert number(ask_by(way, served, query, ("default-graph-uri", GEONAMES))) == sizes[GEONAMES]


@WAYS
def test_the_query_names_its_dataset_where_the_request_does_not(
    served: Server, sizes: dict[str, int], way: str
) -> None:
    assert number(ask_by(way, served, COUNT.replace("{", f"FROM <{GEONAMES}> {{", 1))) == sizes[GEONAMES]
    assert named(ask_by(way, served, GRAPHS.replace("{", f"FROM NAMED <{THESIS}> {{", 1))) == [THESIS]


@WAYS
@pytest.mark.parametrize("sort", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_that_is_not_there_is_refused(served: Server, way: str, sort: str) -> None:
    answer = ask_by(way, served, COUNT, (sort, GEONAMES), (sort, NOBODY))
    assert (answer.status, json.loads(answer.content)["detail"]) == (400, f"there is no graph <{NOBODY}>")


@pytest.mark.parametrize("name", ["", "geonames", "//a/b", "a b:c", "http://a/<b>", "http://a/\n", "x:"])
def test_a_graph_is_named_by_an_absolute_address(served: Server, name: str) -> None:
    answer = ask_by("get", served, COUNT, ("named-graph-uri", name))
    assert answer.status == 400
    assert "not an absolute address" in json.loads(answer.content)["detail"]


# 2.1.5 and 2.1.6: the formats of the answer

KINDS = {
    "SELECT ?s { ?s a kg:Network } ORDER BY ?s LIMIT 3": ("results+json", "results+xml", "text/csv", "text/tab-s"),
    "ASK {}": ("results+json", "results+xml"),
    "CONSTRUCT { ?s a kg:City } WHERE { ?s a kg:City } LIMIT 3": ("text/turtle", "rdf+xml", "n-triples", "ld+json"),
    "DESCRIBE <https://w3id.org/citykg/id/network/eurocities>": ("text/turtle", "rdf+xml", "n-triples", "ld+json"),
}
MEDIA = {
    "results+json": ROWS, "results+xml": "application/sparql-results+xml", "text/csv": "text/csv",
    "text/tab-s": "text/tab-separated-values", "text/turtle": "text/turtle", "rdf+xml": "application/rdf+xml",
    "n-triples": "application/n-triples", "ld+json": "application/ld+json",
}  # fmt: skip


@WAYS
@pytest.mark.parametrize("query", KINDS)
def test_the_answer_comes_in_the_media_type_that_is_asked_for(served: Server, way: str, query: str) -> None:
    for name in KINDS[query]:
        answer = ask_by(way, served, query, accept=MEDIA[name])
        assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, MEDIA[name])
        assert len(answer.content) > 3


# 2.1.7: failures, of which nothing is an answer


@dataclass(frozen=True)
class Bad:
    """A request that breaks a rule, and how it is answered."""

    method: str = "GET"
    query: str = ""
    body: bytes | None = None
    kind: str = ""
    status: int = 400
    words: str = ""


def asked(**fields: str) -> str:
    return "?" + urlencode(fields)


BAD = {
    "no query": Bad(query="?a=b", words="there is no query"),
    "two queries in the address": Bad(query="?query=ASK%7B%7D&query=ASK%7B%7D", words="there are 2 queries"),
    "two queries in a form": Bad("POST", "", b"query=ASK%7B%7D&query=ASK%7B%7D", FORM, words="there are 2 queries"),
    "a query in form and address": Bad("POST", "?query=ASK%7B%7D", b"query=ASK%7B%7D", FORM, words="has one"),
    "a query in the body and in the address": Bad("POST", "?query=ASK%7B%7D", b"ASK{}", TEXT, words="are 2 queries"),
    "a form without a query": Bad("POST", "", b"a=b", FORM, words="there is no query"),
    "an empty form": Bad("POST", "", b"", FORM, words="there is no query"),
    "an empty query": Bad(query="?query=", words="the query is empty"),
    "an empty body": Bad("POST", "", b"", TEXT, words="the query is empty"),
    "a comment only": Bad("POST", "", b"# nothing", TEXT, words="the query is empty"),
    "a form without its media type": Bad("POST", "", b"query=ASK%7B%7D", "", 415, "'none' is not understood"),
    "a body without its media type": Bad("POST", "", b"ASK {}", "", 415, "'none' is not understood"),
    "another media type": Bad("POST", "", b"ASK {}", "text/plain", 415, "'text/plain' is not understood"),
    "a form in parts": Bad("POST", "", b"--x--", "multipart/form-data; boundary=x", 415, "is not understood"),
    "JSON": Bad("POST", "", b'{"query":"ASK{}"}', "application/json", 415, "is not understood"),
    "rubbish for a media type": Bad("POST", "", b"ASK{}", "///;;;", 415, "is not understood"),
    "two media types": Bad("POST", "", b"ASK{}", f"{TEXT}, {FORM}", 415, "is not understood"),
    "another charset": Bad("POST", "", b"ASK{}", f"{TEXT}; charset=utf-16", 415, "is text in UTF-8"),
    "a charset that hides": Bad("POST", "", b"ASK{}", f'{TEXT}; charset="latin-1"; x=utf-8', 415, "is text in UTF-8"),
    "a charset that is none": Bad("POST", "", b"ASK{}", f"{TEXT}; charset=klingon", 415, "is text in UTF-8"),
    "a body that is not UTF-8": Bad("POST", "", "ASK { ?s ?p 'ü' }".encode("latin-1"), TEXT, words="UTF-8 at byte 14"),
    "a body in UTF-16": Bad("POST", "", "ASK {}".encode("utf-16"), TEXT, words="is not UTF-8 at byte 1"),
    "an address that is not UTF-8": Bad(query="?query=ASK%7B%3Fs%3Fp%27%FC%27%7D", words="not UTF-8"),
    "a form that is not UTF-8": Bad("POST", "", b"query=ASK%7B%7D%23%ED%A0%80", FORM, words="not UTF-8"),
    "a thousand fields": Bad(query="?" + "&" * 2 + "a=b&" * 1200 + "query=ASK%7B%7D", words="more than 1000 fields"),
    "no SPARQL": Bad(query=asked(query="SELECT ?x WHERE {"), words="does not parse at line 1, column 18"),
    "an unknown prefix": Bad(query=asked(query="ASK { ?s nope:p ?o }"), words="its prefix is not declared"),
    "an update by GET": Bad(query=asked(update="CLEAR ALL"), status=403, words="takes no updates"),
    "an update by form": Bad("POST", "", b"update=CLEAR+ALL", FORM, 403, "takes no updates"),
    "an update as it stands": Bad("POST", "", b"CLEAR ALL", CHANGE, 403, "takes no updates"),
    "an update beside a query": Bad(query=asked(query="ASK {}", update="CLEAR ALL"), status=403, words="no updates"),
    "an update as a query": Bad(query=asked(query="CLEAR ALL"), status=403, words="would change the graph"),
    "an update as a query by form": Bad("POST", "", b"query=CLEAR+ALL", FORM, 403, "would change the graph"),
    "an update as a query as it stands": Bad("POST", "", b"DROP ALL", TEXT, 403, "would change the graph"),
    "an update as JSON-LD": Bad("POST", "", b"CLEAR ALL", "application/ld+json", 415, "is not understood"),
}  # fmt: skip


@pytest.mark.parametrize("rule", BAD)
def test_what_breaks_a_rule_is_told_so(served: Server, rule: str) -> None:
    bad = BAD[rule]
    kind: Any = {"content_type": bad.kind} if bad.kind else {}
    answer = served.ask(bad.method, "/sparql" + bad.query, bad.body, accept=ROWS, **kind)
    assert (answer.status, answer.headers["content-type"]) == (bad.status, "application/problem+json")
    said = json.loads(answer.content)
    assert (said["status"], said["type"]) == (bad.status, "about:blank")
    assert bad.words in said["detail"]
    assert "\n" not in said["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_with_those_that_are_not(served: Server, method: str) -> None:
    answer = served.ask(method, "/sparql" + asked(query="ASK {}"))
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")


# 2.3: the base of relative addresses


@WAYS
def test_relative_addresses_have_a_base(served: Server, way: str) -> None:
    answer = ask_by(way, served, "SELECT (<id/city/barcelona-es> AS ?here) (<#a> AS ?b) {}", accept="text/csv")
    assert answer.text.split()[1] == f"{terms.BASE}id/city/barcelona-es,{terms.BASE}#a"
    said = ask_by(way, served, "BASE <http://a/b/> SELECT (<../c> AS ?c) {}", accept="text/csv")
    assert said.text.split() == ["c", "http://a/c"]


# What may come in other forms

SAME = {
    "letters in capitals": ("POST", "", b"ASK {}", "Application/SPARQL-Query"),
    "a charset": ("POST", "", b"ASK {}", f"{TEXT}; charset=UTF-8"),
    "a charset in quotes": ("POST", "", b"ASK {}", f'{TEXT};charset="utf8"'),
    "plain letters": ("POST", "", b"ASK {}", f"{TEXT}; charset=us-ascii"),
    "a form with a charset": ("POST", "", b"query=ASK+%7B%7D", f"{FORM}; charset=UTF-8"),
    "a mark of bytes": ("POST", "", b"\xef\xbb\xbfASK {}", TEXT),
    "a mark of bytes in a form": ("POST", "", b"query=%EF%BB%BFASK%7B%7D", FORM),
    "lines as Windows ends them": ("POST", "", b"#\r\nASK\r\n{\r\n}\r\n", TEXT),
    "letters that are not encoded": ("POST", "", "query=ASK{} # ü".encode(), FORM),
    "a percent sign that is none": ("POST", "", b"query=ASK{} %23 50% %zz", FORM),
    "fields that are not known": ("GET", "?format=json&output=x&timeout=0&query=ASK%20%7B%7D", None, ""),
    "blanks as plus": ("GET", "?query=ASK+%7B+%7D", None, ""),
}


@pytest.mark.parametrize("form", SAME)
def test_other_forms_of_the_same_are_answered(served: Server, form: str) -> None:
    method, query, body, kind = SAME[form]
    named: Any = {"content_type": kind} if kind else {}
    answer = served.ask(method, "/sparql" + query, body, accept=ROWS, **named)
    assert json.loads(answer.content) == {"head": {}, "boolean": True}


def test_letters_that_are_not_encoded_in_an_address_are_understood(served: Server) -> None:
    answer = served.ask("GET", f"/sparql?query={quote('SELECT ')}('M%C3%BCnchen'AS?a)%7B%7D", accept="text/csv")
    assert answer.text == "a\r\nMünchen\r\n"
