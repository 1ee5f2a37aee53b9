"""What has changed between two graphs: diff."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.frame import emit, output_option, progress


@click.command(epilog="Example:  kg build -o before && kg diff before data")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Shorten no list; json is always whole.")
@output_option
def diff(old: str, new: str, form: str, full: bool, output: Path | None) -> None:
    """What was added, removed and changed from OLD to NEW, with sources.

    Each is a build (a file of triples, or the folder that 'kg build -o' wrote), a folder of tables, or a git revision
    as HEAD~1, a tag or a branch, whose data and ontology are built; a file or folder of that name comes first.
    """
    from kg import api, wording

    with progress("comparing"):
        found = api.diff(old, new)
    emit(wording.FORMATS[form](found, full).encode(), output)
