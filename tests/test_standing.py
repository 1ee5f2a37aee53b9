"""Standings: values, ranks, ties and intervals by hand and against `kg rank`'s own engine."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.centrality import measure
from kg.explorer import standing
from kg.explorer.standing import QUICK, TITLES, Place, standings
from kg.projections import project
from kg.rankings import intervals, ranks
from kg.twomode import Affiliation

PAIRS = [("a", "X"), ("a", "Y"), ("a", "Z"), ("b", "X"), ("b", "Y"), ("c", "X"), ("d", "Z")]
pairs_of = st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("VWXYZ")), min_size=1).map(sorted)


def scores(pairs: list[tuple[str, str]], name: str = "degree") -> dict[str, Place]:
    [found] = [each for each in standings(Affiliation.from_pairs(pairs)) if each.measure == name]
    return dict(found.scores)


def test_degrees_by_hand_with_ties_and_ranks_without_each_collective() -> None:
    found = scores(PAIRS)
    # Without X: a 2, b 1, c 0, d 1. Without Y: a 2, b 1, c 1, d 1. Without Z: a 2, b 2, c 1, d 0.
    assert found["a"] == Place(3, 1, 1, 1, 1)
    assert found["b"] == Place(2, 2, 1, 2, 1)
    assert found["c"] == Place(1, 3, 2, 4, 2)
    assert found["d"] == Place(1, 3, 2, 4, 2)
    # Collectives lose no member when another is left out: only who is before them.
    assert (found["X"], found["Y"]) == (Place(3, 1, 1, 1, 1), Place(2, 2, 1, 2, 2))


def test_places_rank_among_places_and_collectives_among_collectives() -> None:
    found = scores([("a", "X"), ("b", "X"), ("c", "X")])
    assert [found[key].rank for key in ("a", "b", "c", "X")] == [1, 1, 1, 1]
    assert [found[key].ties for key in ("a", "b", "c", "X")] == [3, 3, 3, 1]


@pytest.mark.parametrize("pairs", [[], [("a", "X")]], ids=["empty", "one tie"])
def test_almost_nothing_has_scores_of_its_size(pairs: list[tuple[str, str]]) -> None:
    found = standings(Affiliation.from_pairs(pairs))
    assert [each.measure for each in found] == list(TITLES)
    assert [sorted(each.scores) for each in found] == [sorted({end for pair in pairs for end in pair})] * len(TITLES)
    assert all(place.rank == 1 and math.isfinite(place.value) for each in found for place in each.scores.values())


def test_parts_that_hang_together_nowhere_are_ranked_together() -> None:
    found = scores([("a", "X"), ("b", "X"), ("b", "Y"), ("c", "V"), ("d", "V"), ("d", "W")], "betweenness")
    assert found["b"].rank == found["d"].rank == 1 and found["b"].ties == 2
    assert found["a"].value == found["c"].value == 0


@settings(deadline=None, max_examples=25)
@given(pairs_of)
def test_every_measure_says_what_the_engine_says(pairs: list[tuple[str, str]]) -> None:
    affiliation = Affiliation.from_pairs(pairs)
    for each in standings(affiliation):
        own = measure(each.measure)
        for on in ("cities", "collectives"):
            projection = project(affiliation, on)
            moved = intervals(affiliation, [own], "leave-one-out", on=on)[each.measure]
            for score in ranks(projection.nodes, own.score(projection)):
                place, at = each.scores[score.node], projection.nodes.index(score.node)
                assert (place.rank, place.ties) == (score.rank, score.ties)
                assert place.value == pytest.approx(score.score, rel=1e-5)
                assert (place.low, place.high) == (
                    min(score.rank, moved.best[at]), max(score.rank, moved.worst[at])
                )  # fmt: skip


def test_a_large_graph_has_few_measures_and_says_how_they_were_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "WORK", 3 * len(PAIRS) - 1)
    found = standings(Affiliation.from_pairs(PAIRS))
    assert [each.measure for each in found] == list(QUICK)
    assert all("memberships left out at random" in each.says for each in found)
    assert all(place.low <= place.rank <= place.high for each in found for place in each.scores.values())
    assert "each collective left out in turn" in standings(Affiliation.from_pairs(PAIRS[:2]))[0].says


def test_values_are_short() -> None:
    assert [type(place.value) for place in scores(PAIRS).values()] == [int] * 7
    assert max(len(str(place.value)) for place in scores(PAIRS, "pagerank").values()) <= 8
