"""The page of every thing: what the graph says of it, each line with its source, and the same as RDF."""

from __future__ import annotations

import difflib
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from urllib.parse import quote

import pyoxigraph as ox

from kg import exports, methods, profiles, terms
from kg import store as stores
from kg.errors import AskerError
from kg.headings import LISTS
from kg.matching import plain
from kg.names import UNNAMED, kind_of
from kg.profiles import Profile, Profiles
from kg.relations import key_of
from kg.server.addresses import file_of, link_to, outer
from kg.server.book.company import Company
from kg.server.book.linkeddata import embedded, schema_org
from kg.server.book.records import Records
from kg.server.book.sections import Entry, cite, entry, facts, numbers, sections, works
from kg.server.book.worldmap import Map, around, draw, land
from kg.server.site.catalogue import SHELVES
from kg.server.templating import render

SEATS = ("Located in", "Located here", "Implemented by", "Adopted at", "Places in it", "Parts")
"""Headings whose places stand for a thing that is nowhere itself, besides its list."""
IDS = {"address": "Web page", "Wikidata": "Wikidata", "GeoNames": "GeoNames", "iso2": "ISO 3166", "iso3": "ISO 3166"}
QUESTION = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?subject ?relation ?object ?statement WHERE {
  ?statement rdf:subject|rdf:object <IRI> ;
    rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
} ORDER BY ?relation ?subject ?object"""
HIDDEN = {"", "source", "indicator", *UNNAMED}
"""Kinds that the explorer does not show."""


class Book:
    """The pages of a graph. What is the same for all of them is prepared once, when the book is made.

    Without `statements` there are no pages for statements, and no page leads to one.
    """

    def __init__(self, store: ox.Store, statements: bool = True) -> None:
        self._store = store
        self._statements = statements
        self._profiles = Profiles(store)
        self._records = Records(store, self._profiles.labels)
        self._company = Company(store)
        self._points = _points(store)
        self._countries = _countries(store, self._profiles.labels)
        self._all = _everything(store)
        land(around([(0.0, 0.0)]))  # the outlines are read before the first page asks for a map
        self._whole = methods.citation(version("citykg"))
        self._titles = {key_of(iri): self.name(iri) for iri in self._all if kind_of(iri) == "source"}
        self._entry = partial(entry, statements=statements)

    def things(self) -> list[str]:
        """The IRIs of all things that have a page, sorted."""
        without = () if self._statements else {*UNNAMED} - {"passage"}
        return [iri for iri in self._all if kind_of(iri) not in without]

    def name(self, iri: str) -> str:
        """What a thing is called; a statement in words; the key of what is neither."""
        return self._records.words(iri) or key_of(iri)

    def html(self, iri: str) -> bytes:
        """The page about a thing; raises AskerError where the graph says nothing of it."""
        page, kind, name = self._profile(iri), kind_of(iri), self.name(iri)
        listing = str(self._profiles.listings.get(iri) or "")
        return render(
            "thing.html", file_of(iri), page=page, name=name, key=key_of(iri), kind=kind, curie=terms.contract(iri),
            names=self._names(page), ids=_ids(page), comment=page.ids.get("comment", ""), listing=listing,
            triple=self._records.triple(iri), own=self._records.own(iri), facts=facts(page, self._entry),
            sections=sections(page, self._entry, listing, self._countries),
            numbers=numbers(page.sections.get("Numbers, side by side", ()), self._entry),
            works=[] if kind in ("source", "passage") else works(page, self._titles),
            evidence=[cite(place) for place in page.places], map=self._map(page), near=self._near(iri),
            passages=self._records.passages(iri, self._statements), resting=self._resting(iri),
            citation=f"{name}. In: {self._whole.text} {iri}", bibtex=self._whole.bibtex, question=_question(iri, name),
            shelf=SHELVES[kind].title if kind in SHELVES else "", statement=kind in UNNAMED,
            explorer="" if kind in HIDDEN else f"explorer.html#at={quote(key_of(iri))}",
            schema=embedded(schema_org(page, self._records.about(iri))),
        )  # fmt: skip

    def turtle(self, iri: str) -> bytes:
        """All triples that speak of a thing, its statements and their passages, in Turtle."""
        return stores.turtle(self.lines(iri))

    def lines(self, iri: str) -> bytes:
        """The same as sorted N-Triples; raises AskerError where there are none."""
        found = profiles.to_lines(self._store, iri)
        if not found:
            raise AskerError(f"nothing is known of <{iri}>")
        return found

    def jsonld(self, iri: str) -> bytes:
        """The same as JSON-LD with the project's context."""
        return exports.jsonld(stores.from_lines(self.lines(iri)))

    def unknown(self, path: str) -> bytes:
        """The page for an address under id/ where nothing is, with the things whose key or name is nearest."""
        kind, _, key = path.removeprefix("id/").partition("/")
        words = key.removesuffix(".html").replace("-", " ")
        near = [Entry(self.name(iri), link_to(iri), key_of(iri)) for iri in self.nearest(words, kind)]
        return render("unknown.html", path, near=near, words=words)

    def nearest(self, words: str, kind: str = "", most: int = 5) -> list[str]:
        """The IRIs of the things whose key or name is nearest to some words, those of a kind before all others."""
        named = [iri for iri in self._all if kind_of(iri) not in UNNAMED]
        for among in ([iri for iri in named if kind_of(iri) == kind], named):
            spelled: dict[str, str] = {}
            for iri in among:
                spelled.setdefault(plain(self.name(iri)), iri)
                spelled.setdefault(plain(key_of(iri).replace("-", " ")), iri)
            close = difflib.get_close_matches(plain(words), spelled, n=2 * most, cutoff=0.7)
            if close:
                return list(dict.fromkeys(spelled[each] for each in close))[:most]
        return []

    def _profile(self, iri: str) -> Profile:
        """The profile of a thing with what `kg show` leaves out; what rests on a passage has a place of its own."""
        page = self._profiles.of(iri)
        lines = [line for lines in page.sections.values() for line in lines]
        more = self._records.incoming(iri, {line.statement for line in lines})
        kept = {heading: lines for heading, lines in page.sections.items() if heading != "What rests on it"}
        return replace(page, name=self.name(iri), sections=kept | more)

    def _names(self, page: Profile) -> list[Entry]:
        """The other names of a thing, each with its language and where it is said."""
        tagged = {
            quad.object.value: quad.object.language or ""
            for quad in self._store.quads_for_pattern(ox.NamedNode(page.iri), stores.node("skos:altLabel"), None)
            if isinstance(quad.object, ox.Literal)
        }
        made = [self._entry(line) for line in page.sections.get("Other names", ())]
        return [replace(each, href="", language=tagged.get(each.name, "")) for each in made]

    def _resting(self, iri: str) -> tuple[Entry, ...]:
        """What rests on a passage, or on a source as a whole."""
        return self._records.resting(iri, self._statements) if kind_of(iri) in ("source", "passage") else ()

    def _map(self, page: Profile) -> Map | None:
        """The map of where a thing is, or where those are that it gathers or speaks of."""
        if page.iri in self._points:
            return draw([self._points[page.iri]])
        headings = [LISTS.get(kind_of(page.iri), ""), *SEATS]
        targets = [line.target for heading in headings for line in page.sections.get(heading, ())]
        found = [self._points[target] for target in targets if target in self._points]
        return draw(found) if found else None

    def _near(self, iri: str) -> tuple[list[Entry], int]:
        """The neighbours of a thing, and how many more tie with the last of them."""
        near = self._company.near(iri)
        return [Entry(self.name(place), link_to(place), str(count)) for place, count in near.places], near.tied


