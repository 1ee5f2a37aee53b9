"""Passages of a small data folder against a small document: `kg cite` and `kg verify`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import citing, documents, paths
from kg.cli import main
from kg.documents import Passage
from kg.errors import AskerError, CuratorError

REPORT = """Mayors met in Quito. Lima and Bristol signed
the letter. Who signs, pays.

Nine cities followed: Amman, Lima, Oslo.
Nine "more" wait.
"""
SOURCES = "key,title,author,publisher,published,address,kind,license,file,sha256,characters\n"
PASSAGES = "key,source,section,start,end,sha256\n"
QUITO = f"report-2020-p002,report-2020,Letter,0,20,{documents.fingerprint('Mayors met in Quito.')}"
LIMA = documents.fingerprint("Lima and Bristol signed the letter.")
LIMA_ROW = f"report-2020-p003,report-2020,Letter,21,56,{LIMA}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of documents: the report."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "report.txt").write_bytes(REPORT.encode())
    return tmp_path / "documents"


@pytest.fixture
def data(tmp_path: Path, folder: Path) -> Path:
    """A data folder with two documents, a page that has none, and one passage of the report."""
    made = tmp_path / "data"
    made.mkdir()
    shutil.copy(paths.data() / "datapackage.json", made)
    digest = documents.file_hash(folder / "report.txt")
    rows = [
        f"annex-2021,Annex,,,,,document,,annex.txt,{'0' * 64},9",
        "page-2021,Page,,,,https://example.org,official-page,,,,",
        f"report-2020,Report,,,,,document,,report.txt,{digest},{len(REPORT)}",
    ]
    (made / "sources.csv").write_text(SOURCES + "\n".join(rows) + "\n", encoding="utf-8")
    (made / "passages.csv").write_text(f"{PASSAGES}{QUITO}\n", encoding="utf-8")
    return made


def cite(
    data: Path, folder: Path | None, words: str, last: str | None = None, document: str = "report-2020"
) -> tuple[str, bool]:
    """What `cite` answers, in the section Letter, nothing appended."""
    return citing.cite(data, document, words, last, "Letter", folder, append=False)


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_sources_are_those_that_have_a_document(data: Path) -> None:
    found = citing.sources(data)
    assert {key: row["file"] for key, row in found.items()} == {"annex-2021": "annex.txt", "report-2020": "report.txt"}


def test_passages_are_read_with_numbers_as_numbers(data: Path) -> None:
    digest = documents.fingerprint("Mayors met in Quito.")
    assert citing.passages(data) == [Passage("report-2020-p002", "report-2020", "Letter", 0, 20, digest)]


def test_a_broken_table_stops_with_its_line(data: Path) -> None:
    (data / "passages.csv").write_text(PASSAGES + "a,b\n", encoding="utf-8")
    with pytest.raises(CuratorError) as raised:
        citing.passages(data)
    problem = "passages.csv:2: 2 cells, expected 6; a cell that holds a comma stands in quotation marks"
    assert raised.value.problems == [problem]


def test_words_give_the_row_of_their_sentence_with_the_next_number(data: Path, folder: Path) -> None:
    assert cite(data, folder, "lima and bristol") == (LIMA_ROW, False)
    assert REPORT[21:56] == "Lima and Bristol signed\nthe letter."


def test_the_first_passage_of_a_source_has_number_one(data: Path, folder: Path) -> None:
    (folder / "annex.txt").write_bytes(b"Lima signs.")
    row, known = cite(data, folder, "Lima", document="annex-2021")
    assert (row, known) == (f"annex-2021-p001,annex-2021,Letter,0,11,{documents.fingerprint('Lima signs.')}", False)


@pytest.mark.parametrize(
    ("words", "last", "covered"),
    [
        ("Lima and", "Who signs", "Lima and Bristol signed\nthe letter. Who signs"),
        ("Lima and", "signed the letter", "Lima and Bristol signed\nthe letter"),
        ("Lima and Bristol", "Bristol", "Lima and Bristol"),
        ("Amman", "lima", "Amman, Lima"),
        ("Nine cities", None, "Nine cities followed:"),
        ('Nine "more', None, 'Nine "more" wait.'),
    ],
)
def test_a_passage_ends_with_its_sentence_or_with_the_last_words(
    data: Path, folder: Path, words: str, last: str | None, covered: str
) -> None:
    start = REPORT.index(covered)
    row, _ = cite(data, folder, words, last)
    expected = f"{start},{start + len(covered)},{documents.fingerprint(covered)}"
    assert row == f"report-2020-p003,report-2020,Letter,{expected}"


def test_the_last_words_end_no_earlier_than_the_first_words(data: Path, folder: Path) -> None:
    row, _ = cite(data, folder, "Lima and Bristol signed", "i")
    covered = "Lima and Bristol signed\nthe letter. Who si"
    assert row.endswith(f",21,{21 + len(covered)},{documents.fingerprint(covered)}")


def test_a_section_with_a_comma_stands_in_quotation_marks(data: Path, folder: Path) -> None:
    row, _ = citing.cite(data, "report-2020", "Lima and", None, 'Box 2, "Who"', folder, append=False)
    assert row == f'report-2020-p003,report-2020,"Box 2, ""Who""",21,56,{LIMA}'


