"""The page: its parts, its tables and its numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import distributions


def say(line: str) -> None:
    """Progress, on stderr."""
    sys.stderr.write(f"{line}\n")


def table(head: Iterable[str], rows: Iterable[Iterable[str]], rest: str = "---:") -> str:
    """A Markdown table; all but the first column are right-aligned, unless `rest` says otherwise.

    >>> print(table(("a", "b"), [("1", "2")]))
    | a | b |
    | --- | ---: |
    | 1 | 2 |
    """
    names = list(head)
    rule = ["---", *[rest] * (len(names) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, rule, *map(list, rows)])


def shown(value: float) -> str:
    """A number with three digits that count.

    >>> shown(0.012345), shown(1234.5)
    ('0.0123', '1,234')
    """
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def versions(packages: Iterable[str]) -> str:
    """Packages with their versions, those that are installed.

    >>> versions(["no-such-package"])
    ''
    """
    known = {each.name.lower(): each.version for each in distributions()}
    return ", ".join(f"{package} {known[package]}" for package in packages if package in known)


def parts(page: str) -> dict[str, str]:
    """The parts of a page by their headings of the second level; what comes before the first is under ''.

    >>> parts("# A\\n\\nfirst\\n\\n## B\\n\\nsecond\\n")
    {'': '# A\\n\\nfirst', 'B': '## B\\n\\nsecond'}
    """
    first, *others = page.split("\n## ")
    return {"": first.strip()} | {each.partition("\n")[0].strip(): f"## {each.strip()}" for each in others}
