from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg import named, results, sparql, store, terms
from kg.cli import main
from kg.errors import AskerError, KgError, OperatorError
from kg.results import Rows
from tests.conftest import CITIES, CITY, LINKS, NETWORK, WORLD, literal
from tests.test_results import SOLUTIONS

# Answers


def test_rows_hold_terms_in_the_order_of_the_variables() -> None:
    assert sparql.ask(WORLD, CITIES) == Rows(
        ["city", "label", "value", "lat"],
        [
            (ox.NamedNode(f"{CITY}a-es"), ox.Literal('A, "a" | <b>', language="en"), None, None),
            (
                ox.NamedNode(f"{CITY}lodz-pl"),
                ox.Literal("Łódź", language="pl"),
                literal("2", "xsd:integer"),
                literal("51.77", "xsd:double"),
            ),
        ],
    )


def test_a_question_is_answered_with_truth() -> None:
    assert sparql.ask(WORLD, "ASK { ?x a kg:City }") is True
    assert sparql.ask(WORLD, "ASK { ?x a kg:Region }") is False


def test_triples_come_sorted() -> None:
    answer = sparql.ask(WORLD, LINKS)
    assert isinstance(answer, list)
    assert list(map(str, answer)) == [
        f"<{CITY}{key}> {terms.term('kg:memberOf')} <{NETWORK}net>" for key in ("a-es", "lodz-pl")
    ]


@pytest.mark.parametrize(
    "text", [CITIES, LINKS, "ASK { ?x a kg:City }", "ASK { ?x a kg:Region }", "SELECT ?x { ?x a kg:Region }"]
)
def test_rdflib_gives_the_same_answer(text: str) -> None:
    assert sparql.ask_rdflib(store.to_rdflib(WORLD), text) == sparql.ask(WORLD, text)


def test_a_query_that_does_not_parse_is_shown_with_a_caret() -> None:
    with pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, "SELECT * {\n  ?x a kgg:City }")
    assert str(caught.value) == (
        "the query does not parse at line 2, column 16: its prefix is not declared\n"
        "    ?x a kgg:City }\n"
        "                 ^"
    )


@pytest.mark.parametrize(
    ("text", "line", "shown", "column"),
    [
        ("SELECT * { ?s ?p", 1, "SELECT * { ?s ?p", 17),
        ("SELECT ?x\nWHERE {\n  ?x kg:memberOf\n}", 4, "}", 1),
        ("SELECT ?x {\n  ?x a kg:City .\n} LIMIT many", 3, "} LIMIT many", 9),
        ('SELECT * { ?x rdfs:label "é" ; }}', 1, 'SELECT * { ?x rdfs:label "é" ; }}', 34),
    ],
)
def test_the_caret_stands_below_the_spot(text: str, line: int, shown: str, column: int) -> None:
    with pytest.raises(AskerError, match=rf"^the query does not parse at line {line}, column {column}: ") as caught:
        sparql.ask(WORLD, text)
    assert str(caught.value).endswith(f"\n  {shown}\n  {' ' * (column - 1)}^")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?x { ?x a kg:City } LIMIT many", "expected HAVING, OFFSET, OPTIONAL, VALUES, a digit"),
        ("SELECT ?x ?k { ?x a kg:City", 'expected ",", ".", ";", "{", "{|", "}", "~"'),
        ("SELECT ?x (COUNT(?y) AS ?k) { ?x a ?y }", "a variable is selected that is neither grouped by"),
        ("SELECT (?x AS ?x) { ?x a ?y }", "AS gives a name that a variable has already"),
        ("SELECT ?x { ?x a <http://a b> }", "this is no IRI"),
        ("SELECT ?x { ?x a ?y }}", "the query should end here or go on otherwise"),
    ],
)
def test_what_does_not_parse_is_said_in_one_line_of_words(text: str, said: str) -> None:
    with pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, text)
    lines = str(caught.value).splitlines()
    assert lines[0].partition(": ")[2][: len(said)] == said
    assert (len(lines), lines[1]) == (3, f"  {text}")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://a> <http://b> 1 }",
        "PREFIX a: <http://a>\nBASE <http://b>\ndelete where { ?s ?p ?o }",
        "# all\nCLEAR ALL",
    ],
)
def test_an_update_is_refused_and_changes_nothing(text: str) -> None:
    before = set(WORLD)
    with pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, text)
    assert str(caught.value) == (
        "this would change the graph, and a query changes nothing; a fact is a row of the tables in data/"
    )
    assert set(WORLD) == before


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <ADDRESS> { ?x ?y ?z } }",
        "SELECT * { service silent <ADDRESS> { ?x ?y ?z } }",
        "SELECT * { BIND(<ADDRESS> AS ?s) FILTER(1<2)SERVICE?s{?x?y?z}FILTER(4>3) }",
        "SELECT * { ?x rdfs:label ?l FILTER(?l != '''a'b\"c''') SERVICE<ADDRESS> { ?x ?y ?z } FILTER(?z != \"d\") }",
    ],
)
def test_no_other_server_is_asked(text: str) -> None:
    server = Server()
    with serving(server) as address, pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, text.replace("ADDRESS", address))
    assert str(caught.value) == (
        "SERVICE asks another server, and kg asks none; ask that server itself with --endpoint URL"
    )
    assert server.asked == []


