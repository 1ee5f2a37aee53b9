from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kg import pictures
from kg.errors import AskerError, OperatorError
from kg.pictures import MOST, Dot, Picture, bars, dots, heat, lines, matrix, write

DOTS = [Dot("Łódź <b>", 3.0, 2.0, 4.0, 1), Dot("Lima & Co", 1.0, None, None, 2), Dot("$x^2$", 1.0, 0.5, 1.5, 2)]
CELLS = {("1 Data", "Africa"): 2.0, ("1 Data", "Asia"): 0.0, ("2 Work", "Asia"): 5.0}
YEARS = {(2015, "grants <i>"): 3.0, (2018, "grants <i>"): 1200.0, (2018, "events"): 0.0}
RANKS = {"Oslo": {2000: 1.0, 2001: 2.0}, "Lima": {2001: 1.0}}
EACH = [
    pytest.param(lambda: dots(DOTS, "A title", "degree", "a note"), id="dots"),
    pytest.param(lambda: heat(CELLS, "A title", "practices", "a note"), id="heat"),
    pytest.param(lambda: lines(RANKS, "A title", "a note"), id="lines"),
    pytest.param(lambda: bars(YEARS, "A title", "a note"), id="bars"),
]


def test_a_dot_plot_has_a_mark_a_line_and_its_interval_in_the_order_given() -> None:
    picture = dots(DOTS, "A title", "degree")
    (axes,) = picture.figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Łódź <b>", "Lima & Co =", "$x^2$ ="]
    assert axes.get_ylim() == (2.5, -0.5)
    drawn = [(list(line.get_xdata()), list(line.get_ydata())) for line in axes.get_lines()]
    assert drawn == [([2.0, 4.0], [0, 0]), ([3.0], [0]), ([1.0], [1]), ([0.5, 1.5], [2, 2]), ([1.0], [2])]
    assert picture.rows == [
        ("Łódź <b>", "3", "2", "4", "1"),
        ("Lima & Co", "1", "", "", "2"),
        ("$x^2$", "1", "0.5", "1.5", "2"),
    ]


def test_more_lines_than_can_be_read_are_left_out_and_counted() -> None:
    picture = dots([Dot(f"c{number}", 1.0) for number in range(MOST + 5)], "A title", "degree", "Note.")
    assert len(picture.rows) == MOST and picture.note == f"Note. The first {MOST} of {MOST + 5} are drawn."


def test_a_heat_map_writes_every_number_and_leaves_no_cell_out() -> None:
    (axes,) = heat(CELLS, "A title", "practices").figure.axes
    assert [text.get_text() for text in axes.texts] == ["2", "0", "0", "5"]
    assert axes.images[0].get_array().tolist() == [[2.0, 0.0], [0.0, 5.0]]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Africa", "Asia"]


def test_ranks_over_time_have_one_on_top_and_gaps_where_there_is_no_rank() -> None:
    picture = lines(RANKS, "A title")
    (axes,) = picture.figure.axes
    bottom, top = axes.get_ylim()
    assert bottom > 2 > 1 > top
    assert [list(line.get_ydata()) for line in axes.get_lines()] == [[1.0, 2.0], [1.0]]
    assert picture.rows == [("Oslo", "1", "2"), ("Lima", "", "1")]


def test_numbers_by_year_have_a_row_each_over_the_same_years() -> None:
    picture = bars(YEARS, "A title", "a note")
    grants, events = picture.figure.axes
    assert [axes.get_title(loc="left") for axes in (grants, events)] == ["grants <i>", "events"]
    drawn = [
        {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in axes.patches}
        for axes in (grants, events)
    ]
    assert drawn == [{2015: 3.0, 2018: 1200.0}, {2018: 0.0}]
    assert grants.get_xlim() == events.get_xlim() and grants.get_ylim()[1] > 1200
    assert [text.get_text() for text in grants.texts] == ["1,200"] and not events.texts
    assert picture.head == ("year", "grants <i>", "events")
    assert picture.rows == [("2015", "3", ""), ("2018", "1200", "0")]


@pytest.mark.parametrize(("last", "ticks"), [(2003, 4), (2015, 8), (2030, 7), (2090, 10)])
def test_as_many_years_are_written_out_as_can_be_read(last: int, ticks: int) -> None:
    picture = bars(dict.fromkeys([(2000, "a"), (last, "a")], 1.0), "t")
    assert len(picture.figure.axes[-1].get_xticks()) == ticks


