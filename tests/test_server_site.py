"""The whole site as files: every link leads somewhere, the same bytes come twice, and it works opened from a folder."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from kg import exports, paths, terms
from kg import store as stores
from kg.cli import main
from kg.server.site import links, publishing, sites, static
from kg.server.site.sitemap import Sitemap
from tests.conftest import TURTLE, world
from tests.test_explorer_access import FOUND, RULES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SECTIONS = ("What it holds", "Stories to start from", "Downloads", "How to cite", "Licences", "Sources")


@pytest.fixture(scope="session")
def folder(prepared: Path) -> Path:
    """The prepared folder of the shipped graph."""
    return sites.prepare(prepared, prepared.parent / sites.FOLDER).folder


@pytest.fixture(scope="session")
def site(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped graph, made by two processes."""
    target = tmp_path_factory.mktemp("static") / "site"
    found = static.write(target, publishing.pieces(folder, processes=2), states=publishing.states(folder))
    assert found.broken == ()
    return target


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


def test_every_link_of_the_site_leads_somewhere(site: Path, folder: Path) -> None:
    pages = [path for path in site.rglob("*.html") if not path.is_relative_to(site / "explorer")]
    assert len(pages) > 3900
    assert sum(len(links.read(path).links) for path in pages[::40]) > 40 * len(pages[::40])
    assert links.broken(site, states=publishing.states(folder)) == []


def test_a_page_that_is_lost_is_noticed(site: Path, folder: Path) -> None:
    lost = site / "id" / "country" / "pe.html"
    content = lost.read_bytes()
    lost.unlink()
    try:
        found = links.broken(site, states=publishing.states(folder))
    finally:
        lost.write_bytes(content)
    assert any(
        line.startswith("id/city/lima-pe.html:") and "id/country/pe.html: no such file" in line for line in found
    )


def test_everything_named_has_its_page_and_its_triples(store: ox.Store, site: Path) -> None:
    named = Sitemap(store, statements=False).book.things()
    assert len(named) > 3500
    for iri in named:
        stem = site / iri.removeprefix(terms.BASE)
        assert all(stem.with_name(stem.name + end).stat().st_size for end in (".html", ".ttl", ".jsonld", ".nt")), iri


def test_one_process_makes_what_two_made(store: ox.Store, site: Path) -> None:
    own = Sitemap(store, statements=False)
    known = [path for path in own.paths() if path not in ("index.html", "404.html")]
    for path in random.Random(6).sample(known, 300):
        assert own.content(path) == (site / path).read_bytes(), path


def test_the_home_page_says_what_there_is(site: Path) -> None:
    page = soup(site / "index.html")
    assert [each.text for each in page.select("h2")] == list(SECTIONS)
    numbers = {line.a.text: line.strong.text for line in page.select(".numbers li")}  # type: ignore[union-attr]
    assert (numbers["Cities"], numbers["Funds"], numbers["Sources"]) == ("1,281", "7", "595")
    assert next(a["href"] for a in page.select(".cards a")) == "explorer.html#story=marrakesh"
    assert not soup(site / "query.html").select('a[href="query/"]') and not page.select('a[href="query/"]')
    assert "citykg contributors" in page.select_one("#cite ~ p").text  # type: ignore[union-attr]


def test_downloads_are_what_their_hashes_say(site: Path) -> None:
    rows = soup(site / "index.html").select("#downloads ~ div tbody tr")
    listed = json.loads((site / "downloads" / "manifest.json").read_bytes())
    assert len(rows) == len(listed) == 9
    for row, said in zip(rows, listed, strict=True):
        content = (site / "downloads" / said["name"]).read_bytes()
        assert row.select_one(".hash").text == hashlib.sha256(content).hexdigest()  # type: ignore[union-attr]
        assert row.a["href"] == f"downloads/{said['name']}"  # type: ignore[index]


def test_the_explorer_leads_back_to_the_site(site: Path) -> None:
    parts = sorted(site.glob("explorer/*.html"))
    assert parts
    for path in [site / "explorer.html", *parts]:
        (link,) = soup(path).select("header a")
        assert (path.parent / str(link["href"])).resolve() == (site / "index.html").resolve(), path.name


def test_nothing_in_the_site_runs_but_its_own_scripts(site: Path) -> None:
    for path in [*site.glob("*.html"), *site.glob("id/*/index.html"), *site.glob("scheme/*/7.html")]:
        if path.name in publishing.STATES:
            continue
        page = soup(path)
        scripts = [s for s in page.select("script") if s.get("type") != "application/ld+json"]
        assert all(s.get("src") and not s.text for s in scripts), path.name
        assert not page.select("style, [style], [onclick], iframe, object, embed"), path.name


def test_the_address_of_the_site_stands_where_it_must(folder: Path) -> None:
    made = publishing.pieces(folder, "https://example.org/kg/")
    found = dict(takewhile(lambda piece: not piece[0].startswith("id/"), made))
    assert b'href="https://example.org/kg/index.html"' in found["404.html"]
    assert b"curl -O https://example.org/kg/id/city/lima-pe.ttl" in found["api.html"]
    described = {str(quad.object) for quad in ox.parse(found["void.ttl"], ox.RdfFormat.TURTLE)}
    assert "<https://example.org/kg/downloads/citykg.ttl>" in described