def test_a_variable_or_a_text_may_be_called_service() -> None:
    assert sparql.ask(WORLD, 'ASK { ?service a kg:City FILTER("SERVICE" != "x") } # SERVICE') is True


# An endpoint

Reply = tuple[int, bytes]
Answering = Callable[[str, str], Reply]


@contextmanager
def serving(answering: Answering) -> Iterator[str]:
    """A server on the loopback whose replies to (query, accepted media type) are those of a function."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            status, body = answering(form["query"][0], self.headers["Accept"])
            if status:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Server:
    """Answers queries on the small world as SPARQL servers do: never with more rows than `cap`, and silently."""

    def __init__(self, cap: int = 1000) -> None:
        self.cap = cap
        self.asked: list[tuple[str, str]] = []

    def __call__(self, text: str, accept: str) -> Reply:
        self.asked.append((text, accept))
        answer = WORLD.query(text)
        if isinstance(answer, ox.QueryTriples):
            return 200, answer.serialize(format=ox.RdfFormat.TURTLE) or b""
        content = answer.serialize(format=ox.QueryResultsFormat.JSON) or b""
        if isinstance(answer, ox.QuerySolutions):
            whole = json.loads(content)
            whole["results"]["bindings"] = whole["results"]["bindings"][: self.cap]
            content = json.dumps(whole).encode()
        return 200, content


NUMBERS = "{ VALUES (?n ?odd) { (1 true) (2 false) (3 true) (4 false) (5 true) (6 false) (7 true) } }"


@pytest.mark.parametrize("cap", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?n {NUMBERS} ORDER BY ?n",
        f"SELECT * {NUMBERS} ORDER BY ?odd DESC(?n)",
        f"SELECT ?n {NUMBERS} ORDER BY ?odd LIMIT 3",
        f"SELECT ?n {NUMBERS} ORDER BY ?n LIMIT 5",
        f"select ?n {NUMBERS} order by ?n offset 2",
        f"SELECT ?n {NUMBERS} ORDER BY ?n LIMIT 3 OFFSET 3 # three of them",
        f"SELECT ?n {NUMBERS} ORDER BY ?n OFFSET 3 LIMIT 0",
        f"SELECT ?odd (COUNT(?n) AS ?k) {NUMBERS} GROUP BY ?odd HAVING (?k > 1) ORDER BY ?odd",
        "SELECT ?n { { SELECT ?n " + NUMBERS + " ORDER BY DESC(?n) LIMIT 4 } } ORDER BY ?n",
        "SELECT ?n { VALUES ?n { 'LIMIT 1' 'b' '# c' '}' } } ORDER BY ?n",
        "SELECT ?n { BIND(1 AS ?x) } ORDER BY ?n VALUES ?n { 3 2 1 }",
        "SELECT ?x { ?x a kg:Region } ORDER BY ?x",
        CITIES,
    ],
)
def test_rows_are_asked_for_until_the_answer_is_whole(text: str, cap: int) -> None:
    with serving(Server(cap)) as address:
        whole, found = sparql.ask(WORLD, text), sparql.ask_endpoint(store.Endpoint(address), text)
    assert isinstance(whole, Rows)
    assert isinstance(found, Rows)
    assert found.variables == whole.variables
    if "LIMIT 3" in text or "VALUES ?n { 3" in text:  # which of the tied rows are among the first is not said
        assert (len(found.rows), set(map(str, found.rows))) == (len(whole.rows), set(map(str, found.rows)))
    else:
        assert found.rows == whole.rows


@pytest.mark.parametrize("cap", [2, 1000])
def test_rows_that_no_order_was_asked_for_come_each_once(cap: int) -> None:
    with serving(Server(cap)) as address:
        found = sparql.ask_endpoint(store.Endpoint(address), f"SELECT ?n ?odd {NUMBERS}")
    assert isinstance(found, Rows)
    assert sorted(results.python(row[0]) for row in found.rows) == [1, 2, 3, 4, 5, 6, 7]


def test_a_server_that_answers_whole_is_asked_no_more_than_twice() -> None:
    server = Server()
    with serving(server) as address:
        sparql.ask_endpoint(store.Endpoint(address), f"SELECT ?n {NUMBERS} ORDER BY ?n")
    assert [accept for _, accept in server.asked] == ["application/sparql-results+json"] * 2
    assert server.asked[0][0] == f"SELECT ?n {NUMBERS} ORDER BY ?n"


def test_the_prefixes_that_a_query_uses_are_sent_with_it() -> None:
    server = Server()
    with serving(server) as address:
        assert sparql.ask_endpoint(store.Endpoint(address), "ASK { ?x a kg:City ; rdfs:label ?y }") is True
    prologue = "".join(f"PREFIX {name}: <{terms.PREFIXES[name]}> " for name in ("kg", "rdfs"))
    assert server.asked == [(prologue + "ASK { ?x a kg:City ; rdfs:label ?y }", "application/sparql-results+json")]


@pytest.mark.parametrize("cap", [1, 1000])
@pytest.mark.parametrize(
    "text",
    [
        LINKS,
        LINKS.lower().replace("memberof", "memberOf"),
        f"# SELECT\n{LINKS} # and no more",
        "CONSTRUCT WHERE { ?city kg:memberOf ?net ; rdfs:label ?label }",
        "CONSTRUCT { ?city rdfs:label ?label ; kg:value ?value } WHERE { ?city rdfs:label ?label "
        "OPTIONAL { ?city kg:value ?value } }",
        f"CONSTRUCT {{ <{NETWORK}net> kg:value ?k }} WHERE {{ SELECT (COUNT(?x) AS ?k) {{ ?x kg:memberOf ?y }} }}",
        f'CONSTRUCT {{ <{NETWORK}net> rdfs:label "x}}" }} WHERE {{ }}',
        "CONSTRUCT { ?x a ?y } WHERE { ?x a kg:Region, ?y }",
    ],
)
def test_triples_are_whole_too(text: str, cap: int) -> None:
    with serving(Server(cap)) as address:
        assert sparql.ask_endpoint(store.Endpoint(address), text) == sparql.ask(WORLD, text)


def test_a_description_is_asked_for_as_turtle() -> None:
    server = Server()
    with serving(server) as address:
        answer = sparql.ask_endpoint(store.Endpoint(address), f"DESCRIBE <{NETWORK}other>")
    assert answer == sparql.ask(WORLD, f"DESCRIBE <{NETWORK}other>")
    assert isinstance(answer, list)
    assert len(answer) == 2
    assert [accept for _, accept in server.asked] == ["text/turtle"]


def test_a_row_is_a_yes_and_no_row_a_no() -> None:
    row = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "1"}}]}}
    none = {"head": {"vars": ["x"]}, "results": {"bindings": []}}
    for reply, truth in ((row, True), (none, False)):
        with serving(lambda query, accept, reply=reply: (200, json.dumps(reply).encode())) as address:  # type: ignore[misc]
            assert sparql.ask_endpoint(store.Endpoint(address), "ASK {}") is truth


@pytest.mark.parametrize("text", ["ASK {}", "SELECT * {}", "DESCRIBE <http://a>", LINKS])
@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (400, b"Parse error at line 1\nin a long trace", AskerError, "(HTTP 400): Parse error at line 1"),
        (500, b"Virtuoso 42000 Error\n", AskerError, "(HTTP 500): Virtuoso 42000 Error"),
        (404, b"", AskerError, "(HTTP 404): Not Found"),
        (403, b"<html><h1>Go away</h1></html>", AskerError, "(HTTP 403): Forbidden"),
        (503, b"", OperatorError, "(HTTP 503): Service Unavailable"),
        (400, b"\xff\x1b[31m", AskerError, "(HTTP 400): \ufffd [31m"),
    ],
)
def test_what_the_server_says_when_it_refuses_is_passed_on(
    text: str, status: int, body: bytes, kind: type[KgError], said: str
) -> None:
    with serving(lambda query, accept: (status, body)) as address:
        with pytest.raises(kind) as caught:
            sparql.ask_endpoint(store.Endpoint(address, pauses=()), text)
        assert str(caught.value) == f"{address} refused the query {said}"


@pytest.mark.parametrize(
    "body",
    [
        b"<html>hello</html>",
        b"",
        b"{}",
        b'{"head": {"vars": ["x"]}}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "a"}}, {"x"',
    ],
)
@pytest.mark.parametrize("text", ["ASK {}", "SELECT * {}", "SELECT * {} LIMIT 1", LINKS])
def test_an_answer_that_is_not_json_is_of_no_endpoint(text: str, body: bytes) -> None:
    with serving(lambda query, accept: (200, body)) as address:
        with pytest.raises(OperatorError) as caught:
            sparql.ask_endpoint(store.Endpoint(address), text)
        assert str(caught.value) == f"{address} did not answer with SPARQL results in JSON; is it an endpoint?"


def test_an_answer_that_is_not_turtle_is_of_no_endpoint() -> None:
    with serving(lambda query, accept: (200, b"<html>hello</html>")) as address:
        with pytest.raises(OperatorError) as caught:
            sparql.ask_endpoint(store.Endpoint(address), "DESCRIBE <http://a>")
        assert str(caught.value) == f"{address} did not answer with Turtle; is it an endpoint?"


def test_yes_is_no_answer_to_a_question_for_rows() -> None:
    with serving(lambda query, accept: (200, b'{"head": {}, "boolean": true}')) as address:
        with pytest.raises(OperatorError) as caught:
            sparql.ask_endpoint(store.Endpoint(address), "SELECT * {}")
        assert str(caught.value) == (f"{address} answered yes or no where rows were asked for; is it an endpoint?")


def test_nobody_at_the_address() -> None:
    with serving(Server()) as address:
        pass
    with pytest.raises(OperatorError, match=rf"^{address} does not answer: .*[Rr]efused.*; check the address$"):
        store.Endpoint(address).ask("ASK {}", "text/turtle")


def test_a_server_that_hangs_up() -> None:
    with serving(lambda query, accept: (0, b"")) as address:
        with pytest.raises(OperatorError) as caught:
            store.Endpoint(address).ask("ASK {}", "text/turtle")
        assert str(caught.value) == (
            f"{address} does not answer: Remote end closed connection without response; check the address"
        )


def test_a_server_that_never_answers_is_given_up_in_time() -> None:
    over = threading.Event()

    def wait(query: str, accept: str) -> Reply:
        over.wait(10)
        return 0, b""

    with serving(wait) as address:
        with pytest.raises(OperatorError) as caught:
            store.Endpoint(address, timeout=0.05).ask("ASK {}", "text/turtle")
        over.set()
        assert str(caught.value) == f"{address} does not answer: timed out; check the address"


@pytest.mark.parametrize("address", ["ftp://example.org/sparql", "localhost:3030", "file:///etc/passwd", ""])
def test_an_address_is_an_http_address(address: str) -> None:
    with pytest.raises(AskerError) as caught:
        store.Endpoint(address)
    assert str(caught.value) == (
        f"'{address}' is no endpoint; --endpoint takes an address that begins with http:// or https://"
    )


# kg query


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as a file."""
    path = tmp_path_factory.mktemp("graph") / "world.nt"
    path.write_bytes(store.lines((str(q.subject), str(q.predicate), str(q.object)) for q in WORLD))
    return path


