"""Run a query or a named query, and pick the result format.

A named query is a file `queries/NAME.rq`. Its header comment is its help, its parameters and its example:

    # Who signed an instrument, in what role and when
    # param instrument: thing = marrakech-mayors-declaration -- the instrument
    # example: kg query signatories --param instrument=gaziantep-declaration
    # answers: 13

A parameter stands in the text as `$instrument`. Its kind is thing (a name or key), concept (scheme:code),
text, number or date; what follows `=` is used where none is given.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg import paths, terms
from kg.errors import AskerError, OperatorError, nearest
from kg.names import Index
from kg.store import Endpoint, node

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "xml": ox.RdfFormat.RDF_XML,
    "json": ox.RdfFormat.JSON_LD,
}
FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "parquet")
KINDS = ("thing", "concept", "text", "number", "date")
_SHAPES = {"number": (r"-?\d+(\.\d+)?", "12"), "date": (r"\d{4}(-\d\d(-\d\d)?)?", "2018-12-08")}
_PARAM = re.compile(r"param (\w+): (\w+)(?: = (.*?))? -- (.+)")


@dataclass(frozen=True)
class Parameter:
    """What a named query can be given: its kind, the value used without, and what it means."""

    name: str
    kind: str
    default: str
    help: str


@dataclass(frozen=True)
class Query:
    """A query: its name, help, parameters, example, which questions of the researchers it answers, and its text."""

    name: str
    text: str
    help: str = ""
    parameters: tuple[Parameter, ...] = ()
    example: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT query."""

    variables: list[str]
    rows: list[tuple[Term | None, ...]]


Answer = Rows | bool | list[ox.Triple]


def named() -> dict[str, Query]:
    """All named queries by name."""
    return {path.stem: read(path) for path in sorted(paths.QUERIES.glob("*.rq"))}


