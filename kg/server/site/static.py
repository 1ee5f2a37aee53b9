"""The whole site as files, for any web host or to open from a folder: written beside, checked, then put in place."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from kg.errors import AskerError, OperatorError
from kg.server.site import links

MARK = "site.json"
HIDDEN = ("404.html", "search.html")
"""Pages that no sitemap names."""
Pieces = Iterable[tuple[str, bytes]]


@dataclass(frozen=True)
class Written:
    """What a site has: how many files, how many bytes, and its broken links, a line each; with any, none is written."""

    files: int
    size: int
    broken: tuple[str, ...] = ()


def write(target: Path, pieces: Pieces, base: str = "", states: Collection[str] = ()) -> Written:
    """Write the pieces (path in the site, content) as a folder, with `robots.txt` and, under a `base`, a sitemap.

    Every link is checked first, with `states` as in `links.broken`; where one is broken, nothing is written. An older
    site of ours, or an empty folder, is replaced at once. Raises AskerError where the folder is something else or
    `base` is no address, OperatorError where it cannot be written.
    """
    base = address(base)
    target = target.resolve()
    vacant(target)
    with _beside(target) as folder:
        _fill(folder, pieces, base)
        found = _measured(folder, tuple(links.broken(folder, base, states)))
        if not found.broken:
            _put(folder, target)
    return found


def address(base: str, option: str = "--base") -> str:
    """The address of a site that an option gives, with a slash at its end; empty where none is given.

    >>> address("https://example.org/citykg")
    'https://example.org/citykg/'

    Raises AskerError where it is no address of the web.
    """
    parts = urlsplit(base)
    if base and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise AskerError(f"{option} {base}: not the address of a site; write it as https://example.org/citykg/")
    return base if not base or base.endswith("/") else f"{base}/"


def vacant(target: Path) -> None:
    """Raise AskerError where a folder is neither empty nor an older site, OperatorError where it cannot be made."""
    if target.exists() and not target.is_dir():
        raise AskerError(f"--static {target}: it is a file; name a folder")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise AskerError(f"--static {target}: it has files that are no site of citykg; name an empty or a new folder")
    with _beside(target):
        pass


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A temporary folder beside the target; it is gone when the block ends, unless it has been put in place."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise OperatorError(f"cannot write {target}: {error.strerror}; choose another folder") from error
    try:
        folder.chmod(0o755)
        yield folder
    except OSError as error:
        raise OperatorError(
            f"cannot write {target}: {error.strerror}; what was there is untouched; free some space or write elsewhere"
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, pieces: Pieces, base: str) -> None:
    pages = []
    for path, content in pieces:
        _piece(folder, path, content)
        pages += [path] if path.endswith(".html") and path not in HIDDEN else []
    _piece(folder, "robots.txt", robots(base))
    if base:
        _piece(folder, "sitemap.xml", sitemap(base, pages))
    about = {"made by": f"citykg {version('citykg')}", "pages": len(pages), "address": base}
    _piece(folder, MARK, (json.dumps(about, indent=1) + "\n").encode())


def _piece(folder: Path, path: str, content: bytes) -> None:
    target = folder / path
    assert target.resolve().is_relative_to(folder.resolve()), path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def robots(base: str) -> bytes:
    """What robots may read: everything."""
    return ("User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else "")).encode()


def sitemap(base: str, pages: Iterable[str]) -> bytes:
    """The addresses of pages, sorted, for search engines.

    >>> b"<loc>https://example.org/a%20b.html</loc>" in sitemap("https://example.org/", ["a b.html"])
    True
    """
    lines = "".join(f"<url><loc>{escape(base + quote(page))}</loc></url>\n" for page in sorted(pages))
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n{lines}</urlset>\n'.encode()


def _measured(folder: Path, broken: tuple[str, ...]) -> Written:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Written(len(sizes), sum(sizes), broken)


def _put(folder: Path, target: Path) -> None:
    """Put a folder in the place of another; the old one is back where that fails."""
    if not target.exists():
        folder.rename(target)
        return
    old = folder.with_name(f"{folder.name}.old")
    target.rename(old)
    try:
        folder.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
