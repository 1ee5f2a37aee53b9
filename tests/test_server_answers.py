from __future__ import annotations

from urllib.parse import parse_qsl, unquote

import bs4
import pyoxigraph as ox
import pytest

from kg import named, terms
from kg import store as stores
from kg.server.questions import answers, asked
from kg.server.questions.answers import Cell, Part
from kg.server.questions.asked import Asker
from tests.conftest import world
from tests.test_server_asked import ROWS, SMALL, ask


@pytest.fixture(scope="module")
def small() -> Asker:
    return Asker(world(SMALL))


@pytest.fixture(scope="module")
def asker(store: ox.Store) -> Asker:
    return Asker(store)


def page(asker: Asker, query: named.Query, address: str) -> bs4.BeautifulSoup:
    return bs4.BeautifulSoup(answers.page(asker, ask(asker, query, address)), "html.parser")


def texts(soup: bs4.BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(each.get_text().split()) for each in soup.select(selector)]


def links(soup: bs4.BeautifulSoup, selector: str) -> list[str]:
    return [str(each["href"]) for each in soup.select(selector)]


def test_a_page_has_the_rows_with_links_to_what_they_name(small: Asker) -> None:
    soup = page(small, ROWS, "least=0")
    assert texts(soup, "thead th") == ["name"]
    assert texts(soup, "tbody td") == ["=1+1", "Łódź"]
    assert links(soup, "tbody a") == ["../id/city/bad-es.html", "../id/city/lodz-pl.html"]


def test_a_page_has_the_form_as_it_was_filled_in(small: Asker) -> None:
    soup = page(small, ROWS, "least=0&net=Full&as-of=2018")
    fields = {str(each["name"]): str(each["value"]) for each in soup.select("form[action='../query/who'] input")}
    assert fields == {"net": "Full", "least": "0", "as-of": "2018"}
    assert [each.has_attr("required") for each in soup.select("main input")] == [False, True, False]
    assert all(soup.select(f"label[for='{each['id']}']") for each in soup.select("main input"))


def test_downloads_and_the_query_page_ask_the_same(small: Asker) -> None:
    soup = page(small, ROWS, 'least=0&net=Net, "n"&as-of=2018')
    targets = links(soup, "ul.buttons a[download]")
    assert [dict(parse_qsl(each.partition("?")[2]))["format"] for each in targets] == [*asked.ROWS][:-1]
    for each in targets:
        got = asked.prepare(ROWS, parse_qsl(each.partition("?")[2]))
        assert (dict(got.values), got.as_of) == ({"net": 'Net, "n"', "least": "0"}, "2018")
    (target,) = [each for each in links(soup, "ul.buttons a") if each.startswith("../query.html#query=")]
    assert unquote(target.partition("=")[2]) == texts_whole(soup, "details code") == ask(small, ROWS, "least=0").text


def texts_whole(soup: bs4.BeautifulSoup, selector: str) -> str:
    (found,) = soup.select(selector)
    return found.get_text()


def test_notes_say_what_to_know_of_an_answer(small: Asker) -> None:
    soup = page(small, ROWS, "least=0&as-of=2010")
    assert any(each.startswith("As of 2010: 0 dated statements hold, 1 do not") for each in texts(soup, ".note"))
    assert links(soup, ".note a") == ["../id/network/net.html"]
    assert texts(soup, ".note li") == ['Net, "n": 1 of 9 listed']
    assert "No rows: nothing matches" in page(small, ROWS, "least=0&net=full").get_text()


def test_what_is_not_complete_is_named_and_counted(asker: Asker) -> None:
    soup = page(asker, named.find("completeness"), "")
    assert len(soup.select(".note li")) == 6
    assert links(soup, ".note li a")[-1] == "../query/completeness"


def test_a_long_answer_is_cut_and_says_so(asker: Asker) -> None:
    soup = page(asker, named.find("most-networks"), "")
    assert len(soup.select("tbody tr")) == answers.MOST
    assert any(each.startswith("The first 500 of ") for each in texts(soup, "main p"))


def test_numbers_stand_at_the_right(asker: Asker) -> None:
    soup = page(asker, named.find("group-coverage"), "")
    assert {each.get_text().isdecimal() for each in soup.select("td.number")} == {True}
    assert len(soup.select("td.number")) == len(soup.select("tbody tr")) > 30


