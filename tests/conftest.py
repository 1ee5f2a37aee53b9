"""Small worlds and the shipped graph, built once."""

from __future__ import annotations

import json
import os
import re
import zlib
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg import api, paths, terms
from kg import store as stores
from tests.browsing import chromium, little, opened, shipped
from tests.serving import prepared, served

__all__ = ["chromium", "little", "opened", "prepared", "served", "shipped"]  # fixtures


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph as sorted N-Triples in a temporary folder."""
    return api.build(output=tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="session")
def store(graph: Path) -> ox.Store:
    """The shipped graph in memory; tests do not change it."""
    return stores.open_store(graph)


@pytest.fixture(scope="session")
def part(store: ox.Store) -> ox.Store:
    """The shipped graph with a sixth of the places, counts and decisions that no document names; for slow engines."""
    evidence = store.quads_for_pattern(None, stores.node("kg:evidence"), None)
    named = {quad.subject for quad in evidence if SAID.search(str(quad.object))}
    every = {q.subject for q in store if isinstance(q.subject, ox.NamedNode) and PUBLIC.search(q.subject.value)}
    lost: set[object] = {each for each in every - named if zlib.crc32(str(each).encode()) % 6}
    ends = (stores.node("rdf:subject"), stores.node("rdf:object"))
    lost |= {quad.subject for quad in store if quad.predicate in ends and quad.object in lost}
    kept = ox.Store()
    kept.bulk_extend(quad for quad in store if quad.subject not in lost and quad.object not in lost)
    return kept


SAID = re.compile("/passage/|/eurocities-2020-children")  # the letter is what one query asks for
PUBLIC = re.compile("/id/(city|region|decision|count-claim|name)/")


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


CITY, NETWORK, XSD = terms.expand("id:city/"), terms.expand("id:network/"), terms.PREFIXES["xsd"]
TURTLE = f"""@base <{terms.PREFIXES["id"]}> .
<city/lodz-pl> a kg:City ; rdfs:label "Łódź"@pl ; kg:memberOf <network/net> ; kg:value 2 ; geo:lat 51.77e0 .
<city/a-es> a kg:City ; rdfs:label "A, \\"a\\" | <b>"@en ; kg:memberOf <network/net> .
<network/net> a kg:Network ; rdfs:label "Net" ; skos:altLabel "The Net" ; kg:founded "2000"^^xsd:gYear .
<network/other> a kg:Network ; rdfs:label "Other" ."""
WORLD = world(TURTLE)
CITIES = """SELECT ?city ?label ?value ?lat { ?city a kg:City ; rdfs:label ?label
  OPTIONAL { ?city kg:value ?value ; geo:lat ?lat } } ORDER BY ?label"""
LINKS = "CONSTRUCT { ?city kg:memberOf ?net } WHERE { ?city kg:memberOf ?net }"


def literal(value: str, datatype: str = "xsd:string") -> ox.Literal:
    return ox.Literal(value, datatype=stores.node(datatype))


def field(name: str, kind: str = "string", rules: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A column as datapackage.json declares it; `rules` are its constraints."""
    return {"name": name, "type": kind, "description": f"The {name}.", "constraints": rules or {}, **more}


def resource(name: str, kind: str, classes: str | dict[str, str], *fields: dict[str, Any]) -> dict[str, Any]:
    """A table as datapackage.json declares it."""
    schema = {"fields": list(fields)}
    return {"name": name, "path": f"{name}.csv", "title": name, "kind": kind, "class": classes, "schema": schema}


def lay(folder: Path, resources: list[dict[str, Any]], **rows: str) -> Path:
    """A data folder with these tables; `rows` gives, by table, the lines below its header."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}, indent=1), encoding="utf-8")
    for each in resources:
        header = ",".join(column["name"] for column in each["schema"]["fields"])
        (folder / each["path"]).write_bytes(f"{header}\n{rows.get(each['name'], '')}".encode())
    return folder
