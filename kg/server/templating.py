"""Templates to pages: every value is escaped, and every link leads back to the site's top by itself."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from kg.server.book import languages


def render(template: str, path: str, **values: Any) -> bytes:
    """The page at a path of the site, as UTF-8, from one of the templates.

    The template gets `path` and `root`, the way from the page to the top of the site, besides the values. A `root`
    among the values stands for it: for the page that a host shows at any address.
    Raises jinja2.UndefinedError where a template names what nobody gave.
    """
    return _templates().get_template(template).render({"path": path, "root": root(path), **values}).encode()


def root(path: str) -> str:
    """The way from a page of the site up to its top.

    >>> root("id/city/milan-it.html"), root("index.html")
    ('../../', '')
    """
    return "../" * path.count("/")


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("kg.server"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["language"] = languages.name
    return made
