"""From an HTTP request to a query operation, by the SPARQL 1.1 Protocol, section 2.1."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

import mimeparse

from kg.server.problems import Problem

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
FIELDS = 1000
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


@dataclass(frozen=True)
class Operation:
    """A query and, where the request names any, the graphs to ask: `default` together, `named` each by its name."""

    query: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def of_url(query_string: bytes) -> Operation:
    """The operation of a GET: everything stands in the address."""
    return _operation(fields(query_string))


def of_body(query_string: bytes, content_type: str, body: bytes) -> Operation:
    """The operation of a POST: a form, or a query as it stands with the graphs in the address."""
    kind = _kind(content_type)
    if kind == UPDATE:
        raise Problem(403, "the endpoint is read-only and takes no updates", f"send {QUERY}")
    if kind == FORM:
        if any(name == "query" for name, _ in fields(query_string)):
            raise Problem(400, "a form has its query in the body, and the address has one too", "leave one out")
        return _operation([*fields(query_string), *fields(body)])
    return _operation([*fields(query_string), ("query", _text(body))])


def _kind(content_type: str) -> str:
    """The media type of a body that can be read."""
    try:
        sort, form, parameters = mimeparse.parse_mime_type(content_type)
        kind = f"{sort}/{form}".lower()
    except mimeparse.MimeTypeParseException:
        kind, parameters = content_type.strip().lower(), {}
    if kind not in (FORM, QUERY, UPDATE):
        raise Problem(415, f"a body of type '{kind[:100] or 'none'}' is not understood", f"send {QUERY} or {FORM}")
    try:
        named = codecs.lookup(parameters.get("charset", "utf-8")).name
    except (LookupError, ValueError):
        named = ""
    if named not in ("utf-8", "ascii"):
        raise Problem(415, "a query is text in UTF-8", "leave the charset out, or say charset=utf-8")
    return kind


def fields(content: bytes) -> list[tuple[str, str]]:
    """The fields of a form or of an address, each decoded once; letters that were not encoded are taken as they are.

    >>> fields(b"query=M%C3%BCnchen+%26+50%25&a=")
    [('query', 'München & 50%'), ('a', '')]
    """
    try:
        return parse_qsl(content.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except UnicodeDecodeError as error:
        raise Problem(400, "the fields are not UTF-8, percent-encoded", "write ü as %C3%BC") from error
    except ValueError as error:
        raise Problem(400, f"there are more than {FIELDS} fields", "send fewer") from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"the query is not UTF-8 at byte {error.start + 1}", "send it as UTF-8") from error


def _operation(found: Sequence[tuple[str, str]]) -> Operation:
    if any(name == "update" for name, _ in found):
        raise Problem(403, "the endpoint is read-only and takes no updates", "send a query")
    queries = [value for name, value in found if name == "query"]
    if len(queries) != 1:
        said = "there is no query" if not queries else f"there are {len(queries)} queries"
        raise Problem(400, said, "send one, in the parameter query")
    query = queries[0].removeprefix("\ufeff")  # the mark of bytes that some editors write first
    default, named = (_graphs(found, f"{sort}-graph-uri") for sort in ("default", "named"))
    if default is None and named is None:
        return Operation(query)
    return Operation(query, default or (), named or ())


def _graphs(found: Sequence[tuple[str, str]], field: str) -> tuple[str, ...] | None:
    graphs = tuple(dict.fromkeys(value for name, value in found if name == field))
    for each in graphs:
        if not _ABSOLUTE.fullmatch(each):
            raise Problem(400, f"{field}={each[:200]}: not an absolute address", "write it as https://…")
    return graphs or None
