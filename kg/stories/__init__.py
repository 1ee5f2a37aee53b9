"""Stories: what the graph tells, step by step, each step a text and a state of the explorer.

A story is a file `docs/stories/KEY.yaml` with a title, a summary, a rank and steps. What its texts count is asked of
the graph (`{name}` in a text, the query under `numbers`), and what its states name is looked up in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg import paths, relations
from kg.errors import AskerError, CuratorError, nearest
from kg.stories import fields
from kg.stories.drafts import PLACEHOLDER, Draft, read
from kg.stories.numbers import Answers

__all__ = ["Step", "Story", "drafts", "fitting", "problems", "told"]

Names = Mapping[str, set[str]]


@dataclass(frozen=True)
class Step:
    """What a reader reads, and the fields of the explorer's state that differ from its defaults."""

    text: str
    state: Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """A story with its numbers filled in; `key` is the name of its file."""

    key: str
    title: str
    summary: str
    steps: tuple[Step, ...]


def drafts(folder: Path | None = None) -> list[Draft]:
    """The stories of a folder as written, in the order of their ranks, then of their keys.

    Raises CuratorError with every mistake of every file, OperatorError where one cannot be read.
    """
    found, wrong = [], []
    for path in sorted((folder or paths.stories()).glob("*.yaml")):
        try:
            found.append(read(path))
        except CuratorError as error:
            wrong += error.problems
    if wrong:
        raise CuratorError(wrong)
    return sorted(found, key=lambda draft: (draft.rank, draft.file.key))


def told(store: ox.Store, folder: Path | None = None) -> list[Story]:
    """The stories whose numbers and kinds of source a store has; the others are left out. Raises as `drafts`."""
    answers, names = Answers(store), _source_names(store)
    known = [each for each in drafts(folder) if not any((*_unanswered(each, answers), *_unnamed(each, names)))]
    return [_story(draft, answers) for draft in known]


def fitting(known: Iterable[Story], graph: nx.MultiDiGraph) -> list[Story]:
    """Of some stories those that a page of a graph of things can tell: it has all that their states name."""
    names = _names(graph)
    return [each for each in known if not any(_unknown([step.state for step in each.steps], names))]


def problems(store: ox.Store, folder: Path | None = None) -> list[str]:
    """What stories name or count that the graph does not have, a line for each: file, line, column, what to do.

    Raises as `drafts`.
    """
    answers, names = Answers(store), {**_names(relations.relations(store)), **_source_names(store)}
    return [line for draft in drafts(folder) for line in (*_unanswered(draft, answers), *_unnamed(draft, names))]


def _unanswered(draft: Draft, answers: Answers) -> Iterator[str]:
    for name, number in draft.numbers.items():
        try:
            answers.of(number)
        except AskerError as error:
            yield draft.file.at(("numbers", name), f"{name}: {error}")


def _unnamed(draft: Draft, names: Names) -> Iterator[str]:
    for step, field, name in _unknown([state for _, state in draft.steps], names):
        hint = nearest(name, names[field]) or "; write one that it has"
        message = f"{field}: the graph has no {fields.NAMES[field]} '{name}'{hint}"
        yield draft.file.at(("steps", step, "state", field), message)


def _names(graph: nx.MultiDiGraph) -> dict[str, set[str]]:
    """What a state can name of a graph, by the field that names it."""
    nodes = dict(graph.nodes(data=True))
    return {
        "at": set(nodes),
        "other": set(nodes),
        "kinds": {own["kind"] for own in nodes.values()},
        "relations": {own["relation"] for *_, own in graph.edges(data=True)},
        "countries": {key for key, own in nodes.items() if own["kind"] == "country"},
        "regions": {own["region"] for own in nodes.values() if own.get("region")},
    }


def _source_names(store: ox.Store) -> dict[str, set[str]]:
    return {"sources": {row["kind"] for row in relations.sources(store)}}


def _unknown(states: Iterable[Mapping[str, Any]], names: Names) -> Iterator[tuple[int, str, str]]:
    """What states name that is not among the names: (number of the state, field, name)."""
    for number, state in enumerate(states):
        for field, name in fields.named(state):
            if field in names and name not in names[field]:
                yield number, field, name


def _story(draft: Draft, answers: Answers) -> Story:
    def filled(text: str) -> str:
        return PLACEHOLDER.sub(lambda hit: answers.of(draft.numbers[hit[1]]), text)

    steps = tuple(Step(filled(text), state) for text, state in draft.steps)
    return Story(draft.file.key, draft.title, filled(draft.summary), steps)
