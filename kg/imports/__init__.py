"""Somebody's table into ours: a plan of what would be written, which can be looked at before it is applied.

Every name is resolved (ledger, tables, gazetteer) or becomes a question; every row is new, stands already, or
contradicts. Nothing is written before `apply`, and nothing standing is ever overwritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg import cells as rules
from kg import gazetteer, tables
from kg.cells import Concepts
from kg.errors import AskerError, CuratorError, OperatorError, nearest
from kg.imports import batches, claims, decisions, merges, minutes, newcomers, suspicions
from kg.imports.claims import Claim
from kg.imports.columns import Reading, is_thing
from kg.imports.countries import Countries
from kg.imports.merges import Draft, Merge
from kg.imports.newcomers import Newcomer, Use
from kg.imports.plans import Plan
from kg.imports.questions import Question, merged
from kg.imports.resolver import Resolver, tied
from kg.matching import MISSING, plain


def plan(
    folder: Path,
    concepts: Concepts,
    reading: Reading,
    source: Mapping[str, str],
    *,
    new_places: bool = False,
    on: str,
    by: str = "editor",
) -> Plan:
    """What importing a reading into a data folder would do; `source` is the row of the source, at least its key.

    With `new_places`, places that are found nowhere become cities. Raises CuratorError where the tables or the ledger
    are wrong, or where the table was read the wrong way; AskerError where a needed column is missing; OperatorError
    where an import was interrupted before and waits to be finished.
    """
    if batches.waiting(folder):
        raise OperatorError(f"an import into {folder} was interrupted; repeat it with --apply, which finishes it first")
    return _Planner(folder, concepts, reading, source, new_places, on, by).plan()


def source(folder: Path, concepts: Concepts, key: str, about: Mapping[str, str], each_row: bool) -> dict[str, str]:
    """The row of a source: its key alone where the tables have it, else with the cells that are given about it.

    With `each_row` the table names the evidence of each row itself, and no source is needed.
    Raises AskerError where the source is not there and nothing is given about it, or where a cell of it is wrong.
    """
    table = tables.describe(folder)["sources"]
    standing = {row.key: row.cells for row in tables.rows(folder, "sources")}
    if not key and not each_row:
        raise AskerError("--source KEY is needed: which source says so; kg query sources lists them")
    if not key or (key in standing and all(standing[key].get(name) == cell for name, cell in about.items())):
        return {"key": key} if key else {}
    if key in standing:
        raise AskerError(f"--source {key} is there already and says something else; leave out --title and the like")
    if not about.get("title"):
        raise AskerError(
            f"--source {key}: no such source{nearest(key, standing)}; a new one is added with --title TEXT "
            "--address URL --published DATE --kind official-page"
        )
    cells = {"key": key, "kind": "official-page", **about}
    for column in table.columns:
        for problem in rules.problems(column, cells.get(column.name, ""), {}, concepts):
            raise AskerError(f"--source {key}: {column.name} {problem}")
    return cells


class _Planner:
    """The work of one plan."""

    def __init__(
        self, folder: Path, concepts: Concepts, reading: Reading, source: Mapping[str, str], new_places: bool,
        on: str, by: str,
    ) -> None:  # fmt: skip
        self.folder, self.concepts, self.reading, self.source = folder, concepts, reading, source
        self.new_places, self.on, self.by = new_places, on, by
        self.tables = tables.load(folder, concepts)
        self.before = {table.path: batches.digest(folder / table.path) for table in self.tables.values()}
        self.name = reading.table.name
        self.thing = is_thing(reading.table)
        self.countries = Countries(self.tables)
        decided, self.problems = decisions.read(self.tables["ledger"].rows if "ledger" in self.tables else [])
        self.resolver = Resolver(self.tables, decided, self.countries)
        self.owners = {row.key: table.name for table in self.tables.values() for row in table.rows}
        self.taken = {*self.owners, *([source["key"]] if "key" in source else [])}
        self.merges: dict[str, Merge] = {}
        self.keys: dict[str, str] = {}
        self._near = cache(self.resolver.near)
        self.left: set[int] = set()
        self.wrote: set[int] = set()
        self.notes: list[str] = []
        self.against: list[str] = []

    def merge(self, name: str) -> Merge:
        """The merge of a table, begun when first asked for."""
        if name not in self.merges:
            self.merges[name] = merges.merging(self.tables, name, self.taken)
        return self.merges[name]

    def plan(self) -> Plan:
        """Read, resolve, merge, write down."""
        suspicions.country(self.reading, self.countries)
        reader = claims.Reader(self.reading, self.tables, self.concepts, self.countries, self.source.get("key", ""))
        said = reader.claims()
        uses = self._uses(said)
        suspicions.swapped(self.reading, uses, self.resolver, self.reading.place)
        suspicions.elsewhere(self.reading, uses, self.resolver)
        made, uses = self._newcomers(uses)
        uses = self._again(uses, made)
        questions = self._questions(uses)
        rungs = Counter(use.found.rung for use in uses if use.found.rung and not use.found.left)
        uses, made = self._settled(uses, made)
        self._rows(said, uses, made)
        self._spellings(uses, made)
        self.notes += minutes.twins(uses)
        self.against = minutes.against(uses, made, self.resolver, self.reading)
        self._gazetteer(made)
        self._source()
        self._ledger(uses, made, rungs)
        self._check()
        self.problems += reader.problems
        self.notes += [f"{what}: {minutes.lines(lines)}" for what, lines in reader.notes.items()]
        return Plan(
            self.folder, self.reading, self.source.get("key", ""), rungs, self.merges, made, questions, len(self.left),
            self.notes, self.problems, self.against, self.resolver.gazetteer,
            self.owners, frozenset(self.taken), self.before,
        )  # fmt: skip

    def _source(self) -> None:
        """The row of a source that the tables lack, where anything rests on it."""
        if len(self.source) > 1 and any(merge.added or merge.changed for merge in self.merges.values()):
            self.merge("sources").added[self.source["key"]] = dict(self.source)

    def _gazetteer(self, made: Iterable[Newcomer]) -> None:
        """The gazetteer as a source, where it gives a place and the tables lack its row."""
        if any(new.place for new in made) and gazetteer.SOURCE not in self.taken:
            self.merge("sources").added[gazetteer.SOURCE] = gazetteer.cite()
            self.taken.add(gazetteer.SOURCE)

    def _uses(self, said: Iterable[Claim]) -> list[Use]:
        uses = [
            Use(claim, column, self.resolver.resolve(query))
            for claim in said
            for column, query in claim.queries.items()
            if not self._is_aside(column)
        ]
        uses = [self._regional(use) for use in uses]
        detailed = {_place(use) for use in uses if claims.details(use.found.query)}
        return [self._doubted(use) if _place(use) in detailed else use for use in uses]

    def _regional(self, use: Use) -> Use:
        """A name of a table of cities that is that of a region which stands is left out, with a remark."""
        found = use.found
        known = self.resolver.region(found.query) if self.name == "cities" and found.open else None
        if use.column != "name" or known is None:
            return use
        where = self.reading.where(use.claim.line)
        self.notes.append(f"{where}: '{found.spelling}' is the region '{known.key}'; left out")
        return replace(use, found=replace(found, left=True, rung="region", reason=""))

    def _is_aside(self, column: str) -> bool:
        """Whether a column of a thing points to another one that may be left out, as a city's region."""
        own = self.reading.table.column(column)
        return self.thing and column != "name" and not own.required

    def _doubted(self, use: Use) -> Use:
        """A bare name is a question where the table tells its homonyms apart in other rows."""
        found = use.found
        by_name = found.key and found.rung not in ("ledger", "key", "id") and "cities" in found.query.kinds
        if not by_name or claims.details(found.query) or not self.resolver.gazetteer:
            return use
        if not gazetteer.homonyms(found.query):
            return use
        why = "other rows tell places of this name apart"
        return replace(use, found=replace(found, key="", rung="", reason=why))

    def _newcomers(self, uses: list[Use]) -> tuple[list[Newcomer], list[Use]]:
        """The new places and things, their keys noted; and the uses, with those that are left to a person."""
        fresh = [use for use in uses if self._is_fresh(use)]
        fresh, apart = newcomers.parted(fresh, newcomers.torn(uses))
        made, left = newcomers.gathered(fresh, self.taken, self.thing)
        left += apart
        for new in made:
            for use in new.uses:
                self.keys[use.found.about] = new.key
        again = {(use.claim.line, use.column): use for use in left}
        uses = [again.get((use.claim.line, use.column), use) for use in uses]
        return made, [self._named(use) for use in uses]

    def _again(self, uses: list[Use], made: Iterable[Newcomer]) -> list[Use]:
        """The uses as the next import of the same table will find them, when the new things stand."""
        kind = self.name if self.thing else "cities"
        spellings: dict[str, set[str]] = {}
        for use in uses:
            if use.found.key and use.found.rung != "key":
                spellings.setdefault(use.found.key, set()).add(use.found.spelling)
        more = {key: sorted(names) for key, names in spellings.items()}
        grown = self.resolver.grown((newcomers.entry(new, kind) for new in made), more)
        found = [self._found_again(use, grown) for use in uses]
        detailed = {_place(use) for use in found if claims.details(use.found.query)}
        return [self._doubted(use) if _place(use) in detailed else use for use in found]

    def _found_again(self, use: Use, grown: Resolver) -> Use:
        found = use.found
        if found.left or found.decided or found.rung in ("ledger", "key") or tied(found):
            return use
        again = grown.resolve(found.query)
        if again.key == found.key or again.place:
            return use
        return replace(use, found=again if again.key or found.key else replace(found, candidates=again.candidates))

    def _is_fresh(self, use: Use) -> bool:
        found = use.found
        if found.left or found.key:
            return False
        if found.place or found.decided:
            return True
        wanted = use.column == "name" if self.thing else self.new_places and "cities" in found.query.kinds
        return wanted and found.reason == MISSING

    def _named(self, use: Use) -> Use:
        """A use with the key and rung of its new thing."""
        key = self.keys.get(use.found.about)
        if not key:
            return use
        return replace(use, found=replace(use.found, key=key, rung=use.found.rung or newcomers.NEW, reason=""))

    def _questions(self, uses: Iterable[Use]) -> list[Question]:
        asked = [(use.claim.line, use.found) for use in uses if use.found.open]
        return merged(
            Question(found.about, found.query, (line,), found.reason, found.candidates or self._near(found.query))
            for line, found in asked
        )

    def _settled(self, uses: Iterable[Use], made: Iterable[Newcomer]) -> tuple[list[Use], list[Newcomer]]:
        """The uses in claims of which every name is resolved, and the new things that these need."""
        uses = list(uses)
        waiting = {use.claim.line for use in uses if use.found.open}
        self.left = {use.claim.line for use in uses if use.found.left}
        kept = [use for use in uses if use.claim.line not in waiting | self.left]
        keys = {use.found.key for use in kept}
        lines = {use.claim.line for use in kept}
        clear = [
            replace(new, uses=tuple(use for use in new.uses if use.claim.line in lines))
            for new in made
            if new.key in keys
        ]
        return kept, clear

    def _rows(self, said: Iterable[Claim], uses: Iterable[Use], made: Iterable[Newcomer]) -> None:
        """Merge the rows of new places, then those of the claims whose names are all resolved."""
        if not self.thing:
            for new in made:
                for use in new.uses:
                    self.merge("cities").thing(newcomers.draft(new, use, self.reading.where(use.claim.line)))
        found: dict[int, dict[str, Use]] = {}
        for use in uses:
            found.setdefault(use.claim.line, {})[use.column] = use
        fresh = {new.key: new for new in made}
        drafts = [self._draft(claim, found[claim.line], fresh) for claim in said if claim.line in found]
        merge = self.merge(self.name)
        went = {draft.line: (merge.thing if self.thing else merge.link)(draft)
                for draft in sorted(drafts, key=lambda each: each.order)}  # fmt: skip
        written = merge.written
        self.wrote |= {line for line, key in went.items() if key in written}

    def _draft(self, claim: Claim, uses: Mapping[str, Use], fresh: Mapping[str, Newcomer]) -> Draft:
        """The row of a claim."""
        where, keys = self.reading.where(claim.line), {name: use.found.key for name, use in uses.items()}
        if not self.thing:
            return Draft({**claim.cells, **keys}, claim.evidence, where, claim.line)
        key, cells = keys.pop("name"), self._pointed(claim)
        new = fresh.get(key)
        if new and self.name in newcomers.PLACES:
            base = newcomers.draft(new, uses["name"], where)
            return replace(base, cells={**cells, **base.cells})
        name = new.name if new else uses["name"].found.spelling
        return Draft({"name": name, **cells, **keys}, claim.evidence, where, claim.line, key)

    def _pointed(self, claim: Claim) -> dict[str, str]:
        """The cells of a claim about a thing, with what it may point to where that is known; its key is not one."""
        cells = {name: cell for name, cell in claim.cells.items() if name != "key"}
        for name, query in claim.queries.items():
            if self._is_aside(name):
                found = self.resolver.resolve(replace(query, country=claim.cells.get("country", "")))
                cells |= {name: found.key} if found.key else {}
                if not found.key:
                    self.notes.append(f"{self.reading.where(claim.line, name)}: no {name} '{query.name}'; left empty")
        return cells

    def _spellings(self, uses: Sequence[Use], made: Iterable[Newcomer]) -> None:
        """Keep how the table spells names as other names."""
        if "names" in self.tables:
            drafts = minutes.spellings(uses, made, self.resolver, self.reading)
            merge = self.merge("names")
            went = [(draft.line, merge.link(draft)) for draft in drafts]
            written = merge.written
            self.wrote |= {line for line, key in went if key in written}

    def _ledger(self, uses: Sequence[Use], made: Iterable[Newcomer], rungs: Mapping[str, int]) -> None:
        """The lines of the ledger for what this import adds."""
        if "ledger" not in self.tables:
            return
        changed = {name: (len(each.added), len(each.changed)) for name, each in sorted(self.merges.items())}
        merge = self.merge("ledger")
        book = minutes.Book(self.on, self.by, self.taken)
        lines = book.decisions(uses, made, self.wrote, self.reading.file)
        if any(map(any, changed.values())):
            lines.append(book.run(self.reading, self.source.get("key", ""), changed, rungs))
        merge.added |= {line["key"]: line for line in lines}

    def _check(self) -> None:
        """Raises CuratorError where what would be written is not fit to build."""
        after = {
            name: replace(table, rows=merges.rows(self.merges[name]) if name in self.merges else table.rows)
            for name, table in self.tables.items()
        }
        if problems := tables.check(after, self.concepts):
            raise CuratorError([f"nothing is written, for it would not build: {each}" for each in problems[:20]])


def _place(use: Use) -> tuple[str, str]:
    return plain(use.found.spelling), use.found.query.country
