from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from kg import named, results, sparql, terms
from kg import store as stores
from kg.server import media
from kg.server.questions import described, ready
from tests.conftest import world

ROOT = "http://127.0.0.1:8000/"
FILES = [
    {"name": "citykg.nt", "what": "triples", "media": "application/n-triples", "bytes": 12, "sha256": "ab" * 32},
    {"name": "citykg.graphml", "what": "for yEd", "media": "application/xml", "bytes": 34, "sha256": "cd" * 32},
]
TYPE, CLASS, PROPERTY = (stores.node(name) for name in ("rdf:type", "void:class", "void:property"))
WHOLE = stores.node("about:citykg")


def loaded(turtle: bytes) -> ox.Store:
    made = ox.Store()
    made.load(described.written(turtle, ROOT), ox.RdfFormat.TURTLE)
    return made


@pytest.fixture(scope="module")
def said(store: ox.Store) -> ox.Store:
    """What is said of the shipped graph."""
    return loaded(described.description(store, FILES))


@pytest.fixture(scope="module")
def shown(store: ox.Store) -> list[named.Query]:
    return ready.queries(store)


def value(said: ox.Store, subject: object, name: str) -> str:
    (found,) = values(said, subject, name)
    return found


def values(said: ox.Store, subject: object, name: str) -> list[str]:
    assert isinstance(subject, ox.NamedNode)
    found = [quad.object for quad in said.quads_for_pattern(subject, stores.node(name), None)]
    return sorted(getattr(each, "value", "") for each in found)


def parts(said: ox.Store, of: ox.NamedNode, name: str) -> Iterator[ox.NamedNode]:
    for quad in said.quads_for_pattern(of, stores.node(name), None):
        assert isinstance(quad.object, ox.NamedNode)
        yield quad.object


# Numbers, each against a plain loop over the graph


def test_the_size_is_that_of_the_graph(store: ox.Store, said: ox.Store) -> None:
    quads = list(store)
    assert value(said, WHOLE, "void:triples") == str(len(quads))
    assert value(said, WHOLE, "void:distinctSubjects") == str(len({quad.subject for quad in quads}))
    assert value(said, WHOLE, "void:distinctObjects") == str(len({quad.object for quad in quads}))


def test_each_class_has_its_number_of_things(store: ox.Store, said: ox.Store) -> None:
    plain = Counter(str(getattr(quad.object, "value", "")) for quad in store if quad.predicate == TYPE)
    found = {
        value(said, each, "void:class"): int(value(said, each, "void:entities"))
        for each in parts(said, WHOLE, "void:classPartition")
    }
    assert found == dict(plain)
    assert found[terms.expand("kg:City")] > 1000


def test_each_property_has_its_numbers(store: ox.Store, said: ox.Store) -> None:
    triples, subjects, objects = Counter[str](), dict[str, set[object]](), dict[str, set[object]]()
    for quad in store:
        triples[quad.predicate.value] += 1
        subjects.setdefault(quad.predicate.value, set()).add(quad.subject)
        objects.setdefault(quad.predicate.value, set()).add(quad.object)
    names = ("void:triples", "void:distinctSubjects", "void:distinctObjects")
    found = {
        value(said, each, "void:property"): tuple(int(value(said, each, name)) for name in names)
        for each in parts(said, WHOLE, "void:propertyPartition")
    }
    assert found == {name: (n, len(subjects[name]), len(objects[name])) for name, n in triples.items()}


def test_each_class_has_its_properties_and_what_they_lead_to(store: ox.Store, said: ox.Store) -> None:
    classes: dict[object, set[str]] = {}
    for quad in store.quads_for_pattern(None, TYPE, None):
        classes.setdefault(quad.subject, set()).add(getattr(quad.object, "value", ""))
    properties, leading = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for quad in store:
        datatype = [quad.object.datatype.value] if isinstance(quad.object, ox.Literal) else []
        for own in classes.get(quad.subject, ()):
            properties[own, quad.predicate.value] += 1
            leading.update((own, quad.predicate.value, to) for to in [*classes.get(quad.object, ()), *datatype])
    found, ends = {}, {}
    for part in parts(said, WHOLE, "void:classPartition"):
        for each in parts(said, part, "void:propertyPartition"):
            pair = value(said, part, "void:class"), value(said, each, "void:property")
            found[pair] = int(value(said, each, "void:triples"))
            for kind in ("void:class", "voidext:datatype"):
                for end in parts(said, each, f"{kind}Partition"):
                    ends[(*pair, value(said, end, kind))] = int(value(said, end, "void:triples"))
    assert found == dict(properties)
    assert ends == dict(leading)


