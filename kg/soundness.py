"""What a graph says of its own soundness: what is unsettled, how long lists should be, how new it is."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from kg import store as stores
from kg.lists import Listing


def graded(store: ox.Store) -> frozenset[str]:
    """The statements (IRIs) that bear a grade: something about them is not settled."""
    return frozenset(
        row["statement"] for row in stores.select(store, "SELECT ?statement { ?statement kg:grade ?grade }")
    )


def claimed(known: Mapping[str, Listing]) -> dict[str, int]:
    """How many members the sources claim of collectives (by key) whose list is not complete; none, if no source does.

    >>> partial = Listing("", "ICORN", "partial", "", "200", "about", 39)
    >>> claimed({"icorn": partial, "anvita": Listing("", "Anvita", "partial", "", "", "", 12)})
    {'icorn': 200}
    """
    return {key: int(each.claimed) for key, each in known.items() if each.claimed and not each.complete}


def updated(store: ox.Store) -> str:
    """The day of the latest decision on the data, empty where the graph holds none."""
    rows = stores.select(store, "SELECT (MAX(STR(?day)) AS ?last) { ?decision a kg:Decision ; dcterms:date ?day }")
    return rows[0]["last"] if rows else ""
