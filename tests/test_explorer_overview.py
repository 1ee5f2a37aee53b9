"""The first tab as people use it: collectives and their ties, what the page holds, where to begin."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from kg import explorer
from tests.browsing import Opened, Opener, little_about, little_graph, little_html

pytestmark = pytest.mark.browser

SPOTS = {"mechanism": (0, 0), "letter": (300, 0), "fund": (300, 200)}
TIES: list[dict[str, Any]] = [
    {"from": "mechanism", "to": "letter", "shared": 4, "sure": True},
    {"from": "letter", "to": "fund", "shared": 1, "sure": False},
]
FILES = [{"key": "mechanism", "name": "Mayors’ Mechanism", "file": "little/mechanism.html"},
         {"key": "evil", "name": "Evil", "file": "javascript:alert(1)"}]  # fmt: skip


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The little page with a first screen of three collectives and two ties."""
    graph, about = little_graph(), little_about()
    graph.add_node("fund", name="<b>Fund</b>", kind="fund", type="Fund")
    graph.add_edge("munchen-de", "fund", key="s9", relation="fundedBy", role="", start="", end="")
    whole = {**about.whole, "backbone": "By hand.", "counts": {"cities": 1234, "networks": 1}, "note": "A note."}
    about = explorer.About(whole=whole, headings=about.headings, backbone=TIES, spots=SPOTS, files=FILES)
    file = tmp_path_factory.mktemp("explorer") / "screen.html"
    file.write_text(explorer.page(explorer.network(graph), "Little", "Ten things", about), encoding="utf-8")
    return file


def names(it: Opened) -> list[str]:
    return sorted(it[".drawing .name"].all_text_contents())


def boxes(it: Opened, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = it[selector].evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().toJSON())"
    )
    return found


def test_a_page_opens_on_collectives_and_their_ties(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        assert it["#tabs [aria-selected=true]"].inner_text() == "Overview"
        assert names(it) == ["<b>Fund</b>", "Mayors’ Mechanism", "Open letter"]
        assert (it[".drawing .mark"].count(), it[".drawing .tie"].count()) == (3, 2)
        assert it[".overview .caption"].inner_text() == "3 collectives and 2 ties between them"


def test_what_shares_more_is_tied_thicker_and_what_chance_explains_is_dashed(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        ties = it[".drawing .tie"]
        found = [
            (float(str(tie.get_attribute("stroke-width"))), tie.get_attribute("stroke-dasharray")) for tie in ties.all()
        ]
        assert found[0][0] > found[1][0]
        assert [dashes for _, dashes in found] == [None, "3 3"]


def test_a_reader_is_told_what_is_seen_and_how_it_was_made(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        lead = it[".overview .lead"].inner_text()
        assert "Each mark is a network" in lead and "A line joins two that share cities" in lead
        it[".overview .lead summary"].click()
        assert it[".overview .lead details p"].inner_text() == "By hand."
        assert it.lines(".overview .data") == [
            "The data", "1,234 cities, 1 networks.", "Version 0 of 2026-01-01.", "A note.", "How to cite", "So.",
            "Pages of their own", "All of this is much for one picture. These pages are smaller:", "Mayors’ Mechanism",
        ]  # fmt: skip


def test_only_pages_beside_this_one_are_links(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        assert it[".overview .files a"].evaluate_all("all => all.map((each) => each.getAttribute('href'))") == [
            "little/mechanism.html"
        ]


def test_a_click_on_a_mark_or_its_name_selects_it(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        it[".drawing .name:text-is('Open letter')"].click()
        assert (it.address, it["#details h2"].inner_text()) == ("letter", "Open letter")
        it[".drawing .mark[data-number]"].last.click()
        assert it["#details h2"].inner_text() != "Open letter"
        box = it[".drawing"].bounding_box()
        assert box is not None
        it.page.mouse.click(box["x"] + 5, box["y"] + 5)
        it[".overview .caption:text-is('3 collectives and 2 ties between them')"].wait_for()
        assert it.page.evaluate("location.hash") == ""


def test_a_selected_place_has_its_collectives_in_front(opened: Opener, screen: Path) -> None:
    with opened(screen, "#lodz-pl") as it:
        assert it[".overview .caption"].inner_text() == "Łódź is linked with 2 of these 3 collectives"
        assert it[".drawing .mark.back"].count() == 1
        assert names(it) == ["Mayors’ Mechanism", "Open letter"]


def test_a_selected_collective_has_those_it_is_tied_to_in_front(opened: Opener, screen: Path) -> None:
    with opened(screen, "#fund") as it:
        assert it[".overview .caption"].inner_text() == "<b>Fund</b>, tied to 1 of 2 other collectives"
        assert (it[".drawing .mark.back"].count(), it[".drawing .tie.back"].count()) == (1, 1)
        assert it[".drawing .mark.chosen"].count() == 1
        assert it[".drawing b"].count() == 0


def test_the_collectives_are_a_list_of_buttons_too(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        assert str(it[".drawing"].get_attribute("aria-label")).startswith("Picture of the collectives: 3 collectives")
        summary = it[".overview .alone summary"]
        assert summary.inner_text() == "3 collectives as a list"
        summary.focus()
        it.page.keyboard.press("Enter")
        it[".overview .alone li"].first.wait_for()
        it.page.keyboard.press("Tab")
        it.page.keyboard.press("Enter")
        assert it["#details h2"].inner_text() == "Mayors’ Mechanism"


def test_the_whole_graph_is_one_click_away(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        it["#whole"].click()
        assert it.address == "tab=graph"
        assert it[".graph .canvas"].is_visible()


def test_hidden_types_leave_the_first_screen(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        it.page.evaluate("() => { citykg.go({ kinds: ['city', 'network', 'instrument'] }); }")
        assert it[".overview .caption"].inner_text() == "2 collectives and 1 tie between them"


def test_a_tie_says_how_many_cities_are_shared(opened: Opener, screen: Path) -> None:
    with opened(screen) as it:
        it[".drawing .tie"].first.hover(force=True)
        assert it[".tip"].text_content() == "Mayors’ Mechanism and Open letter share 4 cities"
        it[".drawing .mark"].last.hover(force=True)
        assert str(it[".tip"].text_content()).startswith(
            "Mayors’ Mechanism · TaskForce".replace("TaskForce", "Task force")
        )


@pytest.mark.parametrize(("width", "height"), [(1500, 950), (390, 800), (2200, 700)])
def test_names_never_overlap_and_stay_inside(opened: Opener, shipped: Path, width: int, height: int) -> None:
    with opened(shipped, width=width, height=height) as it:
        found = boxes(it, ".drawing .name")
        marks = it[".drawing .mark"].count()
        assert marks <= 150
        [stage] = boxes(it, ".overview .stage") or [{"left": 0, "right": 0}]
        for one in found:
            assert one["left"] >= stage["left"] - 3 and one["right"] <= stage["right"] + 3
        for a, b in itertools.combinations(found, 2):
            sideways = min(a["right"], b["right"]) - max(a["left"], b["left"])
            downwards = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
            assert sideways <= 0 or downwards <= 4  # boxes of letters are taller than letters


def test_a_page_without_collectives_says_what_it_holds_and_leads_to_the_graph(opened: Opener, tmp_path: Path) -> None:
    file = tmp_path / "little.html"
    file.write_text(little_html(), encoding="utf-8")
    with opened(file) as it:
        assert "This page holds 9 things and 7 links between them." in it[".overview .lead"].inner_text()
        assert it[".overview .drawing"].count() == 0
        it["#whole"].click()
        assert it.address == "tab=graph"
