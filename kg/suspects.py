"""The things in which SHACL shapes may find a fault; all others are sound, as queries of the store show.

An engine that takes every thing through every shape needs a minute where the store needs a second. So each shape
becomes a condition under which a thing is surely sound. Whatever does not meet it is a suspect, and the engine judges
the suspects. A condition may be too strict, which costs time; it is never too lax, which would cost a finding. Where
shapes say what no condition is written for here, they are Unscreened, and the engine judges the whole graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
import rdflib
from rdflib.namespace import OWL, RDF, SH, XSD

from kg import terms
from kg.store import node

STEPS = 2  # how many links away from a thing its shapes may look
KINDS = {SH.NodeShape, SH.PropertyShape, OWL.Ontology}
SILENT = {
    SH.targetClass,
    SH.path,
    SH.alternativePath,
    SH.message,
    SH.severity,
    SH.name,
    SH.description,
    SH.order,
    SH.group,
}
FORMS = {  # the plain ways to write a value: whatever is written otherwise is for the engine to judge
    XSD.string: "",
    XSD.boolean: "^(true|false)$",
    XSD.integer: "^-?[0-9]{1,15}$",
    XSD.decimal: "^-?[0-9]{1,15}([.][0-9]{1,15})?$",
    XSD.double: "^-?[0-9]{1,15}([.][0-9]{1,15})?([Ee][+-]?[0-9]{1,2})?$",
    XSD.gYear: "^[1-9][0-9]{3}$",
    XSD.gYearMonth: "^[1-9][0-9]{3}-(0[1-9]|1[0-2])$",
    XSD.date: "^[1-9][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)$",
}
Term = rdflib.term.Node
Suspects = dict[Term, set[ox.NamedNode]]


class Unscreened(Exception):  # noqa: N818
    """The shapes say what no condition is written for; whoever validates catches it."""


def suspects(store: ox.Store, shapes: rdflib.Graph) -> Suspects:
    """For each shape with a target, the things of a store that are not surely sound by it.

    Among them are all that the shape finds fault with.
    Raises Unscreened where the shapes say what this module does not know, or a suspect has no name.

    >>> store = ox.Store()
    >>> store.load("<urn:a> a <urn:City> ; <urn:name> 'A' . <urn:b> a <urn:City> .", ox.RdfFormat.TURTLE)
    >>> shapes = rdflib.Graph().parse(format="turtle", data='''
    ...     @prefix sh: <http://www.w3.org/ns/shacl#> .
    ...     <urn:S> sh:targetClass <urn:City> ; sh:property [ sh:path <urn:name> ; sh:minCount 1 ] .''')
    >>> suspects(store, shapes)
    {rdflib.term.URIRef('urn:S'): {<NamedNode value=urn:b>}}
    """
    try:
        queries = dict(Screen(store, shapes).queries())
        answers = {shape: store.query(query, prefixes=terms.PREFIXES) for shape, query in queries.items()}
    except (SyntaxError, RecursionError) as error:
        raise Unscreened(str(error)) from error
    found = {shape: {row["v0"] for row in answer} for shape, answer in answers.items()}  # type: ignore[union-attr]
    if odd := [each for things in found.values() for each in things if not isinstance(each, ox.NamedNode)]:
        raise Unscreened(f"{min(map(str, odd))} would not keep its name on the way to the engine")
    return found


def narrowed(shapes: rdflib.Graph, chosen: Suspects) -> rdflib.Graph:
    """The same shapes, each with its suspects as its only targets."""
    copy = rdflib.Graph() + shapes
    copy.remove((None, SH.targetClass, None))
    for shape, things in chosen.items():
        for each in things:
            copy.add((shape, SH.targetNode, rdflib.URIRef(each.value)))
    return copy


def around(store: ox.Store, chosen: Suspects) -> bytes:
    """N-Triples with all that shapes look at when they judge the suspects: what they link to, and the classes."""
    triples = {quad.triple for quad in store.quads_for_pattern(None, node("rdfs:subClassOf"), None)}
    waiting: set[ox.NamedNode | ox.BlankNode] = set().union(*chosen.values())
    seen = set(waiting)
    for _ in range(STEPS + 1):
        own = {quad.triple for each in waiting for quad in store.quads_for_pattern(each, None, None)}
        waiting = {t.object for t in own if isinstance(t.object, (ox.NamedNode, ox.BlankNode))} - seen
        seen |= waiting
        triples |= own
    return "".join(f"{triple} .\n" for triple in sorted(triples, key=str)).encode()


class Screen:
    """The conditions under which the things of a store are sound by some shapes.

    A condition is a SPARQL expression about ?v0, a thing, ?v1, a value of it, and ?v2, a value of that.
    """

    def __init__(self, store: ox.Store, shapes: rdflib.Graph) -> None:
        self._store = store
        self.shapes = shapes
        own = {each for each in shapes.predicates() if str(each).startswith(str(SH))}
        if odd := own - {*SILENT, *VALUE, *LINK} | set(shapes.objects(None, RDF.type)) - KINDS:
            raise Unscreened(", ".join(sorted(map(str, odd))))

    def queries(self) -> Iterator[tuple[Term, str]]:
        """For each shape with a target, the query for the ?v0 that are not surely sound."""
        for shape in sorted(set(self.shapes.subjects(SH.targetClass)), key=str):
            classes = {each for target in self.shapes.objects(shape, SH.targetClass) for each in self.below(target)}
            focus = f"SELECT DISTINCT ?v0 {{ VALUES ?class {{ {' '.join(sorted(classes))} }} ?v0 a ?class }}"
            yield shape, f"SELECT ?v0 {{ {{ {focus} }} FILTER(!{_surely(self.sound(shape))}) }}"

    def below(self, name: Term) -> list[str]:
        """A class and all below it in the store."""
        if not isinstance(name, rdflib.URIRef):
            raise Unscreened(f"the class {name} has no name")
        found = [ox.NamedNode(name)]
        for each in found:
            for quad in self._store.quads_for_pattern(None, node("rdfs:subClassOf"), each):
                if not isinstance(quad.subject, ox.NamedNode):
                    raise Unscreened(f"a class below {name} has no name")
                found += [quad.subject] if quad.subject not in found else []
        return [str(each) for each in found]

    def sound(self, shape: Term, step: int = 0) -> str:
        """The condition under which what ?v<step> stands for conforms to a shape.

        Raises Unscreened where there is none.
        """
        path = self.shapes.value(shape, SH.path)
        if path is None:
            if LINK.keys() & set(self.shapes.predicates(shape)):
                raise Unscreened(f"{shape} asks of a thing what is known here of its values only")
            return _all(self._tests(shape, VALUE, f"?v{step}", step))
        link = f"?v{step} {self._path(path)}"
        value = f"?v{step + 1}"
        own = _all(self._tests(shape, VALUE, value, step + 1))
        every = [f"NOT EXISTS {{ {link} {value} FILTER(!{_surely(own)}) }}"] if own != "true" else []
        return _all(every + self._tests(shape, LINK, link, step))

    def _tests(self, shape: Term, tests: dict[Term, Test], about: str, step: int) -> list[str]:
        """What the parameters of a shape that `tests` knows ask."""
        said = sorted(self.shapes.predicate_objects(shape), key=str)
        if step > STEPS:
            raise Unscreened(f"{shape} looks further than {STEPS} links")
        return [tests[each](self, Asked(shape, wanted, about, step)) for each, wanted in said if each in tests]

    def _path(self, path: Term) -> str:
        if isinstance(path, rdflib.URIRef):
            return path.n3()
        either = self.shapes.value(path, SH.alternativePath)
        if either is None or len(set(self.shapes.predicates(path))) > 1:
            raise Unscreened("a path that is neither a property nor a choice of properties")
        return f"({'|'.join(self._path(each) for each in self.shapes.items(either))})"

    def each(self, asked: Asked) -> list[str]:
        """The conditions of the shapes of a list."""
        return [self.sound(shape, asked.step) for shape in self.shapes.items(asked.wanted)]


@dataclass(frozen=True)
class Asked:
    """What a parameter of a shape asks: `about` is a variable, or a thing and a path that lead to one."""

    shape: Term
    wanted: Term
    about: str
    step: int


Test = Callable[[Screen, Asked], str]


def _all(conditions: list[str]) -> str:
    return f"({' && '.join(conditions)})" if conditions else "true"


def _surely(condition: str) -> str:
    """An error, as of a comparison that has no answer, is no."""
    return f"COALESCE({condition}, false)"


def _text(condition: str) -> Test:
    """A condition of how a value is written; a number may be written in several ways."""
    guard = "(isIRI(ABOUT) || LANG(ABOUT) != '' || DATATYPE(ABOUT) = xsd:string)"
    return lambda _, a: f"({guard} && {condition})".replace("ABOUT", a.about).replace("WANTED", a.wanted.n3())


def _number(sign: str) -> Test:
    return lambda _, a: f"(isNumeric({a.about}) && {a.about} {sign} {a.wanted.n3()})"


def _pattern(screen: Screen, asked: Asked) -> str:
    if re.search(r"\[\[|&&|--|~~|\(\?|\\\w", str(asked.wanted)):
        raise Unscreened(f"{asked.shape}: a pattern that engines may read in different ways")
    return _text("REGEX(STR(ABOUT), WANTED)")(screen, asked)


def _kind(_: Screen, asked: Asked) -> str:
    known = {str(SH.IRI): "isIRI", str(SH.Literal): "isLiteral"}
    if str(asked.wanted) not in known:
        raise Unscreened(f"{asked.shape}: {asked.wanted}")
    return f"{known[str(asked.wanted)]}({asked.about})"


def _datatype(_: Screen, asked: Asked) -> str:
    form = FORMS.get(rdflib.URIRef(str(asked.wanted)))
    if form is None:
        raise Unscreened(f"{asked.shape}: {asked.wanted}")
    return f'(DATATYPE({asked.about}) = {asked.wanted.n3()} && REGEX(STR({asked.about}), "{form}"))'


def _class(screen: Screen, asked: Asked) -> str:
    below = ", ".join(screen.below(asked.wanted))
    return f"EXISTS {{ {asked.about} a ?class FILTER(?class IN ({below})) }}"


def _among(screen: Screen, asked: Asked) -> str:
    same = [f"sameTerm({asked.about}, {each.n3()})" for each in screen.shapes.items(asked.wanted)]
    return f"({' || '.join(same)})"


def _languages(screen: Screen, asked: Asked) -> str:
    return f"(LANG({asked.about}) IN ({', '.join(each.n3() for each in screen.shapes.items(asked.wanted))}))"


def _either(screen: Screen, asked: Asked) -> str:
    return f"({' || '.join(map(_surely, screen.each(asked)))})"


def _minimum(_: Screen, asked: Asked) -> str:
    return {0: "true", 1: f"EXISTS {{ {asked.about} ?some }}"}[_count(asked)]


def _maximum(_: Screen, asked: Asked) -> str:
    two = f"{asked.about} ?one . {asked.about} ?other FILTER(!sameTerm(?one, ?other))"
    return {0: f"NOT EXISTS {{ {asked.about} ?some }}", 1: f"NOT EXISTS {{ {two} }}"}[_count(asked)]


def _count(asked: Asked) -> int:
    if str(asked.wanted) not in ("0", "1"):
        raise Unscreened(f"{asked.shape}: a count above 1")
    return int(str(asked.wanted))


def _has(_: Screen, asked: Asked) -> str:
    return f"EXISTS {{ {asked.about} {asked.wanted.n3()} }}"


def _equals(_: Screen, asked: Asked) -> str:
    other = f"?v{asked.step} {asked.wanted.n3()}"
    here, there = (
        f"{a} ?some FILTER NOT EXISTS {{ {b} ?some }}" for a, b in ((asked.about, other), (other, asked.about))
    )
    return f"NOT EXISTS {{ {here} }} && NOT EXISTS {{ {there} }}"


def _less(_: Screen, asked: Asked) -> str:
    less = "isNumeric(?one) && isNumeric(?other) && ?one < ?other"
    pair = f"{asked.about} ?one . ?v{asked.step} {asked.wanted.n3()} ?other"
    return f"NOT EXISTS {{ {pair} FILTER(!{_surely(less)}) }}"


def _qualified(screen: Screen, asked: Asked) -> str:
    """At least one value that surely conforms; at most one that may conform."""
    counts = [screen.shapes.value(asked.shape, each) for each in (SH.qualifiedMinCount, SH.qualifiedMaxCount)]
    if [str(each) for each in counts if each is not None] != ["1"]:
        raise Unscreened(f"{asked.shape}: a qualified count other than one 1")
    value = f"?v{asked.step + 1}"
    if counts[0] is not None:
        return f"EXISTS {{ {asked.about} {value} FILTER({_surely(screen.sound(asked.wanted, asked.step + 1))}) }}"
    one, other = (_perhaps(screen, asked.wanted, each) for each in ("?one", "?other"))
    two = f"{asked.about} ?one . {asked.about} ?other FILTER(!sameTerm(?one, ?other) && {one} && {other})"
    return f"NOT EXISTS {{ {two} }}"


def _perhaps(screen: Screen, shape: Term, about: str) -> str:
    """Whether a value may conform to a shape: an IRI does not where the shape has a pattern that it lacks."""
    pattern = screen.shapes.value(shape, SH.pattern)
    if pattern is None or "$" in str(pattern):
        return "true"
    return f"!(isIRI({about}) && !{_pattern(screen, Asked(shape, pattern, about, 0))})"


def _further(screen: Screen, asked: Asked) -> str:
    if asked.step:
        raise Unscreened(f"{asked.shape}: what is found would be said of a value, which need not be a suspect")
    return screen.sound(asked.wanted)


VALUE: dict[Term, Test] = {
    SH.nodeKind: _kind,
    SH.datatype: _datatype,
    SH["class"]: _class,
    SH.pattern: _pattern,
    SH.minLength: _text("STRLEN(STR(ABOUT)) >= WANTED"),
    SH.maxLength: _text("STRLEN(STR(ABOUT)) <= WANTED"),
    SH.languageIn: _languages,
    SH.minInclusive: _number(">="),
    SH.maxInclusive: _number("<="),
    SH.minExclusive: _number(">"),
    SH.maxExclusive: _number("<"),
    SH["in"]: _among,
    SH["or"]: _either,
    SH["and"]: lambda screen, asked: _all(screen.each(asked)),
    SH.property: _further,
    SH.node: _further,
}
LINK: dict[Term, Test] = {
    SH.minCount: _minimum,
    SH.maxCount: _maximum,
    SH.hasValue: _has,
    SH.equals: _equals,
    SH.lessThan: _less,
    SH.qualifiedValueShape: _qualified,
    SH.qualifiedMinCount: lambda *_: "true",
    SH.qualifiedMaxCount: lambda *_: "true",
}
