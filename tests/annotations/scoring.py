"""Precision and recall of found ranges against annotated ones; knows nothing of how they were found."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
Ranges = Mapping[tuple[int, int], str]


def annotated() -> dict[str, dict[tuple[int, int], str]]:
    """Kind of every annotated range, by source."""
    read: dict[str, dict[tuple[int, int], str]] = {}
    for path in sorted(HERE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                read.setdefault(row["source"], {})[int(row["start"]), int(row["end"])] = row["kind"]
    return read


def score(truth: Ranges, found: Ranges, kind: str) -> tuple[float, float, int, int, int]:
    """Precision, recall, and how many are right, found and annotated; a range counts where both ends agree."""
    wanted = {place for place, each in truth.items() if each == kind}
    got = {place for place, each in found.items() if each == kind}
    right = len(wanted & got)
    return right / len(got) if got else 1.0, right / len(wanted) if wanted else 1.0, right, len(got), len(wanted)
