"""Keys as the tables have them: lower-case words of a name with hyphens, never one that is taken."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from kg.affixes import folded
from kg.cells import Column
from kg.tables import Table

LONGEST = 200


def slug(text: str) -> str:
    """A text as a key; empty where it has no Latin letter and no digit.

    >>> slug("São Paulo, BR"), slug("L'Aquila"), slug("implementedBy"), slug("京都")
    ('sao-paulo-br', 'l-aquila', 'implemented-by', '')
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text) if re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", text) else text
    return re.sub(r"[^a-z0-9]+", "-", folded(words)).strip("-")[:LONGEST].strip("-")


def unused(key: str, taken: Container[str]) -> str:
    """The key, or where it is taken the key with the first number that is not.

    >>> unused("bern-ch", {"bern-ch", "bern-ch-2"})
    'bern-ch-3'
    """
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found


def place(name: str, country: str, region: str = "", taken: Container[str] = ()) -> str:
    """The key of a new place, with its region where the key is taken; empty where the name has no Latin letter.

    >>> place("Springfield", "us"), place("Springfield", "us", "Ohio", {"springfield-us"})
    ('springfield-us', 'springfield-us-ohio')
    """
    if not slug(name):
        return ""
    key = f"{slug(name)}-{country}"
    return unused(f"{key}-{slug(region)}" if key in taken and slug(region) else key, taken)


def make(table: Table, cells: Mapping[str, str]) -> str:
    """The key of a row as the present keys of its table are made, before any number.

    Things are called by their names, places with the country behind; links by what they tie together and as what.

    >>> columns = (Column("member", "string", references=("cities",)), Column("role", "string", format="concept"))
    >>> make(Table("t", "", "", "t", {}, columns), {"member": "bern-ch", "role": "founder"})
    'bern-ch-founder'
    """
    country = cells.get("country", "") if table.name in ("cities", "regions") else ""
    if not any(ties(column) for column in table.columns):
        return "-".join(filter(None, (slug(cells.get("name", "")), country)))
    parts = [slug(cells[column.name]) for column in table.columns if ties(column) and cells.get(column.name)]
    if table.name == "count_claims":
        parts += [slug(cells.get("counted", "")), slug(cells.get("value", ""))]
    elif table.name == "names":
        parts.append(slug(cells.get("name", "")))
    elif len(parts) < 2 or table.name == "pledges":
        parts.append(table.kind)
    return "-".join(filter(None, parts))[:LONGEST].strip("-")


def ties(column: Column) -> bool:
    """Whether a column is part of what a link ties together, and as what; a grade or a work that is cited is not."""
    if column.name in ("cited", "country", "region", "city") or column.scheme == "grade":
        return False
    return bool(column.references) or column.format in ("concept", "property", "thing-or-concept")
