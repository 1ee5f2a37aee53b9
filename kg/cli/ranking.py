"""Scores: rank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.frame import as_of_option, emit, graph_option, output_option, progress
from kg.cli.grounds import Ground, from_endpoint, from_store, from_table
from kg.errors import AskerError

if TYPE_CHECKING:
    from kg.centrality import Measure
    from kg.incidence import Floats
    from kg.projections import Projection
    from kg.rankings import Course, Doubts, Explanation
    from kg.rankings.rows import Row
    from kg.twomode import Affiliation

Tick = Callable[[float], None]
Options = Mapping[str, Any]
"""What was typed, by the names of the options."""


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
@click.option("--null", metavar="MODEL", help="Compare with chance: bicm (each keeps its number of ties on average).")
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
    from kg.cli import grounds, standings

    if listing:
        emit(standings.measures().encode(), output)
        return
    _agree(options)
    measures = _measures(options)
    ground = _ground(options)
    content, remarks = _answer(options, measures, ground)
    emit(content, output)
    for note in (*grounds.notes(ground, measures), *remarks):
        click.echo(f"kg: {note}", err=True)


APART = (
    ("--explain", "--over", "--methods"),
    ("--table", "--endpoint", "--graph"),
    *((own, other) for own in ("--explain", "--over") for other in ("--intervals", "--null")),
    *((own, "--on both") for own in ("--explain", "--over", "--methods")),
    *((own, "--as-of") for own in ("--over", "--table")),
    ("--table", "--layers"),
)
"""Options that do not go together."""
TYPED = {
    "--explain": "about", "--over": "years", "--methods": "methods", "--table": "table", "--endpoint": "endpoint",
    "--graph": "graph", "--intervals": "way", "--null": "null", "--as-of": "as_of", "--layers": "layers",
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
    from kg.cli import standings

    form = options["form"]
    if options["methods"]:
        return _methods(options, measures, ground).encode(), []
    if options["about"]:
        return standings.explanation(ground.two_mode, options["on"], _explained(options, measures[0], ground), form), []
    if options["years"]:
        courses = _followed(options, measures, ground)
        return standings.course(ground.two_mode, options["on"], courses, options["top"] or 10, form), _undated(
            options, ground
        )
    rows = _ranked(options, measures, ground)
    content = standings.ranking(rows, measures, options["top"] or 10, form)
    return content, ground.cautions(rows) if options["way"] else []


def _ranked(options: Options, measures: list[Measure], ground: Ground) -> list[Row]:
    """A row for each node of the side, or of both."""
    from kg.projections import project
    from kg.rankings import rows

    found = []
    sides = ("cities", "collectives") if options["on"] == "both" else (options["on"],)
    with progress("ranking") as tick:
        for at, on in enumerate(sides):
            projection = project(ground.two_mode, on, options["weight"])
            scores, more = _scored(options, measures, ground, projection, on, _within(tick, at, len(sides)))
            found += rows.ranking(ground.two_mode, on, scores, more, options["top"])
    if options["on"] != "cities" and ground.known is not None:
        found = [row | {"listed": ground.words(row["key"])} for row in found]
    return found


def _scored(
    options: Options, measures: list[Measure], ground: Ground, projection: Projection, on: str, tick: Tick
) -> tuple[dict[str, Floats], dict[str, dict[str, Any]]]:
    """The scores of each measure, and its further columns: intervals, and what chance gives."""
    from kg.rankings import intervals, rows

    parts = 1 + bool(options["way"]) + bool(options["null"])
    scores = {}
    for at, each in enumerate(measures, 1):
        scores[each.name] = each.score(projection)
        tick(at / len(measures) / parts)
    more: dict[str, dict[str, Any]] = {each.name: {} for each in measures}
    if options["way"]:
        found = intervals(
            ground.two_mode, measures, options["way"], _doubts(options, ground), on=on, weight=options["weight"],
            top=options["top"] or 10, tick=_within(tick, 1, parts),
        )  # fmt: skip
        more = {name: dict(rows.spans(each)) for name, each in found.items()}
    if options["null"]:
        _compare(options, measures, projection, more, _within(tick, parts - 1, parts))
    return scores, more


def _compare(
    options: Options, measures: list[Measure], projection: Projection, more: dict[str, dict[str, Any]], tick: Tick
) -> None:
    """Add what a null model gives for each measure to its columns."""
    from kg.significance import compare

    for at, each in enumerate(measures):
        draws, told = min(each.draws, options["draws"]), _within(tick, at, len(measures))
        found = compare(projection, each.score, options["null"], draws, options["seed"], told)
        more[each.name] |= {"expected": found.mean, "z": found.z, "p": found.p}


def _within(tick: Tick, at: int, parts: int) -> Tick:
    """What tells of the part at a position, of several of the same length, as a share of the whole."""
    return lambda done: tick((at + done) / parts)


def _doubts(options: Options, ground: Ground) -> Doubts:
    from kg.rankings import Doubts

    return Doubts(options["draws"], options["seed"], graded=ground.graded, claimed=ground.claimed)


def _explained(options: Options, measure: Measure, ground: Ground) -> Explanation:
    """The statements behind one score."""
    from kg.rankings import explain

    with progress("explaining") as tick:
        return explain(
            ground.two_mode, options["about"], measure, on=options["on"], weight=options["weight"],
            sources=ground.sources(), tick=tick,
        )  # fmt: skip


def _followed(options: Options, measures: list[Measure], ground: Ground) -> list[Course]:
    """The course of ranks over years, by each measure."""
    from kg.rankings import follow

    years = _years(options["years"])
    with progress("ranking") as tick:
        slices = ground.two_mode.over(years, options["undated"])
        found = follow(_told(slices, len(years), tick), measures, options["on"], options["weight"])
    return list(found.values())


def _told(slices: Iterable[tuple[int, Affiliation]], number: int, tick: Tick) -> Iterator[tuple[int, Affiliation]]:
    """Slices as they are, told of as they are asked for."""
    for at, each in enumerate(slices):
        tick(at / number)
        yield each


def _undated(options: Options, ground: Ground) -> list[str]:
    """How many statements bear no date, and what became of them."""
    links = ground.two_mode.links
    undated = sum(not link.dated for link in links)
    where = "every year" if options["undated"] == "keep" else "no year"
    return [f"{undated:,} of {len(links):,} statements bear no date and are in {where}"]


def _years(words: str) -> range:
    """The years from one to another: '2000:2026'."""
    first, _, last = words.partition(":")
    if not (first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4 and first <= last):
        raise AskerError(f"--over {words}: say two years from the earlier to the later, as in 2000:2026")
    return range(int(first), int(last) + 1)


def _methods(options: Options, measures: list[Measure], ground: Ground) -> str:
    """The methods paragraph and the references that it cites."""
    from kg import methods
    from kg.api import __version__

    two_mode = ground.two_mode
    study = methods.Study(
        __version__, ground.data, options["on"], two_mode.layers, len(two_mode.places), len(two_mode.collectives),
        two_mode.incidence.matrix.nnz, measures, options["weight"], options["as_of"] or "", options["exclude"],
        options["way"] or "", _doubts(options, ground), options["null"] or "",
    )  # fmt: skip
    return f"{methods.paragraph(study)}\n\n{methods.bibtex(methods.keys(study))}"
