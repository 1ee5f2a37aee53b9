"""Measures of the unbuilt projection that need no search: by hand, by brute force, by networkx on the built one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import incidence, projections
from kg.centrality import MEASURES
from kg.centrality.engine import algebra, triads
from kg.centrality.projected.brokerage import ROLES, brokerage, roles
from kg.centrality.projected.clustering import clustering
from kg.centrality.projected.constraint import constraint
from kg.centrality.projected.core import core
from kg.centrality.projected.effective_size import effective_size
from kg.centrality.projected.eigenvector import eigenvector
from kg.centrality.projected.katz import katz
from kg.centrality.projected.pagerank import pagerank
from kg.centrality.projected.participation import participation
from kg.centrality.projected.strength import strength
from kg.errors import AskerError, OperatorError
from kg.incidence import Floats, Incidence
from kg.projections import WEIGHTS, Projection, project
from kg.twomode import Affiliation
from tests import worlds
from tests.worlds import by_node, exact

Measured = Callable[[Projection], Floats]


def matrix(projection: Projection) -> Floats:
    """The weights of the built projection, as an array."""
    graph = projection.to_networkx()
    return np.asarray(nx.to_numpy_array(graph, weight="weight")) if len(graph) else np.zeros((0, 0))


def busy(projection: Projection) -> nx.Graph:
    """The built projection without its isolates, on which networkx warns."""
    graph = projection.to_networkx()
    graph.remove_nodes_from(list(nx.isolates(graph)))
    return graph


def of_networkx(projection: Projection, oracle: Callable[..., dict[str, float]]) -> Floats:
    """What a function of networkx says, with the weights; 0 for isolates."""
    graph = busy(projection)
    found = oracle(graph, weight="weight") if len(graph) else {}
    return np.array([found.get(node, 0.0) for node in projection], float)


def strength_oracle(projection: Projection) -> Floats:
    return np.asarray(matrix(projection).sum(axis=1))


def eigenvector_oracle(projection: Projection) -> Floats:
    """The ones, projected onto all eigenvectors of the largest eigenvalue."""
    weights = matrix(projection)
    if not weights.any():
        return np.zeros(len(weights))
    values, vectors = np.linalg.eigh(weights)
    top = vectors[:, values > values[-1] - 1e-8]
    found = top @ (top.T @ np.ones(len(weights)))
    return np.asarray(found / np.linalg.norm(found))


def pagerank_oracle(projection: Projection) -> Floats:
    found = nx.pagerank(projection.to_networkx(), tol=1e-14, max_iter=1000)
    return np.array([found[node] for node in projection])


def katz_oracle(projection: Projection) -> Floats:
    weights = matrix(projection)
    largest = np.linalg.eigvalsh(weights)[-1] if len(weights) else 0.0
    alpha = 0.85 / largest if weights.any() else 0.0
    found = np.linalg.solve(np.eye(len(weights)) - alpha * weights, np.ones(len(weights)))
    return np.asarray(found / np.linalg.norm(found) if len(weights) else found)


def core_oracle(projection: Projection) -> Floats:
    return np.array(list(nx.core_number(projection.to_networkx()).values()), float)


def effective_size_oracle(projection: Projection) -> Floats:
    """Burt's formula, as it stands."""
    weights = matrix(projection)
    found = np.zeros(len(weights))
    for node, row in enumerate(weights):
        known = np.flatnonzero(row)
        share = row / (row.sum() or 1.0)
        found[node] = sum(1 - share @ (weights[other] / weights[other].max()) for other in known)
    return found


def clustering_oracle(projection: Projection) -> Floats:
    return np.array(list(nx.clustering(projection.to_networkx()).values()), float)


def participation_oracle(projection: Projection, trait: str = "region") -> Floats:
    weights, of = matrix(projection), projection.traits(trait)
    found = np.zeros(len(weights))
    for node, row in enumerate(weights):
        if row.any():
            within = [sum(row[other] for other in range(len(row)) if of[other] == group) for group in set(of)]
            found[node] = 1 - sum((part / row.sum()) ** 2 for part in within)
    return found


