"""The checker of links: it finds what is broken, and leaves alone what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.server.site import links

GOOD = """<!DOCTYPE html><html><head><link rel="stylesheet" href="assets/a.css"></head><body>
<script>const text = '<a href="nowhere.html">';</script><!-- <a href="nor here"> -->
<h1 id="top">A</h1><a href="#top">up</a><a href="b/c.html#pl%C3%A4ce">c</a><a href='b/c.html?x=1&amp;y=2'>c</a>
<a href="https://example.org/x#y">out</a><a href="mailto:a@example.org">mail</a><img src="data:,">
<a href="b/d.html#tab=map&amp;at=lima">a state</a><form action="b/c.html"></form></body></html>"""
STATES = ("b/d.html",)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(GOOD)
    (tmp_path / "b" / "c.html").write_text('<p id="pläce">x</p><a href="../index.html">home</a><a name="old">y</a>')
    (tmp_path / "b" / "d.html").write_text("<p>")
    (tmp_path / "b" / "index.html").write_text("<p>")
    (tmp_path / "assets" / "a.css").write_text("p { background: url(data:image/png;base64,AA) }")
    return tmp_path


def test_a_sound_folder_has_no_findings(site: Path) -> None:
    assert links.broken(site, states=STATES) == []


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("gone.html", "no such file"),
        ("b", "no such file; it is a folder, name its index.html"),
        ("b/", "no such file; it is a folder, name its index.html"),
        ("b/c.html#none", "b/c.html has no place called so"),
        ("#none", "bad.html has no place called so"),
        ("/index.html", "begins at the root of a host; write it relative to the page"),
        ("../index.html", "leads out of the site"),
        ("b/../../x.html", "leads out of the site"),
        ("javascript:alert(1)", "no link may begin with javascript:"),
        ("file:///etc/passwd", "no link may begin with file:"),
        ("//example.org/x", "begins at the root of a host; write it relative to the page"),
    ],
)
def test_each_sort_of_broken_link_is_found(site: Path, link: str, wrong: str) -> None:
    (site / "bad.html").write_text(f'<p>\n<p>\n<a class="x" href="{link}">bad</a>')
    assert links.broken(site, states=STATES) == [f"bad.html:3 {link}: {wrong}"]


@pytest.mark.parametrize("tag", ['<img src="x.png">', '<script src="x.js"></script>', '<form action="x"></form>',
                                 '<link href="x.css">', "<a href=x.html>", "<A HREF='x.html'>"])  # fmt: skip
def test_all_that_loads_or_leads_counts(site: Path, tag: str) -> None:
    (site / "bad.html").write_text(tag)
    assert len(links.broken(site, states=STATES)) == 1


def test_a_state_counts_for_a_page_that_reads_none(site: Path) -> None:
    assert links.broken(site) == ["index.html:5 b/d.html#tab=map&at=lima: b/d.html has no place called so"]


def test_styles_count_too(site: Path) -> None:
    (site / "assets" / "a.css").write_text('@import "b.css";\np { background: url("../pic.png") }')
    assert links.broken(site, states=STATES) == [
        "assets/a.css:1 b.css: no such file",
        "assets/a.css:2 ../pic.png: no such file",
    ]


def test_links_under_the_address_of_the_site_are_its_own(site: Path) -> None:
    base = "https://example.org/kg/"
    page = f'<a href="{base}index.html#pläce">x</a><a href="{base}no.html">y</a><i id="pläce">'
    (site / "b" / "c.html").write_text(page)
    assert links.broken(site, states=STATES) == []
    assert links.broken(site, base, STATES) == [
        f"b/c.html:1 {base}index.html#pläce: index.html has no place called so",
        f"b/c.html:1 {base}no.html: no such file",
    ]
