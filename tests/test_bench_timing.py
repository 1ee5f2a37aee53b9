"""Jobs in processes of their own: what they find, what they take, and how they fail."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from tests import generator
from tests.benching.child import peak
from tests.benching.timing import Bench, Cost, Job, Missing


@pytest.fixture
def where(tmp_path: Path) -> str:
    target = tmp_path / "made.npz"
    generator.lay(generator.affiliation(60, 5), target)
    return str(target)


def test_a_job_tells_what_it_found_and_what_it_took(tmp_path: Path, where: str) -> None:
    job = Job.of("ours", "scores", where=where, measures=["projected-degree"])
    cost = Bench(tmp_path, rounds=2).own(job)
    shared = generator.affiliation(60, 5).matrix
    degrees = ((shared @ shared.T).toarray() > 0).sum(axis=1) - 1
    assert cost.found["projected-degree"].tolist() == degrees.tolist()
    assert 0 < cost.cpu < 10
    assert 10 < cost.peak < 1000


def test_the_peak_of_a_child_is_its_own(tmp_path: Path, where: str) -> None:
    held = np.ones(50_000_000)  # 400 MB here, which the child must not count
    cost = Bench(tmp_path, rounds=1).own(Job.of("peers", "networkx_scores", where=where, measures=[]))
    assert cost.peak < 300 < peak()
    assert len(held) == 50_000_000


def test_a_job_is_measured_once(tmp_path: Path, where: str) -> None:
    bench = Bench(tmp_path, rounds=1)
    job = Job.of("ours", "scores", where=where, measures=["strength"])
    assert bench.own(job) is bench.own(job)
    assert len(list(tmp_path.glob("found-*.npz"))) == 1


def test_a_peer_that_cannot_be_imported_is_missing(tmp_path: Path, where: str) -> None:
    none = Job.of("peers", "no_such_peer", where=where)
    found = Bench(tmp_path, rounds=1).cost(none)
    assert isinstance(found, Missing)
    assert found.why.startswith("failed: AttributeError")
    gone = Bench(tmp_path).cost(Job.of("peers", "kglab_page", str(tmp_path / "python"), where=where, query=""))
    assert gone == Missing("not measured: not installed")
    lacking = Bench(tmp_path).cost(Job.of("nothing", "at_all", where=where))
    assert lacking == Missing("not measured: not installed")


def test_a_job_of_ours_that_fails_stops_the_bench(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"scores .*failed: FileNotFoundError"):
        Bench(tmp_path, rounds=1).own(Job.of("ours", "scores", sys.executable, where="no.npz", measures=["core"]))


def test_costs_are_medians(tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(Cost(cpu, cpu, peak, tmp_path) for cpu, peak in ((3.0, 1.0), (1.0, 9.0), (2.0, 5.0), (11.0, 1.0)))
    monkeypatch.setattr(Bench, "_once", lambda self, job: next(made))
    bench = Bench(tmp_path)
    first = bench.own(Job.of("ours", "a"))
    assert (first.cpu, first.peak) == (2.0, 5.0)
    assert bench.own(Job.of("ours", "b")).cpu == 11.0  # long: measured once
