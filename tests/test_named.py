from __future__ import annotations

from pathlib import Path

import pytest

from kg import named
from kg.errors import AskerError, OperatorError
from kg.named import Parameter, Query
from tests.conftest import CITY, NETWORK, WORLD, world

# Headers

HEADER = """# Members of a network
# and since when
# param network: thing = net -- the network
# param year: date -- since then
# example: kg query q --param network=net
# answers: 3, 12
SELECT * { ?s kg:memberOf $network }
# a remark
"""


def test_a_header_is_help_parameters_example_and_questions() -> None:
    assert named.parse("q", HEADER) == Query(
        "q",
        HEADER,
        "Members of a network and since when a remark",
        (Parameter("network", "thing", "net", "the network"), Parameter("year", "date", "", "since then")),
        "kg query q --param network=net",
        ("3", "12"),
    )


def test_a_text_without_header_is_a_query() -> None:
    assert named.parse("-", "ASK {}") == Query("-", "ASK {}")


@pytest.mark.parametrize(
    "line", ["param x: thing", "param x thing -- help", "param x: colour -- help", "param : text -- x"]
)
def test_a_parameter_line_that_is_not_understood_is_shown(line: str) -> None:
    with pytest.raises(AskerError) as caught:
        named.parse("q", f"# {line}\nASK {{}}")
    assert str(caught.value) == (
        f"q: '# {line}' is no parameter; write '# param name: kind = default -- meaning', "
        "kind one of thing, concept, text, number, date"
    )


def test_a_query_is_called_like_its_file(tmp_path: Path) -> None:
    (tmp_path / "members.rq").write_text("# Help\nASK {}", encoding="utf-8")
    assert named.read(tmp_path / "members.rq") == Query("members", "# Help\nASK {}", "Help")


def test_a_missing_query_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        named.read(tmp_path / "x.rq")
    assert str(caught.value) == f"cannot read {tmp_path}/x.rq: No such file or directory"


def test_a_query_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"# \xff")
    with pytest.raises(AskerError) as caught:
        named.read(tmp_path / "x.rq")
    assert str(caught.value) == f"{tmp_path}/x.rq: not UTF-8; save the query as UTF-8"


# Parameters


def query(kind: str, default: str = "") -> Query:
    return Query("q", "$x $xs ?x", "", (Parameter("x", kind, default, "what"),), "kg query q --param x=1")


@pytest.mark.parametrize(
    ("kind", "value", "filled"),
    [
        ("thing", "lodz", f"<{CITY}lodz-pl>"),
        ("thing", "the net", f"<{NETWORK}net>"),
        ("thing", "net", f"<{NETWORK}net>"),
        ("thing", "http://example.org/a b>", "<http://example.org/a%20b%3E>"),
        ("concept", "gcm:2a", "<https://w3id.org/citykg/scheme/gcm/2a>"),
        ("concept", "source-kind:official-page", "<https://w3id.org/citykg/scheme/source-kind/official-page>"),
        ("text", 'a "b" \\ $x \n', '"a \\"b\\" \\\\ $x \\n"'),
        ("number", "-1.5", "-1.5"),
        ("number", "12", "12"),
        ("date", "2018", '"2018"'),
        ("date", "2018-12", '"2018-12"'),
        ("date", "2018-12-08", '"2018-12-08"'),
    ],
)
def test_a_parameter_is_filled_in_as_its_kind(kind: str, value: str, filled: str) -> None:
    assert named.bind(query(kind), {"x": value}, WORLD) == f"{filled} $xs ?x"


def test_a_parameter_in_the_value_of_another_is_only_text() -> None:
    two = Query("q", "$a $b", "", (Parameter("a", "text", "", "one"), Parameter("b", "text", "", "other")))
    assert named.bind(two, {"a": "$b", "b": '" }'}, None) == '"$b" "\\" }"'


NO_CONCEPT = "not a concept; write scheme:code, as gcm:18 or theme:housing"


CONCEPTS = world("""@base <https://w3id.org/citykg/scheme/> .
<gcm/23> skos:notation "23" . <sdg/23> skos:notation "23" .
<theme/housing> skos:notation "housing" ; rdfs:label "Housing and shelter"@en .""")


@pytest.mark.parametrize(
    ("default", "value", "meant"),
    [
        ("gcm:1", "23", "gcm:23"),
        ("", "23", "gcm:23 or sdg:23"),
        ("theme:food", "housing", "theme:housing"),
        ("group:women", "Housing and Shelter", "theme:housing"),
        ("theme:food", "hut", "gcm:18 or theme:housing"),
    ],
)
def test_a_bare_code_or_the_name_of_a_concept_leads_to_the_concept(default: str, value: str, meant: str) -> None:
    with pytest.raises(AskerError) as caught:
        named.bind(query("concept", default), {"x": value}, CONCEPTS)
    assert str(caught.value) == f"--param x={value}: not a concept; write scheme:code, as {meant}"


def test_without_a_value_the_default_is_used() -> None:
    assert named.bind(query("number", "7"), {}, None) == "7 $xs ?x"


def test_a_value_goes_before_the_default() -> None:
    assert named.bind(query("number", "7"), {"x": "8"}, None) == "8 $xs ?x"


@pytest.mark.parametrize(
    ("asked", "values", "message"),
    [
        (query("text"), {"xx": "1"}, "q has no parameter 'xx'; did you mean 'x'?"),
        (query("text"), {"network": "1"}, "q has no parameter 'network'; it takes x"),
        (Query("q", ""), {"network": "1"}, "q has no parameter 'network'; it takes none"),
        (query("text"), {}, "q needs --param x=…: what; for example: kg query q --param x=1"),
        (query("text", "a"), {"x": ""}, "q needs --param x=…: what; for example: kg query q --param x=1"),
        (query("thing"), {"x": "Lodx"}, "nothing is called 'Lodx'; did you mean 'Łódź'?"),
        (query("concept"), {"x": "housing"}, f"--param x=housing: {NO_CONCEPT}"),
        (query("concept"), {"x": "gcm:1> <x"}, f"--param x=gcm:1> <x: {NO_CONCEPT}"),
        (query("number"), {"x": "many"}, "--param x=many: not a number; write it as 12"),
        (query("number"), {"x": "1 } #"}, "--param x=1 } #: not a number; write it as 12"),
        (query("number"), {"x": "١٢"}, "--param x=١٢: not a number; write it as 12"),
        (query("date"), {"x": "2018-13"}, "--param x=2018-13: not a date; write it as 2018-12-08"),
        (query("date"), {"x": "8.12.2018"}, "--param x=8.12.2018: not a date; write it as 2018-12-08"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_says_what_is_wanted(asked: Query, values: dict[str, str], message: str) -> None:
    with pytest.raises(AskerError) as caught:
        named.bind(asked, values, WORLD)
    assert str(caught.value) == message


def test_without_a_graph_a_thing_is_given_as_an_iri() -> None:
    assert named.bind(query("thing"), {"x": "https://example.org/x"}, None) == "<https://example.org/x> $xs ?x"
    with pytest.raises(AskerError) as caught:
        named.bind(query("thing"), {"x": "net"}, None)
    assert str(caught.value) == (
        "'net': give the full IRI of a thing when asking an endpoint that has no built graph beside it"
    )
