"""What the explorer shows of a store: its things and links, and every word that the page says beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx
import pyoxigraph as ox

from kg import coverage, excerpts, explorer, headings, methods, paths, profiles, relations, results, stories
from kg import store as stores
from kg.affiliations import DEFAULT_LAYERS, affiliation
from kg.dates import AsOf
from kg.errors import AskerError
from kg.lists import listings
from kg.methods import TITLE
from kg.names import Index, kind_of
from kg.profiles import Place
from kg.relations import key_of
from kg.stories import Story

# Things and links that one picture carries, by what draws it; above it each large collective gets a page too.
MANY = {"vis": (2_000, 6_000), "sigma": (50_000, 150_000)}
OWN = 12  # collectives with a page of their own, at most


@dataclass(frozen=True)
class Exploration:
    """A part of a store, read once: the graph, what is said of its things and links, and what is said beside it.

    Of the stories its page tells those whose things it has.
    """

    graph: nx.MultiDiGraph
    evidence: Mapping[str, Sequence[str]]
    facts: Mapping[str, Sequence[tuple[str, str, str]]]
    remarks: Mapping[str, str]
    about: explorer.About
    measured: Callable[[], explorer.About]  # `about`, with what measures say of the whole; worked out once
    stories: Sequence[Story] = ()

    @property
    def network(self) -> Any:
        """The pyvis Network of all of it."""
        return explorer.network(self.graph, self.evidence, self.facts, self.remarks)

    @property
    def html(self) -> str:
        """The page of all of it."""
        whole = self.about.whole
        edition = f"Version {whole['version']} of {whole['date']}, CC BY 4.0."
        subtitle = " ".join(filter(None, (edition, whole["part"], whole["note"])))
        told = [asdict(story) for story in stories.fitting(self.stories, self.graph)]
        found = self.measured()
        about = replace(found, whole={**found.whole, **whole}, files=self.about.files, stories=told)
        return explorer.page(self.network, whole["title"], subtitle, about)

    @property
    def large(self) -> bool:
        """Whether one picture is too small for it."""
        things, links = MANY[self.about.whole["renderer"]]
        return len(self.graph) > things or self.graph.number_of_edges() > links

    def drawn_by(self, renderer: str) -> Exploration:
        """The same with a picture by vis-network or, for many thousand things, by sigma; `renderer` is a key of MANY.

        Raises AskerError for another.
        """
        if renderer not in MANY:
            raise AskerError(f"--renderer {renderer}: not known; choose {' or '.join(MANY)}")
        return replace(self, about=replace(self.about, whole={**self.about.whole, "renderer": renderer}))

    def part(self, graph: nx.MultiDiGraph, words: str, start: str = "tab=graph") -> Exploration:
        """The same of a part of its graph, with words on which part it is; its scores stay those of the whole.

        `start` is the view that its page opens on, as the page writes it in its address.
        """
        said = " ".join(filter(None, (self.about.whole["part"], words)))
        scored = "Scores and ranks are those of the whole graph."
        whole = {**self.about.whole, "part": said, "scored": scored, "start": start}
        return replace(self, graph=graph, about=replace(self.about, whole=whole))

    def collectives(self) -> list[str]:
        """The collectives with the most links, most first, that have a page of their own beside a large one."""
        known = [key for key, kind in self.graph.nodes(data="kind") if kind in ("network", "instrument", "fund")]
        return sorted(known, key=lambda key: (-self.graph.degree(key), key))[:OWN]

    def beside(self, name: str) -> dict[str, Exploration]:
        """The pages of a large exploration by file, as 'explorer.html' and 'explorer/eurocities.html', linked."""
        stem = name.removesuffix(".html")
        keys = self.collectives() if self.large else []
        files = [{"key": "", "name": "The whole", "file": name},
                 *({"key": key, "name": self.graph.nodes[key]["name"], "file": f"{stem}/{key}.html"} for key in keys)
                ]  # fmt: skip
        found = {name: replace(self, about=replace(self.about, files=files[1:]))}
        for each in files[1:]:
            words = f"{each['name']} and what is linked with it."
            own = self.part(excerpts.around(self.graph, each["key"]), words, _around(each["key"]))
            others = [{**file, "file": _from(stem, file["file"])} for file in files if file is not each]
            found[each["file"]] = replace(own, about=replace(own.about, files=others))
        return found


def _from(stem: str, file: str) -> str:
    """A file's address as a page in the folder `stem` writes it."""
    return file.removeprefix(f"{stem}/") if file.startswith(f"{stem}/") else f"../{file}"


