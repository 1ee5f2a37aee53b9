"""docs/large.md: its commands on an extract that holds every known defect, and word for word on the whole set."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import api
from kg import store as stores
from kg.cli import main
from tests import large
from tests.large import SOURCE
from tests.test_docs import shown_as
from tests.test_explorer import Reader

LOOKED, WRITTEN, REVIEWED, COLLECTIVES, ORGANISATIONS, MEMBERS, PARTNERS, AGAIN, BUILT = range(9)
COVENANT = "global-covenant-of-mayors-for-climate-energy"
Row = dict[str, str]


@dataclass
class Session:
    """The page played through: its folder, what each command printed, and the first report as JSON."""

    folder: Path
    printed: list[str] = field(default_factory=list)
    first: dict[str, Any] = field(default_factory=dict)

    def rows(self, table: str) -> dict[str, Row]:
        """A table of the copy by key."""
        return {row["key"]: row for row in read(self.folder / "mycopy" / f"{table}.csv")}

    def asked(self, name: str, country: str) -> dict[str, Any]:
        """The question that the first report asks on a name."""
        return next(each for each in self.first["questions"] if (each["name"], each["country"]) == (name, country))


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def played(folder: Path, covenant: Path, exact: bool = False) -> Session:
    """Play the page in a folder; every command ends well and, if wanted, prints what the page shows."""
    session, runner = Session(folder), CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        large.lay(folder, covenant)
        patch.chdir(folder)
        for number, step in enumerate(large.steps()):
            if number == LOOKED:
                session.first = json.loads(runner.invoke(main, [*step.words, "--format", "json"]).stdout)
            result = runner.invoke(main, step.words)
            assert result.exit_code == 0, f"{step.where}: {step.command}\n{result.output}{result.exception or ''}"
            assert not exact or shown_as(step.shown, result.output), f"{step.where}: {step.command}\n{result.output}"
            session.printed.append(result.output)
    return session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The page on the extract."""
    return played(tmp_path_factory.mktemp("large"), large.EXTRACT)


@pytest.fixture(scope="module")
def store(session: Session) -> ox.Store:
    """The graph that the page builds."""
    return stores.open_store(session.folder / "large" / "citykg.nt")


# What the report says of each defect


def test_groups_are_no_cities(session: Session) -> None:
    entries = read(session.folder / "covenant" / "cities.csv")
    assert (len(entries), session.first["records"]) == (188, 158)
    groups = {row["city"] for row in entries if row["entity"] == "group"}
    signatories = {row["city"] for row in entries if row["entity"] == "signatory"}
    assert groups - signatories
    assert not (groups - signatories) & {row["name"] for row in session.rows("cities").values()}
    plans = [row for row in session.rows("networks").values() if row["name"] == "Gavarres Marítimes"]
    assert all(row["kind"] == "coalition" for row in plans)


def test_homonyms_go_to_a_person_with_their_distances(session: Session) -> None:
    question = session.asked("Amato", "it")
    assert question["reason"] == "3 candidates"
    assert [each["id"] for each in question["candidates"]] == [
        "geonames:2525725",
        "geonames:8949362",
        "geonames:6535314",
    ]
    assert "amato-it" not in session.rows("cities")


def test_a_coordinate_tells_homonyms_apart(session: Session) -> None:
    castro = session.rows("cities")["castro-it"]
    assert (castro["geonames"], castro["latitude"]) == ("6535652", "40.0070")
    assert {row["geonames"] for key, row in session.rows("cities").items() if key.startswith("el-perello-es")} == {
        "2518263",
        "3113733",
    }


@pytest.mark.parametrize(
    ("name", "country", "kilometres"),
    [("Portsmouth", "dm", "12,854"), ("Taraz", "kz", "920"), ("Alcolea", "es", "506")],
)
def test_a_wrong_coordinate_is_asked_about(session: Session, name: str, country: str, kilometres: str) -> None:
    assert session.asked(name, country)["reason"] == f"the place known by this name is {kilometres} km away"


