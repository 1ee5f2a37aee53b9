"""Pages in the words of schema.org: only its own terms, each on a class that may have it."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest

from kg import terms
from kg.names import kind_of
from kg.profiles import Line, Profile, Profiles
from kg.server.book.linkeddata import LINKS, TYPES, embedded, schema_org

ID = terms.PREFIXES["id"]
ABOVE = {
    "City": "AdministrativeArea", "Country": "AdministrativeArea", "AdministrativeArea": "Place", "Place": "Thing",
    "GovernmentOrganization": "Organization", "Project": "Organization", "FundingScheme": "Organization",
    "Organization": "Thing", "Person": "Thing", "Event": "Thing", "CreativeWork": "Thing", "Claim": "CreativeWork",
    "Grant": "Thing", "Observation": "Thing", "StatisticalVariable": "Thing", "GeoCoordinates": "Thing",
}  # fmt: skip
"""The classes of schema.org that pages use, each with the one above it."""
MAY = {
    "name": {"Thing"}, "alternateName": {"Thing"}, "description": {"Thing"}, "url": {"Thing"}, "sameAs": {"Thing"},
    "subjectOf": {"Thing"}, "geo": {"Place"}, "containedInPlace": {"Place"}, "memberOf": {"Organization", "Person"},
    "foundingDate": {"Organization"}, "dissolutionDate": {"Organization"}, "startDate": {"Event"},
    "dateCreated": {"CreativeWork"}, "datePublished": {"CreativeWork"}, "author": {"CreativeWork"},
    "publisher": {"CreativeWork"}, "about": {"CreativeWork", "Event"}, "organizer": {"Event"},
    "location": {"Event", "Organization"}, "funder": {"CreativeWork", "Event", "Organization", "Person"},
    "latitude": {"GeoCoordinates"}, "longitude": {"GeoCoordinates"},
}  # fmt: skip
"""The properties of schema.org that pages use, each with the classes of its domain."""


def classes(found: dict[str, Any]) -> set[str]:
    """The classes of an object, with those above them; KeyError for one that schema.org has not."""
    own = found.get("@type", "Thing")
    waiting, all_of_them = [own] if isinstance(own, str) else list(own), set()
    while waiting:
        each = waiting.pop()
        all_of_them.add(each)
        waiting += [ABOVE[each]] if each != "Thing" else []
    return all_of_them


def wrong(found: dict[str, Any]) -> list[str]:
    """What an object says that its classes may not say."""
    own = classes(found)
    said = [name for name in found if not name.startswith("@") and not MAY.get(name, set()) & own]
    parts = [part for value in found.values() for part in (value if isinstance(value, list) else [value])]
    return said + [each for part in parts if isinstance(part, dict) for each in wrong(part)]


def test_the_check_itself_fires() -> None:
    assert wrong({"@type": "Event", "foundingDate": "1999", "location": [{"@type": "City", "author": "x"}]}) == [
        "foundingDate", "author",
    ]  # fmt: skip
    with pytest.raises(KeyError):
        wrong({"@type": "Town"})


def test_every_page_of_the_graph_says_only_what_schema_org_knows(store: ox.Store) -> None:
    profiles = Profiles(store)
    kinds: dict[str, list[str]] = {}
    for iri in sorted(profiles.labels):
        kinds.setdefault(kind_of(iri), []).append(iri)
    del kinds[""]
    checked = 0
    for own in kinds.values():
        for iri in own[:: max(1, len(own) // 40)]:
            made = schema_org(profiles.of(iri), [(iri, "x")])
            assert wrong(made) == [] and made["@id"] == iri and made["name"], iri
            checked += 1
    assert checked > 700 and set(TYPES) <= set(kinds)


def test_a_city_says_where_it_is_and_what_it_is_in(store: ox.Store) -> None:
    made = schema_org(Profiles(store).of(f"{ID}city/barcelona-es"))
    assert made["@type"] == ["City", "GovernmentOrganization"]
    assert made["sameAs"] == ["http://www.wikidata.org/entity/Q1492", "https://sws.geonames.org/3128760/"]
    assert made["geo"] == {"@type": "GeoCoordinates", "latitude": 41.3888, "longitude": 2.159}
    assert made["containedInPlace"] == [{"@type": "Country", "@id": f"{ID}country/es", "name": "Spain"}]
    assert {"@type": "Organization", "@id": f"{ID}network/eurocities", "name": "Eurocities"} in made["memberOf"]
    assert len({each["@id"] for each in made["memberOf"]}) == len(made["memberOf"])
    assert schema_org(Profiles(store).of(f"{ID}network/eurocities"))["foundingDate"] == "1986"


def test_only_web_addresses_are_said() -> None:
    page = Profile(f"{ID}network/n", "N", "Network", {"address": "javascript:alert(1)", "Wikidata": "data:x"}, ())
    assert set(schema_org(page)) == {"@context", "@type", "@id", "name"}


def test_nothing_in_a_page_can_end_the_script() -> None:
    name = "</script><script>alert(1)</script> & <!-- \u2028"
    page = Profile(f"{ID}network/n", name, "Network", {}, (), {"Memberships": [Line("x", target=f"{ID}network/o")]})
    text = str(embedded(schema_org(page)))
    assert not set("<>&") & set(text) and json.loads(text)["name"] == name
    assert LINKS["Memberships"][0] in json.loads(text)
