"""The shipped stories: what their texts say is so in the shipped graph."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from kg import api, relations, stories
from kg import store as stores
from kg.twomode import Thing

Facts = dict[str, list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def linked(store: ox.Store) -> nx.MultiDiGraph:
    return relations.relations(store)


@pytest.fixture(scope="module")
def lines(store: ox.Store) -> Facts:
    return relations.facts(store)


@pytest.fixture(scope="module")
def places(store: ox.Store) -> dict[str, Thing]:
    """Cities and regions by name; of several so called the last by key."""
    return {
        thing.name: thing for _, thing in sorted(relations.things(store).items()) if thing.kind in ("city", "region")
    }


@pytest.fixture(scope="module")
def whole(store: ox.Store, linked: nx.MultiDiGraph) -> list[stories.Story]:
    return stories.fitting(stories.told(store), linked)


def test_every_shipped_story_can_be_told_on_the_shipped_graph(store: ox.Store, whole: list[stories.Story]) -> None:
    assert stories.problems(store) == []
    assert [story.key for story in whole] == ["marrakesh", "money", "south", "refuge", "gaps"]


def test_stories_have_five_to_eight_steps_of_two_to_four_sentences(whole: list[stories.Story]) -> None:
    for story in whole:
        assert 5 <= len(story.steps) <= 8, story.key
        assert len(story.summary) < 200, story.key
        for number, step in enumerate(story.steps):
            sentences = re.findall(r"[a-z0-9)”\"][.:;?](?= [A-Z0-9]|$)", step.text)
            assert 2 <= len(sentences) <= 5, (story.key, number, sentences)
            assert len(step.text) < 480, (story.key, number)


COUNTED = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?)\b")


def test_what_is_counted_is_asked_of_the_graph_and_digits_are_years() -> None:
    for draft in stories.drafts():
        for text in draft.texts.values():
            bare = re.sub(r"\{[\w-]+\}", "", text)
            assert set(COUNTED.findall(bare)) <= SMALL.get(draft.file.key, set()), text
            assert all(len(digits) == 4 for digits in re.findall(r"(?<![\w-])\d+(?=s?\b(?!\w))", bare)), text


# Counts in words that `CLAIMS` or the names beside them hold to the graph.
SMALL = {"marrakesh": {"three"}, "money": {"two"}, "south": {"three"}, "gaps": {"three"}}


def test_every_year_in_a_text_is_a_date_of_what_the_text_or_the_page_names(
    linked: nx.MultiDiGraph, lines: Facts, whole: list[stories.Story]
) -> None:
    for story in whole:
        for number, (draft, step) in enumerate(zip(texts_of(story.key), story.steps, strict=True)):
            named_here = [key for key, own in linked.nodes(data=True) if own["name"] in step.text]
            near = {*named_here, *(step.state[field] for field in ("at", "other") if field in step.state)}
            near |= {
                other for key in near for other in (*linked.succ[key], *linked.pred[key]) if key in step.state.values()
            }
            assert set(re.findall(r"(?<!\d)[12]\d{3}(?!\d)", draft)) <= years(linked, lines, near), (story.key, number)


def texts_of(key: str) -> list[str]:
    """The texts of a story's steps as written, placeholders and all taken out."""
    draft = next(draft for draft in stories.drafts() if draft.file.key == key)
    return [re.sub(r"\{[\w-]+\}", "", text) for text, _ in draft.steps]


def years(linked: nx.MultiDiGraph, lines: Facts, keys: set[str]) -> set[str]:
    """All years in the names, dates and facts of some things, and in the dates of their links."""
    said = [own for key in keys for own in linked.nodes[key].values()]
    said += [text for key in keys for _, text, _ in lines.get(key, ())]
    touching = [*linked.edges(keys, data=True), *linked.in_edges(keys, data=True)]
    said += [date for *_, own in touching for date in (own["start"], own["end"])]
    return set(re.findall(r"(?<!\d)[12]\d{3}(?!\d)", " ".join(map(str, said))))


# What the texts of the shipped stories say beyond their numbers


def asked(store: ox.Store, name: str, **params: str) -> list[dict[str, Any]]:
    rows = api.query(name, store=store, **params)
    assert isinstance(rows, list)
    return rows


def column(rows: list[dict[str, Any]], name: str) -> list[Any]:
    return [row[name] for row in rows]


