"""What every measure is: a name, a function of a projection, and the words for a methods section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.incidence import Floats
from kg.projections import Projection

MODES = {
    "two-mode": "on the graph of cities and collectives as it is",
    "projected": "on the graph of who sits with whom, never built",
    "gatherings": "of what gathers members; meant for collectives",
}


@dataclass(frozen=True)
class Measure:
    """A measure: `score` gives a number for each row of the projection's incidence, in order.

    `mode` is one of MODES, `says` a phrase for the reader, `formula` one line of plain text, `references` keys of
    `references.bib`, `traits` what must be known of the nodes ("region"), `draws` on how many random graphs an interval
    of it rests: fewer for a measure that takes long, so that all of them together stay quick.
    """

    name: str
    mode: str
    score: Callable[[Projection], Floats]
    says: str
    formula: str
    references: tuple[str, ...]
    traits: tuple[str, ...] = ()
    draws: int = 200
