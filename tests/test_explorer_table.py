"""The table as people use it: sorted, searched, paged, walked by keyboard, taken away."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import networkx as nx
import pytest

from kg import explorer
from tests.browsing import Opened, Opener

pytestmark = pytest.mark.browser

NAMES = ["Åland", "Łódź", "Mayors’ Mechanism", "Migrant council of München", "München", "Open letter", "Saint-Denis"]


def column(it: Opened, number: int = 1) -> list[str]:
    return it[f"#view-table tbody tr > :nth-child({number})"].all_inner_texts()


def heads(it: Opened) -> list[str]:
    return it["#view-table thead th"].all_inner_texts()


def sort(it: Opened, words: str) -> str | None:
    """Press a column's head; how it is sorted then."""
    head = it["#view-table thead th"].filter(has_text=words).first
    head.locator("button").click()
    return it["#view-table thead th"].filter(has_text=words).first.get_attribute("aria-sort")


def saved(it: Opened) -> list[dict[str, str]]:
    with it.page.expect_download() as waiting:
        it["#view-table"].get_by_role("button", name="Save as CSV").click()
    content = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def cities(number: int, folder: Path) -> Path:
    graph = nx.MultiDiGraph()
    for each in range(number):
        graph.add_node(f"c{each:05d}", name=f"City {each:05d}", kind="city", type="City")
    file = folder / "cities.html"
    file.write_text(explorer.page(explorer.network(graph), "t", "s"), encoding="utf-8")
    return file


