"""Rows of the bench: answers before times, limits, and peers that are not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.benching.rows import HEAD, Case, Limit, Peer, apart, differing
from tests.benching.timing import Bench, Cost, Job, Missing

OURS, THEIRS = Job.of("ours", "one"), Job.of("peers", "two")
Answer = dict[str, list[float]]


def cost(folder: Path, name: str, cpu: float, found: Answer) -> Cost:
    arrays: dict[str, Any] = {key: np.array(value) for key, value in found.items()}
    np.savez(folder / f"{name}.npz", **arrays)
    return Cost(cpu, cpu, 100.0, folder / f"{name}.npz")


def rows(folder: Path, theirs: Cost | Missing, peer: Peer, limit: Limit | None = None) -> list[list[str]]:
    known = {OURS: cost(folder, "ours", 0.5, {"a": [1.0, 4.0]}), THEIRS: theirs}
    return Case("a case", OURS, limit or Limit(), (peer,)).rows(Bench(folder, known=dict(known)))


def test_a_row_says_what_both_take_and_how_far_answers_are_apart(tmp_path: Path) -> None:
    theirs = cost(tmp_path, "theirs", 6.0, {"a": [1.0, 4.0 + 2e-10]})
    (row,) = rows(tmp_path, theirs, Peer("peer", THEIRS, least=8), Limit(0.6, 90))
    assert len(row) == len(HEAD)
    assert row == ["a case", "0.5", "100", "0.6 CPU-s, 90 MB", "no", "peer", "6", "100", "12", "8: yes", "5e-11"]


def test_where_answers_differ_no_ratio_is_given(tmp_path: Path) -> None:
    theirs = cost(tmp_path, "theirs", 6.0, {"a": [1.0, 5.0]})
    (row,) = rows(tmp_path, theirs, Peer("peer", THEIRS, least=8))
    assert row[6:] == ["6", "100", "", "8", "0.25: differ"]
    assert differing([row]) == ["a case (peer)"]


def test_a_part_of_the_work_is_scaled_and_compared_with_the_same_part(tmp_path: Path) -> None:
    part = Job.of("ours", "part")
    bench = Bench(tmp_path)
    bench.known |= {
        OURS: cost(tmp_path, "whole", 2.0, {"a": [9.0]}),
        part: cost(tmp_path, "part", 0.1, {"a": [3.0]}),
        THEIRS: cost(tmp_path, "theirs", 5.0, {"a": [3.0]}),
    }
    (row,) = Case("a case", OURS, peers=(Peer("peer", THEIRS, part, times=10),)).rows(bench)
    assert (row[6], row[8], row[10]) == ("50", "25", "equal")


def test_a_peer_that_is_missing_says_why(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, Missing("not measured: not installed"), Peer("peer", THEIRS, least=8))
    assert row[5:] == ["peer", "", "", "", "8", "not measured: not installed"]
    assert differing([row]) == []


def test_only_the_first_of_several_peers_repeats_the_case(tmp_path: Path) -> None:
    bench = Bench(tmp_path, known={OURS: cost(tmp_path, "ours", 1, {}), THEIRS: cost(tmp_path, "theirs", 1, {})})
    found = Case("a case", OURS, peers=(Peer("one", THEIRS), Peer("two", THEIRS))).rows(bench)
    assert [row[0] for row in found] == ["a case", ""]
    assert [row[5] for row in found] == ["one", "two"]
    assert {row[-1] for row in found} == {"not compared"}


def test_a_case_of_ours_without_peers_has_a_remark(tmp_path: Path) -> None:
    bench = Bench(tmp_path, known={OURS: cost(tmp_path, "ours", 1, {})})
    (row,) = Case("a case", OURS, Limit(1), remark=lambda known: f"{len(known.known)} jobs").rows(bench)
    assert row == ["a case", "1", "100", "1 CPU-s", "yes", *[""] * 5, "1 jobs"]


def test_a_job_of_ours_must_not_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"one \{\}: failed: ValueError"):
        Case("a case", OURS).rows(Bench(tmp_path, known={OURS: Missing("failed: ValueError")}))


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ({"a": np.array([1.0])}, {"b": np.array([1.0])}, None),
        ({"a": np.array([1.0, 2.0])}, {"a": np.array([1.0])}, float("inf")),
        ({"a": np.array([1.0, np.nan])}, {"a": np.array([1.0, 2.0])}, float("inf")),
        ({"a": np.zeros(2)}, {"a": np.zeros(2)}, 0.0),
        ({"a": np.zeros(0)}, {"a": np.zeros(0)}, 0.0),
        ({"a": np.array(["x", "y"])}, {"a": np.array(["x", "y"])}, 0.0),
        ({"a": np.array([2.0]), "b": np.array([1.0])}, {"a": np.array([1.0]), "b": np.array([1.0])}, 0.5),
    ],
)
def test_answers_are_apart_by_the_largest_difference(
    one: dict[str, np.ndarray], other: dict[str, np.ndarray], far: float | None
) -> None:
    assert apart(one, other) == far
