"""Tables into a small data folder: what is found on which rung, what is new, what contradicts, what is left open."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg import api, diffs, paths
from kg import store as stores
from kg.errors import AskerError, CuratorError, OperatorError
from kg.imports import batches
from kg.imports.plans import Plan
from tests import imports
from tests.imports import contents, data, lines, places, planned, sheet

__all__ = ["data", "places"]
pytestmark = pytest.mark.usefixtures("places")


def asked(plan: Plan) -> dict[str, str]:
    """The open names with the reasons."""
    return {each.query.name: each.reason for each in plan.questions}


@pytest.mark.parametrize(
    ("name", "country", "rung", "key"),
    [
        ("Barcelona", "ES", "exact", "barcelona-es"),
        ("barcelona-es", "ES", "key", "barcelona-es"),
        ("BARCELONA", "ESP", "case", "barcelona-es"),
        ("Sao Tomé", "us", "diacritics", "sao-tome-us"),
        ("Gent", "Belgium", "other names", "ghent-be"),
        ("City of Birmingham", "UK", "affixes", "birmingham-gb"),
        ("Birmingham City Council", "GB", "affixes", "birmingham-gb"),
        ("Ghent, Belgium", "", "affixes", "ghent-be"),
        ("Ghent (BE)", "BE", "affixes", "ghent-be"),
        ("Barcelona", "", "exact", "barcelona-es"),
        ("Bari", "IT", "gazetteer: exact", "bari-it"),
        ("BARI", "IT", "gazetteer: case", "bari-it"),
        ("Lione", "FR", "gazetteer: other names", "lyon-fr"),
        ("Comune di Bari", "Italy", "gazetteer: affixes", "bari-it"),
        ("Athens", "EL", "gazetteer: exact", "athens-gr"),
        ("Αθήνα", "GR", "gazetteer: other names", "athens-gr"),
        ("Barcelone", "ES", "gazetteer: other names", "barcelona-es"),  # the id of what the tables have
    ],
)
def test_each_rung_finds_what_it_should(data: Path, name: str, country: str, rung: str, key: str) -> None:
    plan = planned(data, f'city,country\n"{name}",{country}\n')
    assert (dict(plan.rungs), plan.questions) == ({rung: 1, "key": 1} if rung != "key" else {"key": 2}, [])
    plan.apply()
    assert any(line.startswith(f"{key}-eurocities-") and "list-2024" in line for line in lines(data, "memberships"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Castro,IT,,", "2 candidates"),
        ("Castro,IT,41.1,12.2", "the place known by this name is"),
        ("Springfield,US,,", "2 candidates"),
        ("Bristol,GB,,", "not found"),
        ("Bari,FR,,", "not found"),
        ("London,,,", "no country is given"),
        ("Barcelona,ES,10.5,2.1", "the place known by this name is 3,43"),
        ("Provincia di Bari,IT,,", "not found"),
        ("\u0391thens,GR,,", "'Αthens' mixes alphabets: Α is GREEK CAPITAL LETTER ALPHA"),
        ("Ba\u200bri,IT,,", "an unseen character: U+200B ZERO WIDTH SPACE"),
        ("Springfield (Ohio),US,,", "not found"),
    ],
)
def test_what_is_not_one_thing_is_asked_and_never_guessed(data: Path, row: str, reason: str) -> None:
    plan = planned(data, f"city,country,lat,lon\n{row}\n")
    assert len(plan.questions) == 1 and plan.questions[0].reason.startswith(reason)
    assert plan.changes == {}


@pytest.mark.parametrize(
    ("row", "rung", "key"),
    [
        ("Castro,IT,45.80,10.07,", "gazetteer: coordinate", "castro-it"),
        ("Castro,IT,45.90,10.20,", "gazetteer: coordinate", "castro-it"),
        ("Springfield,US,,,Illinois", "gazetteer: region", "springfield-us"),
        ("Springfield,US,,,MO", "gazetteer: region", "springfield-us"),
        ('"Springfield, Illinois",US,,,', "gazetteer: affixes", "springfield-us"),
        ("Ghent,BE,51,4,", "exact", "ghent-be"),  # whole degrees say nothing
        ("Ghent,BE,0,0,", "exact", "ghent-be"),
        ("Ghent,BE,51.3,3.9,", "exact", "ghent-be"),  # 30 km
    ],
)
def test_a_region_or_a_coordinate_tells_homonyms_apart(data: Path, row: str, rung: str, key: str) -> None:
    plan = planned(data, f"city,country,lat,lon,state\n{row}\n")
    assert rung in plan.rungs and plan.questions == []
    assert key in "".join(plan.files()["memberships.csv"].decode())


def test_a_bare_name_is_asked_where_other_rows_tell_its_homonyms_apart(data: Path) -> None:
    text = "city,country,lat,lon\nCastro,IT,45.80,10.07\nCastro,IT,,\n"
    planned(data, text).apply()
    again = planned(data, text)
    assert asked(again) == {"Castro": "other rows tell places of this name apart"}
    assert again.changes == {}


def test_new_places_have_what_the_gazetteer_says_and_the_ledger_has_the_lower_rungs(data: Path) -> None:
    planned(data, "city,country\nComune di Bari,IT\nLyon,FR\n").apply()
    assert lines(data, "cities")[1] == (
        "bari-it,Bari,it,,41.1207,16.8698,3182351,,list-2024 geonames=geonames latitude=geonames longitude=geonames"
    )
    assert "bari-it-comune-di-bari,bari-it,Comune di Bari,spelling,,list-2024" in lines(data, "names")
    assert lines(data, "ledger") == [
        "import-2026-11-22-list-2024-memberships,2026-11-22,editor,import of list.csv as memberships,"
        '"2 new in cities, 2 new in memberships, 1 new in names",'
        '"list-2024 says so; found: gazetteer: affixes 1, gazetteer: exact 1, key 2"',
        'import-comune-di-bari-it-place,2026-11-22,editor,"import: Comune di Bari, IT (place)",'
        "\"new: bari-it, geonames 3182351\",found on the rung 'gazetteer: affixes'; list.csv",
    ]


def test_a_statement_made_by_two_sources_is_one_statement_with_two_sources(data: Path) -> None:
    plan = planned(data, "city,country,from\nGhent,BE,1987-05\nmadrid-es,ES,1990\nBarcelona,ES,\n", constants=(
        "collective=Eurocities", "role=Member"))  # fmt: skip
    assert (plan.merge.stands, len(plan.merge.changed), len(plan.merge.added)) == (2, 2, 1)
    plan.apply()
    assert lines(data, "memberships") == [
        "barcelona-es-eurocities-founder,barcelona-es,eurocities,founder,1986,,page-2023",
        "barcelona-es-eurocities-member,barcelona-es,eurocities,member,,,list-2024",
        "ghent-be-eurocities-member,ghent-be,eurocities,member,1987,,list-2024 page-2023",
        "madrid-es-eurocities-member,madrid-es,eurocities,member,1990,,list-2024 page-2023 from=list-2024",
    ]


def test_the_latest_list_counts_and_a_grade_stays_what_a_person_said(data: Path) -> None:
    path = data / "memberships.csv"
    head, *rest = path.read_text(encoding="utf-8").splitlines()
    row = dict.fromkeys(head.split(","), "") | {
        "key": "birmingham-gb-eurocities-member", "member": "birmingham-gb", "collective": "eurocities",
        "role": "member", "listed": "2023-05", "evidence": "page-2023",
    }  # fmt: skip
    path.write_text("\n".join([head, ",".join(row.values()), *rest]) + "\n", encoding="utf-8")
    assert api.build(data, data.parent / "build")
    grade = sorted(stores.concepts(paths.ontology())["grade"])[0]
    text = f"city,country,as of year,grade\nBirmingham,GB,2024,{grade}\nGhent,BE,2021,\n"
    plan = planned(data, text)
    assert plan.contradictions == []
    changed = plan.merge.changed
    assert changed["birmingham-gb-eurocities-member"]["listed"] == "2024"
    assert not changed["birmingham-gb-eurocities-member"].get("grade")
    assert changed["ghent-be-eurocities-member"]["listed"] == "2021"


def test_what_contradicts_is_told_and_never_overwrites(data: Path) -> None:
    text = "city,country,from,geonames,lat,lon\nGhent,BE,1991,,,\nBarcelona,ES,,,41.6,2.3\nmadrid-es,ES,,1,,\n"
    plan = planned(data, text)
    assert plan.contradictions == [
        "list.csv:3: the coordinate is 26 km from that of 'barcelona-es'; the known one stays",
        "list.csv:4: geonames is 1, but 3117735 in 'madrid-es'; the known one stays",
        "list.csv:2: from is 1991, but 1987 in 'ghent-be-eurocities-member'; not written",
    ]
    assert plan.beside == [
        "list.csv:3: written as 'barcelona-es-eurocities-member' beside barcelona-es-eurocities-founder"
    ]
    plan.apply()
    assert "ghent-be-eurocities-member,ghent-be,eurocities,member,1987,,page-2023" in lines(data, "memberships")


def test_an_id_goes_before_the_name_and_is_checked_against_country_and_name(data: Path) -> None:
    text = (
        "city,country,qid,geonames\nGandawa,BE,Q1296,\nBrum,GB,http://www.wikidata.org/entity/Q2256,\nGhent,FR,Q1296,\n"
    )
    plan = planned(data, text)
    assert (plan.rungs["id of another name"], asked(plan)) == (2, {"Ghent": "its id is that of a place in Belgium"})
    plan.apply()
    assert "ghent-be-gandawa,ghent-be,Gandawa,spelling,,list-2024" in lines(data, "names")


def test_places_found_nowhere_become_cities_only_when_asked_to(data: Path) -> None:
    text = "city,country,lat,lon\nNowhere,FR,45.1234,3.5\nComune di Nowhere,FR,,\nΆργος,GR,,\nProvince of X,BE,,\n"
    text += "Noland,,,\n"
    assert planned(data, text).changes == {}
    plan = planned(data, text, new_places=True)
    assert asked(plan) == {
        "Noland": "not found, and no country is given",
        "Province of X": "not found, and its name says that it is a region or province",
        "Άργος": "not found, and no Latin letter for a key",
    }
    plan.apply()
    assert "nowhere-fr,Nowhere,fr,,45.1234,3.5000,,,list-2024" in lines(data, "cities")
    assert planned(data, text, new_places=True).changes == {}


def test_places_of_one_name_far_apart_are_not_made_one(data: Path) -> None:
    plan = planned(data, "city,country,lat,lon\nNowhere,FR,45.1,3.5\nNowhere,FR,48.1,1.5\n", new_places=True)
    assert set(asked(plan).values()) == {"the table has places of this name 367 km apart"}


def test_an_unknown_network_is_asked_with_the_nearest(data: Path) -> None:
    plan = planned(data, "city,country,network\nGhent,BE,Eurocites\nBari,IT,Eurocites\n", constants=("role=member",))
    assert [(each.kind, each.lines, each.candidates[0].entry.key) for each in plan.questions] == [
        ("network", (2, 3), "eurocities")
    ]
    assert plan.changes == {}  # and Bari is not added for a row that is not


def test_doubles_in_the_table_are_one_row(data: Path) -> None:
    plan = planned(data, "city,country\n" + "Bari,IT\n" * 10_000)
    assert (len(plan.merge.added), plan.merge.doubles) == (1, 9_999)


@pytest.mark.parametrize(
    ("text", "into", "more", "message"),
    [
        (
            "city,country\n" + "Ghent,1\nGhent,2\nGhent,BE\nGhent,3\nGhent,4\n",
            "memberships",
            {},
            "list.csv:2:2 country: '1' and 3 more of 5 cells are no country of countries.csv; "
            "say --map COLUMN=country for the right column",
        ),
        (
            "city,country\n" + "".join(f"{name},BE\n" for name in ("Bari", "Lyon", "London", "Athens", "Portland")),
            "memberships",
            {},
            "list.csv: 5 of 5 names are found in other countries only, as 'Athens' (GR, not BE); "
            "is the right column read as the country?",
        ),
        (
            "city,network\nEurocities,Ghent\nEurocities,Lyon\nICORN,Madrid\n",
            "memberships",
            {"constants": ("role=member",)},
            "list.csv: the columns look swapped: 'collective' holds names of places, as 'Ghent'; "
            "say --map COLUMN=member and --map COLUMN=collective",
        ),
    ],
)
def test_a_table_that_was_read_the_wrong_way_is_refused(
    data: Path, text: str, into: str, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(CuratorError) as caught:
        planned(data, text, into, **more)
    assert caught.value.problems == [message]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "Ghent,Ruritania,,",
            "list.csv:2:2 country: 'Ruritania' is no country of countries.csv; write its ISO code or",
        ),
        ("Ghent,BE,soon,", "list.csv:2:3 from: 'soon' is not as expected: a date as 2018, 2018-12 or 2018-12-08"),
        ("Ghent,BE,,91.5", "list.csv:2:4 lat: '91.5' is no latitude; write decimal degrees from -90 to 90"),
        (",BE,,", "list.csv:2:1 city: empty; each row needs it"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_its_row_left_out(data: Path, row: str, problem: str) -> None:
    rest = "".join(f"Ghent,BE,{year},\n" for year in range(1987, 1988)) + "Madrid,ES,,\n" * 8
    plan = planned(data, f"city,country,from,lat,lon\n{row},1.5\n" + rest.replace(",\n", ",,\n"))
    assert len(plan.problems) == 1 and plan.problems[0].startswith(problem)
    assert plan.merge.added == {}


def test_cells_with_formulas_and_markup_are_kept_as_text_and_told(data: Path) -> None:
    plan = planned(data, "city,country\n=1+1,FR\n<b>Bold</b>,FR\nالقدس,FR\nBARI,IT\n", new_places=True)
    assert plan.notes == [
        "a cell begins with =, + or @; it is kept as text: line 2",
        "a cell holds markup; it is kept as text: line 3",
        "a name is written in capitals: line 5",
    ]
    plan.apply()
    assert "1-1-fr,=1+1,fr,,,,,,list-2024" in lines(data, "cities")
    assert asked(plan) == {"القدس": "not found, and no Latin letter for a key"}


def test_a_decision_of_the_ledger_goes_first_and_is_undone_by_deleting_it(data: Path) -> None:
    text = "city,country\nCastro,IT\nGhent,BE\nMilano,IT\n"
    told = [
        'a,2026,me,"import: Castro, IT (place)","new: castro-it, geonames 6534413",why',
        'b,2026,me,"import: Ghent, BE (place)",not a place,why',
        'c,2026,me,"import: Milano, IT (place)",new: milan-it,why',
    ]
    head = "key,on,by,about,decision,why\n"
    (data / "ledger.csv").write_text(head + "\n".join(told) + "\n", encoding="utf-8")
    plan = planned(data, text)
    assert (plan.rungs, plan.left, plan.questions) == ({"ledger": 2, "key": 3}, 1, [])
    plan.apply()
    assert [line.split(",")[0] for line in lines(data, "cities")][2:3] == ["castro-it"]
    assert "castro-it,Castro,it,,40.0059,18.4270,6534413,," in "\n".join(lines(data, "cities"))
    (data / "ledger.csv").write_text(head, encoding="utf-8")
    assert planned(data, text).left == 0


def test_a_decision_that_cannot_be_read_or_means_nothing_is_told(data: Path) -> None:
    told = 'a,2026,me,"import: Ghent, BE (place)",gone-be,why\nb,2026,me,"import: Bari, IT (place)",Bari?,why\n'
    (data / "ledger.csv").write_text(f"key,on,by,about,decision,why\n{told}", encoding="utf-8")
    plan = planned(data, "city,country\nGhent,BE\n")
    assert asked(plan) == {"Ghent": "ledger.csv:2 decides on 'gone-be', which is no key any more"}
    assert plan.problems == [
        "ledger.csv:3: 'Bari?' decides nothing on a name; write a key, 'new: KEY' or 'not a place', or delete the line"
    ]


def test_things_are_imported_and_their_empty_cells_filled(data: Path) -> None:
    text = "network,founded,web,migration\nEurocities,1986,https://eurocities.eu,no\nNew Net,2001,,yes\nICORN,,,\n"
    plan = planned(
        data, text, "networks", constants=("kind=network",), mapped=("web=address", "migration=migration_specific")
    )
    plan.apply()
    assert lines(data, "networks") == [
        "eurocities,Eurocities,network,1986,,false,https://eurocities.eu,,list-2024 page-2023 address=list-2024 "
        "migration_specific=list-2024",
        "icorn,International Cities of Refuge Network,network,,,,,,list-2024 page-2023",
        "new-net,New Net,network,2001,,true,,,list-2024",
    ]


def test_a_source_is_no_evidence_of_what_it_does_not_say(data: Path) -> None:
    plan = planned(data, "network\nEurocities\n", "networks", constants=("kind=network", "migration_specific=false"))
    plan.apply()
    row = "eurocities,Eurocities,network,1986,,false,,,page-2023 migration_specific=list-2024"
    assert row in lines(data, "networks")
    more = ("kind=network", "migration_specific=false")
    planned(data, "network\nEurocities\n", "networks", constants=more, source="geonames").apply()
    assert row.replace("page-2023 ", "page-2023 migration_specific=geonames ") in lines(data, "networks")


def test_what_proved_a_cell_before_still_does(tmp_path: Path) -> None:
    city = "madrid-es,Madrid,es,madrid-region-es,40.4165,-3.7026,3117735,Q2807,page-2023"
    others = [line for line in imports.ROWS["cities"] if not line.startswith("madrid-es")]
    folder = imports.lay(tmp_path / "data", {**imports.ROWS, "cities": [*others, city]})
    for _ in range(2):
        planned(folder, "name,country\nMadrid,ES\n", "cities", constants=()).apply()
        assert f"{city} country=list-2024 country=page-2023" in lines(folder, "cities")


def test_cities_are_imported_with_what_the_table_and_the_gazetteer_say(data: Path) -> None:
    text = "name,country,region,lat,lon,qid\nBari,IT,Apulia,,,Q3519\nMadrid,ES,Madrid,,,\nUpthere,FR,,45.5,3.25,\n"
    plan = planned(data, text, "cities", constants=())
    assert plan.notes == ["list.csv:2:3 region: no region 'Apulia'; left empty"]
    plan.apply()
    found = {line.split(",")[0]: line for line in lines(data, "cities")}
    assert found["bari-it"].startswith("bari-it,Bari,it,,41.1207,16.8698,3182351,Q3519,list-2024 ")
    assert found["madrid-es"].startswith("madrid-es,Madrid,es,madrid-region-es,40.4165,")
    assert "region=list-2024" in found["madrid-es"]
    assert found["upthere-fr"] == "upthere-fr,Upthere,fr,,45.5000,3.2500,,,list-2024"


def test_a_province_does_not_become_the_city_of_its_name(data: Path) -> None:
    text = "name,country,geonames\nProvince of Bari,IT,3182351\nProvince of Nowhere,IT,\n"
    plan = planned(data, text, "cities", constants=(), new_places=True)
    assert asked(plan) == {
        "Province of Bari": "its id is that of the city 'Bari', its name that of a province",
        "Province of Nowhere": "not found, and its name says that it is a region or province",
    }
    assert plan.newcomers == []


def test_a_region_that_stands_does_not_become_a_city(tmp_path: Path) -> None:
    folder = imports.lay(
        tmp_path / "data", {**imports.ROWS, "regions": ["greater-x-fr,Greater X,region,fr,,,,,page-2023"]}
    )
    text = "name,country\nGREATER X,FR\nGreater X,IT\n"
    plan = planned(folder, text, "cities", constants=(), new_places=True)
    assert [new.key for new in plan.newcomers] == ["greater-x-it"]
    assert (plan.left, plan.questions) == (1, [])
    assert "list.csv:2: 'GREATER X' is the region 'greater-x-fr'; left out" in plan.notes


def test_a_key_that_the_table_gives_is_taken_for_a_new_thing(data: Path) -> None:
    planned(data, "key,name\nnn,New Net\n", "networks", constants=("kind=network",)).apply()
    assert "nn,New Net,network,,,,,,list-2024" in lines(data, "networks")


def test_one_thing_under_two_names_is_told(data: Path) -> None:
    plan = planned(data, "name,country\nLyon,FR\nLugdunum,FR\n", "cities", constants=())
    assert plan.notes == ["one thing under several names, lyon-fr: 'Lugdunum' (line 3), 'Lyon' (line 2)"]


@pytest.mark.parametrize(
    ("into", "text", "constants", "table", "line"),
    [
        ("pledges", "city,country,name,call\nBari,IT,Do it,the-call\n", (), "pledges",
         "bari-it-the-call-pledge,Do it,bari-it,the-call,,list-2024"),
        ("designations", "city,country\nBari,IT\n", ("designation=sanctuary-city",), "designations",
         "bari-it-sanctuary-city,bari-it,sanctuary-city,,list-2024"),
        ("grants", "city,country,amount\nBari,IT,5\nBari,IT,7\n", ("fund=eurocities",), "grants",
         "eurocities-bari-it-2,eurocities,bari-it,,7,,,list-2024"),
        ("endorsements", "city,country,date\nBari,IT,2020\n", ("role=signatory", "instrument=the-call"), "endorsements",
         "bari-it-the-call-signatory,bari-it,the-call,signatory,2020,list-2024"),
        ("participations", "city,country\nBari,IT\n", ("role=participant", "event=the-event"), "participations",
         "bari-it-the-event-participant,bari-it,the-event,participant,list-2024"),
        ("partnerships", "city,country\nBari,IT\n", ("role=partner", "undertaking=Eurocities"), "partnerships",
         "bari-it-eurocities-partner,bari-it,eurocities,partner,,,list-2024"),
        ("count_claims", "about,counted,value\nICORN,towns,70\n", (), "count_claims",
         "icorn-towns-70,icorn,towns,,70,,,,list-2024"),
    ],
)  # fmt: skip
def test_other_tables_of_links_are_imported_too(
    tmp_path: Path, into: str, text: str, constants: tuple[str, ...], table: str, line: str
) -> None:
    rows = {
        **imports.ROWS,
        "instruments": ["the-call,The call,call,,,,,page-2023"],
        "events": ["the-event,The event,forum,,,,page-2023"],
    }
    folder = imports.lay(tmp_path / "data", rows)
    plan = planned(folder, text, into, constants=constants)
    assert plan.questions == [] and plan.problems == []
    plan.apply()
    assert any(each.startswith(line) for each in lines(folder, table)), lines(folder, table)


@pytest.mark.parametrize(
    ("into", "more", "message"),
    [
        ("membership", {}, "--as membership: no such table; did you mean 'memberships'?; there are "),
        ("memberships", {"source": ""}, "--source KEY is needed"),
        ("memberships", {"source": "lost"}, "--source lost: no such source; a new one is added with --title TEXT"),
        ("memberships", {"source": "Lost", "about_source": {"title": "T"}}, "--source Lost: key 'Lost' is not as"),
        ("memberships", {"about_source": {"title": "Another"}}, "--source list-2024 is there already and says some"),
        ("memberships", {"constants": ()}, "list.csv: nothing gives 'collective'; --map COLUMN=collective (there is"),
    ],
)
def test_what_was_asked_wrongly_is_one_clear_line(data: Path, into: str, more: dict[str, Any], message: str) -> None:
    with pytest.raises(AskerError) as caught:
        planned(data, "city,country,other\nGhent,BE,x\n", into, **more)
    assert str(caught.value).startswith(message)


def test_the_country_belongs_to_the_city_also_where_another_column_may_be_a_place(data: Path) -> None:
    text = "city,country,partner\nBirmingham,GB,Eurocities\nBirmingham,US,Eurocities\n"
    plan = planned(data, text, "partnerships", mapped=("city=undertaking",), constants=("role=supporter",))
    assert [(row["partner"], row["undertaking"]) for row in plan.merge.added.values()] == [
        ("eurocities", "birmingham-gb")
    ]
    assert [each.query.country for each in plan.questions] == ["us"]


def test_a_new_source_is_added_with_the_first_row_that_rests_on_it(data: Path) -> None:
    about = {"title": "New, list", "kind": "dataset", "published": "2024-05"}
    assert planned(data, "city,country\nNowhere,FR\n", source="new-2024", about_source=about).changes == {}
    planned(data, "city,country\nBari,IT\n", source="new-2024", about_source=about).apply()
    assert 'new-2024,"New, list",,,2024-05,,dataset,,,,' in lines(data, "sources")
    assert planned(data, "city,country\nBari,IT\n", source="new-2024", about_source=about).changes == {}


def test_rows_may_name_their_own_evidence(data: Path) -> None:
    text = "city,country,evidence\nBari,IT,page-2023\nLyon,FR,nowhere\nLondon,GB,\n"
    plan = planned(data, text, source="")
    assert plan.problems == [
        "list.csv:3:3 evidence: no source or passage 'nowhere'; add it first",
        "list.csv:4:3 evidence: empty; say with --source which source proves the row",
    ]
    plan.apply()
    assert "bari-it-eurocities-member,bari-it,eurocities,member,,,page-2023" in lines(data, "memberships")


def test_without_the_gazetteer_only_the_tables_are_asked(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imports.none(monkeypatch)
    plan = planned(data, "city,country\nGhent,BE\nBari,IT\n")
    assert (plan.gazetteer, asked(plan), plan.rungs["exact"]) == (False, {"Bari": "not found"}, 1)


def test_what_was_applied_builds_and_the_diff_shows_exactly_the_new_rows(data: Path, tmp_path: Path) -> None:
    before = stores.from_lines(api.graph_lines(data, paths.ontology()))
    planned(data, "city,country\nBari,IT\nGhent,BE\n").apply()
    after = stores.from_lines(api.graph_lines(data, paths.ontology()))
    found = diffs.compare(before, after)
    assert found
    added = {quad.subject.value.rpartition("/")[2] for quad in after} - {
        quad.subject.value.rpartition("/")[2] for quad in before
    }
    assert added == {
        "bari-it",
        "bari-it-country",
        "bari-it-eurocities-member",
        "import-2026-11-22-list-2024-memberships",
    }


NAMES = ["Bari", "BARI", "Comune di Bari", "Castro", "Springfield", "Ghent", "Gent", "ghent, Belgium", "Nowhere",
         "NOWHERE", "City of Nowhere", "Lione", "Αθήνα", "Barcelona", "=Bari", "Αthens"]  # fmt: skip
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["IT", "US", "BE", "FR", "GR", "ES", "", "Nowhere"]),
        st.sampled_from(["", "member", "founder", "Member", "king"]),
        st.sampled_from(["", "1987", "1987-05", "2001"]),
        st.sampled_from(["", "45.80 10.07", "40.006 18.427", "45.1 3.5", "48.5 3.9", "51 4"]),
        st.sampled_from(["", "Q1296", "Q5"]),
    ),
    max_size=6,
)


def table(records: list[tuple[str, ...]]) -> str:
    """Records as CSV, with so many good ones that the column of countries is read as one."""
    good = [("Ghent", "BE", "member", "", f"51.{number:02} 3.72", "") for number in range(1, 30)]
    rows = [
        f'"{name}",{country},{role},{start},{point.replace(" ", ",") or ","},{qid}'
        for name, country, role, start, point, qid in [*records, *good]
    ]
    return "city,country,role,from,lat,lon,qid\n" + "\n".join(rows) + "\n"


TORN = [  # two new names share an id, far apart; the name of one is also that of a place without id
    ("Bari", "US", "member", "", "40.006 18.427", "Q5"),
    ("Nowhere", "IT", "member", "", "", ""),
    ("Nowhere", "", "member", "", "45.80 10.07", "Q5"),
]


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS, new_places=st.booleans(), seed=st.integers(0, 99))
@example(records=TORN, new_places=True, seed=1)
def test_importing_twice_is_importing_once_and_the_order_of_rows_does_not_matter(
    tmp_path: Path, records: list[tuple[str, ...]], new_places: bool, seed: int
) -> None:
    one, other = imports.lay(tmp_path / "one"), imports.lay(tmp_path / "other")
    more: dict[str, Any] = {"constants": ("collective=eurocities",), "new_places": new_places}
    first = planned(one, table(records), **more)
    first.apply()
    written = contents(one)
    again = planned(one, table(records), **more)
    assert again.changes == {}
    again.apply()
    assert contents(one) == written
    assert asked(again).keys() == asked(first).keys()
    random.Random(seed).shuffle(records)
    planned(other, table(records), **more).apply()
    assert contents(other) == written


@pytest.mark.parametrize("stop", range(1, 25))
def test_an_interruption_at_any_write_is_completed_by_the_repeat(
    data: Path, tmp_path: Path, stop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "city,country\nComune di Bari,IT\nGhent,BE\n"
    before = contents(data)
    whole = imports.lay(tmp_path / "whole")
    planned(whole, text).apply()
    plan, calls, real = planned(data, text), 0, os.replace

    def stopping(one: Any, other: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == stop:
            raise OSError(28, "No space left on device")
        real(one, other)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stopping)
        if calls_needed(plan) < stop:
            plan.apply()
        else:
            with pytest.raises(OperatorError):
                plan.apply()
    left = {name: text for name, text in contents(data).items() if not name.startswith(".")}
    assert all(text in (before[name], contents(whole)[name]) for name, text in left.items())
    batches.finish(data)
    planned(data, text).apply()
    assert contents(data) == contents(whole)


def calls_needed(plan: Plan) -> int:
    """How often writing a plan replaces a file: each new file, the list, and each file's place."""
    return 2 * len(plan.files()) + 1


def test_a_plan_is_not_applied_to_tables_that_changed_since(data: Path) -> None:
    plan = planned(data, "city,country\nBari,IT\n")
    planned(data, "city,country\nLyon,FR\n").apply()
    with pytest.raises(OperatorError, match=r"has changed since the import was planned; plan it again$"):
        plan.apply()


def test_an_interrupted_import_is_told_before_another_is_planned(data: Path) -> None:
    (data / batches.LIST).write_text("{}", encoding="utf-8")
    with pytest.raises(OperatorError, match="was interrupted; repeat it with --apply, which finishes it first"):
        planned(data, "city,country\nBari,IT\n")


def test_sheets_of_every_kind_are_read(data: Path) -> None:
    tsv = sheet(data.parent, "city\tcountry\nBari\tIT\n", "list.tsv")
    given = {"constants": ("role=member", "collective=eurocities"), "data": data, "on": "2026-11-22"}
    assert len(api.plan_import(tsv, "memberships", "list-2024", **given).merge.added) == 1  # type: ignore[arg-type]
