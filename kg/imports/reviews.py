"""Answers to the questions of an import, written into the ledger as they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg import tables
from kg.errors import CuratorError
from kg.imports import batches, decisions, questions
from kg.imports.decisions import Decision
from kg.imports.plans import Plan
from kg.imports.questions import Question

Line = dict[str, str]


class Review:
    """The questions of a plan while they are answered."""

    def __init__(self, plan: Plan, on: str, by: str) -> None:
        self._plan, self._on, self._by = plan, on, by
        self._taken = set(plan.taken)

    def lines(self, question: Question, answer: str) -> list[Line]:
        """The line of the ledger that an answer makes, or none for `skip`.

        Raises CuratorError where the answer is none, or names what is not there.
        """
        decided = questions.decide(question, answer, self._plan.owners, self._taken)
        return [self._line(question, decided)] if decided else []

    def _line(self, question: Question, decided: Decision) -> Line:
        if decided.new:
            self._taken.add(decided.key)
        why = f"reviewed; {question.reason}"
        return decisions.line(question.about, decided, self._on, self._by, why, self._taken)

    def all(self, answers: Mapping[str, str]) -> tuple[list[Line], list[str]]:
        """The lines for answers by what they are about, and those that answer no open question.

        Raises CuratorError with every answer that is wrong.
        """
        asked = {each.about: each for each in self._plan.questions}
        found, problems = list[Line](), list[str]()
        for about in sorted(answers.keys() & asked.keys()):
            try:
                found += self.lines(asked[about], answers[about])
            except CuratorError as error:
                problems += error.problems
        if problems:
            raise CuratorError(problems)
        return found, sorted(answers.keys() - asked.keys())


def keep(folder: Path, lines: Iterable[Line]) -> None:
    """Add lines to the ledger of a data folder."""
    table = tables.describe(folder)["ledger"]
    cells = [dict(row.cells) for row in tables.rows(folder, "ledger")]
    batches.write(folder, {table.path: tables.canonical(table, [*cells, *lines]).encode()})
