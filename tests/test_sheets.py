from __future__ import annotations

import csv
import io
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import sheets
from kg.errors import AskerError, CuratorError, KgError, OperatorError
from kg.sheets import limits
from kg.sheets.marks import Cell

SHEET = "xl/worksheets/sheet1.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def laid(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def book(folder: Path, *rows: list[Any], then: Callable[[Any, Any], None] = lambda book, sheet: None) -> Path:
    """A workbook with a worksheet 'Members' of those rows, to which something more is done."""
    made = openpyxl.Workbook()
    made.active.title = "Members"
    for row in rows:
        made.active.append(row)
    then(made, made.active)
    made.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def patch(path: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def swap(old: bytes, new: bytes, part: str = SHEET) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return change


def parquet(folder: Path, **columns: Any) -> Path:
    pyarrow.parquet.write_table(pyarrow.table(columns), folder / "list.parquet")
    return folder / "list.parquet"


def rows(path: Path, sheet: str = "") -> list[tuple[int, Mapping[str, str]]]:
    return [(each.line, each.cells) for each in sheets.read(path, sheet).records]


def problems(path: Path, sheet: str = "", kind: type[KgError] = CuratorError) -> list[str]:
    """Every line of the complaint."""
    with pytest.raises(kind) as caught:
        sheets.read(path, sheet)
    assert type(caught.value) is kind
    return str(caught.value).split("\n")


# Delimited text


@pytest.mark.parametrize(
    ("name", "content", "warnings"),
    [
        ("list.csv", "name,country\nŁódź,PL\n".encode(), ()),
        ("list.csv", "name,country\r\nŁódź,PL".encode("utf-8-sig"), ()),
        ("list.csv", "\n name ,country\r Łódź\t, PL \r\r".encode("utf-16"), ()),
        ("list.csv", b"\xfe\xff" + "name,country\nŁódź,PL\n".encode("utf-16-be"), ()),
        ("list.csv", "name;country\nŁódź;PL\n".encode(), ("list.csv:1: the cells are divided by semicolons",)),
        ("list.csv", "name\tcountry\nŁódź\tPL\n".encode(), ("list.csv:1: the cells are divided by tabs",)),
        ("list.TSV", "name\tcountry\nŁódź\tPL\n".encode(), ()),
        ("list.tsv", "name,country\nŁódź,PL\n".encode(), ("list.tsv:1: the cells are divided by commas",)),
        ("list.txt", "name|country\nŁódź|PL\n".encode(), ("list.txt:1: the cells are divided by vertical bars",)),
        ("list.csv", "name,country,,\nŁódź,PL,,\n,,,\n".encode(), ()),
        ("list.csv", "name,country\nŁo\u0301dz\u0301,PL\n".encode(), ()),
    ],
)
def test_text_of_any_program_is_read(tmp_path: Path, name: str, content: bytes, warnings: tuple[str, ...]) -> None:
    sheet = sheets.read(laid(tmp_path, content, name))
    assert (sheet.path, sheet.columns) == (tmp_path / name, ("name", "country"))
    assert [each.cells for each in sheet.records] == [{"name": "Łódź", "country": "PL"}]
    assert sheet.warnings == warnings


def test_a_record_stands_in_the_line_where_it_begins(tmp_path: Path) -> None:
    path = laid(tmp_path, 'a,b\n1,"x\r\ny"\n\n , \n2,"say ""so"", they"\n')
    assert rows(path) == [(2, {"a": "1", "b": "x\r\ny"}), (6, {"a": "2", "b": 'say "so", they'})]


@pytest.mark.parametrize(
    "name", ["Αglantzia", "Bеrn", "القدس", "\u202eכרמיאל", "=1+1", "+49", "@x", "-", "<script>alert(1)</script>", "{a}"]
)
def test_a_name_is_kept_exactly(tmp_path: Path, name: str) -> None:
    assert rows(laid(tmp_path, f"city,x\n{name},1\n")) == [(2, {"city": name, "x": "1"})]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", ["list.csv:1: empty file; the first line names the columns"]),
        (b" \r\n\n", ["list.csv:1: empty file; the first line names the columns"]),
        (b"\xef\xbb\xbf", ["list.csv:1: only a header; each line below it is a record"]),
        (b"\na,b\n,\n", ["list.csv:2: only a header; each line below it is a record"]),
        (
            b"a,b,a,,c,b\n1,2,3,4,5,6\n",
            [
                "list.csv:1:3: column 'a' stands twice; rename one",
                "list.csv:1:4: a column without a name; give it one or remove it",
                "list.csv:1:6: column 'b' stands twice; rename one",
            ],
        ),
        (
            b"a,b\n1,2\n1\n1,2,3\n",
            [
                "list.csv:3: 1 cell, expected 2; a cell that holds the delimiter stands in quotation marks",
                "list.csv:4: 3 cells, expected 2; a cell that holds the delimiter stands in quotation marks",
            ],
        ),
        (
            b"a,b,,\n1,2,,x\n",
            ["list.csv:2: a cell in column 4, which the header does not name; name it or remove the cell"],
        ),
        (
            b'a,b\n1,2\n3,"4\n5,6\n',
            ["list.csv:3: unexpected end of data; close the quotation mark or double it inside a quoted cell"],
        ),
        (
            b'a,b\n1,"' + b"x" * 200_000 + b"\n",
            [
                "list.csv:2: field larger than field limit (131072); close the quotation mark or double it inside a "
                "quoted cell"
            ],
        ),
        (b"a,b\n1,x\0\n", ["list.csv:2:4: a NUL character; save the table as CSV in UTF-8 again"]),
        ("a,b\n1,é\n".encode("utf-16-le"), ["list.csv:1:2: a NUL character; save the table as CSV in UTF-8 again"]),
        (
            b"a,b\r\n\xc3\xa9,\xe9\n",
            ["list.csv:2:3: byte 0xe9 is not UTF-8; save the table as CSV in UTF-8 again"],
        ),
        (
            b"a\n" + b"x\n" * 9000 + b"x\xff\n",
            ["list.csv:9002:2: byte 0xff is not UTF-8; save the table as CSV in UTF-8 again"],
        ),
        (
            b"\xff\xfea\0,\0b",
            ["list.csv:1:3: byte 0x62 is not UTF-16; save the table as CSV in UTF-8 again"],
        ),
        (b"\xef\xbb\xbfa\n\xe9", ["list.csv:2:1: byte 0xe9 is not UTF-8; save the table as CSV in UTF-8 again"]),
        (b"%PDF-1.7\n", ["list.csv: a PDF, not a table; read it with a program that makes CSV of its tables"]),
        (b"\x1f\x8b\x08", ["list.csv: compressed; unpack it first"]),
        (
            b"\xef\xbb\xbf\n<table><tr>",
            ["list.csv: a page or XML, whatever its name; open it in a spreadsheet and save it as CSV in UTF-8"],
        ),
        (b'{"a": 1}', ["list.csv: JSON, not a table; write it as CSV in UTF-8"]),
        (OLE, ["list.csv: an old Excel file (.xls); open it and save it as .xlsx"]),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            ["list.csv: protected by a password; save it without one"],
        ),
    ],
)
def test_a_bad_file_gets_a_line_for_every_problem(tmp_path: Path, content: bytes, told: list[str]) -> None:
    assert problems(laid(tmp_path, content)) == told


