"""The page of a thing: what it shows and links to, harmless whatever the data say, the same every time, and fast."""

from __future__ import annotations

import json
import posixpath
import re
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from bs4 import BeautifulSoup, Tag

from kg import citing, paths, tables, terms
from kg import documents as texts
from kg import store as stores
from kg.errors import AskerError
from kg.names import UNNAMED, kind_of
from kg.server import addresses
from kg.server.book.things import Book
from kg.server.site.catalogue import SHELVES
from kg.server.site.vocabulary import Vocabulary
from tests.conftest import world
from tests.test_explorer_access import FOUND, RULES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ID = terms.PREFIXES["id"]
EVIL = "<script>alert(1)</script>"
TURTLE = """
kg:City a owl:Class ; rdfs:label "City"@en . kg:Network a owl:Class ; rdfs:label "Network"@en .
kg:Source a owl:Class ; rdfs:label "Source"@en . kg:Membership a owl:Class ; rdfs:label "Membership"@en .
kg:memberOf rdfs:label "member of"@en . kg:from rdfs:label "from"@en .
<city/lodz-pl> a kg:City ; rdfs:label "Łódź"@pl ;
  skos:altLabel "Lodz"@en , "لودز"@ar ; geo:lat 51.77e0 ; geo:long 19.46e0 ;
  skos:exactMatch <http://www.wikidata.org/entity/Q580> , <https://sws.geonames.org/3093133/> ;
  kg:memberOf <network/net> ; kg:inCountry <country/pl> ; kg:evidence <passage/a-2020-p002> .
<city/lima-pe> a kg:City ; rdfs:label "Lima"@en ; kg:memberOf <network/net> , <network/evil> .
<city/bergen-no> a kg:City ; rdfs:label "Bergen"@en ; kg:memberOf <network/net> , <network/evil> .
<country/pl> a kg:Country ; rdfs:label "Poland"@en ; kg:principalLanguage "pl" ; kg:iso2 "PL" .
<network/net> a kg:Network , kg:Collective ; rdfs:label "The Net"@en ; kg:address "https://example.org/net" .
<network/evil> a kg:Network , kg:Collective ; rdfs:label "</script><script>alert(1)</script> \\"onload=x' & co"@en ;
  rdfs:comment "<img src=x onerror=alert(1)>"@en ; kg:address "javascript:alert(1)" .
<name/n1> a kg:Name , kg:Statement ; rdfs:label "n1"@en ; rdf:subject <city/lodz-pl> ; rdf:predicate skos:altLabel ;
  rdf:object "لودز" ; kg:evidence <source/b-2021> .
<membership/lodz> a kg:Membership , kg:Statement ; rdfs:label "Łódź member of The Net"@en ; rdf:subject <city/lodz-pl> ;
  rdf:predicate kg:memberOf ; rdf:object <network/net> ; kg:from "2019"^^xsd:gYear ;
  kg:evidence <passage/a-2020-p002> , <passage/a-2020-p001> , <source/b-2021> .
<membership/lima> a kg:Membership , kg:Statement ; rdfs:label "Lima member of The Net"@en ; rdf:subject <city/lima-pe> ;
  rdf:predicate kg:memberOf ; rdf:object <network/net> ; kg:evidence <source/b-2021> .
<membership/bergen> a kg:Membership , kg:Statement ; rdfs:label "Bergen member of The Net"@en ;
  kg:evidence <source/b-2021> ;
  rdf:subject <city/bergen-no> ; rdf:predicate kg:memberOf ; rdf:object <network/net> .
<membership/evil> a kg:Membership , kg:Statement ; rdf:subject <city/lima-pe> ; rdfs:label "m"@en ;
  rdf:predicate kg:memberOf ; rdf:object <network/evil> ; kg:evidence <source/evil> .
<count-claim/c1> a kg:CountClaim , kg:Statement ; rdfs:label "c1"@en ; kg:about <network/net> ; kg:value 200 ;
  kg:qualifier "over" ; kg:counted "cities" ; kg:asOf "2021"^^xsd:gYear ; kg:evidence <source/b-2021> .
<count-claim/c2> a kg:CountClaim , kg:Statement ; rdfs:label "c2"@en ; kg:about <network/net> ; kg:value 150 ;
  kg:counted "cities" ; kg:asOf "2019"^^xsd:gYear ; kg:evidence <passage/a-2020-p001> .
<completeness/net> a kg:Completeness , kg:Statement ; rdfs:label "partial"@en ; kg:collective <network/net> ;
  kg:status "partial" ; kg:claimed 200 ; kg:evidence <source/b-2021> .
<statement/net-founded> a kg:Statement ; rdf:subject <network/net> ; rdf:predicate kg:founded ;
  rdf:object "1999"^^xsd:gYear ; kg:evidence <source/b-2021> .
kg:founded rdfs:label "founded"@en .
<source/a-2020> a kg:Source ; rdfs:label "First"@en ; dcterms:publisher "A press" ;
  kg:address "https://example.org/first" .
<source/b-2021> a kg:Source ; rdfs:label "Second"@en .
<source/evil> a kg:Source ; rdfs:label "<b>Third</b>" ; kg:address "data:text/html,<script>alert(1)</script>" .
<passage/a-2020-p001> a kg:Passage ; rdfs:label "First, 1 One" ; kg:source <source/a-2020> ; kg:section "1 One" ;
  oa:start 10 ; oa:end 1020 ; kg:sha256 "00" .
<passage/a-2020-p002> a kg:Passage ; rdfs:label "First, 2 <Two>" ; kg:source <source/a-2020> ; kg:section "2 <Two>" ;
  oa:start 5 ; oa:end 9 ; kg:sha256 "11" .
"""
WORLD = world(f"@base <{ID}> .\n{TURTLE}")


