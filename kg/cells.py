"""What a column may hold, and what is wrong with a cell: what was expected, and the nearest valid value."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.dates import is_date
from kg.errors import nearest

_ADDRESS = re.compile(r"(https?://[^\s/?#:@\[\]%]+(:[0-9]+)?([/?#]\S*)?|github:\S+)")
Concepts = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Column:
    """One column as the descriptor declares it."""

    name: str
    type: str
    format: str = ""
    scheme: str = ""
    property: str = ""
    statement: bool = False
    description: str = ""
    references: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float = -math.inf
    maximum: float = math.inf


def problems(
    column: Column, value: str, owners: Mapping[str, str], concepts: Concepts, names: Iterable[str] = ()
) -> list[str]:
    """What is wrong with one cell, each with what was expected and the nearest valid value.

    `owners` gives the table that each key belongs to; `names` the columns of the row's table.
    """
    if not value:
        return [f"empty; expected {_expected(column)}"] if column.required else []
    found = (
        _space_problem(value)
        or _enum_problem(column, value)
        or _type_problem(column, value)
        or _pattern_problem(column, value)
        or _format_problem(column, value, owners, concepts, names)
    )
    return [found] if found else []


def _space_problem(value: str) -> str:
    if "\n" in value:
        return "a line break stands in the cell; 'kg tidy' makes it a space"
    strange = next((each for each in value if each != "\t" and unicodedata.category(each) == "Cc"), "")
    if strange:
        return f"the control character U+{ord(strange):04X} stands in the cell; remove it"
    if value != " ".join(value.split()):
        return f"'{value}' has spaces at an end or in a row; 'kg tidy' removes them"
    if value != unicodedata.normalize("NFC", value):
        return f"'{value}' is not in Unicode normal form C; 'kg tidy' rewrites it"
    return ""


def _enum_problem(column: Column, value: str) -> str:
    if not column.enum or value in column.enum:
        return ""
    return f"'{value}' is none of {', '.join(column.enum)}{nearest(value, column.enum)}"


def _type_problem(column: Column, value: str) -> str:
    if column.type == "boolean":
        return "" if value in ("true", "false") else f"'{value}' is neither true nor false"
    if column.type not in ("integer", "number"):
        return ""
    if not re.fullmatch(r"-?[0-9]+" if column.type == "integer" else r"-?[0-9]+(\.[0-9]+)?", value):
        return f"'{value}' is no {column.type}; write digits, as {'12' if column.type == 'integer' else '12.5'}"
    if not column.minimum <= float(value) <= column.maximum:
        return f"{value} is out of range, expected {_range(column)}"
    return ""


def _range(column: Column) -> str:
    low, high = column.minimum, column.maximum
    if high == math.inf:
        return f"{low:g} or more"
    return f"{high:g} or less" if low == -math.inf else f"{low:g} to {high:g}"


def _pattern_problem(column: Column, value: str) -> str:
    if not column.pattern or re.fullmatch(column.pattern, value):
        return ""
    return f"'{value}' is not as expected: {_expected(column)}"


def _expected(column: Column) -> str:
    if column.format == "partial-date":
        return "a date as 2018, 2018-12 or 2018-12-08"
    return column.description[0].lower() + column.description[1:].rstrip(".")


def _format_problem(
    column: Column, value: str, owners: Mapping[str, str], concepts: Concepts, names: Iterable[str]
) -> str:
    if column.format == "partial-date":
        return _date_problem(value)
    if column.format == "uri":
        return "" if _ADDRESS.fullmatch(value) else f"'{value}' is no address; write it as https://example.org/page"
    if column.format == "evidence":
        return _evidence_problem(value, owners, names)
    if column.format == "concept":
        return _concept_problem(column.scheme, value, concepts)
    if column.format == "thing-or-concept" and ":" in value:
        scheme, _, code = value.partition(":")
        return _concept_problem(scheme, code, concepts)
    return _reference_problem(column.references, value, owners) if column.references else ""


def _date_problem(value: str) -> str:
    return "" if is_date(value) else f"'{value}' is no date; write 2018, 2018-12 or 2018-12-08"


def _evidence_problem(value: str, owners: Mapping[str, str], names: Iterable[str]) -> str:
    for token in value.split(" "):
        column, _, key = token.rpartition("=")
        if column and column not in names:
            return f"'{token}' names no column of this table{nearest(column, names)}"
        problem = _reference_problem(("passages", "sources"), key, owners)
        if problem:
            return problem
    return ""


def _concept_problem(scheme: str, code: str, concepts: Concepts) -> str:
    if scheme not in concepts:
        return f"no concept scheme '{scheme}'{nearest(scheme, concepts)}"
    if code in concepts[scheme]:
        return ""
    return f"no concept '{code}' in scheme '{scheme}'{nearest(code, concepts[scheme])}"


def _reference_problem(tables: Sequence[str], value: str, owners: Mapping[str, str]) -> str:
    owner = owners.get(value)
    if owner in tables:
        return ""
    if owner:
        return f"'{value}' is a row of {owner}, expected one of {', '.join(tables)}"
    known = [key for key, table in owners.items() if table in tables]
    wanted = " or ".join(tables) if len(tables) < 4 else "thing"
    return (
        f"no row '{value}' in {wanted}{nearest(value, known)}"
        if wanted != "thing"
        else (f"no thing '{value}'{nearest(value, known)}")
    )


def canonical(value: str) -> str:
    """A cell with single spaces, in Unicode normal form C.

    >>> canonical(" A  b ")
    'A b'
    """
    return unicodedata.normalize("NFC", " ".join(value.split()))
