from __future__ import annotations

import json

import pytest

from kg import pages
from kg.profiles import Line, Place, Profile
from tests.test_profiles import ID, PAGE, START, TEXT, shown


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (PAGE, "[page]"),
        (START, "[s · 1 Start · p001]"),
        (Place("a-2020-p123", "a-2020", "2.4 Policy sphere"), "[a-2020 · 2.4 Policy sphere · p123]"),
    ],
)
def test_a_place_in_a_few_words(place: Place, words: str) -> None:
    assert pages.cited(place) == words


def test_a_page_for_the_terminal() -> None:
    assert (
        pages.to_text(shown("city/lodz-pl"), {})
        == """\
Łódź
════
City  ·  id:city/lodz-pl
lat: 51.5
Wikidata: http://www.wikidata.org/entity/Q580
GeoNames: https://sws.geonames.org/3093133/

Other names
───────────
• Lodsch  [page]

Country
───────
• Poland  [s · 1 Start · p001]

Memberships
───────────
• Net (Member, 1990–1999)  [page]
• Net (Member, since 2005)  [page] [s · 1 Start, note 3 · p002]

Practices
─────────
• Plan *A* <b>x</b> [y](z) |`#1\\_ (drew up, GCM 18, (2a))  [s · 1 Start, note 3 · p002]

Named in
────────
[s · 1 Start · p001] [s · 1 Start, note 3 · p002]
"""
    )


def test_with_the_document_at_hand_each_passage_is_quoted_once_and_lines_are_wrapped() -> None:
    assert (
        pages.to_text(shown("network/net"), {"s": TEXT}, width=40)
        == """\
Net
═══
Network  ·  id:network/net

Members
───────
• 1 of 40 listed
• Łódź (Member, 1990–1999)  [page]
• Lima (2001-02)  [s · 1 Start, note 3 ·
    p002]
    │ “Łódź and Lima are members, five
    │ in all.”
• Łódź (Member, since 2005)  [page] [s ·
    1 Start, note 3 · p002]

Is the list complete?
─────────────────────
• partial, as of 2019-03; the source
    says there are 40  [page]

Numbers, side by side
─────────────────────
• 5 cities  [s · 1 Start, note 3 · p002]
• more than 7 cities signed (2018,
    citing A book)  [page]
• 5 to 9 cities  [page]
• Share of newcomers: 12.5 % (2020)  [s
    · 1 Start · p001]
    │ “One city.”
"""
    )


def test_where_it_is_named_is_quoted_too() -> None:
    page = Profile(f"{ID}city/x", "X", "City", {}, (START, PAGE))
    assert pages.to_text(page, {"s": TEXT}).endswith(
        "Named in\n────────\n[s · 1 Start · p001] [page]\n  │ “One city.”\n"
    )


def test_text_from_the_data_is_no_markup_in_markdown() -> None:
    assert (
        pages.to_markdown(shown("city/lodz-pl"), {"s": TEXT})
        == r"""# Łódź

City · `id:city/lodz-pl`

- lat: 51.5
- Wikidata: http://www.wikidata.org/entity/Q580
- GeoNames: https://sws.geonames.org/3093133/

## Other names

- Lodsch `[page]`

## Country

- Poland `[s · 1 Start · p001]`
  > “One city.”

## Memberships

- Net (Member, 1990–1999) `[page]`
- Net (Member, since 2005) `[page]` `[s · 1 Start, note 3 · p002]`
  > “Łódź and Lima are members, five in all.”

## Practices

- Plan \*A\* \<b\>x\</b\> \[y\](z) \|\`\#1\\\_ (drew up, GCM 18, (2a)) `[s · 1 Start, note 3 · p002]`

## Named in

- `[s · 1 Start · p001]`
- `[s · 1 Start, note 3 · p002]`
"""
    )


def test_neither_are_names_ids_and_sections() -> None:
    place = Place("t-p1", "t", "`<i>`", 0, 1)
    page = Profile(f"{ID}city/x", "<b>*X*</b>", "City", {"comment": "<script>_a_</script>"}, (place,))
    assert (
        pages.to_markdown(page, {})
        == r"""# \<b\>\*X\*\</b\>

City · `id:city/x`

- comment: \<script\>\_a\_\</script\>

## Named in

- `[t · '<i>' · p1]`
"""
    )


def test_an_address_stays_one_to_click_on() -> None:
    page = Profile(f"{ID}city/x", "X", "City", {"address": "https://example.org/a_b_c"}, ())
    assert "- address: https://example.org/a_b_c\n" in pages.to_markdown(page, {})


def test_keys_are_not_broken_at_a_hyphen() -> None:
    page = Profile(f"{ID}city/x", "X", "City", {}, (), {"Country": [Line("Y" * 20, (Place("a-b-c", "a-b-c"),))]})
    assert pages.to_text(page, {}, width=28).endswith(f"• {'Y' * 20}\n    [a-b-c]\n")


def test_a_quotation_is_no_markup_either() -> None:
    page = Profile(f"{ID}city/x", "X", "City", {}, (), {"Country": [Line("Y", (Place("t-p1", "t", "1", 0, 19),))]})
    written = pages.to_markdown(page, {"t": "<u>Net</u>, a [c](#)"})
    assert written.endswith("- Y `[t · 1 · p1]`\n  > “\\<u\\>Net\\</u\\>, a \\[c\\](\\#”\n")


def test_a_page_as_json() -> None:
    assert json.loads(pages.to_json(shown("practice/plan"))) == {
        "iri": f"{ID}practice/plan",
        "name": "Plan *A* <b>x</b> [y](z) |`#1\\_",
        "class": "Practice",
        "ids": {},
        "evidence": [{"key": "page", "source": "page", "section": "", "start": 0, "end": 0}],
        "sections": {
            "Implemented by": [
                {
                    "text": "Łódź (drew up)",
                    "target": f"{ID}city/lodz-pl",
                    "evidence": [
                        {"key": "s-p002", "source": "s", "section": "1 Start, note 3", "start": 11, "end": 51}
                    ],
                }
            ],
            "Objectives": [
                {"text": "GCM 18: Skills", "target": "", "evidence": []},
                {"text": "GCM 2a: Resilience (secondary, in brackets)", "target": "", "evidence": []},
            ],
            "Located in": [{"text": "Łódź", "target": f"{ID}city/lodz-pl", "evidence": []}],
        },
    }
