"""What people get wrong, as `kg build`, `kg validate`, `kg tidy` and `kg query` meet it: one clear line each."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import api, paths
from kg.cli import main
from tests.conftest import field, lay, resource

KEY = field("key", rules={"required": True, "unique": True, "pattern": "[a-z0-9-]+"})
NAME = field("name", property="rdfs:label", rules={"required": True})
PROOF = field("evidence", format="evidence", rules={"required": True})
WORLD = [
    resource("sources", "source", "Source", KEY, field("title", property="dcterms:title")),
    resource("cities", "city", "City", KEY, NAME, field("latitude", "number", {"minimum": -90, "maximum": 90}), PROOF),
    resource("networks", "network", "Network", KEY, NAME, field("founded", format="partial-date"), PROOF),
    resource(
        "memberships",
        "membership",
        "Membership",
        KEY,
        field("member", property="kg:member", references=["cities"]),
        field("collective", property="kg:collective", references=["networks"]),
        field("role", property="kg:role", format="concept", scheme="role", rules={"required": True}),
        PROOF,
    ),
]
GOOD = {
    "sources": "s,A source\n",
    "cities": "bern-ch,Bern,46.9,s\n",
    "networks": "eurocities,EUROCITIES,1986,s\nicorn,ICORN,2006,s\n",
    "memberships": "".join(f"m{line:02},bern-ch,eurocities,member,s\n" for line in range(2, 16)),
}
START = "from kg.cli import main; main(prog_name='kg')"
KG = [sys.executable, "-c", START]
# whatever was started in the background ignores Ctrl-C, and passes that on
HEEDING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
INTERRUPTIBLE = [sys.executable, "-c", HEEDING + START]


def run(*arguments: object) -> Result:
    """The command line, in this process."""
    return CliRunner().invoke(main, [str(each) for each in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    """Names and bytes of everything in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with good tables in `data` and what `kg build` made of them in `build`."""
    folder = tmp_path_factory.mktemp("world")
    done = run("build", "--data", lay(folder / "data", WORLD, **GOOD), "-o", folder / "build")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith(f"built {folder / 'build' / 'citykg.nt'} and citykg.ttl: ")
    return folder


@pytest.fixture
def world(pristine: Path, tmp_path: Path) -> Path:
    """A copy of the good tables and their good build, for one test to spoil."""
    return shutil.copytree(pristine, tmp_path / "world")


Change = Callable[[bytes], bytes]


def swap(old: str, new: str) -> Change:
    """A change of one place in a file."""

    def change(content: bytes) -> bytes:
        assert content.count(old.encode()) == 1
        return content.replace(old.encode(), new.encode())

    return change


def more(line: bytes) -> Change:
    """A line at the end of a file."""
    return lambda content: content + line


def with_mark(content: bytes) -> bytes:
    """A file as some editors save it: with a byte order mark."""
    return b"\xef\xbb\xbf" + content


def with_crlf(content: bytes) -> bytes:
    """A file as Windows saves it."""
    return content.replace(b"\n", b"\r\n")


def spoil(folder: Path, **changes: Change) -> None:
    """Change some tables of a folder."""
    for name, change in changes.items():
        path = folder / f"{name}.csv"
        path.write_bytes(change(path.read_bytes()))


CLOSE = "close the quotation mark or double it inside a quoted cell"
COLUMNS = "the columns are key,member,collective,role,evidence"
SPOILT: dict[str, tuple[str, Change, list[str]]] = {
    "missing column": (
        "memberships",
        swap(",role,", ","),
        [f"memberships.csv:1: column 'role' is missing; {COLUMNS}"],
    ),
    "misspelt column": (
        "memberships",
        swap(",role,", ",rolle,"),
        [
            f"memberships.csv:1: column 'role' is missing; {COLUMNS}",
            "memberships.csv:1: no column 'rolle'; did you mean 'role'?",
        ],
    ),
    "columns in another order": (
        "memberships",
        swap("member,collective,role", "collective,member,role"),
        ["memberships.csv:1: columns in another order; 'kg tidy' sorts them"],
    ),
    "duplicated key": (
        "memberships",
        swap("m09,", "m05,"),
        ["memberships.csv:9:1 key: 'm05' stands already in line 5; it must be unique"],
    ),
    "key of another table": (
        "memberships",
        swap("m09,", "icorn,"),
        ["memberships.csv:9:1 key 'icorn' is a key of networks already; choose another key"],
    ),
    "bad date": (
        "networks",
        swap("2006", "2006-02-30"),
        ["networks.csv:3:3 founded: '2006-02-30' is no date; write 2018, 2018-12 or 2018-12-08"],
    ),
    "number out of range": (
        "cities",
        swap("46.9", "469"),
        ["cities.csv:2:3 latitude: 469 is out of range, expected -90 to 90"],
    ),
    "empty cell": (
        "cities",
        swap("Bern", ""),
        ["cities.csv:2:2 name: empty; expected the name"],
    ),
    "wrong encoding": (
        "memberships",
        lambda content: content.replace(b"m09,bern", "m09,bérn".encode("latin-1")),
        ["memberships.csv:9: byte 0xe9 is not UTF-8; save the file as UTF-8"],
    ),
    "stray comma": (
        "memberships",
        swap("m09,bern-ch,", "m09,bern,ch,"),
        ["memberships.csv:9: 6 cells, expected 5; a cell that holds a comma stands in quotation marks"],
    ),
    "byte order mark": (
        "memberships",
        with_mark,
        ["memberships.csv:1:1: byte order mark; 'kg tidy' removes it"],
    ),
    "CRLF": (
        "memberships",
        with_crlf,
        ["memberships.csv:1: carriage return at the line's end; 'kg tidy' rewrites line ends"],
    ),
    "empty file": (
        "memberships",
        lambda content: b"",
        ["memberships.csv:1: empty file; the first line names the columns"],
    ),
    "quotation mark inside a quoted cell": (
        "memberships",
        swap("m09,bern-ch,", 'm09,"bern"-ch,'),
        [f"memberships.csv:9: ',' expected after '\"'; {CLOSE}"],
    ),
    "unclosed quotation mark": (
        "memberships",
        swap("m09,bern-ch,", 'm09,"bern-ch,'),
        [f"memberships.csv:9: unexpected end of data; {CLOSE}"],
    ),
    "spaces": (
        "networks",
        swap("EUROCITIES", "EUROCITIES "),
        ["networks.csv:2:2 name: 'EUROCITIES ' has spaces at an end or in a row; 'kg tidy' removes them"],
    ),
    "unknown reference": (
        "memberships",
        swap("m14,bern-ch,eurocities", "m14,bern-ch,eurocites"),
        ["memberships.csv:14:3 collective: no row 'eurocites' in networks; did you mean 'eurocities'?"],
    ),
    "unknown concept": (
        "memberships",
        swap("m14,bern-ch,eurocities,member", "m14,bern-ch,eurocities,membre"),
        ["memberships.csv:14:4 role: no concept 'membre' in scheme 'role'; did you mean 'member'?"],
    ),
    "unknown evidence": (
        "cities",
        swap("46.9,s", "46.9,s lattitude=s t"),
        [
            "cities.csv:2:4 evidence: 'lattitude=s' names no column of this table; did you mean 'latitude'?",
        ],
    ),
}


@pytest.mark.parametrize("command", ["build", "validate"])
@pytest.mark.parametrize(("table", "change", "lines"), SPOILT.values(), ids=SPOILT)
def test_a_bad_table_is_named_and_the_last_build_stays(
    world: Path, command: str, table: str, change: Change, lines: list[str]
) -> None:
    before = contents(world / "build")
    spoil(world / "data", **{table: change})
    output = world / "build" if command == "build" else world / "build" / "citykg.nt"
    result = run(command, "--data", world / "data", "-o", output)
    assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (1, "", [f"kg: {line}" for line in lines])
    assert contents(world / "build") == before


def test_a_missing_table_is_named_and_the_last_build_stays(world: Path) -> None:
    before = contents(world / "build")
    (world / "data" / "memberships.csv").unlink()
    result = run("build", "--data", world / "data", "-o", world / "build")
    assert (result.exit_code, result.stderr) == (
        1,
        "kg: memberships.csv: No such file or directory; every table declared in datapackage.json must be there\n",
    )
    assert contents(world / "build") == before


def test_an_undeclared_table_is_named_and_the_last_build_stays(world: Path) -> None:
    before = contents(world / "build")
    (world / "data" / "towns.csv").write_text("key\n")
    result = run("build", "--data", world / "data", "-o", world / "build")
    assert (result.exit_code, result.stderr) == (
        1,
        "kg: towns.csv: not declared in datapackage.json; declare it or remove it\n",
    )
    assert contents(world / "build") == before


def test_several_errors_are_all_listed_at_once(world: Path) -> None:
    data, before = world / "data", contents(world / "build")
    (data / "towns.csv").write_text("key\n")
    spoil(
        data,
        sources=more(b"t,T,\n"),
        cities=swap("46.9", "north"),
        networks=swap("2006", "06"),
        memberships=swap("m03,bern-ch,eurocities,member,s", "m02,berm-ch,eurocities,,"),
    )
    result = run("build", "--data", data, "-o", world / "build")
    assert (result.exit_code, result.stderr.splitlines()) == (
        1,
        [
            "kg: towns.csv: not declared in datapackage.json; declare it or remove it",
            "kg: sources.csv:3: 3 cells, expected 2; a cell that holds a comma stands in quotation marks",
            "kg: cities.csv:2:3 latitude: 'north' is no number; write digits, as 12.5",
            "kg: networks.csv:3:3 founded: '06' is no date; write 2018, 2018-12 or 2018-12-08",
            "kg: memberships.csv:3:1 key: 'm02' stands already in line 2; it must be unique",
            "kg: memberships.csv:3:2 member: no row 'berm-ch' in cities; did you mean 'bern-ch'?",
            "kg: memberships.csv:3:4 role: empty; expected the role",
            "kg: memberships.csv:3:5 evidence: empty; expected the evidence",
        ],
    )
    assert contents(world / "build") == before


# The descriptor


@pytest.mark.parametrize("command", ["build", "validate", "tidy"])
@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (swap('"resources": [', '"resources": [,'), ":2:16: not JSON (Expecting value); mend it there"),
        (lambda content: b"\xff\xfe" + content, ": not UTF-8; save it as UTF-8"),
        (swap('"resources"', '"tables"'), ": a table lacks 'resources'; see the shipped datapackage.json"),
        (swap('"path": "cities.csv",', ""), ": a table lacks 'path'; see the shipped datapackage.json"),
    ],
)
def test_a_broken_descriptor_is_one_line(world: Path, command: str, change: Change, complaint: str) -> None:
    path, before = world / "data" / "datapackage.json", contents(world / "build")
    path.write_bytes(change(path.read_bytes()))
    result = run(command, "--data", world / "data", *(["-o", world / "build"] if command == "build" else []))
    assert (result.exit_code, result.stderr) == (1, f"kg: {path}{complaint}\n")
    assert contents(world / "build") == before


@pytest.mark.parametrize("command", ["build", "validate", "tidy"])
def test_a_folder_without_tables_is_one_line(tmp_path: Path, command: str) -> None:
    result = run(command, "--data", tmp_path / "nowhere")
    assert (result.exit_code, result.stderr) == (
        1,
        f"kg: {tmp_path}/nowhere/datapackage.json: no such file; "
        "--data takes a folder with tables and a datapackage.json\n",
    )


@pytest.mark.parametrize("command", ["build", "validate", "tidy"])
def test_a_file_in_place_of_the_data_folder_is_one_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "cities.csv").write_text("key\n")
    result = run(command, "--data", tmp_path / "cities.csv")
    assert (result.exit_code, result.stderr) == (
        1,
        f"kg: {tmp_path}/cities.csv/datapackage.json: Not a directory; nothing half-written is left\n",
    )


# Tidy


def test_tidy_mends_what_build_refuses_for_its_form(world: Path) -> None:
    data = world / "data"
    good = contents(data)
    spoil(data, sources=with_mark, networks=with_crlf, cities=swap("Bern", " Bern  "))
    assert run("build", "--data", data, "-o", world / "build").exit_code == 1
    tidied = run("tidy", "--data", data)
    assert (tidied.exit_code, tidied.stderr) == (0, "rewrote: sources.csv, cities.csv, networks.csv\n")
    assert contents(data) == good
    again = run("tidy", "--data", data)
    assert (again.exit_code, again.stderr) == (0, "all tables are tidy\n")


def test_tidy_check_says_what_it_would_rewrite_and_rewrites_nothing(world: Path) -> None:
    data = world / "data"
    spoil(data, networks=more(b"c40,C40,,s\n"))
    before = contents(data)
    result = run("tidy", "--data", data, "--check")
    assert (result.exit_code, result.stderr, contents(data)) == (1, "would rewrite: networks.csv\n", before)


@pytest.mark.parametrize(
    ("table", "change", "line"),
    [
        (
            "memberships",
            swap("m09,bern-ch,", "m09,bern,ch,"),
            "memberships.csv:9: 6 cells, expected 5; quote a cell that holds a comma",
        ),
        ("memberships", swap(",role,", ","), f"memberships.csv:1: column 'role' is missing; {COLUMNS}"),
        (
            "cities",
            more("zürich".encode("latin-1")),
            "cities.csv: byte 48 is not UTF-8; save the file as UTF-8",
        ),
    ],
)
def test_tidy_rewrites_no_table_where_it_cannot_read_one(world: Path, table: str, change: Change, line: str) -> None:
    data = world / "data"
    spoil(data, networks=more(b"c40,C40,,s\n"), **{table: change})
    before = contents(data)
    result = run("tidy", "--data", data)
    assert (result.exit_code, result.stderr, contents(data)) == (1, f"kg: {line}\n", before)


# Ontology and queries


@pytest.fixture
def modelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the ontology that the commands take for the shipped one."""
    copy = shutil.copytree(paths.ontology(), tmp_path / "ontology")
    monkeypatch.setattr(paths, "ontology", lambda: copy)
    return copy


