"""The page's own script: the modules of `front/` joined into one, so that a file needs nothing beside it.

Each module keeps a scope of its own and gives what it exports to those after it. A module is known by its path in the
folder ("map/window"). It imports by name from another module of the folder and exports by name what it declares;
nothing else is allowed: no renaming, no default, no circle.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\./[\w/-]+|(?:\.\./)+[\w/-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)


def joined(folder: Path, entry: str = "main") -> str:
    """The modules that `entry` needs, and itself, as one script.

    Raises ValueError where modules import one another in a circle, or in a way that cannot be joined.
    """
    parts = "\n\n".join(_module(folder, name) for name in order(folder, entry))
    return f'"use strict";\n(() => {{\nconst modules = {{}};\n\n{parts}\n}})();'


def _module(folder: Path, name: str) -> str:
    text = text_of(folder, name).strip()
    names = [found[1] for found in EXPORT.findall(text)]
    body = EXPORT.sub(r"\1", IMPORT.sub(lambda said: f'const {said[1]} = modules["{_named(name, said[2])}"];', text))
    if left := re.search(r"^(import|export)\b.*", body, re.MULTILINE):
        raise ValueError(f"{name}.js: cannot join '{left[0]}'; import names from './other.js' and export by name")
    return f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(names)} }};\n}})();'


def order(folder: Path, entry: str) -> list[str]:
    """The names of the modules that `entry` needs, each after those that it imports; `entry` is the last."""
    found: dict[str, bool] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{name}.js: modules import one another in a circle: {' → '.join((*above, name))}")
        if name not in found:
            for needed in imports(folder, name):
                visit(needed, (*above, name))
            found[name] = True

    visit(entry, ())
    return list(found)


def imports(folder: Path, name: str) -> dict[str, set[str]]:
    """What the module imports: the names, by the module that they are from."""
    said = IMPORT.findall(text_of(folder, name))
    return {_named(name, path): set(re.findall(r"\w+", names)) for names, path in said}


def exports(folder: Path, name: str) -> set[str]:
    """The names that the module exports."""
    return {found for _, found in EXPORT.findall(text_of(folder, name))}


def text_of(folder: Path, name: str) -> str:
    """The module as it is written."""
    return (folder / f"{name}.js").read_text(encoding="utf-8")


def _named(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
