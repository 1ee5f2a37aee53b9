"""Everything known about one thing, by heading: each line with its source, section and passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg import store as stores
from kg import terms
from kg.errors import AskerError
from kg.headings import INCOMING, LISTS, ORDER, OUTGOING
from kg.lists import listings
from kg.names import kind_of

FACTS = """
SELECT ?subject ?predicate ?object ?statement ?role ?pledge ?rank ?verb ?from ?to ?on ?listed ?grade
WHERE {
  {
    { ?statement rdf:subject <THING> } UNION { ?statement rdf:object <THING> }
    ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object
  } UNION {
    VALUES ?predicate { kg:pledgedBy kg:call }
    <THING> a kg:Pledge ; ?predicate ?object
    BIND(<THING> AS ?subject) BIND(<THING> AS ?statement)
  }
  OPTIONAL { ?statement a kg:Pledge ; rdfs:label ?pledge FILTER(?statement != <THING>) }
  OPTIONAL { ?statement kg:role/rdfs:label ?role }
  OPTIONAL { ?statement kg:rank ?rank }
  OPTIONAL { ?statement kg:verb ?verb }
  OPTIONAL { ?statement kg:from ?from }
  OPTIONAL { ?statement kg:to ?to }
  OPTIONAL { ?statement kg:on ?on }
  OPTIONAL { ?statement kg:listedOn ?listed }
  OPTIONAL { ?statement kg:grade/rdfs:label ?grade }
}"""
COUNTS = """
SELECT ?statement ?qualifier ?value ?upper ?counted ?action ?indicator ?unit ?asOf ?cites ?status ?claimed ?grade
WHERE {
  { ?statement kg:about <THING> } UNION { ?statement a kg:Completeness ; kg:collective <THING> }
  { ?statement a kg:CountClaim } UNION { ?statement a kg:Observation } UNION { ?statement a kg:Completeness }
  OPTIONAL { ?statement kg:qualifier ?qualifier }
  OPTIONAL { ?statement kg:value ?value }
  OPTIONAL { ?statement kg:upperValue ?upper }
  OPTIONAL { ?statement kg:counted ?counted }
  OPTIONAL { ?statement kg:action ?action }
  OPTIONAL { ?statement kg:indicator ?i . ?i rdfs:label ?indicator ; kg:unit ?unit }
  OPTIONAL { ?statement kg:asOf ?asOf }
  OPTIONAL { ?statement kg:cites/rdfs:label ?cites }
  OPTIONAL { ?statement kg:status ?status }
  OPTIONAL { ?statement kg:claimed ?claimed }
  OPTIONAL { ?statement kg:grade/rdfs:label ?grade }
}"""

PASSAGES = """
SELECT ?evidence ?source ?section ?start ?end WHERE {
  ?evidence kg:source ?source ; kg:section ?section ; oa:start ?start ; oa:end ?end
}"""

COMPLETE = "Is the list complete?"


@dataclass(frozen=True)
class Place:
    """Where something is said: a passage of a source, or a source as a whole."""

    key: str
    source: str
    section: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Count:
    """A sourced number in its parts: how many, of what, when, whom the source cites for it, and how sure it is."""

    number: str
    what: str
    as_of: str = ""
    cites: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Line:
    """One thing that is known, in words, and where it is said.

    A line about a link has the words in parts too: the name of what it leads to, and what is said of the link; `other`
    is its IRI, also where it is a concept, and `statement` that of the statement. A line about a number has a count.
    Lines are the same when their words are, whichever statement they come from.
    """

    text: str
    places: tuple[Place, ...] = ()
    target: str = ""
    name: str = field(default="", compare=False)
    said: str = field(default="", compare=False)
    other: str = field(default="", compare=False)
    statement: str = field(default="", compare=False)
    count: Count | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Profile:
    """A thing's name, class, ids and what is known of it by heading."""

    iri: str
    name: str
    kind: str
    ids: dict[str, str]
    places: tuple[Place, ...]
    sections: dict[str, list[Line]] = field(default_factory=dict)


