"""Sorted N-Triples on disk, Oxigraph on disk or in memory, or a remote SPARQL 1.1 endpoint.

The only place where rdflib and pyoxigraph meet. Oxigraph answers queries; rdflib is the interchange.
"""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from kg import paths, terms
from kg.dates import AsOf, is_date
from kg.errors import AskerError, ModellerError, OperatorError
from kg.layers import LAYERS, TURNED

GRAPH = "citykg.nt"
BUSY = (429, 503)  # what a server says that will answer later
LONGEST = 30.0
CHUNK = 1 << 16
Triple = tuple[str, str, str]

STARTS = ("kg:from", "kg:on", "kg:asOf")
FORMER = ox.NamedNode(terms.concept("role", "former")[1:-1])
BEGINNINGS = ("kg:founded", "kg:adopted", "kg:start", "kg:published")


def node(curie: str) -> ox.NamedNode:
    """A prefixed name as an Oxigraph node.

    >>> node("kg:City").value
    'https://w3id.org/citykg/ontology#City'
    """
    return ox.NamedNode(terms.expand(curie))


def lines(triples: Iterable[Triple]) -> bytes:
    """Triples as sorted N-Triples, one a line."""
    return "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(triples)).encode()


def turtle(ntriples: bytes) -> bytes:
    """N-Triples as Turtle with the project's prefixes, in the same order."""
    triples = ox.parse(ntriples, ox.RdfFormat.N_TRIPLES)
    return ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.TURTLE, prefixes=terms.PREFIXES) or b""


def parse(path: Path) -> list[ox.Triple]:
    """The triples of an RDF file.

    Raises ModellerError with file:line:column where it does not parse, OperatorError where it cannot be read.
    """
    try:
        return [quad.triple for quad in ox.parse(path=str(path))]
    except SyntaxError as error:
        raise ModellerError(f"{_place(path, error)}: {_plain(error)}; mend it there") from error
    except ValueError as error:
        raise ModellerError(f"{path.name}: {error}; use .nt, .ttl, .nq, .trig, .rdf or .jsonld") from error
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror or error}") from error


def _place(path: Path, error: SyntaxError) -> str:
    return f"{path.name}:{error.lineno}:{error.offset}" if error.lineno else path.name


def _plain(error: SyntaxError) -> str:
    return re.sub(r"^Parser error [^:]*: ", "", str(error.msg)).splitlines()[0]


def vocabulary(ontology: Path) -> list[Triple]:
    """The triples of the ontology, its alignment and its concept schemes.

    Raises ModellerError where a file does not parse, OperatorError where one cannot be read.
    """
    files = [ontology / "citykg.ttl", ontology / "align.ttl", *sorted((ontology / "schemes").glob("*.ttl"))]
    return [tuple(str(part) for part in triple) for path in files for triple in parse(path)]  # type: ignore[misc]


def concepts(ontology: Path) -> dict[str, frozenset[str]]:
    """The codes of every concept scheme, as `{"gcm": frozenset({"1", "2", "2a", …})}`."""
    found: dict[str, set[str]] = {}
    for path in sorted((ontology / "schemes").glob("*.ttl")):
        notations = [t.object for t in parse(path) if t.predicate == node("skos:notation")]
        found[path.stem] = {notation.value for notation in notations if isinstance(notation, ox.Literal)}
    return {scheme: frozenset(codes) for scheme, codes in found.items()}


def parents(ontology: Path) -> dict[str, list[str]]:
    """For each class of the project, by local name, the project's classes above it, sorted."""
    direct: dict[str, set[str]] = {}
    prefix = terms.PREFIXES["kg"]
    for triple in parse(ontology / "citykg.ttl"):
        child, parent = str(triple.subject)[1:-1], str(triple.object)[1:-1]
        if triple.predicate == node("rdfs:subClassOf") and parent.startswith(prefix):
            direct.setdefault(child.removeprefix(prefix), set()).add(parent.removeprefix(prefix))
    return {name: sorted(_above(name, direct)) for name in direct}


def _above(name: str, direct: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = set(direct.get(name, ()))
    while waiting:
        found |= waiting
        waiting = {above for each in waiting for above in direct.get(each, ())} - found
    return found


def open_store(path: Path | str | None = None) -> ox.Store:
    """The built graph, ready to query.

    `path` is a built N-Triples file (any RDF file will do), or the folder of an Oxigraph store on disk, which
    is opened read-only; by default what `kg build` wrote last.
    Raises OperatorError where there is no such file, ModellerError where it does not parse.
    """
    path = Path(path or paths.build() / GRAPH)
    if not path.exists():
        raise OperatorError(f"{path}: no such graph; run 'kg build' first, or name one with --graph")
    try:
        if path.is_dir():
            return ox.Store.read_only(str(path))
        store = ox.Store()
        store.bulk_load(path=str(path))
    except SyntaxError as error:
        raise ModellerError(f"{_place(path, error)}: {_plain(error)}; run 'kg build' again") from error
    except ValueError as error:
        raise AskerError(f"{path}: {error}; name an .nt, .ttl, .nq, .trig, .rdf or .jsonld file") from error
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error}") from error
    for name in list(store.named_graphs()):  # what stands in a named graph, as in our own TriG, counts once
        store.extend([ox.Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, name)])
        store.remove_graph(name)
    return store