@pytest.mark.parametrize(
    ("file", "content", "complaint"),
    [
        (
            "citykg.ttl",
            b"@prefix kg: <https://e.org/> .\nkg:City a .\n",
            "citykg.ttl:2:11: . is not a valid RDF object",
        ),
        ("align.ttl", b"\xff\xfe", "align.ttl:1:1: Invalid UTF-8 character encoding"),
        ("schemes/role.ttl", b"# roles\nrole:member a 1 .\n", "role.ttl:2:1: The prefix role: has not been declared"),
    ],
)
def test_turtle_that_does_not_parse_is_named_with_line_and_column(
    world: Path, modelled: Path, file: str, content: bytes, complaint: str
) -> None:
    (modelled / file).write_bytes(content)
    before = contents(world / "build")
    result = run("build", "--data", world / "data", "-o", world / "build")
    assert (result.exit_code, result.stderr) == (1, f"kg: {complaint}; mend it there\n")
    assert contents(world / "build") == before


def test_shapes_that_do_not_parse_are_named_with_line_and_column(world: Path, modelled: Path) -> None:
    (modelled / "shapes.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\n\nsh:Shape a .\n")
    result = run("validate", "--data", world / "data", "--graph", world / "build" / "citykg.nt")
    assert (result.exit_code, result.stderr) == (1, "kg: shapes.ttl:3:12: . is not a valid RDF object; mend it there\n")


