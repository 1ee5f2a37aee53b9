"""The two-mode graph of places and the collectives they gather in, wherever it was read from.

`Affiliation` is what `kg.affiliation(store)` gives, and what anybody's own list becomes with `from_pairs` and
`from_table`. Nodes are keys in order; ties are integers, so that measures work on arrays; names, dates and
statements are read when somebody asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import starmap
from pathlib import Path

import networkx as nx
import numpy as np

from kg.dates import AsOf
from kg.errors import AskerError, nearest
from kg.incidence import Incidence, Truths, Whole
from kg.twomode import memberlists
from kg.twomode.ties import TRAITS, Details, Link, Thing
from kg.twomode.years import holding

__all__ = ["SIDES", "TRAITS", "Affiliation", "Details", "Link", "Thing", "coded"]
SIDES = ("cities", "collectives")


def coded(keys: Sequence[str]) -> tuple[tuple[str, ...], Whole]:
    """The distinct keys in order, and the position of each key among them.

    >>> coded(["b", "a", "b"])
    (('a', 'b'), array([1, 0, 1]))
    """
    order = sorted(dict.fromkeys(keys))  # mostly in order already, which a set would lose
    number = {key: at for at, key in enumerate(order)}
    return tuple(order), np.fromiter(map(number.__getitem__, keys), np.int64, len(keys))


@dataclass(frozen=True, eq=False, repr=False)
class Affiliation:
    """Places, collectives and who is in what.

    `places` and `collectives` are keys in order. `ties` has a row for each tie, (place, collective, layer) as
    positions in `places`, `collectives` and `layers`, in order and each once. `read` brings the details. `as_of` says
    what a look at a date left, `notes` what a reader should know of a list that was read.
    """

    places: tuple[str, ...]
    collectives: tuple[str, ...]
    ties: Whole
    layers: tuple[str, ...]
    read: Callable[[], Details]
    as_of: AsOf | None = None
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        sides = f"{len(self.places):,} places, {len(self.collectives):,} collectives, {len(self.ties):,} ties"
        return f"<Affiliation of {sides} ({', '.join(self.layers)})>"

    @classmethod
    def of(
        cls,
        places: tuple[tuple[str, ...], Whole],
        collectives: tuple[tuple[str, ...], Whole],
        layers: tuple[tuple[str, ...], Whole],
        read: Callable[[], Details],
        as_of: AsOf | None = None,
        notes: tuple[str, ...] = (),
    ) -> Affiliation:
        """The affiliation of three columns of ties, each its keys and their positions; a tie given twice counts once.

        >>> Affiliation.of((("a",), [0, 0]), (("X",), [0, 0]), (("membership",), [0, 0]), dict).ties.tolist()
        [[0, 0, 0]]
        """
        shape = tuple(max(1, len(keys)) for keys, _ in (places, collectives, layers))
        cells = np.sort(np.ravel_multi_index((places[1], collectives[1], layers[1]), shape))
        cells = cells[np.diff(cells, prepend=-1) > 0]
        ties = np.column_stack(np.unravel_index(cells, shape)).astype(np.int64)
        return cls(places[0], collectives[0], ties, layers[0], read, as_of, notes)

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]], layer: str = "membership") -> Affiliation:
        """The affiliation of a list of (place, collective); a pair given twice counts once.

        Raises AskerError where a name is empty.

        >>> two_mode = Affiliation.from_pairs([("Oslo", "ICORN"), ("Lima", "UCLG"), ("Oslo", "UCLG")])
        >>> two_mode.places, two_mode.incidence.matrix.toarray().tolist()
        (('Lima', 'Oslo'), [[0.0, 1.0], [1.0, 1.0]])
        """
        links = [Link(place, collective, layer) for place, collective in sorted(set(pairs))]
        for link in links:
            if not (link.place and link.collective):
                raise AskerError(f"the pair ({link.place!r}, {link.collective!r}) lacks a name; leave it out")
        return cls.from_links(links, (layer,))

    @classmethod
    def from_ties(
        cls,
        ties: Iterable[tuple[str, str, str]],
        layers: tuple[str, ...],
        read: Callable[[], Details],
        as_of: AsOf | None = None,
    ) -> Affiliation:
        """The affiliation of (place, collective, layer) by key, each layer one of `layers`."""
        listed = list(ties)
        number = {layer: at for at, layer in enumerate(layers)}
        own = np.fromiter((number[tie[2]] for tie in listed), np.int64, len(listed))
        places, collectives = (coded([tie[side] for tie in listed]) for side in (0, 1))
        return cls.of(places, collectives, (layers, own), read, as_of)

    @classmethod
    def from_links(cls, links: Sequence[Link], layers: tuple[str, ...] = (), notes: Iterable[str] = ()) -> Affiliation:
        """The affiliation of links that are at hand; layers are those that occur, where none are given."""
        chosen = layers or tuple(sorted({link.layer for link in links}))
        ties = ((link.place, link.collective, link.layer) for link in links)
        return replace(cls.from_ties(ties, chosen, lambda: Details({}, links)), notes=tuple(notes))

    @classmethod
    def from_table(
        cls,
        table: Path | str,
        place: str = "",
        collective: str = "",
        *,
        layer: str = "",
        start: str = "",
        end: str = "",
    ) -> Affiliation:
        """The affiliation of a CSV, TSV, Excel or Parquet file with a row for each pair.

        `place` and `collective` name the columns; without them the first two are meant. `layer` names a column that
        tells layers apart, `start` and `end` columns of dates. Each row is a link whose statement is 'file:line'; a
        pair that stands twice counts once, and `notes` says so.
        Raises AskerError where there is no such column, or nothing in the first line looks like a name of one,
        CuratorError with 'file:line:column' where a cell is empty or no date, or the table cannot be read.
        """
        links, notes = memberlists.read(Path(table), place, collective, layer, start, end)
        return cls.from_links(links, notes=notes)

    @cached_property
    def incidence(self) -> Incidence:
        """Who is in what over all layers together: places × collectives."""
        return Incidence.of(self.ties[:, 0], self.ties[:, 1], (len(self.places), len(self.collectives)))

    def layer(self, name: str) -> Incidence:
        """Who is in what in one layer: places × collectives, those of all layers.

        Raises AskerError for a layer that is not among `layers`.
        """
        if name not in self.layers:
            raise AskerError(f"no layer '{name}' here{nearest(name, self.layers)}; it has {', '.join(self.layers)}")
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
        """One trait of all nodes of a side, in order, as `Thing` has it; empty where unknown."""
        if name not in TRAITS:
            raise AskerError(f"no trait '{name}'{nearest(name, TRAITS)}; traits are {', '.join(TRAITS)}")
        return [str(getattr(self.thing(key), name)) for key in self.nodes(on)]

    def key(self, on: str, name: str) -> str:
        """The key of the node of a side that a key or a name means.

        Raises AskerError, with the nearest name, where there is none, and where several have the name.
        """
        keys = self.nodes(on)
        if name in keys:
            return name
        found = [key for key in keys if self.thing(key).name == name]
        if len(found) == 1:
            return found[0]
        if found:
            raise AskerError(f"'{name}' may mean {len(found)} {on}; name one by its key: {', '.join(found)}")
        near = nearest(name, {*keys, *self.traits(on, "name")})
        raise AskerError(f"nothing among the {on} is called '{name}'{near}")

    def keep(self, places: Iterable[str] | None = None, collectives: Iterable[str] | None = None) -> Affiliation:
        """Only the ties of some places, of some collectives, or both, each by key or name; all where None.

        Nodes that no tie is left of are left out. Raises AskerError for a name that is not here.

        >>> two_mode = Affiliation.from_pairs([("Oslo", "ICORN"), ("Lima", "UCLG"), ("Oslo", "UCLG")])
        >>> two_mode.keep(collectives=["UCLG"]).places, two_mode.keep(["Lima"]).collectives
        (('Lima', 'Oslo'), ('UCLG',))
        """
        whole = np.ones(len(self.ties), bool)
        for side, (on, names) in enumerate(zip(SIDES, (places, collectives), strict=True)):
            if names is not None:
                wanted = {self.nodes(on).index(self.key(on, name)) for name in names}
                whole &= np.isin(self.ties[:, side], sorted(wanted))
        return self if whole.all() else self._only(whole)

    def without(self, *what: str) -> Affiliation:
        """The ties but those of some collectives: by key or name, '<5' (fewer than five members), '>500' (more).

        Sizes are those of before anything is left out. Nodes that no tie is left of are left out too.
        Raises AskerError for a name that is not here.

        >>> two_mode = Affiliation.from_pairs([("Oslo", "ICORN"), ("Lima", "UCLG"), ("Oslo", "UCLG")])
        >>> two_mode.without("<2").collectives, two_mode.without("UCLG").places
        (('UCLG',), ('Oslo',))
        """
        gone = np.zeros(len(self.collectives), bool)
        for each in what:
            gone |= self._meant(each)
        return self._only(~gone[self.ties[:, 1]]) if gone.any() else self

    def _meant(self, what: str) -> Truths:
        """Which collectives a size or a name means."""
        size = re.fullmatch(r"\s*([<>])\s*(\d+)\s*", what)
        if size:
            members, limit = self.incidence.transposed.sizes, int(size[2])
            return members < limit if size[1] == "<" else members > limit
        key = self.key("collectives", what)
        return np.fromiter((each == key for each in self.collectives), bool, len(self.collectives))

    def _only(self, kept: Truths) -> Affiliation:
        """Some of the ties, with the nodes that they have."""
        ties, named, numbers = self.ties[kept], [], []
        for side, keys in enumerate((self.places, self.collectives)):
            used, number = np.unique(ties[:, side], return_inverse=True)
            named.append(tuple(keys[at] for at in used))
            numbers.append(number)
        places, collectives = frozenset(named[0]), frozenset(named[1])
        return replace(
            self,
            places=named[0],
            collectives=named[1],
            ties=np.column_stack([*numbers, ties[:, 2]]).astype(np.int64),
            read=lambda: Details(
                self.details.things,
                [link for link in self.links if link.place in places and link.collective in collectives],
            ),
        )

    def over(self, years: Iterable[int], undated: str = "keep") -> Iterator[tuple[int, Affiliation]]:
        """Each year and the affiliation as it stood in it; every node stays, with no tie where it has none.

        A statement holds when it began no later and ended no earlier, its collective had not ended, and nothing that
        it speaks of began later, as when a store is looked at as of that year. One that bears no date is in every
        year, which `undated="drop"` changes. `as_of` of each year counts both. Raises AskerError for another word.

        >>> two_mode = Affiliation.from_links([Link("Oslo", "ICORN", "membership", start="2006")])
        >>> [(year, len(then.ties)) for year, then in two_mode.over(range(2005, 2008))]
        [(2005, 0), (2006, 1), (2007, 1)]
        """
        return starmap(self._then, holding(self.links, years, undated))

    @cached_property
    def _rows(self) -> Whole:
        """The ends and layer of each link as positions, (links, 3)."""
        row, column, layer = (
            {key: at for at, key in enumerate(keys)} for keys in (self.places, self.collectives, self.layers)
        )
        found = [(row[link.place], column[link.collective], layer[link.layer]) for link in self.links]
        return np.array(found, np.int64).reshape(-1, 3)

    def _then(self, held: Whole, count: AsOf) -> tuple[int, Affiliation]:
        """A year, and the affiliation of those links that hold in it."""
        places, collectives, layers = self._rows[held].T
        then = Affiliation.of(
            (self.places, places),
            (self.collectives, collectives),
            (self.layers, layers),
            lambda: Details(self.details.things, [self.links[at] for at in held.tolist()]),
            count,
            self.notes,
        )
        return int(count.date), then

    def to_networkx(self) -> nx.MultiGraph:
        """All links with all attributes, parallel ones kept; `bipartite` is 0 for places and 1 for collectives."""
        graph = nx.MultiGraph()
        for side, keys in enumerate((self.places, self.collectives)):
            for key in keys:
                known = asdict(self.thing(key))
                del known["key"]
                graph.add_node(key, **known, bipartite=side)
        for link in self.links:
            graph.add_edge(
                link.place, link.collective, key=link.statement or None,
                layer=link.layer, role=link.role, start=link.start, end=link.end,
            )  # fmt: skip
        return graph

    def simple(self) -> nx.Graph:
        """One unweighted edge for each pair, however many links it has."""
        return nx.Graph(self.to_networkx())