def from_lines(ntriples: bytes) -> ox.Store:
    """A store in memory with the given N-Triples."""
    store = ox.Store()
    store.bulk_load(ntriples, ox.RdfFormat.N_TRIPLES)
    return store


def to_rdflib(store: ox.Store) -> rdflib.Graph:
    """The same triples as an rdflib graph, prefixes bound."""
    return rdflib_graph(b"".join(f"{quad.triple} .\n".encode() for quad in store))


def rdflib_graph(ntriples: bytes) -> rdflib.Graph:
    """N-Triples as an rdflib graph, prefixes bound."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, base in terms.PREFIXES.items():
        graph.bind(prefix, base)
    return graph.parse(data=ntriples, format="nt")


def from_rdflib(graph: rdflib.Graph) -> ox.Store:
    """The same triples as a store in memory."""
    return from_lines(graph.serialize(format="nt", encoding="utf-8"))


def select(store: ox.Store, query: str) -> list[dict[str, str]]:
    """The rows of a SELECT query as text by variable; unbound is the empty string. For the program's own queries."""
    solutions = store.query(query, prefixes=terms.PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: getattr(row[name], "value", "") for name in names} for row in solutions]


def as_of(store: ox.Store, date: str) -> tuple[ox.Store, AsOf]:
    """A copy of the graph as it stood at a date (year, month or day), and how many statements that concerned.

    A statement holds when it began no later and ended no earlier, or bears no date. No tie outlives its collective.
    Things that began later are left out with every statement about them. Dates are compared at the coarser of both
    precisions.
    Raises AskerError where the date is none.
    """
    if not is_date(date):
        raise AskerError(f"as of {date}: not a date; write 2018, 2018-12 or 2018-12-08")
    copy = ox.Store()
    copy.bulk_extend(store)
    absent = _later_things(copy, date)
    held = undated = 0
    dropped: set[ox.NamedNode | ox.BlankNode | ox.Triple] = set()
    statements = [quad.subject for quad in copy.quads_for_pattern(None, node("rdf:type"), node("kg:Statement"))]
    for each in sorted(statements, key=str):
        own = [quad.triple for quad in copy.quads_for_pattern(each, None, None)]
        dates = [t for t in own if isinstance(t.object, ox.Literal) and _is_date(t.predicate)]
        if any(t.object in absent for t in own) or not all(_holds(t, date) for t in dates) or _ended(copy, own, date):
            dropped.add(each)
        else:
            held, undated = held + bool(dates), undated + (not dates)
    about = {q.subject for gone in dropped for q in copy.quads_for_pattern(None, node("rdf:subject"), gone)}
    unsaid = {_said(copy, each) for each in dropped if _says(copy, each)}
    for each in {*absent, *dropped, *about}:
        _drop(copy, [quad.triple for quad in copy.quads_for_pattern(each, None, None)])
        _drop(copy, [quad.triple for quad in copy.quads_for_pattern(None, None, each)])
    _derive(copy, unsaid)
    return copy, AsOf(date, held, len(dropped), undated)


SIDES = {node(LAYERS[layer]): node("rdf:subject" if layer in TURNED else "rdf:object") for layer in LAYERS}
"""Where the collective of a tie stands in its statement, by relation."""


def _ended(store: ox.Store, own: list[ox.Triple], date: str) -> bool:
    """Whether a statement is of a tie to a collective that had ended by then, or of the list of one."""
    relations = [t.object for t in own if t.predicate == node("rdf:predicate") and isinstance(t.object, ox.NamedNode)]
    sides = {node("kg:collective"), *(SIDES[each] for each in relations if each in SIDES)}
    named = [t.object for t in own if t.predicate in sides and isinstance(t.object, ox.NamedNode)]
    ends = [quad.object for each in named for quad in store.quads_for_pattern(each, node("kg:ended"), None)]
    return any(isinstance(end, ox.Literal) and end.value < date[: len(end.value)] for end in ends)


def _is_date(predicate: ox.NamedNode) -> bool:
    return terms.contract(predicate.value) in (*STARTS, "kg:to")


def _holds(triple: ox.Triple, date: str) -> bool:
    value = triple.object.value if isinstance(triple.object, ox.Literal) else ""
    precision = min(len(value), len(date))
    if triple.predicate == node("kg:to"):
        return value[:precision] >= date[:precision]
    return value[:precision] <= date[:precision]