def test_linksets_count_what_is_the_same_elsewhere(store: ox.Store, said: ox.Store) -> None:
    same = [str(quad.object) for quad in store if quad.predicate == stores.node("skos:exactMatch")]
    for name, start in (("wikidata", "<http://www.wikidata.org/"), ("geonames", "<https://sws.geonames.org/")):
        linkset = stores.node(f"about:links-to-{name}")
        assert value(said, linkset, "void:triples") == str(sum(each.startswith(start) for each in same)) != "0"
        assert values(said, linkset, "void:objectsTarget") == [terms.expand(f"about:{name}")]


def test_a_graph_without_links_has_no_linkset() -> None:
    assert b"Linkset" not in described.description(world("id:city\\/a-es a kg:City ."))


# The dataset


def test_the_dataset_says_what_it_is_and_whose(said: ox.Store) -> None:
    assert value(said, WHOLE, "dcterms:title") == "citykg: cities, networks and commitments on migration"
    assert value(said, WHOLE, "dcterms:license") == "https://creativecommons.org/licenses/by/4.0/"
    assert value(said, WHOLE, "dcterms:created") == "2026-11-22"
    assert value(said, WHOLE, "dcterms:modified") >= "2026-11-22"
    assert value(said, WHOLE, "void:uriSpace") == "https://w3id.org/citykg/id/"
    assert terms.PREFIXES["kg"] in values(said, WHOLE, "void:vocabulary")
    assert terms.PREFIXES["xsd"] not in values(said, WHOLE, "void:vocabulary")


def test_where_to_begin_is_in_the_graph(store: ox.Store, said: ox.Store) -> None:
    shown = values(said, WHOLE, "void:exampleResource")
    assert terms.expand("id:city/barcelona-es") in shown
    assert len({each.split("/")[-2] for each in shown}) == len(shown) > 10
    for each in [*shown, *values(said, WHOLE, "void:rootResource")]:
        assert any(store.quads_for_pattern(ox.NamedNode(each), TYPE, None))


def test_terms_come_with_label_and_meaning(said: ox.Store) -> None:
    assert value(said, stores.node("kg:City"), "rdfs:label") == "City"
    assert value(said, stores.node("kg:memberOf"), "rdfs:comment").endswith(".")


def test_nothing_is_without_a_name(store: ox.Store) -> None:
    lines = described.written(described.description(store, FILES), ROOT, ox.RdfFormat.N_TRIPLES).splitlines()
    assert [line for line in lines if line.startswith(b"_:") or b" _:" in line.split(b'"')[0]] == []


def test_downloads_have_size_and_hash_and_only_rdf_is_a_dump(said: ox.Store) -> None:
    assert values(said, WHOLE, "void:dataDump") == [f"{ROOT}downloads/citykg.nt"]
    file = stores.node("about:file-citykg-graphml")
    assert values(said, WHOLE, "dcat:distribution") == [file.value, terms.expand("about:file-citykg-nt")]
    assert value(said, file, "dcat:downloadURL") == f"{ROOT}downloads/citykg.graphml"
    assert value(said, file, "dcat:byteSize") == "34"
    assert value(said, stores.node("about:sha256-citykg-graphml"), "spdx:checksumValue") == "cd" * 32


# The service


def test_the_service_is_where_it_was_asked(said: ox.Store) -> None:
    own = ox.NamedNode(f"{ROOT}sparql")
    assert value(said, own, "sd:endpoint") == own.value
    assert value(said, WHOLE, "void:sparqlEndpoint") == own.value
    assert value(said, own, "sd:supportedLanguage").endswith("#SPARQL11Query")
    assert len(values(said, own, "sd:resultFormat")) == len(media.ROWS + media.GRAPHS)
    assert values(said, own, "sd:feature") == []
    dataset = ox.NamedNode(value(said, own, "sd:defaultDataset"))
    assert value(said, dataset, "sd:defaultGraph") == WHOLE.value


def test_each_named_graph_has_its_title_and_number_of_triples() -> None:
    made = world('id:source\\/a a kg:Source ; rdfs:label "A" .')
    graph = ox.NamedNode(terms.expand("id:source/a"))
    made.extend([ox.Quad(graph, TYPE, stores.node("kg:Source"), graph), ox.Quad(graph, TYPE, TYPE, graph)])
    said = loaded(described.description(made))
    (entry,) = parts(said, stores.node("about:dataset"), "sd:namedGraph")
    assert value(said, entry, "sd:name") == graph.value
    (inside,) = parts(said, entry, "sd:graph")
    assert (value(said, inside, "dcterms:title"), value(said, inside, "void:triples")) == ("A", "2")
    assert value(said, WHOLE, "void:triples") == "2"  # the default graph alone