def read(path: Path) -> Query:
    """The query in a file, with what its header says.

    Raises OperatorError where it cannot be read, AskerError where a parameter line is not understood.
    """
    try:
        return parse(path.stem, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise AskerError(f"{path}: not UTF-8; save the query as UTF-8") from error


def parse(name: str, text: str) -> Query:
    """The query in a text, with what its header says.

    >>> query = parse("q", "# Members\\n# param n: number = 5 -- how many\\nSELECT * { ?s ?p ?o } LIMIT $n")
    >>> query.help, query.parameters[0].default
    ('Members', '5')
    """
    head = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    parameters, said, example, answers = [], [], "", ""
    for line in head:
        if line.startswith("param "):
            parameters.append(_parameter(name, line))
        elif line.startswith("example: "):
            example = line.removeprefix("example: ")
        elif line.startswith("answers: "):
            answers = line.removeprefix("answers: ")
        else:
            said.append(line)
    return Query(name, text, " ".join(said), tuple(parameters), example, tuple(answers.replace(",", " ").split()))


def _parameter(query: str, line: str) -> Parameter:
    found = _PARAM.fullmatch(line)
    if not found or found[2] not in KINDS:
        raise AskerError(
            f"{query}: '# {line}' is no parameter; write '# param name: kind = default -- meaning', "
            f"kind one of {', '.join(KINDS)}"
        )
    return Parameter(found[1], found[2], found[3] or "", found[4])


def bind(query: Query, values: Mapping[str, str], store: ox.Store | None) -> str:
    """The text of a query with its parameters filled in.

    Things may be given by key, name or other name where there is a `store` to look them up in.
    Raises AskerError for a parameter that the query lacks, that has no value, or a value that cannot be.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise AskerError(f"{query.name} has no parameter '{name}'{nearest(name, known) or '; ' + takes}")
    filled = {}
    for name, parameter in known.items():
        value = values.get(name, parameter.default)
        if not value:
            raise AskerError(f"{query.name} needs --param {name}=…: {parameter.help}; for example: {query.example}")
        filled[name] = _term(parameter, value, store)
    return re.sub(r"\$(\w+)", lambda hit: filled.get(hit[1], hit[0]), query.text)


def _term(parameter: Parameter, value: str, store: ox.Store | None) -> str:
    if parameter.kind == "thing":
        return terms.iri(Index(store).resolve(value) if store else _address(value))
    if parameter.kind == "concept":
        return _concept(parameter.name, value)
    if parameter.kind == "text":
        return terms.literal(value)
    shape, sample = _SHAPES[parameter.kind]
    if not re.fullmatch(shape, value):
        raise AskerError(f"--param {parameter.name}={value}: not a {parameter.kind}; write it as {sample}")
    return value if parameter.kind == "number" else terms.literal(value)


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise AskerError(
            f"'{value}': give the full IRI of a thing when asking an endpoint that has no built graph beside it"
        )
    return value


def _concept(name: str, value: str) -> str:
    scheme, colon, code = value.partition(":")
    if not (colon and re.fullmatch(r"[\w-]+", scheme) and re.fullmatch(r"[\w-]+", code)):
        raise AskerError(f"--param {name}={value}: not a concept; write scheme:code, as gcm:18 or theme:housing")
    return terms.concept(scheme, code)


def ask(store: ox.Store, text: str) -> Answer:
    """The answer of a store to the text of a query; the project's prefixes need no declaration.

    Raises AskerError, with the line and a caret, where the query does not parse, is an update or asks other servers.
    """
    if re.search(r"(?<![\w?$:-])SERVICE\b", _code(text), re.IGNORECASE):
        raise AskerError("SERVICE asks another server, and kg asks none; ask that server itself with --endpoint URL")
    try:
        return _collect(store.query(text, prefixes=terms.PREFIXES))
    except SyntaxError as error:
        raise AskerError(_caret(text, error)) from error
    except (ValueError, OSError) as error:
        raise AskerError(f"the query cannot be answered: {error}") from error


def _collect(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QuerySolutions):
        return Rows([v.value for v in answer.variables], [tuple(solution) for solution in answer])
    return sorted(answer, key=str)


def _caret(text: str, error: SyntaxError) -> str:
    """A parser's complaint as one line, the line of the query, and a caret below the spot."""
    if _UPDATE.match(_code(text)):
        return "this would change the graph, and a query changes nothing; a fact is a row of the tables in data/"
    found = re.match(r"error at (\d+):(\d+): (.*)", str(error.msg), re.DOTALL)
    if not found:
        return f"the query does not parse: {' '.join(str(error.msg).split())}"
    line, column = int(found[1]), int(found[2])
    expected = _expected(found[3])
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    return f"the query does not parse at line {line}, column {column}: {expected}\n  {shown}\n  {' ' * (column - 1)}^"


_UPDATE = re.compile(r"(\s|PREFIX\s+\S*:|BASE\b)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.I)
_SAID = {
    "Prefix not found": "its prefix is not declared",
    "IRI parsing failed": "this is no IRI",
    "contains a variable that is unbound": "a variable is selected that is neither grouped by nor in an aggregate",
    "overrides an existing variable": "AS gives a name that a variable has already",
}


def _expected(complaint: str) -> str:
    """What the parser would have taken instead, in words; it lists signs, keywords and classes of characters."""
    for sign, words in _SAID.items():
        if sign in complaint:
            return words
    listed = complaint.partition("expected")[2].removeprefix(" one of")
    found = re.findall(r"\"(?:\\.|[^\"\\])*\"|\['0' ?\.\.= ?'9'\]|\[[^\]]*\]?|[A-Za-z]\w*", listed)
    named = ["a digit" if each.startswith("['0'") else each for each in found if each[0] != "[" or each[1:4] == "'0'"]
    return f"expected {', '.join(dict.fromkeys(named))}" if named else "the query should end here or go on otherwise"


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
    form = _form(text)
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
    ordered, start, most = _ordered(_values_inside(text), first.variables)
    size = len(first.rows)
    if not first.variables or not 0 < size < most or not _page(endpoint, ordered, start + size, size):
        return first
    rows: list[tuple[Term | None, ...]] = []
    while len(rows) < most and (got := _page(endpoint, ordered, start + len(rows), min(size, most - len(rows)))):
        rows += got
    return Rows(first.variables, rows)


def _page(endpoint: Endpoint, ordered: str, start: int, size: float) -> list[tuple[Term | None, ...]]:
    return _rows(endpoint, f"{ordered}\nLIMIT {size:.0f} OFFSET {start}").rows


def _ordered(text: str, names: list[str]) -> tuple[str, int, float]:
    """A SELECT query in a total order, without its own OFFSET and LIMIT, and these two.

    Without a total order some rows would come on two pages and some on none. The order stands in a subquery, for
    Virtuoso sorts no more than 10,000 rows for a LIMIT.
    """
    code = _code(text)
    end = re.search(r"(\b(LIMIT|OFFSET)\s+\d+\s*)*$", code, re.IGNORECASE)
    at = end.start() if end else len(text)
    said = dict(re.findall(r"(LIMIT|OFFSET)\s+(\d+)", code[at:].upper()))
    order = "" if re.search(r"\bORDER\s+BY\b[^{}]*$", code[:at], re.IGNORECASE) else "ORDER BY"
    select = re.search(r"\bSELECT\b", code, re.IGNORECASE)
    begin, wanted = select.start() if select else 0, " ".join(f"?{name}" for name in names)
    whole = f"{text[:begin]}SELECT {wanted} WHERE {{ {{ {text[begin:at]}\n{order} {wanted} }} }}"
    return whole, int(said.get("OFFSET", 0)), float(said.get("LIMIT", math.inf))


def _values_inside(text: str) -> str:
    """A query whose last VALUES, if it has any, stand inside its pattern: in a subquery Virtuoso forgets them."""
    code = _code(text)
    values = re.search(r"\bVALUES\b[^{}]*\{[^{}]*\}\s*$", code, re.IGNORECASE)
    if not values:
        return text
    at, end = code.rindex("}", 0, values.start()), values.start()
    return f"{text[:at]}\n{text[end:]}\n{text[at:end]}"


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
    found = re.search(r"\bCONSTRUCT\s*(WHERE\s*)?\{([^{}]*)\}", _code(text), re.IGNORECASE)
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


def _code(text: str) -> str:
    """A query with blanks for its comments, strings and IRIs."""
    hidden = (
        r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
        r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*"
    )
    return re.sub(hidden, lambda hit: " " * len(hit[0]), text, flags=re.DOTALL)


def _form(text: str) -> str:
    found = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", _code(text), re.IGNORECASE)
    return found[1].upper() if found else ""


def empty(answer: Answer) -> bool:
    """Whether there are no rows and no triples; 'false' is an answer."""
    return not isinstance(answer, bool) and not (answer.rows if isinstance(answer, Rows) else answer)


def python(value: Term | None) -> Any:
    """A term as a Python value: numbers and truth values as such, all else as text, unbound as None."""
    if value is None:
        return None
    if not isinstance(value, ox.Literal):
        return value.value if isinstance(value, (ox.NamedNode, ox.BlankNode)) else str(value)
    kind = terms.contract(value.datatype.value)
    if kind in ("xsd:integer", "xsd:nonNegativeInteger", "xsd:int", "xsd:long"):
        return int(value.value)
    if kind in ("xsd:decimal", "xsd:double", "xsd:float"):
        return float(value.value)
    return value.value in ("true", "1") if kind == "xsd:boolean" else value.value


def serialize(answer: Answer, form: str) -> bytes:
    """An answer in one of `FORMATS`.

    Raises AskerError where the format cannot hold that sort of answer.
    """
    if form == "table":
        return table(answer).encode()
    if isinstance(answer, list):
        return _graph(answer, form)
    if form == "parquet" and isinstance(answer, Rows):
        return parquet(answer.variables, [[python(value) for value in row] for row in answer.rows])
    if form not in RESULT_FORMATS:
        raise AskerError(
            f"--format {form} holds triples or rows of another sort of query; use table, csv, tsv, json or xml"
        )
    if isinstance(answer, bool) and form in ("csv", "tsv"):
        return f"{str(answer).lower()}\n".encode()
    if form == "csv":
        return _csv(answer)  # type: ignore[arg-type]
    content = _json(answer)
    if form == "json":
        return content + b"\n"
    parsed = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
    return (parsed.serialize(format=RESULT_FORMATS[form]) or b"").rstrip(b"\n") + b"\n"


def _csv(answer: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows(
        [["" if value is None else getattr(value, "value", str(value)) for value in row] for row in answer.rows]
    )
    return out.getvalue().encode()


def _graph(triples: list[ox.Triple], form: str) -> bytes:
    if form not in GRAPH_FORMATS:
        raise AskerError(f"--format {form} holds rows; triples take turtle, ntriples, xml or json")
    return ox.serialize(triples, format=GRAPH_FORMATS[form], prefixes=terms.PREFIXES) or b""


def _json(answer: Rows | bool) -> bytes:
    """SPARQL 1.1 Query Results JSON, from which the engine writes the other formats."""
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer}).encode()
    bindings = [
        {name: _json_term(value) for name, value in zip(answer.variables, row, strict=True) if value is not None}
        for row in answer.rows
    ]
    whole = {"head": {"vars": answer.variables}, "results": {"bindings": bindings}}
    return json.dumps(whole, ensure_ascii=False).encode()


def _json_term(value: Term) -> dict[str, Any]:
    if isinstance(value, ox.Triple):
        parts = ("subject", "predicate", "object")
        return {"type": "triple", "value": {part: _json_term(getattr(value, part)) for part in parts}}
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if not isinstance(value, ox.Literal):
        return {"type": "bnode", "value": getattr(value, "value", str(value))}
    if value.language:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    plain = value.datatype == node("xsd:string")
    return {"type": "literal", "value": value.value} | ({} if plain else {"datatype": value.datatype.value})


def parquet(columns: list[str], rows: list[list[Any]]) -> bytes:
    """Rows as a Parquet file; a column is of numbers where all its values are, else of text.

    Raises OperatorError where pyarrow, the extra 'parquet', is not installed.
    """
    try:
        import pyarrow
        from pyarrow.parquet import write_table
    except ImportError as error:
        raise OperatorError("Parquet needs pyarrow; install it with: pip install 'citykg[parquet]'") from error
    data = {name: _uniform([row[at] for row in rows]) for at, name in enumerate(columns)}
    out = io.BytesIO()
    write_table(pyarrow.table(data), out, compression="zstd")
    return out.getvalue()


def _uniform(values: list[Any]) -> list[Any]:
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) < 2:
        return values
    if kinds <= {int, float}:
        return [None if value is None else float(value) for value in values]
    return [None if value is None else str(value) for value in values]


