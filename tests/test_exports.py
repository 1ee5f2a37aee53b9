"""Every export read back by the tools that it is for, whole, and the same bytes for the same graph."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner

from kg import affiliations, exports, paths, relations, terms
from kg import store as stores
from kg.cli import main
from kg.names import UNNAMED, kind_of
from tests.conftest import world

ID = terms.PREFIXES["id"]

Triples = set[tuple[str, str, str]]
GRAPHS = {"turtle": exports.turtle, "ntriples": exports.sorted_lines, "trig": exports.trig, "jsonld": exports.jsonld}
OXIGRAPH = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "trig": "TRIG", "jsonld": "JSON_LD"}
RDFLIB = {"turtle": "turtle", "ntriples": "nt", "trig": "trig", "jsonld": "json-ld"}

SMALL = r"""
kg:City rdfs:subClassOf kg:LocalGovernment . kg:Network rdfs:subClassOf kg:Collective .
kg:Membership rdfs:subClassOf kg:Statement .
id:country\/pe a kg:Country ; rdfs:label "Peru"@en .
id:city\/lima-pe a kg:City, kg:LocalGovernment ; rdfs:label "Lima"@en ; kg:inCountry id:country\/pe ;
    skos:altLabel "=HYPERLINK(\"http://x\")", "Líma, the \"City\"\nof Kings\\"@es, "リマ"@ja ;
    geo:lat "-12.05"^^xsd:double ; skos:exactMatch gn:3936456\/ , wd:Q2868 ; kg:evidence id:passage\/a-p001 .
id:city\/oslo-no a kg:City, kg:LocalGovernment ; rdfs:label "+Oslo"@en .
id:network\/uclg a kg:Network, kg:Collective ; rdfs:label "-UCLG <&>"@en ; kg:migrationSpecific true ;
    kg:address <https://example.org/?a=b&c> .
id:network\/c40 a kg:Network, kg:Collective ; rdfs:label "@C40"@en .
id:membership\/m1 a kg:Membership, kg:Statement ; rdf:subject id:city\/lima-pe ; rdf:predicate kg:memberOf ;
    rdf:object id:network\/uclg ; kg:evidence id:passage\/a-p001 , id:source\/b ; kg:from "2004"^^xsd:gYear .
id:membership\/m2 a kg:Membership, kg:Statement ; rdf:subject id:city\/lima-pe ; rdf:predicate kg:memberOf ;
    rdf:object id:network\/uclg ; kg:evidence id:source\/b ; kg:role <https://w3id.org/citykg/scheme/role/host> .
id:membership\/m3 a kg:Membership, kg:Statement ; rdf:subject id:city\/oslo-no ; rdf:predicate kg:memberOf ;
    rdf:object id:network\/c40 ; kg:evidence id:passage\/a-p001 ; kg:to "2010-05-01"^^xsd:date .
id:statement\/s1 a kg:Statement ; rdf:subject id:network\/uclg ; rdf:predicate kg:founded ;
    rdf:object "2004"^^xsd:gYear ; kg:evidence id:passage\/a-p002 .
id:city\/lima-pe kg:memberOf id:network\/uclg .
<https://w3id.org/citykg/scheme/role/host> a skos:Concept ; skos:notation "host" ; rdfs:label "Host"@en .
id:source\/a a kg:Source ; rdfs:label "A" ; dcterms:title "A" .
id:source\/b a kg:Source ; rdfs:label "B" ; dcterms:title "B" .
id:source\/c a kg:Source ; rdfs:label "C" ; dcterms:title "C" .
id:passage\/a-p001 a kg:Passage ; kg:source id:source\/a ; kg:section "2, \"x\"" ;
    oa:start "7"^^xsd:integer ; oa:end "19"^^xsd:integer ; rdfs:label "A, 2, passage a-p001"@en .
id:passage\/a-p002 a kg:Passage ; kg:source id:source\/a ; kg:section "3" ; oa:start "30"^^xsd:integer ;
    oa:end "40"^^xsd:integer ; rdfs:label "A, 3, passage a-p002"@en .