# The command, on a graph of four things.


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small graph with the vocabulary."""
    target = tmp_path_factory.mktemp("few") / "few.nt"
    whole = exports.sorted_lines(world(TURTLE)) + stores.lines(stores.vocabulary(paths.ontology()))
    target.write_bytes(whole.replace(b"/citykg/id/city/lodz-pl> <https://w3id.org/citykg/ontology#value> 2", b""))
    return target


def serve(few: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["serve", "--graph", str(few), "--workers", "1", *options])


def test_the_command_writes_a_site(few: Path, tmp_path: Path) -> None:
    done = serve(few, "--static", str(tmp_path / "site"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"wrote {tmp_path / 'site'}: " in done.stderr
    assert "Łódź" in (tmp_path / "site" / "id" / "city" / "lodz-pl.html").read_text(encoding="utf-8")
    assert not (tmp_path / "site" / "sitemap.xml").exists()
    first = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert serve(few, "--static", str(tmp_path / "site")).exit_code == 0
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == first


def test_broken_links_are_findings(tmp_path: Path) -> None:
    graph = tmp_path / "bare.nt"  # without the vocabulary, a property leads nowhere
    graph.write_bytes(exports.sorted_lines(world(TURTLE)))
    done = serve(graph, "--static", str(tmp_path / "site"))
    assert done.exit_code == 1
    assert "../../ontology.html#value: ontology.html has no place called so" in done.stdout
    assert done.stderr.splitlines()[-1].endswith(f"broken links; {tmp_path / 'site'} is as it was before")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--base", "https://example.org"], "--base is the address of a site of files; say with --static DIR"),
        (["--static", "{full}"], "it has files that are no site of citykg; name an empty or a new folder"),
        (["--public", "kg.example.org"], "--public kg.example.org: not the address of a site; write it as https://"),
        (["--static", "{new}", "--base", "example.org"], "--base example.org: not the address of a site"),
    ],
)
def test_wrong_use_is_one_line(few: Path, tmp_path: Path, options: list[str], message: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    named = [each.format(full=tmp_path / "full", new=tmp_path / "new") for each in options]
    done = serve(few, *named)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["full", "thesis.txt"]


# In the browser, opened from a folder, without any network.

Visit = Callable[..., AbstractContextManager["Page"]]


@pytest.fixture
def visit(chromium: Browser, site: Path) -> Visit:
    """Open a page of the site; nothing but its own files may be asked for, and nothing complained of."""

    @contextmanager
    def visitor(path: str, width: int = 1200, scheme: Any = "light", scripts: bool = True) -> Iterator[Page]:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True, java_script_enabled=scripts
        )
        context.set_default_timeout(15_000)
        page, said = context.new_page(), []
        page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith("file:") else None)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        try:
            page.goto(f"{site.as_uri()}/{path}")
            yield page
            assert said == []
        finally:
            context.close()

    return visitor


def listed(page: Page) -> list[str]:
    page.locator("#found a").first.wait_for()
    return page.locator("#found a").all_inner_texts()


@pytest.mark.browser
def test_the_home_page_finds_as_one_types(visit: Visit) -> None:
    with visit("index.html") as page:
        page.locator("#q").type("sao pau")
        assert listed(page)[0] == "São Paulo"
        assert page.locator("#said").inner_text().endswith("found.")
        page.locator("#q").fill("zzzz")
        page.get_by_text("Nothing is called so").wait_for()
        assert page.locator("#found a").count() == 0
        page.locator("#q").fill("LODZ")
        page.locator("#found a", has_text="Łódź").first.click()
        assert page.locator("h1").inner_text() == "Łódź"


@pytest.mark.browser
def test_every_page_searches_from_its_head(visit: Visit) -> None:
    with visit("id/network/index.html") as page:
        page.locator("header input[name=q]").fill("marrakesh")
        page.locator("header input[name=q]").press("Enter")
        page.wait_for_url("**/search.html?q=marrakesh")
        assert "Marrakech Mayors Declaration" in listed(page)[:5]
        assert page.locator("#q").input_value() == "marrakesh"


@pytest.mark.browser
def test_lists_lead_to_things(visit: Visit) -> None:
    with visit("id/city/index.html") as page:
        page.locator("nav[aria-label=Groups] a", has_text="Peru").click()
        assert page.url.endswith("#peru")
        page.get_by_role("link", name="Lima", exact=True).click()
        assert page.locator("h1").inner_text() == "Lima"


@pytest.mark.browser
def test_terms_have_places_on_the_page(visit: Visit) -> None:
    with visit("ontology.html#memberOf") as page:
        assert page.locator("#memberOf").evaluate("each => Math.abs(each.getBoundingClientRect().top) < 300")
        page.locator("#memberOf ~ dl a", has_text="kg:affiliatedWith").first.click()
        assert page.url.endswith("ontology.html#affiliatedWith")


@pytest.mark.browser
def test_a_story_opens_in_the_explorer(visit: Visit) -> None:
    with visit("index.html") as page:
        page.get_by_role("link", name="Who pays for what").click()
        page.locator("html[data-ready]").wait_for(timeout=60_000)
        assert "Who pays for what" in page.locator("#story").inner_text()


@pytest.mark.browser
def test_pages_read_without_scripts(visit: Visit) -> None:
    with visit("search.html", scripts=False) as page:
        assert page.get_by_text("Without scripts this search needs a server").is_visible()
        page.get_by_role("link", name="Funds").click()
        assert page.locator("h1").inner_text().startswith("Funds")


SEEN = ["index.html", "search.html?q=refuge", "id/city/index.html", "id/network/index.html", "ontology.html",
        "scheme/index.html", "scheme/theme.html", "scheme/theme/housing.html", "404.html", "api.html"]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", SEEN)
def test_pages_are_for_everybody(visit: Visit, path: str, scheme: str) -> None:
    with visit(path, 320 if scheme == "dark" else 1200, scheme) as page:
        if "?q" in path:
            listed(page)
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        found: dict[str, Any] = page.evaluate(FOUND.replace("resultTypes", "preload: false, resultTypes"), RULES)
        assert found["rules"] > 15
        assert found["found"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
