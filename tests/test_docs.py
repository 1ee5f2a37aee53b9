"""What README, CONTRIBUTING and the guide show is what happens.

A page is read as a session: its blocks run in order, in one fresh copy of the checkout, so that nothing is written
into the real one. What the pages rely on:

- a line that ends in a path, as "in `data/cities.csv`:", names the file that the block below it belongs to;
  rows, terms and references are added to a file that is there, any other file is made new
- ```console: lines that begin with `$ kg ` run and exit 0; what stands below is all that they print, with `…` for
  what is left out
- ```python runs in one namespace a page; a ```text right below is what it prints
- ```sparql has an answer, ```turtle stands in the graph
"""

from __future__ import annotations

import contextlib
import csv
import doctest
import html
import io
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from docs import build, reference
from kg import backend_info, lists, methods, named, paths, profiles, results, sparql, terms, triples
from kg import store as stores
from kg.centrality import MEASURES, Measure
from kg.cli import main
from kg.stories import fields
from tests import test_centrality

HERE = Path(__file__).resolve().parents[1]
GUIDE = sorted((HERE / "docs").glob("*.md"))
PAGES = [HERE / "README.md", HERE / "CONTRIBUTING.md", *GUIDE]
PLAYED = [page for page in PAGES if page.name != "large.md"]  # that one is for tests/test_large.py
WRITTEN = [*PAGES, HERE / "CHANGELOG.md", *sorted((HERE / "docs" / "decisions").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name(page: Path) -> str:
    return page.relative_to(HERE).as_posix()


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, text, line, and the file that the line above names."""

    kind: str
    text: str
    where: str
    file: str


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(hit[1], hit[2], f"{name(page)}:{text.count(chr(10), 0, hit.start()) + 1}", _file(text[: hit.start()]))
        for hit in FENCE.finditer(text)
    ]


def _file(before: str) -> str:
    found = re.search(r"`([\w./-]+)`:\s*\Z", before)
    return found[1] if found else ""


def shown_as(shown: str, printed: str) -> bool:
    """Whether what a page shows is what is printed; `…` stands for what is left out, and columns may be narrower."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r"\n" for line in plain(shown)
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in plain(printed))) is not None


def plain(text: str) -> list[str]:
    """Lines with one space where there are several, and one rule where a table has a longer one."""
    return [re.sub("─+", "─", re.sub(" +", " ", line)).strip() for line in text.splitlines()]


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n…\n", "a\nb\nc\n", True),
        ("…\nc\n", "a\nb\nc\n", True),
        ("a … d\n", "a b c d\n", True),
        ("a … d\n", "a b c\n", False),
        ("a\n…\nd\n", "a\nb\nc\n", False),
        ("a.b\n", "axb\n", False),
        ("a  \n", "a\n", True),
        ("name  n\n────  ─\n", "name         n\n───────────  ──\n", True),
        ("a b\n", "ab\n", False),
    ],
)
def test_dots_stand_for_what_is_left_out(shown: str, printed: str, same: bool) -> None:
    assert shown_as(shown, printed) is same


@pytest.fixture(scope="module")
def built(graph: Path) -> Path:
    """The folder of the built graph."""
    return graph.parent


@pytest.fixture
def checkout(tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the checkout with a built graph, in which `kg` works and one stands."""
    for folder in ("data", "ontology", "kg"):
        shutil.copytree(HERE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(built, tmp_path / "build")
    shutil.copy(HERE / "pyproject.toml", tmp_path)
    (tmp_path / "docs").mkdir()
    for sheet in (HERE / "docs").glob("*.csv"):
        shutil.copy(sheet, tmp_path / "docs")
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "kg")
    monkeypatch.setattr(paths, "QUERIES", tmp_path / "kg" / "queries")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PLAYED, ids=name)
def test_what_a_page_shows_is_what_happens(page: Path, checkout: Path) -> None:
    space: dict[str, Any] = {"__name__": "page"}
    printed = ""
    for block in blocks(page):
        if block.file:
            belongs(checkout / block.file, block)
        elif block.kind == "python":
            printed = executed(block, space)
        elif block.kind == "text" and printed:
            assert shown_as(block.text, printed), f"{block.where} shows something else than is printed:\n{printed}"
            printed = ""
        elif block.kind == "console":
            typed(block, checkout)
        elif block.kind == "sparql":
            assert not results.empty(sparql.ask(stores.open_store(), block.text)), block.where
        elif block.kind == "turtle":
            stands(block, stores.open_store())


def belongs(target: Path, block: Block) -> None:
    """Add rows, terms and references to a file that is there; write any other."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix not in (".csv", ".ttl", ".bib") or not target.exists():
        target.write_text(block.text, encoding="utf-8")
        return
    before = target.read_text(encoding="utf-8")
    added = block.text
    if target.suffix == ".csv":
        header, added = block.text.split("\n", 1)
        assert header == before.split("\n", 1)[0], f"{block.where} shows other columns than {block.file} has"
    target.write_text(before + added, encoding="utf-8")


def executed(block: Block, space: dict[str, Any]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block.text, block.where, "exec"), space)
    return out.getvalue()


