"""The W3C Reconciliation Service API 0.2 over cities, regions, countries and what they gather in.

An entity's id is its IRI without the identifier space ('city/bern-ch'), a type's the local name of its class ('City').
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import pyoxigraph as ox

from kg import terms
from kg.errors import AskerError
from kg.matching import plain
from kg.server.candidates import previews, readback
from kg.server.candidates.asked import QUERIES, Asked, cut, extension, shown
from kg.server.candidates.asked import batch as read_batch
from kg.server.candidates.deciding import Decider, Namesakes, Proposal, type_id
from kg.server.candidates.entities import Thing, Things
from kg.server.candidates.properties import PROPERTIES, Property, fitting, rows
from kg.server.candidates.searching import Search
from kg.server.problems import Problem

PAGE = 20
"""Suggestions at a time."""
WIDTH, HEIGHT = 430, 300
"""Pixels of a preview."""
DEFAULTS = ("City", "LocalGovernment", "Region", "Country", "Network", "Instrument", "Collective", "Organisation")
Document = dict[str, Any]


class Reconciler:
    """The service over one store; `namesakes` says which names places in other countries have, if that is known."""

    def __init__(self, store: ox.Store, namesakes: Namesakes | None = None, search: Search | None = None) -> None:
        self._search = search or Search(Things(store))
        self._things = self._search.things
        self._decider = Decider(store, self._search, namesakes)
        own = self._decider.classes
        self._types = sorted({above for each in own for above in self._things.classes.over(each)})

    def manifest(self, base: str) -> Document:
        """What the service offers; `base` is the address of the site without a slash at its end."""
        return {
            "versions": ["0.2"],
            "name": "citykg: cities, city networks and their declarations",
            "identifierSpace": terms.PREFIXES["id"],
            "schemaSpace": terms.PREFIXES["kg"],
            "documentation": f"{base}/api.html",
            "serviceVersion": version("citykg"),
            "defaultTypes": [self._type(each) for each in DEFAULTS if each in self._types],
            "view": {"url": f"{base}/reconcile/view?id={{{{id}}}}"},
            "preview": {"url": f"{base}/reconcile/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
            "suggest": {sort: _suggest(base, sort) for sort in ("entity", "type", "property")},
            "extend": {
                "propose_properties": {"service_url": base, "service_path": "/reconcile/extend/propose"},
                "property_settings": [],
            },
            "batchSize": QUERIES,
        }

    def answer(self, queries: object) -> Document:
        """The candidates of every query of a batch, by its name.

        Raises AskerError where the batch is not as the specification has it, Problem (413) past a limit.
        """
        return {name: {"result": self.candidates(each)} for name, each in read_batch(queries).items()}

    def candidates(self, asked: Asked) -> list[Document]:
        """The candidates of one query, best first; at most one is a match, and then it stands alone."""
        return [self._candidate(each) for each in self._decider.propose(asked)]

    def _candidate(self, found: Proposal) -> Document:
        features = [{"id": name, "value": value} for name, value in found.features.items()]
        return {**self._described(found.thing), "type": [self._kind(found.thing)], "score": found.score,
                "match": found.match, "features": features}  # fmt: skip

    def _described(self, thing: Thing) -> Document:
        return {"id": thing.id, "name": thing.name, "description": self._things.describe(thing)}

    def _kind(self, thing: Thing) -> Document:
        return {"id": thing.cls, "name": self._things.classes.label(thing.cls)}

    def _type(self, name: str) -> Document:
        classes = self._things.classes
        broader = [{"id": each, "name": classes.label(each)} for each in sorted(classes.above.get(name, ()))]
        return {"id": name, "name": classes.label(name), **({"broader": broader} if broader else {})}

    def suggest_entity(self, prefix: str, cursor: int = 0) -> Document:
        """Things whose names hold words that begin so, `PAGE` of them after the first `cursor`."""
        hits = cut(self._search.find(prefix, readback.KINDS), cursor, PAGE)
        return {"result": [{**self._described(hit.thing), "notable": [self._kind(hit.thing)]} for hit in hits]}

    def suggest_type(self, prefix: str, cursor: int = 0) -> Document:
        """Classes with such a label or id, and what they mean."""
        pairs = [(each, self._things.classes.label(each)) for each in self._types]
        return {"result": [self._defined(each) for each in cut(_beginning(pairs, type_id(prefix)), cursor, PAGE)]}

    def _defined(self, name: str) -> Document:
        said = self._things.value(terms.expand(f"kg:{name}"), "skos:definition")
        return {"id": name, "name": self._things.classes.label(name), **({"description": said} if said else {})}

    def suggest_property(self, prefix: str, cursor: int = 0) -> Document:
        """Properties with such a name or id."""
        ids = _beginning([(each.id, each.name) for each in PROPERTIES.values()], prefix)
        return {"result": [{"id": each, "name": PROPERTIES[each].name} for each in cut(ids, cursor, PAGE)]}

    def flyout(self, own: str) -> Document:
        """A few lines of HTML on a thing; raises Problem (404) where there is none of that id."""
        return {"id": own, "html": previews.snippet(self._things, self._thing(own))}

    def preview(self, own: str) -> bytes:
        """A small HTML page on a thing; raises Problem (404) where there is none of that id."""
        return previews.page(self._things, self._thing(own))

    def _thing(self, own: str) -> Thing:
        found = self._search.known(own)
        if not found:
            raise Problem(404, f"nothing has the id '{shown(own)}'", "ids are as 'city/bern-ch'")
        return found

    def propose_properties(self, name: str, limit: int = 0) -> Document:
        """The properties that things of a type may have; all of them without a type."""
        found = fitting(self._things, type_id(name))
        named = [{"id": each.id, "name": each.name} for each in (found[:limit] if limit else found)]
        return {"properties": named, "type": name, **({"limit": limit} if limit else {})}

    def extend(self, query: object) -> Document:
        """The values that some things have of some properties.

        Raises AskerError for a property that there is not, and where the query is not as the specification has it.
        """
        ids, wanted = extension(query)
        if unknown := [each for each in wanted if each not in PROPERTIES]:
            raise AskerError(f"no property '{shown(unknown[0])}'; properties are {', '.join(PROPERTIES)}")
        chosen = [PROPERTIES[each] for each in wanted]
        return {"meta": [self._column(each) for each in chosen], "rows": rows(self._things, ids, chosen)}

    def _column(self, own: Property) -> Document:
        target = {"type": {"id": own.target, "name": self._things.classes.label(own.target)}} if own.target else {}
        return {"id": own.id, "name": own.name, **target}


def _suggest(base: str, sort: str) -> Document:
    flyout = {"flyout_service_path": f"/reconcile/suggest/flyout/{sort}?id=${{id}}"} if sort == "entity" else {}
    return {"service_url": base, "service_path": f"/reconcile/suggest/{sort}", **flyout}


def _beginning(pairs: list[tuple[str, str]], prefix: str) -> list[str]:
    """The ids with an id or name in which a word begins so; those that begin so themselves first."""
    wanted = plain(prefix)
    found = [(own, name) for own, name in pairs if f" {wanted}" in f" {plain(own)} {plain(name)}"]
    first = sorted(found, key=lambda each: not any(plain(text).startswith(wanted) for text in each))
    return [own for own, _ in first]
