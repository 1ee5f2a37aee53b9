"""What differs between two graphs, in the words of the subject, with sources.

A graph is read as *things* (cities, networks, sources, terms …) with their own values, and *facts*: what a statement,
a count or a list's completeness says of a thing. Two facts are one if they say the same, whatever their row is
called. What is left over on both sides is paired, where it can be, into a change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import pyoxigraph as ox

from kg import terms
from kg.headings import listed
from kg.names import UNNAMED, kind_of
from kg.profiles import Place

COLLECTED = (
    "memberOf", "affiliatedWith", "endorses", "partnerIn", "tookPartIn", "pledgedUnder", "fundedBy", "holdsPostAt",
)  # fmt: skip
NUMBERS = {
    "count-claim": ("kg:about", "kg:counted", "kg:action"),
    "observation": ("kg:about", "kg:area", "kg:indicator"),
    "completeness": ("kg:collective",),
}
QUALIFIERS = (
    "kg:role", "kg:verb", "kg:rank", "kg:title", "kg:project", "kg:qualifier", "kg:value", "kg:upperValue",
    "kg:amount", "kg:currency", "kg:status", "kg:claimed", "kg:asOf", "kg:cites", "kg:from", "kg:to", "kg:on",
)  # fmt: skip
ENDS = (
    "rdf:subject", "rdf:predicate", "rdf:object", "kg:member", "kg:collective", "kg:endorser", "kg:instrument",
    "kg:partner", "kg:undertaking", "kg:participant", "kg:event", "kg:person", "kg:body", "kg:pledgedBy",
    "kg:call", "kg:fund", "kg:recipient", "kg:counted", "kg:action", "kg:indicator", "kg:place",
    "kg:designation", "kg:about", "kg:spelling", "kg:area",
)  # fmt: skip
PLAIN = {"label": "Name", "lat": "Latitude", "long": "Longitude", "comment": "Summary", "type": "Class"}
FREE = {"statement", *NUMBERS}
RECORDS = {each for each in UNNAMED if each not in ("passage", "decision")}
TYPE, LABEL, EVIDENCE, DERIVED = "rdf:type", "rdfs:label", "kg:evidence", "prov:wasDerivedFrom"


@dataclass(frozen=True)
class Thing:
    """Something with a name: its IRI, key, name, kind (empty for terms of the vocabulary) and where it is named."""

    iri: str
    key: str
    name: str
    kind: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Fact:
    """What one node says of one thing; `other` and `said` are its content."""

    node: str
    about: str
    heading: str
    other: str
    said: tuple[tuple[str, str], ...] = ()
    places: frozenset[str] = frozenset()

    @property
    def content(self) -> Hashable:
        """What two facts share if they say the same."""
        return self.about, self.heading, self.other, self.said


@dataclass(frozen=True)
class Change:
    """One fact that is `added`, `removed` or `changed`, has other `sources` or another `key`.

    `differences` are (what, before, after); `places` say where the fact is said now, or was said if it is removed.
    """

    what: str
    heading: str
    text: str
    statement: str
    places: tuple[Place, ...] = ()
    differences: tuple[tuple[str, str, str], ...] = ()
    gained: tuple[Place, ...] = ()
    lost: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Group:
    """All that changed of one thing; `status` is new, gone or nothing."""

    thing: Thing
    status: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Diff:
    """What differs between two graphs: things and their facts, and the triples that follow from neither."""

    added: tuple[Thing, ...] = ()
    removed: tuple[Thing, ...] = ()
    groups: tuple[Group, ...] = ()
    other_added: tuple[str, ...] = ()
    other_removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.groups or self.other_added or self.other_removed)


class World:
    """One graph, indexed for comparison."""

    def __init__(self, store: ox.Store) -> None:
        self.triples = frozenset(_triples(store))
        self.values: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, target in sorted(
            (str(t.subject), t.predicate.value, str(t.object)) for t in self.triples
        ):
            self.values.setdefault(subject, {}).setdefault(terms.contract(predicate), []).append(target)

    def of(self, node: str, predicate: str) -> list[str]:
        """The values of a property, sorted."""
        return self.values.get(node, {}).get(predicate, [])

    def one(self, node: str, predicate: str) -> str:
        """The first value of a property, or nothing."""
        return next(iter(self.of(node, predicate)), "")

    @cached_property
    def said(self) -> dict[tuple[str, str, str], list[str]]:
        """The nodes that say a triple, by triple."""
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for node in self.values:
            if self.one(node, "rdf:predicate"):
                found[self.link(node)].append(node)
        return found

    def link(self, node: str) -> tuple[str, str, str]:
        """Subject, predicate and object that a statement says."""
        return self.one(node, "rdf:subject"), self.one(node, "rdf:predicate"), self.one(node, "rdf:object")

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """What statements, counts and completeness say, by node; what is derived from a row is not said again."""
        nodes = [node for node in self.values if not self.of(node, DERIVED)]
        return {fact.node: fact for node in nodes if (fact := self._fact(node))}

    def _fact(self, node: str) -> Fact | None:
        kind = _kind(node)
        if self.one(node, "rdf:predicate"):
            subject, predicate, target = self.link(node)
            heading = _local(predicate)
            ends = (target, heading, subject) if heading in COLLECTED else (subject, heading, target)
        elif kind in NUMBERS:
            first, *measure = NUMBERS[kind]
            about = self.one(node, first) or self.one(node, "kg:area")
            told = (self.one(node, each) for each in measure)
            ends = (about, kind, " ".join(each for each in told if each and each != about))
        elif kind in RECORDS:
            ends = (self.one(node, "kg:fund") or node, kind, "")
        else:
            return None
        skipped = {TYPE, LABEL, EVIDENCE, *(ENDS if self.one(node, "rdf:predicate") or kind in NUMBERS else ())}
        wanted = self.values[node] if kind in RECORDS else [each for each in QUALIFIERS if self.of(node, each)]
        own = [(each, value) for each in wanted if each not in skipped for value in self.of(node, each)]
        return Fact(node, *ends, tuple(sorted(_without(own, ends))), frozenset(self.of(node, EVIDENCE)))

    @cached_property
    def things(self) -> dict[str, Thing]:
        """Everything with a name of its own, by IRI: things, sources, passages, decisions, terms."""
        kept = [node for node in self.values if _kind(node) not in RECORDS and not self._bare(node)]
        return {node: Thing(node[1:-1], _key(node), self.name(node), _kind(node), self.evidence(node)) for node in kept}

    def _bare(self, node: str) -> bool:
        """Whether a node of another's making only states something, as in a graph that has IRIs of its own."""
        return bool(self.one(node, "rdf:predicate") and not _kind(node))

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for node in self.values:
            if _kind(node) not in ("", "source", "passage", "decision", *RECORDS):
                found[self._label(node)].append(node)
        return found

    def _label(self, node: str) -> str:
        if _kind(node) == "passage":
            return _key(node)
        english = [each for each in self.of(node, LABEL) if each.endswith("@en")]
        return _value((english or self.of(node, LABEL) or [""])[0]) or (_value(node) if node[:1] != "<" else _key(node))

    def name(self, node: str) -> str:
        """What a term is called; with its key where two things are called so, an objective with its code."""
        scheme, _, code = node[1:-1].removeprefix(terms.PREFIXES["scheme"]).partition("/")
        label = self._label(node)
        if scheme in ("gcm", "sdg") and code:
            return f"{scheme.upper()} {code}: {label}"
        return f"{label} ({_key(node)})" if len(self._names.get(label, ())) > 1 and _kind(node) else label

    def end(self, fact: Fact) -> str:
        """What a fact names or counts, in words."""
        parts = re.findall(r'"(?:[^"\\]|\\.)*"[^ ]*|<[^>]*>', fact.other) if fact.heading in NUMBERS else [fact.other]
        return " ".join(self.name(each) for each in parts) if fact.other else ""

    def knows(self, node: str) -> bool:
        """Whether the graph says anything of a term."""
        return node in self.values

    def evidence(self, node: str) -> tuple[Place, ...]:
        """Where a node's content is said."""
        return self.places(self.of(node, EVIDENCE))

    def places(self, nodes: Iterable[str]) -> tuple[Place, ...]:
        """Passages and sources as places, sorted."""
        return tuple(
            sorted((self._place(each) for each in nodes), key=lambda place: (place.source, place.start, place.key))
        )

    def _place(self, node: str) -> Place:
        section, start, end = (_value(self.one(node, each)) for each in ("kg:section", "oa:start", "oa:end"))
        source = self.one(node, "kg:source")
        return Place(_key(node), _key(source or node), section, int(start or 0), int(end or 0))

    def own(self, node: str) -> dict[str, list[str]]:
        """The values of a thing that no statement says, by what they are called."""
        stating = node in self.facts
        found: dict[str, list[str]] = {}
        for predicate, values in self.values.get(node, {}).items():
            skipped = predicate in (EVIDENCE, DERIVED) or (stating and predicate in (*QUALIFIERS, *ENDS))
            if skipped or (_kind(node) == "passage" and predicate == LABEL):
                continue
            stated = (
                terms.iri(terms.expand(predicate)) if predicate.split(":")[0] in terms.PREFIXES else f"<{predicate}>"
            )
            kept = self._lowest(values) if predicate == TYPE else values
            for value in kept:
                if (node, stated, value) not in self.said:
                    found.setdefault(_property(predicate, value), []).append(value)
        return found

    def _lowest(self, classes: list[str]) -> list[str]:
        above = {parent for each in classes for parent in self.of(each, "rdfs:subClassOf")}
        return [each for each in classes if each not in above] or classes