def test_marrakesh_three_bodies_steer_the_mechanism_of_the_day_of_the_declaration(store: ox.Store) -> None:
    steering = {
        row["who"] for row in asked(store, "steering-of-successors") if row["collective"] == "GFMD Mayors Mechanism"
    }
    assert steering == {
        "International Organization for Migration", "Mayors Migration Council", "United Cities and Local Governments"
    }  # fmt: skip
    founded = {row["name"]: row["founded"] for row in asked(store, "networks")}
    adopted = {row["name"]: row["adopted"] for row in asked(store, "instruments")}
    assert founded["GFMD Mayors Mechanism"] == adopted["Marrakech Mayors Declaration"] == "2018-12-08"
    assert founded["Mayors Migration Council"] == "2018"


def test_marrakesh_the_call_of_2019_has_four_answers_that_all_name_an_objective(store: ox.Store) -> None:
    rows = asked(store, "pledges")
    assert set(column(rows, "government")) == {"Bristol", "Milan", "São Paulo", "Strasbourg"}
    assert all(column(rows, "objective"))


def test_marrakesh_the_lists_of_the_texts_beside_it_are_not_complete(store: ox.Store) -> None:
    status = {row["collective"]: row["status"] for row in asked(store, "completeness")}
    assert status["Marrakech Mayors Declaration"] == status["Gaziantep Declaration"] == "not-public"
    assert status["Lampedusa Charter"] == "not-public"
    assert status["Charter of Local and Subnational Governments of Africa on Migration"] == "partial"
    assert status["Mayors Mechanism 2019 Call to Action"] == "complete"


def test_money_two_thirds_of_the_grants_come_from_one_fund(store: ox.Store) -> None:
    grants = {row["fund"]: row["grants"] for row in asked(store, "funders")}
    assert 0.65 < grants["Global Cities Fund for Migrants and Refugees"] / sum(grants.values()) < 0.68


def test_money_the_recipients_are_those_named(store: ox.Store) -> None:
    north = next(row for row in asked(store, "funded-south-north") if not row["globalSouth"])
    assert north["names"] == "Boston, Dunaivtsi, Milan, Turin"
    innovative = asked(store, "grants", fund="uia-migrants")
    assert column(innovative, "recipient") == ["Antwerp", "Bologna", "Munich", "Utrecht", "Vienna"]
    assert set(column(innovative, "on")) == {"2016"}
    assert column(asked(store, "grants", fund="osf-covid-19-response-funding"), "recipient") == [
        "Budapest",
        "Milan",
        "New York",
    ]
    assert {row["currency"] for row in asked(store, "grants") if row["amount"]} == {"USD"}


def test_money_the_fund_is_led_and_backed_by_those_named(store: ox.Store) -> None:
    roles = {(row["partner"], row["role"]) for row in asked(store, "partners", undertaking="global-cities-fund")}
    backers = {who for who, role in roles if role == "funder"}
    assert ("Mayors Migration Council", "leader") in roles
    assert backers > {
        "Conrad N. Hilton Foundation",
        "IKEA Foundation",
        "Robert Bosch Stiftung",
        "Open Society Foundations",
    }


def test_money_what_was_paid_for_and_when(store: ox.Store) -> None:
    paid = {row["recipient"]: row for row in asked(store, "grants")}
    assert {city: paid[city]["on"] for city in ("Freetown", "Beirut", "Beira", "Monrovia", "Amman")} == {
        "Freetown": "2021", "Beirut": "2021", "Beira": "2022", "Monrovia": "2022", "Amman": "2023"
    }  # fmt: skip
    words = {"Freetown": "Waste", "Beirut": "Mobile", "Beira": "climate", "Monrovia": "Climate", "Amman": "Children"}
    assert all(word in paid[city]["project"] for city, word in words.items())
    assert paid["Freetown"]["amount"] is None


def test_money_milan_alone_has_grants_of_two_funds_and_has_pledged(store: ox.Store) -> None:
    query = "SELECT DISTINCT ?who ?fund { ?who a kg:LocalGovernment ; kg:fundedBy ?fund }"
    funds = Counter(relations.key_of(row["who"]) for row in stores.select(store, query))
    assert [key for key, count in funds.items() if count > 1] == ["milan-it"]
    assert "Milan" not in column(asked(store, "funded-without-pledge"), "place")


