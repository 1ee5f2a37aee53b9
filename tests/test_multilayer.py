"""Overlaps of layers: by hand, over sets, and in the shipped graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given

from kg import affiliations as loading
from kg.errors import AskerError
from kg.twomode import Affiliation
from kg.twomode.multilayer import Overlap, only, overlaps
from tests.worlds import PATH, affiliations, build, exact, pairs

LAYERS = ("membership", "endorsement", "funding")
SIGNED = build(
    "abcd",
    "XY",
    [("a", "X"), ("a", "X", "endorsement"), ("b", "Y", "endorsement"), ("c", "X"), ("c", "Y", "endorsement")],
    layers=LAYERS,
)
"""a joins and signs X, b signs only, c joins X and signs Y, d does nothing; nobody is funded."""


def test_overlaps_by_hand() -> None:
    assert overlaps(SIGNED) == [
        Overlap("membership", "endorsement", both=2, only_first=0, only_second=1, ties=1),
        Overlap("membership", "funding", both=0, only_first=2, only_second=0, ties=0),
        Overlap("endorsement", "funding", both=0, only_first=3, only_second=0, ties=0),
    ]
    assert overlaps(PATH) == []


def test_who_signs_and_never_joins() -> None:
    assert only(SIGNED, "endorsement", "membership") == ["b"]
    assert only(SIGNED, "membership", "endorsement") == []
    assert only(SIGNED, "endorsement", "membership", "funding") == ["b"]
    assert only(SIGNED, "endorsement") == ["a", "b", "c"]
    assert only(SIGNED, "funding", "membership") == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("members",), "no layer 'members'; did you mean 'membership'? in this graph"),
        (("membership", "pledge"), "no layer 'pledge' in this graph"),
    ],
)
def test_a_layer_that_is_not_there_is_named(asked: tuple[str, ...], said: str) -> None:
    with pytest.raises(AskerError) as raised:
        only(SIGNED, *asked)
    assert str(raised.value) == f"{said}; it was made with membership, endorsement, funding"


@exact
@given(affiliations(layers=LAYERS))
def test_overlaps_are_those_of_sets(world: Affiliation) -> None:
    ties = {layer: {tie[:2] for tie in pairs(world) if tie[2] == layer} for layer in LAYERS}
    who = {layer: {place for place, _ in own} for layer, own in ties.items()}
    for each in overlaps(world):
        first, second = who[each.first], who[each.second]
        counts = (len(first & second), len(first - second), len(second - first))
        assert (each.both, each.only_first, each.only_second) == counts
        assert each.ties == len(ties[each.first] & ties[each.second])
        assert only(world, each.first, each.second) == sorted(first - second)
    assert len(overlaps(world)) == 3


def test_the_shipped_graph_knows_who_signs_and_never_joins(store: ox.Store) -> None:
    two_mode = loading.affiliation(store)
    places = {layer: {link.place for link in two_mode.links if link.layer == layer} for layer in two_mode.layers}
    found = only(two_mode, "endorsement", "membership")
    assert found == sorted(places["endorsement"] - places["membership"]) and found
