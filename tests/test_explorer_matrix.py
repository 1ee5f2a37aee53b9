"""The table of objectives, in Chromium: the same numbers as the queries, and the gaps said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
import pytest

from kg import coverage, named
from kg import store as stores
from tests.browsing import Opened, Opener

pytestmark = pytest.mark.browser

CELLS = "all => all.map((row) => [...row.cells].map((cell) => cell.textContent))"


def rows(it: Opened) -> dict[str, list[int]]:
    """The table by the name of its rows: how many in all, then by column."""
    found = it["#view-matrix tr.totals, #view-matrix tbody tr"].evaluate_all(CELLS)
    return {name: [int(cell or 0) for cell in cells] for name, *cells in found}


def codes(it: Opened) -> list[str]:
    """The columns: numbers of objectives, and 'else'."""
    found: list[str] = it["#view-matrix thead [data-code]"].evaluate_all("all => all.map((each) => each.dataset.code)")
    return found[2:]


def cells(it: Opened) -> Counter[tuple[str, str]]:
    """How many things are in each cell that is not empty, by row and objective."""
    columns = codes(it)
    return Counter({(name, code): number for name, (_, *found) in rows(it).items()
                    for code, number in zip(columns, found, strict=True) if number and code != "else"})  # fmt: skip


def answers(store: ox.Store, name: str) -> list[dict[str, str]]:
    return stores.select(store, named.bind(named.find(name), {}, store))


def test_totals_are_those_of_the_query(opened: Opener, shipped: Path, store: ox.Store) -> None:
    asked = {row["objective"]: int(row["practices"]) for row in answers(store, "objective-coverage")}
    with opened(shipped, "#tab=matrix") as it:
        assert codes(it)[:23] == [str(number) for number in range(1, 24)]
        found = cells(it)
        assert {code: found["Everything", code] for code in asked} == asked
        gaps = sorted((code for code, number in asked.items() if not number), key=int)
        said = f"Nothing that is shown names {len(gaps)} of the 23 objectives: {', '.join(gaps)}. "
        assert it["#view-matrix .gaps"].inner_text().startswith(said)
        marked = it["#view-matrix thead th.nobody"].evaluate_all("all => all.map((each) => each.dataset.code)")
        assert marked == gaps


def test_regions_are_those_of_the_query(opened: Opener, shipped: Path, store: ox.Store) -> None:
    asked: Counter[tuple[str, str]] = Counter()
    for row in answers(store, "objectives-by-region"):
        asked[row["region"], row["objective"]] += int(row["practices"]) + int(row["pledges"])
    with opened(shipped, "#tab=matrix&rows=regions") as it:
        found = cells(it)
        regions = {region for region, _ in asked}
        assert regions <= set(rows(it)) and len(regions) >= 5
        assert {each: number for each, number in found.items() if each[0] in regions} == +asked
        assert sum(asked.values()) > 20


def test_one_objective_lists_the_practices_of_the_query(opened: Opener, shipped: Path, store: ox.Store) -> None:
    query = named.bind(named.find("practices-by-objective"), {"objective": "gcm:18"}, store)
    asked = {row["practice"] for row in stores.select(store, query)}
    with opened(shipped, "#tab=matrix") as it:
        it["#view-matrix button[aria-label^='Everything, objective 18:']"].click()
        assert it[":focus"].inner_text().startswith("Everything · Objective 18: Invest in skills development")
        found = it["#view-matrix .tray li > button:not(.more)"].all_inner_texts()
        assert asked <= set(found) and len(asked) > 3
        assert it["#view-matrix .tray li:not(:has(.where))"].count() == 0
        assert it["#view-matrix .tray li:has-text('action (e)')"].count() == 1
        it.page.keyboard.press("Escape")
        assert it[":focus"].get_attribute("aria-label") == f"Everything, objective 18: {len(set(found))}"


def test_bare_practices_and_who_has_no_objective_are_said(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=matrix") as it:
        bare = it.page.evaluate("""citykg.model.nodes.filter((each) => ["practice", "pledge"].includes(each.kind)
          && !each.facts.some((fact) => fact.relation === "addresses")).length""")
        assert bare > 100 and f" {bare} of " in it["#view-matrix .gaps"].inner_text()
        folded = it["#view-matrix .folded"].last
        folded.locator("summary").click()
        folded.locator("li").first.wait_for()
        assert folded.inner_text().startswith(f"{folded.locator('li').count()} more have practices or pledges")
        assert "nothing is recorded, not that nothing is done" in it["#view-matrix .matrix-words"].inner_text()


def test_the_little_table_shows_its_only_practice(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=matrix") as it:
        assert (codes(it), rows(it)) == (["7"], {"Everything": [1, 1], "München": [1, 1]})
        it["#view-matrix tbody td button"].click()
        assert it["#view-matrix .tray li > span"].first.inner_text().strip() == "objective 7"
        assert it["#view-matrix .tray .where:visible"].all_inner_texts() == [
            "a-2020, 1 One, p001, characters 10 to 20", "a-2020, 2 Two, p002, characters 30 to 44",
        ]  # fmt: skip
        it["#view-matrix .tray button:text-is('Migrant council of München')"].click()
        assert it.address == "tab=matrix&at=council"
        assert it["#view-matrix .holds"].count() == 2
        it["#view-matrix tbody th button"].click()
        assert it.address == "tab=matrix&at=munchen-de"
        assert it["#view-matrix tr.chosen"].inner_text().startswith("München")


def test_filters_hold_and_an_empty_table_says_why(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=matrix&countries=pe") as it:
        assert list(rows(it)) == ["Everything", "Lima"]
        it.page.evaluate("citykg.go({ countries: [], kinds: ['city'] })")
        assert it["#view-matrix .matrix-words"].inner_text().startswith("No practice or pledge is shown.")
        assert [name for name in rows(it) if name != "Everything"] == []


def test_where_filters_leave_few_the_gaps_are_those_of_what_is_shown(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=matrix&at=sao-paulo-br&show=ego") as it:
        said = it["#view-matrix .gaps"].inner_text()
        assert said.startswith("Nothing that is shown names 23 of the 23 objectives: 1, 2, ")
        assert "obody" not in said  # others may address them


def test_rows_are_chosen_and_sorted_and_the_address_says_so(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=matrix") as it:
        it["#rows"].select_option("sides")
        assert it.address == "tab=matrix&rows=sides"
        assert list(rows(it)) == ["Everything", "Global South", "Global North", "Nowhere in particular"]
        it["#view-matrix .sorter:text-is('Name')"].click()
        assert list(rows(it))[1:] == ["Global North", "Global South", "Nowhere in particular"]
        assert it[":focus"].inner_text() == "Name"
        assert it["#view-matrix th[aria-sort]"].get_attribute("aria-sort") == "ascending"
        it.page.keyboard.press("Enter")
        assert it.address == "tab=matrix&rows=sides&sort=name&down=1"
        assert list(rows(it))[1:] == ["Global South", "Global North", "Nowhere in particular"]
        it["#view-matrix [data-code='15'] button"].click()
        found = [cells(it)[name, "15"] for name in list(rows(it))[1:-1]]
        assert found == sorted(found, reverse=True)


def test_headers_stay_in_view(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=matrix", width=390, height=800) as it:
        it["#view-matrix .matrix-room"].evaluate("(room) => room.scrollTo(300, 200)")
        it.page.wait_for_timeout(100)
        room, head = it["#view-matrix .matrix-room"].bounding_box(), it["#view-matrix thead"].bounding_box()
        name = it["#view-matrix tbody th"].nth(8).bounding_box()
        assert room and head and name
        assert abs(head["y"] - room["y"]) < 3 and abs(name["x"] - room["x"]) < 3
        assert it.page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_in_cells_have_enough_contrast(opened: Opener, shipped: Path, scheme: Literal["light", "dark"]) -> None:
    contrast = """all => all.map((each) => {
      const level = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map((value) => {
        const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const style = getComputedStyle(each);
      const [a, b] = [style.color, style.backgroundColor].map(level).sort((x, y) => y - x);
      return [each.className, (a + 0.05) / (b + 0.05)]; })"""
    with opened(shipped, "#tab=matrix&rows=regions") as it:
        it.page.emulate_media(color_scheme=scheme)
        found = it["#view-matrix td[class^=shade]:not(.shade0), #view-matrix thead .nobody"].evaluate_all(contrast)
        assert len({name for name, _ in found}) >= 4
        assert [each for each in found if each[1] < 4.5] == []


def test_on_paper_rows_and_objectives_keep_their_names_and_nothing_covers_them(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=matrix") as it:
        it.page.emulate_media(media="print")
        names = it["#view-matrix thead [data-code] button, #view-matrix tbody [scope=row] button"]
        assert names.count() > 24
        assert all(names.nth(at).is_visible() for at in range(names.count()))
        last, details = it["#view-matrix > :last-child"].bounding_box(), it["#details"].bounding_box()
        assert last and details
        assert last["y"] + last["height"] <= details["y"] + 1


def test_every_country_with_a_place_is_somewhere_in_the_world(store: ox.Store) -> None:
    world = coverage.world(store)
    assert world["pe"] == ("Latin America and the Caribbean", "Americas", "Global South")
    assert {region for _, region, _ in world.values()} >= {"Africa", "Americas", "Asia", "Europe", "Oceania"}


def test_every_objective_has_its_title_whether_addressed_or_not(store: ox.Store) -> None:
    found = coverage.objectives(store)
    assert [code for code, _ in found] == [str(number) for number in range(1, 24)]
    assert found[2][1] == "Provide accurate and timely information at all stages of migration"
