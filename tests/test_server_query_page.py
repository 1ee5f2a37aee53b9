"""The query page in Chromium over a real server: it asks nobody else, completes, opens, shares, saves and says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import pytest

from kg import named, paths, sparql, terms
from kg.results import Rows
from kg.server.editing import editor, engine
from tests.browsing import Opened
from tests.serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("refused", event.violatedDirective, event.blockedURI))"""
EDITOR = "document.querySelector('.tabPanel.active .CodeMirror').CodeMirror"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FOUND = """rules => axe.run(document, { runOnly: rules, resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)))"""
CITIES = "SELECT ?city WHERE { ?city a kg:City } ORDER BY ?city LIMIT 3"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DECLARED = "PREFIX kg: <https://w3id.org/citykg/ontology#>\n"
Visit = Callable[..., AbstractContextManager[Opened]]


@pytest.fixture
def visit(chromium: Browser, served: Server) -> Visit:
    """Open the query page in a fresh browser; it may ask its own origin only, and nothing may be complained of."""

    @contextmanager
    def opener(rest: str = "", width: int = 1200, dark: bool = False) -> Iterator[Opened]:
        scheme: Any = "dark" if dark else "light"
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        context.set_default_timeout(15_000)
        context.add_init_script(WATCH)
        own = Opened(context.new_page())
        own.page.on("request", lambda request: own.requests.append(request.url))
        own.page.on("console", lambda message: own.complaints.append(f"{message.type}: {message.text}"))
        own.page.on("pageerror", lambda error: own.complaints.append(str(error)))
        own.page.on("dialog", lambda dialog: own.complaints.append(f"dialog: {dialog.message}"))
        try:
            own.page.goto(f"{served.address}query.html{rest}")
            own["html[data-ready]"].wait_for()
            yield own
            assert [url for url in own.requests if not url.startswith((served.address, "blob:"))] == []
            assert [said for said in own.complaints if "status of 4" not in said] == []
        finally:
            context.close()

    return opener


def write(it: Opened, text: str) -> None:
    """Put a text into the editor, the cursor behind it."""
    put = f"text => {{ const it = {EDITOR}; it.setValue(text); it.setCursor(it.lineCount(), 0); it.focus(); }}"
    it.page.evaluate(put, text)


def written(it: Opened) -> str:
    found: str = it.page.evaluate(f"{EDITOR}.getValue()")
    return found


def heard(it: Opened, words: str) -> None:
    """Wait until the page says so."""
    it.page.wait_for_function("words => document.querySelector('#heard').textContent.includes(words)", arg=words)


def cells(it: Opened) -> list[list[str]]:
    rows = it[".tabPanel.active table.answer tbody tr"]
    found: list[list[str]] = rows.evaluate_all("all => all.map(row => [...row.cells].map(each => each.textContent))")
    return found


def ask(it: Opened, text: str, words: str) -> None:
    """Ask as one does with the keyboard, and wait for what the page says of the answer."""
    write(it, text)
    it.page.keyboard.press("Control+Enter")
    heard(it, words)


def test_opening_it_loads_files_of_this_site_and_asks_nothing(visit: Visit, served: Server) -> None:
    with visit() as it:
        names = {urlsplit(url).path.lstrip("/") for url in it.requests} - {"favicon.ico"}
        assert names <= {"assets/site.css", "assets/icon.svg", editor.PAGE, *editor.scripts(), *editor.KNOWN}
        assert {"query.html", "assets/vendor/yasgui.min.js", "assets/query.js", "assets/query-data.js"} <= names
    said = served.ask("GET", "/query.html").headers["content-security-policy"]
    assert "default-src 'none'" in said and "unsafe" not in said and "script-src 'self';" in said


def test_typing_pasting_and_asking_reach_no_other_site(visit: Visit) -> None:
    with visit() as it:
        write(it, "")
        it.page.keyboard.type("PREFIX foaf: <http://xmlns.com/foaf/0.1/>\nSELECT * WHERE { ?s foaf:na ")
        it.page.keyboard.press("Control+Space")
        ask(it, CITIES, "3 rows")
        assert {url for url in it.requests if "sparql" in url} == {it.page.url.replace("query.html", "sparql")}


def test_what_a_script_would_send_elsewhere_is_refused(visit: Visit, served: Server) -> None:
    with visit() as it:
        sent = "address => fetch(address).then(() => 'sent', (error) => error.message)"
        for address in ("https://example.org/", f"{served.address}health", f"{served.address}sparql?query=ASK{{}}"):
            assert it.page.evaluate(sent, address).startswith("this page asks only its own endpoint")
        assert f"{served.address}health" not in it.requests