@pytest.fixture(scope="module")
def little() -> Book:
    return Book(WORLD)


@pytest.fixture(scope="module")
def book(store: ox.Store) -> Book:
    return Book(store)


def soup(book: Book, key: str) -> BeautifulSoup:
    return BeautifulSoup(book.html(ID + key).decode(), "html.parser")


def words(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text(" ").split())


def below(page: BeautifulSoup, anchor: str) -> Tag:
    """The section under a heading."""
    found = page.find(id=anchor)
    assert found is not None and found.parent is not None
    return found.parent


def fact(page: BeautifulSoup, heading: str) -> Tag:
    """What stands beside a heading among the facts."""
    found = next(each for each in page.select(".facts dt") if words(each) == heading).find_next_sibling("dd")
    assert found is not None
    return found


def test_a_city_has_its_names_ids_links_and_sources(little: Book) -> None:
    page = soup(little, "city/lodz-pl")
    assert words(page.h1) == "Łódź" and words(page.title) == "Łódź · City · citykg"
    names = fact(page, "Other names")
    assert [(each["lang"], each.get_text()) for each in names.select("bdi")] == [("ar", "لودز")]
    assert "Arabic" in words(names)
    assert [each["href"] for each in fact(page, "Wikidata").select("a")] == ["http://www.wikidata.org/entity/Q580"]
    assert words(fact(page, "GeoNames")) == "3093133"
    joined = fact(page, "Memberships")
    assert [(words(each), each["href"]) for each in joined.select("a:not(.more)")] == [
        ("The Net", "../../id/network/net.html"),
        ("a-2020 · 2 <Two> · p002", "../../id/source/a-2020.html#a-2020-p002"),
        ("a-2020 · 1 One · p001", "../../id/source/a-2020.html#a-2020-p001"),
        ("b-2021", "../../id/source/b-2021.html"),
    ]
    assert words(joined.select_one(".said")) == "since 2019"
    assert joined.select(".more")[0]["href"] == "../../id/membership/lodz.html"


def test_a_page_lists_its_sources_with_passages_and_characters(little: Book) -> None:
    sources = below(soup(little, "city/lodz-pl"), "sources")
    assert [words(each) for each in sources.select(".works > li > a")] == ["First", "Second"]
    assert [words(each) for each in sources.select("li li")] == [
        "2 <Two> passage p002, characters 5 to 9",
        "1 One passage p001, characters 10 to 1,020",
    ]


