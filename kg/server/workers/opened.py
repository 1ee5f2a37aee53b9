"""A prepared build as a worker holds it: two stores on disk, and what is made from them once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

Kept = TypeVar("Kept")
COPIES = 2


class Opened:
    """`graph` holds everything in the default graph; `dataset` has, beside that, one named graph per source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.graph = ox.Store.read_only(str(folder / "graph"))
        self.dataset = ox.Store.read_only(str(folder / "dataset"))
        self._kept: dict[Callable[[ox.Store], Any], Any] = {}
        self._together: OrderedDict[tuple[tuple[str, ...], tuple[str, ...]], ox.Store] = OrderedDict()

    def kept(self, make: Callable[[ox.Store], Kept]) -> Kept:
        """What a function makes of the graph, made once."""
        if make not in self._kept:
            self._kept[make] = make(self.graph)
        found: Kept = self._kept[make]
        return found

    def together(self, default: tuple[str, ...], named: tuple[str, ...]) -> ox.Store:
        """The graphs `default` as one default graph, in which a triple of several stands once, beside those `named`.

        The engine itself gives such a triple once for each of the graphs. The last few are kept.
        """
        key = default, named
        if key not in self._together:
            while len(self._together) >= COPIES:
                self._together.popitem(last=False)
            self._together[key] = self._merged(default, named)
        self._together.move_to_end(key)
        return self._together[key]

    def _merged(self, default: tuple[str, ...], named: tuple[str, ...]) -> ox.Store:
        copy = ox.Store()
        for name in default:
            found = self.dataset.quads_for_pattern(None, None, None, ox.NamedNode(name))
            copy.bulk_extend(ox.Quad(*each.triple) for each in found)
        for name in named:
            copy.bulk_extend(self.dataset.quads_for_pattern(None, None, None, ox.NamedNode(name)))
        return copy

    @cached_property
    def names(self) -> frozenset[str]:
        """The addresses of the named graphs."""
        return frozenset(each.value for each in self.dataset.named_graphs() if isinstance(each, ox.NamedNode))
