"""`kg import` as it is typed: the report, the queue, the review at the terminal, what is written and what is not."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from kg import api
from tests import imports
from tests.imports import contents, data, lines, places, run, sheet

__all__ = ["data", "places"]
pytestmark = pytest.mark.usefixtures("places")
GIVEN = ("--as", "memberships", "--source", "list-2024", "--set", "role=member", "--set", "collective=Eurocities",
         "--on", "2026-11-22")  # fmt: skip
LIST = "city,country\nBari,IT\nCastro,IT\nNowhere,FR\nGhent,BE\n"


def typed(data: Path, *words: object, answers: str = "", text: str = LIST) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of importing a list."""
    result = run("import", sheet(data.parent, text), *GIVEN, "--data", data, *words, typed=answers)
    return result.exit_code, result.stdout, result.stderr


def test_the_report_says_all_and_writes_nothing(data: Path) -> None:
    before = contents(data)
    assert typed(data) == (
        0,
        """list.csv: 4 records for memberships, source list-2024
  read: city → member, country → country, role = member, collective = Eurocities
  found: exact 5, gazetteer: exact 1

new places: 1
  bari-it: Bari (GeoNames 3182351, 316,491 inhabitants)

rows of memberships: 1 new, 1 stand already
  1 row that stood before: more evidence, or a cell that was empty

ambiguous: 1
  Castro, IT, line 3: 2 candidates; geonames:6534413: Castro, IT, 2,415 inhabitants; """
        """geonames:3179795: Castro, IT, 1,345 inhabitants

found nowhere: 1
  Nowhere, FR, line 4: not found

nothing is written yet; --apply writes cities.csv +1, memberships.csv +1 ~1, ledger.csv +1
""",
        "",
    )
    assert contents(data) == before


def test_apply_writes_and_repeated_writes_nothing_more(data: Path) -> None:
    assert typed(data, "--apply")[1].endswith("written: cities.csv +1, memberships.csv +1 ~1, ledger.csv +1\n")
    before = contents(data)
    assert typed(data, "--apply")[1].endswith("nothing to write: all that is clear stands already\n")
    assert contents(data) == before
    assert run("build", "--data", data, "-o", data.parent / "build").exit_code == 0
    assert run("tidy", "--check", "--data", data).exit_code == 0


def test_a_wrong_cell_ends_with_exit_1_and_the_rest_is_written(data: Path) -> None:
    text = "city,country\n" + "Ghent,BE\n" * 9 + "Bari,Ruritania\n"
    code, out, _ = typed(data, "--apply", text=text)
    assert code == 1
    assert "wrong, and left out: 1\n  list.csv:11:2 country: 'Ruritania' is no country" in out


def test_json_has_the_whole_report(data: Path) -> None:
    whole = json.loads(typed(data, "--format", "json")[1])
    assert whole["columns"] == {"member": "city", "country": "country"}
    assert whole["rows"] == {
        "new": ["bari-it-eurocities-member"], "supported": ["ghent-be-eurocities-member"], "stand": 1, "double": 0,
        "left": 0,
    }  # fmt: skip
    assert whole["writes"] == {"cities.csv": 1, "memberships.csv": 2, "ledger.csv": 1}
    castro = next(each for each in whole["questions"] if each["name"] == "Castro")
    assert castro["candidates"][0] == {
        "id": "geonames:6534413", "name": "Castro", "type": ["cities"], "score": 100, "match": False, "rung": "exact",
    }  # fmt: skip


def test_full_shortens_no_list(data: Path) -> None:
    text = "city,country\n" + "".join(f"Nowhere {number},FR\n" for number in range(12))
    assert "… and 2 more" in typed(data, text=text)[1]
    assert "… and" not in typed(data, "--full", text=text)[1]


