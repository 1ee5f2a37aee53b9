from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qsl, unquote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import named, results, sparql
from kg import store as stores
from kg.dates import AsOf
from kg.errors import AskerError
from kg.server.questions import asked
from kg.server.questions.asked import Asker
from tests.conftest import world
from tests.worlds import exact

MEMBERS = named.find("members")
SMALL = """
id:network\\/net a kg:Network, kg:Collective ; rdfs:label "Net, \\"n\\"" ; kg:founded "2000"^^xsd:gYear .
id:network\\/full a kg:Network, kg:Collective ; rdfs:label "Full" .
id:city\\/lodz-pl a kg:City ; rdfs:label "Łódź"@pl ; kg:memberOf id:network\\/net .
id:city\\/bad-es a kg:City ; rdfs:label "=1+1" ; kg:memberOf id:network\\/net .
id:membership\\/a a kg:Membership, kg:Statement ; kg:member id:city\\/lodz-pl ; kg:collective id:network\\/net ;
  rdf:subject id:city\\/lodz-pl ; rdf:predicate kg:memberOf ; rdf:object id:network\\/net ; kg:from "2015"^^xsd:gYear .
id:completeness\\/a a kg:Completeness ; kg:collective id:network\\/net ; kg:status "partial" ; kg:claimed 9 .
id:completeness\\/b a kg:Completeness ; kg:collective id:network\\/full ; kg:status "complete" .
"""
ROWS = named.parse(
    "who",
    "# Who\n# param net: thing = net -- the network\n# param least: number -- how many\n"
    "# example: kg query who --param least=0\n"
    "SELECT ?name WHERE { ?who kg:memberOf $net ; rdfs:label ?name FILTER($least < 1) } ORDER BY ?name",
)


@pytest.fixture(scope="module")
def small() -> Asker:
    return Asker(world(SMALL))


@pytest.fixture(scope="module")
def asker(store: ox.Store) -> Asker:
    return Asker(store)


def ask(asker: Asker, query: named.Query, address: str) -> asked.Answered:
    return asker.answer(asked.prepare(query, parse_qsl(address, keep_blank_values=True)))


def cells(answered: asked.Answered) -> list[list[str]]:
    return list(csv.reader(io.StringIO(asked.content(answered).decode())))


# What an address asks


def test_an_address_is_parameters_date_and_format() -> None:
    got = asked.prepare(MEMBERS, [("collective", "icorn"), ("as-of", "2018-05"), ("format", "tsv")])
    assert got == asked.Asked(MEMBERS, {"collective": "icorn"}, "2018-05", "tsv")


def test_empty_fields_of_a_form_are_not_given() -> None:
    got = asked.prepare(MEMBERS, [("collective", ""), ("as-of", ""), ("format", "")])
    assert got == asked.Asked(MEMBERS, {}, "", "csv")


def test_the_usual_format_gives_way_to_the_one_in_the_address() -> None:
    assert asked.prepare(MEMBERS, [], "html").form == "html"
    assert asked.prepare(MEMBERS, [("format", "json")], "html").form == "json"


@pytest.mark.parametrize(
    ("query", "address", "said"),
    [
        (MEMBERS, "colective=icorn", "members has no parameter 'colective'; did you mean 'collective'?"),
        (MEMBERS, "x=1", "members has no parameter 'x'; it takes collective, as-of, format"),
        (MEMBERS, "collective=a&collective=b", "collective is given several times; give it once"),
        (MEMBERS, "format=csv&format=tsv", "format is given several times; give it once"),
        (MEMBERS, "format=xls", "format=xls: members answers in csv, tsv, json, xml, parquet, html"),
        (MEMBERS, "as-of=May", "as-of=May: not a date; write 2018, 2018-12 or 2018-12-08"),
        (ROWS, "net=net", "who needs least: how many; for example who?least=0"),
    ],
)
def test_an_address_that_asks_nothing_is_explained(query: named.Query, address: str, said: str) -> None:
    with pytest.raises(AskerError) as caught:
        asked.prepare(query, parse_qsl(address))
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("least=many", "least=many: not a number; write it as 12"),
        ("least=0&net=nett", "nothing is called 'nett'; did you mean 'net'?"),
        ("least=0&net=qqqqqqq", "nothing is called 'qqqqqqq'; look for it at /"),
    ],
)
def test_a_value_that_cannot_be_is_explained(small: Asker, address: str, said: str) -> None:
    with pytest.raises(AskerError) as caught:
        ask(small, ROWS, address)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("SELECT * {}", ["csv", "tsv", "json", "xml", "parquet", "html"]),
        ("ASK {}", ["csv", "tsv", "json", "xml", "html"]),
        ("CONSTRUCT WHERE {}", ["turtle", "ntriples", "json", "xml", "html"]),
    ],
)
def test_each_sort_of_query_has_its_formats(text: str, formats: list[str]) -> None:
    assert list(asked.formats(named.parse("q", text))) == formats