def profile(store: ox.Store, iri: str) -> Profile:
    """All that a store says about the thing with that IRI.

    Raises AskerError where it says nothing.
    """
    return Profiles(store).of(iri)


class Profiles:
    """The profiles of the things of a store: what is the same for all is asked of it once.

    `labels` and `listings` are those of the whole store, by IRI.
    """

    def __init__(self, store: ox.Store) -> None:
        self.labels = _labels(store)
        self.listings = listings(store)
        self._objectives = _objectives(store)
        self._passages = {row["evidence"]: _place(row) for row in stores.select(store, PASSAGES)}
        self._store = store

    def of(self, iri: str) -> Profile:
        """All that the store says about the thing with that IRI; raises AskerError where it says nothing."""
        iri = terms.iri(iri)[1:-1]
        own = stores.select(self._store, f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}")
        if not own:
            raise AskerError(f"nothing is known of <{iri}>; 'kg show NAME' finds a thing by its name or key")
        facts = stores.select(self._store, FACTS.replace("THING", iri))
        counts = stores.select(self._store, COUNTS.replace("THING", iri))
        places = self._evidence([iri, *(row["statement"] for row in facts + counts)])
        sections = self._links(iri, facts, places)
        for row in sorted(counts, key=lambda row: row["statement"]):
            sections.setdefault(_counted(row), []).append(_number(row, places.get(row["statement"], ())))
        if (listing := self.listings.get(iri)) is not None:
            sections.setdefault(LISTS[kind_of(iri)], []).insert(0, Line(str(listing)))
        if kind_of(iri) == "passage":
            sections |= self._passage(iri, own)
        name, kind = self.labels.get(iri, iri), _class(self._store, iri)
        return Profile(iri, name, kind, _ids(own), places.get(iri, ()), sections)

    def _links(
        self, iri: str, facts: list[dict[str, str]], places: Mapping[str, tuple[Place, ...]]
    ) -> dict[str, list[Line]]:
        """A line for each statement that speaks of a thing, under its heading, each once."""
        sections: dict[str, list[Line]] = {}
        for row in sorted(facts, key=lambda row: (_rank(row, iri), row["from"] + row["on"], row["statement"])):
            heading, line = _fact(row, iri, self.labels, self._objectives, places)
            if line not in sections.get(heading, []) and not _repeats(heading, line, sections):
                sections.setdefault(heading, []).append(line)
        return sections

    def _evidence(self, statements: Iterable[str]) -> dict[str, tuple[Place, ...]]:
        """Where each statement or thing is said, as `evidence` finds it, from the passages that are at hand."""
        said = stores.node("kg:evidence")
        found = {
            each: {quad.object.value for quad in self._store.quads_for_pattern(ox.NamedNode(each), said, None)
                   if isinstance(quad.object, ox.NamedNode)}
            for each in dict.fromkeys(statements)
        }  # fmt: skip
        return {
            each: _in_order(self._passages.get(iri) or _whole(iri) for iri in iris)
            for each, iris in found.items()
            if iris
        }

    def _passage(self, iri: str, own: list[dict[str, str]]) -> dict[str, list[Line]]:
        """Where a passage stands, and what rests on it."""
        place = _itself(iri, own)
        where = Line(f"{place.source}, characters {place.start} to {place.end}", (place,))
        resting = [
            Line(words, name=words, other=statement) for words, statement in _resting(self._store, iri, self.labels)
        ]
        return {"Where it stands": [where], "What rests on it": resting}


def _itself(iri: str, own: Iterable[Mapping[str, str]]) -> Place:
    """A passage as the place that it is."""
    said = {_local(row["p"]): row["o"] for row in own}
    start, end = int(said.get("start", 0)), int(said.get("end", 0))
    return Place(_local(iri), _local(said.get("source", "")), said.get("section", ""), start, end)


