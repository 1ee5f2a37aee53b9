"""Data and ontology as they stood in a git revision of a checkout, in a temporary folder."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg import paths
from kg.errors import AskerError, OperatorError

FOLDERS = ("data", "ontology")


def checkout() -> Path:
    """The checkout of the program, or else the folder one stands in."""
    beside = paths.PACKAGE.parent
    return beside if (beside / "pyproject.toml").is_file() else Path.cwd()


@contextlib.contextmanager
def unpacked(revision: str) -> Iterator[Path]:
    """A temporary folder with `data/` and `ontology/` as they stood in a revision.

    Raises AskerError where there is no checkout, no such revision, or no data in it; OperatorError without git.
    """
    root = checkout()
    if _git(root, "rev-parse", "--is-inside-work-tree").stdout.strip() != b"true":
        raise AskerError(
            f"'{revision}' is no file or folder, and {root} is no git checkout; name two builds, or stand in a checkout"
        )
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        raise AskerError(
            f"'{revision}' is no file, no folder and no git revision of {root}; "
            "name a build, or a revision as HEAD~1, a tag or a branch"
        )
    archive = _git(root, "archive", "--format=tar", found.stdout.decode().strip(), *FOLDERS)
    if archive.returncode:
        raise AskerError(f"revision {revision} has no {' and '.join(f'{each}/' for each in FOLDERS)} to build from")
    with tempfile.TemporaryDirectory(prefix="citykg-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
            packed.extractall(folder, filter="data")
        yield Path(folder)


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Git's answer about a folder, whatever repository a hook or shell has set."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return subprocess.run(["git", "-C", str(root), *words], env=own, capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise OperatorError("git is not installed, and a revision is read with it; name two builds") from error
