"""The graph to look at: show, explore, export."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.asking import param_option, parameters_of
from kg.cli.frame import (
    as_of_option,
    documents_option,
    emit,
    graph_option,
    looked_at,
    output_option,
    progress,
)
from kg.errors import AskerError
from kg.layers import LAYERS

if TYPE_CHECKING:
    import pyoxigraph as ox


@click.command(epilog="Example:  kg explore --ego Lima --steps 2 -o lima.html")
@as_of_option
@click.option("--layers", metavar="LAYER,…", help=f"Only the links of some layers: {', '.join(LAYERS)}.")
@click.option(
    "--query",
    metavar="NAME|FILE",
    help="Only the things that the answer to a query names, and their links; of a CONSTRUCT also the links it makes.",
)
@param_option
@click.option("--ego", metavar="NAME", help="Only one thing, by key or name, and what is linked with it.")
@click.option("--steps", type=click.IntRange(1, 6), metavar="N", help="How far from --ego; by default 1.")
@click.option(
    "--renderer",
    type=click.Choice(["vis", "sigma"]),
    default="vis",
    show_default=True,
    help="What draws the picture of the graph: sigma, by WebGL, carries 50,000 things.",
)
@documents_option
@graph_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="HTML file to write; by default build/explorer.html; - is stdout.",
)
def explore(
    as_of: str | None, layers: str | None, query: str | None, params: tuple[str, ...], ego: str | None,
    steps: int | None, renderer: str, documents: Path | None, graph: Path | None, output: Path | None,
) -> None:  # fmt: skip
    """Write the graph, or a part of it, as one HTML page that opens offline: read, filter, trace, compare, cite.

    Each line of the page ends with its source, section and passage; --documents adds the words of the passages.
    A page of more than 2,000 things or 6,000 links gets a folder beside it, with a page for each large collective,
    unless it is drawn by sigma.
    """
    from kg import api, explorations, paths
    from kg.store import open_store

    if steps and not ego:
        raise AskerError("--steps says how far from --ego; name a thing with it, as --ego ICORN")
    if params and not query:
        raise AskerError("--param is for --query; name a query with it, as --query members --param collective=icorn")
    store = open_store(graph)
    texts = source_texts(store, documents) if documents else None
    chosen = [each.strip() for each in layers.split(",")] if layers else []
    with progress("drawing the graph"):
        found = api.exploring(store, as_of, chosen, query, parameters_of(params), ego, steps or 1, texts, renderer)
        if str(output) == "-":
            emit(found.html.encode(), output)
            return
        page, beside = explorations.write(found, output or paths.build() / "explorer.html")
    click.echo(f"wrote {page.path} ({page.path.stat().st_size / 1e6:.1f} MB); open it in a browser", err=True)
    if beside:
        count = f"{len(found.graph):,} things and {found.graph.number_of_edges():,} links"
        click.echo(
            f"{count} are many for one picture: the page opens on an overview, and {beside[0].parent}{os.sep} has a "
            f"page for each of the {len(beside)} largest collectives",
            err=True,
        )
    if texts:
        click.echo("kg: the page quotes the documents; it is for private use, do not pass it on", err=True)


@click.command(epilog="Example:  kg show 'São Paulo' --documents DIR")
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
    texts = source_texts(store, documents) if documents else {}
    written = {
        "text": lambda: pages.to_text(page, texts),
        "json": lambda: pages.to_json(page),
        "markdown": lambda: pages.to_markdown(page, texts),
    }
    emit(written[form]().encode(), output)


def _glance(store: ox.Store) -> str:
    """What the graph holds, who leads, and which files to open."""
    from kg import affiliations, centrality, paths, profiles, projections, rankings

    counts = profiles.overview(store)
    lines = ["", "citykg: cities, networks and commitments on migration", ""]
    lines += [f"  {count:>6,}  {name}" for name, count in counts.items()]
    two_mode = affiliations.affiliation(store)
    lines += ["", "  Most linked cities (collectives each is recorded in; equal scores share a rank)", ""]
    scores = centrality.measure("degree").score(projections.project(two_mode))
    ranked = rankings.ranks(two_mode.places, scores)
    for score in ranked[:10]:
        tie, place = "=" if score.ties > 1 else " ", two_mode.thing(score.node)
        lines.append(f"  {score.rank:>4}{tie}  {score.score:>3.0f}  {place.name}, {place.country}")
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


def source_texts(store: ox.Store, folder: Path) -> dict[str, str]:
    """The text of each source whose file is in a folder, by the file's hash or name."""
    from kg import documents
    from kg.store import select

    rows = select(store, "SELECT ?source ?file ?hash WHERE { ?source kg:file ?file ; kg:sha256 ?hash }")
    found = {}
    for row in rows:
        path = documents.find(folder, row["file"], row["hash"])
        if path:
            found[row["source"].rsplit("/", 1)[1]] = documents.read(path)
    if not found:
        raise AskerError(
            f"{folder} holds none of the source documents; they are {', '.join(sorted(row['file'] for row in rows))}"
        )
    return found


@click.command(epilog="Example:  kg export graphml -o citykg.graphml")
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
