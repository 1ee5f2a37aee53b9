"""What there is, by kind: lists to browse, and names to search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg import store as stores
from kg.layers import DEFAULT_LAYERS, LAYERS
from kg.lists import listings
from kg.matching import plain
from kg.names import kind_of
from kg.server.addresses import link_to

MOST = 200  # what a search shows at most
FAR = 5


@dataclass(frozen=True)
class Shelf:
    """One kind of things: its title, the class whose definition heads its list, and what the list is grouped by."""

    title: str
    of: str
    by: str = ""


SHELVES = {
    "city": Shelf("Cities", "City", "country"),
    "region": Shelf("Regions", "Region", "country"),
    "district": Shelf("Districts", "District", "sort"),
    "country": Shelf("Countries", "Country", "part"),
    "group": Shelf("Groups of governments", "Group of governments"),
    "network": Shelf("Networks, coalitions and programmes", "", "class"),
    "instrument": Shelf("Declarations and other instruments", "Instrument", "class"),
    "fund": Shelf("Funds", "Fund"),
    "pledge": Shelf("Pledges", "Pledge", "year"),
    "practice": Shelf("Practices", "Practice", "sort"),
    "event": Shelf("Events", "Event", "year"),
    "organisation": Shelf("Organisations", "Organisation", "sort"),
    "person": Shelf("People", "Person"),
    "publication": Shelf("Publications", "Publication", "year"),
    "indicator": Shelf("Indicators", "Indicator"),
    "source": Shelf("Sources", "Source", "sort"),
}
"""The kinds of things that have lists, in the order in which the home page names them."""

SAID = """
SELECT ?thing ?name ?country ?part ?class ?kind ?type ?date ?who ?publisher WHERE {
  ?thing rdfs:label ?name FILTER(STRSTARTS(STR(?thing), STR(id:)))
  OPTIONAL { ?thing kg:inCountry/rdfs:label ?country }
  OPTIONAL { ?thing kg:unRegion/rdfs:label ?part }
  OPTIONAL { ?thing kg:kind ?kind }
  OPTIONAL { ?thing dcterms:type/rdfs:label ?type }
  OPTIONAL { ?thing kg:founded|kg:adopted|kg:start|kg:published|kg:on|dcterms:issued ?date }
  OPTIONAL { ?thing (kg:implementedBy|kg:pledgedBy)/rdfs:label ?who }
  OPTIONAL { ?thing dcterms:publisher ?publisher }
}"""
CLASSES = """
SELECT ?thing ?class WHERE { ?thing a ?own . ?own rdfs:label ?class
  FILTER NOT EXISTS { ?thing a ?lower . ?lower rdfs:subClassOf ?own }
  FILTER(STRSTARTS(STR(?thing), STR(id:))) }"""


@dataclass(frozen=True)
class Entry:
    """A thing as a list or a search shows it.

    `path` is the link to its page, `kind` the list it is in, `what` its class in words; `words` say when and how many.
    """

    iri: str
    path: str
    kind: str
    what: str
    name: str
    group: str
    words: str
    where: str
    others: tuple[str, ...]
    links: int

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Its names and its key as a search compares them."""
        return tuple(plain(each) for each in (self.name, *self.others, self.iri.rpartition("/")[2]))


class Catalogue:
    """Everything in a store that has a name and a page, read once.

    >>> Catalogue(ox.Store()).kinds()
    {}
    """

    def __init__(self, store: ox.Store) -> None:
        self._classes = _first(stores.select(store, CLASSES), "class")
        self._lists = {iri: str(each) for iri, each in listings(store).items()}
        self._in = _collectives(store)
        self._others = _others(store)
        self._links = _links(store)
        self._places = {row["thing"]: row["name"] for row in stores.select(store, PLACES)}
        rows = _joined(stores.select(store, SAID))
        things = [self._entry(row) for row in rows if kind_of(row["thing"]) in SHELVES]
        self.entries = sorted([*things, *_concepts(store)], key=lambda each: (plain(each.name), each.iri))
        self._definitions = _first(stores.select(store, DEFINITIONS), "text")

    def _entry(self, row: Mapping[str, str]) -> Entry:
        iri, kind = row["thing"], kind_of(row["thing"])
        group = {
            "country": row["country"], "part": row["part"], "class": self._classes.get(iri, ""),
            "sort": _spoken(row["type"] or row["kind"]), "year": row["date"][:4], "": "",
        }[SHELVES[kind].by]  # fmt: skip
        where = row["country"] or ("" if kind == "source" else row["who"])
        others = tuple(name for name in self._others.get(iri, ()) if name != row["name"])
        words = ", ".join(filter(None, self._words(row, kind)))
        what = self._classes.get(iri, _spoken(kind))
        path, links = link_to(iri), self._links.get(iri, 0)
        return Entry(iri, path, kind, what, row["name"], group, words, where, others, links)

    def _words(self, row: Mapping[str, str], kind: str) -> Iterable[str]:
        """What a list says beside a name: who, when, how many."""
        if kind in ("city", "region"):
            return (_count("in {} collective", self._in.get(row["thing"], 0)),)
        if kind == "country":
            return (_count("{} place", int(self._places.get(row["thing"], 0))),)
        dated = "" if SHELVES[kind].by == "year" and len(row["date"]) == 4 else row["date"]
        return (row["publisher"] or row["who"] or row["country"], dated, self._lists.get(row["thing"], ""))

    def kinds(self) -> dict[str, int]:
        """How many things of each kind there are; kinds without any are left out."""
        counts = {kind: sum(each.kind == kind for each in self.entries) for kind in SHELVES}
        return {kind: count for kind, count in counts.items() if count}

    def groups(self, kind: str) -> dict[str, list[Entry]]:
        """The things of a kind by what its list is grouped by; what belongs nowhere comes last, under ""."""
        found: dict[str, list[Entry]] = {}
        for each in self.entries:
            if each.kind == kind:
                found.setdefault(each.group, []).append(each)
        later = SHELVES[kind].by == "year"
        names = sorted((name for name in found if name), key=lambda name: (plain(name), name), reverse=later)
        return {name: found[name] for name in [*names, *([""] if "" in found else [])]}

    def definition(self, kind: str) -> str:
        """What a thing of a kind is, in a sentence; nothing where a kind has several classes."""
        return self._definitions.get(SHELVES[kind].of, "")

    def notes(self, kind: str) -> dict[str, str]:
        """What the groups of a kind are, where they are classes."""
        return self._definitions if SHELVES[kind].by == "class" else {}

    def names(self) -> bytes:
        """The script that gives the page's own search the names of all things, those with most links first."""
        known = sorted(self.entries, key=lambda each: -each.links)
        rows = [[each.name, each.path, each.what, each.where, each.others] for each in known]
        written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return f"window.citykgNames = {written};\n".encode()

    def found(self, text: str) -> list[Entry]:
        """What a text may mean, the nearest name first; of two as near the one with more links.

        Case, accents, hyphens and the order of words do not count. The page's own search answers the same.
        """
        wanted = plain(text)
        ranked = [(_distance(each, wanted), -each.links, number) for number, each in enumerate(self.entries)]
        return [self.entries[number] for far, _, number in sorted(ranked) if wanted and far < FAR][:MOST]


