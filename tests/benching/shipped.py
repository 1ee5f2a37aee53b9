"""The shipped graph: named queries in two engines, whole commands, and how long loading takes."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from kg import named, paths, results, sparql
from kg import store as stores
from tests.benching.timing import ROUNDS, run, seconds, turns
from tests.benching.writing import say, shown, table


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
