"""The explorer with thousands of things: rows without repetition, pages that grow by little."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg import explorer
from kg.explorer.columns import columns
from tests.test_explorer import Reader, unpacked
from tests.test_layout import many

# Rows without repetition


values = st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["", "a", "é", "long and repeated"])


@given(st.lists(st.fixed_dictionaries({"a": values, "b": st.lists(values, max_size=2)}), max_size=20))
def test_columns_hold_every_row(rows: list[dict[str, Any]]) -> None:
    assert list(unpacked(json.loads(json.dumps(columns(rows))))) == rows


def test_columns_fill_what_a_row_lacks() -> None:
    assert list(unpacked(columns([{"a": 1}, {"b": "x"}]))) == [{"a": 1, "b": None}, {"a": None, "b": "x"}]


def test_one_is_not_true() -> None:
    values = [True, 1, 1, 1.0, True] * 20
    assert [str(row["a"]) for row in unpacked(columns([{"a": value} for value in values]))] == [*map(str, values)]


def test_a_place_is_written_once_however_many_links_rest_on_it() -> None:
    graph, place = many(400), "members-2024, The list of all members, p001"
    net = explorer.network(graph, {key: [place] for _, _, key in graph.edges(keys=True)})
    html = explorer.page(net, "title", "subtitle")
    assert json.dumps(Reader(html).payload).count(place) == 1
    assert [edge["evidence"] for edge in Reader(html).rows("links")] == [[place]] * graph.number_of_edges()


def test_a_page_grows_by_little_for_each_thing_and_link() -> None:
    small, large = (explorer.page(explorer.network(many(number)), "t", "s") for number in (500, 2500))
    assert (len(large) - len(small)) / 2000 < 120
