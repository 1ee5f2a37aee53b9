"""The part of the page on the affiliation engine, at small sizes: its rows, its peers' answers, what it works on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kg.affiliations import affiliation
from kg.centrality import MEASURES
from kg.store import open_store
from tests import bench, generator
from tests.benching import engine, ours, peers
from tests.benching.inputs import Inputs, Sizes
from tests.benching.rows import NEAR, Case, apart
from tests.benching.timing import Bench
from tests.benching.writing import parts

SHAPES = {"tiny": (80, 6), "flat": (90, 6), "middle": (120, 12), "large": (150, 14), "huge": (160, 15)}
SMALL = Sizes(
    made={name: (*shape, 0.2) for name, shape in SHAPES.items()},
    store=((100, 8, 0.2), 110, 1000),
    page=((100, 8, 0.2), 110, 900),
    drawn=(10, 20),
    samples=20,
)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    made = Inputs(tmp_path_factory.mktemp("bench"), SMALL)
    made.lay()
    return made


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No peer of another interpreter, and nothing of the machine's own settings."""
    monkeypatch.setenv("CITYKG_KGLAB", "no-such-python")
    monkeypatch.delenv("CITYKG_LARGE", raising=False)
    monkeypatch.delenv("CITYKG_BENCH", raising=False)


def job(case: Case, at: int = 0) -> dict[str, object]:
    return dict(case.peers[at].job.given)


def test_the_cases_are_those_of_the_issue(inputs: Inputs) -> None:
    asked: dict[str, list[str]] = {case.what.partition(":")[0]: [] for case in engine.cases(inputs)}
    for case in engine.cases(inputs):
        asked[case.what.partition(":")[0]].append(str(case.limit))
    assert asked[inputs.title("flat")] == ["3 CPU-s, 500 MB"]
    assert asked[inputs.title("middle")] == ["", "0.05 CPU-s", "1.5 CPU-s", "0.1 CPU-s", "0.5 CPU-s"]
    assert asked[inputs.title("large")] == ["1 CPU-s", "120 CPU-s, 2,500 MB", "10 CPU-s", "35 CPU-s"]
    assert asked[inputs.title("huge")] == ["30 CPU-s, 700 MB", "4 CPU-s, 700 MB"]
    least = {peer.least for case in engine.cases(inputs) for peer in case.peers}
    assert least == {None, 8, 15}


def test_the_committed_page_has_a_row_for_each_case(tmp_path: Path) -> None:
    page = parts(bench.PAGE.read_text(encoding="utf-8")).get("The affiliation engine", "")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]
    assert {case.what for case in engine.cases(Inputs(tmp_path, Sizes()))} <= set(rows)
    assert set(MEASURES) - set(rows) == {"betweenness", "projected-betweenness"}
    assert ": differ |" not in page


