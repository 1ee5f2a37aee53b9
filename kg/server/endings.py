"""What a file of the site is, by the ending of its address, and the forms that a thing is written in."""

from __future__ import annotations

from pathlib import PurePosixPath

from kg.server.media import GRAPHS, HTML, ROWS

_WRITTEN = {each.name: each.content_type for each in (*ROWS, *GRAPHS)}
PAGE = f"{HTML}; charset=utf-8"
PARQUET = "application/vnd.apache.parquet"
TRIPLES = {".ttl": _WRITTEN["turtle"], ".jsonld": _WRITTEN["jsonld"], ".nt": _WRITTEN["ntriples"]}
"""The forms of a thing for programs, by ending, with their content types; the usual one first."""
FORMS = {".html": PAGE, **TRIPLES}
"""All forms of a thing: for people, and for programs."""
MEDIA = {
    **FORMS, ".trig": _WRITTEN["trig"], ".csv": _WRITTEN["csv"], ".parquet": PARQUET, ".json": "application/json",
    ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml", ".graphml": "application/xml", ".gexf": "application/xml", ".zip": "application/zip",
}  # fmt: skip
"""The content type of every file of the site, by ending."""


def media(path: str) -> str:
    """The content type of an address, by its ending.

    >>> media("id/city/lima-pe.ttl"), media("citykg.unknown")
    ('text/turtle; charset=utf-8', 'application/octet-stream')
    """
    return MEDIA.get(PurePosixPath(path).suffix, "application/octet-stream")


def bare(content_type: str) -> str:
    """A content type without its encoding.

    >>> bare("text/csv; charset=utf-8")
    'text/csv'
    """
    return content_type.partition(";")[0]