def compare(old: ox.Store, new: ox.Store) -> Diff:
    """What was added, removed and changed from one graph to the other."""
    return _Comparison(World(old), World(new)).diff()


class _Comparison:
    def __init__(self, old: World, new: World) -> None:
        self.old, self.new = old, new
        self.found: dict[str, list[Change]] = defaultdict(list)
        self.touched: set[str] = set()

    def diff(self) -> Diff:
        if self.old.triples == self.new.triples:
            return Diff()
        gone = [self.old.things[each] for each in self.old.things.keys() - self.new.things.keys()]
        come = [self.new.things[each] for each in self.new.things.keys() - self.old.things.keys()]
        self.touched |= {f"<{thing.iri}>" for thing in (*gone, *come)}
        self._facts()
        self._properties()
        groups = [self._group(node, changes) for node, changes in self.found.items()]
        return Diff(
            _in_order(come), _in_order(gone),
            tuple(sorted(groups, key=lambda group: _order(group.thing))),
            self._rest(self.new, self.old), self._rest(self.old, self.new),
        )  # fmt: skip

    def _group(self, node: str, changes: list[Change]) -> Group:
        world = self.new if self.new.knows(node) else self.old
        thing = world.things.get(node) or Thing(node[1:-1], _key(node), world.name(node), _kind(node))
        status = "new" if not self.old.knows(node) else "gone" if not self.new.knows(node) else ""
        return Group(thing, status, tuple(sorted(changes, key=_place_in_list)))

    def _facts(self) -> None:
        before, after = dict(self.old.facts), dict(self.new.facts)
        for pairing in PAIRINGS:
            for one, other in _pairs(before, after, pairing):
                del before[one.node], after[other.node]
                self._pair(one, other)
        for fact in before.values():
            self._put(fact.about, "removed", fact, self.old, self.old.places(fact.places))
        for fact in after.values():
            self._put(fact.about, "added", fact, self.new, self.new.places(fact.places))

    def _pair(self, one: Fact, other: Fact) -> None:
        differences = tuple(self._differences(one, other))
        gained = self.new.places(other.places - one.places)
        lost = self.old.places(one.places - other.places)
        keys = (("key", _key(one.node), _key(other.node)),) if one.node != other.node else ()
        if not (differences or gained or lost or keys):
            return
        self.touched.add(one.node)
        what = "changed" if differences else "sources" if gained or lost else "key"
        change = (self.new.places(other.places), differences + keys, gained, lost)
        self._put(other.about, what, other, self.new, *change)

    def _differences(self, one: Fact, other: Fact) -> Iterator[tuple[str, str, str]]:
        if one.heading != other.heading and dict(one.said).get("kg:role") == dict(other.said).get("kg:role"):
            yield "relation", _spaced(one.heading), _spaced(other.heading)
        if one.other != other.other:
            yield "", self.old.end(one), self.new.end(other)
        was, now = _by_name(one.said), _by_name(other.said)
        for name in sorted(was.keys() | now.keys()):
            if was.get(name) != now.get(name):
                yield (
                    _spaced(_local(name)),
                    ", ".join(map(self.old.name, was.get(name, ()))),
                    ", ".join(map(self.new.name, now.get(name, ()))),
                )

    def _put(
        self,
        about: str,
        what: str,
        fact: Fact,
        world: World,
        places: tuple[Place, ...],
        differences: tuple[tuple[str, str, str], ...] = (),
        gained: tuple[Place, ...] = (),
        lost: tuple[Place, ...] = (),
    ) -> None:
        self.touched.add(fact.node)
        text = words(fact, world, what)
        change = Change(what, fact.heading, text, fact.node[1:-1], places, differences, gained, lost)
        self.found[about].append(change)

    def _properties(self) -> None:
        for node in sorted(self.old.things.keys() | self.new.things.keys()):
            was, now = self.old.own(node), self.new.own(node)
            for name in sorted(was.keys() | now.keys()):
                self._property(node, name, was.get(name, []), now.get(name, []))
            if node in self.old.things and node in self.new.things and node not in self.new.facts:
                self._places(node)

    def _property(self, node: str, name: str, was: list[str], now: list[str]) -> None:
        less, more = [each for each in was if each not in now], [each for each in now if each not in was]
        if not less and not more:
            return
        self.touched.add(node)
        if len(less) == len(more) == 1:
            texts = self.old.name(less[0]), self.new.name(more[0])
            self._own(node, "changed", name, texts[1], self.new, ("", *texts))
            return
        for world, values, what in ((self.old, less, "removed"), (self.new, more, "added")):
            for value in values:
                self._own(node, what, name, world.name(value), world)

    def _own(
        self, node: str, what: str, name: str, text: str, world: World, *differences: tuple[str, str, str]
    ) -> None:
        self.found[node].append(Change(what, name, text, node[1:-1], world.evidence(node), differences))

    def _places(self, node: str) -> None:
        """A thing that is named elsewhere, unless a change of its facts says so already."""
        was, now = set(self.old.of(node, EVIDENCE)), set(self.new.of(node, EVIDENCE))
        if was == now:
            return
        self.touched.add(node)
        gained, lost = self.new.places(now - was), self.old.places(was - now)
        told = [change for change in self.found.get(node, ()) if change.statement != node[1:-1]]
        named = {each for change in told for each in (*change.gained, *change.places)}
        unnamed = {each for change in told for each in (change.places if change.what == "removed" else change.lost)}
        if set(gained) <= named and set(lost) <= unnamed:
            return
        change = Change("sources", "named", "", node[1:-1], self.new.evidence(node), (), gained, lost)
        self.found[node].append(change)

    def _rest(self, world: World, other: World) -> tuple[str, ...]:
        """Triples of one graph alone that follow from nothing that is told."""
        left = (triple for triple in world.triples - other.triples if not self._told(world, other, triple))
        return tuple(sorted(map(str, left)))

    def _told(self, world: World, other: World, triple: ox.Triple) -> bool:
        subject, predicate, target = str(triple.subject), str(triple.predicate), str(triple.object)
        origin = world.of(subject, DERIVED)
        if subject in self.touched or any(each in self.touched for each in origin):
            return True
        if terms.contract(triple.predicate.value) == LABEL and _kind(subject) in (*RECORDS, "passage"):
            return True
        saying = [*world.said.get((subject, predicate, target), ()), *other.said.get((subject, predicate, target), ())]
        return any(
            node in self.touched or any(each in self.touched for each in world.of(node, DERIVED)) for node in saying
        )


