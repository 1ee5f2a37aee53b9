"""Stories told in the page, in Chromium: chosen, walked through by mouse and keyboard, left, linked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from kg import explorer
from tests.browsing import Opened, Opener, little_about, little_graph

pytestmark = pytest.mark.browser

STEPS = [
    {
        "text": "Two cities are in it.",
        "state": {"tab": "graph", "at": "mechanism", "show": "ego", "kinds": ["city", "network"]},
    },
    {"text": "One of them is <b>München</b>.", "state": {"tab": "graph", "at": "munchen-de"}},
    {"text": "That is all.", "state": {"tab": "table", "sheet": "links"}},
]
STORIES = [
    {"key": "who", "title": "Who is <i>in</i>", "summary": "A story of a mechanism.", "steps": STEPS},
    *({"key": key, "title": f"Story {key}", "summary": "Short.", "steps": STEPS[2:]} for key in "abcd"),
]  # fmt: skip


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The little page with five stories."""
    file = tmp_path_factory.mktemp("explorer") / "telling.html"
    net = explorer.network(little_graph())
    file.write_text(explorer.page(net, "Little", "", replace(little_about(), stories=STORIES)), encoding="utf-8")
    return file


def press(page: Opened, words: str) -> None:
    page["#story"].get_by_role("button", name=words, exact=True).click()


def told(page: Opened) -> tuple[str, str]:
    """Where the reader is in the story, and the text of the step."""
    return page["#story .soft"].inner_text(), page["#story p > span:last-child"].inner_text()


def focused(page: Opened) -> str:
    words: str = page.page.evaluate("document.activeElement.textContent")
    return words


def test_three_stories_stand_on_the_first_screen_and_the_others_are_one_click_away(
    opened: Opener, telling: Path
) -> None:
    with opened(telling) as page:
        page["#stories li >> visible=true"].nth(2).wait_for()
        assert page["#stories .story-title >> visible=true"].all_inner_texts() == [
            "Who is <i>in</i>",
            "Story a",
            "Story b",
        ]
        assert page["#story"].is_hidden()
        page["#stories"].get_by_role("button", name="More stories (2)").click()
        assert page["#stories .story-title >> visible=true"].count() == 5
        assert focused(page) == "Story c"


def test_a_story_sets_the_page_step_by_step_and_its_address_with_it(opened: Opener, telling: Path) -> None:
    with opened(telling) as page:
        page["#stories .story-title"].first.click()
        assert told(page) == ("Step 1 of 3", "Two cities are in it.")
        assert page["#story h2"].inner_text() == focused(page) == "Who is <i>in</i>"
        assert page.address == "tab=graph&at=mechanism&show=ego&kinds=city,network&story=who"
        press(page, "Next")
        assert told(page) == ("Step 2 of 3", "One of them is <b>München</b>.")
        assert page.address == "tab=graph&at=munchen-de&story=who&step=1"
        assert page["#details h2"].first.inner_text() == "München"
        press(page, "Back")
        assert told(page)[0] == "Step 1 of 3"
        assert page["#story"].get_by_role("button", name="Back", exact=True).is_disabled()
        assert focused(page) == "Next"


def test_the_last_step_ends_the_story_and_leaves_the_page_as_it_is(opened: Opener, telling: Path) -> None:
    with opened(telling, "#story=who&step=2") as page:
        assert told(page) == ("Step 3 of 3", "That is all.")
        press(page, "Finish")
        assert page["#story"].is_hidden()
        assert page.address == "tab=table&sheet=links"
        assert focused(page) == "Table"