def test_an_answer_finds_the_place_and_its_facts(session: Session) -> None:
    portsmouth = session.rows("cities")["portsmouth-dm"]
    assert (portsmouth["geonames"], portsmouth["longitude"][:4]) == ("3575654", "-61.")
    joined = {row["collective"] for row in session.rows("memberships").values() if row["member"] == "portsmouth-dm"}
    assert len(joined) == 4 and COVENANT in joined
    lines = [row for row in session.rows("ledger").values() if row["about"].startswith("import: Portsmouth, DM")]
    assert [row["decision"] for row in lines] == ["new: portsmouth-dm, geonames 3575654"]


def test_a_coordinate_that_is_off_is_reported_and_not_taken(session: Session) -> None:
    assert (
        "cities.csv:104: the coordinate is 35 km from that of 'agira-it'; the known one stays"
        in session.first["contradictions"]
    )
    assert session.rows("cities")["agira-it"]["latitude"] == "37.6558"


def test_coordinates_in_whole_degrees_are_not_used(session: Session) -> None:
    said = "coordinates in whole degrees or at 0, 0 are not used: line 8, 20, 23, 38, 42, 96"
    assert said in session.first["remarks"]
    assert session.rows("cities")["schwaz-at"]["latitude"] == "47.3517"


def test_names_in_capitals_are_found_and_told(session: Session) -> None:
    assert any(each.startswith("a name is written in capitals: line 3, 15, ") for each in session.first["remarks"])
    assert session.rows("cities")["korce-al"]["name"] == "Korçë"


def test_one_place_in_two_entries_is_one_city(session: Session) -> None:
    assert session.first["rows"]["double"] == 5
    cities = session.rows("cities")
    assert [key for key in cities if "bertrix" in key or "gesves" in key or key.startswith("levice")] == [
        "bertrix-be",
        "gesves-be",
        "levice-it",
    ]
    assert session.rows("names")["gesves-be-commune-de-gesves"]["name"] == "Commune de Gesves"
    twice = "one thing under several names, gesves-be: 'Commune de Gesves' (line 18), 'Gesves' (line 22)"
    assert twice in session.first["remarks"]


@pytest.mark.parametrize(
    ("name", "country", "letter"),
    [
        ("Αglantzia", "cy", "Α is GREEK CAPITAL LETTER ALPHA"),
        ("Groβgöttfritz", "at", "β is GREEK SMALL LETTER BETA"),
        ("Тarigrad", "md", "Т is CYRILLIC CAPITAL LETTER TE"),
    ],
)
def test_mixed_alphabets_are_named_and_asked_about(session: Session, name: str, country: str, letter: str) -> None:
    assert session.asked(name, country)["reason"].endswith(f"mixes alphabets: {letter}")
    assert name not in {row["name"] for row in session.rows("cities").values()}


def test_names_without_latin_letters_are_asked_about(session: Session) -> None:
    assert session.asked("ΠΡΟΣΟΤΣΑΝΗΣ", "gr")["reason"] == "not found, and no Latin letter for a key"


@pytest.mark.parametrize(
    ("name", "country", "reason"),
    [
        ("Province of Chieti", "it", "not found, and its name says that it is a region or province"),
        ("Province of L'Aquila", "it", "its id is that of the city 'L'Aquila', its name that of a province"),
        ("Carlow County Council", "ie", "its id is that of the city 'Carlow', its name that of a province"),
    ],
)
def test_a_province_does_not_become_a_city(session: Session, name: str, country: str, reason: str) -> None:
    assert session.asked(name, country)["reason"] == reason


def test_a_region_that_stands_is_left_out_of_the_cities_and_has_its_facts(session: Session) -> None:
    said = "cities.csv:79: 'Angers Loire Métropole' is the region 'angers-loire-metropole-fr'; left out"
    assert said in session.first["remarks"]
    joined = [row for row in session.rows("memberships").values() if row["member"] == "angers-loire-metropole-fr"]
    assert COVENANT in {row["collective"] for row in joined}


def test_unions_without_such_a_word_do_become_cities_as_the_page_says(session: Session) -> None:
    assert {"unione-bassa-sesia-it", "lancashire-gb"} <= session.rows("cities").keys()


def test_a_lost_apostrophe_stays_lost(session: Session) -> None:
    group = [row for row in session.rows("networks").values() if row["name"].endswith("San Cipriano d?Aversa")]
    assert [row["kind"] for row in group] == ["coalition"]
    joined = {row["member"] for row in session.rows("memberships").values() if row["collective"] == group[0]["key"]}
    assert "san-cipriano-d-aversa-it" in joined


