"""`kg query --endpoint` against Virtuoso, a SPARQL server of another make, over a real socket."""

from __future__ import annotations

import shlex
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg import named, results, sparql, terms
from kg.cli import main
from kg.named import Query
from kg.results import Rows
from kg.store import Endpoint
from tests.needs import need

pytestmark = pytest.mark.endpoint

CAP = 1000
START, STOP, LOAD = 60, 30, 120  # seconds to wait at most

SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ServerThreads = 8

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4

[SPARQL]
ResultSetMaxRows = {cap}
"""


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nobody listens at."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def listening(port: int) -> bool:
    with socket.socket() as each:
        each.settimeout(1)
        return each.connect_ex(("127.0.0.1", port)) == 0


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START
    while not listening(port):
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError(f"Virtuoso did not come up:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def execute(isql: str, port: int, statements: str) -> None:
    """Run SQL as the administrator of a database that nobody else can reach; isql says ok even of errors."""
    command = [isql, f"127.0.0.1:{port}", "dba", "dba", f"exec={statements}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LOAD, check=False)
    assert "*** Error" not in done.stderr, done.stderr


@pytest.fixture(scope="session")
def virtuoso(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso of our own that holds the shipped graph; it is stopped by its process id."""
    server, isql = need("endpoint", "virtuoso-t"), need("endpoint", "isql-vt")
    folder = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_ports(2)
    settings = SETTINGS.format(sql=sql, http=http, folder=graph.parent, cap=CAP)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    log = folder / "output.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [server, "+configfile", "virtuoso.ini", "+foreground"], cwd=folder, stdout=output, stderr=output
        )
    try:
        wait_for(sql, process, log)
        wait_for(http, process, log)
        # Reading needs no grant: Virtuoso lets everyone SELECT.
        execute(isql, sql, f"DB.DBA.TTLP(file_to_string_output('{graph}'), '', 'urn:citykg', 512)")
        yield f"http://127.0.0.1:{http}/sparql?default-graph-uri=urn:citykg"
    finally:
        process.terminate()
        try:
            process.wait(STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP)


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy between a test and the server on the same machine."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def kg(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *map(str, arguments)], input=given)


def asked(address: str, text: str) -> Rows:
    answer = sparql.ask_endpoint(Endpoint(address), text)
    assert isinstance(answer, Rows)
    return answer


def expected(store: ox.Store, text: str) -> Rows:
    answer = sparql.ask(store, text)
    assert isinstance(answer, Rows)
    return answer


def plain(term: results.Term | None) -> str:
    """A term in a form that both servers agree on.

    Virtuoso 7 writes a truth value as 0 or 1 and six digits of a double. Oxigraph takes every sort of integer for
    an xsd:integer; so does Virtuoso for what it has computed.
    """
    if not isinstance(term, ox.Literal):
        return str(term)
    kind = terms.contract(term.datatype.value)
    if kind == "xsd:boolean":
        return str(results.python(term))
    if kind == "xsd:double":
        return f"{float(term.value):.6g}"
    return str(ox.Literal(int(term.value))) if kind.lower().endswith("integer") else str(term)


def bag(rows: Rows) -> Counter[tuple[str, ...]]:
    return Counter(tuple(map(plain, row)) for row in rows.rows)


def example(query: Query) -> dict[str, str]:
    """The parameters in the example of a named query."""
    words = shlex.split(query.example)
    given = [word for before, word in pairwise(words) if before in ("-p", "--param")]
    return {name: value for name, _, value in (each.partition("=") for each in given)}


NAMED = named.queries()  # Virtuoso 7 can run every one; a query that it cannot is written in another way


