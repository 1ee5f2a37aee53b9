"""Several files written as one, whatever stops it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kg import paths
from kg.errors import OperatorError
from kg.imports import batches

OLD, NEW = {"a.csv": b"old a", "b.csv": b"old b"}, {"a.csv": b"new a", "b.csv": b"new b"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two old files."""
    for name, content in OLD.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_are_written_and_nothing_else_is_left(folder: Path) -> None:
    batches.write(folder, NEW)
    assert files(folder) == NEW


def test_nothing_to_write_changes_nothing(folder: Path) -> None:
    batches.write(folder, {})
    assert files(folder) == OLD


@pytest.mark.parametrize("stop", [1, 2, 3])
def test_before_the_list_stands_nothing_has_happened(folder: Path, stop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, real = [0], paths.write

    def stopping(target: Path, content: bytes) -> None:
        calls[0] += 1
        if calls[0] == stop:
            raise KeyboardInterrupt
        real(target, content)

    monkeypatch.setattr(paths, "write", stopping)
    with pytest.raises(KeyboardInterrupt):
        batches.write(folder, NEW)
    assert files(folder) == OLD


@pytest.mark.parametrize("stop", [1, 2])
def test_after_the_list_stands_the_next_run_finishes(folder: Path, stop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, real = [0], os.replace

    def stopping(one: Any, other: Any) -> None:
        calls[0] += 1
        if calls[0] == 3 + stop:  # two files and the list are written by replacing, too
            raise OSError(28, "No space left on device")
        real(one, other)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stopping)
        with pytest.raises(OperatorError, match="repeat the command to write the rest"):
            batches.write(folder, NEW)
    assert batches.waiting(folder)
    assert batches.finish(folder) == ["a.csv", "b.csv"][stop - 1 :]
    assert files(folder) == NEW
    assert batches.finish(folder) == []


def test_what_somebody_changed_since_is_not_overwritten(folder: Path) -> None:
    for name, content in NEW.items():
        (folder / f".{name}.pending").write_bytes(content)
    listed = {name: batches.digest(folder / name) for name in NEW}
    (folder / batches.LIST).write_text(json.dumps(listed), encoding="utf-8")
    (folder / "b.csv").write_bytes(b"mine")
    assert batches.finish(folder) == []
    assert files(folder) == {**OLD, "b.csv": b"mine"}


def test_a_link_stays_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "a.csv").rename(tmp_path / "elsewhere" / "a.csv")
    (folder / "a.csv").symlink_to(tmp_path / "elsewhere" / "a.csv")
    batches.write(folder, {"a.csv": b"new a"})
    assert (folder / "a.csv").is_symlink()
    assert (tmp_path / "elsewhere" / "a.csv").read_bytes() == b"new a"


def test_a_list_that_cannot_be_read_is_one_line(folder: Path) -> None:
    (folder / batches.LIST).write_text("{", encoding="utf-8")
    with pytest.raises(OperatorError, match=r"\.pending\.json: not JSON .*; delete it"):
        batches.finish(folder)
