"""The ontology, schemes and concepts as pages."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest
from bs4 import BeautifulSoup, Tag

from kg import store as stores
from kg import terms
from kg.server.site.vocabulary import Vocabulary, forms
from tests.conftest import world

HOSTILE = world("""
<https://w3id.org/citykg/scheme/s> a skos:ConceptScheme ; dcterms:title "<script>alert(1)</script>" ;
  dcterms:license <javascript:alert(1)> ; dcterms:source <javascript:alert(2)> .
<https://w3id.org/citykg/scheme/s/a> a skos:Concept ; skos:inScheme <https://w3id.org/citykg/scheme/s> ;
  rdfs:label "\\"><img src=x onerror=alert(1)>" ; skos:notation "a" ; skos:exactMatch <javascript:alert(3)> .""")


@pytest.fixture(scope="module")
def vocabulary(store: ox.Store) -> Vocabulary:
    return Vocabulary(store)


def soup(page: bytes) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def facts(part: Tag) -> dict[str, str]:
    names, values = part.find_all("dt"), part.find_all("dd")
    return {name.text: " ".join(value.text.split()) for name, value in zip(names, values, strict=True)}


def test_every_term_has_its_anchor_and_definition(store: ox.Store, vocabulary: Vocabulary) -> None:
    page = soup(vocabulary.page("ontology"))
    shown = {each["id"] for each in page.select("h3[id]")}
    defined = {
        quad.subject.value.partition("#")[2]
        for quad in store.quads_for_pattern(None, ox.NamedNode(terms.expand("rdfs:isDefinedBy")), None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(terms.PREFIXES["kg"])
    }
    assert shown == defined
    assert len(shown) > 130
    assert all(len(each.find_next("p").text) > 10 for each in page.select("h3[id]"))  # type: ignore[union-attr]


def test_a_term_says_what_it_is_and_how_often_it_is_used(vocabulary: Vocabulary) -> None:
    page = soup(vocabulary.page("ontology"))
    city = page.select_one("#City").find_parent("section")  # type: ignore[union-attr]
    said = facts(city)  # type: ignore[arg-type]
    assert said["Used"] == "1,281 times"
    assert "kg:LocalGovernment" in said["Kind of"]
    assert "schema:City" in said["Kind of"]
    member = facts(page.select_one("#memberOf").find_parent("section"))  # type: ignore[arg-type,union-attr]
    assert member["Narrower than"] == "org:memberOf, kg:affiliatedWith"


def test_schemes_list_their_concepts_in_the_order_of_their_codes(vocabulary: Vocabulary) -> None:
    page = soup(vocabulary.page("scheme/gcm"))
    codes = [row.find("code").text for row in page.select("tbody tr")]  # type: ignore[union-attr]
    assert codes[:1] == ["1"]
    numbers = [int(re.match(r"\d+", code)[0]) for code in codes if re.match(r"\d", code)]  # type: ignore[index]
    assert numbers == sorted(numbers)
    assert len(codes) == 213
    assert sorted(codes[-len(codes) + len(numbers) :]) == codes[-len(codes) + len(numbers) :]


def test_a_concept_names_what_carries_it(store: ox.Store, vocabulary: Vocabulary) -> None:
    page = soup(vocabulary.page("scheme/theme/housing"))
    carried = {a["href"] for a in page.select("ul.columns a")}
    rows = stores.select(store, "SELECT ?s { ?s kg:theme <https://w3id.org/citykg/scheme/theme/housing> }")
    expected = {f"../../{row['s'].removeprefix(terms.BASE)}.html" for row in rows}
    assert expected
    assert expected <= carried
    role = soup(vocabulary.page("scheme/role/secretariat"))
    assert len(role.select("ul.columns li")) == 3
    assert all(len(line.select("a")) == 2 for line in role.select("ul.columns li"))


def test_what_nobody_carries_is_said(vocabulary: Vocabulary) -> None:
    assert "Nothing in the graph carries this concept" in vocabulary.page("scheme/gcm/whole-of-society").decode()


def test_the_forms_hold_the_same_triples(vocabulary: Vocabulary) -> None:
    for path in ("ontology", "scheme/index", "scheme/gcm", "scheme/sdg/11"):
        found = forms(vocabulary.triples(path))
        lines = set(found[".nt"].decode().splitlines())
        read = {f"{q.triple} ." for q in ox.parse(found[".ttl"], ox.RdfFormat.TURTLE)}
        assert read == lines
        assert json.loads(found[".jsonld"])["@graph"]
    whole = vocabulary.triples("ontology").decode()
    assert "ontology#City> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <https://schema.org/City>" in whole


def test_every_path_makes_a_page_twice_the_same(vocabulary: Vocabulary) -> None:
    paths = vocabulary.paths()
    assert len(paths) == len(set(paths)) > 430
    for path in paths:
        assert vocabulary.page(path) == vocabulary.page(path)


@pytest.mark.parametrize("path", ["scheme/none", "scheme/gcm/99", "scheme/gcm/0.1.0", "id/city/lima-pe", "", "../x"])
def test_other_paths_have_no_page(vocabulary: Vocabulary, path: str) -> None:
    with pytest.raises(KeyError):
        vocabulary.page(path)
    with pytest.raises(KeyError):
        vocabulary.triples(path)


def test_hostile_words_stay_words() -> None:
    found = Vocabulary(HOSTILE)
    for path in found.paths():
        page = soup(found.page(path))
        assert not page.select("script, img")
        assert not [a["href"] for a in page.select("a[href]") if str(a["href"]).startswith("javascript")]
    assert "<script>alert(1)</script>" in soup(found.page("scheme/s")).select_one("h1").text  # type: ignore[union-attr]
