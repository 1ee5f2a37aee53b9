"""What a person decided on a name, as lines of the ledger: read back they are the first rung; a deleted line is undone.

A line is about `import: NAME, COUNTRY (kind)`, with the region, coordinate or id that the table gives beside the name.
It decides on a key, on `new: KEY`, on `new: KEY, geonames ID`, or on `not a place`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.imports.keys import slug, unused
from kg.matching import Query
from kg.tables import Row

ABOUT = "import: "
NOT_A_PLACE = "not a place"
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NEW = re.compile(r"new: ([a-z0-9]+(?:-[a-z0-9]+)*)(?:, geonames (\d+))?")


@dataclass(frozen=True)
class Decision:
    """What a name means: a key that there is, a new place with that key, or (without a key) no place at all."""

    key: str
    new: bool = False
    geonames: str = ""
    line: int = 0

    def __str__(self) -> str:
        if not self.key:
            return NOT_A_PLACE
        more = f", geonames {self.geonames}" if self.geonames else ""
        return f"new: {self.key}{more}" if self.new else self.key


def parse(text: str) -> Decision | None:
    """The decision that a cell of the ledger tells, or nothing where it tells none.

    >>> parse("bern-ch"), str(parse("new: bern-us, geonames 4")), str(parse("not a place")), parse("Bern?")
    (Decision(key='bern-ch', new=False, geonames='', line=0), 'new: bern-us, geonames 4', 'not a place', None)
    """
    if text == NOT_A_PLACE:
        return Decision("")
    if hit := _NEW.fullmatch(text):
        return Decision(hit[1], True, hit[2] or "")
    return Decision(text) if KEY.fullmatch(text) else None


def subject(query: Query, kind: str) -> str:
    """What a line about a query says under `about`.

    >>> subject(Query("Castro", "it", point=(40.0, 18.4)), "city")
    'import: Castro, IT, 40.00 18.40 (city)'
    """
    point = f"{query.point[0]:.2f} {query.point[1]:.2f}" if query.point else ""
    told = (query.name, query.country.upper(), query.region, point, query.geonames, query.wikidata)
    return f"{ABOUT}{', '.join(filter(None, told))} ({kind})"


def read(ledger: Iterable[Row]) -> tuple[dict[str, Decision], list[str]]:
    """The decisions of a ledger by what they are about, and a problem for each line that cannot be read."""
    found, problems = dict[str, Decision](), list[str]()
    for row in ledger:
        about = row.get("about")
        if not about.startswith(ABOUT) or not about.endswith(")"):
            continue
        decided = parse(row.get("decision"))
        if decided is None:
            problems.append(
                f"ledger.csv:{row.line}: '{row.get('decision')}' decides nothing on a name; "
                f"write a key, 'new: KEY' or '{NOT_A_PLACE}', or delete the line"
            )
        elif about in found:
            problems.append(f"ledger.csv:{row.line}: line {found[about].line} decides on the same name; delete one")
        else:
            found[about] = Decision(decided.key, decided.new, decided.geonames, row.line)
    return found, problems


def line(about: str, decided: Decision, on: str, by: str, why: str, taken: set[str]) -> dict[str, str]:
    """The line of the ledger for a decision; its new key is added to those taken."""
    key = unused(slug(about), taken)
    taken.add(key)
    return {"key": key, "on": on, "by": by, "about": about, "decision": str(decided), "why": why}
