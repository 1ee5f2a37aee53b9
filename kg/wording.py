"""Differences between two graphs as text for a terminal, Markdown for a list of changes, and JSON.

Text and Markdown shorten long lists with a count unless they are asked for the whole; JSON is always whole.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from kg.diffs import NUMBERS, Change, Diff, Group, Thing, outgoing
from kg.pages import cited
from kg.profiles import Place

NAMES, PARTS, GROUPS, SOURCES = 8, 6, 12, 3
WIDTH = 100
KINDS = {
    "network": "Networks", "instrument": "Instruments", "fund": "Funds", "event": "Events", "city": "Cities",
    "region": "Regions", "district": "Districts", "country": "Countries", "group": "Groups of governments",
    "organisation": "Organisations", "practice": "Practices", "pledge": "Pledges", "person": "People",
    "publication": "Publications", "indicator": "Indicators", "": "Terms of the vocabulary", "source": "Sources",
    "passage": "Passages", "decision": "Decisions in the ledger",
}  # fmt: skip
APART = ("", "source", "passage", "decision")
COLLECTED = {
    "memberOf": ("member", "members"), "affiliatedWith": ("other link", "other links"),
    "endorses": ("signatory", "signatories"), "partnerIn": ("partner", "partners"),
    "tookPartIn": ("participant", "participants"), "pledgedUnder": ("pledge", "pledges"),
    "fundedBy": ("recipient of funds", "recipients of funds"), "grant": ("grant", "grants"),
    "holdsPostAt": ("person in office", "people in office"), "count-claim": ("count", "counts"),
    "observation": ("number", "numbers"), "completeness": ("completeness of its list",) * 2,
}  # fmt: skip
SIGNS = {"added": "+", "removed": "−"}
NOTHING = "no difference\n"


def to_text(diff: Diff, full: bool = False) -> str:
    """The differences for a terminal."""
    if not diff:
        return NOTHING
    lines: list[str] = []
    for heading, told in _sections(diff, full):
        lines += ["", heading, "─" * len(heading)]
        for line in told:
            lines += _wrapped(line, "", "    ", WIDTH)
    return "\n".join(lines[1:]) + "\n"


def to_markdown(diff: Diff, full: bool = False) -> str:
    """The differences as a list in Markdown, as a list of changes takes it."""
    if not diff:
        return NOTHING
    told = [line for _, lines in _sections(diff, full) for line in lines]
    lines = []
    for line in told:
        depth = len(line) - len(line.lstrip())
        lines += _wrapped(_markdown(line.strip()), f"{' ' * depth}- ", f"{' ' * depth}  ", 120)
    return "\n".join(lines) + "\n"


def _markdown(text: str) -> str:
    """Text that Markdown leaves as it is."""
    escaped = re.sub(r"[\\`*_<>#|~]|\[(?=[^\]]*\][(\[:])", lambda hit: "\\" + hit[0], text)
    return re.sub(r"^(\d*)([+.)-])", r"\1\\\2", escaped)


def _wrapped(text: str, first: str, after: str, width: int) -> list[str]:
    depth = " " * (len(text) - len(text.lstrip()))
    text = re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text)
    return textwrap.wrap(
        text.strip(), width, initial_indent=first + depth, subsequent_indent=after + depth,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


def _sections(diff: Diff, full: bool) -> Iterable[tuple[str, list[str]]]:
    """Headings and the lines below them."""
    told = {
        "Things": _things(diff, full),
        f"Statements: {_counts(diff)}".rstrip(": "): _grouped(
            [g for g in diff.groups if g.thing.kind not in APART], full
        ),
        "Sources, passages, decisions, terms": _apart(diff, full),
    }
    yield from ((heading, lines) for heading, lines in told.items() if lines)


def _counts(diff: Diff) -> str:
    """How many facts differ, as '+12, −1, 2 changed, 3 with other sources'; a new thing's own values are none."""
    groups = [group for group in diff.groups if group.thing.kind not in APART]
    found = Counter(each.what for group in groups for each in _beside(group))
    signed = [f"{sign}{found[what]:,}" for what, sign in SIGNS.items() if found[what]]
    named = {"changed": "changed", "sources": "with other sources", "key": "with another key"}
    return ", ".join(signed + [f"{found[what]:,} {name}" for what, name in named.items() if found[what]])


