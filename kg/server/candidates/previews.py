"""A thing in a few lines of HTML, for a client that shows candidates beside each other."""

from __future__ import annotations

from typing import Any

from kg.server.candidates.entities import Thing, Things
from kg.server.candidates.properties import PROPERTIES, fitting
from kg.server.templating import render

SHOWN = ("names", "region", "founded", "ended", "networks", "signed", "listed", "hosts", "wikidata", "geonames")
PATH = "reconcile/preview"
MOST = 6
"""Values of a property that are shown."""


def page(things: Things, thing: Thing) -> bytes:
    """A whole page on a thing, small enough for a frame."""
    return render("preview.html", PATH, **_said(things, thing))


def snippet(things: Things, thing: Thing) -> str:
    """The same lines without a page around them."""
    return render("snippet.html", PATH, **_said(things, thing)).decode()


def _said(things: Things, thing: Thing) -> dict[str, Any]:
    known = {each.id for each in fitting(things, thing.cls)}
    said = [(PROPERTIES[pid].name, _text(things, thing, pid)) for pid in SHOWN if pid in known]
    facts = [(name[:1].upper() + name[1:], text) for name, text in said if text]
    return {"id": thing.id, "name": thing.name, "description": things.describe(thing), "facts": facts}


def _text(things: Things, thing: Thing, pid: str) -> str:
    values = [str(value.get("name") or next(iter(value.values()))) for value in PROPERTIES[pid].read(things, thing)]
    more = f" and {len(values) - MOST} more" if len(values) > MOST else ""
    return ", ".join(values[:MOST]) + more if values != ["0"] else ""
