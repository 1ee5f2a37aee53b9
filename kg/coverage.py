"""What a table of gaps needs beside what is done: every objective, and every part of the world."""

from __future__ import annotations

import pyoxigraph as ox

from kg import store as stores
from kg.relations import SOUTH, key_of


def objectives(store: ox.Store) -> list[tuple[str, str]]:
    """Number and title of every objective of the Global Compact for Migration, whether anybody addresses it or not."""
    query = """SELECT ?code ?title WHERE {
      ?o skos:topConceptOf <https://w3id.org/citykg/scheme/gcm> ; skos:notation ?code ; rdfs:label ?title
      FILTER(REGEX(?code, "^[0-9]+$")) }"""
    return sorted(((row["code"], row["title"]) for row in stores.select(store, query)), key=lambda row: int(row[0]))


def world(store: ox.Store) -> dict[str, tuple[str, str, str]]:
    """Of each country by key: its UN sub-region, its UN region, and its side; empty words where it has none."""
    query = """SELECT ?country ?part ?region ?south WHERE { ?country a kg:Country
      OPTIONAL { ?country kg:unSubregion/rdfs:label ?part }
      OPTIONAL { ?country kg:unRegion/rdfs:label ?region } OPTIONAL { ?country kg:globalSouth ?south } }"""
    rows = sorted(stores.select(store, query), key=lambda row: row["country"])
    return {key_of(row["country"]): (row["part"] or row["region"], row["region"], SOUTH.get(row["south"], ""))
            for row in rows}  # fmt: skip
