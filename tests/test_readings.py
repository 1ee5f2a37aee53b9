"""`kg read`: a report in, mentions and candidates out, nothing written."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg import documents, paths
from kg.cli import main
from kg.errors import AskerError
from kg.reading import candidate_rows, mention_rows, read
from tests.test_texts import pdf

REPORT = """Notes

In June 2023 Lisbon, Ghent and Córdoba joined Eurocities.

2.1 Letters

Milan and Lisbon
signed the Gaziantep Declaration. Rotterdam is a founder; Barcelona founded Eurocities in 1986.

Quito may sign the Lampedusa Charter. Nobody else did.
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the tables with the report as a source."""
    made = tmp_path / "data"
    shutil.copytree(paths.data(), made)
    (tmp_path / "notes.txt").write_text(REPORT, encoding="utf-8")
    digest = documents.file_hash(tmp_path / "notes.txt")
    with (made / "sources.csv").open("a", encoding="utf-8") as rows:
        rows.write(f"zz-notes,Notes,,,2023,,document,,other.txt,{digest},{len(REPORT)}\n")
    return made


@pytest.fixture
def report(tmp_path: Path, data: Path) -> Path:
    """The report, beside the tables."""
    return tmp_path / "notes.txt"


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, ["read", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_report_is_its_mentions_and_candidates(report: Path, data: Path) -> None:
    found = read(report, data)
    assert found.source == "zz-notes" and found.document == "notes.txt"
    said = {(each.text, each.group) for each in found.mentions}
    assert {("Lisbon", "place"), ("Eurocities", "collective"), ("Gaziantep Declaration", "instrument")} <= said
    pairs = {(each.cells.get("member") or each.cells.get("endorser"), each.note) for each in found.candidates}
    assert {("lisbon-pt", ""), ("ghent-be", ""), ("milan-it", ""), ("quito-ec", "hypothetical")} <= pairs


def test_a_candidate_gives_section_range_and_hash_of_its_sentence(report: Path, data: Path) -> None:
    found = read(report, data)
    signed = next(each for each in found.candidates if each.cells.get("endorser") == "milan-it")
    place = found.passage(signed)
    words = "Milan and Lisbon\nsigned the Gaziantep Declaration."
    assert found.text[place.start : place.end] == words and place.section == "2.1 Letters"
    assert place.sha256 == documents.fingerprint(words) and place.key == ""
    assert found.sentence(signed) == words.replace("\n", " ")


def test_what_the_graph_holds_stands_already(report: Path, data: Path) -> None:
    founded = next(each for each in read(report, data).candidates if each.cells.get("role") == "founder")
    assert founded.stands == "barcelona-es-eurocities-founder"
    assert "stands already: barcelona-es-eurocities-founder" in run(report, "--data", data)


def test_rows_for_one_table_are_those_stated_as_facts(report: Path, data: Path) -> None:
    rows = table(run(report, "--data", data, "--format", "csv", "--as", "endorsements"))
    assert [(row["endorser"], row["instrument"], row["role"]) for row in rows] == [
        ("milan-it", "gaziantep-declaration", "signatory"),
        ("lisbon-pt", "gaziantep-declaration", "signatory"),
    ]
    assert rows[0]["source"] == "zz-notes" and rows[0]["confidence"] == "high"
    result = CliRunner().invoke(
        main, ["read", str(report), "--data", str(data), "--format", "csv", "--as", "endorsements"]
    )
    assert "1 negated or hypothetical left out" in result.stderr


def test_rows_for_passages_can_be_appended_to_the_table(report: Path, data: Path) -> None:
    text = run(report, "--data", data, "--format", "csv", "--as", "passages")
    assert text.splitlines()[0] == (data / "passages.csv").read_text(encoding="utf-8").splitlines()[0]
    rows = table(text)
    assert [row["key"] for row in rows] == [f"zz-notes-p00{number}" for number in (1, 2, 3, 4)]
    for row in rows:
        assert documents.fingerprint(REPORT[int(row["start"]) : int(row["end"])]) == row["sha256"]


def test_csv_and_json_hold_the_same(report: Path, data: Path) -> None:
    whole = json.loads(run(report, "--data", data, "--format", "json"))
    assert whole["characters"] == len(REPORT) and whole["source"] == "zz-notes"
    found = read(report, data)
    assert whole["candidates"] == candidate_rows(found)
    mentions = table(run(report, "--data", data, "--format", "csv", "--mentions"))
    assert mentions == mention_rows(found)
    assert [each["start"] for each in whole["mentions"]] == [int(row["start"]) for row in mentions]
    assert list(json.loads(run(report, "--data", data, "--format", "json", "--mentions"))) == [
        "document", "source", "characters", "sha256", "mentions"]  # fmt: skip
    rows = table(run(report, "--data", data, "--format", "csv"))
    assert [row["table"] for row in rows] == [each.table for each in found.candidates]


def test_text_shows_counts_and_sentences(report: Path, data: Path) -> None:
    text = run(report, "--data", data)
    assert text.startswith(f"notes.txt: {len(REPORT)} characters, source zz-notes\n")
    assert "“Milan and Lisbon signed the Gaziantep Declaration.”" in text
    assert "Quito" not in run(report, "--data", data, "--mentions").split("quito-ec")[0]
    assert "mentions of" not in run(report, "--data", data, "--candidates")


def test_nothing_is_written_but_what_is_asked_for(report: Path, data: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    saved, out = tmp_path / "saved.txt", tmp_path / "out.json"
    CliRunner().invoke(main, ["read", str(report), "--data", str(data), "--text", str(saved), "-o", str(out),
                              "--format", "json"])  # fmt: skip
    assert saved.read_text(encoding="utf-8") == REPORT and json.loads(out.read_text(encoding="utf-8"))["mentions"]
    assert before == {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}


def test_a_pdf_reads_like_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf("In 2020 Milan joined the Mayors Migration Council."))
    (tmp_path / "a.txt").write_text("In 2020 Milan joined the Mayors Migration Council.", encoding="utf-8")
    one, other = kg.read(tmp_path / "a.pdf"), kg.read(str(tmp_path / "a.txt"))
    assert one.mentions == other.mentions and one.candidates == other.candidates
    assert [dict(each.cells) for each in one.candidates] == [
        {"member": "milan-it", "collective": "mmc", "role": "member"}
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["missing.txt"], 1, "kg: cannot read missing.txt: No such file or directory"),
        (["{report}", "--source", "iom-2002"], 2, "no source is called 'iom-2002'; did you mean 'iom-2020'?"),
        (["{report}", "--as", "memberships"], 2, "--as goes with --format csv and candidates"),
        (["{report}", "--mentions", "--format", "csv", "--as", "memberships"], 2, "--as goes with --format csv"),
        (["{pictures}"], 2, "the PDF has no text, only pictures of pages"),
    ],
)
def test_bad_input_is_one_line(report: Path, tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    (tmp_path / "pictures.pdf").write_bytes(pdf("", ""))
    filled = [each.format(report=report, pictures=tmp_path / "pictures.pdf") for each in arguments]
    result = CliRunner().invoke(main, ["read", *filled])
    assert result.exit_code == code and words in result.stderr
    assert "Traceback" not in result.output and result.stdout == ""


def test_an_unknown_document_has_no_source(tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Milan joined Eurocities.", encoding="utf-8")
    found = kg.read(tmp_path / "new.txt")
    assert found.source == "" and [each.key for each in found.mentions] == ["milan-it", "eurocities"]
    with pytest.raises(AskerError, match="no source is called"):
        kg.read(tmp_path / "new.txt", source="nobody")