def answered(queue: Path, answers: dict[str, str]) -> None:
    """Fill the column `answer` of a queue, as one does in a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(queue.read_text(encoding="utf-8"))))
    for row in rows:
        row["answer"] = answers.get(row["name"], "")
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    queue.write_text("\ufeff" + out.getvalue(), encoding="utf-8")


def test_the_queue_is_filled_in_a_spreadsheet_and_read_back(data: Path, tmp_path: Path) -> None:
    queue = tmp_path / "queue.csv"
    text = LIST + "=cmd,FR\n"
    assert typed(data, "--queue", queue, text=text)[2] == f"kg: wrote {queue} with 3 questions\n"
    assert queue.read_text(encoding="utf-8").splitlines()[1] == (
        '"import: =cmd, FR (place)",\'=cmd,FR,,,,place,1,6,not found,,'
    )
    answered(queue, {"Castro": "geonames:6534413", "Nowhere": "new", "'=cmd": "not a place"})
    code, out, told = typed(data, "--queue", queue, "--review", "--apply", text=text)
    assert code == 0
    assert told == f"kg: 3 decisions went to the ledger\nkg: wrote {queue} with 0 questions\n"
    assert "1 record left out, as the ledger says 'not a place'" in out
    assert {"castro-it,Castro,it,,40.0059,18.4270,6534413,,list-2024 geonames=geonames latitude=geonames "
            "longitude=geonames", "nowhere-fr,Nowhere,fr,,,,,,list-2024"} <= {*lines(data, "cities")}  # fmt: skip
    assert 'import-nowhere-fr-place,2026-11-22,editor,"import: Nowhere, FR (place)",new: nowhere-fr,' in "\n".join(
        lines(data, "ledger")
    )


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("gent-be", "Castro: 'gent-be' is no answer; did you mean 'ghent-be'?"),
        ("xyzzy", "Castro: 'xyzzy' is no answer; write a key, geonames:ID, 'new', 'new: KEY', 'not a place' or 'skip'"),
        ("list-2024", "Castro: 'list-2024' is a row of sources, expected cities, regions"),
        ("geonames:1", "Castro: 'geonames:1' is no place of the gazetteer; write one of the candidates"),
        ("new: Castro!", "Castro: 'new: castro!' has no key; write 'new: KEY' in lower-case Latin letters"),
        ("new: ghent-be", "Castro: 'new: ghent-be' is taken; write another key, or the key alone to mean that thing"),
    ],
)
def test_a_wrong_answer_is_one_clear_line_and_nothing_is_kept(
    data: Path, tmp_path: Path, answer: str, message: str
) -> None:
    queue = tmp_path / "queue.csv"
    typed(data, "--queue", queue)
    answered(queue, {"Castro": answer, "Nowhere": "new"})
    before = contents(data)
    code, _, told = typed(data, "--queue", queue, "--review", "--apply")
    assert (code, told.startswith(f"kg: {message}")) == (1, True), told
    assert contents(data) == before


def test_answers_on_names_that_are_not_open_are_told(data: Path, tmp_path: Path) -> None:
    queue = tmp_path / "queue.csv"
    queue.write_text('about,answer\n"import: Elsewhere, FR (place)",new\n', encoding="utf-8")
    told = typed(data, "--queue", queue, "--review")[2]
    assert told.startswith("kg: 1 answers are on names that are not open, as import: Elsewhere, FR (place)\n")


def test_a_sheet_that_is_no_queue_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "queue.csv").write_text("name,answer\nCastro,new\n", encoding="utf-8")
    code, _, told = typed(data, "--queue", tmp_path / "queue.csv", "--review")
    assert (code, told.startswith("kg: queue.csv:1: no column 'about'; a queue has the columns about, name,")) == (
        1,
        True,
    )


def test_the_review_asks_one_name_at_a_time(data: Path) -> None:
    code, out, told = typed(data, "--review", "--apply", answers="nonsense\n1\nn\n")
    assert code == 0
    assert "1 of 2: Castro, IT, line 3: 2 candidates\n  1  geonames:6534413: Castro, IT, 2,415 inhabitants\n" in told
    assert "kg: Castro: 'nonsense' is no answer" in told
    assert told.endswith("kg: 2 decisions went to the ledger\n")
    assert "found: exact 5, ledger 2, gazetteer: exact 1" in out
    assert {"bari-it", "castro-it", "nowhere-fr"} <= {line.partition(",")[0] for line in lines(data, "cities")}


@pytest.mark.parametrize(("answers", "kept"), [("1\n", 1), ("s\nx\n", 1), ("q\n", 0), ("1\nq\n", 1)])
def test_what_was_answered_before_one_stops_is_kept(data: Path, answers: str, kept: int) -> None:
    code, _, told = typed(data, "--review", answers=answers)
    assert len(lines(data, "ledger")) == kept
    assert (code, f"{kept} decision" in told) == (1 if answers == "1\n" else 0, True)


def test_the_review_needs_a_terminal_or_a_queue(data: Path) -> None:
    code, _, told = typed(data, "--review", "--format", "json")
    assert (code, told.count("\n")) == (2, 1)


def test_deleting_the_line_undoes_a_decision(data: Path) -> None:
    typed(data, "--review", answers="x\nx\n")
    assert "ambiguous" not in typed(data)[1]
    ledger = data / "ledger.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert "ambiguous: 1" in typed(data)[1]


def test_apply_first_finishes_what_was_interrupted(data: Path) -> None:
    plan = imports.planned(data, LIST)
    files = plan.files()
    for name, content in files.items():
        (data / f".{name}.pending").write_bytes(content)
    before = {name: plan.before[name] for name in files}
    (data / ".pending.json").write_text(json.dumps(before), encoding="utf-8")
    assert typed(data)[0] == 1
    code, out, told = typed(data, "--apply")
    assert (code, told) == (0, f"kg: finished an interrupted import: {', '.join(files)}\n")
    assert out.endswith("nothing to write: all that is clear stands already\n")
    assert not [path for path in data.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--map", "town=member"), "kg: --map town=member: list.csv has no column 'town'; there are city, country"),
        (("--map", "city=membr"), "kg: --map city=membr: no field 'membr'; did you mean 'member'?"),
        (("--map", "city"), "kg: --map city: write --map column=field"),
        (("--set", "rol=x"), "kg: --set rol=x: no field 'rol'; did you mean 'role'?"),
        (("--set", "role=founder"), "kg: --set role=founder: 'role' is given twice; give it once"),
        (("--where", "country=XX"), "kg: list.csv: no record is as --where says; look at the values of that column"),
        (("--where", "land=XX"), "kg: --where land=XX: no column 'land'; there are city, country"),
        (("--sheet", "One"), "kg: --sheet One: list.csv has no worksheets; leave the option out"),
        (("--data", "lost"), "kg: lost/datapackage.json: no such file; --data takes a folder with tables and a "),
    ],
)
def test_wrong_use_is_one_clear_line(data: Path, words: tuple[str, ...], message: str) -> None:
    code, out, told = typed(data, *words)
    assert (code in (1, 2), out, told.startswith(message), told.count("\n")) == (True, "", True, 1), told


def test_the_python_door_plans_and_applies(data: Path) -> None:
    constants = ["role=member", "collective=eurocities"]
    path = sheet(data.parent, LIST)
    plan = api.plan_import(path, "memberships", "list-2024", data=data, constants=constants, on="2026-11-22")
    assert [each.query.name for each in plan.questions] == ["Castro", "Nowhere"]
    assert plan.apply() == ["cities.csv", "memberships.csv", "ledger.csv"]


def test_the_day_is_today_where_none_is_given(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Day(date):
        @classmethod
        def today(cls) -> Day:
            return cls(2031, 2, 3)

    monkeypatch.setattr("kg.cli.importing.date", Day)
    words = [each for each in GIVEN if each not in ("--on", "2026-11-22")]
    run("import", sheet(data.parent, LIST), *words, "--data", data, "--apply")
    assert lines(data, "ledger")[0].startswith("import-2031-02-03-list-2024-memberships,2031-02-03,editor,")
