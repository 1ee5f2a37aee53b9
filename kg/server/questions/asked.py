"""Named queries as plain links: `query/members?collective=icorn&as-of=2018&format=csv`.

Parameters stand in the address as they are called in the query; `as-of` and `format` are kept for us. Empty ones
count as not given, as a form sends them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from kg import hints, lists, named, results, sparql, syntax, terms
from kg import store as stores
from kg.dates import AsOf, is_date
from kg.errors import AskerError, nearest
from kg.names import Index
from kg.results import Answer
from kg.server import media
from kg.server.endings import PAGE, PARQUET
from kg.server.questions import ready

RESERVED = {"as-of": "the graph as it stood then: a year, month or day", "format": "how the answer is written"}
_ROWS, _GRAPHS = ({each.name: each.content_type for each in own} for own in (media.ROWS, media.GRAPHS))
ROWS = {name: _ROWS[name] for name in ("csv", "tsv", "json", "xml")} | {"parquet": PARQUET, "html": PAGE}
"""Formats of rows and the media types that they are sent as; the first serves whoever does not say."""
TRUTH = {name: own for name, own in ROWS.items() if name != "parquet"}
TRIPLES = {
    **{name: _GRAPHS[name] for name in ("turtle", "ntriples")},
    "json": _GRAPHS["jsonld"], "xml": _GRAPHS["rdfxml"], "html": PAGE,
}  # fmt: skip
KEPT = 2
"""How many copies of the graph as it stood at a date are kept; each takes some 50 MB."""
NAMED = 5
"""How many incomplete lists a header names."""
INCOMPLETE = terms.expand("kg:Completeness")


@dataclass(frozen=True)
class Asked:
    """A named query with the values for its parameters; `as_of` is empty for the graph as it is."""

    query: named.Query
    values: Mapping[str, str]
    as_of: str
    form: str


@dataclass(frozen=True)
class Answered:
    """What a named query answers: the text that ran, the answer, which lists named in it lack somebody.

    `as_of` counts what a look at a date keeps; `hint` says why there are no rows.
    """

    asked: Asked
    text: str
    answer: Answer
    gaps: tuple[lists.Listing, ...]
    as_of: AsOf | None
    hint: str


@cache
def known() -> dict[str, named.Query]:
    """All named queries by name, read once."""
    return named.queries()


def formats(query: named.Query) -> dict[str, str]:
    """The formats that the answer to a query can be had in, with their media types; the usual one first."""
    form = syntax.form(query.text)
    return ROWS if form == "SELECT" else TRUTH if form == "ASK" else TRIPLES


def prepare(query: named.Query, given: Iterable[tuple[str, str]], usual: str = "") -> Asked:
    """What an address asks, from the names and values after its question mark; `usual` is the format where it has none.

    Raises AskerError for a parameter or format that is not there, given twice, or lacking.
    """
    values: dict[str, str] = {}
    known = {each.name: each for each in query.parameters}
    for name, value in given:
        if name not in known and name not in RESERVED:
            takes = ", ".join([*known, *RESERVED])
            raise AskerError(f"{query.name} has no parameter '{name}'{nearest(name, known) or f'; it takes {takes}'}")
        if value and values.setdefault(name, value) != value:
            raise AskerError(f"{name} is given several times; give it once")
    as_of, form = values.pop("as-of", ""), values.pop("format", usual) or next(iter(formats(query)))
    if form not in formats(query):
        raise AskerError(f"format={form}: {query.name} answers in {', '.join(formats(query))}")
    if as_of and not is_date(as_of):
        raise AskerError(f"as-of={as_of}: not a date; write 2018, 2018-12 or 2018-12-08")
    for each in query.parameters:
        if not each.default and each.name not in values:
            raise AskerError(f"{query.name} needs {each.name}: {each.help}; for example {address(query)}")
    return Asked(query, values, as_of, form)


def address(query: named.Query, values: Mapping[str, str] | None = None, **reserved: str) -> str:
    """The address of an answer below `query/`; without `values`, those of the query's own example.

    >>> address(named.parse("q", "# param n: number = 3 -- n\\nASK {}"), {"n": "4"}, format="csv")
    'q?n=4&format=csv'
    """
    given = {**(ready.usual(query) if values is None else values), **reserved}
    pairs = [f"{quote(name)}={quote(value, safe=':*,')}" for name, value in given.items() if value]
    return query.name + ("?" + "&".join(pairs) if pairs else "")


class Asker:
    """Answers named queries from one store; what takes time is worked out once and kept."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._index = Index(store)
        self._listings = lists.listings(store)
        self._past: OrderedDict[str, tuple[ox.Store, AsOf, dict[str, lists.Listing]]] = OrderedDict()

    def answer(self, asked: Asked) -> Answered:
        """The answer, and what must be known to read it.

        Raises AskerError for a value that cannot be, with the nearest name.
        """
        text = self.bind(asked)
        store, when, known = self._looked(asked.as_of)
        answer = sparql.ask(store, text)
        gaps = lists.gaps(known, results.values(answer) | named.mentioned(text))
        hint = hints.why_empty(store, text) if results.empty(answer) else ""
        return Answered(asked, text, answer, tuple(gaps), when, hint)

    def bind(self, asked: Asked) -> str:
        """The text of the query with its parameters filled in, which runs anywhere."""
        try:
            return ready.runnable(named.bind(asked.query, asked.values, self._store, self._index))
        except AskerError as error:
            raise AskerError(_said_for_links(str(error))) from error

    def meant(self, value: results.Term | None) -> str:
        """The IRI of what stands in a cell, by itself or by a name that one thing alone bears; else empty."""
        if isinstance(value, ox.NamedNode):
            return value.value
        found = self._index.called(value.value) if isinstance(value, ox.Literal) else []
        return found[0] if len(found) == 1 else ""

    def _looked(self, date: str) -> tuple[ox.Store, AsOf | None, dict[str, lists.Listing]]:
        if not date:
            return self._store, None, self._listings
        if date not in self._past:
            while len(self._past) >= KEPT:
                self._past.popitem(last=False)
            copy, when = stores.as_of(self._store, date)
            self._past[date] = copy, when, lists.listings(copy)
        self._past.move_to_end(date)
        return self._past[date]