def roles_oracle(projection: Projection, trait: str = "region") -> dict[str, list[int]]:
    """Every node with every two others, one by one."""
    linked, of = matrix(projection) > 0, projection.traits(trait)
    found = {role: [0] * len(projection) for role in ROLES}
    for broker in range(len(projection)):
        for one, other in itertools.combinations(np.flatnonzero(linked[broker]).tolist(), 2):
            if not linked[one, other]:
                here, there, own = of[one], of[other], of[broker]
                if here == there:
                    role = "coordinator" if here == own else "itinerant"
                else:
                    role = "gatekeeper" if own in (here, there) else "liaison"
                found[role][broker] += 1
    return found


def brokerage_oracle(projection: Projection) -> Floats:
    return np.asarray(np.sum([*roles_oracle(projection).values()], axis=0), float)


ORACLES: dict[str, tuple[Measured, Callable[[Projection], Floats]]] = {
    "strength": (strength, strength_oracle),
    "eigenvector": (eigenvector, eigenvector_oracle),
    "projected-pagerank": (pagerank, pagerank_oracle),
    "katz": (katz, katz_oracle),
    "core": (core, core_oracle),
    "constraint": (constraint, lambda projection: of_networkx(projection, nx.constraint)),
    "effective-size": (effective_size, effective_size_oracle),
    "clustering": (clustering, clustering_oracle),
    "participation": (participation, participation_oracle),
    "brokerage": (brokerage, brokerage_oracle),
}
SIMPLE = ("core", "clustering", "brokerage")
each_measure = pytest.mark.parametrize("name", ORACLES)
each_weight = pytest.mark.parametrize("weight", WEIGHTS)


def agree(projection: Projection, name: str) -> None:
    """Ours and the oracle's scores are the same to 1e-9, of the score or of 1."""
    ours, oracle = ORACLES[name]
    scores = np.array(list(by_node(projection, ours(projection)).values()))
    np.testing.assert_allclose(scores, oracle(projection), rtol=1e-9, atol=1e-9)


@each_measure
def test_every_measure_is_found_by_its_name(name: str) -> None:
    found = MEASURES[name]
    assert (found.score.__wrapped__, found.mode, found.name) == (ORACLES[name][0], "projected", name)  # type: ignore[attr-defined]
    assert found.says and found.formula and found.references
    assert found.traits == (("region",) if name == "participation" else ())
    assert "Edge cases:" in str(found.score.__doc__) and "Reference:" in str(found.score.__doc__)


@each_measure
@each_weight
@pytest.mark.parametrize("world", worlds.WORLDS)
def test_named_worlds_agree_with_the_oracle(world: str, weight: str, name: str) -> None:
    for projection in worlds.sides(worlds.WORLDS[world], weight):
        agree(projection, name)


@each_measure
@given(affiliation=worlds.affiliations(), weight=st.sampled_from(WEIGHTS))
@exact
def test_small_worlds_agree_with_the_oracle(name: str, affiliation: Affiliation, weight: str) -> None:
    agree(project(affiliation, "cities", weight), name)


@pytest.mark.parametrize(
    ("name", "weight"),
    [(name, weight) for name in ORACLES for weight in (["binary"] if name in SIMPLE else WEIGHTS)],
)
def test_a_world_of_several_slices_agrees_with_the_oracle(name: str, weight: str) -> None:
    projection = project(worlds.large(3, places=130, collectives=14), "cities", weight)
    assert len(projection.incidence.twins.sizes) > projections.SLICE > len(projection.nodes) / 3
    agree(projection, name)


@each_measure
@given(affiliation=worlds.affiliations(), weight=st.sampled_from(WEIGHTS), seed=st.integers(0, 9))
@exact
def test_names_and_order_do_not_matter_and_twins_score_the_same(
    name: str, affiliation: Affiliation, weight: str, seed: int
) -> None:
    ours = ORACLES[name][0]
    other, names = worlds.renamed(affiliation, seed)
    projection, again = (project(each, "cities", weight) for each in (affiliation, other))
    scores, moved = by_node(projection, ours(projection)), by_node(again, ours(again))
    assert moved == pytest.approx({names[node]: score for node, score in scores.items()}, rel=1e-10, abs=1e-10)
    if name != "participation":  # twins may be of different regions
        assert all(scores[one] == scores[twin] for one, twin in worlds.twins(affiliation))


