"""The answer to a query: its rows, truth or triples, in the formats that people and programs read."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg import records, terms
from kg.errors import AskerError, OperatorError
from kg.store import node

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
MOST = 20
"""How many rows a notebook shows."""
FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "parquet")


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT query."""

    variables: list[str]
    rows: list[tuple[Term | None, ...]]


class Found(list[dict[str, Any]]):
    """Rows as dicts of Python values by column; a notebook shows them as a table.

    >>> print(Found([{"city": "A & B", "n": None}])._repr_html_())
    <table>
    <thead><tr><th scope=col>city<th scope=col>n</thead>
    <tbody>
    <tr><td dir=auto style="text-align:start">A &amp; B<td dir=auto>
    </tbody>
    </table>
    """

    def _repr_html_(self) -> str:
        """All rows, or the first `MOST` and how many more there are."""
        head = "".join(f"<th scope=col>{html.escape(name)}" for name in (self[0] if self else ()))
        rows = ("".join(map(_cell, row.values())) for row in self[:MOST])
        more = f"\n<p>… and {len(self) - MOST:,} more rows</p>" if len(self) > MOST else ""
        lines = [f"<tr>{row}\n" for row in rows]
        return f"<table>\n<thead><tr>{head}</thead>\n<tbody>\n{''.join(lines)}</tbody>\n</table>{more}"


def _cell(value: Any) -> str:
    shown = "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
    text = ' style="text-align:start"' if isinstance(value, str) else ""  # Jupyter's own style has all at the right
    return f"<td dir=auto{text}>{html.escape(shown)}"


Answer = Rows | bool | list[ox.Triple]


def empty(answer: Answer) -> bool:
    """Whether there are no rows and no triples; 'false' is an answer."""
    return not isinstance(answer, bool) and not (answer.rows if isinstance(answer, Rows) else answer)


def values(answer: Answer) -> set[str]:
    """The text of every cell of an answer in rows; nothing for other answers."""
    rows = answer.rows if isinstance(answer, Rows) else []
    return {getattr(value, "value", "") for row in rows for value in row}


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
    """An answer in one of `FORMATS`; in CSV, no cell runs as a formula of a spreadsheet (`records.neutral`).

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
    """Rows for a spreadsheet; what the standard has without guarded cells is TSV, JSON and XML."""
    rows = ([getattr(value, "value", value and str(value)) for value in row] for row in answer.rows)
    return records.safe(answer.variables, rows).encode()


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
