"""The page as it is opened: without a network, with one that never answers, by a shared link; pictures to look at."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import api, paths
from tests.browsing import Opener
from tests.needs import need

pytestmark = pytest.mark.browser
TABS = ("overview", "graph", "map", "timeline", "matrix", "table")
# What the pictures show, by name: the address, width, and whether the page is dark.
STATES = {
    "overview": ("", 1500, False),
    "overview-dark": ("", 1500, True),
    "graph": ("#tab=graph", 1500, False),
    "ego": ("#tab=graph&at=icorn&show=ego", 1500, False),
    "path": ("#tab=graph&at=lima-pe&other=eurocities&show=path", 1500, False),
    "pair": ("#tab=graph&at=barcelona-es&other=athens-gr&show=pair", 1500, False),
    "map": ("#tab=map&at=eurocities&shade=1", 1500, False),
    "timeline": ("#tab=timeline", 1500, False),
    "matrix": ("#tab=matrix", 1500, False),
    "table": ("#tab=table&at=sao-paulo-br", 1500, False),
    "year": ("#tab=graph&year=2015&colour=community", 1500, False),
    "story": ("#story=marrakesh", 1500, False),
    "narrow": ("#tab=graph&at=sao-paulo-br", 390, False),
    "narrow-dark": ("#tab=map&at=sao-paulo-br", 390, True),
}


def test_the_shipped_page_opens_offline_and_asks_for_nothing_but_itself(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as it:
        assert it.requests == [shipped.as_uri()]
        assert it["h1"].inner_text() == "citykg: cities, networks and commitments on migration"
        assert it["[role=tab]"].all_inner_texts() == [tab.capitalize() for tab in TABS]


def test_every_tab_can_be_walked_through_without_a_request_or_a_complaint(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#lima-pe") as it:
        for tab in TABS:
            it[f"#tab-{tab}"].click()
            assert it[f"#view-{tab}"].is_visible()
            it.page.wait_for_timeout(400)
        assert it["#details h2"].inner_text() == "Lima"


def test_a_network_that_never_answers_does_not_delay_it(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as blocked, opened(shipped, silent=True) as silent:
        assert silent.requests == blocked.requests
        assert silent.seconds < blocked.seconds + 2


def test_an_address_from_one_reader_opens_the_same_view_for_another(opened: Opener, shipped: Path) -> None:
    with opened(shipped) as one:
        one.find("munchen")
        one["#tab-graph"].click()
        one["#details"].get_by_role("button", name="Only this and its neighbours").click()
        address, seen = one.address, (one["#details"].inner_text(), one["#count"].inner_text())
    with opened(shipped, f"#{address}") as other:
        assert other["#tab-graph"].get_attribute("aria-selected") == "true"
        assert (other["#details"].inner_text(), other["#count"].inner_text()) == seen


def test_a_page_of_one_thing_opens_on_it_and_leads_elsewhere_and_back(
    opened: Opener, store: ox.Store, tmp_path: Path
) -> None:
    page = api.explore(tmp_path / "lima.html", store=store, ego="lima-pe", steps=2)
    with opened(page.path) as it:
        assert it["#tab-graph"].get_attribute("aria-selected") == "true"
        assert it["#details h2"].inner_text() == "Lima"
        assert it[".graph .caption"].inner_text().startswith("Lima and all within 2 steps")
        it["#tab-overview"].click()
        it["#details"].get_by_role("button", name="Close").click()
        it["#ego, #count"].first.wait_for()
        address = it.address
        it.page.go_back()
        assert it["#details h2"].inner_text() == "Lima"
    with opened(page.path, f"#{address}") as it:
        assert it["#tab-overview"].get_attribute("aria-selected") == "true"
        assert it["#details h2"].inner_text() == "How to read this"


@pytest.mark.parametrize("name", STATES)
def test_pictures_to_look_at(opened: Opener, shipped: Path, name: str) -> None:
    fragment, width, dark = STATES[name]
    folder = paths.build() / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    with opened(shipped, fragment, width=width, height=950 if width > 900 else 844) as it:
        it.page.emulate_media(color_scheme="dark" if dark else "light")
        it.page.wait_for_timeout(700)
        image = it.page.screenshot(path=folder / f"{name}.png")
        assert int.from_bytes(image[16:20], "big") == width
        assert len(image) > 20_000  # a blank page is some 5 kB


def test_without_chromium_tests_are_skipped_and_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CITYKG_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-browser is not installed; tests marked 'browser' need it"):
        need("browser", "no-such-browser")


def test_without_chromium_tests_fail_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYKG_REQUIRE", "endpoint,browser")
    with pytest.raises(pytest.fail.Exception, match="no-such-browser is not installed; tests marked 'browser' need it"):
        need("browser", "no-such-browser")
