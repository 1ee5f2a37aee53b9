"""Store to two-mode graph: places and the collectives they gather in.

The *affiliation* graph is two-mode: places (cities and regions) on one side, the collectives they gather in
on the other. Each link keeps its layer, role, dates and the statement that it rests on. Ties are read as integers
at once; names and statements when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, compress, islice, repeat

import numpy as np
import pyoxigraph as ox

from kg import endpoints, lists, terms
from kg import store as stores
from kg.dates import earliest
from kg.incidence import Whole
from kg.layers import DEFAULT_LAYERS, LAYERS, TURNED, choose, said, short, tie
from kg.names import Index, kind_of
from kg.relations import key_of, things
from kg.twomode import Affiliation, Details, Link, coded

__all__ = ["DEFAULT_LAYERS", "LAYERS", "affiliation", "from_endpoint"]
INCOMPLETE = "incomplete"

GOVERNMENTS = tuple(f"<{terms.PREFIXES['id']}{kind}/".encode() for kind in ("city", "region"))
PLACES = "SELECT ?thing { ?thing a kg:LocalGovernment }"
COLLECTIVES = "SELECT ?thing { { ?thing a kg:Collective } UNION { ?thing a kg:Event } }"
LINKS = """SELECT DISTINCT ?place ?collective ?statement ?roleName ?from ?to {{ {tie}
  OPTIONAL {{ ?statement kg:role/skos:notation ?roleName }}
  OPTIONAL {{ ?statement kg:from|kg:on|kg:asOf ?from }}
  OPTIONAL {{ ?statement kg:to ?to }} }}"""


def affiliation(
    store: ox.Store,
    layers: Iterable[str] = DEFAULT_LAYERS,
    as_of: str | None = None,
    *,
    collectives: Iterable[str] | None = None,
    places: Iterable[str] | None = None,
    exclude: Iterable[str] = (),
) -> Affiliation:
    """The two-mode graph of a store over some layers, as of a date if one is given.

    A place or collective that has no link in these layers is not in it. Layers: membership, endorsement (signatures),
    funding (grants), pledge, partnership, participation (events), steering (whose course the place sets). Ties that
    are no belonging, such as an observer's or a former member's, are in none. Without a date, ties that are said to
    have ended are in it too.

    `collectives` and `places` keep only those, by key or name. `exclude` leaves out collectives: by key or name, by
    size ("<5" for fewer than five members, ">500" for more), or "incomplete" for those whose list is said to lack
    somebody. Sizes count members in these layers as of the date, before anything is left out.

    The short triples of the graph are taken to follow its statements, and what the IRIs call a city or region to be a
    local government, as `kg build` makes them.
    Raises AskerError for an unknown layer, a date that is none, and a name that nothing has.
    """
    chosen = choose(layers)
    looked, count = stores.as_of(store, as_of) if as_of else (store, None)
    whole = Affiliation.of(*_columns(looked, chosen), lambda: _details(looked, chosen), count)
    left = whole.without(*_excluded(store, whole, exclude))
    return left.keep(
        places=_here(store, left.places, places, PLACES),
        collectives=_here(store, left.collectives, collectives, COLLECTIVES),
    )


def from_endpoint(
    address: str,
    layers: Iterable[str] = DEFAULT_LAYERS,
    as_of: str | None = None,
    *,
    collectives: Iterable[str] | None = None,
    places: Iterable[str] | None = None,
    exclude: Iterable[str] = (),
    timeout: float = 60,
) -> Affiliation:
    """The same two-mode graph from a SPARQL 1.1 endpoint that holds a graph of ours, read in pages.

    `timeout` is how many seconds one page may take. Nothing is read but what the layers need, so that `links` carry
    no more evidence than their statements' addresses.
    Raises as `affiliation` does, and OperatorError where the endpoint does not answer, is none, or is too slow.
    """
    chosen = choose(layers)
    store = endpoints.extract(stores.Endpoint(address, timeout), chosen)
    return affiliation(store, chosen, as_of, collectives=collectives, places=places, exclude=exclude)


Column = tuple[tuple[str, ...], Whole]
"""Keys in order, and their positions."""


def _columns(store: ox.Store, layers: tuple[str, ...]) -> tuple[Column, Column, Column]:
    """The places, collectives and layers of all ties, each as keys and positions."""
    pairs = [_pairs(store, layer) for layer in layers]
    known = [_places(store, pairs), _terms(store, COLLECTIVES)]
    numbers = [dict(zip(own, range(len(own)), strict=True)) for own in known]
    found = [_tied(each, numbers) for each in pairs]
    of_layer = np.repeat(np.arange(len(layers)), [each.shape[1] for each in found])
    ends = np.hstack([np.empty((2, 0), np.int64), *found])
    return _keyed(known[0], ends[0]), _keyed(known[1], ends[1]), (layers, of_layer)


def _places(store: ox.Store, pairs: list[list[bytes]]) -> list[bytes]:
    """The distinct places of pairs that are local governments; cities and regions are, as `kg build` makes them."""
    named = dict.fromkeys(chain.from_iterable(islice(each, 0, None, 2) for each in pairs))
    return [each for each in named if each.startswith(GOVERNMENTS) or _governs(store, each)]


def _governs(store: ox.Store, term: bytes) -> bool:
    """Whether a term of any sort names a local government."""
    if not term.startswith(b"<") or term.startswith(b"<<"):
        return False
    thing = ox.NamedNode(term[1:-1].decode())
    return ox.Quad(thing, stores.node("rdf:type"), stores.node("kg:LocalGovernment")) in store


def _tied(pairs: list[bytes], numbers: list[dict[bytes, int]]) -> Whole:
    """The numbers of both ends of each pair, (2, pairs); without those of which an end is of another sort."""
    ends = [
        np.fromiter(map(number.get, islice(pairs, side, None, 2), repeat(-1)), np.int64, len(pairs) // 2)
        for side, number in enumerate(numbers)
    ]
    return np.stack(ends)[:, np.minimum(*ends) >= 0]


def _pairs(store: ox.Store, layer: str) -> list[bytes]:
    """Place, collective, place, collective …: from the short triples, and statements that have none."""
    found = _terms(store, f"SELECT ?place ?collective {{ {short(layer)} }}")
    if not found:
        return _terms(store, f"SELECT ?place ?collective {{ {said(layer)} }}")
    found.extend(_past(store, layer))
    return found


def _past(store: ox.Store, layer: str) -> list[bytes]:
    """The ends of statements that `kg build` makes no short triple of: they have ended, or their role is former."""
    sides = ("rdf:object", "rdf:subject") if layer in TURNED else ("rdf:subject", "rdf:object")
    relation, found = stores.node(LAYERS[layer]), list[bytes]()
    for predicate, target in ((stores.node("kg:to"), None), (stores.node("kg:role"), stores.FORMER)):
        for each in store.quads_for_pattern(None, predicate, target):
            if ox.Quad(each.subject, stores.node("rdf:predicate"), relation) in store:
                ends = (next(store.quads_for_pattern(each.subject, stores.node(side), None)) for side in sides)
                found += [str(end.object).encode() for end in ends]
    return found


def _terms(store: ox.Store, query: str) -> list[bytes]:
    """All terms of all rows, one after the other, as they stand in N-Triples: many times faster than objects."""
    solutions = store.query(query, prefixes=terms.PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    written = solutions.serialize(format=ox.QueryResultsFormat.TSV) or b""
    found = written.replace(b"\t", b"\n").split(b"\n")
    del found[: len(solutions.variables)], found[-1:]
    return found


def _keyed(known: list[bytes], found: Whole) -> Column:
    """The keys of those things that are found, in order, and the position of each."""
    seen = np.zeros(len(known), bool)
    seen[found] = True
    order, at = coded([_key(each) for each in compress(known, seen.tolist())])
    position = np.zeros(len(known), np.int64)
    position[seen] = at
    return order, position[found]


def _key(term: bytes) -> str:
    """The key at the end of an IRI in N-Triples."""
    return term[term.rfind(b"/") + 1 : -1].decode()


def _details(store: ox.Store, layers: tuple[str, ...]) -> Details:
    links = sorted(_links(store, layers), key=lambda link: (link.place, link.collective, link.statement))
    return Details(things(store), links)


def _links(store: ox.Store, layers: tuple[str, ...]) -> Iterable[Link]:
    begun, ended = _begun(store), _ended(store)
    for layer in layers:
        for row in stores.select(store, LINKS.format(tie=tie(layer))):
            own = row["statement"]
            yield Link(
                key_of(row["place"]), key_of(row["collective"]), layer, row["roleName"], row["from"], row["to"], own,
                begun.get(own, ""), earliest(ended.get(own, ""), ended.get(row["collective"], "")),
            )  # fmt: skip


def _begun(store: ox.Store) -> Mapping[str, str]:
    """The latest beginning of all that a statement speaks of, by statement, as `stores.as_of` looks at it."""
    found: dict[str, str] = {}
    for name in stores.BEGINNINGS:
        for quad in store.quads_for_pattern(None, stores.node(name), None):
            date = quad.object.value if isinstance(quad.object, ox.Literal) else ""
            if isinstance(quad.subject, ox.NamedNode):
                speaking = (each.subject for each in store.quads_for_pattern(None, None, quad.subject))
                for own in (quad.subject, *speaking):
                    found[_value(own)] = max(found.get(_value(own), ""), date)
    return found


def _ended(store: ox.Store) -> Mapping[str, str]:
    """The end of each collective that has one, and of each statement that calls it its collective."""
    found: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, stores.node("kg:ended"), None):
        if isinstance(quad.object, ox.Literal):
            speaking = store.quads_for_pattern(None, stores.node("kg:collective"), quad.subject)
            for own in (quad.subject, *(each.subject for each in speaking)):
                found[_value(own)] = earliest(found.get(_value(own), ""), quad.object.value)
    return found


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _excluded(store: ox.Store, whole: Affiliation, exclude: Iterable[str]) -> list[str]:
    """What to leave out, names as keys; a collective that has no tie here is out already."""
    asked = list(exclude)
    sizes = [each for each in asked if each.lstrip()[:1] in ("<", ">")]
    named = [each for each in asked if each not in sizes and each != INCOMPLETE]
    found = set(_here(store, whole.collectives, named, COLLECTIVES) or ())
    if INCOMPLETE in asked:
        found |= {key_of(iri) for iri, listing in lists.listings(store).items() if not listing.complete}
    return [*sizes, *sorted(found.intersection(whole.collectives))]


def _here(store: ox.Store, keys: tuple[str, ...], names: Iterable[str] | None, things: str) -> list[str] | None:
    """Those of some keys that names mean; a name that something else of the store has means none of them."""
    if names is None:
        return None
    asked, known = list(names), set(keys)
    if not known.issuperset(asked):
        kinds = {kind_of(each[1:-1].decode()) for each in _terms(store, things)}
        index = Index(store, tuple(sorted(kinds)))
        asked = [name if name in known else key_of(index.resolve(name)) for name in asked]
    return [key for key in asked if key in known]
