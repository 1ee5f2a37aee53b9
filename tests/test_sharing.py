"""What rows share, summed over classes of twins and over all pairs."""

from __future__ import annotations

import pytest
from hypothesis import given

from kg.centrality.engine import sharing
from kg.centrality.engine.sharing import RATIOS, shared
from kg.twomode import Affiliation
from tests.worlds import TWINS, affiliations, exact, large


@pytest.mark.parametrize("name", RATIOS)
@exact
@given(affiliations())
def test_sums_over_classes_are_sums_over_pairs(name: str, world: Affiliation) -> None:
    found, matrix = shared(world.incidence, RATIOS[name]), world.incidence.matrix.toarray()
    sizes = world.incidence.sizes.astype(float)
    for at, row in enumerate(matrix):
        common = matrix @ row
        values = [
            float(RATIOS[name](common[[other]], sizes[[at]], sizes[[other]])[0])
            for other in range(len(matrix))
            if other != at and common[other]
        ]
        assert found.total[at] == pytest.approx(sum(values), abs=1e-13)
        assert (found.greatest[at], found.others[at]) == (pytest.approx(max(values, default=0)), len(values))


def test_three_ratios_of_two_sizes() -> None:
    """c shares one of its two with each of a and b, and both with d."""
    numbers = {name: float(shared(TWINS.incidence, ratio).total[2]) for name, ratio in RATIOS.items()}
    assert numbers == {"jaccard": 1 + 3 / 2, "simpson": 1 + 3, "largest": 1 + 3 / 2}


def test_the_sums_are_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    world = large(2)
    whole = shared(world.incidence, RATIOS["jaccard"])
    monkeypatch.setattr(sharing, "STEP", 40)
    parts = shared(world.incidence, RATIOS["jaccard"])
    assert (parts.total.tolist(), parts.others.tolist()) == (whole.total.tolist(), whole.others.tolist())
