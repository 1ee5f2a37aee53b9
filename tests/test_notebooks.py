"""Notebooks are stories told with `import kg`: they run from top to bottom, and what they say is so.

Git keeps them without outputs; `python -m tests.test_notebooks` takes out those of a notebook that was run.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg import paths, profiles, terms
from kg.pictures import Picture
from kg.results import Found

HERE = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((HERE / "notebooks").glob("*.ipynb"))
NAMES = ["change-over-time", "first-steps", "practices-and-objectives", "who-is-central"]
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.If, ast.While, ast.Try)
Cell = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a notebook made: its variables, and by cell what was printed and the value of the last line."""

    space: dict[str, Any]
    printed: list[str]
    shown: list[Any]

    @property
    def pictures(self) -> list[Picture]:
        return [each for each in self.shown if isinstance(each, Picture)]


def loaded(notebook: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    return content


def coded(notebook: Path) -> list[Cell]:
    """The cells with code, in order."""
    return [cell for cell in loaded(notebook)["cells"] if cell["cell_type"] == "code"]


def words(name: str) -> str:
    """The text between the cells of a notebook."""
    cells = loaded(HERE / "notebooks" / f"{name}.ipynb")["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def trees(notebook: Path) -> list[ast.Module]:
    return [ast.parse("".join(cell["source"])) for cell in coded(notebook)]


def ran(tree: ast.Module, where: str, space: dict[str, Any]) -> Any:
    """The value of the last line of a cell, where that is an expression, as Jupyter shows it."""
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, where, "exec"), space)
    return eval(compile(ast.Expression(last.value), where, "eval"), space) if isinstance(last, ast.Expr) else None


def run(notebook: Path) -> Told:
    """Run the cells in order in one namespace."""
    told = Told({"__name__": "__main__"}, [], [])
    for number, tree in enumerate(trees(notebook), 1):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            told.shown.append(ran(tree, f"{notebook.name}, cell {number}", told.space))
        told.printed.append(out.getvalue())
    return told


