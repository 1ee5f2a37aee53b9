"""What the bench of the affiliation engine works on: made affiliations and graphs, in files that any peer reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kg import paths
from kg import store as stores
from kg.twomode import Affiliation
from tests import generator
from tests.benching.writing import say

Shape = tuple[int, int, float]
"""Cities, collectives, and the share of the cities that are in several collectives."""
MADE: dict[str, Shape] = {
    "tiny": (1_000, 20, 0.12),
    "flat": (13_000, 60, 0.12),
    "middle": (10_000, 200, 0.22),
    "large": (100_000, 632, 0.31),
    "huge": (1_000_000, 2_000, 0.12),
}


@dataclass(frozen=True)
class Sizes:
    """How large the input is.

    `store` and `page` have a shape, memberships and triples. `drawn` is how many sources stand for all where a peer
    takes too long, in the projection and in the two-mode graph; `samples` are those that we draw for an estimate.
    """

    made: dict[str, Shape] = field(default_factory=lambda: MADE)
    store: tuple[Shape, int, int] = ((100_000, 300, 0.12), 130_000, 1_000_000)
    page: tuple[Shape, int, int] = ((11_000, 60, 0.12), 13_000, 100_000)
    drawn: tuple[int, int] = (40, 500)
    samples: int = 500


@dataclass(frozen=True)
class Inputs:
    """Where the input lies, each file by its name."""

    folder: Path
    sizes: Sizes

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)

    def lay(self) -> None:
        """Make all of it."""
        for name, (cities, collectives, several) in self.sizes.made.items():
            say(f"making the affiliation '{name}'")
            generator.lay(generator.affiliation(cities, collectives, several=several), Path(self[f"{name}.npz"]))
        say("making the graphs")
        self._write("store.nt", *self.sizes.store)
        self._write("page.nt", *self.sizes.page)
        paths.write(Path(self["page.ttl"]), stores.turtle(Path(self["page.nt"]).read_bytes()))

    def _write(self, name: str, shape: Shape, memberships: int, triples: int) -> None:
        """A graph of ours with so many memberships and triples, as N-Triples."""
        incidence = generator.affiliation(shape[0], shape[1], several=shape[2])
        with Path(self[name]).open("w", encoding="utf-8") as file:
            file.writelines(generator.triples(incidence, memberships, triples))

    def listed(self, covenant: Path) -> None:
        """The affiliation of the large list of docs/large.md, its rows as they are, as 'listed.npz'."""
        with (covenant / "memberships.csv").open(encoding="utf-8", newline="") as file:
            pairs = [(f"{row['city']}, {row['country_iso2']}", row["network"]) for row in csv.DictReader(file)]
        generator.lay(Affiliation.from_pairs(pairs).incidence, Path(self["listed.npz"]))

    def title(self, name: str) -> str:
        """An affiliation in words, cities × collectives."""
        if name == "listed":
            return "[the large list](large.md)"
        cities, collectives, _ = self.sizes.made[name]
        return f"{cities:,} × {collectives:,}"

    def drawn(self, name: str, count: int, both: bool = False) -> list[int]:
        """Some cities drawn at random, of both sides if so, as positions; columns come after rows."""
        cities, collectives, _ = self.sizes.made[name]
        nodes = cities + collectives if both else cities
        return sorted(np.random.default_rng(0).choice(nodes, min(count, nodes), replace=False).tolist())


def have(names: Iterable[str], folder: Path) -> bool:
    """Whether a folder has all these files.

    >>> have(["no-such-file"], Path("."))
    False
    """
    return all((folder / name).is_file() for name in names)


__all__ = ["MADE", "Inputs", "Sizes", "have"]
