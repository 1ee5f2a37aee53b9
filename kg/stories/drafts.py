"""A story as its file has it: texts with placeholders, checked as far as the file alone can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import named
from kg.errors import CuratorError, nearest
from kg.stories import fields
from kg.stories.files import File, Way
from kg.stories.numbers import TAKES, Number

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)\}")
STORY = {"title": str, "summary": str, "rank": int, "numbers": dict, "steps": list}
STEP = {"text": str, "state": dict}
NUMBER = {"query": str, "params": dict, "where": dict, "column": str, "take": str}
OPTIONAL = ("numbers", "params", "where", "column", "take", "state")
KINDS = {str: "a text", int: "a whole number", dict: "names with values", list: "a list"}
Problem = tuple[Way, str]


@dataclass(frozen=True)
class Draft:
    """A story before its numbers are asked: `steps` are texts with placeholders, each with its state."""

    file: File
    title: str
    summary: str
    rank: int
    numbers: Mapping[str, Number]
    steps: tuple[tuple[str, Mapping[str, Any]], ...]

    @property
    def texts(self) -> dict[Way, str]:
        """All texts that may hold placeholders, by where they stand."""
        return {("summary",): self.summary, **{("steps", n, "text"): text for n, (text, _) in enumerate(self.steps)}}


def read(path: Path) -> Draft:
    """The draft in a file.

    Raises CuratorError with a line for each thing that is wrong, OperatorError where the file cannot be read.
    """
    file = File(path)
    if problems := [file.at(way, message) for way, message in _problems(file.value)]:
        raise CuratorError(problems)
    story = file.value
    draft = Draft(
        file,
        _joined(story["title"]),
        _joined(story["summary"]),
        story["rank"],
        {name: _number(spec) for name, spec in story.get("numbers", {}).items()},
        tuple((_joined(step["text"]), step.get("state", {})) for step in story["steps"]),
    )
    if problems := [file.at(way, message) for way, message in _placeholders(draft)]:
        raise CuratorError(problems)
    return draft


def _joined(text: str) -> str:
    return " ".join(text.split())


def _number(spec: Mapping[str, Any]) -> Number:
    params = {name: str(value) for name, value in spec.get("params", {}).items()}
    column = spec.get("column", "")
    take = spec.get("take", "first" if column else "rows")
    return Number(spec["query"], params, spec.get("where", {}), column, take)


def _problems(value: Any) -> Iterator[Problem]:
    """What is wrong with the form of a story, in the order of its parts."""
    grave = list(_shape(value, STORY, (), "a story"))
    yield from grave
    if grave:
        return
    known = named.queries()
    for name, spec in value.get("numbers", {}).items():
        yield from _asked(spec, ("numbers", str(name)), known)
    if not value["steps"]:
        yield ("steps",), "steps: there is none; write at least one"
    for number, step in enumerate(value["steps"]):
        yield from _step(step, ("steps", number))


def _shape(value: Any, parts: Mapping[str, type], way: Way, what: str) -> Iterator[Problem]:
    """What differs between a value and the parts that it should have."""
    if not isinstance(value, dict):
        yield way, f"{what} is written as names with values: {', '.join(parts)}"
        return
    for name, each in value.items():
        if name not in parts:
            yield (
                (*way, str(name)),
                f"{what} has no '{name}'{nearest(str(name), parts) or '; it has ' + ', '.join(parts)}",
            )
        elif type(each) is not parts[name] or each == "":
            yield (*way, name), f"{name}: write {KINDS[parts[name]]}"
    for name in parts:
        if name not in value and name not in OPTIONAL:
            yield way, f"{what} needs '{name}'; add it"


def _step(step: Any, way: Way) -> Iterator[Problem]:
    grave = list(_shape(step, STEP, way, "a step"))
    yield from grave
    if not grave:
        yield from (((*way, "state", str(field)), problem) for field, problem in fields.wrong(step.get("state", {})))


def _asked(spec: Any, way: Way, known: Mapping[str, named.Query]) -> Iterator[Problem]:
    """What is wrong with the form of a number, and whether there are such a query and such parameters."""
    grave = list(_shape(spec, NUMBER, way, "a number"))
    yield from grave
    if grave:
        return
    query, take = known.get(spec["query"]), spec.get("take", "rows")
    if query is None:
        yield (
            (*way, "query"),
            f"query: there is no '{spec['query']}'{nearest(spec['query'], known)}; see kg query --list",
        )
    if take not in TAKES:
        yield (*way, "take"), f"take: no '{take}'; write {', '.join(TAKES)}"
    elif take != "rows" and "column" not in spec:
        yield (*way, "take"), f"take: '{take}' is of a column; add 'column'"


def _placeholders(draft: Draft) -> Iterator[Problem]:
    """Placeholders without a number, braces that are none, and numbers that nothing uses."""
    used = set()
    for way, text in draft.texts.items():
        names = PLACEHOLDER.findall(text)
        used.update(names)
        for name in dict.fromkeys(names):
            if name not in draft.numbers:
                yield way, f"{{{name}}} has no number{nearest(name, draft.numbers)}; add it under 'numbers'"
        if re.search("[{}]", PLACEHOLDER.sub("", text)):
            yield way, "a brace that is no placeholder; write {name} in small letters, or no brace"
    for name in draft.numbers:
        if name not in used:
            yield ("numbers", name), f"no text has {{{name}}}; use it or take it out"
