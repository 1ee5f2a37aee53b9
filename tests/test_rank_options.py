"""`kg rank` beyond a plain table: intervals, chance, years, explanations, methods, pictures, lists of one's own."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kg import affiliations, centrality, methods
from kg.cli import frame, main
from kg.projections import project
from kg.rankings import Doubts, explain, follow, intervals, ranks, rows, standings
from kg.significance import compare
from kg.store import open_store
from kg.twomode import Affiliation

OWN = """member,club,since,until
Oslo,ICORN,2006,
Lima,UCLG,2004,2009
Oslo,UCLG,2010,
Rome,UCLG,,
Rome,ICORN,2001,
Rome,C40,2012,
Oslo,C40,2007,
"""
MAPPED = ("--map", "member=place", "--map", "club=collective", "--map", "since=start", "--map", "until=end")


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `kg rank`."""
    result = CliRunner().invoke(main, ["rank", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def answered(*arguments: str | Path) -> list[dict[str, Any]]:
    """The rows of a ranking that succeeds, as JSON has them."""
    code, shown, said = run(*arguments, "--format", "json")
    assert code == 0, said
    found: list[dict[str, Any]] = json.loads(shown)
    return found


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's own list."""
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own(table: Path) -> Affiliation:
    return Affiliation.from_table(table, "member", "club", start="since", end="until")


def test_a_list_of_ones_own_is_ranked_by_its_first_two_columns(table: Path) -> None:
    assert run("--table", table) == (
        0,
        "degree  name  where\n──────  ────  ─────\n1=  3   Oslo\n1=  3   Rome\n3  1    Lima\n",
        "",
    )
    found = answered("--table", table, "--on", "collectives", "--exclude", "C40", "--measure", "degree,closeness")
    assert [(row["key"], row["degree"]) for row in found] == [("UCLG", 3.0), ("ICORN", 2.0)]
    assert "listed" not in found[0]


def test_intervals_are_those_of_python(table: Path, own: Affiliation) -> None:
    found = answered("--table", table, "--measure", "degree,betweenness", "--intervals", "--draws", "20", "--seed", "3")
    measures = [centrality.measure(name) for name in ("degree", "betweenness")]
    expected = intervals(own, measures, "drop", Doubts(number=20, seed=3))
    for row in found:
        at = own.places.index(row["key"])
        for name, each in expected.items():
            for end, values in rows.spans(each).items():
                assert row[f"{name}_{end}"] == pytest.approx(float(values[at]))
    again = answered(
        "--table", table, "--measure", "degree,betweenness", "--intervals", "drop", "--draws", "20", "--seed", "3"
    )
    assert again == found


def test_the_table_shows_the_best_and_the_worst_rank(table: Path) -> None:
    code, shown, said = run("--table", table, "--intervals", "leave-one-out", "--top", "2")
    assert (code, said) == (0, "")
    assert shown == (
        "degree  ranks  in top 2  name  where\n"
        "──────  ─────  ────────  ────  ─────\n"
        "1=  3   1–1    100%      Oslo\n"
        "1=  3   1–1    100%      Rome\n"
    )


def test_chance_is_that_of_the_null_model(table: Path, own: Affiliation) -> None:
    found = answered("--table", table, "--measure", "pagerank", "--null", "bicm", "--draws", "30")
    expected = compare(project(own), centrality.measure("pagerank").score, "bicm", 30, 0)
    for row in found:
        at = own.places.index(row["key"])
        assert row["pagerank_expected"] == pytest.approx(expected.mean[at])
        assert row["pagerank_p"] == pytest.approx(expected.p[at])
        z = float(expected.z[at])
        assert row["pagerank_z"] == (pytest.approx(z) if np.isfinite(z) else None)
    _, shown, _ = run("--table", table, "--measure", "pagerank", "--null", "bicm", "--intervals", "--draws", "30")
    assert shown.split("\n")[0].split() == ["pagerank", "ranks", "in", "top", "10", "expected", "z", "name", "where"]


def test_an_explanation_is_that_of_python(table: Path, own: Affiliation) -> None:
    found = answered("--table", table, *MAPPED, "--explain", "Oslo")
    expected = explain(own, "Oslo", centrality.measure("degree"))
    told = [(row["other"], row["degree_rank_without"], row["alone"], row["sources"]) for row in found]
    assert told == [(why.link.collective, why.without.rank, why.alone, why.link.statement) for why in expected.reasons]
    assert [row["from"] for row in found] == ["2006", "2010", "2007"]
    code, shown, _ = run("--table", table, *MAPPED, "--explain", "Oslo")
    lines = shown.splitlines()
    assert (code, lines[0], lines[1]) == (0, "Oslo: degree 3, rank 1 of 3, shared by 2", "")
    assert lines[4].split() == ["2", "2", "ICORN", "membership", "2006", "own.csv:2"]


def test_an_explanation_says_what_has_ended(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(OWN + "Lima,C40,,2011\n", encoding="utf-8")
    _, shown, _ = run("--table", tmp_path / "own.csv", *MAPPED, "--explain", "Lima")
    assert shown.splitlines()[2].split()[-3:] == ["when", "said", "in"]
    assert [line.split("membership")[1].split() for line in shown.splitlines()[4:]] == [
        ["2004", "to", "2009", "own.csv:3"], ["to", "2011", "own.csv:9"],
    ]  # fmt: skip


def test_ranks_over_years_are_those_of_python(table: Path, own: Affiliation) -> None:
    found = answered("--table", table, *MAPPED, "--over", "2005:2013")
    course = follow(own.over(range(2005, 2014)), [centrality.measure("degree")])["degree"]
    expected = {
        (year, node): int(rank)
        for year, ranked in zip(course.years, course.ranks, strict=True)
        for node, rank in zip(course.nodes, ranked, strict=True)
        if rank
    }
    assert {(row["year"], row["key"]): row["degree_rank"] for row in found} == expected
    assert [row["year"] for row in found] == sorted(row["year"] for row in found)


def test_who_rose_and_who_fell_is_said_with_what_bears_no_date(table: Path) -> None:
    code, shown, said = run("--table", table, *MAPPED, "--over", "2005:2013")
    assert (code, said) == (0, "kg: 1 of 7 statements bear no date and are in every year\n")
    head, rose, fell, leaps = re.split(r"\n(?=Rose\n|Fell\n|From a year)", shown)
    assert head == "Ranks by degree: among 2 cities in 2005, among 2 cities in 2013; 1 are new\n"
    assert (rose, fell) == ("Rose\n\nnobody\n", "Fell\n\nnobody\n")
    assert [line.split() for line in leaps.splitlines()[4:]] == [
        ["-1", "2", "→", "3", "2006", "→", "2007", "Lima"],
        ["+1", "2", "→", "1", "2006", "→", "2007", "Oslo"],
        ["-1", "1", "→", "2", "2009", "→", "2010", "Rome"],
        ["+1", "2", "→", "1", "2011", "→", "2012", "Rome"],
    ]
    _, shown, _ = run("--table", table, *MAPPED, "--over", "2005:2013", "--top", "1")
    assert "Lima\nand 3 more by as much\n" in shown
    _, _, said = run("--table", table, *MAPPED, "--over", "2005:2013", "--undated", "drop")
    assert said == "kg: 1 of 7 statements bear no date and are in no year\n"


def test_methods_tell_what_was_asked_for(table: Path) -> None:
    code, shown, said = run(
        "--table", table, "--methods", "--measure", "degree,strength", "--weight", "newman",
        "--intervals", "--draws", "50", "--null", "bicm", "--exclude", "C40",
    )  # fmt: skip
    assert (code, said) == (0, "")
    paragraph, references = shown.split("\n\n", 1)
    assert paragraph.startswith(
        "The two-mode graph of 3 cities and 2 collectives with 5 ties (membership; left out: C40)"
    )
    assert "was read from the list own.csv and scored with citykg " in paragraph
    assert "Cities were ranked by degree and strength." in paragraph and "50 draws, seed 0" in paragraph
    keys = re.findall(r"^@\w+\{(\w+),$", references, re.MULTILINE)
    assert {"borgatti1997", "newman2001", "saracco2015"} <= set(keys)
    assert references == methods.bibtex(keys)


def test_the_measures_are_listed_in_the_order_in_which_a_reader_expects_them() -> None:
    code, shown, _ = run("--list")
    names = [line.split()[0] for line in shown.splitlines()[2:]]
    assert (
        code == 0
        and names == list(centrality.MEASURES)
        and names[:4] == ["degree", "closeness", "betweenness", "pagerank"]
    )
    assert all(each.says in shown for each in centrality.MEASURES.values())


@pytest.mark.parametrize("ending", ["svg", "png", "html"])
def test_a_picture_is_drawn_instead_of_a_table(table: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"plot.{ending}"
    assert run("--table", table, "--intervals", "--draws", "9", "--plot", target) == (0, "", f"wrote {target}\n")
    content = target.read_bytes()
    assert content.startswith({"svg": b"<?xml", "png": b"\x89PNG", "html": b"<!doctype html>"}[ending])
    over = ("--table", table, *MAPPED, "--over", "2005:2013", "--plot", target)
    assert run(*over)[0] == 0
    first = target.read_bytes()
    assert first != content and run(*over)[0] == 0 and target.read_bytes() == first


def test_the_page_of_a_picture_has_the_figures(table: Path, tmp_path: Path) -> None:
    run("--table", table, "--intervals", "leave-one-out", "--plot", tmp_path / "plot.html")
    page = (tmp_path / "plot.html").read_text(encoding="utf-8")
    assert "<td>Oslo<td>3<td>2<td>3<td>2" in page
    run("--table", table, *MAPPED, "--over", "2009:2010", "--plot", tmp_path / "over.html")
    assert "<td>Rome<td>1<td>2" in (tmp_path / "over.html").read_text(encoding="utf-8")


def test_every_format_says_the_same(table: Path, tmp_path: Path) -> None:
    arguments = ("--table", table, "--measure", "degree,core", "--intervals", "leave-one-out")
    as_json = answered(*arguments)
    as_csv = list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv")[1])))
    assert [{name: str(value) for name, value in row.items()} for row in as_json] == as_csv
    assert run(*arguments, "--format", "parquet", "-o", tmp_path / "a.parquet")[0] == 0
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == as_json


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--measure", "closenes"], "no measure 'closenes'; did you mean 'closeness'?; measures are degree, "),
        (["--measure", ""], "no measure ''; measures are degree, "),
        (["--weight", "newmann"], "no weight 'newmann'; did you mean 'newman'?; weights are count, "),
        (["--intervals", "dropp"], "no way 'dropp' to make intervals; did you mean 'drop'?; ways are leave-one-out, "),
        (["--null", "bcm"], "no null model 'bcm'; did you mean 'bicm'?"),
        (["--over", "2013"], "--over 2013: say two years from the earlier to the later, as in 2000:2026"),
        (["--over", "2013:2005"], "--over 2013:2005: say two years from the earlier to the later, as in 2000:2026"),
        (["--over", "²013:2015"], "--over ²013:2015: say two years"),
        (["--explain", "Olso"], "nothing among th"),
        (["--explain", "Oslo", "--measure", "all"], "--explain works on one measure; name one, as in --measure degree"),
        (["--explain", "Oslo", "--methods"], "--explain and --methods do not go together; leave one out"),
        (["--over", "2001:2002", "--intervals"], "--over and --intervals do not go together; leave one out"),
        (["--explain", "Oslo", "--on", "both"], "--explain and --on both do not go together; leave one out"),
        (["--as-of", "2018"], "--table and --as-of do not go together; leave one out"),
        (["--graph", "x.nt"], "--table and --graph do not go together; leave one out"),
        (["--layers", "membership"], "--table and --layers do not go together; leave one out"),
        (["--plot", "x.gif"], "--plot x.gif: a picture ends in .svg, .png or .html"),
        (["--map", "club=it"], "--map club=it: write COLUMN=FIELD; fields are place, collective, layer, start, end"),
        (["--map", "club=plac"], "--map club=plac: write COLUMN=FIELD; did you mean 'place'?; fields are "),
        (["--map", "place"], "--map place: write COLUMN=FIELD; fields are "),
        (["--exclude", "ICORM"], "nothing among the collectives is called 'ICORM'; did you mean 'ICORN'?"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line(table: Path, arguments: list[str], said: str) -> None:
    code, shown, error = run("--table", table, *arguments)
    assert (code, shown) == (2, "")
    assert error.startswith(f"kg: {said}") and error.count("\n") == 1


def test_map_needs_a_table() -> None:
    assert run("--map", "a=place") == (
        2, "", "kg: --map says what the columns of a --table are; name the table, or leave --map out\n",
    )  # fmt: skip


def test_an_endpoint_that_is_none_is_one_line() -> None:
    code, shown, error = run("--endpoint", "ftp://example.org/sparql")
    assert code in (1, 2) and shown == "" and error.startswith("kg: ") and error.count("\n") == 1


def test_the_shipped_graph_with_all_it_knows(graph: Path) -> None:
    """Grades, claims and sources come from the graph; a caution names lists that are not complete."""
    code, shown, said = run(
        "--graph", graph, "--on", "collectives", "--intervals", "complete", "--draws", "20", "--top", "3"
    )
    assert code == 0 and "ranks" in shown
    assert re.search(
        r"kg: \d+ of the \d+ shown (has a list that is|have lists that are) not complete, so compare with care: ", said
    )
    found = answered("--graph", graph, "--explain", "Barcelona")
    store = open_store(graph)
    two_mode = affiliations.affiliation(store)
    number = sum(link.place == "barcelona-es" for link in two_mode.links)
    assert len(found) == number > 20 and all(row["sources"] for row in found)
    plain = answered("--graph", graph, "--top", "5")
    weak = answered("--graph", graph, "--top", "5", "--intervals", "low-grade")
    assert [row["key"] for row in plain] == [row["key"] for row in weak]
    assert any(row["degree_lower"] < row["degree"] for row in weak)


def test_excluding_is_ranking_what_is_left(graph: Path) -> None:
    found = answered("--graph", graph, "--exclude", "Eurocities", "--exclude", "<5", "--top", "20")
    two_mode = affiliations.affiliation(open_store(graph)).without("eurocities", "<5")
    best = ranks(two_mode.places, centrality.measure("degree").score(project(two_mode)))
    assert [(row["key"], row["degree_rank"]) for row in found] == [
        (each.node, each.rank) for each in best if each.rank <= 20
    ]


def test_progress_says_what_is_left_after_two_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr("kg.cli.frame.time", SimpleNamespace(perf_counter=lambda: now[0]))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with frame.progress("ranking") as tick:
        for second, done in ((101.0, 0.1), (104.0, 0.25), (104.1, 0.26), (108.0, 0.0), (109.0, 0.9)):
            now[0] = second
            tick(done)
    said = capsys.readouterr().err
    assert [each.strip() for each in said.split("\r")] == [
        "ranking …", "ranking … 25%, 12 s left", "ranking … 90%, 1 s left", "ranking: 9.0 s",
    ]  # fmt: skip


def test_rows_have_no_numbers_that_are_none() -> None:
    two_mode = Affiliation.from_pairs([("a", "X"), ("b", "X")])
    (first, second) = rows.ranking(
        two_mode, "cities", {"odd": np.array([np.nan, 1.0])}, {"odd": {"z": np.array([np.inf, 2.0])}}
    )
    assert (first["key"], first["odd"], first["odd_rank"], first["odd_z"]) == ("b", 1.0, 1, 2.0)
    assert (second["key"], second["odd"], second["odd_rank"], second["odd_z"]) == ("a", None, 2, None)
    assert standings(np.array([np.nan, 1.0]))[0].tolist() == [2, 1]
