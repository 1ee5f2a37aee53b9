"""The links between the pages of a folder: each must lead to a file that is there, and to an anchor that it has."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

_SILENT = re.compile(r"(<(script|style)\b[^>]*>).*?</\2\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r'\s(href|src|action|id|name)\s*=\s*(?:"([^"]*)"|\'([^\']*)\'|([^\s"\'>]+))', re.IGNORECASE)
_STYLED = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
OUTWARD = ("http:", "https:", "mailto:")


@dataclass(frozen=True)
class Found:
    """What a file offers and wants: the names of its places, and its links with the line that each stands on."""

    anchors: frozenset[str]
    links: tuple[tuple[int, str], ...]


def broken(folder: Path, base: str = "", states: Collection[str] = ()) -> list[str]:
    """The links of the pages and styles of a folder that lead nowhere: file:line, the link, and what is wrong.

    `base` is the address at which the folder will stand; a link that begins with it counts as one within. What stands
    behind the # of a link to one of `states` is read by that page itself, and is no place in it.
    """
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    pages = {name: read(folder / name) for name in sorted(files) if name.endswith((".html", ".css"))}
    anchors = {name: found.anchors for name, found in pages.items() if name not in states}
    return [
        f"{name}:{line} {link}: {wrong}"
        for name, found in pages.items()
        for line, link in found.links
        if (wrong := _wrong(*_seen(name, link, base), files, anchors))
    ]


def _seen(name: str, link: str, base: str) -> tuple[str, str]:
    """A link and the page that it is seen from; the address of the site is its top."""
    return ("", link.removeprefix(base)) if base and link.startswith(base) else (name, link)


def _wrong(name: str, link: str, files: set[str], anchors: dict[str, frozenset[str]]) -> str:
    """What is wrong with a link, or nothing."""
    if scheme := _SCHEME.match(link):
        data = link.startswith("data:")
        return "" if data or scheme[0].lower() in OUTWARD else f"no link may begin with {scheme[0]}"
    if link.startswith("/"):
        return "begins at the root of a host; write it relative to the page"
    path, _, fragment = link.partition("#")
    path = unquote(path.partition("?")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if target.startswith(".."):
        return "leads out of the site"
    if target not in files:
        return "no such file" + ("; it is a folder, name its index.html" if f"{target}/index.html" in files else "")
    if fragment and target in anchors and unquote(fragment) not in anchors[target]:
        return f"{target} has no place called so"
    return ""


def read(path: Path) -> Found:
    """The places and links of a page or a style."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        links = [(text.count("\n", 0, hit.start()) + 1, hit[1] or hit[2]) for hit in _STYLED.finditer(text)]
        return Found(frozenset(), tuple(links))
    spoken = _SILENT.sub(lambda hit: (hit[1] or "") + "\n" * hit[0].count("\n", len(hit[1] or "")), text)
    anchors, links = set(), []
    for line, tag, attribute, value in _attributes(spoken):
        if attribute == "id" or (attribute == "name" and tag == "a"):
            anchors.add(value)
        elif attribute in ("href", "src", "action"):
            links.append((line, value))
    return Found(frozenset(anchors), tuple(links))


def _attributes(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Line, tag, attribute and value of what may lead somewhere or be led to."""
    line, seen = 1, 0
    for tag in _TAG.finditer(text):
        hits = _ATTRIBUTE.findall(tag[0])
        if hits:
            line, seen = line + text.count("\n", seen, tag.start()), tag.start()
            name = re.split(r"[\s/>]", tag[0][1:], maxsplit=1)[0].lower()
            yield from ((line, name, hit[0].lower(), html.unescape(hit[1] or hit[2] or hit[3])) for hit in hits)
