"""What the explorer shows of a store: its things and links, and every word that the page says beside them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox

from kg import explorer, headings, profiles, relations
from kg import store as stores
from kg.lists import listings
from kg.profiles import Place
from kg.relations import key_of

TITLE = "citykg: cities, networks and commitments on migration"


def network(store: ox.Store) -> Any:
    """The graph of all things as a pyvis Network, with what is said of each and where."""
    said = relations.facts(store)
    for thing, lines in profiles.numbers(store).items():
        said.setdefault(thing, []).extend(lines)
    graph = relations.relations(store)
    for iri, listing in listings(store).items():
        if key_of(iri) in graph:
            graph.nodes[key_of(iri)].update(list=listing.status, listing=str(listing))
    return explorer.network(graph, relations.grounds(store), said, profiles.remarks(store))


def page(store: ox.Store, as_of: str | None = None) -> str:
    """The page of a store, whole or as of a date."""
    note = ""
    if as_of:
        store, count = stores.as_of(store, as_of)
        note = f"{str(count)[0].upper()}{str(count)[1:]}."
    whole = {"title": TITLE, **_edition(store), "asOf": as_of or "", "note": note, "counts": _counts(store)}
    about = explorer.About(
        whole={**whole, "cite": _citation(whole)},
        headings=[("out", profiles.COMPLETE, profiles.COMPLETE), *headings.listed()],
        sources=relations.sources(store),
        places=[_place(each) for each in relations.places(store).values()],
    )
    return explorer.page(network(store), TITLE, _subtitle(whole), about)


def _subtitle(whole: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (f"Version {whole['version']} of {whole['date']}, CC BY 4.0.", whole["note"])))


def _edition(store: ox.Store) -> dict[str, str]:
    """The version of the program and the day of the data."""
    query = "SELECT ?day WHERE { <https://w3id.org/citykg/ontology> dcterms:modified ?day }"
    return {"version": version("citykg"), "date": max((row["day"] for row in stores.select(store, query)), default="")}


def _counts(store: ox.Store) -> dict[str, int]:
    return {name: count for name, count in profiles.overview(store).items() if count}


def _citation(whole: Mapping[str, Any]) -> str:
    return (
        f"citykg {whole['version']} ({whole['date']}), an open knowledge graph of cities, networks and commitments on "
        "migration, https://w3id.org/citykg/, CC BY 4.0."
    )


def _place(place: Place) -> dict[str, Any]:
    passage = place.key.rpartition("-")[2] if place.key != place.source else ""
    return {
        "key": place.key, "source": place.source, "section": place.section, "passage": passage,
        "start": place.start, "end": place.end,
    }  # fmt: skip
