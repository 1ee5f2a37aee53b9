"""The libraries that the explorer and the query page carry are those that vendor.json names, each with its licence."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg import paths
from kg.explorer.page import LIBRARIES, Library
from tests import vendored

PACKAGES = [(folder, package) for folder in vendored.FOLDERS for package in vendored.packages(folder)]
BUNDLES = [(folder, package) for folder, package in PACKAGES if "inside" in package]
ALLOWED = {"ISC", "MIT", "BSD-3-Clause", "ISC AND MIT", "MIT OR Apache-2.0"}
INSIDE = ALLOWED | {"Apache-2.0", "MPL-2.0 OR Apache-2.0", "CC-BY-4.0 AND MIT"}
TERMS = {
    "ISC": "Permission to use, copy, modify, and/or distribute",
    "MIT": "Permission is hereby granted, free of",
    "Apache-2.0": "Apache License Version 2.0",
}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def named(package: dict[str, Any]) -> list[str]:
    """The files of a package, what stands beside them, and the licences of those inside it."""
    return [*package["files"], *package.get("ours", []), *([vendored.LICENCES] if "inside" in package else [])]


every = pytest.mark.parametrize(("folder", "package"), PACKAGES, ids=[package["name"] for _, package in PACKAGES])


@every
def test_every_file_is_the_one_that_was_fetched(folder: Path, package: dict[str, Any]) -> None:
    fetched = [name for name in named(package) if name not in package.get("ours", [])]
    found = {name: (folder / vendored.kept(package, name)).read_bytes() for name in fetched}
    said = {**package["files"], **({vendored.LICENCES: package["licences"]} if "inside" in package else {})}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in found.items()} == said


@every
def test_every_package_says_what_it_is_for_and_brings_a_licence_that_goes_with_ours(
    folder: Path, package: dict[str, Any]
) -> None:
    assert list(package)[:6] == ["name", "version", "integrity", "licence", "for", "files"]
    assert package["licence"] in ALLOWED and len(package["for"]) > 20
    texts = [folder / vendored.kept(package, name) for name in named(package) if "LICENSE" in name]
    text = " ".join(" ".join(each.read_text(encoding="utf-8").split()) for each in texts)
    asked = package["licence"].split(" AND ")
    found = [name for name, words in TERMS.items() if words in text]
    assert found and all(any(name in each.split(" OR ") for name in found) for each in asked)
    assert "Copyright" in text


@every
def test_what_brings_no_licence_is_had_under_ours(folder: Path, package: dict[str, Any]) -> None:
    for name in package.get("ours", []):
        assert (folder / vendored.kept(package, name)).read_bytes() == (paths.PACKAGE.parent / name).read_bytes()
        assert "Apache-2.0" in package["licence"].split(" OR ")


@pytest.mark.parametrize(("folder", "package"), BUNDLES, ids=[package["name"] for _, package in BUNDLES])
def test_a_bundle_brings_the_licence_of_each_package_inside_it(folder: Path, package: dict[str, Any]) -> None:
    text = (folder / vendored.kept(package, vendored.LICENCES)).read_text(encoding="utf-8")
    for each in package["inside"]:
        _, _, own = text.partition(f"\n{each['name']} {each['version']} ({each['licence']})\n===")
        assert re.search(r"Copyright|Apache License", own[:1600]) or "Font Awesome Free License" in own[:200], each[
            "name"
        ]
        assert each["licence"] in INSIDE, each["name"]


@pytest.mark.parametrize(("folder", "package"), BUNDLES, ids=[package["name"] for _, package in BUNDLES])
def test_a_bundle_names_every_package_whose_name_its_code_gives_away(folder: Path, package: dict[str, Any]) -> None:
    code = (folder / vendored.kept(package, next(iter(package["files"])))).read_text(encoding="utf-8").lower()
    signs = {"codemirror", "jquery", "dompurify", "sortable", "datatable", "papaparse", "lodash", "n3"}
    names = " ".join(each["name"] for each in package["inside"])
    assert {sign for sign in signs if sign in code} == signs == {sign for sign in signs if sign in names}


def test_nothing_else_lies_there() -> None:
    for folder in vendored.FOLDERS:
        own = [
            vendored.kept(package, name) for where, package in PACKAGES if where == folder for name in named(package)
        ]
        assert sorted(files(folder)) == sorted([*own, vendored.LIST])
        assert len(set(own)) == len(own)


@every
def test_no_file_carries_the_address_of_a_map_of_its_source_on_another_site(
    folder: Path, package: dict[str, Any]
) -> None:
    for name in package["files"]:
        assert b"sourceMappingURL=http" not in (folder / vendored.kept(package, name)).read_bytes()


def test_the_licences_go_into_the_wheel() -> None:
    project = tomllib.loads((paths.PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    taken = {path for pattern in project["project"]["license-files"] for path in paths.PACKAGE.parent.glob(pattern)}
    texts = {folder / vendored.kept(package, name) for folder, package in PACKAGES for name in named(package)}
    assert {text for text in texts if "LICENSE" in text.name} <= taken


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


def test_the_licences_of_what_a_bundle_holds_are_put_into_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, inner = tarball({"dist/a.min.js": b"let a;", "LICENSE": b""}), tarball({"LICENSE": b"Copyright B\nDo.  \n"})
    monkeypatch.setattr(vendored, "packed", lambda package: inner if package["name"] == "b" else bundle)
    within = [{**asked(inner), "name": "b", "licence": "MIT", "text": "LICENSE"}]
    package = {**asked(bundle), "licence": "MIT", "holder": "Copyright A", "inside": within, "licences": ""}
    vendored.rebuild(tmp_path, [package])
    text = files(tmp_path)["a/LICENSES.txt"].decode()
    assert text.splitlines()[:4] == ["a 1.0.0 (MIT)", "=============", "", "Copyright A"]
    assert text.endswith("\nb 1.0.0 (MIT)\n=============\n\nCopyright B\nDo.\n")
    said = json.loads(files(tmp_path)["vendor.json"])[0]["licences"]
    assert said == hashlib.sha256(text.encode()).hexdigest()


def test_a_package_that_is_not_the_one_named_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = asked(tarball({"dist/a.min.js": b"let a;", "LICENSE": b"Do."}))
    monkeypatch.setattr(vendored, "packed", lambda package: tarball({"dist/a.min.js": b"let b;"}))
    with pytest.raises(vendored.UnlikeError, match=r"^a 1\.0\.0 has the integrity sha512-"):
        vendored.rebuild(tmp_path, [package])
    assert files(tmp_path) == {}


@pytest.mark.skipif(not os.environ.get("CITYKG_VENDOR"), reason="CITYKG_VENDOR is not set: npm would ask the network")
def test_npm_gives_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    assert shutil.which("npm"), "npm is not installed"
    for folder in vendored.FOLDERS:
        target = tmp_path / folder.parent.name
        vendored.rebuild(target, vendored.packages(folder))
        assert files(target) == files(folder)


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