"""


@pytest.fixture(scope="module")
def small() -> ox.Store:
    """Two cities, two networks, three memberships (two of them parallel), three sources, awkward words."""
    return world(SMALL)


@pytest.fixture(params=["small", "shipped"])
def each(request: pytest.FixtureRequest, small: ox.Store, store: ox.Store) -> ox.Store:
    """The small world, then the shipped graph."""
    return small if request.param == "small" else store


@pytest.fixture(scope="module")
def part(store: ox.Store) -> ox.Store:
    """A sixteenth of the shipped statements and passages, chosen blindly, with all things and terms."""
    chosen = ox.Store()
    for quad in store:
        number = zlib.crc32(str(quad.subject).encode()) if kind_of(str(quad.subject)[1:-1]) in UNNAMED else 0
        chosen.extend([quad] if number % 16 == 0 else [])
    return chosen


@pytest.fixture(autouse=True)
def exact_literals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep rdflib from rewriting 12.0500 as 12.05 while it reads."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def in_store(store: ox.Store) -> Triples:
    """The triples of the default graph."""
    return {
        (str(q.subject), str(q.predicate), str(q.object)) for q in store if isinstance(q.graph_name, ox.DefaultGraph)
    }


def loaded(content: bytes, form: str) -> ox.Store:
    """What Oxigraph makes of an export."""
    made = ox.Store()
    made.bulk_load(content, getattr(ox.RdfFormat, OXIGRAPH[form]))
    return made


def by_oxigraph(content: bytes, form: str) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each quad as the name of its graph (or nothing) and a triple."""
    for quad in ox.parse(content, getattr(ox.RdfFormat, OXIGRAPH[form])):
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        yield graph, (str(quad.subject), str(quad.predicate), str(quad.object))


