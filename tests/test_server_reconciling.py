from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from kg.server.candidates import asked
from tests.serving import Server
from tests.test_server_reconcile import valid

FORM = "application/x-www-form-urlencoded"
BATCH = json.dumps({"q0": {"query": "Barcelona", "type": "City", "type_strict": "should", "limit": 3}, "q1": "Zürich"})
EXTEND = json.dumps({"ids": ["city/barcelona-es"], "properties": [{"id": "country"}]})


def got(server: Server, path: str, **fields: str) -> Any:
    """The JSON of a GET with some fields."""
    answer = server.ask("GET", f"{path}?{urlencode(fields)}" if fields else path, Origin="http://127.0.0.1:3333")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json"), answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return json.loads(answer.content)


def posted(server: Server, **fields: str) -> Any:
    """The JSON of a form."""
    answer = server.ask("POST", "/reconcile", urlencode(fields).encode(), content_type=FORM)
    assert answer.status == 200, answer.text
    return json.loads(answer.content)


def test_the_manifest_leads_to_every_service(served: Server) -> None:
    manifest = got(served, "/reconcile")
    valid("manifest", manifest)
    for sort, each in manifest["suggest"].items():
        path = (each["service_url"] + each["service_path"]).removeprefix(served.address.rstrip("/"))
        valid("entities" if sort == "entity" else "names", got(served, path, prefix="c"))
    flyout = manifest["suggest"]["entity"]
    path = (flyout["service_url"] + flyout["flyout_service_path"]).replace("${id}", quote("city/bern-ch", safe=""))
    found = got(served, path.removeprefix(served.address.rstrip("/")))
    valid("flyout", found)
    assert found["id"] == "city/bern-ch"
    propose = manifest["extend"]["propose_properties"]["service_path"]
    proposal = got(served, propose, type="City", limit="3")
    valid("proposal", proposal)
    assert len(proposal["properties"]) == 3


def test_a_batch_is_answered_by_form_and_by_address(served: Server) -> None:
    by_form, by_address = posted(served, queries=BATCH), got(served, "/reconcile", queries=BATCH)
    valid("results", by_form)
    assert by_form == by_address
    assert [[each["id"] for each in found["result"] if each["match"]] for found in by_form.values()] == [
        ["city/barcelona-es"], ["city/zurich-ch"]]  # fmt: skip


@pytest.mark.parametrize("query", ["Zürich", '{"query": "ZURICH", "type": "City"}'])
def test_a_single_query_needs_no_batch(served: Server, query: str) -> None:
    assert [each["id"] for each in got(served, "/reconcile", query=query)["result"]] == ["city/zurich-ch"]


def test_data_are_extended_by_form_and_by_address(served: Server) -> None:
    by_form = posted(served, extend=EXTEND)
    valid("extension", by_form)
    assert by_form["rows"] == {"city/barcelona-es": {"country": [{"id": "country/es", "name": "Spain"}]}}
    assert got(served, "/reconcile", extend=EXTEND) == by_form


def test_a_preview_may_stand_in_a_frame_of_any_client_and_runs_nothing(served: Server) -> None:
    preview = got(served, "/reconcile")["preview"]["url"].replace("{{id}}", quote("city/bern-ch", safe=""))
    answer = served.ask("GET", preview.removeprefix(served.address.rstrip("/")))
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>Bern</h1>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert "frame-ancestors 'none'" in served.ask("GET", "/reconcile").headers["content-security-policy"]


def test_the_view_leads_to_the_page_of_the_thing(served: Server) -> None:
    view = got(served, "/reconcile")["view"]["url"].replace("{{id}}", quote("city/bern-ch", safe=""))
    found = served.ask("GET", view.removeprefix(served.address.rstrip("/")))
    assert (found.status, found.headers["location"]) == (303, "../id/city/bern-ch")
    page = served.ask("GET", "/id/city/bern-ch", accept="text/html")
    assert (page.status, page.headers["location"]) == (303, "bern-ch.html")


WRONG = [
    ("/reconcile/view?id=//example.org/a", 404, "nothing has that id"),
    ("/reconcile/view", 404, "nothing has that id"),
    ("/reconcile?queries=%7B", 400, "'queries' is not JSON at line 1, column 2"),
    ("/reconcile?queries=%5B%5D", 400, "'queries' is no JSON object"),
    ("/reconcile?queries=%7B%7D&query=a", 400, "there are queries and query in one request"),
    ("/reconcile?query=a&query=b", 400, "a parameter comes twice"),
    ("/reconcile?query=a&callback=jQuery1", 400, "JSONP is not served"),
    ("/reconcile?query=%FF", 400, "the fields are not UTF-8"),
    ("/reconcile?query=" + "a" * (asked.LENGTH + 1), 413, "has 501 characters"),
    ("/reconcile?extend=%7B%22ids%22%3A1%7D", 400, "'ids' of 'extend' is no list"),
    ("/reconcile/suggest/entity?prefix=a&cursor=-1", 400, "'cursor' is no number"),
    ("/reconcile/suggest/mayor?prefix=a", 404, "there is nothing at"),
    ("/reconcile/extend/propose?type=City&limit=many", 400, "'limit' is no number"),
    ("/reconcile/preview", 400, "there is no id"),
    ("/reconcile/preview?id=city/none", 404, "nothing has the id 'city/none'"),
    ("/reconcile/suggest/flyout/entity?id=%3Cscript%3E", 404, "nothing has the id '<script>'"),
]


@pytest.mark.parametrize(("path", "status", "detail"), WRONG, ids=[each[0][:50] for each in WRONG])
def test_what_cannot_be_answered_is_said_in_a_problem(served: Server, path: str, status: int, detail: str) -> None:
    answer = served.ask("GET", path, accept="application/json")
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert detail in json.loads(answer.content)["detail"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "detail"),
    [
        (b"", FORM, 400, "the form asks nothing"),
        (b"queries=%7B%7D", "application/json", 415, "a body of type 'application/json' is not understood"),
        (urlencode({"queries": json.dumps({str(n): "a" for n in range(101)})}).encode(), FORM, 413, "101 queries"),
    ],
)
def test_a_form_that_cannot_be_answered_is_said_in_a_problem(
    served: Server, body: bytes, kind: str, status: int, detail: str
) -> None:
    answer = served.ask("POST", "/reconcile", body, content_type=kind)
    assert answer.status == status
    assert detail in json.loads(answer.content)["detail"]


def test_nothing_but_reading_is_served(served: Server) -> None:
    assert [served.ask(method, "/reconcile").status for method in ("PUT", "DELETE", "PATCH")] == [405, 405, 405]
    assert served.ask("POST", "/reconcile/preview").status == 405


def test_a_bare_name_of_larger_places_abroad_is_no_match_once_the_gazetteer_is_there(served: Server) -> None:
    found = got(served, "/reconcile", query='{"query": "Valencia", "type": "City"}')["result"]
    assert [(each["id"], each["match"]) for each in found] == [("city/valencia-es", False)]
    found = got(served, "/reconcile", query="Valencia, Spain")["result"]
    assert [(each["id"], each["match"]) for each in found] == [("city/valencia-es", True)]
