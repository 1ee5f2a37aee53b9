"""The text of a report in whatever form it comes: plain text, a web page or a PDF.

The same file gives the same text each time, so that ranges of characters keep their meaning; save the text and cite
that. The parsers of web pages and PDFs come with the extra `read`.
"""

from __future__ import annotations

import importlib
import io
import logging
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import documents
from kg.errors import AskerError, OperatorError
from kg.reading.wordlists import bag

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

SILENT = (
    "script",
    "style",
    "nav",
    "noscript",
    "template",
    "iframe",
    "svg",
    "form",
    "button",
    "head",
    "footer",
    "aside",
)
BLOCKS = bag(
    "address article blockquote body caption dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header "
    "hr li main ol p pre section summary table tbody tfoot thead title tr ul"
)
MEANT = 20  # letters a page, on average, below which a PDF is pictures of pages


def text(path: Path) -> str:
    """The text of a document: UTF-8 text as it is, HTML and PDF as their words in reading order.

    Raises OperatorError where it cannot be read or the extra is missing, AskerError where it holds no text that can
    be had: another encoding, a damaged, encrypted or image-only PDF, an empty file.
    """
    content = _content(path)
    if content.startswith(b"%PDF") or path.suffix.casefold() == ".pdf":
        found = _pdf(path, content)
    elif path.suffix.casefold() in (".html", ".htm", ".xhtml") or _is_page(content):
        found = _page(path, content)
    else:
        found = _plain(path, content)
    if not found.strip():
        raise AskerError(f"{path}: no text in it; choose another file")
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror}") from error


def _is_page(content: bytes) -> bool:
    return (
        re.match(rb"(\xef\xbb\xbf)?\s*(<!--.*?-->\s*)*<(!doctype html|html)\b", content[:2000], re.I | re.S) is not None
    )


def _plain(path: Path, content: bytes) -> str:
    if b"\x00" in content:
        raise AskerError(f"{path}: neither text, HTML nor PDF; convert it to one of them")
    return documents.read(path)


def _library(name: str, path: Path) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise OperatorError(f"{path}: reading it needs the extra 'read'; install citykg[read]") from error


def _page(path: Path, content: bytes) -> str:
    """The words of a web page, each block on lines of its own, without scripts, styles and navigation."""
    soup = _library("bs4", path).BeautifulSoup(_decoded(path, content), "html.parser")
    return _page_text(soup)


def _decoded(path: Path, content: bytes) -> str:
    """A page in the encoding that it declares, or UTF-8."""
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", content[:4096], re.I)
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "utf-8"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise AskerError(f"{path}: not in UTF-8 and not in the encoding that it declares; save it as UTF-8")


def _page_text(soup: BeautifulSoup) -> str:
    for each in soup(SILENT):
        each.decompose()
    return _tidy("".join(_pieces(soup)))


def _pieces(page: Any) -> Iterator[str]:
    """The strings of a page, and the line ends that its blocks stand for; however deep they nest."""
    waiting: list[Any] = [*reversed(page.contents)]
    while waiting:
        node = waiting.pop()
        name = getattr(node, "name", None)
        if isinstance(node, _Mark):
            yield node.sign
        elif name is None:
            yield re.sub(r"\s+", " ", _string(node))
        else:
            yield "\n" if name == "br" else "\n\n" if name in BLOCKS else "\t" if name in ("td", "th") else ""
            waiting += [_Mark("\n\n" if name in BLOCKS else ""), *reversed(node.contents)]


@dataclass(frozen=True)
class _Mark:
    """What stands where a block ends."""

    sign: str


def _string(node: Any) -> str:
    """The words of a string; comments and declarations have none."""
    return str(node) if type(node).__name__ == "NavigableString" else ""


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \xa0]+", " ", line).strip(" ") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _pdf(path: Path, content: bytes) -> str:
    """The words of a PDF, pages parted by a blank line."""
    pypdf = _library("pypdf", path)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = pypdf.PdfReader(io.BytesIO(content))
            if reader.is_encrypted and not _opened(reader):
                raise AskerError(f"{path}: the PDF is encrypted; save it without a password")
            pages = [page.extract_text() for page in reader.pages]
    except AskerError:
        raise
    except Exception as error:  # the library raises of many kinds on a broken file
        raise AskerError(f"{path}: the PDF is damaged or not one ({_first(error)}); fetch it again") from error
    found = unicodedata.normalize("NFC", "\n\n".join(pages)).replace("\r", "").replace("\x00", "")
    if sum(map(str.isalpha, found)) < MEANT * len(pages):
        raise AskerError(f"{path}: the PDF has no text, only pictures of pages; run text recognition (OCR) on it first")
    return "".join(each for each in found if not "\ud800" <= each <= "\udfff")


def _opened(reader: Any) -> bool:
    """Whether the empty password opens it, by a method that can be had here."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # a method that needs a library of its own
        return False


def _first(error: Exception) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:80]
