"""The guide and the reference as HTML pages that open offline: `python -m docs.build [FOLDER]`.

The guide is Markdown, the reference comes from what the program itself reads. Nothing is fetched, no page loads
anything from a network, and the same checkout gives the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import markdown

from docs import reference
from kg import paths

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

GUIDE = {"index": "Start here", "researcher": "For researchers", "explorer": "The explorer",
         "centrality": "Who is central", "measures": "The measures", "sparql": "For SPARQL writers",
         "server": "The endpoint and the site", "openrefine": "OpenRefine",
         "python": "For Python and R", "curator": "For curators", "large": "A large list",
         "audit": "The latest audit", "model": "The model", "benchmarks": "Benchmarks"}  # fmt: skip
REFERENCE = {"commands": "Commands", "queries": "Named queries", "tables": "Tables", "ontology": "Ontology",
             "schemes": "Concept schemes", "checks": "Shapes and checks"}  # fmt: skip
PROJECT = {"contributing": "Contributing", "changelog": "Changes", "decisions": "Decisions"}
NAVIGATION = {"Guide": GUIDE, "Reference": REFERENCE, "Project": PROJECT}

# Where the pages take what a file or folder of the checkout holds.
TARGETS = {
    **{f"docs/{name}.md": f"{name}.html" for name in GUIDE},
    "CONTRIBUTING.md": "contributing.html",
    "CHANGELOG.md": "changelog.html",
    "README.md": "index.html",
    "docs/decisions": "decisions.html",
    "kg/cli": "commands.html",
    "kg/queries": "queries.html",
    "data/datapackage.json": "tables.html",
    "ontology/citykg.ttl": "ontology.html",
    "ontology/schemes": "schemes.html",
    "ontology/shapes.ttl": "checks.html",
    "ontology/checks": "checks.html#checks",
}


def pages() -> dict[str, bytes]:
    """Every page and picture of the documentation by file name."""
    made = {f"{name}.html": page(name, read(f"docs/{name}.md")) for name in GUIDE}
    made |= {f"{name}.html": page(name, body()) for name, body in BODIES.items()}
    pictures = {path.name: path.read_bytes() for path in sorted(HERE.glob("*.png"))}
    return {**made, **pictures, "style.css": (HERE / "style.css").read_bytes()}


def page(name: str, body: str) -> bytes:
    """A whole page with the common navigation."""
    titles = {key: title for group in NAVIGATION.values() for key, title in group.items()}
    groups = [
        f"<strong>{group}</strong>" + "".join(_entry(key, title, key == name) for key, title in entries.items())
        for group, entries in NAVIGATION.items()
    ]
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>citykg: {titles[name]}</title><link rel="stylesheet" href="style.css"></head>\n'
        f"<body>\n<nav>{''.join(groups)}</nav>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _entry(name: str, title: str, here: bool) -> str:
    return f'<a href="{name}.html"{" aria-current=page" if here else ""}>{title}</a>'


def read(path: str) -> str:
    """A Markdown file of the checkout as HTML whose links lead to the pages."""
    return rendered((ROOT / path).read_text(encoding="utf-8"), PurePosixPath(path).parent)


def rendered(text: str, folder: PurePosixPath) -> str:
    """Markdown as HTML; its relative links are seen from a folder of the checkout."""
    body: str = markdown.markdown(text, extensions=["fenced_code", "tables", "toc", "sane_lists"])
    return re.sub(r'(?<=<a href=")[^"]+', lambda hit: _target(hit[0], folder), body)


def _target(link: str, folder: PurePosixPath) -> str:
    if re.match(r"#|https?:|mailto:", link):
        return link
    path, _, anchor = link.partition("#")
    plain: list[str] = []
    for part in (folder / path).parts:
        plain = plain[:-1] if part == ".." else [*plain, part]
    target = "/".join(plain)
    if target.startswith("docs/decisions/"):
        return f"decisions.html#{PurePosixPath(target).stem}"
    return TARGETS[target] + (f"#{anchor}" if anchor else "")


def decisions() -> str:
    """All decisions on one page, each under an anchor of its file's name."""
    files = sorted((HERE / "decisions").glob("*.md"))
    parts = [f'<div id="{path.stem}">{read(f"docs/decisions/{path.name}")}</div>' for path in files]
    return "<h1>Decisions</h1>\n" + "\n".join(part.replace("<h1", "<h2").replace("</h1>", "</h2>") for part in parts)


BODIES: dict[str, Callable[[], str]] = {
    **reference.BODIES,
    "contributing": lambda: read("CONTRIBUTING.md"),
    "changelog": lambda: read("CHANGELOG.md"),
    "decisions": decisions,
}


def main(arguments: list[str]) -> None:
    """Write all pages into a folder, by default `build/docs`."""
    folder = Path(arguments[0]) if arguments else paths.build() / "docs"
    made = pages()
    for name, content in made.items():
        paths.write(folder / name, content)
    sys.stderr.write(f"wrote {len(made)} files to {folder}; open index.html there in a browser\n")


if __name__ == "__main__":
    main(sys.argv[1:])
