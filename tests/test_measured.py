"""What measures say, in the rows that the page takes."""

from __future__ import annotations

import networkx as nx

from kg.explorer import About, measured, network
from kg.explorer.payload import payload
from kg.twomode import Affiliation

PAIRS = [("a", "X"), ("b", "X"), ("b", "Y"), ("c", "Y"), ("c", "Z")]


def world() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for node in "abcXYZ":
        graph.add_node(node, name=f"The {node}", kind="city" if node.islower() else "network")
    graph.add_node("land", name="Land", kind="country")
    for place, collective in PAIRS:
        graph.add_edge(place, collective, key=f"{place}{collective}", relation="memberOf")
        graph.add_edge(place, "land", key=f"{place}-land", relation="inCountry")
    return graph


def test_about_is_filled_and_keeps_what_it_had() -> None:
    found = measured(About(whole={"title": "T"}, files=[{"key": "k"}]), Affiliation.from_pairs(PAIRS), world())
    assert (found.whole["title"], found.files) == ("T", [{"key": "k"}])
    assert "that share a city" in found.whole["backbone"] and "communities in" in found.whole["communities"]
    assert {(tie["from"], tie["to"], tie["shared"]) for tie in found.backbone} == {("X", "Y", 1), ("Y", "Z", 1)}
    assert sorted(found.spots) == ["X", "Y", "Z"]
    assert [measure["name"] for measure in found.measures] == list(found.scores)
    assert {tuple(measure["among"]) for measure in found.measures} == {(3, 3)}
    degrees = {row["node"]: row["value"] for row in found.scores["degree"]}
    assert degrees == {"a": 1, "b": 2, "c": 2, "X": 2, "Y": 2, "Z": 1}
    assert "land" not in found.communities and found.communities["a"] == found.communities["X"]
    assert all("The " in name for name in found.named)


def test_the_payload_takes_it_as_it_is() -> None:
    graph = world()
    read = payload(network(graph), measured(About(), Affiliation.from_pairs(PAIRS), graph))
    assert {(tie["from"], tie["to"]) for tie in read["backbone"]} == {(0, 1), (1, 2)}
    assert set(read["scores"]) == {measure["name"] for measure in read["measures"]}
    assert read["communities"] and read["about"]["backbone"]


def test_what_is_not_in_the_graph_is_not_on_the_page() -> None:
    graph = world()
    about = measured(About(), Affiliation.from_pairs(PAIRS), graph)
    graph.remove_node("X")
    read = payload(network(graph), about)
    assert len(read["backbone"]) == 1
