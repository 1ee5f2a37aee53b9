"""Affiliations as they are in the world, of any size: the input of the benchmarks.

One collective holds most cities; the sizes of the others are log-normal; most cities are in one collective only; and
the rest is nested: who is in few is in the large ones, so that small collectives consist of hubs. Figures follow the
real lists that this project holds and `docs/large.md` imports.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from kg import terms
from kg.incidence import Floats, Incidence, Truths, Whole

DOMINANT = 0.73
"""Share of the cities that the largest collective holds."""
MEDIAN, SPREAD = 49, 1.2
"""Median size of the other collectives, and the standard deviation of its logarithm."""
SEVERAL = 0.12
"""Share of the cities that are in more than one collective."""
NESTED = 6
"""A hub with that many memberships may be in a collective of any size; with half as many, in the larger half."""

FEWEST, MORE, TAIL = 2, 2, 1.6
"""Memberships of a city in several collectives: the fewest, how many more in the mean at least, and their exponent."""


def affiliation(cities: int, collectives: int, *, seed: int = 0, several: float = SEVERAL) -> Incidence:
    """The incidence of so many cities and collectives, the same for the same seed.

    Sizes are raised where the cities outside the largest collective would otherwise not all find a place.

    >>> graph = affiliation(1000, 20)
    >>> print(graph.shape, round(graph.transposed.sizes.max() / 1000, 1), round((graph.sizes == 1).sum() / 1000, 2))
    (1000, 20) 0.7 0.88
    """
    draw = np.random.default_rng(seed)
    hubs = np.sort(draw.choice(cities, round(cities * several), replace=False))
    inside = draw.random(cities) < DOMINANT
    sizes = np.sort(np.exp(draw.normal(np.log(MEDIAN), SPREAD, collectives - 1)))[::-1]
    lone = np.setdiff1d(np.flatnonzero(~inside), hubs)
    dominant = np.setdiff1d(np.flatnonzero(inside), hubs)
    rest = max(MORE * len(hubs), sizes.sum() - len(lone) + inside[hubs].sum() - FEWEST * len(hubs))
    tail = draw.pareto(TAIL, len(hubs))
    counts = np.minimum(FEWEST + np.floor(tail * rest / tail.sum()).astype(int), collectives - 1)
    rows, columns = _hubs(draw, hubs, counts, inside, sizes)
    own = 1 + draw.choice(len(sizes), len(lone), p=sizes / sizes.sum())
    whole = np.concatenate([np.zeros(len(dominant), np.int64), own, columns])
    return Incidence.of(np.concatenate([dominant, lone, rows]), whole, (cities, collectives))


def _hubs(draw: np.random.Generator, hubs: Whole, counts: Whole, inside: Truths, sizes: Floats) -> tuple[Whole, Whole]:
    """Rows and columns of the cities that are in several collectives, so many each."""
    columns = []
    for hub, count in zip(hubs, counts, strict=True):
        reach = max(count, round(len(sizes) * min(1.0, count / NESTED)))
        others = count - int(inside[hub])
        found = draw.choice(reach, others, replace=False, p=sizes[:reach] / sizes[:reach].sum())
        columns += [np.zeros(count - others, np.int64), 1 + found]
    return np.repeat(hubs, counts), np.concatenate([np.empty(0, np.int64), *columns])


# The same as a graph of ours

FACTS = (
    ("rdf:type", "kg:Membership"),
    ("rdf:predicate", "kg:memberOf"),
    ("rdf:subject", "{city}"),
    ("rdf:object", "{collective}"),
    ("rdfs:label", '"City {row} member of Collective {column}"@en'),
    ("kg:evidence", "{source}"),
)
"""What a statement of membership says."""


def triples(incidence: Incidence, memberships: int, total: int) -> Iterator[str]:
    """The first memberships of an incidence in our vocabulary, so many triples in all, as lines of N-Triples.

    First come the things and who is in what, then the statements, as far as there is room.

    >>> lines = list(triples(affiliation(100, 5), 100, 1000))
    >>> len(lines), sum(" <https://w3id.org/citykg/ontology#memberOf> <" in line for line in lines)
    (1000, 100)
    """
    return islice(_lines(incidence, memberships), total)


def _lines(incidence: Incidence, memberships: int) -> Iterator[str]:
    rows, columns = (each[:memberships].tolist() for each in incidence.matrix.nonzero())
    for kind, count, types in (
        ("city", incidence.shape[0], ("kg:City", "kg:LocalGovernment")),
        ("network", incidence.shape[1], ("kg:Network", "kg:Collective")),
    ):
        for number in range(count):
            for each in types:
                yield _line(_id(kind, number), "rdf:type", each)
            yield _line(_id(kind, number), "rdfs:label", f'"{kind} {number}"@en')
    for row, column in zip(rows, columns, strict=True):
        yield _line(_id("city", row), "kg:memberOf", _id("network", column))
    for row, column in zip(rows, columns, strict=True):
        known = {"city": _id("city", row), "collective": _id("network", column), "source": _id("source", 0)}
        for predicate, value in FACTS:
            words = value.format(**known, row=row, column=column)
            yield _line(_id("membership", f"{row}-{column}"), predicate, words)


def _id(kind: str, key: object) -> str:
    return f"<{terms.PREFIXES['id']}{kind}/{key}>"


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} {_term(predicate)} {_term(value)} .\n"


def _term(word: str) -> str:
    """A term of N-Triples; a short name is written out."""
    if word[0] in '<"':
        return word
    prefix, _, name = word.partition(":")
    return f"<{terms.PREFIXES[prefix]}{name}>"


def lay(incidence: Incidence, target: Path) -> None:
    """Write an incidence as arrays that any numpy reads: `rows`, `columns` and `shape`."""
    rows, columns = incidence.matrix.nonzero()
    np.savez(target, rows=rows.astype(np.int64), columns=columns.astype(np.int64), shape=np.array(incidence.shape))