def test_it_lists_what_is_shown_by_name_as_readers_sort(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table") as it:
        assert column(it) == NAMES
        assert it["#view-table caption"].inner_text() == "Things 1 to 7 of 7"
        assert it["#view-table th[aria-sort]"].all_inner_texts() == ["Name"]
        assert heads(it) == [
            "Name",
            "Type",
            "Links",
            "Country",
            "Side",
            "Start",
            "List",
            "Other names",
            "Sources",
        ]


def test_any_column_sorts_both_ways_with_what_is_not_known_last(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table") as it:
        assert (sort(it, "Links"), column(it, 3)) == ("descending", ["5", "3", "2", "1", "1", "0", "0"])
        assert (sort(it, "Links"), column(it, 3)) == ("ascending", ["0", "0", "1", "1", "2", "3", "5"])
        assert (sort(it, "Start"), column(it, 6)) == ("ascending", ["2018-12", "2019-05-01", "", "", "", "", ""])
        assert (sort(it, "Start"), column(it, 6)[:3]) == ("descending", ["2019-05-01", "2018-12", ""])
        assert it.address == "tab=table&sort=start&down=1"
        it.page.go_back()
        assert column(it, 6)[0] == "2018-12"


def test_the_focus_stays_on_the_column_that_is_sorted_and_the_order_is_said(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table") as it:
        sort(it, "Links")
        assert it.page.evaluate("document.activeElement.textContent") == "Links"
        it["#said"].get_by_text("Sorted by Links, descending").wait_for()
        it.page.keyboard.press("Enter")
        assert it["#view-table th[aria-sort=ascending]"].inner_text().startswith("Links")


def test_links_have_both_ends_their_relation_and_where_it_is_said(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table") as it:
        it["#view-table select"].select_option("links")
        assert heads(it) == ["From", "Relation", "To", "Remark", "Start", "End", "Sources"]
        rows = it["#view-table tbody tr"].all_inner_texts()
        said = "a-2020, 1 One, p001, characters 10 to 20; a-2020, 2 Two, p002, characters 30 to 44"
        cells = [cell.strip() for cell in rows[0].split("\t")]
        assert cells == ["Łódź", "Member of", "Mayors’ Mechanism", "", "2020", "2021", said]
        assert (len(rows), it.address) == (5, "tab=table&sheet=links")
        it["#view-table tbody tr"].first.get_by_role("button", name="Mayors’ Mechanism").click()
        assert it["#details h2"].first.inner_text() == "Mayors’ Mechanism"
        assert it["#view-table tr[aria-current]"].count() == 3


def test_a_name_selects_and_its_row_is_marked(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table") as it:
        it["#view-table"].get_by_role("button", name="Łódź").click()
        assert it["#details h2"].first.inner_text() == "Łódź"
        assert it["#view-table tr[aria-current=true] th"].all_inner_texts() == ["Łódź"]
        it.find("open letter")
        assert it["#view-table tr[aria-current=true] th"].all_inner_texts() == ["Open letter"]


def test_words_leave_the_rows_that_have_them(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table") as it:
        it["#view-table input[type=search]"].fill("MUNCHEN")
        assert column(it) == ["Migrant council of München", "München"]
        it["#view-table input[type=search]"].fill("munich")
        assert (column(it), it.address) == (["München"], "tab=table&words=munich")
        it["#view-table input[type=search]"].fill("nobody")
        assert it["#view-table caption"].inner_text() == "Nothing fits what is chosen."


def test_only_what_the_filters_leave_is_in_it(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table&kinds=network,practice") as it:
        assert column(it) == ["Mayors’ Mechanism", "Migrant council of München"]


def test_columns_are_chosen_and_the_address_has_them(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table") as it:
        it["#view-table .columns summary"].click()
        it["#view-table"].get_by_label("Latitude").check()
        it["#view-table .columns"].get_by_label("Sources").uncheck()
        assert "Latitude" in heads(it) and "Sources" not in heads(it)
        assert it.page.evaluate("document.activeElement.value") == "sources"
        address = it.address
    with opened(little, f"#{address}") as it:
        assert "Latitude" in heads(it) and "Sources" not in heads(it)
        it["#view-table .columns summary"].click()
        it["#view-table"].get_by_role("button", name="The usual columns").click()
        assert "Latitude" not in heads(it) and "Sources" in heads(it)


def test_the_file_has_the_rows_columns_and_order_that_are_seen(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table&kinds=city,network&columns=key,links&sort=links&down=1&words=m") as it:
        rows = saved(it)
        assert rows == [
            {"Name": "München", "Key": "munchen-de", "Links": "5"},
            {"Name": "Mayors’ Mechanism", "Key": "mechanism", "Links": "3"},
        ]
        assert [row["Name"] for row in rows] == column(it)
        it["#said"].get_by_text("Saved 2 rows in citykg-things.csv").wait_for()


def test_twelve_thousand_rows_come_in_pages_and_quickly(opened: Opener, tmp_path: Path) -> None:
    with opened(cities(12_000, tmp_path), "#tab=table") as it:
        assert it["#view-table tbody tr"].count() == 50
        assert it["#view-table .pager"].inner_text().split("\n") == ["Previous", "Page 1 of 240", "Next"]
        it["#view-table"].get_by_role("button", name="Next").click()
        assert (column(it)[0], it["#view-table caption"].inner_text()) == ("City 00050", "Things 51 to 100 of 12,000")
        spent = it.page.evaluate("""() => {
          const start = performance.now();
          citykg.go({ sort: "key", down: true });
          return performance.now() - start;
        }""")
        assert column(it)[0] == "City 11999"
        assert spent < 1000  # about 100 ms on a machine that does nothing else


def test_a_thing_that_is_chosen_elsewhere_is_turned_to(opened: Opener, tmp_path: Path) -> None:
    with opened(cities(250, tmp_path), "#tab=table") as it:
        it.find("city 00222")
        assert it["#view-table caption"].inner_text() == "Things 201 to 250 of 250"
        row = it["#view-table tr[aria-current]"]
        assert row.locator("th").inner_text() == "City 00222"
        box, region = row.bounding_box(), it[".table-region"].bounding_box()
        assert box and region and region["y"] <= box["y"] < region["y"] + region["height"]


def test_it_reads_on_a_phone_and_on_paper(opened: Opener, little: Path) -> None:
    with opened(little, "#tab=table", width=390, height=800) as it:
        assert it.page.evaluate("document.documentElement.scrollWidth") <= 390
        it.page.emulate_media(media="print")
        assert it["#view-table tbody th button"].first.is_visible()
        assert it["#view-table thead button"].first.is_visible()
        assert not it["#view-table .table-tools"].is_visible()
