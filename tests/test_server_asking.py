"""Named queries and descriptions over a real server."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote, urlencode

import bs4
import pyoxigraph as ox
import pytest

from kg import named, results, sparql
from kg import store as stores
from kg.server import media
from kg.server.questions import asked
from tests.serving import Server


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def test_a_link_answers_as_the_command_line_does(served: Server, store: ox.Store) -> None:
    for name, query in named.queries().items():
        got = served.ask("GET", f"/query/{name}?format=csv")
        assert (got.status, got.headers["content-type"]) == (200, "text/csv; charset=utf-8"), got.text
        wanted = results.serialize(sparql.ask(store, named.bind(query, {}, store)), "csv")
        assert got.content == wanted, name


@pytest.mark.parametrize("form", list(asked.ROWS))
def test_every_format_has_its_type(served: Server, form: str) -> None:
    got = served.ask("GET", f"/query/members?collective=icorn&format={form}")
    assert (got.status, got.headers["content-type"]) == (200, asked.ROWS[form])
    assert len(got.content) > 500


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/csv"),
        ("*/*", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/tab-separated-values;q=0.5, application/vnd.apache.parquet", "application/vnd.apache.parquet"),
    ],
)
def test_without_a_format_the_header_decides(served: Server, accept: str, media_type: str) -> None:
    got = served.ask("GET", "/query/networks", None, 60, **({"accept": accept} if accept else {}))
    assert (got.status, got.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert "Accept" in got.headers["vary"]


def test_names_dates_and_signs_come_through(served: Server) -> None:
    by_key, by_name = (
        served.ask("GET", "/query/practices-of?" + urlencode({"place": place}))
        for place in ("sao-paulo-br", "São Paulo")
    )
    assert by_key.content == by_name.content and len(rows(by_key.content)) > 5
    now, then = (served.ask("GET", f"/query/members?collective=eurocities{more}") for more in ("", "&as-of=1990"))
    assert ["Barcelona", "founder", "1986"] in [row[:3] for row in rows(then.content)]
    assert len(rows(now.content)) >= len(rows(then.content)) > 1


def test_cautions_stand_in_the_header(served: Server) -> None:
    got = served.ask("GET", "/query/members?collective=icorn")
    assert (
        '<https://w3id.org/citykg/id/network/icorn>; rel="https://w3id.org/citykg/ontology#Completeness"'
        in (got.headers["link"])
    )
    assert got.headers["content-disposition"] == 'inline; filename="members.csv"'
    assert "Link" in got.headers.get("access-control-expose-headers", "Link")


def test_the_same_link_is_not_sent_twice(served: Server) -> None:
    first = served.ask("GET", "/query/networks?format=csv")
    again = served.ask("GET", "/query/networks?format=csv", if_none_match=first.headers["etag"])
    assert (again.status, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/query/membres", 404, ("there is no query 'membres'", "did you mean 'members'?")),
        ("/query/members?colective=icorn", 400, ("members has no parameter 'colective'", "did you mean 'collective'?")),
        ("/query/members?collective=icron", 400, ("nothing is called 'icron'", "did you mean 'icorn'?")),
        ("/query/members?format=xls", 400, ("format=xls: members answers in csv, tsv, json, xml, parquet, html", "")),
        ("/query/members?as-of=2018-13", 400, ("as-of=2018-13: not a date", "write 2018, 2018-12 or 2018-12-08")),
        ("/query/members?collective=%FF", 400, ("the fields are not UTF-8, percent-encoded", "write ü as %C3%BC")),
        ("/query/" + quote("../ü\r\nX: y", safe=""), 404, None),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    served: Server, path: str, status: int, said: tuple[str, str] | None
) -> None:
    got = served.ask("GET", path, accept="application/json")
    assert (got.status, got.headers["content-type"]) == (status, "application/problem+json")
    problem = json.loads(got.content)
    assert said is None or (problem["detail"], problem.get("hint", "")) == said
    assert "x" not in got.headers


def test_no_format_of_ours_is_a_406_unless_the_link_has_one(served: Server) -> None:
    assert served.ask("GET", "/query/members", accept="image/png").status == 406
    assert served.ask("GET", "/query/members?format=csv", accept="image/png").status == 200


@pytest.mark.parametrize("address", ["collective=icron", "colective=icorn", "as-of=May"])
def test_a_person_gets_the_form_back(served: Server, address: str) -> None:
    got = served.ask("GET", f"/query/members?{address}", accept="text/html")
    assert (got.status, got.headers["content-type"]) == (400, "text/html; charset=utf-8")
    soup = bs4.BeautifulSoup(got.text, "html.parser")
    assert len(soup.select("[role=alert]")) == 1
    name, _, value = address.partition("=")
    assert [each["value"] for each in soup.select(f"input[name='{name}']")] == ([value] if name != "colective" else [])


def test_the_list_is_a_page_or_json(served: Server) -> None:
    listed = json.loads(served.ask("GET", "/query/?format=json").content)
    assert [each["name"] for each in listed] == list(named.queries())
    for each in listed:
        assert served.ask("GET", "/query/" + each["address"]).status == 200
    page = served.ask("GET", "/query/", accept="text/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8" and "../query/members" in page.text
    assert served.ask("GET", "/query").headers["location"].endswith("query/")


# Descriptions


@pytest.mark.parametrize("form", media.GRAPHS, ids=lambda form: form.name)
def test_the_endpoint_describes_itself(served: Server, form: media.Format) -> None:
    got = served.ask("GET", "/sparql", accept=form.media)
    assert (got.status, got.headers["content-type"]) == (200, form.content_type)
    assert isinstance(form.engine, ox.RdfFormat)
    said = ox.Store()
    said.load(got.content, form.engine)
    own = ox.NamedNode(f"{served.address}sparql")
    assert list(said.quads_for_pattern(own, stores.node("sd:endpoint"), own))
    graphs = list(said.quads_for_pattern(None, stores.node("sd:name"), None))
    sources = served.query("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "text/csv")
    assert len(graphs) == int(sources.text.split()[1]) > 500


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (
            "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,text/turtle;q=0.6,text/html;q=0.2",
            200,
        ),
        ("text/turtle, text/html;q=0.9", 200),
        ("*/*", 200),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 303),
    ],
)
def test_programs_that_read_pages_too_get_the_description(served: Server, accept: str, status: int) -> None:
    assert served.ask("GET", "/sparql", accept=accept).status == status


def test_numbers_of_named_graphs_are_those_of_the_endpoint(served: Server) -> None:
    said = ox.Store()
    said.load(served.ask("GET", "/void.ttl").content, ox.RdfFormat.TURTLE)
    source = "https://w3id.org/citykg/id/source/fakhry-2022"
    (entry,) = said.quads_for_pattern(None, stores.node("sd:name"), ox.NamedNode(source))
    assert isinstance(entry.subject, ox.NamedNode)
    (graph,) = said.quads_for_pattern(entry.subject, stores.node("sd:graph"), None)
    assert isinstance(graph.object, ox.NamedNode)
    (number,) = said.quads_for_pattern(graph.object, stores.node("void:triples"), None)
    counted = served.query(f"SELECT (COUNT(*) AS ?n) FROM <{source}> {{ ?s ?p ?o }}", "text/csv")
    assert str(getattr(number.object, "value", "")) == counted.text.split()[1]


def test_every_example_runs_at_the_endpoint(served: Server) -> None:
    said = ox.Store()
    said.load(served.ask("GET", "/sparql", accept="text/turtle").content, ox.RdfFormat.TURTLE)
    for quad in said.quads_for_pattern(None, stores.node("sh:select"), None):
        assert served.query(getattr(quad.object, "value", "")).status == 200, quad.subject


def test_downloads_are_described_as_they_are(served: Server) -> None:
    said = ox.Store()
    said.load(served.ask("GET", "/void.ttl").content, ox.RdfFormat.TURTLE)
    found = list(said.quads_for_pattern(None, stores.node("dcat:downloadURL"), None))
    assert len(found) == 9
    for quad in found:
        assert isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        got = served.ask("GET", "/" + quad.object.value.removeprefix(served.address))
        (size,) = said.quads_for_pattern(quad.subject, stores.node("dcat:byteSize"), None)
        assert (got.status, str(len(got.content))) == (200, getattr(size.object, "value", ""))


def test_void_is_where_it_is_looked_for(served: Server) -> None:
    got = served.ask("GET", "/.well-known/void")
    assert (got.status, got.headers["location"]) == (302, "../void.ttl")
    assert served.ask("GET", "/sparql", accept="image/png").status == 406
