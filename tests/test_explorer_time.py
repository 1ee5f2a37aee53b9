"""The years of the page, in Chromium: the slider at its foot, and the timeline."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from kg import explorer
from tests.browsing import Opened, Opener

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

SHOWN = "citykg.shown.links.filter((link) => link.start || link.end).length"


def written(folder: Path, graph: nx.MultiDiGraph) -> Path:
    file = folder / "page.html"
    file.write_text(explorer.page(explorer.network(graph), "A page", "of a test"), encoding="utf-8")
    return file


def chosen(it: Opened, year: int) -> None:
    """Draw the slider there, as a hand does."""
    it["#year"].fill(str(year))


def words(it: Opened) -> str:
    return it["#year-words"].inner_text()


def labels(points: Locator) -> list[str]:
    return [str(each) for each in points.evaluate_all("all => all.map((each) => each.getAttribute('aria-label'))")]


def boxes(it: Opened, selector: str) -> list[dict[str, Any]]:
    """Where each of them is, by the text that it shows."""
    found: list[dict[str, Any]] = it[selector].evaluate_all(
        "all => all.map((e) => { const { x, y, width, height } = e.getBoundingClientRect();"
        " return { text: e.textContent, x, y, width, height }; })"
    )
    return found


# The slider


def test_the_slider_keeps_what_was_there_and_says_what_has_no_date(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        assert words(it).endswith("2 links without a date are in no bar.")
        assert it["#year"].get_attribute("aria-valuetext") == "All years"
        chosen(it, 2019)
        assert it.address == "year=2019"
        assert it["#year"].get_attribute("aria-valuetext") == "2019"
        assert words(it) == "2019: 2 dated links and 2 dated things were there. 2 undated links are shown too, dashed."
        chosen(it, 2021)
        assert words(it).startswith("2021: 3 dated links")
        chosen(it, 2018)
        assert words(it).startswith("2018: 0 dated links and 1 dated thing were there. 2 undated")
        it["#all-years"].click()
        assert (it.address, it["#all-years"].get_attribute("aria-pressed")) == ("", "true")


def test_one_drawing_of_the_thumb_is_one_step_back(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#year"].evaluate("""(slider) => { for (const year of [2019, 2020, 2021]) {
          slider.value = year; slider.dispatchEvent(new Event("input"));
        } slider.dispatchEvent(new Event("change")); }""")
        assert it.address == "year=2021"
        it.page.go_back()
        assert (it.address, it["#year"].input_value()) == ("", "2017")


def test_arrow_keys_step_through_the_years(opened: Opener, little: Path) -> None:
    with opened(little, "#year=2019") as it:
        it["#year"].focus()
        it.page.keyboard.press("ArrowRight")
        assert it.address == "year=2020"
        it.page.keyboard.press("Home")
        assert it.address == ""


def test_playing_begins_when_pressed_steps_and_stops_at_the_end(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.page.wait_for_timeout(900)
        assert it.address == ""
        it["#play"].click()
        assert (it["#play"].inner_text(), it.address) == ("Pause", "year=2018")
        it["#foot .chosen:text-is('2021')"].wait_for()
        it["#play:text-is('Play')"].wait_for()
        assert it.address == "year=2021"
        it["#said"].filter(has_text="2021: 3 dated links").wait_for(state="attached")
        it.page.go_back()
        assert it.address == ""


def test_playing_is_not_spoken_year_by_year(opened: Opener, little: Path) -> None:
    with opened(little, "#year=2018") as it:
        it.page.evaluate(
            "() => { window.spoken = []; const said = document.getElementById('said');"
            " new MutationObserver(() => window.spoken.push(said.textContent)).observe(said, { childList: true }); }"
        )
        it["#play"].click()
        it["#year[aria-valuetext='2020']"].wait_for()
        it["#play"].click()
        it["#said:has-text('2020: ')"].wait_for(state="attached")
        spoken = it.page.evaluate("window.spoken")
        assert [spoken[0], spoken[1][:5], len(spoken)] == ["Playing the years from 2018", "2020:", 2]
        chosen(it, 2018)
        it["#said:has-text('links shown')"].wait_for(state="attached")


def test_playing_pauses_when_pressed_and_when_a_year_is_chosen(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#play"].click()
        it["#play"].click()
        it.page.wait_for_timeout(900)
        assert (it["#play"].inner_text(), it.address) == ("Play", "year=2018")
        it["#play"].click()
        chosen(it, 2020)
        it.page.wait_for_timeout(900)
        assert (it["#play"].inner_text(), it.address) == ("Play", "year=2020")


def test_the_bars_are_what_each_year_shows(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as it:
        for year in (1995, 2010, 2018, 2024):
            chosen(it, year)
            found = re.match(r"(\d+): ([\d,]+) dated links? and [\d,]+ dated", words(it))
            assert found, words(it)
            assert (int(found[1]), int(found[2].replace(",", ""))) == (year, it.page.evaluate(SHOWN))
        number = it.page.evaluate("citykg.shown.undated")
        assert number > 500 and f"{number:,} undated links are shown too, dashed." in words(it)


def test_a_click_among_the_bars_chooses_their_year(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as it:
        first, last = it.page.evaluate("citykg.model.years")
        room = it["#foot .histogram"].bounding_box()
        assert room is not None
        at = room["width"] * (2015 - first + 1) / (last - first + 1)
        it["#foot .histogram"].click(position={"x": at, "y": room["height"] - 3})
        assert it.address == "year=2015"
        room, mark = it["#foot .histogram"].bounding_box(), it["#foot .chosen-year"].bounding_box()
        assert room and mark and abs(mark["x"] + mark["width"] / 2 - room["x"] - at) < 3


def test_a_page_without_dates_has_no_foot_and_says_so(opened: Opener, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", name="A", kind="city")
    with opened(written(tmp_path, graph), "#tab=timeline") as it:
        assert not it["#foot"].is_visible()
        assert it["#view-timeline p"].inner_text() == "Nothing here has a date."


# The timeline


def test_the_timeline_tells_what_happened_when(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=timeline") as it:
        assert labels(it["#view-timeline .point"]) == [
            "2018-12: Mayors’ Mechanism, founded", "2019-05-01: Open letter, adopted",
            "2019-05-01: Łódź signed Open letter", "2019: München joined Mayors’ Mechanism",
            "2020: Łódź joined Mayors’ Mechanism",
        ]  # fmt: skip
        assert labels(it["#view-timeline .lanes > g[role=group]"]) == ["Founded", "Adopted", "Joined and signed"]


def test_a_mark_selects_and_the_selected_has_a_lane_of_its_own(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=timeline") as it:
        it["#view-timeline .point:has-text('Łódź signed')"].click()
        assert it.address == "tab=timeline&at=letter"
        it["#details h2:text-is('Open letter')"].wait_for()
        assert labels(it["#view-timeline .point.own"]) == [
            "2019-05-01: adopted, of what is selected", "2019-05-01: Łódź signed Open letter, of what is selected",
            "2019-05-01: Open letter, adopted", "2019-05-01: Łódź signed Open letter",
        ]  # fmt: skip
        it.find("saint denis")
        assert "Nothing dated is recorded of Saint-Denis." in it["#view-timeline .timeline-controls p"].inner_text()
        it.find("lodz")
        ended = "2021: until then joined Mayors’ Mechanism, of what is selected"
        assert ended in labels(it["#view-timeline .point.own"])


def test_marks_are_one_stop_for_tab_and_arrows_move_among_them(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=timeline") as it:
        assert it["#view-timeline .point[tabindex='0']"].count() == 1
        it["#view-timeline .point[tabindex='0']"].focus()
        it.page.keyboard.press("ArrowRight")
        assert it[":focus"].get_attribute("aria-label") == "2019-05-01: Open letter, adopted"
        it.page.keyboard.press("End")
        it.page.keyboard.press("Enter")
        assert it.address == "tab=timeline&at=mechanism"
        assert it[":focus"].get_attribute("aria-label") == "2020: Łódź joined Mayors’ Mechanism"
        it.page.keyboard.press("Home")
        assert it[":focus"].get_attribute("aria-label") == "2018-12: founded, of what is selected"


def apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether neither covers the other; lines of text are a little higher than their letters."""
    beside: bool = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
    above: bool = one["y"] + one["height"] <= other["y"] + 3 or other["y"] + other["height"] <= one["y"] + 3
    return beside or above


