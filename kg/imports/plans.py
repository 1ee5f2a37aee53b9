"""What an import would write, before it does: tables, rows, questions and remarks; `apply` writes all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import tables
from kg.errors import OperatorError
from kg.imports import batches, merges
from kg.imports.columns import Reading, is_thing
from kg.imports.merges import Merge
from kg.imports.newcomers import Newcomer
from kg.imports.questions import Question

FIRST, LAST = ("sources", "passages"), ("ledger",)  # so that a row never points to one that is still to come


@dataclass(frozen=True)
class Plan:
    """What an import found and would write.

    `rungs` counts names by the rung on which their places or things were found; `owners` gives the table of each key
    that there is, `taken` those and the new ones, `before` the hash of each table. `notes`, `problems` and `against`
    are lines for a person.
    """

    folder: Path
    reading: Reading
    source: str
    rungs: Mapping[str, int]
    merges: Mapping[str, Merge]
    newcomers: Sequence[Newcomer]
    questions: Sequence[Question]
    left: int
    notes: Sequence[str]
    problems: Sequence[str]
    against: Sequence[str]
    gazetteer: bool
    owners: Mapping[str, str]
    taken: frozenset[str]
    before: Mapping[str, str]

    @property
    def thing(self) -> bool:
        """Whether the table that is imported into holds things, and not links between them."""
        return is_thing(self.reading.table)

    @property
    def merge(self) -> Merge:
        """The table that is imported into."""
        return self.merges[self.reading.table.name]

    @property
    def contradictions(self) -> list[str]:
        """What the table says against rows that stand, each with its line."""
        return [*self.against, *(line for merge in self.merges.values() for line in merge.contradictions)]

    @property
    def beside(self) -> list[str]:
        """Rows that are written beside others on the same things, as in another role."""
        return [line for merge in self.merges.values() for line in merge.beside]

    @property
    def changes(self) -> dict[str, tuple[int, int]]:
        """How many rows each table gets and how many get more evidence, in the order of writing."""
        found = {name: (len(each.added), len(each.changed)) for name, each in self.merges.items()}
        order = {name: (name not in FIRST, name in LAST) for name in found}
        return {name: found[name] for name in sorted(found, key=lambda name: order[name]) if any(found[name])}

    def files(self) -> dict[str, bytes]:
        """The tables that change, whole, by file name, in the order of writing."""
        return {
            self.merges[name].table.path: tables.canonical(
                self.merges[name].table, (row.cells for row in merges.rows(self.merges[name]))
            ).encode()
            for name in self.changes
        }

    def apply(self) -> list[str]:
        """Write the tables that change, all or none; return their names.

        Raises OperatorError where a table has changed since the plan was made, or where the machine stops it.
        """
        files = self.files()
        for name in files:
            if batches.digest(self.folder / name) != self.before[name]:
                raise OperatorError(f"{self.folder / name} has changed since the import was planned; plan it again")
        batches.write(self.folder, files)
        return list(files)