@each_measure
def test_a_lone_membership_in_a_collective_of_ones_own_changes_nothing(name: str) -> None:
    ours = ORACLES[name][0]
    more = worlds.words("aX bX bY cY" + "".join(f" b{letter}" for letter in "KLMNOPQRST"))
    for weight in ("count", "newman", "binary"):
        scores = ours(project(more, "cities", weight))
        np.testing.assert_allclose(scores, ours(project(worlds.PATH, "cities", weight)), rtol=1e-12, atol=1e-12)


@each_measure
def test_an_empty_graph_has_no_scores_and_unlinked_nodes_score_as_defined(name: str) -> None:
    ours = ORACLES[name][0]
    assert ours(project(worlds.EMPTY)).tolist() == []
    alone = {"projected-pagerank": 1 / 3, "katz": 1 / math.sqrt(3)}.get(name, 0.0)
    assert ours(project(worlds.UNLINKED)).tolist() == pytest.approx([alone] * 3)


@pytest.mark.parametrize("name", SIMPLE)
def test_the_weight_does_not_matter_to_a_simple_measure(name: str) -> None:
    found = [ORACLES[name][0](project(worlds.DAVIS, "cities", weight)).tolist() for weight in WEIGHTS]
    assert found == [found[0]] * len(WEIGHTS)


# By hand. In TWINS a and b are in X, c and d in X and Y, e in Y, f in none: c and d share two, all else one.


@pytest.mark.parametrize(
    ("weight", "scores"),
    [
        ("count", [3, 3, 5, 5, 2, 0]),
        ("binary", [3, 3, 4, 4, 2, 0]),
        ("newman", [1, 1, 2, 2, 1, 0]),
        ("jaccard", [2, 2, 2.5, 2.5, 1, 0]),
    ],
)
def test_strength_by_hand(weight: str, scores: list[float]) -> None:
    assert strength(project(worlds.TWINS, "cities", weight)).tolist() == pytest.approx(scores, rel=1e-14)


def test_core_numbers_by_hand() -> None:
    assert core(project(worlds.TWINS)).tolist() == [3, 3, 3, 3, 2, 0]


def test_clustering_and_brokerage_by_hand() -> None:
    simple = project(worlds.TWINS)
    assert clustering(simple).tolist() == pytest.approx([1, 1, 4 / 6, 4 / 6, 1, 0])
    assert brokerage(simple).tolist() == [0, 0, 2, 2, 0, 0]


def test_constraint_and_effective_size_by_hand() -> None:
    triangle = project(worlds.words("aX bX cX"), weight="binary")
    assert constraint(triangle).tolist() == pytest.approx([2 * (1 / 2 + 1 / 4) ** 2] * 3)
    assert effective_size(triangle).tolist() == pytest.approx([1.0] * 3)
    both = project(worlds.words("aX bX aY bY bZ cZ"))  # a-b of weight 2, b-c of weight 1
    assert constraint(both).tolist() == pytest.approx([1, 5 / 9, 1])
    assert effective_size(both).tolist() == pytest.approx([1, 2, 1])


