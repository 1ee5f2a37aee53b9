"""What the endpoint refuses, and how it says so: updates, other servers, unknown graphs, and what does not parse."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import sparql, terms
from kg.server.problems import Problem
from kg.server.workers import guards
from tests.serving import Server

HTML = "text/html, */*;q=0.1"
ROWS = "application/sparql-results+json"
GEONAMES = terms.BASE + "id/source/geonames"
MARK = "service SERVICE insert from <x> ?service"


class Listener:
    """A server on loopback that would notice if anybody asked it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/sparql"

    def was_asked(self) -> bool:
        try:
            self.socket.accept()[0].close()
        except TimeoutError:
            return False
        return True


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.socket.close()


# Other servers

FEDERATED = {
    "plain": "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "in small letters": "select * { service <ADDRESS> { ?s ?p ?o } }",
    "in mixed letters": "SELECT * { SeRvIcE <ADDRESS> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <ADDRESS> { ?s ?p ?o } }",
    "an ask": "ASK { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "a silent ask": "ASK { SERVICE SILENT <ADDRESS> { ?s ?p ?o } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "no blanks": "SELECT*{SERVICE<ADDRESS>{?s?p?o}}",
    "many lines": "SELECT * {\r\n\tSERVICE\r\n\r\n\t<ADDRESS>\n{ ?s ?p ?o } }",
    "behind a comment": "SELECT * { #\nSERVICE#<a> { }\n<ADDRESS>#\n{ ?s ?p ?o } }",
    "a comment inside": "SELECT * { SERVICE # it's \"quoted\n SILENT # <\n <ADDRESS> { ?s ?p ?o } }",
    "in OPTIONAL": "SELECT * { ?a a kg:Fund OPTIONAL { SERVICE <ADDRESS> { ?a ?p ?o } } }",
    "in UNION": "SELECT * { { ?a a kg:Fund } UNION { SERVICE <ADDRESS> { ?a ?p ?o } } }",
    "in MINUS": "SELECT * { ?a a kg:Fund MINUS { SERVICE <ADDRESS> { ?a ?p ?o } } }",
    "in GRAPH": "SELECT * { GRAPH ?g { SERVICE <ADDRESS> { ?a ?p ?o } } }",
    "in EXISTS": "SELECT * { ?a a kg:Fund FILTER EXISTS { SERVICE <ADDRESS> { ?a ?p ?o } } }",
    "in NOT EXISTS": "SELECT * { ?a a kg:Fund FILTER(1=1 && NOT EXISTS { SERVICE <ADDRESS> { ?a ?p ?o } }) }",
    "in BIND": "SELECT * { BIND(EXISTS { SERVICE <ADDRESS> { ?a ?p ?o } } AS ?x) }",
    "in a subquery": "SELECT * { { SELECT ?a { { SELECT ?a { SERVICE <ADDRESS> { ?a ?p ?o } } } } } }",
    "in a service": "SELECT * { SERVICE SILENT <ADDRESS> { SERVICE <ADDRESS> { ?a ?p ?o } } }",
    "in ORDER BY": "SELECT * { ?a a kg:Fund } ORDER BY EXISTS { SERVICE <ADDRESS> { ?a ?p ?o } }",
    "in HAVING": "SELECT ?a { ?a a kg:Fund } GROUP BY ?a HAVING (EXISTS { SERVICE <ADDRESS> { ?a ?p ?o } })",
    "in SELECT": "SELECT (EXISTS { SERVICE <ADDRESS> { ?a ?p ?o } } AS ?x) {}",
    "in LATERAL": "SELECT * { ?a a kg:Fund LATERAL { SERVICE <ADDRESS> { ?a ?p ?o } } }",
    "a variable": "SELECT * { BIND(<ADDRESS> AS ?at) SERVICE ?at { ?s ?p ?o } }",
    "a variable in VALUES": "SELECT * { VALUES ?at { <ADDRESS> } SERVICE ?at { ?s ?p ?o } }",
    "a prefixed name": "PREFIX x: <ADDRESS> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "a relative address": "BASE <ADDRESS> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "behind a full stop": "SELECT * { ?s ?p ?o.SERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind a number": "SELECT * { ?s ?p 1SERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind a decimal": "SELECT * { ?s ?p 1.5SERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind true": "SELECT * { ?s ?p trueSERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind a text": "SELECT * { ?s ?p 'a'SERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind an address": "SELECT * { ?s ?p <a>SERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind what looks like an address": "SELECT * { FILTER(1<2)SERVICE#>\n<ADDRESS> { ?s ?p ?o } }",
    "between what looks like a text": "SELECT * { FILTER(?a<'x>')SERVICE <ADDRESS> { ?s ?p 'y' } }",
    "behind a text with quotes": """SELECT * { ?s ?p '''a'b"c''' SERVICE <ADDRESS> { ?s ?p "d" } }""",
    "behind a text with a backslash": r"""SELECT * { ?s ?p "\\" SERVICE <ADDRESS> { ?s ?p "\"" } }""",
    "behind the same word": "PREFIX service: <a:> ASK { ?service service:service 'service'. SERVICE <ADDRESS> {} }",
    "with a version": "VERSION '1.2' SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "after VALUES of many": "SELECT * { VALUES ?x { " + "1 " * 5000 + "} SERVICE <ADDRESS> { ?s ?p ?o } }",
    "deep inside": "SELECT * " + "{" * 40 + "SERVICE <ADDRESS> { ?s ?p ?o }" + "}" * 40,
}


@pytest.mark.parametrize("form", FEDERATED)
def test_no_other_server_is_asked(served: Server, listener: Listener, form: str) -> None:
    query = FEDERATED[form].replace("ADDRESS", listener.address)
    for answer in (
        served.query(query),
        served.ask("POST", "/sparql", query.encode(), content_type="application/sparql-query"),
        served.query(query, **{"default-graph-uri": GEONAMES}),
    ):
        assert answer.status == 403, answer.text
        said = json.loads(answer.content)
        assert said["detail"].startswith("SERVICE asks another server, and this one asks none, at line ")
        line = query.split("\n")[said["line"] - 1]
        assert line[said["column"] - 1 :][:7].lower() == "service"
    assert not listener.was_asked()


def test_addresses_in_other_places_are_not_asked(served: Server, listener: Listener) -> None:
    here = f"<{listener.address}>"
    for query in (f"ASK FROM {here} {{}}", f"ASK FROM NAMED {here} {{}}", f"LOAD {here}", f"LOAD SILENT {here}",
                  f"DESCRIBE {here}", f"ASK {{ GRAPH {here} {{}} }}", f"SELECT * {{ {here} ?p ?o }}"):  # fmt: skip
        assert served.query(query, "*/*").status in (200, 400, 403)
    for field in ("default-graph-uri", "named-graph-uri", "using-graph-uri"):
        assert served.query("ASK {}", "*/*", **{field: listener.address}).status in (200, 400)
    assert not listener.was_asked()


HARMLESS = [
    "ASK { ?service ?p ?o }",
    "ASK { ?SERVICE ?service $Service }",
    "ASK { ?s ?p 'SERVICE <http://a/> {}' }",
    "ASK { ?s ?p '''a\nSERVICE <http://a/> {}''' }",
    "ASK {} # SERVICE <http://a/> {}",
    "ASK # SERVICE\n{ ?s ?p <http://a/service#SERVICE> }",
    "PREFIX service: <http://service/> ASK { service:service service:SERVICE service: }",
    "PREFIX a: <http://a/> ASK { a:service a:web-service a:x.service }",
    "ASK { ?s schema:serviceType ?o ; schema:availableService ?x }",
    "ASK { ?s ?p 'x'@service }",
    "ASK { _:service ?p _:b }",
    "SELECT (COUNT(*) AS ?service) { ?s a kg:Fund }",
    "PREFIX from: <http://a/> ASK { from:x from:from ?from }",
    "PREFIX load: <http://a/> PREFIX insert: <http://b/> ASK { load:x insert:y ?delete }",
    "ASK { ?s ?p 'FROM <http://a/>', 'INSERT DATA {}' } # FROM <http://a/>",
    "PREFIX a: <http://a/> ASK { ?s ?p 'x'@from , a:from }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_words_that_are_no_keywords_are_not_refused(served: Server, query: str) -> None:
    answer = served.query(query)
    assert answer.status == 200, answer.text


WORDS = st.text(alphabet="abc é😀'\"\\#<>{}()?:.;,-\t\n", max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(WORDS, WORDS)
def test_a_text_may_hold_anything(before: str, after: str) -> None:
    text = terms.literal(before + MARK + after)
    for query in (f"ASK {{ ?s ?p {text} }}", f"SELECT ?service {{ ?service ?p {text} }} # {MARK}"):
        guards.check(query)
        assert guards.named(query) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(WORDS, st.sampled_from([" ", "\n", "\t", "#x\n", ".", "", " . "]), st.booleans())
def test_a_service_beside_any_text_is_seen(said: str, between: str, silent: bool) -> None:
    text = terms.literal(said + MARK)
    begin = f"SELECT * {{ ?service ?p {text}{between}"
    with pytest.raises(Problem) as refused:
        guards.check(f"{begin}service {'silent' if silent else ''} <http://a/> {{ ?s ?p {text} }} }}")
    assert refused.value.status == 403
    assert refused.value.line == begin.count("\n") + 1


def test_what_does_not_parse_is_told_so_rather_than_refused() -> None:
    with pytest.raises(Problem) as told:
        guards.check("SELECT * { ?s ?p ?o }} # service")
    assert (told.value.status, told.value.line) == (400, 1)
    assert "does not parse" in told.value.detail
    assert sparql.service("ASK {}") is None


# Updates

UPDATES = [
    "INSERT DATA { <a:b> <a:c> 1 }", "insert data{<a:b><a:c>1}", "DELETE DATA { <a:b> <a:c> 1 }",
    "DELETE WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "WITH <a:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "CLEAR ALL", "Clear Silent Default",
    "DROP ALL", "drop graph <a:g>", "CREATE GRAPH <a:g>", "ADD <a:g> TO DEFAULT", "MOVE <a:g> TO <a:h>",
    "COPY DEFAULT TO <a:g>", "LOAD <http://127.0.0.1/>", "load silent <http://127.0.0.1/> into graph <a:g>",
    "PREFIX a: <b:> INSERT DATA { a:b a:c 1 }", "BASE <b:>PREFIX a: <c:>CLEAR ALL", "# ASK {}\nCLEAR ALL",
    "\n\t #'\n CLEAR #\n ALL", "PREFIX select: <b:> CLEAR ALL", "CLEAR ALL ; DROP ALL",
]  # fmt: skip


@pytest.mark.parametrize("update", UPDATES)
def test_nothing_is_changed(served: Server, update: str) -> None:
    counting = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = served.query(counting).content
    form = urlencode({"update": update}).encode()
    for answer in (
        served.query(update),
        served.ask("POST", "/sparql", update.encode(), content_type="application/sparql-query"),
        served.ask("POST", "/sparql", update.encode(), content_type="application/sparql-update"),
        served.ask("POST", "/sparql", form, content_type="application/x-www-form-urlencoded"),
    ):
        assert answer.status == 403
        assert "read-only" in json.loads(answer.content)["detail"]
    assert served.query(counting).content == before


# Graphs that are not there

UNKNOWN = {
    "FROM": ("ASK FROM <http://a/g> {}", "http://a/g", 1, 5),
    "FROM NAMED": ("SELECT *\nFROM NAMED <http://a/g> {}", "http://a/g", 2, 1),
    "in small letters": ("select * from named<http://a/g>{}", "http://a/g", 1, 10),
    "without blanks": ("ASKFROM<http://a/g>{}", "http://a/g", 1, 4),
    "behind one that is": (f"ASK FROM <{GEONAMES}>FROM<http://a/g> {{}}", "http://a/g", 1, 12 + len(GEONAMES)),
    "a prefixed name": ("PREFIX x: <http://a/> ASK FROM x:g {}", "http://a/g", 1, 27),
    "a prefix of ours": ("ASK FROM id:nothing {}", terms.BASE + "id/nothing", 1, 5),
    "a prefix declared twice": ("PREFIX x: <http://b/> PREFIX x: <http://a/> ASK FROM x:g {}", "http://a/g", 1, 49),
    "an empty prefix": ("PREFIX : <http://a/> ASK FROM :g {}", "http://a/g", 1, 26),
    "an escape": (r"PREFIX x: <http://a/> ASK FROM x:g\-h {}", "http://a/g-h", 1, 27),
    "a base": ("BASE <http://a/b/> ASK FROM <../g> {}", "http://a/g", 1, 24),
    "two bases": ("BASE <http://a/b/> BASE <c/> ASK FROM <g> {}", "http://a/b/c/g", 1, 34),
    "a base and a prefix": ("BASE <http://a/> PREFIX x: <b#> ASK FROM x:g {}", "http://a/b#g", 1, 37),
    "the base of the site": ("ASK FROM <g> {}", terms.BASE + "g", 1, 5),
    "comments": ("ASK # FROM <x>\nFROM # NAMED\n# FROM\n NAMED #\n <http://a/g> {}", "http://a/g", 2, 1),
    "describe": ("DESCRIBE <a:b>FROM<http://a/g>", "http://a/g", 1, 15),
    "construct": ("CONSTRUCT { ?s ?p 'FROM' } FROM <http://a/g> WHERE { ?s ?p ?o }", "http://a/g", 1, 28),
}


@pytest.mark.parametrize("form", UNKNOWN)
def test_a_graph_that_is_not_there_is_named(served: Server, form: str) -> None:
    query, graph, line, column = UNKNOWN[form]
    answer = served.query(query, "*/*")
    said = json.loads(answer.content)
    assert (answer.status, said["line"], said["column"]) == (400, line, column)
    assert said["detail"] == f"there is no graph <{graph}>, at line {line}, column {column}"
    assert said["hint"]


@pytest.mark.parametrize(
    "prologue",
    [
        "",
        "BASE <id/>",
        "PREFIX s: <id/source/> # FROM <x>\n",
        "BASE <http://x/> PREFIX s: <https://w3id.org/citykg/id/source/>",
    ],
)
def test_graphs_that_are_there_can_be_named_in_any_way(served: Server, prologue: str) -> None:
    name = {"": "<id/source/geonames>", "B": "<source/geonames>", "P": "s:geonames"}[prologue[:1]]
    name = "s:geonames" if "s:" in prologue.partition("PREFIX")[2] else name
    answer = served.query(f"{prologue} SELECT (COUNT(*) AS ?n) FROM {name} FROM NAMED <{GEONAMES}> {{ ?s ?p ?o }}")
    plain = served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **{"default-graph-uri": GEONAMES})
    assert (answer.status, answer.content) == (200, plain.content)


# How it is said

PLACES = [
    ("SELECT ?x {", 1, 12), ("SELECT ?x { ?x ?y ?z\nFILTER ( ?q", 2, 12), ("ASK { 'ü😀' ?p }", 1, 15),
    ("ASK {\r\n\tFILTER(?x ?y) }", 2, 12), ("# 😀\n\t\tASK { FILTER('😀' 😀) }", 2, 20), ("ASK {}\n}", 2, 1),
    ("ASK { FILTER('a\u2028b' = ) }", 1, 22), ("ASK {\n  ?s nope:p ?o }", 2, 6), ("SELECT ?x {\n  ?x a\n}", 3, 1),
    ("ASK { FILTER(STRLENG(?a) = 1) }", 1, 14), ("SELEC * {}", 1, 1), ("SELECT ?a WERE {}", 1, 11),
    ("ASK { ?s ?p ) " + "?o . " * 9 + "}", 1, 13), ("ASK {} " + "#" * 200 + "\n  } # SERVICE", 2, 3),
]  # fmt: skip


@pytest.mark.parametrize(("query", "line", "column"), PLACES)
def test_where_it_does_not_parse(served: Server, query: str, line: int, column: int) -> None:
    answer = served.query(query)
    said = json.loads(answer.content)
    assert (answer.status, said["line"], said["column"]) == (400, line, column)
    assert f"at line {line}, column {column}: " in said["detail"]
    shown, below = said["excerpt"].split("\n")
    assert shown == "  " + query.split("\n")[line - 1].rstrip("\r")
    assert len(below) == column + 2
    assert below.endswith("^")


def test_a_problem_is_json_a_page_or_text(served: Server) -> None:
    query = "SELECT ?x {\n <b>&\"' }"
    kinds, direct = ("*/*", "application/json", HTML, "text/plain", ROWS), "application/sparql-query"
    said = {kind: served.ask("POST", "/sparql", query.encode(), accept=kind, content_type=direct) for kind in kinds}
    assert {kind: each.headers["content-type"].partition(";")[0] for kind, each in said.items()} == {
        "*/*": "application/problem+json", "application/json": "application/problem+json", HTML: "text/html",
        "text/plain": "text/plain", ROWS: "application/problem+json",
    }  # fmt: skip
    document = json.loads(said["*/*"].content)
    assert set(document) == {"type", "title", "status", "detail", "line", "column", "excerpt"}
    assert (document["type"], document["title"], document["status"]) == ("about:blank", "Bad Request", 400)
    lines = said["text/plain"].text.splitlines()
    assert lines[0] == f"400 Bad Request: {document['detail']}"
    assert "\n".join(lines[1:3]) == document["excerpt"]
    assert "&lt;b&gt;&amp;" in said[HTML].text
    assert "<b>&" not in said[HTML].text
    for each in said.values():
        assert (each.status, each.headers["cache-control"], "etag" in each.headers) == (400, "no-store", False)
        assert "Traceback" not in each.text
        assert each.headers["x-content-type-options"] == "nosniff"


def test_a_busy_server_says_when_to_come_again(served: Server) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?a) = CONCAT(STR(?f), 'x')) }"
    answer = served.query(slow)
    assert (answer.status, answer.headers["retry-after"]) == (503, "20")
    assert json.loads(answer.content)["detail"] == "the query took longer than 20 seconds and was stopped"
