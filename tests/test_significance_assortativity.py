"""Mixing against networkx on the explicit graph and against sums over pairs; permutations against all of them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import permutations

import networkx as nx
import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import incidence as incidences
from kg.affiliations import affiliation
from kg.errors import AskerError, OperatorError
from kg.projections import WEIGHTS, Projection, project
from kg.significance.assortativity import assort
from tests.matrices import Matrix, exact, incidence, matrices

CHAIN = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1], [0, 0, 1]])


def mixed(matrix: Matrix, traits: Sequence[str], weight: str = "count") -> Projection:
    """A projection whose nodes have these traits."""
    nodes = tuple(f"n{at:03}" for at in range(len(matrix)))
    return Projection(incidence(matrix), nodes, weight, lambda _: list(traits))


def graph_of(projection: Projection, traits: Sequence[str]) -> nx.Graph:
    """The explicit graph of the nodes that have the trait."""
    graph = projection.to_networkx()
    nx.set_node_attributes(graph, dict(zip(projection.nodes, traits, strict=True)), "trait")
    return graph.subgraph([node for node, trait in graph.nodes(data="trait") if trait])


worlds = matrices(7, 5).flatmap(
    lambda matrix: st.tuples(
        st.just(matrix), st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=len(matrix), max_size=len(matrix))
    )
)


@exact
@given(worlds)
def test_each_link_once_is_what_networkx_gives(world: tuple[Matrix, list[str]]) -> None:
    projection = mixed(*world)
    graph = graph_of(projection, world[1])
    found = assort(projection, "trait", permutations=0)
    assert found.known == len(graph)
    if not graph.number_of_edges():
        assert np.isnan(found.coefficient) and not found.mixing.any()
        return
    place = {label: at for at, label in enumerate(found.labels)}
    assert found.mixing == pytest.approx(nx.attribute_mixing_matrix(graph, "trait", mapping=place), abs=1e-12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of one trait only: 0 / 0
        expected = nx.attribute_assortativity_coefficient(graph, "trait")
    if not np.isnan(found.coefficient) or (found.mixing > 0).sum() > 1:
        assert found.coefficient == pytest.approx(expected, abs=1e-9)


@exact
@given(worlds, st.sampled_from(WEIGHTS))
def test_weighted_links_count_by_their_weight(world: tuple[Matrix, list[str]], weight: str) -> None:
    projection = mixed(*world, weight)
    graph = graph_of(projection, world[1])
    found = assort(projection, "trait", weighted=True, permutations=0)
    expected = np.zeros((len(found.labels),) * 2)
    for u, v, load in graph.edges(data="weight"):
        ends = [found.labels.index(graph.nodes[node]["trait"]) for node in (u, v)]
        np.add.at(expected, (ends, ends[::-1]), load)
    total = expected.sum() or 1.0
    assert found.mixing == pytest.approx(expected / total, abs=1e-9)


def test_permutations_against_all_there_are() -> None:
    """Five nodes, one without the trait: the 24 ways to deal it out give mean, deviation and p."""
    traits = ["", "a", "a", "b", "b"]
    found = assort(mixed(CHAIN, traits), "trait", permutations=3000, seed=1)
    every = np.array([assort(mixed(CHAIN, ["", *dealt]), "trait", permutations=0).coefficient
                      for dealt in permutations(traits[1:])])  # fmt: skip
    assert found.mean == pytest.approx(every.mean(), abs=5 * every.std() / np.sqrt(3000))
    assert found.sd == pytest.approx(every.std(), rel=0.1)
    assert found.p == pytest.approx((every >= found.coefficient - 1e-12).mean(), abs=0.05)


def test_all_links_between_equals_is_one_and_all_between_unlike_is_minus_one() -> None:
    pairs = np.array([[1, 0], [1, 0], [0, 1], [0, 1]])
    assert assort(mixed(pairs, "aabb"), "trait", permutations=0).coefficient == pytest.approx(1)
    assert assort(mixed(pairs, "abab"), "trait", permutations=0).coefficient == pytest.approx(-1)


def test_the_observed_graph_counts_as_one_permutation() -> None:
    matrix = np.repeat(np.eye(4, dtype=int), 5, axis=0)
    found = assort(mixed(matrix, "a" * 5 + "b" * 5 + "c" * 5 + "d" * 5), "trait", permutations=99)
    assert found.coefficient == pytest.approx(1)
    assert found.p == 1 / 100
    assert found.mean == pytest.approx(-1 / 19, abs=0.05)


@pytest.mark.parametrize("traits", ["", "aaaaa", "a", "    b"])
def test_one_trait_or_none_says_nothing(traits: str) -> None:
    found = assort(mixed(CHAIN, [trait.strip() for trait in traits.ljust(5)]), "trait", permutations=9)
    assert np.isnan([found.coefficient, found.mean, found.sd, found.p]).all()
    assert found.permutations == 0


def test_the_seed_decides_and_progress_goes_up() -> None:
    said: list[float] = []
    first = assort(mixed(CHAIN, "aabba"), "trait", permutations=20, seed=4, tick=said.append)
    assert first.mean == assort(mixed(CHAIN, "aabba"), "trait", permutations=20, seed=4).mean
    assert first.mean != assort(mixed(CHAIN, "aabba"), "trait", permutations=20, seed=5).mean
    assert said == [at / 20 for at in range(1, 21)]


def test_too_many_traits_for_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidences, "MEMORY", 100)
    with pytest.raises(OperatorError, match=r"^sums over 2 traits take about 0\.0 GB, more than"):
        assort(mixed(CHAIN, "aabba"), "trait")


def test_what_makes_no_sense_is_said() -> None:
    with pytest.raises(AskerError, match=r"^-1 permutations make no sense; say 0 or more$"):
        assort(mixed(CHAIN, "aabba"), "trait", permutations=-1)
    with pytest.raises(AskerError, match="no trait 'climate'"):
        assort(Projection(incidence(CHAIN), tuple("abcde")), "climate")


@pytest.mark.parametrize("trait", ["language", "country"])
def test_shipped_cities_meet_their_like_more_than_by_chance(store: ox.Store, trait: str) -> None:
    found = assort(project(affiliation(store)), trait, permutations=99)
    assert found.known > 900 and len(found.labels) > 30
    assert 0 < found.coefficient < 1 and found.mean < found.coefficient
    assert found.p == 0.01
