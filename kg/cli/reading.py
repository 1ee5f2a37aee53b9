"""A report to mentions and candidate statements: read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.frame import data_option, emit, output_option, progress

if TYPE_CHECKING:
    from kg.reading import Reading
    from kg.reading.candidates import Candidate

TABLES = ["memberships", "endorsements", "participations", "grants", "pledges", "partnerships", "relations", "passages"]


@click.command(epilog="Example:  kg read report.pdf --text report.txt --format csv --as memberships -o members.csv")
@click.argument("document", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@click.option("--mentions", "part", flag_value="mentions", help="Only the mentions.")
@click.option("--candidates", "part", flag_value="candidates", help="Only the candidate statements.")
@click.option("--as", "table", type=click.Choice(TABLES), help="Only what is stated for one table; with --format csv.")
@click.option(
    "--source", default="", metavar="KEY", help="The source that the document is; known files tell themselves."
)
@click.option(
    "--text", "saved", type=click.Path(path_type=Path), metavar="FILE", help="Save the text that ranges are counted in."
)
@data_option
@output_option
def read(
    document: Path,
    form: str,
    part: str | None,
    table: str | None,
    source: str,
    saved: Path | None,
    data: Path | None,
    output: Path | None,
) -> None:
    """Find what a report mentions and what it suggests: text, HTML or PDF.

    Mentions are known places, collectives, instruments, funds, events, organisations and objectives, with their
    ranges of characters. Candidates are statements that a sentence suggests (who joined, signed, launched, funded or
    hosted what), ready for 'kg import'. Nothing is applied. CSV has the candidates, or with --mentions the mentions.
    """
    from kg import paths, reading

    if table and (form != "csv" or part == "mentions"):
        raise click.UsageError("--as goes with --format csv and candidates; add --format csv")
    with progress("reading"):
        found = reading.read(document, data or paths.data(), source)
    if saved:
        paths.write(saved, found.text.encode())
        click.echo(f"wrote {saved}; cite this text, ranges count its characters", err=True)
    emit(_shown(found, form, part, table or "").encode(), output)


def _shown(found: Reading, form: str, part: str | None, table: str) -> str:
    from kg import reading

    parts = [part] if part else ["mentions", "candidates"]
    if form == "json":
        return reading.as_json(found, parts)
    if form == "csv" and part == "mentions":
        return reading.as_csv(reading.mention_rows(found), reading.MENTION)
    if form == "csv":
        return _candidates_csv(found, table)
    return _text(found, parts)


def _candidates_csv(found: Reading, table: str) -> str:
    from kg import reading
    from kg.reading.cues import FIELDS

    left = sum(each.table == table and not each.sure for each in found.candidates)
    if left:
        click.echo(f"kg: {left} negated or hypothetical left out; 'kg read' without --as shows them", err=True)
    head = (
        ("key", "source", "section", "start", "end", "sha256") if table == "passages" else FIELDS.get(table, ("table",))
    )
    return reading.as_csv(reading.candidate_rows(found, table), head)


def _text(found: Reading, parts: list[str]) -> str:
    lines = [f"{found.document}: {len(found.text):,} characters" + (f", source {found.source}" if found.source else "")]
    if "mentions" in parts:
        lines += _mentions(found)
    if "candidates" in parts:
        lines += _candidates(found)
    return "\n".join(lines) + "\n"


def _mentions(found: Reading) -> list[str]:
    from kg.results import columns

    counted: dict[tuple[str, str], list[str]] = {}
    for each in found.mentions:
        key = " | ".join(each.keys) + (" (ambiguous)" if each.ambiguous else "")
        counted.setdefault((each.group, key), []).append(" ".join(each.text.split()))
    rows = [
        [group, key, str(len(texts)), ", ".join(dict.fromkeys(texts))]
        for (group, key), texts in sorted(counted.items())
    ]
    title = f"{len(found.mentions)} mentions of {len(counted)} things"
    return ["", title, "─" * len(title), columns(["kind", "key", "times", "as written"], rows).rstrip("\n")]


def _candidates(found: Reading) -> list[str]:
    stand = sum(bool(each.stands) for each in found.candidates)
    title = f"{len(found.candidates)} candidates, {stand} stand already"
    lines = ["", title, "─" * len(title)]
    for start in dict.fromkeys(each.start for each in found.candidates):
        here = [each for each in found.candidates if each.start == start]
        place = found.passage(here[0])
        name = ", ".join(filter(None, (place.section, place.key, f"{place.start}-{place.end}")))
        lines += [f"“{found.sentence(here[0])}”", f"  [{name}]", *map(_line, here), ""]
    return lines[:-1] if found.candidates else lines


def _line(each: Candidate) -> str:
    said = " · ".join(each.cells.values())
    note = f", {each.note}" if each.note else ""
    stands = f"; stands already: {each.stands}" if each.stands else ""
    return f"  • {each.table}: {said}  ({each.confidence}{note}; “{' '.join(each.verb.split())}”{stands})"
