"""Samples to judge, judged sheets read back, and the interval of the error rate."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from kg import audits
from kg.audits import Judgement, Rate, Statement
from kg.cli import main
from kg.errors import AskerError, CuratorError, OperatorError
from kg.profiles import Place
from tests.conftest import world

TURTLE = """
kg:memberOf rdfs:label "member of"@en .
kg:addresses rdfs:label "addresses"@en .
kg:migrationSpecific rdfs:label "migration-specific"@en .
<https://w3id.org/citykg/id/city/lille-fr> rdfs:label "Lille"@en .
<https://w3id.org/citykg/id/network/icorn> rdfs:label "=ICORN"@en .
<https://w3id.org/citykg/scheme/gcm/16> rdfs:label "Inclusion"@en .
<https://w3id.org/citykg/scheme/m49/150> rdfs:label "Europe"@en .
<https://w3id.org/citykg/scheme/role/member> rdfs:label "Member"@en .
<https://w3id.org/citykg/id/indicator/slum-dwellers> rdfs:label "Slum dwellers"@en .
<https://w3id.org/citykg/id/source/report> a kg:Source .
<https://w3id.org/citykg/id/passage/report-p1> a kg:Passage ; kg:source <https://w3id.org/citykg/id/source/report> ;
  kg:section "One" ; oa:start 0 ; oa:end 12 .
<https://w3id.org/citykg/id/passage/report-p2> a kg:Passage ; kg:source <https://w3id.org/citykg/id/source/report> ;
  kg:section "Two" ; oa:start 13 ; oa:end 25 .

<https://w3id.org/citykg/id/membership/lille-fr-icorn> a kg:Statement, kg:Membership ;
  rdf:subject <https://w3id.org/citykg/id/city/lille-fr> ; rdf:predicate kg:memberOf ;
  rdf:object <https://w3id.org/citykg/id/network/icorn> ; kg:role <https://w3id.org/citykg/scheme/role/member> ;
  kg:from "2019"^^xsd:gYear ; kg:to "2021-03"^^xsd:gYearMonth ;
  kg:evidence <https://w3id.org/citykg/id/passage/report-p2>, <https://w3id.org/citykg/id/passage/report-p1> .
<https://w3id.org/citykg/id/statement/icorn-migration-specific> a kg:Statement ;
  rdf:subject <https://w3id.org/citykg/id/network/icorn> ; rdf:predicate kg:migrationSpecific ; rdf:object true ;
  kg:evidence <https://w3id.org/citykg/id/source/page> .
<https://w3id.org/citykg/id/relation/lille-gcm> a kg:Statement ;
  rdf:subject <https://w3id.org/citykg/id/city/lille-fr> ; rdf:predicate kg:addresses ;
  rdf:object <https://w3id.org/citykg/scheme/gcm/16> ; kg:rank "secondary" ; kg:verb "helps" .
<https://w3id.org/citykg/id/name/lille-fr-rijsel> a kg:Statement ;
  rdf:subject <https://w3id.org/citykg/id/city/lille-fr> ; rdf:predicate skos:altLabel ; rdf:object "Rijsel"@nl .
<https://w3id.org/citykg/id/count-claim/icorn-cities> a kg:Statement, kg:CountClaim ;
  kg:about <https://w3id.org/citykg/id/network/icorn> ; kg:value 70 ; kg:qualifier "more-than" ;
  kg:counted "cities" ; kg:action "joined" ; kg:asOf "2020"^^xsd:gYear .
<https://w3id.org/citykg/id/observation/europe-slums> a kg:Statement, kg:Observation ;
  kg:area <https://w3id.org/citykg/scheme/m49/150> ; kg:value 2 ; kg:upperValue 3 ;
  kg:indicator <https://w3id.org/citykg/id/indicator/slum-dwellers> .
<https://w3id.org/citykg/id/completeness/icorn-list> a kg:Statement, kg:Completeness ;
  kg:collective <https://w3id.org/citykg/id/network/icorn> ; kg:status "partial" ; kg:claimed 80 .
<https://w3id.org/citykg/id/decision/rotterdam> a kg:Decision ;
  dcterms:subject "statements: rotterdam-nl-icorn, rotterdam-nl-theme" .