@pytest.mark.parametrize(("fragment", "width"), [("", 1500), ("&at=eurocities&since=2012", 1500), ("", 390)])
def test_no_words_of_the_timeline_cover_others(opened: Opener, shipped: Path, fragment: str, width: int) -> None:
    with opened(shipped, f"#tab=timeline{fragment}", width=width) as it:
        found = boxes(it, "#view-timeline .lanes text")
        assert len(found) > 60
        assert [pair for pair in itertools.combinations(found, 2) if not apart(*pair)] == []
        right = it["#view-timeline .lanes"].evaluate("(e) => e.getBoundingClientRect().right")
        assert [each for each in found if each["x"] + each["width"] > right] == []


def test_marks_and_counts_are_all_that_is_dated(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=timeline&since=1&until=9999") as it:
        years = it.page.evaluate("citykg.model.years")
        assert [it["#view-timeline input"].nth(at).input_value() for at in (0, 1)] == [str(year) for year in years]
        counted = sum(int(text.removeprefix("+")) for text in it["#view-timeline .chip text"].all_text_contents())
        said = re.match(r"([\d,]+) marks\.", it["#view-timeline .timeline-controls p"].inner_text())
        assert said and it["#view-timeline .point:not(.chip)"].count() + counted == int(said[1].replace(",", ""))
        founded = it.page.evaluate(
            "citykg.shown.nodes.filter((each) => ['network', 'fund'].includes(each.kind) && each.start).length"
        )
        it["#view-timeline summary"].first.click()
        it["#view-timeline .folded li li"].first.wait_for()
        rows = it["#view-timeline .folded li li"].count()
        assert rows == int(said[1].replace(",", "")) and founded > 50


def test_a_count_opens_the_list_of_what_found_no_room(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=timeline") as it:
        chip = it["#view-timeline .chip"].first
        number, name = int(str(chip.locator("text").text_content())), str(chip.get_attribute("aria-label"))
        chip.click()
        assert it[":focus"].inner_text() == name
        assert it["#view-timeline .tray li"].count() == number
        it.page.keyboard.press("Escape")
        assert not it["#view-timeline .tray"].is_visible()
        assert it[":focus"].get_attribute("aria-label") == name


def test_a_mark_of_many_lists_them_with_where_it_is_said(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=timeline") as it:
        mark = it["#view-timeline .point[aria-label*='joined 100 Resilient Cities']"].first
        number = int(re.findall(r"(\d+) joined", str(mark.get_attribute("aria-label")))[0])
        mark.click()
        assert it.address == "tab=timeline&at=100-resilient-cities"
        assert it["#view-timeline .tray li"].count() >= number > 10
        assert it["#view-timeline .tray li:not(:has(.where))"].count() == 0


def test_years_are_zoomed_and_every_state_is_in_the_address(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=timeline&since=2010&until=2020") as it:
        it["#view-timeline button:text-is('Zoom in')"].click()
        assert it.address == "tab=timeline&since=2012&until=2017"
        it["#view-timeline button:text-is('Zoom out')"].click()
        assert it.address == "tab=timeline&since=2009&until=2020"
        it["#view-timeline input"].first.fill("2015")
        it["#view-timeline input"].first.press("Enter")
        assert it.address == "tab=timeline&since=2015&until=2020"
        it.page.go_back()
        assert it["#view-timeline input"].first.input_value() == "2009"


def test_the_chosen_year_is_marked_and_nothing_later_vanishes(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=timeline&year=2019") as it:
        assert it["#view-timeline .chosen-year"].is_visible()
        assert labels(it["#view-timeline .later"]) == ["2020: Łódź joined Mayors’ Mechanism"]
        it["#all-years"].click()
        assert not it["#view-timeline .chosen-year"].is_visible()
        assert it["#view-timeline .later"].count() == 0


def test_what_has_no_date_is_counted_and_listed(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=timeline") as it:
        it["#view-timeline summary:text-is('What has no date')"].click()
        it["#view-timeline .folded >> nth=1"].locator("li").first.wait_for()
        assert it.lines("#view-timeline .folded >> nth=1") == [
            "What has no date", "Joined and signed: 1 link without a date", "Mayors’ Mechanism (1)",
            "Practices begun: 1 thing without a date", "Migrant council of München",
        ]  # fmt: skip


def test_a_filter_is_a_filter_here_too(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=timeline&kinds=city,instrument") as it:
        assert labels(it["#view-timeline .point"]) == [
            "2019-05-01: Open letter, adopted", "2019-05-01: Łódź signed Open letter",
        ]  # fmt: skip