def _distance(entry: Entry, wanted: str) -> int:
    return min(_far(name, wanted) for name in entry.folded)


def _far(name: str, wanted: str) -> int:
    """0 the whole name, 1 its beginning, 2 the beginning of a word, 3 inside, 4 all words in any order, else far."""
    at = name.find(wanted)
    if at == 0:
        return 0 if name == wanted else 1
    if at > 0:
        return 2 if f" {wanted}" in name else 3
    words = wanted.split(" ")
    return 4 if len(words) > 1 and all(word in name for word in words) else FAR


PLACES = """
SELECT ?thing (COUNT(?place) AS ?name) WHERE { ?place kg:inCountry ?thing ; a kg:LocalGovernment } GROUP BY ?thing"""
DEFINITIONS = """
SELECT ?thing ?text WHERE { ?class a owl:Class ; skos:definition ?text ; rdfs:label ?thing }"""


def _concepts(store: ox.Store) -> list[Entry]:
    query = """SELECT ?thing ?name ?scheme WHERE {
      ?thing a skos:Concept ; skos:inScheme/dcterms:title ?scheme ; rdfs:label ?name }"""
    rows = [(row["thing"], row["name"], row["scheme"]) for row in _joined(stores.select(store, query))]
    return [Entry(iri, link_to(iri), "concept", "Concept", name, "", "", scheme, (), 0) for iri, name, scheme in rows]


def _joined(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """One row a thing; several values of one sort stand beside one another."""
    found: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        own = found.setdefault(row["thing"], {name: set() for name in row})
        for name, value in row.items():
            own[name].update([value] if value else [])
    return [{name: _one(name, values) for name, values in own.items()} for own in found.values()]


def _one(name: str, values: set[str]) -> str:
    return min(values, default="") if name in ("date", "country", "part") else ", ".join(sorted(values))


def _first(rows: Iterable[Mapping[str, str]], name: str) -> dict[str, str]:
    return {row["thing"]: row[name] for row in sorted(rows, key=lambda row: row[name], reverse=True)}


def _count(words: str, number: int) -> str:
    return f"{words.format(number)}{'s' if number > 1 else ''}" if number else ""


def _spoken(kind: str) -> str:
    """A kind as a heading: 'Civil society'."""
    words = kind.replace("-", " ")
    return words[:1].upper() + words[1:]


def _others(store: ox.Store) -> dict[str, list[str]]:
    """Other names of things, sorted."""
    rows = stores.select(store, "SELECT DISTINCT ?thing ?name WHERE { ?thing skos:altLabel ?name }")
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row["name"]):
        found.setdefault(row["thing"], []).append(row["name"])
    return found


def _collectives(store: ox.Store) -> dict[str, int]:
    """In how many collectives each place is, by the ties that 'kg rank' counts."""
    ties = "|".join(LAYERS[layer] for layer in DEFAULT_LAYERS)
    rows = stores.select(store, f"SELECT ?who (COUNT(DISTINCT ?in) AS ?n) WHERE {{ ?who {ties} ?in }} GROUP BY ?who")
    return {row["who"]: int(row["n"]) for row in rows}


def _links(store: ox.Store) -> dict[str, int]:
    """How many statements name each thing."""
    found: dict[str, int] = {}
    for name in ("rdf:subject", "rdf:object"):
        for quad in store.quads_for_pattern(None, stores.node(name), None):
            for iri in [quad.object.value] if isinstance(quad.object, ox.NamedNode) else []:
                found[iri] = found.get(iri, 0) + 1
    return found
