"""How much of a list is here: small worlds written out, and what query, rank and show say of it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import exports, lists, terms
from kg.cli import main
from kg.lists import Listing, caution, gaps, listings
from tests.conftest import world

ID = terms.PREFIXES["id"]
NET, CHARTER, PROGRAMME, LABEL = (
    f"{ID}{each}" for each in ("network/net", "instrument/charter", "network/programme", "network/label")
)
THINGS = f"""@base <{ID}> .
kg:Programme rdfs:label "Programme" .
<network/net> a kg:Network, kg:Collective ; rdfs:label "Net" .
<network/silent> a kg:Network, kg:Collective ; rdfs:label "Silent" ; kg:founded "2000"^^xsd:gYear .
<instrument/charter> a kg:Charter, kg:Collective ; rdfs:label "Charter" .
<network/programme> a kg:Programme, kg:Collective ; rdfs:label "Programme" .
<network/label> a kg:Label, kg:Collective ; rdfs:label "Label" .
<city/a> a kg:City, kg:LocalGovernment ; rdfs:label "A" .
<city/b> a kg:City, kg:LocalGovernment ; rdfs:label "B" .
<city/c> a kg:City, kg:LocalGovernment ; rdfs:label "C" .
<group/some> a kg:GovernmentGroup ; rdfs:label "Some forty towns" .
<practice/card> a kg:Practice ; rdfs:label "Card" .
"""


def link(who: str, how: str, what: str, more: str = "") -> str:
    """A statement that ties two things, with its short triple unless it has ended or speaks of the past."""
    kind = {"kg:endorses": "Endorsement", "kg:partnerIn": "Partnership"}.get(how, "Membership")
    key = f"{who}-{what}-{how[3:]}".replace("/", "-")
    gone = "kg:to" in more or "role/former" in more
    return (
        f"<statement/{key}> a kg:{kind}, kg:Statement ; rdf:subject <{who}> ; rdf:predicate {how} ; "
        f"rdf:object <{what}> {more} .\n" + ("" if gone else f"<{who}> {how} <{what}> .\n")
    )


def claim(what: str, status: str, key: str = "", more: str = "") -> str:
    """What a source says of the list of a collective."""
    key = key or what.replace("/", "-")
    return (
        f"<completeness/{key}> a kg:Completeness, kg:Statement ; kg:collective <{what}> ; "
        f'kg:status "{status}" {more} ; kg:evidence <source/page> .\n'
    )


def told(*parts: str) -> dict[str, Listing]:
    return listings(world(THINGS + "".join(parts)))


MEMBERS = link("city/a", "kg:memberOf", "network/net") + link("city/b", "kg:memberOf", "network/net")


# Counting


def test_nothing_is_known_of_an_empty_store() -> None:
    assert listings(ox.Store()) == {}


def test_a_collective_of_which_no_source_says_how_complete_its_list_is_has_no_listing() -> None:
    assert told(link("city/a", "kg:memberOf", "network/silent")) == {}


def test_a_listing_holds_what_the_source_says_and_how_many_are_here() -> None:
    more = '; kg:asOf "2019-03"^^xsd:gYearMonth ; kg:claimed 40 ; kg:qualifier "over"'
    found = told(MEMBERS, claim("network/net", "partial", more=more))
    listing = Listing(NET, "Net", "partial", "2019-03", "40", "over", 2)
    assert found == {NET: listing}
    assert (str(listing), listing.complete) == ("2 of over 40 listed", False)


def test_a_list_without_anybody_counts_none() -> None:
    assert str(told(claim("instrument/charter", "not-public"))[CHARTER]) == (
        "0 listed of an unknown number; the list is not public"
    )


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ("kg:memberOf", "network/net"),
        ("kg:endorses", "instrument/charter"),
        ("kg:pledgedUnder", "instrument/charter"),
        ("kg:fundedBy", "network/net"),
        ("kg:tookPartIn", "network/net"),
        ("kg:partOf", "network/net"),
    ],
)
def test_every_way_to_be_in_a_collective_counts(how: str, what: str) -> None:
    assert told(link("city/a", how, what), claim(what, "complete"))[ID + what].listed == 1


def test_who_is_in_twice_counts_once() -> None:
    twice = link("city/a", "kg:memberOf", "network/net") + link("city/a", "kg:partOf", "network/net")
    assert told(twice, claim("network/net", "complete"))[NET].listed == 1


def test_groups_and_practices_are_nobody_by_name() -> None:
    nobody = link("group/some", "kg:memberOf", "network/net") + link("practice/card", "kg:fundedBy", "network/net")
    assert told(MEMBERS, nobody, claim("network/net", "partial"))[NET].listed == 2


def test_other_ties_count_in_a_programme_or_label_only() -> None:
    tied = "".join(
        link("city/a", "kg:affiliatedWith", what) + link("city/b", "kg:partnerIn", what)
        for what in ("network/net", "network/programme", "network/label")
    )
    said = "".join(claim(what, "partial") for what in ("network/net", "network/programme", "network/label"))
    found = told(tied, said)
    assert {iri: each.listed for iri, each in found.items()} == {NET: 0, PROGRAMME: 2, LABEL: 2}


# Who has left, and what has ended


def test_who_has_left_does_not_count() -> None:
    left = link("city/c", "kg:memberOf", "network/net", '; kg:to "2015"^^xsd:gYear')
    assert told(MEMBERS, left, claim("network/net", "partial"))[NET].listed == 2


def test_of_what_has_ended_those_count_who_were_in_it_until_then() -> None:
    end = '<network/programme> kg:ended "2019-06"^^xsd:gYearMonth .\n'
    ties = (
        link("city/a", "kg:partnerIn", "network/programme", '; kg:to "2019"^^xsd:gYear')
        + link("city/b", "kg:affiliatedWith", "network/programme", '; kg:to "2019-06"^^xsd:gYearMonth')
        + link("city/c", "kg:affiliatedWith", "network/programme", '; kg:to "2018"^^xsd:gYear')
    )
    assert told(ties, end, claim("network/programme", "complete"))[PROGRAMME].listed == 2


def test_in_what_has_ended_nobody_counts_whom_a_source_calls_former() -> None:
    former = f"; kg:role <{terms.PREFIXES['scheme']}role/former>" + ' ; kg:to "2019"^^xsd:gYear'
    end = '<network/net> kg:ended "2019"^^xsd:gYear .\n'
    left = link("city/c", "kg:memberOf", "network/net", former)
    ties = link("city/b", "kg:memberOf", "network/net", '; kg:to "2019"^^xsd:gYear')
    assert told(ties, left, end, claim("network/net", "complete"))[NET].listed == 1


# Several claims


@pytest.mark.parametrize("first", ["one", "two"])
def test_of_several_claims_the_latest_counts(first: str) -> None:
    early = claim("network/net", "complete", first, '; kg:asOf "2018"^^xsd:gYear ; kg:claimed 90')
    late = claim("network/net", "partial", "one" if first == "two" else "two", '; kg:asOf "2020"^^xsd:gYear')
    assert (told(early, late)[NET].status, told(late, early)[NET].as_of) == ("partial", "2020")


def test_a_claim_without_a_date_gives_way_to_one_with_a_date() -> None:
    undated = claim("network/net", "partial", "one", "; kg:claimed 900")
    dated = claim("network/net", "complete", "two", '; kg:asOf "1990"^^xsd:gYear ; kg:claimed 9')
    assert told(undated, dated)[NET].claimed == "9"


def test_of_two_claims_of_one_date_the_larger_counts() -> None:
    claims = [claim("network/net", "partial", key, f"; kg:claimed {number}") for key, number in [("a", 100), ("b", 20)]]
    assert told(*claims)[NET].claimed == "100"


# In words


WORDS = Listing(NET, "Net", "partial", "2020", "40", "", 12)


@pytest.mark.parametrize(
    ("listing", "words"),
    [
        (WORDS, "12 of 40 listed"),
        (replace(WORDS, qualifier="at-least"), "12 of at least 40 listed"),
        (replace(WORDS, listed=40), "40 of 40 listed"),
        (replace(WORDS, listed=41), "41 listed, 40 according to the source"),
        (replace(WORDS, listed=41, qualifier="close-to"), "41 listed, close to 40 according to the source"),
        (replace(WORDS, claimed=""), "12 listed of an unknown number"),
        (replace(WORDS, status="complete"), "12 listed, complete as of 2020"),
        (replace(WORDS, status="complete", as_of=""), "12 listed, complete"),
        (replace(WORDS, status="not-public"), "12 of 40 listed; the list is not public"),
        (replace(WORDS, status="not-public", claimed=""), "12 listed of an unknown number; the list is not public"),
    ],
)
def test_a_listing_in_words(listing: Listing, words: str) -> None:
    assert str(listing) == words


# Gaps and caution


KNOWN = {
    each.iri: each
    for each in (
        Listing(f"{ID}network/a", "Zeta", "partial", "", "", "", 1),
        Listing(f"{ID}network/b", "Alpha", "not-public", "", "3", "", 1),
        Listing(f"{ID}network/c", "Whole", "complete", "", "1", "", 1),
        Listing(f"{ID}network/d", "Alpha", "partial", "", "9", "", 1),
    )
}


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ([], ""),
        (["Whole", f"{ID}network/c"], ""),
        (["Nobody", "", "network/a", "zeta"], ""),
        (["Zeta"], "a"),
        ([f"{ID}network/a", "Zeta"], "a"),
        (["Zeta", "Alpha"], "bda"),
        ([f"{ID}network/d", "Whole", "Zeta"], "da"),
    ],
)
def test_gaps_are_the_named_lists_that_lack_somebody_by_name(named: list[str], found: str) -> None:
    assert [each.iri[-1] for each in gaps(KNOWN, named)] == list(found)


@given(st.lists(st.sampled_from([*KNOWN, *(each.name for each in KNOWN.values()), "other"])))
def test_gaps_do_not_depend_on_order_and_are_never_complete(named: list[str]) -> None:
    found = gaps(KNOWN, named)
    assert found == gaps(KNOWN, reversed(named)) == gaps(KNOWN, set(named))
    assert len({each.iri for each in found}) == len(found) and not any(each.complete for each in found)


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (3, "lists that lack somebody: Alpha (1 of 3 listed; the list is not public); Alpha (1 of 9 listed); "
            "Zeta (1 listed of an unknown number)"),
        (2, "lists that lack somebody: Alpha (1 of 3 listed; the list is not public); Alpha (1 of 9 listed); "
            "and 1 more, see 'kg query completeness'"),
    ],
)  # fmt: skip
def test_a_caution_names_the_first_and_counts_the_rest(most: int, words: str) -> None:
    assert caution(gaps(KNOWN, KNOWN), most) == words


def test_without_a_gap_there_is_no_caution() -> None:
    assert caution([]) == ""


# kg query, rank, show and kg.listings


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network with a partial list, a charter whose list is complete, a programme whose list is not public."""
    more = '; kg:listedOn "2024-05"^^xsd:gYearMonth ; kg:grade <https://w3id.org/citykg/scheme/grade/homonym>'
    store = world(
        THINGS
        + MEMBERS
        + link("city/c", "kg:memberOf", "network/net", more)
        + link("city/a", "kg:endorses", "instrument/charter")
        + claim("network/net", "partial", more='; kg:claimed 40 ; kg:qualifier "about"')
        + claim("instrument/charter", "complete", more='; kg:asOf "2018-06"^^xsd:gYearMonth')
        + claim("network/programme", "not-public")
        + '<https://w3id.org/citykg/scheme/grade/homonym> rdfs:label "Homonym" .\n'
    )
    path = tmp_path_factory.mktemp("lists") / "world.nt"
    path.write_bytes(exports.sorted_lines(store))
    return path