def by_rdflib(content: bytes, form: str) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The same by rdflib, its terms written by Oxigraph so that both spell alike."""
    data = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib calls what it has deprecated itself
        data.parse(data=content, format=RDFLIB[form])
    for subject, predicate, target, graph in data.quads():
        name = "" if graph in (None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID) else str(graph)
        yield name, (plain(subject), plain(predicate), plain(target))


def plain(term: Any) -> str:
    if not isinstance(term, rdflib.Literal):
        return f"<{term}>"
    if term.language:
        return str(ox.Literal(str(term), language=term.language))
    return str(ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None))


READERS = [pytest.param(by_oxigraph, id="pyoxigraph"), pytest.param(by_rdflib, id="rdflib")]


@pytest.mark.parametrize("form", GRAPHS)
def test_oxigraph_loads_a_graph_back_to_exactly_the_same_triples(each: ox.Store, form: str) -> None:
    found = loaded(GRAPHS[form](each), form)
    assert in_store(found) == in_store(each)
    assert form == "trig" or list(found.named_graphs()) == []


@pytest.mark.parametrize("form", GRAPHS)
def test_rdflib_reads_every_triple_as_oxigraph_does(small: ox.Store, part: ox.Store, form: str) -> None:
    for store in (small, part):
        content = GRAPHS[form](store)
        found = set(by_rdflib(content, form))
        assert found == set(by_oxigraph(content, form))
        assert sum(not graph for graph, _ in found) == len(store)


def test_ntriples_are_sorted_lines_each_once(each: ox.Store) -> None:
    lines = exports.sorted_lines(each).splitlines()
    assert lines == sorted(set(lines)) and len(lines) == len(each)


@pytest.mark.parametrize("form", ["turtle", "trig"])
def test_prefixes_are_declared_and_used(small: ox.Store, form: str) -> None:
    text = GRAPHS[form](small).decode()
    for name, base in terms.PREFIXES.items():
        assert f"@prefix {name}: <{base}> .\n" in text
    assert f"<{terms.PREFIXES['kg']}" not in text.partition("\n\n")[2].replace("@prefix", "")


def named_graphs(store: ox.Store) -> dict[str, Triples]:
    """The triples of each named graph of the TriG of a store."""
    graphs: dict[str, Triples] = {}
    for quad in loaded(exports.trig(store), "trig"):
        if isinstance(quad.graph_name, ox.NamedNode):
            triple = (str(quad.subject), str(quad.predicate), str(quad.object))
            graphs.setdefault(quad.graph_name.value, set()).add(triple)
    return graphs


def test_trig_of_a_source_has_what_cites_it_what_that_says_and_its_passages(small: ox.Store) -> None:
    def about(*keys: str) -> Triples:
        return {triple for triple in in_store(small) if triple[0] in {f"<{terms.PREFIXES['id']}{key}>" for key in keys}}

    says = {
        (
            f"<{terms.PREFIXES['id']}city/lima-pe>",
            f"<{terms.PREFIXES['kg']}memberOf>",
            f"<{terms.PREFIXES['id']}network/uclg>",
        )
    }
    passages = about("passage/a-p001", "passage/a-p002")
    assert {name.rpartition("/")[2]: triples for name, triples in named_graphs(small).items()} == {
        "a": about("source/a", "city/lima-pe", "membership/m1", "membership/m3", "statement/s1") | says | passages,
        "b": about("source/b", "membership/m1", "membership/m2") | says,
        "c": about("source/c"),
    }


def test_trig_has_one_named_graph_for_each_shipped_source_with_each_statement_that_cites_it(store: ox.Store) -> None:
    query = "SELECT ?source ?statement WHERE { ?statement kg:evidence/kg:source? ?source . ?source a kg:Source }"
    citing: dict[str, set[str]] = {}
    for row in stores.select(store, query):
        citing.setdefault(row["source"], set()).add(f"<{row['statement']}>")
    own: dict[str, Triples] = {}
    for triple in in_store(store):
        own.setdefault(triple[0], set()).add(triple)
    graphs = named_graphs(store)
    assert set(graphs) == {row["source"] for row in stores.select(store, "SELECT ?source { ?source a kg:Source }")}
    for source, triples in graphs.items():
        assert all(own[statement] <= triples for statement in citing.get(source, ()))
        subjects = {triple[0] for triple in triples if triple in own.get(triple[0], ())}
        evidence = {triple[0] for triple in triples if triple[1].endswith("#evidence>")}
        assert evidence == citing.get(source, set())
        assert evidence <= subjects


CONTEXT: dict[str, Any] = json.loads((paths.ontology() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
NAMES = {"thing": "id", "concept": "scheme"}
PROPERTIES = [name for name, said in CONTEXT.items() if isinstance(said, dict)]


def test_the_context_has_the_prefixes_of_the_project() -> None:
    declared = {NAMES.get(name, name): base for name, base in CONTEXT.items() if str(base).startswith("http")}
    assert declared == {name: base for name, base in terms.PREFIXES.items() if name in declared}
    assert {"kg", "id", "scheme", "rdf", "rdfs", "skos", "xsd"} <= declared.keys()
    assert (CONTEXT["id"], CONTEXT["type"], CONTEXT["@version"]) == ("@id", "@type", 1.1)


@pytest.mark.parametrize("name", PROPERTIES)
@pytest.mark.parametrize("read", READERS)
def test_each_term_of_the_context_expands_to_its_property_and_type(
    name: str, read: Callable[[bytes, str], Iterator[tuple[str, tuple[str, str, str]]]]
) -> None:
    said = CONTEXT[name]
    value = "kg:City" if said.get("@type") == "@id" else "12"
    document = json.dumps({"@context": CONTEXT, "id": "thing:city/a", name: value}).encode()
    city = terms.term("kg:City")
    expected = {
        "@id": city,
        "xsd:double": terms.literal("12", "xsd:double"),
        "xsd:integer": terms.literal("12", "xsd:integer"),
        None: terms.literal("12", language=said.get("@language", "")),
    }[said.get("@type")]
    triple = (terms.thing("city", "a"), terms.term(said["@id"]), expected)
    assert list(read(document, "jsonld")) == [("", triple)]


@pytest.mark.parametrize("name", PROPERTIES)
def test_no_two_terms_of_the_context_have_one_property_and_type(name: str) -> None:
    others = [CONTEXT[other] for other in PROPERTIES if other != name]
    assert CONTEXT[name] not in others


@pytest.mark.parametrize("name", [name for name in PROPERTIES if CONTEXT[name]["@id"].startswith("kg:")])
def test_each_term_of_the_context_is_a_property_of_the_ontology_of_that_sort(store: ox.Store, name: str) -> None:
    sort = "owl:ObjectProperty" if CONTEXT[name].get("@type") == "@id" else "owl:DatatypeProperty"
    types = stores.select(store, f"SELECT ?type WHERE {{ {CONTEXT[name]['@id']} a ?type }}")
    assert terms.expand(sort) in {row["type"] for row in types}


def test_jsonld_is_short_where_the_context_allows(small: ox.Store) -> None:
    things = {thing["id"]: thing for thing in json.loads(exports.jsonld(small))["@graph"]}
    assert list(things) == sorted(things)
    assert things["thing:city/lima-pe"] == {
        "id": "thing:city/lima-pe",
        "type": ["kg:City", "kg:LocalGovernment"],
        "country": "thing:country/pe",
        "evidence": "thing:passage/a-p001",
        "label": "Lima",
        "latitude": "-12.05",
        "memberOf": "thing:network/uclg",
        "sameAs": ["wd:Q2868", "gn:3936456/"],
        "skos:altLabel": [
            '=HYPERLINK("http://x")',
            {"@value": 'Líma, the "City"\nof Kings\\', "@language": "es"},
            {"@value": "リマ", "@language": "ja"},
        ],
    }
    assert list(things["thing:city/lima-pe"])[:2] == ["id", "type"]
    assert things["thing:passage/a-p001"]["section"] == '2, "x"'
    assert things["thing:network/uclg"] == {
        "id": "thing:network/uclg",
        "type": ["kg:Collective", "kg:Network"],
        "kg:address": {"id": "https://example.org/?a=b&c"},
        "kg:migrationSpecific": {"@value": "true", "@type": "xsd:boolean"},
        "label": "-UCLG <&>",
    }


def test_a_literal_in_a_language_or_type_other_than_the_contexts_keeps_it() -> None:
    base = world('id:city\\/a rdfs:label "Ą"@pl ; skos:exactMatch "x" ; geo:lat 1 ; kg:section "y"@fr .')
    assert json.loads(exports.jsonld(base))["@graph"] == [
        {
            "id": "thing:city/a",
            "geo:lat": {"@value": "1", "@type": "xsd:integer"},
            "kg:section": {"@value": "y", "@language": "fr"},
            "rdfs:label": {"@value": "Ą", "@language": "pl"},
            "skos:exactMatch": "x",
        }
    ]
    assert in_store(loaded(exports.jsonld(base), "jsonld")) == in_store(base)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_tables_are_one_for_each_class_with_a_row_a_thing(small: ox.Store) -> None:
    made = exports.tables(small)
    assert list(made) == [
        "City.csv", "Country.csv", "Membership.csv", "Network.csv", "Passage.csv", "Source.csv", "Statement.csv",
    ]  # fmt: skip
    assert (
        made["City.csv"].decode().partition("\n")[0]
        == "id,label,altLabel,evidence,exactMatch,inCountry,lat,memberOf,type"
    )
    assert rows_of(made["City.csv"]) == [
        {
            "id": "https://w3id.org/citykg/id/city/lima-pe",
            "label": "Lima",
            "altLabel": '\'=HYPERLINK("http://x") | Líma, the "City"\nof Kings\\ | リマ',
            "evidence": "id:passage/a-p001",
            "exactMatch": "wd:Q2868 | gn:3936456/",
            "inCountry": "id:country/pe",
            "lat": "-12.05",
            "memberOf": "id:network/uclg",
            "type": "kg:City | kg:LocalGovernment",
        },
        dict.fromkeys(("altLabel", "evidence", "exactMatch", "inCountry", "lat", "memberOf"), "")
        | {
            "id": "https://w3id.org/citykg/id/city/oslo-no",
            "label": "'+Oslo",
            "type": "kg:City | kg:LocalGovernment",
        },
    ]
    assert [row["label"] for row in rows_of(made["Network.csv"])] == ["'@C40", "'-UCLG <&>"]


def test_tables_hold_every_shipped_thing_and_no_formula(store: ox.Store) -> None:
    made = {name: rows_of(content) for name, content in exports.tables(store).items()}
    classes = relations.classes(store)
    assert {name: len(rows) for name, rows in made.items()} == {
        f"{name}.csv": list(classes.values()).count(name) for name in set(classes.values())
    }
    cells = [cell for rows in made.values() for row in rows for cell in row.values()]
    assert None not in cells
    assert [
        cell for cell in cells if re.match(r"[=+\-@\t\r]", cell) and not re.fullmatch(r"[-+]?\d+(\.\d+)?", cell)
    ] == []


def test_tables_are_written_to_a_folder(small: ox.Store, tmp_path: Path) -> None:
    written = exports.write_tables(small, tmp_path / "new" / "tables")
    assert written == sorted((tmp_path / "new" / "tables").iterdir())
    assert {path.name: path.read_bytes() for path in written} == exports.tables(small)


DRAWN = {"graphml": (exports.graphml, nx.read_graphml), "gexf": (exports.gexf, nx.read_gexf)}


@pytest.mark.parametrize("form", DRAWN)
def test_a_drawing_is_read_back_with_the_same_nodes_and_parallel_edges(each: ox.Store, form: str) -> None:
    write, read = DRAWN[form]
    found = read(io.BytesIO(write(each)))
    whole = relations.relations(each)
    assert isinstance(found, nx.MultiDiGraph)
    assert dict(found.nodes(data=True)) == {
        node: {"label": said["name"]} | {name: value for name, value in said.items() if value}
        for node, said in whole.nodes(data=True)
    }
    assert {(*edge[:3], *sorted(edge[3].items())) for edge in found.edges(keys=True, data=True)} == {
        (
            start,
            end,
            key,
            *sorted({"id": key, "label": said["relation"], **{n: v for n, v in said.items() if v}}.items()),
        )
        for start, end, key, said in whole.edges(keys=True, data=True)
    }
    assert found.number_of_edges() == whole.number_of_edges()


def test_the_small_drawing_has_both_parallel_memberships(small: ox.Store) -> None:
    found = nx.read_graphml(io.BytesIO(exports.graphml(small)))
    assert dict(found["lima-pe"]["uclg"]) == {
        "m1": {"id": "m1", "label": "memberOf", "relation": "memberOf", "start": "2004"},
        "m2": {"id": "m2", "label": "memberOf", "relation": "memberOf", "role": "host"},
    }


@pytest.mark.parametrize("form", DRAWN)
def test_a_drawing_holds_no_clock_and_no_version_of_its_writer(small: ox.Store, form: str) -> None:
    text = DRAWN[form][0](small).decode()
    head = text[: text.index("<graph ")]
    assert re.findall(r"\d{4}-\d{2}-\d{2}|modified|networkx|NetworkX", head) == []


def test_a_gexf_names_its_maker(small: ox.Store) -> None:
    assert b"<meta><creator>citykg</creator></meta>" in exports.gexf(small)


def table_of(content: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist()
    return rows


def test_parquet_has_a_row_for_each_statement_and_piece_of_evidence(small: ox.Store) -> None:
    empty = dict.fromkeys(
        ["statement", "subject", "subjectName", "relation", "object", "objectName", "role", "rank", "from", "to", "on",
         "source", "section", "start", "end"]
    )  # fmt: skip
    lima = {"subject": "id:city/lima-pe", "subjectName": "Lima", "relation": "kg:memberOf"}
    uclg = {"object": "id:network/uclg", "objectName": "-UCLG <&>"}
    first = {"source": "id:source/a", "section": '2, "x"', "start": 7, "end": 19}
    m1 = empty | lima | uclg | {"statement": "id:membership/m1", "from": "2004"}
    oslo = {"subject": "id:city/oslo-no", "subjectName": "+Oslo", "object": "id:network/c40", "objectName": "@C40"}
    founded = {"subject": "id:network/uclg", "subjectName": "-UCLG <&>", "relation": "kg:founded", "object": "2004"}
    assert table_of(exports.parquet(small)) == [
        m1 | first,
        m1 | {"source": "id:source/b"},
        empty | lima | uclg | {"statement": "id:membership/m2", "role": "host", "source": "id:source/b"},
        empty | lima | oslo | first | {"statement": "id:membership/m3", "to": "2010-05-01"},
        empty
        | founded
        | {"statement": "id:statement/s1", "source": "id:source/a", "section": "3", "start": 30, "end": 40},
    ]


def test_parquet_has_every_piece_of_shipped_evidence_of_a_statement(store: ox.Store) -> None:
    query = "SELECT ?statement ?evidence WHERE { ?statement rdf:subject ?s ; rdf:object ?o ; kg:evidence ?evidence }"
    rows = table_of(exports.parquet(store))
    known = stores.select(store, query)
    assert len(rows) == len(known)
    assert {row["statement"] for row in rows} == {terms.contract(row["statement"]) for row in known}
    assert all(row["source"].startswith("id:source/") for row in rows)


def test_the_matrix_has_one_where_a_place_is_linked(small: ox.Store) -> None:
    assert exports.matrix(small) == b"place,c40,uclg\nlima-pe,0,1\noslo-no,1,0\n"


def test_the_shipped_matrix_is_the_links(store: ox.Store) -> None:
    links = affiliations.affiliation(store).links
    rows = rows_of(exports.matrix(store))
    ones = {(row["place"], name) for row in rows for name, cell in row.items() if cell == "1"}
    assert ones == {(link.place, link.collective) for link in links}
    assert {cell for row in rows for name, cell in row.items() if name != "place"} == {"0", "1"}
    assert [row["place"] for row in rows] == sorted({link.place for link in links})
    assert list(rows[0])[1:] == sorted({link.collective for link in links})


def test_the_matrix_of_chosen_layers_leaves_the_others_out(small: ox.Store) -> None:
    assert exports.matrix(small, ["pledge"]) == b"place\n"


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("turtle", b""),
        ("ntriples", b""),
        ("trig", b""),
        ("jsonld", json.dumps({"@context": CONTEXT, "@graph": []}, indent=1).encode() + b"\n"),
        ("matrix", b"place\n"),
    ],
)
def test_an_empty_graph_has_an_empty_export(form: str, content: bytes) -> None:
    assert exports.FORMATS[form](ox.Store()) == content


def test_an_empty_graph_has_empty_drawings_and_tables() -> None:
    for write, read in DRAWN.values():
        assert len(read(io.BytesIO(write(ox.Store())))) == 0
    assert table_of(exports.parquet(ox.Store())) == []
    assert exports.tables(ox.Store()) == {}


@pytest.mark.parametrize("form", exports.FORMATS)
def test_the_order_in_which_triples_come_does_not_matter(small: ox.Store, form: str) -> None:
    quads = list(small)
    random.Random(1).shuffle(quads)
    other = ox.Store()
    other.extend(quads)
    assert exports.FORMATS[form](other) == exports.FORMATS[form](small)


DIGESTS = """
import hashlib, sys
from pathlib import Path
from kg import exports, store
opened = store.open_store(Path(sys.argv[1]))
made = {name: write(opened) for name, write in exports.FORMATS.items()} | exports.tables(opened)
print("\\n".join(f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in made.items()))
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_export_is_the_same_bytes_in_another_run(part: ox.Store, tmp_path: Path, seed: str) -> None:
    (tmp_path / "part.nt").write_bytes(exports.sorted_lines(part))
    command = [sys.executable, "-c", DIGESTS, str(tmp_path / "part.nt")]
    other = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True)
    made = {name: write(part) for name, write in exports.FORMATS.items()} | exports.tables(part)
    assert other.stdout.splitlines() == [f"{name} {hashlib.sha256(made[name]).hexdigest()}" for name in made]


