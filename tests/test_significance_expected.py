"""Observed beside expected scores, against all graphs with the degrees and by the chances of the model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from kg.errors import AskerError
from kg.incidence import Floats, Incidence
from kg.projections import Projection
from kg.significance import nulls
from kg.significance.bicm import solve
from kg.significance.expected import compare
from tests.matrices import alike, incidence, projection, table

MATRIX = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 1, 1], [0, 0, 0, 1]])


def memberships(each: Projection) -> Floats:
    return each.incidence.sizes.astype(float)


def neighbours(each: Projection) -> Floats:
    return each.degrees.astype(float)


def test_a_score_that_degrees_fix_is_neither_high_nor_low() -> None:
    found = compare(projection(MATRIX), memberships, null="fdsm", draws=10)
    assert found.mean.tolist() == found.observed.tolist() == [2, 2, 2, 1]
    assert (found.sd.tolist(), found.z.tolist(), found.p.tolist()) == ([0] * 4, [0] * 4, [1] * 4)


def test_against_all_graphs_with_these_degrees() -> None:
    there = np.array([projection(each).degrees for each in alike(MATRIX)])
    found = compare(projection(MATRIX), neighbours, null="fdsm", draws=800, seed=2)
    assert found.mean == pytest.approx(there.mean(axis=0), abs=5 * there.std() / np.sqrt(800))
    assert found.sd == pytest.approx(there.std(axis=0), abs=0.1)
    assert found.p == pytest.approx((there >= found.observed).mean(axis=0), abs=0.08)
    assert found.z == pytest.approx((found.observed - found.mean) / found.sd)


def test_against_the_chances_of_the_model() -> None:
    chances = table(solve(incidence(MATRIX)))
    found = compare(projection(MATRIX), memberships, draws=800, seed=2)
    variance = (chances * (1 - chances)).sum(axis=1)
    assert (np.abs(found.mean - MATRIX.sum(axis=1)) < 5 * np.sqrt(variance / 800)).all()
    assert found.sd**2 == pytest.approx(variance, rel=0.2)


def test_mean_deviation_and_p_are_those_of_the_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = [np.array(each) for each in ([3.0, 5.0, 1.0, np.nan], [3.0, 1.0, np.nan, np.nan], [3.0, 3.0, 2.0, np.nan])]
    scores = iter([np.array([4.0, 3.0 + 1e-12, 1.0, np.nan]), *drawn])

    def same(graph: Incidence, null: str, count: int, seed: int) -> Iterator[Incidence]:
        assert (null, count, seed) == ("fdsm", 3, 7)
        return iter([graph] * 3)

    monkeypatch.setattr(nulls, "draws", same)
    found = compare(projection(MATRIX), lambda _: next(scores), null="fdsm", draws=3, seed=7)
    assert found.mean[:3].tolist() == [3.0, 3.0, 1.5]
    assert found.sd[:3] == pytest.approx([0.0, 2.0, np.sqrt(0.5)])
    assert found.valid.tolist() == [3, 3, 2, 0]
    assert found.reached.tolist() == [0, 2, 2, 0]  # equal but for the last bits counts as reached
    assert found.p[:3].tolist() == [1 / 4, 3 / 4, 1.0]
    assert found.z[:3] == pytest.approx([np.inf, 0.0, -np.sqrt(0.5)])
    assert np.isnan([found.mean[3], found.p[3], found.z[3]]).all()


def test_the_seed_decides_and_what_is_known_of_nodes_goes_along() -> None:
    known = Projection(incidence(MATRIX), ("a", "b", "c", "d"), "jaccard", lambda _: ["x", "y", "x", "y"])

    def score(each: Projection) -> Floats:
        assert (each.nodes, each.weight, list(each.traits("region"))) == (known.nodes, "jaccard", ["x", "y", "x", "y"])
        return each.product(np.ones(4))

    first, again, other = (compare(known, score, draws=20, seed=seed) for seed in (1, 1, 2))
    assert (first.mean == again.mean).all() and (first.p == again.p).all()
    assert (first.mean != other.mean).any()


def test_progress_is_told_after_each_draw() -> None:
    said: list[float] = []
    compare(projection(MATRIX), memberships, draws=4, tick=said.append)
    assert said == [0.25, 0.5, 0.75, 1.0]


def test_no_nodes_have_no_scores() -> None:
    found = compare(projection(np.zeros((0, 2), int)), memberships, draws=2)
    assert [each.tolist() for each in (found.observed, found.mean, found.sd, found.z, found.p)] == [[]] * 5


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"null": "fdms"}, "no null model 'fdms'; did you mean 'fdsm'?; null models are bicm, fdsm"),
        ({"draws": 0}, "0 draws are too few; draw at least one"),
    ],
)
def test_what_makes_no_sense_is_said(options: dict[str, str], said: str) -> None:
    with pytest.raises(AskerError) as error:
        compare(projection(MATRIX), memberships, **options)  # type: ignore[arg-type]
    assert str(error.value) == said
