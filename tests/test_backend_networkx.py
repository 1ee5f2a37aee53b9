"""networkx's own tests of the functions that the backend answers, run through it in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import backend_info

MODULES = [
    *("centrality.tests.test_betweenness_centrality", "centrality.tests.test_closeness_centrality"),
    *("centrality.tests.test_degree_centrality", "centrality.tests.test_eigenvector_centrality"),
    *("centrality.tests.test_harmonic_centrality", "centrality.tests.test_katz_centrality"),
    *("components.tests.test_connected", "link_analysis.tests.test_pagerank"),
    *("tests.test_cluster", "tests.test_core", "tests.test_isolate", "tests.test_structuralholes"),
]
RUN = """
import collections, functools, json, sys
import pytest
from kg import backend, backend_info

calls = collections.Counter()

def counted(name, function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        found = function(*args, **kwargs)
        calls[name] += 1
        return found
    return call

for name in backend_info.FUNCTIONS:
    setattr(backend, name, counted(name, getattr(backend, name)))
code = pytest.main(sys.argv[2:])
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(calls, file)
sys.exit(code)
"""
UNTESTED = {"local_constraint"}
"""What networkx tests only through other functions, which here do not call it."""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], dict[str, int]]:
    """networkx's tests with the backend first and networkx itself for what the backend refuses, and our calls."""
    counts = tmp_path_factory.mktemp("networkx") / "calls.json"
    options = ["-c", os.devnull, "-p", "no:cacheprovider", "-q", "-rs", "--pyargs"]
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(counts), *options, *(f"networkx.algorithms.{name}" for name in MODULES)],
        env=os.environ | {"NETWORKX_TEST_BACKEND": "citykg", "NETWORKX_FALLBACK_TO_NX": "True"},
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    return done, json.loads(counts.read_text(encoding="utf-8"))


def test_all_pass(ran: tuple[subprocess.CompletedProcess[str], dict[str, int]]) -> None:
    done, _ = ran
    last = done.stdout.strip().splitlines()[-1]
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(last.split(" passed")[0]) > 300 and "failed" not in last and "xfailed" not in last


@pytest.mark.parametrize("name", sorted({*backend_info.FUNCTIONS} - UNTESTED))
def test_our_functions_answered(ran: tuple[subprocess.CompletedProcess[str], dict[str, int]], name: str) -> None:
    _, calls = ran
    assert calls.get(name, 0) >= 1


def test_most_calls_were_ours(ran: tuple[subprocess.CompletedProcess[str], dict[str, int]]) -> None:
    """A change that lets networkx answer instead would lower this: 226 when written."""
    _, calls = ran
    assert sum(calls.values()) >= 200
