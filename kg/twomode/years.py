"""Which statements hold in which year: the rule of a look at a date, for all years at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kg.dates import AsOf
from kg.errors import AskerError, nearest
from kg.incidence import Truths, Whole
from kg.twomode.ties import Link

UNDATED = ("keep", "drop")


def holding(links: Sequence[Link], years: Iterable[int], undated: str = "keep") -> Iterator[tuple[Whole, AsOf]]:
    """For each year the positions of the links that hold in it, and how many do, by whether they bear a date.

    A link holds from the first of its `years` to the last; one that bears no date itself never with `undated="drop"`.
    Raises AskerError, at once, for another word.

    >>> links = [Link("Oslo", "ICORN", "membership", start="2006"), Link("Lima", "UCLG", "membership")]
    >>> [(held.tolist(), count.held, count.undated) for held, count in holding(links, [2005, 2006])]
    [([1], 0, 1), ([0, 1], 1, 1)]
    """
    if undated not in UNDATED:
        raise AskerError(f"no rule '{undated}' for undated statements{nearest(undated, UNDATED)}; keep or drop them")
    spans = np.array([link.years for link in links], np.int64).reshape(-1, 2)
    dated = np.fromiter((link.dated for link in links), bool, len(links))
    wanted = dated | (undated == "keep")
    return (_year(year, wanted & (spans[:, 0] <= year) & (year <= spans[:, 1]), dated) for year in years)


def _year(year: int, holds: Truths, dated: Truths) -> tuple[Whole, AsOf]:
    counts = (int((holds & dated).sum()), int((~holds).sum()), int((holds & ~dated).sum()))
    return np.flatnonzero(holds), AsOf(str(year), *counts)
