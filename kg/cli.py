"""The command face of everything; what it imports, it imports inside the commands, so that help is quick.

Results go to stdout, messages and progress to stderr. Exit 0 fine, 1 findings or failure, 2 wrong use.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import AskerError, KgError, OperatorError, nearest

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.centrality import Score
    from kg.documents import Passage, Verdict


class Commands(click.Group):
    """A group that suggests the nearest command and turns every failure into one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name, or a usage error that names the nearest one."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(f"no command '{args[0]}'{nearest(args[0], self.commands)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a failure of ours ends in one clear line and its exit code, never in a traceback."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(
                "\n".join(f"kg: {line}" if not line.startswith(" ") else line for line in str(error).splitlines()),
                err=True,
            )
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("kg: stopped; what was there before is untouched", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            click.echo(f"kg: {place}{error.strerror or error}; nothing half-written is left", err=True)
            ctx.exit(1)


@contextlib.contextmanager
def progress(what: str) -> Iterator[None]:
    """Say on a terminal what is being done and, when done, how long it took."""
    started = time.perf_counter()
    live = sys.stderr.isatty()
    if live:
        click.echo(f"{what} …", err=True, nl=False)
    yield
    if live:
        click.echo(f"\r{what}: {time.perf_counter() - started:.1f} s", err=True)


def emit(content: bytes, output: Path | None) -> None:
    """Write a result to a file, or to stdout where that is `-` or nothing."""
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from kg import paths

    paths.write(output, content)
    click.echo(f"wrote {output}", err=True)


graph_option = click.option(
    "--graph",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Graph to read (.nt, .ttl …); by default the one that 'kg build' wrote.",
)
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write; - is stdout."
)
as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    help="Look at the graph as it stood in a year, month or on a day (2018, 2018-12, 2018-12-08).",
)
documents_option = click.option(
    "--documents",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Folder with the source documents.",
)
data_option = click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder of tables; by default the shipped one."
)


def looked_at(graph: Path | None, as_of: str | None) -> ox.Store:
    """The graph to work on, as of a date where one is given; says what the date left out."""
    from kg.store import open_store

    return as_it_stood(open_store(graph), as_of)


def as_it_stood(store: ox.Store, as_of: str | None) -> ox.Store:
    """A store as of a date, or the store itself where there is none."""
    from kg import store as stores

    if not as_of:
        return store
    store, count = stores.as_of(store, checked_date(as_of))
    click.echo(f"kg: {count}", err=True)
    return store


def checked_date(value: str) -> str:
    """A date as typed, or an error that shows how one is written."""
    from datetime import date

    try:
        if len(value) not in (4, 7, 10):
            raise ValueError
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise AskerError(f"--as-of {value}: not a date; write 2018, 2018-12 or 2018-12-08") from None
    return value


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Example:  kg build && kg show 'São Paulo'",
)
@click.version_option(package_name="citykg", prog_name="kg")
def main() -> None:
    """An open knowledge graph of cities, networks and commitments on migration: build it, query it, rank, explore."""


@main.command(epilog="Example:  kg build --data data --output build")
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


@main.command(epilog="Example:  kg validate --format json -o findings.json")
@data_option
@graph_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "turtle"]), default="table", show_default=True
)
@output_option
def validate(data: Path | None, graph: Path | None, form: str, output: Path | None) -> None:
    """Check rows, then shapes (SHACL), then checks (queries); exit 1 if there is any violation.

    The rows are those of the tables; shapes and checks look at the built graph.
    """
    from kg import checks, paths, tables
    from kg import store as stores

    with progress("checking the rows"):
        if graph is None or data is not None:
            tables.load(data or paths.data(), stores.concepts(paths.ontology()))
    with progress("checking shapes and checks"):
        findings = checks.validate(stores.open_store(graph), paths.ontology())
    grave = sum(finding.severity == "violation" for finding in findings)
    if findings or form != "table":
        emit(checks.FORMATS[form](findings).encode(), output)
    click.echo(f"{grave} violations, {len(findings) - grave} warnings and remarks", err=True)
    click.get_current_context().exit(1 if grave else 0)


@main.command(epilog="Example:  kg query members --param collective=eurocities --format csv")
@click.argument("name", required=False, metavar="[NAME|FILE|-]")
@click.option("--list", "listing", is_flag=True, help="Show the named queries with their parameters.")
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of a named query; things by key or name.",
)
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "parquet"]),
    help="By default table, or turtle for triples.",
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL 1.1 endpoint instead of the built graph.")
@graph_option
@output_option
def query(
    name: str | None, listing: bool, params: tuple[str, ...], as_of: str | None, form: str | None,
    endpoint: str | None, graph: Path | None, output: Path | None,
) -> None:  # fmt: skip
    """Run a named query, a file with SPARQL, or SPARQL from stdin (-)."""
    from kg import hints, named, results, sparql
    from kg.store import Endpoint, open_store

    if listing or name is None:
        emit(_listing(named.queries()).encode(), output)
        return
    if endpoint and as_of:
        raise AskerError("--as-of works on the built graph, not on an endpoint; leave one of the two out")
    asked = _query(name)
    values = _parameters(params)
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
    emit(results.serialize(answer, form or "table"), output)


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
        return named.parse("-", sys.stdin.buffer.read().decode("utf-8", "replace"))
    known = named.queries()
    if name in known:
        return known[name]
    if Path(name).is_file():
        return named.read(Path(name))
    raise AskerError(
        f"no query and no file is called '{name}'{nearest(name, known) or '; kg query --list shows the named queries'}"
    )


