"""A profile as a page to read: on the terminal, in Markdown or JSON."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping

from kg import terms
from kg.profiles import Line, Place, Profile


def cited(place: Place) -> str:
    """A place in a few words, as '[fakhry-2022 · 2.4 Policy sphere · p184]'."""
    number = place.key.rpartition("-")[2] if place.section else ""
    return "[" + " · ".join(filter(None, (place.source, place.section, number))) + "]"


def to_text(page: Profile, texts: Mapping[str, str], width: int = 100) -> str:
    """A page for a terminal; `texts` (source to document text) adds the words of each passage."""
    lines = [page.name, "═" * len(page.name), f"{page.kind}  ·  {terms.contract(page.iri)}"]
    lines += [f"{name}: {value}" for name, value in page.ids.items()]
    words = _Quotations(texts)
    for heading, entries in page.sections.items():
        lines += ["", heading, "─" * len(heading)]
        for entry in entries:
            lines += textwrap.wrap(
                f"• {entry.text}  {' '.join(map(cited, entry.places))}",
                width,
                subsequent_indent="    ",
                break_on_hyphens=False,
                break_long_words=False,
            )
            lines += _indented(words.of(entry.places), width, "    │ ")
    if page.places:
        lines += ["", "Named in", "────────"]
        lines += textwrap.wrap(" ".join(map(cited, page.places)), width)
        lines += _indented(words.of(page.places), width, "  │ ")
    return "\n".join(lines) + "\n"


class _Quotations:
    """The words of passages, each given once on a page."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._given: set[Place] = set()

    def of(self, places: Iterable[Place]) -> list[str]:
        """The words of those places that have not been quoted yet and whose document is at hand."""
        new = [place for place in places if place.section and place.source in self._texts and place not in self._given]
        self._given.update(new)
        return [f"“{' '.join(self._texts[place.source][place.start : place.end].split())}”" for place in new]


def _indented(paragraphs: Iterable[str], width: int, indent: str) -> list[str]:
    return [
        line
        for each in paragraphs
        for line in textwrap.wrap(each, width, initial_indent=indent, subsequent_indent=indent)
    ]


def to_markdown(page: Profile, texts: Mapping[str, str]) -> str:
    """The page in Markdown."""
    lines = [f"# {_markdown(page.name)}", "", f"{_markdown(page.kind)} · `{terms.contract(page.iri)}`", ""]
    lines += [f"- {name}: {_markdown(value)}" for name, value in page.ids.items()]
    words = _Quotations(texts)
    named = {"Named in": [Line("", (place,)) for place in page.places]} if page.places else {}
    for heading, entries in [*page.sections.items(), *named.items()]:
        lines += ["", f"## {heading}", ""]
        for entry in entries:
            places = [f"`{cited(place).replace('`', chr(39))}`" for place in entry.places]
            lines.append(f"- {' '.join(filter(None, (_markdown(entry.text), *places)))}")
            lines += [f"  > {_markdown(quotation)}" for quotation in words.of(entry.places)]
    return "\n".join(lines) + "\n"


def _markdown(text: str) -> str:
    """Text that Markdown leaves as it is; an address stays one to click on."""
    return text if re.fullmatch(r"https?://[^\s<>]+", text) else re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)


def to_json(page: Profile) -> str:
    """The page as JSON."""
    whole = {
        "iri": page.iri, "name": page.name, "class": page.kind, "ids": page.ids,
        "evidence": [place.__dict__ for place in page.places],
        "sections": {
            heading: [
                {"text": line.text, "target": line.target, "evidence": [place.__dict__ for place in line.places]}
                for line in lines
            ]
            for heading, lines in page.sections.items()
        },
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
