"""Small worlds and the shipped graph, built once."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import api, paths, terms
from kg import store as stores


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph as sorted N-Triples in a temporary folder."""
    return api.build(output=tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="session")
def store(graph: Path) -> ox.Store:
    """The shipped graph in memory; tests do not change it."""
    return stores.open_store(graph)


@pytest.fixture(scope="session")
def ontology() -> Path:
    """The folder of the vocabulary."""
    return paths.ontology()


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of the five source documents; tests that need them skip where it is not given."""
    folder = os.environ.get("CITYKG_DOCUMENTS", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("the source documents are not part of the project; name their folder in CITYKG_DOCUMENTS")
    return Path(folder)


def world(turtle: str) -> ox.Store:
    """A store in memory from Turtle; the project's prefixes need no declaration."""
    prefixes = "".join(f"@prefix {name}: <{base}> .\n" for name, base in terms.PREFIXES.items())
    made = ox.Store()
    made.load(prefixes + turtle, ox.RdfFormat.TURTLE)
    return made
