"""What a client of the reconciliation service asks, read from its JSON and held to limits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.errors import AskerError
from kg.server.problems import Problem

QUERIES = 100
"""Queries of a batch, and things of a data extension."""
LENGTH = 500
"""Characters of a name or of a value."""
CANDIDATES = 10
"""Candidates of a query that does not say how many."""
MOST = 50
"""Candidates of a query at most, properties of a query or an extension, and values of a property."""
STRICT = ("any", "all", "should")


@dataclass(frozen=True)
class Asked:
    """One query: a name, class names, how strictly these are meant, the most candidates, and values by property."""

    name: str = ""
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = CANDIDATES
    given: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


def document(text: str, what: str) -> Any:
    """The JSON of a parameter; raises AskerError with line and column where it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise AskerError(f"'{what}' is not JSON at {place}: {error.msg}; send a JSON object") from error
    except (RecursionError, ValueError) as error:
        raise AskerError(f"'{what}' is nested too deeply or has too long a number; send a smaller one") from error


def batch(found: Any) -> dict[str, Asked]:
    """The queries of a batch by their names.

    Raises AskerError where the batch or a query is not as the specification has it, Problem (413) past a limit.
    """
    if not isinstance(found, dict):
        raise AskerError('\'queries\' is no JSON object; name each query, as {"q0": {"query": "Bern"}}')
    if len(found) > QUERIES:
        raise Problem(413, f"{len(found)} queries in a batch; send {QUERIES} at most")
    return {name: query(name, each) for name, each in found.items()}


def single(text: str) -> Asked:
    """The query of a request that has only one: its JSON, or simply a name.

    >>> single("Bern").name, single('{"query": "Bern", "limit": 1}').limit
    ('Bern', 1)
    """
    return query("query", document(text, "query") if text.lstrip().startswith("{") else text)


def query(name: str, found: Any) -> Asked:
    """One query of a batch; `name` is for messages. A bare text is a query for that name."""
    if isinstance(found, str):
        found = {"query": found}
    if not isinstance(found, dict):
        raise AskerError(f'query \'{shown(name)}\' is no JSON object; write {{"query": "Bern"}}')
    text, given = found.get("query", ""), _given(name, found.get("properties", []))
    if not isinstance(text, str):
        raise AskerError(f"'query' of '{shown(name)}' is no text; write a name")
    if len(text) > LENGTH:
        raise Problem(413, f"'query' of '{shown(name)}' has {len(text):,} characters; send {LENGTH} at most")
    if not text.strip() and not given:
        raise AskerError(f"query '{shown(name)}' has neither 'query' nor 'properties'; give a name")
    strict = found.get("type_strict") or "any"
    if strict not in STRICT:
        raise AskerError(f"'type_strict' of '{shown(name)}' is none of {', '.join(STRICT)}")
    return Asked(
        " ".join(text.split()), _types(name, found.get("type")), strict, _limit(name, found.get("limit")), given
    )


def _types(name: str, found: Any) -> tuple[str, ...]:
    """The types asked for, each a text or an object with an id."""
    each = found if isinstance(found, list) else [found] if found else []
    ids = [one.get("id") if isinstance(one, dict) else one for one in each]
    if not all(isinstance(one, str) for one in ids) or len(ids) > MOST:
        raise AskerError(f"'type' of '{shown(name)}' is no type; write one as \"City\", or a list of such")
    return tuple(one for one in dict.fromkeys(ids) if one)


def _limit(name: str, found: Any) -> int:
    if found is None:
        return CANDIDATES
    if isinstance(found, bool) or not isinstance(found, int | float) or not 1 <= found < float("inf"):
        raise AskerError(f"'limit' of '{shown(name)}' is no positive number; write 1 to {MOST}")
    return min(int(found), MOST)


def _given(name: str, found: Any) -> dict[str, tuple[Any, ...]]:
    """The values by property; what is empty is left out."""
    if not isinstance(found, list):
        raise AskerError(f'\'properties\' of \'{shown(name)}\' is no list; write [{{"pid": "country", "v": "es"}}]')
    if len(found) > MOST:
        raise Problem(413, f"{len(found)} properties in query '{shown(name)}'; send {MOST} at most")
    given: dict[str, tuple[Any, ...]] = {}
    for each in found:
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise AskerError(
                f'a property of \'{shown(name)}\' lacks \'pid\' or \'v\'; write {{"pid": "country", "v": "es"}}'
            )
        given[each["pid"]] = given.get(each["pid"], ()) + _values(name, each["v"])
    return {pid: values for pid, values in given.items() if values}


def _values(name: str, found: Any) -> tuple[Any, ...]:
    values = [each for each in (found if isinstance(found, list) else [found]) if each not in (None, "", {})]
    if not all(isinstance(each, str | int | float | dict) for each in values):
        raise AskerError(f"a value in query '{shown(name)}' is no text, number, truth value or {{\"id\": …}}")
    if len(values) > MOST or any(len(str(each)) > LENGTH for each in values):
        raise Problem(413, f"values in query '{shown(name)}' are too many or too long; {MOST} of {LENGTH} characters")
    return tuple(values)


def extension(found: Any) -> tuple[list[str], list[str]]:
    """The ids of things and of properties that a data extension asks for.

    Raises AskerError where it is not as the specification has it, Problem (413) past a limit.
    """
    if not isinstance(found, dict):
        raise AskerError(
            '\'extend\' is no JSON object; write {"ids": ["city/bern-ch"], "properties": [{"id": "country"}]}'
        )
    ids, wanted = found.get("ids"), found.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise AskerError("'ids' of 'extend' is no list of texts; write the ids that the service gave")
    if not isinstance(wanted, list) or not all(
        isinstance(each, dict) and isinstance(each.get("id"), str) for each in wanted
    ):
        raise AskerError("'properties' of 'extend' is no list of objects with an 'id'; write [{\"id\": \"country\"}]")
    if len(ids) > QUERIES or len(wanted) > MOST or any(len(each) > LENGTH for each in ids):
        raise Problem(413, f"'extend' asks too much; send {QUERIES} ids and {MOST} properties at most")
    return list(dict.fromkeys(ids)), list(dict.fromkeys(each["id"] for each in wanted))


def whole(text: str, what: str, default: int = 0) -> int:
    """A number of a parameter that counts things; empty is the default. Raises AskerError where it is none."""
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise AskerError(f"'{what}' is no number; write 0 or more")
    return int(text)


def cut(items: Sequence[Any], skip: int, most: int) -> list[Any]:
    """A page of a list."""
    return list(items[skip : skip + most])


def shown(text: str, most: int = 40) -> str:
    """A text of the client as a message can hold it: in one line, and not long.

    >>> shown("a\\nb"), shown("abcdef", 4)
    ('a b', 'abc…')
    """
    seen = "".join(each if each.isprintable() else " " for each in text[: most + 1])
    return seen if len(seen) <= most else seen[: most - 1] + "…"
