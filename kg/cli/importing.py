"""Somebody's table into ours: import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.frame import data_option, progress
from kg.errors import AskerError, CuratorError

if TYPE_CHECKING:
    from kg.imports.plans import Plan
    from kg.imports.questions import Question
    from kg.imports.reviews import Review


@click.command(
    "import", epilog="Example:  kg import members.csv --as memberships --source icorn-page --set role=member"
)
@click.argument("table", type=click.Path(path_type=Path), metavar="TABLE")
@click.option("--as", "into", required=True, metavar="NAME", help="Table that it goes into, as memberships or cities.")
@click.option("--source", default="", metavar="KEY", help="The source that says so, by its key in sources.csv.")
@click.option("--map", "mapped", multiple=True, metavar="COLUMN=FIELD", help="Read a column as a field.")
@click.option("--set", "constants", multiple=True, metavar="FIELD=VALUE", help="A field that is the same in each row.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only the rows with this in a column.")
@click.option("--sheet", default="", metavar="NAME", help="Which worksheet of an Excel file.")
@click.option("--title", default="", help="Title of a source that is new; makes its row.")
@click.option("--address", default="", metavar="URL", help="Web address of the new source.")
@click.option("--publisher", default="", help="Publisher of the new source.")
@click.option("--published", default="", metavar="DATE", help="When the new source was published.")
@click.option("--kind", default="", help="Kind of the new source; by default official-page.")
@click.option("--license", "licence", default="", help="Licence of the new source.")
@click.option("--new-places", is_flag=True, help="Places that are found nowhere become cities.")
@click.option("--review", is_flag=True, help="Answer what is open, at the terminal or from the --queue; then plan.")
@click.option("--queue", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="CSV of what is open.")
@click.option("--by", default="editor", show_default=True, metavar="NAME", help="Who decides, for the ledger.")
@click.option("--on", default="", metavar="DATE", help="Date of the decisions; by default today.")
@data_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Shorten no list of the report; json is always whole.")
@click.option("--apply", "write", is_flag=True, help="Write; without it only the report is made.")
def import_(
    table: Path, into: str, source: str, mapped: tuple[str, ...], constants: tuple[str, ...], where: tuple[str, ...],
    sheet: str, title: str, address: str, publisher: str, published: str, kind: str, licence: str, new_places: bool,
    review: bool, queue: Path | None, by: str, on: str, data: Path | None, form: str, full: bool, write: bool,
) -> None:  # fmt: skip
    """Match a table (CSV, TSV, Excel, Parquet) to the graph, say what is new, and with --apply add it.

    Columns are matched by their names, names of places and collectives by the ledger, the tables and the gazetteer.
    What has several candidates or none is never guessed: it goes to --queue, and --review decides it.
    """
    from kg import api, paths
    from kg.imports import batches, questions, reports

    folder, day = data or paths.data(), on or date.today().isoformat()
    if review and queue is None and form == "json":
        raise AskerError("--review asks at the terminal; leave out --format json, or answer in a --queue FILE")
    if (write or review) and (done := batches.finish(folder)):
        click.echo(f"kg: finished an interrupted import: {', '.join(done)}", err=True)
    given = {"title": title, "address": address, "publisher": publisher, "published": published, "kind": kind}
    row = {name: value for name, value in {**given, "license": licence}.items() if value}

    def planned() -> Plan:
        with progress("matching"):
            return api.plan_import(
                table, into, source, data=folder, mapped=mapped, constants=constants, where=where, sheet=sheet,
                about_source=row, new_places=new_places, by=by, on=day,
            )  # fmt: skip

    plan = planned()
    if review and _reviewed(plan, queue, day, by):
        plan = planned()
    if queue:
        paths.write(queue, questions.to_csv(plan.questions).encode())
    written = plan.apply() if write else []
    shown = reports.to_json(plan, bool(written)) if form == "json" else reports.to_text(plan, bool(written), full)
    click.echo(shown, nl=False)
    if queue:
        click.echo(f"kg: wrote {queue} with {reports.count(len(plan.questions), 'question')}", err=True)
    click.get_current_context().exit(1 if plan.problems else 0)


def _reviewed(plan: Plan, queue: Path | None, on: str, by: str) -> bool:
    """Take the answers of a queue, or ask at the terminal; whether any went to the ledger."""
    from kg.imports import questions, reports, reviews

    session = reviews.Review(plan, on, by)
    answers = questions.read(queue) if queue and queue.is_file() else {}
    if not answers:
        return _interview(plan, session)
    lines, strange = session.all(answers)
    if strange:
        click.echo(f"kg: {len(strange)} answers are on names that are not open, as {strange[0]}", err=True)
    reviews.keep(plan.folder, lines)
    click.echo(f"kg: {reports.count(len(lines), 'decision')} went to the ledger", err=True)
    return bool(lines)


def _interview(plan: Plan, session: Review) -> bool:
    """Ask the questions one at a time; each answer is in the ledger before the next question."""
    from kg.imports import reports, reviews

    kept = 0
    try:
        for number, question in enumerate(plan.questions, 1):
            click.echo(f"\n{number} of {len(plan.questions)}: {_posed(question)}", err=True)
            lines = _answered(session, question)
            if lines is None:
                break
            if lines:
                reviews.keep(plan.folder, lines)
                kept += 1
    except click.Abort:
        click.echo(f"\nkg: stopped; {reports.count(kept, 'decision')} in the ledger, nothing is imported", err=True)
        click.get_current_context().exit(1)
    click.echo(f"kg: {reports.count(kept, 'decision')} went to the ledger", err=True)
    return kept > 0


def _posed(question: Question) -> str:
    """A question with its numbered candidates."""
    from kg.imports.questions import told
    from kg.imports.reports import asked

    head = asked(replace(question, candidates=()))
    return "\n".join([head, *(f"  {number}  {told(each)}" for number, each in enumerate(question.candidates, 1))])


def _answered(session: Review, question: Question) -> list[dict[str, str]] | None:
    """The lines that an answer makes; nothing where the person stops. A wrong answer is asked for again."""
    while True:
        typed = click.prompt("number, key, n = new place, x = not a place, s = skip, q = stop", err=True).strip()
        if typed == "q":
            return None
        answer = {"n": "new", "x": "not a place", "s": "skip"}.get(typed, typed)
        if typed.isdecimal() and 1 <= int(typed) <= len(question.candidates):
            answer = question.candidates[int(typed) - 1].entry.key
        try:
            return session.lines(question, answer)
        except CuratorError as error:
            click.echo(f"kg: {error}", err=True)
