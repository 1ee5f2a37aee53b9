"""Pictures for papers, slides and notebooks: dots with intervals, a heat map, ranks over time, numbers by year.

Each function gives a `Picture`; a notebook shows it, and `write` makes SVG, PNG or a page of it, by the ending of the
file's name, the same bytes for the same picture. Needs the extra `plot` (matplotlib). Colours stay apart for
colour-blind readers (Paul Tol's schemes) and never stand alone: values and names are written out.

    charts   the charts
    sheet    a drawn figure, and the files that it becomes
"""

from __future__ import annotations

from kg.pictures.charts import MOST, Dot, bars, dots, heat, lines, matrix
from kg.pictures.sheet import ENDINGS, Picture, drawn, ending, page, write

__all__ = [
    "ENDINGS",
    "MOST",
    "Dot",
    "Picture",
    "bars",
    "dots",
    "drawn",
    "ending",
    "heat",
    "lines",
    "matrix",
    "page",
    "write",
]