def test_a_document_may_be_a_file(data: Path, folder: Path) -> None:
    assert cite(data, None, "Lima and", document=str(folder / "report.txt")) == (LIMA_ROW, False)


def test_a_document_under_another_name_is_known_by_its_hash(data: Path, folder: Path) -> None:
    renamed = (folder / "report.txt").rename(folder / "renamed.txt")
    assert cite(data, folder, "Lima and") == cite(data, None, "Lima and", document=str(renamed)) == (LIMA_ROW, False)


def test_a_document_of_another_hash_is_known_by_its_name(data: Path, folder: Path) -> None:
    (folder / "report.txt").write_bytes(b"\n" + REPORT.encode())
    expected = LIMA_ROW.replace(",21,56,", ",22,57,")
    assert cite(data, folder, "Lima and") == (expected, False)
    assert cite(data, None, "Lima and", document=str(folder / "report.txt")) == (expected, False)


def test_a_passage_that_is_there_is_given_as_it_is_there(data: Path, folder: Path) -> None:
    assert citing.cite(data, "report-2020", "Mayors met", None, "Another", folder, append=True) == (QUITO, True)
    assert (data / "passages.csv").read_text(encoding="utf-8") == f"{PASSAGES}{QUITO}\n"


def test_appending_adds_the_row_in_the_order_of_keys(data: Path, folder: Path) -> None:
    (folder / "annex.txt").write_bytes("São Paulo signs.".encode())
    row, known = citing.cite(data, "annex-2021", "São Paulo", None, "Señor, 1", folder, append=True)
    expected = f'annex-2021-p001,annex-2021,"Señor, 1",0,16,{documents.fingerprint("São Paulo signs.")}'
    assert (row, known) == (expected, False)
    assert (data / "passages.csv").read_text(encoding="utf-8") == f"{PASSAGES}{expected}\n{QUITO}\n"


def test_appending_twice_adds_once(data: Path, folder: Path) -> None:
    arguments = ("report-2020", "Lima and", None, "Letter", folder, True)
    assert citing.cite(data, *arguments) == (LIMA_ROW, False)
    assert citing.cite(data, *arguments) == (LIMA_ROW, True)
    assert (data / "passages.csv").read_text(encoding="utf-8") == f"{PASSAGES}{QUITO}\n{LIMA_ROW}\n"


