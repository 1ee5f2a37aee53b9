"""The job behind the endpoint: one query, its answer written in the format that fits what it asks for."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kg import syntax, terms
from kg.server import guards
from kg.server.counting import Rows
from kg.server.limits import Limits
from kg.server.made import Made, Out
from kg.server.media import GRAPHS, ROWS, Format
from kg.server.opened import Opened
from kg.server.problems import Problem, of_words

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def sparql(
    opened: Opened, out: Out, limits: Limits, *, query: str, rows: Sequence[str], graph: Sequence[str],
    default: Sequence[str] | None = None, named: Sequence[str] | None = None,
) -> Made:  # fmt: skip
    """Answer a query over the default graph, or over the graphs of the request: `default` together and `named`.

    `rows` and `graph` are (name, content type) of the format for either sort of answer, empty where the client takes
    none. Raises Problem for what cannot be answered.
    """
    guards.check(query, opened.names)
    for graph_name in (*(default or ()), *(named or ())):
        if graph_name not in opened.names:
            raise Problem(400, f"there is no graph <{graph_name}>", "GET / of the endpoint describes the graphs")
    answer = ask(opened.dataset, query, default, named)
    formats, wanted = (GRAPHS, graph) if isinstance(answer, ox.QueryTriples) else (ROWS, rows)
    if not wanted[0]:
        offered = ", ".join(each.media for each in formats)
        raise Problem(406, f"this sort of query is answered as {offered}", "ask for one of these in Accept")
    form = next(each for each in formats if each.name == wanted[0])
    write(answer, out, form, limits)
    return Made(b"", wanted[1], not guards.volatile(query))


def ask(store: ox.Store, query: str, default: Sequence[str] | None, named: Sequence[str] | None) -> Answer:
    """The engine's answer; the project's prefixes need no declaration. Raises Problem where it does not parse."""
    chosen = {}
    if default is not None or named is not None:  # the request decides over FROM (Protocol, 2.1.4)
        chosen = {
            "default_graph": [ox.NamedNode(each) for each in default or ()],
            "named_graphs": [ox.NamedNode(each) for each in named or ()],
        }
    try:
        return store.query(query, prefixes=terms.PREFIXES, **chosen)  # type: ignore[arg-type]
    except SyntaxError as error:
        raise of_words(400, syntax.caret(query, error)) from error
    except (ValueError, OSError) as error:
        raise Problem(400, f"the query cannot be answered: {error}") from error


def write(answer: Answer, out: Out, form: Format, limits: Limits) -> None:
    """Write an answer, and stop at the limits with Problem (413)."""
    if isinstance(form.engine, ox.RdfFormat):
        assert isinstance(answer, ox.QueryTriples)
        bounded = (each for each in _bounded(answer, limits.rows))
        ox.serialize(bounded, out, format=form.engine, prefixes=terms.PREFIXES)  # type: ignore[arg-type]
        return
    if isinstance(answer, ox.QuerySolutions):
        counted = Rows(form.name)
        out.watch = lambda part: _check(counted.add(part), limits.rows)
    answer.serialize(out, format=form.engine)  # type: ignore[arg-type]


def _bounded(answer: ox.QueryTriples, most: int):  # type: ignore[no-untyped-def]
    for count, triple in enumerate(answer, 1):
        _check(count, most)
        yield triple


def _check(found: int, most: int) -> None:
    if found > most:
        raise Problem(413, f"the answer has more than {most:,} rows", "ask for less, with LIMIT, or take a download")
