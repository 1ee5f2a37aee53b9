"""The jobs behind the pages: a thing in one of its forms, the answer to a search, the page for what is not there."""

from __future__ import annotations

from kg import terms
from kg.errors import AskerError
from kg.server.book.things import Book
from kg.server.endings import PAGE, media
from kg.server.problems import Problem
from kg.server.site.home import Home
from kg.server.site.sitemap import ways
from kg.server.workers.made import Made
from kg.server.workers.opened import Opened


def page(opened: Opened, *, path: str) -> Made:
    """What stands at the address of a thing. Raises Problem (404), which names what is nearest, where nothing does."""
    book = opened.kept(Book)
    stem, dot, end = path.rpartition(".")
    try:
        return Made(ways(book)[dot + end](terms.BASE + stem), media(path))
    except (KeyError, AskerError):
        kind, _, key = path.removeprefix("id/").partition("/")
        near = book.nearest(key.rpartition(".")[0].replace("-", " "), kind, 3) if path.startswith("id/") else []
        hint = f"did you mean {' or '.join(near)}?" if near else "the search finds things by name"
        raise Problem(404, f"there is nothing at {path}", hint) from None


def search(opened: Opened, *, wanted: str) -> Made:
    """The page that answers a search."""
    return Made(opened.kept(Home).search(wanted), PAGE)


def unknown(opened: Opened, *, path: str) -> Made:
    """The page for the address of a thing that there is not."""
    return Made(opened.kept(Book).unknown(path), PAGE)