def _later_things(store: ox.Store, date: str) -> set[ox.NamedNode]:
    starts = [quad.triple for name in BEGINNINGS for quad in store.quads_for_pattern(None, node(name), None)]
    return {t.subject for t in starts if isinstance(t.subject, ox.NamedNode) and not _holds(t, date)}


def _drop(store: ox.Store, triples: Iterable[ox.Triple]) -> None:
    for triple in triples:
        store.remove(ox.Quad(*triple))


def _derive(store: ox.Store, unsaid: set[ox.Triple]) -> None:
    """Make the short triples agree with the statement nodes that are there and with those that are not any more."""
    former = {q.subject for q in store.quads_for_pattern(None, node("kg:role"), FORMER)}
    stating = {q.subject for q in store.quads_for_pattern(None, node("rdf:predicate"), None)}
    said = {_said(store, each) for each in stating - former}
    _drop(store, unsaid - said)
    for triple in said:
        store.add(ox.Quad(*triple))


def _says(store: ox.Store, statement: ox.NamedNode | ox.BlankNode | ox.Triple) -> bool:
    return any(store.quads_for_pattern(statement, node("rdf:predicate"), None))


def _said(store: ox.Store, statement: ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.Triple:
    parts = ("rdf:subject", "rdf:predicate", "rdf:object")
    found: list[Any] = [next(iter(store.quads_for_pattern(statement, node(part), None))).object for part in parts]
    return ox.Triple(*found)


class Endpoint:
    """A SPARQL 1.1 endpoint at an address, read over HTTP.

    `timeout` is how many seconds an answer may take from beginning to end. A server that says that it is busy is asked
    again after each of `pauses`, in seconds, or after as long as it says itself, at most `LONGEST`.
    Raises OperatorError where it does not answer, AskerError where it refuses the query.
    """

    def __init__(self, address: str, timeout: float = 60, pauses: tuple[float, ...] = (1, 2, 4)) -> None:
        if not re.match(r"https?://", address):
            raise AskerError(
                f"'{address}' is no endpoint; --endpoint takes an address that begins with http:// or https://"
            )
        self.address = address
        self.timeout = timeout
        self.pauses = pauses

    def ask(self, query: str, accept: str) -> bytes:
        """The answer to a query, in the wanted format (a media type)."""
        for pause in (*self.pauses, None):
            try:
                return self._asked(query, accept)
            except urllib.error.HTTPError as error:
                if pause is None or error.code not in BUSY:
                    kind = OperatorError if error.code in (*BUSY, 502, 504) else AskerError
                    raise kind(f"{self.address} refused the query (HTTP {error.code}): {_complaint(error)}") from error
                time.sleep(_wait(error, pause))
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise OperatorError(f"{self.address} does not answer: {_reason(error)}; check the address") from error
        raise AssertionError  # the last pause is None

    def _asked(self, query: str, accept: str) -> bytes:
        until = time.monotonic() + self.timeout
        form = urllib.parse.urlencode({"query": query}).encode()
        headers = {"Accept": accept, "User-Agent": "citykg"}
        address = urllib.parse.quote(self.address, safe="%/:=&?~#+!$,;'@()*[]")
        request = urllib.request.Request(address, form, headers)  # noqa: S310
        content = bytearray()
        with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310
            while part := answer.read1(CHUNK):
                content += part
                if time.monotonic() > until:
                    raise TimeoutError(f"no whole answer in {self.timeout:g} seconds")
            announced = answer.headers.get("Content-Length") or ""
            if announced.isdecimal() and len(content) < int(announced):  # read1 says nothing of it
                raise http.client.IncompleteRead(b"")
        return bytes(content)

    def triples(self, query: str) -> list[ox.Triple]:
        """The answer to a CONSTRUCT or DESCRIBE query."""
        content = self.ask(query, "text/turtle")
        try:
            return [quad.triple for quad in ox.parse(content, ox.RdfFormat.TURTLE)]
        except SyntaxError as error:
            raise OperatorError(f"{self.address} did not answer with Turtle; is it an endpoint?") from error


def _wait(error: urllib.error.HTTPError, pause: float) -> float:
    """How many seconds to wait: as many as a busy server says, if it says any, else the pause."""
    said = str(error.headers.get("Retry-After") or "")
    return min(float(said), LONGEST) if said.isdecimal() else pause


def _reason(error: Exception) -> str:
    """Why an endpoint does not answer, in a few words."""
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off"
    reason = getattr(error, "reason", error)
    return _printable(str(getattr(reason, "strerror", None) or reason))


def _complaint(error: urllib.error.HTTPError) -> str:
    """What a server says is wrong, in one line; of a page of HTML only its status."""
    said = error.read(2000).decode("utf-8", "replace").strip()
    if not said or said.startswith("<"):
        return str(error.reason)
    return _printable(said.splitlines()[0])


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text).strip()
