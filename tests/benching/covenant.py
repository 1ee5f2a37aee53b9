"""The large list of docs/large.md: what each command of that page costs on the whole set."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from tests import large as lists
from tests.benching.timing import run
from tests.benching.writing import say, shown, table


def large(folder: Path) -> str:
    """What each command of docs/large.md costs on the whole set in the folder that CITYKG_LARGE names."""
    head = "## A large list\n\n"
    given = os.environ.get("CITYKG_LARGE", "")
    if not given or not Path(given).is_dir():
        say("the large list is left out: CITYKG_LARGE names no folder")
        return f"{head}Not measured: `CITYKG_LARGE` named no folder with the three tables of [the page](large.md)."
    say("importing the large list")
    place = folder / "list"
    place.mkdir()
    lists.lay(place, Path(given))
    with contextlib.chdir(place):
        taken = [(step, *run(step.words)) for step in lists.steps()]
    rows = [(_title(step), shown(wall), shown(cpu), shown(memory)) for step, wall, cpu, memory in taken]
    imports = sum(wall for step, wall, _, _ in taken if "--apply" in step.words)
    note = (
        f"The commands of [the page](large.md) on the whole set, whole processes, once. The imports that write take\n"
        f"{shown(imports)} seconds together. Then there are {_written(place)}."
    )
    return f"{head}{note}\n\n{table(('command', 'wall', 'CPU', 'peak memory, MB'), rows)}"


def _title(step: lists.Step) -> str:
    """The command without its options, but for what tells two runs of it apart."""
    kept = [word for word in step.words if word in ("--apply", "--review")]
    named = step.words[1:2] if step.words[0] in ("import", "query") else []
    return f"`{' '.join(['kg', step.words[0], *named, *kept])}`"


def _written(place: Path) -> str:
    """How many cities, memberships and partnerships the list has given."""
    counts = []
    for name in ("cities", "memberships", "partnerships"):
        lines = (place / "mycopy" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        counts.append(f"{sum(lists.SOURCE in line for line in lines):,} {name}")
    return f"{', '.join(counts[:-1])} and {counts[-1]} that rest on the list"
