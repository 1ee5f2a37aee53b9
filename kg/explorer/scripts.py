"""The page's own script: the modules of `front/` joined into one, so that a file needs nothing beside it.

A module imports by name from another module of the folder, and nothing else is allowed: no renaming, no default, no
circle. Then all modules can stand in one scope, each after those that it imports.
"""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)


def joined(folder: Path, entry: str = "main") -> str:
    """The modules that `entry` needs, and itself, as one script in one scope.

    Raises ValueError where modules import one another in a circle, or in a way that cannot be joined.
    """
    texts = {name: (folder / f"{name}.js").read_text(encoding="utf-8") for name in order(folder, entry)}
    bare = [EXPORT.sub("", IMPORT.sub("", text)).strip() for text in texts.values()]
    for name, text in zip(texts, bare, strict=True):
        if left := re.search(r"^(import|export)\b.*", text, re.MULTILINE):
            raise ValueError(f"{name}.js: cannot join '{left[0]}'; import names from './other.js' and export by name")
    return '"use strict";\n(() => {\n' + "\n\n".join(bare) + "\n})();"


def order(folder: Path, entry: str) -> list[str]:
    """The names of the modules that `entry` needs, each after those that it imports; `entry` is the last."""
    found: dict[str, bool] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{name}.js: modules import one another in a circle: {' → '.join((*above, name))}")
        if name not in found:
            for needed in IMPORT.findall((folder / f"{name}.js").read_text(encoding="utf-8")):
                visit(needed, (*above, name))
            found[name] = True

    visit(entry, ())
    return list(found)
