"""Prefixes, the vocabulary, and how a key becomes an IRI: the only place in Python that spells an IRI.

An RDF term is a `str` in N-Triples syntax, so that triples sort, compare and are written as they are.
"""

from __future__ import annotations

import re
from urllib.parse import quote

BASE = "https://w3id.org/citykg/"

PREFIXES: dict[str, str] = {
    "kg": BASE + "ontology#",
    "id": BASE + "id/",
    "scheme": BASE + "scheme/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gn": "https://sws.geonames.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

DESCRIBING: dict[str, str] = {
    "about": BASE + "void.ttl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "formats": "http://www.w3.org/ns/formats/",
    "media": "https://www.iana.org/assignments/media-types/",
    "named": BASE + "query/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "spex": "https://purl.expasy.org/sparql-examples/ontology#",
    "void": "http://rdfs.org/ns/void#",
    "voidext": "http://ldf.fi/void-ext#",
}
"""More prefixes, for what an endpoint says of itself; the graph and its queries use none of them."""

DATE_TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
# What RFC 3987 lets no path have: signs, controls, what Unicode leaves without meaning, and a lone percent.
_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
_UNSAFE_IN_IRI = re.compile(
    r'[\x00-\x20<>"{}|^`\\\[\]\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff'
    + _PLANES
    + r"]|%(?![0-9A-Fa-f]{2})"
)


def expand(curie: str) -> str:
    """The full IRI of a prefixed name.

    >>> expand("kg:memberOf")
    'https://w3id.org/citykg/ontology#memberOf'
    """
    prefix, _, local = curie.partition(":")
    return (PREFIXES.get(prefix) or DESCRIBING[prefix]) + local


def contract(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI itself where no prefix fits.

    >>> contract("https://w3id.org/citykg/id/city/barcelona-es")
    'id:city/barcelona-es'
    """
    fits = [(len(base), prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fits:
        return iri
    length, prefix = max(fits)
    return f"{prefix}:{iri[length:]}"


def iri(address: str) -> str:
    """An address as an N-Triples term; characters that N-Triples forbids are percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    return "<" + _UNSAFE_IN_IRI.sub(lambda hit: quote(hit[0], safe="", errors="replace"), address) + ">"


def term(curie: str) -> str:
    """A prefixed name as an N-Triples term.

    >>> term("rdf:type")
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    return iri(expand(curie))


def thing(kind: str, key: str) -> str:
    """The term of a thing.

    >>> thing("city", "barcelona-es")
    '<https://w3id.org/citykg/id/city/barcelona-es>'
    """
    return iri(f"{PREFIXES['id']}{kind}/{key}")


def concept(scheme: str, code: str) -> str:
    """The term of a concept.

    >>> concept("gcm", "2a")
    '<https://w3id.org/citykg/scheme/gcm/2a>'
    """
    return iri(f"{PREFIXES['scheme']}{scheme}/{code}")


def literal(value: str, datatype: str = "", language: str = "") -> str:
    """A literal as an N-Triples term.

    >>> literal("2018", "xsd:gYear")
    '"2018"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    >>> literal("Łódź", language="pl")
    '"Łódź"@pl'
    """
    quoted = '"' + re.sub(r'[\\"\n\r]', lambda hit: _ESCAPES[hit[0]], value) + '"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^{term(datatype)}" if datatype else quoted


def date(value: str) -> str:
    """A year, month or day as the XSD type of its precision.

    >>> date("2018-12")
    '"2018-12"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    return literal(value, DATE_TYPES[len(value)])
