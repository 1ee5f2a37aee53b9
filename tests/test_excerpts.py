"""Parts of the graph of all things: layers, what is around one thing, what an answer names."""

from __future__ import annotations

import networkx as nx
import pytest

from kg import excerpts
from kg.errors import AskerError


def graph(*links: str, **kinds: str) -> nx.MultiDiGraph:
    """A graph from 'a memberOf b'; nodes are cities unless a kind is given."""
    made = nx.MultiDiGraph()
    for number, link in enumerate(links):
        start, relation, end = link.split()
        for key in (start, end):
            made.add_node(key, name=key.upper(), kind=kinds.get(key, "city"))
        made.add_edge(start, end, key=f"s{number}", relation=relation)
    return made


CHAIN = graph(
    "a memberOf n", "b memberOf n", "b endorses i", "c endorses i", "a inCountry x", "b inCountry x", "d inCountry x",
    n="network", i="instrument", x="country",
)  # fmt: skip


def keys(part: nx.MultiDiGraph) -> list[str]:
    return sorted(part)


@pytest.mark.parametrize(
    ("key", "steps", "found"),
    [("a", 0, "ax"), ("a", 1, "anx"), ("a", 2, "abnx"), ("a", 3, "abinx"), ("a", 9, "abcinx"), ("n", 1, "abnx")],
)
def test_around_a_thing_is_what_is_within_so_many_steps(key: str, steps: int, found: str) -> None:
    assert keys(excerpts.around(CHAIN, key, steps)) == sorted(found)


def test_a_country_leads_on_only_from_itself() -> None:
    assert keys(excerpts.around(CHAIN, "x", 1)) == ["a", "b", "d", "x"]
    assert "d" not in excerpts.around(CHAIN, "a", 9)


def test_every_link_between_what_is_kept_is_kept_with_what_it_carries() -> None:
    part = excerpts.around(CHAIN, "n", 1)
    assert sorted(part.edges(keys=True)) == [
        ("a", "n", "s0"), ("a", "x", "s4"), ("b", "n", "s1"), ("b", "x", "s5"),
    ]  # fmt: skip
    assert part.nodes["n"] == {"name": "N", "kind": "network"}


def test_layers_keep_their_links_their_ends_and_the_countries_of_those() -> None:
    part = excerpts.of_layers(CHAIN, ["endorsement"])
    assert keys(part) == ["b", "c", "i", "x"]
    assert sorted(own["relation"] for *_, own in part.edges(data=True)) == ["endorses", "endorses", "inCountry"]


def test_the_graph_itself_is_left_as_it_is() -> None:
    before = sorted(CHAIN.edges(keys=True))
    excerpts.of_layers(CHAIN, ["membership"])
    excerpts.around(CHAIN, "a", 2)
    excerpts.among(CHAIN, ["a"])
    assert sorted(CHAIN.edges(keys=True)) == before


def test_among_things_are_the_links_between_them() -> None:
    assert keys(excerpts.among(CHAIN, ["a", "n", "c"])) == ["a", "c", "n", "x"]
    assert keys(excerpts.among(CHAIN, [])) == []


@pytest.mark.parametrize(
    ("layers", "said"),
    [(["funding"], "--layers funding: the graph has no such link"), (["members"], "no layer 'members'; did you mean")],
)
def test_a_layer_without_links_and_an_unknown_one_are_said(layers: list[str], said: str) -> None:
    with pytest.raises(AskerError, match=said):
        excerpts.of_layers(CHAIN, layers)
