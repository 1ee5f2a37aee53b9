"""Words, sentences, headings and addresses."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.words import Text, addresses, sentences, tight


def said(text: str) -> list[str]:
    read = Text(text)
    return [text[start:end] for start, end in sentences(read)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Milan met Dr. Paris. Lima left.", ["Milan met Dr. Paris.", "Lima left."]),
        ("By J. Helke in the U.S. in 2019. Next.", ["By J. Helke in the U.S. in 2019.", "Next."]),
        ("“One.” Two? Three! four.", ["“One.”", "Two?", "Three! four."]),
        ("Heading\n\nText runs\non.\n- one\n- two", ["Heading", "Text runs\non.", "- one", "- two"]),
        ("led by Barcelona,\n\nBristol and Milan.", ["led by Barcelona,\n\nBristol and Milan."]),
        ("held in\n\nmany towns. Next", ["held in\n\nmany towns.", "Next"]),
        ("", []),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert said(text) == wanted


@given(st.text(alphabet="aB .\n-“”\t1", max_size=60))
def test_sentences_are_in_order_apart_and_hold_every_letter(text: str) -> None:
    spans = list(sentences(Text(text)))
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    held = "".join(text[start:end] for start, end in spans)
    assert "".join(held.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Milan and Lisbon joined the network in June.", "prose"),
        ("Local Responses to Migration in Lisbon Today", "title"),
        ("CITIES LEAD IN LISBON", "capitals"),
        ("Lisbon", "prose"),
    ],
)
def test_how_a_sentence_is_written(text: str, style: str) -> None:
    assert Text(text).style(0) == style


def test_addresses_go_on_after_a_line_end() -> None:
    text = "at https://a.org/sites/ default_files/x.pdf (accessed) and www.b.org. Lima"
    assert [text[start:end] for start, end in addresses(text)] == [
        "https://a.org/sites/ default_files/x.pdf",
        "www.b.org.",
    ]


def test_words_leave_addresses_and_tags_out_and_know_what_stands_between() -> None:
    read = Text("<u>New</u> York, x@y.org Lima-based")
    assert [word.text for word in read.words] == ["New", "York", "Lima", "based"]
    assert [tight(read, index) for index in range(4)] == [True, False, True, False]


def test_a_paragraph_ends_at_blank_lines() -> None:
    read = Text("One.\n\nTwo. Three.\n\nFour.")
    start, end = read.paragraph(8)
    assert read.text[start:end].strip() == "Two. Three."
