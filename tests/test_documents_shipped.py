"""The shipped passages against the documents that they cite; skipped where nobody says where those are."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from kg import citing, paths
from kg import documents as texts
from kg.cli import main


def test_every_shipped_passage_is_found(documents: Path) -> None:
    count = len(citing.passages(paths.data()))
    result = CliRunner().invoke(main, ["verify", "--documents", str(documents)])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"{count} found, 0 moved, 0 gone\n")


def test_every_document_has_the_hash_and_length_of_its_source(documents: Path) -> None:
    for key, row in citing.sources(paths.data()).items():
        path = documents / row["file"]
        known = (row["sha256"], row["characters"])
        assert (texts.file_hash(path), str(len(texts.read(path)))) == known, key


def test_every_shipped_passage_has_words_at_both_ends(documents: Path) -> None:
    known = {key: texts.read(documents / row["file"]) for key, row in citing.sources(paths.data()).items()}
    covered = {each.key: known[each.source][each.start : each.end] for each in citing.passages(paths.data())}
    assert [key for key, words in covered.items() if not words or words != words.strip()] == []


def test_every_shipped_passage_is_found_after_text_inserted_before(documents: Path) -> None:
    known = {key: texts.read(documents / row["file"]) for key, row in citing.sources(paths.data()).items()}
    verdicts = texts.verify(citing.passages(paths.data()), {key: "Note.\n" + text for key, text in known.items()})
    assert [each.passage.key for each in verdicts if each.start != each.passage.start + 6] == []
