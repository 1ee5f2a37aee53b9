"""What `kg rank` stands on: the graph of a store, an endpoint or a table, and what is known of its gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli.frame import looked_at
from kg.errors import AskerError, nearest

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.centrality import Measure
    from kg.lists import Listing
    from kg.twomode import Affiliation

Options = Mapping[str, Any]
"""What was typed, by the names of the options."""
RECORDED = "say what is recorded: kg query completeness"
FIELDS = ("place", "collective", "layer", "start", "end")


@dataclass(frozen=True)
class Ground:
    """A graph to rank. `known` says how much of the list of each collective is here, by key; None where nobody can.

    `graded` are statements that are not settled, `data` says in words where the graph is from.
    """

    two_mode: Affiliation
    data: str
    store: ox.Store | None = None
    known: Mapping[str, Listing] | None = None
    graded: Collection[str] = field(default_factory=frozenset)

    @property
    def claimed(self) -> dict[str, int]:
        """How many members are claimed of collectives whose list is not complete."""
        from kg import soundness

        return soundness.claimed(self.known or {})

    def words(self, key: str) -> str:
        """How much of a collective's list is here; empty where no source says."""
        return str((self.known or {}).get(key, ""))

    def cautions(self, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """What to know before the nodes in some rows of a ranking are compared."""
        from kg.rankings import cautions

        lacking = {key: str(each) for key, each in (self.known or {}).items() if not each.complete}
        shown: dict[str, list[str]] = {}
        for row in rows:
            shown.setdefault(row["on"], []).append(row["key"])
        return [line for on, keys in shown.items() for line in cautions(self.two_mode, lacking, keys, on)]

    def sources(self) -> Mapping[str, Sequence[str]]:
        """Where each statement is said; a line of a table is its own source."""
        from kg import relations

        if self.store is not None:
            return relations.evidence(self.store)
        return {link.statement: [link.statement] for link in self.two_mode.links if link.statement}


def from_store(graph: Path | None, layers: Sequence[str], as_of: str | None, exclude: Iterable[str]) -> Ground:
    """The ground that a built graph gives."""
    from kg import affiliations, lists, soundness

    store = looked_at(graph, as_of)
    two_mode = affiliations.affiliation(store, layers or affiliations.DEFAULT_LAYERS, exclude=exclude)
    known = {iri.rpartition("/")[2]: each for iri, each in lists.listings(store).items()}
    day = soundness.updated(store)
    return Ground(two_mode, f"the citykg graph{f' of {day}' * bool(day)}", store, known, soundness.graded(store))


def from_endpoint(address: str, layers: Sequence[str], as_of: str | None, exclude: Iterable[str]) -> Ground:
    """The ground that a SPARQL endpoint gives."""
    from kg import affiliations

    chosen = layers or affiliations.DEFAULT_LAYERS
    return Ground(affiliations.from_endpoint(address, chosen, as_of, exclude=exclude), f"the graph at {address}")


def from_table(table: Path, mapped: Sequence[str], exclude: Sequence[str]) -> Ground:
    """The ground that somebody's own list gives."""
    from kg.twomode import Affiliation

    columns = dict(_column(each) for each in mapped)
    return Ground(Affiliation.from_table(table, **columns).without(*exclude), f"the list {table.name}")


def _column(mapped: str) -> tuple[str, str]:
    """The field and the column of 'column=field'."""
    column, _, name = mapped.rpartition("=")
    if not column or name not in FIELDS:
        near = nearest(name, FIELDS) if column else ""
        raise AskerError(f"--map {mapped}: write COLUMN=FIELD{near}; fields are {', '.join(FIELDS)}")
    return name, column


def notes(ground: Ground, measures: Iterable[Measure]) -> list[str]:
    """What to know before the scores are believed, a line each."""
    two_mode, found = ground.two_mode, list(ground.two_mode.notes)
    listings = [ground.known[key] for key in two_mode.collectives if key in ground.known] if ground.known else []
    if lacking := sum(not each.complete for each in listings):
        found.append(f"{lacking} of the lists behind this are not complete, so scores {RECORDED}")
    return found + _untold(two_mode, measures)


def _untold(two_mode: Affiliation, measures: Iterable[Measure]) -> list[str]:
    """That measures look at what is not known of any place."""
    if not two_mode.places:
        return []
    wanted: dict[str, list[str]] = {}
    for each in measures:
        for trait in each.traits:
            wanted.setdefault(trait, []).append(each.name)
    return [
        f"no {trait} is known of any place, so read nothing into {', '.join(names)}"
        for trait, names in wanted.items()
        if not any(two_mode.traits("cities", trait))
    ]
