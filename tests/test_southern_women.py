"""The Southern Women of Davis (1941) against figures that others have printed and that could be read again.

The source is Omar Lizardo's course SOCIOL 208, worked out in R: olizardo.github.io/SOCIOL208, pages cent-tm, prest-tm
and comm-tm-spectral. Of the first it says that closeness is what Borgatti and Everett (1997) print in table 1, column
6, and betweenness, but for rounding, what they print in table 2, column 3. The articles themselves were not seen.
"""

from __future__ import annotations

import numpy as np
import pytest

from kg.centrality import measure
from kg.centrality.twomode.betweenness import twomode_dependencies
from kg.significance import modularity
from tests.worlds import DAVIS, by_node, sides

WOMEN = (
    *("Evelyn Jefferson", "Laura Mandeville", "Theresa Anderson", "Brenda Rogers", "Charlotte McDowd"),
    *("Frances Anderson", "Eleanor Nye", "Pearl Oglethorpe", "Ruth DeSand", "Verne Sanderson", "Myra Liddel"),
    *("Katherina Rogers", "Sylvia Avondale", "Nora Fayette", "Helen Lloyd", "Dorothy Murchison"),
    *("Olivia Carleton", "Flora Price"),
)
EVENTS = tuple(f"E{number}" for number in range(1, 15))
DEGREE = "8 7 8 7 4 4 4 3 4 4 4 6 7 8 5 2 2 2", "3 3 6 4 8 8 10 14 12 5 4 6 3 3"
CLOSENESS = (
    ".800 .727 .800 .727 .600 .667 .667 .667 .706 .706 .686 .727 .774 .800 .727 .649 .585 .585",
    ".524 .524 .564 .537 .595 .688 .733 .846 .786 .550 .537 .564 .524 .524",
)
BETWEENNESS = (
    "9.72 5.17 8.82 4.98 1.07 1.08 0.95 0.68 1.69 1.58 1.65 4.77 7.22 11.42 4.27 0.20 0.51 0.51",
    "0.22 0.21 1.84 0.78 3.80 6.56 13.07 24.60 22.75 1.15 1.98 1.83 0.23 0.23",
)
BETWEENNESS_OF = 2 * 17 * 13, 14 * 13 // 2 + 17 * 16 // 2 + 17 * 13
"""The page divides sums by these, ours are divided by the greatest that there can be: 445 and 452."""
EIGENVECTOR = (
    ".903 .834 1 .845 .454 .564 .616 .486 .637 .589 .504 .594 .748 .712 .542 .355 .188 .188",
    ".280 .297 .499 .347 .635 .647 .757 1 .749 .336 .177 .400 .223 .223",
)


def printed(figures: tuple[str, str]) -> dict[str, float]:
    """The figures of the women and of the events."""
    return dict(zip((*WOMEN, *EVENTS), map(float, " ".join(figures).split()), strict=True))


def scores(name: str, highest: bool = False) -> dict[str, float]:
    """Ours, of both sides; if asked, as shares of the highest of the side."""
    found: dict[str, float] = {}
    for projection in sides(DAVIS):
        own = measure(name).score(projection)
        found |= by_node(projection, own / own.max() if highest else own)
    return found


def rounded(found: dict[str, float], digits: int) -> dict[str, float]:
    return {node: round(score, digits) for node, score in found.items()}


def test_degrees_are_those_of_the_attendance_table() -> None:
    assert scores("degree") == printed(DEGREE)


def test_closeness_is_as_printed() -> None:
    assert rounded(scores("closeness"), 3) == printed(CLOSENESS)


def test_betweenness_is_as_printed_but_for_what_it_is_divided_by() -> None:
    shares: dict[str, float] = {}
    for projection, most in zip(sides(DAVIS), BETWEENNESS_OF, strict=True):
        shares |= by_node(projection, 100 * twomode_dependencies(projection.incidence)[0] / most)
    assert rounded(shares, 2) == printed(BETWEENNESS)
    ours = scores("betweenness")
    assert ours["Evelyn Jefferson"] == pytest.approx(shares["Evelyn Jefferson"] / 100 * 442 / 445)
    assert ours["E8"] == pytest.approx(shares["E8"] / 100 * 448 / 452)


def test_hits_is_the_eigenvector_as_printed() -> None:
    assert rounded(scores("hits", highest=True), 3) == printed(EIGENVECTOR)


def test_the_modularity_of_four_communities_is_as_printed() -> None:
    """The page has each woman's and each event's community of four, and 0.338."""
    women = dict(zip(WOMEN, map(int, "222222244441111433"), strict=True))
    events = dict(zip(EVENTS, map(int, "22222224413111"), strict=True))
    rows, columns = (np.array([of[key] for key in keys]) - 1
                     for of, keys in ((women, DAVIS.places), (events, DAVIS.collectives)))  # fmt: skip
    assert modularity(DAVIS.incidence, rows, columns) == pytest.approx(0.338, abs=5e-4)
