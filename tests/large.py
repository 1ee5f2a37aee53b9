"""The commands of docs/large.md, to be run by a test on an extract and by the bench on the whole set."""

from __future__ import annotations

import runpy
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import paths
from tests.test_docs import HERE, Block, belongs, blocks, commands

PAGE = HERE / "docs" / "large.md"
EXTRACT = HERE / "tests" / "data" / "covenant"
SOURCE = "gcom-2024"  # key of the list among the sources
TABLES = ("cities", "memberships", "networks")


@dataclass(frozen=True)
class Step:
    """A command of the page, the words after `kg`, what the page shows below it, and where it stands."""

    command: str
    words: list[str]
    shown: str
    where: str


def lay(folder: Path, covenant: Path) -> None:
    """What the page begins with: the tables of a checkout, and the data set beside them."""
    shutil.copytree(paths.data(), folder / "data")
    (folder / "covenant").mkdir()
    for name in TABLES:
        shutil.copy(covenant / f"{name}.csv", folder / "covenant")


def steps() -> Iterator[Step]:
    """The `kg` commands of the page in order, in the present folder; what stands between them is done on the way."""
    for block in blocks(PAGE):
        if block.file:
            belongs(Path(block.file), block)
        elif block.kind == "console":
            yield from _typed(block)


def _typed(block: Block) -> Iterator[Step]:
    joined = Block(block.kind, block.text.replace("\\\n", ""), block.where, block.file)
    for command, shown in commands(joined):
        name, *words = shlex.split(command)
        if name == "kg":
            yield Step(command, words, shown, block.where)
        else:
            OTHERS[name](*words)


def _copy(_: str, source: str, target: str) -> None:
    shutil.copytree(source, target)


def _python(script: str) -> None:
    runpy.run_path(script)


OTHERS: dict[str, Callable[..., None]] = {"cp": _copy, "python": _python}

__all__ = ["EXTRACT", "PAGE", "SOURCE", "Step", "lay", "steps"]