def test_a_check_that_does_not_parse_is_named(world: Path, modelled: Path) -> None:
    for path in (modelled / "checks").glob("*.rq"):
        path.unlink()
    (modelled / "checks" / "odd.rq").write_text("# Odd\n# severity: warning\n# fix: mend it\nSELECT ?focus {\n")
    result = run("validate", "--data", world / "data", "--graph", world / "build" / "citykg.nt")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("kg: odd.rq: error at 5:1: expected ")
    assert result.stderr.endswith("; mend the query\n")


@pytest.mark.parametrize(
    ("query", "line"),
    [
        (b"ASK { ?s ?p ?o }", "odd.rq: selects no ?focus and ?message; mend the query"),
        (b"SELECT ?s { ?s ?p ?o }", "odd.rq: selects no ?focus and ?message; mend the query"),
        ("# é".encode("latin-1"), "odd.rq: not UTF-8; save the check as UTF-8"),
    ],
)
def test_a_check_of_another_sort_is_named(world: Path, modelled: Path, query: bytes, line: str) -> None:
    for path in (modelled / "checks").glob("*.rq"):
        path.unlink()
    (modelled / "checks" / "odd.rq").write_bytes(b"# Odd\n# severity: warning\n# fix: mend it\n" + query)
    result = run("validate", "--data", world / "data", "--graph", world / "build" / "citykg.nt")
    assert (result.exit_code, result.stderr) == (1, f"kg: {line}\n")


