"""Scores: rank."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.frame import as_of_option, emit, graph_option, looked_at, output_option, progress

if TYPE_CHECKING:
    from kg.lists import Listing
    from kg.projections import Projection
    from kg.rankings import Score


@click.command(epilog="Example:  kg rank --on collectives --measure betweenness --top 10")
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
    from kg import affiliations, centrality, lists, projections

    chosen = tuple(each.strip() for each in layers.split(",")) if layers else affiliations.DEFAULT_LAYERS
    store = looked_at(graph, as_of)
    two_mode = affiliations.affiliation(store, chosen)
    measures = list(centrality.MEASURES) if measure == "all" else [measure]
    things = {key: two_mode.thing(key) for key in (*two_mode.places, *two_mode.collectives)}
    rows = []
    with progress("ranking"):
        for side in ("cities", "collectives") if on == "both" else (on,):
            projection = projections.project(two_mode, side)
            scored = {each: _scored(projection, each) for each in measures}
            rows += _ranking(scored, things, side, top)
    known = {iri.rpartition("/")[2]: each for iri, each in lists.listings(store).items()}
    if on != "cities":
        rows = [row | {"listed": str(known.get(row["key"], ""))} for row in rows]
    emit(_ranked(rows, form).encode(), output)
    if note := _unlisted([known[key] for key in two_mode.collectives if key in known]):
        click.echo(f"kg: {note}", err=True)


def _scored(projection: Projection, name: str) -> list[Score]:
    from kg import centrality, rankings

    return rankings.ranks(projection.nodes, centrality.measure(name).score(projection))


def _unlisted(known: list[Listing]) -> str:
    """That a score counts what is recorded, where lists are not complete."""
    lacking = sum(not each.complete for each in known)
    if not lacking:
        return ""
    return f"{lacking} of the lists behind this are not complete, so scores say what is recorded: kg query completeness"


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
    from kg import records
    from kg.results import columns

    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    head = list(rows[0]) if rows else ["on", "key", "name", "kind", "country"]
    if form == "csv":
        return records.safe(head, ([row[name] for name in head] for row in rows))
    measures = [name.removesuffix("_rank") for name in head if name.endswith("_rank")]
    shown = [
        [
            *(f"{row[f'{name}_rank']}{'=' if row[f'{name}_ties'] > 1 else ''}  {row[name]:.6g}" for name in measures),
            row["name"],
            row["country"] or row["kind"],
            *([row["listed"]] if "listed" in row else []),
        ]
        for row in rows
    ]
    return columns([*measures, "name", "where", *(["listed"] if "listed" in head else [])], shown)
