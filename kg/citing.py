"""Passages of the tables against the documents: find one to cite, verify those that are there."""

from __future__ import annotations

import re
from pathlib import Path

from kg import documents, paths, records, tables
from kg.documents import Passage, Verdict
from kg.errors import AskerError, nearest
from kg.tables import Row


def sources(data: Path) -> dict[str, Row]:
    """The sources that have a document, by key."""
    return {row.key: row for row in tables.rows(data, "sources") if row.get("file")}


def passages(data: Path) -> list[Passage]:
    """The passages of a data folder, in order of their keys."""
    return [
        Passage(row.key, row["source"], row["section"], int(row["start"]), int(row["end"]), row["sha256"])
        for row in tables.rows(data, "passages")
    ]


def verify(data: Path, folder: Path) -> tuple[list[Verdict], list[str]]:
    """A verdict on every passage whose document is in a folder, and the files that are not there."""
    known = sources(data)
    found = {key: path for key, row in known.items() if (path := documents.find(folder, row["file"], row["sha256"]))}
    texts = {key: documents.read(path) for key, path in found.items()}
    return documents.verify(passages(data), texts), sorted(
        row["file"] for key, row in known.items() if key not in found
    )


def cite(
    data: Path, document: str, words: str, last: str | None, section: str, folder: Path | None, append: bool
) -> tuple[str, bool]:
    """The row of the passage that begins with `words`, and whether the tables have it already.

    It ends with the sentence, or with the words `last`. With `append` a new row is added to passages.csv.
    Raises AskerError where the words are found nowhere (with the nearest text) or more than once (with each place).
    """
    key, path = _document(data, document, folder)
    text = documents.read(path)
    start, end = _range(text, words, last)
    digest = documents.fingerprint(text[start:end])
    own = [each for each in passages(data) if each.source == key]
    same = next((each for each in own if each.sha256 == digest and each.start == start), None)
    if same:
        return _line([same.key, key, same.section, str(start), str(end), digest]), True
    number = 1 + max((int(re.sub(r"\D", "", each.key.rpartition("-")[2]) or 0) for each in own), default=0)
    row = [f"{key}-p{number:03d}", key, section, str(start), str(end), digest]
    if append:
        if not section:
            raise AskerError("--append needs --section, as in --section '2.4 Policy sphere'")
        _append(data, row)
    return _line(row), False


def _document(data: Path, document: str, folder: Path | None) -> tuple[str, Path]:
    known = sources(data)
    if document in known:
        if folder is None:
            raise AskerError(
                f"'{document}' is a source; say with --documents DIR where its file {known[document]['file']} is"
            )
        path = documents.find(folder, known[document]["file"], known[document]["sha256"])
        if path is None:
            raise AskerError(f"{known[document]['file']} is not in {folder}")
        return document, path
    path = Path(document)
    if document in {row.key for row in tables.rows(data, "sources")} and not path.is_file():
        raise AskerError(f"the source '{document}' has no document; add its file and sha256 to sources.csv")
    if not path.is_file():
        raise AskerError(f"no source and no file is called '{document}'{nearest(document, known)}")
    digest = documents.file_hash(path)
    key = next((key for key, row in known.items() if digest == row["sha256"] or path.name == row["file"]), None)
    if key is None:
        raise AskerError(
            f"{path.name} is no source yet; add a row to sources.csv with file={path.name} and sha256={digest}"
        )
    return key, path


def _range(text: str, words: str, last: str | None) -> tuple[int, int]:
    hits = documents.locate(text, words)
    if not hits:
        close = documents.nearest_text(text, words)
        raise AskerError(f"the document does not say '{words}'" + (f"; the nearest text is '{close}'" if close else ""))
    if len(hits) > 1:
        places = "\n".join(
            f"  {start}: …{documents.collapse(text[max(start - 30, 0) : end + 40])}…" for start, end in hits
        )
        raise AskerError(f"'{words}' stands {len(hits)} times; give more words:\n{places}")
    start, end = hits[0]
    if last is None:
        return start, documents.sentence(text, end)
    ends = [stop for begin, stop in documents.locate(text, last) if begin >= start and stop >= end]
    if not ends:
        raise AskerError(f"'{last}' does not follow '{words}' in the document")
    return start, ends[0]


def _line(row: list[str]) -> str:
    return records.write(row, []).removesuffix("\n")


def _append(data: Path, row: list[str]) -> None:
    table = tables.describe(data)["passages"]
    names = [column.name for column in table.columns]
    cells = [dict(each.cells) for each in tables.rows(data, "passages")]
    cells.append(dict(zip(names, row, strict=True)))
    paths.write(data / table.path, tables.canonical(table, cells).encode())
