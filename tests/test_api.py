"""`import kg` as a reader of the README uses it, and the examples at the end of every command's help."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import kg
from kg import api, citing, errors, exports, paths, profiles, terms
from kg.centrality import MEASURES
from kg.cli import main
from tests.conftest import world
from tests.test_texts import pdf

VERBS = [
    *("Affiliation", "Projection", "affiliation", "build", "citation", "diff", "explore", "listings", "only"),
    *("open_store", "overlaps", "plan_import", "project", "query", "rank", "rankings", "read", "show"),
    *("significance", "to_pyvis", "validate", "wholes"),
]
ERRORS = ["AskerError", "CuratorError", "KgError", "ModellerError", "OperatorError"]
HEAVY = ["networkx", "numpy", "owlrl", "pyarrow", "pyoxigraph", "pyshacl", "pyvis", "rdflib", "scipy"]
COMMANDS = set("build validate query rank explore serve export show import read diff audit tidy cite verify".split(" "))  # noqa: SIM905

ID = terms.PREFIXES["id"]
SMALL = f"""
<{ID}city/lima-pe> a kg:City, kg:LocalGovernment ; rdfs:label "Lima"@en .
<{ID}network/uclg> a kg:Network, kg:Collective ; rdfs:label "UCLG"@en .
<{ID}membership/m> a kg:Membership, kg:Statement ; rdf:predicate kg:memberOf ; kg:from "2004"^^xsd:gYear ;
    rdf:subject <{ID}city/lima-pe> ; rdf:object <{ID}network/uclg> ; kg:evidence <{ID}source/a-2020> ;
    kg:member <{ID}city/lima-pe> ; kg:collective <{ID}network/uclg> ; kg:role [ skos:notation "member" ] .
"""


@pytest.fixture
def small() -> ox.Store:
    """A city in a network."""
    return world(SMALL)


@pytest.fixture
def built(graph: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the built shipped graph, as if it were `build/`."""
    monkeypatch.setattr(paths, "build", lambda: graph.parent)
    return graph.parent


def test_ten_lines_go_from_tables_to_answers(tmp_path: Path) -> None:
    graph = kg.build(output=tmp_path)
    store = kg.open_store(graph)
    pledges = kg.query("pledges", store=store)
    members = kg.query("members", store=store, collective="eurocities")
    scores = kg.rank(store, on="collectives", measure="degree")
    first = scores[0]
    page = kg.show(first.node, store=store)
    two_mode = kg.affiliation(store, ["membership"], as_of="2020")
    edges = two_mode.to_networkx().edges(data=True)

    assert graph == tmp_path / "citykg.nt" and len(store) == len(graph.read_bytes().splitlines())
    assert graph.with_suffix(".ttl").read_bytes().startswith(b"@prefix ")
    assert isinstance(pledges, list) and {"government", "pledge", "objective"} <= pledges[0].keys()
    assert isinstance(members, list) and {"Barcelona", "Birmingham"} <= {row["member"] for row in members}
    assert (first.rank, first.ties) == (1, sum(each.score == first.score for each in scores))
    assert page.iri.endswith(f"/{first.node}") and page.sections
    assert len(edges) == len(two_mode.links) > 0 and {data["layer"] for *_, data in edges} == {"membership"}


def test_what_kg_offers_is_the_verbs_and_the_errors() -> None:
    assert kg.__all__ == sorted([*VERBS, *ERRORS, "__version__"])
    assert set(VERBS) <= set(api.__all__)
    assert {name: getattr(kg, name) for name in VERBS} == {name: getattr(api, name) for name in VERBS}
    assert {name: getattr(kg, name) for name in ERRORS} == {name: getattr(errors, name) for name in ERRORS}
    assert re.fullmatch(r"\d+\.\d+\.\d+", kg.__version__)


def test_every_verb_says_what_it_does() -> None:
    for name in VERBS:
        assert len((getattr(kg, name).__doc__ or "").splitlines()[0]) > 20, name


