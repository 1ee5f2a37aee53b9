"""Scores: rank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.frame import as_of_option, emit, graph_option, output_option
from kg.cli.grounds import Ground, Options, from_endpoint, from_store, from_table
from kg.errors import AskerError

if TYPE_CHECKING:
    from kg.centrality import Measure
    from kg.pictures import Picture


@click.command(epilog="Example:  kg rank --on collectives --measure betweenness --intervals --top 10")
@click.option("--on", type=click.Choice(["cities", "collectives", "both"]), default="cities", show_default=True)
@click.option(
    "--measure",
    "names",
    multiple=True,
    metavar="NAME,…",
    help="How to score, one or several; the first gives the order. By default degree; 'all' is every one.",
)
@click.option("--all", "every", is_flag=True, help="Every measure, as --measure all.")
@click.option("--list", "listing", is_flag=True, help="Only say which measures there are.")
@click.option(
    "--weight",
    default="count",
    show_default=True,
    metavar="NAME",
    help="How much two nodes that meet have in common: count, newman, jaccard or binary.",
)
@click.option(
    "--layers",
    metavar="LAYER,…",
    help="membership, endorsement, funding, pledge, partnership, participation, steering; by default the first four.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="WHAT",
    help="Leave out a collective, those of a size ('<5', '>500'), or 'incomplete' lists; may be given again.",
)
@as_of_option
@click.option(
    "--intervals",
    "way",
    is_flag=False,
    flag_value="drop",
    metavar="[WAY]",
    help="How far ranks move: drop (a tenth of the memberships, at random), leave-one-out (each collective in turn), "
    "low-grade, undated or complete (incomplete lists filled up, at random).",
)
@click.option(
    "--draws", type=click.IntRange(min=1), default=200, show_default=True, help="How often at random, at most."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Where random numbers begin.")
@click.option(
    "--null",
    metavar="MODEL",
    help="Compare with chance: bicm (each keeps its number of ties on average) or fdsm (exactly).",
)
@click.option("--over", "years", metavar="YEAR:YEAR", help="Follow ranks from one year to another: who rose, who fell.")
@click.option(
    "--undated",
    type=click.Choice(["keep", "drop"]),
    default="keep",
    show_default=True,
    help="With --over, whether statements without a date are in every year or in none.",
)
@click.option("--explain", "about", metavar="NAME", help="The statements behind one score, and the rank without each.")
@click.option("--methods", is_flag=True, help="The methods paragraph of this ranking, with references in BibTeX.")
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the first N, and whoever is tied with the last of them.",
)
@click.option(
    "--table", type=click.Path(path_type=Path), metavar="FILE", help="Rank your own list: CSV, Excel, Parquet."
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column of the --table is: place, collective, layer, start or end; by default the first two columns.",
)
@click.option("--endpoint", metavar="URL", help="Rank the graph of a SPARQL 1.1 endpoint.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw it: a dot for each with its interval, or ranks --over time (.svg, .png or .html).",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True
)
@graph_option
@output_option
def rank(output: Path | None, listing: bool, **options: Any) -> None:
    """Rank cities (with regions) or collectives by how they are linked; ties share a rank and are marked '='.

    Measures look at who is in what (degree, betweenness …), or at who meets whom there (projected-betweenness,
    eigenvector …): 'kg rank --list' says what each tells. Lists in the data are parts of the real lists, so a score
    says what is recorded, not what is so; --intervals shows how far ranks move when some of it is left out.
    """
    from kg import pictures
    from kg.cli import grounds, standings

    if listing:
        emit(standings.measures().encode(), output)
        return
    _agree(options)
    measures = _measures(options)
    if options["plot"]:
        pictures.ending(options["plot"])
    ground = _ground(options)
    remarks: list[str] = []
    if options["plot"]:
        pictures.write(_draw(options, measures, ground), options["plot"])
        click.echo(f"wrote {options['plot']}", err=True)
    else:
        content, remarks = _answer(options, measures, ground)
        emit(content, output)
    for note in (*grounds.notes(ground, measures), *remarks):
        click.echo(f"kg: {note}", err=True)


APART = (
    ("--explain", "--over", "--methods"),
    ("--table", "--endpoint", "--graph"),
    *((own, other) for own in ("--explain", "--over") for other in ("--intervals", "--null")),
    *((own, "--on both") for own in ("--explain", "--over", "--methods", "--plot")),
    *((own, "--plot") for own in ("--explain", "--methods")),
    *((own, "--as-of") for own in ("--over", "--table")),
    ("--table", "--layers"),
)
"""Options that do not go together."""
TYPED = {
    "--explain": "about", "--over": "years", "--methods": "methods", "--table": "table", "--endpoint": "endpoint",
    "--graph": "graph", "--intervals": "way", "--null": "null", "--as-of": "as_of", "--layers": "layers",
    "--plot": "plot",
}  # fmt: skip


def _agree(options: Options) -> None:
    """Refuse options that do not go together."""
    typed = {option for option, name in TYPED.items() if options[name]} | {f"--on {options['on']}"}
    for group in APART:
        clash = [option for option in group if option in typed]
        if len(clash) > 1:
            raise AskerError(f"{' and '.join(clash)} do not go together; leave one out")
    if options["mapped"] and not options["table"]:
        raise AskerError("--map says what the columns of a --table are; name the table, or leave --map out")


def _measures(options: Options) -> list[Measure]:
    """The measures that were named, in order, each once; degree where none was."""
    from kg import centrality

    names = [name.strip() for each in options["names"] for name in each.split(",")]
    every = options["every"] or "all" in names
    chosen = list(centrality.MEASURES) if every else list(dict.fromkeys(names or ["degree"]))
    if options["about"] and len(chosen) > 1:
        raise AskerError("--explain works on one measure; name one, as in --measure degree")
    return [centrality.measure(name) for name in chosen]


def _ground(options: Options) -> Ground:
    """The graph that is ranked."""
    if options["table"]:
        return from_table(options["table"], options["mapped"], options["exclude"])
    layers = [each.strip() for each in options["layers"].split(",")] if options["layers"] else []
    if options["endpoint"]:
        return from_endpoint(options["endpoint"], layers, options["as_of"], options["exclude"])
    return from_store(options["graph"], layers, options["as_of"], options["exclude"])


def _answer(options: Options, measures: list[Measure], ground: Ground) -> tuple[bytes, list[str]]:
    """What was asked for, as it is written, and what to know of it."""
    from kg.cli import scoring, standings

    form, on = options["form"], options["on"]
    if options["methods"]:
        return scoring.methods(options, measures, ground).encode(), []
    if options["about"]:
        return standings.explanation(ground.two_mode, on, scoring.explained(options, measures[0], ground), form), []
    if options["years"]:
        courses = scoring.followed(options, measures, ground)
        return standings.course(ground.two_mode, on, courses, _top(options), form), scoring.undated(options, ground)
    rows = scoring.ranked(options, measures, ground)
    content = standings.ranking(rows, measures, _top(options), form)
    return content, ground.cautions(row for row in rows if options["way"] or row["on"] == "collectives")


def _draw(options: Options, measures: list[Measure], ground: Ground) -> Picture:
    """The picture of what was asked for: ranks over time, or a dot for each node by the first measure."""
    from kg.cli import drawing, scoring

    if options["years"]:
        courses = scoring.followed(options, measures, ground)
        return drawing.course(ground.two_mode, courses[0], _top(options), scoring.undated(options, ground)[0])
    return drawing.ranking(scoring.ranked(options, measures, ground), options["on"], measures[0].name, options["way"])


def _top(options: Options) -> int:
    return options["top"] or 10
