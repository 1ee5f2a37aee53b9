"""The JavaScript libraries that the explorer and the query page carry: `python -m tests.vendored` fetches them again.

`vendor.json` in each folder names each package, its version and the integrity that npm has for it, and of each file
the SHA-256. To take a newer version, change the version and the integrity (`npm view NAME@VERSION dist.integrity`)
there, and run this. A bundle names the packages `inside` it; their licences are put into one file beside it. A package
without the text of its licence has ours beside it, named in `ours`, where it may be had under the same one.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from kg import paths

VENDOR = paths.PACKAGE / "explorer" / "vendor"
FOLDERS = (VENDOR, paths.PACKAGE / "server" / "vendor")
LIST = "vendor.json"
LICENCES = "LICENSES.txt"


class UnlikeError(Exception):
    """A package is not what vendor.json says that it is."""


def packages(folder: Path = VENDOR) -> list[dict[str, Any]]:
    """What vendor.json of the folder says of each package."""
    found: list[dict[str, Any]] = json.loads((folder / LIST).read_text(encoding="utf-8"))
    return found


def kept(package: dict[str, Any], name: str) -> str:
    """Where a file of a package lies under the folder: in a folder of the package, without the folders inside it.

    >>> kept({"name": "d3-geo"}, "dist/d3-geo.min.js")
    'd3-geo/d3-geo.min.js'
    """
    return f"{package['name']}/{PurePosixPath(name).name}"


def rebuild(folder: Path, asked: list[dict[str, Any]]) -> None:
    """Fetch the packages with npm, and write their files and vendor.json to the folder."""
    for package in asked:
        tar = checked(package, packed(package))
        package["files"] = {name: put(folder / kept(package, name), inside(tar, name)) for name in package["files"]}
        for name in package.get("ours", []):
            put(folder / kept(package, name), (paths.PACKAGE.parent / name).read_bytes())
        if "inside" in package:
            package["licences"] = put(folder / kept(package, LICENCES), licences(package))
    paths.write(folder / LIST, (json.dumps(asked, indent=2, ensure_ascii=False) + "\n").encode())


def licences(package: dict[str, Any]) -> bytes:
    """What a bundle is licensed under, and each package inside it, under a heading of its own."""
    return "\n".join(_licence(each) for each in [package, *package["inside"]]).encode()


def _licence(package: dict[str, Any]) -> str:
    """The text of a package's licence; where it carries none, its terms and who holds the rights."""
    head = f"{package['name']} {package['version']} ({package['licence']})"
    if "text" not in package:
        return f"{head}\n{'=' * len(head)}\n\n{package['holder']}\nThe terms are those of MIT under codemirror.\n"
    text = inside(checked(package, packed(package)), package["text"]).decode()
    return "\n".join([head, "=" * len(head), "", *(line.rstrip() for line in text.strip().splitlines()), ""])


def packed(package: dict[str, Any]) -> bytes:
    """The package as npm packs it."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{package['name']}@{package['version']}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
        return next(Path(folder).glob("*.tgz")).read_bytes()


def checked(package: dict[str, Any], tar: bytes) -> bytes:
    """The same bytes, if they have the integrity that vendor.json names."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(tar).digest()).decode()
    if found != package["integrity"]:
        raise UnlikeError(
            f"{package['name']} {package['version']} has the integrity {found}, not {package['integrity']}"
        )
    return tar


def inside(tar: bytes, name: str) -> bytes:
    """A file of a package."""
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        found = opened.extractfile(f"package/{name}")
        assert found is not None
        return found.read()


def put(target: Path, content: bytes) -> str:
    """Write the file, and say its SHA-256."""
    paths.write(target, content)
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    try:
        for each in FOLDERS:
            rebuild(each, packages(each))
    except UnlikeError as unlike:
        sys.exit(str(unlike))
