"""The views of answers, drawn in Chromium by YASR as the query page has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg import paths
from kg.explorer.scripts import joined, order
from kg.server.editing import editor, engine, views
from tests.conftest import world
from tests.serving import Server
from tests.viewing import TURTLE, Viewed, folder, rows, viewed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ID = "https://w3id.org/citykg/id"
LITTLE = world(
    f"""@base <{ID}/> .
<city/a> a kg:City ; rdfs:label "Åa" ; geo:lat 50.1e0 ; geo:long 8.5e0 ; kg:memberOf <network/n> .
<city/b> a kg:City ; rdfs:label "<b>" ; geo:lat 48e0 ; geo:long 11e0 ; kg:memberOf <network/n> .
<city/c> a kg:City ; rdfs:label "C" ; kg:memberOf <network/n> .
<network/n> a kg:Network ; rdfs:label "Net" ; kg:founded "2000"^^xsd:gYear ."""
)


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Viewed]:
    with viewed(chromium, LITTLE) as made:
        yield made


def notes(page: Viewed) -> list[str]:
    return [line for line in page[".view-note, .view-why"].all_inner_texts() if line]


def test_every_module_of_the_views_is_joined() -> None:
    names = set(order(folder(), "views/index"))
    assert {f"views/{file.stem}" for file in (folder() / "views").glob("*.js")} == {
        name for name in names if name.startswith("views/")
    }
    assert "class" in joined(folder(), "views/index")


def test_the_world_is_one_script_with_its_licences() -> None:
    files = views.files()
    assert list(files) == ["world.js"] and len(files["world.js"]) < 250_000
    text = files["world.js"].decode()
    assert text.count("Permission to use, copy") == 4
    assert "sourceMappingURL" not in text and views.files() == files


# Charts


def test_numbers_are_bars_with_names_and_values(page: Viewed) -> None:
    page.give("chart", rows("city name n", [f"<{ID}/city/a>", '"A <i>', 3], [f"<{ID}/city/b>", "B", 1500]))
    assert page.said(".view-chart .mark") == ['"A <i>: 3', "B: 1,500"]
    assert page[".view-chart .mark"].first.get_attribute("href") == "id/city/a.html"
    widths = [float(each.get_attribute("width") or 0) for each in page[".view-chart rect"].all()]
    assert widths[1] == pytest.approx(500 * widths[0], rel=0.01)
    assert not page[".view-list td"].first.is_visible()
    page[".view-list summary"].click()
    assert page[".view-list td"].all_inner_texts() == ["a", '"A <i>', "3", "b", "B", "1500"]


def test_two_columns_of_numbers_are_bars_beside_each_other_with_a_key(page: Viewed) -> None:
    page.give("chart", rows("name members pledges", ["A", 3, -1], ["B", 5, None]))
    assert page.said(".view-chart .mark") == ["A: members 3, pledges -1", "B: members 5, pledges none"]
    assert page[".view-chart rect"].count() == 3
    assert page[".view-chart text"].all_text_contents()[:2] == ["members", "pledges"]


def test_where_something_is_is_no_number_to_compare(page: Viewed) -> None:
    page.give("chart", rows("name lat long n", ["A", 50, 8, 3]))
    assert page.said(".view-chart .mark") == ["A: 3"]
    page.give("chart", rows("name lat long", ["A", 50, 8]))
    assert page[".yasr_fallback_info"].inner_text().startswith("No chart: a chart needs a column of numbers")


def test_numbers_by_date_are_lines_one_for_each_name(page: Viewed) -> None:
    years = [["2001^^xsd:gYear", "A", 1], ["2003^^xsd:gYear", "A", 4], ["2003^^xsd:gYear", "B", 2]]
    page.give("chart", rows("year kind n", *years))
    assert page.said(".view-chart .mark") == ["A, 2001: 1", "A, 2003: 4", "B, 2003: 2"]
    assert page[".view-chart path.line"].count() == 2
    assert {"2001", "2002", "2003", "A", "B"} <= set(page[".view-chart text"].all_text_contents())


def test_what_a_chart_leaves_out_it_says(page: Viewed) -> None:
    page.give("chart", rows("name n", *[[f"N{number}", number] for number in range(100)]))
    assert page[".view-chart .mark"].count() == 60
    assert notes(page)[0] == "The first 60 of 100 rows; LIMIT and ORDER BY choose which."


# Maps


@pytest.mark.parametrize(
    "answer",
    [
        rows("name point", ["Åa", "POINT(8.5 50.1)^^xsd:string"], ["B", "POINT (11 48)"]),
        rows("name lat long", ["Åa", 50.1, 8.5], ["B", 48, 11]),
        rows("name longitude latitude", ["Åa", 8.5, 50.1], ["B", 11, 48]),
        rows("name cityLat cityLon", ["Åa", 50.1, 8.5], ["B", 48, 11]),
    ],
)
def test_points_and_degrees_are_places(page: Viewed, answer: str) -> None:
    page.give("map", answer)
    page[".view-map .point"].first.wait_for()
    assert page.said(".view-map .mark") == ["Åa", "B"]
    (x1, y1), (x2, y2) = (
        (float(each.get_attribute("cx") or 0), float(each.get_attribute("cy") or 0))
        for each in page[".view-map .point"].all()
    )
    assert x1 < x2 and y1 < y2
    assert notes(page)[0].startswith("2 rows at 2 places. Borders: Natural Earth")


def test_a_name_is_said_rather_than_the_address_of_a_thing_elsewhere(page: Viewed) -> None:
    page.give("map", rows("name lat long wikidata", ["Åa", 50.1, 8.5, "<http://www.wikidata.org/entity/Q1>"]))
    page[".view-map .point"].first.wait_for()
    assert page.said(".view-map .mark") == ["Åa"]


def test_things_without_degrees_are_looked_up_and_named(page: Viewed) -> None:
    page.give("map", rows("city n", [f"<{ID}/city/a>", 4], [f"<{ID}/city/b>", 1], [f"<{ID}/city/c>", 2]))
    page[".view-map .point"].first.wait_for()
    assert page.said(".view-map .mark") == ["Åa: n 4", "<b>: n 1"]
    assert [each.get_attribute("href") for each in page[".view-map .mark"].all()] == [
        "id/city/a.html",
        "id/city/b.html",
    ]
    sizes = [float(each.get_attribute("r") or 0) for each in page[".view-map .point"].all()]
    assert sizes[0] > sizes[1]
    assert notes(page)[0].startswith("2 rows at 2 places, 1 row without a place. Borders: ")


def test_the_map_shows_the_points_or_the_world(page: Viewed) -> None:
    page.give("map", rows("name lat long", ["A", 50, 8], ["B", 51, 9]))
    near = page[".view-map .point"].all()
    distance = abs(float(near[0].get_attribute("cx") or 0) - float(near[1].get_attribute("cx") or 0))
    page["text=The whole world"].click()
    far = page[".view-map .point"].all()
    assert abs(float(far[0].get_attribute("cx") or 0) - float(far[1].get_attribute("cx") or 0)) < distance / 5
    assert page["[aria-pressed=true]"].inner_text() == "The whole world"


def test_things_that_have_no_place_say_so(page: Viewed) -> None:
    page.give("map", rows("network", [f"<{ID}/network/n>"]))
    page[".view-why"].wait_for()
    assert notes(page) == ["No figure: nothing in ?network has a place in the graph."]


def test_what_cannot_be_had_is_said_where_the_figure_would_be(chromium: Browser) -> None:
    with viewed(chromium, LITTLE) as page:
        page.page.route("**/world.js", lambda route: route.fulfill(status=404))
        page.page.route("**/sparql", lambda route: route.fulfill(status=503))
        page.give("map", rows("name lat long", ["A", 50, 8]))
        assert notes(page)[0].startswith("No figure: http://127.0.0.1:")
        assert notes(page)[0].endswith("/assets/world.js is missing.")
        page.give("graph", rows("a b", [f"<{ID}/city/a>", f"<{ID}/network/n>"]))
        assert page.said(".view-graph .mark") == ["a, city, 1 link", "n, network, 1 link"]
        page.complaints.clear()


# Graphs


def test_triples_are_a_graph_with_named_links(page: Viewed) -> None:
    page.show("graph", "CONSTRUCT WHERE { ?city kg:memberOf ?network ; rdfs:label ?name }")
    assert sorted(page.said(".view-graph .mark")) == [
        "<b>, city, 1 link",
        "C, city, 1 link",
        "Net, network, 3 links",
        "Åa, city, 1 link",
    ]
    texts = page[".view-graph text"].all_text_contents()
    assert texts.count("memberOf") == 3 and {"city", "network", "Net", "<b>"} <= set(texts)
    assert notes(page)[0] == "4 things and 3 links."


def test_rows_of_two_things_are_a_graph_the_same_each_time(page: Viewed) -> None:
    query = "SELECT ?city ?network { ?city kg:memberOf ?network }"
    spots = "[...document.querySelectorAll('.view-graph circle.node')].map((each) => each.getAttribute('cx'))"
    page.show("graph", query)
    first = page.page.evaluate(spots)
    page.show("graph", query)
    assert first == page.page.evaluate(spots)
    assert len(set(first)) == 4
    assert "network" in page[".view-graph text.link-name"].all_text_contents()


def test_a_large_graph_says_what_it_leaves_out(page: Viewed) -> None:
    stars = "".join(f"<{ID}/city/c{number}> <p:x> <{ID}/network/n{number % 7}> .\n" for number in range(400))
    page.give("graph", stars, TURTLE)
    assert page[".view-graph .mark"].count() == 250
    assert notes(page)[0] == "250 things and 243 links. Left out: 157 things with the fewest links, 157 links."


# Timelines


def test_dates_are_marks_and_spans_in_order_of_time(page: Viewed) -> None:
    page.give(
        "timeline",
        rows(
            "name from to",
            ["Later", "2010-05^^xsd:gYearMonth", "2012^^xsd:gYear"],
            ["First", "1990^^xsd:gYear", None],
            ["None", None, None],
        ),
    )
    assert page.said(".view-timeline .mark") == ["First: 1990, no end given", "Later: 2010-05 to 2012"]
    assert notes(page)[0] == "1 row without ?from and ?to left out."
    first, later = (each.bounding_box() for each in page[".view-timeline rect"].all())
    assert first and later and first["x"] < later["x"] and first["width"] < later["width"]


# What cannot be drawn, keys, looks


CANNOT = [
    ("chart", "a chart needs a column of numbers, as ?n in SELECT ?kind (COUNT(*) AS ?n)"),
    ("map", "a map needs a column of points (WKT), the columns ?lat and ?long, or things that have a place, as cities"),
    ("graph", "a graph needs two columns of things, or CONSTRUCT with triples between things"),
    ("timeline", "a timeline needs a column of dates, as ?from, and may have another where things end, as ?to"),
]


@pytest.mark.parametrize(("view", "why"), CANNOT)
def test_an_answer_that_does_not_fit_is_shown_otherwise_with_the_reason(page: Viewed, view: str, why: str) -> None:
    page.give(view, rows("name", ["A"], ["B"]))
    assert page[".yasr_fallback_info"].inner_text() == f"No {view}: {why}."
    assert page[f".view-{view}"].count() == 0
    assert page[f".select_{view}.disabled"].count() == 1
    page.give(view, rows("name n"))
    assert page[".yasr_fallback_info"].inner_text() == f"No {view}: there are no rows to draw."


def test_yes_or_no_and_errors_are_left_to_others(page: Viewed) -> None:
    page.give("chart", '{"head": {}, "boolean": true}')
    assert page[".booleanResult"].inner_text() == "True"
    assert page[".yasr_fallback_info"].inner_text() == ""


def test_arrow_keys_go_from_mark_to_mark_and_tab_goes_on(page: Viewed) -> None:
    page.give("chart", rows("name n", ["A", 1], ["B", 2], ["C", 3]))
    page[".view-chart .mark"].first.focus()
    named = "document.activeElement.getAttribute('aria-label')"
    heard = []
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "Home", "End", "ArrowUp"):
        page.page.keyboard.press(key)
        heard.append(page.page.evaluate(named))
    assert heard == ["B: 2", "C: 3", "C: 3", "A: 1", "C: 3", "B: 2"]
    assert page[".mark[tabindex='0']"].count() == 1
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_figure_is_saved_as_it_looks(page: Viewed) -> None:
    page.give("chart", rows("name n", ["A & <b>", 1]))
    saved = page.page.evaluate("yasr.plugins.chart.download('mine')")
    text = page.page.evaluate("yasr.plugins.chart.download().getData()")
    assert (saved["filename"], saved["contentType"]) == ("mine.svg", "image/svg+xml")
    assert text.startswith("<?xml") and "A &amp; &lt;b&gt;" in text
    assert 'fill="rgb(0, 83, 143)"' in text and "class=" not in text


def test_it_fits_a_narrow_screen_and_a_dark_one(chromium: Browser) -> None:
    long = "A very long name of a network of cities that does not end"
    with viewed(chromium, LITTLE, viewport={"width": 320, "height": 700}, color_scheme="dark") as page:
        for view, answer in (
            ("chart", rows("name n", [long, 1], ["B", 1_000_000])),
            ("timeline", rows("name from", [long, "1990^^xsd:gYear"])),
            ("map", rows("name lat long", [long, 50, 8])),
            ("graph", rows("a b", [f"<{ID}/city/a>", f"<{ID}/network/n>"])),
        ):
            page.give(view, answer)
            page[f".view-{view} .mark"].first.wait_for()
            assert page.page.evaluate("document.documentElement.scrollWidth") <= 320, view
        assert page.page.evaluate("getComputedStyle(document.querySelector('.view text')).fill") == "rgb(232, 237, 242)"


def test_the_views_have_nothing_that_axe_objects_to(page: Viewed) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for view, answer in (
        ("chart", rows("name n", ["A", 1], ["B", 2])),
        ("timeline", rows("name from", ["A", "1990^^xsd:gYear"])),
        ("map", rows("name lat long", ["A", 50, 8])),
        ("graph", rows("a b", [f"<{ID}/city/a>", f"<{ID}/network/n>"])),
    ):
        page.give(view, answer)
        page[f".view-{view} .mark"].first.wait_for()
        found = Axe().run(page.page, context=".yasr_results").response["violations"]
        assert [(view, each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


# On the query page


SHARED = [
    ("map", "SELECT ?city (COUNT(*) AS ?n) { ?city a kg:City ; kg:memberOf ?x } GROUP BY ?city HAVING(COUNT(*) > 4)"),
    ("chart", "SELECT ?kind (COUNT(*) AS ?n) { ?x a ?kind } GROUP BY ?kind ORDER BY DESC(?n) LIMIT 9"),
    ("graph", "CONSTRUCT { ?city kg:memberOf ?n } WHERE { ?city kg:memberOf ?n } ORDER BY ?city ?n LIMIT 30"),
    ("timeline", "SELECT ?name ?founded { ?n a kg:Network ; rdfs:label ?name ; kg:founded ?founded }"),
]


@contextmanager
def answered(chromium: Browser, page: str, view: str, query: str, **context: Any) -> Iterator[Page]:
    """The query page, opened by a link that asks a query and shows its answer in a view; nothing may be refused."""
    own = chromium.new_context(**context)
    own.add_init_script("addEventListener('securitypolicyviolation', (said) => console.error(said.violatedDirective))")
    opened, complaints = own.new_page(), []  # type: Page, list[str]
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        opened.goto(f"{page}#query={quote(query)}&view={view}")
        opened.locator(f".view-{view} .mark").first.wait_for(timeout=60_000)
        yield opened
        assert [said for said in complaints if "status of 404" not in said] == []  # a browser asks for an icon
    finally:
        own.close()


@pytest.mark.parametrize(("view", "query"), SHARED)
def test_a_link_to_a_view_is_drawn_by_the_server_page(chromium: Browser, served: Server, view: str, query: str) -> None:
    with answered(chromium, f"{served.address}query.html", view, query) as page:
        assert page.locator(f".view-{view} .mark").count() > 5
        link = page.locator(f".view-{view} .mark[href]").first.get_attribute("href") if view == "map" else "index.html"
        assert served.ask("GET", f"/{link}").status == 200


@pytest.fixture(scope="module")
def site(store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The query page of a site without a server, in a folder."""
    folder = tmp_path_factory.mktemp("a site")
    scripts = {f"assets/{name}": content for name, content in engine.files(store).items()}
    sheet = {f"assets/{each.name}": each.read_bytes() for each in (paths.PACKAGE / "server" / "assets").iterdir()}
    for name, content in {**editor.files(store, engine=True), **scripts, **sheet}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return (folder / "query.html").as_uri()


@pytest.mark.parametrize(("view", "query"), SHARED)
def test_a_link_to_a_view_is_drawn_from_a_folder_without_network(
    chromium: Browser, site: str, view: str, query: str
) -> None:
    with answered(chromium, site, view, query, offline=True) as page:
        assert page.locator(f".view-{view} .mark").count() > 5
