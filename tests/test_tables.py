from __future__ import annotations

import csv
import io
import json
import math
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import cells, paths, tables
from kg.cells import Column
from kg.errors import CuratorError, OperatorError
from kg.tables import Row, Table
from tests.conftest import field, lay, resource

KEY = field("key", rules={"required": True, "unique": True, "pattern": "[a-z0-9-]+"})
EVIDENCE = field("evidence", format="evidence", rules={"required": True})
SOURCES = resource("sources", "source", "Source", KEY, field("title"))
NETWORKS = resource(
    "networks",
    "network",
    {"network": "Network", "coalition": "Coalition"},
    KEY,
    field("name", rules={"required": True}),
    field("kind", rules={"enum": ["network", "coalition"]}),
    field("founded", format="partial-date", rules={"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}),
    EVIDENCE,
)
MEMBERSHIPS = resource(
    "memberships",
    "membership",
    "Membership",
    KEY,
    field("collective", references=["networks"], rules={"required": True}),
    field("role", format="concept", scheme="role"),
    EVIDENCE,
)
WORLD = [SOURCES, NETWORKS, MEMBERSHIPS]
CONCEPTS = {"role": frozenset({"member", "founder"}), "theme": frozenset({"housing"})}
GOOD = {
    "sources": "s,A source\n",
    "networks": "eurocities,EUROCITIES,network,1986,s founded=s\nicorn,ICORN,coalition,,s\n",
    "memberships": "m1,eurocities,member,s\nm2,icorn,,s\n",
}


def problems(folder: Path) -> list[str]:
    """Every line that `load` complains with; none where it is content."""
    try:
        tables.load(folder, CONCEPTS)
    except CuratorError as error:
        return error.problems
    return []


def good(folder: Path, **rows: str) -> Path:
    """The small world, with other rows in some tables."""
    return lay(folder, WORLD, **{**GOOD, **rows})


# What is read


def test_the_rows_of_every_table_are_read_in_order_with_line_key_and_filled_cells(tmp_path: Path) -> None:
    read = tables.load(good(tmp_path), CONCEPTS)
    assert {name: table.rows for name, table in read.items()} == {
        "sources": [Row("sources", 2, "s", {"key": "s", "title": "A source"})],
        "networks": [
            Row(
                "networks",
                2,
                "eurocities",
                {
                    "key": "eurocities",
                    "name": "EUROCITIES",
                    "kind": "network",
                    "founded": "1986",
                    "evidence": "s founded=s",
                },
            ),
            Row("networks", 3, "icorn", {"key": "icorn", "name": "ICORN", "kind": "coalition", "evidence": "s"}),
        ],
        "memberships": [
            Row("memberships", 2, "m1", {"key": "m1", "collective": "eurocities", "role": "member", "evidence": "s"}),
            Row("memberships", 3, "m2", {"key": "m2", "collective": "icorn", "evidence": "s"}),
        ],
    }


def test_a_column_is_what_the_descriptor_declares(tmp_path: Path) -> None:
    whole = {
        "name": "size",
        "type": "number",
        "description": "How many.",
        "format": "f",
        "scheme": "s",
        "property": "kg:size",
        "statement": True,
        "references": ["a", "b"],
        "constraints": {
            "required": True,
            "unique": True,
            "enum": ["1", "2"],
            "pattern": "p",
            "minimum": 1,
            "maximum": 2,
        },
    }
    bare = {"name": "note", "type": "string", "description": "A note."}
    read = tables.describe(lay(tmp_path, [resource("things", "thing", "Thing", whole, bare)]))
    assert read == {
        "things": Table(
            "things",
            "things.csv",
            "things",
            "thing",
            {"": "Thing"},
            (
                Column(
                    "size",
                    "number",
                    "f",
                    "s",
                    "kg:size",
                    True,
                    "How many.",
                    ("a", "b"),
                    True,
                    True,
                    ("1", "2"),
                    "p",
                    1,
                    2,
                ),
                Column("note", "string", description="A note.", minimum=-math.inf, maximum=math.inf),
            ),
        )
    }


def test_a_table_without_rows_is_fine(tmp_path: Path) -> None:
    read = tables.load(lay(tmp_path, WORLD), CONCEPTS)
    assert [table.rows for table in read.values()] == [[], [], []]


def test_a_folder_that_declares_no_table_is_fine(tmp_path: Path) -> None:
    assert tables.load(lay(tmp_path, []), CONCEPTS) == {}


def test_the_last_line_needs_no_line_end(tmp_path: Path) -> None:
    folder = good(tmp_path, sources="s,A source")
    assert tables.load(folder, CONCEPTS)["sources"].rows[0]["title"] == "A source"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('"Paris, Texas"', "Paris, Texas"),
        ('"say ""no"""', 'say "no"'),
        ("Łódź 東京 \U0001f3d9", "Łódź 東京 \U0001f3d9"),
        ("O'Neill; a|b\\n", "O'Neill; a|b\\n"),
    ],
)
def test_a_cell_may_hold_any_words(tmp_path: Path, cell: str, value: str) -> None:
    assert tables.load(good(tmp_path, sources=f"s,{cell}\n"), CONCEPTS)["sources"].rows[0]["title"] == value