def test_a_missing_ontology_file_is_named(world: Path, modelled: Path) -> None:
    (modelled / "align.ttl").unlink()
    result = run("build", "--data", world / "data", "-o", world / "build")
    assert (result.exit_code, result.stderr) == (
        1,
        f"kg: cannot read {modelled / 'align.ttl'}: No such file or directory (os error 2)\n",
    )


def test_a_query_that_does_not_parse_is_shown_with_a_caret(world: Path) -> None:
    query = world / "broken.rq"
    query.write_text("SELECT ?city WHERE {\n  ?city nope:x ?y\n}\n")
    result = run("query", query, "--graph", world / "build" / "citykg.nt", "-o", world / "answer.csv")
    assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (
        2,
        "",
        [
            "kg: the query does not parse at line 2, column 15: its prefix is not declared",
            "    ?city nope:x ?y",
            "                ^",
        ],
    )
    assert not (world / "answer.csv").exists()


def test_a_graph_that_does_not_parse_is_named_with_line_and_column(world: Path) -> None:
    (world / "half.nt").write_text("<https://e.org/a> <https://e.org/b> <https://e.org/c> .\n<https://e.org/a> <htt\n")
    result = run("query", "networks", "--graph", world / "half.nt")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("kg: half.nt:2:19: ")
    assert result.stderr.endswith("; run 'kg build' again\n")