@pytest.mark.parametrize(
    ("document", "words", "last", "message"),
    [
        ("annex-2021", "Lima", None, "annex.txt is not in FOLDER"),
        ("nothing", "Lima", None, "no source and no file is called 'nothing'"),
        ("report-202", "Lima", None, "no source and no file is called 'report-202'; did you mean 'report-2020'?"),
        ("report-2020", "Lima and Bristol sing", None,
         "the document does not say 'Lima and Bristol sing'; "
         "the nearest text is 'Lima and Bristol signed the letter.'"),
        ("report-2020", "xyz", None, "the document does not say 'xyz'"),
        ("report-2020", "", None, "the document does not say ''"),
        ("report-2020", "Lima", None,
         "'Lima' stands 2 times; give more words:\n"
         "  21: …Mayors met in Quito. Lima and Bristol signed the letter. Who sign…\n"
         "  104: …Nine cities followed: Amman, Lima, Oslo. Nine \"more\" wait.…"),
        ("report-2020", "Lima and", "Quito", "'Quito' does not follow 'Lima and' in the document"),
    ],
)  # fmt: skip
def test_what_cannot_be_cited_is_said_with_what_to_do(
    data: Path, folder: Path, document: str, words: str, last: str | None, message: str
) -> None:
    with pytest.raises(AskerError) as raised:
        cite(data, folder, words, last, document)
    assert str(raised.value) == message.replace("FOLDER", str(folder))


def test_a_source_without_a_folder_names_its_file(data: Path) -> None:
    with pytest.raises(AskerError) as raised:
        cite(data, None, "Lima")
    assert str(raised.value) == "'report-2020' is a source; say with --documents DIR where its file report.txt is"


def test_a_document_that_is_no_source_is_given_the_cells_of_its_row(data: Path, tmp_path: Path) -> None:
    strange = tmp_path / "strange.txt"
    strange.write_bytes(b"Lima")
    digest = documents.file_hash(strange)
    with pytest.raises(AskerError) as raised:
        cite(data, None, "Lima", document=str(strange))
    row = f"file=strange.txt and sha256={digest}"
    assert str(raised.value) == f"strange.txt is no source yet; add a row to sources.csv with {row}"


def test_appending_needs_a_section(data: Path, folder: Path) -> None:
    with pytest.raises(AskerError) as raised:
        citing.cite(data, "report-2020", "Lima and", None, "", folder, append=True)
    assert str(raised.value) == "--append needs --section, as in --section '2.4 Policy sphere'"
    assert (data / "passages.csv").read_text(encoding="utf-8") == f"{PASSAGES}{QUITO}\n"


def test_verifying_looks_at_the_documents_that_are_there(data: Path, folder: Path) -> None:
    ((verdict,), missing) = citing.verify(data, folder)
    assert (verdict.status, verdict.start, verdict.end, missing) == ("found", 0, 20, ["annex.txt"])


