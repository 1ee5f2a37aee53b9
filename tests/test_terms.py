from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, XSD

from kg import terms

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def parsed(term: str) -> object:
    """What an RDF parser makes of an N-Triples term."""
    (quad,) = ox.parse(f"<http://e/s> <http://e/p> {term} .\n", ox.RdfFormat.N_TRIPLES)
    return quad.object


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("kg:memberOf", "https://w3id.org/citykg/ontology#memberOf"),
        ("id:city/łódź-pl", "https://w3id.org/citykg/id/city/łódź-pl"),
        ("scheme:gcm/2a", "https://w3id.org/citykg/scheme/gcm/2a"),
        ("kg:", "https://w3id.org/citykg/ontology#"),
        ("id:a:b", "https://w3id.org/citykg/id/a:b"),
    ],
)
def test_expand_and_contract_are_inverse(curie: str, iri: str) -> None:
    assert (terms.expand(curie), terms.contract(iri)) == (iri, curie)


@pytest.mark.parametrize("name", list(terms.PREFIXES))
def test_every_prefix_comes_back(name: str) -> None:
    assert terms.contract(terms.expand(f"{name}:x")) == f"{name}:x"


@pytest.mark.parametrize("iri", ["https://w3id.org/citykg/", "https://example.org/a", "https://schema.org", ""])
def test_an_address_that_no_prefix_fits_stays_as_it_is(iri: str) -> None:
    assert terms.contract(iri) == iri


def test_the_longest_prefix_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(terms.PREFIXES, "city", terms.PREFIXES["id"] + "city/")
    assert terms.contract("https://w3id.org/citykg/id/city/bern-ch") == "city:bern-ch"


def test_an_unknown_prefix_is_named() -> None:
    with pytest.raises(KeyError, match="nope"):
        terms.expand("nope:x")


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("dcterms:title", DCTERMS.title),
        ("foaf:name", FOAF.name),
        ("geo:lat", "http://www.w3.org/2003/01/geo/wgs84_pos#lat"),
        ("gn:2661552/", "https://sws.geonames.org/2661552/"),
        ("oa:start", "http://www.w3.org/ns/oa#start"),
        ("org:member", ORG.member),
        ("owl:Class", OWL.Class),
        ("prov:wasDerivedFrom", PROV.wasDerivedFrom),
        ("rdf:type", RDF.type),
        ("rdfs:label", RDFS.label),
        ("schema:City", SDO.City),
        ("sh:focusNode", SH.focusNode),
        ("skos:altLabel", SKOS.altLabel),
        ("wd:Q1492", "http://www.wikidata.org/entity/Q1492"),
        ("xsd:gYear", XSD.gYear),
    ],
)
def test_a_borrowed_term_is_the_one_that_its_owner_defines(curie: str, iri: str) -> None:
    assert terms.expand(curie) == str(iri)


def test_no_two_prefixes_share_an_address() -> None:
    assert len(set(terms.PREFIXES.values())) == len(terms.PREFIXES)


@pytest.mark.parametrize("base", list(terms.PREFIXES.values()))
def test_every_prefix_ends_where_a_name_begins(base: str) -> None:
    assert base[-1] in "#/"


@pytest.mark.parametrize(
    ("made", "term"),
    [
        (terms.thing("city", "barcelona-es"), "<https://w3id.org/citykg/id/city/barcelona-es>"),
        (terms.concept("gcm", "2a"), "<https://w3id.org/citykg/scheme/gcm/2a>"),
        (terms.term("rdfs:label"), "<http://www.w3.org/2000/01/rdf-schema#label>"),
        (terms.iri("https://example.org/é?q=%C3%a9#x"), "<https://example.org/é?q=%C3%a9#x>"),
        (terms.iri("https://example.org/\x84\ue000"), "<https://example.org/%C2%84%EE%80%80>"),
    ],
)
def test_things_concepts_and_addresses_are_iris(made: str, term: str) -> None:
    assert made == term
    assert str(parsed(made)) == term


@pytest.mark.parametrize("letter", [*'<>"{}|^`\\[] \t\n\r\x00\x1f\x7f%'])
def test_a_letter_that_n_triples_forbids_in_an_iri_is_percent_encoded(letter: str) -> None:
    made = terms.iri(f"https://example.org/a{letter}x")
    assert made == f"<https://example.org/a%{ord(letter):02X}x>"
    assert str(parsed(made)) == made


@pytest.mark.parametrize(
    ("made", "literal"),
    [
        (terms.literal(""), ox.Literal("")),
        (terms.literal('say "no"\\\n\r\t.'), ox.Literal('say "no"\\\n\r\t.')),
        (terms.literal("Łódź", language="pl"), ox.Literal("Łódź", language="pl")),
        (terms.literal("12", "xsd:integer"), ox.Literal("12", datatype=ox.NamedNode(XSD.integer))),
        (terms.date("2018"), ox.Literal("2018", datatype=ox.NamedNode(XSD.gYear))),
        (terms.date("2018-12"), ox.Literal("2018-12", datatype=ox.NamedNode(XSD.gYearMonth))),
        (terms.date("2018-12-08"), ox.Literal("2018-12-08", datatype=ox.NamedNode(XSD.date))),
    ],
)
def test_a_parser_reads_the_literal_that_was_meant(made: str, literal: ox.Literal) -> None:
    assert parsed(made) == literal


def test_a_language_wins_over_a_datatype() -> None:
    assert terms.literal("x", "xsd:string", "en") == '"x"@en'


@pytest.mark.parametrize("value", ["", "201", "2018-1", "2018-12-08T00:00"])
def test_a_date_of_no_known_precision_is_refused(value: str) -> None:
    with pytest.raises(KeyError, match=str(len(value))):
        terms.date(value)


@given(TEXT)
@settings(derandomize=True, database=None, deadline=None)
def test_any_text_survives_as_a_literal(text: str) -> None:
    made = terms.literal(text)
    assert (parsed(made), "\n" in made) == (ox.Literal(text), False)


@given(st.text(st.characters(codec="ascii")))
@settings(derandomize=True, database=None, deadline=None)
def test_an_iri_is_one_word_whatever_it_is_made_of(text: str) -> None:
    assert terms.iri(text).split() == [terms.iri(text)]


@settings(derandomize=True, database=None)
@given(TEXT)
def test_any_path_makes_an_address_that_parsers_take(path: str) -> None:
    made = terms.iri(f"https://example.org/x{path.replace('#', '')}")
    assert isinstance(parsed(made), ox.NamedNode)
