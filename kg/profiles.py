"""Everything known about one thing, as a page to read: each line with its source, section and passage."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg import store as stores
from kg import terms
from kg.errors import AskerError
from kg.names import kind_of

FACTS = """
SELECT ?subject ?predicate ?object ?statement ?role ?rank ?verb ?from ?to ?on WHERE {
  { ?statement rdf:subject <THING> } UNION { ?statement rdf:object <THING> }
  ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object
  OPTIONAL { ?statement kg:role/rdfs:label ?role }
  OPTIONAL { ?statement kg:rank ?rank }
  OPTIONAL { ?statement kg:verb ?verb }
  OPTIONAL { ?statement kg:from ?from }
  OPTIONAL { ?statement kg:to ?to }
  OPTIONAL { ?statement kg:on ?on }
}"""
COUNTS = """
SELECT ?statement ?qualifier ?value ?upper ?counted ?action ?indicator ?unit ?asOf ?cites ?status ?claimed WHERE {
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
}"""

INCOMING = {
    "memberOf": "Members", "affiliatedWith": "Linked with it", "endorses": "Signed or adopted by",
    "fundedBy": "Funds", "partnerIn": "Partners", "tookPartIn": "Took part", "holdsPostAt": "People",
    "pledgedUnder": "Pledges", "implementedBy": "Practices", "addresses": "Addressed by", "targets": "Targeted by",
    "partOf": "Parts", "steeredBy": "Steers", "hostedBy": "Hosts", "adoptedAt": "Adopted there",
    "initiatedBy": "Initiated", "locatedIn": "Located here", "inspired": "Inspired by", "succeeds": "Succeeded by",
    "describedIn": "Describes", "author": "Wrote", "publisher": "Published", "organisedBy": "Organised",
    "about": "Subject of", "inCountry": "Places in it", "theme": "Practices on it", "inSphere": "Practices in it",
    "callsFor": "Called for by", "designatedAs": "So designated",
}  # fmt: skip
OUTGOING = {
    "memberOf": "Memberships", "affiliatedWith": "Links", "endorses": "Instruments signed or adopted",
    "fundedBy": "Funded by", "partnerIn": "Partner in", "tookPartIn": "Events", "holdsPostAt": "Posts",
    "pledgedUnder": "Pledges", "implementedBy": "Implemented by", "addresses": "Objectives", "targets": "For whom",
    "inSphere": "Sphere", "theme": "Themes", "partOf": "Part of", "steeredBy": "Steered by", "hostedBy": "Hosted by",
    "adoptedAt": "Adopted at", "initiatedBy": "Initiated by", "locatedIn": "Located in", "inCountry": "Country",
    "inspired": "Inspired", "succeeds": "Succeeds", "describedIn": "Described in", "author": "Authors",
    "publisher": "Publisher", "organisedBy": "Organised by", "about": "About", "callsFor": "Calls for",
    "designatedAs": "Called", "altLabel": "Other names", "founded": "Founded", "ended": "Ended", "adopted": "Adopted",
    "start": "Began", "end": "Ended", "published": "Published", "migrationSpecific": "Migration is its subject",
    "amount": "Amount", "currency": "Currency", "count": "How many",
}  # fmt: skip
FIRST = [
    "altLabel",
    "inCountry",
    "founded",
    "adopted",
    "published",
    "start",
    "end",
    "ended",
    "migrationSpecific",
    "designatedAs",
]
ORDER = [*dict.fromkeys([*FIRST, *OUTGOING, *INCOMING])]


@dataclass(frozen=True)
class Place:
    """Where something is said: a passage of a source, or a source as a whole."""

    key: str
    source: str
    section: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Line:
    """One thing that is known, in words, and where it is said."""

    text: str
    places: tuple[Place, ...] = ()
    target: str = ""


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
    iri = terms.iri(iri)[1:-1]
    labels = _labels(store)
    objectives = _objectives(store)
    own = stores.select(store, f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}")
    if not own:
        raise AskerError(f"nothing is known of <{iri}>; 'kg show NAME' finds a thing by its name or key")
    sections: dict[str, list[Line]] = {}
    facts = stores.select(store, FACTS.replace("THING", iri))
    counts = stores.select(store, COUNTS.replace("THING", iri))
    places = _evidence(store, [iri, *(row["statement"] for row in facts + counts)])
    for row in sorted(facts, key=lambda row: (_rank(row, iri), row["from"] + row["on"], row["statement"])):
        heading, line = _fact(row, iri, labels, objectives, places)
        if line not in sections.get(heading, []) and not _repeats(heading, line, sections):
            sections.setdefault(heading, []).append(line)
    for row in sorted(counts, key=lambda row: row["statement"]):
        sections.setdefault(_counted(row), []).append(Line(_count(row), places.get(row["statement"], ())))
    return Profile(iri, labels.get(iri, iri), _class(store, iri), _ids(own), places.get(iri, ()), sections)


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
        row["role"],
        row["verb"],
        gcm,
        "secondary, in brackets" if row["rank"] == "secondary" else "",
        _dates(row),
    ]
    said = ", ".join(remark for remark in remarks if remark)
    code = _concept_code(other)
    text = f"{code}{labels.get(other, _yes(other))}" + (f" ({said})" if said else "")
    return heading, Line(text, places.get(row["statement"], ()), other if kind_of(other) else "")


def _dates(row: Mapping[str, str]) -> str:
    return f"{row['from']}–{row['to']}" if row["to"] else f"since {row['from']}" if row["from"] else row["on"]


def _yes(value: str) -> str:
    return {"true": "yes", "false": "no"}.get(value, value)


def _concept_code(iri: str) -> str:
    base = terms.PREFIXES["scheme"]
    scheme, _, code = iri.removeprefix(base).partition("/")
    return f"{scheme.upper()} {code}: " if iri.startswith(base) and scheme in ("gcm", "sdg") else ""


def remarks(store: ox.Store) -> dict[str, str]:
    """What a statement adds to its link, as 'Member, since 2019': role, verb of the source and dates, by statement."""
    query = """SELECT ?statement ?role ?verb ?from ?to ?on WHERE { ?statement rdf:subject ?subject
      OPTIONAL { ?statement kg:role/rdfs:label ?role } OPTIONAL { ?statement kg:verb ?verb }
      OPTIONAL { ?statement kg:from ?from } OPTIONAL { ?statement kg:to ?to } OPTIONAL { ?statement kg:on ?on } }"""
    rows = stores.select(store, query)
    said = {_local(row["statement"]): ", ".join(filter(None, (row["role"], row["verb"], _dates(row)))) for row in rows}
    return {statement: words for statement, words in sorted(said.items()) if words}


def numbers(store: ox.Store) -> dict[str, list[tuple[str, str, str]]]:
    """The sourced numbers of every thing, and how complete its list is: (heading, words, statement) by thing."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    query = COUNTS.replace("SELECT", "SELECT ?thing", 1).replace("<THING>", "?thing")
    for row in sorted(stores.select(store, query), key=lambda row: row["statement"]):
        found.setdefault(_local(row["thing"]), []).append((_counted(row), _count(row), _local(row["statement"])))
    return {thing: list(dict.fromkeys(lines)) for thing, lines in found.items()}


