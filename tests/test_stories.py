from __future__ import annotations

import dataclasses
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import paths, relations, stories
from kg.cli import main
from kg.errors import AskerError, CuratorError, OperatorError
from kg.explorer.page import FRONT
from kg.stories import fields
from kg.stories.numbers import Answers, Number, words
from tests.conftest import WORLD
from tests.needs import need

GOOD = """title: Who is in
summary: One network, {members} members.
rank: 1
numbers:
  members: {query: members-of, params: {collective: net}}
steps:
  - text: The Net has {members} of them.
    state: {tab: graph, at: net, show: ego, kinds: [city, network]}
  - text: No state at all.
"""


@pytest.fixture(autouse=True, scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The shipped queries and three small ones of the test world."""
    folder = tmp_path_factory.mktemp("queries")
    for path in paths.QUERIES.glob("*.rq"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    param = "# param collective: thing = net -- which\n"
    rows = """SELECT ?who ?n { ?city kg:memberOf $collective ; rdfs:label ?who OPTIONAL { ?city kg:value ?n } }
      ORDER BY ?who"""
    (folder / "members-of.rq").write_text(f"# Members\n{param}{rows}", encoding="utf-8")
    (folder / "any.rq").write_text("# Whether\nASK {}", encoding="utf-8")
    (folder / "values.rq").write_text("# Values\nSELECT ?v { VALUES ?v { 1.5 2 0.5 } }", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "QUERIES", folder)
        yield


STATE = {"tab": "graph", "at": "net", "show": "ego", "kinds": ["city", "network"]}


def write(folder: Path, text: str = GOOD, name: str = "in") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return folder


def told(folder: Path, store: ox.Store = WORLD) -> list[stories.Story]:
    return stories.fitting(stories.told(store, folder), relations.relations(store))


# A story


def test_a_story_has_its_numbers_filled_in_and_its_states_as_written(tmp_path: Path) -> None:
    assert told(write(tmp_path)) == [
        stories.Story(
            "in",
            "Who is in",
            "One network, 2 members.",
            (
                stories.Step("The Net has 2 of them.", STATE),
                stories.Step("No state at all.", {}),
            ),
        )
    ]  # fmt: skip


def test_a_story_is_json_as_the_page_reads_it(tmp_path: Path) -> None:
    made = json.loads(json.dumps([dataclasses.asdict(story) for story in told(write(tmp_path))]))
    assert [set(story) for story in made] == [{"key", "title", "summary", "steps"}]
    assert made[0]["steps"][1] == {"text": "No state at all.", "state": {}}


def test_stories_come_by_rank_then_key(tmp_path: Path) -> None:
    for name, rank in (("b", 2), ("c", 1), ("a", 2)):
        write(tmp_path, GOOD.replace("rank: 1", f"rank: {rank}"), name)
    assert [story.key for story in told(tmp_path)] == ["c", "a", "b"]


def test_a_folder_that_is_not_there_has_no_stories(tmp_path: Path) -> None:
    assert told(tmp_path / "none") == []


def test_a_text_over_several_lines_is_one_line(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD.replace("No state at all.", ">-\n      No state\n      at   all."))
    assert told(folder)[0].steps[1].text == "No state at all."


# What is wrong in a file


WRONG = [
    ("title: Who is in\n", "", "in.yaml:1:1 a story needs 'title'; add it"),
    ("rank: 1", "rank: 1\nranks: 2", "in.yaml:4:8 a story has no 'ranks'; did you mean 'rank'?"),
    (
        "rank: 1",
        "rank: 1\nauthor: me",
        "in.yaml:4:9 a story has no 'author'; it has title, summary, rank, numbers, steps",
    ),
    ("rank: 1", "rank: first", "in.yaml:3:7 rank: write a whole number"),
    ("rank: 1", "rank: true", "in.yaml:3:7 rank: write a whole number"),
    ("summary: One network, {members} members.", "summary: ''", "in.yaml:2:10 summary: write a text"),
    ("summary: One network, {members} members.", "summary: 5", "in.yaml:2:10 summary: write a text"),
    ("summary: One network, {members} members.", "summary: [a]", "in.yaml:2:10 summary: write a text"),
    (
        "title: Who is in",
        "title: Who is in\ntitle: Again",
        "in.yaml:2:1 'title' stands here a second time; mend the YAML there",
    ),
    ("title: Who is in", "title: 'Who", "in.yaml:10:1 found unexpected end of stream; mend the YAML there"),
    (
        "  - text: No state at all.",
        "  - text: 'No'\n    picture: a.png",
        "in.yaml:10:14 a step has no 'picture'; it has text, state",
    ),
    (
        "  - text: No state at all.",
        "  - No state at all.",
        "in.yaml:9:5 a step is written as names with values: text, state",
    ),
    ("  - text: No state at all.", "  - state: {}", "in.yaml:9:5 a step needs 'text'; add it"),
    ("tab: graph", "tab: graf", "in.yaml:8:18 tab: no 'graf'; did you mean 'graph'?"),
    ("tab: graph", "tba: graph", "in.yaml:8:18 a state has no 'tba'; did you mean 'tab'?"),
    ("tab: graph", "story: in", "in.yaml:8:20 a state has no 'story'; did you mean 'sort'?"),
    ("tab: graph", "year: '2018'", "in.yaml:8:19 year: '2018' is no whole number from 1000 to 2999; write one"),
    ("tab: graph", "year: 18", "in.yaml:8:19 year: '18' is no whole number from 1000 to 2999; write one"),
    ("tab: graph", "core: true", "in.yaml:8:19 core: 'True' is no whole number from 0 to 99; write one"),
    ("tab: graph", "main: 1", "in.yaml:8:19 main: '1' is neither true nor false; write one of the two"),
    ("tab: graph", "colour: red", "in.yaml:8:21 colour: no 'red'; write type, community"),
    ("tab: graph", "size: degre", "in.yaml:8:19 size: no 'degre'; did you mean 'degree'?"),
    ("tab: graph", "lists: [whole]", "in.yaml:8:20 lists: no 'whole'; write complete, partial, not-public, unknown"),
    ("tab: graph", "regions: Europe", "in.yaml:8:22 regions: 'Europe' is no list of words; write it as [one, two]"),
    ("tab: graph", "relations: []", "in.yaml:8:24 relations: '[]' is no list of words; write it as [one, two]"),
    ("at: net", "at: 5", "in.yaml:8:29 at: '5' is no word; write a word, in quotes if need be"),
    (
        "members-of",
        "membres",
        "in.yaml:5:20 query: there is no 'membres'; did you mean 'members'?; see kg query --list",
    ),
    (
        "params: {collective: net}",
        "take: all",
        "in.yaml:5:38 take: no 'all'; write rows, different, first, least, most, sum",
    ),
    ("params: {collective: net}", "take: sum", "in.yaml:5:38 take: 'sum' is of a column; add 'column'"),
    (
        "params: {collective: net}",
        "with: {}",
        "in.yaml:5:38 a number has no 'with'; it has query, params, where, column, take",
    ),
    (
        "members: {query: members-of, params: {collective: net}}",
        "members: 5",
        "in.yaml:5:12 a number is written as names with values: query, params, where, column, take",
    ),
    (
        "has {members} of",
        "has {member} of",
        "in.yaml:7:11 {member} has no number; did you mean 'members'?; add it under 'numbers'",
    ),
    (
        "has {members} of",
        "has {members of",
        "in.yaml:7:11 a brace that is no placeholder; write {name} in small letters, or no brace",
    ),
    ("numbers:", "numbers:\n  more: {query: any}", "in.yaml:5:9 no text has {more}; use it or take it out"),
]


@pytest.mark.parametrize(("text", "instead", "line"), WRONG)
def test_what_is_wrong_in_a_story_is_one_line_with_its_place(
    tmp_path: Path, text: str, instead: str, line: str
) -> None:
    assert text in GOOD
    with pytest.raises(CuratorError) as caught:
        stories.drafts(write(tmp_path, GOOD.replace(text, instead)))
    assert caught.value.problems == [line]


def test_everything_that_is_wrong_is_said_at_once_file_after_file(tmp_path: Path) -> None:
    write(write(tmp_path, GOOD.replace("tab: graph", "tab: x, year: 3"), "b"), "[]", "a")
    with pytest.raises(CuratorError) as caught:
        stories.drafts(tmp_path)
    assert [line.partition(" ")[0] for line in caught.value.problems] == ["a.yaml:1:1", "b.yaml:8:18", "b.yaml:8:27"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "in.yaml:1:1 a story is written as names with values: title, summary, rank, numbers, steps"),
        (b"title: caf\xe9", "in.yaml:1:1 not UTF-8; save the story as UTF-8"),
        (b"title: &a [*a]", "in.yaml:1:8 an alias is not allowed in a story; mend the YAML there"),
        (b"title: &a x\nsummary: *a", "in.yaml:1:8 an alias is not allowed in a story; mend the YAML there"),
        (b"title: *a", "in.yaml:1:8 found undefined alias 'a'; mend the YAML there"),
        (b"\ttitle: a", "in.yaml:1:1 found character '\\t' that cannot start any token; mend the YAML there"),
        (b"title: !!python/object:os.system x", "in.yaml:1:8 could not determine a constructor for the tag "
         "'tag:yaml.org,2002:python/object:os.system'; mend the YAML there"),
        (b"a: 1\n---\nb: 2", "in.yaml:2:1 but found another document; mend the YAML there"),
        (b"[" * 5000, "in.yaml:1:1 this cannot be read as YAML; mend the YAML there"),
        (b"title: 2018-99-99", "in.yaml:1:1 this cannot be read as YAML; mend the YAML there"),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_one_line(tmp_path: Path, content: bytes, line: str) -> None:
    (tmp_path / "in.yaml").write_bytes(content)
    with pytest.raises(CuratorError) as caught:
        stories.drafts(tmp_path)
    assert caught.value.problems == [line]


@settings(deadline=None)
@given(st.text(st.sampled_from("abc:-[]{}&*!|>'\"# \n\t0é"), max_size=60))
def test_no_text_brings_anything_but_lines_with_their_place(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "in.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CuratorError) as caught:
        stories.drafts(folder)
    assert all(re.match(r"in\.yaml:\d+:\d+ .", line) and "\n" not in line for line in caught.value.problems)


def test_a_story_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "in.yaml").mkdir()
    with pytest.raises(OperatorError, match=r"cannot read .*in\.yaml: Is a directory; check the folder of stories"):
        stories.drafts(tmp_path)


# What a graph lacks


LACKING = [
    ("at: net", "at: nett", "in.yaml:8:29 at: the graph has no thing 'nett'; did you mean 'net'?"),
    ("at: net", "other: zzz", "in.yaml:8:32 other: the graph has no thing 'zzz'; write one that it has"),
    (
        "kinds: [city, network]",
        "kinds: [citty]",
        "in.yaml:8:52 kinds: the graph has no kind 'citty'; did you mean 'city'?",
    ),
    (
        "kinds: [city, network]",
        "relations: [endorses]",
        "in.yaml:8:56 relations: the graph has no relation 'endorses'; write one that it has",
    ),
    (
        "kinds: [city, network]",
        "countries: [de]",
        "in.yaml:8:56 countries: the graph has no country 'de'; write one that it has",
    ),
    (
        "kinds: [city, network]",
        "regions: [Asia]",
        "in.yaml:8:54 regions: the graph has no region 'Asia'; write one that it has",
    ),
    (
        "kinds: [city, network]",
        "sources: [Press]",
        "in.yaml:8:54 sources: the graph has no kind of source 'Press'; write one that it has",
    ),
    ("collective: net", "collective: nett", "in.yaml:5:12 members: nothing is called 'nett'; did you mean 'net'?"),
    (
        "collective: net",
        "colective: net",
        "in.yaml:5:12 members: members-of has no parameter 'colective'; did you mean 'collective'?",
    ),
    (
        "{collective: net}",
        "{}, where: {whom: A}",
        "in.yaml:5:12 members: members-of has no column 'whom'; did you mean 'who'?",
    ),
    ("{collective: net}", "{}, column: m", "in.yaml:5:12 members: members-of has no column 'm'"),
    (
        "{collective: net}",
        "{}, where: {who: Z}, column: n",
        "in.yaml:5:12 members: members-of has no first 'n' among 0 rows",
    ),
    (
        "{collective: net}",
        "{}, column: who, take: sum",
        "in.yaml:5:12 members: members-of has no sum 'who' among 2 rows",
    ),
    (
        "query: members-of, params: {collective: net}",
        "query: any",
        "in.yaml:5:12 members: any does not answer in rows; choose another query",
    ),
]


@pytest.mark.parametrize(("text", "instead", "line"), LACKING)
def test_what_a_graph_lacks_is_one_line_and_a_page_without_it_lacks_the_story(
    tmp_path: Path, text: str, instead: str, line: str
) -> None:
    assert text in GOOD
    folder = write(tmp_path, GOOD.replace(text, instead))
    assert stories.problems(WORLD, folder) == [line]
    assert told(write(folder, name="other")) == [dataclasses.replace(told(folder)[0], key="other")]


def test_a_page_of_less_than_the_store_tells_only_what_it_has(tmp_path: Path) -> None:
    known, graph = stories.told(WORLD, write(tmp_path)), relations.relations(WORLD)
    assert stories.fitting(known, graph) == known != []
    assert stories.fitting(known, nx.MultiDiGraph(graph.subgraph(["a-es", "other"]))) == []


# Numbers


NUMBERS = [
    ({}, "rows", "", "2"),
    ({}, "different", "who", "2"),
    ({}, "different", "n", "1"),
    ({"n": ""}, "first", "who", 'A, "a" | <b>'),
    ({"n": 2}, "first", "who", "Łódź"),
    ({"n": "2"}, "rows", "", "1"),
    ({"who": "nobody"}, "rows", "", "0"),
    ({}, "most", "n", "2"),
    ({}, "least", "n", "2"),
]


@pytest.mark.parametrize(("where", "take", "column", "answer"), NUMBERS)
def test_a_number_is_taken_from_the_rows_of_a_query(where: dict[str, Any], take: str, column: str, answer: str) -> None:
    assert Answers(WORLD).of(Number("members-of", {}, where, column, take)) == answer


@pytest.mark.parametrize(("take", "answer"), [("sum", "4"), ("least", "0.5"), ("most", "2"), ("first", "1.5")])
def test_numbers_are_added_and_compared(take: str, answer: str) -> None:
    assert Answers(WORLD).of(Number("values", {}, {}, "v", take)) == answer


def test_a_cell_without_a_value_is_no_number() -> None:
    with pytest.raises(AskerError, match="members-of has no first 'n' among 1 rows"):
        Answers(WORLD).of(Number("members-of", {}, {"n": ""}, "n", "first"))


@pytest.mark.parametrize("value", [None, True, [1]])
def test_what_is_no_number_and_no_text_has_no_words(value: object) -> None:
    with pytest.raises(ValueError, match=re.escape(str(value))):
        words(value)


# Where a writer of stories hears of it


def validated(*options: str) -> tuple[int, list[str]]:
    """The exit code of `kg validate`, and its lines on standard error."""
    ran = CliRunner().invoke(main, ["validate", *options])
    return ran.exit_code, ran.stderr.splitlines()


@pytest.fixture
def built(graph: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped graph as what `kg build` wrote last."""
    monkeypatch.setattr(paths, "build", lambda: graph.parent)
    return graph


def test_validate_says_what_stories_lack(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = GOOD.replace("query: members-of, params: {collective: net}", "query: networks")
    monkeypatch.setattr(paths, "stories", lambda: write(tmp_path, text))
    code, lines = validated()
    assert (code, lines[-1]) == (1, "kg: in.yaml:8:29 at: the graph has no thing 'net'; did you mean 'ne'?")


def test_validate_of_another_graph_leaves_the_stories_alone(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "stories", lambda: write(tmp_path, "nothing"))
    code, lines = validated("--graph", str(built))
    assert (code, "yaml" in " ".join(lines)) == (0, False)


# The page and the place of the files


@pytest.fixture(scope="module")
def page() -> dict[str, dict[str, Any]]:
    """What the page knows of each field: what it is at first, the words it takes, its least and its most."""
    script = 'import { FIELDS } from "./core/state.js"; console.log(JSON.stringify(FIELDS))'
    run = subprocess.run(
        [need("browser", "node"), "--input-type=module", "-e", script], cwd=FRONT, capture_output=True, check=True
    )
    known: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return known


def test_the_fields_of_a_state_are_those_of_the_page(page: dict[str, dict[str, Any]]) -> None:
    assert {*fields.FIELDS, "story", "step"} == set(page)
    kinds = {list: set(fields.LISTS), bool: set(fields.TRUTHS), int: {*fields.NUMBERS, "step"}}
    for kind, names in kinds.items():
        assert {name for name, field in page.items() if type(field["start"]) is kind} == names


def test_a_state_takes_the_words_that_the_page_takes(page: dict[str, dict[str, Any]]) -> None:
    known = {name: tuple(filter(None, field["known"])) for name, field in page.items() if "known" in field}
    assert known == {name: words for name, words in fields.WORDS.items() if name != "size"}


def test_a_state_takes_no_number_that_the_page_would_change(page: dict[str, dict[str, Any]]) -> None:
    for name, (least, most) in fields.NUMBERS.items():
        assert page[name]["least"] <= least <= most <= page[name]["most"], name


def test_every_grouping_of_the_matrix_can_be_named_and_no_other() -> None:
    text = (FRONT / "matrix" / "cells.js").read_text(encoding="utf-8")
    found = re.findall(r"GROUPINGS = \[\n(.*?)\n\];", text, re.DOTALL)[0]
    assert fields.WORDS["rows"] == tuple(re.findall(r'\["(\w+)"', found))


def test_stories_are_in_the_guide_and_in_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Path(__file__).resolve().parents[1]
    assert paths.stories() == here / "docs" / "stories"
    assert '"docs/stories" = "kg/_stories"' in (here / "pyproject.toml").read_text(encoding="utf-8")
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "kg")
    assert paths.stories() == tmp_path / "kg" / "_stories"
