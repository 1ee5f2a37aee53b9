"""`kg rank` and its answer in Python, on a world of its own and on the shipped graph."""

from __future__ import annotations

import csv
import io
import itertools
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import affiliations, api, projections, terms
from kg.centrality import MEASURES
from kg.cli import main
from kg.cli.standings import ranking
from kg.twomode import SIDES
from tests.conftest import world


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
COUNTRY = f"<{terms.PREFIXES['id']}country/pe> a kg:Country ; rdfs:label 'Peru'@en ."


@pytest.fixture(scope="module")
def small() -> ox.Store:
    """Three cities and two networks in a row: Ana-X-Bea-Y-Cid."""
    return world(COUNTRY + "".join(membership(*link) for link in LINKS))


@pytest.fixture(scope="module")
def graph_file(small: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rank") / "small.nt"
    path.write_text("".join(f"{quad.triple} .\n" for quad in small), encoding="utf-8")
    return path


def ranked(store: ox.Store, **options: Any) -> list[tuple[str, float, int, int]]:
    """Node, score, rank and ties of each line of a ranking."""
    return [(each.node, each.score, each.rank, each.ties) for each in api.rank(store, **options)]


def test_ranking_in_python_gives_scores_with_ties(small: ox.Store) -> None:
    assert ranked(small) == [("bea", 2.0, 1, 1), ("ana", 1.0, 2, 2), ("cid", 1.0, 2, 2)]
    assert ranked(small, on="collectives") == [("x", 2.0, 1, 2), ("y", 2.0, 1, 2)]
    assert ranked(small, measure="betweenness")[0] == ("bea", 1.0, 1, 1)
    assert ranked(small, as_of="2002") == [("ana", 1.0, 1, 2), ("bea", 1.0, 1, 2)]
    assert ranked(small, layers=["pledge"]) == []


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
    unknown = "kg: no region is known of any place, so read nothing into participation, diversity\n"
    assert answer == (0, "", f"wrote {output}\n{unknown}")
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8"))))
    assert list(rows[0]) == [
        *("on", "key", "name", "kind", "country"),
        *(f"{name}{ending}" for name in MEASURES for ending in ("", "_rank", "_ties")),
    ]
    names = ("on", "key", "name", "kind", "country", "degree", "degree_rank", "degree_ties", "betweenness")
    assert [",".join(row[name] for name in names) for row in rows] == [
        "cities,bea,Bea,city,Peru,2.0,1,1,1.0",
        "cities,ana,Ana,city,Peru,1.0,2,2,0.0",
        "cities,cid,Cid,city,Peru,1.0,2,2,0.0",
    ]
    scores = {each.node: each.score for each in api.rank(api.open_store(graph_file), measure="pagerank")}
    assert {row["key"]: float(row["pagerank"]) for row in rows} == scores


def test_no_name_in_a_ranking_runs_in_a_spreadsheet() -> None:
    row = {"on": "cities", "key": "a", "name": "=1+1", "kind": "city", "country": "", "degree": -1.5}
    assert ranking([row], [], 10, "csv").decode() == "on,key,name,kind,country,degree\ncities,a,'=1+1,city,,-1.5\n"


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
    every = ", ".join(affiliations.LAYERS)
    said = f"kg: no layer 'members'; did you mean 'membership'?; layers are {every}\n"
    assert run("--graph", graph_file, "--layers", "pledge,members") == (2, "", said)


@pytest.mark.parametrize("wrong", ["yesterday", "2018-13", "18", "2018-12-32"])
def test_a_date_that_is_none_is_wrong_use(graph_file: Path, wrong: str) -> None:
    said = f"kg: as of {wrong}: not a date; write 2018, 2018-12 or 2018-12-08\n"
    assert run("--graph", graph_file, "--as-of", wrong) == (2, "", said)


def test_a_graph_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    said = f"kg: {tmp_path / 'no.nt'}: no such graph; run 'kg build' first, or name one with --graph\n"
    assert run("--graph", tmp_path / "no.nt") == (1, "", said)


@pytest.mark.parametrize(("name", "on"), [*itertools.product(["degree", "betweenness", "pagerank"], SIDES)])
def test_the_shipped_ranking_is_that_of_the_measures(store: ox.Store, name: str, on: str) -> None:
    projection = projections.project(affiliations.affiliation(store), on)
    expected = dict(zip(projection.nodes, MEASURES[name].score(projection).tolist(), strict=True))
    assert {each.node: each.score for each in api.rank(store, on=on, measure=name)} == pytest.approx(
        expected, rel=1e-11
    )
