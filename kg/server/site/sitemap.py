"""Every address of the site that is made from the graph alone, and what makes its content."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import paths, terms
from kg.errors import AskerError
from kg.explorer.scripts import joined
from kg.server.addresses import file_of
from kg.server.book.things import Book
from kg.server.endings import TRIPLES
from kg.server.folders import ASSETS
from kg.server.site.home import Home
from kg.server.site.vocabulary import Vocabulary, forms

Make = Callable[[], bytes]


class Sitemap:
    """The addresses of a graph's site: home, lists, search, vocabulary, every thing, and what the pages load.

    With `statements`, as a server has it, every statement has a page too; a site of files does without.
    """

    def __init__(self, store: ox.Store, statements: bool = True) -> None:
        self.home, self.book = Home(store), Book(store, statements)
        self._served = statements
        self._made: dict[str, Make] = {**self._front(), **_terms(Vocabulary(store)), **_assets()}
        self._ways = ways(self.book)

    def few(self) -> list[str]:
        """The addresses that are not of one thing, sorted."""
        return sorted(self._made)

    def paths(self) -> list[str]:
        """All addresses, sorted."""
        stems = [file_of(iri).removesuffix(".html") for iri in self.book.things()]
        return sorted([*self._made, *(stem + end for stem in stems for end in self._ways)])

    def content(self, path: str, downloads: Sequence[Mapping[str, Any]] = ()) -> bytes:
        """What stands at an address; the home page names the `downloads`.

        Raises KeyError where nothing does.
        """
        if path == "index.html":
            return self.home.index(downloads, self._served)
        stem, dot, end = path.rpartition(".")
        if path in self._made or not path.startswith("id/") or dot + end not in self._ways:
            return self._made[path]()
        try:
            return self._ways[dot + end](terms.BASE + stem)
        except AskerError as error:
            raise KeyError(path) from error

    def _front(self) -> dict[str, Make]:
        lists: dict[str, Make] = {
            f"id/{kind}/index.html": partial(self.home.list, kind) for kind in self.home.catalogue.kinds()
        }
        pages: dict[str, Make] = {
            "index.html": self.home.index,
            "search.html": self.home.search,
            "404.html": self.home.lost,
        }
        return {**lists, **pages, "assets/names.js": self.home.catalogue.names}


def ways(book: Book) -> dict[str, Callable[[str], bytes]]:
    """What makes each form of a thing, by the ending of its address; it is given the IRI."""
    return {".html": book.html, ".ttl": book.turtle, ".jsonld": book.jsonld, ".nt": book.lines}


def _terms(known: Vocabulary) -> dict[str, Make]:
    made: dict[str, Make] = {}
    for path in known.paths():
        made[f"{path}.html"] = partial(known.page, path)
        made |= {path + end: partial(_form, known, path, end) for end in TRIPLES}
    return made


def _form(vocabulary: Vocabulary, path: str, end: str) -> bytes:
    return forms(vocabulary.triples(path))[end]


def _assets() -> dict[str, Make]:
    """The files of the folder of assets, and the script of the search."""
    files = sorted(path for path in ASSETS.rglob("*") if path.is_file())
    made: dict[str, Make] = {f"assets/{path.relative_to(ASSETS).as_posix()}": path.read_bytes for path in files}
    return {**made, "assets/search.js": _search}


def _search() -> bytes:
    return joined(paths.PACKAGE, "server/front/search/main").encode()


def downloads(folder: Path) -> list[dict[str, Any]]:
    """What the manifest of a prepared folder says of each file to download."""
    found: list[dict[str, Any]] = json.loads((folder / "downloads" / "manifest.json").read_bytes())
    return found