def test_ctrl_enter_asks_and_the_answer_is_a_table_with_links_to_pages_here(visit: Visit, store: ox.Store) -> None:
    with visit() as it:
        ask(it, CITIES, "3 rows")
        answer = sparql.ask(store, CITIES)
        assert isinstance(answer, Rows)
        iris = [row[0].value for row in answer.rows if isinstance(row[0], ox.NamedNode)]
        assert cells(it) == [[terms.contract(iri)] for iri in iris]
        links = it["table.answer a"].evaluate_all("all => all.map(each => each.getAttribute('href'))")
        assert links == [f"{iri.removeprefix(terms.BASE)}.html" for iri in iris]


@pytest.mark.parametrize(
    ("begun", "first", "whole"),
    [
        ("SELECT * WHERE { ?s a net", "kg:Network", f"{DECLARED}SELECT * WHERE {{ ?s a kg:Network"),
        ("SELECT * WHERE { ?s a kg:Cit", "kg:City", f"{DECLARED}SELECT * WHERE {{ ?s a kg:City"),
        ("SELECT * WHERE { ?s memberO", "kg:memberOf", f"{DECLARED}SELECT * WHERE {{ ?s kg:memberOf"),
        (
            "SELECT * WHERE { ?s kg:memberOf euroc", "Eurocities",
            "SELECT * WHERE { ?s kg:memberOf <https://w3id.org/citykg/id/network/eurocities>",
        ),
        ("SELECT * WHERE { lodz", "Łódź", "SELECT * WHERE { <https://w3id.org/citykg/id/city/lodz-pl>"),
        ("PREFIX sk", "skos: <", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"),
    ],
)  # fmt: skip
def test_what_one_types_is_completed_from_the_graph(begun: str, first: str, whole: str, visit: Visit) -> None:
    with visit() as it:
        write(it, begun[:-2])
        it.page.keyboard.type(begun[-2:], delay=30)
        it[".CodeMirror-hint"].first.wait_for()
        assert it[".CodeMirror-hint"].first.inner_text().startswith(first)
        it.page.keyboard.press("Enter")
        assert written(it) == whole


def test_completion_comes_by_use_and_says_how_often_and_what(visit: Visit, store: ox.Store) -> None:
    with visit() as it:
        write(it, "SELECT * WHERE { ?s a")
        it.page.keyboard.type(" ")
        it[".CodeMirror-hint"].first.wait_for()
        uses = [int(each.replace(",", "")) for each in it[".CodeMirror-hint .hint-uses"].all_inner_texts()]
        assert uses == sorted(uses, reverse=True) and len(uses) > 40
        assert (
            len(list(store.quads_for_pattern(None, None, ox.NamedNode(terms.expand("kg:Statement"))))) > uses[0] * 0.9
        )
        assert "One sourced claim" in it[".CodeMirror-hint .hint-about"].first.inner_text()


def test_keywords_variables_and_texts_are_left_alone(visit: Visit) -> None:
    with visit() as it:
        for begun in ("SELECT * WHERE { FILT", 'SELECT * WHERE { ?s ?p "Barce', "SELECT * WHERE { # Barce"):
            write(it, begun[:-1])
            it.page.keyboard.type(begun[-1])
            it.page.wait_for_timeout(200)
            assert it[".CodeMirror-hint"].count() == 0, begun


def test_a_named_query_opens_in_a_tab_with_what_is_given(visit: Visit, store: ox.Store) -> None:
    with visit() as it:
        it["#named select"].select_option("signatories")
        assert "Who signed" in it["#named [data-help]"].inner_text()
        it["#named input"].fill("Mechelen Declaration")
        it["#named button"].first.click()
        it["#named [data-wrong]"].wait_for()
        it["#named input"].fill("gaziantep-declaration")
        it["#named button"].first.click()
        bound = named.bind(named.queries()["signatories"], {"instrument": "gaziantep-declaration"}, store)
        answer = sparql.ask(store, bound)
        assert isinstance(answer, Rows)
        heard(it, f"{len(answer.rows)} row")
        assert len(cells(it)) == len(answer.rows)
        assert it[".tab.active [role=tab]"].inner_text().startswith("signatories")


def test_what_cannot_be_given_is_said_in_one_line(visit: Visit) -> None:
    with visit() as it:
        it["#named select"].select_option("members")
        it["#named input"].fill("Atlantiss")
        it["#named button"].first.click()
        words = it["#named [data-wrong]"].inner_text()
        assert words == "collective: nothing is called 'Atlantiss'; write a name or key"
        assert it[".tab"].count() == 1


def test_a_share_link_brings_back_query_and_view(visit: Visit) -> None:
    query = 'SELECT ("50% & ü + #" AS ?text) (7 AS ?n) {}'
    with visit() as it:
        ask(it, query, "1 row")
        it[".tabPanel.active button.select_chart"].click()
        it[".tabPanel.active button.yasqe_share"].click()
        link = it[".yasqe_sharePopup input"].input_value()
    assert link.count("#") == 1 and link.startswith("http://127.0.0.1:")
    with visit(link[link.index("#") :]) as it:
        heard(it, "1 row")
        assert written(it) == query
        assert "selected" in str(it[".tabPanel.active button.select_chart"].get_attribute("class"))
        assert {url for url in it.requests if "sparql" in url} == {link.partition("query.html")[0] + "sparql"}
        it[".tabPanel.active button.select_table"].click()
        assert cells(it) == [["50% & ü + #", "7"]]
        it.page.reload()
        heard(it, "1 row")
        assert it[".tab"].count() == 2  # that of the first visit, and that of the link, once


def test_links_of_other_pages_and_of_the_endpoint_open_the_query(visit: Visit, served: Server) -> None:
    with visit(f"#query={quote(CITIES, safe='')}") as it:
        heard(it, "3 rows")
    with visit(f"?query={quote(CITIES, safe='')}") as it:
        heard(it, "3 rows")
        assert written(it).endswith(CITIES) and written(it).startswith("PREFIX kg:")
    with visit("#named=members&collective=ICORN") as it:
        heard(it, " rows")
        assert f"{terms.PREFIXES['id']}network/icorn>" in written(it)
    with visit("#named=places&country=Colombia&view=map") as it:
        it[".view-map .mark"].first.wait_for()
        assert it[".view-map .mark[aria-label=Bogotá]"].count() == 1
    with visit("#named=memberz") as it:
        assert it["#named [data-wrong]"].inner_text().startswith("no named query is called 'memberz'")


def test_what_is_wrong_with_a_query_is_one_line_with_its_spot(visit: Visit) -> None:
    with visit() as it:
        ask(it, "SELECT * WHERE {\n  ?s kg:memberOf ?o }\nORDER BY", "does not parse at line 3")
        assert it[".problem .words"].inner_text().count("\n") == 0
        button = it[".problem button"]
        where = re.fullmatch(r"Go to line (\d+), column (\d+)", button.inner_text())
        assert where and where[1] == "3"
        button.click()
        spot = it.page.evaluate(f"{EDITOR}.getCursor('from')")
        assert (spot["line"] + 1, spot["ch"] + 1) == (int(where[1]), int(where[2]))
        ask(it, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "another server")
        it[".problem .words"].filter(has_text="another server").wait_for()


def test_a_query_that_takes_long_can_be_stopped(visit: Visit) -> None:
    with visit() as it:
        ask(it, CROSS, "asking")
        it.page.wait_for_timeout(500)
        it[".tabPanel.active button.yasqe_queryButton"].click()
        heard(it, "stopped")
        ask(it, CITIES, "3 rows")


@pytest.mark.parametrize(
    ("query", "form", "accept"),
    [
        (CITIES, "csv", "text/csv"),
        (CITIES, "json", "application/sparql-results+json"),
        ("CONSTRUCT { ?s a kg:City } WHERE { ?s a kg:Fund }", "ttl", "text/turtle"),
    ],
)
def test_an_answer_is_saved_as_the_endpoint_gives_it(
    query: str, form: str, accept: str, visit: Visit, served: Server, tmp_path: Path
) -> None:
    with visit() as it:
        ask(it, query, " rows")
        with it.page.expect_download() as saved:
            it[f"[data-save={form}]"].click()
        saved.value.save_as(tmp_path / "saved")
        assert saved.value.suggested_filename.endswith(f".{form}")
        assert (tmp_path / "saved").read_bytes() == served.query(query, accept).content
        shown = it["[data-save]:visible"].evaluate_all("all => all.map(each => each.dataset.save)")
        assert shown == (["ttl", "jsonld", "nt"] if form == "ttl" else ["csv", "tsv", "json", "xml"])


def test_a_graph_without_a_triple_and_an_answer_without_a_row_are_shown(visit: Visit) -> None:
    with visit() as it:
        ask(it, "CONSTRUCT { ?s a kg:Nothing } WHERE { ?s a kg:Nothing }", "0 rows")
        ask(it, "SELECT ?s { ?s a kg:Nothing }", "0 rows")
        assert it[".table-bar"].inner_text() == "0 rows"
        ask(it, "ASK { ?s a kg:City }", "answered")
        assert it[".booleanResult"].inner_text() == "True"


def test_texts_from_the_data_are_shown_and_never_run(visit: Visit) -> None:
    text = '<img src=x onerror="alert(1)"><script>alert(2)</script>{{city}}'
    rows = f"VALUES (?a ?b ?c) {{ ({terms.literal(text)} <javascript:alert(3)> <https://example.org/a>) }}"
    with visit() as it:
        ask(it, f"SELECT * {{ {rows} }}", "1 row")
        assert cells(it)[0][0].startswith('<img src=x onerror="alert(1)"><script>')
        assert it["table.answer a"].evaluate_all("all => all.map(each => each.href)") == ["https://example.org/a"]
        it[".tabPanel.active button.select_response"].click()
        it.page.wait_for_timeout(200)
        assert it.page.evaluate("document.querySelectorAll('.yasr_results img, .yasr_results script').length") == 0


def test_the_table_sorts_filters_and_grows(visit: Visit) -> None:
    with visit() as it:
        ask(it, "SELECT ?city ?name { ?city a kg:City ; rdfs:label ?name } ORDER BY ?city LIMIT 450", "450 rows")
        assert len(cells(it)) == 200
        it[".yasr_results > button"].click()
        assert len(cells(it)) == 400
        head = it["table.answer th"].nth(1)
        head.locator("button").click()
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        it[".table-bar input"].fill("aarhus")
        assert [row[0] for row in cells(it)] == ["id:city/aarhus-dk"]
        assert it[".table-bar"].inner_text() == "1 of 450 rows"


def test_esc_and_tab_leave_the_editor_and_tab_alone_stays(visit: Visit) -> None:
    inside = "document.activeElement.closest('.CodeMirror') !== null"
    with visit() as it:
        write(it, CITIES)
        it.page.keyboard.press("Tab")
        assert it.page.evaluate(inside)
        it.page.keyboard.press("Escape")
        it.page.keyboard.press("Tab")
        assert not it.page.evaluate(f"{inside} && document.activeElement.tagName === 'TEXTAREA'")
        described = it[".CodeMirror textarea"].first.get_attribute("aria-describedby")
        assert "Esc, then Tab, leaves the editor" in it[f"#{described}"].inner_text()


def test_tabs_and_queries_are_kept_and_ask_where_the_page_is_now(visit: Visit) -> None:
    with visit() as it:
        ask(it, CITIES, "3 rows")
        stored = "name => JSON.parse(localStorage.getItem(name))"
        tab = it.page.evaluate(stored, "citykg_config")
        moved = json.dumps(tab).replace(it.page.url.replace("query.html", "sparql"), "http://127.0.0.1:9/sparql")
        it.page.evaluate("([name, text]) => localStorage.setItem(name, text)", ["citykg_config", moved])
        it.page.reload()
        it["html[data-ready]"].wait_for()
        assert written(it) == CITIES
        it.page.keyboard.press("Escape")
        it[".tabPanel.active button.yasqe_queryButton"].click()
        heard(it, "3 rows")


def test_a_new_query_opens_in_a_tab_beside_the_others(visit: Visit) -> None:
    with visit() as it:
        it["#fresh"].click()
        assert it[".tab [role=tab] > span"].all_inner_texts() == ["Query", "Query 1"]
        it[".tab.active [role=tab]"].press("Delete")
        assert it[".tab [role=tab] > span"].all_inner_texts() == ["Query"]


def test_opened_from_a_folder_it_answers_itself_and_asks_nobody(
    chromium: Browser, store: ox.Store, tmp_path: Path
) -> None:
    parts = {f"assets/{name}": content for name, content in engine.files(store).items()}
    shared = {"assets/site.css": b"", "assets/icon.svg": b"<svg/>"}
    for name, content in {**editor.files(store, engine=True), **parts, **shared}.items():
        paths.write(tmp_path / name, content)
    context = chromium.new_context(offline=True)
    try:
        own = Opened(context.new_page())
        own.page.on("request", lambda request: own.requests.append(request.url))
        own.page.goto(f"{(tmp_path / editor.PAGE).as_uri()}#query={quote(CITIES, safe='')}")
        heard(own, "3 rows")
        links = own["table.answer a"].evaluate_all("all => all.map(each => each.getAttribute('href'))")
        assert len(links) == 3 and links[0].startswith("id/city/") and links[0].endswith(".html")
        ask(own, "SELECT * WHERE {\n  ?s }", "does not parse at line 2")
        assert "The query runs in this browser" in own["main"].inner_text()
        assert [url for url in own.requests if not url.startswith((tmp_path.as_uri(), "blob:"))] == []
    finally:
        context.close()


@pytest.mark.parametrize(
    ("width", "dark"), [(1200, False), (1200, True), (320, False)], ids=["light", "dark", "narrow"]
)
def test_axe_finds_nothing_and_nothing_is_cut_off(width: int, dark: bool, visit: Visit) -> None:
    with visit(width=width, dark=dark) as it:
        ask(it, CITIES, "3 rows")
        it.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        assert it.page.evaluate(FOUND, RULES) == []
        assert it.page.evaluate("document.documentElement.scrollWidth") <= width
        ask(it, "SELECT *", "does not parse")
        assert it.page.evaluate(FOUND, RULES) == []
