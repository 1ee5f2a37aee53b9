"""Measures by hand on small worlds, against networkx and brute force on others; `kg rank` on a world of its own."""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import affiliations, api, centrality, terms
from kg.centrality import MEASURES, SIDES, Score, betweenness, degree, pagerank, ranks
from kg.cli import main
from kg.cli.ranking import _ranked
from kg.errors import AskerError
from tests.conftest import world


def two_mode(places: Iterable[str], collectives: Iterable[str], edges: Iterable[tuple[str, str]]) -> nx.Graph:
    """A two-mode graph of some places and collectives."""
    graph = nx.Graph()
    graph.add_nodes_from(places, bipartite=0)
    graph.add_nodes_from(collectives, bipartite=1)
    graph.add_edges_from(edges)
    return graph


def pairs(words: str) -> list[tuple[str, str]]:
    """Edges from words of two letters: 'aX bX' are a-X and b-X."""
    return [(word[0], word[1]) for word in words.split()]


EMPTY = two_mode("", "", [])
SINGLE = two_mode("a", "", [])
LONE_COLLECTIVE = two_mode("", "X", [])
PAIR = two_mode("a", "X", pairs("aX"))
PATH = two_mode("abc", "XY", pairs("aX bX bY cY"))
STAR = two_mode("abcd", "X", pairs("aX bX cX dX"))
HUB = two_mode("a", "WXYZ", pairs("aW aX aY aZ"))
COMPLETE = two_mode("abc", "XY", pairs("aX aY bX bY cX cY"))
UNLINKED = two_mode("abc", "XY", [])
APART = two_mode("abcd", "XYZ", pairs("aX bX cY"))
ALL = [EMPTY, SINGLE, LONE_COLLECTIVE, PAIR, PATH, STAR, HUB, COMPLETE, UNLINKED, APART]


@pytest.mark.parametrize(
    ("graph", "places", "collectives"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(SINGLE, {"a": 0}, {}, id="a place alone"),
        pytest.param(LONE_COLLECTIVE, {}, {"X": 0}, id="a collective alone"),
        pytest.param(PAIR, {"a": 1}, {"X": 1}, id="pair"),
        pytest.param(PATH, {"a": 1, "b": 2, "c": 1}, {"X": 2, "Y": 2}, id="path"),
        pytest.param(STAR, {"a": 1, "b": 1, "c": 1, "d": 1}, {"X": 4}, id="star"),
        pytest.param(COMPLETE, {"a": 2, "b": 2, "c": 2}, {"X": 3, "Y": 3}, id="complete"),
        pytest.param(UNLINKED, {"a": 0, "b": 0, "c": 0}, {"X": 0, "Y": 0}, id="without links"),
        pytest.param(APART, {"a": 1, "b": 1, "c": 1, "d": 0}, {"X": 2, "Y": 1, "Z": 0}, id="disconnected"),
    ],
)
def test_degree_counts_neighbours(graph: nx.Graph, places: dict[str, float], collectives: dict[str, float]) -> None:
    assert (degree(graph, 0), degree(graph, 1)) == (places, collectives)


@pytest.mark.parametrize(
    ("graph", "places", "collectives"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(SINGLE, {"a": 0}, {}, id="a place alone"),
        pytest.param(LONE_COLLECTIVE, {}, {"X": 0}, id="a collective alone"),
        pytest.param(PAIR, {"a": 0}, {"X": 0}, id="pair"),
        # b lies on a-c, a-Y, X-c and X-Y, and no place can do more; X on a-b, a-Y and a-c, and 5 is the most.
        pytest.param(PATH, {"a": 0, "b": 1, "c": 0}, {"X": 3 / 5, "Y": 3 / 5}, id="path"),
        # each place is one of three ways from X to Y; each collective one of two ways on three pairs of places.
        pytest.param(COMPLETE, dict.fromkeys("abc", 1 / 3 / 4), {"X": 3 / 2 / 5, "Y": 3 / 2 / 5}, id="complete"),
        # X lies on a-b; beside four places one of three collectives can lie on 13 pairs.
        pytest.param(APART, dict.fromkeys("abcd", 0), {"X": 1 / 13, "Y": 0, "Z": 0}, id="disconnected"),
        pytest.param(STAR, {"a": 0, "b": 0, "c": 0, "d": 0}, {"X": 1}, id="star"),
        pytest.param(HUB, {"a": 1}, {"W": 0, "X": 0, "Y": 0, "Z": 0}, id="star around a place"),
        pytest.param(UNLINKED, {"a": 0, "b": 0, "c": 0}, {"X": 0, "Y": 0}, id="without links"),
    ],
)
def test_betweenness_is_the_share_of_the_greatest_possible(
    graph: nx.Graph, places: dict[str, float], collectives: dict[str, float]
) -> None:
    assert betweenness(graph, 0) == pytest.approx(places)
    assert betweenness(graph, 1) == pytest.approx(collectives)


