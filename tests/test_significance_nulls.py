"""Graphs drawn from a null model by its name: the degrees it promises, the seed, and what is no model."""

from __future__ import annotations

import numpy as np
import pytest

from kg.errors import AskerError
from kg.significance.nulls import NULLS, draws
from tests.matrices import incidence

MATRIX = (np.random.default_rng(3).random((12, 9)) < 0.3).astype(int)


@pytest.mark.parametrize("null", NULLS)
def test_degrees_are_kept_exactly_or_on_average(null: str) -> None:
    drawn = np.array([each.matrix.toarray() for each in draws(incidence(MATRIX), null, 300, seed=1)])
    assert drawn.shape == (300, *MATRIX.shape)
    for axis in (1, 2):
        sums, observed = drawn.sum(axis=axis), MATRIX.sum(axis=axis - 1)
        assert np.abs(sums.mean(axis=0) - observed).max() < (1e-12 if null == "fdsm" else 0.5)
        assert (sums == observed).all() == (null == "fdsm")


@pytest.mark.parametrize("null", NULLS)
def test_the_seed_decides(null: str) -> None:
    def drawn(seed: int) -> list[list[list[float]]]:
        return [each.matrix.toarray().tolist() for each in draws(incidence(MATRIX), null, 3, seed)]

    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)
    assert drawn(5)[:2] == [each.matrix.toarray().tolist() for each in draws(incidence(MATRIX), null, 2, seed=5)]


@pytest.mark.parametrize(
    ("null", "count", "said"),
    [
        ("bcm", 5, "no null model 'bcm'; did you mean 'bicm'?; null models are bicm, fdsm"),
        ("chance", 5, "no null model 'chance'; null models are bicm, fdsm"),
        ("bicm", 0, "0 draws are too few; draw at least one"),
    ],
)
def test_what_makes_no_sense_is_said_before_anything_is_drawn(null: str, count: int, said: str) -> None:
    with pytest.raises(AskerError) as error:
        draws(incidence(MATRIX), null, count)
    assert str(error.value) == said