def _things(diff: Diff, full: bool) -> list[str]:
    return [
        line
        for kind in dict.fromkeys([*KINDS, *(thing.kind for thing in (*diff.added, *diff.removed))])
        if kind not in APART
        for line in _of_kind(diff, kind, full)
    ]


def _of_kind(diff: Diff, kind: str, full: bool) -> list[str]:
    """Things of one kind that came and went."""
    came = [thing for thing in diff.added if thing.kind == kind]
    went = [thing for thing in diff.removed if thing.kind == kind]
    heading = KINDS.get(kind, kind.capitalize())
    if full:
        lines = [f"  {sign} {_called(thing)}{_cited(thing.places)}" for sign, things in (("+", came), ("−", went))
                 for thing in things]  # fmt: skip
        return [f"{heading}: {_sum(came, went)}", *lines] if lines else []
    signed = (("+", came), ("−", went))
    parts = [f"{sign}{len(things):,} ({_names(map(_called, things))})" for sign, things in signed if things]
    places = {place for thing in (*came, *went) for place in thing.places}
    return [f"{heading}: {', '.join(parts)}{_keys(places)}"] if parts else []


def _called(thing: Thing) -> str:
    """A thing's name; a source's title has its key, by which it is cited, behind it."""
    return f"{thing.name} [{thing.key}]" if thing.kind == "source" else thing.name


def _sum(came: list[Thing], went: list[Thing]) -> str:
    return ", ".join(f"{sign}{len(things):,}" for sign, things in (("+", came), ("−", went)) if things)


def _apart(diff: Diff, full: bool) -> list[str]:
    """What is about the record and not about the world."""
    lines = []
    for kind in ("source", "passage", "decision", ""):
        lines += _passages(diff) if kind == "passage" and not full else _of_kind(diff, kind, full)
        known = [group for group in diff.groups if group.thing.kind == kind and not group.status]
        lines += _grouped(known, full)
    signed = (("+", diff.other_added), ("−", diff.other_removed))
    if any(triples for _, triples in signed):
        lines.append("Other triples: " + ", ".join(f"{sign}{len(each):,}" for sign, each in signed if each))
        lines += [f"  {sign} {triple}" for sign, triples in signed for triple in triples] if full else []
    return lines


def _passages(diff: Diff) -> list[str]:
    """How many passages of which source came and went; their keys say little."""
    parts = []
    for sign, things in (("+", diff.added), ("−", diff.removed)):
        of = Counter(thing.key.rpartition("-")[0] for thing in things if thing.kind == "passage")
        if of:
            parts.append(
                f"{sign}{sum(of.values()):,} ({_names(f'{source}: {count:,}' for source, count in of.items())})"
            )
    return [f"Passages: {', '.join(parts)}"] if parts else []


def _grouped(groups: list[Group], full: bool) -> list[str]:
    if full:
        return [line for group in groups for line in _whole(group)]
    lines = []
    for kind in dict.fromkeys(group.thing.kind for group in groups):
        told = [(group, line) for group in groups if group.thing.kind == kind and (line := _short(group))]
        most = sorted(told, key=lambda each: -len(each[0].changes))[:GROUPS]
        lines += [line for group, line in told if (group, line) in most]
        if len(told) > GROUPS:
            lines.append(f"… and {len(told) - GROUPS:,} more {KINDS.get(kind, kind).lower()}; --full shows them")
    return lines


def _head(group: Group) -> str:
    return group.thing.name + (f" ({group.status})" if group.status else "")


