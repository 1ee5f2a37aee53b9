"""Judging statements by hand: audit."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.frame import documents_option, emit, graph_option, output_option
from kg.cli.showing import source_texts
from kg.errors import AskerError


@click.command(epilog="Example:  kg audit --sample 100 --seed 7 -o sheet.csv")
@click.option("--sample", "size", type=click.IntRange(min=1), metavar="N", help="How many statements; by default 100.")
@click.option("--seed", type=int, metavar="N", help="Number that fixes the draw; the same one draws the same sample.")
@click.option(
    "--stratify", type=click.Choice(["relation"]), help="Draw in proportion by relation, at least one of each."
)
@documents_option
@click.option(
    "--judged",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="SHEET",
    help="Read this judged sheet back instead.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    show_default=True,
    help="Of the report on a judged sheet.",
)
@graph_option
@output_option
def audit(
    size: int | None, seed: int | None, stratify: str | None, documents: Path | None, judged: Path | None, form: str,
    graph: Path | None, output: Path | None,
) -> None:  # fmt: skip
    """Draw statements at random into a sheet to judge, or read the judged sheet back and print the error rate.

    In the sheet write right, wrong or unclear beside each statement; --documents adds the words of its passages.
    The report has the rate with its 95 % confidence interval, by relation where enough are judged, and the wrong ones.
    """
    from kg import audits
    from kg.store import open_store

    if judged and (size or stratify or documents or seed is not None):
        raise AskerError("--judged reads a sheet back; leave out --sample, --seed, --stratify and --documents")
    if not judged and seed is None:
        raise AskerError("--seed N is needed to draw a sample that others can draw again; --judged reads a sheet back")
    store = open_store(graph)
    if judged:
        emit(audits.FORMATS[form](audits.report(audits.read(judged, audits.known(store)))).encode(), output)
        return
    texts = source_texts(store, documents) if documents else None
    emit(audits.sheet(audits.draw(store, size or 100, seed or 0, bool(stratify)), texts), output)
    if texts:
        click.echo("kg: the sheet quotes the documents; it is for private use, do not pass it on", err=True)