def test_rows_reads_one_table_and_does_not_look_at_the_others(tmp_path: Path) -> None:
    folder = good(tmp_path, memberships="m1,nowhere,nobody,nothing\n")
    (folder / "sources.csv").unlink()
    (row,) = tables.rows(folder, "memberships")
    assert (row.line, row.key, row["collective"]) == (2, "m1", "nowhere")


def test_rows_complains_about_the_form_of_its_table(tmp_path: Path) -> None:
    with pytest.raises(CuratorError) as caught:
        tables.rows(good(tmp_path, sources="s\n"), "sources")
    assert caught.value.problems == [
        "sources.csv:2: 1 cells, expected 2; a cell that holds a comma stands in quotation marks"
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("networks", "networks.csv:2:4 founded: '06' is not as expected: a date as 2018, 2018-12 or 2018-12-08"),
        ("network", "{folder}/datapackage.json: declares no table 'network'; did you mean 'networks'?"),
    ],
)
def test_rows_checks_the_cells_of_its_table(tmp_path: Path, name: str, line: str) -> None:
    with pytest.raises(CuratorError) as caught:
        tables.rows(good(tmp_path, networks="icorn,ICORN,network,06,nowhere\n"), name)
    assert caught.value.problems == [line.format(folder=tmp_path)]


def test_the_shipped_tables_are_tidy() -> None:
    assert tables.tidy(paths.data(), write=False) == []


# Rows and tables


ROW = Row("t", 7, "k", {"key": "k", "evidence": "a-p1 founded=a-p2 b founded=c name=a-p1"})


@pytest.mark.parametrize(
    ("column", "keys"),
    [("", ["a-p1", "b"]), ("founded", ["a-p2", "c"]), ("name", ["a-p1"]), ("kind", ["a-p1", "b"])],
)
def test_a_column_with_evidence_of_its_own_rests_on_that_alone(column: str, keys: list[str]) -> None:
    assert ROW.evidence(column) == keys


@pytest.mark.parametrize("cells", [{}, {"evidence": ""}])
def test_a_row_without_evidence_has_none(cells: dict[str, str]) -> None:
    row = Row("t", 2, "k", cells)
    assert (row.evidence(), row.evidence("name"), row.places()) == ([], [], [])


def test_the_places_of_a_row_are_all_its_evidence_each_once() -> None:
    assert ROW.places() == ["a-p1", "a-p2", "b", "c"]


def test_an_unknown_cell_is_empty_when_asked_for_softly() -> None:
    assert (ROW.get("nothing"), ROW["key"]) == ("", "k")
    with pytest.raises(KeyError, match="nothing"):
        ROW["nothing"]


@pytest.mark.parametrize(
    ("classes", "kind", "name"),
    [
        ({"": "City"}, "", "City"),
        ({"": "Event"}, "forum", "Event"),
        ({"a": "Charter", "": "Instrument"}, "a", "Charter"),
        ({"a": "Charter", "": "Instrument"}, "b", "Instrument"),
    ],
)
def test_the_kind_of_a_row_picks_its_class(classes: dict[str, str], kind: str, name: str) -> None:
    assert Table("t", "t.csv", "", "t", classes, ()).class_of(Row("t", 2, "k", {"kind": kind})) == name


