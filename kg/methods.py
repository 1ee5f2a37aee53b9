"""The methods paragraph of a paper: what graph was looked at, how it was scored, and what to cite.

References are in `references.bib` beside this file, one entry for each key that a measure names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg import paths
from kg.centrality.measure import Measure
from kg.rankings import WAYS, Doubts
from kg.rankings.scores import DIGITS

BIBLIOGRAPHY = paths.PACKAGE / "references.bib"
HOME = "https://w3id.org/citykg/"
TITLE = "citykg: cities, networks and commitments on migration"
RELEASED = "2026-11-22"
"""When this version and its data were released, as CITATION.cff has it."""
WEIGHTS = {
    "count": "the number of shared {others}",
    "newman": "the shared {others}, each counted as one over its number of members less one",
    "jaccard": "the share of shared {others} among those of either",
    "binary": "one where they share any of the {others}",
}
CITED = {
    "newman": ("newman2001",),
    "jaccard": ("jaccard1912",),
    "intervals": ("borgatti2006robustness", "costenbader2003"),
    "bicm": ("saracco2015",),
}
"""What choices other than the measures rest on."""
NULLS = {
    "bicm": (
        "Scores are compared with those of graphs drawn from the bipartite configuration model, which keeps the "
        "number of ties of each city and each collective on average"
    )
}


@dataclass(frozen=True)
class Citation:
    """How to cite a version of citykg, in words and as a BibTeX entry; as text it is both."""

    text: str
    bibtex: str

    def __str__(self) -> str:
        return f"{self.text}\n\n{self.bibtex}"


def citation(version: str) -> Citation:
    """How to cite a version of citykg.

    >>> print(citation("0.1.0").text)
    citykg contributors (2026). citykg: cities, networks and commitments on migration, version 0.1.0. https://w3id.org/citykg/.
    """
    year = RELEASED[:4]
    fields = {
        "author": "{citykg contributors}", "title": f"{{{TITLE}}}", "year": year, "version": version, "url": HOME,
        "note": f"Version {version} of {RELEASED}, CC BY 4.0",
    }  # fmt: skip
    entry = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return Citation(
        f"citykg contributors ({year}). {TITLE}, version {version}. {HOME}.", f"@misc{{citykg{year},\n{entry}}}\n"
    )


@dataclass(frozen=True)
class Study:
    """What a ranking was made of and how, in the words and numbers that a methods section gives.

    `data` says which data, with their version or date; `as_of` and `excluded` are empty where nothing was chosen.
    `way` is the way of doubting behind the intervals, empty without; `null` a null model of NULLS, empty without.
    """

    version: str
    data: str
    on: str
    layers: Sequence[str]
    places: int
    collectives: int
    ties: int
    measures: Sequence[Measure]
    weight: str = "count"
    as_of: str = ""
    excluded: Sequence[str] = ()
    way: str = ""
    doubts: Doubts = Doubts()  # noqa: RUF009 - frozen
    null: str = ""


def paragraph(study: Study) -> str:
    """The methods paragraph of a study, one line, with references as (Author year)."""
    said = [_graph(study), _measures(study)]
    if any(each.mode == "projected" for each in study.measures):
        said.append(_projection(study))
    said.append(f"Scores that agree to {DIGITS} significant digits are ties and share a rank")
    said += [_intervals(study)] if study.way else []
    said += [f"{NULLS[study.null]} {cite(CITED[study.null])}"] if study.null else []
    return ". ".join(said) + "."


def keys(study: Study) -> list[str]:
    """The references that a study cites, sorted."""
    chosen = [*(["intervals"] if study.way else []), *([study.null] if study.null else [])]
    if any(each.mode == "projected" for each in study.measures):
        chosen += [study.weight]
    found = {key for each in study.measures for key in each.references}
    return sorted(found.union(*(CITED.get(each, ()) for each in chosen)))


def _graph(study: Study) -> str:
    layers = _listed(study.layers)
    when = f", as of {study.as_of}" if study.as_of else ""
    without = f"; left out: {_listed(study.excluded)}" if study.excluded else ""
    return (
        f"The two-mode graph of {study.places:,} cities and {study.collectives:,} collectives with {study.ties:,} ties "
        f"({layers}{when}{without}) was read from {study.data} and scored with citykg {study.version}"
    )


def _measures(study: Study) -> str:
    words = [f"{each.name}, {each.says}: {each.formula}{_cited(each.references)}" for each in study.measures]
    return ". ".join(
        [f"{study.on.capitalize()} were ranked by {_listed([each.name for each in study.measures])}"]
        + [word[0].upper() + word[1:] for word in words]
    )


def _projection(study: Study) -> str:
    others = "collectives" if study.on == "cities" else "cities"
    weight = WEIGHTS[study.weight].format(others=others)
    return (
        f"In the projection two {study.on} are linked where they share one or more {others}; the weight of a link, "
        f"where a measure uses it, is {weight}{_cited(CITED.get(study.weight, ()))}; "
        "results are exact, the projection was not built"
    )


def _intervals(study: Study) -> str:
    way, doubts = WAYS[study.way], study.doubts
    bounds = "the lowest and the highest values"
    if way.random:
        most = sorted({min(each.draws, doubts.number) for each in study.measures})
        number = " or ".join(map(str, most))
        bounds = f"the middle 95 in 100 of {number} draws, seed {doubts.seed}"
    share = f" ({doubts.share:.0%})" if study.way == "drop" else ""
    return f"Intervals are {bounds}, with {way.says}{share}{_cited(CITED['intervals'])}"


def _cited(references: Sequence[str]) -> str:
    return f" {cite(references)}" if references else ""


def _listed(words: Sequence[str]) -> str:
    """Words in a row: 'a, b and c'."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


@cache
def bibliography() -> Mapping[str, str]:
    """The entries of `references.bib` as they stand there, by key."""
    text = BIBLIOGRAPHY.read_text(encoding="utf-8")
    return {found[2]: found[0] for found in re.finditer(r"@(\w+)\{(\w+),\n(?:  .*\n)+\}", text)}


def bibtex(references: Iterable[str]) -> str:
    """The BibTeX entries of some references, sorted by key, each once.

    Raises KeyError for a key that is not in `references.bib`: a measure names what is not there.
    """
    return "\n\n".join(bibliography()[key] for key in sorted(set(references))) + "\n"


def cite(references: Iterable[str]) -> str:
    """References as they stand in a text, in the order given.

    >>> cite(["borgatti1997", "brandes2001"])
    '(Borgatti and Everett 1997; Brandes 2001)'
    """
    return f"({'; '.join(map(_short, references))})"


def _short(key: str) -> str:
    entry = bibliography()[key]
    names = [name.partition(",")[0] for name in _field(entry, "author").split(" and ")]
    who = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
    return f"{who} {_field(entry, 'year')}"


def _field(entry: str, name: str) -> str:
    """A field of an entry."""
    found = re.search(rf"^  {name} = \{{(.*)\}},$", entry, re.MULTILINE)
    return found[1] if found else ""
