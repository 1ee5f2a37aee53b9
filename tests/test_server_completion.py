"""What the editor of queries completes: every class, property and name of the graph, the most used first."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from kg import terms
from kg.server.editing.completion import completion

SMALL = """
@prefix kg: <https://w3id.org/citykg/ontology#> . @prefix id: <https://w3id.org/citykg/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
kg:City a owl:Class ; rdfs:label "City"@en, "Stadt"@de ; skos:definition "A city."@en .
kg:Fund a owl:Class ; rdfs:label "Fund"@en .
kg:in a owl:ObjectProperty ; rdfs:label "in"@en .
<https://w3id.org/citykg/id/city/a> a kg:City ; rdfs:label "Aa"@en ;
  skos:altLabel "Ää"@de, "Alt" ;
  kg:in <https://w3id.org/citykg/id/country/x> .
<https://w3id.org/citykg/id/city/b> a kg:City ; rdfs:label "Bee"@en ; kg:in <https://w3id.org/citykg/id/country/x> .
<https://w3id.org/citykg/id/country/x> rdfs:label "Ex"@en .
<https://w3id.org/citykg/id/membership/m> rdfs:label "A statement"@en ; <https://example.org/p> 1 .
"""


@pytest.fixture
def small() -> ox.Store:
    store = ox.Store()
    store.load(SMALL.encode(), format=ox.RdfFormat.TURTLE)
    return store


def test_classes_come_by_use_with_the_definition_of_each(small: ox.Store) -> None:
    assert completion(small)["classes"] == [["kg:City", "City", "A city.", 2], ["kg:Fund", "Fund", "", 0]]


def test_properties_are_those_in_use_and_those_of_the_ontology(small: ox.Store) -> None:
    rows = completion(small)["properties"]
    assert [(name, uses) for name, _, _, uses in rows] == [
        ("rdfs:label", 4), ("kg:in", 2), ("rdf:type", 2), ("skos:altLabel", 2), ("<https://example.org/p>", 1),
    ]  # fmt: skip


def test_things_come_by_how_many_point_to_them_with_all_their_names_and_without_statements(small: ox.Store) -> None:
    assert completion(small)["things"] == [
        ["id:country/x", ["Ex"], 2], ["id:city/a", ["Aa", "Alt", "Ää"], 0], ["id:city/b", ["Bee"], 0],
    ]  # fmt: skip


def test_a_graph_without_anything_gives_prefixes_only() -> None:
    assert completion(ox.Store()) == {"prefixes": terms.PREFIXES, "classes": [], "properties": [], "things": []}


def test_uses_are_what_a_query_counts(store: ox.Store) -> None:
    found = {name: uses for name, _, _, uses in completion(store)["classes"]}
    for name in ("City", "Membership", "Declaration"):
        answer = store.query(f"SELECT (COUNT(*) AS ?n) {{ ?s a kg:{name} }}", prefixes=terms.PREFIXES)
        assert isinstance(answer, ox.QuerySolutions)
        assert [row["n"] for row in answer] == [ox.Literal(found[f"kg:{name}"])]


def test_every_city_and_network_can_be_completed_and_the_whole_stays_small(store: ox.Store) -> None:
    known = completion(store)
    addresses = [address for address, _, _ in known["things"]]
    for kind in ("city", "network", "instrument", "fund", "country"):
        subjects = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
        held = {each for each in subjects if each.startswith(f"{terms.PREFIXES['id']}{kind}/")}
        assert held == {terms.expand(each) for each in addresses if each.startswith(f"id:{kind}/")}
    assert len(addresses) == len(set(addresses))
    assert len(json.dumps(known, ensure_ascii=False).encode()) < 400_000
    assert completion(store) == known