def test_a_column_is_found_by_name_and_a_cell_by_its_number() -> None:
    table = Table("t", "t.csv", "", "t", {}, (Column("key", "string"), Column("name", "string")))
    assert table.column("name") == Column("name", "string")
    assert tables.where(table, Row("t", 9, "k", {}), "name") == "t.csv:9:2 name"


# What is wrong with a table


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            {"networks": "eurocities,EUROCITIES,network,1986,s\neurocities,Other,network,,s\nicorn,ICORN,network,,s\n"},
            ["networks.csv:3:1 key: 'eurocities' stands already in line 2; it must be unique"],
        ),
        (
            {"sources": "s,A\nt,B\ns,C\ns,D\n"},
            [
                "sources.csv:4:1 key: 's' stands already in line 2; it must be unique",
                "sources.csv:5:1 key: 's' stands already in line 2; it must be unique",
            ],
        ),
        (
            {"memberships": "s,icorn,,s\n"},
            ["memberships.csv:2:1 key 's' is a key of sources already; choose another key"],
        ),
        (
            {"memberships": "m1,eurocites,member,s\n"},
            ["memberships.csv:2:2 collective: no row 'eurocites' in networks; did you mean 'eurocities'?"],
        ),
        ({"memberships": "M1,icorn,,s\n"}, ["memberships.csv:2:1 key: 'M1' is not as expected: the key"]),
        (
            {"memberships": "m1,,boss,s x\n,icorn,,s\n"},
            [
                "memberships.csv:2:2 collective: empty; expected the collective",
                "memberships.csv:2:3 role: no concept 'boss' in scheme 'role'",
                "memberships.csv:2:4 evidence: no row 'x' in passages or sources",
                "memberships.csv:3:1 key: empty; expected the key",
            ],
        ),
        (
            {"sources": "s,A\nt,B, C\nu\n"},
            [
                "sources.csv:3: 3 cells, expected 2; a cell that holds a comma stands in quotation marks",
                "sources.csv:4: 1 cells, expected 2; a cell that holds a comma stands in quotation marks",
            ],
        ),
    ],
)
def test_every_problem_of_a_run_is_listed_with_file_line_and_column(
    tmp_path: Path, rows: dict[str, str], lines: list[str]
) -> None:
    assert problems(good(tmp_path, **rows)) == lines


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", ["memberships.csv:1: empty file; the first line names the columns"]),
        (b" \n\n", ["memberships.csv:1: empty file; the first line names the columns"]),
        (b"\xef\xbb\xbfkey,collective,role,evidence\n", ["memberships.csv:1:1: byte order mark; 'kg tidy' removes it"]),
        (
            b"key,collective,role,evidence\r\n",
            ["memberships.csv:1: carriage return at the line's end; 'kg tidy' rewrites line ends"],
        ),
        (
            b"key,collective,role,evidence\nm1,icorn,,s\nm2,icorn,,s\r\n",
            ["memberships.csv:3: carriage return at the line's end; 'kg tidy' rewrites line ends"],
        ),
        (
            "key,collective,role,evidence\nm1,icorn,,s\nm2,ïcorn,,s\n".encode("latin-1"),
            ["memberships.csv:3: byte 0xef is not UTF-8; save the file as UTF-8"],
        ),
        (
            "key,collective,role,evidence\n".encode("utf-16"),
            ["memberships.csv:1: byte 0xff is not UTF-8; save the file as UTF-8"],
        ),
        (
            b"key,role,evidence\n",
            ["memberships.csv:1: column 'collective' is missing; the columns are key,collective,role,evidence"],
        ),
        (
            b"key,colective,role,evidence\n",
            [
                "memberships.csv:1: column 'collective' is missing; the columns are key,collective,role,evidence",
                "memberships.csv:1: no column 'colective'; did you mean 'collective'?",
            ],
        ),
        (b"key,collective,role,evidence,note\n", ["memberships.csv:1: no column 'note'"]),
        (b"key,collective,evidence,role\n", ["memberships.csv:1: columns in another order; 'kg tidy' sorts them"]),
        (b"key,collective,role,role,evidence\n", ["memberships.csv:1: a column stands twice; remove one"]),
        (
            b'key,collective,role,evidence\nm1,"ico"rn,,s\n',
            ["memberships.csv:2: ',' expected after '\"'; close the quotation mark or double it inside a quoted cell"],
        ),
        (
            b'key,collective,role,evidence\nm1,"icorn,,s\n',
            ["memberships.csv:2: unexpected end of data; close the quotation mark or double it inside a quoted cell"],
        ),
        (
            b'key,collective,role,evidence\nm1,icorn,,s\nm2,"icorn,,s\nm3,icorn,,s\nm4,icorn,,s\n',
            ["memberships.csv:3: unexpected end of data; close the quotation mark or double it inside a quoted cell"],
        ),
        (
            b'key,collective,role,evidence\nm1,icorn,"mem\nber",s\nm2,icor,,s\n',
            [
                "memberships.csv:2:3 role: a line break stands in the cell; 'kg tidy' makes it a space",
                "memberships.csv:4:2 collective: no row 'icor' in networks; did you mean 'icorn'?",
            ],
        ),
    ],
)
def test_a_file_of_bad_form_is_one_line(tmp_path: Path, content: bytes, lines: list[str]) -> None:
    folder = good(tmp_path)
    (folder / "memberships.csv").write_bytes(content)
    assert problems(folder) == lines


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    folder = good(tmp_path)
    (folder / "memberships.csv").unlink()
    assert problems(folder) == [
        "memberships.csv: No such file or directory; every table declared in datapackage.json must be there"
    ]