def _resting(store: ox.Store, iri: str, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """The statements that a passage proves, in words and by IRI, those on one cell as 'thing: property value'."""
    proved = [quad.subject for quad in store.quads_for_pattern(None, stores.node("kg:evidence"), ox.NamedNode(iri))]
    statement = stores.node("kg:Statement")
    rows = [_parts(store, each) for each in proved if ox.Quad(each, stores.node("rdf:type"), statement) in store]
    return sorted((stated(row, labels), row["statement"]) for row in rows)


def _parts(store: ox.Store, statement: ox.NamedNode | ox.BlankNode | ox.Triple) -> dict[str, str]:
    """A statement with its subject, predicate and object; empty where it has none."""
    row = {"statement": str(getattr(statement, "value", "")), "subject": "", "predicate": "", "object": ""}
    for name in ("subject", "predicate", "object"):
        for quad in store.quads_for_pattern(statement, stores.node(f"rdf:{name}"), None):
            row[name] = str(getattr(quad.object, "value", ""))
    return row


def stated(row: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """A statement, given with its subject, predicate and object, in words: its label, or 'thing: property value'."""
    named = {name: labels.get(value, value) for name, value in row.items()}
    if "/statement/" in named["statement"]:
        return f"{named['subject']}: {named['predicate']} {named['object']}"
    return named["statement"]


def _rank(row: Mapping[str, str], iri: str) -> tuple[int, bool]:
    name = _local(row["predicate"])
    return ORDER.index(name) if name in ORDER else len(ORDER), row["subject"] != iri


def _repeats(heading: str, line: Line, sections: Mapping[str, list[Line]]) -> bool:
    """A practice of a place need not be named again as located there."""
    return heading == "Located here" and any(line.target == other.target for other in sections.get("Practices", ()))


def _objectives(store: ox.Store) -> dict[str, str]:
    """The GCM objectives that each practice and pledge addresses, secondary ones in brackets."""
    query = """SELECT ?practice ?code ?rank WHERE {
      ?statement rdf:subject ?practice ; rdf:predicate kg:addresses ; rdf:object ?o .
      ?o skos:notation ?code OPTIONAL { ?statement kg:rank ?rank } FILTER(STRSTARTS(STR(?o), STR(scheme:gcm))) }"""
    found: dict[str, list[tuple[bool, int, str]]] = {}
    for row in stores.select(store, query):
        number = int(re.sub(r"\D", "", row["code"]) or 0)
        found.setdefault(row["practice"], []).append((row["rank"] == "secondary", number, row["code"]))
    return {
        practice: ", ".join(f"({code})" if secondary else code for secondary, _, code in sorted(codes))
        for practice, codes in found.items()
    }


def _fact(
    row: Mapping[str, str], iri: str, labels: Mapping[str, str], objectives: Mapping[str, str],
    places: Mapping[str, tuple[Place, ...]],
) -> tuple[str, Line]:  # fmt: skip
    outgoing = row["subject"] == iri
    name = _local(row["predicate"])
    heading = (OUTGOING if outgoing else INCOMING).get(name, name)
    other = row["object"] if outgoing else row["subject"]
    gcm = f"GCM {objectives[other]}" if other in objectives and name == "implementedBy" else ""
    remarks = [
        row["pledge"],
        row["role"],
        row["verb"],
        gcm,
        "secondary, in brackets" if row["rank"] == "secondary" else "",
        _dates(row),
        _graded(row),
    ]
    said = ", ".join(remark for remark in remarks if remark)
    code = _concept_code(other)
    named = f"{code}{labels.get(other, _yes(other))}"
    text = named + (f" ({said})" if said else "")
    target = other if kind_of(other) else ""
    return heading, Line(text, places.get(row["statement"], ()), target, named, said, other, row["statement"])


def _dates(row: Mapping[str, str]) -> str:
    if row["to"]:
        return f"{row['from']}–{row['to']}" if row["from"] != row["to"] else row["to"]
    listed = f"listed {row['listed']}" if row["listed"] else ""
    return f"since {row['from']}" if row["from"] else row["on"] or listed


def _graded(row: Mapping[str, str]) -> str:
    return f"unsettled: {row['grade'].lower()}" if row["grade"] else ""


def _yes(value: str) -> str:
    return {"true": "yes", "false": "no"}.get(value, value)


def _concept_code(iri: str) -> str:
    base = terms.PREFIXES["scheme"]
    scheme, _, code = iri.removeprefix(base).partition("/")
    return f"{scheme.upper()} {code}: " if iri.startswith(base) and scheme in ("gcm", "sdg") else ""


def remarks(store: ox.Store) -> dict[str, str]:
    """What a statement adds to its link, as 'Member, since 2019': pledge, role, verb and dates, by statement."""
    query = """SELECT ?statement ?pledge ?role ?verb ?from ?to ?on ?listed ?grade WHERE {
      ?statement rdf:subject ?subject
      OPTIONAL { ?statement a kg:Pledge ; rdfs:label ?pledge }
      OPTIONAL { ?statement kg:role/rdfs:label ?role } OPTIONAL { ?statement kg:verb ?verb }
      OPTIONAL { ?statement kg:from ?from } OPTIONAL { ?statement kg:to ?to } OPTIONAL { ?statement kg:on ?on }
      OPTIONAL { ?statement kg:listedOn ?listed } OPTIONAL { ?statement kg:grade/rdfs:label ?grade } }"""
    rows = stores.select(store, query)
    said = {
        _local(row["statement"]): ", ".join(
            filter(None, (row["pledge"], row["role"], row["verb"], _dates(row), _graded(row)))
        )
        for row in rows
    }
    return {statement: words for statement, words in sorted(said.items()) if words}


def numbers(store: ox.Store) -> dict[str, list[tuple[str, str, str]]]:
    """The sourced numbers of every thing, and how complete its list is: (heading, words, statement) by thing."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    query = COUNTS.replace("SELECT", "SELECT ?thing", 1).replace("<THING>", "?thing")
    for row in sorted(stores.select(store, query), key=lambda row: row["statement"]):
        found.setdefault(_local(row["thing"]), []).append(
            (_counted(row), _number(row, ()).text, _local(row["statement"]))
        )
    for iri, listing in listings(store).items():
        lines = found[_local(iri)]
        lines.insert(0, (COMPLETE, str(listing), next(key for heading, _, key in lines if heading == COMPLETE)))
    return {thing: list(dict.fromkeys(lines)) for thing, lines in found.items()}


def _counted(row: Mapping[str, str]) -> str:
    return COMPLETE if row["status"] else "Numbers, side by side"


def _number(row: Mapping[str, str], places: tuple[Place, ...]) -> Line:
    """A line about a number, or about what a source says of a list."""
    if row["status"]:
        return Line(_status(row), places, statement=row["statement"])
    upper = f" to {row['upper']}" if row["upper"] else ""
    unit = {"percent": " %", "count": "", "ratio": "", "": ""}.get(row["unit"], f" {row['unit']}")
    number = " ".join(filter(None, (row["qualifier"].replace("-", " "), row["value"] + upper)))
    what = f"{row['counted']} {row['action']}".strip() or row["indicator"]
    count = Count(number + unit, what, row["asOf"], row["cites"], _graded(row))
    remarks = ", ".join(filter(None, (count.as_of, f"citing {count.cites}" if count.cites else "", count.doubt)))
    text = f"{number} {what}" if row["counted"] else f"{what}: {count.number}"
    return Line(text + (f" ({remarks})" if remarks else ""), places, statement=row["statement"], count=count)


def _status(row: Mapping[str, str]) -> str:
    """What a source says of a list: 'partial, as of 2019; the source says there are about 200'."""
    when = f"as of {row['asOf']}" if row["asOf"] else ""
    said = ", ".join(filter(None, (row["status"].replace("-", " "), when, _graded(row))))
    claim = " ".join(filter(None, (row["qualifier"].replace("-", " "), row["claimed"])))
    return said + (f"; the source says there are {claim}" if claim else "")


def _labels(store: ox.Store) -> dict[str, str]:
    rows = stores.select(store, "SELECT ?s ?label WHERE { ?s rdfs:label ?label }")
    return {row["s"]: row["label"] for row in rows}


def _class(store: ox.Store, iri: str) -> str:
    query = f"""SELECT ?label WHERE {{ <{iri}> a ?class . ?class rdfs:label ?label
      FILTER NOT EXISTS {{ <{iri}> a ?lower . ?lower rdfs:subClassOf ?class }} }} ORDER BY ?label"""
    return ", ".join(row["label"] for row in stores.select(store, query))


def _ids(own: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in sorted(own, key=lambda row: (row["p"], row["o"])):
        name = _local(row["p"])
        if name == "exactMatch":
            found["Wikidata" if "wikidata" in row["o"] else "GeoNames"] = row["o"]
        elif name in ("lat", "long", "iso2", "iso3", "address", "kind", "comment", "sha256", "file"):
            found[name] = row["o"]
    return found


def evidence(store: ox.Store, statements: list[str]) -> dict[str, tuple[Place, ...]]:
    """Where each statement or thing is said, by IRI; those that nothing proves are left out."""
    found: dict[str, set[Place]] = {}
    values = " ".join(f"<{each}>" for each in dict.fromkeys(statements))
    query = f"""SELECT ?statement ?evidence ?source ?section ?start ?end WHERE {{
      VALUES ?statement {{ {values} }} ?statement kg:evidence ?evidence
      OPTIONAL {{ ?evidence kg:source ?source ; kg:section ?section ; oa:start ?start ; oa:end ?end }} }}"""
    for row in stores.select(store, query):
        found.setdefault(row["statement"], set()).add(_place(row))
    return {statement: _in_order(places) for statement, places in found.items()}


def _place(row: Mapping[str, str]) -> Place:
    """A passage, or a source as a whole, that is evidence."""
    key = row["evidence"].rsplit("/", 1)[1]
    source = row["source"].rsplit("/", 1)[-1] or key
    return Place(key, source, row["section"], int(row["start"] or 0), int(row["end"] or 0))


def _whole(iri: str) -> Place:
    """A source as a whole."""
    return Place(iri.rsplit("/", 1)[1], iri.rsplit("/", 1)[1])


def _in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (place.source, place.start, place.key)))


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def to_turtle(store: ox.Store, iri: str) -> str:
    """All triples that speak of the thing, its statements and their passages, in Turtle."""
    return stores.turtle(to_lines(store, iri)).decode()


def to_lines(store: ox.Store, iri: str) -> bytes:
    """All triples that speak of the thing, its statements and their passages, as sorted N-Triples."""
    iri = terms.iri(iri)[1:-1]
    query = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
      {{ BIND(<{iri}> AS ?s) ?s ?p ?o }}
      UNION {{ ?s rdf:subject|rdf:object|kg:about|kg:collective <{iri}> . ?s ?p ?o }}
      UNION {{ <{iri}> kg:evidence ?s . ?s ?p ?o }}
      UNION {{ ?st rdf:subject|rdf:object|kg:about|kg:collective <{iri}> . ?st kg:evidence ?s . ?s ?p ?o }} }}"""
    triples = store.query(query, prefixes=terms.PREFIXES)
    assert isinstance(triples, ox.QueryTriples)
    return stores.lines({(str(t.subject), str(t.predicate), str(t.object)) for t in triples})


OVERVIEW = {
    "cities": "kg:City",
    "regions": "kg:Region",
    "countries": "kg:Country",
    "networks": "kg:Network",
    "coalitions, mechanisms and task forces": "kg:Coalition kg:Mechanism kg:TaskForce",
    "programmes and labels": "kg:Programme kg:Label",
    "organisations": "kg:Organisation",
    "instruments": "kg:Instrument",
    "events": "kg:Event",
    "funds": "kg:Fund",
    "practices": "kg:Practice",
    "pledges": "kg:Pledge",
    "people": "kg:Person",
    "publications": "kg:Publication",
    "statements": "kg:Statement",
    "passages": "kg:Passage",
    "sources": "kg:Source",
}


def overview(store: ox.Store) -> dict[str, int]:
    """How many things of each sort a store holds."""
    return {
        name: sum(
            1
            for each in classes.split()
            for _ in store.quads_for_pattern(None, stores.node("rdf:type"), stores.node(each))
        )
        for name, classes in OVERVIEW.items()
    }
