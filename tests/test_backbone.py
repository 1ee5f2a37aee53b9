"""The backbone: sure ties, a forest that holds the rest together, and what is left out, by hand."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.affiliations import affiliation
from kg.explorer.backbone import RATE, ROOM, Backbone, backbone
from kg.projections import project
from kg.significance import validate
from kg.twomode import Affiliation

# Two collectives of the same six cities among four hundred that sit with one other each, in two hundred others.
TWINS = [(city, net) for city in "abcdef" for net in ("X", "Y")]
WORLD = Affiliation.from_pairs([*TWINS, *((f"c{number}", f"k{number // 2}") for number in range(400))])
MIXED = [(f"c{n}", f"k{(n * step) % 11}") for n in range(30) for step in (1, 3, 4)]
pairs_of = st.sets(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("STUVWXYZ"))).map(sorted)


def graph(found: Backbone) -> nx.Graph:
    return nx.Graph([(tie.one, tie.other) for tie in found.ties])


def test_what_shares_more_than_chance_explains_is_sure() -> None:
    found = backbone(WORLD)
    assert found.nodes == ("X", "Y")
    [tie] = found.ties
    assert (tie.one, tie.other, tie.shared, tie.sure) == ("X", "Y", 6, True) and tie.p < 1e-4
    assert "Of 1 pairs that share a city, 1 are drawn: 1 share more" in found.method
    assert found.method.endswith("Collectives left out: 200.")


def test_each_keeps_its_most_telling_tie_where_none_is_sure() -> None:
    # d and e are in both small ones, so that is the least likely; all cities of the small ones are in the big one
    members = {"big": "abcdefgh", "one": "de", "two": "dea", "far": "z"}
    found = backbone(Affiliation.from_pairs((city, net) for net, cities in members.items() for city in cities))
    first = found.ties[0]
    assert (first.one, first.other, first.shared, first.sure) == ("one", "two", 2, False)
    assert (len(found.ties), found.nodes) == (2, ("big", "one", "two"))


def test_a_backbone_falls_into_as_many_parts_as_the_graph_does() -> None:
    pairs = [("a", "X"), ("a", "Y"), ("b", "Y"), ("b", "Z"), ("c", "V"), ("c", "W"), ("d", "alone")]
    found = backbone(Affiliation.from_pairs(pairs))
    assert sorted(map(sorted, nx.connected_components(graph(found)))) == [["V", "W"], ["X", "Y", "Z"]]
    assert [tie.shared for tie in found.ties] == [1, 1, 1]


@pytest.mark.parametrize(
    "pairs", [[], [("a", "X")], [("a", "X"), ("b", "X"), ("c", "Y")]], ids=["empty", "one", "apart"]
)
def test_where_nobody_shares_a_city_there_is_nothing_to_show(pairs: list[tuple[str, str]]) -> None:
    found = backbone(Affiliation.from_pairs(pairs))
    assert (found.nodes, found.ties, found.spots) == ((), (), {})


def test_the_largest_are_shown_where_there_are_too_many() -> None:
    sizes = {"A": 9, "B": 7, "C": 5, "D": 3, "E": 3}
    pairs = [(f"c{number}", net) for net, size in sizes.items() for number in range(size)]
    found = backbone(Affiliation.from_pairs(pairs), most=4)
    assert found.nodes == ("A", "B", "C", "D")
    assert found.method.endswith("Collectives left out: 1.")


@settings(deadline=None, max_examples=60)
@given(pairs_of)
def test_sure_ties_are_those_validated_and_the_others_a_forest_of_least_p(pairs: list[tuple[str, str]]) -> None:
    two_mode = Affiliation.from_pairs(pairs)
    projection, found = project(two_mode, "collectives"), backbone(two_mode)
    assert {(tie.one, tie.other) for tie in found.ties if tie.sure} == {
        (pair.u, pair.v) for pair in validate(projection, RATE).pairs()
    }
    whole = nx.Graph()
    whole.add_weighted_edges_from((pair.u, pair.v, pair.p) for pair in validate(projection, 1.0).pairs())
    drawn = nx.Graph()
    drawn.add_weighted_edges_from((tie.one, tie.other, tie.p) for tie in found.ties)
    assert {*map(frozenset, nx.connected_components(drawn))} == {*map(frozenset, nx.connected_components(whole))}
    least, own = (nx.minimum_spanning_tree(each).size(weight="weight") for each in (whole, drawn))
    assert math.isclose(own, least, abs_tol=1e-12)


def test_it_does_not_depend_on_the_order_of_pairs_and_is_the_same_twice() -> None:
    assert backbone(Affiliation.from_pairs(MIXED[::-1])) == backbone(Affiliation.from_pairs(MIXED))


def test_the_shipped_backbone_is_readable(store: ox.Store) -> None:
    found = backbone(affiliation(store))
    assert 50 < len(found.nodes) <= 150 and len(found.ties) < 2 * len(found.nodes)
    assert nx.is_connected(graph(found)) and sorted(found.spots) == list(found.nodes)
    assert min(math.dist(a, b) for a, b in itertools.combinations(found.spots.values(), 2)) > 2 * ROOM - 5
    assert 20 < sum(tie.sure for tie in found.ties) < len(found.ties)
