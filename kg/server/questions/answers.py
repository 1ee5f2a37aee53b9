"""The pages of the named queries: a table with the form that asked for it, and the list of all queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kg import named, results, terms
from kg.lists import Listing
from kg.results import Rows, Term
from kg.server.addresses import link_to, link_to_passage, outer
from kg.server.questions import asked
from kg.server.questions.asked import Answered, Asker
from kg.server.templating import render

MOST = 500
"""How many rows a page shows; the whole answer is a download."""
SAMPLES = {"concept": "scheme:code", "number": "12", "date": "2018-12-08"}
PLACES = ("passage", "passages", "source", "sources")
"""Columns of keys of passages and sources, each of which has its place on a page."""
KEY = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*?)(?:-p[0-9]+[a-z]?)?")
PASSAGES = terms.expand("id:passage/")


@dataclass(frozen=True)
class Part:
    """A piece of a cell, with the address that it leads to from the root of the site, if any."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table; numbers stand at the right."""

    parts: tuple[Part, ...]
    number: bool = False


def page(asker: Asker, answered: Answered) -> bytes:
    """The page of an answer."""
    ask, answer = answered.asked, answered.answer
    rows = answer.rows if isinstance(answer, Rows) else []
    columns = answer.variables if isinstance(answer, Rows) else []
    return _render(
        ask.query,
        dict(ask.values) | {"as-of": ask.as_of},
        columns=columns,
        rows=[[cell(asker, name, value) for name, value in zip(columns, row, strict=True)] for row in rows[:MOST]],
        total=len(rows),
        other="" if isinstance(answer, Rows) else results.table(answer),
        notes=_notes(answered),
        gaps=[_gap(each) for each in answered.gaps],
        downloads=_downloads(ask),
        text=answered.text,
        ask=f"query.html#query={quote(answered.text, safe='')}",
    )


def refusal(query: named.Query, given: Mapping[str, str], message: str) -> bytes:
    """The page of a query that cannot be asked so: the form as it was filled in, and what is wrong with it."""
    return _render(query, given, notes=[], error=message)


def listing() -> bytes:
    """The page that lists every named query."""
    return render("queries.html", "query/", queries=asked.catalogue())


def _render(query: named.Query, given: Mapping[str, str], **values: Any) -> bytes:
    nothing: dict[str, Any] = dict.fromkeys(("columns", "rows", "gaps", "downloads"), ())
    nothing |= {"total": 0, "other": "", "text": "", "ask": "", "error": "", "most": MOST}
    fields = [
        {
            "name": each.name,
            "help": each.help,
            "value": given.get(each.name, ""),
            "sample": each.default or SAMPLES.get(each.kind, ""),
            "needed": not each.default,
        }
        for each in query.parameters
    ]
    return render(
        "answer.html", f"query/{query.name}", query=query, fields=fields, as_of=given.get("as-of", ""),
        **(nothing | values),
    )  # fmt: skip


def _notes(answered: Answered) -> list[str]:
    said = [str(answered.as_of).capitalize()] if answered.as_of else []
    return [*said, answered.hint.capitalize()] if answered.hint else said


def _gap(each: Listing) -> Part:
    return Part(f"{each.name}: {each}", link_to(each.iri))


def _downloads(ask: asked.Asked) -> list[tuple[str, str]]:
    """Each format with the address of the same answer in it, beside the page."""
    reserved = {"as-of": ask.as_of}
    return [
        (form, asked.address(ask.query, ask.values, **reserved, format=form))
        for form in asked.formats(ask.query)
        if form != "html"
    ]


def cell(asker: Asker, column: str, value: Term | None) -> Cell:
    """A value under the name of its column, with links to the pages of what it names."""
    if value is None:
        return Cell(())
    text, number = getattr(value, "value", str(value)), isinstance(results.python(value), (int, float))
    if column in PLACES and not number:
        return Cell(tuple(Part(word, place(word)) for word in text.split()))
    shown = terms.contract(text) if text.startswith(terms.BASE) else text
    return Cell((Part(shown, _link(asker.meant(value))),), number)


def _link(iri: str) -> str:
    """Where an IRI leads, from the root of the site: a page of ours or another site's."""
    if iri.startswith(PASSAGES):
        return place(iri.removeprefix(PASSAGES))
    return link_to(iri) or outer(iri)


def place(key: str) -> str:
    """Where a passage or a source stands, by its key; empty for what is no key.

    >>> place("fakhry-2022-p184"), place("c40-2021"), place("Annex A")
    ('id/source/fakhry-2022.html#fakhry-2022-p184', 'id/source/c40-2021.html', '')
    """
    found = KEY.fullmatch(key)
    return link_to_passage(found[1], key) if found else ""