def typed(block: Block, checkout: Path) -> None:
    for command, shown in commands(block):
        words = shlex.split(command)
        if words[0] != "kg":
            continue
        fed = checkout.joinpath(words[words.index("<") + 1]).read_bytes() if "<" in words else None
        words = words[: words.index("<")] if "<" in words else words
        result = CliRunner().invoke(main, words[1:], input=fed)
        assert result.exit_code == 0, f"{block.where}: {command}\n{result.output}{result.exception or ''}"
        assert not shown or shown_as(shown, result.output), (
            f"{block.where}: {command}\nprints something else than the page shows:\n{result.output}"
        )


def commands(block: Block) -> list[tuple[str, str]]:
    """What is typed in a block and what is shown below each."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not parts[0].strip(), f"{block.where}: a console block begins with $"
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts[1:]]


def stands(block: Block, store: ox.Store) -> None:
    prefixes = "".join(f"@prefix {each}: <{base}> .\n" for each, base in terms.PREFIXES.items())
    for quad in ox.parse(prefixes + block.text, ox.RdfFormat.TURTLE):
        assert quad in store, f"{block.where}: the graph does not say {quad.triple}"


def slug(heading: str) -> str:
    """The anchor that a heading gets, here and where the repository is shown."""
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


def prose(page: Path) -> str:
    """A page without its blocks and code."""
    return re.sub(r"`[^`]*`", "", FENCE.sub("", page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", WRITTEN, ids=name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        path, _, anchor = target.partition("#")
        if re.match(r"https?:", target):
            continue
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{name(page)} links to {target}, which is not there"
        headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in map(slug, headings), f"{name(page)} links to {target}, which has no such heading"


@pytest.mark.parametrize("page", [page for page in WRITTEN if page.parent.name == "decisions"], ids=name)
def test_a_decision_says_what_was_chosen_what_was_refused_and_why(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(r"\d{3}-[a-z0-9-]+\.md", page.name)
    assert re.findall(r"^(# |\*\*Chosen|\*\*Refused|\*\*Why)", text, re.MULTILINE) == [
        "# ",
        "**Chosen",
        "**Refused",
        "**Why",
    ]
    assert len(text.splitlines()) <= 30


def test_decisions_are_numbered_without_gap() -> None:
    numbers = [int(path.name[:3]) for path in sorted((HERE / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("command", sorted(main.commands))
def test_the_guide_tells_of_every_command(command: str) -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in GUIDE)
    assert re.search(rf"\bkg {command}\b", told)


@pytest.mark.parametrize("page", WRITTEN, ids=name)
def test_no_page_tells_of_a_command_that_is_not_there(page: Path) -> None:
    told = set(re.findall(r"(?:`|\$ )kg ([a-z]+)", page.read_text(encoding="utf-8")))
    assert told <= set(main.commands)


def test_versions_agree() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changes = re.findall(r"^## (\S+)", (HERE / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    cited = re.findall(r"^ *version: (\S+)$", (HERE / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    data = json.loads((HERE / "data" / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert (changes[0], cited, data) == (project, [project, data], project)


def rows_of(page: str, columns: int) -> dict[str, list[str]]:
    """The rows of so many columns in the tables of a page that begin with a name in code, by that name."""
    lines = (HERE / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in cells if len(row) == columns and row[0].strip("`") in MEASURES}


def told(measure: Measure) -> tuple[str, str, str]:
    """What the page of the measures tells of one: a bar in a formula would end a cell, so it is a similar sign."""
    formula = measure.formula.replace("|", "\N{DIVIDES}")
    return measure.says, f"`{formula}`", methods.cite(measure.references)[1:-1]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_the_page_of_the_measures_tells_of_each_what_it_is(measure: Measure) -> None:
    text = (HERE / "docs" / "measures.md").read_text(encoding="utf-8")
    section = text[text.index(f"(`{measure.mode}`)") :].split("\n\n")[1]
    rows = [line for line in section.splitlines() if line.startswith(f"| `{measure.name}` |")]
    assert rows == [f"| {' | '.join([f'`{measure.name}`', *told(measure)])} |"]


def test_the_page_of_the_measures_has_the_scale_the_odd_cases_and_the_cost_of_each() -> None:
    found = {name: row for name, row in rows_of("docs/measures.md", 4).items() if not row[1].startswith("`")}
    costs = re.findall(r"^\| ([a-z]+) \|", (HERE / "docs" / "measures.md").read_text("utf-8"), re.MULTILINE)
    assert list(found) == list(MEASURES)
    assert all(all(row) for row in found.values())
    assert {row[2].partition(",")[0] for row in found.values()} == set(costs) - {"measure", "cost"}


def test_pages_tell_how_many_measures_there_are_and_how_many_functions_of_networkx() -> None:
    text = " ".join(" ".join(page.read_text(encoding="utf-8").split()) for page in [*PAGES, HERE / "CHANGELOG.md"])
    assert set(re.findall(r"(\d+) measures", text)) == {str(len(MEASURES))}
    assert set(re.findall(r"(\d+) functions", text)) == {str(len(backend_info.FUNCTIONS))}


def test_the_guide_to_the_explorer_has_every_field_of_its_address_and_every_option() -> None:
    text = (HERE / "docs" / "explorer.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*) \|", text[text.index("## The address") : text.index("## Save")], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == {*fields.FIELDS, "story", "step"}
    options = {each for param in main.commands["explore"].params for each in param.opts if len(each) > 2}
    assert options - {"--output"} <= set(re.findall(r"`(--[a-z-]+)\b", text))


def test_the_measure_that_contributing_shows_is_one_and_its_example_holds() -> None:
    shown = {block.file: block for block in blocks(HERE / "CONTRIBUTING.md") if block.file.startswith("kg/")}
    file = shown["kg/centrality/twomode/company.py"]
    module = ModuleType("company")
    exec(compile(file.text, file.where, "exec"), module.__dict__)
    assert sum(doctest.DocTestRunner().run(each).failed for each in doctest.DocTestFinder().find(module)) == 0
    test_centrality.test_a_measure_says_what_it_is(module.MEASURE)
    test_centrality.test_a_measure_takes_a_projection_and_options_by_name(module.MEASURE)
    (key,) = module.MEASURE.references
    assert shown["kg/references.bib"].text.startswith(f"@article{{{key},\n")
    assert re.fullmatch(r"@\w+\{\w+,\n(?:  .*\n)+\}\n", shown["kg/references.bib"].text)


def test_the_picture_of_the_guide_is_what_the_command_beside_it_draws(checkout: Path) -> None:
    words = "rank --measure projected-betweenness --intervals leave-one-out --top 10 --plot docs/ranking.png"
    result = CliRunner().invoke(main, words.split())
    assert result.exit_code == 0, result.output
    drawn = (checkout / "docs" / "ranking.png").read_bytes()
    assert drawn == (HERE / "docs" / "ranking.png").read_bytes(), f"draw it again: kg {words}"


def table(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_data_licence_names_every_data_set_and_every_document_read_as_a_whole() -> None:
    flat = " ".join((HERE / "data" / "LICENSE").read_text(encoding="utf-8").split())
    rows = table("sources")
    named = [row["author"] or row["publisher"] for row in rows if row["file"]]
    sets = {row["key"]: re.split("/(?:blob|tree)/", row["address"])[0] for row in rows if row["kind"] == "dataset"}
    assert [key for key, address in sets.items() if not address] == [], "a data set that nobody can find is no source"
    named += sets.values()
    assert len(named) > 5
    assert [each for each in named if each not in flat] == []


def test_what_asks_for_its_name_is_named_where_one_looks() -> None:
    asking = [row["publisher"] for row in table("sources") if row["license"].startswith("CC BY")]
    assert asking
    for page in ("README.md", "CITATION.cff", "data/LICENSE"):
        assert [each for each in asking if each not in (HERE / page).read_text(encoding="utf-8")] == [], page


def test_the_readme_says_how_many_cities_carry_both_ids() -> None:
    cities = table("cities")
    both = sum(bool(row["geonames"] and row["wikidata"]) for row in cities)
    flat = " ".join((HERE / "README.md").read_text(encoding="utf-8").split())
    assert f"{both:,} of the {len(cities):,} cities carry both" in flat


def test_the_readme_says_about_how_much_there_is(store: ox.Store) -> None:
    """Round numbers: they hold until there is a quarter more."""
    flat = " ".join((HERE / "README.md").read_text(encoding="utf-8").split())
    found = re.search(r"about ([\d,]+) statements from more than (\d+) sources", flat)
    assert found
    counts = profiles.overview(store)
    statements, sources = int(found[1].replace(",", "")), int(found[2])
    assert 0.8 * statements < counts["statements"] < 1.25 * statements
    assert sources < counts["sources"] < 1.25 * sources


@pytest.mark.parametrize("page", ["README.md", "docs/researcher.md", "docs/model.md"])
def test_texts_whose_signatories_are_not_public_are_named_where_one_looks(page: str, store: ox.Store) -> None:
    flat = " ".join((HERE / page).read_text(encoding="utf-8").split())
    closed = sorted(key for key, each in lists.listings(store).items() if each.status == "not-public")
    names = ["gaziantep-declaration", "lampedusa-charter", "marrakech-mayors-declaration"]
    assert [key.rpartition("/")[2] for key in closed] == names
    assert "Marrakesh, Gaziantep and Lampedusa texts" in flat and "`not-public`" in flat


def test_the_page_of_the_model_tells_of_every_grade_and_of_every_role_of_a_member() -> None:
    told = (HERE / "docs" / "model.md").read_text(encoding="utf-8")
    grades = re.findall(r"^grade:([a-z-]+) a", (HERE / "ontology/schemes/grade.ttl").read_text("utf-8"), re.MULTILINE)
    roles = {row["role"] for row in table("memberships")}
    assert [each for each in (*grades, *sorted(roles)) if f"`{each}`" not in told] == []


def test_the_page_of_the_model_sorts_roles_as_the_program_does() -> None:
    told = (HERE / "docs" / "model.md").read_text(encoding="utf-8")
    belonging = re.search(r"^\| (.+) \| `kg:memberOf` \|$", told, re.MULTILINE)
    assert belonging
    assert set(re.findall(r"`([a-z-]+)`", belonging[1])) == set(triples.BELONGING)


class Reader(HTMLParser):
    """Anchors and links of a page, and what a browser would load with it."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        own = dict(attrs)
        self.anchors.add(own.get("id") or "")
        if tag == "a":
            self.links.append(own.get("href") or "")
        self.loads += [own[each] or "" for each in ("src", "href", "srcset", "data") if each in own and tag != "a"]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """The pages, made without a network."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", None)
        return build.pages()


@pytest.fixture(scope="module")
def read(made: dict[str, bytes]) -> dict[str, Reader]:
    """The HTML pages, parsed."""
    return {each: Reader(content) for each, content in made.items() if each.endswith(".html")}


def test_every_page_is_made_and_in_the_navigation(read: dict[str, Reader]) -> None:
    wanted = {f"{each}.html" for group in build.NAVIGATION.values() for each in group}
    assert set(read) == wanted
    assert all(wanted <= set(page.links) for page in read.values())


def test_links_of_the_pages_lead_somewhere(read: dict[str, Reader]) -> None:
    for each, page in read.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if re.match(r"https?:", link):
                continue
            assert (target or each) in read, f"{each} links to {link}"
            assert not anchor or anchor in read[target or each].anchors, f"{each} links to {link}"


def test_pages_load_nothing_but_their_own_style_and_pictures(made: dict[str, bytes], read: dict[str, Reader]) -> None:
    assert {load for page in read.values() for load in page.loads} <= set(made)
    assert {tag for page in read.values() for tag in page.tags} & {
        "script",
        "iframe",
        "object",
        "embed",
        "form",
    } == set()
    assert not re.search(rb"url\(|@import", made["style.css"])


def test_the_reference_has_every_query_table_scheme_and_check(read: dict[str, Reader], made: dict[str, bytes]) -> None:
    assert set(named.queries()) <= read["queries.html"].anchors
    assert set(main.commands) <= read["commands.html"].anchors
    assert {path.stem for path in (HERE / "data").glob("*.csv")} <= read["tables.html"].anchors
    assert {path.stem for path in (HERE / "ontology" / "schemes").glob("*.ttl")} <= read["schemes.html"].anchors
    checks = {path.stem for path in (HERE / "ontology" / "checks").glob("*.rq")}
    assert checks <= set(re.findall(r"<code>([a-z-]+)</code>", made["checks.html"].decode()))


def test_the_page_of_the_ontology_has_its_version_and_every_term_with_its_definition(
    made: dict[str, bytes], read: dict[str, Reader], store: ox.Store
) -> None:
    text = html.unescape(made["ontology.html"].decode())
    assert "https://w3id.org/citykg/ontology/0.1.0" in text
    rows = stores.select(
        store,
        """SELECT ?term ?words WHERE {
          ?term rdfs:isDefinedBy <https://w3id.org/citykg/ontology> ; skos:definition ?words }""",
    )
    assert len(rows) > 100
    for row in rows:
        assert row["term"].rpartition("#")[2] in read["ontology.html"].anchors
        assert row["words"] in text


def test_two_runs_give_the_same_bytes(tmp_path: Path, made: dict[str, bytes]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "docs.build", str(tmp_path / "pages")],
        cwd=HERE,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == f"wrote {len(made)} files to {tmp_path / 'pages'}; open index.html there in a browser\n"
    assert {path.name: path.read_bytes() for path in (tmp_path / "pages").iterdir()} == made


def test_text_of_the_files_is_never_markup() -> None:
    assert reference.code("<b>&</b>") == "<code>&lt;b&gt;&amp;&lt;/b&gt;</code>"
