from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner

from kg import named, sparql
from kg import store as stores
from kg.cli import main
from kg.named import Query
from kg.results import Rows

QUERIES = named.queries()
EACH = pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
KINDS = set(named.KINDS)


def code(query: Query) -> str:
    """The text without the header."""
    return "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))


@pytest.fixture(scope="module")
def plain(part: ox.Store) -> rdflib.Graph:
    """A part of the shipped graph in the plain engine, which takes minutes for the whole."""
    return stores.to_rdflib(part)


@pytest.fixture
def opened(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands of a test share the shipped graph instead of reading it each time."""
    monkeypatch.setattr(stores, "open_store", lambda path=None: store)


def example(query: Query) -> list[str]:
    return shlex.split(query.example)[1:]


@EACH
def test_the_header_says_what_the_query_is_for(query: Query) -> None:
    lines = query.text.splitlines()
    assert re.fullmatch(r"# [A-Z'].*[^.]", lines[0])
    assert query.help == lines[0][2:]
    for parameter in query.parameters:
        assert parameter.kind in KINDS
        assert parameter.default
        assert parameter.help


@EACH
def test_declared_parameters_are_those_of_the_text(query: Query) -> None:
    declared = [parameter.name for parameter in query.parameters]
    assert sorted(declared) == sorted(set(re.findall(r"\$(\w+)", code(query))))


NOTES = ("kg: lists that lack somebody: ", "kg: as of ")


@EACH
def test_no_parameter_is_also_a_variable(query: Query) -> None:
    variables = set(re.findall(r"\?(\w+)", code(query)))
    # A column may be called like the parameter that it repeats; inside the patterns the two never meet.
    asked = {parameter.name for parameter in query.parameters}
    selected = set(re.findall(r"\?(\w+)", code(query).partition("WHERE")[0]))
    assert variables & asked <= selected


@EACH
def test_no_two_rows_are_tied_in_the_order_of_the_query(query: Query, store: ox.Store) -> None:
    order = re.search(r"^ORDER BY (.+)$", query.text, re.MULTILINE)
    assert order
    answer = sparql.ask(store, named.bind(query, {}, store))
    assert isinstance(answer, Rows)
    places = [answer.variables.index(name) for name in re.findall(r"\?(\w+)", order[1])]
    keys = Counter(tuple(str(row[place]) for place in places) for row in answer.rows)
    assert [key for key, count in keys.items() if count > 1] == []


@EACH
def test_defaults_give_rows_and_each_row_once(query: Query, store: ox.Store) -> None:
    answer = sparql.ask(store, named.bind(query, {}, store))
    assert isinstance(answer, Rows)
    assert answer.rows
    assert [row for row, count in Counter(map(str, answer.rows)).items() if count > 1] == []


@EACH
def test_oxigraph_and_rdflib_give_the_same_rows_in_the_same_order(
    query: Query, store: ox.Store, part: ox.Store, plain: rdflib.Graph
) -> None:
    text = named.bind(query, {}, store)
    answer = sparql.ask(part, text)
    assert isinstance(answer, Rows)
    assert answer.rows
    assert sparql.ask_rdflib(plain, text) == answer


@EACH
def test_the_example_is_a_command_for_this_query(query: Query) -> None:
    words = example(query)
    assert shlex.split(query.example)[0] == "kg"
    assert words[:2] == ["query", query.name]
    with main.make_context("kg", list(words)) as context:
        name, command, rest = main.resolve_command(context, list(words))
        assert (name, command) == ("query", main.commands["query"])
        assert command is not None
        given = command.make_context("query", rest, parent=context).params
    assert {each.partition("=")[0] for each in given["params"]} <= {parameter.name for parameter in query.parameters}


@pytest.mark.usefixtures("opened")
@EACH
def test_the_example_runs_and_has_rows_each_once(query: Query) -> None:
    words = example(query)
    own = words[words.index("--format") :][:2] if "--format" in words else []
    shown = CliRunner().invoke(main, words)
    assert shown.exit_code == 0
    assert [line for line in shown.stderr.splitlines() if not line.startswith(NOTES)] == []
    result = CliRunner().invoke(main, [*(word for word in words if word not in own), "--format", "json"])
    rows = json.loads(result.stdout)["results"]["bindings"]
    assert rows
    assert [row for row, count in Counter(json.dumps(row) for row in rows).items() if count > 1] == []
    lines = shown.stdout.splitlines()
    assert len(lines) == len(rows) + (1 if own else 2)


def test_questions_of_the_researchers_have_a_query_each() -> None:
    answered = {int(number) for query in QUERIES.values() for number in query.answers}
    assert answered >= set(range(1, 14))
    assert answered <= set(range(1, 21))


def test_a_query_is_a_file_with_a_short_name() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in QUERIES)


@pytest.mark.usefixtures("opened")
def test_rows_with_two_names_and_a_number_become_a_heat_map(tmp_path: Path) -> None:
    target = tmp_path / "gaps.html"
    result = CliRunner().invoke(main, ["query", "objectives-by-region", "--plot", str(target)])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {target}\n")
    page = target.read_text(encoding="utf-8")
    assert page.count("<tr>") == 24 and "<th scope=col>Africa<th scope=col>Americas" in page


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        ("objectives-by-region", "gaps.pdf", "a picture ends in .svg, .png or .html"),
        ("concentration", "gaps.svg", "a heat map needs rows with two names and a number each"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_writes_nothing(name: str, target: str, said: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["query", name, "--plot", str(tmp_path / target)])
    assert result.exit_code == 2 and said in result.stderr and result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())