def test_of_many_problems_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    told = problems(laid(tmp_path, "a,b\n" + "1\n" * 10_000))
    assert (len(told), told[-2].partition(";")[0]) == (21, "list.csv:21: 1 cell, expected 2")
    assert told[-1] == "list.csv: 9,980 more lines are wrong"


@pytest.mark.parametrize(("name", "what"), [("", "Is a directory"), ("none.csv", "No such file or directory")])
def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path, name: str, what: str) -> None:
    assert problems(tmp_path / name, kind=OperatorError) == [f"cannot read {tmp_path / name}: {what}; name a table"]


def test_a_large_file_is_refused_before_it_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = laid(tmp_path, "name,country\n" + "Bern,CH\n" * 300_000)
    monkeypatch.setattr(limits, "SIZE", 2 * limits.MEGABYTE)
    assert problems(path, kind=OperatorError) == [
        f"{path} is larger than 2 MB; split it, or save only the columns and rows that you need"
    ]


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS", 4)
    assert len(rows(laid(tmp_path, "a,b\n1,2\n3,4\n"))) == 2
    path = laid(tmp_path, "a,b\n1,2\n3,4\n5,6\n")
    assert problems(path, kind=OperatorError) == [f"{path} has more than 4 cells; split it, or save only what you need"]
    path = book(tmp_path, ["a", "b"], [1, 2], [3, 4])
    assert problems(path, kind=OperatorError) == ["list.xlsx has more than 4 cells; save what you need of it as CSV"]
    path = parquet(tmp_path, a=[1] * 5)
    assert problems(path, kind=OperatorError) == [
        f"{path} holds 5 cells in 0 MB, more than 4 or 256; write only the columns and rows that you need"
    ]


