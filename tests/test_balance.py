"""The queries on gaps and balance against plain loops over the triples."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from typing import Any

import pyoxigraph as ox
import pytest

from kg import api
from kg.store import node


def pairs(store: ox.Store, predicate: str) -> set[tuple[str, str]]:
    """Subjects and objects of a predicate, by key or value."""
    found = store.quads_for_pattern(None, node(predicate), None)
    return {(_key(quad.subject), _key(quad.object)) for quad in found}


def _key(term: Any) -> str:
    value: str = term.value
    return value.rpartition("/")[2] if value.startswith("http") else value


def of_class(store: ox.Store, name: str) -> set[str]:
    return {_key(quad.subject) for quad in store.quads_for_pattern(None, node("rdf:type"), node(name))}


@pytest.fixture(scope="module")
def places(store: ox.Store) -> set[str]:
    return of_class(store, "kg:LocalGovernment")


@pytest.fixture(scope="module")
def label(store: ox.Store) -> dict[str, str]:
    return dict(pairs(store, "rdfs:label"))


def gini(values: list[int]) -> Fraction:
    """The mean absolute difference over twice the mean, by every pair."""
    spread = sum(abs(x - y) for x in values for y in values)
    return Fraction(spread, 2 * len(values) * sum(values))


def counts(links: set[tuple[str, str]], places: set[str]) -> list[int]:
    return list(Counter(place for place, _ in links if place in places).values())


def test_concentration_is_the_gini_of_every_pair(store: ox.Store, places: set[str]) -> None:
    grants, pledges = of_class(store, "kg:Grant"), of_class(store, "kg:Pledge")
    wanted = {
        "memberships": counts(pairs(store, "kg:memberOf"), places),
        "signatures": counts(pairs(store, "kg:endorses"), places),
        "grants": counts({(to, g) for g, to in pairs(store, "kg:recipient") if g in grants}, places),
        "pledges": counts({(by, p) for p, by in pairs(store, "kg:pledgedBy") if p in pledges}, places),
    }
    rows = api.query("concentration", store=store)
    assert isinstance(rows, list)
    assert {row["what"]: (row["places"], row["links"]) for row in rows} == {
        what: (len(each), sum(each)) for what, each in wanted.items()
    }
    for row in rows:
        assert float(row["gini"]) == pytest.approx(float(gini(wanted[row["what"]])), abs=5.1e-4)


@pytest.mark.parametrize(
    ("values", "expected"), [([1], 0), ([2, 2, 2], 0), ([0, 1], Fraction(1, 2)), ([1, 3], Fraction(1, 4))]
)
def test_gini_by_hand(values: list[int], expected: Fraction) -> None:
    assert gini(values) == expected


def test_signatories_without_practices_are_all_who_signed_less_who_acts(
    store: ox.Store, places: set[str], label: dict[str, str]
) -> None:
    practices = of_class(store, "kg:Practice")
    acting = {place for practice, place in pairs(store, "kg:implementedBy") if practice in practices}
    signed = {place for place, _ in pairs(store, "kg:endorses") if place in places}
    rows = api.query("signatories-without-practices", store=store)
    assert isinstance(rows, list)
    assert sorted(row["place"] for row in rows) == sorted(label[place] for place in signed - acting)
    assert signed & acting
    for row in rows:
        assert row["signed"] == len(row["instruments"].split("; "))


def test_funded_without_pledge_are_all_who_are_paid_less_who_pledged(
    store: ox.Store, places: set[str], label: dict[str, str]
) -> None:
    grants, pledges = of_class(store, "kg:Grant"), of_class(store, "kg:Pledge")
    pledged = {place for pledge, place in pairs(store, "kg:pledgedBy") if pledge in pledges}
    paid = Counter(place for grant, place in pairs(store, "kg:recipient") if grant in grants and place in places)
    rows = api.query("funded-without-pledge", store=store)
    assert isinstance(rows, list)
    wanted = sorted((label[place], number) for place, number in paid.items() if place not in pledged)
    assert sorted((row["place"], row["grants"]) for row in rows) == wanted
    assert pledged & paid.keys()


def test_shares_of_the_south_are_counted_per_collective_and_for_all(
    store: ox.Store, places: set[str], label: dict[str, str]
) -> None:
    country, south = dict(pairs(store, "kg:inCountry")), dict(pairs(store, "kg:globalSouth"))
    collectives = of_class(store, "kg:Collective")
    flagged = {place: south[country[place]] == "true" for place in places if country.get(place) in south}
    links = set().union(*(pairs(store, f"kg:{each}") for each in ("memberOf", "endorses", "fundedBy", "pledgedUnder")))
    own: dict[str, set[str]] = defaultdict(set)
    for place, collective in links:
        if place in flagged and collective in collectives:
            own[collective].add(place)
    rows = api.query("south-shares", store=store)
    assert isinstance(rows, list)
    found = Counter((row["collective"], row["places"], row["south"]) for row in rows)
    assert found == Counter((label[key], len(each), sum(map(flagged.get, each))) for key, each in own.items())  # type: ignore[arg-type]
    whole = 100 * sum(flagged.values()) / len(flagged)
    for row in rows:
        assert float(row["percentOfAll"]) == pytest.approx(whole, abs=0.051)
        assert float(row["percent"]) == pytest.approx(100 * row["south"] / row["places"], abs=0.051)


def test_objectives_by_region_has_every_objective_and_region_and_counts_each_thing_once(store: ox.Store) -> None:
    rows = api.query("objectives-by-region", store=store)
    assert isinstance(rows, list)
    regions = {row["region"] for row in rows}
    assert regions == {"Africa", "Americas", "Asia", "Europe", "Oceania"}
    assert [(row["objective"], row["region"]) for row in rows] == [
        (str(n), r) for n in range(1, 24) for r in sorted(regions)
    ]
    wider = dict(pairs(store, "skos:broader"))
    area = dict(pairs(store, "rdfs:label")) | {}
    country, region = dict(pairs(store, "kg:inCountry")), dict(pairs(store, "kg:unRegion"))
    kinds = {"practices": ("kg:Practice", "kg:implementedBy"), "pledges": ("kg:Pledge", "kg:pledgedBy")}
    for column, (name, by) in kinds.items():
        things, wanted = of_class(store, name), defaultdict(set)
        where = defaultdict(set)
        for thing, place in pairs(store, by):
            where[thing].add(place)
        for thing, objective in pairs(store, "kg:addresses"):
            top = objective
            while top in wider:
                top = wider[top]
            for place in where[thing] if thing in things else ():
                if country.get(place) in region:
                    wanted[top, area[region[country[place]]]].add(thing)
        assert sum(map(len, wanted.values())) > 3
        assert {(r["objective"], r["region"]): r[column] for r in rows if r[column]} == {
            key: len(each) for key, each in wanted.items() if key[0].isdigit()
        }


def test_by_year_counts_each_dated_thing_in_the_year_of_its_date(store: ox.Store) -> None:
    wanted: Counter[tuple[int, str]] = Counter()
    kinds = {
        "collectives founded": ("kg:Collective", "kg:founded"),
        "texts adopted": ("kg:Instrument", "kg:adopted"),
        "pledges": ("kg:Pledge", "kg:on"),
        "grants": ("kg:Grant", "kg:on"),
        "events": ("kg:Event", "kg:start"),
    }
    for what, (name, predicate) in kinds.items():
        things = of_class(store, name)
        wanted.update((int(date[:4]), what) for thing, date in pairs(store, predicate) if thing in things)
    signed = {key for key, predicate in pairs(store, "rdf:predicate") if predicate.endswith("#endorses")}
    wanted.update((int(date[:4]), "signatures") for key, date in pairs(store, "kg:on") if key in signed)
    roles, members = dict(pairs(store, "kg:role")), of_class(store, "kg:Membership")
    who, where = dict(pairs(store, "kg:member")), dict(pairs(store, "kg:collective"))
    joined = {
        (int(date[:4]), who[key], where[key])
        for key, date in pairs(store, "kg:from")
        if key in members and roles.get(key) in ("member", "founder")
    }
    wanted.update((year, "memberships begun") for year, *_ in joined)
    rows = api.query("by-year", store=store)
    assert isinstance(rows, list)
    assert {(row["year"], row["what"]): row["number"] for row in rows} == wanted
    assert {row["what"] for row in rows} == {*kinds, "signatures", "memberships begun"}


def test_practices_described_counts_of_how_many_each_thing_is_said(store: ox.Store, places: set[str]) -> None:
    said = {
        "an objective of the GCM": ["kg:addresses"],
        "a theme": ["kg:theme"],
        "a group of people": ["kg:targets"],
        "a fund or giver": ["kg:fundedBy"],
        "a year": ["kg:start", "kg:on"],
        "all that are recorded": ["rdf:type"],
    }
    told = {what: {thing for each in named for thing, _ in pairs(store, each)} for what, named in said.items()}
    carried = pairs(store, "kg:implementedBy") | pairs(store, "kg:pledgedBy")
    told["a city or region"] = {thing for thing, by in carried if by in places}
    rows = api.query("practices-described", store=store)
    assert isinstance(rows, list)
    practices, pledges = of_class(store, "kg:Practice"), of_class(store, "kg:Pledge")
    assert {row["said"]: (row["practices"], row["pledges"]) for row in rows} == {
        what: (len(things & practices), len(things & pledges)) for what, things in told.items()
    }
    assert rows[0]["said"] == "all that are recorded"
