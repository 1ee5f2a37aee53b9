"""Stories: what the graph tells, step by step, each step a text and a state of the explorer.

A story is a file `docs/stories/KEY.yaml` with a title, a summary, a rank and steps. What its texts count is asked of
the graph (`{name}` in a text, the query under `numbers`), and what its states name is looked up in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

__all__ = ["Step", "Story", "drafts", "problems", "told"]


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


def told(store: ox.Store, graph: nx.MultiDiGraph, folder: Path | None = None) -> list[Story]:
    """The stories that a page of a graph of things can tell; the others are left out.

    It can tell those whose things are all in the graph, and whose numbers the store answers. Raises as `drafts`.
    """
    known, answers = _known(store, graph), Answers(store)
    return [_story(draft, answers) for draft in drafts(folder) if not any(_lacking(draft, known, answers))]


def problems(store: ox.Store, folder: Path | None = None) -> list[str]:
    """What stories name or count that the graph does not have, a line for each: file, line, column, what to do.

    Raises as `drafts`.
    """
    known, answers = _known(store, relations.relations(store)), Answers(store)
    return [line for draft in drafts(folder) for line in _lacking(draft, known, answers)]


Known = Mapping[str, frozenset[str]]


def _known(store: ox.Store, graph: nx.MultiDiGraph) -> Known:
    """What a state can name, by what it is called."""
    nodes = dict(graph.nodes(data=True))
    return {
        "thing": frozenset(nodes),
        "kind": frozenset(own["kind"] for own in nodes.values()),
        "relation": frozenset(own["relation"] for *_, own in graph.edges(data=True)),
        "country": frozenset(key for key, own in nodes.items() if own["kind"] == "country"),
        "region": frozenset(own["region"] for own in nodes.values() if own["region"]),
        "kind of source": frozenset(row["kind"] for row in relations.sources(store) if row["kind"]),
    }


def _lacking(draft: Draft, known: Known, answers: Answers) -> Iterator[str]:
    for name, number in draft.numbers.items():
        try:
            answers.of(number)
        except AskerError as error:
            yield draft.file.at(("numbers", name), f"{name}: {error}")
    for step, (_, state) in enumerate(draft.steps):
        for field, name in fields.named(state):
            what = fields.NAMES[field]
            if name not in known[what]:
                hint = nearest(name, known[what]) or "; write one that it has"
                yield draft.file.at(("steps", step, "state", field), f"{field}: the graph has no {what} '{name}'{hint}")


def _story(draft: Draft, answers: Answers) -> Story:
    def filled(text: str) -> str:
        return PLACEHOLDER.sub(lambda hit: answers.of(draft.numbers[hit[1]]), text)

    steps = tuple(Step(filled(text), state) for text, state in draft.steps)
    return Story(draft.file.key, draft.title, filled(draft.summary), steps)
