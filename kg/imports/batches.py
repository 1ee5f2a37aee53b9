"""Several files written as one: all of them or none, and what an interruption left is finished by the next run.

First every new file is written whole under another name, then a list of them, and only then do they take their places.
The list is what decides: without it nothing has happened, with it `finish` completes the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from kg import paths
from kg.errors import OperatorError

LIST = ".pending.json"


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files of a folder, by name and in the order given, each over the one that is there.

    Raises OperatorError where the machine stops it: before the list is written nothing has changed, after it `finish`
    completes what is left.
    """
    finish(folder)
    if not files:
        return
    try:
        for name, content in files.items():
            paths.write(_waiting(folder, name), content)
        listed = {name: digest(folder / name) for name in files}
        paths.write(folder / LIST, json.dumps(listed, indent=1).encode())
    except BaseException:
        _drop(folder, files)
        raise
    finish(folder)


def waiting(folder: Path) -> bool:
    """Whether an interrupted `write` waits to be finished."""
    return (folder / LIST).is_file()


def finish(folder: Path) -> list[str]:
    """Complete what an interrupted `write` left in a folder; return the files that took their places.

    A file that somebody changed since is left as it is, and then all that still wait are dropped.
    """
    listing = folder / LIST
    if not listing.is_file():
        return []
    try:
        listed = _listed(listing)
        left = [name for name in listed if _waiting(folder, name).is_file()]
        if any(digest(folder / name) != listed[name] for name in left):
            left = []
        for name in left:
            _place(folder, name)
        _drop(folder, listed)
        listing.unlink()
    except OSError as error:
        raise OperatorError(
            f"cannot write {folder}: {error.strerror or error}; some files are new and some old, "
            "repeat the command to write the rest"
        ) from error
    return left


def _listed(listing: Path) -> dict[str, str]:
    try:
        return dict(json.loads(listing.read_text(encoding="utf-8")))
    except ValueError as error:
        raise OperatorError(f"{listing}: not JSON ({error}); delete it and repeat the command") from error


def _place(folder: Path, name: str) -> None:
    target = folder / name
    os.replace(_waiting(folder, name), target.resolve() if target.is_symlink() else target)  # noqa: PTH105


def _drop(folder: Path, names: Mapping[str, object]) -> None:
    for name in names:
        _waiting(folder, name).unlink(missing_ok=True)


def _waiting(folder: Path, name: str) -> Path:
    return folder / f".{name}.pending"


def digest(path: Path) -> str:
    """The SHA-256 of a file, or of nothing where there is none."""
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()