def run(*arguments: str | Path) -> tuple[int, bytes, str]:
    """Exit code, the bytes of stdout, and stderr of `kg export`."""
    result = CliRunner().invoke(main, ["export", *map(str, arguments)])
    return result.exit_code, result.stdout_bytes, result.stderr


@pytest.fixture(scope="module")
def file(small: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as a file."""
    path = tmp_path_factory.mktemp("export") / "small.nt"
    path.write_bytes(exports.sorted_lines(small))
    return path


@pytest.mark.parametrize("form", exports.FORMATS)
def test_the_command_writes_to_stdout_or_to_a_file(small: ox.Store, file: Path, tmp_path: Path, form: str) -> None:
    content = exports.FORMATS[form](small)
    assert run(form, "--graph", file) == run(form, "--graph", file, "-o", "-") == (0, content, "")
    output = tmp_path / "new" / f"small.{form}"
    assert run(form, "--graph", file, "-o", output) == (0, b"", f"wrote {output}\n")
    assert output.read_bytes() == content


def test_the_command_writes_tables_into_a_folder(small: ox.Store, file: Path, tmp_path: Path) -> None:
    assert run("csv", "--graph", file, "-o", tmp_path) == (0, b"", f"wrote 7 tables to {tmp_path}\n")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == exports.tables(small)


@pytest.mark.parametrize("output", [(), ("-o", "-")])
def test_tables_need_a_folder(file: Path, output: tuple[str, ...]) -> None:
    said = "kg: csv is a folder of tables; name it with -o DIR\n"
    assert run("csv", "--graph", file, *output) == (2, b"", said)


def test_the_command_looks_as_of_a_date(file: Path) -> None:
    said = "kg: as of 2003: 1 dated statements hold, 1 do not and are left out, 2 are undated and kept\n"
    assert run("matrix", "--graph", file, "--as-of", "2003") == (0, b"place,c40,uclg\nlima-pe,0,1\noslo-no,1,0\n", said)
    said = "kg: as of 2011: 1 dated statements hold, 1 do not and are left out, 2 are undated and kept\n"
    assert run("matrix", "--graph", file, "--as-of", "2011") == (0, b"place,uclg\nlima-pe,1\n", said)


def test_an_unknown_format_is_wrong_use_and_all_are_named(file: Path) -> None:
    code, shown, said = run("xlsx", "--graph", file)
    assert (code, shown) == (2, b"")
    every = ", ".join(
        f"'{form}'" for form in ["turtle", "ntriples", "trig", "jsonld", "csv", *list(exports.FORMATS)[4:]]
    )
    assert said.splitlines()[-1] == f"Error: Invalid value for 'FORMAT': 'xlsx' is not one of {every}."


def test_a_file_that_cannot_be_written_is_a_failure_that_names_it(file: Path) -> None:
    output = file / "inside-a-file.ttl"
    code, shown, said = run("turtle", "--graph", file, "-o", output)
    assert (code, shown) == (1, b"")
    assert said == f"kg: cannot write {output}: File exists; choose another output\n"


def test_ntriples_and_turtle_of_the_shipped_graph_are_the_built_files(graph: Path, store: ox.Store) -> None:
    assert exports.sorted_lines(store) == graph.read_bytes()
    assert exports.turtle(store) == graph.with_suffix(".ttl").read_bytes()


def test_a_source_has_its_class_and_its_kind_in_columns_of_their_own() -> None:
    small = world(
        f'<{ID}source/a> a kg:Source ; rdfs:label "A" ; '
        "dcterms:type <https://w3id.org/citykg/scheme/source-kind/document> ."
    )
    assert exports.tables(small)["Source.csv"].decode() == (
        f"id,label,dcterms:type,type\n{ID}source/a,A,scheme:source-kind/document,kg:Source\n"
    )


def test_nameless_things_are_read_back_from_jsonld() -> None:
    nameless = world('<http://e/a> kg:note [ rdfs:label "x"@en ] .')
    (shape,) = {quad.predicate.value for quad in nameless if isinstance(quad.object, ox.BlankNode)}
    back = ox.Store()
    back.load(exports.jsonld(nameless), ox.RdfFormat.JSON_LD)
    query = f'ASK {{ <http://e/a> <{shape}> ?b . ?b rdfs:label "x"@en FILTER(isBlank(?b)) }}'
    assert len(back) == 2 and bool(back.query(query, prefixes=terms.PREFIXES))


def test_parquet_writes_values_as_the_graph_does() -> None:
    said = [("true", "boolean"), ("2.50", "decimal"), ("7", "integer"), ("https://schema.org/City", "string")]
    small = world(
        "".join(
            f"<{ID}statement/s{n}> rdf:subject <{ID}network/x> ; rdf:predicate kg:p ; "
            f'rdf:object "{value}"^^xsd:{kind} ; kg:evidence <{ID}source/a> .\n'
            for n, (value, kind) in enumerate(said)
        )
    )
    rows = pyarrow.parquet.read_table(io.BytesIO(exports.parquet(small))).to_pylist()
    assert [row["object"] for row in rows] == ["true", "2.5", "7", "https://schema.org/City"]