def _parameters(params: tuple[str, ...]) -> dict[str, str]:
    for each in params:
        if "=" not in each:
            raise AskerError(f"--param {each}: write --param name=value")
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


@main.command(epilog="Example:  kg rank --on collectives --measure betweenness --top 10")
@click.option("--on", type=click.Choice(["cities", "collectives", "both"]), default="cities", show_default=True)
@click.option(
    "--measure", type=click.Choice(["degree", "betweenness", "pagerank", "all"]), default="degree", show_default=True
)
@click.option(
    "--layers",
    metavar="LAYER,…",
    help="membership, endorsement, funding, pledge, partnership, participation; by default the first four.",
)
@as_of_option
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the first N, and whoever is tied with the last of them.",
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@graph_option
@output_option
def rank(
    on: str,
    measure: str,
    layers: str | None,
    as_of: str | None,
    top: int | None,
    form: str,
    graph: Path | None,
    output: Path | None,
) -> None:
    """Rank cities (with regions) or collectives by how they are linked; ties share a rank and are marked '='.

    Two-mode measures: degree counts collectives (or members), betweenness how often one lies between others,
    pagerank how often a random walk passes. Lists in the data are parts of the real lists, so a score says what
    is recorded, not what is so.
    """
    from kg import affiliations, centrality

    chosen = tuple(layers.split(",")) if layers else affiliations.DEFAULT_LAYERS
    two_mode = affiliations.affiliation(looked_at(graph, as_of), chosen)
    measures = list(centrality.MEASURES) if measure == "all" else [measure]
    simple = two_mode.simple()
    things = {thing.key: thing for thing in [*two_mode.places, *two_mode.collectives]}
    rows = []
    with progress("ranking"):
        for side in ("cities", "collectives") if on == "both" else (on,):
            own = centrality.SIDES[side]
            scored = {each: centrality.ranks(centrality.measure(each)(simple, own)) for each in measures}
            rows += _ranking(scored, things, side, top)
    emit(_ranked(rows, form).encode(), output)


def _ranking(scored: dict[str, list[Score]], things: dict[str, Any], on: str, top: int | None) -> list[dict[str, Any]]:
    """One row a node, in the order of the first measure, with each measure's score, rank and number of ties."""
    by_node = {name: {score.node: score for score in scores} for name, scores in scored.items()}
    first = next(iter(scored.values()))
    rows = []
    for lead in first:
        if top and lead.rank > top:
            break
        thing = things[lead.node]
        row: dict[str, Any] = {
            "on": on,
            "key": lead.node,
            "name": thing.name,
            "kind": thing.kind,
            "country": thing.country,
        }
        for name, scores in by_node.items():
            own = scores[lead.node]
            row |= {name: own.score, f"{name}_rank": own.rank, f"{name}_ties": own.ties}
        rows.append(row)
    return rows


def _ranked(rows: list[dict[str, Any]], form: str) -> str:
    from kg.results import columns

    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    head = list(rows[0]) if rows else ["on", "key", "name", "kind", "country"]
    if form == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()
    measures = [name.removesuffix("_rank") for name in head if name.endswith("_rank")]
    shown = [
        [
            *(f"{row[f'{name}_rank']}{'=' if row[f'{name}_ties'] > 1 else ''}  {row[name]:.6g}" for name in measures),
            row["name"],
            row["country"] or row["kind"],
        ]
        for row in rows
    ]
    return columns([*measures, "name", "where"], shown)


@main.command(epilog="Example:  kg explore -o citykg.html")
@as_of_option
@graph_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="HTML file to write; by default build/explorer.html; - is stdout.",
)
def explore(as_of: str | None, graph: Path | None, output: Path | None) -> None:
    """Write the graph as one HTML page that opens offline: search, filter by type, read every line's source."""
    from kg import api
    from kg.store import open_store

    date = checked_date(as_of) if as_of else None
    if str(output) == "-":
        emit(api.explorer_page(open_store(graph), date).encode(), output)
        return
    with progress("drawing the graph"):
        target = api.explore(output, store=open_store(graph), as_of=date)
    click.echo(f"wrote {target} ({target.stat().st_size / 1e6:.1f} MB); open it in a browser", err=True)


