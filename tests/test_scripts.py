from __future__ import annotations

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import paths
from kg.scripts import alphabet, mixed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bеrlin", ["'Bеrlin' mixes alphabets: е is CYRILLIC SMALL LETTER IE"]),
        ("Кyiv and Αthens", ["'Кyiv' mixes alphabets: К is CYRILLIC CAPITAL LETTER KA",
                             "'Αthens' mixes alphabets: Α is GREEK CAPITAL LETTER ALPHA"]),
        ("Μοskva", ["'Μοskva' mixes alphabets: Μ is GREEK CAPITAL LETTER MU, ο is GREEK SMALL LETTER OMICRON"]),
        ("ΑΘHΝΑ", ["'ΑΘHΝΑ' mixes alphabets: H is LATIN CAPITAL LETTER H"]),
        ("\u202eBern\u200b\u200b", ["an unseen character: U+202E RIGHT-TO-LEFT OVERRIDE",
                                    "an unseen character: U+200B ZERO WIDTH SPACE"]),
        ("Ma\u00adlmö", ["an unseen character: U+00AD SOFT HYPHEN"]),
        ("a\x07", ["an unseen character: U+0007 control"]),
    ],
)  # fmt: skip
def test_letters_of_another_alphabet_and_unseen_characters_are_named(name: str, said: list[str]) -> None:
    assert mixed(name) == said


@pytest.mark.parametrize(
    "name",
    ["", "Łódź", "İstanbul", "Hawaiʻi", "Αθήνα", "Москва", "Ljubljana/Любляна", "القدس", "ירושלים", "東京タワー",
     "Tシャツ", "می\u200cخواهم", "n° 1ª", "a\u0301b", "10 µm"],
)  # fmt: skip
def test_a_name_of_one_alphabet_for_each_word_is_well(name: str) -> None:
    assert mixed(name) == []


def test_no_name_of_the_shipped_tables_is_odd() -> None:
    names = set()
    for path in paths.data().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            names |= {row.get("name", "") for row in csv.DictReader(file)}
    assert {name: said for name in names if (said := mixed(name))} == {}


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"]), min_size=1))
def test_what_is_named_stands_in_the_text_and_one_alphabet_is_never_odd(word: str) -> None:
    said = mixed(word)
    assert bool(said) == (len({alphabet(each) for each in word} - {""}) > 1)
    assert all(unicodedata.name(each) not in " ".join(said) or each in word for each in word)