def headings() -> list[tuple[str, str, str]]:
    """The headings of a page in their order: out or in, the relation, and what it is called there."""
    sides = (("out", OUTGOING), ("in", INCOMING))
    return [(side, name, words[name]) for name in ORDER for side, words in sides if name in words]


def _counted(row: Mapping[str, str]) -> str:
    return "Is the list complete?" if row["status"] else "Numbers, side by side"


def _count(row: Mapping[str, str]) -> str:
    if row["status"]:
        claimed = f"; the source says there are {row['claimed']}" if row["claimed"] else ""
        when = f", as of {row['asOf']}" if row["asOf"] else ""
        return f"{row['status']}{when}{claimed}"
    upper = f" to {row['upper']}" if row["upper"] else ""
    number = " ".join(filter(None, (row["qualifier"].replace("-", " "), row["value"] + upper)))
    unit = {"percent": " %", "USD": " USD", "years": " years", "hours": " hours"}.get(row["unit"], "")
    what = f"{row['counted']} {row['action']}".strip() or row["indicator"]
    remarks = ", ".join(filter(None, (row["asOf"], f"citing {row['cites']}" if row["cites"] else "")))
    text = f"{number} {what}" if row["counted"] else f"{what}: {number}{unit}"
    return text + (f" ({remarks})" if remarks else "")


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


def _evidence(store: ox.Store, statements: list[str]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, set[Place]] = {}
    values = " ".join(f"<{each}>" for each in dict.fromkeys(statements))
    query = f"""SELECT ?statement ?evidence ?source ?section ?start ?end WHERE {{
      VALUES ?statement {{ {values} }} ?statement kg:evidence ?evidence
      OPTIONAL {{ ?evidence kg:source ?source ; kg:section ?section ; oa:start ?start ; oa:end ?end }} }}"""
    for row in stores.select(store, query):
        key = row["evidence"].rsplit("/", 1)[1]
        source = row["source"].rsplit("/", 1)[-1] or key
        place = Place(key, source, row["section"], int(row["start"] or 0), int(row["end"] or 0))
        found.setdefault(row["statement"], set()).add(place)
    return {
        statement: tuple(sorted(places, key=lambda place: (place.source, place.start)))
        for statement, places in found.items()
    }


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def cited(place: Place) -> str:
    """A place in a few words, as '[fakhry-2022 · 2.4 Policy sphere · p123]'."""
    number = place.key.rpartition("-")[2] if place.section else ""
    return "[" + " · ".join(filter(None, (place.source, place.section, number))) + "]"


