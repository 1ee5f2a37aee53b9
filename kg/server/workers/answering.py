"""The job behind the endpoint: one query, its answer written in the format that fits what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg import terms
from kg.server.limits import Limits
from kg.server.media import GRAPHS, ROWS, Format
from kg.server.problems import Problem
from kg.server.workers import guards
from kg.server.workers.complaints import complaint
from kg.server.workers.counting import Rows
from kg.server.workers.made import Made, Out
from kg.server.workers.opened import Opened

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def sparql(
    opened: Opened, out: Out, limits: Limits, *, query: str, rows: Sequence[str], graph: Sequence[str],
    default: Sequence[str] | None = None, named: Sequence[str] | None = None,
) -> Made:  # fmt: skip
    """Answer a query over the default graph, or over the graphs of the request: `default` together and `named`.

    `rows` and `graph` are (name, content type) of the format for either sort of answer, empty where the client takes
    none. Raises Problem for what cannot be answered.
    """
    guards.check(query)
    answer = ask(opened, query, _dataset(opened, query, default, named))
    formats, wanted = (GRAPHS, graph) if isinstance(answer, ox.QueryTriples) else (ROWS, rows)
    if not wanted[0]:
        offered = ", ".join(each.media for each in formats)
        raise Problem(406, f"this sort of query is answered as {offered}", "ask for one of these in Accept")
    form = next(each for each in formats if each.name == wanted[0])
    write(answer, out, form, limits)
    return Made(b"", wanted[1], not guards.volatile(query))


Dataset = tuple[Sequence[str], Sequence[str]] | None
"""The graphs that are asked together, and those each by its name; nothing for all there are."""


def _dataset(opened: Opened, query: str, default: Sequence[str] | None, named: Sequence[str] | None) -> Dataset:
    """The graphs to ask: those of the request, which win (Protocol, 2.1.4), or those of the query."""
    if default is None and named is None:
        found = guards.known(query, opened.names)
        sorts = [tuple(dict.fromkeys(each.graph for each in found if each.named == sort)) for sort in (False, True)]
        return (sorts[0], sorts[1]) if found else None
    for name in (*(default or ()), *(named or ())):
        if name not in opened.names:
            raise Problem(400, f"there is no graph <{name}>", guards.GRAPHS)
    return default or (), named or ()


def ask(opened: Opened, query: str, dataset: Dataset) -> Answer:
    """The engine's answer; the project's prefixes need no declaration, and relative addresses
    stand for what they do on the site (Protocol, 2.3). Raises Problem where it does not parse."""
    store, chosen = opened.dataset, {}
    if dataset:
        default, named = dataset
        several = len(default) > 1
        store = opened.together(tuple(default), tuple(named)) if several else store
        graphs = [ox.DefaultGraph()] if several else [ox.NamedNode(each) for each in default]
        chosen = {"default_graph": graphs, "named_graphs": [ox.NamedNode(each) for each in named]}
    try:
        return store.query(query, base_iri=terms.BASE, prefixes=terms.PREFIXES, **chosen)  # type: ignore[arg-type]
    except SyntaxError as error:
        raise complaint(query, error) from error
    except (ValueError, OSError) as error:
        raise Problem(400, f"the query cannot be answered: {error}") from error


def write(answer: Answer, out: Out, form: Format, limits: Limits) -> None:
    """Write an answer; stop with Problem at the limits (413), and where the format has no words for it (406)."""
    counted = Rows(form.name) if isinstance(answer, ox.QuerySolutions) else None

    def watch(part: bytes) -> None:
        if form.media.endswith("xml") and _CONTROL.search(part):
            raise _unfit(form, "XML has no control characters")
        if counted:
            _check(counted.add(part), limits.rows)

    out.watch = watch
    try:
        if isinstance(form.engine, ox.RdfFormat):
            assert isinstance(answer, ox.QueryTriples)
            triples = _bounded(answer, limits.rows, form)
            ox.serialize(triples, out, format=form.engine, prefixes=terms.PREFIXES)  # type: ignore[arg-type]
        else:
            answer.serialize(out, format=form.engine)  # type: ignore[arg-type]
    except OSError as error:
        if error.errno:
            raise
        raise _unfit(form, str(error)) from error


_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LOCAL = re.compile(r"[^\W\d][\w.-]*$")


def _bounded(answer: ox.QueryTriples, most: int, form: Format) -> Iterator[ox.Triple]:
    for count, triple in enumerate(answer, 1):
        _check(count, most)
        if form.engine == ox.RdfFormat.RDF_XML and not _LOCAL.search(triple.predicate.value):
            raise _unfit(form, f"<{triple.predicate.value}> does not end in a name")
        yield triple


def _unfit(form: Format, why: str) -> Problem:
    return Problem(406, f"the answer cannot be written as {form.media}: {why}", "ask for another format in Accept")


def _check(found: int, most: int) -> None:
    if found > most:
        raise Problem(413, f"the answer has more than {most:,} rows", "ask for less, with LIMIT, or take a download")
