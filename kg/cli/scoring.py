"""What `kg rank` works out, from its options: rows of a ranking, an explanation, ranks over years, a methods text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.cli.frame import progress
from kg.errors import AskerError

if TYPE_CHECKING:
    from kg.centrality import Measure
    from kg.cli.grounds import Ground, Options
    from kg.incidence import Floats
    from kg.projections import Projection
    from kg.rankings import Course, Doubts, Explanation
    from kg.rankings.rows import Row
    from kg.twomode import Affiliation

Tick = Callable[[float], None]


def ranked(options: Options, measures: list[Measure], ground: Ground) -> list[Row]:
    """A row for each node of the side, or of both."""
    from kg.projections import project
    from kg.rankings import rows
    from kg.rankings.parts import remembered

    found = []
    sides = ("cities", "collectives") if options["on"] == "both" else (options["on"],)
    with progress("ranking") as tick:
        for at, on in enumerate(sides):
            projection = remembered(project(ground.two_mode, on, options["weight"]))
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


def explained(options: Options, measure: Measure, ground: Ground) -> Explanation:
    """The statements behind one score."""
    from kg.rankings import explain

    with progress("explaining") as tick:
        return explain(
            ground.two_mode, options["about"], measure, on=options["on"], weight=options["weight"],
            sources=ground.sources(), tick=tick,
        )  # fmt: skip


def followed(options: Options, measures: list[Measure], ground: Ground) -> list[Course]:
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


def undated(options: Options, ground: Ground) -> list[str]:
    """How many statements bear no date, and what became of them."""
    links = ground.two_mode.links
    bare = sum(not link.dated for link in links)
    where = "every year" if options["undated"] == "keep" else "no year"
    return [f"{bare:,} of {len(links):,} statements bear no date and are in {where}"]


def _years(words: str) -> range:
    """The years from one to another: '2000:2026'."""
    first, _, last = words.partition(":")
    if not (first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4 and first <= last):
        raise AskerError(f"--over {words}: say two years from the earlier to the later, as in 2000:2026")
    return range(int(first), int(last) + 1)


def methods(options: Options, measures: list[Measure], ground: Ground) -> str:
    """The methods paragraph and the references that it cites."""
    from kg import methods as texts
    from kg.api import __version__

    two_mode = ground.two_mode
    study = texts.Study(
        __version__, ground.data, options["on"], two_mode.layers, len(two_mode.places), len(two_mode.collectives),
        two_mode.incidence.matrix.nnz, measures, options["weight"], options["as_of"] or "", options["exclude"],
        options["way"] or "", _doubts(options, ground), options["null"] or "",
    )  # fmt: skip
    return f"{texts.paragraph(study)}\n\n{texts.bibtex(texts.keys(study))}"
