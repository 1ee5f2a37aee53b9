"""How much of a table is read; a larger one is refused with what to do instead."""

from __future__ import annotations

MEGABYTE = 1_000_000
SIZE = 64 * MEGABYTE  # bytes of a file
UNPACKED = 256 * MEGABYTE  # bytes that a compressed file says it holds
CELLS = 5_000_000  # about 1 GB in memory
SHOWN = 20  # problems, or cells of a kind, that are told one by one


def few(places: list[str]) -> str:
    """Names of cells in a sentence, the first of many.

    >>> few(["B2", "B3"]), few([f"B{row}" for row in range(2, 99)])[-24:]
    ('B2, B3', '19, B20, B21 and 77 more')
    """
    more = len(places) - SHOWN
    return ", ".join(places[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