def test_a_graph_that_is_not_there_says_what_to_run(world: Path) -> None:
    result = run("validate", "--data", world / "data", "--graph", world / "nothing.nt")
    assert (result.exit_code, result.stderr) == (
        1,
        f"kg: {world / 'nothing.nt'}: no such graph; run 'kg build' first, or name one with --graph\n",
    )


# Outputs that cannot be written


def test_an_output_below_a_file_is_one_line(world: Path) -> None:
    (world / "file").write_bytes(b"mine")
    result = run("build", "--data", world / "data", "-o", world / "file" / "build")
    assert (result.exit_code, result.stderr) == (
        1,
        f"kg: cannot write {world / 'file' / 'build' / 'citykg.nt'}: Not a directory; choose another output\n",
    )
    assert (world / "file").read_bytes() == b"mine"


def test_a_file_in_place_of_the_output_folder_is_wrong_use(world: Path) -> None:
    (world / "file").write_bytes(b"mine")
    result = run("build", "--data", world / "data", "-o", world / "file")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2,
        f"Error: Invalid value for '-o' / '--output': Directory '{world / 'file'}' is a file.",
    )
    assert (world / "file").read_bytes() == b"mine"


def test_a_folder_in_place_of_the_output_file_is_one_line(world: Path) -> None:
    result = run("query", "networks", "--graph", world / "build" / "citykg.nt", "-o", world / "data")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        f"kg: cannot write {world / 'data'}: it is a folder; name a file in it",
    )