def run(*arguments: str | Path, given: str = "") -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], input=given)


NET_LACKS = "kg: lists that lack somebody: Net (3 of about 40 listed)\n"
PROGRAMME_LACKS = (
    "kg: lists that lack somebody: Net (3 of about 40 listed); "
    "Programme (0 listed of an unknown number; the list is not public)\n"
)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("SELECT ?n { id:network\\/net rdf:type ?n }", NET_LACKS, id="named by a prefix"),
        pytest.param(f"SELECT ?n {{ <{NET}> rdf:type ?n }}", NET_LACKS, id="named by its address"),
        pytest.param("SELECT ?x { ?x a kg:Network ; rdfs:label 'Net' }", NET_LACKS, id="in the answer"),
        pytest.param("SELECT ?n { ?x a kg:Collective ; rdfs:label ?n }", PROGRAMME_LACKS, id="by name in the answer"),
        pytest.param(f"ASK {{ ?x kg:memberOf <{NET}> }}", NET_LACKS, id="a yes or no"),
        pytest.param(f"SELECT ?x {{ ?x kg:endorses <{CHARTER}> }}", "", id="a complete list"),
        pytest.param("SELECT ?n { ?x a kg:City ; rdfs:label ?n }", "", id="no list"),
        pytest.param("SELECT (COUNT(*) AS ?n) { ?x kg:memberOf ?y }", "", id="a number"),
    ],
)
def test_a_query_warns_of_lists_that_lack_somebody_and_only_on_stderr(file: Path, query: str, said: str) -> None:
    result = run("query", "-", "--graph", file, "--format", "csv", given=query)
    assert (result.exit_code, result.stderr) == (0, said)
    assert "lack" not in result.stdout


