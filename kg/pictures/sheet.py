"""A drawn figure, and the files that it becomes: SVG, PNG, or a page with the same figures as a table."""

from __future__ import annotations

import html
import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg import paths
from kg.errors import AskerError, OperatorError

INK, MUTED, GRID = "#1b1b1b", "#5a5a5a", "#d9d9d9"
ENDINGS = (".svg", ".png", ".html")


@dataclass(frozen=True)
class Picture:
    """A drawn figure, with the same figures as a table for whoever cannot see it."""

    figure: Any
    title: str
    note: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def _repr_html_(self) -> str:
        """The picture where a notebook shows it, with its figures folded away below."""
        return f"{_named(self)}\n<details><summary>The figures</summary>\n{_table(self)}\n</details>"


def ending(target: Path) -> str:
    """The ending of a picture's name.

    Raises AskerError where it is none of .svg, .png and .html.
    """
    if target.suffix.lower() not in ENDINGS:
        raise AskerError(f"--plot {target}: a picture ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    return target.suffix.lower()


def write(picture: Picture, target: Path) -> None:
    """Write a picture to a file, as its ending says.

    Raises AskerError for an ending that is no picture's.
    """
    form = ending(target)
    content = page(picture) if form == ".html" else drawn(picture, form[1:])
    paths.write(target, content)


def drawn(picture: Picture, form: str) -> bytes:
    """The picture as SVG or PNG, without a date in it."""
    out = io.BytesIO()
    nothing = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
    with style():
        picture.figure.savefig(out, format=form, dpi=200, metadata=nothing[form])
    return out.getvalue()


def _named(picture: Picture) -> str:
    """The picture as an SVG element whose name is its title."""
    svg = drawn(picture, "svg").decode()
    return svg[svg.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{html.escape(picture.title)}" ', 1)


def page(picture: Picture) -> bytes:
    """One page with the picture and its figures as a table; it asks for nothing."""
    return PAGE.format(
        title=html.escape(picture.title), note=html.escape(picture.note), svg=_named(picture), table=_table(picture)
    ).encode()


def _table(picture: Picture) -> str:
    """The figures of a picture as an HTML table."""
    cells = [f"<th scope=col>{html.escape(each)}" for each in picture.head]
    rows = ["<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in row) for row in picture.rows]
    lines = ["<table>", f"<thead><tr>{''.join(cells)}</thead>", "<tbody>", *rows, "</tbody>", "</table>"]
    return "\n".join(lines)


PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff }}
body {{ margin: 1rem auto; max-width: 60rem; padding: 0 1rem }}
svg {{ width: 100%; height: auto }}
figure {{ margin: 0 }}
h1, figcaption {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }}
table {{ border-collapse: collapse; font-variant-numeric: tabular-nums }}
th, td {{ text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #d9d9d9 }}
</style>
<h1>{title}</h1>
<figure>
{svg}
<figcaption>{note}</figcaption>
</figure>
<h2>The figures</h2>
{table}
</html>
"""


def style() -> Any:
    """The settings of every picture, for the time of drawing only."""
    if find_spec("matplotlib") is None:
        raise OperatorError("pictures need matplotlib; pip install 'citykg[plot]'")
    import matplotlib

    return matplotlib.rc_context(
        {
            "font.family": "DejaVu Sans", "font.size": 9, "svg.hashsalt": "citykg", "svg.fonttype": "path",
            "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": MUTED, "axes.labelcolor": INK,
            "text.color": INK, "xtick.color": MUTED, "ytick.color": INK, "text.usetex": False, "text.parse_math": False,
            "axes.unicode_minus": True, "savefig.facecolor": "white",
        }
    )  # fmt: skip


def canvas(width: float, height: float, title: str, note: str, rows: int = 0) -> tuple[Any, Any]:
    """A figure with one set of axes, or a list of `rows` sharing years; title above and note below, at the left."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = list(figure.subplots(rows, sharex=True, squeeze=False)[:, 0]) if rows else figure.add_subplot()
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    figure.supxlabel(_wrapped(note, int(width * 15)), x=0.01, ha="left", fontsize=7.5, color=MUTED)
    return figure, axes


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width))
