"""Ask a query of a store, of an rdflib graph or of a remote endpoint; all three answer in the same form."""

from __future__ import annotations

import contextlib
import re

import pyoxigraph as ox
import rdflib

from kg import syntax, terms
from kg.errors import AskerError, OperatorError
from kg.results import Answer, Rows, Term
from kg.store import Endpoint


def ask(store: ox.Store, text: str) -> Answer:
    """The answer of a store to the text of a query; the project's prefixes need no declaration.

    Raises AskerError, with the line and a caret, where the query does not parse, is an update or asks other servers.
    """
    try:
        if service(text) is not None:
            raise AskerError(
                "SERVICE asks another server, and kg asks none; ask that server itself with --endpoint URL"
            )
        return _collect(store.query(text, prefixes=terms.PREFIXES))
    except SyntaxError as error:
        raise AskerError(syntax.caret(text, error)) from error
    except (ValueError, OSError) as error:
        raise AskerError(f"the query cannot be answered: {error}") from error


def service(text: str, base: str | None = None) -> int | None:
    """Where a query asks another server, if it does; `base` is what its relative addresses stand for.

    Raises SyntaxError where it does not parse.

    What is a keyword only the engine knows: `1SERVICE` has one. So each of these words is replaced by one that says
    nothing, as long as it is: a query that has lost a keyword does not parse any more.

    >>> service("ASK { ?service ?p 'SERVICE' }"), service("ASK { ?s ?p 1.SERVICE <http://a/> {} }")
    (None, 14)
    """
    ends = [hit.end() for hit in _SERVICE.finditer(text)]
    if not ends:
        return None
    other = _SERVICE.sub(lambda hit: hit[0].translate(_NEXT), text)
    try:
        ox.Store().query(other, base_iri=base, prefixes=terms.PREFIXES)
    except SyntaxError as error:
        _parse(text, base)
        at = syntax.offset(other, error)
        return max([end for end in ends if end <= at], default=ends[0]) - len("service")
    return None


def _parse(text: str, base: str | None) -> None:
    """Raise SyntaxError where a query does not parse; it is not evaluated."""
    both = {"use_default_graph_as_union": True, "default_graph": ox.DefaultGraph()}
    with contextlib.suppress(ValueError):  # the engine parses before it sees that these two contradict
        ox.Store().query(text, base_iri=base, prefixes=terms.PREFIXES, **both)  # type: ignore[arg-type]


_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_NEXT = {ord(sign): chr(ord(sign) + 1) for sign in "serviceSERVICE"}


def _collect(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QuerySolutions):
        return Rows([v.value for v in answer.variables], [tuple(solution) for solution in answer])
    return sorted(answer, key=str)


def ask_rdflib(graph: rdflib.Graph, text: str) -> Answer:
    """The answer of an rdflib graph, in the same form as that of a store; the plain engine to compare with."""
    result = graph.query(text, initNs=terms.PREFIXES)
    if result.type == "ASK":
        return bool(result.askAnswer)
    if result.type in ("CONSTRUCT", "DESCRIBE"):
        content = result.graph.serialize(format="nt", encoding="utf-8") if result.graph is not None else b""
        return sorted((quad.triple for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES)), key=str)
    content = result.serialize(format="json") or b""
    answer = _collect(ox.parse_query_results(content, ox.QueryResultsFormat.JSON))
    assert isinstance(answer, Rows)
    return answer


def ask_endpoint(endpoint: Endpoint, text: str) -> Answer:
    """The answer of a remote endpoint, whole.

    Servers cap their answers without a word: a SELECT is asked on until nothing more comes, and a CONSTRUCT is
    made here from the rows of its variables. A DESCRIBE is taken as it comes.
    """
    # The prefixes stay on the first line, so that a line in the server's complaint is one of the query.
    text = "".join(f"PREFIX {name}: <{base}> " for name, base in terms.PREFIXES.items() if f"{name}:" in text) + text
    form = syntax.form(text)
    if form == "SELECT":
        return _whole(endpoint, text)
    if form == "CONSTRUCT":
        return sorted(_constructed(endpoint, text), key=str)
    if form == "DESCRIBE":
        return sorted(endpoint.triples(text), key=str)
    answer = _answered(endpoint, text)
    return bool(answer.rows) if isinstance(answer, Rows) else answer  # Virtuoso 7 answers ASK with a row or none


def _whole(endpoint: Endpoint, text: str) -> Rows:
    """All rows of a SELECT query: after a first answer, whatever comes behind as many rows."""
    first = _rows(endpoint, text)
    ordered, start, most = syntax.ordered(syntax.values_inside(text), first.variables)
    size = len(first.rows)
    if not first.variables or not 0 < size < most or not _page(endpoint, ordered, start + size, size):
        return first
    rows: list[tuple[Term | None, ...]] = []
    while len(rows) < most and (got := _page(endpoint, ordered, start + len(rows), min(size, most - len(rows)))):
        rows += got
    return Rows(first.variables, rows)


def _page(endpoint: Endpoint, ordered: str, start: int, size: float) -> list[tuple[Term | None, ...]]:
    return _rows(endpoint, f"{ordered}\nLIMIT {size:.0f} OFFSET {start}").rows


def _rows(endpoint: Endpoint, text: str) -> Rows:
    answer = _answered(endpoint, text)
    if not isinstance(answer, Rows):
        raise OperatorError(f"{endpoint.address} answered yes or no where rows were asked for; is it an endpoint?")
    return answer


def _answered(endpoint: Endpoint, text: str) -> Rows | bool:
    content = endpoint.ask(text, "application/sparql-results+json")
    answer: Answer | None = None
    with contextlib.suppress(SyntaxError, ValueError):  # rows are parsed as they are read
        answer = _collect(ox.parse_query_results(content, ox.QueryResultsFormat.JSON))
    if answer is None or isinstance(answer, list):
        raise OperatorError(f"{endpoint.address} did not answer with SPARQL results in JSON; is it an endpoint?")
    return answer


def _constructed(endpoint: Endpoint, text: str) -> set[ox.Triple]:
    """The triples of a CONSTRUCT query, from the rows of its variables: rows can be counted, triples cannot."""
    found = re.search(r"\bCONSTRUCT\s*(WHERE\s*)?\{([^{}]*)\}", syntax.code(text), re.IGNORECASE)
    names = list(dict.fromkeys(re.findall(r"[?$](\w+)", found[2]))) if found else []
    if not found or not names:
        return set(endpoint.triples(text))
    before, template, after = text[: found.start()], text[found.start(2) : found.end(2)], text[found.end() :]
    where = f" WHERE {{{template}\n}}" if found[1] else ""
    rows = _whole(endpoint, f"{before}SELECT {' '.join(f'?{name}' for name in names)}{where}{after}")
    made, empty = f"{before}CONSTRUCT {{{template}\n}} WHERE {{}}", ox.Store()
    return {triple for row in rows.rows for triple in _filled(empty, made, rows.variables, row)}


def _filled(empty: ox.Store, construct: str, names: list[str], row: tuple[Term | None, ...]) -> ox.QueryTriples:
    bound = {ox.Variable(name): value for name, value in zip(names, row, strict=True) if value is not None}
    answer = empty.query(construct, substitutions=bound)
    assert isinstance(answer, ox.QueryTriples)
    return answer
