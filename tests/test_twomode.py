"""Anybody's own list as a two-mode graph: pairs, tables, links; what is kept, left out, and cut to years."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.dates import AsOf
from kg.errors import AskerError, CuratorError, OperatorError
from kg.twomode import Affiliation, Link, Thing, coded
from tests.test_years import holds

STEADY = settings(derandomize=True, database=None, deadline=None)
NAMES = some.sampled_from("abcdefgh")
PAIRS = some.lists(some.tuples(NAMES, some.sampled_from("UVWXYZ")), max_size=30)
DATES = some.sampled_from(["", "2001", "2003", "2003-07", "2005-01-31", "2009"])
LINKS = some.lists(
    some.builds(Link, NAMES, some.sampled_from("XYZ"), some.sampled_from(["membership", "funding"]), start=DATES,
                end=DATES, begun=DATES, ended=DATES), max_size=12)  # fmt: skip


def ties(two_mode: Affiliation) -> list[tuple[str, str, str]]:
    """The ties in words, in the order of the rows."""
    return [(two_mode.places[row], two_mode.collectives[at], two_mode.layers[of]) for row, at, of in two_mode.ties]


def table(folder: Path, content: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@STEADY
@given(PAIRS)
def test_pairs_are_ties_each_once_and_in_order(pairs: list[tuple[str, str]]) -> None:
    found = Affiliation.from_pairs(pairs)
    assert [(place, collective) for place, collective, _ in ties(found)] == sorted(set(pairs))
    assert found.places == tuple(sorted({place for place, _ in pairs}))
    assert found.collectives == tuple(sorted({collective for _, collective in pairs}))
    assert found.incidence.shape == (len(found.places), len(found.collectives))
    assert {(link.place, link.collective) for link in found.links} == set(pairs)


@STEADY
@given(PAIRS, some.randoms())
def test_the_order_of_pairs_does_not_matter(pairs: list[tuple[str, str]], chance: object) -> None:
    turned = list(pairs)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    one, other = Affiliation.from_pairs(pairs), Affiliation.from_pairs(turned)
    assert (ties(one), one.places, one.links) == (ties(other), other.places, other.links)


def test_a_pair_without_a_name_is_refused() -> None:
    with pytest.raises(AskerError, match=r"^the pair \('', 'X'\) lacks a name; leave it out$"):
        Affiliation.from_pairs([("a", "X"), ("", "X")])


def test_nothing_is_an_empty_graph() -> None:
    empty = Affiliation.from_pairs([])
    assert (empty.places, empty.collectives, empty.links, empty.ties.shape) == ((), (), [], (0, 3))
    assert empty.incidence.shape == (0, 0)
    assert len(empty.to_networkx()) == 0
    assert empty.without("<3", ">9").ties.shape == empty.keep().ties.shape == (0, 3)
    assert [(year, then.ties.shape) for year, then in empty.over([2000])] == [(2000, (0, 3))]


@STEADY
@given(some.lists(some.text(max_size=3), max_size=20))
def test_codes_lead_back_to_the_keys(keys: list[str]) -> None:
    order, at = coded(keys)
    assert list(order) == sorted(set(keys))
    assert [order[each] for each in at] == keys


# Tables


def test_a_table_gives_the_first_two_columns_as_links_with_their_lines(tmp_path: Path) -> None:
    path = table(tmp_path, "city,network,since\nOslo,ICORN,2006\nLima,UCLG,2004\n")
    found = Affiliation.from_table(path)
    assert ties(found) == [("Lima", "UCLG", "membership"), ("Oslo", "ICORN", "membership")]
    assert found.links[0] == Link("Oslo", "ICORN", "membership", statement="list.csv:2")
    assert found.notes == ()


def test_columns_are_named_and_may_tell_layers_and_dates(tmp_path: Path) -> None:
    path = table(tmp_path, "what\tnetwork\tfrom\tto\tcity\nsigned\tUCLG\t2004\t2010-05\tLima\njoined\tUCLG\t\t\tLima\n")
    found = Affiliation.from_table(path, "city", "network", layer="what", start="from", end="to")
    assert found.layers == ("joined", "signed")
    assert ties(found) == [("Lima", "UCLG", "joined"), ("Lima", "UCLG", "signed")]
    assert found.links[0] == Link("Lima", "UCLG", "signed", "", "2004", "2010-05", "list.csv:2")
    assert [(year, len(then.ties)) for year, then in found.over([2003, 2004, 2010, 2011])] == [
        (2003, 1), (2004, 2), (2010, 2), (2011, 1),
    ]  # fmt: skip


def test_one_named_column_leaves_the_first_other_one(tmp_path: Path) -> None:
    path = table(tmp_path, "network,city,note\nUCLG,Lima,x\n")
    assert ties(Affiliation.from_table(path, place="city")) == [("Lima", "UCLG", "membership")]
    assert ties(Affiliation.from_table(path, collective="network")) == [("Lima", "UCLG", "membership")]


def test_pairs_that_stand_twice_count_once_and_are_told(tmp_path: Path) -> None:
    path = table(tmp_path, "city,network\nOslo,ICORN\nLima,UCLG\nOslo,ICORN\nLima,UCLG\nOslo,ICORN\n")
    found = Affiliation.from_table(path)
    assert found.notes == ("list.csv: 2 pairs stand in several lines and count once, as Oslo, ICORN in lines 2, 4, 6",)
    assert (len(found.ties), len(found.links)) == (2, 5)
    assert found.incidence.matrix.toarray().tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("content", "options", "kind", "message"),
    [
        ("city,network\nOslo,\n,UCLG\n", {}, CuratorError,
         "list.csv:2:2: no collective; fill the cell, or remove the line\n"
         "list.csv:3:1: no place; fill the cell, or remove the line"),
        ("city,network,kind\nOslo,UCLG,\n", {"layer": "kind"}, CuratorError,
         "list.csv:2:3: no layer; fill the cell, or remove the line"),
        ("city,network,from\nOslo,UCLG,May 2001\n", {"start": "from"}, CuratorError,
         "list.csv:2:3: 'May 2001' is no date; write 2018, 2018-12 or 2018-12-08"),
        ("city,network\nOslo,UCLG\n", {"place": "citty"}, AskerError,
         "{path}: no column 'citty'; did you mean 'city'?; it has city, network"),
        ("city,network\nOslo,UCLG\n", {"place": "city", "collective": "city"}, AskerError,
         "{path}: column 'city' is named for two things; name a column for each"),
        ("city,network\nOslo,UCLG\n", {"place": "city", "layer": "network"}, AskerError,
         "{path}: no column is left for the collective; name other columns"),
        ("city\nOslo\nLima\n", {}, AskerError,
         "{path}: 'city' is its only column; a list has a column of places and one of collectives, as in a CSV with "
         "the header place,collective"),
        ("Oslo,ICORN\nLima,UCLG\nBergen,ICORN\n", {}, CuratorError,
         "list.csv:1: no header: 'ICORN' stands in line 3 too; put a line of column names on top, such as "
         "place,collective"),
        ("city,network\n", {}, CuratorError, "list.csv:1: only a header; each line below it is a record"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_with_the_place(
    tmp_path: Path, content: str, options: dict[str, str], kind: type[Exception], message: str
) -> None:
    path = table(tmp_path, content)
    with pytest.raises(kind) as raised:
        Affiliation.from_table(path, **options)
    assert str(raised.value) == message.format(path=path)


def test_columns_named_outright_are_believed(tmp_path: Path) -> None:
    path = table(tmp_path, "Oslo,ICORN\nLima,UCLG\nBergen,ICORN\n")
    assert len(Affiliation.from_table(path, "Oslo", "ICORN").ties) == 2


def test_of_many_wrong_cells_the_first_twenty_are_told(tmp_path: Path) -> None:
    path = table(tmp_path, "city,network\n" + "Oslo,\n" * 30)
    with pytest.raises(CuratorError) as raised:
        Affiliation.from_table(path)
    assert (len(raised.value.problems), raised.value.problems[-1]) == (21, "list.csv: 10 more cells are wrong")


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"none\.csv: No such file or directory; name a table"):
        Affiliation.from_table(tmp_path / "none.csv")


# Layers, names, traits


THREE = [
    Link("lima", "uclg", "membership"),
    Link("oslo", "uclg", "membership"),
    Link("oslo", "fund", "funding"),
    Link("lima", "letter", "endorsement"),
    Link("oslo", "letter", "endorsement"),
    Link("rome", "letter", "endorsement"),
]
THINGS = {"lima": Thing("lima", "Lima", "city", "Peru", "Latin America"), "uclg": Thing("uclg", "UCLG", "network")}


def three() -> Affiliation:
    found = Affiliation.from_links(THREE)
    found.details.__dict__["things"] = THINGS
    return found


def test_a_layer_has_the_rows_and_columns_of_all() -> None:
    found = Affiliation.from_links(THREE)
    assert found.layers == ("endorsement", "funding", "membership")
    assert found.layer("funding").matrix.toarray().tolist() == [[0, 0, 0], [1, 0, 0], [0, 0, 0]]
    whole = sum(found.layer(name).matrix for name in found.layers)
    assert np.array_equal(whole.toarray() > 0, found.incidence.matrix.toarray() > 0)
    with pytest.raises(AskerError) as raised:
        found.layer("fundig")
    assert str(raised.value) == (
        "no layer 'fundig' here; did you mean 'funding'?; it has endorsement, funding, membership"
    )


def test_a_node_is_found_by_key_or_name() -> None:
    found = three()
    assert found.key("cities", "Lima") == found.key("cities", "lima") == "lima"
    assert found.key("collectives", "UCLG") == "uclg"
    with pytest.raises(AskerError, match=r"^nothing among the cities is called 'Limo'; did you mean 'Lima'\?$"):
        found.key("cities", "Limo")
    twice = Affiliation.from_links(THREE)
    twice.details.__dict__["things"] = {each: Thing(each, "Springfield", "city") for each in ("lima", "oslo")}
    with pytest.raises(AskerError, match=r"^'Springfield' may mean 2 cities; name one by its key: lima, oslo$"):
        twice.key("cities", "Springfield")


def test_traits_come_in_the_order_of_the_nodes() -> None:
    found = three()
    assert found.traits("cities", "region") == ["Latin America", "", ""]
    assert found.traits("collectives", "name") == ["fund", "letter", "UCLG"]
    with pytest.raises(AskerError, match=r"^no trait 'regio'; did you mean 'region'\?; traits are name, kind"):
        found.traits("cities", "regio")
    with pytest.raises(AskerError, match=r"^no side 'citys'; did you mean 'cities'\?; say cities or collectives$"):
        found.nodes("citys")


def test_the_networkx_graph_keeps_parallel_links() -> None:
    links = [Link("a", "X", "membership", statement="1"), Link("a", "X", "membership", "host", "2001", statement="2")]
    graph = Affiliation.from_links(links).to_networkx()
    assert list(graph.edges(keys=True, data="role")) == [("a", "X", "1", ""), ("a", "X", "2", "host")]
    assert list(nx.Graph(graph).edges) == list(Affiliation.from_links(links).simple().edges) == [("a", "X")]


# Kept and left out


@STEADY
@given(PAIRS, some.integers(0, 5), some.integers(0, 5))
def test_without_leaves_the_pairs_of_the_other_collectives(pairs: list[tuple[str, str]], few: int, many: int) -> None:
    size = {name: len({place for place, each in pairs if each == name}) for name in "UVWXYZ"}
    found = Affiliation.from_pairs(pairs).without(f"<{few}", f"> {many}")
    expected = {pair for pair in pairs if few <= size[pair[1]] <= many}
    assert {tie[:2] for tie in ties(found)} == {(link.place, link.collective) for link in found.links} == expected
    assert set(found.places) == {place for place, _ in expected}
    assert set(found.collectives) == {collective for _, collective in expected}


@STEADY
@given(PAIRS, some.sets(NAMES), some.sets(some.sampled_from("UVWXYZ")))
def test_keep_leaves_the_pairs_of_those_kept(pairs: list[tuple[str, str]], places: set[str], others: set[str]) -> None:
    whole = Affiliation.from_pairs(pairs)
    found = whole.keep(places & set(whole.places), others & set(whole.collectives))
    assert {tie[:2] for tie in ties(found)} == {pair for pair in pairs if pair[0] in places and pair[1] in others}
    assert ties(whole.keep()) == ties(whole)
    assert ties(whole.keep(whole.places, whole.collectives)) == ties(whole)


@pytest.mark.parametrize("what", ["UCLGG", "<x", "5", "", "incomplete"])
def test_what_is_no_size_and_no_name_is_refused(what: str) -> None:
    with pytest.raises(AskerError, match=f"^nothing among the collectives is called '{what}'"):
        three().without(what)


def test_a_name_that_is_not_here_cannot_be_kept() -> None:
    with pytest.raises(AskerError, match=r"^nothing among the cities is called 'lina'; did you mean 'lima'\?$"):
        three().keep(["lina"])


def test_layers_stay_apart_when_something_is_left_out() -> None:
    assert ties(three().without("letter")) == [
        ("lima", "uclg", "membership"), ("oslo", "fund", "funding"), ("oslo", "uclg", "membership"),
    ]  # fmt: skip


# Years


@STEADY
@given(LINKS, some.sampled_from(["keep", "drop"]))
def test_a_year_has_the_links_that_hold(links: list[Link], undated: str) -> None:
    whole = Affiliation.from_links(links, ("membership", "funding"))
    for year, then in whole.over(range(2000, 2011), undated):
        kept = [link for link in links if holds(link, str(year), undated)]
        assert list(then.links) == kept
        assert set(ties(then)) == {(link.place, link.collective, link.layer) for link in kept}
        assert (then.places, then.collectives, then.layers) == (whole.places, whole.collectives, whole.layers)
        dated = sum(bool(link.start or link.end) for link in kept)
        assert then.as_of == AsOf(str(year), dated, len(links) - len(kept), len(kept) - dated)


def test_a_rule_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(AskerError) as raised:
        three().over([2000], undated="kep")
    assert str(raised.value) == "no rule 'kep' for undated statements; did you mean 'keep'?; keep or drop them"