def test_a_table_that_cannot_be_read_does_not_make_everything_that_points_to_it_wrong(tmp_path: Path) -> None:
    folder = good(tmp_path, networks="icorn,ICORN,network,06,s\n", memberships="m1,icor,boss,s\n")
    (folder / "sources.csv").write_bytes(b"\xef\xbb\xbfkey,title\ns,S\n")
    assert problems(folder) == [
        "sources.csv:1:1: byte order mark; 'kg tidy' removes it",
        "networks.csv:2:4 founded: '06' is not as expected: a date as 2018, 2018-12 or 2018-12-08",
        "memberships.csv:2:2 collective: no row 'icor' in networks; did you mean 'icorn'?",
        "memberships.csv:2:3 role: no concept 'boss' in scheme 'role'",
    ]


def test_a_folder_in_place_of_a_table_is_named(tmp_path: Path) -> None:
    folder = good(tmp_path)
    (folder / "memberships.csv").unlink()
    (folder / "memberships.csv").mkdir()
    assert problems(folder) == [
        "memberships.csv: Is a directory; every table declared in datapackage.json must be there"
    ]


def test_undeclared_tables_are_named_in_order_and_other_files_are_not_looked_at(tmp_path: Path) -> None:
    folder = good(tmp_path)
    for name in ("towns.csv", "cantons.csv", "notes.txt", ".hidden"):
        (folder / name).write_bytes(b"\xff")
    assert problems(folder) == [
        "cantons.csv: not declared in datapackage.json; declare it or remove it",
        "towns.csv: not declared in datapackage.json; declare it or remove it",
    ]


def test_problems_of_all_sorts_are_listed_together(tmp_path: Path) -> None:
    folder = good(tmp_path, sources="s,A\ns,B\n", memberships="m1,icorn,boss,s,\nm2,icor,,s\n")
    (folder / "towns.csv").write_bytes(b"")
    assert problems(folder) == [
        "towns.csv: not declared in datapackage.json; declare it or remove it",
        "memberships.csv:2: 5 cells, expected 4; a cell that holds a comma stands in quotation marks",
        "sources.csv:3:1 key: 's' stands already in line 2; it must be unique",
        "memberships.csv:3:2 collective: no row 'icor' in networks; did you mean 'icorn'?",
    ]


