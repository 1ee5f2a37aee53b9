"""How the columns of somebody's table are read as fields of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import paths, tables
from kg.errors import AskerError
from kg.imports import columns
from kg.sheets import Record, Sheet

TABLES = tables.describe(paths.data())


def sheet(*names: str) -> Sheet:
    """A sheet with one record whose cells are the columns' names."""
    return Sheet(Path("list.csv"), names, [Record(2, {name: name for name in names})], ())


def read(into: str, *names: str, mapped: tuple[str, ...] = (), constants: tuple[str, ...] = ()) -> dict[str, str]:
    """Which column each field is read from."""
    return dict(columns.read(TABLES[into], sheet(*names), mapped, constants).sources)


@pytest.mark.parametrize(
    ("into", "names", "sources"),
    [
        ("memberships", ("City", "Country code", "Network"),
         {"member": "City", "country": "Country code", "collective": "Network"}),
        ("memberships", ("member", "collective", "role", "from", "to"),
         {"member": "member", "collective": "collective", "role": "role", "from": "from", "to": "to"}),
        ("memberships", ("municipality", "name"), {"member": "municipality"}),
        ("memberships", ("name", "ISO2", "LAT", "Lon", "QID", "geonames_id", "State", "since"),
         {"member": "name", "country": "ISO2", "latitude": "LAT", "longitude": "Lon", "wikidata": "QID",
          "geonames": "geonames_id", "region": "State", "from": "since"}),
        ("memberships", ("city", "as of year"), {"member": "city", "listed": "as of year"}),
        ("endorsements", ("Signatory", "Declaration", "Date"),
         {"endorser": "Signatory", "instrument": "Declaration", "on": "Date"}),
        ("pledges", ("city", "name", "call"), {"government": "city", "name": "name", "call": "call"}),
        ("cities", ("city", "country"), {"name": "city", "country": "country"}),
        ("networks", ("Network", "founded", "key"), {"name": "Network", "founded": "founded", "key": "key"}),
        ("memberships", ("key", "source"), {}),
        ("memberships", ("evidence", "Evidence of it"), {"evidence": "evidence"}),
    ],
)  # fmt: skip
def test_columns_say_by_their_names_which_field_they_are(
    into: str, names: tuple[str, ...], sources: dict[str, str]
) -> None:
    assert read(into, *names) == sources


def test_map_goes_before_names_and_set_leaves_the_column_out() -> None:
    assert read("memberships", "city", "town", mapped=("town=member",)) == {"member": "town"}
    assert read("memberships", "city", "role", constants=("role=member",)) == {"member": "city"}


def test_what_is_not_used_and_the_place_of_a_cell_are_told() -> None:
    reading = columns.read(TABLES["memberships"], sheet("note", "city"), (), ("role=member",))
    assert reading.unused == ("note",)
    assert (reading.where(2, "member"), reading.where(2, "role"), reading.where(7)) == (
        "list.csv:2:2 city", "list.csv:2", "list.csv:7",
    )  # fmt: skip
    assert reading.items == [columns.Item(2, {"member": "city", "role": "member"})]


def test_where_keeps_the_records_that_are_meant() -> None:
    records = [Record(2, {"city": "Bern", "kind": "a"}), Record(3, {"city": "Bonn", "kind": "b"})]
    given = Sheet(Path("list.csv"), ("city", "kind"), records, ("a warning",))
    reading = columns.read(TABLES["memberships"], given, (), (), ("kind=b",))
    assert ([item.line for item in reading.items], reading.warnings) == ([3], ("a warning",))


@pytest.mark.parametrize(
    ("names", "mapped", "constants", "message"),
    [
        (("lat", "Lat."), (), (), "list.csv: 'lat' and 'Lat.' could both be 'latitude'; say --map 'lat=latitude'"),
        (("city",), ("city=member", "city=member"), (), "--map city=member: 'city' is read as 'member' already"),
        (("city",), ("cty=member",), (), "--map cty=member: list.csv has no column 'cty'; did you mean 'city'?"),
        (("city",), (), ("role",), "--set role: write --set field=value"),
    ],
)
def test_what_cannot_be_meant_is_one_clear_line(
    names: tuple[str, ...], mapped: tuple[str, ...], constants: tuple[str, ...], message: str
) -> None:
    with pytest.raises(AskerError) as caught:
        read("memberships", *names, mapped=mapped, constants=constants)
    assert str(caught.value).startswith(message)


def test_fields_are_those_of_the_descriptor_and_what_helps_to_know_a_place() -> None:
    own = [column.name for column in TABLES["memberships"].columns if column.name != "key"]
    assert columns.fields(TABLES["memberships"]) == [*own, *columns.PLACE]
    assert "latitude" not in columns.fields(TABLES["count_claims"])


@pytest.mark.parametrize(
    ("table", "column"),
    [("memberships", "member"), ("grants", "recipient"), ("cities", "name"), ("count_claims", ""), ("networks", "")],
)
def test_the_column_of_the_place(table: str, column: str) -> None:
    assert columns.place_column(TABLES[table]) == column