@pytest.mark.parametrize(
    ("graph", "places", "collectives"),
    [
        pytest.param(EMPTY, {}, {}, id="empty"),
        pytest.param(SINGLE, {"a": 1}, {}, id="a place alone"),
        pytest.param(LONE_COLLECTIVE, {}, {"X": 1}, id="a collective alone"),
        pytest.param(PAIR, {"a": 1}, {"X": 1}, id="pair"),
        pytest.param(STAR, dict.fromkeys("abcd", 1 / 4), {"X": 1}, id="star"),
        pytest.param(COMPLETE, dict.fromkeys("abc", 1 / 3), {"X": 1 / 2, "Y": 1 / 2}, id="complete"),
        pytest.param(UNLINKED, dict.fromkeys("abc", 1 / 3), {"X": 1 / 2, "Y": 1 / 2}, id="without links"),
    ],
)
def test_pagerank_of_nodes_that_are_alike_is_shared_evenly(
    graph: nx.Graph, places: dict[str, float], collectives: dict[str, float]
) -> None:
    assert pagerank(graph, 0) == pytest.approx(places)
    assert pagerank(graph, 1) == pytest.approx(collectives)


def test_pagerank_of_a_path_by_hand() -> None:
    """With j = 0.15/5: a = j + .85 X/2, X = j + .85 (a + b/2), b = j + .85 (X + Y)/2, and X = Y, a = c."""
    j, d = Fraction(3, 100), Fraction(17, 20)
    x = (j + d * (j + j / 2)) / (1 - d * d / 2 - d * d / 2)
    a, b = j + d * x / 2, j + d * x
    assert 2 * a + b + 2 * x == 1
    assert pagerank(PATH, 0) == pytest.approx({"a": a / (2 * a + b), "b": b / (2 * a + b), "c": a / (2 * a + b)})


def test_pagerank_of_a_place_without_links_is_the_share_it_gets_by_jumps() -> None:
    scores = pagerank(APART, 0)
    assert sum(scores.values()) == pytest.approx(1)
    assert min(scores, key=lambda node: scores[node]) == "d" and scores["d"] > 0


def davis() -> nx.Graph:
    """Southern Women: 18 women at 14 events, the classic two-mode network."""
    graph = nx.Graph(nx.davis_southern_women_graph())
    assert (len(graph), graph.number_of_edges()) == (32, 89)
    return graph


def random_two_mode(seed: int) -> nx.Graph:
    """A random two-mode graph, often in several parts, with more of one side or of the other."""
    dice = random.Random(seed)
    places = [f"p{number}" for number in range(dice.randint(2, 12))]
    collectives = [f"c{number}" for number in range(dice.randint(2, 12))]
    chance = dice.choice([0.1, 0.3, 0.6])
    edges = [pair for pair in itertools.product(places, collectives) if dice.random() < chance]
    return two_mode(places, collectives, edges)


WORLDS = [davis(), *map(random_two_mode, range(30))]


def side_of(graph: nx.Graph, side: int) -> list[str]:
    return [node for node, own in graph.nodes(data="bipartite") if own == side]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("graph", WORLDS)
def test_betweenness_is_that_of_networkx_for_two_modes(graph: nx.Graph, side: int) -> None:
    oracle = nx.bipartite.betweenness_centrality(graph, side_of(graph, side))
    assert betweenness(graph, side) == pytest.approx({node: oracle[node] for node in side_of(graph, side)})


