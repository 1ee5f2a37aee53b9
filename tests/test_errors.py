from __future__ import annotations

import pytest

import kg
from kg import errors
from kg.errors import AskerError, CuratorError, KgError, ModellerError, OperatorError, nearest


@pytest.mark.parametrize(
    ("family", "code"), [(KgError, 1), (CuratorError, 1), (ModellerError, 1), (AskerError, 2), (OperatorError, 1)]
)
def test_each_person_has_an_exit_code_and_one_root(family: type[KgError], code: int) -> None:
    assert (family.exit_code, issubclass(family, KgError)) == (code, True)


def test_the_four_families_do_not_overlap() -> None:
    families = [CuratorError, ModellerError, AskerError, OperatorError]
    assert [family.__bases__ for family in families] == [(KgError,)] * 4


@pytest.mark.parametrize("name", ["KgError", "CuratorError", "ModellerError", "AskerError", "OperatorError"])
def test_import_kg_offers_the_same_classes(name: str) -> None:
    assert getattr(kg, name) is getattr(errors, name)


@pytest.mark.parametrize(
    ("given", "problems", "text"),
    [
        ("one", ["one"], "one"),
        (["one", "two"], ["one", "two"], "one\ntwo"),
        ((each for each in ("b", "a")), ["b", "a"], "b\na"),
        ([], [], ""),
    ],
)
def test_a_curator_error_keeps_every_problem_in_order(given: list[str] | str, problems: list[str], text: str) -> None:
    error = CuratorError(given)
    assert (error.problems, str(error)) == (problems, text)


def test_a_curator_error_does_not_share_its_list() -> None:
    given = ["one"]
    error = CuratorError(given)
    given.append("two")
    assert error.problems == ["one"]


@pytest.mark.parametrize(
    ("wanted", "known", "end"),
    [
        ("eurocites", ["icorn", "eurocities"], "; did you mean 'eurocities'?"),
        ("eurocities", ["eurocities"], "; did you mean 'eurocities'?"),
        ("Łodz", ["Łódź", "Lublin"], ""),
        ("Łódz", ["Łódź", "Lublin"], "; did you mean 'Łódź'?"),
        ("abcde", ["abcvw"], "; did you mean 'abcvw'?"),
        ("abcde", ["abuvw"], ""),
        ("", ["eurocities"], ""),
        ("eurocities", [], ""),
    ],
)
def test_the_nearest_word_is_proposed_only_where_it_is_near(wanted: str, known: list[str], end: str) -> None:
    assert nearest(wanted, known) == end


@pytest.mark.parametrize("known", [["cat", "bat"], ["bat", "cat"], {"cat": 1, "bat": 2}])
def test_a_tie_is_broken_by_the_words_and_not_by_their_order(known: list[str]) -> None:
    assert nearest("hat", known) == "; did you mean 'cat'?"


def test_the_known_words_may_come_from_a_generator() -> None:
    assert nearest("barcelone", (name for name in ("bern", "barcelona"))) == "; did you mean 'barcelona'?"