def test_a_reader_who_looks_elsewhere_keeps_the_story_and_can_return_or_go_on(opened: Opener, telling: Path) -> None:
    with opened(telling, "#story=who") as page:
        again = page["#story"].get_by_role("button", name="Show this step again")
        assert again.is_hidden()
        page.find("Lodz")
        assert told(page)[0] == "Step 1 of 3"
        assert "at=lodz-pl" in page.address
        again.click()
        assert page.address == "tab=graph&at=mechanism&show=ego&kinds=city,network&story=who"
        assert (again.is_hidden(), focused(page)) == (True, "Next")
        page.find("Lodz")
        press(page, "Next")
        assert page.address == "tab=graph&at=munchen-de&story=who&step=1"


def test_a_story_is_told_by_keys_and_heard(opened: Opener, telling: Path) -> None:
    with opened(telling) as page:
        page["#stories .story-title"].first.press("Enter")
        page.page.keyboard.press("ArrowRight")
        assert page["#story [aria-live=polite]"].inner_text().splitlines()[0].startswith("Step 2 of 3.")
        page.page.keyboard.press("ArrowLeft")
        assert told(page)[0] == "Step 1 of 3"
        page.page.keyboard.press("ArrowLeft")
        assert told(page)[0] == "Step 1 of 3"
        page.page.keyboard.press("Tab")
        assert focused(page) == "Next"
        page.page.keyboard.press("Escape")
        assert page["#story"].is_hidden()


def test_back_in_the_browser_is_a_step_back(opened: Opener, telling: Path) -> None:
    with opened(telling) as page:
        page["#stories .story-title"].first.click()
        press(page, "Next")
        page.page.go_back()
        assert told(page)[0] == "Step 1 of 3"
        page.page.go_back()
        assert page["#story"].is_hidden()


def test_a_link_to_a_step_opens_what_its_writer_saw(opened: Opener, telling: Path) -> None:
    with opened(telling) as page:
        page["#stories .story-title"].first.click()
        press(page, "Next")
        link, shown = page.address, page["#details"].inner_text()
    with opened(telling, f"#{link}") as page:
        assert (told(page)[0], page["#details"].inner_text()) == ("Step 2 of 3", shown)


@pytest.mark.parametrize("fragment", ["#story=nobody", "#story=%3Cb%3E&step=3", ""])
def test_a_story_that_is_not_there_is_not_told(opened: Opener, telling: Path, fragment: str) -> None:
    with opened(telling, fragment) as page:
        assert page["#story"].is_hidden()


def test_a_page_without_stories_offers_none(opened: Opener, little: Path) -> None:
    with opened(little) as page:
        assert page["#stories"].count() == 0


@pytest.mark.parametrize("key", ["marrakesh", "money", "south", "refuge", "gaps"])
def test_a_shipped_story_can_be_walked_to_its_end(opened: Opener, shipped: Path, key: str) -> None:
    with opened(shipped, f"#story={key}") as page:
        steps = int(told(page)[0].rpartition(" ")[2])
        seen = []
        for _ in range(steps - 1):
            seen.append(told(page)[1])
            press(page, "Next")
        assert told(page)[0] == f"Step {steps} of {steps}"
        assert len({*seen, told(page)[1]}) == steps
        assert not any("{" in text for text in seen)
        assert page.page.evaluate("citykg.shown.nodes.length") > 0
        press(page, "Finish")
        assert page["#story"].is_hidden()


def test_on_a_phone_the_story_stays_in_sight_and_leaves_room(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#story=money", width=390, height=844) as page:
        press(page, "Next")
        box = page["#story"].bounding_box()
        assert box is not None
        assert box["y"] >= 844 * 0.5
        assert box["y"] + box["height"] <= 845
        assert page.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bar_and_the_list_of_stories_break_no_rule_of_axe(
    opened: Opener, telling: Path, scheme: Literal["light", "dark"]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(telling) as page:
        page.page.emulate_media(color_scheme=scheme)
        page["#stories"].get_by_role("button", name="More stories (2)").click()
        page["#stories .story-title"].nth(1).click()
        page.page.get_by_role("tab", name="Overview").click()
        assert page["#story"].get_by_role("button", name="Show this step again").is_visible()
        found = Axe().run(page.page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
