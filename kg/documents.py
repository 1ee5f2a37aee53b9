"""Document text, passages, locating and verifying them.

A passage copies no text: it is a document, a section, a range of characters and the SHA-256 of the text it
covers, white space collapsed. Offsets count Unicode characters from 0 in the UTF-8 text as it is on disk.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import AskerError, OperatorError

SENTENCE_END = re.compile(r"[.?!:][\"”’)\]]*(?=\s)|\n\s*\n|\Z")


@dataclass(frozen=True)
class Passage:
    """A place in a document: characters `start` to `end` (exclusive) and the hash of what stands there."""

    key: str
    source: str
    section: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True)
class Verdict:
    """What became of a passage: 'found', 'moved' (with the new range) or 'gone'."""

    passage: Passage
    status: str
    start: int = -1
    end: int = -1


def read(path: Path) -> str:
    """The text of a document, line ends untouched.

    Raises OperatorError where it cannot be read, AskerError where it is not UTF-8 text.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise AskerError(f"{path}: byte {error.start} is not UTF-8; convert the document to UTF-8 text") from error


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def find(folder: Path, name: str, sha256: str) -> Path | None:
    """The document in a folder that has these bytes, else the one of that name, else nothing."""
    named = folder / name
    files = [path for path in [named, *sorted(folder.iterdir())] if path.is_file()]
    exact = next((path for path in files if file_hash(path) == sha256), None)
    return exact or (named if named in files else None)


def collapse(text: str) -> str:
    """Text with every run of white space as one space and none at the ends.

    >>> collapse("  two\\n words ")
    'two words'
    """
    return " ".join(text.split())


def fingerprint(text: str) -> str:
    """SHA-256 of the white-space-collapsed text, in hex.

    >>> fingerprint("two\\n words") == fingerprint(" two words ")
    True
    """
    return hashlib.sha256(collapse(text).encode()).hexdigest()


def locate(text: str, words: str) -> list[tuple[int, int]]:
    """Ranges of `text` that read as `words`, whatever line breaks, ligatures, dashes or spaces OCR left.

    Returns (start, end) pairs in order, none where it does not occur; empty `words` occur nowhere.

    >>> locate("Some ﬁrst\\nwords. Some first words", "some first words")
    [(0, 15), (17, 33)]
    """
    wanted, _ = _skeleton(words)
    have, places = _skeleton(text)
    return [(places[at], places[at + len(wanted) - 1] + 1) for at in _occurrences(have, wanted)]


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _skeleton(text: str) -> tuple[str, list[int]]:
    """Letters, digits and signs without space, case, ligatures or hyphens, and where each stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for each in unicodedata.normalize("NFKC", _PLAIN.get(character, character)).casefold():
            if not each.isspace() and each not in "-‐‑–—\u00ad*_":
                letters.append(each)
                places.append(place)
    return "".join(letters), places


_PLAIN = {"‘": "'", "’": "'", "“": '"', "”": '"', "`": "'"}


def sentence(text: str, start: int) -> int:
    """The end of the sentence, list item or paragraph that holds the character before `start`.

    >>> sentence("One. Two three. Four", 8)
    15
    """
    found = SENTENCE_END.search(text, max(start - 1, 0))
    end = found.end() if found else len(text)
    return start + len(text[start:end].rstrip()) if end > start else start


def nearest_text(text: str, words: str) -> str:
    """The sentence that is most like `words`, shortened; for a message when nothing matches."""
    parts = [collapse(part) for part in re.split(r"(?<=[.?!:])\s|\n\s*\n", text) if part.strip()]
    close = difflib.get_close_matches(collapse(words), [part[: len(words) + 20] for part in parts], n=1, cutoff=0.3)
    return close[0] if close else ""


def verify(passages: Iterable[Passage], texts: Mapping[str, str]) -> list[Verdict]:
    """Look every passage up in the text of its source; sources without a text are left out."""
    there = [each for each in passages if each.source in texts]
    lost = [each for each in there if fingerprint(texts[each.source][each.start : each.end]) != each.sha256]
    moved = {
        source: _places(texts[source], [each for each in lost if each.source == source])
        for source in {each.source for each in lost}
    }
    return [_verdict(each, moved.get(each.source, {}), each in lost) for each in there]


def _verdict(passage: Passage, moved: Mapping[str, tuple[int, int]], lost: bool) -> Verdict:
    if not lost:
        return Verdict(passage, "found", passage.start, passage.end)
    place = moved.get(passage.sha256)
    return Verdict(passage, "moved", *place) if place else Verdict(passage, "gone")


SLACK = 24  # spaces and line ends that a passage may have lost on the way


def _places(text: str, lost: list[Passage]) -> dict[str, tuple[int, int]]:
    """Where passages stand of which only length and hash are known, by hash; the first place of each.

    Every stretch of a passage's length, or some white space less, that begins where no letter or digit precedes
    is hashed, in the white-space-collapsed text; each length once for all passages.
    """
    spans = [(hit.start(), hit.end()) for hit in re.finditer(r"\S+", text)]
    words = " ".join(text[start:end] for start, end in spans)
    places = [place for start, end in spans for place in range(start, end + 1)]
    starts = [hit.start() for hit in re.finditer(r"(?<!\w)\S", words)]
    found: dict[str, tuple[int, int]] = {}
    for size, hashes in _sizes(lost).items():
        for start in starts if hashes - found.keys() else ():
            piece = words[start : start + size]
            digest = hashlib.sha256(piece.encode()).hexdigest()
            if digest in hashes:
                found.setdefault(digest, (places[start], places[start + len(piece) - 1] + 1))
    return found


def _sizes(passages: list[Passage]) -> dict[int, set[str]]:
    """The hashes to look for among stretches of each length, the passages' own lengths first."""
    sizes: dict[int, set[str]] = {}
    for lost in range(SLACK):
        for each in passages:
            sizes.setdefault(max(each.end - each.start - lost, 1), set()).add(each.sha256)
    return sizes
