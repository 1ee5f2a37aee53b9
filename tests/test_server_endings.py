"""Endings, media types and the forms of a thing: one table, of which the routes and the description are made."""

from __future__ import annotations

import pytest

from kg.server.endings import FORMS, MEDIA, bare, media
from kg.server.media import GRAPHS, preferred
from kg.server.questions import asked
from kg.server.site.sites import DOWNLOADS
from kg.server.web.pages import ASKED, negotiated


@pytest.mark.parametrize("end", FORMS)
def test_who_asks_for_the_type_of_a_form_is_led_to_it(end: str) -> None:
    assert negotiated("id/city/lima-pe", bare(FORMS[end])).headers["location"] == f"lima-pe{end}"


def test_other_types_lead_to_the_forms() -> None:
    assert preferred("*/*", ASKED) == "text/html"
    assert {ASKED[name] for name in ("application/x-turtle", "application/turtle")} == {".ttl"}
    assert (ASKED["application/json"], ASKED["text/plain"], ASKED["application/xhtml+xml"]) == (
        ".jsonld",
        ".nt",
        ".html",
    )


def test_the_same_format_is_called_the_same_everywhere() -> None:
    by_type = {each.media: each.content_type for each in GRAPHS}
    for own in (MEDIA.values(), asked.ROWS.values(), asked.TRIPLES.values()):
        assert [each for each in own if by_type.get(bare(each), each) != each] == []


def test_every_download_has_a_type() -> None:
    assert [each.name for each in DOWNLOADS if media(each.name) == "application/octet-stream"] == []
    assert {each.media for each in DOWNLOADS} >= {"text/turtle", "text/csv", "application/vnd.apache.parquet"}
