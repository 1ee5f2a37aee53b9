"""The engine of the static site answers in the browser what the store answers here, without any server."""

from __future__ import annotations

import base64
import gzip
import http.server
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from kg import exports, named, results, sparql, syntax, terms
from kg.server.editing import engine
from kg.server.problems import Problem, of_words
from kg.server.workers import guards
from tests.conftest import WORLD
from tests.viewing import hosted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; img-src data:"
HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Engine</title>
<meta http-equiv="Content-Security-Policy" content="{}"><link rel="icon" href="data:,">
<script src="assets/engine.js"></script><p>Engine</p></html>"""
ASK = "([query, accept]) => citykgEngine.ask(query, accept)"
STOP = """async ([hard, next]) => {
  const stop = new AbortController(), started = performance.now();
  const asked = citykgEngine.ask(hard, "*/*", stop.signal), behind = citykgEngine.ask(next, "text/csv");
  setTimeout(() => stop.abort(), 300);
  const name = await asked.catch((error) => error.name), waited = performance.now() - started;
  return { name, waited, next: (await behind).text };
}"""
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
Answer = dict[str, Any]


def lay(folder: Path, store: ox.Store, policy: str = POLICY) -> Path:
    """A page with the engine beside it."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for name, content in engine.files(store).items():
        (folder / "assets" / name).write_bytes(content)
    page = folder / "page.html"
    page.write_text(HTML.format(policy), encoding="utf-8")
    return page


@pytest.fixture(scope="session")
def site(store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("a site"), store)


