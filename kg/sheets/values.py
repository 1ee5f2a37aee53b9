"""Numbers, dates and truth values of Excel and Parquet as the text that a table of ours would hold."""

from __future__ import annotations

import math
from datetime import datetime, time
from decimal import Decimal
from typing import Any


def text(value: Any) -> str:
    """A value as text: dates after ISO 8601, whole numbers without a point, no number as 1e-05, nothing for none.

    >>> text(1986.0), text(46.948), text(1e-05), text(datetime(2018, 12, 8)), text(True), text(None)
    ('1986', '46.948', '0.00001', '2018-12-08', 'true', '')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    return format(Decimal(repr(value)), "f").removesuffix(".0")