# What is wrong with the descriptor


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'{"resources": [}', "datapackage.json:1:16: not JSON (Expecting value); mend it there"),
        (b"", "datapackage.json:1:1: not JSON (Expecting value); mend it there"),
        (b'{\n "a": 1\n "b"', "datapackage.json:3:2: not JSON (Expecting ',' delimiter); mend it there"),
        (
            b"\xef\xbb\xbf{}",
            "datapackage.json:1:1: not JSON (Unexpected UTF-8 BOM (decode using utf-8-sig)); mend it there",
        ),
        (b'{"title": "Caf\xe9"}', "datapackage.json: not UTF-8; save it as UTF-8"),
        (b"{}", "datapackage.json: a table lacks 'resources'; see the shipped datapackage.json"),
        (b"[]", "datapackage.json: not in the form of a data package; see the shipped datapackage.json"),
        (b"null", "datapackage.json: not in the form of a data package; see the shipped datapackage.json"),
        (
            b'{"resources": [{"name": "a", "class": "A", "schema": {"fields": ["key"]}}]}',
            "datapackage.json: not in the form of a data package; see the shipped datapackage.json",
        ),
        (
            b'{"resources": [{"name": "a", "class": "A", "schema": {"fields": [{"constraints": {"pattern": "("}}]}}]}',
            "datapackage.json: the pattern '(' is no regular expression "
            "(missing ), unterminated subpattern); mend it there",
        ),
        (
            b'{"resources": [{"name": "a"}]}',
            "datapackage.json: a table lacks 'class'; see the shipped datapackage.json",
        ),
    ],
)
def test_a_broken_descriptor_is_one_line_with_its_place(tmp_path: Path, content: bytes, line: str) -> None:
    folder = good(tmp_path)
    (folder / "datapackage.json").write_bytes(content)
    assert problems(folder) == [f"{folder}/{line}"]


@pytest.mark.parametrize("part", ["name", "type", "description"])
def test_a_column_that_lacks_a_part_is_named_by_it(tmp_path: Path, part: str) -> None:
    column = {key: value for key, value in KEY.items() if key != part}
    folder = lay(tmp_path, [resource("sources", "source", "Source", KEY)])
    whole = resource("sources", "source", "Source", column)
    (folder / "datapackage.json").write_text(json.dumps({"resources": [whole]}))
    assert problems(folder) == [f"{folder}/datapackage.json: a table lacks '{part}'; see the shipped datapackage.json"]


def test_a_folder_without_descriptor_is_one_line(tmp_path: Path) -> None:
    assert problems(tmp_path) == [
        f"{tmp_path}/datapackage.json: no such file; --data takes a folder with tables and a datapackage.json"
    ]


# Canonical form


def columns(*names: str) -> Table:
    return Table("t", "t.csv", "", "t", {}, tuple(Column(name, "string") for name in names))


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], "key,name\n"),
        ([{"key": "b"}, {"key": "a", "name": "A"}], "key,name\na,A\nb,\n"),
        ([{"name": " A \t b\n", "key": "a"}], "key,name\na,A b\n"),
        ([{"key": "a", "name": "Cafe\u0301"}], "key,name\na,Caf\u00e9\n"),
        ([{"key": "a", "name": 'x, "y"'}], 'key,name\na,"x, ""y"""\n'),
        ([{"key": "a", "name": "z"}, {"key": "a", "name": "b"}], "key,name\na,b\na,z\n"),
        ([{"key": "a", "other": "dropped"}], "key,name\na,\n"),
        ([{"key": "é"}, {"key": "z"}, {"key": "Z"}], "key,name\nZ,\nz,\né,\n"),
    ],
)
def test_canonical_is_declared_columns_sorted_rows_one_space_nfc_lf(rows: list[dict[str, str]], text: str) -> None:
    assert tables.canonical(columns("key", "name"), rows) == text


@pytest.mark.parametrize(
    "messy",
    [
        b"\xef\xbb\xbfkey,title\na,A\ns,S \xc3\xa9\n",
        b"key,title\r\na,A\r\ns,S \xc3\xa9\r\n",
        b"key,title\ra,A\rs,S \xc3\xa9\r",
        b"key,title\ns,S \xc3\xa9\na,A\n",
        b"title,key\nA,a\nS \xc3\xa9,s\n",
        b"key,title\n a ,A\ns,S   \xc3\xa9\n",
        b'key,title\n"a","A"\n"s","S\n\xc3\xa9"\n',
        "key,title\na,A\ns,S e\u0301\n".encode(),
        b"key,title\na,A\ns,S \xc3\xa9",
    ],
)
def test_tidy_mends_form_and_never_a_fact(tmp_path: Path, messy: bytes) -> None:
    folder = good(tmp_path)
    (folder / "sources.csv").write_bytes(messy)
    assert tables.tidy(folder) == ["sources.csv"]
    assert (folder / "sources.csv").read_bytes() == "key,title\na,A\ns,S é\n".encode()
    assert (tables.tidy(folder), problems(folder)) == ([], [])


