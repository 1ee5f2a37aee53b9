"""What the endpoint says of itself: service description, VoID, downloads, prefixes, and the named queries as examples.

It is made once for each build, in Turtle whose addresses are relative to the root of the site, and written for the
address at which it is asked for. There are no blank nodes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg import paths, soundness, syntax, tables, terms
from kg import store as stores
from kg.names import UNNAMED, kind_of
from kg.server import media
from kg.server.questions import ready
from kg.server.questions.partitions import number, partitions, said
from kg.store import Triple

ROOT = "site://here/"  # its own scheme, so that no other address is written relative to it
WHOLE, DATASET, PREFIXES = (terms.term(f"about:{name}") for name in ("citykg", "dataset", "prefixes"))
ENDPOINT = f"<{ROOT}sparql>"
RDF = tuple(each.media for each in media.GRAPHS)
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
           "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")  # fmt: skip
EXECUTABLE = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct"}
LINKED = {"wd": ("wikidata", "Wikidata", "https://www.wikidata.org/"),
          "gn": ("geonames", "GeoNames", "https://www.geonames.org/")}  # fmt: skip
ONTOLOGY = """SELECT ?licence ?created ?modified { <https://w3id.org/citykg/ontology> dcterms:license ?licence ;
  dcterms:created ?created ; dcterms:modified ?modified }"""
SCHEMES = "SELECT ?scheme { ?scheme a skos:ConceptScheme }"
SAID_OF = """SELECT ?thing (COUNT(*) AS ?n) {
  ?thing rdfs:label ?label ; ?p ?o FILTER(STRSTARTS(STR(?thing), "https://w3id.org/citykg/id/")) } GROUP BY ?thing"""
GRAPHS = "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
TITLES = "SELECT ?source ?title { ?source a kg:Source ; rdfs:label ?title }"


def description(store: ox.Store, downloads: Iterable[Mapping[str, Any]] = (), endpoint: bool = True) -> bytes:
    """All that is said of a graph and the site around it, in Turtle; addresses are relative to the site's root.

    The default graph of the store is described, and its named graphs one by one. Of `downloads` the name, what it is
    for, media type, bytes and SHA-256 are said, as `sites` lists them. A site of files alone has no `endpoint`, and
    then nothing is said of one.
    """
    found = {*_dataset(store), *partitions(store, WHOLE), *_linksets(store), *_prefixes(), *_offered(downloads)}
    if endpoint:
        found |= {*_service(), *_graphs(store)}
    found |= {*_examples(store, endpoint)}
    prefixes = terms.PREFIXES | terms.DESCRIBING
    triples = [quad.triple for quad in ox.parse(stores.lines(found), ox.RdfFormat.N_TRIPLES)]
    whole = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes, base_iri=ROOT) or b""
    return whole.removeprefix(f"@base <{ROOT}> .\n".encode())


def written(turtle: bytes, root: str, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> bytes:
    """A description for the site at an address, in a format of the engine.

    >>> written(b"<> <http://a/b> <sparql> .", "http://localhost:8000/", ox.RdfFormat.N_TRIPLES)
    b'<http://localhost:8000/> <http://a/b> <http://localhost:8000/sparql> .\\n'
    """
    triples = [quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE, base_iri=root)]
    prefixes = terms.PREFIXES | terms.DESCRIBING
    return ox.serialize(triples, format=form, prefixes=prefixes) or b""


def _dataset(store: ox.Store) -> Iterator[Triple]:
    """Title, licence, dates, where to begin; the default graph is the dataset."""
    package = json.loads((paths.data() / tables.DESCRIPTOR).read_text(encoding="utf-8"))
    for kind in ("void:Dataset", "dcat:Dataset", "sd:Graph"):
        yield from said(WHOLE, ("rdf:type", terms.term(kind)))
    yield from said(
        WHOLE,
        ("dcterms:title", terms.literal(package["title"], language="en")),
        ("dcterms:description", terms.literal(package["description"], language="en")),
        ("foaf:homepage", f"<{ROOT}>"),
        ("void:uriSpace", terms.literal(terms.PREFIXES["id"])),
    )
    for row in stores.select(store, ONTOLOGY):
        last = max(row["modified"], soundness.updated(store))
        yield from said(
            WHOLE,
            ("dcterms:license", terms.iri(row["licence"])),
            ("dcterms:created", terms.date(row["created"])),
            ("dcterms:modified", terms.date(last)),
        )
    yield from said(WHOLE, *(("void:vocabulary", terms.iri(base)) for base in _vocabularies(store)))
    yield from said(WHOLE, *(("void:rootResource", terms.iri(r["scheme"])) for r in stores.select(store, SCHEMES)))
    yield from said(WHOLE, *(("void:exampleResource", terms.iri(thing)) for thing in _examples_of_kinds(store)))


def _vocabularies(store: ox.Store) -> list[str]:
    """The namespaces of the project's prefixes that a property or a class of the graph comes from."""
    query = "SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } }"
    used = {terms.contract(row["term"]).partition(":")[0] for row in stores.select(store, query)}
    return sorted(base for prefix, base in terms.PREFIXES.items() if prefix in used)


def _examples_of_kinds(store: ox.Store) -> list[str]:
    """Of each kind of thing that has a name, the one of which most is said."""
    best: dict[str, str] = {}
    for row in sorted(stores.select(store, SAID_OF), key=lambda row: (-int(row["n"]), row["thing"])):
        best.setdefault(kind_of(row["thing"]), row["thing"])
    return sorted(thing for kind, thing in best.items() if kind not in UNNAMED)