def to_text(page: Profile, texts: Mapping[str, str], width: int = 100) -> str:
    """A page for a terminal; `texts` (source to document text) adds the words of each passage."""
    lines = [page.name, "═" * len(page.name), f"{page.kind}  ·  {terms.contract(page.iri)}"]
    lines += [f"{name}: {value}" for name, value in page.ids.items()]
    words = _Quotations(texts)
    for heading, entries in page.sections.items():
        lines += ["", heading, "─" * len(heading)]
        for entry in entries:
            lines += textwrap.wrap(
                f"• {entry.text}  {' '.join(map(cited, entry.places))}",
                width,
                subsequent_indent="    ",
                break_on_hyphens=False,
                break_long_words=False,
            )
            lines += _indented(words.of(entry.places), width, "    │ ")
    if page.places:
        lines += ["", "Named in", "────────"]
        lines += textwrap.wrap(" ".join(map(cited, page.places)), width)
        lines += _indented(words.of(page.places), width, "  │ ")
    return "\n".join(lines) + "\n"


class _Quotations:
    """The words of passages, each given once on a page."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._given: set[Place] = set()

    def of(self, places: Iterable[Place]) -> list[str]:
        """The words of those places that have not been quoted yet and whose document is at hand."""
        new = [place for place in places if place.section and place.source in self._texts and place not in self._given]
        self._given.update(new)
        return [f"“{' '.join(self._texts[place.source][place.start : place.end].split())}”" for place in new]


def _indented(paragraphs: Iterable[str], width: int, indent: str) -> list[str]:
    return [
        line
        for each in paragraphs
        for line in textwrap.wrap(each, width, initial_indent=indent, subsequent_indent=indent)
    ]


def to_markdown(page: Profile, texts: Mapping[str, str]) -> str:
    """The page in Markdown."""
    lines = [f"# {_markdown(page.name)}", "", f"{_markdown(page.kind)} · `{terms.contract(page.iri)}`", ""]
    lines += [f"- {name}: {_markdown(value)}" for name, value in page.ids.items()]
    words = _Quotations(texts)
    named = {"Named in": [Line("", (place,)) for place in page.places]} if page.places else {}
    for heading, entries in [*page.sections.items(), *named.items()]:
        lines += ["", f"## {heading}", ""]
        for entry in entries:
            places = [f"`{cited(place).replace('`', chr(39))}`" for place in entry.places]
            lines.append(f"- {' '.join(filter(None, (_markdown(entry.text), *places)))}")
            lines += [f"  > {_markdown(quotation)}" for quotation in words.of(entry.places)]
    return "\n".join(lines) + "\n"


def _markdown(text: str) -> str:
    """Text that Markdown leaves as it is; an address stays one to click on."""
    return text if re.fullmatch(r"https?://[^\s<>]+", text) else re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)


def to_json(page: Profile) -> str:
    """The page as JSON."""
    whole = {
        "iri": page.iri, "name": page.name, "class": page.kind, "ids": page.ids,
        "evidence": [place.__dict__ for place in page.places],
        "sections": {
            heading: [
                {"text": line.text, "target": line.target, "evidence": [place.__dict__ for place in line.places]}
                for line in lines
            ]
            for heading, lines in page.sections.items()
        },
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def to_turtle(store: ox.Store, iri: str) -> str:
    """All triples that speak of the thing, its statements and their passages, in Turtle."""
    iri = terms.iri(iri)[1:-1]
    query = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
      {{ BIND(<{iri}> AS ?s) ?s ?p ?o }}
      UNION {{ ?s rdf:subject|rdf:object|kg:about|kg:collective <{iri}> . ?s ?p ?o }}
      UNION {{ <{iri}> kg:evidence ?s . ?s ?p ?o }}
      UNION {{ ?st rdf:subject|rdf:object|kg:about|kg:collective <{iri}> . ?st kg:evidence ?s . ?s ?p ?o }} }}"""
    triples = store.query(query, prefixes=terms.PREFIXES)
    assert isinstance(triples, ox.QueryTriples)
    return stores.turtle(stores.lines({(str(t.subject), str(t.predicate), str(t.object)) for t in triples})).decode()


OVERVIEW = {
    "cities": "kg:City",
    "regions": "kg:Region",
    "countries": "kg:Country",
    "networks": "kg:Network",
    "coalitions, mechanisms and task forces": "kg:Coalition kg:Mechanism kg:TaskForce",
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


__all__ = [
    "Line",
    "Place",
    "Profile",
    "cited",
    "headings",
    "numbers",
    "overview",
    "profile",
    "remarks",
    "to_json",
    "to_markdown",
    "to_text",
    "to_turtle",
]
