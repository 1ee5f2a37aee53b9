"""Rows to triples: one small function per sort of row.

Every row of a table of links, and every sourced cell of a table of things, becomes a statement node that
carries `rdf:subject`, `rdf:predicate`, `rdf:object` and its evidence. The short triples that make common
queries one line (`kg:memberOf`, `kg:addresses` …) are derived from those nodes here and nowhere else.

A triple is a tuple of three N-Triples terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from kg import terms
from kg.cells import Column
from kg.tables import Row, Table, Tables
from kg.terms import literal, term, thing

Triple = tuple[str, str, str]
Parents = Mapping[str, Iterable[str]]

TYPE, LABEL, EVIDENCE = term("rdf:type"), term("rdfs:label"), term("kg:evidence")
SUBJECT, PREDICATE, OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
DERIVED = term("prov:wasDerivedFrom")

BELONGING = ("member", "founder", "leader", "steering", "host", "secretariat", "coordinator")
ENDORSING = ("signatory", "adopter", "endorser")
DATES = ("from", "to", "on")


class Names:
    """What the keys of all tables stand for: terms, labels, classes."""

    def __init__(self, tables: Tables, parents: Parents) -> None:
        self._tables = {row.key: table for table in tables.values() for row in table.rows}
        self._labels = {row.key: row.get("name") or row.get("title") for table in tables.values() for row in table.rows}
        self._parents = parents

    def term(self, key: str) -> str:
        """The term of the thing with that key, or of the concept 'scheme:code'."""
        scheme, colon, code = key.partition(":")
        return terms.concept(scheme, code) if colon else thing(self._tables[key].kind, key)

    def label(self, key: str) -> str:
        """The name of the thing with that key, or the key."""
        return self._labels.get(key) or key

    def types(self, name: str) -> list[str]:
        """A class and every class above it, as terms."""
        return [term(f"kg:{each}") for each in (name, *self._parents.get(name, ()))]


Links = Iterator[tuple[str, str, str]]


def membership(row: Row) -> Links:
    """A member, or one who is linked without belonging; who steers and who hosts."""
    role, member, collective = row["role"], row["member"], row["collective"]
    yield member, "memberOf" if role in BELONGING else "affiliatedWith", collective
    if role in ("steering", "leader"):
        yield collective, "steeredBy", member
    if role in ("host", "secretariat"):
        yield collective, "hostedBy", member


def endorsement(row: Row) -> Links:
    """Who signed, or who began it."""
    endorser, instrument = row["endorser"], row["instrument"]
    if row["role"] in ENDORSING:
        yield endorser, "endorses", instrument
    elif row["role"] == "initiator":
        yield instrument, "initiatedBy", endorser
    else:
        yield endorser, "affiliatedWith", instrument


def partnership(row: Row) -> Links:
    """A partner; a partner who pays funds it too."""
    yield row["partner"], "partnerIn", row["undertaking"]
    if row["role"] == "funder":
        yield row["undertaking"], "fundedBy", row["partner"]


def participation(row: Row) -> Links:
    """Who took part in what."""
    yield row["participant"], "tookPartIn", row["event"]


def post(row: Row) -> Links:
    """Who holds an office where."""
    yield row["person"], "holdsPostAt", row["body"]


def pledge(row: Row) -> Links:
    """A government pledged under a call."""
    yield row["government"], "pledgedUnder", row["call"]


def grant(row: Row) -> Links:
    """The recipient, and what is paid for, are funded."""
    for funded in (row.get("recipient"), row.get("practice")):
        if funded:
            yield funded, "fundedBy", row["fund"]


def designation(row: Row) -> Links:
    """A label that a source gives to a place."""
    yield row["place"], "designatedAs", f"designation:{row['designation']}"


def relation(row: Row) -> Links:
    """Whatever the row itself names."""
    yield row["subject"], row["relation"], row["object"]


LINKS: dict[str, Callable[[Row], Links]] = {
    "memberships": membership,
    "endorsements": endorsement,
    "partnerships": partnership,
    "participations": participation,
    "posts": post,
    "pledges": pledge,
    "grants": grant,
    "designations": designation,
    "relations": relation,
}


def triples(tables: Tables, parents: Parents) -> list[Triple]:
    """All triples of all tables, sorted and each once.

    `parents` gives, for each class of the ontology, the classes above it.
    """
    names = Names(tables, parents)
    found: set[Triple] = set()
    for table in tables.values():
        for row in table.rows:
            found.update(_row(table, row, names))
    return sorted(found)


def _row(table: Table, row: Row, names: Names) -> Iterator[Triple]:
    node = thing(table.kind, row.key)
    for each in names.types(table.class_of(row)):
        yield node, TYPE, each
    for key in row.places():
        yield node, EVIDENCE, names.term(key)
    for column in table.columns:
        if column.property and row.get(column.name):
            yield node, term(column.property), value(column, row, names)
    yield from _statements(table, row, node, names)


def _statements(table: Table, row: Row, node: str, names: Names) -> Iterator[Triple]:
    if table.name in LINKS:
        yield from _links(row, node, LINKS[table.name](row), names)
    elif table.name == "names":
        yield from _name(row, node, names)
    elif table.name == "sources":
        yield node, LABEL, literal(row["title"])
    elif table.name == "passages":
        yield node, LABEL, literal(f"{names.label(row['source'])}, {row['section']}, passage {row.key}", language="en")
    elif not row.get("name") and table.name != "ledger":
        yield node, LABEL, literal(_words(row, names), language="en")
    for column in table.columns:
        if column.statement and row.get(column.name):
            yield from _cell(row, column, node, names)


def _links(row: Row, node: str, links: Links, names: Names) -> Iterator[Triple]:
    """The row's own node says the first link; each further link has a node of its own."""
    for number, (subject, predicate, target) in enumerate(links):
        own = node
        if number:
            own = thing("statement", f"{row.key}-{_kebab(predicate)}-{number}")
            yield own, DERIVED, node
            yield from _statement(own, row.evidence(), names)
            yield from ((own, term(f"kg:{each}"), terms.date(row[each])) for each in DATES if row.get(each))
        elif not row.get("name"):
            label = f"{names.label(subject)} {_kebab(predicate).replace('-', ' ')} {names.label(target)}"
            yield node, LABEL, literal(label, language="en")
        yield from _says(own, names.term(subject), term(f"kg:{predicate}"), names.term(target))
        if _stands(row):
            yield names.term(subject), term(f"kg:{predicate}"), names.term(target)


