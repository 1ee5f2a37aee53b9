"""The named queries for a page that lets people give their parameters, change them and run them."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg import named
from kg.errors import AskerError
from kg.named import Parameter, Query
from kg.names import Index
from kg.server.questions.ready import runnable, usual


def offers(store: ox.Store) -> list[dict[str, Any]]:
    """Each named query with its help, its text in which parameters still stand as `$name`, and the parameters.

    A parameter has the term that stands for it by default, so that the text with these terms runs; the term is empty
    where the graph lacks what it means.
    """
    index = Index(store)
    return [_offer(query, store, index) for query in named.queries().values()]


def _offer(query: Query, store: ox.Store, index: Index) -> dict[str, Any]:
    values = usual(query)
    parameters = [_parameter(each, values.get(each.name, each.default), store, index) for each in query.parameters]
    text = f"# {query.help}\n{runnable(query.text)}"
    return {"name": query.name, "help": query.help, "parameters": parameters, "text": text}


def _parameter(parameter: Parameter, value: str, store: ox.Store, index: Index) -> dict[str, str]:
    alone = Query("", f"${parameter.name}", parameters=(parameter,))
    try:
        term = named.bind(alone, {parameter.name: value}, store, index)
    except AskerError:
        term = ""
    return {"name": parameter.name, "kind": parameter.kind, "default": value, "help": parameter.help, "term": term}