@contextmanager
def page_at(chromium: Browser, address: str, offline: bool = True) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page at an address, what it asks for and what it complains of."""
    context = chromium.new_context(offline=offline)
    page, requests, complaints = context.new_page(), [], []  # type: Page, list[str], list[str]
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(address)
        yield page, requests, complaints
    finally:
        context.close()


@pytest.fixture(scope="module")
def asked(chromium: Browser, site: Path) -> Iterator[Callable[..., Answer]]:
    """Ask the shipped graph, in a page opened from a folder, without any network."""
    with page_at(chromium, site.as_uri()) as (page, _, complaints):
        yield lambda query, accept="*/*": page.evaluate(ASK, [query, accept])
        assert complaints == []


# The scripts


def test_the_scripts_are_the_same_for_the_same_graph() -> None:
    made = engine.files(WORLD)
    assert made == engine.files(WORLD)
    assert list(made) == ["engine.js", "engine-wasm.js", "engine-graph.js"]
    assert engine.part("graph", exports.trig(WORLD)) == made["engine-graph.js"]


def test_the_script_is_no_module_and_names_the_prefixes() -> None:
    text = engine.script().decode()
    assert not re.search(r"^(import|export)\b|import\.meta", text, re.MULTILINE)
    for prefix, base in terms.PREFIXES.items():
        assert f'"{prefix}": "{base}"' in text


def test_another_way_of_writing_the_engine_is_looked_at_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "web.js").write_text("export default class Store {}", encoding="utf-8")
    monkeypatch.setattr(engine, "OXIGRAPH", tmp_path)
    with pytest.raises(ValueError, match=r"^oxigraph/web\.js: does not say 'export class '; see how"):
        engine.plain()


def test_a_part_is_gzip_in_base64_whatever_it_holds() -> None:
    content = bytes(range(256)) + b"</script>\n\"'"
    said = re.fullmatch(rb'citykgEngine\.take\("graph", "([A-Za-z0-9+/=]+)"\);\n', engine.part("graph", content))
    assert said and gzip.decompress(base64.b64decode(said[1])) == content


# In the browser


@pytest.mark.browser
def test_from_a_folder_it_answers_every_named_query_as_the_store_does(
    asked: Callable[..., Answer], store: ox.Store
) -> None:
    for name, query in named.queries().items():
        text = named.bind(query, {}, store)
        answer = asked(text, "application/sparql-results+json")
        assert answer["status"] == 200, (name, answer)
        got = ox.parse_query_results(answer["text"].encode(), ox.QueryResultsFormat.JSON)
        expected = sparql.ask(store, text)
        assert isinstance(expected, results.Rows) and isinstance(got, ox.QuerySolutions)
        assert [variable.value for variable in got.variables] == expected.variables, name
        assert list(map(tuple, got)) == expected.rows, name


@pytest.mark.browser
def test_named_graphs_hold_what_rests_on_a_source(asked: Callable[..., Answer], store: ox.Store) -> None:
    dataset = ox.Store()
    dataset.load(exports.trig(store), ox.RdfFormat.TRIG)
    counting = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    answer = asked(counting, "application/json")["text"].encode()
    found = ox.parse_query_results(answer, ox.QueryResultsFormat.JSON)
    expected = dataset.query(counting)
    assert isinstance(found, ox.QuerySolutions) and isinstance(expected, ox.QuerySolutions)
    assert sorted(map(str, map(tuple, found))) == sorted(map(str, map(tuple, expected)))
    assert len(asked("ASK FROM <https://w3id.org/citykg/id/source/geonames> { ?s ?p ?o }", "text/csv")["text"]) == 4


FORMS = [
    ("SELECT ?city { ?city a kg:City } LIMIT 1", "text/csv", "text/csv"),
    ("ASK { ?city a kg:City }", "application/sparql-results+xml", "application/sparql-results+xml"),
    ("CONSTRUCT { ?s a kg:City } WHERE { ?s a kg:City } LIMIT 2", "*/*", "text/turtle"),
    ("DESCRIBE ?s { ?s a kg:Network } LIMIT 1", "application/ld+json", "application/ld+json"),
]


@pytest.mark.browser
def test_an_answer_comes_in_the_form_that_is_asked_for(asked: Callable[..., Answer]) -> None:
    for query, accept, expected in FORMS:
        answer = asked(query, accept)
        assert (answer["status"], answer["type"]) == (200, expected)
        assert len(answer["text"]) > 3
    none = asked("SELECT * { ?s ?p ?o } LIMIT 1", "image/png")
    assert (none["status"], none["type"]) == (406, "application/problem+json")
    assert "answered as application/sparql-results+json, " in json.loads(none["text"])["detail"]


BAD = [
    "SELECT ?a {\n  ?a nope:b ?c }",
    "SELECT * {",
    "SELECT ?s { ?s a kg:City } GROUP BY ?x",
    "SELECT (1 AS ?a) (2 AS ?a) {}",
    "SELECT * { <a b> ?p ?o }",
    "# one\n\tSELECT * { ?s ?p 'a\nb' }",
    "SELECT * { ?s ?p ?o } LIMIT x",
    "ASK { 'ü😀' ?p }",
]


@contextmanager
def parsed(query: str) -> Iterator[None]:
    """As a worker does at the end: the engine's complaint is a problem."""
    yield
    try:
        ox.Store().query(query, base_iri=terms.BASE, prefixes=terms.PREFIXES)
    except SyntaxError as error:
        raise of_words(400, syntax.caret(query, error)) from error


def refused(query: str) -> dict[str, Any]:
    """The problem that the server answers with."""
    with pytest.raises(Problem) as told, parsed(query):
        guards.check(query)
        guards.known(query, {f"{terms.BASE}id/source/geonames"})
    return told.value.document()


@pytest.mark.browser
def test_what_does_not_parse_is_told_as_the_server_tells_it(asked: Callable[..., Answer]) -> None:
    for query in BAD:
        answer = asked(query)
        said = json.loads(answer["text"])
        assert said == refused(query)
        assert answer["status"] == said["status"] == 400
        assert f"at line {said['line']}, column {said['column']}" in said["detail"]


