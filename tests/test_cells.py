from __future__ import annotations

import pytest

from kg import cells
from kg.cells import Column

CONCEPTS = {"role": frozenset({"member", "founder"}), "theme": frozenset({"housing"})}
OWNERS = {"s": "sources", "s-p1": "passages", "eurocities": "networks", "bern-ch": "cities"}
NAMES = ("key", "founded", "name")
DATE = Column("on", "string", "partial-date", pattern=r"\d{4}(-\d{2}(-\d{2})?)?")
FOUR = ("cities", "regions", "countries", "networks")
TEXT = Column("c", "string")
INTEGER = Column("c", "integer")
NUMBER = Column("c", "number")
TRUTH = Column("c", "boolean")
URI = Column("c", "string", "uri")
PROOF = Column("c", "string", "evidence")
ROLE = Column("c", "string", "concept", "role")
MISNAMED = Column("c", "string", "concept", "roles")
ANY = Column("c", "string", "thing-or-concept", references=FOUR)
MANY = Column("c", "string", references=FOUR)
ONE = Column("c", "string", references=("networks",))
TWO = Column("c", "string", references=("cities", "networks"))
COLOUR = Column("c", "string", enum=("red", "blue"))
WIKIDATA = Column("c", "string", pattern="Q[0-9]+", description="A Wikidata id.")
NEEDED = Column("c", "string", required=True, description="Its full name.")
NEEDED_DATE = Column("c", "string", "partial-date", required=True)
FROM_ONE = Column("c", "integer", minimum=1)
TO_FIVE = Column("c", "number", maximum=5)
LATITUDE = Column("c", "number", minimum=-90, maximum=90)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        (NEEDED, "", "empty; expected its full name"),
        (NEEDED_DATE, "", "empty; expected a date as 2018, 2018-12 or 2018-12-08"),
        (TEXT, " a", "' a' has spaces at an end or in a row; 'kg tidy' removes them"),
        (TEXT, "a\t", "'a\t' has spaces at an end or in a row; 'kg tidy' removes them"),
        (TEXT, "a  b", "'a  b' has spaces at an end or in a row; 'kg tidy' removes them"),
        (TEXT, "a\u00a0b", "'a\u00a0b' has spaces at an end or in a row; 'kg tidy' removes them"),
        (TEXT, " ", "' ' has spaces at an end or in a row; 'kg tidy' removes them"),
        (TEXT, "e\u0301", "'e\u0301' is not in Unicode normal form C; 'kg tidy' rewrites it"),
        (COLOUR, "bleu", "'bleu' is none of red, blue; did you mean 'blue'?"),
        (COLOUR, "Q", "'Q' is none of red, blue"),
        (TRUTH, "yes", "'yes' is neither true nor false"),
        (TRUTH, "True", "'True' is neither true nor false"),
        (INTEGER, "12.0", "'12.0' is no integer; write digits, as 12"),
        (INTEGER, "1,200", "'1,200' is no integer; write digits, as 12"),
        (INTEGER, "+1", "'+1' is no integer; write digits, as 12"),
        (INTEGER, "nan", "'nan' is no integer; write digits, as 12"),
        (INTEGER, "١٢", "'١٢' is no integer; write digits, as 12"),
        (NUMBER, "１２.５", "'１２.５' is no number; write digits, as 12.5"),
        (NUMBER, "1.", "'1.' is no number; write digits, as 12.5"),
        (NUMBER, "1e3", "'1e3' is no number; write digits, as 12.5"),
        (NUMBER, "inf", "'inf' is no number; write digits, as 12.5"),
        (FROM_ONE, "0", "0 is out of range, expected 1 or more"),
        (TO_FIVE, "5.01", "5.01 is out of range, expected 5 or less"),
        (LATITUDE, "-90.5", "-90.5 is out of range, expected -90 to 90"),
        (WIKIDATA, "q1", "'q1' is not as expected: a Wikidata id"),
        (WIKIDATA, "Q1 x", "'Q1 x' is not as expected: a Wikidata id"),
        (DATE, "2018-1", "'2018-1' is not as expected: a date as 2018, 2018-12 or 2018-12-08"),
        (DATE, "8.12.2018", "'8.12.2018' is not as expected: a date as 2018, 2018-12 or 2018-12-08"),
        (DATE, "2018-13", "'2018-13' is no date; write 2018, 2018-12 or 2018-12-08"),
        (DATE, "2019-02-29", "'2019-02-29' is no date; write 2018, 2018-12 or 2018-12-08"),
        (DATE, "0000", "'0000' is no date; write 2018, 2018-12 or 2018-12-08"),
        (URI, "www.a.org", "'www.a.org' is no address; write it as https://example.org/page"),
        (URI, "https://", "'https://' is no address; write it as https://example.org/page"),
        (URI, "https://a b", "'https://a b' is no address; write it as https://example.org/page"),
        (URI, "https://[a", "'https://[a' is no address; write it as https://example.org/page"),
        (URI, "https://a:port/b", "'https://a:port/b' is no address; write it as https://example.org/page"),
        (TEXT, "a\nb", "a line break stands in the cell; 'kg tidy' makes it a space"),
        (TEXT, "a\x01b", "the control character U+0001 stands in the cell; remove it"),
        (PROOF, "t", "no row 't' in passages or sources"),
        (PROOF, "s s-p2", "no row 's-p2' in passages or sources; did you mean 's-p1'?"),
        (PROOF, "eurocities", "'eurocities' is a row of networks, expected one of passages, sources"),
        (PROOF, "found=s", "'found=s' names no column of this table; did you mean 'founded'?"),
        (PROOF, "founded=", "no row '' in passages or sources"),
        (MISNAMED, "member", "no concept scheme 'roles'; did you mean 'role'?"),
        (ROLE, "meber", "no concept 'meber' in scheme 'role'; did you mean 'member'?"),
        (ANY, "theme:hosing", "no concept 'hosing' in scheme 'theme'; did you mean 'housing'?"),
        (ANY, "them:housing", "no concept scheme 'them'; did you mean 'theme'?"),
        (ANY, "paris", "no thing 'paris'"),
        (ONE, "eurocites", "no row 'eurocites' in networks; did you mean 'eurocities'?"),
        (TWO, "berna-ch", "no row 'berna-ch' in cities or networks; did you mean 'bern-ch'?"),
        (MANY, "berna-ch", "no thing 'berna-ch'; did you mean 'bern-ch'?"),
        (ONE, "bern-ch", "'bern-ch' is a row of cities, expected one of networks"),
    ],
)
def test_a_bad_cell_says_what_is_wrong_and_what_was_expected(column: Column, value: str, problem: str) -> None:
    assert cells.problems(column, value, OWNERS, CONCEPTS, NAMES) == [problem]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (TEXT, ["", "a", "São Paulo", "a-b_c"]),
        (Column("c", "string", enum=("red",)), ["", "red"]),
        (TRUTH, ["", "true", "false"]),
        (Column("c", "integer", minimum=-1, maximum=12), ["", "-1", "0", "007", "12"]),
        (LATITUDE, ["", "-90", "90.0", "0.5"]),
        (DATE, ["", "0001", "2018", "2018-12", "2018-12-31", "2020-02-29", "9999"]),
        (URI, ["", "https://a.org:80/b[1]?c=50%#e", "http://a", "github:a/b"]),
        (PROOF, ["", "s", "s s-p1", "s founded=s-p1"]),
        (ROLE, ["", "member"]),
        (ANY, ["", "theme:housing", "bern-ch", "eurocities"]),
        (ONE, ["", "eurocities"]),
    ],
)
def test_a_good_or_unknown_cell_is_passed(column: Column, values: list[str]) -> None:
    found = {value: cells.problems(column, value, OWNERS, CONCEPTS, NAMES) for value in values}
    assert found == {value: [] for value in values}
