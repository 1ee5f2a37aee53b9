"""The named queries made ready: parameters filled in, prefixes declared, no header."""

from __future__ import annotations

import re
import shlex

import pyoxigraph as ox

from kg import named, syntax, terms
from kg.errors import AskerError
from kg.names import Index


def queries(store: ox.Store) -> list[named.Query]:
    """The named queries as texts that run anywhere, with their usual parameters.

    Those that ask for what this graph does not have are left out.
    """
    index, found = Index(store), []
    for query in named.queries().values():
        try:
            text = runnable(named.bind(query, usual(query), store, index))
        except AskerError:
            continue
        found.append(named.Query(query.name, text, query.help))
    return found


def usual(query: named.Query) -> dict[str, str]:
    """Values for the parameters that have no default: those of the query's own example.

    >>> usual(named.parse("q", "# param n: number -- n\\n# example: kg query q --param n=3\\nASK {}"))
    {'n': '3'}
    """
    words = [word.partition("=") for word in shlex.split(query.example) if "=" in word]
    lacking = {parameter.name for parameter in query.parameters if not parameter.default}
    return {name: value for name, _, value in words if name in lacking}


def runnable(text: str) -> str:
    """A query of ours as it stands elsewhere: without its header, with the prefixes that it uses.

    >>> print(runnable("# Help\\nASK { ?s a kg:City }"))
    PREFIX kg: <https://w3id.org/citykg/ontology#>
    ASK { ?s a kg:City }
    """
    body = re.sub(r"\A(#[^\n]*\n)+", "", text).strip()
    used = set(re.findall(r"(?<![\w:?$])([a-z]+):", syntax.code(body)))
    declared = [f"PREFIX {name}: <{base}>\n" for name, base in terms.PREFIXES.items() if name in used]
    return "".join(declared) + body
