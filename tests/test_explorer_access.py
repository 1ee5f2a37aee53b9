"""The page for everybody: the rules of WCAG by axe, contrast, narrow screens, print, less motion, the keyboard."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import Opened, Opener

pytestmark = pytest.mark.browser

TABS = ["overview", "graph", "map", "timeline", "matrix", "table"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """rules => axe.run(document, { runOnly: rules, resultTypes: ["violations"] }).then(
  ({ violations, passes }) => ({ rules: passes.length,
    found: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)) }))"""

# The contrast of two colours (WCAG 2.2, relative luminance).
RATIO = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);"""

# The contrast of every text that is seen with what is behind it, worst first.
CONTRASTS = f"""{RATIO}
  const behind = (element) => {{
    const colour = element ? numbers(getComputedStyle(element).backgroundColor) : [255, 255, 255];
    return colour[3] === 0 ? behind(element.parentElement) : colour;
  }};
  const found = [];
  for (const element of document.querySelectorAll("body *:not(svg *):not(script)")) {{
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const field = element.matches("input[type=search]");
    if (!(own || field) || !element.getClientRects().length || element.closest(":disabled")) continue;
    const colour = getComputedStyle(element, field ? "::placeholder" : null).color;
    found.push([ratio(numbers(colour), behind(element)), element.tagName, element.className || element.id]);
  }}
  return found.sort(([a], [b]) => a - b);
}}"""
# Swatches and edges of fields against what is behind them.
EDGES = f"""{RATIO}
  const style = (each) => getComputedStyle(each);
  const panel = numbers(style(document.getElementById("left")).backgroundColor);
  const fills = [...document.querySelectorAll("#legend path")].map((each) => numbers(style(each).fill));
  const fields = [...document.querySelectorAll("#left :is(input[type=search], select)")];
  const borders = fields.map((each) => numbers(style(each).borderTopColor));
  return [...fills, ...borders].map((colour) => ratio(colour, panel));
}}"""
WIDE = """all => all.filter((each) => each.getClientRects().length
  && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 80))"""


def unfold(it: Opened) -> None:
    """Open every group of the panels, and let what they hold be made."""
    it["#left details, #details details"].evaluate_all("all => all.forEach(each => { each.open = true; })")
    it.page.wait_for_timeout(300)


def breaches(it: Opened) -> list[str]:
    """What axe finds; all is scrolled to its top, for a row half under the head of its table counts as too small."""
    it[".view *"].evaluate_all("all => all.forEach(each => { each.scrollTop = 0; })")
    it.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = it.page.evaluate(FOUND, RULES)
    assert found["rules"] > 30  # of those that have anything to look at
    return list(found["found"])


