"""What the work costs, beside the best peer, measured in one run: `make bench` writes docs/benchmarks.md.

Every figure is a median. Peers take turns, so that a busy moment of the machine falls on all of them, and what they
answer is compared before their times are.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, SH

from kg import api, checks, named, paths, results, sparql, terms
from kg import store as stores
from tests import large as lists

ROUNDS = 3
PACKAGES = ("citykg", "pyoxigraph", "rdflib", "pyshacl", "pyrudof", "networkx", "numpy", "scipy")
Findings = Counter[tuple[str, ...]]


def main() -> None:
    """Measure everything and write the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = large(folder)  # first: the peak memory of a process counts that of its parent before it
        graph = api.build(output=folder)
        parts = [
            f"# Benchmarks\n\n{MADE}",
            machine(graph),
            shacl(graph.read_bytes()),
            queries(graph),
            commands(folder),
            loading(graph),
            listed,
        ]
    target = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
    paths.write(target, ("\n\n".join(parts) + "\n").encode())
    say(f"wrote {target.name}")


MADE = (
    "`make bench` writes this page. All figures come from one run; each is a median. Peers take turns, so that a busy\n"
    "moment falls on all of them. Times are in seconds unless a column says otherwise; × is the time over that of the\n"
    "fastest peer whose answer is right."
)


def say(line: str) -> None:
    """Progress, on stderr."""
    sys.stderr.write(f"{line}\n")


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def turns(works: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each, taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(each) for name, each in taken.items()}


def table(head: Iterable[str], rows: Iterable[Iterable[str]], rest: str = "---:") -> str:
    """A Markdown table; all but the first column are right-aligned, unless `rest` says otherwise."""
    names = list(head)
    rule = ["---", *[rest] * (len(names) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, rule, *map(list, rows)])


def shown(value: float) -> str:
    """A number with three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


# The machine


def machine(graph: Path) -> str:
    """What ran, on what, how busy it was, and how much there was to do."""
    shapes, examples = _shapes(), _examples()
    content = graph.read_bytes()
    rows = [
        ("processor", _processor()),
        ("cores", str(os.cpu_count())),
        ("load when it began", f"{os.getloadavg()[0]:.1f}"),
        ("system", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"),
        ("packages", ", ".join(f"{each} {version(each)}" for each in PACKAGES)),
        ("graph", f"{len(content.splitlines()):,} triples, {len(content) / 1e6:.1f} MB of N-Triples"),
        ("shapes", f"{len(set(shapes.subjects(RDF.type, SH.NodeShape))):,} node shapes, {len(shapes):,} triples"),
        ("examples", f"{len(examples)} files"),
        ("named queries", str(len(named.queries()))),
    ]
    return table(("", ""), rows, "---")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


# SHACL


def _shapes() -> rdflib.Graph:
    return stores.rdflib_graph(_lines(paths.ontology() / "shapes.ttl"))


def _lines(path: Path) -> bytes:
    return b"".join(f"{triple} .\n".encode() for triple in stores.parse(path))


def _examples() -> dict[str, bytes]:
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
    shapes, lines = _shapes(), _lines(paths.ontology() / "shapes.ttl")
    engines: dict[str, Callable[[bytes], Findings]] = {
        "pySHACL": lambda given: by_pyshacl(given, shapes),
        "Oxigraph for suspects, pySHACL for these": lambda given: by_suspects(given, shapes),
        "pyrudof, native engine": lambda given: by_rudof(given, lines, "Native"),
        "pyrudof, SPARQL engine": lambda given: by_rudof(given, lines, "Sparql"),
    }
    files = {THE_GRAPH: data, **_examples()}
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
        wrong, examples = self.differences, len(self.found) - 1
        same = examples - len([file for file in wrong if file != THE_GRAPH])
        graph = "no" if THE_GRAPH in wrong else "yes"
        count = self.found[THE_GRAPH].total()
        return [self.name, f"{count:,}", graph, f"{same} of {examples}", shown(taken), shown(taken / best)]


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


# Named queries


def queries(graph: Path) -> str:
    """Each named query in Oxigraph and in rdflib."""
    say("asking the named queries")
    store, plain = stores.open_store(graph), stores.rdflib_graph(graph.read_bytes())
    rows, ratios = [], []
    for name, query in named.queries().items():
        text = named.bind(query, {}, store)
        ours = statistics.median(seconds(lambda text=text: sparql.ask(store, text)) for _ in range(20))  # type: ignore[misc]
        theirs = seconds(lambda text=text: sparql.ask_rdflib(plain, text))  # type: ignore[misc]
        answer, other = sparql.ask(store, text), sparql.ask_rdflib(plain, text)
        assert isinstance(answer, results.Rows)
        ratios.append(theirs / ours)
        same = "yes" if _bag(answer) == _bag(other) else "no"
        rows.append((name, f"{len(answer.rows):,}", same, shown(ours * 1e3), shown(theirs * 1e3), shown(theirs / ours)))
    head = ("query", "rows", "same in both", "Oxigraph, ms", "rdflib, ms", "rdflib ×")
    middle = f"Oxigraph is the median of 20, rdflib asked once; rdflib takes {shown(statistics.median(ratios))}"
    return f"## Named queries\n\n{middle} times as long in the median.\n\n{table(head, rows)}"


def _bag(answer: results.Answer) -> Counter[tuple[str, ...]]:
    assert isinstance(answer, results.Rows)
    return Counter(tuple(map(_plain, row)) for row in answer.rows)


def _plain(term: results.Term | None) -> str:
    """A term, its number as such: the engines write 0.5 and 0.50."""
    return str(results.python(term)) if isinstance(term, ox.Literal) else str(term)


# Whole commands


def commands(folder: Path) -> str:
    """What whole commands cost, from the shell's point of view."""
    say("running the commands")
    graph = ("--graph", str(folder / stores.GRAPH))
    asked = {
        "kg --version": ["--version"],
        "kg build": ["build", "-o", str(folder / "again")],
        "kg validate": ["validate", *graph, "--data", str(paths.data()), "-o", str(folder / "findings.txt")],
        "kg rank --measure all --on both": ["rank", "--measure", "all", "--on", "both", *graph],
        "kg explore": ["explore", *graph, "-o", str(folder / "explorer.html")],
    }
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, arguments in asked.items():
            costs[name].append(run(arguments)[:2])
    rows = [
        (f"`{name}`", *(shown(statistics.median(each)) for each in zip(*taken, strict=True)))
        for name, taken in costs.items()
    ]
    note = f"Whole processes, from start to exit, {ROUNDS} times; `kg --version` is what starting Python costs."
    return f"## Commands\n\n{note}\n\n{table(('command', 'wall', 'CPU'), rows)}"