def _said_for_links(message: str) -> str:
    """A message for the command line, for whoever wrote an address."""
    return message.replace("--param ", "").replace("'kg query --list' shows what can be asked", "look for it at /")


def content(answered: Answered) -> bytes:
    """The answer in its format, all but HTML; CSV runs no formula in a spreadsheet."""
    return results.serialize(answered.answer, answered.asked.form)


def headers(answered: Answered) -> dict[str, str]:
    """What goes with an answer: a name to save it under, and a link to each collective whose list lacks somebody.

    The relation of these links is kg:Completeness, their title says how much of the list there is. Formats stay as
    their standards have them.
    """
    asked = answered.asked
    ending = {"turtle": "ttl", "ntriples": "nt"}.get(asked.form, asked.form)
    found = {"Content-Disposition": f'inline; filename="{asked.query.name}.{ending}"'}
    links = [_link(each.iri, INCOMPLETE, f"{each.name} ({each})") for each in answered.gaps[:NAMED]]
    if len(answered.gaps) > NAMED:
        more = f"{len(answered.gaps) - NAMED} more lists that lack somebody"
        links.append(_link(terms.expand("named:completeness"), INCOMPLETE, more))
    return found | ({"Link": ", ".join(links)} if links else {})


def _link(target: str, relation: str, title: str) -> str:
    """A link as RFC 8288 has it in a header.

    >>> print(_link("http://a", "next", "Łódź"))
    <http://a>; rel="next"; title*=UTF-8''%C5%81%C3%B3d%C5%BA
    """
    return f"{terms.iri(target)}; rel=\"{relation}\"; title*=UTF-8''{quote(title, safe='')}"


def catalogue() -> list[dict[str, Any]]:
    """Every named query with its parameters, formats and an address to begin with."""
    return [
        {
            "name": query.name,
            "help": query.help,
            "address": address(query),
            "formats": list(formats(query)),
            "parameters": [
                {"name": each.name, "kind": each.kind, "default": each.default, "help": each.help}
                for each in query.parameters
            ],
        }
        for query in known().values()
    ]
