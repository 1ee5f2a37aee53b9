"""The affiliation engine: what its measures cost beside networkx, igraph, rustworkx, networkit and graph-tool.

`CITYKG_BENCH=full` also runs what takes peers many minutes. `CITYKG_KGLAB` names an interpreter that has kglab;
without it one is made, if it can be.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from kg.centrality import MEASURES
from tests.benching import ours
from tests.benching.inputs import Inputs, Sizes, have
from tests.benching.rows import HEAD, Case, Limit, Peer, differing
from tests.benching.timing import ROOT, Bench, Job, run
from tests.benching.writing import say, shown, table, versions

NEAR = ("projected-degree", "projected-closeness", "harmonic")
BETWEEN = "projected-betweenness"
WALKS = ("eigenvector", "projected-pagerank", "katz", "strength")
SEVEN = (*NEAR, BETWEEN, *WALKS[:3])
PLAIN = (*SEVEN, "strength", "core")
SHARED = (*(name for name in PLAIN if name != "katz"), "constraint", "clustering")
"""What igraph has too."""
PREDICATE = "https://w3id.org/citykg/ontology#memberOf"
MEMBERS = f"SELECT ?subject ?object WHERE {{ ?subject <{PREDICATE}> ?object }}"
PACKAGES = ("numpy", "scipy", "networkx", "igraph", "rustworkx", "networkit", "pyoxigraph", "rdflib", "pyvis")
KGLAB = "kglab==1.0.1"
DEBIAN = "/usr/bin/python3"
"""The interpreter that Debian's package of graph-tool is for."""