def _ids(page: Profile) -> list[tuple[str, str, str]]:
    """What names a thing elsewhere: whose id it is, the id, and its address if it has one."""
    found = [(words, page.ids[name]) for name, words in IDS.items() if name in page.ids]
    return [
        (words, value.rstrip("/").rpartition("/")[2] if words in IDS else value, outer(value)) for words, value in found
    ]


def _question(iri: str, name: str) -> str:
    """The link to the query page with a first question about a thing."""
    return f"query.html#query={quote(QUESTION.replace('IRI', iri), safe='')}&title={quote(name, safe='')}"


def _points(store: ox.Store) -> dict[str, tuple[float, float]]:
    """The longitude and latitude of each thing that has both, in degrees."""
    rows = stores.select(store, "SELECT ?thing ?lat ?lon WHERE { ?thing geo:lat ?lat ; geo:long ?lon }")
    return {row["thing"]: (float(row["lon"]), float(row["lat"])) for row in rows}


def _countries(store: ox.Store, labels: dict[str, str]) -> dict[str, str]:
    """The name of the country of each thing that has one; the first by IRI of several."""
    rows = stores.select(store, "SELECT ?thing ?country WHERE { ?thing kg:inCountry ?country } ORDER BY DESC(?country)")
    return {row["thing"]: labels.get(row["country"], key_of(row["country"])) for row in rows}


def _everything(store: ox.Store) -> list[str]:
    """All things of a store, statements and passages among them, sorted."""
    found = {quad.subject for quad in store.quads_for_pattern(None, stores.node("rdf:type"), None)}
    return sorted(
        each.value for each in found if isinstance(each, ox.NamedNode) and file_of(each.value).startswith("id/")
    )
