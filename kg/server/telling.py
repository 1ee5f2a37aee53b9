"""The jobs behind the pages: what stands at an address, the answer to a search, the page for what is not there."""

from __future__ import annotations

from kg.server.made import Made
from kg.server.opened import Opened
from kg.server.problems import Problem
from kg.server.sitemap import Sitemap, downloads, media

HTML = "text/html; charset=utf-8"


def page(opened: Opened, *, path: str) -> Made:
    """What stands at an address. Raises Problem (404), which names what is nearest, where nothing does."""
    site = opened.kept(Sitemap)
    try:
        return Made(site.content(path, downloads(opened.folder)), media(path))
    except KeyError:
        kind, _, key = path.removeprefix("id/").partition("/")
        near = site.book.nearest(key.rpartition(".")[0].replace("-", " "), kind, 3) if path.startswith("id/") else []
        hint = f"did you mean {' or '.join(near)}?" if near else "the search finds things by name"
        raise Problem(404, f"there is nothing at {path}", hint) from None


def search(opened: Opened, *, wanted: str) -> Made:
    """The page that answers a search."""
    return Made(opened.kept(Sitemap).home.search(wanted), HTML)


def unknown(opened: Opened, *, path: str) -> Made:
    """The page for an address where nothing is."""
    site = opened.kept(Sitemap)
    return Made(site.book.unknown(path) if path.startswith("id/") else site.home.lost(), HTML)