def test_numbers_that_contradict_each_other_stand_side_by_side_from_the_oldest(little: Book) -> None:
    rows = below(soup(little, "network/net"), "numbers").select("tbody tr")
    assert [words(row) for row in rows] == ["cities 150 2019 a-2020 · 1 One · p001 §", "over 200 2021 b-2021 §"]
    assert rows[0].th is not None and rows[0].th["rowspan"] == "2"


def test_a_list_says_how_complete_it_is(little: Book) -> None:
    page = soup(little, "network/net")
    assert words(page.select_one(".note")) == "How complete is the list? 3 of 200 listed."
    assert words(below(page, "members").select_one(".note")) == "3 of 200 listed."
    assert sorted(words(each) for each in below(page, "members").select("li > a:not(.cite, .more)")) == [
        "Bergen", "Lima", "Łódź",
    ]  # fmt: skip


def test_a_map_and_neighbours_stand_where_they_are_known(little: Book) -> None:
    page = soup(little, "city/lodz-pl")
    assert len(page.select("svg .spot")) == 1 and "51.77, 19.46" in words(page.figcaption)
    assert [words(each) for each in below(page, "near").select("li")] == ["Bergen 1", "Lima 1"]
    assert [words(each) for each in below(soup(little, "network/net"), "near").select("li")] == ["Bergen 1", "Lima 1"]
    alone = soup(little, "country/pl")
    assert alone.svg is None and alone.find(id="near") is None


def test_the_page_of_a_statement_says_who_what_since_when_and_where(little: Book) -> None:
    page = soup(little, "membership/lodz")
    assert [(words(each), each["href"]) for each in page.select(".triple a")] == [
        ("Łódź", "../../id/city/lodz-pl.html"), ("member of", "../../ontology.html#memberOf"),
        ("The Net", "../../id/network/net.html"),
    ]  # fmt: skip
    assert words(fact(page, "From")) == "2019" and len(fact(page, "Said in").select("a")) == 3
    assert words(soup(little, "statement/net-founded").h1) == "The Net: founded 1999"


def test_what_no_statement_says_is_there_too_with_its_property_explained(little: Book) -> None:
    page = soup(little, "country/pl")
    assert words(fact(page, "PrincipalLanguage")) == "Polish" and words(fact(page, "ISO 3166")) == "PL"
    assert page.select_one('dt a[href="../../ontology.html#principalLanguage"]') is not None
    assert [words(each) for each in page.select(".crumbs a")] == ["Countries"]
    number = soup(little, "count-claim/c1")
    assert words(fact(number, "Value")) == "200" and words(fact(number, "Said in")) == "b-2021"


def test_the_page_of_a_source_has_a_place_for_each_passage_and_what_rests_on_it(little: Book) -> None:
    page = soup(little, "source/a-2020")
    passages = page.select("section.passage")
    assert [each["id"] for each in passages] == ["a-2020-p002", "a-2020-p001"]
    assert [words(each) for each in passages[0].select("li")] == ["Łódź member of The Net", "Łódź named there"]
    assert "characters 10 to 1,020" in words(passages[1].h3)
    assert words(fact(page, "Publisher")) == "A press"
    whole = below(soup(little, "source/b-2021"), "resting")
    assert "The Net: founded 1999" in [words(each) for each in whole.select("li")]
    passage = soup(little, "passage/a-2020-p001")
    assert [words(each) for each in below(passage, "resting").select("li")] == ["c2", "Łódź member of The Net"]


