"""Where on the site an IRI of the project is explained, what places of a page are called, and what may be a link."""

from __future__ import annotations

import re
from urllib.parse import quote

from kg import terms
from kg.matching import plain

ID, SCHEME, ONTOLOGY = terms.PREFIXES["id"], terms.PREFIXES["scheme"], terms.BASE + "ontology"


def file_of(iri: str) -> str:
    """The file of the page about an IRI, from the top of the site; empty where the site has none.

    >>> file_of("https://w3id.org/citykg/id/city/milan-it")
    'id/city/milan-it.html'
    >>> file_of("https://w3id.org/citykg/ontology#City"), file_of("https://example.org/")
    ('ontology.html', '')
    """
    if iri == ONTOLOGY or iri.startswith(ONTOLOGY + "#"):
        return "ontology.html"
    path = iri.removeprefix(terms.BASE)
    whole = r"id/[a-z-]+/[^/.#][^/#]*|scheme/[^/.#][^/#]*(/[^/.#][^/#]*)?"
    return f"{path}.html" if iri.startswith(terms.BASE) and re.fullmatch(whole, path) else ""


def link_to(iri: str) -> str:
    """The link from the top of the site to the page about an IRI, with the anchor of a term; empty without a page.

    >>> link_to("https://w3id.org/citykg/ontology#City"), link_to("https://w3id.org/citykg/id/city/a%20b")
    ('ontology.html#City', 'id/city/a%2520b.html')
    """
    term = quote(iri.partition("#")[2])
    return quote(file_of(iri)) + (f"#{term}" if term and file_of(iri) else "")


def link_to_passage(source: str, passage: str) -> str:
    """The link from the top of the site to where a source's page speaks of a passage, or of itself as a whole.

    >>> link_to_passage("fakhry-2022", "fakhry-2022-p184"), link_to_passage("anvita-page", "anvita-page")
    ('id/source/fakhry-2022.html#fakhry-2022-p184', 'id/source/anvita-page.html')
    """
    page = quote(f"id/source/{source}.html")
    return page if passage == source else f"{page}#{quote(passage)}"


def anchor(words: str) -> str:
    """A heading as the name of its place on a page.

    >>> anchor("Numbers, side by side"), anchor("Côte d’Ivoire"), anchor("")
    ('numbers-side-by-side', 'cote-divoire', 'not-stated')
    """
    return re.sub(r"\W+", "-", plain(words)).strip("-") or "not-stated"


def outer(address: str) -> str:
    """An address that may be a link to another site; empty for what is no plain web address.

    >>> outer("https://eurocities.eu/"), outer("javascript:alert(1)")
    ('https://eurocities.eu/', '')
    """
    return address if re.match(r"https?://[^\s<>\"'\\]+$", address, re.IGNORECASE) else ""