def test_a_name_that_kg_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError) as raised:
        kg.serve  # noqa: B018
    assert str(raised.value) == "module 'kg' has no attribute 'serve'"


def loaded(code: str) -> list[str]:
    """The heavy libraries that some lines of Python load."""
    script = f"import sys\n{code}\nprint([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout.splitlines()[-1].replace("'", '"'))
    return found


@pytest.mark.parametrize(
    "code",
    [
        "import kg",
        "import kg\nkg.KgError, kg.__all__",
        "import kg.cli",
        "from kg.cli import main\nmain(['--help'], standalone_mode=False)",
        "from kg.cli import main\nmain(['--version'], standalone_mode=False)",
        *(f"from kg.cli import main\nmain(['{name}', '--help'], standalone_mode=False)" for name in ("rank", "query")),
    ],
)
def test_importing_and_asking_for_help_load_no_heavy_library(code: str) -> None:
    assert loaded(code) == []


def test_using_a_verb_loads_what_it_needs() -> None:
    assert {"pyoxigraph", "networkx"} <= set(loaded("import kg\nkg.rank"))


def test_building_without_arguments_uses_the_shipped_tables(
    tmp_path: Path, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "build", lambda: tmp_path / "build")
    assert kg.build() == tmp_path / "build" / "citykg.nt"
    assert (tmp_path / "build" / "citykg.nt").read_bytes() == graph.read_bytes()


def test_a_wrong_cell_stops_the_build_and_leaves_the_old_graph(tmp_path: Path) -> None:
    data, output = tmp_path / "data", tmp_path / "build"
    data.mkdir()
    output.mkdir()
    for path in paths.data().iterdir():
        (data / path.name).write_bytes(path.read_bytes())
    (output / "citykg.nt").write_text("old", encoding="utf-8")
    (data / "funds.csv").write_text("key\n", encoding="utf-8")
    with pytest.raises(kg.CuratorError) as raised:
        kg.build(data, output)
    assert raised.value.problems[0].startswith("funds.csv:1: column 'name' is missing; the columns are key,name,")
    assert {path.name: path.read_text(encoding="utf-8") for path in output.iterdir()} == {"citykg.nt": "old"}


def test_a_query_gives_a_row_of_python_values_for_each_answer(small: ox.Store) -> None:
    assert kg.query("members", store=small, collective="uclg") == [
        {"member": "Lima", "role": "member", "from": "2004", "to": None, "passages": "a-2020"}
    ]
    assert kg.query("members", store=small, as_of="2003", collective="uclg") == []


def test_a_query_takes_things_by_name_and_looks_as_of_a_date(store: ox.Store) -> None:
    by_key = kg.query("members", store=store, collective="eurocities")
    assert by_key == kg.query("members", store=store, collective="EUROCITIES")
    assert isinstance(by_key, list) and "Barcelona" in {row["member"] for row in by_key}
    assert kg.query("members", store=store, as_of="1985", collective="icorn") == []


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda store: kg.query("member", store=store),
         "no query 'member'; did you mean 'members'?; 'kg query --list' shows them all"),
        (lambda store: kg.query("members", store=store, collectiv="uclg"),
         "members has no parameter 'collectiv'; did you mean 'collective'?"),
        (lambda store: kg.query("members", store=store, collective="uclgg"),
         "nothing is called 'uclgg'; did you mean 'uclg'?"),
        (lambda store: kg.show("Limas", store=store), "nothing is called 'Limas'; did you mean 'Lima'?"),
        (lambda store: kg.rank(store, on="city"),
         "no side 'city'; did you mean 'cities'?; say cities or collectives"),
        (lambda store: kg.rank(store, on=""), "no side ''; say cities or collectives"),
        (lambda store: kg.rank(store, measure="pagerang"),
         f"no measure 'pagerang'; did you mean 'pagerank'?; measures are {', '.join(MEASURES)}"),
        (lambda store: kg.rank(store, weight="newmann"),
         "no weight 'newmann'; did you mean 'newman'?; weights are count, newman, jaccard, binary"),
        (lambda store: kg.rank(store, exclude=["Uclgg"]), "nothing is called 'Uclgg'; did you mean 'uclg'?"),
        (lambda store: kg.rank(store, layers=["pledges"]),
         "no layer 'pledges'; did you mean 'pledge'?; layers are membership, endorsement, funding, pledge, "
         "partnership, participation, steering"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_answered_with_the_nearest_right_one(
    small: ox.Store, ask: Callable[[ox.Store], object], message: str
) -> None:
    with pytest.raises(kg.AskerError) as raised:
        ask(small)
    assert str(raised.value) == message


def test_without_a_build_every_verb_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "build", lambda: tmp_path)
    verbs: list[Callable[[], object]] = [kg.open_store, kg.validate, kg.rank, kg.to_pyvis, kg.explore]
    verbs += [lambda: kg.show("Lima"), lambda: kg.query("counts")]
    for verb in verbs:
        with pytest.raises(kg.OperatorError) as raised:
            verb()
        said = f"{tmp_path / 'citykg.nt'}: no such graph; run 'kg build' first, or name one with --graph"
        assert str(raised.value) == said
    assert list(tmp_path.iterdir()) == []