def _short(group: Group) -> str:
    """What changed of a thing in one line; of a new or gone thing its own values are left out."""
    told = _beside(group)
    if not told:
        return ""
    parts = [*(part for heading in _headings(told) for part in _part(heading, told)), *_resourced(told)]
    if len(parts) > PARTS + 1:
        parts = [*parts[:PARTS], f"and {len(parts) - PARTS:,} more changes"]
    places = {place for each in told for place in (each.gained + each.lost if each.what == "sources" else each.places)}
    return f"{_head(group)}: {'; '.join(parts)}{_keys(places)}"


def _beside(group: Group) -> list[Change]:
    """The changes of a thing without the own values of a new or gone one."""
    return [each for each in group.changes if not group.status or each.statement != group.thing.iri]


def _headings(changes: Iterable[Change]) -> list[str]:
    order = list(COLLECTED)
    found = {each.heading for each in changes if each.what != "sources"}
    return sorted(found, key=lambda each: (order.index(each) if each in order else len(order), each))


def _part(heading: str, changes: list[Change]) -> list[str]:
    """The changes below one heading, as '+4 members (…), −1 (…)' or 'Founded: 2015 → 2016'."""
    own = [each for each in changes if each.heading == heading]
    lists = {what: [each.text for each in own if each.what == what] for what in SIGNS}
    signed = _counted(heading, lists) if heading in COLLECTED else _listed(heading, lists)
    return [*signed, *(_changed(each) for each in own if each.what in ("changed", "key"))]


def _counted(heading: str, lists: dict[str, list[str]]) -> list[str]:
    one, many = COLLECTED[heading]
    parts: list[str] = []
    for what, texts in lists.items():
        if texts:
            noun = "" if parts else f" {one if len(texts) == 1 else many}"
            parts.append(f"{SIGNS[what]}{len(texts):,}{noun} ({_names(texts)})")
    return [", ".join(parts)] if parts else []


def _listed(heading: str, lists: dict[str, list[str]]) -> list[str]:
    parts = []
    for what, texts in lists.items():
        if len(texts) == 1:
            parts.append(f"{SIGNS[what]}{texts[0]}")
        elif texts:
            parts.append(f"{SIGNS[what]}{len(texts):,} ({_names(texts)})")
    return [f"{_title(heading)}: {', '.join(parts)}"] if parts else []