def test_truth_and_triples_have_pages_too(small: Asker) -> None:
    truth = page(small, named.parse("q", "ASK { ?s a kg:City }"), "")
    assert texts(truth, "pre")[0] == "yes"
    triples = page(small, named.parse("q", "CONSTRUCT { ?s a kg:City } WHERE { ?s a kg:City }"), "")
    assert "city\\/lodz-pl a kg:City" in texts(triples, "pre")[0]


def test_what_cannot_be_asked_keeps_the_form() -> None:
    soup = bs4.BeautifulSoup(answers.refusal(ROWS, {"net": '"><script>x'}, "nothing is called <b>"), "html.parser")
    assert [str(each["value"]) for each in soup.select("main input")] == ['"><script>x', "", ""]
    assert texts(soup, "[role=alert]") == ["This cannot be answered: nothing is called <b>"]
    assert "../search.html" in links(soup, "main a")
    assert not soup.select("script, table, b")


def test_text_of_the_graph_is_never_markup() -> None:
    evil = '<img src=x onerror="alert(1)">'
    made = world(f'id:city\\/a-es a kg:City ; rdfs:label """{evil}""" ; kg:address <javascript:alert%281%29> .')
    soup = page(Asker(made), named.parse("q", "SELECT ?name ?at { ?s rdfs:label ?name ; kg:address ?at }"), "")
    assert texts(soup, "tbody td") == [evil, "javascript:alert%281%29"]
    assert links(soup, "tbody a") == ["../id/city/a-es.html"]
    assert not soup.select("img, script")


def test_cells_lead_to_passages_and_sources(small: Asker) -> None:
    got = answers.cell(small, "passages", ox.Literal("fakhry-2022-p184 c40-2021"))
    assert got == Cell(
        (
            Part("fakhry-2022-p184", "id/source/fakhry-2022.html#fakhry-2022-p184"),
            Part("c40-2021", "id/source/c40-2021.html"),
        )
    )


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, Cell(())),
        (ox.Literal("Łódź"), Cell((Part("Łódź", "id/city/lodz-pl.html"),))),
        (ox.Literal("łódź"), Cell((Part("łódź"),))),
        (ox.Literal(3), Cell((Part("3"),), True)),
        (ox.NamedNode(terms.expand("kg:City")), Cell((Part("kg:City", "ontology.html#City"),))),
        (ox.NamedNode("http://a.org/b"), Cell((Part("http://a.org/b", "http://a.org/b"),))),
        (ox.NamedNode("urn:x"), Cell((Part("urn:x"),))),
    ],
)
def test_cells_lead_to_what_they_name(small: Asker, value: ox.Literal | None, found: Cell) -> None:
    assert answers.cell(small, "what", value) == found


def test_a_name_of_two_things_leads_to_neither() -> None:
    twice = Asker(world('id:city\\/a-es a kg:City ; rdfs:label "A" . id:city\\/a-fr a kg:City ; rdfs:label "A" .'))
    assert answers.cell(twice, "what", ox.Literal("A")) == Cell((Part("A"),))


def test_places_in_answers_are_sources_of_the_graph(asker: Asker, store: ox.Store) -> None:
    known = {each.removeprefix(terms.BASE) + ".html" for each in sources(store)}
    for query in named.queries().values():
        soup = page(asker, query, "")
        found = [each for each in links(soup, "tbody a") if each.startswith("../id/source/")]
        assert {each.removeprefix("../").partition("#")[0] for each in found} <= known, query.name


def sources(store: ox.Store) -> list[str]:
    kind, source = ox.NamedNode(terms.expand("rdf:type")), ox.NamedNode(terms.expand("kg:Source"))
    return [str(quad.subject)[1:-1] for quad in store.quads_for_pattern(None, kind, source)]


def test_the_list_leads_to_every_query() -> None:
    soup = bs4.BeautifulSoup(answers.listing(), "html.parser")
    assert links(soup, ".cards h2 a") == [f"../query/{name}" for name in named.queries()]


def test_passages_of_the_graph_are_on_the_page_of_their_source(asker: Asker, store: ox.Store) -> None:
    for quad in store.quads_for_pattern(None, stores.node("kg:source"), None):
        if "/passage/" in str(quad.subject):
            assert isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
            key = quad.subject.value.rpartition("/")[2]
            wanted = f"{quad.object.value.removeprefix(terms.BASE)}.html#{key}"
            assert answers.place(key) == answers.cell(asker, "x", quad.subject).parts[0].href == wanted