def test_a_text_file_has_no_worksheets(tmp_path: Path) -> None:
    assert problems(laid(tmp_path, "a\n1\n"), "Members", AskerError) == [
        "--sheet Members: list.csv has no worksheets; leave the option out"
    ]


# Excel


def test_values_become_the_text_of_a_table(tmp_path: Path) -> None:
    values = ["Łódź", 1986.0, 46.948, 1e-05, -12.5, True, date(2018, 12, 8), datetime(2018, 1, 2, 3, 4), time(9, 30)]
    path = book(tmp_path, [f"c{at}" for at in range(9)], values, [], [" x "])
    sheet = sheets.read(path)
    assert list(sheet.records[0].cells.values()) == [
        "Łódź", "1986", "46.948", "0.00001", "-12.5", "true", "2018-12-08", "2018-01-02T03:04:00", "09:30:00"
    ]  # fmt: skip
    assert [(each.line, each.cells["c0"], each.cells["c8"]) for each in sheet.records] == [
        (2, "Łódź", "09:30:00"),
        (4, "x", ""),
    ]
    assert sheet.warnings == ()


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    def as_text(_: Any, sheet: Any) -> None:
        sheet["A2"].data_type = "s"

    assert rows(book(tmp_path, ["a"], ["=1+1"], then=as_text)) == [(2, {"a": "=1+1"})]


def test_a_formula_gives_its_last_value_and_a_warning(tmp_path: Path) -> None:
    path = book(tmp_path, ["a", "b"], ["=1+1", "=2+2"], [3, 4])
    with zipfile.ZipFile(path) as archive:
        content = archive.read(SHEET)
    first, second, *_ = [part.partition(b"</c>")[0] for part in content.split(b"<f>")[1:]]
    patch(path, swap(b"<f>" + first, b"<f>1+1</f><v>2</v>"))
    patch(path, swap(b"<f>" + second, b"<f>2+2</f><v>4</v>"))
    sheet = sheets.read(path)
    assert [each.cells for each in sheet.records] == [{"a": "2", "b": "4"}, {"a": "3", "b": "4"}]
    assert sheet.warnings == (
        "list.xlsx: worksheet 'Members': formulas were not run, their last value was read: A2, B2",
    )


def test_a_formula_without_a_value_an_error_and_a_tall_merged_cell_are_problems(tmp_path: Path) -> None:
    def merge(_: Any, sheet: Any) -> None:
        sheet.merge_cells("B4:C5")

    path = book(tmp_path, ["a", "b", "c"], ["=1+1", "#REF!", "#N/A"], ["x"], ["y", "CH"], ["z"], then=merge)
    assert problems(path) == [
        "list.xlsx:2:2: the error #REF! stands in B2; mend it and save the file again",
        "list.xlsx:2:3: the error #N/A stands in C2; mend it and save the file again",
        "list.xlsx:2:1: the formula in A2 has no value yet; open and save the file in Excel",
        "list.xlsx:4: B4:C5 is merged, one value for several rows; unmerge it and fill each row",
    ]
    many = problems(book(tmp_path, ["a"], *(["#REF!"] for _ in range(30))))
    assert (len(many), many[-1]) == (21, "list.xlsx: 10 more cells are wrong")


def test_flat_merged_cells_and_what_is_hidden_are_read_with_a_warning(tmp_path: Path) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.merge_cells("A2:B2")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    sheet = sheets.read(book(tmp_path, ["a", "b", "c"], ["x", None, 1], ["y", "z", 2], then=change))
    assert [tuple(each.cells.values()) for each in sheet.records] == [("x", "", "1"), ("y", "z", "2")]
    assert sheet.warnings == (
        "list.xlsx: worksheet 'Members': of merged cells the first alone has the value: A2:B2",
        "list.xlsx: worksheet 'Members': what is hidden was read too: column C, row 3",
    )