def test_tidy_can_only_say_what_it_would_do(tmp_path: Path) -> None:
    folder = good(tmp_path, sources="t,T\ns,S\n", memberships="m2,icorn,,s\nm1,icorn,,s\n")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert tables.tidy(folder, write=False) == ["sources.csv", "memberships.csv"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (None, ["memberships.csv: No such file or directory; every declared table must be there"]),
        (b"key,\xe9\n", ["memberships.csv: byte 4 is not UTF-8; save the file as UTF-8"]),
        (
            b"key,role,evidence\n",
            ["memberships.csv:1: column 'collective' is missing; the columns are key,collective,role,evidence"],
        ),
        (b"key,collective,role,evidence,nte\n", ["memberships.csv:1: no column 'nte'"]),
        (
            b'key,collective,role,evidence\nm2,icorn,,"s\nm1,icorn,,s\n',
            ["memberships.csv:2: unexpected end of data; close the quotation mark or double it inside a quoted cell"],
        ),
        (
            b'key,collective,role,evidence\nm2,icorn,,"s"s\n',
            ["memberships.csv:2: ',' expected after '\"'; close the quotation mark or double it inside a quoted cell"],
        ),
        (b"key,collective,role,role,evidence\n", ["memberships.csv:1: a column stands twice; remove one"]),
        (
            b"key,collective,role,evidence\nm1,icorn,,s\nm2,i,corn,,s\n",
            ["memberships.csv:3: 5 cells, expected 4; quote a cell that holds a comma"],
        ),
    ],
)
def test_tidy_touches_no_table_where_one_cannot_be_read(
    tmp_path: Path, content: bytes | None, lines: list[str]
) -> None:
    folder = good(tmp_path, sources="t,T\ns,S\n")
    (folder / "memberships.csv").unlink()
    if content is not None:
        (folder / "memberships.csv").write_bytes(content)
    with pytest.raises(CuratorError) as caught:
        tables.tidy(folder)
    assert caught.value.problems == lines
    assert (folder / "sources.csv").read_bytes() == b"key,title\nt,T\ns,S\n"


def test_tidy_lists_the_problems_of_all_tables(tmp_path: Path) -> None:
    folder = good(tmp_path, sources="s\n")
    (folder / "memberships.csv").write_bytes(b"\xff")
    with pytest.raises(CuratorError) as caught:
        tables.tidy(folder)
    assert caught.value.problems == [
        "sources.csv:2: 1 cells, expected 2; quote a cell that holds a comma",
        "memberships.csv: byte 0 is not UTF-8; save the file as UTF-8",
    ]


def test_tidy_on_a_full_disk_leaves_each_table_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = good(tmp_path, sources="t,T\ns,S\n")

    def full(_: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OperatorError, match=r"cannot write .*sources\.csv: No space left on device"):
        tables.tidy(folder)
    assert (folder / "sources.csv").read_bytes() == b"key,title\nt,T\ns,S\n"


SPACES = st.text(" \t\n\u00a0\u2003", max_size=2)
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
MESSY = st.lists(st.tuples(SPACES, CELL, CELL, SPACES), max_size=6)
STYLE = st.tuples(
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
    st.permutations(["key", "name", "note"]),
)
NOTES = resource("notes", "note", "Note", KEY, field("name"), field("note"))


def messy_file(rows: list[dict[str, str]], style: tuple[str, int, bool, list[str]]) -> bytes:
    """Rows as somebody's spreadsheet writes them."""
    end, quoting, mark, names = style
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def words(cell: str) -> list[str]:
    """The words of a cell, however it is spaced and whichever Unicode form it has."""
    return [unicodedata.normalize("NFC", word) for word in cell.split()]