def _stands(row: Row) -> bool:
    """Whether the link is said to hold now: an ended or former one has a node but no short triple."""
    return not row.get("to") and row.get("role") != "former"


def _says(node: str, subject: str, predicate: str, target: str) -> Iterator[Triple]:
    yield node, SUBJECT, subject
    yield node, PREDICATE, predicate
    yield node, OBJECT, target


def _statement(node: str, evidence: Iterable[str], names: Names) -> Iterator[Triple]:
    for each in names.types("Statement"):
        yield node, TYPE, each
    for key in evidence:
        yield node, EVIDENCE, names.term(key)


def _cell(row: Row, column: Column, node: str, names: Names) -> Iterator[Triple]:
    own = thing("statement", f"{row.key}-{column.name.replace('_', '-')}")
    yield from _statement(own, row.evidence(column.name), names)
    yield from _says(own, node, term(column.property), value(column, row, names))


def _name(row: Row, node: str, names: Names) -> Iterator[Triple]:
    spelling = literal(row["name"], language=row.get("language"))
    yield node, LABEL, literal(f"{names.label(row['thing'])} is also called {row['name']}", language="en")
    yield from _says(node, names.term(row["thing"]), term("skos:altLabel"), spelling)
    yield names.term(row["thing"]), term("skos:altLabel"), spelling


def _words(row: Row, names: Names) -> str:
    """A short name for a row that has none, as 'EUROCITIES: 6 founders'."""
    about = names.label(row.get("about") or row.get("collective") or row.get("area"))
    counted = names.label(row.get("indicator")) or row.get("counted") or row.get("status")
    amount = " ".join(filter(None, (row.get("qualifier"), row.get("value"))))
    return ": ".join(filter(None, (about, f"{amount} {counted}".strip())))


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def value(column: Column, row: Row, names: Names) -> str:
    """A filled cell as an RDF term of the type that its column declares."""
    cell = row[column.name]
    if column.format in FORMATS:
        return FORMATS[column.format](cell)
    if column.format == "concept":
        return terms.concept(column.scheme, cell)
    if column.references:
        return names.term(cell)
    if column.property in ("rdfs:label", "rdfs:comment"):
        return literal(cell, language="en")
    return literal(_canonical(cell) if column.type == "number" else cell, datatype(column))


def _canonical(number: str) -> str:
    """Digits as stores write them back: no zeros at the end.

    >>> _canonical("5.5560"), _canonical("10"), _canonical("2.0")
    ('5.556', '10', '2')
    """
    return number.rstrip("0").rstrip(".") if "." in number else number


def datatype(column: Column) -> str:
    """The XSD type of a column's values; coordinates are doubles, as WGS84 readers expect."""
    if column.property in ("geo:lat", "geo:long"):
        return "xsd:double"
    return {"integer": "xsd:integer", "number": "xsd:decimal", "boolean": "xsd:boolean"}.get(column.type, "")


FORMATS: dict[str, Callable[[str], str]] = {
    "partial-date": terms.date,
    "uri": terms.iri,
    "property": lambda cell: term(f"kg:{cell}"),
    "geonames": lambda cell: term(f"gn:{cell}/"),
    "wikidata": lambda cell: term(f"wd:{cell}"),
}
