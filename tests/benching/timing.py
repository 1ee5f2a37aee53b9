"""How long work takes: in this process, as a command, or in a process of its own that also tells its memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.benching.writing import say

ROUNDS = 3
LONG = 10
"""Work of more CPU seconds than this is measured once."""
ROOT = Path(__file__).resolve().parents[2]
ONE = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
"""Environment variables that tell libraries to use one core."""
Found = dict[str, npt.NDArray[Any]]


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def turns(works: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each, taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(each) for name, each in taken.items()}


def run(arguments: list[str]) -> tuple[float, float, float]:
    """The wall and CPU seconds of a `kg` command and its peak memory in MB; one that fails stops the bench."""
    started = time.perf_counter()
    command = [sys.executable, "-c", "from kg.cli import main; main()", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"kg {' '.join(arguments)} ended with exit code {process.returncode}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


@dataclass(frozen=True)
class Job:
    """A function of a module of this package that makes ready and returns work, what it is given, and who runs it."""

    module: str
    name: str
    given: tuple[tuple[str, Any], ...] = ()
    python: str = sys.executable

    @classmethod
    def of(cls, module: str, name: str, python: str = sys.executable, **given: Any) -> Job:
        """A job that is given these; lists are kept as tuples."""
        kept = ((key, tuple(value) if isinstance(value, list) else value) for key, value in given.items())
        return cls(module, name, tuple(kept), python)


@dataclass(frozen=True, eq=False)
class Cost:
    """What a job took: CPU and wall seconds of the work, peak memory in MB; and what it found."""

    cpu: float
    wall: float
    peak: float
    path: Path

    @cached_property
    def found(self) -> Found:
        """Arrays by name."""
        with np.load(self.path) as kept:
            return dict(kept)


@dataclass(frozen=True)
class Missing:
    """Why there is no cost."""

    why: str


@dataclass
class Bench:
    """The costs of jobs, each measured when it is first asked for; `folder` keeps what they found."""

    folder: Path
    rounds: int = ROUNDS
    known: dict[Job, Cost | Missing] = field(default_factory=dict)

    def costs(self, jobs: Iterable[Job]) -> None:
        """Measure some jobs, taking turns, unless they are known."""
        new = [job for job in dict.fromkeys(jobs) if job not in self.known]
        for job in new:
            say(f"{job.module} {job.name} {' '.join(_word(value) for _, value in job.given)}")
            self.known[job] = self._once(job)
        short = {job: [cost] for job in new if isinstance(cost := self.known[job], Cost) and cost.cpu < LONG}
        for _ in range(self.rounds - 1):
            for job, costs in short.items():
                again = self._once(job)
                costs += [again] if isinstance(again, Cost) else []
        self.known |= {job: _middle(costs) for job, costs in short.items()}

    def cost(self, job: Job) -> Cost | Missing:
        """The cost of a job, or why there is none."""
        self.costs([job])
        return self.known[job]

    def own(self, job: Job) -> Cost:
        """The cost of a job of ours, which must not be missing."""
        cost = self.cost(job)
        if isinstance(cost, Missing):
            raise SystemExit(f"{job.name} {dict(job.given)}: {cost.why}")
        return cost

    def _once(self, job: Job) -> Cost | Missing:
        if not Path(job.python).is_file():
            return Missing("not measured: not installed")
        target = self.folder / f"found-{len(list(self.folder.glob('found-*.npz')))}.npz"
        command = [job.python, "-m", "tests.benching.child", job.module, job.name, json.dumps(dict(job.given))]
        own = dict.fromkeys(ONE, "1") | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
        done = subprocess.run(
            [*command, str(target)], capture_output=True, text=True, env=os.environ | own, cwd=self.folder, check=False
        )
        if done.returncode:
            return Missing(_reason(done))
        taken = json.loads(Path(f"{target}.json").read_text(encoding="utf-8"))
        return Cost(taken["cpu"], taken["wall"], taken["peak"], target)


def _middle(costs: list[Cost]) -> Cost:
    """The medians of each figure; what was found is the same each time."""
    cpu, wall, peak = (statistics.median(getattr(cost, name) for cost in costs) for name in ("cpu", "wall", "peak"))
    return replace(costs[0], cpu=cpu, wall=wall, peak=peak)


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """Why a process has failed, in a few words."""
    last = (done.stderr.strip().splitlines() or [""])[-1]
    if done.returncode < 0 or last.startswith("MemoryError"):
        return "out of memory"
    if last.startswith("ModuleNotFoundError"):
        return "not measured: not installed"
    return f"failed: {last}"


def _word(value: Any) -> str:
    """What a job is given, short enough for a line of progress."""
    return Path(value).name if isinstance(value, str) and " " not in value else str(value)[:60]