def words(fact: Fact, world: World, what: str = "added") -> str:
    """A fact in a few words below its heading, as 'Ghent (founder, since 1986)'; of a changed one only its name."""
    said = _by_name(fact.said)
    texts = {_local(name): ", ".join(map(world.name, values)) for name, values in said.items()}
    if fact.heading in NUMBERS:
        return _number(fact, texts, world, whole=what != "changed")
    name = world.name(fact.other) if fact.other else _key(fact.node)
    if what == "changed" or not texts:
        return name
    role = texts.pop("role", "")
    usual = {"memberOf": "member", "endorses": "signatory", "partnerIn": "partner", "tookPartIn": "participant"}
    role = "" if role.casefold() == usual.get(fact.heading) else role[:1].lower() + role[1:]
    span = (
        f"{texts.pop('from', '')}–{texts.pop('to')}"
        if "to" in texts
        else f"since {texts.pop('from')}"
        if "from" in texts
        else ""
    )
    money = " ".join(filter(None, (texts.pop("amount", ""), texts.pop("currency", ""))))
    remarks = [role, *(texts.pop(each, "") for each in ("title", "verb", "rank", "project")), money, span]
    told = ", ".join(filter(None, (*remarks, *(texts[each] for each in sorted(texts)))))
    return f"{name} ({told})" if told else name


