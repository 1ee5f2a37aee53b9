"""Candidate statements from sentences of our own."""

from __future__ import annotations

import pytest

from kg.reading.candidates import Candidate, candidates, standing
from kg.reading.lexicon import Lexicon, compiled
from kg.reading.mentions import mentions
from kg.reading.words import Text
from kg.tables import Row
from tests.test_mentions import KNOWN


def suggested(text: str) -> list[Candidate]:
    known = KNOWN.copy()
    known.things |= FUND.things
    for names in FUND.names.values():
        for name in names.values():
            known.add(" ".join(word.text for word in name.words), *name.things)
    return candidates(Text(text), mentions(text, known), known)


def lines(text: str) -> list[str]:
    return [" ".join([each.table, *each.cells.values(), each.note]).strip() for each in suggested(text)]


def fund() -> Lexicon:
    rows = {
        "funds": [Row("funds", 2, "cities-fund", {"key": "cities-fund", "name": "Open Cities Fund"})],
        "events": [Row("events", 2, "town-forum", {"key": "town-forum", "name": "Small Town Forum"})],
    }
    return compiled(rows, {"funds": "fund", "events": "event"})


FUND = fund()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In 2019 Milan joined C40 Cities.", ["memberships milan-it c40 member"]),
        (
            "Bristol, Milan, and São Paulo signed the Paris Agreement.",
            [f"endorsements {each} paris-agreement signatory" for each in ("bristol-gb", "milan-it", "sao-paulo-br")],
        ),
        (
            "Quito (Ecuador), Lima, Peru, and Milan are members of UCLG.",
            ["memberships lima-pe uclg member", "memberships milan-it uclg member"],
        ),
        ("The New Urban Agenda was signed by the mayors of Lima and Ghent.",
         ["endorsements lima-pe nua signatory", "endorsements ghent-be nua signatory"]),
        ("Members of C40 such as Lisbon agree.", ["memberships lisbon-pt c40 member"]),
        ("As part of Eurocities, Lisbon and Milan meet.",
         ["memberships lisbon-pt eurocities member", "memberships milan-it eurocities member"]),
        ("C40 Cities is led by Milan.", ["memberships milan-it c40 leader"]),
        ("Lima has not yet signed the New Urban Agenda.", ["endorsements lima-pe nua signatory negated"]),
        ("Lima may join C40 Cities.", ["memberships lima-pe c40 member hypothetical"]),
        ("Lima was invited to join C40 Cities.", ["memberships lima-pe c40 member hypothetical"]),
        ("The office in Lima was funded by the Open Cities Fund.", []),
        ("Lima is funded by the Open Cities Fund.", ["grants cities-fund lima-pe"]),
        ("The Open Cities Fund supports Lima and Quito.",
         ["grants cities-fund lima-pe", "grants cities-fund quito-ec"]),
        ("Lisbon hosted the Small Town Forum.", ["participations lisbon-pt town-forum host"]),
        ("The Small Town Forum, hosted by Lisbon, was good.", ["participations lisbon-pt town-forum host"]),
        ("The Lima Declaration, adopted at the Small Town Forum, is short.",
         ["relations lima-declaration adoptedAt town-forum"]),
        ("UCLG launched the Lima Declaration.", ["relations lima-declaration initiatedBy uclg"]),
        ("Milan pledged to implement the New Urban Agenda.", ["pledges milan-it nua"]),
        ("Milan addresses GCM objective 7.", ["relations milan-it addresses gcm:7"]),
        ("In Lima, 150 mayors signed the New Urban Agenda.", []),
        ("Milan is sunny. C40 Cities joined nobody.", []),
        ("Milan said that, while towns joined C40 Cities, nothing came.", []),
    ],
)  # fmt: skip
def test_a_verb_between_two_names_is_a_candidate(text: str, wanted: list[str]) -> None:
    assert lines(text) == wanted


def test_near_is_surer_than_far_and_ambiguous_goes_to_a_person() -> None:
    (near,) = suggested("Milan joined C40 Cities.")
    (far,) = suggested("Milan, after years of talks in its council and a vote of all its people, joined C40 Cities.")
    (open_,) = suggested("Córdoba joined C40 Cities.")
    assert (near.confidence, far.confidence, open_.confidence) == ("high", "medium", "low")
    assert open_.cells["member"] == "Córdoba"


def test_the_range_is_that_of_the_sentence() -> None:
    text = "First. Then Milan joined C40 Cities. Last."
    (only,) = suggested(text)
    assert text[only.start : only.end] == "Then Milan joined C40 Cities."


def test_what_the_tables_hold_stands_already() -> None:
    held = {"memberships": [Row("memberships", 2, "m", {"member": "milan-it", "collective": "c40", "role": "leader"})]}
    made = standing(suggested("Milan and Lima joined C40 Cities. Milan launched the Lima Declaration."), held)
    assert [each.stands for each in made] == ["m", "", ""]
