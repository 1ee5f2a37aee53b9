"""The prepared folder of a build: two stores on disk, every export to download, what is said of them, and the explorer.

A folder is called by the hash of the graph and of the program that made it, is written under another name and renamed
when it is whole, and never changes after that.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import explorations, explorer, exports, paths
from kg import store as stores
from kg.errors import OperatorError
from kg.server.candidates import namesakes
from kg.server.editing import editor
from kg.server.endings import bare, media
from kg.server.questions import described
from kg.server.site.sitemap import Sitemap, downloads

Say = Callable[[str], None]
FOLDER = "served"
SPOOL = ".spool-"
MANIFEST = "manifest.json"
PAGES = "pages"
TOPS = ("downloads", "explorer", "explorer.html")
"""What stands at the top of a prepared folder; pages are in one of their own."""
SQUEEZED = {".html", ".css", ".js", ".json", ".jsonld", ".ttl", ".nt", ".trig", ".graphml", ".gexf", ".csv", ".txt"}
SHORT = 1000
"""Bytes below which a file is not compressed too."""
DESCRIPTION = "void.ttl"


@dataclass(frozen=True)
class Download:
    """A file to download: its name, what it is for, and how it is made."""

    name: str
    what: str
    make: Callable[[ox.Store], bytes]

    @property
    def media(self) -> str:
        """Its media type."""
        return bare(media(self.name))


def _zipped(store: ox.Store) -> bytes:
    """The tables of `exports.tables` in one archive, the same bytes for the same graph."""
    with tempfile.SpooledTemporaryFile() as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in exports.tables(store).items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        out.seek(0)
        return out.read()


DOWNLOADS = (
    Download("citykg.ttl", "the whole graph, to read", exports.turtle),
    Download("citykg.nt", "the whole graph, one triple a line", exports.sorted_lines),
    Download("citykg.trig", "the whole graph, and one named graph per source", exports.trig),
    Download("citykg.jsonld", "the whole graph as JSON-LD", exports.jsonld),
    Download("citykg.graphml", "things and relations for yEd, igraph or networkx", exports.graphml),
    Download("citykg.gexf", "things and relations for Gephi", exports.gexf),
    Download("citykg-matrix.csv", "the two-mode matrix, places by collectives", exports.matrix),
    Download("citykg-tables.zip", "a table per class, for spreadsheets and R", _zipped),
    Download("citykg-statements.parquet", "all statements with their evidence", exports.parquet),
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A prepared folder and the hash that it is called by."""

    folder: Path

    @property
    def build(self) -> str:
        """The hash."""
        return self.folder.name

    def file(self, path: str) -> Path | None:
        """The file that stands at an address of the site, where it is one that was prepared.

        A path that leads out of the folder leads nowhere.
        """
        first = path.partition("/")[0]
        top = self.folder / (first if first in TOPS else PAGES)
        try:
            found = (self.folder / path if first in TOPS else top / path).resolve()
            return found if found.is_relative_to(top.resolve()) and found.is_file() else None
        except (OSError, ValueError):  # a name too long, or with a sign that no name has
            return None

    @property
    def downloads(self) -> list[dict[str, Any]]:
        """Name, media type, bytes, SHA-256 and purpose of every download."""
        found: list[dict[str, Any]] = json.loads((self.folder / "downloads" / MANIFEST).read_bytes())
        return found


def code() -> bytes:
    """A hash of the program's own files: another program makes another folder of the same graph."""
    found = hashlib.sha256()
    for path in sorted(each for each in paths.PACKAGE.rglob("*") if each.is_file() and each.suffix != ".pyc"):
        found.update(path.relative_to(paths.PACKAGE).as_posix().encode() + path.read_bytes())
    return found.digest()


def digest(graph: Path) -> str:
    """What the folder of a graph is called.

    Raises OperatorError where the graph cannot be read.
    """
    try:
        with graph.open("rb") as file:
            content = hashlib.file_digest(file, "sha256")
    except OSError as error:
        raise OperatorError(f"{graph}: {error.strerror}; run 'kg build' first, or name a graph with --graph") from error
    content.update(code())
    return content.hexdigest()[:16]