def table(answer: Answer) -> str:
    """An answer for a person at a terminal."""
    if isinstance(answer, bool):
        return "yes\n" if answer else "no\n"
    if isinstance(answer, list):
        return _graph(answer, "turtle").decode()
    return columns(answer.variables, [[_shown(value) for value in row] for row in answer.rows])


def _shown(value: Term | None) -> str:
    if value is None:
        return ""
    return terms.contract(value.value) if isinstance(value, ox.NamedNode) else getattr(value, "value", str(value))


def columns(head: list[str], rows: Iterable[list[str]], width: int = 60) -> str:
    """Text in aligned columns, no cell wider than `width`.

    >>> print(columns(["city", "n"], [["Barcelona", "17"]]), end="")
    city       n
    ─────────  ──
    Barcelona  17
    """
    cells = [[each if len(each) <= width else each[: width - 1] + "…" for each in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    whole = [head, ["─" * wide for wide in widths], *cells]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in whole)


def why_empty(store: ox.Store, text: str) -> str:
    """Which pattern of a query without rows has no match, and the nearest known name."""
    try:
        patterns = list(_patterns(text))
    except Exception:  # rdflib, which takes the query apart, knows no more than SPARQL 1.1
        return "no rows; simplify the query to see which part leaves nothing"
    for pattern in patterns:
        if not ask(store, f"ASK {{ {pattern} }}"):
            return f"no rows: nothing matches the pattern  {_short(pattern)}{_near(store, pattern)}"
    for size in range(2, len(patterns) + 1):
        if not ask(store, f"ASK {{ {' '.join(patterns[:size])} }}"):
            before = "  ".join(_short(pattern) for pattern in patterns[: size - 1])
            last = _short(patterns[size - 1])
            return f"no rows: each pattern has a match, but  {last}  has none together with  {before}"
    return "no rows: every pattern has a match; a FILTER, MINUS or HAVING leaves nothing"


def _patterns(text: str) -> Iterator[str]:
    """The triple patterns that must match, in order; what OPTIONAL, MINUS and UNION hold is left out."""
    algebra = prepareQuery(text, initNs=terms.PREFIXES).algebra
    if algebra.p is not None:
        yield from (" ".join(part.n3() for part in triple) + " ." for triple in _required(algebra.p))


def _required(part: Any) -> Iterator[Any]:
    if part.name == "BGP":
        yield from sorted(part.triples, key=lambda triple: [each.n3() for each in triple])
    elif part.name == "Join":
        yield from _required(part.p1)
        yield from _required(part.p2)
    elif part.name in ("LeftJoin", "Minus"):
        yield from _required(part.p1)
    elif part.name not in ("Union", "values") and part.get("p") is not None:
        yield from _required(part.p)


def _short(pattern: str) -> str:
    return re.sub(r"<([^<>]*)>", lambda hit: terms.contract(hit[1]), pattern)


def _near(store: ox.Store, pattern: str) -> str:
    """For the first IRI or text of a pattern that the graph does not know: the nearest that it knows."""
    for iri in re.findall(r"<([^<>]*)>", pattern):
        if not ask(store, f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }} }}"):
            known = [terms.contract(each) for each in _addresses(store)]
            return f"\n  {terms.contract(iri)} is not in the graph{nearest(terms.contract(iri), known)}"
    for quoted in re.findall(r'"((?:[^"\\]|\\.)*)"', pattern):
        return f"\n  no such text{nearest(quoted, _texts(store))}"
    return ""


def _addresses(store: ox.Store) -> set[str]:
    found = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    return found | {quad.predicate.value for quad in store}


def _texts(store: ox.Store) -> set[str]:
    return {quad.object.value for quad in store if isinstance(quad.object, ox.Literal)}
