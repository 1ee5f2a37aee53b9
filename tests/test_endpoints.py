"""An affiliation from a SPARQL endpoint: the shipped graph from Virtuoso with its cap, and servers that misbehave."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import affiliations, endpoints, terms
from kg import store as stores
from kg.cli import main
from kg.errors import AskerError, OperatorError
from kg.layers import DEFAULT_LAYERS, LAYERS
from kg.store import Endpoint
from kg.twomode import Affiliation
from tests.conftest import world
from tests.test_affiliations import FILTERED
from tests.test_endpoint import direct, virtuoso

__all__ = ["direct", "virtuoso"]
FOUND = "application/sparql-results+json"
Answer = Callable[[BaseHTTPRequestHandler, str], None]


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server of our own on the loopback that answers queries in this way; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            try:
                answer(self, form["query"][0])
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def reply(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, length: int = 0, retry: str = "") -> None:
    handler.send_response(status)
    for name, value in (("Content-Type", FOUND), ("Content-Length", str(length or len(body))), ("Retry-After", retry)):
        if value:
            handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def engine(store: ox.Store, cap: int) -> Answer:
    """A server that holds a store, and gives so many rows at once, without a word."""

    def answer(handler: BaseHTTPRequestHandler, query: str) -> None:
        content = json.loads(store.query(query).serialize(format=ox.QueryResultsFormat.JSON))  # type: ignore[arg-type]
        content["results"]["bindings"] = content["results"]["bindings"][:cap]
        reply(handler, json.dumps(content).encode())

    return answer


def same(one: Affiliation, other: Affiliation) -> None:
    """That both say the same, down to the statements and the names."""
    assert (one.places, one.collectives, one.layers) == (other.places, other.collectives, other.layers)
    assert one.ties.tolist() == other.ties.tolist()
    assert [(link, link.years) for link in one.links] == [(link, link.years) for link in other.links]
    keys = (*one.places, *one.collectives)
    assert [one.thing(key) for key in keys] == [other.thing(key) for key in keys]


@pytest.mark.endpoint
def test_virtuoso_gives_the_affiliation_of_the_store(virtuoso: str, store: ox.Store) -> None:
    same(affiliations.from_endpoint(virtuoso), affiliations.affiliation(store))


@pytest.mark.endpoint
def test_the_command_ranks_the_graph_of_a_server_as_the_built_one(virtuoso: str, graph: Path) -> None:
    asked = [
        "rank",
        "--on",
        "collectives",
        "--measure",
        "degree,projected-betweenness",
        "--top",
        "5",
        "--format",
        "csv",
    ]
    far, near = (
        CliRunner().invoke(main, [*asked, *each]) for each in (["--endpoint", virtuoso], ["--graph", str(graph)])
    )
    assert far.exit_code == near.exit_code == 0
    shown = [[",".join(line.split(",")[:11]) for line in each.stdout.splitlines()] for each in (far, near)]
    assert shown[0] == shown[1] and len(shown[0]) >= 6


@pytest.mark.endpoint
def test_virtuoso_gives_every_layer_as_of_a_date_without_what_lacks_somebody(virtuoso: str, store: ox.Store) -> None:
    extract = endpoints.extract(Endpoint(virtuoso), LAYERS)
    for date, exclude in ((None, ["incomplete", "<3"]), ("2016", ["Eurocities"]), ("2019-06", [])):
        here, there = (affiliations.affiliation(each, LAYERS, date, exclude=exclude) for each in (store, extract))
        assert (here.places, here.collectives, here.ties.tolist()) == (
            there.places, there.collectives, there.ties.tolist(),
        )  # fmt: skip
        assert {link.statement for link in here.links} == {link.statement for link in there.links}
    for (_, one), (_, other) in zip(
        *(affiliations.affiliation(each).over(range(2000, 2027)) for each in (store, extract)), strict=True
    ):
        assert (one.ties.tolist(), one.as_of) == (other.ties.tolist(), other.as_of)


@pytest.mark.parametrize("cap", [1, 2, 1000])
def test_the_answer_does_not_depend_on_how_much_a_server_gives_at_once(cap: int) -> None:
    store = world(FILTERED)
    with serving(engine(store, cap)) as address:
        found = affiliations.from_endpoint(address, DEFAULT_LAYERS, exclude=["<2"], places=["Lima", "Oslo"])
        same(found, affiliations.affiliation(store, exclude=["<2"], places=["Lima", "Oslo"]))
        assert found.places == ("lima-pe", "oslo-no")


def test_only_what_the_layers_need_is_asked_for() -> None:
    store = world(FILTERED)
    with serving(engine(store, 1000)) as address:
        got = endpoints.extract(Endpoint(address), ["endorsement"])
    assert {quad.triple for quad in got} <= {quad.triple for quad in store} | {
        quad.triple for quad in got if quad.object.value == terms.expand("kg:LocalGovernment")
    }
    assert not list(got.quads_for_pattern(None, ox.NamedNode(terms.expand("kg:evidence")), None))
    assert "uclg" not in {link.collective for link in affiliations.affiliation(got, LAYERS).links}


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (lambda h, q: reply(h, b"<html>oops</html>", 500), AskerError,
         "refused the query (HTTP 500): Internal Server Error"),
        (lambda h, q: reply(h, b"<html>Hello</html>"), OperatorError,
         "did not answer with SPARQL results in JSON; is it an endpoint?"),
        (lambda h, q: reply(h, b'{"head":{"vars":["statement"]},"res'), OperatorError,
         "did not answer with SPARQL results in JSON; is it an endpoint?"),
        (lambda h, q: reply(h, b'{"head":{"vars', length=900), OperatorError,
         "does not answer: the answer broke off; check the address"),
        (lambda h, q: reply(h, b'{"head":{},"boolean":true}'), OperatorError,
         "answered yes or no where rows were asked for; is it an endpoint?"),
        (lambda h, q: reply(h, b"", 503), OperatorError, "refused the query (HTTP 503): Service Unavailable"),
        (lambda h, q: time.sleep(1), OperatorError, "does not answer: timed out; check the address"),
    ],
    ids=["500", "page", "cut", "broken", "truth", "busy", "silent"],
)  # fmt: skip
def test_a_server_that_misbehaves_is_one_clear_line(
    answer: Answer, kind: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "time", SimpleNamespace(sleep=lambda _: None, monotonic=time.monotonic))
    with serving(answer) as address, pytest.raises(kind) as raised:
        affiliations.from_endpoint(address, timeout=0.2)
    assert str(raised.value) == f"{address} {message}"


def test_an_answer_that_trickles_is_given_up() -> None:
    def trickle(handler: BaseHTTPRequestHandler, query: str) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b" ")
            time.sleep(0.02)

    with serving(trickle) as address, pytest.raises(OperatorError) as raised:
        affiliations.from_endpoint(address, timeout=0.2)
    assert str(raised.value) == f"{address} does not answer: no whole answer in 0.2 seconds; check the address"


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_server_is_asked_again_after_a_while(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(stores, "time", SimpleNamespace(sleep=waited.append, monotonic=time.monotonic))
    store, calls = world(FILTERED), iter(["", "7", "900", "soon"])

    def busy(handler: BaseHTTPRequestHandler, query: str) -> None:
        said = next(calls, None)
        if said is None:
            engine(store, 1000)(handler, query)
        else:
            reply(handler, b"later", code, retry=said)

    with serving(busy) as address:
        content = Endpoint(address, pauses=(1, 2, 4, 8)).ask("SELECT * { ?s ?p ?o } LIMIT 1", FOUND)
    assert waited == [1, 7, 30, 8]
    assert len(json.loads(content)["results"]["bindings"]) == 1


def test_a_server_that_stays_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(stores, "time", SimpleNamespace(sleep=waited.append, monotonic=time.monotonic))
    with serving(lambda h, q: reply(h, b"come back later\nplease", 429)) as address:
        with pytest.raises(OperatorError) as raised:
            affiliations.from_endpoint(address)
        assert str(raised.value) == f"{address} refused the query (HTTP 429): come back later"
    assert waited == [1, 2, 4]


def test_a_server_that_loses_rows_is_found_out() -> None:
    store = world(FILTERED)

    def losing(handler: BaseHTTPRequestHandler, query: str) -> None:
        rows = json.loads(store.query(query).serialize(format=ox.QueryResultsFormat.JSON))  # type: ignore[arg-type]
        if "COUNT" not in query:
            rows["results"]["bindings"] = [] if "OFFSET" in query else rows["results"]["bindings"][:1]
        reply(handler, json.dumps(rows).encode())

    with serving(losing) as address, pytest.raises(OperatorError) as raised:
        affiliations.from_endpoint(address, ["membership"])
    assert str(raised.value) == (f"{address} gave 1 rows where it counts 2; it may have changed meanwhile: try again")


def test_a_server_that_knows_no_pages_does_not_go_on_for_ever() -> None:
    store = world(FILTERED)

    def deaf(handler: BaseHTTPRequestHandler, query: str) -> None:
        text = re.sub(r"OFFSET \d+", "", query)
        rows = json.loads(store.query(text).serialize(format=ox.QueryResultsFormat.JSON))  # type: ignore[arg-type]
        rows["results"]["bindings"] = rows["results"]["bindings"][:1]
        reply(handler, json.dumps(rows).encode())

    with serving(deaf) as address, pytest.raises(OperatorError) as raised:
        affiliations.from_endpoint(address, ["membership"])
    assert str(raised.value) == f"{address} gave 1 rows where it counts 2; it may have changed meanwhile: try again"


@pytest.mark.parametrize("count", ["many", "1.5"])
def test_a_server_that_cannot_count_is_none(count: str) -> None:
    kind = terms.expand("xsd:string" if count == "many" else "xsd:decimal")
    row = {"count": {"type": "literal", "value": count, "datatype": kind}}
    content = json.dumps({"head": {"vars": ["count"]}, "results": {"bindings": [row]}}).encode()
    with serving(lambda h, q: reply(h, content)) as address, pytest.raises(OperatorError) as raised:
        affiliations.from_endpoint(address, ["membership"])
    assert str(raised.value) == f"{address} does not count its rows; is it a SPARQL 1.1 endpoint?"


def test_rows_that_are_no_triples_are_refused() -> None:
    row = {name: {"type": "literal", "value": "1"} for name in ("statement", "place", "collective", "role")}
    names = {"vars": list(row)}

    def odd(handler: BaseHTTPRequestHandler, query: str) -> None:
        counted = {"head": {"vars": ["count"]}, "results": {"bindings": [{"count": {
            "type": "literal", "value": "1", "datatype": terms.expand("xsd:integer")}}]}}  # fmt: skip
        rows = {"head": names, "results": {"bindings": [] if "OFFSET" in query else [row]}}
        reply(handler, json.dumps(counted if "COUNT" in query else rows).encode())

    with serving(odd) as address, pytest.raises(OperatorError) as raised:
        affiliations.from_endpoint(address, ["membership"])
    assert str(raised.value) == f"{address} answered with rows that are no triples; is it an endpoint?"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org", "example.org/sparql", ""])
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(AskerError, match="is no endpoint; --endpoint takes an address that begins with http://"):
        affiliations.from_endpoint(address)


def test_an_unknown_layer_is_named_before_anything_is_asked() -> None:
    with pytest.raises(AskerError, match=r"^no layer 'fundign'; did you mean 'funding'"):
        affiliations.from_endpoint("http://127.0.0.1:9/", ["fundign"])