def _number(fact: Fact, texts: Mapping[str, str], world: World, whole: bool) -> str:
    measure = world.end(fact)
    if not whole:
        return measure
    upper = f" to {texts['upperValue']}" if "upperValue" in texts else ""
    value = " ".join(filter(None, (texts.get("qualifier", "").replace("-", " "), texts.get("value", "") + upper)))
    cites = f"citing {texts['cites']}" if "cites" in texts else ""
    if fact.heading == "completeness":
        claimed = f"{texts['claimed']} claimed" if "claimed" in texts else ""
        said = [texts.get("status", ""), f"as of {texts['asOf']}" if "asOf" in texts else "", claimed]
        return ", ".join(filter(None, said))
    text = f"{value} {measure}" if fact.heading == "count-claim" else f"{measure}: {value}"
    remarks = ", ".join(filter(None, (texts.get("asOf", ""), cites)))
    return text + (f" ({remarks})" if remarks else "")


def _pairs(
    before: Mapping[str, Fact], after: Mapping[str, Fact], by: Callable[[Fact], Hashable | None]
) -> list[tuple[Fact, Fact]]:
    """Facts that are the only ones of their sort on both sides."""
    was, now = _sorted_by(before, by), _sorted_by(after, by)
    return [(was[each][0], now[each][0]) for each in was if each in now and len(was[each]) == len(now[each]) == 1]


