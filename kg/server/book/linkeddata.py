"""A thing in the words of schema.org, for search engines: as JSON-LD in its page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kg.names import kind_of
from kg.profiles import Line, Profile
from kg.server.addresses import outer

CLAIM = ["Claim"]
GOVERNMENT = "GovernmentOrganization"
TYPES: dict[str, list[str]] = {
    "city": ["City", GOVERNMENT], "region": ["AdministrativeArea", GOVERNMENT], "country": ["Country"],
    "district": ["Place"], "organisation": ["Organization"], "network": ["Organization"], "group": ["Organization"],
    "person": ["Person"], "instrument": ["CreativeWork"], "event": ["Event"], "practice": ["Project"],
    "fund": ["FundingScheme"], "publication": ["CreativeWork"], "source": ["CreativeWork"],
    "indicator": ["StatisticalVariable"], "passage": ["CreativeWork"], "pledge": CLAIM, "grant": ["Grant"],
    "observation": ["Observation"],
}  # fmt: skip
"""The classes of schema.org by kind; one node is a government and its territory. A statement is a claim."""
ORGANISATIONS = frozenset({"city", "region", "organisation", "network", "person", "group", "fund", "practice"})
LINKS = {
    "Memberships": ("memberOf", ORGANISATIONS),
    "Country": ("containedInPlace", frozenset({"city", "region", "district"})),
    "Funded by": ("funder", frozenset({"organisation", "network", "event", "publication", "practice"})),
    "Located in": ("location", frozenset({"event", "organisation", "network", "practice"})),
    "Organised by": ("organizer", frozenset({"event"})),
    "Authors": ("author", frozenset({"publication", "instrument"})),
    "Publisher": ("publisher", frozenset({"publication", "instrument"})),
    "Described in": ("subjectOf", frozenset({"network", "practice", "event", "organisation", "fund", "city"})),
}  # fmt: skip
"""By heading of a page: the property of schema.org, and the kinds of things that may have it."""
DATES = {
    "Founded": ("foundingDate", frozenset({"network", "organisation"})),
    "Ended": ("dissolutionDate", frozenset({"network", "organisation"})),
    "Began": ("startDate", frozenset({"event"})),
    "Adopted": ("dateCreated", frozenset({"instrument"})),
    "Published": ("datePublished", frozenset({"publication"})),
}  # fmt: skip


def schema_org(page: Profile, about: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """What schema.org has words for of a profile, as a JSON-LD object; lists are in the order of the page.

    `about` gives the IRIs and names of what a statement is about.
    """
    kind = kind_of(page.iri)
    types = TYPES.get(kind, CLAIM)
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": types if len(types) > 1 else types[0],
        "@id": page.iri,
        "name": page.name,
        "alternateName": [line.name for line in page.sections.get("Other names", ())],
        "description": page.ids.get("comment", ""),
        "url": outer(page.ids.get("address", "")),
        "sameAs": [page.ids[name] for name in ("Wikidata", "GeoNames") if outer(page.ids.get(name, ""))],
        "geo": _point(page.ids),
    }
    if types == CLAIM:
        made["about"] = [{"@id": iri, "name": name} for iri, name in about]
    for heading, (name, kinds) in DATES.items():
        if kind in kinds:
            made[name] = next((line.name for line in page.sections.get(heading, ())), "")
    for heading, (name, kinds) in LINKS.items():
        if kind in kinds:
            made[name] = _linked(page.sections.get(heading, ()))
    return {name: value for name, value in made.items() if value}


def _point(ids: Mapping[str, str]) -> dict[str, Any]:
    if "lat" not in ids or "long" not in ids:
        return {}
    return {"@type": "GeoCoordinates", "latitude": float(ids["lat"]), "longitude": float(ids["long"])}


def _linked(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The things that lines lead to, each once, with their class and name."""
    found = {line.target: line.name for line in lines if line.target}
    return [{"@type": TYPES.get(kind_of(iri), ["Thing"])[0], "@id": iri, "name": name} for iri, name in found.items()]


def embedded(made: Mapping[str, Any]) -> str:
    """JSON that may stand as it is in a script element of a page: nothing in it can end the element."""
    text = json.dumps(made, ensure_ascii=False, indent=1)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