def test_without_statements_no_page_leads_to_one(little: Book) -> None:
    plain = Book(WORLD, statements=False)
    assert {kind_of(iri) for iri in plain.things()} == {"city", "country", "network", "source", "passage"}
    assert {kind_of(iri) for iri in little.things()} - {kind_of(iri) for iri in plain.things()} == {
        "membership", "name", "count-claim", "completeness", "statement",
    }  # fmt: skip
    known = {addresses.file_of(iri) for iri in plain.things()} | {f"id/{kind}/index.html" for kind in SHELVES}
    found = {path for iri in plain.things() for path, _ in inward(plain.html(iri), addresses.file_of(iri))}
    assert {path for path in found if path.startswith("id/") and path.endswith(".html")} <= known
    resting = soup(plain, "source/a-2020").select("section.passage li a")
    assert resting[0]["href"] == "../../id/city/lodz-pl.html"


@pytest.mark.parametrize("key", ["network/evil", "source/evil", "city/lima-pe", "membership/evil"])
def test_hostile_names_and_addresses_do_nothing(little: Book, key: str) -> None:
    text = little.html(ID + key).decode()
    page = BeautifulSoup(text, "html.parser")
    scripts = page.find_all("script")
    assert [each["type"] for each in scripts] == ["application/ld+json"] and not page.find_all(["img", "b"])
    assert "<script>alert" not in text and "onerror=" not in re.sub(r"&lt;img src=x onerror=", "", text).replace(
        "\\u003cimg src=x onerror=", ""
    )
    json.loads(scripts[0].get_text())
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert not re.match(r"\s*(javascript|data|vbscript):", str(tag.get(name, "")), re.IGNORECASE)


def test_an_address_that_is_none_of_the_web_is_shown_and_no_link(little: Book) -> None:
    shown = fact(soup(little, "network/evil"), "Web page")
    assert words(shown) == "javascript:alert(1)" and not shown.find("a")
    assert fact(soup(little, "network/net"), "Web page").find("a", href="https://example.org/net")


def test_the_other_forms_hold_the_triples_of_the_thing(little: Book) -> None:
    iri = f"{ID}city/lodz-pl"
    lines = little.lines(iri)
    turtle = {quad.triple for quad in ox.parse(little.turtle(iri), ox.RdfFormat.TURTLE)}
    triples = {quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES)}
    assert turtle == triples and lines == b"".join(sorted(lines.splitlines(keepends=True)))
    found = {each["id"]: each for each in json.loads(little.jsonld(iri))["@graph"]}
    assert {"thing:city/lodz-pl", "thing:membership/lodz", "thing:passage/a-2020-p001"} <= set(found)


def test_what_nobody_knows_is_refused_in_every_form(little: Book) -> None:
    for form in (little.html, little.turtle, little.lines, little.jsonld):
        with pytest.raises(AskerError, match=r"nothing is known of <https://w3id\.org/citykg/id/city/atlantis>"):
            form(f"{ID}city/atlantis")


def test_an_unknown_address_names_what_is_near(little: Book) -> None:
    page = BeautifulSoup(little.unknown("id/city/loz-pl").decode(), "html.parser")
    assert page.select_one("main li a") is not None
    assert [each["href"] for each in page.select("main li a")] == ["../../id/city/lodz-pl.html"]
    hostile = little.unknown(f"id/city/{EVIL}").decode()
    assert EVIL not in hostile and "begin at the front page" in hostile
    assert little.nearest("the nett") == [f"{ID}network/net"]


def test_the_same_graph_gives_the_same_bytes(little: Book) -> None:
    again = Book(stores.from_lines(b"".join(sorted(f"{quad.triple} .\n".encode() for quad in WORLD))[::1]))
    assert again.things() == little.things()
    assert [again.html(iri) for iri in again.things()] == [little.html(iri) for iri in little.things()]


def inward(page: bytes, path: str) -> Iterator[tuple[str, str]]:
    """The links of a page within the site: the file and the place in it."""
    for link in re.findall(r'<a [^>]*?href="([^"]*)"', page.decode()):
        parts = urlsplit(link.replace("&amp;", "&"))
        if not parts.scheme:
            file = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            yield file, unquote(parts.fragment)