def _sorted_by(facts: Mapping[str, Fact], by: Callable[[Fact], Hashable | None]) -> dict[Hashable, list[Fact]]:
    found: dict[Hashable, list[Fact]] = {}
    for fact in facts.values():
        found.setdefault(by(fact), []).append(fact)
    found.pop(None, None)
    return found


def _ends(fact: Fact) -> Hashable | None:
    """Whom and what a fact ties, whatever the role; a relation or value of its own sort is no other's change."""
    kind = _kind(fact.node)
    alike = fact.heading if kind in ("relation", "statement", "") else ""
    return None if kind == "statement" else (kind, fact.about, fact.other, alike)


def _row(fact: Fact) -> Hashable:
    """The same row, about the same ends; a cell and a number may have another value."""
    return fact.node, fact.about, fact.heading, "" if _kind(fact.node) in FREE else fact.other


PAIRINGS: tuple[Callable[[Fact], Hashable | None], ...] = (
    lambda fact: (fact.node, fact.content),
    lambda fact: fact.content,
    _row,
    _ends,
)


def _triples(store: ox.Store) -> Iterator[ox.Triple]:
    """All triples; blank nodes bear the same labels whatever the file called them."""
    quads = list(store)
    if any(isinstance(each, ox.BlankNode) for quad in quads for each in (quad.subject, quad.object)):
        whole = ox.Dataset(quads)
        whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        quads = list(whole)
    yield from (quad.triple for quad in quads)


def _by_name(said: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in said:
        found.setdefault(name, []).append(value)
    return found


def _without(said: Iterable[tuple[str, str]], ends: tuple[str, str, str]) -> Iterator[tuple[str, str]]:
    yield from (pair for pair in said if pair[1] not in (ends[0], ends[2]))


def _property(predicate: str, value: str) -> str:
    """What a thing's value is called."""
    name = _local(predicate)
    if name == "exactMatch":
        return next((each for each in ("Wikidata", "GeoNames") if each.lower() in value), "Same as")
    ours = predicate.startswith(("kg:", "skos:"))
    told = PLAIN.get(name) or (outgoing().get(name) if ours else "") or _spaced(name)
    return told[0].upper() + told[1:]


@cache
def outgoing() -> dict[str, str]:
    """What a relation is called on the page of its subject."""
    return {name: words for side, name, words in listed() if side == "out"}


def _spaced(name: str) -> str:
    """A property's name in words, as 'un region'."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _local(name: str) -> str:
    return re.split(r"[#/:]", name.strip("<>"))[-1]


def _kind(node: str) -> str:
    return kind_of(node[1:-1])


def _key(node: str) -> str:
    """The key of a thing; the prefixed name of anything else."""
    return node[1:-1].rpartition("/")[2] if _kind(node) else terms.contract(node.strip("<>"))


def _value(term: str) -> str:
    """The text of a literal, or the prefixed name of an IRI."""
    if term.startswith('"'):
        body = term[1 : term.rindex('"')]
        return re.sub(r'\\(["\\nrt])', lambda hit: {"n": "\n", "r": "\r", "t": "\t"}.get(hit[1], hit[1]), body)
    return terms.contract(term.strip("<>"))


KINDS = (
    "network", "instrument", "fund", "event", "city", "region", "district", "country", "group", "organisation",
    "practice", "pledge", "person", "publication", "indicator", "", "source", "passage", "decision",
)  # fmt: skip


def _place_in_list(change: Change) -> tuple[str, int, str, str, str]:
    rank = ["added", "removed", "changed", "sources", "key"].index(change.what)
    return change.heading, rank, change.text.casefold(), change.text, change.statement


def _order(thing: Thing) -> tuple[int, str, str, str]:
    place = KINDS.index(thing.kind) if thing.kind in KINDS else KINDS.index("")
    return place, thing.kind, thing.name.casefold(), thing.iri


def _in_order(things: Iterable[Thing]) -> tuple[Thing, ...]:
    return tuple(sorted(things, key=_order))