# What is written


def test_facts_become_rows_in_the_role_that_the_page_gives_them(session: Session) -> None:
    own = [row for row in session.rows("memberships").values() if row["evidence"] == SOURCE]
    assert {(row["role"], row["listed"]) for row in own} == {("member", "2024-01"), ("participant", "2024-01")}
    roles = {row["role"] for row in session.rows("partnerships").values() if row["evidence"] == SOURCE}
    assert roles == {"coordinator", "supporter"}


def test_a_supporter_does_not_get_the_city_as_a_member(session: Session) -> None:
    memberships = [row for row in session.rows("memberships").values() if SOURCE in row["evidence"]]
    assert not [row for row in memberships if row["collective"] in ("eurocities", "climate-alliance")]
    helped = [row for row in session.rows("partnerships").values() if row["partner"] == "eurocities"]
    assert {row["undertaking"] for row in helped if row["evidence"] == SOURCE} >= {"barcelona-es"}


def test_a_network_under_another_name_is_not_made_twice(session: Session) -> None:
    same = [key for key in session.rows("networks") if "baltic-cities" in key]
    assert same == ["union-of-the-baltic-cities"]


def test_the_list_proves_nothing_that_it_does_not_say(session: Session, store: ox.Store) -> None:
    proofs = stores.select(
        store,
        """SELECT ?proof WHERE { ?statement rdf:subject <https://w3id.org/citykg/id/network/eurocities> ;
           rdf:predicate kg:founded ; kg:evidence ?proof }""",
    )
    assert proofs
    assert not [row for row in proofs if SOURCE in row["proof"]]


def test_nothing_is_written_twice(session: Session) -> None:
    assert "nothing to write: all that is clear stands already" in session.printed[AGAIN]


def test_every_fact_is_written_told_twice_or_open(session: Session) -> None:
    for number, file, table, counts in (
        (MEMBERS, "members.csv: 375 records", "memberships", (333, "7 records")),
        (PARTNERS, "partners.csv: 125 records", "partnerships", (111, "1 record")),
    ):
        own = [row for row in session.rows(table).values() if row["evidence"] == SOURCE]
        assert len(own) == counts[0]
        for said in (file, f"rows of {table}: {counts[0]} new", f"{counts[1]} that the table itself has twice"):
            assert said in session.printed[number]


# What is built from it


def test_the_graph_is_built_asked_and_shown(session: Session, store: ox.Store) -> None:
    assert "triples" in session.printed[BUILT]
    rows = api.query("partners", store=store, undertaking="Barcelona")
    assert isinstance(rows, list)
    assert ("Eurocities", "supporter") in {(row["partner"], row["role"]) for row in rows}
    assert any("Commune de Gesves" in text for text in session.printed[BUILT:])


def test_the_ranking_counts_the_members_of_the_covenant(session: Session, store: ox.Store) -> None:
    places = {*session.rows("cities"), *session.rows("regions")}
    own = [row for row in session.rows("memberships").values() if row["collective"] == COVENANT]
    degrees = [score.score for score in api.rank(store, on="collectives") if str(score.node).endswith(COVENANT)]
    assert degrees == [len([row for row in own if row["member"] in places])]
    assert len(own) > 130


def test_the_explorer_has_the_new_places(session: Session) -> None:
    page = Reader((session.folder / "large" / "explorer.html").read_text(encoding="utf-8"))
    names = {row["name"] for row in page.rows("nodes")}
    assert {"Gesves", "Korçë", "Global Covenant of Mayors for Climate & Energy"} <= names


def test_the_shipped_tables_stay_as_they_are(session: Session) -> None:
    assert SOURCE not in (session.folder / "data" / "sources.csv").read_text(encoding="utf-8")


# The whole set


def test_the_page_shows_what_the_whole_set_gives(tmp_path: Path) -> None:
    folder = os.environ.get("CITYKG_LARGE", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("the whole set is not part of the project; name its folder in CITYKG_LARGE")
    session = played(tmp_path, Path(folder), exact=True)
    assert len(session.rows("cities")) > 12_000