def test_a_query_without_rows_says_why_and_which_list_lacks_somebody(file: Path) -> None:
    result = run("query", "members", "-p", "collective=net", "--graph", file)
    assert result.stdout == "member  role  from  to  passages\n──────  ────  ────  ──  ────────\n"
    first, second = result.stderr.splitlines()[0], result.stderr.splitlines()[-1]
    assert first.startswith("kg: no rows: ")
    assert f"{second}\n" == NET_LACKS


def test_a_ranking_of_collectives_says_how_much_of_each_list_is_here(file: Path) -> None:
    result = run("rank", "--on", "collectives", "--graph", file)
    assert result.stdout == (
        "degree  name     where       listed\n"
        "──────  ───────  ──────────  ────────────────────────────────\n"
        "1  3    Net      network     3 of about 40 listed\n"
        "2  1    Charter  instrument  1 listed, complete as of 2018-06\n"
    )
    assert result.stderr == (
        "kg: 1 of the lists behind this are not complete, so scores say what is recorded: kg query completeness\n"
        "kg: 1 of the 2 shown has a list that is not complete, so compare with care: Net (3 of about 40 listed)\n"
    )


@pytest.mark.parametrize(
    ("layers", "note"), [("membership", 1), ("endorsement", 0), ("membership,endorsement", 1), ("funding", 0)]
)
def test_a_ranking_warns_of_the_lists_behind_it_only(file: Path, layers: str, note: int) -> None:
    result = run("rank", "--layers", layers, "--graph", file)
    assert [line[:5] for line in result.stderr.splitlines()] == ["kg: 1"] * note
    assert "listed" not in result.stdout