def test_verifying_an_empty_folder_has_no_verdicts(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert citing.verify(data, tmp_path / "empty") == ([], ["annex.txt", "report.txt"])


def test_the_command_prints_the_row_and_only_the_row(data: Path, folder: Path) -> None:
    common = ("cite", "report-2020", "Lima and", "--section", "Letter", "--documents", folder, "--data", data)
    assert run(*common) == (0, f"{LIMA_ROW}\n", "")
    assert run(*common, "--append") == (0, f"{LIMA_ROW}\n", "added to passages.csv\n")
    assert run(*common, "--append") == (0, f"{LIMA_ROW}\n", "already there, nothing added\n")


def test_the_command_lists_several_hits_on_lines_of_their_own(data: Path, folder: Path) -> None:
    assert run("cite", folder / "report.txt", "Nine", "--data", data) == (
        2,
        "",
        "kg: 'Nine' stands 2 times; give more words:\n"
        "  75: …the letter. Who signs, pays. Nine cities followed: Amman, Lima, Oslo. Nin…\n"
        '  116: …followed: Amman, Lima, Oslo. Nine "more" wait.…\n',
    )


def test_the_command_says_where_a_document_is_not_utf_8(data: Path, folder: Path) -> None:
    (folder / "report.txt").write_bytes(b"S\xe3o Paulo")
    said = f"kg: {folder / 'report.txt'}: byte 1 is not UTF-8; convert the document to UTF-8 text\n"
    assert run("cite", "report-2020", "Paulo", "--documents", folder, "--data", data) == (2, "", said)
    assert run("verify", "--documents", folder, "--data", data) == (2, "", said)


@pytest.fixture
def changed(data: Path, folder: Path) -> Path:
    """The data folder with a passage that is found, one that moved and one that is gone."""
    rows = [
        QUITO,
        f"report-2020-p003,report-2020,Letter,0,35,{LIMA}",
        f"report-2020-p004,report-2020,Letter,40,47,{documents.fingerprint('Chicago')}",
    ]
    (data / "passages.csv").write_text(PASSAGES + "\n".join(rows) + "\n", encoding="utf-8")
    return data


COUNTS = "1 found, 1 moved, 1 gone\n"
VERDICTS = [
    {"passage": "report-2020-p002", "status": "found", "was": "0-20", "is": "0-20"},
    {"passage": "report-2020-p003", "status": "moved", "was": "0-35", "is": "21-56"},
    {"passage": "report-2020-p004", "status": "gone", "was": "40-47", "is": ""},
]


def test_verify_shows_what_is_not_found_and_counts_all(changed: Path, folder: Path) -> None:
    table = (
        "passage           status  was    is\n"
        "────────────────  ──────  ─────  ─────\n"
        "report-2020-p003  moved   0-35   21-56\n"
        "report-2020-p004  gone    40-47\n"
    )
    absent = f"kg: annex.txt is not in {folder}; its passages are not checked\n"
    assert run("verify", "--documents", folder, "--data", changed) == (1, table, absent + COUNTS)


def test_verify_lists_every_passage_as_json_and_csv(changed: Path, folder: Path, tmp_path: Path) -> None:
    (folder / "annex.txt").touch()
    common = ("verify", "--documents", folder, "--data", changed)
    code, shown, said = run(*common, "--format", "json")
    assert (code, json.loads(shown), said) == (1, VERDICTS, COUNTS)
    lines = ["passage,status,was,is", *(",".join(each.values()) for each in VERDICTS)]
    output = tmp_path / "verdicts.csv"
    assert run(*common, "--format", "csv", "-o", output) == (1, "", f"wrote {output}\n{COUNTS}")
    assert output.read_text(encoding="utf-8").splitlines() == lines


def test_verify_is_silent_on_stdout_when_all_is_found(data: Path, folder: Path) -> None:
    (folder / "annex.txt").touch()
    assert run("verify", "--documents", folder, "--data", data) == (0, "", "1 found, 0 moved, 0 gone\n")


def test_verify_refuses_a_folder_without_any_document(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, shown, said = run("verify", "--documents", tmp_path / "empty", "--data", data)
    assert (code, shown) == (2, "")
    assert said.splitlines() == [
        f"kg: annex.txt is not in {tmp_path / 'empty'}; its passages are not checked",
        f"kg: report.txt is not in {tmp_path / 'empty'}; its passages are not checked",
        f"kg: {tmp_path / 'empty'} holds none of the source documents: annex.txt, report.txt",
    ]


def test_verify_needs_a_folder(data: Path, tmp_path: Path) -> None:
    code, _, said = run("verify", "--data", data)
    assert (code, said.splitlines()[-1]) == (2, "Error: Missing option '--documents'.")
    code, _, said = run("verify", "--documents", tmp_path / "none")
    wrong = f"Error: Invalid value for '--documents': Directory '{tmp_path / 'none'}' does not exist."
    assert (code, said.splitlines()[-1]) == (2, wrong)


def test_a_source_without_a_document_is_said_to_have_none() -> None:
    with pytest.raises(AskerError) as raised:
        citing.cite(paths.data(), "wikidata", "Lima", None, "", None, append=False)
    assert str(raised.value) == "the source 'wikidata' has no document; add its file and sha256 to sources.csv"
