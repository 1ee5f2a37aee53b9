"""Pages over HTTP: every address answers in the form that the client would have; what is not there has a page too."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from bs4 import BeautifulSoup

from tests.serving import Answer, Server

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def get(served: Server, path: str, accept: str = BROWSER, known: str = "") -> Answer:
    return served.ask("GET", path, accept=accept, if_none_match=known)


def title(answer: Answer) -> str:
    return BeautifulSoup(answer.text, "html.parser").select_one("h1").text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/", "Cities, networks and commitments on migration"),
        ("/index.html", "Cities, networks and commitments on migration"),
        ("/search.html", "Search"),
        ("/ontology.html", "Vocabulary"),
        ("/scheme/index.html", "Concept schemes"),
        ("/scheme/gcm.html", "Objectives of the Global Compact for Migration"),
        ("/scheme/gcm/7.html", "Address and reduce vulnerabilities in migration"),
        ("/id/city/lima-pe.html", "Lima"),
        ("/id/city/index.html", "Cities 1,281"),
    ],
)
def test_pages_answer(served: Server, path: str, heading: str) -> None:
    found = get(served, path)
    assert (found.status, title(found)) == (200, heading)
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in found.headers["content-security-policy"]
    again = get(served, path, known=found.headers["etag"])
    assert (again.status, again.content) == (304, b"")


def test_questions_that_need_no_sparql_are_one_step_from_the_first_page(served: Server) -> None:
    for path in ("/", "/query.html"):
        soup = BeautifulSoup(get(served, path).text, "html.parser")
        assert "query/" in [str(each["href"]) for each in soup.select("main a[href]")], path
    assert title(get(served, "/query/")) == "Questions"


@pytest.mark.parametrize("path", ["/id/city/lima-pe", "/ontology", "/scheme/gcm", "/scheme/gcm/7", "/id/membership/"
                                  "lima-pe-in-metropolis"])  # fmt: skip
@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (BROWSER, ".html"),
        ("*/*", ".html"),
        ("text/turtle", ".ttl"),
        ("application/ld+json;q=0.9, text/turtle;q=0.5", ".jsonld"),
        ("application/n-triples", ".nt"),
    ],
)
def test_an_address_without_ending_leads_to_the_form_wanted(
    served: Server, path: str, accept: str, ending: str
) -> None:
    found = get(served, path, accept)
    assert (found.status, found.headers["location"]) == (303, path.rpartition("/")[2] + ending)
    assert "Accept" in found.headers["vary"]


def test_no_form_that_is_wanted_is_406(served: Server) -> None:
    found = get(served, "/id/city/lima-pe", "image/png")
    assert found.status == 406


@pytest.mark.parametrize("stem", ["/id/city/lima-pe", "/ontology", "/scheme/gcm", "/scheme/theme/housing"])
def test_the_forms_hold_the_same(served: Server, stem: str) -> None:
    lines = set(get(served, f"{stem}.nt").text.splitlines())
    read = {f"{q.triple} ." for q in ox.parse(get(served, f"{stem}.ttl").content, ox.RdfFormat.TURTLE)}
    assert read == lines
    assert lines
    assert json.loads(get(served, f"{stem}.jsonld").content)["@graph"]


def test_search_answers_without_scripts(served: Server) -> None:
    found = BeautifulSoup(get(served, f"/search.html?q={quote('são paulo')}").text, "html.parser")
    first = found.select_one("#found a")
    assert first
    assert (first["href"], first.text) == ("id/city/sao-paulo-br.html", "São Paulo")
    nothing = BeautifulSoup(get(served, "/search.html?q=zzzzz").text, "html.parser")
    assert "Nothing is called so" in nothing.select_one("#said").text  # type: ignore[union-attr]
    hostile = get(served, "/search.html?q=" + quote('"><script>alert(1)</script>'))
    assert not [s for s in BeautifulSoup(hostile.text, "html.parser").select("script") if "alert" in s.text]
    assert get(served, "/search.html?q=" + "x" * 5000).status == 200


LOST = [
    "/id/city/lma-pe.html", "/id/nothing/x.html", "/scheme/gcm/99.html", "/scheme/x.html", "/ontology.x.html",
    "/id/city/..%2f..%2fetc.html", "/id/city/%00.html", "/id/%E2%98%83/x.html", "/id/x.html", "/id/city/lima-pe/x.ttl",
]  # fmt: skip


@pytest.mark.parametrize("path", LOST)
def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(served: Server, path: str) -> None:
    found = get(served, path)
    assert found.status == 404
    assert found.headers["content-type"].startswith("text/html")
    assert "page" in title(found).lower() or "nothing" in title(found).lower()
    problem = get(served, path, "application/json")
    assert (problem.status, json.loads(problem.content)["status"]) == (404, 404)


def test_the_nearest_name_is_said(served: Server) -> None:
    assert "Lima" in get(served, "/id/city/lma.html").text
    assert "lima-pe" in json.loads(get(served, "/id/city/lma.html", "application/json").content)["hint"]


def test_the_home_page_names_every_download(served: Server) -> None:
    page = BeautifulSoup(get(served, "/").text, "html.parser")
    rows = page.select("#downloads ~ div tbody tr")
    assert len(rows) == 9
    for row in rows:
        link = row.select_one("a")
        assert link
        found = get(served, f"/{link['href']}")
        assert found.status == 200
        assert re.fullmatch(r"[0-9a-f]{64}", row.select_one(".hash").text)  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/assets/names.js", "/assets/search.js", "/assets/site.css"])
def test_what_pages_load_is_there(served: Server, path: str) -> None:
    found = get(served, path)
    assert found.status == 200
    assert ("javascript" in found.headers["content-type"]) == path.endswith(".js")


def test_folders_lead_to_their_lists(served: Server) -> None:
    found = get(served, "/id/city/")
    assert (found.status, found.headers["location"]) == (303, "index.html")
