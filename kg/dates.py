"""Dates as the tables and the shell write them: a year, a month or a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


def is_date(value: str) -> bool:
    """Whether a text is a year, month or day that the calendar has.

    >>> [value for value in ("2018", "2018-12", "2018-12-08", "2018-13", "2018-W01-1", "0000") if is_date(value)]
    ['2018', '2018-12', '2018-12-08']
    """
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def earliest(*dates: str) -> str:
    """The first of some dates to end, an empty one being no end at all; empty where all are.

    >>> earliest("2018", "", "2018-05"), earliest("", "")
    ('2018-05', '')
    """
    return min(filter(None, dates), key=lambda each: f"{each}~", default="")


@dataclass(frozen=True)
class AsOf:
    """What a look at a date keeps: statements that hold, that are left out, that bear no date."""

    date: str
    held: int
    dropped: int
    undated: int

    def __str__(self) -> str:
        return (
            f"as of {self.date}: {self.held} dated statements hold, {self.dropped} do not and are left out, "
            f"{self.undated} are undated and kept"
        )
