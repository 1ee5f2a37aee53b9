"""The page about the API: every address with its parameters, and the lines that fetch it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from kg.server.questions import openapi
from kg.server.questions.openapi import Document
from kg.server.templating import render

TABLES = ("text/csv", "text/tab-separated-values")
Recipes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One address: how it is asked, what it takes and gives, an example, and lines of code that fetch it."""

    name: str
    method: str
    path: str
    summary: str
    parameters: tuple[Mapping[str, Any], ...]
    media: tuple[str, ...]
    example: str
    recipes: Recipes


def page(root: str) -> bytes:
    """The page, for the site at an address."""
    described = openapi.document(root)
    sections = [(tag["name"], tag["description"], entries(described, root, tag["name"])) for tag in described["tags"]]
    return render("api.html", "api.html", sections=sections, base=root, version=described["info"]["version"])


def entries(described: Document, root: str, tag: str) -> list[Entry]:
    """The addresses under a tag, in order."""
    found = [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if tag in operation["tags"]
    ]
    return [_entry(root, path, method, operation) for path, method, operation in found]


def _entry(root: str, path: str, method: str, operation: Document) -> Entry:
    media = tuple(operation["responses"].get("200", {}).get("content", ()))
    example = address(path, operation["parameters"])
    return Entry(
        operation["operationId"], method.upper(), path, operation["summary"], tuple(operation["parameters"]), media,
        example, recipes(root, example, media) if method == "get" else posted(root),
    )  # fmt: skip


def address(path: str, parameters: list[Mapping[str, Any]]) -> str:
    """An address with the examples of its parameters filled in, from the root of the site.

    >>> address("/id/{kind}", [{"name": "kind", "in": "path", "example": "city"}])
    'id/city'
    """
    asked = []
    for each in parameters:
        example = str(each.get("example", "")) or each["schema"].get("enum", [""])[0]
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", quote(example))
        elif each["name"] not in ("as-of", "format") and each.get("example"):
            asked.append((each["name"], example))
    return path.removeprefix("/") + ("?" + urlencode(asked, quote_via=quote) if asked else "")


def recipes(root: str, example: str, media: tuple[str, ...]) -> Recipes:
    """Lines that fetch an address, by the program that they are for; rows for tables, else only curl.

    >>> recipes("http://a/", "query/networks", ("text/csv",))[1]
    ('pandas', 'pandas.read_csv("http://a/query/networks?format=csv")')
    """
    if example.startswith("sparql"):
        return _of_sparql(root)
    if "text/csv" not in media:
        return (("curl", f"curl -L '{root}{example}'"),)
    whole = f"{root}{example}{'&' if '?' in example else '?'}format=csv"
    return (
        ("curl", f"curl -L '{whole}'"),
        ("pandas", f'pandas.read_csv("{whole}")'),
        ("R", f'read.csv("{whole}")'),
        ("spreadsheet", f'=IMPORTDATA("{whole}")'),
    )


QUERY = "SELECT ?city { ?city a kg:City } LIMIT 10"


def _of_sparql(root: str) -> Recipes:
    whole = f"{root}sparql?" + urlencode({"query": QUERY}, quote_via=quote)
    return (
        ("curl", f"curl '{root}sparql' -H 'Accept: text/csv' --data-urlencode 'query={QUERY}'"),
        ("pandas", f'pandas.read_csv("{whole}", storage_options={{"Accept": "text/csv"}})'),
        ("R", f'read.csv(url("{whole}", headers = c(Accept = "text/csv")))'),
    )


def posted(root: str) -> Recipes:
    """Lines that send a query as it stands in a file."""
    sent = f"curl '{root}sparql' -H 'Content-Type: application/sparql-query' --data-binary @query.rq"
    return (("curl", sent),)