def test_verbs_without_a_store_read_the_last_build(built: Path, store: ox.Store) -> None:
    assert kg.rank() == kg.rank(store)
    assert kg.show("Lima") == kg.show("Lima", store=store)
    assert kg.query("counts") == kg.query("counts", store=store)


def test_showing_a_thing_gives_what_is_known_of_it(small: ox.Store) -> None:
    page = kg.show("lima", store=small)
    assert (page.iri, page.name) == (f"{ID}city/lima-pe", "Lima")
    membership = profiles.Line("UCLG (since 2004)", (profiles.Place("a-2020", "a-2020"),), f"{ID}network/uclg")
    assert page.sections == {"Memberships": [membership]}


def test_the_explorer_is_written_where_it_is_said(small: ox.Store, tmp_path: Path) -> None:
    output = tmp_path / "new" / "page.html"
    page = kg.explore(output, store=small)
    assert (page.path, page.html) == (output, output.read_text(encoding="utf-8"))


def test_the_pyvis_network_has_every_thing_and_every_link(small: ox.Store) -> None:
    drawing = kg.to_pyvis(small)
    assert sorted(drawing.get_nodes()) == ["lima-pe", "uclg"]
    assert [(edge["from"], edge["to"]) for edge in drawing.get_edges()] == [("lima-pe", "uclg")]


def example(command: click.Command) -> str:
    """The example at the end of a command's help."""
    found = re.fullmatch(r"Example:  (kg .+)", command.epilog or "")
    assert found, f"{command.name}: the help ends with no example"
    return found[1]


def test_every_command_is_one_of_those_agreed_on() -> None:
    assert set(main.commands) <= set(COMMANDS)


@pytest.mark.parametrize("name", ["", *main.commands])
def test_help_says_what_the_command_does_and_ends_with_its_example(name: str) -> None:
    command = main.commands[name] if name else main
    shown = CliRunner().invoke(main, [*([name] if name else []), "--help"]).stdout
    assert " ".join((command.help or "").split()).partition(". ")[0] in " ".join(shown.split())
    assert " ".join(shown.split()).endswith("Example: " + " ".join(example(command).split()))
    undescribed = [each.name for each in command.params if isinstance(each, click.Option) and not each.help]
    assert set(undescribed) <= {"form", "on", "measure"}, "an option whose choices do not speak for themselves"


def test_help_of_the_group_names_every_command() -> None:
    shown = CliRunner().invoke(main, ["-h"]).stdout
    listed = re.findall(r"^  (\w+)  +\S", shown.partition("Commands:")[2], re.MULTILINE)
    assert listed == sorted(main.commands)