def test_of_several_worksheets_one_is_chosen(tmp_path: Path) -> None:
    def more(book: Any, _: Any) -> None:
        book.create_sheet("Old").append(["a"])
        book["Old"].append([2])
        book.create_sheet("Notes").sheet_state = "hidden"

    path = book(tmp_path, ["a"], [1], then=more)
    listed = "list.xlsx has 3 worksheets: 'Members', 'Old', 'Notes' (hidden)"
    assert problems(path, kind=AskerError) == [f"{listed}; choose one with --sheet NAME"]
    assert problems(path, "Member", AskerError) == [f"--sheet Member: {listed}; did you mean 'Members'?"]
    assert (rows(path, "Members"), rows(path, "Old")) == ([(2, {"a": "1"})], [(2, {"a": "2"})])


def test_a_hidden_worksheet_is_read_only_when_it_is_named(tmp_path: Path) -> None:
    def more(book: Any, _: Any) -> None:
        sheet = book.create_sheet("Notes")
        sheet.append(["a"])
        sheet.append([2])
        sheet.sheet_state = "veryHidden"

    path = book(tmp_path, ["a"], [1], then=more)
    assert sheets.read(path).warnings == ("list.xlsx: hidden worksheet 'Notes' was not read; --sheet reads it",)
    assert sheets.read(path, "Notes").warnings == ("list.xlsx: worksheet 'Notes' is hidden",)
    assert (rows(path), rows(path, "Notes")) == ([(2, {"a": "1"})], [(2, {"a": "2"})])


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (
            ["x", "y", "beyond"],
            "list.xlsx:2: a cell in column 3, which the header does not name; name it or remove the cell",
        ),
        ([], "list.xlsx:1: only a header; each line below it is a record"),
    ],
)  # fmt: skip
def test_the_header_of_a_worksheet_names_every_column(tmp_path: Path, second: list[str], told: str) -> None:
    assert problems(book(tmp_path, ["a", "b"], second)) == [told]


def test_a_wrong_dimension_loses_no_cell(tmp_path: Path) -> None:
    path = patch(book(tmp_path, ["a", "b"], [1, 2], [3, 4]), swap(b'ref="A1:B3"', b'ref="A1:A2"'))
    assert rows(path) == [(2, {"a": "1", "b": "2"}), (3, {"a": "3", "b": "4"})]


def test_a_workbook_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    renamed = book(tmp_path, ["a"], [1]).rename(tmp_path / "list.csv")
    assert rows(renamed) == [(2, {"a": "1"})]
    assert rows(laid(tmp_path, "a\n1\n", "text.xlsx")) == [(2, {"a": "1"})]


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda parts: parts.update({SHEET: ENTITIES + parts[SHEET]}), "ValueError"),
        (lambda parts: parts.update({"xl/workbook.xml": ENTITIES + parts["xl/workbook.xml"]}), "ValueError"),
        (swap(b'<row r="2"', b'<row r="99999999999"'), "ValueError"),
        (swap(b'<row r="2"', b'<row r="1"'), "ValueError"),
        (swap(b'r="A2"', b'r="ZZZZ2"'), "ValueError"),
        (swap(b'r="A2"', b'r="A3"'), "ValueError"),
        (swap(b"</sheetData>", b""), "ExpatError"),
        (swap(b"<v>1</v>", b"<v>x</v>"), "ValueError"),
        (lambda parts: parts.pop("xl/workbook.xml"), "KeyError"),
    ],
)
def test_a_damaged_or_hostile_workbook_is_one_line(tmp_path: Path, change: Callable[..., None], kind: str) -> None:
    path = patch(book(tmp_path, ["a"], [1]), change)
    assert problems(path) == [
        f"list.xlsx: cannot be read as an Excel file ({kind}); open it and save it as .xlsx again"
    ]


def test_a_workbook_without_a_worksheet_says_so(tmp_path: Path) -> None:
    path = patch(book(tmp_path, ["a"], [1]), lambda parts: parts.pop(SHEET))
    assert problems(path) == ["list.xlsx has no worksheet; save the table in one"]


def test_a_workbook_cut_short_is_one_line(tmp_path: Path) -> None:
    path = book(tmp_path, ["a"], [1])
    path.write_bytes(path.read_bytes()[:-400])
    assert problems(path) == [
        "list.xlsx: cannot be read as an Excel file (BadZipFile); open it and save it as .xlsx again"
    ]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = patch(book(tmp_path, ["a"], [1]), lambda parts: parts.update({"xl/x.xml": b" " * 257_000_000}))
    assert path.stat().st_size < limits.MEGABYTE
    assert problems(path, kind=OperatorError) == [
        f"{path} would unpack to 257 MB, more than 256; save the worksheet as CSV"
    ]


