"""Named queries: what the header of a query says, and its text with the parameters filled in.

A named query is a file `queries/NAME.rq`. Its header comment is its help, its parameters and its example:

    # Who signed an instrument, in what role and when
    # param instrument: thing = marrakech-mayors-declaration -- the instrument
    # example: kg query signatories --param instrument=gaziantep-declaration
    # answers: 13

A parameter stands in the text as `$instrument`. Its kind is thing (a name or key), concept (scheme:code),
text, number or date; what follows `=` is used where none is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import paths, terms
from kg.dates import is_date
from kg.errors import AskerError, OperatorError, nearest
from kg.matching import plain
from kg.names import Index
from kg.store import node

KINDS = ("thing", "concept", "text", "number", "date")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
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


def queries() -> dict[str, Query]:
    """All named queries by name."""
    return {path.stem: read(path) for path in sorted(paths.QUERIES.glob("*.rq"), key=lambda path: path.stem)}


def find(name: str) -> Query:
    """The named query of that name, or else the query in the file of that name.

    Raises AskerError where there is neither, with the nearest name.
    """
    known = queries()
    if name in known:
        return known[name]
    if Path(name).is_file():
        return read(Path(name))
    raise AskerError(
        f"no query and no file is called '{name}'{nearest(name, known) or '; kg query --list shows the named queries'}"
    )


def mentioned(text: str) -> set[str]:
    """The addresses that a query's text names, in full or as `id:network\\/eurocities`."""
    short = re.findall(r"\bid:(?:\\/|[\w-])+", text)
    return set(re.findall(r"<([^<>\s]*)>", text)) | {terms.expand(each.replace("\\", "")) for each in short}


def read(path: Path) -> Query:
    """The query in a file, with what its header says.

    Raises OperatorError where it cannot be read, AskerError where a parameter line is not understood.
    """
    try:
        return parse(path.stem, path.read_text(encoding="utf-8-sig"))
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


def bind(query: Query, values: Mapping[str, str], store: ox.Store | None, index: Index | None = None) -> str:
    """The text of a query with its parameters filled in.

    Things may be given by key, name or other name where there is a `store` to look them up in; whoever asks often
    gives its `index` too.
    Raises AskerError for a parameter that the query lacks, that has no value, or a value that cannot be.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise AskerError(f"{query.name} has no parameter '{name}'{nearest(name, known) or '; ' + takes}")
    filled = {}
    if store and not index and any(parameter.kind == "thing" for parameter in query.parameters):
        index = Index(store)
    for name, parameter in known.items():
        value = values.get(name, parameter.default)
        if not value:
            raise AskerError(f"{query.name} needs --param {name}=…: {parameter.help}; for example: {query.example}")
        filled[name] = _term(parameter, value, store, index)
    return re.sub(r"\$(\w+)", lambda hit: filled.get(hit[1], hit[0]), query.text)


def _term(parameter: Parameter, value: str, store: ox.Store | None, index: Index | None) -> str:
    if parameter.kind == "thing":
        return terms.iri(index.resolve(value) if index else _address(value))
    if parameter.kind == "concept":
        return _concept(parameter, value, store)
    if parameter.kind == "text":
        return terms.literal(value)
    valid, sample = (_NUMBER.fullmatch(value), "12") if parameter.kind == "number" else (is_date(value), "2018-12-08")
    if not valid:
        raise AskerError(f"--param {parameter.name}={value}: not a {parameter.kind}; write it as {sample}")
    return value if parameter.kind == "number" else terms.literal(value)


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise AskerError(
            f"'{value}': give the full IRI of a thing when asking an endpoint that has no built graph beside it"
        )
    return value


def _concept(parameter: Parameter, value: str, store: ox.Store | None) -> str:
    scheme, colon, code = value.partition(":")
    if colon and re.fullmatch(r"[\w-]+", scheme) and re.fullmatch(r"[\w-]+", code):
        return terms.concept(scheme, code)
    meant = _meant(value, store, parameter.default.partition(":")[0]) if store else []
    like = " or ".join(meant[:5] or ["gcm:18", "theme:housing"])
    raise AskerError(f"--param {parameter.name}={value}: not a concept; write scheme:code, as {like}")


def _meant(value: str, store: ox.Store, scheme: str) -> list[str]:
    """The concepts, as scheme:code, that have a code or label; those of one scheme where it has any."""
    base, wanted = terms.PREFIXES["scheme"], plain(value)
    quads = (q for name in ("skos:notation", "rdfs:label") for q in store.quads_for_pattern(None, node(name), None))
    found = sorted(
        {
            quad.subject.value.removeprefix(base).replace("/", ":")
            for quad in quads
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
            if re.fullmatch(f"{re.escape(base)}[^/]+/[^/]+", quad.subject.value) and plain(quad.object.value) == wanted
        }
    )
    return [each for each in found if each.startswith(f"{scheme}:")] or found
