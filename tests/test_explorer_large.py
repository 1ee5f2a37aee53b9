"""The explorer with thousands of things: bounded work, a first view to read, rows without repetition."""

from __future__ import annotations

import itertools
import json
import math
import random
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import explorer
from kg.explorer.columns import columns
from kg.explorer.layout import CORE, LEAST, positions
from kg.explorer.overview import HUBS, MOST, first
from kg.explorer.springs import settled, sunflower
from tests.test_explorer import Reader, closest, unpacked


def many(cities: int, networks: int = 40, countries: int = 20, seed: int = 5) -> nx.MultiDiGraph:
    """Cities that each join one to three networks, each in a country; one country, city and network without links."""
    chance, graph = random.Random(seed), nx.MultiDiGraph()
    sorts = (("city", "City", cities), ("network", "Network", networks), ("country", "Country", countries))
    for kind, type_, number in sorts:
        for each in [*range(number), "alone"]:
            graph.add_node(f"{kind}-{each}", name=f"{type_} {each}", kind=kind, type=type_, country="")
    for city in range(cities):
        for net in {int(chance.random() ** 2 * networks) for _ in range(chance.choice((1, 1, 1, 2, 3)))}:
            graph.add_edge(f"city-{city}", f"network-{net}", key=f"m-{city}-{net}", relation="memberOf", role="member")
        graph.add_edge(
            f"city-{city}", f"country-{city % countries}", key=f"in-{city}", relation="inCountry", role=""
        )  # fmt: skip
    return graph


def countries(graph: nx.MultiDiGraph) -> list[str]:
    return [node for node, own in graph.nodes(data=True) if own["kind"] == "country"]


# Where thousands of things stand


def test_thousands_of_things_stand_apart() -> None:
    graph = many(2500)
    places = positions(nx.Graph(graph), countries(graph))
    squares: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in places.values():
        squares.setdefault((x // LEAST, y // LEAST), []).append((x, y))
    around = list(itertools.product((-1, 0, 1), repeat=2))
    gaps = [
        math.dist(one, other)
        for (column, row), points in squares.items()
        for one in points
        for right, down in around
        for other in squares.get((column + right, row + down), ())
        if one < other
    ]
    assert (len(places), len(set(places.values()))) == (len(graph), len(graph))
    assert min(gaps) > LEAST - 5


def test_springs_never_lay_out_more_than_the_core(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def watched(radii: Any, links: Any) -> Any:
        sizes.append(len(radii))
        return settled(radii, links)

    monkeypatch.setattr("kg.explorer.layout.settled", watched)
    graph = nx.relabel_nodes(nx.cycle_graph(CORE + 300), str)
    assert len(positions(graph)) == CORE + 300
    assert sizes == [CORE]


def test_what_has_one_link_stands_around_the_thing_it_is_linked_with() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), *(("a", f"leaf-{number}") for number in range(60))])
    places = positions(graph)
    reach = [math.dist(places["a"], places[f"leaf-{number}"]) for number in range(60)]
    assert max(reach) < 400 < 2 * min(math.dist(places["a"], places[other]) for other in "bc")


def test_a_thing_with_several_links_and_no_place_in_the_core_stands_with_the_smallest_of_them() -> None:
    graph = nx.complete_graph(CORE)
    graph = nx.relabel_nodes(graph, {each: f"hub-{each:03}" for each in graph})
    graph.add_edges_from([("leaf", "hub-000"), ("city", "hub-000"), ("city", "hub-001"), ("city", "hub-002")])
    graph.remove_edges_from([("hub-002", f"hub-{each:03}") for each in range(100, 200)])
    places = positions(graph)
    assert min(graph["city"], key=lambda hub: math.dist(places["city"], places[hub])) == "hub-002"


def test_countries_shape_nothing_and_stand_around_the_rest() -> None:
    graph = many(200)
    places, without = (positions(nx.Graph(each), countries(graph)) for each in (graph, _landless(graph)))
    main = max(nx.connected_components(nx.Graph(_landless(graph))), key=len)
    one, *others = sorted(main)
    shift = tuple(places[one][side] - without[one][side] for side in (0, 1))
    moved = {node: math.dist(places[node], (without[node][0] + shift[0], without[node][1] + shift[1])) for node in main}
    assert max(moved.values()) < 2
    middle = [sum(places[node][side] for node in main) / len(main) for side in (0, 1)]
    rim = max(math.dist(places[node], middle) for node in main)
    assert all(math.dist(places[f"country-{each}"], middle) > rim * 0.9 for each in range(20)) and others