@pytest.mark.parametrize("part", ["list.csv", "word/document.xml", "xl/workbook.bin"])
def test_another_zip_archive_is_no_workbook(tmp_path: Path, part: str) -> None:
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as archive:
        archive.writestr(part, "a\n1\n")
    assert problems(tmp_path / "list.xlsx") == [
        "list.xlsx: a zip archive, but no .xlsx file; unpack it, or open it and save the table as .xlsx or CSV"
    ]


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_cells_are_named_as_in_excel(column: int, name: str) -> None:
    assert Cell(7, column).name == f"{name}7"
    assert openpyxl.utils.get_column_letter(column) == name


# Parquet


def test_a_parquet_file_is_read_as_text(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        name=["Łódź", None],
        number=[1986.0, float("nan")],
        day=[date(2018, 12, 8), None],
        nano=pyarrow.array([0, 1_500_000_000], pyarrow.timestamp("ns")),
        amount=[Decimal("1.50"), None],
        kind=pyarrow.array(["a", "b"]).dictionary_encode(),
        raw=pyarrow.array([b"x", b"y"]),
    )
    assert [(line, list(cells.values())) for line, cells in rows(path)] == [
        (1, ["Łódź", "1986", "2018-12-08", "1970-01-01", "1.50", "a", "x"]),
        (2, ["", "", "", "1970-01-01T00:00:01.500000", "", "b", "y"]),
    ]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (
            {"a": [[1]], "b": [1], "c": [{"x": 1}]},
            "list.parquet: nested columns: a (list<element: int64>), c (struct<x: int64>); write them as "
            "text, or leave them out",
        ),
        ({"a": pyarrow.array([b"x", b"\xff"])}, "list.parquet:2:1: bytes that are no text; write the column as text"),
        ({"a": pyarrow.array([], pyarrow.string())}, "list.parquet:1: only a header; each line below it is a record"),
        ({"a": [1], "": [2], "b": [3]}, "list.parquet:2: a column without a name; give it one or remove it"),
    ],
)
def test_a_parquet_file_that_is_no_table_is_one_line(tmp_path: Path, columns: dict[str, Any], told: str) -> None:
    assert problems(parquet(tmp_path, **columns)) == [told]


def test_a_damaged_parquet_file_is_one_line(tmp_path: Path) -> None:
    path = parquet(tmp_path, a=[1])
    path.write_bytes(path.read_bytes()[:-9])
    assert problems(path) == [
        "list.parquet: cannot be read as a Parquet file (ArrowInvalid); write it again, or as CSV"
    ]


@pytest.mark.parametrize(
    ("make", "module", "told"),
    [
        (
            lambda folder: book(folder, ["a"], [1]),
            "openpyxl",
            "Excel needs openpyxl; install it with: pip install 'citykg[excel]'",
        ),
        (
            lambda folder: parquet(folder, a=[1]),
            "pyarrow.parquet",
            "Parquet needs pyarrow; install it with: pip install 'citykg[parquet]'",
        ),
    ],
)
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path], module: str, told: str
) -> None:
    path = make(tmp_path)
    monkeypatch.setitem(sys.modules, module, None)
    assert problems(path, kind=OperatorError) == [told]


# Whatever the cells are

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


def canon(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.strip())


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5).filter(
        lambda rows: any(canon(cell) for row in rows for cell in row)
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_wrote_is_read(cells: list[list[str]], delimiter: str, encoding: str, end: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *cells])
    with tempfile.TemporaryDirectory() as folder:
        sheet = sheets.read(laid(Path(folder), out.getvalue().encode(encoding)))
    wanted = [[canon(cell) for cell in row] for row in cells]
    assert [list(each.cells.values()) for each in sheet.records] == [row for row in wanted if any(row)]
    assert [each.line for each in sheet.records] == sorted(each.line for each in sheet.records)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60) | st.text("a,;\t\n\r\"'é=\ufeff", max_size=30).map(str.encode))
def test_no_bytes_make_it_fail_in_another_way(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            sheet = sheets.read(laid(Path(folder), content))
        except KgError as error:
            assert str(error).startswith("list.csv")
        else:
            assert all(tuple(each.cells) == sheet.columns for each in sheet.records)
