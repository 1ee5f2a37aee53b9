"""Notebooks are stories told with `import kg`: they run from top to bottom, and print what is stored in them.

Where the data changed, `python -m tests.test_notebooks` runs them on the built graph and stores what they print now.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg import paths

HERE = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((HERE / "notebooks").glob("*.ipynb"))
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.If, ast.While, ast.Try)
Cell = dict[str, Any]


def loaded(notebook: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    return content


def coded(notebook: Path) -> list[Cell]:
    """The cells with code, in order."""
    return [cell for cell in loaded(notebook)["cells"] if cell["cell_type"] == "code"]


def trees(notebook: Path) -> list[ast.Module]:
    return [ast.parse("".join(cell["source"])) for cell in coded(notebook)]


def run(notebook: Path) -> list[str]:
    """What each cell with code prints, run in order in one namespace."""
    space: dict[str, Any] = {"__name__": "__main__"}
    printed = []
    for number, cell in enumerate(coded(notebook), 1):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile("".join(cell["source"]), f"{notebook.name}, cell {number}", "exec"), space)
        printed.append(out.getvalue())
    return printed


def outputs(printed: str) -> list[dict[str, Any]]:
    """What a notebook stores of what a cell prints."""
    lines = printed.splitlines(keepends=True)
    return [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []


def written(content: dict[str, Any]) -> str:
    """A notebook as Jupyter writes it."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def store(notebook: Path) -> None:
    """Run a notebook and write what it prints into it."""
    content, printed = loaded(notebook), iter(run(notebook))
    numbered = enumerate((cell for cell in content["cells"] if cell["cell_type"] == "code"), 1)
    for number, cell in numbered:
        cell["execution_count"], cell["outputs"] = number, outputs(next(printed))
    paths.write(notebook, written(content).encode())


every = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


@every
def test_a_notebook_prints_what_is_stored_in_it(
    notebook: Path, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "build", lambda: graph.parent)
    monkeypatch.chdir(tmp_path)
    stored = [cell["outputs"] for cell in coded(notebook)]
    found = [outputs(each) for each in run(notebook)]
    assert found == stored, f"{notebook.name} prints something else now; run: python -m tests.test_notebooks"
    assert any(stored) and not list(tmp_path.iterdir())


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
def test_a_notebook_is_as_jupyter_writes_it_and_names_no_machine(notebook: Path) -> None:
    content = loaded(notebook)
    assert notebook.read_text(encoding="utf-8") == written(content)
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in content["cells"]]
    assert len(set(ids)) == len(ids)
    assert [cell["execution_count"] for cell in coded(notebook)] == list(range(1, len(coded(notebook)) + 1))
    assert content["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


@every
def test_text_stands_before_each_cell_with_code(notebook: Path) -> None:
    kinds = [cell["cell_type"] for cell in loaded(notebook)["cells"]]
    assert kinds[0] == "markdown" and kinds[-1] == "markdown"
    assert "code code" not in " ".join(kinds)
    assert loaded(notebook)["cells"][0]["source"][0].startswith("# ")


def test_there_is_a_notebook_and_the_source_archive_carries_it() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    assert [path.name for path in NOTEBOOKS] == ["who-is-central.ipynb"]
    assert "notebooks" in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]


def test_what_is_printed_is_stored_line_by_line() -> None:
    assert outputs("") == []
    assert outputs("a\nb") == [{"name": "stdout", "output_type": "stream", "text": ["a\n", "b"]}]


if __name__ == "__main__":
    for each in NOTEBOOKS:
        store(each)