def test_what_takes_many_minutes_is_left_to_the_full_bench(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [peer.name for case in engine.cases(inputs) for peer in case.peers]
    monkeypatch.setenv("CITYKG_BENCH", "full")
    whole = [peer.name for case in engine.cases(inputs) for peer in case.peers]
    assert "igraph, estimated from 20 sources" in quick
    assert "igraph, estimated from 20 sources" not in whole
    assert {"networkx, projected"} == set(whole) - set(quick) - {"networkx"}
    assert len(whole) > len(quick)


@pytest.mark.parametrize("name", ["tiny", "large"])
def test_networkx_answers_as_we_do(inputs: Inputs, name: str) -> None:
    where = inputs[f"{name}.npz"]
    theirs = peers.networkx_scores(where, engine.PLAIN)()
    assert set(theirs) == set(engine.PLAIN)
    assert (apart(ours.scores(where, engine.PLAIN)(), theirs) or 0) <= NEAR
    assert (apart(ours.twomode(where)(), peers.networkx_twomode(where)()) or 0) <= NEAR


@pytest.mark.parametrize("name", ["tiny", "large"])
def test_igraph_answers_as_we_do(inputs: Inputs, name: str) -> None:
    pytest.importorskip("igraph")
    where, drawn = inputs[f"{name}.npz"], inputs.drawn(name, 10)
    theirs = peers.igraph_scores(where, engine.SHARED)()
    assert set(theirs) == set(engine.SHARED)
    assert (apart(ours.scores(where, engine.SHARED)(), theirs) or 0) <= NEAR
    some = apart(ours.sources(where, drawn)(), peers.igraph_sources(where, drawn)())
    assert some is not None
    assert some <= NEAR


@pytest.mark.parametrize("name", ["igraph", "rustworkx", "networkit"])
def test_peers_answer_two_mode_betweenness_as_we_do(inputs: Inputs, name: str) -> None:
    pytest.importorskip(name)
    where = inputs["middle.npz"]
    far = apart(ours.twomode(where)(), getattr(peers, f"{name}_twomode")(where)())
    assert far is not None
    assert far <= NEAR


def test_scores_from_some_sources_of_igraph_are_no_answer_to_compare(inputs: Inputs) -> None:
    pytest.importorskip("igraph")
    where = inputs["large.npz"]
    assert apart(ours.twomode(where)(), peers.igraph_twomode(where, [0, 1])()) is None


def test_a_store_becomes_the_same_arrays_by_a_bare_scan(inputs: Inputs) -> None:
    where = inputs["store.nt"]
    own, bare = ours.arrays(where)(), peers.scan(where, engine.PREDICATE)()
    assert apart(own, bare) == 0
    assert own["memberships"] == 110
    assert apart(own, peers.rdflib_networkx(where, engine.PREDICATE)()) == 0


def test_the_page_has_the_edges_of_the_graph(inputs: Inputs) -> None:
    edges = ours.page(inputs["page.ttl"], engine.MEMBERS)()["edges"]
    read = affiliation(open_store(Path(inputs["page.ttl"])), ["membership"])
    expected = [f"city/{read.places[place]}|network/{read.collectives[group]}" for place, group, _ in read.ties]
    assert edges.tolist() == sorted(expected)


def test_the_made_graphs_have_as_many_triples_and_memberships_as_they_should(inputs: Inputs) -> None:
    for name, (_, memberships, triples) in (("store.nt", SMALL.store), ("page.nt", SMALL.page)):
        lines = Path(inputs[name]).read_text(encoding="utf-8").splitlines()
        assert len(set(lines)) == len(lines) == triples
        assert sum(f" <{engine.PREDICATE}> " in line and "predicate" not in line for line in lines) == memberships


def test_the_estimate_is_told_beside_the_exact_scores(inputs: Inputs, tmp_path: Path) -> None:
    case = next(case for case in engine.cases(inputs) if "betweenness, estimated" in case.what)
    (row,) = case.rows(Bench(tmp_path, rounds=1))
    assert row[0] == "150 × 14: betweenness, estimated from 20 sources"
    assert row[-1].startswith("exact score within 2 stated errors for ")


def test_regions_are_made_for_both_sides() -> None:
    made = ours.projection(generator.affiliation(50, 4))
    assert len(made.traits("region")) == 50
    assert len(made.members("region")) == 4
    assert len(set(made.traits("region"))) == ours.REGIONS


def test_measures_alone_are_timed_by_name(inputs: Inputs) -> None:
    taken = ours.alone(inputs["tiny.npz"], ["core", "brokerage"])()
    assert set(taken) == {"core", "brokerage"}
    assert all(value > 0 for value in taken.values())
    assert set(ours.alone(inputs["tiny.npz"], ["overlap", "diversity"], True)()) == {"overlap", "diversity"}


def test_the_part_of_the_page_has_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "shipped", lambda graph: ["shipped graph", *[""] * 10])
    monkeypatch.setattr(engine, "cases", lambda inputs: engine._small(inputs)[:1] + engine._graphs(inputs)[1:])
    monkeypatch.setattr(engine, "worlds", lambda inputs, bench: [])
    found = engine.engine(Path("no graph"), SMALL, rounds=1)
    rows = [line.split(" | ") for line in found.splitlines() if line.startswith("| ")]
    by_case = {row[0].strip("| "): row for row in rows}
    first = by_case[next(name for name in by_case if name.startswith("80 × 6: degree"))]
    assert first[5] == "networkx"
    assert float(first[10].strip(" |").replace("equal", "0")) <= NEAR
    assert "kglab 1.0.1" in next(line for line in found.splitlines() if line.startswith("| Turtle of 900 triples"))
    assert "not measured: not installed" in found
    assert {"shipped graph", "core", "brokerage", "nestedness"} <= set(by_case)
    assert "### How each cost grows" in found


def test_the_shipped_graph_is_ranked_as_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    typed: list[str] = []
    monkeypatch.setattr(engine, "run", lambda words: typed.extend(words) or (12.0, 11.0, 300.0))  # type: ignore[func-returns-value]
    row = engine.shipped(Path("citykg.nt"))
    assert typed == ["rank", "--all", "--intervals", "--graph", "citykg.nt"]
    assert row == [
        "shipped graph, `kg rank --all --intervals`: 12 s on the clock",
        "11",
        "300",
        "10 s",
        "no",
        *[""] * 6,
    ]


def test_an_interpreter_with_kglab_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYKG_KGLAB", sys.executable)
    assert engine.kglab() == sys.executable


def test_kglab_is_installed_beside_where_it_is_not_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[list[str]] = []
    monkeypatch.delenv("CITYKG_KGLAB")
    monkeypatch.setattr(engine, "ROOT", tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda step, check: ran.append(step) or subprocess.CompletedProcess(step, 1))  # type: ignore[func-returns-value]
    python = tmp_path / ".venv" / "kglab" / "bin" / "python"
    assert engine.kglab() == str(python)
    assert ran == [[sys.executable, "-m", "venv", str(tmp_path / ".venv" / "kglab")]]  # it failed: no further step
    (tmp_path / ".venv" / "kglab" / "lib" / "python3" / "site-packages" / "kglab").mkdir(parents=True)
    assert engine.kglab() == str(python)
    assert len(ran) == 1


def test_drawn_sources_are_positions_of_nodes(inputs: Inputs) -> None:
    assert inputs.drawn("tiny", 1000) == list(range(80))
    assert inputs.drawn("tiny", 1000, both=True) == list(range(86))
    assert len(set(inputs.drawn("tiny", 7))) == 7
    assert inputs.drawn("tiny", 7) == inputs.drawn("tiny", 7)


def test_the_large_list_is_read_as_it_is(inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["city,country_iso2,network", "Gent,BE,Covenant", "Gent,BE,Plan", "Graz,AT,Covenant"]
    (tmp_path / "memberships.csv").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("CITYKG_LARGE", str(tmp_path))
    made = Inputs(tmp_path, SMALL)
    (case,) = engine._covenant(made)
    assert case.what.startswith("[the large list](large.md): degree, closeness")
    assert ours.laid(made["listed.npz"]).matrix.toarray().tolist() == [[1, 1], [1, 0]]
    np.testing.assert_array_equal(ours.laid(made["listed.npz"]).sizes, [2, 1])