def _title(heading: str) -> str:
    """What is written before a value."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", lambda _: " ", heading) if heading[:1].islower() else heading
    return outgoing().get(heading) or spaced[:1].upper() + spaced[1:]


def _changed(change: Change) -> str:
    """One change, as 'member Ghent: role Member → Observer' or 'Founded: 2015 → 2016'."""
    differences = [each for each in change.differences if each[0] != "key" or change.what == "key"]
    silent = ("", "value") if change.heading in NUMBERS else ("",)
    shown = [
        f"{'' if name in silent else f'{name} '}{was or 'none'} → {now or 'none'}" for name, was, now in differences
    ]
    lone = change.heading not in COLLECTED and differences[0][0] == ""
    named = _noun(change.heading) if lone else f"{_noun(change.heading)} {change.text}".strip()
    return f"{named}{'' if change.heading in NUMBERS else ':'} {', '.join(shown)}"


def _resourced(changes: Iterable[Change]) -> list[str]:
    """Statements with other sources, those with the same ones together."""
    found: dict[tuple[tuple[Place, ...], tuple[Place, ...]], list[str]] = {}
    for each in changes:
        if each.what == "sources":
            found.setdefault((each.gained, each.lost), []).append(_told(each))
    return [f"{_sourcing(gained, lost)}: {_names(texts)}" for (gained, lost), texts in found.items()]


def _told(change: Change) -> str:
    """A statement in a few words, as 'member Ghent'."""
    return "its own row" if change.heading == "named" else f"{_noun(change.heading)} {change.text}".strip()


def _noun(heading: str) -> str:
    return COLLECTED[heading][0] if heading in COLLECTED else _title(heading)


def _sourcing(gained: tuple[Place, ...], lost: tuple[Place, ...]) -> str:
    """In a few words which sources a statement has gained and lost."""
    if gained and lost:
        return f"now according to {_places(gained)} instead of {_places(lost)}"
    return f"now also according to {_places(gained)}" if gained else f"no longer according to {_places(lost)}"


def _places(places: Iterable[Place]) -> str:
    return " ".join(map(cited, places))


def _whole(group: Group) -> list[str]:
    """Everything that changed of a thing, a line each."""
    lines = [f"{_head(group)}: {_key(group.thing)}"]
    for each in group.changes:
        if each.what in SIGNS:
            lines.append(f"  {SIGNS[each.what]} {_noun(each.heading)}: {each.text}{_cited(each.places)}")
        elif each.what == "sources":
            lines.append(f"  ~ {_told(each)}: {_sourcing(each.gained, each.lost)}")
        else:
            also = f"; {_sourcing(each.gained, each.lost)}" if each.gained or each.lost else ""
            lines.append(f"  ~ {_changed(each)}{also or _cited(each.places)}")
    return lines


def _key(thing: Thing) -> str:
    return f"{thing.kind}/{thing.key}" if thing.kind else thing.key


def _cited(places: Iterable[Place]) -> str:
    told = _places(places)
    return f"  {told}" if told else ""


def _names(names: Iterable[str]) -> str:
    """A list of names, shortened with a count."""
    known = list(names)
    more = [f"and {len(known) - NAMES:,} more"] if len(known) > NAMES + 1 else []
    return ", ".join([*known[: NAMES if more else None], *more])


def _keys(places: Iterable[Place]) -> str:
    """The sources of a line by key, shortened with a count."""
    keys = sorted({place.source for place in places})
    more = [f"and {len(keys) - SOURCES:,} more"] if len(keys) > SOURCES + 1 else []
    return f"  [{', '.join([*keys[: SOURCES if more else None], *more])}]" if keys else ""


def to_json(diff: Diff, full: bool = True) -> str:
    """The differences as JSON, whole whatever is asked."""
    kinds = {"things": None, "sources": "source", "passages": "passage", "decisions": "decision", "terms": ""}
    whole: dict[str, Any] = {"different": bool(diff)}
    for name, kind in kinds.items():
        whole[name] = {
            "added": [_thing(each) for each in diff.added if _is(each, kind)],
            "removed": [_thing(each) for each in diff.removed if _is(each, kind)],
        }
    whole["changes"] = [_group(each) for each in diff.groups]
    whole["other"] = {"added": list(diff.other_added), "removed": list(diff.other_removed)}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _is(thing: Thing, kind: str | None) -> bool:
    return thing.kind not in APART if kind is None else thing.kind == kind


def _thing(thing: Thing) -> dict[str, Any]:
    own = {"iri": thing.iri, "key": thing.key, "kind": thing.kind, "name": thing.name}
    return {**own, "sources": _json(thing.places)}


def _json(places: Iterable[Place]) -> list[dict[str, Any]]:
    return [{"key": each.key, "source": each.source, "section": each.section} for each in places]


def _group(group: Group) -> dict[str, Any]:
    thing = group.thing
    return {
        "iri": thing.iri, "key": thing.key, "kind": thing.kind, "name": thing.name, "status": group.status,
        "changes": [
            {
                "change": each.what, "heading": each.heading, "text": each.text, "statement": each.statement,
                "differences": [{"of": name, "before": was, "after": now} for name, was, now in each.differences],
                "sources": _json(each.places), "gained": _json(each.gained), "lost": _json(each.lost),
            }
            for each in group.changes
        ],
    }  # fmt: skip


FORMATS: dict[str, Callable[[Diff, bool], str]] = {"text": to_text, "markdown": to_markdown, "json": to_json}
