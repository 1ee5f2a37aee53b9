"""One piece of work in a process of its own: `python -m tests.benching.child MODULE NAME GIVEN FOUND`.

`MODULE.NAME(**GIVEN)` makes ready and returns the work. Only the work is timed; what it returns, arrays by name, goes
to the file FOUND, and what it took to FOUND.json. Any interpreter with numpy can run this.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np


def main() -> None:
    """Make ready, work, and write what was found and what it took."""
    module, name, given, target = sys.argv[1:]
    work = getattr(importlib.import_module(f"tests.benching.{module}"), name)(**json.loads(given))
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    taken = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "peak": peak()}
    np.savez(target, **found)
    Path(f"{target}.json").write_text(json.dumps(taken), encoding="utf-8")


def peak() -> float:
    """The most memory that this process has held, in MB; making ready counts.

    The kernel's own figure for this program: that of `getrusage` counts the parent's memory at the fork.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    held = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return (held[0] if held else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    main()
