"""How much of a collective's list is here: what a reader must know before comparing collectives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg import store as stores

CLAIMS = """
SELECT ?thing ?name ?status ?asOf ?claimed ?qualifier WHERE {
  ?statement a kg:Completeness ; kg:collective ?thing ; kg:status ?status .
  ?thing rdfs:label ?name
  OPTIONAL { ?statement kg:asOf ?asOf }
  OPTIONAL { ?statement kg:claimed ?claimed }
  OPTIONAL { ?statement kg:qualifier ?qualifier }
}"""
# The last branch is for what has ended: its ties ended with it and have no short triples any more.
LISTED = """
SELECT ?thing (COUNT(DISTINCT ?who) AS ?count) WHERE {
  ?statement a kg:Completeness ; kg:collective ?thing .
  {
    ?who kg:memberOf|kg:endorses|kg:pledgedUnder|kg:fundedBy|kg:tookPartIn|kg:partOf ?thing .
    FILTER NOT EXISTS { ?who a kg:GovernmentGroup }
    FILTER NOT EXISTS { ?who a kg:Practice }
  } UNION {
    VALUES ?class { kg:Programme kg:Label }
    ?thing a ?class . ?who kg:affiliatedWith|kg:partnerIn ?thing .
  } UNION {
    ?thing kg:ended ?end . ?tie rdf:object ?thing ; rdf:predicate ?how ; rdf:subject ?who ; kg:to ?to .
    FILTER(STRSTARTS(STR(?end), STR(?to)) || STR(?to) >= STR(?end))
    FILTER(?how = kg:memberOf || EXISTS { ?thing a kg:Programme } || EXISTS { ?thing a kg:Label })
    FILTER NOT EXISTS { ?tie kg:role <https://w3id.org/citykg/scheme/role/former> }
    FILTER NOT EXISTS { ?who a kg:GovernmentGroup }
  }
} GROUP BY ?thing"""


@dataclass(frozen=True)
class Listing:
    """How many of a collective are listed here by name, and what its sources say of the list.

    `status` is complete, partial or not-public; `as_of` and `claimed` are empty where no source gives them.
    """

    iri: str
    name: str
    status: str
    as_of: str
    claimed: str
    qualifier: str
    listed: int

    @property
    def complete(self) -> bool:
        """Whether absence from the list means something."""
        return self.status == "complete"

    def __str__(self) -> str:
        """In words: '39 of about 200 listed'.

        >>> str(Listing("", "ICORN", "partial", "", "200", "about", 39))
        '39 of about 200 listed'
        >>> str(Listing("", "Eurocities", "complete", "2025-05-18", "200", "over", 226))
        '226 listed, complete as of 2025-05-18'
        >>> str(Listing("", "Gaziantep Declaration", "not-public", "", "30", "over", 1))
        '1 of over 30 listed; the list is not public'
        >>> str(Listing("", "Anvita", "partial", "", "", "", 12))
        '12 listed of an unknown number'
        """
        when = f" as of {self.as_of}" if self.as_of else ""
        if self.complete:
            return f"{self.listed} listed, complete{when}"
        claimed = " ".join(filter(None, (self.qualifier.replace("-", " "), self.claimed)))
        if not claimed:
            count = f"{self.listed} listed of an unknown number"
        elif self.listed > int(self.claimed):
            count = f"{self.listed} listed, {claimed} according to the source"
        else:
            count = f"{self.listed} of {claimed} listed"
        return count + ("; the list is not public" if self.status == "not-public" else "")


def listings(store: ox.Store) -> dict[str, Listing]:
    """The listing of each collective of which a source says how complete its list is, by IRI.

    Where sources say several things, the latest counts, then the largest claim.
    """
    counts = {row["thing"]: int(row["count"]) for row in stores.select(store, LISTED)}
    latest: dict[str, Mapping[str, str]] = {}
    for row in sorted(stores.select(store, CLAIMS), key=_weight):
        latest[row["thing"]] = row
    return {
        thing: Listing(
            thing, row["name"], row["status"], row["asOf"], row["claimed"], row["qualifier"], counts.get(thing, 0)
        )
        for thing, row in sorted(latest.items())
    }


def _weight(row: Mapping[str, str]) -> tuple[str, int, str]:
    return row["asOf"], int(row["claimed"] or 0), row["status"]


def gaps(known: Mapping[str, Listing], named: Iterable[str]) -> list[Listing]:
    """Of the collectives with these IRIs or names, those whose list is not complete, sorted by name."""
    wanted = set(named)
    found = {each.iri: each for each in known.values() if {each.iri, each.name} & wanted and not each.complete}
    return sorted(found.values(), key=lambda each: (each.name, each.iri))


def caution(found: list[Listing], most: int = 3) -> str:
    """One line on lists that are not complete, for below a result; empty where there are none.

    >>> caution([Listing("", "ICORN", "partial", "", "200", "about", 39)])
    'lists that lack somebody: ICORN (39 of about 200 listed)'
    """
    if not found:
        return ""
    words = "; ".join(f"{each.name} ({each})" for each in found[:most])
    more = f"; and {len(found) - most} more, see 'kg query completeness'" if len(found) > most else ""
    return f"lists that lack somebody: {words}{more}"
