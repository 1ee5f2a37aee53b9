"""Statements drawn at random for a person to judge, and the error rate that the judgements give.

The sheet is CSV. A person writes `right`, `wrong` or `unclear` beside each statement; read back, it gives the rate
of wrong statements with the Wilson score interval at 95 %:

    centre ± half,  centre = (p + z²/2n) / (1 + z²/n),  half = z √(p(1−p)/n + z²/4n²) / (1 + z²/n)

with p wrong ones among n judged and z = 1.96 (0.975 quantile of the normal distribution). E. B. Wilson, "Probable
inference, the law of succession, and statistical inference", Journal of the American Statistical Association 22
(1927) 209-212. It stays within 0 and 1 and is sound for few or no errors. It supposes a simple random sample.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pyoxigraph as ox

from kg import documents, records, results, sheets, terms
from kg import store as stores
from kg.errors import AskerError, CuratorError, nearest
from kg.profiles import Place, evidence

VERDICTS = ("right", "wrong", "unclear")
NEEDED = ("statement", "relation", "said", "verdict", "note")
Z = NormalDist().inv_cdf(0.975)
ENOUGH = 10  # judged statements that a relation needs for a rate of its own
METHOD = "Wilson score interval, 95 % (Wilson 1927, J. Am. Stat. Assoc. 22:209-212)"

RELATIONS = """SELECT ?statement ?predicate ?label ?class WHERE { ?statement a kg:Statement
  OPTIONAL { ?statement rdf:predicate ?predicate OPTIONAL { ?predicate rdfs:label ?label } }
  OPTIONAL { VALUES ?class { kg:Observation kg:CountClaim kg:Completeness } ?statement a ?class } }"""
NAMED = {"altLabel": "is also called", "Observation": "has the number", "CountClaim": "counts",
         "Completeness": "has a list that is"}  # fmt: skip
DETAILS = ("role", "rank", "verb", "title", "kind", "project", "amount", "currency", "from", "to", "on")


@dataclass(frozen=True)
class Statement:
    """One statement in words, and every place that says so."""

    key: str
    relation: str
    said: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Judgement:
    """One row of a judged sheet; the verdict is empty where there is none yet."""

    statement: str
    relation: str
    said: str
    verdict: str
    note: str


@dataclass(frozen=True)
class Rate:
    """Wrong ones among those judged, as a share with its interval; no share of nothing."""

    wrong: int
    judged: int

    @property
    def share(self) -> float | None:
        """The error rate."""
        return self.wrong / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The bounds of its 95 % confidence interval."""
        return wilson(self.wrong, self.judged) if self.judged else None

    def __str__(self) -> str:
        if self.share is None or self.interval is None:
            return "none judged"
        low, high = self.interval
        return f"{self.share:.1%} ({low:.1%} to {high:.1%})".replace("%", " %")


def wilson(wrong: int, judged: int, z: float = Z) -> tuple[float, float]:
    """The Wilson score interval of a share, without continuity correction.

    >>> tuple(round(bound, 4) for bound in wilson(81, 263))  # Newcombe 1998, table I
    (0.2553, 0.3662)
    """
    share, spread = wrong / judged, z * z / judged
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / judged + spread / (4 * judged)) / (1 + spread)
    return (0.0 if wrong == 0 else centre - half, 1.0 if wrong == judged else centre + half)


def draw(store: ox.Store, size: int, seed: int, stratified: bool = False) -> list[Statement]:
    """That many statements at random, ordered by key; the same for the same graph, size and seed.

    A statement's lot is the SHA-256 of seed and key, and the smallest lots are drawn: each sample of a size is as
    likely as any other, and a larger sample of the same seed holds the smaller one. `stratified` shares the sample
    out by relation, in proportion, with at least one of each.
    Raises AskerError where the graph has fewer statements, or more relations than the sample has places.
    """
    keys = _relations(store)
    if size > len(keys):
        raise AskerError(f"--sample {size}: the graph has {len(keys)} statements; ask for at most as many")
    lots = sorted(keys, key=lambda iri: hashlib.sha256(f"{seed} {_key(iri)}".encode()).digest())
    if not stratified:
        return _in_words(store, keys, lots[:size])
    strata: dict[str, list[str]] = defaultdict(list)
    for iri in lots:
        strata[keys[iri]].append(iri)
    if size < len(strata):
        raise AskerError(f"--sample {size}: there are {len(strata)} relations; ask for at least one statement of each")
    shares = allot({relation: len(own) for relation, own in strata.items()}, size)
    return _in_words(store, keys, [iri for relation, share in shares.items() for iri in strata[relation][:share]])


