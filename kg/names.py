"""A name as someone types it to the thing that it means.

Rungs in order: key → exact → case → diacritics → affixes ("City of …") → case of the key. The first rung with a
candidate decides; several candidates on one rung go back to the person. Fuzzy matches are proposed, never applied.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

import pyoxigraph as ox

from kg import terms
from kg.errors import AskerError, nearest
from kg.matching import FOLDS, plain
from kg.store import node


class Index:
    """Labels, other names and keys of everything in a store.

    `kinds` narrows to some kinds of things, as ("city", "region").
    """

    def __init__(self, store: ox.Store, kinds: tuple[str, ...] = ()) -> None:
        self._names: dict[str, set[str]] = {}
        for predicate in ("rdfs:label", "skos:altLabel"):
            for quad in store.quads_for_pattern(None, node(predicate), None):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                    self._add(quad.object.value, quad.subject.value, kinds)
        self._keys = {_key(iri): iri for iris in self._names.values() for iri in iris}
        if not kinds:  # a passage has no name, but its number is what a reader has
            passages = [quad.subject for quad in store.quads_for_pattern(None, node("rdf:type"), node("kg:Passage"))]
            self._keys |= {_key(each.value): each.value for each in passages if isinstance(each, ox.NamedNode)}
        self._rungs = [self._rung(fold) for fold in FOLDS]

    def _add(self, name: str, iri: str, kinds: tuple[str, ...]) -> None:
        kind = kind_of(iri)
        if kind and (kind in kinds if kinds else kind not in UNNAMED):
            self._names.setdefault(name, set()).add(iri)

    def _rung(self, fold: Callable[[str], str]) -> dict[str, set[str]]:
        folded: dict[str, set[str]] = {}
        for name, iris in self._names.items():
            folded.setdefault(fold(name), set()).update(iris)
        return folded

    def candidates(self, name: str) -> list[str]:
        """IRIs that a key or name may mean, from the first rung that has any."""
        if name in self._keys:
            return [self._keys[name]]
        for fold, rung in zip(FOLDS, self._rungs, strict=True):
            if fold(name) in rung:
                return sorted(rung[fold(name)])
        return sorted(iri for key, iri in self._keys.items() if key.casefold() == name.casefold())

    def called(self, name: str) -> list[str]:
        """IRIs of what bears this name to the letter."""
        return sorted(self._names.get(name, ()))

    def resolve(self, name: str) -> str:
        """The IRI that a key, a name or an IRI, in full or as `id:city/milan-it`, means.

        Raises AskerError where nothing is called so (with the nearest name, or those that hold the words) or several
        things are.
        """
        if name.startswith(("http://", "https://")):
            return name
        if name.startswith("id:"):
            return terms.expand(name)
        found = self.candidates(name)
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join(_key(iri) for iri in found)
            raise AskerError(f"'{name}' may mean {len(found)} things; name one by its key: {choices}")
        if holding := self._holding(name):
            more = f" and {len(holding) - 5} more" if len(holding) > 5 else ""
            near = difflib.get_close_matches(name, self._names, n=1, cutoff=0.85)
            guess = f"; did you mean '{near[0]}'?" if near else ""
            raise AskerError(f"nothing is called '{name}' alone{guess}; names with it: {', '.join(holding[:5])}{more}")
        folded = {plain(each): each for each in [*self._names, *self._keys]}
        guess = nearest(plain(name), folded)
        quoted = re.search(r"'(.*)'", guess)
        hint = f"; did you mean '{folded[quoted[1]]}'?" if quoted else "; 'kg query --list' shows what can be asked"
        raise AskerError(f"nothing is called '{name}'{hint}")

    def _holding(self, name: str) -> list[str]:
        """The names in which the words of a name begin a word, the shortest first."""
        wanted = f" {plain(name)}"
        found = [each for each in self._names if wanted.strip() and wanted in f" {plain(each)}"]
        return sorted(found, key=lambda each: (len(each), each))


UNNAMED = ("membership", "endorsement", "partnership", "participation", "post", "relation", "name", "statement",
           "passage", "designation", "grant", "observation", "count-claim", "completeness", "decision")  # fmt: skip


def kind_of(iri: str) -> str:
    """The kind in a thing's IRI, or nothing for other IRIs.

    >>> kind_of("https://w3id.org/citykg/id/city/barcelona-es")
    'city'
    """
    base = terms.PREFIXES["id"]
    return iri[len(base) :].split("/")[0] if iri.startswith(base) else ""


def _key(iri: str) -> str:
    return iri.rsplit("/", 1)[1]
