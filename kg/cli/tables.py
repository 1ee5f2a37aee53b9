"""The tables and the graph that is made of them: build, validate, tidy."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.frame import data_option, emit, graph_option, output_option, progress
from kg.errors import CuratorError


@click.command(epilog="Example:  kg build --data data --output build")
@data_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for citykg.nt and citykg.ttl; by default build/.",
)
def build(data: Path | None, output: Path | None) -> None:
    """Turn the tables into the graph: sorted N-Triples and Turtle.

    A wrong cell stops it before anything is written; all wrong cells are listed.
    """
    from kg import api

    with progress("building the graph from the tables"):
        target = api.build(data, output)
    lines = target.read_bytes().count(b"\n")
    click.echo(f"built {target} and {target.with_suffix('.ttl').name}: {lines:,} triples", err=True)


@click.command(epilog="Example:  kg validate --format json -o findings.json")
@data_option
@graph_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "turtle"]), default="table", show_default=True
)
@output_option
def validate(data: Path | None, graph: Path | None, form: str, output: Path | None) -> None:
    """Check rows, then shapes (SHACL), then checks (queries), then stories; exit 1 if there is any violation.

    The rows are those of the tables; shapes and checks look at the built graph. The stories of the explorer are held
    to it where neither --data nor --graph names another.
    """
    from kg import checks, paths, stories, tables
    from kg import store as stores

    with progress("checking the rows"):
        if graph is None or data is not None:
            tables.load(data or paths.data(), stores.concepts(paths.ontology()))
    with progress("checking shapes and checks"):
        store = stores.open_store(graph)
        findings = checks.validate(store, paths.ontology())
    grave = sum(finding.severity == "violation" for finding in findings)
    if findings or form != "table":
        emit(checks.FORMATS[form](findings).encode(), output)
    if lacking := checks.unlooked(store):
        click.echo(f"{lacking}; run 'kg build' first, or name another graph with --graph", err=True)
    click.echo(f"{grave} violations, {len(findings) - grave} warnings and remarks", err=True)
    if data is None and graph is None and (wrong := stories.problems(store)):
        raise CuratorError(wrong)
    click.get_current_context().exit(1 if grave else 0)


@click.command(epilog="Example:  kg tidy --check")
@data_option
@click.option("--check", is_flag=True, help="Only say what would change; exit 1 if anything would.")
def tidy(data: Path | None, check: bool) -> None:
    """Rewrite the tables in canonical form: sorted, one space, LF, no byte order mark; never a fact."""
    from kg import paths, tables

    changed = tables.tidy(data or paths.data(), write=not check)
    click.echo(
        f"{'would rewrite' if check else 'rewrote'}: {', '.join(changed)}" if changed else "all tables are tidy",
        err=True,
    )
    click.get_current_context().exit(1 if check and changed else 0)
