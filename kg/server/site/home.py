"""The home page, the lists to browse, the search and the page for what is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox

from kg import methods, profiles, stories
from kg import store as stores
from kg.methods import TITLE
from kg.server.addresses import anchor
from kg.server.site.catalogue import MOST, SHELVES, Catalogue
from kg.server.templating import render


class Home:
    """What the pages that lead to others need of a store, read once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.catalogue = Catalogue(store)
        self._shelves = [
            {"kind": kind, "title": SHELVES[kind].title, "count": count}
            for kind, count in self.catalogue.kinds().items()
        ]

    @cached_property
    def _counts(self) -> dict[str, int]:
        known = profiles.overview(self._store)
        schemes = self._store.quads_for_pattern(None, stores.node("rdf:type"), stores.node("skos:ConceptScheme"))
        return {
            "statements": known["statements"], "passages": known["passages"], "sources": known["sources"],
            "triples": len(self._store), "schemes": sum(1 for _ in schemes),
        }  # fmt: skip

    def index(self, downloads: Sequence[Mapping[str, Any]] = (), questions: bool = False) -> bytes:
        """The home page; `downloads` has name, media type, bytes, SHA-256 and purpose of each file in `downloads/`.

        With `questions` it leads to the named queries, which a site of files does not answer as pages.
        """
        kinds = Counter(each.group for each in self.catalogue.entries if each.kind == "source" and each.group)
        sized = [{**each, "size": size(each["bytes"])} for each in downloads]
        return render(
            "index.html", "index.html", title=TITLE, shelves=self._shelves, stories=stories.told(self._store),
            downloads=sized, cite=methods.citation(version("citykg")), source_kinds=sorted(kinds.items()),
            anchor=anchor, questions=questions, wanted="", said="", answers=None, **self._counts,
        )  # fmt: skip

    def search(self, wanted: str | None = None) -> bytes:
        """The page that answers a search; without words the page on which scripts answer it."""
        found = None if wanted is None else self.catalogue.found(wanted)
        said = "" if found is None or not wanted else _sentence(len(found))
        words = (wanted or "").strip()
        return render(
            "search.html", "search.html", wanted=words, said=said, answers=found, shelves=self._shelves
        )  # fmt: skip

    def list(self, kind: str) -> bytes:
        """The list of a kind.

        Raises KeyError where nothing is of that kind.
        """
        groups = self.catalogue.groups(kind)
        if not groups:
            raise KeyError(kind)
        count = sum(len(many) for many in groups.values())
        return render(
            "list.html", f"id/{kind}/index.html", title=SHELVES[kind].title, groups=groups, count=count,
            definition=self.catalogue.definition(kind), notes=self.catalogue.notes(kind), anchor=anchor,
        )  # fmt: skip

    def programs(self, base: str = "") -> bytes:
        """What programs find on a site of files; `base` is its address, where it is known."""
        return render("files.html", "api.html", base=base)

    def lost(self, top: str = "") -> bytes:
        """The page for an address where nothing is; `top` is the address of the site, where it is known."""
        return render("lost.html", "404.html", root=top, shelves=self._shelves)


def _sentence(found: int) -> str:
    if not found:
        return "Nothing is called so; try a part of the name."
    return f"The nearest {MOST} are shown." if found == MOST else f"{found} found."


def size(count: int) -> str:
    """A number of bytes in words.

    >>> size(512), size(70_800), size(12_345_678)
    ('512 bytes', '71 kB', '12.3 MB')
    """
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 999_500 else f"{count / 1e6:.1f} MB"
