"""The site as a folder: checked before it is put in place, and never over what is not ours."""

from __future__ import annotations

import errno
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import AskerError, OperatorError
from kg.server.site import static

PIECES = [
    ("index.html", b'<a href="id/city/lima%20pe.html">Lima</a>'),
    ("id/city/lima pe.html", b'<a href="../../index.html">home</a>'),
    ("404.html", b"<p>"),
    ("search.html", b"<p>"),
    ("data/a.ttl", b"# nothing"),
]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def alone(target: Path) -> None:
    """Nothing temporary is left beside it."""
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_site_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "site"
    found = static.write(target, PIECES)
    written = files(target)
    assert written.items() >= dict(PIECES).items()
    assert sorted(written.keys() - dict(PIECES).keys()) == ["robots.txt", "site.json"]
    assert (found.files, found.size, found.broken) == (7, sum(map(len, written.values())), ())
    assert target.stat().st_mode & 0o777 == 0o755
    alone(target)


def test_a_site_with_an_address_has_a_sitemap(tmp_path: Path) -> None:
    static.write(tmp_path / "site", PIECES, "https://example.org/kg")
    tree = ET.fromstring((tmp_path / "site" / "sitemap.xml").read_bytes())
    assert [each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == [
        "https://example.org/kg/id/city/lima%20pe.html",
        "https://example.org/kg/index.html",
    ]
    assert b"Sitemap: https://example.org/kg/sitemap.xml" in (tmp_path / "site" / "robots.txt").read_bytes()


def test_an_older_site_and_an_empty_folder_are_replaced(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    static.write(target, [*PIECES, ("old.html", b"<p>")])
    first = files(target)
    static.write(target, PIECES)
    assert first.keys() - files(target).keys() == {"old.html"}
    alone(target)


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    static.write(tmp_path / "a", PIECES, "https://example.org/")
    static.write(tmp_path / "b", PIECES[::-1], "https://example.org/")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_broken_links_leave_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "site"
    static.write(target, PIECES)
    before = files(target)
    found = static.write(target, [*PIECES, ("bad.html", b'<a href="gone.html">x</a>')])
    assert found.broken == ("bad.html:1 gone.html: no such file",)
    assert files(target) == before
    alone(target)


@pytest.mark.parametrize("name", ["file", "full"])
def test_what_is_not_ours_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    before = files(tmp_path)
    with pytest.raises(AskerError, match=r"it is a file; name a folder|name an empty or a new folder"):
        static.write(tmp_path / name, PIECES)
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "base", ["example.org", "ftp://example.org/", "https:///x", "https://a/?q", "https://a/#b", "/"]
)
def test_an_address_must_be_one(tmp_path: Path, base: str) -> None:
    with pytest.raises(AskerError, match=re.escape(f"--base {base}: not the address of a site")):
        static.write(tmp_path / "site", PIECES, base)
    assert not (tmp_path / "site").exists()


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "site"
    static.write(target, PIECES)
    before = files(target)

    def full() -> Iterator[tuple[str, bytes]]:
        yield from PIECES[:1]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OperatorError, match="No space left on device; what was there is untouched"):
        static.write(target, full())
    assert files(target) == before
    alone(target)


def test_a_stop_in_the_middle_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    static.write(target, PIECES)
    before, rename = files(target), Path.rename

    def stopped(self: Path, to: Path) -> Path:
        if to == target and not self.name.endswith(".old"):
            raise KeyboardInterrupt
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        static.write(target, PIECES)
    assert files(target) == before
    alone(target)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match=r"cannot write .*site: .*; choose another folder"):
        static.write(tmp_path / "file" / "site", PIECES)
    with pytest.raises(OperatorError, match=r"cannot write .*site: .*; choose another folder"):
        static.vacant(tmp_path / "file" / "site")


def test_looking_whether_a_folder_can_be_written_leaves_nothing(tmp_path: Path) -> None:
    static.vacant(tmp_path / "site")
    assert list(tmp_path.iterdir()) == []