def prepare(graph: Path, into: Path, say: Say = lambda line: None) -> Site:
    """The prepared folder of a graph, made if it is not there yet.

    Raises OperatorError where it cannot be written, or the graph changes meanwhile; nothing half made is left.
    """
    name = digest(graph)
    target = into / name
    if target.is_dir():
        return Site(target)
    try:
        into.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".making-", dir=into))
        held = hold(temporary)
        try:
            fill(graph, temporary, say)
            if digest(graph) != name:
                raise OperatorError(f"{graph} or the program was changed while it was read; try again")
            temporary.chmod(0o755)
            temporary.rename(target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
            os.close(held)
    except OSError as error:
        if not target.is_dir():  # another server may have made it meanwhile
            raise OperatorError(f"cannot prepare {into}: {error.strerror or error}; free some space") from error
    return Site(target)


def fill(graph: Path, folder: Path, say: Say) -> None:
    """Write stores, downloads, description and explorer."""
    store = stores.open_store(graph)
    manifest = [_download(store, folder / "downloads", each) for each in _possible(say)]
    paths.write(folder / "downloads" / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())
    say("stores")
    _store(folder / "graph", folder / "downloads" / "citykg.nt")
    _store(folder / "dataset", folder / "downloads" / "citykg.trig")
    say("namesakes")
    namesakes.add(folder)
    say("description")
    dataset = ox.Store.read_only(str(folder / "dataset"))
    paths.write(folder / DESCRIPTION, described.description(dataset, manifest))
    say("pages")
    _pages(store, folder)
    say("explorer")
    _explorer(store, folder)
    for each in sorted(folder.rglob("*")):
        if each.suffix in SQUEEZED and each.stat().st_size > SHORT:
            each.with_name(each.name + ".gz").write_bytes(gzip.compress(each.read_bytes(), 6, mtime=0))


def _pages(store: ox.Store, folder: Path) -> None:
    """The pages that are few: home, lists, vocabulary, query page, and what they load. Things are many."""
    site = Sitemap(store)
    known = downloads(folder)
    for path in site.few():
        paths.write(folder / PAGES / path, site.content(path, known))
    for path, content in editor.files(store).items():
        paths.write(folder / PAGES / path, content)


def _explorer(store: ox.Store, folder: Path) -> None:
    """The explorer, each page of it with the way back to the site."""
    whole, parts = explorations.write(explorations.read(store), folder / "explorer.html")
    for path, home in [(whole.path, "index.html"), *((part, "../index.html") for part in parts)]:
        paths.write(path, explorer.linked(path.read_text(encoding="utf-8"), home).encode())


def _store(folder: Path, content: Path) -> None:
    store = ox.Store(str(folder))
    store.bulk_load(path=str(content))
    store.optimize()
    store.flush()


def _possible(say: Say) -> Iterator[Download]:
    for each in DOWNLOADS:
        say(each.name)
        yield each


def _download(store: ox.Store, folder: Path, each: Download) -> dict[str, Any]:
    content = each.make(store)
    paths.write(folder / each.name, content)
    known = hashlib.sha256(content).hexdigest()
    return {"name": each.name, "media": each.media, "bytes": len(content), "sha256": known, "what": each.what}


def hold(folder: Path) -> int:
    """Keep a folder from being cleared by other servers while the file descriptor that is returned is open.

    The kernel lets go of it with the process, however that ends.
    """
    held = os.open(folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


def clear(into: Path, keep: set[str]) -> None:
    """Remove folders that are neither kept nor held, by this server or by another one."""
    for each in into.iterdir() if into.is_dir() else ():
        if each.is_dir() and each.name not in keep and not _held(each):
            shutil.rmtree(each, ignore_errors=True)


def _held(folder: Path) -> bool:
    try:
        looked = os.open(folder, os.O_RDONLY)
    except OSError:
        return True
    try:
        fcntl.flock(looked, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(looked)
    return False
