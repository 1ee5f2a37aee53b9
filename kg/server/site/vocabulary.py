"""The ontology, the concept schemes and their concepts as pages: what each term means, and how often it is used."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg import exports, terms
from kg import store as stores
from kg.headings import INCOMING
from kg.matching import plain
from kg.names import UNNAMED, kind_of
from kg.server.addresses import link_to, outer
from kg.server.templating import render

ONTOLOGY = terms.BASE + "ontology"
CLASSES = ("owl:Class",)
PROPERTIES = ("owl:ObjectProperty", "owl:DatatypeProperty")
TYPES = (*CLASSES, *PROPERTIES, "skos:Concept", "skos:ConceptScheme", "owl:Ontology")
WITHIN = ("skos:inScheme", "skos:topConceptOf", "skos:broader", "skos:related", "rdfs:isDefinedBy", "rdf:object")
"""Links to a concept that say nothing about who carries it."""
ROWS = {
    "rdfs:subClassOf": "Kind of", "rdfs:subPropertyOf": "Narrower than", "rdfs:domain": "Said of",
    "rdfs:range": "Leads to", "owl:disjointWith": "Never also", "skos:exactMatch": "The same as",
    "skos:closeMatch": "Close to", "rdfs:seeAlso": "See also",
}  # fmt: skip
TURNED = {
    "rdfs:subClassOf": "Kinds", "rdfs:domain": "Has", "rdfs:range": "Value of", "rdfs:subPropertyOf": "Wider than",
}  # fmt: skip
ENDS = ("rdf:subject", "kg:about", "kg:collective", "rdf:object")


@dataclass(frozen=True)
class Link:
    """Words, and where they lead: a path of the site or an address of the web; nowhere if empty."""

    words: str
    target: str = ""


@dataclass(frozen=True)
class Term:
    """A class, property or concept with what the vocabulary says of it; `used` is how often the graph uses it."""

    iri: str
    name: str
    label: str
    definition: str
    notes: tuple[str, ...]
    used: int
    rows: tuple[tuple[str, tuple[Link, ...]], ...]


class Vocabulary:
    """The terms of a store, read once.

    >>> Vocabulary(ox.Store()).paths()
    ['ontology', 'scheme/index']
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._said: dict[str, dict[str, list[str]]] = {}
        self._types: dict[str, list[str]] = {}
        self._turned: dict[tuple[str, str], list[str]] = {}
        for name in TYPES:
            found = {q.subject for q in store.quads_for_pattern(None, stores.node("rdf:type"), stores.node(name))}
            own = sorted(each.value for each in found if isinstance(each, ox.NamedNode) and _ours(each.value))
            self._types[name] = own
            for iri in own:
                self._read(iri)
        self._concepts: dict[str, list[str]] = {}
        for iri in self._types["skos:Concept"]:
            self._concepts.setdefault(self._one(iri, "skos:inScheme"), []).append(iri)

    def _read(self, iri: str) -> None:
        own: dict[str, set[str]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None):
            own.setdefault(terms.contract(quad.predicate.value), set()).add(getattr(quad.object, "value", ""))
        self._said[iri] = {name: sorted(values) for name, values in own.items()}
        for name in (*TURNED, "skos:broader"):
            for value in self._said[iri].get(name, ()):
                known = self._turned.setdefault((value, name), [])
                known += [] if iri in known else [iri]

    def _one(self, iri: str, name: str) -> str:
        return next(iter(self._said.get(iri, {}).get(name, ())), "")

    def paths(self) -> list[str]:
        """The addresses within the site of what has a page, each without its ending."""
        schemes = [each.removeprefix(terms.BASE) for each in self._types["skos:ConceptScheme"]]
        concepts = [each.removeprefix(terms.BASE) for each in self._types["skos:Concept"]]
        return ["ontology", "scheme/index", *schemes, *concepts]

    def page(self, path: str) -> bytes:
        """The page at one of the paths.

        Raises KeyError for another.
        """
        iri = terms.BASE + path
        if path == "ontology":
            return self._ontology()
        if path == "scheme/index":
            return self._schemes()
        return self._scheme(iri) if iri in self._types["skos:ConceptScheme"] else self._concept(iri)

    def triples(self, path: str) -> bytes:
        """What the page at a path says, as sorted N-Triples: of the ontology all terms, of a scheme all concepts.

        Raises KeyError for a path that is no page's.
        """
        if path == "ontology":
            alignment = [each for each in self._types["owl:Ontology"] if each.startswith(ONTOLOGY)]
            return self._lines([*alignment, *(each for name in (*CLASSES, *PROPERTIES) for each in self._types[name])])
        iri = terms.BASE + path
        if path == "scheme/index":
            return self._lines(self._types["skos:ConceptScheme"])
        if iri in self._types["skos:ConceptScheme"]:
            return self._lines([iri, *self._concepts.get(iri, ())])
        if iri not in self._said:
            raise KeyError(path)
        return self._lines([iri], ox.NamedNode(iri))

    def _lines(self, subjects: Iterable[str], carried: ox.NamedNode | None = None) -> bytes:
        quads = [quad for iri in subjects for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None)]
        quads += self._store.quads_for_pattern(None, None, carried) if carried else ()
        return b"".join(sorted({f"{quad.triple} .\n".encode() for quad in quads}))

    # The ontology.

    def _ontology(self) -> bytes:
        classes = [self._term(iri) for iri in self._sorted(*CLASSES)]
        properties = [self._term(iri) for iri in self._sorted(*PROPERTIES)]
        top = [each.iri for each in classes if not any(map(_ours, self._said[each.iri].get("rdfs:subClassOf", ())))]
        return render(
            "ontology.html", "ontology.html", own=self._facts(ONTOLOGY), prefix=terms.PREFIXES["kg"],
            tree=self._tree(top), parts_of=[("Classes", classes), ("Properties", properties)],
        )  # fmt: skip

    def _sorted(self, *types: str) -> list[str]:
        found = [iri for name in types for iri in self._types[name] if iri.startswith(terms.PREFIXES["kg"])]
        return sorted(found, key=lambda iri: (plain(iri.partition("#")[2]), iri))

    def _tree(self, names: Iterable[str]) -> list[tuple[Link, list[object]]]:
        """Classes, each with those below it."""
        return [(self.link(iri), self._tree(self._turned.get((iri, "rdfs:subClassOf"), ()))) for iri in names]  # type: ignore[misc]

    def _term(self, iri: str) -> Term:
        said = self._said[iri]
        rows = [(words, said.get(name, ())) for name, words in ROWS.items()]
        rows += [(words, self._turned.get((iri, name), ())) for name, words in TURNED.items()]
        return Term(
            iri, terms.contract(iri), self._one(iri, "rdfs:label"), self._one(iri, "skos:definition"),
            tuple(said.get("skos:scopeNote", ())), self._used(iri),
            tuple((words, tuple(map(self.link, values))) for words, values in rows if values),
        )  # fmt: skip

    def _used(self, iri: str) -> int:
        node, kind = ox.NamedNode(iri), iri in self._types["owl:Class"]
        pattern = (None, stores.node("rdf:type"), node) if kind else (None, node, None)
        return sum(1 for _ in self._store.quads_for_pattern(*pattern))

    def link(self, iri: str) -> Link:
        """A term as words that lead to where it is said what it means."""
        if iri.startswith(terms.PREFIXES["kg"]):
            return Link(terms.contract(iri), link_to(iri))
        if iri in self._said and iri.startswith(terms.PREFIXES["scheme"]):
            return Link(self._name(iri), link_to(iri))
        return Link(terms.contract(iri), outer(iri))

    def _facts(self, iri: str) -> Mapping[str, str]:
        """What an ontology or a scheme says of itself."""
        names = ("title", "description", "creator", "modified", "license", "source")
        found = {name: self._one(iri, f"dcterms:{name}") for name in names}
        outward = {name: outer(found[name]) for name in ("license", "source")}
        return {**found, **outward, "iri": iri, "version": self._one(iri, "owl:versionInfo")}

    # The schemes.

    def _schemes(self) -> bytes:
        own = [(self._facts(iri), len(self._concepts.get(iri, ())), link_to(iri)) for iri in self._schemes_sorted()]
        return render("schemes.html", "scheme/index.html", schemes=own)

    def _schemes_sorted(self) -> list[str]:
        return sorted(self._types["skos:ConceptScheme"], key=lambda iri: (plain(self._one(iri, "dcterms:title")), iri))

    def _scheme(self, iri: str) -> bytes:
        rows = [(self._entry(each), self._entry_of(each, "skos:broader")) for each in self._in_order(iri)]
        key = iri.removeprefix(terms.BASE)
        return render("scheme.html", f"{key}.html", own=self._facts(iri), key=key, rows=rows)

    def _in_order(self, scheme: str) -> list[str]:
        """The concepts of a scheme in the order of their codes, numbers as numbers."""
        return sorted(self._concepts.get(scheme, ()), key=lambda iri: (_number(self._code(iri)), self._code(iri), iri))

    def _code(self, iri: str) -> str:
        return self._one(iri, "skos:notation")

    def _name(self, iri: str) -> str:
        return self._one(iri, "rdfs:label") or self._one(iri, "dcterms:title") or terms.contract(iri)

    def _entry(self, iri: str) -> dict[str, object]:
        return {
            "code": self._code(iri), "name": self._name(iri), "path": link_to(iri),
            "definition": self._one(iri, "skos:definition"), "used": len(self._carriers(iri)),
        }  # fmt: skip

    def _entry_of(self, iri: str, name: str) -> dict[str, object] | None:
        above = self._one(iri, name)
        return self._entry(above) if above in self._said else None

    def _concept(self, iri: str) -> bytes:
        said = self._said[iri]
        scheme, key = self._one(iri, "skos:inScheme"), iri.removeprefix(terms.BASE)
        near = [
            ("Within", said.get("skos:broader", ())), ("Holds", self._turned.get((iri, "skos:broader"), ())),
            ("See also", said.get("skos:related", ())), ("The same as", said.get("skos:exactMatch", ())),
            ("Close to", said.get("skos:closeMatch", ())), ("Wider elsewhere", said.get("skos:broadMatch", ())),
        ]  # fmt: skip
        return render(
            "concept.html", f"{key}.html", own=self._entry(iri), iri=iri, key=key,
            scheme=Link(self._name(scheme), link_to(scheme)),
            notes=said.get("skos:scopeNote", ()), others=said.get("skos:altLabel", ()),
            near=[(words, [self.link(each) for each in values]) for words, values in near if values],
            carriers=_grouped(self._carriers(iri)),
        )  # fmt: skip

    def _carriers(self, iri: str) -> list[tuple[str, tuple[Link, ...]]]:
        """What carries a concept: under which heading, and the thing, or the ends of the statement, that has it."""
        found = []
        for quad in self._store.quads_for_pattern(None, None, ox.NamedNode(iri)):
            name = terms.contract(quad.predicate.value)
            if name not in WITHIN and isinstance(quad.subject, ox.NamedNode) and kind_of(quad.subject.value):
                found.append((self._heading(name), self._ends(quad.subject)))
        return sorted(set(found), key=lambda each: (each[0], [(plain(end.words), end.target) for end in each[1]]))

    def _heading(self, name: str) -> str:
        local = name.partition(":")[2]
        label = self._one(terms.expand(name), "rdfs:label") or local
        return INCOMING.get(local) or f"{label[:1].upper()}{label[1:]}"

    def _ends(self, node: ox.NamedNode) -> tuple[Link, ...]:
        if kind_of(node.value) not in UNNAMED:
            return (self._thing(node),)
        ends = [q.object for name in ENDS for q in self._store.quads_for_pattern(node, stores.node(name), None)]
        return tuple(self._thing(each) for each in dict.fromkeys(ends) if isinstance(each, ox.NamedNode))

    def _thing(self, node: ox.NamedNode) -> Link:
        labels = [q.object.value for q in self._store.quads_for_pattern(node, stores.node("rdfs:label"), None)]  # type: ignore[union-attr]
        named = kind_of(node.value) and kind_of(node.value) not in UNNAMED
        ours = self.link(node.value) if _ours(node.value) else Link("")
        return Link(min(labels, default=terms.contract(node.value)), link_to(node.value) if named else ours.target)


def _grouped(carriers: Iterable[tuple[str, tuple[Link, ...]]]) -> dict[str, list[tuple[Link, ...]]]:
    found: dict[str, list[tuple[Link, ...]]] = {}
    for heading, ends in carriers:
        found.setdefault(heading, []).append(ends)
    return found


def _ours(iri: str) -> bool:
    return iri.startswith((ONTOLOGY, terms.PREFIXES["scheme"]))


def _number(code: str) -> float:
    """The number that a code begins with; codes that are words come after all numbers."""
    found = re.match(r"\d+", code)
    return int(found[0]) if found else math.inf


def forms(ntriples: bytes) -> dict[str, bytes]:
    """N-Triples in the forms that stand beside a page, by ending."""
    return {".ttl": stores.turtle(ntriples), ".jsonld": exports.jsonld(stores.from_lines(ntriples)), ".nt": ntriples}