def test_the_listed_column_is_in_csv_and_json_too(file: Path) -> None:
    rows = list(csv.DictReader(run("rank", "--on", "both", "--graph", file, "--format", "csv").stdout.splitlines()))
    assert [row["listed"] for row in rows] == ["", "", "", "3 of about 40 listed", "1 listed, complete as of 2018-06"]
    assert json.loads(run("rank", "--on", "both", "--graph", file, "--format", "json").stdout)[3]["listed"] == (
        "3 of about 40 listed"
    )


def test_python_gives_the_listings_by_key(file: Path) -> None:
    found = kg.listings(kg.open_store(file))
    assert {key: (each.name, str(each)) for key, each in found.items()} == {
        "charter": ("Charter", "1 listed, complete as of 2018-06"),
        "net": ("Net", "3 of about 40 listed"),
        "programme": ("Programme", "0 listed of an unknown number; the list is not public"),
    }


def test_python_reads_the_listings_of_the_last_build(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = kg.open_store(file)
    monkeypatch.setattr("kg.api.open_store", lambda: store)
    assert kg.listings() == kg.listings(store)


def section(page: str, heading: str) -> list[str]:
    lines = page.splitlines()
    start = lines.index(heading) + 2
    return lines[start : lines.index("", start)]


def test_show_says_how_much_of_a_list_is_here_before_the_list(file: Path) -> None:
    assert section(run("show", "net", "--graph", file).stdout, "Members") == [
        "• 3 of about 40 listed",
        "• A",
        "• B",
        "• C (listed 2024-05, unsettled: homonym)",
    ]


def test_show_says_so_where_nobody_is_listed(file: Path) -> None:
    assert section(run("show", "programme", "--graph", file).stdout + "\n", "Members") == [
        "• 0 listed of an unknown number; the list is not public"
    ]


# The shipped lists


def test_the_query_and_the_listings_count_alike(store: ox.Store) -> None:
    rows = kg.query("completeness", store=store)
    assert isinstance(rows, list)
    counted = {(row["collective"], row["status"], row["asOf"] or ""): row["listed"] for row in rows}
    found = lists.listings(store).values()
    assert {(each.name, each.status, each.as_of): each.listed for each in found}.items() <= counted.items()


def test_no_complete_list_is_empty(store: ox.Store) -> None:
    assert [each.name for each in lists.listings(store).values() if each.complete and not each.listed] == []


@pytest.mark.parametrize("key", ["marrakech-mayors-declaration", "gaziantep-declaration", "lampedusa-charter"])
def test_the_three_texts_whose_signatories_are_not_public_say_so(store: ox.Store, key: str) -> None:
    listing = kg.listings(store)[key]
    assert listing.status == "not-public"
    assert str(listing).endswith("; the list is not public")
    page = kg.show(key, store=store)
    assert str(listing) in {line.text for lines in page.sections.values() for line in lines}
