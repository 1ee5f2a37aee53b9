"""The page in Firefox ESR, where it is installed: it opens without a network, asks for nothing, and can be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.firefox import Firefox, running
from tests.needs import need

pytestmark = pytest.mark.firefox
WATCHED = "performance.getEntriesByType('resource').map((each) => each.name)"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with running(need("firefox", "firefox-esr"), tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.mark.parametrize("tab", ["overview", "graph", "map", "timeline", "matrix", "table"])
def test_every_tab_of_the_shipped_page_opens_and_asks_for_nothing(firefox: Firefox, shipped: Path, tab: str) -> None:
    firefox.open(f"{shipped.as_uri()}#tab={tab}&at=lima-pe")
    assert firefox.value("document.querySelector('[role=tab][aria-selected=true]').textContent").lower() == tab
    assert firefox.value("document.querySelector('#details h2').textContent") == "Lima"
    firefox.wait(f"document.querySelector('#view-{tab}').childElementCount > 0")
    assert firefox.value(WATCHED) == []


def test_a_name_typed_without_accents_is_found_selected_and_in_the_address(firefox: Firefox, little: Path) -> None:
    firefox.open(little.as_uri())
    firefox.type("#search", "munchen\ue007")
    firefox.wait("document.querySelector('#details h2').textContent === 'München'")
    assert firefox.value("location.hash") == "#munchen-de"
    firefox.ask("WebDriver:Back")
    firefox.wait("document.querySelector('#details h2').textContent !== 'München'")


def test_a_script_that_is_not_the_pages_own_does_not_run(firefox: Firefox, little: Path) -> None:
    firefox.open(little.as_uri())
    refused = """(() => { const own = document.createElement('script'); own.textContent = 'window.ran = 1';
      document.head.append(own); return window.ran === undefined; })()"""
    assert firefox.value(refused) is True
