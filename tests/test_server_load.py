"""A server under load: no answer is lost, and nobody waits for the questions of others."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.attacking import DEEP, ask, asked, clean, memory, raw, request, status
from tests.benching.endpoint import links, texts
from tests.loading import Load, asking, load
from tests.serving import Server, serving

CLIENTS = 64


@pytest.fixture(scope="module")
def loaded(prepared: Path) -> Iterator[Server]:
    """A server of the shipped graph with two workers."""
    with serving(prepared, "--workers", "2", "--timeout", "30") as server:
        raw(server, request("/query/members"), timeout=60)
        yield server


def test_many_clients_at_once_are_all_answered(loaded: Server, graph: Path) -> None:
    queries = [asking(each) for each in texts(graph).values()]
    load(loaded.port, [*queries, *links()], 2, 6)  # each once, so that what is kept is there
    held = memory(loaded)
    found = load(loaded.port, [*queries, *links()], CLIENTS, 6)
    assert found.errors == 0, found.statuses
    assert found.rate > 100
    assert memory(loaded) < held * 1.1
    assert clean(loaded) == []


def test_what_is_not_kept_is_answered_too(loaded: Server, graph: Path) -> None:
    queries = [asking(each, apart=True) for each in texts(graph).values()]
    found = load(loaded.port, queries, CLIENTS, 6)
    assert found.errors == 0, found.statuses
    assert found.rate > 10
    assert clean(loaded) == []


def test_four_endless_queries_keep_nobody_waiting(loaded: Server) -> None:
    union = b"ASK { " + b"{ ?s ?p ?o } UNION " * 530_000 + b"{} }"
    with ThreadPoolExecutor(6) as hostile:
        endless = [hostile.submit(raw, loaded, request(asked(each)), timeout=60) for each in DEEP.values()]
        time.sleep(3)  # now all of them are long
        query = "Content-Type: application/sparql-query"
        assert status(raw(loaded, request("/sparql", query, method="POST", body=union))) == 413
        taken = []
        for number in range(40):
            started = time.perf_counter()
            assert b'"boolean"' in raw(loaded, request(asked(f"ASK {{ ?s ?p {number} }}")))
            taken.append(time.perf_counter() - started)
        assert statistics.median(taken) < 0.1
        more = raw(loaded, request(asked(DEEP["sum"] + " # one more")))
        assert status(more) == 503
        assert b"long queries run already" in more
        assert b"retry-after: 30" in more.lower()
        assert {status(each.result()) for each in endless} <= {413, 503}
    assert clean(loaded) == []


def test_a_full_queue_is_told_at_once(loaded: Server) -> None:
    def again(number: int) -> tuple[int, float]:
        started = time.perf_counter()
        slow = f"SELECT (COUNT(*) AS ?n) {{ ?a a ?b . ?a ?c ?d FILTER(?d != {number}) }}"
        return status(raw(loaded, request(asked(slow)), timeout=60)), time.perf_counter() - started

    with ThreadPoolExecutor(320) as many:
        found = list(many.map(again, range(320)))
    refused = [taken for each, taken in found if each == 503]
    assert {each for each, _ in found} == {200, 503}
    assert min(refused) < 2
    assert ask(loaded)
    assert clean(loaded) == []


def test_figures_of_a_load() -> None:
    found = Load([1.0, 2.0, 3.0, 100.0], lost=1, seconds=2)
    found.statuses.update({"200": 3, "503": 1})
    assert (found.median, found.percentile(0.99), found.rate, found.errors) == (2.5, 100.0, 1.5, 2)
    assert Load().percentile(0.5) == float("inf")


def test_a_request_is_another_one_each_time_and_says_its_length() -> None:
    for apart in (False, True):
        head, _, body = asking("ASK { ?s ?p 'é' }", apart).replace("COUNTER", "000000001").partition("\r\n\r\n")
        assert f"Content-Length: {len(body.encode())}" in head
        assert ("#000000001" in body) == apart
