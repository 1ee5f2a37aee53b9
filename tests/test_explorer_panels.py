"""The right panel as people use it: facts, neighbours, evidence, scores, ways, pairs, citations; hostile text."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg import explorer
from tests import test_explorer
from tests.browsing import LINKS, PLACES, SOURCES, THINGS, Opened, Opener, little_about, little_graph
from tests.test_layout import many

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SAID = ["a-2020, 1 One, p001, characters 10 to 20", "a-2020, 2 Two, p002, characters 30 to 44", "b-2021"]
LISTED = ["a-2020 Ann A. First. A press. 2020. Open the source", "b-2021 Second."]
BUTTONS = ["Only this and its neighbours", "Path to…", "Compare with…", "Close"]


def heading(it: Opened) -> str:
    return it["#details h2"].inner_text()


def said(it: Opened, words: str) -> None:
    it.page.locator("#said", has_text=words).wait_for(state="attached")


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The little page with scores, counts that contradict one another, and the words of a passage."""
    about = little_about()
    keys = [str(place["key"]) for place in PLACES]
    numbers = ["110 cities are members (2023)", "over 90 cities are members (2019-05)", "5 mayors founded it"]
    lines = [("Is the list complete?", "partial; 2 of about 200 listed", "f0"), ("founded", "2018-12", "f0")]
    facts = {"mechanism": [*lines, *(("Numbers, side by side", text, f"n{at}") for at, text in enumerate(numbers))]}
    grounds = {"f0": keys[:1], **{f"n{at}": [keys[at]] for at in range(3)}}
    own = explorer.About(
        whole={**about.whole, "note": "As of 2020."}, sources=SOURCES,
        headings=[("out", "Is the list complete?", "Is the list complete?"), *about.headings],
        places=[{**PLACES[0], "words": "So it <i>stands</i>."}, *PLACES[1:]],
        measures=[{"name": "degree", "title": "Degree", "says": "How many links."}],
        scores={"degree": [{"node": "munchen-de", "value": 0.123456, "rank": 1, "low": 1, "high": 2, "ties": 1},
                           {"node": "lodz-pl", "value": 3, "rank": 2, "low": 2, "high": 2, "ties": 4},
                           {"node": "mechanism", "value": 9, "rank": 1, "low": 1, "high": 1, "ties": 1}]},
        files=[{"key": "mechanism", "name": "Mechanism", "file": "page/mechanism.html"},
               {"key": "letter", "name": "Letter", "file": "javascript:alert(1)"}],
    )  # fmt: skip
    file = tmp_path_factory.mktemp("explorer") / "rich.html"
    net = explorer.network(little_graph(), grounds, facts)
    file.write_text(explorer.page(net, "Rich", "s", own), encoding="utf-8")
    return file


# What is known of a thing


def test_the_first_panel_says_how_to_read_and_cite(opened: Opener, rich: Path) -> None:
    with opened(rich) as it:
        lines = it.lines("#details")
        assert lines[:2] == ["How to read this", "As of 2020."]
        assert lines[4:] == [
            "What is in the data", "Cite", "So.", "Copy citation", "Copy BibTeX", "Copy link", "Sources (2)",
        ]  # fmt: skip
        it["#counts summary"].click()
        assert it.lines("#counts dl") == ["cities", "3"]
        it["#sources summary"].click()
        assert it["#sources li"].all_inner_texts() == LISTED