REFUSED = [
    "insert data { <a:b> <a:c> 1 }",
    "# x\nprefix a: <b:c> CLEAR ALL",
    "SELECT * {\n { service <http://x/> { ?s ?p ?o } } }",
    "SELECT ('😀' AS ?x) { SERVICE SILENT ?s { ?s ?p ?o } }",
    "SELECT * FROM <http://x/g> { ?s ?p ?o }",
    "prefix a: <http://a/>\nSELECT * FROM id:source\\/geonames from named a:nothing { ?s ?p ?o }",
    "SELECT * FROM # here\n<http://x/g> { ?s ?p ?o }",
    "BASE <http://b/> SELECT * FROM <g> { ?s ?p ?o }",
    "SELECT * FROM <id/source/nothing> { ?s ?p ?o }",
    " # nothing\n",
]


@pytest.mark.browser
def test_updates_other_servers_and_strange_graphs_are_refused_as_by_the_server(asked: Callable[..., Answer]) -> None:
    statuses = []
    for query in REFUSED:
        answer = asked(query)
        assert json.loads(answer["text"]) == refused(query), query
        statuses.append(answer["status"])
    assert statuses == [403] * 4 + [400] * 6


@pytest.mark.browser
def test_a_query_can_be_stopped_and_the_next_one_runs(chromium: Browser, site: Path) -> None:
    with page_at(chromium, site.as_uri()) as (page, requests, complaints):
        page.evaluate(ASK, ["ASK {}", "*/*"])
        before = len(requests)
        found = page.evaluate(STOP, [CROSS, "SELECT (COUNT(*) AS ?n) { ?s a kg:City }"])
        assert found["name"] == "AbortError"
        assert found["waited"] < 2000
        assert int(found["next"].split()[1]) > 1000
        assert {url for url in requests[before:] if not url.startswith("blob:")} == set()
        assert complaints == []


@pytest.mark.browser
def test_it_asks_for_its_own_scripts_only_and_for_the_parts_when_they_are_needed(chromium: Browser, site: Path) -> None:
    with page_at(chromium, site.as_uri()) as (page, requests, _):
        files = [url.rpartition("/")[2] for url in requests if url.startswith("file:")]
        assert files == ["page.html", "engine.js"]
        page.evaluate(ASK, ["ASK {}", "*/*"])
        files = [url.rpartition("/")[2] for url in requests if not url.startswith(("blob:", "data:"))]
        assert sorted(files) == ["engine-graph.js", "engine-wasm.js", "engine.js", "page.html"]


@pytest.mark.browser
def test_over_http_it_does_the_same(chromium: Browser, site: Path) -> None:
    with served(site.parent) as address, page_at(chromium, f"{address}/page.html", offline=False) as (page, _, said):
        answer = page.evaluate(ASK, ["SELECT (COUNT(*) AS ?n) { ?s a kg:City }", "text/csv"])
        assert int(answer["text"].split()[1]) > 1000
        assert said == []


@pytest.mark.browser
def test_without_workers_it_runs_beside_the_page(chromium: Browser, tmp_path: Path) -> None:
    page_file = lay(tmp_path, WORLD, POLICY.replace("blob:", "'none'"))
    with page_at(chromium, page_file.as_uri()) as (page, _, complaints):
        answer = page.evaluate(ASK, ["SELECT ?label { ?s a kg:City ; rdfs:label ?label } ORDER BY ?label", "text/csv"])
        assert answer["text"].splitlines() == ["label", '"A, ""a"" | <b>"', "Łódź"]
        assert json.loads(page.evaluate(ASK, ["ASK {", "*/*"])["text"])["line"] == 1
        assert ["worker-src" in complaint for complaint in complaints] == [True]


@pytest.mark.browser
def test_a_part_that_is_missing_is_named(chromium: Browser, tmp_path: Path) -> None:
    page_file = lay(tmp_path, WORLD)
    (tmp_path / "assets" / "engine-graph.js").unlink()
    with page_at(chromium, page_file.as_uri()) as (page, _, _):
        told = page.evaluate("() => citykgEngine.ask('ASK {}', '*/*').catch((error) => error.message)")
        assert re.fullmatch(r"the engine cannot be opened: file:.*/assets/engine-graph\.js is missing", told)


def served(folder: Path) -> AbstractContextManager[str]:
    """The files of a folder over HTTP, while the block runs."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words: Any) -> None:
            pass

    return hosted(Quiet, folder)