def allot(strata: Mapping[str, int], size: int) -> dict[str, int]:
    """A sample shared out in proportion by largest remainder, at least one each.

    >>> allot({"member of": 90, "theme": 9, "founded": 1}, 10)
    {'founded': 1, 'member of': 8, 'theme': 1}
    """
    left, rest = size, dict(strata)
    few: dict[str, int] = {}
    while small := [name for name, count in rest.items() if count * left < sum(rest.values())]:
        few |= dict.fromkeys(small, 1)
        rest = {name: count for name, count in rest.items() if name not in few}
        left = size - len(few)
    whole = sum(rest.values())
    shares = {name: count * left // whole for name, count in rest.items()}
    over = sorted(rest, key=lambda name: (-(rest[name] * left % whole), name))[: left - sum(shares.values())]
    return dict(sorted({**few, **{name: share + (name in over) for name, share in shares.items()}}.items()))


def _relations(store: ox.Store) -> dict[str, str]:
    """The relation of every statement node, in words."""
    found = {}
    for row in stores.select(store, RELATIONS):
        name = _key(row["predicate"] or row["class"])
        found[row["statement"]] = row["label"] or NAMED.get(name, name or "says")
    return found


def _key(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def _in_words(store: ox.Store, relations: Mapping[str, str], drawn: Collection[str]) -> list[Statement]:
    labels = {row["s"]: row["label"] for row in stores.select(store, "SELECT ?s ?label WHERE { ?s rdfs:label ?label }")}
    said_at = evidence(store, sorted(drawn))
    return [
        Statement(_key(iri), relations[iri], _said(_cells(store, iri, labels), relations[iri]), said_at.get(iri, ()))
        for iri in sorted(drawn, key=_key)
    ]


def _cells(store: ox.Store, iri: str, labels: Mapping[str, str]) -> dict[str, str]:
    """What a statement node holds, each property by its local name, in words."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None):
        value = getattr(quad.object, "value", "")
        found[_key(quad.predicate.value)].append(_code(value) + labels.get(value, value))
    return {name: ", ".join(sorted(values)) for name, values in found.items()}


def _code(iri: str) -> str:
    """The number that goes with a concept of a numbered scheme, as 'GCM 16: '."""
    scheme, _, code = iri.removeprefix(terms.PREFIXES["scheme"]).partition("/")
    return f"{scheme.upper()} {code}: " if iri.startswith(terms.PREFIXES["scheme"]) and code[:1].isdigit() else ""


def _said(cells: Mapping[str, str], relation: str) -> str:
    if "predicate" not in cells:
        return _number(cells, relation)
    value = {"true": "yes", "false": "no"}.get(cells["object"], cells["object"])
    details = "; ".join(f"{name} {cells[name]}" for name in DETAILS if cells.get(name))
    return f"{cells['subject']} — {relation} — {value}" + (f" ({details})" if details else "")


def _number(cells: Mapping[str, str], relation: str) -> str:
    """A count claim, an observation or a note on completeness."""
    about = " in ".join(cells[name] for name in ("about", "collective", "area") if name in cells)
    amount = " to ".join(cells[name] for name in ("value", "upperValue") if name in cells)
    parts = [cells.get(name, "") for name in ("counted", "action", "indicator", "status")]
    words = " ".join(filter(None, (cells.get("qualifier", "").replace("-", " "), amount, *parts)))
    named = (("claimed", "claimed"), ("asOf", "as of"), ("cites", "citing"))
    details = "; ".join(f"{word} {cells[name]}" for name, word in named if name in cells)
    return f"{about} — {relation} — {words}" + (f" ({details})" if details else "")


def sheet(statements: Iterable[Statement], texts: Mapping[str, str] | None = None) -> bytes:
    """The sheet to judge, as CSV; `texts` (source to document text) adds the words of the passages.

    What stands at several places has them in one cell, divided by ' | '. No cell runs as a formula.
    """
    head = ["statement", "relation", "said", "source", "section", "passage"]
    head += ["passage text"] if texts is not None else []
    rows = ([*_drawn(each, texts), "", ""] for each in statements)
    return records.safe([*head, "verdict", "note"], rows).encode()


def _drawn(statement: Statement, texts: Mapping[str, str] | None) -> list[str]:
    row = [statement.key, statement.relation, statement.said]
    cells = [(place.source, place.section, _passage(place)) for place in statement.places]
    row += [_joined(cell[number] for cell in cells) for number in range(3)]
    return row + ([_joined(_quoted(place, texts) for place in statement.places)] if texts is not None else [])


def _joined(cells: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(filter(None, cells)))


def _quoted(place: Place, texts: Mapping[str, str]) -> str:
    return documents.collapse(texts.get(place.source, "")[place.start : place.end]) if _passage(place) else ""


def _passage(place: Place) -> str:
    """The key of a passage; nothing for a source as a whole."""
    return place.key if place.key != place.source else ""


def known(store: ox.Store) -> set[str]:
    """Keys of every statement of a graph, and of those that the ledger says were corrected or taken out."""
    ledger = stores.select(store, "SELECT ?about WHERE { ?decision a kg:Decision ; dcterms:subject ?about }")
    named = {word.rstrip(",;") for row in ledger for word in row["about"].split()}
    return {_key(iri) for iri in _relations(store)} | named


def read(path: Path, statements: Collection[str]) -> list[Judgement]:
    """The rows of a judged sheet; `statements` are the keys that there are.

    CSV with commas, semicolons or tabs, for spreadsheets write all three, or Excel (`sheets.read`).
    Raises CuratorError with a line for every problem: 'file:line: what; fix'. OperatorError where it cannot be read.
    """
    found, problems, seen = list[Judgement](), list[str](), dict[str, int]()
    for line, cells in _lines(path):
        judged = Judgement(**{name: _clean(cells[name]) for name in NEEDED})
        judged = Judgement(**{**vars(judged), "verdict": judged.verdict.casefold()})
        problem = _problem(judged, statements, seen)
        problems += [f"{path.name}:{line}: {problem}"] if problem else []
        seen.setdefault(judged.statement, line)
        found.append(judged)
    if not problems and not any(each.verdict for each in found):
        problems.append(f"{path.name}: nothing is judged; write {_or(VERDICTS)} in the column 'verdict'")
    if problems:
        raise CuratorError(problems)
    return found


def _problem(judged: Judgement, statements: Collection[str], seen: Mapping[str, int]) -> str:
    if not judged.statement:
        return "no statement; each row begins with the statement's key"
    if judged.statement in seen:
        return f"statement '{judged.statement}' stands already in line {seen[judged.statement]}; remove one"
    if judged.verdict and judged.verdict not in VERDICTS:
        return f"no verdict '{judged.verdict}', write {_or(VERDICTS)}{nearest(judged.verdict, VERDICTS)}"
    if judged.statement not in statements:
        close = nearest(judged.statement, statements) or "; name with --graph the graph that it was drawn from"
        return f"the graph does not know the statement '{judged.statement}'{close}"
    return ""


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _clean(cell: str) -> str:
    """A cell as it was before a spreadsheet had to be warned off it, in one line, fit for a terminal."""
    printable = "".join(each if each.isprintable() else " " for each in cell)
    return records.raw(documents.collapse(printable))


def _lines(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row of a sheet that is not blank, with the line that it begins in."""
    sheet = sheets.read(path)
    lacks = [name for name in NEEDED if name not in sheet.columns]
    if lacks:
        raise CuratorError(
            f"{path.name}:1: no column '{name}'; a sheet has the columns {', '.join(NEEDED)}" for name in lacks
        )
    yield from ((record.line, record.cells) for record in sheet.records)


@dataclass(frozen=True)
class Report:
    """What a judged sheet says: counts, error rates both ways, by relation, and what is wrong."""

    judgements: tuple[Judgement, ...]

    def count(self, verdict: str) -> int:
        """How many have that verdict; '' counts those not judged."""
        return sum(each.verdict == verdict for each in self.judgements)

    @property
    def clear(self) -> Rate:
        """The error rate with the unclear ones left out."""
        return Rate(self.count("wrong"), self.count("wrong") + self.count("right"))

    @property
    def strict(self) -> Rate:
        """The error rate with the unclear ones counted as wrong."""
        bad = self.count("wrong") + self.count("unclear")
        return Rate(bad, bad + self.count("right"))

    @property
    def wrong(self) -> list[Judgement]:
        """The wrong ones in the order of the sheet."""
        return [each for each in self.judgements if each.verdict == "wrong"]

    @property
    def relations(self) -> dict[str, Report]:
        """A report for each relation with enough judged statements."""
        own: dict[str, list[Judgement]] = defaultdict(list)
        for each in self.judgements:
            own[each.relation].append(each)
        reports = {relation: Report(tuple(rows)) for relation, rows in sorted(own.items())}
        return {relation: report for relation, report in reports.items() if report.strict.judged >= ENOUGH}


def report(judgements: Iterable[Judgement]) -> Report:
    """The report on the rows of a judged sheet."""
    return Report(tuple(judgements))


COUNTS = ["right", "wrong", "unclear", "not judged"]
RATES = ["unclear left out", "unclear counted as wrong"]


def _counts(report: Report) -> list[str]:
    return [str(report.count(verdict)) for verdict in (*VERDICTS, "")]


def _blocks(report: Report) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Title, head and rows of each table that a person reads."""
    yield f"{len(report.judgements)} statements", COUNTS, [_counts(report)]
    rates = zip(RATES, (report.clear, report.strict), strict=True)
    head = ["", "wrong", "of", "error rate (95 % interval)"]
    yield "Error rate", head, [[name, str(rate.wrong), str(rate.judged), str(rate)] for name, rate in rates]
    own = [
        [relation, *_counts(each)[:3], str(each.clear), str(each.strict)] for relation, each in report.relations.items()
    ]
    if own:
        yield f"Relations with at least {ENOUGH} judged", ["relation", *COUNTS[:3], *RATES], own


def to_table(report: Report) -> str:
    """The report for a terminal."""
    parts = [f"{title}\n{results.columns(head, rows)}" for title, head, rows in _blocks(report)]
    wrong = ["\n  ".join(filter(None, (each.statement, each.said, each.note))) + "\n" for each in report.wrong]
    return "\n".join([*parts, *(["Wrong\n" + "".join(wrong)] if wrong else []), METHOD + "\n"])


def to_markdown(report: Report) -> str:
    """The report as Markdown tables."""
    parts = [
        f"**{title}**\n\n{_row(head)}{_row(['---'] * len(head))}{''.join(map(_row, rows))}"
        for title, head, rows in _blocks(report)
    ]
    wrong = [
        f"- `{each.statement}`: {_escaped(': '.join(filter(None, (each.said, each.note))))}" for each in report.wrong
    ]
    return "\n".join([*parts, *(["**Wrong**\n", *wrong, ""] if wrong else []), METHOD + "\n"])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell if cell == '---' else _escaped(cell) for cell in cells)} |\n"


def _escaped(cell: str) -> str:
    """A cell that Markdown leaves as it is."""
    return "".join("\\" + each if each in "\\`*_[]<>#|~" else each for each in cell)


def to_json(report: Report) -> str:
    """The report as JSON; shares and bounds are fractions."""
    whole = {
        "statements": len(report.judgements),
        **_figures(report),
        "method": METHOD,
        "relations": {relation: _figures(each) for relation, each in report.relations.items()},
        "wrong_statements": [
            {"statement": each.statement, "said": each.said, "note": each.note} for each in report.wrong
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _figures(report: Report) -> dict[str, Any]:
    counts = {name.replace(" ", "_"): int(count) for name, count in zip(COUNTS, _counts(report), strict=True)}
    rates = {"unclear_left_out": report.clear, "unclear_counted_as_wrong": report.strict}
    return {
        **counts,
        **{
            name: {"wrong": rate.wrong, "of": rate.judged, "rate": rate.share, "interval": rate.interval}
            for name, rate in rates.items()
        },
    }


FORMATS = {"table": to_table, "json": to_json, "markdown": to_markdown}