def test_details_show_facts_neighbours_and_where_each_line_is_said(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.find("munchen")
        where = SAID[:2]
        assert it.lines("#details") == [
            "München", "City · Germany · munchen-de", *BUTTONS,
            "Other names", "Munich", *where, "+1 more",
            "Memberships", "Mayors’ Mechanism", "Member, since 2019", *where,
            "Theme", "Housing", *where, "+1 more",
            "In country", "Germany", *where,
            "Implemented by", "Migrant council of München", *where,
            "Partner in", "Mayors’ Mechanism", *where,
            "Holds post at", "Ada Ø", *where,
            "Named in", SAID[0],
            "Sources", *LISTED, "Copy citation", "Copy BibTeX", "Copy link", "Turtle",
        ]  # fmt: skip


def test_a_tie_with_dates_says_them_and_the_other_direction_has_its_own_words(opened: Opener, little: Path) -> None:
    with opened(little, "#mechanism") as it:
        members = it["#details li"].all_inner_texts()
        assert [text.split("\n")[:2] for text in members[:2]] == [
            ["München", "Member, since 2019"],
            ["Łódź", "2020–2021"],
        ]
        assert it["#details h3"].first.inner_text() == "Members"


def test_long_evidence_unfolds_and_folds(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.find("munchen")
        item, more = it["#details li"].first, it["#details .more"].first
        assert (more.inner_text(), more.get_attribute("aria-expanded")) == ("+1 more", "false")
        more.click()
        assert item.inner_text().split("\n") == ["Munich", *SAID, "show fewer"]
        assert more.get_attribute("aria-expanded") == "true"
        more.click()
        assert item.inner_text().split("\n") == ["Munich", *SAID[:2], "+1 more"]


def test_a_passage_whose_words_the_page_has_is_quoted_as_text(opened: Opener, rich: Path) -> None:
    with opened(rich, "#mechanism") as it:
        assert it["#details q"].first.text_content() == "So it <i>stands</i>."
        assert it["#details q *"].count() == 0


def test_a_network_says_first_how_much_of_its_list_is_recorded(opened: Opener, rich: Path) -> None:
    with opened(rich, "#mechanism") as it:
        at = it["#details h3"].first
        assert at.inner_text() == "Is the list complete?"
        assert it["#details li"].first.inner_text().startswith("partial; 2 of about 200 listed\na-2020")


def test_numbers_that_contradict_one_another_stand_side_by_side(opened: Opener, rich: Path) -> None:
    with opened(rich, "#mechanism") as it:
        rows = it["#details .numbers tr"]
        cells = [rows.nth(at).locator("th, td").all_text_contents() for at in range(rows.count())]
        assert cells == [
            ["Said", "As of", "Where"],
            ["over 90 cities are members", "2019-05", SAID[1]],
            ["110 cities are members", "2023", SAID[0] + "So it <i>stands</i>."],
            ["5 mayors founded it", "", SAID[2]],
        ]


def test_scores_have_rank_interval_and_ties_in_words(opened: Opener, rich: Path) -> None:
    with opened(rich, "#munchen-de") as it:
        words = [it["#details .scores"].inner_text()]
        for name in ("lodz", "mechanism", "aland"):
            it.find(name)
            words += it["#details .scores"].all_inner_texts()
        assert words == [
            "Degree\n0.123, rank 1 of 2 places; range 1 to 2\nHow many links.",
            "Degree\n3, rank 2 of 2 places, shared by 4\nHow many links.",
            "Degree\n9, rank 1 of 1 collective\nHow many links.",
        ]


def test_a_page_of_its_own_is_linked_if_it_is_a_file_beside_this_one(opened: Opener, rich: Path) -> None:
    with opened(rich, "#mechanism") as it:
        assert it["#details p a"].get_attribute("href") == "page/mechanism.html"
        it.find("open letter")
        assert it["#details p a"].count() == 0


def test_only_addresses_of_the_web_are_linked(opened: Opener, little: Path) -> None:
    with opened(little, "#munchen-de") as it:
        links = it["#details a"].evaluate_all("all => all.map(a => [a.href, a.rel, a.target])")
        assert links == [["https://example.org/first", "noreferrer noopener", "_blank"]]


def test_every_line_of_the_shipped_city_says_source_section_and_passage(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#sao-paulo-br") as it:
        items = it["#details li:has(.where)"]
        assert items.count() > 15
        bare = it["#details li:not(:has(.where)):not(:has(b))"]
        assert bare.count() == 0
        places = it["#details li .where"].all_text_contents()
        whole = [place for place in places if re.fullmatch(r"[a-z0-9-]+", place)]
        passages = [place for place in places if place not in whole]
        assert [
            place for place in passages if not re.fullmatch(r"[a-z-]+-\d{4}, .+, p\d+, characters \d+ to \d+", place)
        ] == []
        assert len(passages) > 15
        assert it["#details h3"].all_inner_texts()[:2] == ["Other names", "Country"]
        assert it["#details h3"].all_inner_texts()[-2:] == ["Named in", "Sources"]


def test_a_long_list_is_folded_and_made_when_it_is_unfolded(opened: Opener, tmp_path: Path) -> None:
    file = tmp_path / "large.html"
    net = explorer.network(many(400))
    file.write_text(explorer.page(net, "t", "s"), encoding="utf-8")
    with opened(file, "#network-0") as it:
        members, more = it["#details li button.thing"], it["#details button.more"].first
        folded, rest = members.count(), int(re.findall(r"\d+", more.inner_text())[0])
        more.click()
        assert (folded, members.count()) == (30, 30 + rest)
        assert more.inner_text() == "show fewer"


# Walking


def test_a_neighbour_walks_on_and_the_browser_walks_back(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.find("munchen")
        it["#details"].get_by_role("button", name="Migrant council of München").click()
        assert (heading(it), it.address) == ("Migrant council of München", "council")
        it["#details"].get_by_role("button", name="München", exact=True).click()
        assert it.address == "munchen-de"
        it.page.go_back()
        it["#details h2:text-is('Migrant council of München')"].wait_for()
        it.page.go_back()
        it.page.go_back()
        it["#details h2:text-is('How to read this')"].wait_for()


def test_the_heading_has_the_focus_and_is_said(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.find("munchen")
        assert it[":focus"].inner_text() == "München"
        said(it, "München")
        it["#details"].get_by_role("button", name="Mayors’ Mechanism").first.press("Enter")
        assert it[":focus"].inner_text() == "Mayors’ Mechanism"
        said(it, "Mayors’ Mechanism")
        it["#close"].press("Enter")
        assert (it[":focus"].inner_text(), it.address) == ("How to read this", "")


def test_the_whole_graph_is_walked_by_keyboard_alone(opened: Opener, little: Path) -> None:
    ties = nx.Graph((start, end) for start, _, end, _, _ in LINKS)
    wanted = {str(THINGS[key]["name"]) for key in nx.node_connected_component(ties, "munchen-de")}
    with opened(little) as it:
        keys, seen = it.page.keyboard, set[str]()

        def press_to(name: str) -> None:
            """Tab until the focus is on the button of a neighbour, and press it."""
            for _ in range(80):
                keys.press("Tab")
                if it[":focus"].evaluate("e => e.matches('#details button.thing') && e.innerText") == name:
                    break
            keys.press("Enter")
            assert heading(it) == name

        def visit() -> None:
            here = heading(it)
            seen.add(here)
            for name in it["#details button.thing"].all_inner_texts():
                if name not in seen:
                    press_to(name)
                    visit()
                    press_to(here)

        keys.press("Tab")
        assert it[":focus"].get_attribute("id") == "skip"
        while it[":focus"].get_attribute("id") != "search":
            keys.press("Tab")
        keys.type("munchen")
        keys.press("Enter")
        visit()
        assert seen == wanted


def test_the_skip_link_goes_to_the_details_and_leaves_the_state(opened: Opener, little: Path) -> None:
    with opened(little, "#lodz-pl") as it:
        it["#skip"].press("Enter")
        assert (it[":focus"].inner_text(), it.address) == ("Łódź", "lodz-pl")


def test_a_reload_restores_the_selection(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.find("lodz")
        assert it.address == "lodz-pl"
        it.requests.clear()
        it.page.reload()
        it["html[data-ready]"].wait_for()
        assert heading(it) == "Łódź"
        it.requests[:] = [little.as_uri()]


@pytest.mark.parametrize("fragment", ["#atlantis", "#%E0%A4%A"])
def test_an_address_of_nothing_shows_the_first_panel(opened: Opener, little: Path, fragment: str) -> None:
    with opened(little, fragment) as it:
        assert heading(it) == "How to read this"
        unknown = "This page has nothing with the key “atlantis”. Search for its name."
        assert it["#unknown"].all_inner_texts() == ([unknown] if fragment == "#atlantis" else [])
        for other in ("lodz-pl", "__proto__", "lodz-pl", "%", "lodz-pl", "%3Cb%3E", "lodz-pl", ""):
            it.page.evaluate("words => { location.hash = words; }", other)
            it[f"#details h2:text-is('{'Łódź' if other == 'lodz-pl' else 'How to read this'}')"].wait_for()


def test_a_thing_that_is_hidden_says_so_and_is_brought_back(opened: Opener, little: Path) -> None:
    with opened(little, "#de") as it:
        assert "Countries are hidden now." in it["#details"].inner_text()
        it["#unhide"].click()
        assert it["#legend"].get_by_label("Countries").is_checked()
        assert (it["#unhide"].count(), it[":focus"].inner_text()) == (0, "Germany")
        it.find("lodz")
        it.page.evaluate("citykg.go({ main: false, core: 3 })")
        assert "The filters leave it out of what is shown." in it["#details"].inner_text()
        it["#unhide"].click()
        assert (it["#unhide"].count(), it.address) == (0, "lodz-pl")


# One thing alone, and two together


def test_a_thing_is_seen_alone_with_its_neighbours_by_steps(opened: Opener, little: Path) -> None:
    with opened(little, "#lodz-pl") as it:
        it["#ego"].click()
        assert it.address == "tab=graph&at=lodz-pl&show=ego"  # the first screen has no neighbours
        assert it["#count"].inner_text() == "3 of 9 things, 2 of 7 links shown"
        assert it["#filtered"].inner_text() == "Łódź and all within 1 step"
        assert (it["#ego"].get_attribute("aria-pressed"), it[":focus"].get_attribute("id")) == ("true", "ego")
        it["#steps"].select_option("2")
        assert it.address == "tab=graph&at=lodz-pl&show=ego&steps=2"
        assert it["#count"].inner_text() == "4 of 9 things, 4 of 7 links shown"
        it["#details button.thing"].first.click()
        assert it.address.startswith("tab=graph&at=mechanism&show=ego")  # a neighbour is seen alone too
        it["#ego"].click()
        assert it.address == "tab=graph&at=mechanism&steps=2"
        it.page.evaluate("citykg.go({ tab: 'table' })")
        it["#ego"].click()
        assert it.address == "tab=table&at=mechanism&show=ego&steps=2"  # the other tabs show them too


def test_more_steps_of_an_address_are_a_choice_too(opened: Opener, little: Path) -> None:
    with opened(little, "#at=lodz-pl&show=ego&steps=5") as it:
        assert it["#steps"].input_value() == "5"
        assert it["#steps option"].all_inner_texts() == ["1", "2", "3", "5"]


def test_on_a_phone_the_picture_of_a_thing_alone_comes_into_view(chromium: Browser, little: Path) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    try:
        page.goto(little.as_uri() + "#lodz-pl")
        page.locator("#ego").tap()
        page.locator("#view-graph .caption:has-text('Łódź')").wait_for()
        top = page.locator("#views").bounding_box()
        assert top and abs(top["y"]) < 60
        assert page.locator("#ego").get_attribute("aria-pressed") == "true"
    finally:
        page.close()


def test_the_way_between_two_things_is_told_step_by_step(opened: Opener, little: Path) -> None:
    with opened(little, "#council") as it:
        it["#path"].click()
        assert it[":focus"].get_attribute("id") == "second"
        it["#second"].type("lodz")
        it["#second"].press("Enter")
        assert it.address == "tab=graph&at=council&other=lodz-pl&show=path"
        assert heading(it) == "Migrant council of München and Łódź"
        assert it[":focus"].inner_text() == heading(it)
        lines = [line for line in it.lines("#details .way") if line not in SAID]
        assert lines == [
            "Migrant council of München", "Implemented by", "München", "Memberships (Member, since 2019)",
            "Partner in", "Mayors’ Mechanism", "Members (2020–2021)", "Łódź",
        ]  # fmt: skip
        assert it["#details .way .where"].count() == 8
        it["#swap"].click()
        assert (it.address, it.lines("#details .way")[0]) == (
            "tab=graph&at=lodz-pl&other=council&show=path", "Łódź",
        )  # fmt: skip
        it["#said:text-is('Łódź and Migrant council of München')"].wait_for(state="attached")
        it["#end"].click()
        assert (it.address, heading(it)) == ("tab=graph&at=lodz-pl", "Łódź")


def test_where_there_is_no_way_it_is_said(opened: Opener, little: Path) -> None:
    with opened(little, "#at=lodz-pl&other=aland&show=path") as it:
        assert "There is no way between them through what is shown." in it["#details"].inner_text()
        assert it["#details .way"].count() == 0


def test_two_cities_are_compared(opened: Opener, little: Path) -> None:
    with opened(little, "#munchen-de") as it:
        it["#pair"].click()
        it["#second"].fill("lodz")
        it["#second"].press("Enter")
        assert it.address == "tab=graph&at=munchen-de&other=lodz-pl&show=pair"
        headings = it["#details h3"].all_inner_texts()
        assert headings == ["Shared: 1", "Only München: 1", "Only Łódź: 1", "Cite"]
        lines = [line for line in it.lines("#details") if line not in SAID]
        at = lines.index("Shared: 1")
        assert lines[at : at + 9] == [
            "Shared: 1", "Mayors’ Mechanism", "München: Memberships (Member, since 2019)", "München: Partner in",
            "Łódź: Memberships (2020–2021)", "Only München: 1", "Migrant council of München", "Implemented by",
            "Only Łódź: 1",
        ]  # fmt: skip
        it["#turn"].click()
        assert it.address == "tab=graph&at=munchen-de&other=lodz-pl&show=path"
        it["#turn"].click()
        it["#details button.thing:text-is('Open letter')"].click()
        assert it.address == "tab=graph&at=letter"


def test_a_pair_follows_the_filters(opened: Opener, little: Path) -> None:
    with opened(little, "#at=munchen-de&other=lodz-pl&show=pair") as it:
        it["#legend"].get_by_label("Practices").uncheck()
        assert it["#details h3"].all_inner_texts()[1] == "Only München: 0"


def test_the_field_for_a_second_thing_comes_and_goes(opened: Opener, little: Path) -> None:
    with opened(little, "#munchen-de") as it:
        it["#pair"].click()
        assert (it["#pair"].get_attribute("aria-expanded"), it["#second"].count()) == ("true", 1)
        it["#path"].click()
        state = [it[button].get_attribute("aria-expanded") for button in ("#pair", "#path")]
        assert (state, it["#second"].count()) == (["false", "true"], 1)
        it["#path"].click()
        assert it["#second"].count() == 0


# Copies


def test_a_citation_is_copied_without_leave_to_use_the_clipboard(opened: Opener, little: Path) -> None:
    caught = """() => { window.copied = [];
      if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject();
      document.addEventListener("copy", () => window.copied.push(document.activeElement.value)); }"""
    with opened(little, "#munchen-de") as it:
        it.page.evaluate(caught)
        for button, words in (("#copy-citation", "Citation"), ("#copy-bibtex", "BibTeX"), ("#copy-link", "Link")):
            it[button].click()
            said(it, f"{words} copied")
            assert it[":focus"].get_attribute("id") == button[1:]
        plain, bibtex, link = it.page.evaluate("window.copied")
        assert plain.startswith("München (munchen-de). In: So.\nSeen at: little%20page.html#munchen-de\n")
        assert "- Ann A. First. A press. 2020. https://example.org/first [a-2020]" in plain
        assert bibtex.startswith("@misc{citykg:munchen-de,") and "file:" not in bibtex
        assert link == it.page.url


def test_where_nothing_can_be_copied_it_is_said(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.page.evaluate("""() => { document.execCommand = () => false;
          if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(); }""")
        it["#copy-citation"].click()
        said(it, "The browser does not let this page copy")


def test_turtle_is_shown_and_can_be_copied_and_saved(opened: Opener, little: Path) -> None:
    with opened(little, "#munchen-de") as it:
        it["#turtle"].click()
        text = it["#details pre"].inner_text()
        assert text.startswith("@base <https://w3id.org/citykg/id/> .") and '"München"@en' in text
        with it.page.expect_download() as saved:
            it["#details a[download]"].click()
        assert saved.value.suggested_filename == "munchen-de.ttl"
        assert saved.value.path().read_text(encoding="utf-8").strip() == text.strip()
        it["#turtle"].click()
        assert it["#details pre"].count() == 0


# Hostile text


def test_hostile_text_is_shown_as_text(opened: Opener, tmp_path: Path) -> None:
    words, graph = list(test_explorer.HOSTILE.values()), nx.MultiDiGraph()
    for key, name in test_explorer.HOSTILE.items():
        graph.add_node(key, name=name, kind="city", type=name, region=name, list=name, start=name)
    for number, (start, end) in enumerate(itertools.combinations(test_explorer.HOSTILE, 2)):
        graph.add_edge(start, end, key=f"s{number}", relation=words[number % len(words)], role="")
    grounds = dict.fromkeys(["fact", *graph, *(f"s{number}" for number in range(graph.size()))], words)
    facts = {key: [("altLabel", each, "fact") for each in words] for key in graph}
    about = explorer.About(
        whole={"cite": words[0], "part": words[1], "note": words[2], "counts": {words[3]: 1}},
        headings=[("out", "altLabel", words[0])], sources=[dict.fromkeys(("key", "title", "author", "publisher",
        "published", "address", "kind"), each) for each in words],
        places=[{"key": each, "source": each, "section": each, "passage": each, "start": 0, "end": 0, "words": each}
                for each in words],
        measures=[{"name": "m", "title": words[0], "says": words[1]}], communities={"link": 0}, named=[words[4]],
    )  # fmt: skip
    net = explorer.network(graph, grounds, facts, {f"s{number}": each for number, each in enumerate(words)})
    file = tmp_path / "hostile.html"
    file.write_text(explorer.page(net, words[1], words[0], about), encoding="utf-8")
    with opened(file, "#colour=community&size=m") as it:
        it["details"].evaluate_all("all => all.forEach(each => { each.open = true; })")
        inside = ":is(#details, #hits, #left) :is(script, img, iframe, object, style, b b, svg svg)"
        for key, name in test_explorer.HOSTILE.items():
            it["#search"].fill(key)
            it[f"#hits [data-key='{key}']"].click()
            assert it["#details h2"].text_content() == name
            facts_shown = it["#details ul"].first.locator("> li > span:first-child")
            assert facts_shown.all_text_contents() == words
            assert it[inside].count() == 0
            it["#turtle"].click()
            assert it["#details a:not([download])"].count() == 0
        it.page.evaluate("location.hash = 'at=link&other=emoji&show=pair'")
        it["#swap"].wait_for()
        assert it[inside].count() == 0
        assert it.page.evaluate("window.ran") == []
