"""What holds for every measure, whichever it is: its words, its shape, and what it must not depend on."""

from __future__ import annotations

import inspect
import re

import pytest
from hypothesis import given, settings

from kg import centrality
from kg.centrality import MEASURES, MODES, Measure
from kg.errors import AskerError
from kg.incidence import Incidence
from kg.projections import Projection
from kg.twomode import Affiliation
from tests.worlds import WORLDS, affiliations, by_node, exact, large, renamed, sides, twins

EVERY = {**WORLDS, **{f"large {seed}": large(seed) for seed in range(3)}}
MADE = ("degree", "birank", "hits", "latapy", "redundancy", "interlock", "overlap", "nestedness", "diversity")


def near(scores: dict[str, float]) -> object:
    """The same scores but for the last bits."""
    return pytest.approx(scores, rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_a_measure_says_what_it_is(measure: Measure) -> None:
    told = inspect.getdoc(measure.score) or ""
    for part in ("Formula: ", "Edge cases: ", "Reference: ", "(nodes,)", ">>> "):
        assert part in told, part
    assert measure.mode in MODES and measure.says and measure.formula and "\n" not in measure.formula
    assert measure.references and all(re.fullmatch(r"[a-z]+\d{4}[a-z]*", key) for key in measure.references)
    for key in measure.references:
        assert re.sub(r"\D", "", key) in told, f"{key} is not in the docstring"


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_a_measure_takes_a_projection_and_options_by_name(measure: Measure) -> None:
    first, *options = inspect.signature(measure.score).parameters.values()
    assert first.name == "projection"
    for option in options:
        assert option.kind is option.KEYWORD_ONLY and option.default is not option.empty


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("world", EVERY.values(), ids=EVERY)
def test_every_measure_scores_every_node_and_leaves_the_graph_alone(world: Affiliation, name: str) -> None:
    for projection in sides(world):
        before = projection.incidence.matrix.copy()
        scores = by_node(projection, MEASURES[name].score(projection))
        assert all(score >= 0 for score in scores.values())
        assert (projection.incidence.matrix != before).nnz == 0


def unrelated(projection: Projection) -> Projection:
    """The same graph with nothing worked out of it yet."""
    fresh = Incidence(projection.incidence.matrix.copy())
    return Projection(fresh, projection.nodes, projection.weight, projection.traits, projection.members)


@pytest.mark.parametrize("name", MEASURES)
def test_a_score_does_not_depend_on_what_was_asked_before(name: str) -> None:
    for projection in sides(large(4)):
        first = MEASURES[name].score(unrelated(projection))
        for other in MEASURES.values():
            other.score(projection)
        assert MEASURES[name].score(projection) == pytest.approx(first, rel=1e-12)


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("world", EVERY.values(), ids=EVERY)
def test_new_names_and_another_order_change_nothing_but_names(world: Affiliation, name: str) -> None:
    other, names = renamed(world)
    for projection, again in zip(sides(world), sides(other), strict=True):
        expected = by_node(projection, MEASURES[name].score(projection))
        found = by_node(again, MEASURES[name].score(again))
        assert found == near({names[node]: score for node, score in expected.items()})


@pytest.mark.parametrize("name", MEASURES)
@settings(exact, max_examples=30)
@given(affiliations())
def test_twins_score_alike(name: str, world: Affiliation) -> None:
    projection = sides(world)[0]
    scores = by_node(projection, MEASURES[name].score(projection))
    traits = [dict(zip(world.places, world.traits("cities", each), strict=True)) for each in MEASURES[name].traits]
    for one, other in twins(world):
        if all(trait[one] == trait[other] for trait in traits):
            assert scores[one] == pytest.approx(scores[other], rel=1e-9, abs=1e-12)


def test_a_measure_is_got_by_its_name() -> None:
    for name, each in MEASURES.items():
        assert centrality.measure(name) is each and each.name == name
    assert {*MADE, "betweenness", "pagerank"} <= set(MEASURES)


@pytest.mark.parametrize(("name", "hint"), [("page-rank", "; did you mean 'pagerank'?"), ("", ""), ("zzz", "")])
def test_an_unknown_measure_is_named_with_the_nearest_and_all(name: str, hint: str) -> None:
    with pytest.raises(AskerError) as raised:
        centrality.measure(name)
    assert str(raised.value) == f"no measure '{name}'{hint}; measures are {', '.join(MEASURES)}"