def read(
    store: ox.Store, as_of: AsOf | None = None, texts: Mapping[str, str] | None = None, layers: Sequence[str] = ()
) -> Exploration:
    """All that a store says of things that have a name, or the links of some layers alone.

    `as_of` says what a look at a date has left of it; `texts` (source to document text) add the words of passages.
    Scores are those of the layers, by default of those that `kg rank` takes.
    """
    said = relations.facts(store)
    for thing, lines in profiles.numbers(store).items():
        said.setdefault(thing, []).extend(lines)
    graph = excerpts.of_layers(relations.relations(store), layers) if layers else relations.relations(store)
    for iri, listing in listings(store).items():
        if key_of(iri) in graph:
            graph.nodes[key_of(iri)].update(list=listing.status, listing=str(listing))
    note = f"{str(as_of)[0].upper()}{str(as_of)[1:]}." if as_of else ""
    whole = {
        "title": TITLE, **_edition(store), "asOf": as_of.date if as_of else "", "note": note,
        "part": f"Layers: {', '.join(layers)}." if layers else "", "scored": "", "start": "", "renderer": "vis",
        "counts": _counts(store), "objectives": coverage.objectives(store), "world": coverage.world(store),
    }  # fmt: skip
    cited = methods.citation(version("citykg"))
    about = explorer.About(
        whole={**whole, "cite": f"{cited.text} CC BY 4.0.", "bibtex": cited.bibtex},
        headings=[("out", profiles.COMPLETE, profiles.COMPLETE), *headings.listed()],
        sources=relations.sources(store),
        places=[_place(each, texts or {}) for each in relations.places(store).values()],
        statements=relations.statements(store),
    )
    measured = cache(lambda: explorer.measured(about, affiliation(store, layers or DEFAULT_LAYERS), graph))
    grounds, remarks = relations.grounds(store), profiles.remarks(store)
    return Exploration(graph, grounds, said, remarks, about, measured, stories.told(store))


def ego(whole: Exploration, store: ox.Store, name: str, steps: int) -> Exploration:
    """A thing, by key or name, and what is within so many steps of it.

    Raises AskerError where nothing, or more than one thing, is called so.
    """
    key = key_of(Index(store).resolve(name))
    if key not in whole.graph:
        raise AskerError(f"--ego {name}: it is no thing of the picture; name a city, a network, a practice …")
    steps_in_words = "1 step" if steps == 1 else f"{steps} steps"
    words = f"{whole.graph.nodes[key]['name']} and what is within {steps_in_words} of it."
    return whole.part(excerpts.around(whole.graph, key, steps), words, _around(key, steps))


def _around(key: str, steps: int = 1) -> str:
    """The view of a thing in the middle of what is around it, as an address."""
    return f"tab=graph&at={quote(key)}&show=ego" + (f"&steps={steps}" if steps > 1 else "")


