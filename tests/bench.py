"""What the work costs, beside the best peer: `make bench` writes docs/benchmarks.md.

`python -m tests.bench engine large` measures only these parts, and leaves the rest of the page as it is.
What peers answer is compared before their times are.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rdflib.namespace import RDF, SH

from kg import named, paths
from kg import store as stores
from tests.benching import covenant, endpoint, engine, shacl, shipped
from tests.benching.timing import ROOT, run
from tests.benching.writing import parts, say, table, versions

PACKAGES = ("citykg", "pyoxigraph", "rdflib", "pyshacl", "pyrudof", "networkx", "numpy", "scipy")
PAGE = ROOT / "docs" / "benchmarks.md"
PARTS: dict[str, tuple[str, Callable[[Path], str]]] = {
    "shacl": ("SHACL", lambda graph: shacl.shacl(graph.read_bytes())),
    "queries": ("Named queries", shipped.queries),
    "commands": ("Commands", lambda graph: shipped.commands(graph.parent)),
    "loading": ("Loading", shipped.loading),
    "engine": ("The affiliation engine", engine.engine),
    "endpoint": ("The endpoint", endpoint.endpoint),
    "large": ("A large list", lambda graph: covenant.large(graph.parent)),
}
"""The parts of the page by name: the heading, and how it is measured on the shipped graph."""
FIRST = ("large",)
"""Measured before the others, while this process is small."""


def main(words: Iterable[str] = tuple(sys.argv[1:])) -> None:
    """Measure the parts asked for, all of them by default, and write the page."""
    asked = list(words)
    for word in asked:
        if word not in PARTS:
            raise SystemExit(f"no part '{word}' of the bench; parts are {', '.join(PARTS)}")
    began = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        run(["build", "-o", name])  # not here: the peak memory of a process counts that of its parent before it
        graph = Path(name) / stores.GRAPH
        measured = {part: PARTS[part][1](graph) for part in sorted(asked or PARTS, key=lambda each: each not in FIRST)}
        first = f"# Benchmarks\n\n{MADE}\n\n{machine(graph, began)}"
    old = parts(PAGE.read_text(encoding="utf-8")) if asked and PAGE.exists() else {}
    paths.write(PAGE, page(first, measured, old, alone(began) if asked else "").encode())
    say(f"wrote {PAGE.name}")


MADE = (
    "`make bench` writes this page. Figures are medians, of three or more but where a part says otherwise. Peers take\n"
    "turns, so that a busy moment falls on all of them. Times are in seconds unless a column says otherwise; × is the\n"
    "time over that of the fastest peer whose answer is right, or over ours where a table compares with us."
)


def page(first: str, measured: Mapping[str, str], old: Mapping[str, str], remark: str) -> str:
    """The page: what was measured now, with a remark if other parts are older, and what it had before."""
    found = [old.get("", first)]
    for part, (heading, _) in PARTS.items():
        if part in measured:
            found.append(f"{measured[part]}\n\n{remark}".strip())
        elif heading in old:
            found.append(old[heading])
    return "\n\n".join(found) + "\n"


def alone(load: float) -> str:
    """What a part says that was not measured with the others."""
    return f"This part was measured in a run of its own, on {_machine()}, with a load of {load:.1f} when it began."


def _machine() -> str:
    return f"{_processor()} with {os.cpu_count()} cores"


def machine(graph: Path, load: float) -> str:
    """What ran, on what, how busy it was, and how much there was to do."""
    shapes, examples = shacl.shape_graph(), shacl.examples()
    content = graph.read_bytes()
    rows = [
        ("processor", _processor()),
        ("cores", str(os.cpu_count())),
        ("load when it began", f"{load:.1f}"),
        ("system", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"),
        ("packages", versions(PACKAGES)),
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


if __name__ == "__main__":
    main()