@exact
@given(st.dictionaries(st.sampled_from(["collective"]), st.text(min_size=1)), st.sampled_from(["", "2018", "2018-12"]))
def test_an_address_says_what_was_asked(values: dict[str, str], date: str) -> None:
    address = asked.address(MEMBERS, values, **{"as-of": date, "format": "csv"})
    assert re.fullmatch(r"members\?[!-~]+", address)
    got = asked.prepare(MEMBERS, parse_qsl(address.partition("?")[2]))
    assert got == asked.Asked(MEMBERS, values, date, "csv")


# Answers


def test_a_thing_is_given_by_key_name_or_address(small: Asker) -> None:
    wanted = [["name"], ["'=1+1"], ["Łódź"]]
    for net in ("net", 'Net, "n"', "https://w3id.org/citykg/id/network/net", "id:network/net"):
        assert cells(ask(small, ROWS, asked.address(ROWS, {"net": net, "least": "0"}).partition("?")[2])) == wanted


def test_a_date_leaves_out_what_was_not_yet(small: Asker) -> None:
    before, after = (ask(small, ROWS, f"least=0&as-of={year}") for year in (2010, 2016))
    assert cells(before) == [["name"], ["'=1+1"]]
    assert cells(after) == [["name"], ["'=1+1"], ["Łódź"]]
    assert before.as_of and (before.as_of.held, before.as_of.dropped) == (0, 1)
    assert ask(small, ROWS, "least=0").as_of is None


def test_only_the_last_copies_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    copy = stores.as_of

    def noting(store: ox.Store, date: str) -> tuple[ox.Store, AsOf]:
        made.append(date)
        return copy(store, date)

    monkeypatch.setattr(stores, "as_of", noting)
    asker = Asker(world(SMALL))
    for year in ("2001", "2002", "2001", "2003", "2001", "2002"):
        ask(asker, ROWS, f"least=0&as-of={year}")
    assert made == ["2001", "2002", "2003", "2002"]


def test_the_text_of_an_answer_runs_as_it_stands(small: Asker) -> None:
    answered = ask(small, ROWS, "least=0")
    found = world(SMALL).query(answered.text)
    assert isinstance(found, ox.QuerySolutions)
    assert isinstance(answered.answer, results.Rows)
    assert [tuple(row) for row in found] == answered.answer.rows


def test_no_rows_are_explained(small: Asker) -> None:
    assert ask(small, ROWS, "least=0").hint == ""
    assert ask(small, ROWS, "least=0&net=full").hint.startswith("no rows: nothing matches the pattern")


def test_formats_stay_as_their_standards_have_them(small: Asker) -> None:
    found = json.loads(asked.content(ask(small, ROWS, "least=0&format=json")))
    assert found["head"] == {"vars": ["name"]}
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == ["=1+1", "Łódź"]
    assert asked.content(ask(small, ROWS, "least=0&format=tsv")) == '?name\n"=1+1"\n"Łódź"@pl\n'.encode()


@pytest.mark.parametrize("name", list(named.queries()))
def test_every_query_answers_as_on_the_command_line(asker: Asker, store: ox.Store, name: str) -> None:
    query = named.find(name)
    answered = ask(asker, query, "")
    assert answered.answer == sparql.ask(store, named.bind(query, {}, store))
    assert asked.content(answered) == results.serialize(answered.answer, "csv")
    parquet = asked.prepare(query, [("format", "parquet")])
    assert asked.content(asker.answer(parquet)).startswith(b"PAR1")


# Cautions


def link(title: str) -> str:
    return unquote(title.partition("title*=UTF-8''")[2])


def test_incomplete_lists_go_into_the_header(small: Asker) -> None:
    found = asked.headers(ask(small, ROWS, "least=0"))
    assert found["Content-Disposition"] == 'inline; filename="who.csv"'
    assert found["Link"].startswith(
        '<https://w3id.org/citykg/id/network/net>; rel="https://w3id.org/citykg/ontology#Completeness"; title*='
    )
    assert link(found["Link"]) == 'Net, "n" (2 of 9 listed)'


def test_complete_lists_need_no_caution(small: Asker) -> None:
    assert "Link" not in asked.headers(ask(small, ROWS, "least=0&net=full"))


def test_a_header_names_a_few_lists_and_counts_the_others(asker: Asker) -> None:
    answered = ask(asker, named.find("completeness"), "")
    links = asked.headers(answered)["Link"].split(", ")
    assert len(answered.gaps) > asked.NAMED and len(links) == asked.NAMED + 1
    assert links[-1].startswith("<https://w3id.org/citykg/query/completeness>")
    assert link(links[-1]) == f"{len(answered.gaps) - asked.NAMED} more lists that lack somebody"
    assert all(each.isascii() and each.isprintable() for each in links)


# The list of all


def test_the_catalogue_has_every_query_with_an_address_that_works() -> None:
    listed = {each["name"]: each for each in asked.catalogue()}
    assert listed.keys() == named.queries().keys()
    assert listed["members"]["parameters"] == [
        {
            "name": "collective",
            "kind": "thing",
            "default": "eurocities",
            "help": "network, coalition, mechanism or task force",
        }
    ]
    for name, each in listed.items():
        path, _, query = each["address"].partition("?")
        assert path == name and asked.prepare(named.find(name), parse_qsl(query)).form == each["formats"][0]
