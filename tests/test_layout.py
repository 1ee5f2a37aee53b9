"""Where things stand: apart from each other, the same on every run, the linked together, in room for their names."""

from __future__ import annotations

import itertools
import math
import random
import time
from collections.abc import Mapping

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.explorer.layout import LEAST, SPACING, positions


def closest(places: dict[str, tuple[int, int]]) -> float:
    return min(math.dist(one, other) for one, other in itertools.combinations(places.values(), 2))


edges = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=60)


def drawn(pairs: list[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_edges_from((f"n{start}", f"n{end}") for start, end in pairs)
    return graph


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


def test_an_empty_graph_has_no_positions() -> None:
    assert positions(nx.Graph()) == {}


def test_a_single_node_stands_in_the_middle_of_its_square() -> None:
    assert positions(drawn([(1, 1)])) == {"n1": (45, 45)}


@settings(max_examples=60, deadline=None)
@given(edges)
def test_every_node_has_its_own_point_and_components_stand_apart(pairs: list[tuple[int, int]]) -> None:
    graph = drawn(pairs)
    places = positions(graph)
    assert (sorted(places), len(set(places.values()))) == (sorted(graph), len(graph))
    part = {node: number for number, nodes in enumerate(nx.connected_components(graph)) for node in nodes}
    between = [math.dist(places[a], places[b]) for a, b in itertools.combinations(graph, 2) if part[a] != part[b]]
    assert [gap for gap in between if gap < SPACING - 2] == []


@settings(max_examples=30, deadline=None)
@given(edges, st.randoms(use_true_random=False))
def test_positions_do_not_depend_on_the_order_of_input(pairs: list[tuple[int, int]], chance: random.Random) -> None:
    turned = [pair[::-1] for pair in chance.sample(pairs, len(pairs))]
    assert positions(drawn(turned)) == positions(drawn(pairs))


@pytest.mark.parametrize(
    "graph",
    [nx.star_graph(300), nx.complete_graph(60), nx.path_graph(200), nx.balanced_tree(3, 4), nx.grid_2d_graph(9, 9)],
    ids=["star", "complete", "path", "tree", "grid"],
)
def test_crowded_graphs_are_pushed_apart(graph: nx.Graph) -> None:
    assert closest(positions(nx.relabel_nodes(graph, str))) > LEAST - 5


def test_loops_and_parallel_edges_move_nothing() -> None:
    plain, more = drawn([(1, 2), (2, 3)]), drawn([(1, 2), (2, 3), (3, 3), (2, 1)])
    assert positions(more) == positions(plain)


def test_the_biggest_component_comes_first_and_small_ones_below() -> None:
    places = positions(drawn([(5, 6), (6, 7), (7, 5), (7, 8), (1, 2), (0, 0)]))
    first = max(places[node][1] for node in ("n5", "n6", "n7", "n8"))
    assert first < min(places[node][1] for node in ("n0", "n1", "n2"))


def test_things_without_links_stand_in_a_square_block_where_there_is_nothing_else() -> None:
    places = positions(drawn([(number, number) for number in range(1, 6)]))
    assert list(places.values()) == [(45, 45), (135, 45), (225, 45), (45, 135), (135, 135)]


def test_things_without_links_stand_below_all_others_in_rows_as_wide() -> None:
    alone = [(number, number) for number in range(50, 62)]
    ring = [(number, number % 25 + 1) for number in range(1, 26)]
    places = positions(drawn([*ring, *alone]))
    linked = [places[f"n{number}"] for number in range(1, 26)]
    block = [places[f"n{number}"] for number, _ in alone]
    right, bottom = (max(place[side] for place in linked) for side in (0, 1))
    assert min(y for _, y in block) >= bottom + SPACING - 1
    assert max(x for x, _ in block) <= right and len({y for _, y in block}) > 2
    assert {(x - 45) % SPACING for x, _ in block} == {0}
    assert len(set(block)) == 12


def test_few_leaves_face_away_from_the_rest() -> None:
    graph = nx.Graph(itertools.combinations("abcde", 2))
    graph.add_edges_from((host, f"{host}-leaf") for host in "abcde")
    places = positions(graph)
    for host in "abcde":
        others = [places[other] for other in "abcde" if other != host]
        middle = [sum(place[side] for place in others) / 4 for side in (0, 1)]
        assert math.dist(places[f"{host}-leaf"], middle) > math.dist(places[host], middle) + LEAST * 0.9


def test_with_room_leaves_too_stand_as_far_apart_as_asked() -> None:
    graph = nx.relabel_nodes(nx.balanced_tree(3, 3), str)
    assert closest(positions(graph, room=70)) > 135
    assert closest(positions(graph)) < 100


def kept(graph: nx.Graph, places: Mapping[str, tuple[float, float]]) -> float:
    """The share of neighbours in the graph that are among as many nearest neighbours in the picture."""
    nodes = list(graph)
    points = np.array([places[node] for node in nodes], float)
    gaps = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))
    order = np.argsort(gaps, axis=1, kind="stable")[:, 1:]
    found = [
        len({nodes[at] for at in row[: len(graph[node])]} & {*graph[node]})
        for node, row in zip(nodes, order, strict=True)
    ]
    return float(sum(found) / (2 * graph.number_of_edges()))


@pytest.mark.parametrize(
    "graph",
    [nx.relaxed_caveman_graph(30, 10, 0.15, seed=1), nx.connected_watts_strogatz_graph(300, 6, 0.1, seed=1),
     nx.grid_2d_graph(15, 20), nx.barabasi_albert_graph(300, 2, seed=1)],
    ids=["caves", "small world", "grid", "hubs"],
)  # fmt: skip
def test_neighbours_stay_neighbours_more_than_with_plain_springs(graph: nx.Graph) -> None:
    named = nx.relabel_nodes(graph, str)
    assert kept(named, positions(named)) > 1.2 * kept(named, nx.spring_layout(named, seed=1))


def test_a_graph_that_lies_in_the_plane_keeps_about_as_many_as_with_plain_springs() -> None:
    whole = nx.relabel_nodes(nx.random_geometric_graph(300, 0.1, seed=12), str)
    graph = nx.Graph(whole.subgraph(max(nx.connected_components(whole), key=len)))
    assert kept(graph, positions(graph)) > 0.85 * kept(graph, nx.spring_layout(graph, seed=1))


def test_a_large_graph_takes_seconds_of_one_processor_only() -> None:
    chance = random.Random(5)
    graph = nx.Graph((f"c{chance.randrange(960)}", f"n{int(chance.random() ** 2 * 40)}") for _ in range(2800))
    start = time.process_time()
    positions(graph)
    assert time.process_time() - start < 3


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


def test_what_has_one_link_stands_around_the_thing_it_is_linked_with() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), *(("a", f"leaf-{number}") for number in range(60))])
    places = positions(graph)
    reach = [math.dist(places["a"], places[f"leaf-{number}"]) for number in range(60)]
    assert max(reach) < 400 < 2 * min(math.dist(places["a"], places[other]) for other in "bc")


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


def test_marks_of_a_large_graph_do_not_touch() -> None:
    graph = nx.relabel_nodes(nx.star_graph(500), str)
    assert closest(positions(graph)) > LEAST - 5
