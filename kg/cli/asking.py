"""Questions: query."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.frame import as_it_stood, as_of_option, emit, graph_option, output_option
from kg.errors import AskerError

param_option = click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of a named query; things by key or name.",
)


@click.command(epilog="Example:  kg query members --param collective=eurocities --format csv")
@click.argument("name", required=False, metavar="[NAME|FILE|-]")
@click.option("--list", "listing", is_flag=True, help="Show the named queries with their parameters.")
@param_option
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "parquet"]),
    help="By default table, or turtle for triples.",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw the rows as a heat map: two columns of names, then numbers (.svg, .png or .html).",
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL 1.1 endpoint instead of the built graph.")
@graph_option
@output_option
def query(
    name: str | None, listing: bool, params: tuple[str, ...], as_of: str | None, form: str | None,
    plot: Path | None, endpoint: str | None, graph: Path | None, output: Path | None,
) -> None:  # fmt: skip
    """Run a named query, a file with SPARQL, or SPARQL from stdin (-)."""
    from kg import hints, lists, named, results, sparql
    from kg.store import Endpoint, open_store

    if listing or name is None:
        emit(_listing(named.queries()).encode(), output)
        return
    if endpoint and as_of:
        raise AskerError("--as-of works on the built graph, not on an endpoint; leave one of the two out")
    note = ""
    asked = _query(name)
    values = parameters_of(params)
    if endpoint:
        local = open_store(graph) if _has_things(asked, values) and _built(graph) else None
        answer = sparql.ask_endpoint(Endpoint(endpoint), named.bind(asked, values, local))
    else:
        whole = open_store(graph)
        text = named.bind(asked, values, whole)
        store = as_it_stood(whole, as_of)
        answer = sparql.ask(store, text)
        if results.empty(answer):
            click.echo(f"kg: {hints.why_empty(store, text)}", err=True)
        note = lists.caution(lists.gaps(lists.listings(store), results.values(answer) | named.mentioned(text)))
    if plot:
        _draw(answer, asked.help or name, plot)
    else:
        emit(results.serialize(answer, form or "table"), output)
    if note:
        click.echo(f"kg: {note}", err=True)


def _draw(answer: Any, title: str, target: Path) -> None:
    """A heat map of rows in long form."""
    from kg import pictures, results

    pictures.ending(target)
    if not isinstance(answer, results.Rows):
        raise AskerError(f"--plot {target}: only rows can be drawn; ask a SELECT query")
    rows = [[results.python(value) for value in row] for row in answer.rows]
    cells, what = pictures.matrix(answer.variables, rows)
    note = "Counts of what is recorded in citykg: a gap is one of the record before it is one of the world."
    pictures.write(pictures.heat(cells, title.partition(",")[0].partition(":")[0], what, note), target)
    click.echo(f"wrote {target}", err=True)


def _has_things(asked: Any, values: dict[str, str]) -> bool:
    return any(
        parameter.kind == "thing" and not values.get(parameter.name, "").startswith("http")
        for parameter in asked.parameters
    )


def _built(graph: Path | None) -> bool:
    from kg import paths
    from kg.store import GRAPH

    return (graph or paths.build() / GRAPH).exists()


def _query(name: str) -> Any:
    from kg import named

    if name == "-":
        return named.parse("-", _typed(sys.stdin.buffer.read()))
    return named.find(name)


def _typed(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AskerError("-: not UTF-8; give the query in UTF-8") from error


def parameters_of(params: tuple[str, ...]) -> dict[str, str]:
    """The values of `--param NAME=VALUE` by name; raises AskerError for one without a value, or given twice."""
    for each in params:
        if "=" not in each:
            raise AskerError(f"--param {each}: write --param name=value")
    names = [each.partition("=")[0] for each in params]
    for name in names:
        if names.count(name) > 1:
            raise AskerError(f"--param {name} is given {names.count(name)} times; give it once")
    return {name: value for name, _, value in (each.partition("=") for each in params)}


def _listing(known: dict[str, Any]) -> str:
    lines = []
    for name, asked in known.items():
        lines.append(f"{name}\n    {asked.help}")
        for parameter in asked.parameters:
            default = f" (default {parameter.default})" if parameter.default else " (needed)"
            lines.append(f"    --param {parameter.name}=…  {parameter.help}{default}")
        lines.append(f"    {asked.example}\n")
    return "\n".join(lines)
