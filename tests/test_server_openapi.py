from __future__ import annotations

import csv
import io
import json
import re
import shlex
from typing import Any
from urllib.parse import urlsplit

import bs4
import pytest
from openapi_spec_validator import validate
from starlette.routing import Match

from kg import named
from kg.server.questions import asked, manual, openapi
from kg.server.web import app, asking, endpoint, pages, reconciling
from tests.serving import Server

ROOT = "http://127.0.0.1:8000/"
WHOLE = openapi.document(ROOT)
OPERATIONS = [(path, method, said) for path, item in WHOLE["paths"].items() for method, said in item.items()]


def test_the_document_is_valid() -> None:
    validate(openapi.document())
    validate(WHOLE)


def test_the_document_is_the_same_each_time() -> None:
    assert json.dumps(openapi.document(ROOT)) == json.dumps(WHOLE)


def test_each_operation_has_a_name_of_its_own() -> None:
    names = [said["operationId"] for _, _, said in OPERATIONS]
    assert len(names) == len(set(names)) > 60
    tags = {tag["name"] for tag in WHOLE["tags"]}
    assert {each for _, _, said in OPERATIONS for each in said["tags"]} == tags


@pytest.mark.parametrize("query", named.queries().values(), ids=lambda query: query.name)
def test_each_query_is_there_with_its_parameters(query: named.Query) -> None:
    said = WHOLE["paths"][f"/query/{query.name}"]["get"]
    given = {each["name"]: each for each in said["parameters"]}
    assert list(given) == [*(each.name for each in query.parameters), "as-of", "format"]
    assert given["format"]["schema"]["enum"] == list(asked.formats(query))
    for each in query.parameters:
        assert given[each.name]["schema"].get("default", "") == each.default
        assert each.help in given[each.name]["description"]
        pattern = given[each.name]["schema"].get("pattern", "")
        assert re.search(pattern, given[each.name]["example"])


def test_a_parameter_without_default_is_needed() -> None:
    query = named.parse("q", "# param n: number -- how many\n# example: kg query q --param n=3\nSELECT * {}")
    (given, *_) = openapi._query(query)["parameters"]
    assert (given["required"], given["example"]) == (True, "3")


def test_every_path_is_routed() -> None:
    routes = [*app.ROUTES, *endpoint.routes, *asking.routes, *pages.routes, *reconciling.routes]
    for path, method, _ in OPERATIONS:
        scope = {"type": "http", "path": re.sub(r"\{\w+\}", "x", path), "method": method.upper(), "headers": []}
        assert any(route.matches(scope)[0] == Match.FULL for route in routes), path


# The page


def soup() -> bs4.BeautifulSoup:
    return bs4.BeautifulSoup(manual.page(ROOT), "html.parser")


def test_the_page_has_every_operation() -> None:
    found = [str(each["id"]) for each in soup().select("main details")]
    wanted = [said for tag in WHOLE["tags"] for _, _, said in OPERATIONS if tag["name"] in said["tags"]]
    assert found == [f"at-{said['operationId']}" for said in wanted]
    assert [str(each["id"]) for each in soup().select("main h2")] == [
        "formats",
        *(tag["name"] for tag in WHOLE["tags"]),
    ]
    assert not soup().select("script, style, [style]")


def test_queries_have_a_line_for_each_program() -> None:
    page = soup()
    for name in named.queries():
        (own,) = page.select(f"details#at-query-{name}")
        programs, lines = ([each.get_text() for each in own.select(f"dl:last-of-type {tag}")] for tag in ("dt", "dd"))
        assert programs == ["curl", "pandas", "R", "spreadsheet"]
        (address,) = {found for line in lines for found in re.findall(r"http[^\"']+", line)}
        assert address.startswith(f"{ROOT}query/{name}?") and address.endswith("format=csv")


def test_an_address_has_its_examples() -> None:
    assert manual.address("/id/{kind}/{key}", WHOLE["paths"]["/id/{kind}/{key}"]["get"]["parameters"]) == (
        "id/city/barcelona-es"
    )
    given: list[Any] = [{"name": "a", "in": "query", "example": "ü &", "schema": {}}]
    assert manual.address("/x", given) == "x?a=%C3%BC%20%26"


# Over a real server


def test_the_server_describes_itself_where_it_is(served: Server) -> None:
    got = served.ask("GET", "/openapi.json")
    assert (got.status, got.headers["content-type"]) == (200, "application/json")
    assert json.loads(got.content) == openapi.document(served.address)


def test_the_examples_of_the_page_answer(served: Server) -> None:
    page = served.ask("GET", "/api.html", accept="text/html")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    found = bs4.BeautifulSoup(page.text, "html.parser")
    examples = [str(each["href"]) for each in found.select("main details p a")]
    assert len(examples) > 60
    for each in examples:
        got = served.ask("GET", "/" + each)
        assert got.status == (
            303 if each in ("id/city/barcelona-es", "scheme/gcm", "scheme/gcm/18", "ontology") else 200
        ), each


def test_the_lines_for_curl_fetch_tables(served: Server) -> None:
    entries = manual.entries(openapi.document(served.address), served.address, "query")
    for entry in entries[1:6]:
        words = shlex.split(dict(entry.recipes)["curl"])
        address = urlsplit(words[-1])
        got = served.ask("GET", f"{address.path}?{address.query}")
        assert len(list(csv.reader(io.StringIO(got.text)))) > 1, entry.path
