from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import paths
from kg.errors import OperatorError

HERE = Path(__file__).resolve().parents[1]


@pytest.fixture
def umask() -> Iterator[None]:
    """The usual umask while a test looks at the mode of a file."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def files(folder: Path) -> dict[str, bytes]:
    """Names and bytes of all files in a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def full(_: Path, content: bytes) -> int:
    """A disk that is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_checkout_keeps_everything_beside_the_package_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (paths.data(), paths.ontology(), paths.build()) == (HERE / "data", HERE / "ontology", HERE / "build")


def test_the_queries_are_inside_the_package() -> None:
    assert (paths.PACKAGE, paths.QUERIES) == (HERE / "kg", HERE / "kg" / "queries")


def test_a_wheel_carries_data_and_ontology_and_builds_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "kg"
    monkeypatch.setattr(paths, "PACKAGE", package)
    monkeypatch.chdir(tmp_path)
    assert (paths.data(), paths.ontology(), paths.build()) == (
        package / "_data",
        package / "_ontology",
        tmp_path / "build",
    )


def test_a_data_folder_beside_an_installed_package_is_not_taken_for_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "kg")
    assert paths.data() == tmp_path / "kg" / "_data"


def test_write_makes_the_folders_it_needs(tmp_path: Path) -> None:
    paths.write(tmp_path / "a" / "b" / "c.txt", "Łódź\n".encode())
    assert files(tmp_path / "a" / "b") == {"c.txt": "Łódź\n".encode()}


@pytest.mark.parametrize("content", [b"", b"new", b"\x00\xff" * 100_000])
def test_write_replaces_the_whole_file_and_leaves_nothing_beside_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "graph.nt").write_bytes(b"old and longer than the new one")
    paths.write(tmp_path / "graph.nt", content)
    assert files(tmp_path) == {"graph.nt": content}


def test_a_written_file_has_the_mode_that_the_umask_asks_for(tmp_path: Path, umask: None) -> None:
    paths.write(tmp_path / "new.txt", b"")
    assert oct((tmp_path / "new.txt").stat().st_mode & 0o777) == oct(0o644)


def test_writing_does_not_change_the_umask(tmp_path: Path, umask: None) -> None:
    paths.write(tmp_path / "new.txt", b"")
    assert oct(os.umask(0o022)) == oct(0o022)


def test_the_old_file_is_there_until_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "graph.nt"
    target.write_bytes(b"old")
    with paths.replacing(target) as temporary:
        temporary.write_bytes(b"half")
        assert (target.read_bytes(), temporary.parent) == (b"old", tmp_path)
        assert temporary.name.startswith(".graph.nt.")
        temporary.write_bytes(b"new")
    assert files(tmp_path) == {"graph.nt": b"new"}


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), ValueError("wrong"), SystemExit(3)])
def test_whatever_stops_the_block_passes_through_and_the_old_file_stays(tmp_path: Path, stop: BaseException) -> None:
    (tmp_path / "graph.nt").write_bytes(b"old")
    with pytest.raises(type(stop)) as caught, paths.replacing(tmp_path / "graph.nt") as temporary:
        temporary.write_bytes(b"half of the n")
        raise stop
    assert (caught.value, files(tmp_path)) == (stop, {"graph.nt": b"old"})


def test_a_first_file_that_fails_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="wrong"), paths.replacing(tmp_path / "graph.nt"):
        raise ValueError("wrong")
    assert files(tmp_path) == {}


def test_a_full_disk_is_one_line_and_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "graph.nt"
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OperatorError) as caught:
        paths.write(target, b"new")
    assert str(caught.value) == (
        f"cannot write {target}: No space left on device; the old file is untouched; free some space or write elsewhere"
    )
    assert files(tmp_path) == {"graph.nt": b"old"}


def test_a_folder_of_the_same_name_is_one_line_and_stays(tmp_path: Path) -> None:
    (tmp_path / "graph.nt").mkdir()
    with pytest.raises(OperatorError) as caught:
        paths.write(tmp_path / "graph.nt", b"new")
    assert str(caught.value) == f"cannot write {tmp_path / 'graph.nt'}: it is a folder; name a file in it"
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nt"]


@pytest.mark.parametrize(
    ("below", "reason"), [("file/graph.nt", "File exists"), ("file/deep/graph.nt", "Not a directory")]
)
def test_a_path_below_a_file_is_one_line(tmp_path: Path, below: str, reason: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OperatorError) as caught:
        paths.write(tmp_path / below, b"new")
    assert str(caught.value) == f"cannot write {tmp_path / below}: {reason}; choose another output"
    assert files(tmp_path) == {"file": b""}


def test_a_folder_without_leave_to_write_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(prefix: str, dir: Path) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(dir / prefix))

    monkeypatch.setattr("kg.paths.tempfile.mkstemp", refused)
    with pytest.raises(OperatorError) as caught:
        paths.write(tmp_path / "graph.nt", b"new")
    assert str(caught.value) == f"cannot write {tmp_path / 'graph.nt'}: Permission denied; choose another output"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    paths.write(tmp_path / "pipe", b"content")
    assert (os.read(reader, 100), (tmp_path / "pipe").is_fifo()) == (b"content", True)
    os.close(reader)


def test_a_device_that_refuses_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OperatorError) as caught:
        paths.write(tmp_path / "pipe", b"content")
    assert str(caught.value) == f"cannot write {tmp_path / 'pipe'}: No space left on device; choose another output"


def test_the_cause_of_a_failed_write_is_kept_for_those_who_debug(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OperatorError) as caught:
        paths.write(tmp_path / "file" / "graph.nt", b"")
    assert isinstance(caught.value.__cause__, FileExistsError)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to("real.csv")
    paths.write(link, b"new")
    assert link.is_symlink() and files(tmp_path) == {"real.csv": b"new", "link.csv": b"new"}