def test_a_site_of_files_has_no_service(store: ox.Store) -> None:
    said = loaded(described.description(store, FILES, endpoint=False))
    assert not list(said.quads_for_pattern(None, TYPE, stores.node("sd:Service")))
    assert not any(str(quad.object) == f"<{ROOT}sparql>" for quad in said)
    assert values(said, WHOLE, "void:dataDump") == [f"{ROOT}downloads/citykg.nt"]


# Examples and prefixes


def test_every_named_query_is_an_example(shown: list[named.Query], said: ox.Store) -> None:
    assert [each.name for each in shown] == list(named.queries())
    texts = {each.name: each.text for each in shown}
    for name, text in texts.items():
        own = stores.node(f"named:{name}")
        assert value(said, own, "sh:select") == text
        assert value(said, own, "rdfs:comment") == named.queries()[name].help
        assert value(said, own, "schema:target") == f"{ROOT}sparql"


def test_every_example_runs_as_it_stands(store: ox.Store, shown: list[named.Query]) -> None:
    for each in shown:
        prepareQuery(each.text)  # an engine that declares nothing for us
        answer = store.query(each.text)
        assert isinstance(answer, ox.QuerySolutions)
        bound = named.bind(named.find(each.name), {}, store)
        assert results.Rows([v.value for v in answer.variables], [tuple(row) for row in answer]) == sparql.ask(
            store, bound
        ), each.name


def test_a_parameter_without_default_takes_that_of_the_example() -> None:
    query = named.parse(
        "q", "# param a: text = x -- a\n# param b: text -- b\n# example: kg query q -p a=1 -p b='y z'\n"
    )
    assert ready.usual(query) == {"b": "y z"}


def test_queries_for_what_a_graph_lacks_are_no_examples() -> None:
    names = [each.name for each in ready.queries(world("id:city\\/a-es a kg:City ."))]
    assert "networks" in names and "members" not in names


EDITOR = {
    "examples": """SELECT DISTINCT ?each ?comment ?text { ?each a sh:SPARQLExecutable ; rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|sh:describe ?text }""",
    "prefixes": "SELECT DISTINCT ?prefix ?base { [] sh:namespace ?base ; sh:prefix ?prefix }",
    "completion": """SELECT DISTINCT ?class ?property ?to { ?own void:class ?class ; void:propertyPartition ?part .
        ?part void:property ?property ; void:classPartition [ void:class ?to ] }""",
    "values": """SELECT DISTINCT ?class ?property ?to { ?own void:class ?class ; void:propertyPartition ?part .
        ?part void:property ?property ; voidext:datatypePartition [ voidext:datatype ?to ] }""",
}


def test_what_public_editors_ask_is_answered(said: ox.Store) -> None:
    def rows(name: str) -> set[tuple[str, ...]]:
        answer = said.query(EDITOR[name], prefixes=terms.PREFIXES | terms.DESCRIBING)
        assert isinstance(answer, ox.QuerySolutions)
        return {tuple(getattr(cell, "value", "") for cell in row) for row in answer}

    assert rows("prefixes") == set(terms.PREFIXES.items())
    assert len(rows("examples")) == len(named.queries())
    city, member, network, label = map(terms.expand, ("kg:City", "kg:memberOf", "kg:Network", "rdfs:label"))
    assert (city, member, network) in rows("completion")
    assert (city, label, terms.expand("rdf:langString")) in rows("values")


# Bytes


def test_the_description_is_relative_to_the_site(store: ox.Store) -> None:
    content = described.description(store, FILES)
    assert b"@base" not in content and described.ROOT.encode() not in content
    assert b"<downloads/citykg.nt>" in content and b"<sparql>" in content


@pytest.mark.parametrize("form", [each.engine for each in media.GRAPHS], ids=str)
def test_every_format_says_the_same(store: ox.Store, form: ox.RdfFormat) -> None:
    content = described.description(store, FILES)
    got = {quad.triple for quad in ox.parse(described.written(content, ROOT, form), form)}
    assert got == {quad.triple for quad in ox.parse(content, ox.RdfFormat.TURTLE, base_iri=ROOT)}


def test_two_processes_say_the_same_bytes() -> None:
    code = (
        "from kg.server.questions import described; from tests.conftest import WORLD, world; import sys;"
        "sys.stdout.buffer.write(described.description(world('id:city\\\\/a a kg:City .')))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(said) == 1 and b"kg:City" in said.pop()
