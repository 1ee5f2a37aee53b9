"""Media types: what the engine writes, and which of it a client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import mimeparse
import pyoxigraph as ox

HTML = "text/html"
LONGEST = 1000
"""How much of a header Accept is read."""


@dataclass(frozen=True)
class Format:
    """A format of the engine: its short name, media type, other types that ask for it, and how it is written."""

    name: str
    media: str
    others: tuple[str, ...]
    engine: ox.QueryResultsFormat | ox.RdfFormat

    @property
    def content_type(self) -> str:
        """The media type, with the encoding where it is text."""
        return self.media if self.media.endswith(("json", "xml")) else f"{self.media}; charset=utf-8"


ROWS = (
    Format("json", "application/sparql-results+json", ("application/json",), ox.QueryResultsFormat.JSON),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), ox.QueryResultsFormat.XML),
    Format("csv", "text/csv", (), ox.QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", (), ox.QueryResultsFormat.TSV),
)
GRAPHS = (
    Format("turtle", "text/turtle", ("application/x-turtle", "application/turtle"), ox.RdfFormat.TURTLE),
    Format("ntriples", "application/n-triples", ("text/plain",), ox.RdfFormat.N_TRIPLES),
    Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), ox.RdfFormat.RDF_XML),
    Format("jsonld", "application/ld+json", ("application/json",), ox.RdfFormat.JSON_LD),
    Format("trig", "application/trig", (), ox.RdfFormat.TRIG),
    Format("nquads", "application/n-quads", (), ox.RdfFormat.N_QUADS),
)


def preferred(accept: str, media: Iterable[str]) -> str:
    """The media type that a client would rather have; the first where it does not mind, nothing where none will do.

    >>> preferred("text/turtle;q=0.5, application/ld+json", ["text/turtle", "application/ld+json"])
    'application/ld+json'
    >>> preferred("*/*", ["text/turtle", "application/ld+json"])
    'text/turtle'
    >>> preferred("image/png", ["text/turtle"])
    ''

    What is no media type is passed over.

    >>> preferred("rubbish, text/csv", ["text/turtle", "text/csv"])
    'text/csv'
    """
    if len(accept) > LONGEST:  # what nobody means would keep everyone waiting
        accept = accept[:LONGEST].rpartition(",")[0]
    return _preferred(accept.lower(), tuple(media))


@lru_cache(1 << 10)
def _preferred(accept: str, offered: tuple[str, ...]) -> str:
    ranges = ",".join(each for each in accept.split(",") if _is_range(each)) or "*/*"
    return str(mimeparse.best_match(offered[::-1], ranges))  # it prefers the last of equals


def _is_range(text: str) -> bool:
    try:
        return bool(mimeparse.parse_media_range(text))
    except mimeparse.MimeTypeParseException:
        return False


def choose(accept: str, formats: Iterable[Format]) -> tuple[str, str]:
    """The name of the format that a client would rather have and the content type to call it by; empty where none."""
    named = {media: (each, each.content_type) for each in formats for media in [each.media]}
    known = list(named)
    for each in formats:
        for other in each.others:
            known.append(other)
            named[other] = (each, other if other.endswith(("json", "xml")) else f"{other}; charset=utf-8")
    found = preferred(accept, known)
    return (named[found][0].name, named[found][1]) if found else ("", "")
