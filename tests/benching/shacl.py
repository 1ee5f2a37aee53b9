"""SHACL: whether all ways to validate find the same, and how long they take."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.namespace import RDF, SH

from kg import checks, paths, terms
from kg import store as stores
from tests.benching.timing import turns
from tests.benching.writing import say, shown, table

Findings = Counter[tuple[str, ...]]


def shape_graph() -> rdflib.Graph:
    """The shapes of the ontology."""
    return stores.rdflib_graph(_lines(paths.ontology() / "shapes.ttl"))


def _lines(path: Path) -> bytes:
    return b"".join(f"{triple} .\n".encode() for triple in stores.parse(path))


def examples() -> dict[str, bytes]:
    """The files that each break a rule, and the one that breaks none, as N-Triples."""
    folder = paths.ontology() / "examples"
    return {path.relative_to(folder).as_posix(): _lines(path) for path in sorted(folder.rglob("*.ttl"))}


def by_pyshacl(data: bytes, shapes: rdflib.Graph) -> Findings:
    """What pySHACL finds when it looks at every thing: focus, shape, component, severity."""
    return _found(checks.judge(stores.rdflib_graph(data), shapes))


def by_suspects(data: bytes, shapes: rdflib.Graph) -> Findings:
    """What pySHACL finds when it looks at the suspects, as `kg validate` does."""
    return _found(checks.report(stores.from_lines(data), shapes))


def _found(report: rdflib.Graph) -> Findings:
    parts = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return Counter(tuple(_local(str(report.value(result, part))) for part in parts) for result in results)


def by_rudof(data: bytes, shapes: bytes, engine: str) -> Findings:
    """What one of pyrudof's two engines finds, in the same form."""
    import pyrudof

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(data.decode(), format=pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(shapes.decode(), format=pyrudof.ShaclFormat.NTriples)
    report = rudof.validate_shacl(mode=getattr(pyrudof.ShaclValidationMode, engine))
    rows = ((each.focus_node, each.source_shape, each.constraint_component, each.severity) for each in report)
    return Counter(tuple(_local(str(part)) for part in row) for row in rows)


def _local(iri: str) -> str:
    return iri.removeprefix("<").removesuffix(">").removeprefix(terms.PREFIXES["sh"])


def shacl(data: bytes) -> str:
    """Whether all ways to validate find the same, and how long they take, also on a graph of many copies."""
    shapes, lines = shape_graph(), _lines(paths.ontology() / "shapes.ttl")
    engines: dict[str, Callable[[bytes], Findings]] = {
        "pySHACL": lambda given: by_pyshacl(given, shapes),
        "Oxigraph for suspects, pySHACL for these": lambda given: by_suspects(given, shapes),
        "pyrudof, native engine": lambda given: by_rudof(given, lines, "Native"),
        "pyrudof, SPARQL engine": lambda given: by_rudof(given, lines, "Sparql"),
    }
    files = {THE_GRAPH: data, **examples()}
    say("comparing the findings of the engines of SHACL")
    found = {name: {file: engine(content) for file, content in files.items()} for name, engine in engines.items()}
    compared = [Compared(name, each, found["pySHACL"]) for name, each in found.items()]
    say("timing them")
    taken = turns({name: lambda engine=engine: engine(data) for name, engine in engines.items()})  # type: ignore[misc]
    large = copies(data)
    say("timing them on the copies")
    longer = turns({name: lambda engine=engine: engine(large) for name, engine in engines.items()}, 1)  # type: ignore[misc]
    best = min(taken[each.name] for each in compared if not each.differences)
    head = ("engine", "findings in the graph", "as pySHACL", "examples as pySHACL", "N-Triples to findings", "×")
    rows = [[*each.row(taken[each.name], best), shown(longer[each.name])] for each in compared]
    written = table([*head, f"{COPIES} copies"], rows)
    said = f"The copies have {len(large.splitlines()):,} triples and are validated once."
    return f"## SHACL\n\n{written}\n\n{_differences(compared)}\n{said}"


COPIES = 2


def copies(data: bytes) -> bytes:
    """N-Triples with every thing several times, each time under a key of its own."""
    thing = re.compile(rb"(<https://w3id\.org/citykg/id/[a-z-]+/[a-z0-9-]+)>")
    made = [data, *(thing.sub(rb"\1-copy%d>" % number, data) for number in range(2, COPIES + 1))]
    return b"".join(sorted({line for each in made for line in each.splitlines(keepends=True)}))


THE_GRAPH = "the graph"


@dataclass(frozen=True)
class Compared:
    """What an engine finds in the graph and the examples, beside what pySHACL finds there."""

    name: str
    found: dict[str, Findings]
    wanted: dict[str, Findings]

    @property
    def differences(self) -> dict[str, str]:
        """By file: how many findings of which component pySHACL has not (+), and only pySHACL has (-)."""
        return {
            file: ", ".join([*_count("+", each - self.wanted[file]), *_count("-", self.wanted[file] - each)])
            for file, each in self.found.items()
            if each != self.wanted[file]
        }

    def row(self, taken: float, best: float) -> list[str]:
        """Its line of the table."""
        wrong, others = self.differences, len(self.found) - 1
        same = others - len([file for file in wrong if file != THE_GRAPH])
        graph = "no" if THE_GRAPH in wrong else "yes"
        count = self.found[THE_GRAPH].total()
        return [self.name, f"{count:,}", graph, f"{same} of {others}", shown(taken), shown(taken / best)]


def _count(sign: str, findings: Findings) -> list[str]:
    components = Counter(finding[2].removesuffix("ConstraintComponent") for finding in findings.elements())
    return [f"{sign}{count:,} {component}" for component, count in sorted(components.items())]


def _differences(compared: Iterable[Compared]) -> str:
    said = "A finding is compared by focus node, shape, constraint component and severity."
    rows = [(each.name, file, difference) for each in compared for file, difference in each.differences.items()]
    if not rows:
        return f"{said} All engines find the same."
    head = ("engine", "file", "difference")
    return f"{said} Where an engine\nfinds more (+) or less (-) than pySHACL:\n\n{table(head, rows, '---')}"