def kg(*arguments: str | Path, given: str = "") -> Result:
    return CliRunner().invoke(main, ["query", *map(str, arguments)], input=given, prog_name="kg")


@pytest.mark.parametrize("form", SOLUTIONS)
def test_a_query_from_stdin(file: Path, form: str) -> None:
    result = kg("-", "--graph", file, "--format", form, given=CITIES)
    assert (result.exit_code, result.stdout, result.stderr) == (0, SOLUTIONS[form], "")


def test_a_query_from_a_file_into_a_file(file: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(CITIES, encoding="utf-8")
    result = kg(tmp_path / "q.rq", "--graph", file, "--format", "csv", "-o", tmp_path / "new" / "q.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {tmp_path}/new/q.csv\n")
    assert (tmp_path / "new" / "q.csv").read_text(encoding="utf-8") == SOLUTIONS["csv"]


def test_a_named_query_with_a_thing_by_its_name(file: Path, tmp_path: Path) -> None:
    result = kg("collectives-of", "--param", "place=ŁÓDŹ", "--graph", file)
    assert result.exit_code == 0
    assert result.stdout == "collective  relation  passages\n──────────  ────────  ────────\n"
    assert result.stderr == (
        "kg: no rows: nothing matches the pattern  ?c rdf:type kg:Collective .\n  kg:Collective is not in the graph\n"
    )


def test_triples_are_shown_as_turtle(file: Path) -> None:
    result = kg("-", "--graph", file, given=LINKS)
    assert result.stdout.endswith("\nid:city\\/lodz-pl kg:memberOf id:network\\/net .\n")


def test_a_query_as_of_a_date_says_what_was_left_out(file: Path) -> None:
    result = kg("-", "--graph", file, "--as-of", "1999", "--format", "csv", given="SELECT ?x { ?x a kg:Network }")
    assert result.stdout == f"x\n{NETWORK}other\n"
    assert result.stderr == (
        "kg: as of 1999: 0 dated statements hold, 0 do not and are left out, 0 are undated and kept\n"
    )


def test_an_endpoint_is_asked_instead_of_the_graph(file: Path) -> None:
    with serving(Server()) as address:
        result = kg("-", "--endpoint", address, "--graph", file, "--format", "csv", given=f"{CITIES} LIMIT 9")
    assert (result.exit_code, result.stdout, result.stderr) == (0, SOLUTIONS["csv"], "")


def test_things_are_looked_up_in_the_graph_beside_the_endpoint(file: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("# param n: thing -- net\nASK { ?x kg:memberOf $n }", encoding="utf-8")
    server = Server()
    with serving(server) as address:
        result = kg(tmp_path / "q.rq", "-p", "n=The Net", "--endpoint", address, "--graph", file)
    assert (result.exit_code, result.stdout) == (0, "yes\n")
    assert server.asked[0][0].endswith(f"ASK {{ ?x kg:memberOf <{NETWORK}net> }}")


def test_without_a_name_the_named_queries_are_listed() -> None:
    result = kg()
    assert result.stdout == kg("--list").stdout
    assert [line for line in result.stdout.splitlines() if line and not line.startswith(" ")] == sorted(named.queries())
    assert (
        "shared-collectives\n"
        "    The collectives in which two places meet\n"
        "    --param one=…  city or region (default bristol-gb)\n"
        "    --param other=…  city or region (default milan-it)\n"
        "    kg query shared-collectives --param one=Bristol --param other=Milan\n"
    ) in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["member"], 2, "no query and no file is called 'member'; did you mean 'members'?"),
        (["xyzzy"], 2, "no query and no file is called 'xyzzy'; kg query --list shows the named queries"),
        (["members", "-p", "collective"], 2, "--param collective: write --param name=value"),
        (["networks", "-p", "x=1"], 2, "networks has no parameter 'x'; it takes none"),
        (["networks", "--as-of", "8.12.2018"], 2, "as of 8.12.2018: not a date; write 2018, 2018-12 or 2018-12-08"),
        (["networks", "--as-of", "2018-13"], 2, "as of 2018-13: not a date; write 2018, 2018-12 or 2018-12-08"),
        (
            ["networks", "--as-of", "2018", "--endpoint", "http://127.0.0.1:9"],
            2,
            "--as-of works on the built graph, not on an endpoint; leave one of the two out",
        ),
        (
            ["networks", "--endpoint", "127.0.0.1:9"],
            2,
            "'127.0.0.1:9' is no endpoint; --endpoint takes an address that begins with http:// or https://",
        ),
        (["networks", "--graph", "no.nt"], 1, "no.nt: no such graph; run 'kg build' first, or name one with --graph"),
        (
            ["-"],
            2,
            "the query does not parse at line 1, column 25: its prefix is not declared\n"
            "  SELECT * { ?x a kgg:City }\n"
            "                          ^",
        ),
    ],
)
def test_a_wrong_question_ends_in_one_message(file: Path, arguments: list[str], code: int, message: str) -> None:
    result = kg(
        *arguments, *([] if "--graph" in arguments else ["--graph", str(file)]), given="SELECT * { ?x a kgg:City }"
    )
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"kg: {message}\n")


