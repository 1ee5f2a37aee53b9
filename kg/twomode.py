"""The two-mode graph of places and the collectives they gather in, wherever it was read from.

`Affiliation` is what `kg.affiliation(store)` gives, and what anybody's own list becomes with `from_pairs` and
`from_table`. Nodes are keys in order; ties are integers, so that measures work on arrays; names, dates and
statements are read when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from kg import sheets
from kg.errors import AskerError, nearest
from kg.incidence import Incidence

SIDES = ("cities", "collectives")
TRAITS = ("name", "kind", "country", "region")


@dataclass(frozen=True)
class Link:
    """One statement that ties a place to a collective."""

    place: str
    collective: str
    layer: str
    role: str
    start: str
    end: str
    statement: str


@dataclass(frozen=True)
class Thing:
    """A place or collective: its key, name and kind; for a place its country and region of the world."""

    key: str
    name: str
    kind: str
    country: str = ""
    region: str = ""


@dataclass(frozen=True)
class Details:
    """What is known of the nodes and ties beyond that they are there."""

    things: Mapping[str, Thing]
    links: Sequence[Link]


@dataclass(frozen=True, eq=False)
class Affiliation:
    """Places, collectives and who is in what.

    `places` and `collectives` are keys in order. `ties` has a row for each tie, (place, collective, layer) as
    positions in `places`, `collectives` and `layers`, in order and each once. `read` brings the details.
    """

    places: tuple[str, ...]
    collectives: tuple[str, ...]
    ties: npt.NDArray[np.int64]
    layers: tuple[str, ...]
    read: Callable[[], Details]
    as_of: Any = field(default=None)

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]], layer: str = "membership") -> Affiliation:
        """The affiliation of a list of (place, collective); a pair given twice counts once.

        >>> two_mode = Affiliation.from_pairs([("Oslo", "ICORN"), ("Lima", "UCLG"), ("Oslo", "UCLG")])
        >>> two_mode.places, two_mode.incidence.matrix.toarray().tolist()
        (('Lima', 'Oslo'), [[0.0, 1.0], [1.0, 1.0]])
        """
        distinct = sorted(set(pairs))
        links = [Link(place, collective, layer, "", "", "", "") for place, collective in distinct]
        return cls.from_ties(
            [(place, collective, layer) for place, collective in distinct], (layer,), lambda: Details({}, links)
        )

    @classmethod
    def from_ties(
        cls,
        ties: Iterable[tuple[str, str, str]],
        layers: tuple[str, ...],
        read: Callable[[], Details],
        as_of: Any = None,
    ) -> Affiliation:
        """The affiliation of (place, collective, layer) by key, each layer one of `layers`."""
        listed = list(ties)
        coded = [np.unique([tie[side] for tie in listed], return_inverse=True) for side in (0, 1)]
        number = {layer: at for at, layer in enumerate(layers)}
        whole = np.column_stack([*(code for _, code in coded), [number[tie[2]] for tie in listed]])
        names = [tuple(map(str, keys)) for keys, _ in coded]
        return cls(names[0], names[1], np.unique(whole.astype(np.int64), axis=0), layers, read, as_of)

    @classmethod
    def from_table(cls, table: Path | str, place: str = "", collective: str = "") -> Affiliation:
        """The affiliation of a CSV, TSV, Excel or Parquet file with a row for each pair.

        `place` and `collective` name the columns; without them the first two are meant.
        Raises AskerError where there is no such column, CuratorError where the table cannot be read.
        """
        sheet = sheets.read(Path(table))
        named = [place or sheet.columns[0], collective or sheet.columns[-1 if len(sheet.columns) < 2 else 1]]
        for name in named:
            if name not in sheet.columns:
                raise AskerError(
                    f"{table}: no column '{name}'{nearest(name, sheet.columns)}; it has {', '.join(sheet.columns)}"
                )
        return cls.from_pairs((record.cells[named[0]], record.cells[named[1]]) for record in sheet.records)

    @cached_property
    def incidence(self) -> Incidence:
        """Who is in what over all layers together: places × collectives."""
        return Incidence.of(self.ties[:, 0], self.ties[:, 1], (len(self.places), len(self.collectives)))

    def layer(self, name: str) -> Incidence:
        """Who is in what in one layer: places × collectives, those of all layers."""
        own = self.ties[self.ties[:, 2] == self.layers.index(name)]
        return Incidence.of(own[:, 0], own[:, 1], self.incidence.shape)

    @cached_property
    def details(self) -> Details:
        """Names and statements, read on first use."""
        return self.read()

    @property
    def links(self) -> Sequence[Link]:
        """The statements behind the ties."""
        return self.details.links

    def thing(self, key: str) -> Thing:
        """What is known of a place or collective."""
        return self.details.things.get(key) or Thing(key, key, "")

    def nodes(self, on: str) -> tuple[str, ...]:
        """The keys of a side, 'cities' or 'collectives'."""
        if on not in SIDES:
            raise AskerError(f"no side '{on}'{nearest(on, SIDES)}; say cities or collectives")
        return self.places if on == "cities" else self.collectives

    def traits(self, on: str, name: str) -> list[str]:
        """One trait of all nodes of a side, in order: name, kind, country or region; empty where unknown."""
        if name not in TRAITS:
            raise AskerError(f"no trait '{name}'{nearest(name, TRAITS)}; traits are {', '.join(TRAITS)}")
        return [str(getattr(self.thing(key), name)) for key in self.nodes(on)]

    def to_networkx(self) -> nx.MultiGraph:
        """All links with all attributes, parallel ones kept; `bipartite` is 0 for places and 1 for collectives."""
        graph = nx.MultiGraph()
        for side, keys in enumerate((self.places, self.collectives)):
            for key in keys:
                own = self.thing(key)
                graph.add_node(key, name=own.name, kind=own.kind, country=own.country, bipartite=side)
        for link in self.links:
            graph.add_edge(
                link.place, link.collective, key=link.statement or None,
                layer=link.layer, role=link.role, start=link.start, end=link.end,
            )  # fmt: skip
        return graph

    def simple(self) -> nx.Graph:
        """One unweighted edge for each pair, however many links it has."""
        return nx.Graph(self.to_networkx())