@pytest.mark.parametrize(("places", "collectives"), [*itertools.product(range(1, 5), range(1, 4))])
def test_no_two_mode_graph_has_more_than_the_greatest_betweenness_and_one_has_it(places: int, collectives: int) -> None:
    own, others = "abcd"[:places], "XYZ"[:collectives]
    every = list(itertools.product(own, others))
    best = 0.0
    for chosen in itertools.product([False, True], repeat=len(every)):
        graph = two_mode(own, others, itertools.compress(every, chosen))
        best = max(best, betweenness(graph, 0)["a"])
    assert best == pytest.approx(0 if collectives == 1 else 1)  # with one collective no place lies between


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("graph", WORLDS)
def test_pagerank_is_that_of_networkx_within_a_side(graph: nx.Graph, side: int) -> None:
    whole = nx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=1000)
    own = {node: whole[node] for node in side_of(graph, side)}
    assert pagerank(graph, side) == pytest.approx({node: own[node] / sum(own.values()) for node in own}, abs=1e-9)


@pytest.mark.parametrize("graph", WORLDS)
def test_degree_is_the_number_of_neighbours(graph: nx.Graph) -> None:
    assert degree(graph, 0) | degree(graph, 1) == {node: len(graph[node]) for node in graph}


def shuffled(graph: nx.Graph, seed: int) -> nx.Graph:
    """The same graph, its nodes and edges in another order and edges turned."""
    dice = random.Random(seed)
    nodes, edges = list(graph.nodes(data=True)), [tuple(reversed(edge)) for edge in graph.edges()]
    dice.shuffle(nodes)
    dice.shuffle(edges)
    other = nx.Graph()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    return other


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("graph", [*WORLDS[:6], *ALL])
def test_ranks_do_not_depend_on_the_order_of_nodes_and_edges(graph: nx.Graph, name: str) -> None:
    for side in (0, 1):
        assert ranks(MEASURES[name](shuffled(graph, 1), side)) == ranks(MEASURES[name](graph, side))


@pytest.mark.parametrize("name", MEASURES)
def test_new_names_for_the_nodes_change_nothing_but_names(name: str) -> None:
    graph = davis()
    other = {node: f"{number * 7 % 32:02}" for number, node in enumerate(graph)}
    renamed = nx.relabel_nodes(graph, other)
    for side in (0, 1):
        expected = {other[node]: score for node, score in MEASURES[name](graph, side).items()}
        assert MEASURES[name](renamed, side) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("graph", [*WORLDS, *ALL])
def test_every_measure_scores_all_of_one_side_in_order_and_leaves_the_graph_alone(graph: nx.Graph, name: str) -> None:
    before = nx.to_dict_of_dicts(graph)
    for side in (0, 1):
        scores = MEASURES[name](graph, side)
        assert list(scores) == sorted(side_of(graph, side))
        assert all(isinstance(score, float) and score >= 0 for score in scores.values())
    assert nx.to_dict_of_dicts(graph) == before


def test_a_measure_is_got_by_its_name() -> None:
    assert {name: centrality.measure(name) for name in MEASURES} == {
        "degree": degree, "betweenness": betweenness, "pagerank": pagerank,
    }  # fmt: skip
    assert SIDES == {"cities": 0, "collectives": 1}


@pytest.mark.parametrize(("name", "hint"), [("page-rank", "; did you mean 'pagerank'?"), ("", ""), ("eigen", "")])
def test_an_unknown_measure_is_named_with_the_nearest_and_all(name: str, hint: str) -> None:
    with pytest.raises(AskerError) as raised:
        centrality.measure(name)
    assert str(raised.value) == f"no measure '{name}'{hint}; measures are degree, betweenness, pagerank"


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({}, []),
        ({"a": 0.0}, [Score("a", 0.0, 1, 1)]),
        ({"b": 2.0, "a": 3.0}, [Score("a", 3.0, 1, 1), Score("b", 2.0, 2, 1)]),
        (
            {"d": 1.0, "c": 2.0, "b": 2.0, "a": 3.0, "é": 1.0},
            [Score("a", 3, 1, 1), Score("b", 2, 2, 2), Score("c", 2, 2, 2), Score("d", 1, 4, 2), Score("é", 1, 4, 2)],
        ),
        ({"a": 0.1 + 0.2, "b": 0.3}, [Score("a", 0.3, 1, 2), Score("b", 0.3, 1, 2)]),
        ({"a": 1e-30, "b": 2e-30}, [Score("b", 2e-30, 1, 1), Score("a", 1e-30, 2, 1)]),
        ({"a": 1.0, "b": 1.00000000001}, [Score("b", 1.00000000001, 1, 1), Score("a", 1.0, 2, 1)]),
        ({"a": 1.0, "b": 1.0000000000001}, [Score("a", 1.0, 1, 2), Score("b", 1.0, 1, 2)]),
    ],
)
def test_equal_scores_share_the_lowest_rank(scores: dict[str, float], expected: list[Score]) -> None:
    assert ranks(scores) == expected


