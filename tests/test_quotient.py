"""The two-mode graph with the twins of both sides taken together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from kg.centrality.engine.quotient import Quotient, settle
from kg.errors import AskerError
from kg.twomode import Affiliation
from tests.worlds import COMPLETE, EMPTY, TWINS, affiliations, exact


def test_twins_of_both_sides_are_taken_together() -> None:
    assert Quotient.of(COMPLETE.incidence).matrix.toarray().tolist() == [[1]]
    quotient = Quotient.of(TWINS.incidence)
    assert quotient.matrix.toarray().tolist() == [[1, 0], [1, 1], [0, 1]]
    assert (quotient.row_degrees.tolist(), quotient.column_degrees.tolist()) == ([1, 2, 1], [4, 3])


def test_the_quotient_of_nothing_is_nothing() -> None:
    assert Quotient.of(EMPTY.incidence).matrix.shape == (0, 0)


@exact
@given(affiliations())
def test_the_quotient_says_all_that_the_graph_says(world: Affiliation) -> None:
    for incidence in (world.incidence, world.incidence.transposed):
        quotient = Quotient.of(incidence)
        rows = quotient.rows.spread(quotient.matrix.toarray())
        assert quotient.columns.spread(rows.T).T.tolist() == incidence.matrix.toarray().tolist()
        assert quotient.rows.spread(quotient.row_degrees).tolist() == incidence.sizes.tolist()


def test_what_is_settled_solves_its_equations() -> None:
    quotient = Quotient.of(TWINS.incidence)
    there, back = quotient.shares(0.5, 1, 0.5)
    found = settle(there, back, 2.0, 3.0, 0.25)
    expected = np.linalg.solve(np.eye(3) - (there @ back).toarray(), 2.0 + there @ np.full(2, 3.0))
    assert found == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("damping", [0.0, 1.0])
def test_a_damping_that_does_not_damp_is_refused(damping: float) -> None:
    with pytest.raises(AskerError, match=r"no damping; say a number above 0 and below 1$"):
        Quotient.of(TWINS.incidence).shares(0, 1, damping)
