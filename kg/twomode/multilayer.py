"""What the layers of an affiliation have in common: who is in both, who only in one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kg.errors import AskerError, nearest
from kg.incidence import Truths
from kg.twomode import Affiliation


@dataclass(frozen=True)
class Overlap:
    """Two layers: how many places have ties in both, only in the first, only in the second; and equal ties.

    `ties` counts pairs of a place and a collective that are tied in both, as a network that is joined and also pays.
    """

    first: str
    second: str
    both: int
    only_first: int
    only_second: int
    ties: int


def overlaps(affiliation: Affiliation) -> list[Overlap]:
    """How each pair of layers overlaps, in the order of the layers; none where there is one layer.

    >>> ties = [("a", "X", "signs"), ("a", "X", "joins"), ("b", "X", "signs"), ("b", "Y", "joins"), ("c", "Y", "joins")]
    >>> two_mode = Affiliation.from_ties(ties, ("signs", "joins"), lambda: None)
    >>> overlaps(two_mode)
    [Overlap(first='signs', second='joins', both=2, only_first=0, only_second=1, ties=1)]
    """
    held = {layer: _holders(affiliation, layer) for layer in affiliation.layers}
    return [
        Overlap(
            first,
            second,
            both=int((held[first] & held[second]).sum()),
            only_first=int((held[first] & ~held[second]).sum()),
            only_second=int((held[second] & ~held[first]).sum()),
            ties=affiliation.layer(first).matrix.multiply(affiliation.layer(second).matrix).nnz,
        )
        for first, second in combinations(affiliation.layers, 2)
    ]


def only(affiliation: Affiliation, layer: str, *without: str) -> list[str]:
    """The places with ties in a layer and none in any of the others named, in order.

    Who signs and never joins is `only(affiliation, "endorsement", "membership")`.
    Raises AskerError for a layer that the affiliation was not made with.

    >>> two_mode = Affiliation.from_ties([("a", "X", "signs"), ("b", "Y", "joins")], ("signs", "joins"), lambda: None)
    >>> only(two_mode, "signs", "joins")
    ['a']
    """
    found = _holders(affiliation, layer)
    for other in without:
        found &= ~_holders(affiliation, other)
    return [affiliation.places[int(at)] for at in np.flatnonzero(found)]


def _holders(affiliation: Affiliation, layer: str) -> Truths:
    """Which places have ties in a layer."""
    if layer not in affiliation.layers:
        raise AskerError(
            f"no layer '{layer}'{nearest(layer, affiliation.layers)} in this graph; "
            f"it was made with {', '.join(affiliation.layers)}"
        )
    return affiliation.layer(layer).sizes > 0
