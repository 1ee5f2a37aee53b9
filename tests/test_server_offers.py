"""The named queries as the query page offers them: whole texts, and the terms that they run with."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox
import pytest

from kg import named, sparql
from kg.results import Rows
from kg.server.editing.offers import offers


def filled(offer: dict[str, Any]) -> str:
    """The text with the default terms, as the page fills it in."""
    terms = {each["name"]: each["term"] for each in offer["parameters"]}
    return re.sub(r"\$(\w+)", lambda hit: str(terms.get(hit[1], hit[0])), str(offer["text"]))


@pytest.fixture(scope="module")
def offered(store: ox.Store) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in offers(store)}


def test_every_named_query_is_offered_with_its_help_and_parameters(offered: dict[str, dict[str, Any]]) -> None:
    assert list(offered) == list(named.queries())
    for name, query in named.queries().items():
        assert offered[name]["help"] == query.help and len(query.help) > 20
        assert [each["name"] for each in offered[name]["parameters"]] == [each.name for each in query.parameters]


@pytest.mark.parametrize("name", list(named.queries()))
def test_the_text_with_the_default_terms_answers_as_the_command_does(
    name: str, store: ox.Store, offered: dict[str, dict[str, Any]]
) -> None:
    alone = store.query(filled(offered[name]))  # without any prefix of ours
    answer = sparql.ask(store, named.bind(named.queries()[name], {}, store))
    assert isinstance(alone, ox.QuerySolutions) and isinstance(answer, Rows)
    assert [each.value for each in alone.variables] == answer.variables
    assert [tuple(row) for row in alone] == answer.rows


def test_the_text_says_what_it_asks_and_not_how_the_command_is_called(offered: dict[str, dict[str, Any]]) -> None:
    for offer in offered.values():
        comments = [line for line in offer["text"].splitlines() if line.startswith("#")]
        assert comments == [f"# {offer['help']}"]


def test_a_graph_that_lacks_a_thing_offers_the_query_without_its_term() -> None:
    found = {each["name"]: each["parameters"] for each in offers(ox.Store())}
    assert [(each["default"], each["term"]) for each in found["members"]] == [("eurocities", "")]
    assert [each["term"] for each in found["statistics"]] == ['"live in urban areas"']