def test_every_thing_of_the_graph_has_a_page_whose_links_lead_somewhere(book: Book, store: ox.Store) -> None:
    chosen = [iri for each, iri in enumerate(book.things()) if kind_of(iri) not in UNNAMED or each % 10 == 0]
    assert len(chosen) > 3500
    vocabulary = set(Vocabulary(store).paths())
    known = {addresses.file_of(iri) for iri in book.things()} | {"ontology.html"}
    known |= {f"id/{kind}/index.html" for kind in SHELVES}
    others = {"explorer.html", "query.html", "index.html", "api.html"}
    wanted: set[tuple[str, str]] = set()
    places: dict[str, set[str]] = {}
    started = time.process_time()
    for iri in chosen:
        path, page = addresses.file_of(iri), book.html(iri)
        marks = re.findall(r' id="([^"]*)"', page.decode())
        assert len(marks) == len(set(marks)), iri
        places[path] = set(marks)
        wanted |= set(inward(page, path))
    assert (time.process_time() - started) / len(chosen) < 0.05
    schemes = {file for file, _ in wanted if file.startswith("scheme/")}
    assert schemes and {file.removesuffix(".html") for file in schemes} <= {
        each.removesuffix(".html") for each in vocabulary
    }
    leaves = {re.sub(r"\.(ttl|jsonld|nt)$", ".html", file) for file, _ in wanted} - schemes - others
    assert leaves <= known
    lost = [(file, mark) for file, mark in wanted if mark and file in places and mark not in places[file]]
    assert lost == []


def test_a_page_is_made_at_once(book: Book) -> None:
    for key, most in (("city/milan-it", 0.03), ("city/barcelona-es", 0.05), ("network/eurocities", 0.15)):
        taken = []
        for _ in range(5):
            started = time.process_time()
            book.html(ID + key)
            taken.append(time.process_time() - started)
        assert min(taken) < most


def test_the_words_of_documents_are_on_no_page(book: Book, documents: Path) -> None:
    known = {row.key: row for row in tables.rows(paths.data(), "sources") if row.get("file")}
    passages = [each for each in citing.passages(paths.data()) if each.source in known]
    assert len(passages) > 400
    for key, row in known.items():
        file = texts.find(documents, row["file"], row["sha256"])
        assert file is not None
        page, text = words(soup(book, f"source/{key}").main), texts.read(file)
        quoted = [texts.collapse(text[each.start : each.end]) for each in passages if each.source == key]
        assert [each for each in quoted if len(each) > 100 and each in page] == []


SHOWN = ["city/barcelona-es", "network/eurocities", "source/iom-2020"]


@pytest.fixture(scope="module")
def site(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with some pages and the style."""
    folder = tmp_path_factory.mktemp("site")
    for key in SHOWN:
        path = folder / addresses.file_of(ID + key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(book.html(ID + key))
    (folder / "assets").mkdir()
    style = files("kg.server") / "assets" / "site.css"
    (folder / "assets" / "site.css").write_bytes(style.read_bytes())
    return folder


def opened(chromium: Browser, site: Path, key: str, **more: Any) -> Page:
    page = chromium.new_context(offline=True, **more).new_page()
    page.goto((site / addresses.file_of(ID + key)).as_uri())
    return page


@pytest.mark.browser
@pytest.mark.parametrize("key", SHOWN)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 1200), ("light", 320)])
def test_pages_keep_the_rules_of_wcag(chromium: Browser, site: Path, key: str, scheme: str, width: int) -> None:
    page = opened(chromium, site, key, color_scheme=scheme, viewport={"width": width, "height": 800})
    try:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        found: dict[str, Any] = page.evaluate(FOUND, RULES)
        assert found["rules"] > 20 and found["found"] == []
    finally:
        page.context.close()


@pytest.mark.browser
def test_a_page_asks_for_its_style_alone_and_its_links_take_the_keyboard_there(chromium: Browser, site: Path) -> None:
    page = opened(chromium, site, SHOWN[0])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.reload()
        assert [Path(urlsplit(each).path).name for each in asked] == ["barcelona-es.html", "site.css"]
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"
        assert page.evaluate("getComputedStyle(document.querySelector('.spot')).fill") == "rgb(179, 38, 30)"
    finally:
        page.context.close()
