"""A prepared build as a worker holds it: two stores on disk, and what is made from them once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

Kept = TypeVar("Kept")


class Opened:
    """`graph` holds everything in the default graph; `dataset` has, beside that, one named graph per source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.graph = ox.Store.read_only(str(folder / "graph"))
        self.dataset = ox.Store.read_only(str(folder / "dataset"))
        self._kept: dict[Callable[[ox.Store], Any], Any] = {}

    def kept(self, make: Callable[[ox.Store], Kept]) -> Kept:
        """What a function makes of the graph, made once."""
        if make not in self._kept:
            self._kept[make] = make(self.graph)
        found: Kept = self._kept[make]
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The addresses of the named graphs."""
        return frozenset(each.value for each in self.dataset.named_graphs() if isinstance(each, ox.NamedNode))