def test_the_rules_find_what_breaks_them(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.page.evaluate("document.getElementById('left').append(document.createElement('button'))")
        assert breaches(it) == ["button-name: <button></button>"]


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_keeps_the_rules_of_wcag(opened: Opener, shipped: Path, tab: str) -> None:
    with opened(shipped, f"#tab={tab}") as it:
        it.page.wait_for_timeout(500)
        assert (tab, "light", breaches(it)) == (tab, "light", [])
        it.page.emulate_media(color_scheme="dark")
        it.find("sao paulo")
        assert it["#details h2"].inner_text() == "São Paulo"
        it.page.wait_for_timeout(500)
        assert (tab, "dark, selected", breaches(it)) == (tab, "dark, selected", [])


@pytest.mark.parametrize(
    "fragment",
    ["#at=munchen-de&other=lodz-pl&show=pair", "#at=munchen-de&other=lodz-pl&show=path", "#at=munchen-de&show=ego"],
)
def test_unfolded_panels_keep_the_rules_of_wcag(opened: Opener, little: Path, fragment: str) -> None:
    with opened(little, fragment) as it:
        it["#search"].fill("m")  # matches unfolded too
        unfold(it)
        for scheme in ("light", "dark"):
            it.page.emulate_media(color_scheme=scheme)
            assert (scheme, breaches(it)) == (scheme, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_and_every_mark_has_enough_contrast(opened: Opener, shipped: Path, scheme: Any) -> None:
    with opened(shipped) as it:
        it.page.emulate_media(color_scheme=scheme)
        unfold(it)
        states = [it.page.evaluate(CONTRASTS)]
        it.find("sao paulo")
        it["#turtle"].click()
        states.append(it.page.evaluate(CONTRASTS))
        assert all(len(found) > 200 for found in states)
        assert [each for found in states for each in found if each[0] < 4.5] == []
        edges = it.page.evaluate(EDGES)
        assert len(edges) > 15 and min(edges) >= 3


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("tab", TABS)
def test_nothing_overflows_a_narrow_screen(opened: Opener, shipped: Path, tab: str, width: int) -> None:
    with opened(shipped, f"#tab={tab}", width=width, height=800) as it:
        it.find("sao paulo")
        it["#turtle"].click()
        unfold(it)
        assert it.page.evaluate("document.documentElement.scrollWidth") == width
        assert it["header > *, header button, #left *, #details *:not(pre *)"].evaluate_all(WIDE) == []


def test_search_views_and_details_are_reached_on_a_phone(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#tab=graph", width=390, height=800) as it:
        search, view = it["#search"].bounding_box(), it["#views"].bounding_box()
        assert search is not None and view is not None
        assert (search["y"] + search["height"] < 400, view["y"] < 480, view["height"] > 400) == (True, True, True)
        it.find("sao paulo")
        heading = it["#details h2"].bounding_box()
        assert heading is not None and 0 <= heading["y"] < 100


def test_the_keyboard_goes_through_the_left_panel_in_order(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it["#search"].focus()
        reached = []
        for _ in range(18):
            it.page.keyboard.press("Tab")
            reached.append(it[":focus"].evaluate("e => e.dataset.kind || e.id || e.innerText"))
        assert reached == [
            "Filter, size and colour", "Types", "city", "region", "network", "instrument", "practice", "person",
            "country", "Relations", "Completeness of lists", "Parts of the graph", "Size and colour", "size", "colour",
            "all", "reset", reached[-1],
        ]  # fmt: skip


def test_focus_is_seen_on_everything_that_takes_it(opened: Opener, little: Path) -> None:
    with opened(little, "#munchen-de") as it:
        unseen = []
        for _ in range(60):
            it.page.keyboard.press("Tab")
            seen = "e => [getComputedStyle(e)].some(s => s.outlineStyle !== 'none' || s.textDecorationLine !== 'none')"
            if it[":focus"].count() and not it[":focus"].evaluate(seen):
                unseen.append(it[":focus"].evaluate("e => e.outerHTML.slice(0, 100)"))
        assert unseen == []


def test_print_shows_the_details_in_black_on_white(opened: Opener, shipped: Path) -> None:
    with opened(shipped, "#sao-paulo-br") as it:
        it.page.emulate_media(media="print", color_scheme="dark")
        assert [part for part in ("#left", "#foot", "#tabs", "#ego") if it[part].is_visible()] == []
        assert it["#details h2"].is_visible()
        assert it["#details button.thing"].first.is_visible()
        colours = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
        assert it["body"].evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        assert it["#details"].evaluate("e => getComputedStyle(e).overflow") == "visible"
        assert it["#details a.address"].first.evaluate("e => getComputedStyle(e, '::after').content").count("http") == 1


def test_nothing_moves_for_those_who_want_less_motion(opened: Opener, little: Path) -> None:
    with opened(little) as it:
        it.page.emulate_media(reduced_motion="reduce")
        moving = """all => all.map((each) => getComputedStyle(each))
          .filter((style) => style.animationName !== "none" || parseFloat(style.transitionDuration) > 0).length"""
        assert it["*"].evaluate_all(moving) == 0
