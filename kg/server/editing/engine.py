"""The engine of the static site: scripts with which a page answers queries itself, without any server.

A page that is opened from a folder can load scripts but fetch nothing, so Oxigraph's WebAssembly and the graph stand in
scripts of their own, as base64 of gzip. `engine.js` is the only one that a page names; it loads the two others, beside
it, when they are first needed, and makes a worker from its own text. A page's policy must allow `script-src 'self'
'wasm-unsafe-eval'` and `worker-src blob:`; without the latter the engine runs beside the page, which then waits for it.
"""

from __future__ import annotations

import base64
import gzip
import json

import pyoxigraph as ox

from kg import exports, terms
from kg.explorer.scripts import joined
from kg.server.folders import FRONT, VENDOR

OXIGRAPH = VENDOR / "oxigraph"

# What a module may say and a plain script may not, each once or more in the file that npm gives.
PLAIN = (
    ("export class ", "class "),
    ("export function ", "function "),
    ("new URL('web_bg.wasm', import.meta.url)", "undefined"),
    ("export { initSync, __wbg_init as default };", "return { initSync, Store };"),
)


def files(store: ox.Store) -> dict[str, bytes]:
    """The scripts by file name, for the folder of a site's assets; the same bytes for the same graph.

    `engine.js` defines `citykgEngine`: `ask(query, accept, signal)` promises `{status, type, text}`, as the endpoint
    would answer; `open()` starts it ahead of the first query, and `hear(listener)` tells the listener "opening",
    "ready" or "broken". The default graph holds everything, a named graph what rests on its source.
    """
    return {
        "engine.js": script(),
        "engine-wasm.js": part("wasm", (OXIGRAPH / "web_bg.wasm").read_bytes()),
        "engine-graph.js": part("graph", exports.trig(store)),
    }


def part(name: str, content: bytes) -> bytes:
    """A script that gives a part of the engine to it.

    >>> part("graph", b"")[:29]
    b'citykgEngine.take("graph", "H'
    """
    packed = base64.b64encode(gzip.compress(content, mtime=0)).decode()
    return f"citykgEngine.take({json.dumps(name)}, {json.dumps(packed)});\n".encode()


def script() -> bytes:
    """`engine.js`: our modules and Oxigraph's own script, with the project's prefixes and base."""
    core = f"const given = {{}};\nconst oxigraph = {plain()};\n{joined(FRONT, 'engine/core')}\nreturn given;"
    settings = json.dumps({"base": terms.BASE, "prefixes": terms.PREFIXES}, sort_keys=True)
    notice = "/* Oxigraph (MIT OR Apache-2.0), https://github.com/oxigraph/oxigraph, is a part of this script. */"
    own = f"function citykgCore() {{\n{core}\n}}\nconst citykgSettings = {settings};\n{joined(FRONT, 'engine/page')}"
    return f"{notice}\n(() => {{\n{own}\n}})();\n".encode()


def plain() -> str:
    """Oxigraph's module as an expression that a plain script can hold, its value what we use of it.

    Raises ValueError where the file is not written as expected, so that a newer version is looked at.
    """
    text = (OXIGRAPH / "web.js").read_text(encoding="utf-8")
    for said, instead in PLAIN:
        if said not in text:
            raise ValueError(f"oxigraph/web.js: does not say '{said}'; see how this version is to be joined")
        text = text.replace(said, instead)
    return f"(() => {{\n{text}\n}})()"