def answered(whole: Exploration, answer: results.Answer, name: str, asked: Collection[str] = ()) -> Exploration:
    """The things that an answer names or the query asked for, and the links between; of triples the links they make.

    A thing is named by its address, or by its name: where more than one has that, by the one that is linked with
    another thing of the answer. Raises AskerError where the answer names no thing.
    """
    if isinstance(answer, bool):
        raise AskerError(f"--query {name}: it asks whether something is so; SELECT things, or CONSTRUCT links")
    values = results.values(answer) if isinstance(answer, results.Rows) else _terms(answer)
    keys, unclear = _named(whole.graph, values, asked)
    if not keys:
        raise AskerError(f"--query {name}: its answer names no thing; select ?city and the like, or CONSTRUCT links")
    words = f"What the query {name} names."
    if unclear:
        words += f" Left out, since more than one thing is called so: {', '.join(unclear)}."
    graph = excerpts.among(whole.graph, keys)
    for start, end, relation in () if isinstance(answer, results.Rows) else _links(whole.graph, answer):
        if not any(own["relation"] == relation for own in (graph.get_edge_data(start, end) or {}).values()):
            graph.add_edge(start, end, key=f"{start}-{relation}-{end}", relation=relation)
    return whole.part(graph, words)


def _named(graph: nx.MultiDiGraph, values: Collection[str], asked: Collection[str]) -> tuple[set[str], list[str]]:
    """The keys of the things that are meant, none where the values name none, and the names that stay unclear."""
    names: dict[str, list[str]] = {}
    for key, name in graph.nodes(data="name"):
        names.setdefault(name, []).append(key)
    meant = {name: names[name] for name in sorted(values) if name in names}
    keys = _keys(graph, values) | {found[0] for found in meant.values() if len(found) == 1}
    known = keys | _keys(graph, asked)
    unclear = {}
    for name, found in meant.items():
        tied = [key for key in found if known.intersection(nx.all_neighbors(graph, key))]
        if len(found) > 1 and len(tied) == 1:
            keys.add(tied[0])
        elif not keys.intersection(found):
            unclear[name] = found
    return keys | (_keys(graph, asked) if keys else set()), list(unclear)


def _keys(graph: nx.MultiDiGraph, addresses: Collection[str]) -> set[str]:
    return {key_of(each) for each in addresses if kind_of(each) and key_of(each) in graph}


def _terms(triples: Iterable[ox.Triple]) -> set[str]:
    return {getattr(term, "value", "") for triple in triples for term in (triple.subject, triple.object)}


def _links(graph: nx.MultiDiGraph, triples: Iterable[ox.Triple]) -> Iterable[tuple[str, str, str]]:
    """The links between things that triples make: from, to, relation."""
    for triple in sorted(triples, key=str):
        ends = [getattr(term, "value", "") for term in (triple.subject, triple.object)]
        if all(kind_of(end) and key_of(end) in graph for end in ends):
            yield key_of(ends[0]), key_of(ends[1]), re.split(r"[#/]", triple.predicate.value)[-1]


def _edition(store: ox.Store) -> dict[str, str]:
    """The version of the program and the day of the data."""
    query = "SELECT ?day WHERE { <https://w3id.org/citykg/ontology> dcterms:modified ?day }"
    return {"version": version("citykg"), "date": max((row["day"] for row in stores.select(store, query)), default="")}


def _counts(store: ox.Store) -> dict[str, int]:
    return {name: count for name, count in profiles.overview(store).items() if count}


def _place(place: Place, texts: Mapping[str, str]) -> dict[str, Any]:
    passage = place.key.rpartition("-")[2] if place.key != place.source else ""
    words = " ".join(texts.get(place.source, "")[place.start : place.end].split())
    return {
        "key": place.key, "source": place.source, "section": place.section, "passage": passage,
        "start": place.start, "end": place.end, "words": words,
    }  # fmt: skip


def write(exploration: Exploration, target: Path) -> tuple[explorer.Page, list[Path]]:
    """Write the page, and beside a large one the pages of its largest collectives: the page, and those beside it."""
    pages = {target.parent / name: own.html for name, own in exploration.beside(target.name).items()}
    for path, html in pages.items():
        paths.write(path, html.encode())
    return explorer.Page(pages[target], target), [path for path in pages if path != target]
