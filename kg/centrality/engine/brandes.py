"""How many ways: shortest paths counted from many sources at once, on classes of twins.

The algorithm is Brandes's (2001). Forward, level by level, it counts the ways (shortest paths) from a source to each
node; backward it sums what each node carries:

    ways(v) = sum over predecessors w of n(w) ways(w)
    carried(w) = sum over successors v of n(v) ways(w) / ways(v) * (wanted(v) + carried(v))

A node is a class of n(v) twins, all alike, and a source is one member of its class. The other members are as far from
everything as the source is, so they lie on none of its ways and are left out of the search; whoever calls adds what
lies between twins. Sources are searched some at a time, as columns of dense tables: the work is products of a sparse
matrix with a block of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse import csgraph

from kg.incidence import Floats, Truths, Whole

WIDTH = 64
"""How many sources are searched at a time."""
MANY = 2.0**400
"""From so many ways on they are counted in larger units, lest they pass what a float holds."""

Levels = npt.NDArray[np.unsignedinteger]


def silent(done: float) -> None:
    """Tell nobody which share is done."""


@dataclass(frozen=True, eq=False)
class Web:
    """What is searched: one table of nodes, or two whose nodes are linked with those of the other only.

    `steps[i]` sums values over neighbours, from table i to the other one (or the same, if it is alone):
    (nodes, …) → (nodes, …). `sizes[i]` says how many twins each node stands for, `parts[i]` in which component it is.
    """

    steps: tuple[Callable[[Floats], Floats], ...]
    sizes: tuple[Floats, ...]
    parts: tuple[Whole, ...]

    def table(self, start: int, level: int) -> int:
        """The table of the nodes that are `level` steps away from nodes of table `start`."""
        return (start + level) % len(self.steps)


@dataclass(frozen=True, eq=False)
class Ways:
    """What a search forward finds, for each table: (nodes, sources).

    `counts` are the ways from each source, `levels` the steps; both are 0 for the source and what it does not reach.
    From level to level the unit of the counts may grow: `units` says by how much, for each level from 1 on.
    """

    counts: list[Floats]
    levels: list[Levels]
    units: list[Floats]


def components(matrix: sp.csr_array) -> tuple[Whole, Whole]:
    """In which component each row and each column of a two-mode graph is, as numbers from 0.

    >>> rows, columns = components(sp.csr_array([[1.0, 0], [1, 0], [0, 1]]))
    >>> rows.tolist(), columns.tolist()
    ([0, 0, 1], [0, 1])
    """
    whole = sp.csr_array(sp.block_array([[None, matrix], [matrix.T, None]]))
    _, found = csgraph.connected_components(whole, directed=False)
    return found[: matrix.shape[0]].astype(np.int64), found[matrix.shape[0] :].astype(np.int64)


def carried(
    web: Web, start: int, sources: Whole, wanted: tuple[Floats, ...], tick: Callable[[float], None] = silent
) -> Iterator[tuple[slice, list[Floats]]]:
    """What each node carries for each source, some sources at a time: where they stand, and a table for each table.

    `sources` are nodes of table `start`; `wanted[i]` weighs the nodes of table i as ends of a path, (nodes,).
    A source carries nothing of its own. `tick` is told which share of the sources is done.
    """
    for at in range(0, len(sources), WIDTH):
        block = sources[at : at + WIDTH]
        yield slice(at, at + len(block)), back(web, start, wanted, forth(web, start, block))
        tick((at + len(block)) / len(sources))


def forth(web: Web, start: int, sources: Whole) -> Ways:
    """The ways from each source to all nodes that it reaches."""
    shapes = [(len(sizes), len(sources)) for sizes in web.sizes]
    small = np.min_scalar_type(sum(len(sizes) for sizes in web.sizes))
    ways = Ways([np.zeros(shape) for shape in shapes], [np.zeros(shape, small) for shape in shapes], [])
    seen = [parts[:, None] != web.parts[start][sources] for parts in web.parts]
    front = np.zeros(shapes[start])
    each = (sources, np.arange(len(sources)))
    front[each], seen[start][each] = 1.0, True
    while not all(known.all() for known in seen):
        level = len(ways.units) + 1
        table = web.table(start, level)
        front = web.steps[web.table(start, level - 1)](front)
        np.copyto(front, 0.0, where=seen[table])
        ways.units.append(_unit(front))
        front *= ways.units[-1]
        _reach(ways.counts[table], ways.levels[table], seen[table], front, level)
        front *= web.sizes[table][:, None]
    return ways


def _unit(front: Floats) -> Floats:
    """What to multiply the counts of each source with so that they stay in range, a power of two: (sources,)."""
    highest = front.max(axis=0, initial=0.0)
    return np.where(highest > MANY, np.exp2(-np.floor(np.log2(np.maximum(highest, 1.0)))), 1.0)


def _reach(counts: Floats, levels: Levels, seen: Truths, front: Floats, level: int) -> None:
    """Note what is reached at a level."""
    fresh = front > 0
    counts += front
    np.copyto(levels, levels.dtype.type(level), where=fresh)
    seen |= fresh


def back(web: Web, start: int, wanted: tuple[Floats, ...], ways: Ways) -> list[Floats]:
    """What each node carries for each source, a table (nodes, sources) for each table."""
    found = [np.zeros_like(counts) for counts in ways.counts]
    for level in range(len(ways.units), 1, -1):
        here, there = web.table(start, level), web.table(start, level - 1)
        share = found[here] + wanted[here][:, None]
        share *= web.sizes[here][:, None]
        share /= np.where(ways.levels[here] == level, ways.counts[here], np.inf)
        gained = web.steps[here](share)
        gained *= ways.counts[there]
        gained *= ways.units[level - 1]
        np.copyto(found[there], gained, where=ways.levels[there] == level - 1)
    return found
