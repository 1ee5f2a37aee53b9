from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import records
from kg.errors import CuratorError

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9) | st.text(
    "'=+-@\t\r\n;,\"＝1.", max_size=6
)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", ""),
        ("Łódź", "Łódź"),
        ("a=b", "a=b"),
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r'=1"),
        ("＝1", "'＝1"),
        ("-", "'-"),
        ("+", "'+"),
        ("-3", "-3"),
        ("+49", "+49"),
        ("-3.5", "-3.5"),
        ("-12,5", "-12,5"),
        ("-1.5e-07", "-1.5e-07"),
        ("-3.", "'-3."),
        ("-3 | -4", "'-3 | -4"),
        ("-3\n", "'-3\n"),
        ("a;=1", "a;'=1"),
        ("a\n=1", "a\n'=1"),
        ("a; -b", "a; -b"),
        ("'=1", "''=1"),
        ("'t Goy", "'t Goy"),
    ],
)
def test_a_cell_is_never_a_formula(cell: str, written: str) -> None:
    assert records.neutral(cell) == written
    assert records.raw(written) == cell


@given(CELLS)
def test_what_was_guarded_can_be_had_again(cell: str) -> None:
    written = records.neutral(cell)
    assert records.raw(written) == cell
    assert written == cell or written.replace("'", "") == cell.replace("'", "")


@given(CELLS, st.sampled_from(",;"))
def test_no_spreadsheet_sees_a_formula_whatever_it_divides_at(cell: str, delimiter: str) -> None:
    written = records.safe(["x", "y"], [["a", cell]]).removeprefix("x,y\n")
    seen = [each for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter) for each in row]
    active = [each for each in seen if each.lstrip("\t")[:1] in tuple("=+-@＝") and not records.NUMBER.fullmatch(each)]
    assert active == []


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2)))
def test_rows_written_and_read_again_are_the_same(rows: list[list[str]]) -> None:
    lines = io.StringIO(records.write(["x", "y"], rows), newline="")
    assert [cells for _, cells in records.read("a.csv", lines)] == [["x", "y"], *rows]


def test_only_text_is_guarded_and_nothing_is_an_empty_cell() -> None:
    assert records.safe(["=x", "y", "z"], [[-1, None, "-1-1"]]) == "'=x,y,z\n-1,,'-1-1\n"
    assert records.write(["=x"], [["=1"]]) == "=x\n=1\n"


@pytest.mark.parametrize(
    ("line", "usual", "found"),
    [
        ("a,b;c,d", ",", ","),
        ("a;b,c;d", ",", ";"),
        ("a\tb", ",", "\t"),
        ("a|b", ",", "|"),
        ('"a;b;c",d', ",", ","),
        ("a", ",", ","),
        ("a", "\t", "\t"),
        ("a,b;c", "\t", ","),
        ("a,b;c", ";", ";"),
        ("", ",", ","),
    ],
)
def test_the_delimiter_is_what_makes_most_columns(line: str, usual: str, found: str) -> None:
    assert records.divider(line, usual) == found


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [(["a\n", '"b\n', "c\n"], 2, "unexpected end of data"), (["a\n", '"b"c\n'], 2, "',' expected after '\"'")],
)
def test_a_quotation_mark_out_of_place_is_shown_where_its_record_begins(lines: list[str], line: int, what: str) -> None:
    with pytest.raises(CuratorError) as caught:
        list(records.read("a.csv", lines))
    assert str(caught.value) == (f"a.csv:{line}: {what}; close the quotation mark or double it inside a quoted cell")