def test_effective_size_of_a_simple_graph_is_that_of_borgatti() -> None:
    graph = project(worlds.DAVIS, "cities", "binary")
    expected = nx.effective_size(graph.to_networkx(), nodes=graph.nodes)
    assert by_node(graph, effective_size(graph)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("weight", ["count", "newman", "jaccard"])
def test_effective_size_is_that_of_networkx_node_by_node(weight: str) -> None:
    graph = project(worlds.FULL, "cities", weight)  # for all at once, networkx 3.6.1 takes the wrong end's maximum
    expected = nx.effective_size(graph.to_networkx(), graph.nodes, "weight")
    assert by_node(graph, effective_size(graph)) == pytest.approx(expected, rel=1e-12)


def test_one_collective_that_holds_all_makes_all_equal() -> None:
    star = project(worlds.STAR)
    assert eigenvector(star).tolist() == pytest.approx([0.5] * 4)
    assert pagerank(star).tolist() == pytest.approx([0.25] * 4)
    assert katz(star).tolist() == pytest.approx([0.5] * 4)
    assert core(star).tolist() == [3.0] * 4 and clustering(star).tolist() == [1.0] * 4


# Eigenvectors


def test_where_power_iteration_swings_the_eigenvector_is_found() -> None:
    path = project(worlds.PATH)  # the path a-b-c, which is bipartite
    weights, plain = matrix(path), np.ones(3)
    for _ in range(1000):
        plain = weights @ plain / np.linalg.norm(weights @ plain)
    assert abs(plain - weights @ plain / np.linalg.norm(weights @ plain)).max() > 0.1
    assert eigenvector(path).tolist() == pytest.approx([0.5, math.sqrt(0.5), 0.5], abs=1e-14)


def chain(length: int) -> Projection:
    """A path of so many nodes, each with one collective between it and the next."""
    at = np.arange(length)
    links = Incidence.of([*at[:-1], *at[1:]], [*at[:-1], *at[:-1]], (length, length - 1))
    return Projection(links, tuple(map(str, at)))


@pytest.mark.parametrize("length", [algebra.SMALL - 1, algebra.SMALL + 200])
def test_the_eigenvector_of_a_long_path_is_half_a_wave(length: int) -> None:
    value, vector = algebra.principal(chain(length))
    wave = np.sin(np.pi * np.arange(1, length + 1) / (length + 1))
    assert value == pytest.approx(2 * math.cos(math.pi / (length + 1)), rel=1e-13)
    np.testing.assert_allclose(vector, wave / np.linalg.norm(wave), atol=1e-9)


def test_an_eigenvector_that_is_not_found_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(algebra, "STEPS", 1)
    with pytest.raises(
        OperatorError, match=r"^the two largest eigenvalues of this graph are too close to tell apart; "
    ):
        eigenvector(chain(algebra.SMALL + 200))


def test_only_the_component_with_the_largest_eigenvalue_scores() -> None:
    scores = eigenvector(project(worlds.words("aX bX cY dY eY")))
    assert scores.tolist() == pytest.approx([0, 0, *[1 / math.sqrt(3)] * 3])


def test_components_with_the_same_eigenvalue_share_the_score_as_the_ones_do() -> None:
    two = worlds.words("aX bX bY cY dZ eZ eW fW")  # two paths of three
    half = math.sqrt(0.5)
    assert eigenvector(project(two)).tolist() == pytest.approx([0.5 * half, half * half, 0.5 * half] * 2, abs=1e-14)
    unlike = project(worlds.words("aX bX cX dY eY dZ eZ"))  # a triangle, and two who meet twice: both 2
    assert eigenvector(unlike).tolist() == pytest.approx([1 / math.sqrt(5)] * 5, abs=1e-14)


@given(affiliation=worlds.affiliations(least=1), weight=st.sampled_from(WEIGHTS))
@exact
def test_the_eigenvector_is_one_and_of_norm_one(affiliation: Affiliation, weight: str) -> None:
    projection = project(affiliation, "cities", weight)
    scores, (value, _) = eigenvector(projection), algebra.principal(projection)
    assert (scores >= 0).all() and np.linalg.norm(scores) == pytest.approx(1.0 if value else 0.0)
    np.testing.assert_allclose(projection.product(scores), value * scores, atol=1e-9 * max(value, 1))


# PageRank and Katz with everything that can be said


@given(affiliation=worlds.affiliations(least=2), weight=st.sampled_from(WEIGHTS), data=st.data())
@exact
def test_pagerank_with_jumps_and_dangling_is_that_of_networkx(
    affiliation: Affiliation, weight: str, data: st.DataObject
) -> None:
    projection = project(affiliation, "cities", weight)
    alpha = data.draw(st.sampled_from([0.0, 0.3, 0.85, 0.99]))
    some = st.lists(st.integers(0, 3), min_size=len(projection), max_size=len(projection)).filter(any)
    jumps, onward = (data.draw(st.none() | some) for _ in range(2))
    given = {
        name: dict(zip(projection, values, strict=True)) if values else None
        for name, values in (("personalization", jumps), ("dangling", onward))
    }
    expected = nx.pagerank(projection.to_networkx(), alpha, max_iter=10_000, tol=1e-14, **given)
    found = pagerank(
        projection,
        alpha=alpha,
        personalization=None if jumps is None else np.array(jumps),
        dangling=None if onward is None else np.array(onward),
    )
    assert found.sum() == pytest.approx(1.0, abs=1e-13)
    assert by_node(projection, found) == pytest.approx(expected, abs=1e-9)


@given(affiliation=worlds.affiliations(least=2), weight=st.sampled_from(WEIGHTS), data=st.data())
@exact
def test_katz_is_that_of_networkx(affiliation: Affiliation, weight: str, data: st.DataObject) -> None:
    projection = project(affiliation, "cities", weight)
    alpha = data.draw(st.floats(0, 0.98)) / (algebra.principal(projection)[0] or 1.0)
    beta = data.draw(st.lists(st.integers(0, 3), min_size=len(projection), max_size=len(projection)).filter(any))
    normalized = data.draw(st.booleans())
    expected = nx.katz_centrality_numpy(
        projection.to_networkx(), alpha, dict(zip(projection, beta, strict=True)), normalized, "weight"
    )
    found = katz(projection, alpha=alpha, beta=np.array(beta), normalized=normalized)
    assert by_node(projection, found) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_katz_of_nothing_of_ones_own_is_nothing() -> None:
    assert katz(project(worlds.PATH), beta=0.0).tolist() == [0.0] * 3


@pytest.mark.parametrize("alpha", [-0.1, 1.0, 2.0, math.nan])
def test_pagerank_refuses_an_alpha_out_of_range(alpha: float) -> None:
    with pytest.raises(AskerError, match=r"^alpha is .*; PageRank needs one from 0 to below 1, such as 0\.85$"):
        pagerank(project(worlds.PATH), alpha=alpha)


@pytest.mark.parametrize("values", [[1.0], [0.0, 0.0, 0.0], [1.0, -1.0, 1.0], [1.0, math.nan, 1.0]])
@pytest.mark.parametrize("name", ["personalization", "dangling"])
def test_pagerank_refuses_what_is_no_share_of_each_node(name: str, values: list[float]) -> None:
    options: dict[str, Any] = {name: np.array(values)}
    with pytest.raises(AskerError, match=f"^{name} needs a number from 0 up for each of the 3 nodes"):
        pagerank(project(worlds.PATH), **options)


@pytest.mark.parametrize("alpha", [0.5, 0.7, -0.1, math.nan])
def test_katz_refuses_an_alpha_that_does_not_converge(alpha: float) -> None:
    with pytest.raises(AskerError, match=r"needs one from 0 to below 0\.5, 1 / the largest eigenvalue$"):
        katz(project(worlds.words("aX bX cX")), alpha=alpha)
    assert katz(project(worlds.UNLINKED), alpha=7.0, normalized=False).tolist() == [1.0] * 3


def test_katz_refuses_a_beta_that_is_not_for_each() -> None:
    for wrong in (np.ones(2), np.ones((3, 1)), math.inf):
        with pytest.raises(AskerError, match=r"^beta needs one number, or one for each of the 3 nodes$"):
            katz(project(worlds.PATH), beta=wrong)


def test_equations_without_an_answer_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(algebra, "STEPS", 1)
    with pytest.raises(OperatorError, match=r"come too close to having no answer; choose a smaller alpha$"):
        algebra.solve(project(worlds.LADDER), 1.0, 0.5, np.array([1.0, 0, 0, 0, 0]))


# Groups


@given(affiliation=worlds.affiliations())
@exact
def test_roles_are_those_of_brute_force_and_add_up(affiliation: Affiliation) -> None:
    projection = project(affiliation)
    found = roles(projection)
    assert {role: counts.tolist() for role, counts in found.items()} == roles_oracle(projection)
    assert sum(found.values(), np.zeros(len(projection))).tolist() == brokerage(projection).tolist()


def test_roles_over_several_slices_are_those_of_brute_force() -> None:
    projection = project(worlds.large(5, places=90, collectives=14))
    assert {role: counts.tolist() for role, counts in roles(projection).items()} == roles_oracle(projection)


def middle(regions: str) -> Projection:
    """The path a-b-c, each of a region of one letter."""
    return Projection(project(worlds.PATH).incidence, ("a", "b", "c"), "count", lambda trait: list(regions))


@pytest.mark.parametrize(
    ("regions", "role"),
    [("XXX", "coordinator"), ("XYX", "itinerant"), ("XXY", "gatekeeper"), ("YXX", "gatekeeper"), ("XYZ", "liaison")],
)
def test_each_role_by_hand(regions: str, role: str) -> None:
    found = {name: counts.tolist() for name, counts in roles(middle(regions)).items()}
    assert found == {name: [0, float(name == role), 0] for name in ROLES}


@pytest.mark.parametrize(("regions", "score"), [("XXX", 0.0), ("XYX", 0.0), ("XYZ", 0.5)])
def test_participation_by_hand(regions: str, score: float) -> None:
    assert participation(middle(regions)).tolist() == [0.0, score, 0.0]


def test_nodes_of_no_known_region_are_one_group_more() -> None:
    projection = project(worlds.PATH)
    assert projection.traits("region") == ["", "", ""]
    assert participation(projection).tolist() == [0.0] * 3
    assert roles(projection)["coordinator"].tolist() == [0, 1, 0]


def test_groups_are_of_any_trait_that_there_is() -> None:
    projection = project(worlds.PATH)
    assert participation(projection, trait="name").tolist() == [0.0, 0.5, 0.0]
    assert roles(projection, "name")["liaison"].tolist() == [0, 1, 0]
    for ask in (participation, roles):
        with pytest.raises(AskerError, match="no trait 'regions'; did you mean 'region'"):
            ask(projection, trait="regions")


def test_groups_count_rows_by_class() -> None:
    of, groups = triads.grouped(project(worlds.TWINS), "name")
    assert of.tolist() == [0, 1, 2, 3, 4, 5]
    assert groups.tolist() == [[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 0]]


# What the measures stand on


@each_weight
@given(affiliation=worlds.affiliations(), data=st.data())
@exact
def test_dense_weights_are_the_sparse_ones_turned(weight: str, affiliation: Affiliation, data: st.DataObject) -> None:
    projection = project(affiliation, "cities", weight)
    count = len(projection.incidence.twins.sizes)
    rows = np.array(data.draw(st.lists(st.integers(0, count - 1), unique=True)) if count else [], int)
    np.testing.assert_allclose(projection.dense(rows), projection.weights(rows).toarray().T, rtol=1e-15)


def test_weights_that_are_not_kept_are_worked_out_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    projection = project(worlds.DAVIS, "cities", "jaccard")
    kept = eigenvector(projection)
    monkeypatch.setattr(projections, "MEMORY", 1)
    again = project(worlds.DAVIS, "cities", "jaccard")
    assert eigenvector(again).tolist() == kept.tolist()
    assert "_kept" in vars(projection) and "_kept" not in vars(again)


def test_pairs_that_do_not_fit_in_memory_are_refused_with_the_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    assert clustering(project(worlds.large(1))).any()
    graph = worlds.large(1)
    monkeypatch.setattr(incidence, "MEMORY", 100.0)
    message = r"^the listed pairs take about 0\.0 GB, more than the 0\.0 GB allowed; choose fewer collectives"
    with pytest.raises(OperatorError, match=message):
        clustering(project(graph))
    assert core(project(graph)).any() and constraint(project(graph)).any()  # these keep no pairs