def test_whole_numbers_have_whole_numbers_on_their_axis() -> None:
    whole, parts = (
        dots([Dot("a", 1.0), Dot("b", value)], "t", "m").figure.axes[0].get_xticks() for value in (3.0, 1.5)
    )
    assert all(tick == int(tick) for tick in whole) and not all(tick == int(tick) for tick in parts)


def test_a_notebook_shows_a_picture_with_its_name_and_its_figures() -> None:
    form = dots(DOTS, "A <title>", "degree", "note")._repr_html_()
    assert form.startswith('<svg role="img" aria-label="A &lt;title&gt;" ')
    assert "<summary>The figures</summary>" in form and "<td>Łódź &lt;b&gt;<td>3<td>2<td>4<td>1" in form


EMPTY = [lambda: dots([], "t", "m"), lambda: heat({}, "t", "m"), lambda: lines({}, "t"), lambda: bars({}, "t")]


@pytest.mark.parametrize("make", EMPTY)
def test_nothing_makes_an_empty_picture(make: object, tmp_path: Path) -> None:
    assert callable(make)
    for name in ("a.svg", "a.png", "a.html"):
        write(make(), tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000


@pytest.mark.parametrize("make", EACH)
@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.html"])
def test_the_same_picture_has_the_same_bytes_and_no_date(make: object, name: str, tmp_path: Path) -> None:
    assert callable(make)
    write(make(), tmp_path / name)
    first = (tmp_path / name).read_bytes()
    write(make(), tmp_path / name)
    assert (tmp_path / name).read_bytes() == first
    assert not re.search(rb"20[2-9]\d-\d\d-\d\d", first)
    assert b"matplotlib" not in first.lower() or name != "a.png"


@pytest.mark.parametrize("make", EACH)
def test_svg_is_well_formed_and_png_is_png(make: object, tmp_path: Path) -> None:
    assert callable(make)
    picture = make()
    assert isinstance(picture, Picture)
    assert ET.fromstring(pictures.drawn(picture, "svg")).tag.endswith("svg")
    assert pictures.drawn(picture, "png").startswith(b"\x89PNG")


def test_the_page_has_the_figures_as_a_table_and_names_as_text() -> None:
    page = pictures.page(dots(DOTS, "A <title>", "degree", "a & note")).decode()
    assert "<td>Łódź &lt;b&gt;<td>3<td>2<td>4<td>1" in page
    assert 'role="img" aria-label="A &lt;title&gt;"' in page and "<h1>A &lt;title&gt;</h1>" in page
    assert "a &amp; note" in page and "default-src 'none'" in page
    assert not re.search(r"""(src|href)=["']?https?:""", page.replace("xlink:href", ""))


@pytest.mark.parametrize("name", ["a.pdf", "a", "svg", "a.svg.txt"])
def test_another_ending_is_wrong_use(name: str, tmp_path: Path) -> None:
    with pytest.raises(AskerError) as raised:
        write(dots(DOTS, "t", "m"), tmp_path / name)
    assert str(raised.value) == f"--plot {tmp_path / name}: a picture ends in .svg, .png or .html"
    assert not (tmp_path / name).exists()


def test_without_the_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures.sheet, "find_spec", lambda name: None)
    with pytest.raises(OperatorError) as raised:
        dots(DOTS, "t", "m")
    assert str(raised.value) == "pictures need matplotlib; pip install 'citykg[plot]'"


def test_a_table_in_long_form_becomes_a_matrix_of_its_first_numbers() -> None:
    columns = ("objective", "title", "region", "practices", "pledges")
    rows = [("1", "Data", "Africa", 2, 1), ("1", "Data", "Asia", 0, 7), ("2", "Work", "Asia", 5, 0)]
    assert matrix(columns, rows) == (
        {("1 Data", "Africa"): 2.0, ("1 Data", "Asia"): 0.0, ("2 Work", "Asia"): 5.0},
        "practices",
    )


@pytest.mark.parametrize("rows", [[], [("a", "b", "c")], [("a", 1, "c")], [("a", "b", True)]])
def test_a_table_that_is_no_matrix_is_wrong_use(rows: list[tuple[object, ...]]) -> None:
    with pytest.raises(AskerError, match="a heat map needs rows with two names and a number each"):
        matrix(("x", "y", "z"), rows)
