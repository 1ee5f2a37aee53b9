"""How far and how many ways where a step is as long as 1 / weight, on classes of twins.

The distance between twins is that of one step: 1 / `projection.own`. No weight of a node passes the one to its own
twin, so no detour is shorter or as short, and nobody lies between twins. Distances are worked out by Dijkstra's
algorithm over all pairs of classes that share a column: for some thousand classes, no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from kg.centrality.engine.brandes import WIDTH, silent
from kg.errors import OperatorError
from kg.incidence import Floats, Whole, spend
from kg.projections import Projection

NEAR = 1e-12
"""Lengths that differ by less than this share of themselves are equal."""
ARCS = 1e11
"""How many arcs may be looked at: some ten minutes."""
PACE = 1e8
"""How many arcs are looked at in a second, about."""
PAIR = 40
"""Bytes that a pair of classes takes while its length is worked out."""


def lengths(projection: Projection) -> sp.csr_array:
    """1 / weight between different classes that share a column: (classes, classes).

    Raises OperatorError, with the estimate, where that takes too much memory.
    """
    classes = len(projection.own)
    pairs = projection.incidence.adjacency.degrees(np.ones(classes)).sum()
    spend(pairs, PAIR, f"distances between {classes:,} classes of twins")
    found = [_apart(rows, weights) for rows, weights in projection.blocks()]
    return sp.csr_array(sp.vstack(found)) if found else sp.csr_array((0, 0))


def _apart(rows: Whole, weights: sp.csr_array) -> sp.csr_array:
    """Weights as lengths, without those of a class with itself."""
    own = np.repeat(rows, np.diff(weights.indptr)) == weights.indices
    weights.data = np.where(own, 0.0, 1 / weights.data)
    weights.eliminate_zeros()
    return weights


def distances(steps: sp.csr_array, sources: Whole) -> Iterator[tuple[Whole, Floats]]:
    """Shortest distances over `lengths`, some sources at a time: these, and (sources, classes), inf out of reach.

    A class is at distance 0 from itself: its members are 1 / `projection.own` apart.

    >>> path = sp.csr_array([[0, 1.0, 0], [1, 0, 2], [0, 2, 0]])
    >>> [(block.tolist(), found.tolist()) for block, found in distances(path, np.array([0, 2]))]
    [([0, 2], [[0.0, 1.0, 3.0], [3.0, 2.0, 0.0]])]
    """
    for at in range(0, len(sources), WIDTH):
        block = sources[at : at + WIDTH]
        yield block, np.asarray(csgraph.dijkstra(steps, indices=block))


def carried(projection: Projection, times: Whole, tick: Callable[[float], None] = silent) -> Floats:
    """What a member of each class carries for paths from so many members of each class: (classes,).

    As `brandes.carried`, summed. Raises OperatorError, with the estimate, where it takes too much memory or time.
    """
    sources, steps = np.flatnonzero(times), lengths(projection)
    if len(sources) * steps.nnz > ARCS:
        raise OperatorError(
            f"shortest paths by weight from {len(sources):,} classes over {steps.nnz:,} arcs take about "
            f"{len(sources) * steps.nnz / PACE / 3600:,.1f} hours; draw fewer sources, or leave out weights"
        )
    sums, done = np.zeros(len(times)), 0
    for block, found in distances(steps, sources):
        for source, away in zip(block, found, strict=True):
            sums += times[source] * _carried(steps, int(source), away, projection.incidence.twins.sizes)
        done += len(block)
        tick(done / len(sources))
    return sums


def _carried(steps: sp.csr_array, source: int, away: Floats, sizes: Whole) -> Floats:
    """What a member of each class carries for one source, `away` from it as given: (classes,)."""
    tails, heads = _tight(steps, away)
    twins = sizes.astype(float)
    twins[source] = 1.0
    ways = front = np.where(np.arange(len(away)) == source, 1.0, 0.0)
    while front.any():
        front = np.bincount(heads, (front * twins)[tails], len(away))
        ways = ways + front
    sent = np.divide(twins, ways, out=np.zeros(len(away)), where=ways > 0)
    found = np.zeros(len(away))
    while sent.any():
        gained = np.bincount(tails, sent[heads], len(away))
        found, sent = found + gained, gained * twins
    found *= ways
    found[source] = 0.0
    return found


def _tight(steps: sp.csr_array, away: Floats) -> tuple[Whole, Whole]:
    """The arcs on shortest paths from a source: from which class, to which."""
    rows = np.diff(steps.indptr)
    before, after = np.repeat(away, rows), away[steps.indices]
    with np.errstate(invalid="ignore"):
        chosen = (before < after) & (before + steps.data <= after * (1 + NEAR))
    where = np.flatnonzero(chosen)
    return np.searchsorted(steps.indptr, where, side="right") - 1, steps.indices[where].astype(np.int64)