@main.command(epilog="Example:  kg show 'São Paulo' --documents DIR")
@click.argument("name", required=False)
@documents_option
@as_of_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "turtle", "markdown"]), default="text", show_default=True
)
@graph_option
@output_option
def show(
    name: str | None, documents: Path | None, as_of: str | None, form: str, graph: Path | None, output: Path | None
) -> None:
    """Everything known about one thing, by name, other name or key; without a name, the whole at a glance.

    Each line ends with its source, section and passage; --documents adds the words of the passages.
    """
    from kg import pages, profiles
    from kg.names import Index

    store = looked_at(graph, as_of)
    if name is None:
        emit(_glance(store).encode(), output)
        return
    iri = Index(store).resolve(name)
    if form == "turtle":
        emit(profiles.to_turtle(store, iri).encode(), output)
        return
    page = profiles.profile(store, iri)
    texts = _texts(store, documents) if documents else {}
    written = {
        "text": lambda: pages.to_text(page, texts),
        "json": lambda: pages.to_json(page),
        "markdown": lambda: pages.to_markdown(page, texts),
    }
    emit(written[form]().encode(), output)


def _glance(store: ox.Store) -> str:
    """What the graph holds, who leads, and which files to open."""
    from kg import affiliations, centrality, paths, profiles

    counts = profiles.overview(store)
    lines = ["", "citykg: cities, networks and commitments on migration", ""]
    lines += [f"  {count:>6,}  {name}" for name, count in counts.items()]
    two_mode = affiliations.affiliation(store)
    things = {thing.key: thing for thing in two_mode.places}
    lines += ["", "  Most linked cities (collectives each is recorded in; equal scores share a rank)", ""]
    ranked = centrality.ranks(centrality.degree(two_mode.simple(), 0))
    for score in ranked[:10]:
        tie = "=" if score.ties > 1 else " "
        lines.append(
            f"  {score.rank:>4}{tie}  {score.score:>3.0f}  {things[score.node].name}, {things[score.node].country}"
        )
    tied = sum(score.rank == ranked[9].rank for score in ranked[10:]) if len(ranked) > 10 else 0
    if tied:
        lines.append(f"               and {tied} more that share rank {ranked[9].rank}")
    files = {
        "citykg.ttl": "the graph, to read",
        "citykg.nt": "the graph, to load",
        "ranking.csv": "the ranking",
        "explorer.html": "the graph, to explore in a browser",
    }
    there = [(paths.build() / name, what) for name, what in files.items() if (paths.build() / name).exists()]
    if there:
        lines += ["", "  Open", "", *(f"  {path}  {what}" for path, what in there)]
    return "\n".join(lines) + "\n"


def _texts(store: ox.Store, folder: Path) -> dict[str, str]:
    """The text of each source whose file is in a folder, by the file's hash or name."""
    from kg import documents
    from kg.store import select

    rows = select(store, "SELECT ?source ?file ?hash WHERE { ?source kg:file ?file ; kg:sha256 ?hash }")
    hashes = {documents.file_hash(path): path for path in sorted(folder.iterdir()) if path.is_file()}
    found = {}
    for row in rows:
        path = hashes.get(row["hash"]) or (folder / row["file"] if (folder / row["file"]).is_file() else None)
        if path:
            found[row["source"].rsplit("/", 1)[1]] = documents.read(path)
    if not found:
        raise AskerError(
            f"{folder} holds none of the source documents; they are {', '.join(sorted(row['file'] for row in rows))}"
        )
    return found


@main.command(epilog="Example:  kg export graphml -o citykg.graphml")
@click.argument(
    "form",
    metavar="FORMAT",
    type=click.Choice(["turtle", "ntriples", "trig", "jsonld", "csv", "graphml", "gexf", "parquet", "matrix"]),
)
@as_of_option
@graph_option
@output_option
def export(form: str, as_of: str | None, graph: Path | None, output: Path | None) -> None:
    """Write the graph in another format: turtle, ntriples, trig, jsonld, csv, graphml, gexf, parquet, matrix.

    trig has one named graph per source; csv is a folder with one flat table per class; parquet has a row for each
    statement and piece of evidence; matrix is cities by collectives. The same graph gives the same bytes.
    """
    from kg import exports

    store = looked_at(graph, as_of)
    if form == "csv":
        if output is None or str(output) == "-":
            raise AskerError("csv is a folder of tables; name it with -o DIR")
        written = exports.write_tables(store, output)
        click.echo(f"wrote {len(written)} tables to {output}", err=True)
        return
    with progress(f"writing {form}"):
        content = exports.FORMATS[form](store)
    emit(content, output)


@main.command(epilog="Example:  kg tidy --check")
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


@main.command(epilog="Example:  kg cite fakhry-2022 'Barcelona, Rotterdam, and Birmingham went on' --documents DIR")
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


@main.command(epilog="Example:  kg verify --documents documents")
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
    from kg.results import columns

    def span(each: Passage | Verdict) -> str:
        return f"{each.start}-{each.end}" if each.start >= 0 else ""

    rows = [[each.passage.key, each.status, span(each.passage), span(each)] for each in verdicts]
    head = ["passage", "status", "was", "is"]
    if form == "json":
        return json.dumps([dict(zip(head, row, strict=True)) for row in rows], indent=1) + "\n"
    if form == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([head, *rows])
        return out.getvalue()
    wrong = [row for row in rows if row[1] != "found"]
    return columns(head, wrong) if wrong else ""


__all__ = ["OperatorError", "main"]
