"""What the page writes in Turtle is part of the graph, word for word."""

from __future__ import annotations

import base64
import gzip
import json
import re
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import relations
from kg.explorer.page import FRONT
from tests.conftest import world
from tests.needs import need

WRITE = """
import {{ readFileSync }} from "node:fs";
import {{ modelOf }} from "{front}/core/model.js";
import {{ turtleOf }} from "{front}/files/turtle.js";
const model = modelOf(JSON.parse(readFileSync(0, "utf8")));
console.log(JSON.stringify(model.nodes.map((node) => turtleOf(model, node))));
"""


def payload(page: Path) -> bytes:
    """What the page's script reads, unpacked."""
    packed = re.search(r'id="payload">([^<]*)<', page.read_text(encoding="utf-8"))
    assert packed
    return gzip.decompress(base64.b64decode(packed[1]))


@pytest.fixture(scope="module")
def texts(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    script = tmp_path_factory.mktemp("turtle") / "write.mjs"
    script.write_text(WRITE.format(front=FRONT.as_uri()), encoding="utf-8")
    run = subprocess.run(
        [need("browser", "node"), str(script)], input=payload(shipped), capture_output=True, timeout=120
    )
    assert run.returncode == 0, run.stderr.decode()
    found: list[str] = json.loads(run.stdout)
    return found


@pytest.mark.browser
def test_every_triple_of_every_thing_is_in_the_graph(texts: list[str], store: ox.Store) -> None:
    whole = {quad.triple for quad in store}
    written = {quad.triple for text in texts for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE)}
    assert written - whole == set()
    assert len(written) > len(whole) / 2  # the rest are classes above, counts and the vocabulary


@pytest.mark.browser
def test_a_city_in_turtle_has_its_statements_dates_and_passages(texts: list[str]) -> None:
    [text] = [text for text in texts if "\n<city/lima-pe> a kg:City ;" in text]
    graph = rdflib.Graph().parse(data=text, format="turtle")
    asked = """PREFIX kg: <https://w3id.org/citykg/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
      PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
      SELECT ?network ?from ?section ?start { ?said rdf:subject <https://w3id.org/citykg/id/city/lima-pe> ;
        rdf:predicate kg:memberOf ; rdf:object ?network ; kg:from ?from ; kg:role ?role ; kg:evidence ?place .
        ?place kg:section ?section ; oa:start ?start }"""
    rows = [row.asdict() for row in graph.query(asked) if isinstance(row, rdflib.query.ResultRow)]
    assert [tuple(map(str, row.values())) for row in rows] == [
        ("https://w3id.org/citykg/id/network/c40-mmc-task-force", "2021-06", "2 Cities' progress: Cluster 1", "4760")
    ]


def test_statements_know_the_kind_of_their_iri_and_what_a_fact_says() -> None:
    small = world(
        """id:city\\/a a kg:City . id:membership\\/m rdf:subject id:city\\/a ; rdf:predicate kg:memberOf ;
        rdf:object id:network\\/n . id:name\\/other rdf:subject id:city\\/a ; rdf:predicate skos:altLabel ;
        rdf:object "Á \\"b\\""@es . id:relation\\/x rdf:subject id:city\\/a ; rdf:predicate kg:theme ;
        rdf:object <https://w3id.org/citykg/scheme/theme/housing> ."""
    )
    assert relations.statements(small) == {
        "m": {"iri": "membership", "triple": ""},
        "other": {"iri": "name", "triple": 'skos:altLabel "Á \\"b\\""@es'},
        "x": {"iri": "relation", "triple": "kg:theme <https://w3id.org/citykg/scheme/theme/housing>"},
    }
    assert relations.statements(ox.Store()) == {}