def test_the_server_holds_the_whole_graph(virtuoso: str, graph: Path) -> None:
    answer = asked(virtuoso, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert [[results.python(value) for value in row] for row in answer.rows] == [[graph.read_bytes().count(b"\n")]]


@pytest.mark.parametrize("query", NAMED.values(), ids=list(NAMED))
def test_a_named_query_gives_the_rows_that_oxigraph_gives(query: Query, virtuoso: str, store: ox.Store) -> None:
    found = 0
    for values in ({}, example(query)):
        text = named.bind(query, values, store)
        whole, answer = expected(store, text), asked(virtuoso, text)
        assert answer.variables == whole.variables
        assert bag(answer) == bag(whole)
        found += len(whole.rows)
    assert found > 0


# More rows than the server gives at once

LABELS = "SELECT ?s ?label { ?s rdfs:label ?label }"


def test_the_server_cuts_a_long_answer_without_a_word(virtuoso: str) -> None:
    prefix = f"PREFIX rdfs: <{terms.PREFIXES['rdfs']}> "
    answer = Endpoint(virtuoso).ask(prefix + LABELS, "application/sparql-results+json")
    assert len(list(ox.parse_query_results(answer, ox.QueryResultsFormat.JSON))) == CAP  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        LABELS,
        f"{LABELS} # every one",
        f"{LABELS} ORDER BY DESC(?label)",
        "SELECT ?class ?s ?label { ?s rdfs:label ?label ; a ?class } ORDER BY ?class",
        "SELECT DISTINCT ?class ?label { ?s rdfs:label ?label ; a ?class }",
        "SELECT ?s (COUNT(?o) AS ?n) { ?s kg:evidence ?o } GROUP BY ?s",
        "SELECT ?class ?s { ?s a ?class } ORDER BY DESC(?class) VALUES ?class { kg:Passage kg:Statement }",
        "SELECT ?s ?o { ?s ?p ?o FILTER(isLiteral(?o)) } ORDER BY ?p",  # Virtuoso sorts 10,000 for a LIMIT, no more
    ],
)
def test_a_long_answer_comes_back_whole(text: str, virtuoso: str, store: ox.Store) -> None:
    whole, answer = expected(store, text), asked(virtuoso, text)
    assert len(whole.rows) > CAP
    assert (answer.variables, len(answer.rows)) == (whole.variables, len(whole.rows))
    assert bag(answer) == bag(whole)


def test_the_order_asked_for_is_kept_across_the_pages(virtuoso: str) -> None:
    text = "SELECT ?s (STRLEN(?label) AS ?length) { ?s rdfs:label ?label } ORDER BY DESC(?length)"
    lengths = [results.python(row[1]) for row in asked(virtuoso, text).rows]
    assert len(lengths) > 3 * CAP
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize(("limit", "offset"), [(1, 0), (CAP, 5), (CAP + 1, 0), (2500, 700)])
def test_a_limit_beyond_the_cap_is_reached(limit: int, offset: int, virtuoso: str, store: ox.Store) -> None:
    whole = bag(expected(store, LABELS))
    answer = asked(virtuoso, f"{LABELS} ORDER BY ?s ?label LIMIT {limit} OFFSET {offset}")
    assert (len(answer.rows), bag(answer) - whole) == (limit, Counter())


def test_an_offset_near_the_end_leaves_the_rest(virtuoso: str, store: ox.Store) -> None:
    count = len(expected(store, LABELS).rows)
    answer = asked(virtuoso, f"{LABELS} ORDER BY ?s OFFSET {count - CAP - 3}")
    assert len(answer.rows) == CAP + 3


def test_a_long_answer_on_the_command_line_has_every_row(virtuoso: str, store: ox.Store) -> None:
    result = kg("-", "--endpoint", virtuoso, "--format", "csv", given=LABELS)
    assert (result.exit_code, result.stderr) == (0, "")
    here = results.serialize(expected(store, LABELS), "csv").decode()
    assert sorted(result.stdout.splitlines()) == sorted(here.splitlines())


# Triples, truth and descriptions


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s rdfs:label ?label }",  # more triples than the cap
        "CONSTRUCT WHERE { ?s kg:founded ?founded ; rdfs:label ?label }",
        "CONSTRUCT { ?c schema:member ?m . ?m a schema:City } WHERE { ?m kg:memberOf ?c OPTIONAL { ?m a kg:City } }",
        "CONSTRUCT { ?c kg:memberOf ?never } WHERE { ?c kg:memberOf ?n }",
    ],
)
def test_a_construct_gives_the_triples_that_oxigraph_gives(text: str, virtuoso: str, store: ox.Store) -> None:
    assert sparql.ask_endpoint(Endpoint(virtuoso), text) == sparql.ask(store, text)


def test_a_construct_on_the_command_line_is_turtle(virtuoso: str) -> None:
    text = "CONSTRUCT WHERE { <https://w3id.org/citykg/id/network/eurocities> kg:founded ?year }"
    result = kg("-", "--endpoint", virtuoso, "--format", "ntriples", given=text)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "<https://w3id.org/citykg/id/network/eurocities> <https://w3id.org/citykg/ontology#founded> "
        '"1986"^^<http://www.w3.org/2001/XMLSchema#gYear> .\n',
        "",
    )