def test_south_who_is_in_most_networks(store: ox.Store, places: dict[str, Thing]) -> None:
    rows = asked(store, "most-networks")
    south = [row["place"] for row in rows if places[row["place"]].south == "Global South"]
    africa = [place for place in south if "Africa" in places[place].region]
    assert (column(rows, "place")[:2], south[0], africa[0]) == (["Barcelona", "Athens"], "Mexico City", "Dakar")
    ahead = [row["networks"] for row in rows if row["place"] in ("Barcelona", "Athens", "Berlin")]
    assert ahead == sorted(set(ahead), reverse=True)


def test_south_what_is_said_of_shares_holds(store: ox.Store) -> None:
    share = {row["collective"]: row["percent"] for row in asked(store, "south-shares")}
    assert min(share[name] for name in ("C40 Cities", "Metropolis", "MedCities")) > 50
    assert share["International Cities of Refuge Network"] < 5 > share["European Coalition of Cities against Racism"]
    assert min(share["Mayors Migration Council"], share["Global Mayors Task Force on Climate and Migration"]) >= 50


def test_south_the_three_networks_are_not_on_migration(lines: Facts) -> None:
    said = [each for key in ("c40", "metropolis", "medcities") for each in lines[key]]
    assert [text for relation, text, _ in said if relation == "migrationSpecific"] == ["false", "false", "false"]


def test_south_who_has_steered_the_council_since_2018_and_what_began_in_2006(store: ox.Store, lines: Facts) -> None:
    since = {row["name"]: (row["from"], row["to"]) for row in asked(store, "leaders", collective="mmc")}
    assert {since[name] for name in ("Amman", "Freetown", "Kampala")} == {("2018-12", None)}
    keys = ("african-coalition-against-racism", "apcad", "lac-coalition")
    assert all(("founded", "2006") in {(name, text[:4]) for name, text, _ in lines[key]} for key in keys)
    assert asked(store, "members", collective="african-coalition-against-racism") == []


def test_refuge_sanctuaries_lead_to_the_network_of_cities_of_refuge(linked: nx.MultiDiGraph) -> None:
    kept = [key for key, own in linked.nodes(data=True) if own["kind"] in ("group", "instrument", "network")]
    way = nx.shortest_path(nx.Graph(linked.subgraph(kept)), "us-sanctuary-cities-1980s", "icorn")
    assert way == [
        "us-sanctuary-cities-1980s",
        "call-for-cities-of-refuge-network",
        "cities-of-refuge-network",
        "icorn",
    ]


def test_refuge_who_began_signed_and_hosts_what(store: ox.Store, linked: nx.MultiDiGraph) -> None:
    links = {(start, own["relation"], end): own for start, end, own in linked.edges(data=True)}
    begun = {end for start, relation, end in links if (start, relation) == ("we-the-cities-of-europe", "initiatedBy")}
    assert {linked.nodes[key]["name"] for key in begun} == {"Barcelona", "Lampedusa", "Mytilene", "Paris"}
    assert ("solidarity-cities", "hostedBy", "eurocities") in links
    assert ("certified-welcoming", "hostedBy", "welcoming-america") in links
    signed = [start for start, relation, end in links if (relation, end) == ("endorses", "potsdam-declaration")]
    assert {linked.nodes[key]["country"] for key in signed} == {"Germany"}
    founders = {row["member"] for row in asked(store, "members", collective="iash") if row["role"] == "founder"}
    assert founders == {"Palermo", "Potsdam"}


def test_gaps_no_practice_of_the_annex_is_in_europe_and_pledges_name_what_is_said(
    store: ox.Store, places: dict[str, Thing]
) -> None:
    named = {row["place"] for row in asked(store, "annex-entries")}
    assert len(named & set(places)) >= 5
    assert not [name for name in named & set(places) if "Europe" in places[name].region]
    europe = {
        row["objective"] for row in asked(store, "pledges") if row["government"] in ("Bristol", "Milan", "Strasbourg")
    }
    assert {"15", "16", "23"} <= europe


def test_gaps_most_entries_are_at_the_objectives_named_and_freetown_has_three(store: ox.Store, lines: Facts) -> None:
    rows = asked(store, "objective-coverage")
    assert column(rows, "objective")[:3] == ["2", "18", "6"]
    own = lines["freetown-waste-management-micro-enterprise-program"]
    assert len({text for relation, text, _ in own if relation == "addresses"}) == 3


def test_an_early_look_tells_no_story_of_what_came_later(store: ox.Store) -> None:
    early, _ = stores.as_of(store, "2016")
    known = stories.fitting(stories.told(early), relations.relations(early))
    assert not {"marrakesh", "money"} & {story.key for story in known}