def _linksets(store: ox.Store) -> Iterator[Triple]:
    """How many things are the same as one in Wikidata and in GeoNames."""
    targets = [quad.object for quad in store.quads_for_pattern(None, stores.node("skos:exactMatch"), None)]
    for prefix, (name, title, homepage) in LINKED.items():
        base = terms.PREFIXES[prefix]
        links = sum(isinstance(each, ox.NamedNode) and each.value.startswith(base) for each in targets)
        if not links:
            continue
        target, linkset = terms.term(f"about:{name}"), terms.term(f"about:links-to-{name}")
        yield from said(
            target,
            ("rdf:type", terms.term("void:Dataset")),
            ("dcterms:title", terms.literal(title, language="en")),
            ("foaf:homepage", terms.iri(homepage)),
            ("void:uriSpace", terms.literal(base)),
        )
        yield from said(
            linkset,
            ("rdf:type", terms.term("void:Linkset")),
            ("void:subjectsTarget", WHOLE),
            ("void:objectsTarget", target),
            ("void:linkPredicate", terms.term("skos:exactMatch")),
            ("void:triples", number(links)),
        )
        yield from said(WHOLE, ("void:subset", linkset))


def _prefixes() -> Iterator[Triple]:
    yield from said(PREFIXES, ("rdf:type", terms.term("owl:Ontology")))
    for prefix, base in terms.PREFIXES.items():
        own = terms.term(f"about:prefix-{prefix}")
        yield from said(PREFIXES, ("sh:declare", own))
        yield from said(
            own,
            ("rdf:type", terms.term("sh:PrefixDeclaration")),
            ("sh:prefix", terms.literal(prefix)),
            ("sh:namespace", terms.literal(base, "xsd:anyURI")),
        )


def _offered(downloads: Iterable[Mapping[str, Any]]) -> Iterator[Triple]:
    for each in downloads:
        slug = re.sub(r"\W+", "-", each["name"])
        own, digest = terms.term(f"about:file-{slug}"), terms.term(f"about:sha256-{slug}")
        address = terms.iri(f"{ROOT}downloads/{each['name']}")
        yield from said(WHOLE, ("dcat:distribution", own))
        if each["media"] in RDF:
            yield from said(WHOLE, ("void:dataDump", address))
        yield from said(
            own,
            ("rdf:type", terms.term("dcat:Distribution")),
            ("dcterms:title", terms.literal(each["what"], language="en")),
            ("dcat:downloadURL", address),
            ("dcat:mediaType", terms.term(f"media:{each['media']}")),
            ("dcat:byteSize", terms.literal(str(each["bytes"]), "xsd:nonNegativeInteger")),
            ("spdx:checksum", digest),
        )
        yield from said(
            digest,
            ("rdf:type", terms.term("spdx:Checksum")),
            ("spdx:algorithm", terms.term("spdx:checksumAlgorithm_sha256")),
            ("spdx:checksumValue", terms.literal(each["sha256"], "xsd:hexBinary")),
        )


def _service() -> Iterator[Triple]:
    """The endpoint. No sd:feature is true of it: the default graph is more than the union of the named ones, nothing
    is dereferenced, and nobody else is asked."""
    for kind in ("sd:Service", "dcat:DataService"):
        yield from said(ENDPOINT, ("rdf:type", terms.term(kind)))
    yield from said(
        ENDPOINT,
        ("sd:endpoint", ENDPOINT),
        ("dcat:endpointURL", ENDPOINT),
        ("dcat:endpointDescription", f"<{ROOT}openapi.json>"),
        ("dcat:servesDataset", WHOLE),
        ("sd:supportedLanguage", terms.term("sd:SPARQL11Query")),
        ("sd:defaultDataset", DATASET),
        ("sd:availableGraphs", DATASET),
        *(("sd:resultFormat", terms.term(f"formats:{name}")) for name in RESULTS),
    )
    yield from said(WHOLE, ("void:sparqlEndpoint", ENDPOINT))
    yield from said(DATASET, *(("rdf:type", terms.term(f"sd:{kind}")) for kind in ("Dataset", "GraphCollection")))
    yield from said(DATASET, ("sd:defaultGraph", WHOLE))


def _graphs(store: ox.Store) -> Iterator[Triple]:
    """The named graphs: one for each source, with what rests on it."""
    titles = {row["source"]: row["title"] for row in stores.select(store, TITLES)}
    for row in stores.select(store, GRAPHS):
        slug = re.sub(r"\W+", "-", terms.contract(row["graph"]).removeprefix("id:source/"))
        entry, graph = terms.term(f"about:named-{slug}"), terms.term(f"about:graph-{slug}")
        yield from said(DATASET, ("sd:namedGraph", entry))
        yield from said(
            entry,
            ("rdf:type", terms.term("sd:NamedGraph")),
            ("sd:name", terms.iri(row["graph"])),
            ("sd:graph", graph),
        )
        title = terms.literal(titles.get(row["graph"], row["graph"]), language="en")
        yield from said(
            graph,
            ("rdf:type", terms.term("sd:Graph")),
            ("dcterms:title", title),
            ("void:triples", number(row["n"])),
        )


def _examples(store: ox.Store, endpoint: bool) -> Iterator[Triple]:
    for query in ready.queries(store):
        own, form = terms.term(f"named:{query.name}"), syntax.form(query.text)
        for kind in ("sh:SPARQLExecutable", f"sh:SPARQL{EXECUTABLE[form]}Executable"):
            yield from said(own, ("rdf:type", terms.term(kind)))
        yield from said(
            own,
            ("rdfs:label", terms.literal(query.name)),
            ("rdfs:comment", terms.literal(query.help, language="en")),
            (f"sh:{form.lower()}", terms.literal(query.text)),
            ("sh:prefixes", PREFIXES),
        )
        if endpoint:
            yield from said(own, ("schema:target", ENDPOINT), ("foaf:page", f"<{ROOT}query/{query.name}>"))
