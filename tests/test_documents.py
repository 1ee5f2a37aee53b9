"""Passages in texts: found whatever OCR did to them, found again when they moved, and said to be gone when they are."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg import documents
from kg.documents import Passage, Verdict
from kg.errors import AskerError, OperatorError

TEXT = "Mayors met in Quito. Lima and Bristol signed the letter.\n\nNine cities followed in 2020.\n"


def passage(text: str, words: str, key: str = "report-p001") -> Passage:
    """The passage of `report` that covers some words of a text."""
    start = text.index(words)
    return Passage(key, "report", "1", start, start + len(words), documents.fingerprint(words))


def look_up(each: Passage, text: str) -> tuple[str, str]:
    """What became of a passage in a text, and the words that it covers there."""
    (verdict,) = documents.verify([each], {"report": text})
    assert verdict.passage == each
    return verdict.status, text[verdict.start : verdict.end] if verdict.start >= 0 else ""


def test_a_document_is_read_with_its_line_ends_and_marks_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("\ufeffŁódź\r\nand\tLima\n".encode())
    assert documents.read(path) == "\ufeffŁódź\r\nand\tLima\n"


def test_an_empty_document_is_an_empty_text(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert documents.read(tmp_path / "empty.txt") == ""


@pytest.mark.parametrize(("name", "reason"), [("none.txt", "No such file or directory"), ("", "Is a directory")])
def test_a_document_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(OperatorError) as raised:
        documents.read(tmp_path / name)
    assert str(raised.value) == f"cannot read {tmp_path / name}: {reason}"


def test_a_document_that_is_not_utf_8_is_named_with_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("São Paulo".encode("latin-1"))
    with pytest.raises(AskerError) as raised:
        documents.read(path)
    assert str(raised.value) == f"{path}: byte 1 is not UTF-8; convert the document to UTF-8 text"


def test_a_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"a\r\n")
    assert documents.file_hash(path) == hashlib.sha256(b"a\r\n").hexdigest()


@pytest.mark.parametrize(
    ("text", "collapsed"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("one", "one"),
        ("  one \r\n\t two\u00a0three\u2003four ", "one two three four"),
    ],
)
def test_white_space_of_every_sort_collapses(text: str, collapsed: str) -> None:
    assert documents.collapse(text) == collapsed
    assert documents.fingerprint(text) == hashlib.sha256(collapsed.encode()).hexdigest()


@pytest.mark.parametrize("other", ["Two words", "two word", "twowords", "two words."])
def test_a_fingerprint_tells_all_other_differences(other: str) -> None:
    assert documents.fingerprint(other) != documents.fingerprint("two words")


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        pytest.param("Lima and Quito", "Lima and", ["Lima and"], id="as it stands"),
        pytest.param("LIMA and quito", "Lima And Quito", ["LIMA and quito"], id="case"),
        pytest.param("the o\ufb03ce of the \ufb01rst \ufb02at", "office of the first flat",
                     ["o\ufb03ce of the \ufb01rst \ufb02at"], id="ligatures"),
        pytest.param("an e\ufb00ort", "fort", ["\ufb00ort"], id="words that begin inside a ligature"),
        pytest.param("for r e f u g e e s and mi grants", "refugees and migrants",
                     ["r e f u g e e s and mi grants"], id="spaced out by OCR"),
        pytest.param("localgovernments act", "local governments", ["localgovernments"], id="run together by OCR"),
        pytest.param("inter-\n  national aid", "international aid", ["inter-\n  national aid"], id="hyphenation"),
        pytest.param("inter\u00adnational", "international", ["inter\u00adnational"], id="soft hyphen"),
        pytest.param("peri\u2011urban 2018\u20132020", "peri-urban 2018—2020", ["peri\u2011urban 2018\u20132020"],
                     id="dashes"),
        pytest.param("the\r\n\r\nletter\tof\u00a0mayors", "the letter of mayors", ["the\r\n\r\nletter\tof\u00a0mayors"],
                     id="line breaks, tabs, no-break spaces"),
        pytest.param("“Sanctuary” is Mali’s", '"sanctuary" is Mali\'s', ["“Sanctuary” is Mali’s"], id="curly quotes"),
        pytest.param("a **bold** _word_", "bold word", ["bold** _word"], id="marks of emphasis"),
        pytest.param("Straße in İzmir", "STRASSE in İZMIR", ["Straße in İzmir"], id="letters that fold to several"),
        pytest.param("½ of Łódź²", "1⁄2 of łódź2", ["½ of Łódź²"], id="fractions and raised digits"),
        pytest.param("Lima, Quito, Lima, lima", "Lima", ["Lima", "Lima", "lima"], id="several hits"),
        pytest.param("aaa", "aa", ["aa", "aa"], id="hits that overlap"),
        pytest.param("Lima", "Quito", [], id="none"),
        pytest.param("Lima", "Lima and Quito", [], id="longer than the text"),
        pytest.param("Lima", "", [], id="no words"),
        pytest.param("Lima - Quito", " - \n", [], id="words of dashes and spaces"),
        pytest.param("", "Lima", [], id="no text"),
        pytest.param("Lima", "Limá", [], id="another accent"),
    ],
)  # fmt: skip
def test_words_are_located_whatever_ocr_left(text: str, words: str, hits: list[str]) -> None:
    found = documents.locate(text, words)
    assert [text[start:end] for start, end in found] == hits
    assert found == sorted(found)


def test_a_hit_begins_and_ends_at_its_own_letters() -> None:
    assert documents.locate("  - “Lima”, ", "lima") == [(5, 9)]


texts = st.text(st.sampled_from("abAB é\n-–ﬁßİ½.’"), max_size=30)


@settings(derandomize=True, database=None, deadline=None)
@given(texts, st.data())
def test_any_part_of_a_text_is_located_where_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    assume(re.search(r"[^\s–-]", words))
    assert any(start <= first < last <= end for first, last in documents.locate(text, words))


@settings(derandomize=True, database=None, deadline=None)
@given(texts, texts)
def test_whatever_is_located_reads_as_the_words(text: str, words: str) -> None:
    for start, end in documents.locate(text, words):
        assert documents.locate(text[start:end], words)


@pytest.mark.parametrize(
    ("text", "after", "ending"),
    [
        ("One two. Three.", "One", "One two."),
        ("One two. Three.", "One two.", "One two."),
        ("One two", "One", "One two"),
        ("One two", "One two", "One two"),
        ("One two?  Three", "One", "One two?"),
        ("One two! Three", "One", "One two!"),
        ("One two; three, four", "One", "One two; three, four"),
        ('She said “one two.” Three.', "one", "one two.”"),
        ("(See one.) Two.", "See", "See one.)"),
        ("Founded in 2.4 places. Then", "Founded", "Founded in 2.4 places."),
        ("Title line\n\nNext", "Title", "Title line"),
        ("Title line \n \t\nNext", "Title", "Title line"),
        ("Title line\n\nNext", "line", "line"),
        ("one\ntwo. three", "one", "one\ntwo."),
        ("They are: Lima. Quito.", "They", "They are:"),
        ("one two  \n", "one", "one two"),
    ],
)  # fmt: skip
def test_a_sentence_ends_at_its_full_stop_or_with_its_paragraph(text: str, after: str, ending: str) -> None:
    start = text.index(after)
    assert text[start : documents.sentence(text, start + len(after))] == ending


def test_a_text_without_words_has_a_sentence_without_words() -> None:
    assert (documents.sentence("", 0), documents.sentence("  ", 0)) == (0, 0)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("Lima and Bristol sign the paper", "Lima and Bristol signed the letter."),
        ("nine towns followed", "Nine cities followed in 2020."),
        ("mayors met", "Mayors met in Quito."),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_the_nearest_text_is_the_sentence_most_like_the_words(words: str, near: str) -> None:
    assert documents.nearest_text(TEXT, words) == near


def test_the_nearest_text_is_cut_a_little_after_the_length_of_the_words() -> None:
    assert documents.nearest_text("Lima signs " + "again " * 20, "Lima signed") == "Lima signs again again again ag"
    assert documents.nearest_text("", "Lima") == ""


def test_a_passage_is_found_where_it_was() -> None:
    each = passage(TEXT, "Lima and Bristol signed")
    assert documents.verify([each], {"report": TEXT}) == [Verdict(each, "found", each.start, each.end)]


def test_a_passage_is_found_where_only_its_own_white_space_changed() -> None:
    each = passage(TEXT, "Lima and Bristol signed")
    assert look_up(each, TEXT.replace("Lima and", "Lima\nand")) == ("found", "Lima\nand Bristol signed")


def test_text_inserted_before_moves_a_passage_by_its_length() -> None:
    each = passage(TEXT, "Lima and Bristol signed")
    moved = Verdict(each, "moved", each.start + 5, each.end + 5)
    assert documents.verify([each], {"report": "Note " + TEXT}) == [moved]


def test_text_taken_away_before_moves_a_passage_back() -> None:
    each = passage(TEXT, "Nine cities followed")
    moved = Verdict(each, "moved", each.start - 21, each.end - 21)
    assert documents.verify([each], {"report": TEXT.removeprefix("Mayors met in Quito. ")}) == [moved]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("met in Quito.", "met\n\n\nin   Quito."),
        ("Lima and Bristol signed", "Lima \n and Bristol\u00a0signed"),
        (" ", "\n"),
        (" ", "   "),
        ("\n", "\r\n"),
    ],
)
def test_a_passage_is_followed_through_changes_of_white_space(old: str, new: str) -> None:
    words = "Lima and Bristol signed the letter.\n\nNine cities"
    each = passage(TEXT, words)
    status, found = look_up(each, "» " + TEXT.replace(old, new))
    assert (status, documents.collapse(found)) == ("moved", documents.collapse(words))


def test_a_passage_with_double_spaces_is_found_when_they_are_gone() -> None:
    spaced = "Lima  and\n\n  Bristol    signed"
    each = passage("Then " + spaced, spaced)
    assert look_up(each, "Lima and Bristol signed the letter") == ("moved", "Lima and Bristol signed")


@pytest.mark.parametrize("text", ["", " ", "Lima and Bristol", TEXT.replace("signed", "sign"), TEXT.upper(), "x" * 50])
def test_a_passage_whose_words_changed_is_gone(text: str) -> None:
    each = passage(TEXT, "Lima and Bristol signed")
    assert documents.verify([each], {"report": text}) == [Verdict(each, "gone", -1, -1)]


def test_of_several_places_with_the_same_words_the_first_is_given() -> None:
    each = passage("Then Lima", "Lima")
    assert documents.verify([each], {"report": "In Lima, Lima and Lima"}) == [Verdict(each, "moved", 3, 7)]


def test_verdicts_come_in_the_order_of_the_passages_and_only_for_texts_that_are_there() -> None:
    first, second = passage(TEXT, "Nine cities", "report-p002"), passage(TEXT, "Mayors", "report-p001")
    other = Passage("page-p001", "page", "1", 0, 4, documents.fingerprint("Lima"))
    found = documents.verify([first, other, second], {"report": TEXT, "unused": "Lima"})
    assert [(each.passage.key, each.status) for each in found] == [("report-p002", "found"), ("report-p001", "found")]
    assert documents.verify([], {"report": TEXT}) == documents.verify([first], {}) == []


words = st.lists(st.text("abcÉﬁ.,", min_size=1, max_size=4), min_size=1, max_size=8)
spaces = st.text(" \n\t\u00a0", min_size=1, max_size=3)


@settings(derandomize=True, database=None, deadline=None)
@given(st.text(max_size=40), st.text("xyz \n", max_size=10), words)
def test_a_passage_is_found_after_any_inserted_prefix(prefix: str, before: str, covered: list[str]) -> None:
    text = f"{before} {' '.join(covered)} — and so on"
    each = passage(text, " ".join(covered))
    moved = prefix + text
    (verdict,) = documents.verify([each], {"report": moved})
    still = documents.fingerprint(moved[each.start : each.end]) == each.sha256
    assert verdict.status == ("found" if still else "moved")
    assert documents.fingerprint(moved[verdict.start : verdict.end]) == each.sha256
    if len(re.findall(f"(?={re.escape(' '.join(covered))})", documents.collapse(moved))) == 1:
        assert (verdict.start, verdict.end) == (each.start + len(prefix), each.end + len(prefix))


@settings(derandomize=True, database=None, deadline=None)
@given(words, st.data())
def test_a_passage_is_found_after_any_change_of_spaces(covered: list[str], data: st.DataObject) -> None:
    text = f"before {' '.join(covered)} after"
    each = passage(text, " ".join(covered))
    respaced = "".join(word + data.draw(spaces) for word in text.split(" "))
    status, found = look_up(each, respaced)
    assert status in ("found", "moved")
    assert documents.collapse(found) == " ".join(covered)


@pytest.mark.parametrize("before", ['"', "(", "“", "&quot;", "/", "—"])
def test_a_passage_that_begins_after_a_mark_is_found_when_it_moved(before: str) -> None:
    text = f"See {before}World Migration Report for more."
    start = text.index("World")
    each = Passage("p001", "report", "1", start, start + 22, documents.fingerprint("World Migration Report"))
    (verdict,) = documents.verify([each], {"report": "Note. " + text})
    assert (verdict.status, verdict.start, verdict.end) == ("moved", start + 6, start + 28)


def test_a_passage_with_much_white_space_is_found_when_it_moved() -> None:
    words = "Lima\n\n        and\n\n      Quito"
    each = Passage("p001", "report", "1", 0, len(words), documents.fingerprint(words))
    (verdict,) = documents.verify([each], {"report": f"Note. {words} and others who signed"})
    assert (verdict.status, verdict.start, verdict.end) == ("moved", 6, 6 + len(words))


def test_a_document_is_found_by_its_bytes_before_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("changed", encoding="utf-8")
    (tmp_path / "b.txt").write_text("as read", encoding="utf-8")
    as_read = hashlib.sha256(b"as read").hexdigest()
    assert documents.find(tmp_path, "a.txt", as_read) == tmp_path / "b.txt"
    assert documents.find(tmp_path, "a.txt", "0" * 64) == tmp_path / "a.txt"
    assert documents.find(tmp_path, "c.txt", "0" * 64) is None
