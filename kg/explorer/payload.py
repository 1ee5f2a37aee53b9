"""What the page's script reads: things, links, facts and places as columns, and what the page says of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pyvis.network import Network

from kg.explorer.columns import columns, numbered
from kg.explorer.things import BEHIND, STYLES

Row = Mapping[str, Any]


@dataclass(frozen=True)
class About:
    """What a page says beside its things.

    `whole` are words on the whole: title, version, date, counts, cite, bibtex, asOf, note. `headings` are the words for
    a relation ("out" or "in", relation, words) in their order. `sources` and `places` are rows with a `key`: what each
    source is, and where in it something is said. `measures` say what each score is, and among how many places and
    how many others it ranks in `among`; `scores` are rows (key of the node in `node`, value, rank, low, high, ties)
    by measure. `backbone` are the ties of the first screen, from key to key; `communities` the number of each
    node's community, `named` their names. `statements` say how a link or fact is written in RDF, by key: the kind
    of its IRI in `iri`, a fact's predicate and object in `triple`. `files` are pages beside this one.
    """

    whole: Row = field(default_factory=dict)
    headings: Sequence[tuple[str, str, str]] = ()
    sources: Sequence[Row] = ()
    places: Sequence[Row] = ()
    measures: Sequence[Row] = ()
    scores: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    backbone: Sequence[Row] = ()
    spots: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    communities: Mapping[str, int] = field(default_factory=dict)
    named: Sequence[str] = ()
    stories: Sequence[Row] = ()
    statements: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: Sequence[Row] = ()


def payload(net: Network, about: About) -> dict[str, Any]:
    """All that the script reads, ready for JSON: a node by its number, a place where something is said by its own."""
    nodes = {node["id"]: number for number, node in enumerate(net.nodes)}
    facts = [{"node": nodes[node["id"]], **fact} for node in net.nodes for fact in node["facts"]]
    said = numbered(sorted({each for row in (*net.nodes, *net.edges, *facts) for each in row["evidence"]}))

    def row(own: Row, left_out: Iterable[str], **more: object) -> dict[str, Any]:
        kept = {name: value for name, value in own.items() if name not in left_out}
        return {**kept, **more, "evidence": [said[each] for each in own["evidence"]]}

    places = _places(said, about.places)
    cited = {place["source"] for place in places}
    unsaid = ("id", "label", "facts", "color", "shape", "size")
    return {
        "about": dict(about.whole),
        "kinds": [{"kind": kind, **asdict(style), "behind": kind in BEHIND} for kind, style in STYLES.items()],
        "headings": [list(each) for each in about.headings],
        "sources": columns([dict(source) for source in about.sources if source["key"] in cited]),
        "places": columns(places),
        "nodes": columns([row(node, unsaid, key=node["id"], name=node["label"], **_more(node["id"], about))
                          for node in net.nodes]),
        "facts": columns([row(fact, (), **_rdf(fact["key"], about, "iri", "triple")) for fact in facts]),
        "links": columns([row(edge, ("id",), key=edge["id"], **{end: nodes[edge[end]] for end in ("from", "to")},
                              **_rdf(edge["id"], about, "iri")) for edge in net.edges]),
        "measures": [dict(measure) for measure in about.measures],
        "scores": {measure: columns([{**each, "node": nodes[each["node"]]} for each in rows if each["node"] in nodes])
                   for measure, rows in about.scores.items()},
        "backbone": [{**tie, "from": nodes[tie["from"]], "to": nodes[tie["to"]]} for tie in about.backbone
                     if tie["from"] in nodes and tie["to"] in nodes],
        "communities": list(about.named),
        "stories": [dict(story) for story in about.stories],
        "files": [dict(each) for each in about.files],
    }  # fmt: skip


def _more(key: str, about: About) -> dict[str, Any]:
    """A node's community, and where it stands on the first screen: null where it is no part of that."""
    return {"community": about.communities.get(key, -1), "spot": about.spots.get(key)}


def _rdf(key: str, about: About, *names: str) -> dict[str, str]:
    """How a statement is written in RDF; empty where it is no statement of its own."""
    return {name: about.statements.get(key, {}).get(name, "") for name in names}


def _places(said: Iterable[str], known: Sequence[Row]) -> list[dict[str, Any]]:
    """A row for each place that something rests on; one that nothing is known of has its key alone."""
    rows = {place["key"]: place for place in known}
    bare = {"source": "", "section": "", "passage": "", "start": 0, "end": 0, "words": ""}
    return [{**bare, **rows.get(key, {}), "key": key} for key in said]
