"""Dates as the tables and the shell write them: a year, a month or a day."""

from __future__ import annotations

import re
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