def _landless(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    made = graph.copy()
    made.remove_nodes_from([f"country-{each}" for each in range(20)])
    return made


def test_a_country_keeps_those_who_are_linked_with_nothing_else() -> None:
    graph = nx.Graph([("a", "net"), ("b", "net"), ("a", "land"), ("lone", "land"), ("other", "land")])
    places = positions(graph, ["land", "nowhere"])
    near = [math.dist(places["land"], places[node]) for node in ("lone", "other")]
    assert max(near) < 150 < min(math.dist(places["land"], places[node]) for node in ("a", "b", "net"))


@given(st.integers(1, 300), st.floats(0, 200))
def test_a_sunflower_begins_at_its_rim(number: int, start: float) -> None:
    spots = sunflower(number, start, 40)
    far = np.hypot(spots[:, 0], spots[:, 1])
    assert (far >= start - 1e-6).all() and (np.diff(far) > 0).all()


def test_discs_of_any_size_do_not_cover_each_other() -> None:
    radii = np.array([200.0, *[30.0] * 50, 90.0, 90.0])
    links = np.zeros((len(radii), len(radii)))
    links[0, 1:] = links[1:, 0] = 1
    points = settled(radii, links)
    gaps = [math.dist(points[a], points[b]) - radii[a] - radii[b] for a, b in itertools.combinations(range(53), 2)]
    assert min(gaps) > -2
    assert settled(radii, links).tolist() == points.tolist()


# What is shown first


def test_a_small_graph_is_shown_whole() -> None:
    graph = nx.empty_graph(MOST)
    assert first(graph, list(graph), []) == set(graph)


def test_the_overview_is_hubs_and_those_that_tie_them_together() -> None:
    graph = many(1000)
    chosen = first(nx.Graph(graph), countries(graph), [f"network-{each}" for each in range(40)])
    hubs = {node for node in chosen if node.startswith("network")}
    ties = {node: len({*graph[node]} & hubs) for node in graph if node.startswith("city-")}
    assert (len(chosen), hubs) == (MOST, {f"network-{each}" for each in range(40)})
    assert min(ties[node] for node in chosen - hubs) >= max(ties[node] for node in ties if node not in chosen)


def test_hubs_leave_room_for_others_and_things_without_a_link_are_no_part_of_it() -> None:
    graph = many(1000, networks=100)
    kinds = nx.get_node_attributes(graph, "kind")
    chosen = first(nx.Graph(graph), countries(graph), [node for node in graph if kinds[node] == "network"])
    assert sum(kinds[node] == "network" for node in chosen) == HUBS
    assert {kinds[node] for node in chosen} == {"network", "city"}
    assert not chosen & {"city-alone", "network-alone", "country-alone"}


def test_a_graph_without_collectives_shows_the_most_linked() -> None:
    graph = nx.relabel_nodes(nx.star_graph(400), str)
    chosen = first(graph, [], [])
    assert (len(chosen), "0" in chosen) == (MOST, True)


# Rows without repetition


values = st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["", "a", "é", "long and repeated"])


@given(st.lists(st.fixed_dictionaries({"a": values, "b": st.lists(values, max_size=2)}), max_size=20))
def test_columns_hold_every_row(rows: list[dict[str, Any]]) -> None:
    assert list(unpacked(json.loads(json.dumps(columns(rows))))) == rows


def test_columns_fill_what_a_row_lacks() -> None:
    assert list(unpacked(columns([{"a": 1}, {"b": "x"}]))) == [{"a": 1, "b": None}, {"a": None, "b": "x"}]


def test_one_is_not_true() -> None:
    values = [True, 1, 1, 1.0, True] * 20
    assert [str(row["a"]) for row in unpacked(columns([{"a": value} for value in values]))] == [*map(str, values)]


def test_a_place_is_written_once_however_many_links_rest_on_it() -> None:
    graph, place = many(400), "members-2024, The list of all members, p001"
    net = explorer.network(graph, {key: [place] for _, _, key in graph.edges(keys=True)})
    html = explorer.page(net, "title", "subtitle")
    assert json.dumps(Reader(html).payload).count(place) == 1
    assert [edge["evidence"] for edge in Reader(html).rows("links")] == [[place]] * graph.number_of_edges()


def test_a_page_grows_by_little_for_each_thing_and_link() -> None:
    small, large = (explorer.page(explorer.network(many(number)), "t", "s") for number in (500, 2500))
    assert (len(large) - len(small)) / 2000 < 120


def test_marks_of_a_large_graph_do_not_touch() -> None:
    graph = nx.relabel_nodes(nx.star_graph(500), str)
    assert closest(positions(graph)) > LEAST - 5