def engine(graph: Path, sizes: Sizes | None = None, rounds: int = 3) -> str:
    """The part of the page, from the shipped graph and from made ones."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = shipped(graph)  # while this process is small: a command's peak memory counts that of who began it
        inputs, bench = Inputs(folder, sizes or Sizes()), Bench(folder, rounds)
        inputs.lay()
        rows = [row for case in cases(inputs) for row in case.rows(bench)] + [first]
        for case in differing(rows):
            say(f"answers differ: {case}")
        texts = [
            f"## The affiliation engine\n\n{SAYS}",
            f"Measured with {versions(PACKAGES)}; {KGLAB.replace('==', ' ')} with packages of its own.",
            table(("graph", "cities", "collectives", "memberships", "classes", "pairs"), worlds(inputs, bench)),
            table(HEAD, rows),
            f"### Each measure alone\n\n{ALONE}",
            table(("measure", *map(inputs.title, ALIKE)), each(inputs, bench)),
            f"### How each cost grows\n\n{GROWS}",
        ]
    return "\n\n".join(texts)


SAYS = """Made affiliations are like real lists: one collective has 73 % of the cities, the sizes of the others are
log-normal, and small collectives consist of cities that are in many; `tests/generator.py` makes them, the same each
time. *Classes* are cities with other memberships than any other, *pairs* the edges of the projection, which we never
build. Each case is a process of its own that may use one core. CPU seconds are those of the work: reading the
input is not in them, and peers have their two-mode graph built beforehand, but building the projection is work. Peak
memory is that of the process, Python and input included. Work under ten CPU seconds is measured three times. *×* is
the peer's time over ours. Answers are compared before times: the last column is the largest difference over the
largest score, and where it is above 1e-9 no ratio is given."""


def full() -> bool:
    """Whether peers may take many minutes."""
    return os.environ.get("CITYKG_BENCH") == "full"


def cases(inputs: Inputs) -> list[Case]:
    """All cases, in the order of the page."""
    return [*_small(inputs), *_projected(inputs), *_covenant(inputs), *_twomode(inputs), *_graphs(inputs)]


def _scores(inputs: Inputs, name: str, *measures: str) -> Job:
    return Job.of("ours", "scores", where=inputs[f"{name}.npz"], measures=measures)


def _small(inputs: Inputs) -> list[Case]:
    """Every measure that a peer has too, on a projection that it can hold."""
    where, title = inputs["tiny.npz"], inputs.title("tiny")
    by_networkx = Job.of("peers", "networkx_scores", where=where, measures=PLAIN)
    by_igraph = Job.of("peers", "igraph_scores", where=where, measures=SHARED)
    with_katz = f"{title}: degree, closeness, harmonic, betweenness, eigenvector, PageRank, Katz, strength, core"
    with_burt = f"{title}: these without Katz, and constraint and clustering"
    return [
        Case(with_katz, _scores(inputs, "tiny", *PLAIN), peers=(Peer("networkx", by_networkx),)),
        Case(with_burt, _scores(inputs, "tiny", *SHARED), peers=(Peer("igraph", by_igraph),)),
    ]


def _projected(inputs: Inputs) -> list[Case]:
    """Measures of projections that peers cannot hold, or hardly."""
    flat, middle, large, huge = map(inputs.title, ("flat", "middle", "large", "huge"))
    near, walks = "degree, closeness, harmonic", "eigenvector, PageRank, Katz, strength"
    exact = _scores(inputs, "large", BETWEEN)
    estimate = Job.of("ours", "estimated", where=inputs["large.npz"], samples=inputs.sizes.samples, seed=0)
    return [
        Case(f"{flat}: {near}, betweenness, eigenvector, PageRank, Katz",
             _scores(inputs, "flat", *SEVEN), Limit(3, 500)),
        Case(f"{middle}: degree", _scores(inputs, "middle", NEAR[0]), peers=_building(inputs, NEAR[:1])),
        Case(f"{middle}: {near}", _scores(inputs, "middle", *NEAR), Limit(0.05), _building(inputs, NEAR)),
        Case(f"{middle}: betweenness", _scores(inputs, "middle", BETWEEN), Limit(1.5), (_sampled(inputs),)),
        Case(f"{middle}: {walks}", _scores(inputs, "middle", *WALKS), Limit(0.1)),
        Case(f"{large}: {near}, {walks}", _scores(inputs, "large", *NEAR, *WALKS), Limit(1)),
        Case(f"{large}: betweenness", exact, Limit(120, 2500)),
        Case(f"{large}: betweenness, estimated from {inputs.sizes.samples:,} sources", estimate, Limit(10),
             remark=lambda bench: within(bench, exact, estimate)),
        Case(f"{huge}: {near}", _scores(inputs, "huge", *NEAR), Limit(30, 700)),
        Case(f"{huge}: {walks}", _scores(inputs, "huge", *WALKS), Limit(4, 700)),
    ]  # fmt: skip


def _building(inputs: Inputs, measures: tuple[str, ...]) -> tuple[Peer, ...]:
    """Peers that build the projection and look at neighbours, or at distances if there is time for that."""
    names = ("igraph", "networkx") if full() else ("igraph",) if len(measures) == 1 else ()
    where = inputs["middle.npz"]
    return tuple(
        Peer(f"{name}, projected", Job.of("peers", f"{name}_scores", where=where, measures=measures)) for name in names
    )


def _sampled(inputs: Inputs) -> Peer:
    """Betweenness of igraph from some sources, which ours is compared with; its projection is built beforehand."""
    where, drawn = inputs["middle.npz"], inputs.drawn("middle", inputs.sizes.drawn[0])
    job, same = (Job.of(module, name, where=where, drawn=drawn)
                 for module, name in (("peers", "igraph_sources"), ("ours", "sources")))  # fmt: skip
    times = inputs.sizes.made["middle"][0] / len(drawn)
    return Peer(f"igraph, estimated from {len(drawn)} sources, projection built", job, same, times)


def _covenant(inputs: Inputs) -> list[Case]:
    """The large list, where CITYKG_LARGE names its folder."""
    given = os.environ.get("CITYKG_LARGE", "")
    if not given or not have(["memberships.csv"], Path(given)):
        return []
    inputs.listed(Path(given))
    return [
        Case(
            f"{inputs.title('listed')}: degree, closeness, harmonic, betweenness, eigenvector, PageRank, Katz",
            _scores(inputs, "listed", *SEVEN),
        )
    ]


def _twomode(inputs: Inputs) -> list[Case]:
    """Betweenness on the two-mode graph."""
    middle, large = (Job.of("ours", "twomode", where=inputs[f"{name}.npz"]) for name in ("middle", "large"))
    others = ("rustworkx", "networkit", "graphtool", *(("networkx",) if full() else ()))
    return [
        Case(f"{inputs.title('middle')}: two-mode betweenness", middle, Limit(0.5),
             (_exact(inputs, "middle", "igraph", 8), *(_exact(inputs, "middle", name) for name in others))),
        Case(f"{inputs.title('large')}: two-mode betweenness", large, Limit(35), _longest(inputs)),
    ]  # fmt: skip


def _exact(inputs: Inputs, size: str, name: str, least: float | None = None) -> Peer:
    python = DEBIAN if name == "graphtool" else sys.executable
    job = Job.of("peers", f"{name}_twomode", python, where=inputs[f"{size}.npz"])
    return Peer("graph-tool" if name == "graphtool" else name, job, least=least)


def _longest(inputs: Inputs) -> tuple[Peer, ...]:
    """Peers on the largest two-mode graph: exact where there is time, else igraph from some sources."""
    if full():
        return (_exact(inputs, "large", "igraph", 15), *(_exact(inputs, "large", each) for each in OTHERS))
    drawn = inputs.drawn("large", inputs.sizes.drawn[1], both=True)
    job = Job.of("peers", "igraph_twomode", where=inputs["large.npz"], drawn=drawn)
    times = sum(inputs.sizes.made["large"][:2]) / len(drawn)
    return (Peer(f"igraph, estimated from {len(drawn)} sources", job, times=times, least=15),)


OTHERS = ("rustworkx", "networkit", "graphtool")


def _graphs(inputs: Inputs) -> list[Case]:
    """From a store to arrays, and from Turtle to a page."""
    (_, memberships, triples), (_, few, all_) = inputs.sizes.store, inputs.sizes.page
    where, turtle = inputs["store.nt"], inputs["page.ttl"]
    scan = Job.of("peers", "scan", where=where, predicate=PREDICATE)
    by_rdflib = Job.of("peers", "rdflib_networkx", where=where, predicate=PREDICATE)
    by_kglab = Job.of("peers", "kglab_page", kglab(), where=turtle, query=MEMBERS)
    return [
        Case(f"store to incidence arrays, {memberships:,} memberships in {triples:,} triples",
             Job.of("ours", "arrays", where=where), Limit(0.25),
             (Peer("pyoxigraph scan with keys of text", scan),
              Peer("rdflib_to_networkx, of the memberships alone", by_rdflib))),
        Case(f"Turtle of {all_:,} triples → SPARQL → networkx → page of pyvis, {few:,} edges; imports count",
             Job.of("ours", "page", where=turtle, query=MEMBERS), peers=(Peer("kglab 1.0.1", by_kglab, least=15),)),
    ]  # fmt: skip


def kglab() -> str:
    """The interpreter that has kglab; one is made in `.venv` where none is named. It may be missing, or lack it."""
    given, folder = os.environ.get("CITYKG_KGLAB"), ROOT / ".venv" / "kglab"
    python = str(folder / "bin" / "python")
    if given is None and not list(folder.glob("lib/*/site-packages/kglab")):
        say("installing kglab, which takes a while")
        steps = [[sys.executable, "-m", "venv", str(folder)], [python, "-m", "pip", "install", "--quiet", KGLAB]]
        all(subprocess.run(step, check=False).returncode == 0 for step in steps)
    return given or python


def shipped(graph: Path) -> list[str]:
    """The row of the shipped graph: every measure with intervals, as a command."""
    say("ranking the shipped graph with intervals")
    wall, cpu, peak = run(["rank", "--all", "--intervals", "--graph", str(graph)])
    what = f"shipped graph, `kg rank --all --intervals`: {shown(wall)} s on the clock"
    return [what, shown(cpu), shown(peak), "10 s", "yes" if wall <= 10 else "no", *[""] * 6]


def within(bench: Bench, exact: Job, estimate: Job) -> str:
    """How an estimate lies about the exact scores, beside the errors that it states."""
    right, found = bench.own(exact).found[BETWEEN], bench.own(estimate).found
    known = found["errors"] > 0
    near = np.abs(found["scores"] - right)[known] <= 2 * found["errors"][known]
    most = found["errors"].max(initial=0) / max(right.max(initial=0), 1e-300)
    share = f"{near.mean():.0%}" if known.any() else "all"
    return f"exact score within 2 stated errors for {share} of nodes; largest error {most:.1%} of the largest score"


def worlds(inputs: Inputs, bench: Bench) -> list[tuple[str, ...]]:
    """The made affiliations: how many of what they have."""
    jobs = {"tiny": PLAIN, "flat": SEVEN, "middle": NEAR, "large": (*NEAR, *WALKS), "huge": NEAR}
    jobs |= {"listed": SEVEN} if have(["listed.npz"], inputs.folder) else {}
    rows = []
    for name, measures in jobs.items():
        degrees = bench.own(_scores(inputs, name, *measures)).found["projected-degree"]
        incidence = ours.laid(inputs[f"{name}.npz"])
        counts = (*incidence.shape, incidence.sizes.sum(), len(incidence.twins.sizes), degrees.sum() // 2)
        rows.append((inputs.title(name), *(f"{int(count):,}" for count in counts)))
    return rows


# Each measure alone

ALIKE = ("flat", "middle", "large")
ASKED = {"middle": 0.1, "large": 1.0}
"""What the rest of the measures may take, in CPU seconds."""
ALONE = """CPU seconds of each measure in a process that has worked nothing out before, without the betweennesses, which
have their own rows above. Measures of gatherings score collectives, the others cities, in seven made regions. The rest
of the measures was to take 0.1 CPU seconds at 10,000 cities and 1 at 100,000; what is above that is marked."""


def each(inputs: Inputs, bench: Bench) -> list[list[str]]:
    """The time of each measure at each size."""
    listed = [found for found in MEASURES.values() if found.name not in (BETWEEN, "betweenness")]
    sides = {
        side: tuple(found.name for found in listed if (found.mode == "gatherings") is side) for side in (False, True)
    }
    taken: dict[str, dict[str, float]] = {}
    for size in ALIKE:
        jobs = [
            Job.of("ours", "alone", where=inputs[f"{size}.npz"], measures=sides[side], turned=side) for side in sides
        ]
        bench.costs(jobs)
        taken[size] = {name: float(value) for job in jobs for name, value in bench.own(job).found.items()}
    return [[name, *(_marked(taken[size][name], ASKED.get(size)) for size in ALIKE)] for name in taken[ALIKE[0]]]


def _marked(value: float, asked: float | None) -> str:
    return f"{shown(value)}{' (over)' if asked is not None and value > asked else ''}"


GROWS = """- Degree, closeness and harmonic come from distances, which are half of those in the two-mode graph. A level
  of the search costs (ones between the classes of both sides, and overlapping pairs of the side that has fewer) × (sets
  not done) / 64. Cities with the same collectives are searched once, and so are sets that are equal after one step.
- Betweenness takes one search for each class outside the largest collective; a level of it goes over the memberships
  of the classes and over the pairs of classes that share several collectives. An estimate takes no more searches than
  it has sources. Betweenness of the two-mode graph takes one search for each class of either side, over memberships.
- Strength takes two passes over the memberships; eigenvector, PageRank and Katz take some dozens. With weights of
  jaccard or binary a pass is over the pairs of classes.
- Core number takes one pass over the pairs of classes, which are not kept. Constraint and effective size take the
  square of the number of classes, and that number times the memberships; clustering and brokerage the square, and its
  cube at worst.
- Nothing here grows with the pairs of cities. What matters is the number of classes, and how many collectives they
  have: ten times the cities in the same classes cost hardly more.
- Memory is that of the memberships and of a block of searches. What is kept of pairs of classes is estimated before,
  and refused above 2 GB."""