@pytest.mark.parametrize(("kind", "said"), [("kg:Network", "yes\n"), ("kg:Nothing", "no\n")])
def test_yes_and_no(kind: str, said: str, virtuoso: str) -> None:
    result = kg("-", "--endpoint", virtuoso, given=f"ASK {{ ?x a {kind} }}")
    assert (result.exit_code, result.stdout, result.stderr) == (0, said, "")


def test_a_description_has_what_is_said_of_a_thing(virtuoso: str, store: ox.Store) -> None:
    answer = sparql.ask_endpoint(Endpoint(virtuoso), "DESCRIBE kg:memberOf")
    whole = sparql.ask(store, "DESCRIBE kg:memberOf")
    assert isinstance(answer, list)
    assert isinstance(whole, list)
    assert whole
    assert set(whole) <= set(answer)  # Virtuoso also gives the triples that point at a thing


# Parameters and failures


def test_names_are_looked_up_in_the_built_graph_beside_it(virtuoso: str, graph: Path) -> None:
    by_name = kg("members", "-p", "collective=Eurocities", "--endpoint", virtuoso, "--graph", graph, "--format", "csv")
    here = kg("members", "-p", "collective=eurocities", "--graph", graph, "--format", "csv")
    assert (by_name.exit_code, by_name.stderr) == (0, "")
    assert len(by_name.stdout.splitlines()) > 1
    assert by_name.stdout == here.stdout


def test_a_misspelt_name_is_named_before_anything_is_asked(virtuoso: str, graph: Path) -> None:
    result = kg("members", "-p", "collective=Eurocites", "--endpoint", virtuoso, "--graph", graph)
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "kg: nothing is called 'Eurocites'; did you mean 'eurocities'?\n",
    )


def test_without_a_built_graph_an_iri_does(virtuoso: str, graph: Path, tmp_path: Path) -> None:
    iri = "https://w3id.org/citykg/id/network/eurocities"
    options = ("--endpoint", virtuoso, "--graph", tmp_path / "none.nt", "--format", "csv")
    by_iri = kg("members", "-p", f"collective={iri}", *options)
    here = kg("members", "-p", f"collective={iri}", "--graph", graph, "--format", "csv")
    assert (by_iri.exit_code, by_iri.stdout, by_iri.stderr) == (0, here.stdout, "")
    by_name = kg("members", "-p", "collective=Eurocities", *options)
    assert (by_name.exit_code, by_name.stdout, by_name.stderr) == (
        2,
        "",
        "kg: 'Eurocities': give the full IRI of a thing when asking an endpoint that has no built graph beside it\n",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?s\nWHERE {\n  ?s kg:founded ?f FILER(?f > 1)\n}", "line 3: syntax error at 'FILER' before '('"),
        ("SELECT ?s WHERE {\n  ?s nope:founded ?f\n}", "line 2: Undefined namespace prefix at 'nope' before '?f'"),
        ("CONSTRUCT { ?s a kg:X }\nWHERE { ?s a }", "line 2: syntax error at '}'"),
        ("DESCRIBE {", "line 1: syntax error at '{'"),
    ],
)
def test_what_does_not_parse_there_is_one_line_with_the_line_of_the_query(text: str, said: str, virtuoso: str) -> None:
    result = kg("-", "--endpoint", virtuoso, given=text)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    refused = f"kg: {virtuoso} refused the query (HTTP 400): Virtuoso 37000 Error SP030: SPARQL compiler, "
    assert result.stderr.startswith(refused + said)


def test_an_update_is_refused(virtuoso: str) -> None:
    result = kg("-", "--endpoint", virtuoso, given="INSERT DATA { GRAPH <urn:citykg> { kg:a a kg:b } }")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"kg: {virtuoso} refused the query (HTTP 500): Virtuoso 42000 Error")


def test_a_page_that_is_no_endpoint(virtuoso: str) -> None:
    address = virtuoso.replace("/sparql?", "/nothing?")
    result = kg("-", "--endpoint", address, given="ASK {}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"kg: {address} refused the query (HTTP 404): File not found\n"


def test_nobody_at_the_port() -> None:
    address = f"http://127.0.0.1:{free_ports(1)[0]}/sparql"
    result = kg("-", "--endpoint", address, given="ASK {}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"kg: {address} does not answer: Connection refused; check the address\n"
