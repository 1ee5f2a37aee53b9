"""The left panel as people use it: search by name, the legend and the other filters, and what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import explorer
from tests import test_explorer
from tests.browsing import Opened, Opener, little_about

pytestmark = pytest.mark.browser

FOUND = {
    "munchen": "München", "MUNICH": "München", "mu": "München", "Lodz": "Łódź", "  saint   denis ": "Saint-Denis",
    "saint-denis-fr": "Saint-Denis", "mayors mechanism": "Mayors’ Mechanism", "mechanism": "Mayors’ Mechanism",
    "aland": "Åland", "council of m": "Migrant council of München", "ada o": "Ada Ø", "any": "Germany",
    "council munchen": "Migrant council of München",
}  # fmt: skip


TRY = "Try fewer letters, or the name in English."


def written(folder: Path, **names: str) -> Path:
    file = folder / "page.html"
    file.write_text(explorer.page(explorer.network(test_explorer.linked(**names)), "t", "s"), encoding="utf-8")
    return file


def options(it: Opened) -> list[str]:
    return it["#hits [role=option]"].all_inner_texts()


def chips(it: Opened) -> list[str]:
    return it["#filtered li"].all_inner_texts()


def shown(it: Opened) -> str:
    return it["#count"].inner_text()


# Search


def test_names_are_found_without_accents_case_and_hyphens(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        found = {}
        for words in FOUND:
            it.find(words)
            found[words] = it["#details h2"].inner_text()
        assert found == FOUND


def test_a_misspelling_that_the_data_records_finds_the_city(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as it:
        it.find("sao paolo")
        assert it["#details h2"].inner_text() == "São Paulo"
        assert (it.address, it["#hits"].is_visible()) == ("sao-paulo-br", False)
        assert it["#hits [role=option]"].first.text_content() == "São Paulo · City (Sao Paolo)"


def test_matches_come_nearest_first_and_a_click_takes_one(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#search"].fill("mu")
        assert it["#found"].inner_text() == "2 matches"
        assert options(it) == ["München · City", "Migrant council of München · Practice"]
        it["#hits [role=option]"].last.click()
        assert (it["#details h2"].inner_text(), it.address) == ("Migrant council of München", "council")


def test_another_name_says_why_a_thing_is_found(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#search"].fill("munic")
        assert options(it) == ["München · City (Munich)"]


def test_arrows_walk_through_the_matches_and_enter_takes_one(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        field, keys = it["#search"], it.page.keyboard
        field.fill("l")

        def active() -> str:
            marked = it["#hits [aria-selected=true]"]
            assert field.get_attribute("aria-activedescendant") == marked.get_attribute("id")
            return marked.inner_text().split(" · ")[0]

        names = [text.split(" · ")[0] for text in options(it)]
        assert len(names) > 2 and it["#hits [aria-selected=true]"].count() == 0
        walked = []
        for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "End", "Home"):
            keys.press(key)
            walked.append(active())
        assert walked == [names[0], names[1], names[0], names[-1], names[0], names[-1], names[0]]
        keys.press("ArrowDown")
        keys.press("Enter")
        assert it["#details h2"].inner_text() == names[1]
        assert (field.get_attribute("aria-expanded"), it["#hits"].is_visible()) == ("false", False)


def test_escape_folds_the_matches_and_then_empties_the_field(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        field = it["#search"]
        field.fill("munchen")
        assert field.get_attribute("aria-expanded") == "true"
        field.press("Escape")
        assert (field.get_attribute("aria-expanded"), field.input_value()) == ("false", "munchen")
        field.press("Escape")
        assert (field.input_value(), it["#found"].inner_text(), it.address) == ("", "", "")


def test_the_number_of_matches_is_said(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#search"].fill("munchen")
        it["#said:text-is('2 matches')"].wait_for(state="attached")


def test_a_name_that_nothing_has_is_said_so_and_selects_nothing(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.find("<b>Atlantis</b>")
        assert it["#found"].inner_text() == f"Nothing here is called “<b>Atlantis</b>”. {TRY}"
        assert (options(it), it["#details h2"].inner_text(), it.address) == ([], "How to read this", "")
        it["#search"].fill("")
        assert it["#found"].inner_text() == ""


def test_many_matches_are_cut_and_counted(opened: Opener, tmp_path: Path) -> None:
    with opened(written(tmp_path, **{f"n{number}": f"Town {number}" for number in range(35)})) as it:
        it["#search"].fill("town")
        assert it["#found"].inner_text() == "the first 30 of 35 matches"
        assert len(options(it)) == 30


def test_a_page_of_nothing_says_so(opened: Opener, tmp_path: Path) -> None:
    with opened(written(tmp_path)) as it:
        assert shown(it) == "0 of 0 things, 0 of 0 links shown"
        it.find("anything")
        assert it["#found"].inner_text() == f"Nothing here is called “anything”. {TRY}"


def test_search_stays_quick_among_thousands(opened: Opener, tmp_path: Path) -> None:
    with opened(written(tmp_path, **{f"city-{number}": f"Çity {number}" for number in range(12000)})) as it:
        took = it.page.evaluate("""() => { const input = document.getElementById("search"), from = performance.now();
          for (const words of ["c", "ci", "city 1", "city 14", "nowhere"]) {
            input.value = words; input.dispatchEvent(new Event("input"));
          } return (performance.now() - from) / 5; }""")
        assert took < 60  # 30 for the search itself, the rest to write its matches
        assert it["#found"].inner_text() == f"Nothing here is called “nowhere”. {TRY}"


# The legend


def test_the_legend_names_each_type_with_its_count_in_order(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        assert it.lines("#legend") == [
            "Cities", "3", "Regions", "1", "Networks, coalitions, mechanisms", "1",
            "Declarations and other instruments", "1", "Practices", "1", "People", "0 of 1", "Countries", "0 of 1",
        ]  # fmt: skip
        ticks = it["#legend input"].all()
        assert [tick.is_checked() for tick in ticks] == [True, True, True, True, True, False, False]
        assert it["#legend svg path"].count() == 7


def test_the_legend_shows_and_hides_types(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        assert (shown(it), chips(it)) == ("7 of 9 things, 5 of 7 links shown", [])
        it["#legend"].get_by_label("Countries").check()
        assert (shown(it), chips(it)) == ("8 of 9 things, 6 of 7 links shown", ["with Countries"])
        it["#legend"].get_by_label("Cities").uncheck()
        assert (shown(it), chips(it)) == ("5 of 9 things, 0 of 7 links shown", ["without Cities", "with Countries"])
        assert it["#legend label:has([data-kind=city]) .number"].inner_text() == "0 of 3"
        it["#all"].click()
        assert (shown(it), chips(it)) == ("9 of 9 things, 7 of 7 links shown", ["with People, Countries"])
        it["#reset"].click()
        assert (shown(it), it.address) == ("7 of 9 things, 5 of 7 links shown", "")
        it.page.go_back()
        it["#filtered li"].first.wait_for()
        assert chips(it) == ["with People, Countries"]


def test_what_is_shown_is_said_when_it_changes(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#legend"].get_by_label("Cities").uncheck()
        it["#said:text-is('4 of 9 things, 0 of 7 links shown')"].wait_for(state="attached")


# Other filters


def unfold(it: Opened, name: str) -> None:
    """Open or fold a group; what it holds is made when it is first opened."""
    it[f"#fold-{name} > summary"].click()
    it[f"#fold-{name} > :nth-child(2)"].wait_for(state="attached")


def test_a_relation_is_chosen_by_its_words_and_undone_by_its_chip(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        unfold(it, "relations")
        it["#fold-relations"].get_by_label("Memberships · Members").check()
        assert (it.address, shown(it)) == ("relations=memberOf", "3 of 9 things, 2 of 7 links shown")
        assert chips(it) == ["only linked by Memberships · Members"]
        it["#filtered button"].click()
        assert (it.address, shown(it)) == ("", "7 of 9 things, 5 of 7 links shown")
        assert not it["#fold-relations"].get_by_label("Memberships · Members").is_checked()
        assert it[":focus"].get_attribute("id") == "search"


def test_only_what_differs_is_offered(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        titles = it["#filter > details > summary"].all_inner_texts()
        assert titles == ["Types", "Relations", "Completeness of lists", "Parts of the graph", "Size and colour"]
        unfold(it, "lists")
        assert it.lines("#fold-lists") == [
            "Completeness of lists", "Complete: absence means something", "1", "Partial: some are missing", "1",
        ]  # fmt: skip
        it["#fold-lists input"].first.check()
        assert (it.address, chips(it)) == ("lists=complete", ["lists complete"])


def test_countries_of_the_shipped_page_are_searched_and_combined(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as it:
        unfold(it, "countries")
        find, rows = it["#fold-countries input[type=search]"], it["#fold-countries .tick:visible"]
        every = rows.count()
        find.fill("cote d")
        assert [text.split("\n")[0] for text in rows.all_inner_texts()] == ["Côte d'Ivoire"]
        find.fill("South-eastern")  # a region finds its countries
        assert 1 < rows.count() < 20 < every
        find.fill("peru")
        rows.first.locator("input").check()
        find.fill("chile")
        it["#fold-countries"].get_by_label("Chile").check()
        assert it.address == "countries=pe,cl"
        assert chips(it) == ["in Peru, Chile"]
        unfold(it, "regions")
        it["#fold-regions"].get_by_label("Western Europe").check()
        assert shown(it).startswith("0 of ")


def test_parts_of_the_graph_are_chosen(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        unfold(it, "parts")
        it["#main"].check()
        assert (it.address, chips(it)) == ("main=1", ["main component"])
        it["#leaves"].check()
        it["#core"].fill("2")
        it["#core"].press("Enter")
        assert it.address == "main=1&leaves=0&core=2"
        assert chips(it) == ["main component", "without leaves", "2-core"]
        it["#core"].fill("-7")
        it["#core"].press("Enter")
        assert it.address == "main=1&leaves=0"


def test_size_and_colour_say_what_they_mean(opened: Opener, tmp_path: Path) -> None:
    about = little_about()
    about = explorer.About(whole=about.whole, measures=[{"name": "degree", "title": "Degree", "says": "How many."}],
                           communities={"a": 0}, named=["around A"])  # fmt: skip
    net = explorer.network(test_explorer.linked(("a", "partnerIn", "b"), a="A", b="B"))
    file = tmp_path / "page.html"
    file.write_text(explorer.page(net, "t", "s", about), encoding="utf-8")
    with opened(file) as it:
        it["#size"].locator("visible=true").select_option(label="Degree")
        it["#colour"].select_option("community")
        assert it.address == "size=degree&colour=community"
        assert it["#legend.shapes path"].first.evaluate("e => getComputedStyle(e).fill") == "rgb(125, 138, 151)"
        lines = it.lines("#fold-looks")
        assert "How many." in lines and "around A" in lines
        it["#reset"].click()
        assert (it.address, it["#size"].input_value(), it["#colour"].input_value()) == ("", "links", "type")


def test_groups_stay_open_or_folded_as_they_were_left(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        unfold(it, "types")
        unfold(it, "relations")
        it.requests.clear()
        it.page.reload()
        it["html[data-ready]"].wait_for()
        folds = it["#filter > details"].evaluate_all("all => all.filter(each => each.open).map(each => each.id)")
        assert folds == ["fold-relations", "fold-looks"]
        it.requests[:] = [little.as_uri()]


def test_on_a_phone_every_group_is_folded(opened: Opener, little: Path) -> None:
    with opened(little, width=390, height=800) as it:
        assert it["details[open]"].count() == 0
        it["#filter > summary"].click()
        assert it["#filter > details > summary"].first.is_visible()
        assert not it["#legend"].is_visible()
