"""The colours and shapes of things: seen on their page, and told apart by readers who see fewer colours."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from kg.explorer.things import STYLES

PAPERS = {"colour": "#ffffff", "dark": "#14191f"}  # of front/base.css
# How linear RGB is seen without one sort of cone (Machado, Oliveira and Fernandes 2009, severity 1).
SIGHTS = {
    "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    lights = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ linear(each)) + 0.05 for each in (one, other))
    return lights[1] / lights[0]


def lab(colour: str, sight: str) -> np.ndarray:
    """CIE L*a*b* of a colour as it is seen."""
    seen = np.clip(np.array(SIGHTS[sight]) @ linear(colour), 0, 1)
    x, y, z = np.cbrt(np.maximum(np.array(XYZ) @ seen / [0.9505, 1, 1.089], 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_ruler_measures_what_is_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert lab("#ffffff", "all cones") == pytest.approx([100, 0, 0], abs=0.05)
    red, green = (lab(each, "deuteranopia") for each in ("#ff0000", "#8b7500"))
    assert np.linalg.norm(red - green) < np.linalg.norm(lab("#ff0000", "all cones") - lab("#8b7500", "all cones"))


@pytest.mark.parametrize("page", PAPERS)
@pytest.mark.parametrize("kind", STYLES)
def test_every_mark_stands_out_from_its_page(kind: str, page: str) -> None:
    assert contrast(getattr(STYLES[kind], page), PAPERS[page]) >= 3


@pytest.mark.parametrize("page", PAPERS)
@pytest.mark.parametrize("sight", SIGHTS)
def test_kinds_of_one_shape_differ_in_colour_for_every_reader(sight: str, page: str) -> None:
    near = [
        (one, other, round(gap))
        for (one, a), (other, b) in itertools.combinations(STYLES.items(), 2)
        if a.shape == b.shape and "other" not in (one, other)
        and (gap := float(np.linalg.norm(lab(getattr(a, page), sight) - lab(getattr(b, page), sight)))) < 10
    ]  # fmt: skip
    assert near == []
