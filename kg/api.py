"""What `import kg` offers: the verbs of the command line as functions, values in and values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import (
    centrality,
    checks,
    diffs,
    imports,
    lists,
    methods,
    named,
    paths,
    profiles,
    rankings,
    reading,
    results,
    revisions,
    sheets,
    significance,
    sparql,
    tables,
)
from kg import store as stores
from kg.affiliations import DEFAULT_LAYERS, affiliation
from kg.centrality.wholes import wholes
from kg.errors import AskerError, CuratorError, nearest
from kg.imports import columns
from kg.imports.plans import Plan
from kg.lists import Listing
from kg.names import Index
from kg.projections import Projection, project
from kg.store import open_store
from kg.triples import triples
from kg.twomode import Affiliation
from kg.twomode.multilayer import only, overlaps

if TYPE_CHECKING:
    from kg import explorations, explorer

__all__ = [
    "Affiliation",
    "Projection",
    "__version__",
    "affiliation",
    "build",
    "citation",
    "diff",
    "explore",
    "graph_lines",
    "listings",
    "only",
    "open_store",
    "overlaps",
    "plan_import",
    "project",
    "query",
    "rank",
    "rankings",
    "read",
    "show",
    "significance",
    "to_pyvis",
    "validate",
    "wholes",
]
__version__ = version("citykg")


def build(data: Path | None = None, output: Path | None = None, ontology: Path | None = None) -> Path:
    """Tables to triples to sorted N-Triples and Turtle; return the N-Triples file.

    `data` is a folder of tables with its datapackage.json (the shipped one by default), `output` the folder that
    receives `citykg.nt` and `citykg.ttl`. The ontology and its schemes are part of the graph.
    Raises CuratorError with every wrong cell; nothing is written then.
    """
    content = graph_lines(data or paths.data(), ontology or paths.ontology())
    target = (output or paths.build()) / stores.GRAPH
    written = stores.turtle(content)
    with paths.replacing(target) as temporary:
        temporary.write_bytes(content)
        paths.write(target.with_suffix(".ttl"), written)
    return target


def graph_lines(data: Path, ontology: Path) -> bytes:
    """The whole graph of a data folder and an ontology folder as sorted N-Triples."""
    rows = tables.load(data, stores.concepts(ontology))
    return stores.lines({*triples(rows, stores.parents(ontology)), *stores.vocabulary(ontology)})


def plan_import(
    table: Path,
    into: str,
    source: str = "",
    *,
    data: Path | None = None,
    mapped: Sequence[str] = (),
    constants: Sequence[str] = (),
    where: Sequence[str] = (),
    sheet: str = "",
    about_source: Mapping[str, str] | None = None,
    new_places: bool = False,
    by: str = "editor",
    on: str,
) -> Plan:
    """What importing somebody's table (CSV, TSV, Excel, Parquet) into one of ours would do; `apply()` does it.

    `mapped` has 'column=field', `constants` 'field=value', `where` 'column=value'; `about_source` are the cells of a
    source that is new, `on` is the date for the ledger. Raises AskerError for what is not there, CuratorError for a
    table that cannot be read or was read the wrong way.
    """
    folder = data or paths.data()
    declared = tables.describe(folder)
    importable = [name for name, each in declared.items() if any(column.name == "evidence" for column in each.columns)]
    if into not in importable:
        raise AskerError(f"--as {into}: no such table{nearest(into, importable)}; there are {', '.join(importable)}")
    concepts = stores.concepts(paths.ontology())
    reading = columns.read(declared[into], sheets.read(table, sheet), mapped, constants, where)
    cells = imports.source(folder, concepts, source, about_source or {}, "evidence" in reading.sources)
    return imports.plan(folder, concepts, reading, cells, new_places=new_places, by=by, on=on)


def validate(store: ox.Store | None = None, ontology: Path | None = None) -> list[checks.Finding]:
    """What the shapes and the checks find in a graph, gravest first; an empty list is a clean graph."""
    return checks.validate(store or open_store(), ontology or paths.ontology())


def query(
    name: str, *, store: ox.Store | None = None, as_of: str | None = None, **parameters: str
) -> list[dict[str, Any]] | bool:
    """The rows of a named query, each a dict of Python values, a table in a notebook; truth of an ASK query.

    Parameters are given by name: `query("members", collective="eurocities")`.
    Raises AskerError for an unknown query, parameter or thing, with the nearest known one.
    """
    known = named.queries()
    if name not in known:
        raise AskerError(f"no query '{name}'{nearest(name, known)}; 'kg query --list' shows them all")
    looked = store or open_store()
    text = named.bind(known[name], parameters, looked)
    if as_of:
        looked, _ = stores.as_of(looked, as_of)
    answer = sparql.ask(looked, text)
    if isinstance(answer, results.Rows):
        return results.Found(dict(zip(answer.variables, map(results.python, row), strict=True)) for row in answer.rows)
    return answer if isinstance(answer, bool) else results.Found({"triple": str(triple)} for triple in answer)


def rank(
    store: ox.Store | None = None,
    *,
    on: str = "cities",
    measure: str = "degree",
    layers: Iterable[str] = DEFAULT_LAYERS,
    as_of: str | None = None,
    exclude: Iterable[str] = (),
    weight: str = "count",
) -> list[rankings.Score]:
    """Scores of all cities and regions (`on="cities"`) or all collectives, highest first, ties marked.

    `measure` is one of `kg.centrality.MEASURES`, `weight` how much two nodes that meet have in common (count, newman,
    jaccard, binary), `exclude` as in `affiliation`. Intervals, explanations and years are in `kg.rankings`.
    Raises AskerError for an unknown measure, side, layer or weight.
    """
    two_mode = affiliation(store or open_store(), layers, as_of, exclude=exclude)
    projection = project(two_mode, on, weight)
    return rankings.ranks(projection.nodes, centrality.measure(measure).score(projection))


def listings(store: ox.Store | None = None) -> dict[str, Listing]:
    """How much of each collective's list is here, by its key: `str(kg.listings()["icorn"])`.

    Only collectives of which a source says how complete its list is.
    """
    return {iri.rpartition("/")[2]: each for iri, each in lists.listings(store or open_store()).items()}


def show(name: str, *, store: ox.Store | None = None) -> profiles.Profile:
    """Everything known about the thing with that key, name or other name.

    Raises AskerError where nothing, or more than one thing, is called so.
    """
    looked = store or open_store()
    return profiles.profile(looked, Index(looked).resolve(name))


def citation() -> methods.Citation:
    """How to cite this version of citykg: print it for the text and the BibTeX entry, or take `text` or `bibtex`."""
    return methods.citation(__version__)


def read(document: Path | str, *, data: Path | None = None, source: str = "") -> reading.Reading:
    """What a report (text, HTML or PDF) mentions and what it suggests, in `.mentions` and `.candidates`.

    Nothing is written. `source` is the key of the document's source, where its file does not tell.
    Raises AskerError where the document has no text or the source is unknown.
    """
    return reading.read(Path(document), data or paths.data(), source)


def diff(old: ox.Store | Path | str, new: ox.Store | Path | str) -> diffs.Diff:
    """What was added, removed and changed between two graphs; false where nothing was.

    Each is a graph in memory, a file of triples, the folder of a build or of tables, or a git revision of the
    checkout, as "HEAD~1"; what is there as a file or folder is read as that.
    Raises AskerError where it is none of these, CuratorError where the tables of a revision do not build.
    """
    return diffs.compare(*(each if isinstance(each, ox.Store) else _graph(str(each)) for each in (old, new)))


def _graph(name: str) -> ox.Store:
    path = Path(name)
    if (path / tables.DESCRIPTOR).is_file():
        return stores.from_lines(graph_lines(path, paths.ontology()))
    if (path / stores.GRAPH).is_file() or (path / stores.GRAPH).with_suffix(".ttl").is_file():
        return open_store(next(each for each in (path / stores.GRAPH, path / "citykg.ttl") if each.is_file()))
    if path.is_dir() and not (path / "CURRENT").is_file():
        raise AskerError(f"{name}: no {stores.GRAPH} in this folder; name the folder that 'kg build -o' wrote")
    if path.exists():
        return open_store(path)
    with revisions.unpacked(name) as folder:
        try:
            return stores.from_lines(graph_lines(folder / "data", folder / "ontology"))
        except CuratorError as error:
            raise CuratorError(_unbuilt(name, error.problems)) from error
        except KeyError as error:
            raise CuratorError(f"revision {name}: its tables have no {error}; this citykg cannot build them") from error


def _unbuilt(revision: str, problems: list[str]) -> str:
    more = f" (and {len(problems) - 1:,} more)" if len(problems) > 1 else ""
    return f"revision {revision} does not build: {problems[0]}{more}; choose another revision"


def to_pyvis(store: ox.Store | None = None) -> Any:
    """The graph of all things as a plain pyvis Network, laid out, with parallel relations kept."""
    from kg import explorations

    return explorations.read(store or open_store()).network


def explore(
    output: str | Path | None = None,
    *,
    store: ox.Store | None = None,
    as_of: str | None = None,
    layers: Sequence[str] = (),
    query: str | Path | None = None,
    parameters: Mapping[str, str] | None = None,
    ego: str | None = None,
    steps: int = 1,
    texts: Mapping[str, str] | None = None,
    renderer: str = "vis",
) -> explorer.Page:
    """The graph as one offline HTML page, written to `output` (by default `build/explorer.html`).

    `layers`, `query` and `ego` choose a part of it, one after the other: the links of some layers, as in
    `affiliation`; the things that the answer to a query names, by the query's name or its file, with its
    `parameters`; a thing by key or name, and all within so many `steps` of it. `texts` (source to document text) add
    the words of passages. Beside a page of more than 2,000 things or 6,000 links, a folder of the same name gets a page
    for each of its largest collectives; with `renderer="sigma"`, which draws by WebGL, only beside one of more than
    50,000 things or 150,000 links. In a notebook the page shows itself; it can stand wherever a path can.
    Raises AskerError for what is not known or has nothing in it, and where a query asks for a truth value.
    """
    from kg import explorations

    exploration = exploring(store, as_of, layers, query, parameters, ego, steps, texts, renderer)
    return explorations.write(exploration, Path(output or paths.build() / "explorer.html"))[0]


def exploring(
    store: ox.Store | None = None, as_of: str | None = None, layers: Sequence[str] = (),
    query: str | Path | None = None, parameters: Mapping[str, str] | None = None, ego: str | None = None,
    steps: int = 1, texts: Mapping[str, str] | None = None, renderer: str = "vis",
) -> explorations.Exploration:  # fmt: skip
    """What `explore` writes, before it is written; its arguments are those of `explore`."""
    from kg import explorations

    looked, left = (store or open_store()), None
    if as_of:
        looked, left = stores.as_of(looked, as_of)
    found = explorations.read(looked, left, texts, layers).drawn_by(renderer)
    if query:
        asked = named.find(str(query))
        text = named.bind(asked, parameters or {}, looked)
        found = explorations.answered(found, sparql.ask(looked, text), asked.name, named.mentioned(text))
    return explorations.ego(found, looked, ego, steps) if ego else found
