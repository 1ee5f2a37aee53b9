"""The pieces of a site of files: pages and triples, made by several processes, and what a prepared folder holds."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from kg import store as stores
from kg.server.editing import editor, engine
from kg.server.questions import described
from kg.server.site.sitemap import Sitemap, downloads

STATES = ("explorer.html", "query.html")
"""Pages that read what stands behind the # themselves; so do those in `explorer/`."""
CHUNK = 64
Tick = Callable[[float], None]


def pieces(
    prepared: Path, base: str = "", processes: int = 1, tick: Tick = lambda done: None
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of the site of a prepared folder, for `static.write`.

    `base` is the address at which it will stand, `tick` is told the share that is done.
    """
    graph, listed = prepared / "graph", downloads(prepared)
    store = stores.open_store(graph)
    site = Sitemap(store, statements=False)
    yield from _copied(prepared)
    yield from editor.files(store, engine=True).items()
    yield from ((f"assets/{name}", content) for name, content in engine.files(store).items())
    yield "void.ttl", _description(described.description(store, listed, endpoint=False), base)
    yield "api.html", site.home.programs(base)
    yield "index.html", site.home.index(listed)
    yield "404.html", site.home.lost(base)
    paths = [path for path in site.paths() if path not in ("index.html", "404.html")]
    made = _shared(graph, paths, processes) if processes > 1 else ((path, site.content(path)) for path in paths)
    for number, piece in enumerate(made, 1):
        tick(number / len(paths))
        yield piece


def states(prepared: Path) -> list[str]:
    """The pages of the site that read what stands behind the # themselves."""
    return [*STATES, *(path.relative_to(prepared).as_posix() for path in sorted(prepared.glob("explorer/*.html")))]


def _copied(prepared: Path) -> Iterator[tuple[str, bytes]]:
    """The downloads and the explorer."""
    for path in sorted([*prepared.glob("downloads/*"), *prepared.glob("explorer.html"), *prepared.glob("explorer/*")]):
        yield path.relative_to(prepared).as_posix(), path.read_bytes()


def _description(turtle: bytes, base: str) -> bytes:
    """The description for an address; without one its addresses stay relative."""
    return described.written(turtle, base) if base else turtle


def _shared(graph: Path, paths: Sequence[str], processes: int) -> Iterator[tuple[str, bytes]]:
    """Content by path, in order, from processes that each open the graph."""
    spawning = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, spawning, initializer=_open, initargs=(graph,))
    try:
        yield from zip(paths, pool.map(_content, paths, chunksize=CHUNK), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)


_SITES: list[Sitemap] = []
"""The site of a process that makes pages for another."""


def _open(graph: Path) -> None:
    _SITES.append(Sitemap(stores.open_store(graph), statements=False))


def _content(path: str) -> bytes:
    return _SITES[0].content(path)