"""
WORLD = world(TURTLE)
KEYS = ["europe-slums", "icorn-cities", "icorn-list", "icorn-migration-specific", "lille-fr-icorn"]
KEYS += ["lille-fr-rijsel", "lille-gcm"]
HEAD = "statement,relation,said,verdict,note\n"


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def laid(folder: Path, text: str | bytes, name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def judged(**counts: int) -> list[Judgement]:
    """That many judgements of each verdict, 'none' for no verdict, all of one relation."""
    return [
        Judgement(f"{verdict}-{number}", "theme", f"{verdict} {number}", verdict.replace("none", ""), "")
        for verdict, count in counts.items()
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("wrong", "of", "bounds"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_the_interval_is_that_of_newcombe_1998_table_i_method_3(
    wrong: int, of: int, bounds: tuple[float, float]
) -> None:
    assert tuple(round(bound, 4) for bound in audits.wilson(wrong, of)) == bounds


@pytest.mark.parametrize(("wrong", "of"), [(0, 1), (1, 1), (0, 150), (4, 125), (26, 147), (7, 14), (150, 150)])
def test_the_interval_is_that_of_scipy(wrong: int, of: int) -> None:
    known = binomtest(wrong, of).proportion_ci(confidence_level=0.95, method="wilson")
    assert audits.wilson(wrong, of) == pytest.approx((known.low, known.high), abs=1e-12)


def test_a_rate_of_nothing_is_no_rate() -> None:
    assert (Rate(0, 0).share, Rate(0, 0).interval, str(Rate(0, 0))) == (None, None, "none judged")


def test_statements_are_said_in_plain_words() -> None:
    assert {each.key: (each.relation, each.said) for each in audits.draw(WORLD, 7, 1)} == {
        "europe-slums": ("has the number", "M49 150: Europe — has the number — 2 to 3 Slum dwellers"),
        "icorn-cities": ("counts", "=ICORN — counts — more than 70 cities joined (as of 2020)"),
        "icorn-list": ("has a list that is", "=ICORN — has a list that is — partial (claimed 80)"),
        "icorn-migration-specific": ("migration-specific", "=ICORN — migration-specific — yes"),
        "lille-fr-icorn": ("member of", "Lille — member of — =ICORN (role Member; from 2019; to 2021-03)"),
        "lille-fr-rijsel": ("is also called", "Lille — is also called — Rijsel"),
        "lille-gcm": ("addresses", "Lille — addresses — GCM 16: Inclusion (rank secondary; verb helps)"),
    }


def test_the_places_of_a_statement_are_in_the_order_of_the_document() -> None:
    places = {each.key: each.places for each in audits.draw(WORLD, 7, 1)}
    assert places["lille-fr-icorn"] == (
        Place("report-p1", "report", "One", 0, 12),
        Place("report-p2", "report", "Two", 13, 25),
    )
    assert places["icorn-migration-specific"] == (Place("page", "page"),)
    assert places["lille-gcm"] == ()


def test_a_sample_is_ordered_and_a_larger_one_of_the_same_seed_holds_it() -> None:
    drawn = [[each.key for each in audits.draw(WORLD, size, 5)] for size in range(1, 8)]
    assert drawn[-1] == KEYS
    assert all(each == sorted(each) for each in drawn)
    assert all(set(few) < set(more) for few, more in itertools.pairwise(drawn))


def test_each_pair_of_statements_is_as_likely_as_any_other() -> None:
    seeds = 2100
    found = Counter(tuple(each.key for each in audits.draw(WORLD, 2, seed)) for seed in range(seeds))
    assert len(found) == 21
    assert sum((count - seeds / 21) ** 2 / (seeds / 21) for count in found.values()) < 37.6  # chi-square, 20 df, 0.99


def test_the_same_seed_draws_the_same_bytes_under_any_hash_seed(graph: Path) -> None:
    script = f"""if True:
        import sys
        from pathlib import Path
        from kg import audits, store
        own = store.open_store(Path({str(graph)!r}))
        for stratified in (False, True):
            sys.stdout.buffer.write(audits.sheet(audits.draw(own, 60, 3, stratified)))
    """
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=Path(__file__).resolve().parents[1],
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert [len(lines(each)) for each in found] == [122]


def test_a_stratified_sample_has_every_relation(store: ox.Store) -> None:
    drawn = Counter(each.relation for each in audits.draw(store, 150, 1, stratified=True))
    whole = Counter(audits._relations(store).values())
    assert drawn.total() == 150
    assert drawn.keys() == whole.keys()
    assert all(abs(drawn[each] - 150 * whole[each] / whole.total()) < 3 for each in whole if drawn[each] > 1)


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 400), min_size=1, max_size=30), st.data())
def test_a_shared_out_sample_adds_up_and_leaves_nobody_out(strata: dict[str, int], data: st.DataObject) -> None:
    size = data.draw(st.integers(len(strata), sum(strata.values())))
    shares = audits.allot(strata, size)
    assert sum(shares.values()) == size
    assert shares.keys() == strata.keys()
    assert all(1 <= shares[name] <= count for name, count in strata.items())


@pytest.mark.parametrize(
    ("size", "stratified", "said"),
    [
        (8, False, "--sample 8: the graph has 7 statements; ask for at most as many"),
        (6, True, "--sample 6: there are 7 relations; ask for at least one statement of each"),
    ],
)
def test_a_sample_that_cannot_be_drawn_says_why(size: int, stratified: bool, said: str) -> None:
    with pytest.raises(AskerError) as failure:
        audits.draw(WORLD, size, 1, stratified)
    assert str(failure.value) == said


def test_a_sheet_has_one_row_a_statement_and_no_passage_texts_unless_asked() -> None:
    drawn = [each for each in audits.draw(WORLD, 7, 1) if each.key in ("icorn-migration-specific", "lille-fr-icorn")]
    first = ["icorn-migration-specific", "migration-specific", "'=ICORN — migration-specific — yes", "page", "", ""]
    second = ["lille-fr-icorn", "member of", "Lille — member of — =ICORN (role Member; from 2019; to 2021-03)"]
    second += ["report", "One | Two", "report-p1 | report-p2"]
    head = ["statement", "relation", "said", "source", "section", "passage"]
    assert lines(audits.sheet(drawn)) == [
        [*head, "verdict", "note"],
        [*first, "", ""],
        [*second, "", ""],
    ]
    assert lines(audits.sheet(drawn, {"report": "- Lille\nwas. ICORN, too."})) == [
        [*head, "passage text", "verdict", "note"],
        [*first, "", "", ""],
        [*second, "'- Lille was. | ICORN, too.", "", ""],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1+1", "-x", "@sum", "\t=1"])
def test_no_cell_of_a_sheet_is_a_formula(name: str) -> None:
    place = Place(f"{name}2", name, name, 0, 9)
    sheet = lines(audits.sheet([Statement(name, name, name, (place,))], {name: name}))
    assert [cell[:1] for cell in sheet[1][:6]] == ["'"] * 6
    assert sheet[1][6][:1] == "'"


def test_a_sheet_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    drawn = audits.draw(WORLD, 7, 1)
    rows = lines(audits.sheet(drawn))
    rows[1][-2:] = ["right", ""]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    found = audits.read(laid(tmp_path, out.getvalue()), audits.known(WORLD))
    assert [(each.statement, each.relation, each.said) for each in found] == [
        (each.key, each.relation, each.said) for each in drawn
    ]
    assert [each.verdict for each in found] == ["right", *[""] * 6]


@pytest.mark.parametrize(
    "content",
    [
        b"statement,relation,said,verdict,note\nlille-gcm,addresses,L,Wrong , not so\n\n",
        b"\xef\xbb\xbfstatement;relation;said;verdict;note\r\nlille-gcm;addresses;L;WRONG;not so\r\n;;;;\r\n",
        b"note\tverdict\tsaid\trelation\tstatement\n not\x1b so\twrong\tL\taddresses\tlille-gcm\n",
        b'statement,relation,said,verdict,note,extra\nlille-gcm,addresses,L,wrong,"not\n so",x\n',
    ],
    ids=["commas", "semicolons", "tabs", "more columns"],
)
def test_spreadsheets_may_write_the_sheet_in_their_own_way(tmp_path: Path, content: bytes) -> None:
    found = audits.read(laid(tmp_path, content), KEYS)
    assert found == [Judgement("lille-gcm", "addresses", "L", "wrong", "not so")]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "statement,said,verdict\nlille-gcm,L,right\n",
            [
                "sheet.csv:1: no column 'relation'; a sheet has the columns statement, relation, said, verdict, note",
                "sheet.csv:1: no column 'note'; a sheet has the columns statement, relation, said, verdict, note",
            ],
        ),
        (
            HEAD + "lille-gcm,a,L,rigth,\nicorn-list,a,L,no,\n",
            [
                "sheet.csv:2: no verdict 'rigth', write right, wrong or unclear; did you mean 'right'?",
                "sheet.csv:3: no verdict 'no', write right, wrong or unclear",
            ],
        ),
        (
            HEAD + 'icorn-list,a,"two\nlines",right,\nlille-gmc,a,L,right,\nx,a,L,right,\n',
            [
                "sheet.csv:4: the graph does not know the statement 'lille-gmc'; did you mean 'lille-gcm'?",
                "sheet.csv:5: the graph does not know the statement 'x'; name with --graph the graph that it was "
                "drawn from",
            ],
        ),
        (
            HEAD + "lille-gcm,a,L,right,\n\nlille-gcm,a,L,wrong,\n",
            ["sheet.csv:4: statement 'lille-gcm' stands already in line 2; remove one"],
        ),
        (HEAD + ",a,L,right,\n", ["sheet.csv:2: no statement; each row begins with the statement's key"]),
        (
            HEAD + "lille-gcm,a,L,,\n",
            ["sheet.csv: nothing is judged; write right, wrong or unclear in the column 'verdict'"],
        ),
        (HEAD, ["sheet.csv:1: only a header; each line below it is a record"]),
        (
            HEAD + "lille-gcm,a\n",
            ["sheet.csv:2: 2 cells, expected 5; a cell that holds the delimiter stands in quotation marks"],
        ),
        (
            HEAD + 'lille-gcm,a,"L',
            ["sheet.csv:2: unexpected end of data; close the quotation mark or double it inside a quoted cell"],
        ),
        (
            b"statement\xff",
            ["sheet.csv:1:10: byte 0xff is not UTF-8; save the table as CSV in UTF-8 again"],
        ),
    ],
)
def test_a_bad_sheet_gets_a_line_for_every_problem(tmp_path: Path, text: str | bytes, problems: list[str]) -> None:
    with pytest.raises(CuratorError) as failure:
        audits.read(laid(tmp_path, text), audits.known(WORLD))
    assert failure.value.problems == problems


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(CuratorError) as failure:
        audits.read(laid(tmp_path, ""), KEYS)
    assert failure.value.problems == ["sheet.csv:1: empty file; the first line names the columns"]


def test_a_judged_sheet_may_be_an_excel_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD.strip().split(","), ["lille-gcm", "addresses", "'=L", "Wrong", None]):
        book.active.append(row)
    book.save(tmp_path / "sheet.xlsx")
    assert audits.read(tmp_path / "sheet.xlsx", KEYS) == [Judgement("lille-gcm", "addresses", "=L", "wrong", "")]


def test_a_sheet_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"^cannot read .*: Is a directory; name a table$"):
        audits.read(tmp_path, KEYS)


def test_a_statement_that_was_taken_out_is_known_by_the_ledger(tmp_path: Path) -> None:
    path = laid(tmp_path, HEAD + "rotterdam-nl-icorn,member of,R,wrong,was an observer\n")
    assert [each.statement for each in audits.read(path, audits.known(WORLD))] == ["rotterdam-nl-icorn"]


REPORT = audits.report(
    [
        *judged(right=7, unclear=2, none=1),
        Judgement("a-b", "theme", "A — theme — B", "wrong", "not <b>|so</b>"),
        Judgement("c-d", "member of", "C — member of — D", "wrong", ""),
    ]
)


def test_the_report_as_a_table() -> None:
    assert audits.to_table(REPORT) == (
        "12 statements\n"
        "right  wrong  unclear  not judged\n"
        "─────  ─────  ───────  ──────────\n"
        "7      2      2        1\n"
        "\n"
        "Error rate\n"
        "                          wrong  of  error rate (95 % interval)\n"
        "────────────────────────  ─────  ──  ──────────────────────────\n"
        "unclear left out          2      9   22.2 % (6.3 % to 54.7 %)\n"
        "unclear counted as wrong  4      11  36.4 % (15.2 % to 64.6 %)\n"
        "\n"
        "Relations with at least 10 judged\n"
        "relation  right  wrong  unclear  unclear left out          unclear counted as wrong\n"
        "────────  ─────  ─────  ───────  ────────────────────────  ─────────────────────────\n"
        "theme     7      1      2        12.5 % (2.2 % to 47.1 %)  30.0 % (10.8 % to 60.3 %)\n"
        "\n"
        "Wrong\n"
        "a-b\n  A — theme — B\n  not <b>|so</b>\n"
        "c-d\n  C — member of — D\n"
        "\n"
        "Wilson score interval, 95 % (Wilson 1927, J. Am. Stat. Assoc. 22:209-212)\n"
    )


def test_the_report_as_markdown_has_no_markup_from_the_sheet() -> None:
    text = audits.to_markdown(REPORT)
    assert "| right | wrong | unclear | not judged |\n| --- | --- | --- | --- |\n| 7 | 2 | 2 | 1 |\n" in text
    assert "| unclear left out | 2 | 9 | 22.2 % (6.3 % to 54.7 %) |\n" in text
    assert text.endswith(
        "**Wrong**\n\n"
        "- `a-b`: A — theme — B: not \\<b\\>\\|so\\</b\\>\n"
        "- `c-d`: C — member of — D\n"
        "\n"
        "Wilson score interval, 95 % (Wilson 1927, J. Am. Stat. Assoc. 22:209-212)\n"
    )


def test_the_report_as_json_has_fractions() -> None:
    found = json.loads(audits.to_json(REPORT))
    low, high = audits.wilson(2, 9)
    counts = ("statements", "right", "wrong", "unclear", "not_judged")
    assert [found[each] for each in counts] == [12, 7, 2, 2, 1]
    assert found["unclear_left_out"] == {"wrong": 2, "of": 9, "rate": 2 / 9, "interval": [low, high]}
    assert found["unclear_counted_as_wrong"]["of"] == 11
    assert list(found["relations"]) == ["theme"]
    assert found["relations"]["theme"]["wrong"] == 1
    assert found["wrong_statements"][0] == {"statement": "a-b", "said": "A — theme — B", "note": "not <b>|so</b>"}


def test_a_report_without_wrong_ones_or_large_relations_leaves_those_parts_out() -> None:
    assert audits.to_table(audits.report(judged(unclear=2))) == (
        "2 statements\n"
        "right  wrong  unclear  not judged\n"
        "─────  ─────  ───────  ──────────\n"
        "0      0      2        0\n"
        "\n"
        "Error rate\n"
        "                          wrong  of  error rate (95 % interval)\n"
        "────────────────────────  ─────  ──  ───────────────────────────\n"
        "unclear left out          0      0   none judged\n"
        "unclear counted as wrong  2      2   100.0 % (34.2 % to 100.0 %)\n"
        "\n"
        "Wilson score interval, 95 % (Wilson 1927, J. Am. Stat. Assoc. 22:209-212)\n"
    )


@pytest.mark.parametrize(("right", "relations"), [(9, []), (10, ["theme"])])
def test_a_relation_needs_ten_judged_for_a_rate_of_its_own(right: int, relations: list[str]) -> None:
    assert list(audits.report(judged(right=right, none=5)).relations) == relations


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A file with the small world."""
    path = tmp_path / "small.nt"
    path.write_bytes(b"".join(f"{quad.triple} .\n".encode() for quad in WORLD))
    return str(path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--sample", "5"],
            "kg: --seed N is needed to draw a sample that others can draw again; --judged reads a sheet back\n",
        ),
        *(
            (
                ["--judged", __file__, *each],
                "kg: --judged reads a sheet back; leave out --sample, --seed, --stratify and --documents\n",
            )
            for each in (["--seed", "0"], ["--sample", "2"], ["--stratify", "relation"])
        ),
        (["--seed", "1"], "kg: --sample 100: the graph has 7 statements; ask for at most as many\n"),
    ],
)
def test_wrong_use_is_said_in_a_line(small: str, options: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["audit", "--graph", small, *options])
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_a_sheet_is_drawn_judged_and_read_back(small: str, tmp_path: Path) -> None:
    drawn = CliRunner().invoke(main, ["audit", "--graph", small, "--sample", "3", "--seed", "4"])
    assert (drawn.exit_code, drawn.stderr) == (0, "")
    rows = lines(drawn.stdout_bytes)
    assert len(rows) == 4
    sheet = laid(tmp_path, drawn.stdout.replace(",,\n", ",right,\n"))
    back = CliRunner().invoke(main, ["audit", "--graph", small, "--judged", str(sheet), "--format", "json"])
    assert (back.exit_code, json.loads(back.stdout)["right"]) == (0, 3)


def test_a_sheet_with_texts_of_documents_is_for_private_use(graph: Path, documents: Path) -> None:
    options = ["--graph", str(graph), "--sample", "20", "--seed", "4"]
    plain = CliRunner().invoke(main, ["audit", *options])
    quoting = CliRunner().invoke(main, ["audit", *options, "--documents", str(documents)])
    assert plain.stderr == ""
    assert quoting.stderr == "kg: the sheet quotes the documents; it is for private use, do not pass it on\n"
    assert [row[:6] for row in lines(quoting.stdout_bytes)] == [row[:6] for row in lines(plain.stdout_bytes)]
    assert all(bool(row[5]) == bool(row[6]) for row in lines(quoting.stdout_bytes))


def test_a_bad_sheet_ends_in_exit_1(small: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["audit", "--graph", small, "--judged", str(laid(tmp_path, HEAD + "lille-gcm,a,L,wrnog,\n"))]
    )
    assert (result.exit_code, result.stderr) == (
        1,
        "kg: sheet.csv:2: no verdict 'wrnog', write right, wrong or unclear; did you mean 'wrong'?\n",
    )