@given(MESSY, STYLE)
@settings(derandomize=True, database=None, deadline=None)
def test_tidy_keeps_every_word_and_is_content_with_its_own_work(
    cells: list[tuple[str, str, str, str]], style: tuple[str, int, bool, list[str]]
) -> None:
    rows: list[dict[str, str]] = [
        {"key": f"{before}k{number:02}{after}", "name": name + after, "note": before + note}
        for number, (before, name, note, after) in reversed(list(enumerate(cells)))
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = lay(Path(name), [NOTES])
        (folder / "notes.csv").write_bytes(messy_file(rows, style))
        tables.tidy(folder)
        once = (folder / "notes.csv").read_bytes()
        assert (tables.tidy(folder), (folder / "notes.csv").read_bytes()) == ([], once)
        read: list[dict[str, Any]] = [dict(row.cells) for row in tables.load(folder, {})["notes"].rows]
    assert [row["key"] for row in read] == [f"k{number:02}" for number in range(len(cells))]
    assert [[words(row.get(name, "")) for name in ("key", "name", "note")] for row in read] == [
        [words(row[name]) for name in ("key", "name", "note")] for row in reversed(rows)
    ]


# Whatever the cells are

LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
LOOSE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
THINGS = st.dictionaries(st.from_regex("[a-z0-9-]{1,6}", fullmatch=True), LINE, min_size=1, max_size=6)
FREE = resource("things", "thing", "Thing", KEY, field("name"), field("note"))


def written(head: list[str], rows: list[list[str]], end: str = "\n", mark: str = "") -> bytes:
    """Rows as another program might write them."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([head, *rows])
    return (mark + out.getvalue()).encode()


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@settings(deadline=None, max_examples=50)
@given(
    THINGS, LOOSE, st.permutations(["key", "name", "note"]), st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]), st.randoms(use_true_random=False),
)  # fmt: skip
def test_tidy_keeps_every_cell_and_a_second_time_changes_nothing(
    things: dict[str, str], note: str, head: list[str], end: str, mark: str, chance: Any
) -> None:
    rows = [{"key": key, "name": name, "note": note} for key, name in things.items()]
    chance.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = lay(Path(folder), [FREE], things="") / "things.csv"
        path.write_bytes(written(head, [[row[name] for name in head] for row in rows], end, mark))
        tables.tidy(Path(folder))
        once = path.read_bytes()
        assert tables.tidy(Path(folder)) == []
        assert path.read_bytes() == once
    canon = [[unicodedata.normalize("NFC", " ".join(row[name].split())) for name in FREE_COLUMNS] for row in rows]
    assert cells_of(once) == [FREE_COLUMNS, *sorted(canon)]


FREE_COLUMNS = ["key", "name", "note"]


@settings(deadline=None, max_examples=50)
@given(THINGS, st.permutations(range(6)))
def test_the_order_of_rows_does_not_change_the_canonical_text(things: dict[str, str], order: list[int]) -> None:
    table = Table("things", "things.csv", "", "thing", {}, tuple(Column(name, "string") for name in FREE_COLUMNS))
    rows = [{"key": key, "name": name} for key, name in things.items()]
    other = [rows[at] for at in order if at < len(rows)]
    assert tables.canonical(table, rows) == tables.canonical(table, other)


@settings(deadline=None, max_examples=50)
@given(THINGS)
def test_rows_written_as_a_table_are_read_again(things: dict[str, str]) -> None:
    declared = Table("things", "things.csv", "", "thing", {}, tuple(Column(name, "string") for name in FREE_COLUMNS))
    rows = [{"key": key, "name": cells.canonical(name)} for key, name in things.items()]
    with tempfile.TemporaryDirectory() as folder:
        path = lay(Path(folder), [FREE], things="") / "things.csv"
        path.write_text(tables.canonical(declared, rows), encoding="utf-8", newline="")
        read = [dict(row.cells) for row in tables.rows(Path(folder), "things")]
    assert read == sorted(
        ({name: cell for name, cell in row.items() if cell} for row in rows), key=lambda row: row["key"]
    )


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-", "@x", "-3", "'=1", "a;=b", "<b>"])
def test_tidy_leaves_a_cell_that_looks_like_a_formula_as_it_is(tmp_path: Path, cell: str) -> None:
    folder = lay(tmp_path, [FREE], things=f"a,{cell},\n")
    before = (folder / "things.csv").read_bytes()
    assert tables.tidy(folder) == []
    assert (folder / "things.csv").read_bytes() == before