def test_fewer_digits_make_more_ties() -> None:
    assert [each.rank for each in ranks({"a": 0.123, "b": 0.124, "c": 0.2}, digits=2)] == [1, 2, 2]


@settings(derandomize=True, database=None, deadline=None)
@given(st.dictionaries(st.text(max_size=3), st.integers(0, 5).map(float), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_higher_scores(scores: dict[str, float]) -> None:
    found = ranks(scores)
    values = list(scores.values())
    assert [(each.node, each.score) for each in found] == sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    for each in found:
        assert each.rank == 1 + sum(value > each.score for value in values)
        assert each.ties == values.count(each.score)


def membership(place: str, collective: str, since: str) -> str:
    """A membership in Turtle."""
    base = terms.PREFIXES["id"]
    return (
        f"<{base}city/{place}> a kg:City, kg:LocalGovernment ; rdfs:label '{place.title()}'@en ; "
        f"kg:inCountry <{base}country/pe> . <{base}network/{collective}> a kg:Network, kg:Collective ; "
        f"rdfs:label '{collective.upper()}'@en . <{base}membership/{place}-{collective}> a kg:Statement ; "
        f"rdf:subject <{base}city/{place}> ; rdf:predicate kg:memberOf ; rdf:object <{base}network/{collective}> ; "
        f"kg:from '{since}'^^xsd:gYear .\n"
    )


LINKS = [("ana", "x", "2001"), ("bea", "x", "2002"), ("bea", "y", "2003"), ("cid", "y", "2004")]
COUNTRY = f"<{terms.PREFIXES['id']}country/pe> rdfs:label 'Peru'@en ."


@pytest.fixture(scope="module")
def small() -> ox.Store:
    """Three cities and two networks in a row: Ana-X-Bea-Y-Cid."""
    return world(COUNTRY + "".join(membership(*link) for link in LINKS))


@pytest.fixture(scope="module")
def graph_file(small: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rank") / "small.nt"
    path.write_text("".join(f"{quad.triple} .\n" for quad in small), encoding="utf-8")
    return path


def test_ranking_in_python_gives_scores_with_ties(small: ox.Store) -> None:
    expected = [Score("bea", 2.0, 1, 1), Score("ana", 1.0, 2, 2), Score("cid", 1.0, 2, 2)]
    assert api.rank(small) == expected
    assert api.rank(small, on="collectives") == [Score("x", 2.0, 1, 2), Score("y", 2.0, 1, 2)]
    assert api.rank(small, measure="betweenness")[0] == Score("bea", 1.0, 1, 1)
    assert api.rank(small, as_of="2002") == [Score("ana", 1.0, 1, 2), Score("bea", 1.0, 1, 2)]
    assert api.rank(small, layers=["pledge"]) == []


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `kg rank`."""
    result = CliRunner().invoke(main, ["rank", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_table_marks_ties(graph_file: Path) -> None:
    assert run("--graph", graph_file) == (
        0,
        "degree  name  where\n──────  ────  ─────\n1  2    Bea   Peru\n2=  1   Ana   Peru\n2=  1   Cid   Peru\n",
        "",
    )


def test_collectives_are_shown_with_their_kind(graph_file: Path) -> None:
    shown = (
        "degree  name  where    listed\n──────  ────  ───────  ──────\n1=  2   X     network\n1=  2   Y     network\n"
    )
    assert run("--graph", graph_file, "--on", "collectives") == (0, shown, "")


@pytest.mark.parametrize(("top", "names"), [("1", ["bea"]), ("2", ["bea", "ana", "cid"]), ("9", ["bea", "ana", "cid"])])
def test_top_keeps_whoever_is_tied_with_the_last(graph_file: Path, top: str, names: list[str]) -> None:
    code, shown, _ = run("--graph", graph_file, "--top", top, "--format", "json")
    assert (code, [row["key"] for row in json.loads(shown)]) == (0, names)


def test_csv_has_a_column_for_score_rank_and_ties_of_each_measure(graph_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "ranking.csv"
    answer = run("--graph", graph_file, "--measure", "all", "--format", "csv", "-o", output)
    assert answer == (0, "", f"wrote {output}\n")
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8"))))
    assert [",".join(list(row.values())[:11]) for row in rows] == [
        "cities,bea,Bea,city,Peru,2.0,1,1,1.0,1,1",
        "cities,ana,Ana,city,Peru,1.0,2,2,0.0,2,2",
        "cities,cid,Cid,city,Peru,1.0,2,2,0.0,2,2",
    ]
    assert list(rows[0])[11:] == ["pagerank", "pagerank_rank", "pagerank_ties"]
    assert [float(row["pagerank"]) for row in rows] == [each.score for each in api_pagerank(graph_file)]


def test_no_name_in_a_ranking_runs_in_a_spreadsheet() -> None:
    row = {"on": "cities", "key": "a", "name": "=1+1", "kind": "city", "country": "", "degree": -1.5}
    assert _ranked([row], "csv") == "on,key,name,kind,country,degree\ncities,a,'=1+1,city,,-1.5\n"


def api_pagerank(graph_file: Path) -> list[Score]:
    return api.rank(api.open_store(graph_file), measure="pagerank")


def test_json_says_what_csv_says(graph_file: Path) -> None:
    _, shown, _ = run("--graph", graph_file, "--measure", "betweenness", "--top", "1", "--format", "json")
    bea = {"on": "cities", "key": "bea", "name": "Bea", "kind": "city", "country": "Peru"}
    assert json.loads(shown) == [bea | {"betweenness": 1.0, "betweenness_rank": 1, "betweenness_ties": 1}]


def test_both_sides_are_ranked_each_on_its_own(graph_file: Path) -> None:
    _, shown, _ = run("--graph", graph_file, "--on", "both", "--format", "json")
    found = [(row["on"], row["key"], row["degree_rank"]) for row in json.loads(shown)]
    assert found[:3] == [("cities", "bea", 1), ("cities", "ana", 2), ("cities", "cid", 2)]
    assert found[3:] == [("collectives", "x", 1), ("collectives", "y", 1)]


def test_as_of_says_what_it_left_out(graph_file: Path) -> None:
    code, shown, said = run("--graph", graph_file, "--as-of", "2002-06", "--format", "csv")
    assert (code, shown.splitlines()[1:]) == (
        0,
        ["cities,ana,Ana,city,Peru,1.0,1,2", "cities,bea,Bea,city,Peru,1.0,1,2"],
    )
    assert said == ("kg: as of 2002-06: 2 dated statements hold, 2 do not and are left out, 0 are undated and kept\n")


@pytest.mark.parametrize(
    ("form", "shown"),
    [("table", "name  where\n────  ─────\n"), ("csv", "on,key,name,kind,country\n"), ("json", "[]\n")],
)
def test_a_ranking_of_nobody_is_an_empty_table(graph_file: Path, form: str, shown: str) -> None:
    assert run("--graph", graph_file, "--layers", "pledge,funding", "--format", form) == (0, shown, "")


def test_an_unknown_layer_is_wrong_use(graph_file: Path) -> None:
    every = "membership, endorsement, funding, pledge, partnership, participation"
    said = f"kg: no layer 'members'; did you mean 'membership'?; layers are {every}\n"
    assert run("--graph", graph_file, "--layers", "pledge,members") == (2, "", said)


@pytest.mark.parametrize("wrong", ["yesterday", "2018-13", "18", "2018-12-32"])
def test_a_date_that_is_none_is_wrong_use(graph_file: Path, wrong: str) -> None:
    said = f"kg: as of {wrong}: not a date; write 2018, 2018-12 or 2018-12-08\n"
    assert run("--graph", graph_file, "--as-of", wrong) == (2, "", said)


def test_a_graph_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    said = f"kg: {tmp_path / 'no.nt'}: no such graph; run 'kg build' first, or name one with --graph\n"
    assert run("--graph", tmp_path / "no.nt") == (1, "", said)


def test_the_shipped_ranking_is_that_of_the_measures(store: ox.Store) -> None:
    graph = affiliations.affiliation(store).simple()
    for name, on in itertools.product(MEASURES, SIDES):
        scores = api.rank(store, on=on, measure=name)
        assert {each.node for each in scores} == set(side_of(graph, SIDES[on]))
        assert {each.node: each.score for each in scores} == pytest.approx(MEASURES[name](graph, SIDES[on]), rel=1e-11)
