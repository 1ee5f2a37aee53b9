"""Passages and documents: cite, verify."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.frame import data_option, documents_option, emit, output_option
from kg.errors import AskerError

if TYPE_CHECKING:
    from kg.documents import Passage, Verdict


@click.command(epilog="Example:  kg cite fakhry-2022 'Barcelona, Rotterdam, and Birmingham went on' --documents DIR")
@click.argument("document", metavar="SOURCE|FILE")
@click.argument("words")
@click.option("--to", "last", metavar="WORDS", help="Last words of the passage; by default it ends with its sentence.")
@click.option("--section", default="", help="Section, note or table it stands in.")
@documents_option
@data_option
@click.option("--append", is_flag=True, help="Add the row to passages.csv instead of printing it.")
def cite(
    document: str, words: str, last: str | None, section: str, documents: Path | None, data: Path | None, append: bool
) -> None:
    """Find a passage by its first words and print its row, or append it.

    Line breaks, ligatures, dashes and OCR spacing do not matter. Several hits are listed; none is an error that
    shows the nearest text. The document is a file, or the key of a source whose file is in --documents.
    """
    from kg import citing, paths

    row, known = citing.cite(data or paths.data(), document, words, last, section, documents, append)
    click.echo(row)
    if append:
        click.echo("already there, nothing added" if known else "added to passages.csv", err=True)


@click.command(epilog="Example:  kg verify --documents documents")
@click.option(
    "--documents",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    required=True,
    help="Folder with the source documents.",
)
@data_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@output_option
def verify(documents: Path, data: Path | None, form: str, output: Path | None) -> None:
    """Look up every passage of every document in a folder: found, moved (with the new range) or gone.

    Exit 1 on anything but found. Documents are known by their hash or their file name; the table lists what is
    not found, csv and json list all.
    """
    from kg import citing, paths

    verdicts, missing = citing.verify(data or paths.data(), documents)
    for name in missing:
        click.echo(f"kg: {name} is not in {documents}; its passages are not checked", err=True)
    if not verdicts:
        raise AskerError(f"{documents} holds none of the source documents: {', '.join(missing)}")
    emit(_verdicts(verdicts, form).encode(), output)
    counts = {status: sum(each.status == status for each in verdicts) for status in ("found", "moved", "gone")}
    click.echo(", ".join(f"{count} {status}" for status, count in counts.items()), err=True)
    click.get_current_context().exit(0 if counts["found"] == len(verdicts) else 1)


def _verdicts(verdicts: list[Verdict], form: str) -> str:
    from kg import records
    from kg.results import columns

    def span(each: Passage | Verdict) -> str:
        return f"{each.start}-{each.end}" if each.start >= 0 else ""

    rows = [[each.passage.key, each.status, span(each.passage), span(each)] for each in verdicts]
    head = ["passage", "status", "was", "is"]
    if form == "json":
        return json.dumps([dict(zip(head, row, strict=True)) for row in rows], indent=1) + "\n"
    if form == "csv":
        return records.safe(head, rows)
    wrong = [row for row in rows if row[1] != "found"]
    return columns(head, wrong) if wrong else ""