def written(content: dict[str, Any]) -> str:
    """A notebook as Jupyter writes it."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def strip(notebook: Path) -> None:
    """Take out what the cells of a notebook gave when it was run, and what an editor noted of itself."""
    content = loaded(notebook)
    content["metadata"] = METADATA
    for cell in content["cells"]:
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell["execution_count"], cell["outputs"] = None, []
    paths.write(notebook, written(content).encode())


METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
every = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that notebooks build into."""
    folder = tmp_path_factory.mktemp("notebooks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "build", lambda: folder)
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        yield folder


@cache
def told(name: str) -> Told:
    """A notebook, run once."""
    return run(HERE / "notebooks" / f"{name}.ipynb")


@every
def test_a_notebook_runs_and_each_cell_but_the_first_shows_something(notebook: Path, built: Path) -> None:
    found = told(notebook.stem)
    shown = [bool(out) or value is not None for out, value in zip(found.printed, found.shown, strict=True)]
    assert all(shown[1:]) and len(shown) >= 8
    assert (built / "citykg.nt").is_file()
    assert not list(Path.cwd().iterdir()), "a notebook writes into the folder of builds only"


@every
def test_pictures_and_tables_have_a_form_that_jupyter_shows(notebook: Path, built: Path) -> None:
    found = told(notebook.stem)
    assert found.pictures
    for each in found.shown:
        if isinstance(each, Picture | Found):
            form = each._repr_html_()
            assert form.count("<tr>") > 4 and "<script" not in form
    for picture in found.pictures:
        form = picture._repr_html_()
        svg = ET.fromstring(form[: form.index("</svg>") + 6])
        assert svg.get("role") == "img" and svg.get("aria-label") == picture.title
        assert picture.note.startswith("What is recorded in citykg")


@every
def test_a_notebook_ends_with_how_to_cite(notebook: Path, built: Path) -> None:
    assert told(notebook.stem).printed[-1] == f"{kg.citation()}\n"
    assert not re.search(r"contributors|@misc", notebook.read_text(encoding="utf-8")), "kg.citation() says it"


def answers(store: ox.Store, name: str, **parameters: str) -> list[dict[str, Any]]:
    rows = kg.query(name, store=store, **parameters)
    assert isinstance(rows, list)
    return rows


def test_first_steps_are_ten_and_say_what_the_graph_says(built: Path, store: ox.Store) -> None:
    found = told("first-steps")
    steps = re.findall(r"^## (\d+)\. ", words("first-steps"), re.MULTILINE)
    assert steps == [str(number) for number in range(1, len(found.printed) + 1)] and len(steps) == 10
    for what, number in profiles.overview(store).items():
        assert f"{number:6,} {what}\n" in found.printed[0]
    assert found.space["members"] == answers(store, "members", collective="c40-mmc-task-force")
    assert {150, 104, 80, 76} <= {row["value"] for row in found.space["counts"]}
    assert re.search(r"passage fakhry-2022-p184\nfakhry-2022, characters \d+ to \d+\n$", found.printed[3])
    assert "Marrakech Mayors Declaration: 0 listed of an unknown number; the list is not public" in found.printed[4]
    assert "• Mayors Mechanism 2019 Call to Action" in found.printed[5]
    dates = [row["adopted"] for row in found.space["earlier"]]
    assert all((date or "2015")[:4] <= "2015" for date in dates) and len(dates) < len(found.space["texts"])
    held, undated = (int(n) for n in re.findall(r"(\d+) (?:dated statements hold|are undated)", found.printed[7]))
    assert undated > held


def test_first_steps_show_a_page_that_is_a_file_too(built: Path) -> None:
    page = told("first-steps").space["page"]
    assert told("first-steps").shown[8] is page
    assert page.path == built / "bristol.html" and page.path.read_text(encoding="utf-8") == page.html
    (frame,) = re.findall(r'<iframe title="[^"]+"[^>]* srcdoc="([^"]*)"></iframe>', page._repr_html_())
    assert unescape(frame) == page.html and "Bristol and what is within 1 step of it." in page.html


def test_ranks_in_first_steps_have_their_intervals(built: Path, store: ox.Store) -> None:
    picture = told("first-steps").pictures[0]
    scores = kg.rank(store, measure="degree")[:10]
    assert [(float(row[1]), int(row[4])) for row in picture.rows] == [(each.rank, each.ties) for each in scores]
    assert all(float(low) <= float(rank) <= float(high) for _, rank, low, high, _ in picture.rows)
    assert picture.rows[0][0] == f"Barcelona, in {scores[0].score:.0f}"
    assert any(float(row[3]) > float(row[2]) for row in picture.rows)


def test_gaps_are_those_of_the_queries(built: Path, store: ox.Store) -> None:
    found = told("practices-and-objectives")
    coverage = answers(store, "objective-coverage")
    objectives, heat, themes = found.pictures
    assert [float(row[1]) for row in objectives.rows] == [row["practices"] for row in coverage]
    none = [row["objective"] for row in coverage if not row["practices"]]
    assert found.printed[3] == f"{len(none)} of 23 objectives have none: {', '.join(none)}\n"
    cells = {(row["objective"], row["region"]): row["practices"] for row in answers(store, "objectives-by-region")}
    drawn = {
        (row[0].split()[0], where): int(n) for row in heat.rows for where, n in zip(heat.head[1:], row[1:], strict=True)
    }
    assert drawn == cells and len(cells) == 23 * 5
    assert [row[0] for row in themes.rows] == [row["theme"] for row in answers(store, "theme-coverage")]


def test_what_the_story_of_gaps_says_is_so(built: Path, store: ox.Store) -> None:
    found = told("practices-and-objectives")
    said = {row["said"]: row["practices"] for row in found.space["described"]}
    assert 0.8 < said["a theme"] / said["all that are recorded"] < 0.87
    assert 0.08 < said["an objective of the GCM"] / said["all that are recorded"] < 0.12
    none = {row["objective"] for row in found.space["coverage"] if not row["practices"]}
    assert {"3", "11", "13", "14", "19", "21"} <= none
    themes = {row["theme"]: row["practices"] for row in found.space["themes"]}
    assert themes["Information and orientation"] and themes["Diaspora engagement"]
    oceania = [row for row in found.space["regions"] if row["region"] == "Oceania"]
    assert sum(row["places"] for row in oceania) and not sum(row["practices"] for row in oceania)
    assert found.space["groups"][0]["group"] == "Migrants"
    sources = [row["passages"] for row in found.space["skills"]]
    assert 2 * sum("mayors-mechanism-2022" in each for each in sources) > len(sources)


def test_change_over_time_counts_what_the_queries_count(built: Path, store: ox.Store) -> None:
    found = told("change-over-time")
    dated, growth, joined, ranks = found.pictures
    wanted = {(row["year"], row["what"]): row["number"] for row in answers(store, "by-year") if row["year"] >= 1985}
    drawn = {
        (int(row[0]), what): int(n) for row in dated.rows for what, n in zip(dated.head[1:], row[1:], strict=True) if n
    }
    assert drawn == wanted
    for year in ("2005", "2015"):
        kept = kg.affiliation(store, as_of=year)
        least, most = next(row[1:] for row in growth.rows if row[0] == year)
        assert int(most) == len(kept.ties) > int(least) > 0
    resilient = [link for link in kg.affiliation(store).links if link.collective == "100-resilient-cities"]
    starts = Counter(link.start[:4] for link in resilient if link.role == "member" and link.start)
    assert {row[0]: int(row[2]) for row in joined.rows if row[2] != "0"} == starts
    assert len(ranks.rows) >= 6 and ranks.rows[0][0] == "Barcelona" and set(ranks.rows[0][1:]) == {"1"}


def test_what_the_story_of_change_says_is_so(built: Path, store: ox.Store) -> None:
    found = told("change-over-time")
    links = kg.affiliation(store).links
    assert 0.3 < len(found.space["dated"]) / len(links) < 0.4, "only one in three"
    years = {what: Counter[int]() for what in ("texts adopted", "grants", "pledges", "collectives founded")}
    for row in answers(store, "by-year"):
        years.get(row["what"], Counter())[row["year"]] += row["number"]
    texts = years["texts adopted"]
    assert max(texts, key=texts.__getitem__) == 2018 and sum(n for year, n in texts.items() if year < 2015) < 6
    assert min(years["grants"]) > 2015 and min(years["pledges"]) > 2015 and min(years["collectives founded"]) < 1990
    rows = store.query("SELECT ?on { ?s a kg:Source ; dcterms:issued ?on }", prefixes=terms.PREFIXES)
    sources = [row["on"].value[:4] for row in rows]  # type: ignore[union-attr]
    assert sum(year > "2012" for year in sources) > 0.9 * len(sources)
    known, joined = found.space["known"], found.space["joined"]
    assert 2 * len(known["icorn"]) < len(joined["icorn"])
    course = found.space["course"]
    assert course.of("los-angeles-us").keys() == set(range(2013, 2026))
    assert Counter(rank for _, rank in sorted(course.of("barcelona-es").items())) == {1: 16}
    shares = [[int(n) for n in re.findall(r"(\d+)%", line)] for line in found.printed[6].splitlines()]
    assert shares[-1][1] > 3 * shares[0][1] and max(s[0] for s in shares) - min(s[0] for s in shares) <= 5
    assert [int(line[:4]) for line in found.printed[6].splitlines()] == [2005, 2010, 2015, 2020, 2025]


def test_who_is_central_says_what_the_ranking_says(built: Path, store: ox.Store) -> None:
    found = told("who-is-central")
    best = [(each.rank, each.node) for each in kg.rank(store, measure="projected-betweenness")[:6]]
    assert [(each.rank, each.node) for each in found.space["scores"]] == best
    assert found.space["name"][best[0][1]] == "Barcelona" and found.space["name"][best[2][1]] == "Toronto"
    reasons = [reason.without.rank for reason in found.space["why"].reasons]
    assert sum(rank > 100 for rank in reasons) == 1 and sum(rank == 3 for rank in reasons) == len(reasons) - 1
    doubted, at = found.space["doubted"], found.space["at"]
    assert doubted.worst[at[0]] == 2 and min(doubted.worst[at[1]], doubted.worst[at[2]]) > 20
    against = found.space["against"]
    assert all(against.observed[place] > against.mean[place] for place in at)
    assert max(at, key=lambda place: against.z[place]) == at[2]
    bars = [tuple(map(float, row[1:4])) for row in found.pictures[0].rows]
    assert all(low <= score <= high for score, low, high in bars) and len(bars) == 6
    assert found.printed[10].startswith("True\n")


def test_a_story_of_ranks_prints_pairs_and_groups_as_python_finds_them(built: Path, store: ox.Store) -> None:
    found = told("who-is-central")
    two_mode = kg.affiliation(store)
    whole = kg.wholes(two_mode)
    assert f"gini of cities       {whole['gini of cities']:.4g}\n" in found.printed[1]
    pairs, groups = found.space["found"], found.space["groups"]
    assert found.printed[8].startswith(f"{len(pairs)} of {pairs.tests:,} pairs\n{len(groups.communities)} communities")
    assert 0 < len(pairs) < pairs.tests / 20 and groups.stability > 0.9
    lacking = [key for key, each in kg.listings(store).items() if key in two_mode.collectives and not each.complete]
    assert found.printed[11].startswith(f"{len(lacking)} of {len(two_mode.collectives)} collectives")


@every
def test_a_notebook_imports_only_kg_networkx_and_what_python_brings(notebook: Path) -> None:
    names = [
        name.split(".")[0]
        for tree in trees(notebook)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    ]
    assert "kg" in names and set(names) <= {"kg", "networkx", *sys.stdlib_module_names}


@every
def test_a_notebook_has_no_logic_of_its_own(notebook: Path) -> None:
    assert [node for tree in trees(notebook) for node in ast.walk(tree) if isinstance(node, LOGIC)] == []


@every
def test_a_notebook_is_as_jupyter_writes_it_without_outputs_and_names_no_machine(notebook: Path) -> None:
    content = loaded(notebook)
    assert notebook.read_text(encoding="utf-8") == written(content)
    assert (content["nbformat"], content["nbformat_minor"], content["metadata"]) == (4, 5, METADATA)
    ids = [cell["id"] for cell in content["cells"]]
    assert len(set(ids)) == len(ids)
    kept = [cell["id"] for cell in coded(notebook) if cell["outputs"] or cell["execution_count"] is not None]
    assert not kept, "run: python -m tests.test_notebooks"


@every
def test_text_stands_before_each_cell_with_code(notebook: Path) -> None:
    kinds = [cell["cell_type"] for cell in loaded(notebook)["cells"]]
    assert kinds[0] == "markdown" and kinds[-1] == "markdown"
    assert "code code" not in " ".join(kinds)
    assert loaded(notebook)["cells"][0]["source"][0].startswith("# ")
    assert "pip install -e '.[plot]' notebook" in words(notebook.stem), "how to open it"


def test_there_are_four_notebooks_and_the_source_archive_carries_them() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    assert [path.stem for path in NOTEBOOKS] == NAMES
    assert "notebooks" in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    guide = (HERE / "docs" / "researcher.md").read_text(encoding="utf-8")
    assert all(name in guide for name in NAMES)


def test_outputs_are_taken_out(tmp_path: Path) -> None:
    content = loaded(NOTEBOOKS[0])
    content["metadata"]["language_info"]["version"] = "3.11.2"
    cell = next(cell for cell in content["cells"] if cell["cell_type"] == "code")
    cell |= {"execution_count": 3, "outputs": [{"name": "stdout", "output_type": "stream", "text": ["1\n"]}]}
    cell["metadata"]["scrolled"] = True
    (tmp_path / "run.ipynb").write_text(written(content), encoding="utf-8")
    strip(tmp_path / "run.ipynb")
    assert (tmp_path / "run.ipynb").read_bytes() == NOTEBOOKS[0].read_bytes()


if __name__ == "__main__":
    for each in NOTEBOOKS:
        strip(each)
