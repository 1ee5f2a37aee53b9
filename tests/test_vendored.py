"""The libraries that the explorer carries are those that vendor.json names, each with its licence."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import tarfile
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg import paths
from kg.explorer.page import LIBRARIES, Library
from tests import vendored

PACKAGES = vendored.packages()
NAMES = [package["name"] for package in PACKAGES]
ALLOWED = {"ISC", "MIT", "BSD-3-Clause", "ISC AND MIT"}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("package", PACKAGES, ids=NAMES)
def test_every_file_is_the_one_that_was_fetched(package: dict[str, Any]) -> None:
    found = {name: (vendored.VENDOR / vendored.kept(package, name)).read_bytes() for name in package["files"]}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in found.items()} == package["files"]


@pytest.mark.parametrize("package", PACKAGES, ids=NAMES)
def test_every_package_says_what_it_is_for_and_brings_a_licence_that_goes_with_ours(package: dict[str, Any]) -> None:
    assert list(package) == ["name", "version", "integrity", "licence", "for", "files"]
    assert package["licence"] in ALLOWED and len(package["for"]) > 20
    texts = [vendored.VENDOR / vendored.kept(package, name) for name in package["files"] if "LICENSE" in name]
    assert len(texts) == 1
    text = " ".join(texts[0].read_text(encoding="utf-8").split())
    asked = {
        "ISC": "Permission to use, copy, modify, and/or distribute",
        "MIT": "Permission is hereby granted, free of",
    }
    assert [name for name, words in asked.items() if words in text] == package["licence"].split(" AND ")
    assert "Copyright" in text


def test_nothing_else_lies_there() -> None:
    named = [vendored.kept(package, name) for package in PACKAGES for name in package["files"]]
    assert sorted(files(vendored.VENDOR)) == sorted([*named, vendored.LIST])
    assert len(set(named)) == len(named)


def test_no_file_carries_the_address_of_a_map_of_its_source_that_a_browser_would_ask_for() -> None:
    scripts = [name for package in PACKAGES for name in package["files"] if name.endswith(".js")]
    assert len(scripts) == 5
    for package in PACKAGES:
        for name in package["files"]:
            assert "sourceMappingURL=http" not in (vendored.VENDOR / vendored.kept(package, name)).read_text("utf-8")


def test_the_licences_go_into_the_wheel() -> None:
    project = tomllib.loads((paths.PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert "kg/explorer/vendor/*/LICENSE*" in project["project"]["license-files"]


# The script


def tarball(content: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, data in content.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return made.getvalue()


def asked(tar: bytes) -> dict[str, Any]:
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(tar).digest()).decode()
    files = {"dist/a.min.js": "", "LICENSE": ""}
    return {"name": "a", "version": "1.0.0", "integrity": integrity, "files": files}


def test_a_package_is_unpacked_and_its_sums_are_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tar = tarball({"dist/a.min.js": b"let a;", "LICENSE": b"Do.", "README.md": b"More."})
    monkeypatch.setattr(vendored, "packed", lambda package: tar)
    vendored.rebuild(tmp_path, [asked(tar)])
    found = files(tmp_path)
    assert sorted(found) == ["a/LICENSE", "a/a.min.js", "vendor.json"]
    assert (found["a/a.min.js"], found["a/LICENSE"]) == (b"let a;", b"Do.")
    assert json.loads(found["vendor.json"])[0]["files"] == {
        "dist/a.min.js": hashlib.sha256(b"let a;").hexdigest(),
        "LICENSE": hashlib.sha256(b"Do.").hexdigest(),
    }


def test_a_package_that_is_not_the_one_named_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = asked(tarball({"dist/a.min.js": b"let a;", "LICENSE": b"Do."}))
    monkeypatch.setattr(vendored, "packed", lambda package: tarball({"dist/a.min.js": b"let b;"}))
    with pytest.raises(vendored.UnlikeError, match=r"^a 1\.0\.0 has the integrity sha512-"):
        vendored.rebuild(tmp_path, [package])
    assert files(tmp_path) == {}


@pytest.mark.skipif(not os.environ.get("CITYKG_VENDOR"), reason="CITYKG_VENDOR is not set: npm would ask the network")
def test_npm_gives_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    assert shutil.which("npm"), "npm is not installed"
    vendored.rebuild(tmp_path, vendored.packages())
    assert files(tmp_path) == files(vendored.VENDOR)


# The page


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_a_page_names_no_file_beside_its_libraries(library: Library) -> None:
    assert "sourceMappingURL" not in library.text


def test_a_page_carries_the_licence_of_every_library_that_it_carries() -> None:
    folders = {file.parent for library in LIBRARIES for file in library.files if vendored.VENDOR in file.parents}
    texts = "\n".join(library.text for library in LIBRARIES)
    licences = [path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("LICENSE*")]
    assert len(licences) == len(folders) >= 4
    assert [licence[:60] for licence in licences if licence not in texts] == []
