"""The vocabulary: it parses, every term is explained, every file says what it is, and it contradicts nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS

from kg import paths, terms
from kg import store as stores

ONTOLOGY = paths.ontology()
KG = rdflib.Namespace(terms.PREFIXES["kg"])
OWN = rdflib.URIRef("https://w3id.org/citykg/ontology")
SCHEMES = sorted((ONTOLOGY / "schemes").glob("*.ttl"))
FILES = [ONTOLOGY / "citykg.ttl", ONTOLOGY / "align.ttl", ONTOLOGY / "shapes.ttl", *SCHEMES]


def parsed(*files: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in files:
        graph.parse(path)
    return graph


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_engines_read_the_same_number_of_triples(path: Path) -> None:
    assert len(parsed(path)) == len({quad.triple for quad in ox.parse(path=str(path))}) > 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_has_an_iri_version_licence_title_and_dates_of_its_own(path: Path) -> None:
    graph = parsed(path)
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    version = str(graph.value(header, OWL.versionInfo))
    assert str(graph.value(header, OWL.versionIRI)).endswith(version)
    assert str(graph.value(header, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    for said in (DCTERMS.title, DCTERMS.created, DCTERMS.modified):
        assert graph.value(header, said), f"{path.name} lacks {said}"


def test_no_two_files_share_an_ontology_iri() -> None:
    headers = [header for path in FILES for header in parsed(path).subjects(RDF.type, OWL.Ontology)]
    assert len(headers) == len(set(headers)) == len(FILES)


def defined() -> set[str]:
    graph = parsed(ONTOLOGY / "citykg.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {str(term).removeprefix(str(KG)) for kind in kinds for term in graph.subjects(RDF.type, kind)}


@pytest.mark.parametrize("name", sorted(defined()))
def test_every_term_has_a_label_a_one_sentence_definition_and_a_home(name: str) -> None:
    graph = parsed(ONTOLOGY / "citykg.ttl")
    (label,), (definition,) = graph.objects(KG[name], RDFS.label), graph.objects(KG[name], SKOS.definition)
    assert isinstance(label, rdflib.Literal) and label.language == "en" and str(label)
    assert isinstance(definition, rdflib.Literal) and definition.language == "en"
    assert re.fullmatch(r"[^.!?]*([.!?]\S[^.!?]*)*\.", str(definition)), f"not one sentence: {definition}"
    assert list(graph.objects(KG[name], RDFS.isDefinedBy)) == [OWN]
    assert name[0].isupper() == ((KG[name], RDF.type, OWL.Class) in graph)


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_every_concept_is_explained_and_stands_in_its_scheme(path: Path) -> None:
    graph = parsed(path)
    scheme = rdflib.URIRef(terms.PREFIXES["scheme"] + path.stem)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        code = str(graph.value(concept, SKOS.notation))
        assert str(concept) == f"{scheme}/{code}"
        assert graph.value(concept, SKOS.prefLabel) == graph.value(concept, RDFS.label)
        assert str(graph.value(concept, SKOS.definition)).endswith(".")
        assert list(graph.objects(concept, SKOS.inScheme)) == list(graph.objects(concept, RDFS.isDefinedBy)) == [scheme]


def test_the_compact_has_its_23_objectives_and_the_sdgs_lead_to_the_un() -> None:
    gcm, sdg = parsed(ONTOLOGY / "schemes" / "gcm.ttl"), parsed(ONTOLOGY / "schemes" / "sdg.ttl")
    codes = {str(code) for code in gcm.objects(None, SKOS.notation)}
    assert {str(number) for number in range(1, 24)} <= codes
    first = rdflib.URIRef(terms.PREFIXES["scheme"] + "gcm/17")
    assert str(gcm.value(first, RDFS.label)).startswith("Eliminate all forms of discrimination")
    linked = {str(goal) for goal in sdg.objects(None, SKOS.exactMatch)}
    assert linked == {f"http://metadata.un.org/sdg/{number}" for number in range(1, 18)}


def declared() -> set[str]:
    """The project's terms that the tables declare: classes, properties of columns, relations."""
    descriptor = json.loads((paths.data() / "datapackage.json").read_text(encoding="utf-8"))
    found: set[str] = set()
    for resource in descriptor["resources"]:
        classes = resource["class"]
        found |= set(classes.values() if isinstance(classes, dict) else [classes])
        for column in resource["schema"]["fields"]:
            found |= {column["property"].removeprefix("kg:")} if column.get("property", "").startswith("kg:") else set()
            found |= set(column["constraints"]["enum"]) if column.get("format") == "property" else set()
    return found