def stop_writing(monkeypatch: pytest.MonkeyPatch, name: str, stop: BaseException) -> None:
    """The file of that name breaks off half-way, as does the temporary one that is to become it."""
    whole = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        if name not in path.name:
            return whole(path, content)
        whole(path, content[: len(content) // 2])
        raise stop

    monkeypatch.setattr(Path, "write_bytes", half)


@pytest.mark.parametrize("name", ["citykg.nt", "citykg.ttl"])
def test_a_full_disk_leaves_the_last_build_and_nothing_half_written(
    world: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = contents(world / "build")
    spoil(world / "data", sources=swap("A source", "Another title"))
    stop_writing(monkeypatch, name, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    result = run("build", "--data", world / "data", "-o", world / "build")
    assert (result.exit_code, result.stderr) == (
        1,
        f"kg: cannot write {world / 'build' / name}: No space left on device; "
        "the old file is untouched; free some space or write elsewhere\n",
    )
    assert contents(world / "build") == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_stdout_is_one_line(world: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [*KG, "query", "networks", "--graph", str(world / "build" / "citykg.nt")]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        "kg: No space left on device; nothing half-written is left",
    )


# Those who do not wait


@pytest.mark.parametrize("name", ["citykg.nt", "citykg.ttl"])
def test_ctrl_c_while_writing_leaves_the_last_build(world: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = contents(world / "build")
    spoil(world / "data", sources=swap("A source", "Another title"))
    stop_writing(monkeypatch, name, KeyboardInterrupt())
    result = run("build", "--data", world / "data", "-o", world / "build")
    assert (result.exit_code, result.stderr) == (1, "kg: stopped; what was there before is untouched\n")
    assert contents(world / "build") == before


def test_a_real_interrupt_while_reading_leaves_the_last_build(world: Path) -> None:
    before, table = contents(world / "build"), world / "data" / "memberships.csv"
    table.unlink()
    os.mkfifo(table)
    command = [*INTERRUPTIBLE, "build", "--data", str(world / "data"), "-o", str(world / "build")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            writer = open_when_read(table)
            process.send_signal(signal.SIGINT)
            os.close(writer)  # whoever was about to read, and not yet reading, would wait for ever
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, said) == (1, "kg: stopped; what was there before is untouched\n")
    assert contents(world / "build") == before


def open_when_read(pipe: Path) -> int:
    """The writing end of a pipe as soon as somebody reads it: by then the command is in the middle of its work."""
    for _ in range(3000):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(f"nobody reads {pipe}")


def test_a_reader_who_has_seen_enough_is_no_failure(tmp_path: Path) -> None:
    graph, query = tmp_path / "many.nt", tmp_path / "all.rq"
    graph.write_text("".join(f"<https://e.org/{n}> <https://e.org/p> <https://e.org/o> .\n" for n in range(10_000)))
    query.write_text("SELECT ?s { ?s ?p ?o }")
    command = [*KG, "query", str(query), "--graph", str(graph), "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "s\n"
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, "")


# The same bytes


def test_builds_are_the_same_byte_for_byte_under_any_hash_seed(graph: Path, tmp_path: Path) -> None:
    builds = [
        subprocess.Popen(
            [*KG, "build", "-o", str(tmp_path / seed)], env={**os.environ, "PYTHONHASHSEED": seed}, stderr=-3
        )
        for seed in ("0", "1")
    ]
    assert [each.wait(timeout=60) for each in builds] == [0, 0]
    assert contents(tmp_path / "0") == contents(tmp_path / "1")
    assert contents(tmp_path / "0") == {
        name: (graph.parent / name).read_bytes() for name in ("citykg.nt", "citykg.ttl")
    }


def test_building_twice_gives_the_same_bytes(world: Path) -> None:
    before = contents(world / "build")
    assert run("build", "--data", world / "data", "-o", world / "build").exit_code == 0
    assert contents(world / "build") == before
    assert api.build(world / "data", world / "again").read_bytes() == before["citykg.nt"]
