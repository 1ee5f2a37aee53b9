"""The page: one file that asks nothing of any network, and runs no script but its own.

pyvis renders the template; its own page asks a network for Bootstrap. The vis-network bundle that pyvis carries, and
the libraries beside this module, stand in the page compressed and are unpacked when they are needed. The policy of
the page names each script and style by its hash, so that nothing else can run. Text from the data is shown as text.
"""

from __future__ import annotations

import base64
import copy
import gzip
import hashlib
import json
import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pyvis
from pyvis.network import Network

from kg.explorer.payload import About, payload
from kg.explorer.scripts import joined

HERE = Path(__file__).resolve().parent
FRONT = HERE / "front"
VENDOR = HERE / "vendor"
VIS = Path(pyvis.__file__).resolve().parent / "templates" / "lib" / "vis-9.1.2"


@dataclass(frozen=True)
class Library:
    """What the page unpacks when a part of it is first needed: a script and the name that it defines, or data."""

    name: str
    files: tuple[Path, ...]
    form: str = "script"
    defines: str = ""
    licences: tuple[Path, ...] = ()

    @property
    def text(self) -> str:
        """Its licences and files after one another, as a page can hold them, without the address of a map of a file."""
        terms = [f"/*\n{_inline(licence)}*/" for licence in self.licences]
        return "\n".join([*terms, *(MAPPED.sub("", _inline(file)) for file in self.files)])


MAPPED = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
RENDERERS = {
    "vis": Library("vis", (VIS / "vis-network.min.js",), defines="vis"),
    "sigma": Library(
        "sigma",
        (VENDOR / "graphology" / "graphology.umd.min.js", VENDOR / "sigma" / "sigma.min.js"),
        defines="Sigma",
        licences=(VENDOR / "graphology" / "LICENSE.txt", VENDOR / "sigma" / "LICENSE.txt"),
    ),
}
LIBRARIES = (
    Library(
        "map",
        (
            VENDOR / "d3-array" / "d3-array.min.js",
            VENDOR / "d3-geo" / "d3-geo.min.js",
            VENDOR / "topojson-client" / "topojson-client.min.js",
        ),
        defines="d3",
        licences=tuple(VENDOR / name / "LICENSE" for name in ("d3-array", "d3-geo", "topojson-client", "world-atlas")),
    ),
    Library("atlas", (VENDOR / "world-atlas" / "countries-110m.json",), form="json"),
)


@dataclass(frozen=True)
class Page:
    """A page and where it was written. In a notebook it shows itself; it can stand wherever a path can.

    >>> Page("<p>", Path("page.html")).path.name
    'page.html'
    """

    html: str = field(repr=False)
    path: Path

    def __fspath__(self) -> str:
        return str(self.path)

    def _repr_html_(self) -> str:
        frame = 'style="width:100%;height:720px;border:1px solid #888"'
        return f'<iframe title="citykg explorer" {frame} srcdoc="{escape(self.html)}"></iframe>'


def linked(html: str, home: str) -> str:
    """The page with a link at its top to the first page of the site that it is part of.

    >>> print(linked('<p>Version 1</p>\\n  <div id="bar">', "../index.html"))
    <p>Version 1 <a href="../index.html">All of citykg</a></p>
      <div id="bar">
    """
    end = '</p>\n  <div id="bar">'
    return html.replace(end, f' <a href="{escape(home)}">All of citykg</a>{end}', 1)


def page(net: Network, title: str, subtitle: str, about: About | None = None) -> str:
    """The Network as one HTML page. The same Network and words give the same bytes.

    What draws its graph is one of RENDERERS, named in `about.whole` as `renderer`; by default vis-network.
    """
    own = copy.copy(net)
    libraries = (RENDERERS[(about or About()).whole.get("renderer", "vis")], *LIBRARIES)
    own.set_template_dir(str(HERE), "page.html")
    style, script = _style(), joined(FRONT)
    own.templateEnv.globals.update(
        title=title,
        subtitle=subtitle,
        style=style,
        script=script,
        styles=[_hash(style)],
        scripts=[_hash(script), *(_hash(each.text) for each in libraries if each.form == "script")],
        payload=_packed(json.dumps(payload(own, about or About()), ensure_ascii=False, separators=(",", ":"))),
        libraries=[
            {"name": each.name, "form": each.form, "global": each.defines, "packed": _packed(each.text)}
            for each in libraries
        ],
    )
    return str(own.generate_html(name="page.html"))


def _style() -> str:
    base = FRONT / "base.css"
    return "\n".join(_inline(file) for file in (base, *sorted(set(FRONT.rglob("*.css")) - {base})))


def _hash(text: str) -> str:
    """As a Content-Security-Policy names a script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _inline(path: Path) -> str:
    """A script or style that can stand inside the page: nothing in it ends the element or opens a comment."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"<(/script|/style|!--)", r"<\\\1", text, flags=re.IGNORECASE)