def test_help_ends_with_an_example() -> None:
    assert kg("--help").stdout.endswith("\n  Example:  kg query members --param collective=eurocities --format csv\n")


def test_a_parameter_given_twice_is_not_guessed(file: Path) -> None:
    result = kg("members", "-p", "collective=net", "-p", "collective=other", "--graph", file)
    assert (result.exit_code, result.stderr) == (2, "kg: --param collective is given 2 times; give it once\n")


def test_the_caret_stands_below_the_spot_behind_tabs() -> None:
    with pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, "SELECT * {\t?x a kgg:City }")
    assert str(caught.value).endswith("\n  SELECT * {\t?x a kgg:City }\n            \t             ^")


def test_a_byte_order_mark_is_no_part_of_a_query(file: Path) -> None:
    assert kg("-", "--graph", file, "--format", "csv", given="\ufeff" + CITIES).stdout == SOLUTIONS["csv"]


def test_a_query_from_stdin_is_utf8() -> None:
    result = CliRunner().invoke(main, ["query", "-", "--endpoint", "http://127.0.0.1:9"], input=b"\xff")
    assert (result.exit_code, result.stderr) == (2, "kg: -: not UTF-8; give the query in UTF-8\n")


def test_a_prefix_may_be_called_like_a_form() -> None:
    text = f"PREFIX ask: <http://a/>\nPREFIX select: <http://b/>\n{CITIES}"
    with serving(Server()) as address:
        assert sparql.ask_endpoint(store.Endpoint(address), text) == sparql.ask(WORLD, text)


@pytest.mark.parametrize("text", ["", " \n", "# only a comment", "\n# one\n# two\n"])
def test_an_empty_query_is_called_so(text: str) -> None:
    with pytest.raises(AskerError, match=r"^the query is empty; 'kg query --list' shows the named ones$"):
        sparql.ask(WORLD, text)