def run(arguments: list[str]) -> tuple[float, float, float]:
    """The wall and CPU seconds of a `kg` command and its peak memory in MB; one that fails stops the bench."""
    started = time.perf_counter()
    command = [sys.executable, "-c", "from kg.cli import main; main()", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"kg {' '.join(arguments)} ended with exit code {process.returncode}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


# Loading


def loading(graph: Path) -> str:
    """How long the graph takes to be ready for a first query."""
    say("loading the graph")
    kept, content = graph.parent / "kept", graph.read_bytes()
    made = ox.Store(str(kept))
    made.bulk_load(path=str(graph))
    made.flush()
    del made
    works: dict[str, Callable[[], object]] = {
        "Oxigraph in memory, from N-Triples (`open_store`)": lambda: stores.open_store(graph),
        "Oxigraph on disk, opened read-only": lambda: stores.open_store(kept),
        "rdflib, from N-Triples": lambda: stores.rdflib_graph(graph.read_bytes()),
        "pyrudof, from N-Triples": lambda: _read_by_rudof(content),
    }
    taken = turns(works, 5)
    best = min(time for name, time in taken.items() if "N-Triples" in name)
    rows = [(name, shown(time * 1e3), shown(time / best)) for name, time in taken.items()]
    return f"## Loading\n\n{table(('store', 'ms', '× the fastest from N-Triples'), rows)}"


def _read_by_rudof(content: bytes) -> None:
    import pyrudof

    pyrudof.Rudof(pyrudof.RudofConfig()).read_data(content.decode(), format=pyrudof.RDFFormat.NTriples)


# A large list


def large(folder: Path) -> str:
    """What each command of docs/large.md costs on the whole set in the folder that CITYKG_LARGE names."""
    head = "## A large list\n\n"
    given = os.environ.get("CITYKG_LARGE", "")
    if not given or not Path(given).is_dir():
        say("the large list is left out: CITYKG_LARGE names no folder")
        return f"{head}Not measured: `CITYKG_LARGE` named no folder with the three tables of [the page](large.md)."
    say("importing the large list")
    place = folder / "list"
    place.mkdir()
    lists.lay(place, Path(given))
    with contextlib.chdir(place):
        taken = [(step, *run(step.words)) for step in lists.steps()]
    rows = [(_title(step), shown(wall), shown(cpu), shown(memory)) for step, wall, cpu, memory in taken]
    imports = sum(wall for step, wall, _, _ in taken if "--apply" in step.words)
    note = (
        f"The commands of [the page](large.md) on the whole set, whole processes, once. The imports that write take\n"
        f"{shown(imports)} seconds together. Then there are {_written(place)}."
    )
    return f"{head}{note}\n\n{table(('command', 'wall', 'CPU', 'peak memory, MB'), rows)}"


def _title(step: lists.Step) -> str:
    """The command without its options, but for what tells two runs of it apart."""
    kept = [word for word in step.words if word in ("--apply", "--review")]
    named = step.words[1:2] if step.words[0] in ("import", "query") else []
    return f"`{' '.join(['kg', step.words[0], *named, *kept])}`"


def _written(place: Path) -> str:
    """How many cities, memberships and partnerships the list has given."""
    counts = []
    for name in ("cities", "memberships", "partnerships"):
        lines = (place / "mycopy" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        counts.append(f"{sum(lists.SOURCE in line for line in lines):,} {name}")
    return f"{', '.join(counts[:-1])} and {counts[-1]} that rest on the list"


if __name__ == "__main__":
    main()
