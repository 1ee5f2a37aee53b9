"""What README, CONTRIBUTING and the guide show is what happens.

A page is read as a session: its blocks run in order, in one fresh copy of the checkout, so that nothing is written
into the real one. What the pages rely on:

- a line that ends in a path, as "in `data/cities.csv`:", names the file that the block below it belongs to;
  rows and terms are added to a file that is there, any other file is made new
- ```console: lines that begin with `$ kg ` run and exit 0; what stands below is all that they print, with `…` for
  what is left out
- ```python runs in one namespace a page; a ```text right below is what it prints
- ```sparql has an answer, ```turtle stands in the graph
"""

from __future__ import annotations

import contextlib
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
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from docs import build
from kg import paths, sparql, terms
from kg import store as stores
from kg.cli import main

HERE = Path(__file__).resolve().parents[1]
GUIDE = sorted((HERE / "docs").glob("*.md"))
PAGES = [HERE / "README.md", HERE / "CONTRIBUTING.md", *GUIDE]
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
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "kg")
    monkeypatch.setattr(paths, "QUERIES", tmp_path / "kg" / "queries")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=name)
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
            assert not sparql.empty(sparql.ask(stores.open_store(), block.text)), block.where
        elif block.kind == "turtle":
            stands(block, stores.open_store())


def belongs(target: Path, block: Block) -> None:
    """Add rows and terms to a file that is there; write any other."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix not in (".csv", ".ttl") or not target.exists():
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
