"""The pages of reference, read from what the program itself reads.

The commands' help, the headers of the named queries, the data package, the ontology, its schemes, shapes and checks.
Each function returns the body of one page; text from files is never markup.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import click
import pyoxigraph as ox

from kg import checks, named, paths, tables, terms
from kg import store as stores
from kg.cells import Column
from kg.cli import main as kg


def said(text: str) -> str:
    """Plain text as HTML."""
    return html.escape(text, quote=False)


def code(text: str) -> str:
    """A word of the program or of the graph."""
    return f"<code>{said(text)}</code>"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; its cells are HTML already."""
    top = "".join(f"<th>{each}</th>" for each in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"<table>\n<tr>{top}</tr>\n{lines}</table>\n"


def listed(entries: Iterable[tuple[str, str]]) -> str:
    """What is known of a thing, by heading; what is empty is left out."""
    lines = "".join(f"<dt>{name}</dt><dd>{value}</dd>\n" for name, value in entries if value)
    return f"<dl>\n{lines}</dl>\n" if lines else ""


def commands() -> str:
    """Each command's own help."""
    parts = ["<h1>Commands</h1>\n<p>What <code>kg COMMAND --help</code> prints.</p>"]
    context = click.Context(kg, info_name="kg", terminal_width=100, **kg.context_settings)
    for name in kg.list_commands(context):
        own = click.Context(kg.commands[name], info_name=name, parent=context, terminal_width=100)
        parts.append(f'<h2 id="{name}">kg {name}</h2>\n<pre>{said(own.get_help())}</pre>')
    return "\n".join(parts)


def queries() -> str:
    """Each named query: what it answers, its parameters, an example and its text."""
    known = named.queries().values()
    links = ", ".join(f'<a href="#{query.name}">{query.name}</a>' for query in known)
    parts = [f"<h1>Named queries</h1>\n<p>Run with <code>kg query NAME</code>: {links}.</p>"]
    for query in known:
        rows = [(code(each.name), each.kind, code(each.default), said(each.help)) for each in query.parameters]
        text = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
        parts.append(
            f'<h2 id="{query.name}">{query.name}</h2>\n<p>{said(query.help)}.</p>\n'
            + (table(("parameter", "kind", "without it", "meaning"), rows) if rows else "")
            + f"<pre>{said(query.example)}</pre>\n<pre>{said(text.strip())}</pre>"
        )
    return "\n".join(parts)


def tables_page() -> str:
    """Each table of the data package and its columns."""
    known = tables.describe(paths.data())
    parts = [
        "<h1>Tables</h1>\n<p>The tables in <code>data/</code> and their columns, as <code>datapackage.json</code> has "
        "them. A column with a property of the ontology becomes a triple; one marked <em>statement</em> becomes a "
        "statement of its own, with its evidence.</p>"
    ]
    for each in known.values():
        classes = ", ".join(_kg(name) for name in dict.fromkeys(each.classes.values()))
        columns = [
            (code(column.name), column.type, _rules(column), _property(column), said(column.description))
            for column in each.columns
        ]
        parts.append(
            f'<h2 id="{each.name}">{each.path}</h2>\n<p>{said(each.title)}. A row is a {classes}.</p>\n'
            + table(("column", "type", "rules", "property", "meaning"), columns)
        )
    return "\n".join(parts)


def _rules(column: Column) -> str:
    rules = [word for word, holds in (("required", column.required), ("unique", column.unique)) if holds]
    rules += [f"one of {', '.join(column.enum)}"] if column.enum else []
    rules += [f'a code of <a href="schemes.html#{column.scheme}">{column.scheme}</a>'] if column.scheme else []
    links = [f'<a href="#{name}">{name}</a>' for name in column.references]
    rules += [f"a key of {', '.join(links)}"] if links else []
    return "; ".join(rules)


def _property(column: Column) -> str:
    prefix, _, local = column.property.partition(":")
    shown = _kg(local) if prefix == "kg" else code(column.property) if prefix else ""
    return shown + (", statement" if column.statement else "")


def _kg(local: str) -> str:
    return f'<a href="ontology.html#{local}"><code>kg:{local}</code></a>'


class Vocabulary:
    """What Turtle files say, in the order in which they say it."""

    def __init__(self, *files: Path) -> None:
        self._said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in (each for path in files for each in stores.parse(path)):
            value = triple.object.value if not isinstance(triple.object, ox.Triple) else ""
            self._said[terms.contract(_iri(triple))][terms.contract(triple.predicate.value)].append(
                terms.contract(value)
            )

    def all(self, subject: str, predicate: str) -> list[str]:
        """The values of a property of a thing."""
        return self._said.get(subject, {}).get(predicate, [])

    def one(self, subject: str, predicate: str) -> str:
        """The only value, or nothing."""
        return next(iter(self.all(subject, predicate)), "")

    def of(self, *classes: str) -> list[str]:
        """The things of some class."""
        return [subject for subject, own in self._said.items() if set(own.get("rdf:type", ())) & set(classes)]

    def with_value(self, predicate: str, value: str) -> list[str]:
        """The things that have a value."""
        return [subject for subject, own in self._said.items() if value in own.get(predicate, ())]


def _iri(triple: ox.Triple) -> str:
    return getattr(triple.subject, "value", "")


def _header(vocabulary: Vocabulary, own: str) -> str:
    """Title, version, licence and dates of an ontology."""
    version = vocabulary.one(own, "owl:versionInfo")
    return f"<p>{said(vocabulary.one(own, 'dcterms:description'))}</p>\n" + listed(
        [
            ("IRI", code(_whole(own))),
            ("Version", f"{said(version)}, {code(_whole(vocabulary.one(own, 'owl:versionIRI')))}"),
            ("Licence", _outward(vocabulary.one(own, "dcterms:license"))),
            ("Made by", said(vocabulary.one(own, "dcterms:creator"))),
            ("Created", said(vocabulary.one(own, "dcterms:created"))),
            ("Modified", said(vocabulary.one(own, "dcterms:modified"))),
            ("Source", _outward(vocabulary.one(own, "dcterms:source"))),
        ]
    )


def _whole(name: str) -> str:
    prefix = name.partition(":")[0]
    return terms.expand(name) if prefix in terms.PREFIXES else name


def _outward(address: str) -> str:
    whole = _whole(address)
    return f'<a href="{html.escape(whole)}">{said(whole)}</a>' if whole else ""


def _linked(names: Iterable[str]) -> str:
    """Terms, with links where they are the project's own."""
    return ", ".join(_kg(name[3:]) if name.startswith("kg:") else code(name) for name in names)


def ontology() -> str:
    """The classes and properties, with definitions, notes and what they are in other vocabularies."""
    own = Vocabulary(paths.ontology() / "citykg.ttl")
    aligned = Vocabulary(paths.ontology() / "align.ttl")
    classes = sorted(own.of("owl:Class"), key=str.casefold)
    properties = sorted(own.of("owl:ObjectProperty", "owl:DatatypeProperty"), key=str.casefold)
    top = [name for name in classes if not any(each.startswith("kg:") for each in own.all(name, "rdfs:subClassOf"))]
    iri = next(iter(own.of("owl:Ontology")))
    return "\n".join(
        [
            f"<h1>{said(own.one(iri, 'dcterms:title'))}</h1>",
            _header(own, iri),
            f"<p>Prefix {code('kg:')} is {code(terms.PREFIXES['kg'])}. {len(classes)} classes, "
            f'{len(properties)} <a href="#properties">properties</a>.</p>',
            f'<h2 id="tree">Tree of classes</h2>\n{_tree(own, top)}',
            '<h2 id="classes">Classes</h2>',
            *(_class(own, aligned, name) for name in classes),
            '<h2 id="properties">Properties</h2>',
            *(_property_of(own, aligned, name) for name in properties),
        ]
    )


def _tree(own: Vocabulary, names: list[str]) -> str:
    lines = [f"<li>{_kg(name[3:])}{_tree(own, _below(own, name))}</li>\n" for name in names]
    return f"<ul>\n{''.join(lines)}</ul>" if lines else ""


def _below(own: Vocabulary, name: str) -> list[str]:
    return sorted(own.with_value("rdfs:subClassOf", name), key=str.casefold)


def _term(own: Vocabulary, name: str) -> str:
    notes = "".join(f'<p class="note">{said(note)}</p>\n' for note in own.all(name, "skos:scopeNote"))
    return (
        f'<h3 id="{name[3:]}">{said(own.one(name, "rdfs:label"))}{code(name)}</h3>\n'
        f"<p>{said(own.one(name, 'skos:definition'))}</p>\n{notes}"
    )


def _class(own: Vocabulary, aligned: Vocabulary, name: str) -> str:
    return _term(own, name) + listed(
        [
            ("Kind of", _linked(own.all(name, "rdfs:subClassOf"))),
            ("Kinds", _linked(_below(own, name))),
            ("Has", _linked(own.with_value("rdfs:domain", name))),
            ("Value of", _linked(own.with_value("rdfs:range", name))),
            ("Never also", _linked(own.all(name, "owl:disjointWith"))),
            ("Elsewhere", _linked(aligned.all(name, "rdfs:subClassOf"))),
            ("Close to", _linked(aligned.all(name, "skos:closeMatch"))),
        ]
    )


def _property_of(own: Vocabulary, aligned: Vocabulary, name: str) -> str:
    value = "owl:DatatypeProperty" in own.all(name, "rdf:type")
    return _term(own, name) + listed(
        [
            ("Leads to", "a value" if value else "a thing"),
            ("Domain", _linked(own.all(name, "rdfs:domain"))),
            ("Range", _linked([*own.all(name, "rdfs:range"), *aligned.all(name, "rdfs:range")])),
            ("Narrower than", _linked(own.all(name, "rdfs:subPropertyOf"))),
            ("Elsewhere", _linked(aligned.all(name, "rdfs:subPropertyOf"))),
            ("Close to", _linked(aligned.all(name, "skos:closeMatch"))),
        ]
    )


def schemes() -> str:
    """Each concept scheme with its codes."""
    files = sorted((paths.ontology() / "schemes").glob("*.ttl"))
    links = ", ".join(f'<a href="#{path.stem}">{path.stem}</a>' for path in files)
    parts = [
        f"<h1>Concept schemes</h1>\n<p>The codes that cells and statements point to: {links}. A concept is written "
        f"{code('scheme:code')} in the tables and in queries, as {code('gcm:18')}.</p>"
    ]
    return "\n".join([*parts, *(_scheme(path) for path in files)])


def _scheme(path: Path) -> str:
    own = Vocabulary(path)
    iri = next(iter(own.of("skos:ConceptScheme")))
    rows = [
        (code(own.one(name, "skos:notation")), said(own.one(name, "rdfs:label")),
         said(own.one(name, "skos:definition")), code(_broader(own, name)) if _broader(own, name) else "")
        for name in own.of("skos:Concept")
    ]  # fmt: skip
    title = said(own.one(iri, "dcterms:title"))
    return (
        f'<h2 id="{path.stem}">{title}{code(path.stem)}</h2>\n{_header(own, iri)}'
        f"{table(('code', 'name', 'meaning', 'within'), rows)}"
    )


def _broader(own: Vocabulary, name: str) -> str:
    above = own.one(name, "skos:broader")
    return own.one(above, "skos:notation") if above else ""


def checks_page() -> str:
    """Each shape's messages and each check with its severity and fix."""
    shapes = Vocabulary(paths.ontology() / "shapes.ttl")
    messages = [
        (code(re.split(r"[#/]", name)[-1]), said(_severity(shapes, name)), said(shapes.one(name, "sh:message")))
        for name in sorted(shapes.of("sh:NodeShape", "sh:PropertyShape"))
        if shapes.one(name, "sh:message")
    ]
    found = [checks.read(path) for path in sorted((paths.ontology() / "checks").glob("*.rq"))]
    rows = [(code(each.name), said(each.severity), said(each.title), said(each.fix)) for each in found]
    return (
        "<h1>Shapes and checks</h1>\n<p>What <code>kg validate</code> looks at. A shape says what one thing must look "
        "like; a check compares things. A violation fails, a warning or an info is for a person to read.</p>\n"
        f'<h2 id="checks">Checks</h2>\n{table(("check", "severity", "what is wrong", "what to do"), rows)}'
        f'<h2 id="shapes">Shapes</h2>\n{table(("shape", "severity", "message"), messages)}'
    )


def _severity(shapes: Vocabulary, name: str) -> str:
    return shapes.one(name, "sh:severity").partition(":")[2].lower()


BODIES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "queries": queries,
    "tables": tables_page,
    "ontology": ontology,
    "schemes": schemes,
    "checks": checks_page,
}
