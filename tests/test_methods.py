"""The methods paragraph by hand, and the bibliography: complete, used, and well formed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kg import api, centrality, methods
from kg.methods import CITED, NULLS, RELEASED, Study, bibliography, bibtex, citation, cite, keys, paragraph
from kg.projections import WEIGHTS
from kg.rankings import Doubts

DEGREE, BETWEENNESS = centrality.measure("degree"), centrality.measure("betweenness")
STUDY = Study("0.1.0", "the citykg data of 2026-11-22", "cities", ("membership",), 1175, 87, 2113, [DEGREE])
NEEDED = {
    "article": {"author", "title", "journal", "volume", "pages", "year"},
    "book": {"author", "title", "publisher", "year"},
    "incollection": {"author", "title", "editor", "booktitle", "publisher", "pages", "year"},
    "misc": {"author", "title", "year", "eprint", "archiveprefix"},
}


def named() -> set[str]:
    """Every reference that a measure or a choice names."""
    measures = {key for each in centrality.MEASURES.values() for key in each.references}
    return measures.union(*CITED.values())


def test_every_reference_is_in_the_bibliography_and_every_entry_is_named() -> None:
    assert named() == set(bibliography())


def test_no_entry_is_lost_in_reading() -> None:
    text = methods.BIBLIOGRAPHY.read_text(encoding="utf-8")
    assert "\n\n".join(bibliography().values()) + "\n" == text
    assert len(bibliography()) == len(re.findall(r"^@", text, re.MULTILINE))
    assert list(bibliography()) == sorted(bibliography())


@pytest.mark.parametrize("key", bibliography())
def test_each_entry_says_what_its_kind_needs(key: str) -> None:
    entry = bibliography()[key]
    kind = entry[1 : entry.index("{")]
    fields = dict(re.findall(r"^  (\w+) = \{(.+)\},$", entry, re.MULTILINE))
    assert len(fields) == entry.count("\n") - 1
    assert NEEDED[kind] <= set(fields) <= NEEDED[kind] | {"number", "doi"}
    assert re.fullmatch(rf"[a-z]+{fields['year']}[a-z]*", key)
    assert re.fullmatch(r"10\.\d{4,}/\S+", fields.get("doi", "10.1000/none"))
    assert all(re.fullmatch(r"[^,]+, [^,]+", name) for name in fields["author"].split(" and "))
    assert fields.get("pages", "1").replace("--", "").isalnum()
    assert all(entry.count(mark) == entry.count(other) for mark, other in ("{}", "()"))


@pytest.mark.parametrize("name", centrality.MEASURES)
def test_the_docstring_of_a_measure_says_who_and_when(name: str) -> None:
    each = centrality.MEASURES[name]
    text = " ".join((each.score.__doc__ or "").split())
    for key in each.references:
        words = cite([key])[1:-1]
        first, year = words.split(" and ")[0].split(" et al.")[0].removesuffix(f" {words[-4:]}"), words[-4:]
        assert first in text, f"{name} does not name {first}"
        assert year in text, f"{name} does not name the year of {key}"


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        ([], "()"),
        (["brandes2001"], "(Brandes 2001)"),
        (["borgatti1997", "borgatti2006robustness"], "(Borgatti and Everett 1997; Borgatti et al. 2006)"),
    ],
)
def test_references_in_a_text(references: list[str], expected: str) -> None:
    assert cite(references) == expected


def test_bibtex_has_each_entry_once_in_order() -> None:
    found = bibtex(["brandes2001", "borgatti1997", "brandes2001"])
    assert re.findall(r"^@\w+\{(\w+),$", found, re.MULTILINE) == ["borgatti1997", "brandes2001"]
    assert found.endswith("}\n") and "\n}\n\n@" in found
    assert "  title = {Network analysis of 2-mode data},\n" in found


def test_a_reference_that_is_missing_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError, match="nobody1900"):
        bibtex(["nobody1900"])


def test_the_paragraph_of_a_plain_ranking() -> None:
    assert paragraph(STUDY) == (
        "The two-mode graph of 1,175 cities and 87 collectives with 2,113 ties (membership) was read from the citykg "
        "data of 2026-11-22 and scored with citykg 0.1.0. Cities were ranked by degree. Degree, "
        f"{DEGREE.says}: {DEGREE.formula} (Borgatti and Everett 1997). Scores that agree to 12 significant digits are "
        "ties and share a rank."
    )
    assert keys(STUDY) == ["borgatti1997"]


def test_the_paragraph_says_what_was_chosen() -> None:
    other = replace(
        STUDY, layers=("membership", "endorsement", "pledge"), as_of="2018", excluded=("Eurocities", "ICORN"),
        measures=[DEGREE, BETWEENNESS], way="drop", doubts=Doubts(number=50, seed=3, share=0.2), null="bicm",
    )  # fmt: skip
    text = paragraph(other)
    assert "(membership, endorsement and pledge, as of 2018; left out: Eurocities and ICORN)" in text
    assert "Cities were ranked by degree and betweenness. Degree, " in text and " 1997). Betweenness, " in text
    assert "the middle 95 in 100 of 50 draws, seed 3, with a share of the memberships left out at random (20%)" in text
    assert text.endswith(
        "from the bipartite configuration model, which keeps the number of ties of each city and "
        "each collective on average (Saracco et al. 2015)."
    )
    assert {"borgatti2006robustness", "brandes2001", "saracco2015"} <= set(keys(other))
    assert set(re.findall(r"\w+ \d{4}(?=[;)])", text)) >= {"Everett 1997", "Brandes 2001", "Valente 2003"}


def test_draws_are_said_as_each_measure_asked_for_them() -> None:
    slow = replace(BETWEENNESS, draws=20)
    text = paragraph(replace(STUDY, measures=[replace(DEGREE, draws=200), slow], way="complete"))
    assert "the middle 95 in 100 of 20 or 200 draws, seed 0, with incomplete lists filled up" in text
    exact = paragraph(replace(STUDY, measures=[slow], way="leave-one-out"))
    assert "Intervals are the lowest and the highest values, with each collective left out in turn (" in exact


@pytest.mark.parametrize(("on", "others"), [("cities", "collectives"), ("collectives", "cities")])
@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_projected_measure_says_what_links_two_nodes(on: str, others: str, weight: str) -> None:
    measure = replace(DEGREE, name="strength", mode="projected")
    other = replace(STUDY, on=on, measures=[measure], weight=weight)
    text = paragraph(other)
    assert f"In the projection two {on} are linked where they share one or more {others}; the weight" in text
    assert methods.WEIGHTS[weight].format(others=others) in text
    assert ("newman2001" in keys(other)) == (weight == "newman")
    assert ("In the projection" in paragraph(replace(other, measures=[DEGREE]))) is False


def test_every_null_model_has_its_reference() -> None:
    assert set(NULLS) <= set(CITED)


def test_how_to_cite_is_the_same_everywhere() -> None:
    here = Path(__file__).resolve().parents[1]
    found = citation(api.__version__)
    assert f"\nversion: {api.__version__}\ndate-released: {RELEASED}\n" in (here / "CITATION.cff").read_text(
        encoding="utf-8"
    )
    readme = " ".join((here / "README.md").read_text(encoding="utf-8").replace("*", "").split())
    assert found.text.removesuffix(f" {methods.HOME}.") in readme
    assert str(found) == f"{found.text}\n\n{found.bibtex}" and found == api.citation()


def test_the_entry_for_citykg_is_bibtex() -> None:
    entry = citation("1.2.3").bibtex
    assert re.fullmatch(r"@misc\{citykg\d{4},\n(  \w+ = \{.+\},\n)+\}\n", entry)
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))
    assert fields["author"] == "{citykg contributors}" and fields["version"] == "1.2.3"
    assert fields["year"] == RELEASED[:4] and fields["url"] == methods.HOME and "CC BY 4.0" in fields["note"]
