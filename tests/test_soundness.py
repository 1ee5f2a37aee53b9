"""What a graph says of its own soundness: on a small world, and on the shipped graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg import lists, soundness, terms
from kg.lists import Listing
from tests.conftest import world

BASE = terms.PREFIXES["id"]
WORLD = world(
    f"<{BASE}membership/a> kg:grade <https://w3id.org/citykg/scheme/grade/homonym> . "
    f"<{BASE}membership/b> kg:from '2001'^^xsd:gYear . "
    f"<{BASE}decision/1> a kg:Decision ; dcterms:date '2026-02-03'^^xsd:date . "
    f"<{BASE}decision/2> a kg:Decision ; dcterms:date '2026-11-02'^^xsd:date . "
    f"<{BASE}source/s> dcterms:date '2027-01-01'^^xsd:date ."
)


def test_what_bears_a_grade_is_not_settled() -> None:
    assert soundness.graded(WORLD) == {f"{BASE}membership/a"}
    assert soundness.graded(world("")) == frozenset()


def test_the_day_is_that_of_the_latest_decision() -> None:
    assert soundness.updated(WORLD) == "2026-11-02"
    assert soundness.updated(world("")) == ""


@pytest.mark.parametrize(
    ("status", "claimed", "expected"),
    [("partial", "200", {"net": 200}), ("not-public", "30", {"net": 30}), ("partial", "", {}), ("complete", "9", {})],
)
def test_only_lists_that_lack_somebody_have_a_claim(status: str, claimed: str, expected: dict[str, int]) -> None:
    assert soundness.claimed({"net": Listing("", "Net", status, "", claimed, "", 3)}) == expected


def test_the_shipped_graph_knows_of_its_gaps(store: ox.Store) -> None:
    known = lists.listings(store)
    claims = soundness.claimed(known)
    assert 0 < len(claims) < len(known) and all(number > 0 for number in claims.values())
    assert all("/id/" in each for each in soundness.graded(store)) and len(soundness.graded(store)) > 10
    assert soundness.updated(store) >= "2026-11-22"
