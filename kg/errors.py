"""What can go wrong: one class per person who must act.

    KgError                 never raised itself; catch it to catch all
    ├── CuratorError        data: a row, a passage, a name        (exit 1)
    ├── ModellerError       ontology: a shape, a check, a term    (exit 1)
    ├── AskerError          what was asked: a query, an option    (exit 2)
    └── OperatorError       the machine: a file, a disk, a server (exit 1)

Every message says what is wrong, where, and what to do next, in one line each.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class KgError(Exception):
    """Root of the family; `exit_code` is what the command line returns."""

    exit_code = 1


class CuratorError(KgError):
    """The data are wrong: whoever curates the tables must act.

    Carries every problem of the run, not only the first.

    >>> str(CuratorError(["cities.csv:3:2 country: no country 'xx'"]))
    "cities.csv:3:2 country: no country 'xx'"
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))


class ModellerError(KgError):
    """The ontology, a shape or a check is wrong: whoever models must act."""


class AskerError(KgError):
    """What was asked makes no sense: whoever typed it must act."""

    exit_code = 2


class OperatorError(KgError):
    """The machine cannot do it: whoever runs it must act."""


def nearest(wanted: str, known: Iterable[str]) -> str:
    """The end of a message: the nearest known word, or nothing.

    >>> nearest("eurocites", ["eurocities", "icorn"])
    "; did you mean 'eurocities'?"
    >>> nearest("zzz", ["eurocities"])
    ''
    """
    close = difflib.get_close_matches(wanted, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""