@pytest.fixture
def place(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run examples in: with the shipped tables, and documents of which one says what is cited."""
    (tmp_path / "data").symlink_to(paths.data())
    (tmp_path / "documents").mkdir()
    for row in citing.sources(paths.data()).values():
        words = "Barcelona, Rotterdam, and\nBirmingham went on to sign.\n" if row.key == "fakhry-2022" else "Nothing.\n"
        (tmp_path / "documents" / row["file"]).write_text(words, encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(pdf("Milan and Lisbon joined C40 Cities."))
    (tmp_path / "members.csv").write_text("city,country,network\nMilan,IT,ICORN\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


SAID = {
    "audit": r"^wrote sheet\.csv\n$",
    "": r"^São Paulo\n═+\nCity",
    "build": r"^built build/citykg\.nt and citykg\.ttl: [\d,]+ triples\n$",
    "validate": r"^wrote findings\.json\n\d+ violations, \d+ warnings and remarks\n$",
    "query": r"^member,.*\n(?:.*\n)*?Barcelona,founder,1986,",
    "rank": r"^betweenness +ranks +in top 10 +name +where +listed\n─.*\n1=? +0\.\d+ +[\d–]+ +\d+% ",
    "explore": r"^wrote lima\.html \(\d+\.\d MB\)",
    "show": r"^São Paulo\n═+\nCity",
    "export": r"^wrote citykg\.graphml\n$",
    "diff": r"^no difference\n$",
    "import": r"rows of memberships: 1 new, 0 stand already\n(.*\n)*nothing is written yet",
    "read": r"wrote members\.csv\n$",
    "tidy": r"^all tables are tidy\n$",
    "cite": r"^fakhry-2022-p\d+,fakhry-2022,,0,53,[0-9a-f]{64}\n$",
    "verify": r"\n0 found, 0 moved, \d+ gone\n$",
}
SLOW = {"explore", "validate"}
ENDLESS = "serve"


def test_the_example_of_the_server_is_understood() -> None:
    _, name, *words = shlex.split(example(main.commands[ENDLESS]))
    context = main.commands[name].make_context(name, words)
    assert (name, context.params["port"], context.params["timeout"]) == (ENDLESS, 8080, 10)


@pytest.mark.parametrize("name", ["", *sorted({*main.commands} - {ENDLESS})])
def test_the_example_of_every_help_runs_and_says_what_it_did(
    place: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name in SLOW:
        (place / "build").mkdir()
        (place / "build" / "citykg.nt").write_bytes(exports.sorted_lines(world(SMALL)))
        monkeypatch.setattr(paths, "build", lambda: place / "build")
        monkeypatch.setattr(paths, "stories", lambda: place / "stories")  # those there are tell of the shipped graph
    words = example(main.commands[name] if name else main).replace(" DIR", " documents")
    for each in words.split(" && "):
        result = CliRunner().invoke(main, shlex.split(each)[1:])
        assert result.exit_code == (1 if name in ("verify", "validate") else 0), result.output
    assert re.search(SAID[name], result.output), result.output


def test_a_command_that_is_not_there_is_answered_with_the_nearest() -> None:
    result = CliRunner().invoke(main, ["exprot"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == "Error: no command 'exprot'; did you mean 'export'?"


def test_the_command_line_says_the_version_of_the_package() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (f"kg, version {kg.__version__}\n", "")


@pytest.mark.parametrize("date", ["next year", "2018-13", "18"])
def test_a_date_that_is_none_is_refused_in_python_too(store: ox.Store, tmp_path: Path, date: str) -> None:
    for ask in (
        lambda: kg.rank(store, as_of=date),
        lambda: kg.affiliation(store, as_of=date),
        lambda: kg.query("counts", store=store, as_of=date),
        lambda: kg.explore(tmp_path / "x.html", store=store, as_of=date),
    ):
        with pytest.raises(kg.AskerError) as raised:
            ask()
        assert str(raised.value) == f"as of {date}: not a date; write 2018, 2018-12 or 2018-12-08"