def written(store: ox.Store) -> set[str]:
    """The project's terms that stand in the shipped graph as a class or a property."""
    classes = {quad.object for quad in store.quads_for_pattern(None, stores.node("rdf:type"), None)}
    named = {str(each)[1:-1] for each in {quad.predicate for quad in store} | classes}
    return {name.removeprefix(str(KG)) for name in named if name.startswith(str(KG))}


def test_the_terms_that_are_used_are_the_terms_that_are_defined(store: ox.Store) -> None:
    assert declared() | written(store) == defined()


def test_the_alignment_says_nothing_about_other_peoples_terms() -> None:
    graph = parsed(ONTOLOGY / "align.ttl")
    assert all(str(subject).startswith("https://w3id.org/citykg/ontology") for subject in graph.subjects())
    outward = {str(term).rpartition("#")[0] or str(term) for term in graph.objects(None, RDFS.subClassOf)}
    assert any("www.w3.org/ns/org" in each for each in outward)
    assert any("schema.org" in each for each in map(str, graph.objects()))
    said = {str(each) for each in graph.objects()}
    for vocabulary in ("ns/prov#", "ns/oa#", "ns/dcat#", "skos/core#", "ns/org#"):
        assert any(vocabulary in each for each in said), f"nothing is aligned to {vocabulary}"


ERRORS = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
PREFIXES = "".join(f"@prefix {name}: <{base}> .\n" for name, base in terms.PREFIXES.items())


def contradictions(extra: str = "") -> list[str]:
    """What OWL RL finds impossible in the vocabulary, the good example and some extra triples."""
    graph = parsed(ONTOLOGY / "citykg.ttl", ONTOLOGY / "align.ttl", *SCHEMES, ONTOLOGY / "examples" / "good.ttl")
    graph.parse(data=PREFIXES + extra, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    empty = [str(each) for each in graph.subjects(RDF.type, OWL.Nothing)]
    return empty + [str(message) for each in graph.subjects(RDF.type, ERRORS) for message in graph.objects(each)]


def test_the_vocabulary_is_consistent_under_owl_rl() -> None:
    assert contradictions() == []


@pytest.mark.parametrize(
    "mistake",
    [
        "<https://w3id.org/citykg/id/city/barcelona-es> a kg:Organisation .",
        "<https://w3id.org/citykg/id/city/barcelona-es> a kg:Person .",
        "<https://w3id.org/citykg/id/city/barcelona-es> kg:memberOf <https://w3id.org/citykg/id/city/barcelona-es> .",
    ],
)
def test_owl_rl_finds_a_planted_contradiction(mistake: str) -> None:
    assert contradictions(mistake) != []


def test_shapes_and_properties_have_names_messages_and_severities() -> None:
    graph = parsed(ONTOLOGY / "shapes.ttl")
    for shape in graph.subjects(SH.targetClass, None):
        assert isinstance(shape, rdflib.URIRef)
        for rule in (shape, *graph.objects(shape, SH.property)):
            assert isinstance(rule, rdflib.URIRef)
            if rule != shape:
                assert graph.value(rule, SH.message), f"{rule} has no message"
                assert graph.value(rule, SH.severity), f"{rule} has no severity"


def test_every_class_has_a_shape() -> None:
    graph = parsed(ONTOLOGY / "shapes.ttl")
    shaped = {str(each).removeprefix(str(KG)) for each in graph.objects(None, SH.targetClass)}
    assert {name for name in defined() if name[0].isupper()} <= shaped
