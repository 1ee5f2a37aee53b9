from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner, Result

from kg import sparql, store, terms
from kg.cli import main
from kg.errors import AskerError, KgError, OperatorError
from kg.sparql import Parameter, Query, Rows
from tests.conftest import world

CITY, NETWORK, XSD = terms.expand("id:city/"), terms.expand("id:network/"), terms.PREFIXES["xsd"]
TURTLE = f"""@base <{terms.PREFIXES["id"]}> .
<city/lodz-pl> a kg:City ; rdfs:label "Łódź"@pl ; kg:memberOf <network/net> ; kg:value 2 ; geo:lat 51.77e0 .
<city/a-es> a kg:City ; rdfs:label "A, \\"a\\" | <b>"@en ; kg:memberOf <network/net> .
<network/net> a kg:Network ; rdfs:label "Net" ; skos:altLabel "The Net" ; kg:founded "2000"^^xsd:gYear .
<network/other> a kg:Network ; rdfs:label "Other" ."""
WORLD = world(TURTLE)
CITIES = """SELECT ?city ?label ?value ?lat { ?city a kg:City ; rdfs:label ?label
  OPTIONAL { ?city kg:value ?value ; geo:lat ?lat } } ORDER BY ?label"""
LINKS = "CONSTRUCT { ?city kg:memberOf ?net } WHERE { ?city kg:memberOf ?net }"


def literal(value: str, datatype: str = "xsd:string") -> ox.Literal:
    return ox.Literal(value, datatype=store.node(datatype))


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
    assert sparql.parse("q", HEADER) == Query(
        "q",
        HEADER,
        "Members of a network and since when a remark",
        (Parameter("network", "thing", "net", "the network"), Parameter("year", "date", "", "since then")),
        "kg query q --param network=net",
        ("3", "12"),
    )


def test_a_text_without_header_is_a_query() -> None:
    assert sparql.parse("-", "ASK {}") == Query("-", "ASK {}")


@pytest.mark.parametrize(
    "line", ["param x: thing", "param x thing -- help", "param x: colour -- help", "param : text -- x"]
)
def test_a_parameter_line_that_is_not_understood_is_shown(line: str) -> None:
    with pytest.raises(AskerError) as caught:
        sparql.parse("q", f"# {line}\nASK {{}}")
    assert str(caught.value) == (
        f"q: '# {line}' is no parameter; write '# param name: kind = default -- meaning', "
        "kind one of thing, concept, text, number, date"
    )


def test_a_query_is_called_like_its_file(tmp_path: Path) -> None:
    (tmp_path / "members.rq").write_text("# Help\nASK {}", encoding="utf-8")
    assert sparql.read(tmp_path / "members.rq") == Query("members", "# Help\nASK {}", "Help")


def test_a_missing_query_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        sparql.read(tmp_path / "x.rq")
    assert str(caught.value) == f"cannot read {tmp_path}/x.rq: No such file or directory"


def test_a_query_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"# \xff")
    with pytest.raises(AskerError) as caught:
        sparql.read(tmp_path / "x.rq")
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
    assert sparql.bind(query(kind), {"x": value}, WORLD) == f"{filled} $xs ?x"


def test_a_parameter_in_the_value_of_another_is_only_text() -> None:
    two = Query("q", "$a $b", "", (Parameter("a", "text", "", "one"), Parameter("b", "text", "", "other")))
    assert sparql.bind(two, {"a": "$b", "b": '" }'}, None) == '"$b" "\\" }"'


NO_CONCEPT = "not a concept; write scheme:code, as gcm:18 or theme:housing"


def test_without_a_value_the_default_is_used() -> None:
    assert sparql.bind(query("number", "7"), {}, None) == "7 $xs ?x"


def test_a_value_goes_before_the_default() -> None:
    assert sparql.bind(query("number", "7"), {"x": "8"}, None) == "8 $xs ?x"


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
        (query("date"), {"x": "8.12.2018"}, "--param x=8.12.2018: not a date; write it as 2018-12-08"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_says_what_is_wanted(asked: Query, values: dict[str, str], message: str) -> None:
    with pytest.raises(AskerError) as caught:
        sparql.bind(asked, values, WORLD)
    assert str(caught.value) == message


def test_without_a_graph_a_thing_is_given_as_an_iri() -> None:
    assert sparql.bind(query("thing"), {"x": "https://example.org/x"}, None) == "<https://example.org/x> $xs ?x"
    with pytest.raises(AskerError) as caught:
        sparql.bind(query("thing"), {"x": "net"}, None)
    assert str(caught.value) == (
        "'net': give the full IRI of a thing when asking an endpoint that has no built graph beside it"
    )


# Answers


def test_rows_hold_terms_in_the_order_of_the_variables() -> None:
    assert sparql.ask(WORLD, CITIES) == Rows(
        ["city", "label", "value", "lat"],
        [
            (ox.NamedNode(f"{CITY}a-es"), ox.Literal('A, "a" | <b>', language="en"), None, None),
            (
                ox.NamedNode(f"{CITY}lodz-pl"),
                ox.Literal("Łódź", language="pl"),
                literal("2", "xsd:integer"),
                literal("51.77", "xsd:double"),
            ),
        ],
    )


def test_a_question_is_answered_with_truth() -> None:
    assert sparql.ask(WORLD, "ASK { ?x a kg:City }") is True
    assert sparql.ask(WORLD, "ASK { ?x a kg:Region }") is False


def test_triples_come_sorted() -> None:
    answer = sparql.ask(WORLD, LINKS)
    assert isinstance(answer, list)
    assert list(map(str, answer)) == [
        f"<{CITY}{key}> {terms.term('kg:memberOf')} <{NETWORK}net>" for key in ("a-es", "lodz-pl")
    ]


@pytest.mark.parametrize(
    "text", [CITIES, LINKS, "ASK { ?x a kg:City }", "ASK { ?x a kg:Region }", "SELECT ?x { ?x a kg:Region }"]
)
def test_rdflib_gives_the_same_answer(text: str) -> None:
    assert sparql.ask_rdflib(store.to_rdflib(WORLD), text) == sparql.ask(WORLD, text)


def test_a_query_that_does_not_parse_is_shown_with_a_caret() -> None:
    with pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, "SELECT * {\n  ?x a kgg:City }")
    assert str(caught.value) == (
        "the query does not parse at line 2, column 16: its prefix is not declared\n"
        "    ?x a kgg:City }\n"
        "                 ^"
    )


@pytest.mark.parametrize(
    ("text", "line", "shown", "column"),
    [
        ("SELECT * { ?s ?p", 1, "SELECT * { ?s ?p", 17),
        ("SELECT ?x\nWHERE {\n  ?x kg:memberOf\n}", 4, "}", 1),
        ("SELECT ?x {\n  ?x a kg:City .\n} LIMIT many", 3, "} LIMIT many", 9),
        ('SELECT * { ?x rdfs:label "é" ; }}', 1, 'SELECT * { ?x rdfs:label "é" ; }}', 34),
        ("", 1, "", 1),
    ],
)
def test_the_caret_stands_below_the_spot(text: str, line: int, shown: str, column: int) -> None:
    with pytest.raises(AskerError, match=rf"^the query does not parse at line {line}, column {column}: ") as caught:
        sparql.ask(WORLD, text)
    assert str(caught.value).endswith(f"\n  {shown}\n  {' ' * (column - 1)}^")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?x { ?x a kg:City } LIMIT many", "expected HAVING, OFFSET, OPTIONAL, VALUES, a digit"),
        ("SELECT ?x ?k { ?x a kg:City", 'expected ",", ".", ";", "{", "{|", "}", "~"'),
        ("SELECT ?x (COUNT(?y) AS ?k) { ?x a ?y }", "a variable is selected that is neither grouped by"),
        ("SELECT (?x AS ?x) { ?x a ?y }", "AS gives a name that a variable has already"),
        ("SELECT ?x { ?x a <http://a b> }", "this is no IRI"),
        ("SELECT ?x { ?x a ?y }}", "the query should end here or go on otherwise"),
    ],
)
def test_what_does_not_parse_is_said_in_one_line_of_words(text: str, said: str) -> None:
    with pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, text)
    lines = str(caught.value).splitlines()
    assert lines[0].partition(": ")[2][: len(said)] == said
    assert (len(lines), lines[1]) == (3, f"  {text}")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://a> <http://b> 1 }",
        "PREFIX a: <http://a>\nBASE <http://b>\ndelete where { ?s ?p ?o }",
        "# all\nCLEAR ALL",
    ],
)
def test_an_update_is_refused_and_changes_nothing(text: str) -> None:
    before = set(WORLD)
    with pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, text)
    assert str(caught.value) == (
        "this would change the graph, and a query changes nothing; a fact is a row of the tables in data/"
    )
    assert set(WORLD) == before


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <ADDRESS> { ?x ?y ?z } }",
        "SELECT * { service silent <ADDRESS> { ?x ?y ?z } }",
        "SELECT * { BIND(<ADDRESS> AS ?s) FILTER(1<2)SERVICE?s{?x?y?z}FILTER(4>3) }",
        "SELECT * { ?x rdfs:label ?l FILTER(?l != '''a'b\"c''') SERVICE<ADDRESS> { ?x ?y ?z } FILTER(?z != \"d\") }",
    ],
)
def test_no_other_server_is_asked(text: str) -> None:
    server = Server()
    with serving(server) as address, pytest.raises(AskerError) as caught:
        sparql.ask(WORLD, text.replace("ADDRESS", address))
    assert str(caught.value) == (
        "SERVICE asks another server, and kg asks none; ask that server itself with --endpoint URL"
    )
    assert server.asked == []


def test_a_variable_or_a_text_may_be_called_service() -> None:
    assert sparql.ask(WORLD, 'ASK { ?service a kg:City FILTER("SERVICE" != "x") } # SERVICE') is True


# Python values


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (literal("12", "xsd:integer"), 12),
        (literal("7", "xsd:nonNegativeInteger"), 7),
        (literal("-1.50", "xsd:decimal"), -1.5),
        (literal("5e-1", "xsd:double"), 0.5),
        (literal("0.25", "xsd:float"), 0.25),
        (literal("true", "xsd:boolean"), True),
        (literal("false", "xsd:boolean"), False),
        (literal("2018", "xsd:gYear"), "2018"),
        (literal("2018-12-08", "xsd:date"), "2018-12-08"),
        (ox.Literal("Łódź", language="pl"), "Łódź"),
        (literal("12"), "12"),
        (ox.NamedNode("http://a"), "http://a"),
        (ox.BlankNode("b"), "b"),
    ],
)
def test_a_term_as_a_python_value(term: ox.Literal | ox.NamedNode | ox.BlankNode | None, value: object) -> None:
    found = sparql.python(term)
    assert (found, type(found)) == (value, type(value))


# Formats

SOLUTIONS = {
    "table": """\
city             label         value  lat
───────────────  ────────────  ─────  ─────
id:city/a-es     A, "a" | <b>
id:city/lodz-pl  Łódź          2      51.77
""",
    "csv": f"""\
city,label,value,lat
{CITY}a-es,"A, ""a"" | <b>",,
{CITY}lodz-pl,Łódź,2,51.77
""",
    "tsv": f"""\
?city\t?label\t?value\t?lat
<{CITY}a-es>\t"A, \\"a\\" | <b>"@en\t\t
<{CITY}lodz-pl>\t"Łódź"@pl\t2\t"51.77"^^<{XSD}double>
""",
    "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="city"/>'
    '<variable name="label"/><variable name="value"/><variable name="lat"/></head><results><result>'
    f'<binding name="city"><uri>{CITY}a-es</uri></binding>'
    '<binding name="label"><literal xml:lang="en">A, &quot;a&quot; | &lt;b&gt;</literal></binding></result><result>'
    f'<binding name="city"><uri>{CITY}lodz-pl</uri></binding>'
    '<binding name="label"><literal xml:lang="pl">Łódź</literal></binding>'
    f'<binding name="value"><literal datatype="{XSD}integer">2</literal></binding>'
    f'<binding name="lat"><literal datatype="{XSD}double">51.77</literal></binding></result></results></sparql>\n',
}
TRUTHS = {
    "table": "yes\n",
    "csv": "true\n",
    "tsv": "true\n",
    "json": '{"head": {}, "boolean": true}\n',
    "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head>'
    "<boolean>true</boolean></sparql>\n",
}
NOTHING = {
    "table": "x  y\n─  ─\n",
    "csv": "x,y\n",
    "tsv": "?x\t?y\n",
    "json": '{"head": {"vars": ["x", "y"]}, "results": {"bindings": []}}\n',
    "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/>'
    '<variable name="y"/></head><results></results></sparql>\n',
}


@pytest.mark.parametrize("form", SOLUTIONS)
def test_rows_in_each_format(form: str) -> None:
    assert sparql.serialize(sparql.ask(WORLD, CITIES), form).decode() == SOLUTIONS[form]


def test_rows_in_json_are_sparql_results() -> None:
    assert json.loads(sparql.serialize(sparql.ask(WORLD, CITIES), "json")) == {
        "head": {"vars": ["city", "label", "value", "lat"]},
        "results": {
            "bindings": [
                {
                    "city": {"type": "uri", "value": f"{CITY}a-es"},
                    "label": {"type": "literal", "value": 'A, "a" | <b>', "xml:lang": "en"},
                },
                {
                    "city": {"type": "uri", "value": f"{CITY}lodz-pl"},
                    "label": {"type": "literal", "value": "Łódź", "xml:lang": "pl"},
                    "value": {"type": "literal", "value": "2", "datatype": f"{XSD}integer"},
                    "lat": {"type": "literal", "value": "51.77", "datatype": f"{XSD}double"},
                },
            ]
        },
    }


def test_a_plain_text_has_no_datatype_and_a_blank_node_is_one() -> None:
    answer = Rows(["x", "y"], [(literal("a"), ox.BlankNode("b"))])
    assert json.loads(sparql.serialize(answer, "json"))["results"]["bindings"] == [
        {"x": {"type": "literal", "value": "a"}, "y": {"type": "bnode", "value": "b"}}
    ]


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "parquet"])
def test_a_triple_in_a_row_is_written_in_each_format(form: str) -> None:
    answer = sparql.ask(WORLD, "SELECT (<<( <http://a> <http://b> 1 )>> AS ?t) {}")
    assert b"http://a" in sparql.serialize(answer, form)


@pytest.mark.parametrize("form", TRUTHS)
def test_truth_in_each_format(form: str) -> None:
    assert sparql.serialize(sparql.ask(WORLD, "ASK {}"), form).decode() == TRUTHS[form]


def test_what_is_not_so_is_no() -> None:
    no = sparql.ask(WORLD, "ASK { ?x a kg:Region }")
    assert [sparql.serialize(no, form) for form in ("table", "csv")] == [b"no\n", b"false\n"]


@pytest.mark.parametrize("form", NOTHING)
def test_no_rows_in_each_format(form: str) -> None:
    assert sparql.serialize(sparql.ask(WORLD, "SELECT ?x ?y { ?x a kg:Region, ?y }"), form).decode() == NOTHING[form]


@pytest.mark.parametrize("form", ["table", "turtle", "ntriples", "xml", "json"])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib
def test_triples_in_each_format_say_the_same(form: str) -> None:
    answer = sparql.ask(WORLD, LINKS)
    written = sparql.serialize(answer, form)
    formats = {"table": "turtle", "turtle": "turtle", "ntriples": "nt", "xml": "xml", "json": "json-ld"}
    read = rdflib.Graph().parse(data=written, format=formats[form])
    member = rdflib.URIRef(terms.expand("kg:memberOf"))
    assert set(read) == {
        (rdflib.URIRef(CITY + key), member, rdflib.URIRef(f"{NETWORK}net")) for key in ("a-es", "lodz-pl")
    }


def test_turtle_uses_the_prefixes_of_the_project() -> None:
    written = sparql.serialize(sparql.ask(WORLD, LINKS), "turtle").decode()
    assert written.endswith(
        "\nid:city\\/a-es kg:memberOf id:network\\/net .\nid:city\\/lodz-pl kg:memberOf id:network\\/net .\n"
    )


def test_rows_as_parquet_keep_numbers_and_gaps() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(sparql.serialize(sparql.ask(WORLD, CITIES), "parquet")))
    assert table.to_pydict() == {
        "city": [f"{CITY}a-es", f"{CITY}lodz-pl"],
        "label": ['A, "a" | <b>', "Łódź"],
        "value": [None, 2],
        "lat": [None, 51.77],
    }
    assert [str(each) for each in table.schema.types] == ["string", "string", "int64", "double"]


@pytest.mark.parametrize(
    ("values", "column", "kind"),
    [
        ([1, None, 2], [1, None, 2], "int64"),
        ([1, 2.5, None], [1.0, 2.5, None], "double"),
        ([1, "b", None], ["1", "b", None], "string"),
        ([True, 1], ["True", "1"], "string"),
        ([True, False], [True, False], "bool"),
        ([None], [None], "null"),
        ([], [], "null"),
    ],
)
def test_a_parquet_column_is_of_one_kind(values: list[Any], column: list[Any], kind: str) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(sparql.parquet(["x"], [[value] for value in values])))
    assert (table.to_pydict(), str(table.schema.field("x").type)) == ({"x": column}, kind)


def test_without_pyarrow_parquet_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OperatorError) as caught:
        sparql.serialize(Rows(["x"], []), "parquet")
    assert str(caught.value) == "Parquet needs pyarrow; install it with: pip install 'citykg[parquet]'"


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        (
            text,
            form,
            f"--format {form} holds triples or rows of another sort of query; use table, csv, tsv, json or xml",
        )
        for text, form in [
            (CITIES, "turtle"),
            (CITIES, "ntriples"),
            ("ASK {}", "turtle"),
            ("ASK {}", "ntriples"),
            ("ASK {}", "parquet"),
        ]
    ]
    + [
        (LINKS, form, f"--format {form} holds rows; triples take turtle, ntriples, xml or json")
        for form in ("csv", "tsv", "parquet")
    ],
)
def test_a_format_that_cannot_hold_the_answer_names_those_that_can(text: str, form: str, message: str) -> None:
    with pytest.raises(AskerError) as caught:
        sparql.serialize(sparql.ask(WORLD, text), form)
    assert str(caught.value) == message


def test_a_wide_cell_is_cut_in_a_table_only() -> None:
    answer = Rows(["x"], [(literal("é" * 60),), (literal("é" * 61),)])
    assert sparql.table(answer) == "x\n" + "─" * 60 + "\n" + "é" * 60 + "\n" + "é" * 59 + "…\n"
    assert sparql.serialize(answer, "csv").decode() == "x\n" + "é" * 60 + "\n" + "é" * 61 + "\n"


# Why there are no rows


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "SELECT * { ?x a kg:City ; kg:memberOf <https://w3id.org/citykg/id/network/nett> }",
            "no rows: nothing matches the pattern  ?x kg:memberOf id:network/nett .\n"
            "  id:network/nett is not in the graph; did you mean 'id:network/net'?",
        ),
        (
            'SELECT * { ?x rdfs:label "Łódz"@pl }',
            "no rows: nothing matches the pattern  ?x rdfs:label \"Łódz\"@pl .\n  no such text; did you mean 'Łódź'?",
        ),
        (
            "SELECT * { ?x kg:memberof ?y OPTIONAL { ?y a kg:Region } }",
            "no rows: nothing matches the pattern  ?x kg:memberof ?y .\n"
            "  kg:memberof is not in the graph; did you mean 'kg:memberOf'?",
        ),
        (
            "SELECT * { ?x kg:xyzzy ?y }",
            "no rows: nothing matches the pattern  ?x kg:xyzzy ?y .\n  kg:xyzzy is not in the graph",
        ),
        (
            "SELECT * { ?x kg:founded ?year . ?x a kg:City }",
            "no rows: each pattern has a match, but  ?x kg:founded ?year .  "
            "has none together with  ?x rdf:type kg:City .",
        ),
        (
            "SELECT * { ?x a kg:City MINUS { ?x kg:memberOf ?y } }",
            "no rows: every pattern has a match; a FILTER, MINUS or HAVING leaves nothing",
        ),
        (
            "SELECT * { { ?x a kg:City } UNION { ?x a kg:Region } FILTER(?x = 1) }",
            "no rows: every pattern has a match; a FILTER, MINUS or HAVING leaves nothing",
        ),
        (
            "CONSTRUCT { ?x a ?y } WHERE { ?x a kg:Region, ?y }",
            "no rows: nothing matches the pattern  ?x rdf:type kg:Region .\n  kg:Region is not in the graph",
        ),
        (
            "SELECT ?n (COUNT(?x) AS ?k) { ?x kg:memberOf+ ?n ; kg:founded ?y } GROUP BY ?n HAVING (?k > 1)",
            "no rows: each pattern has a match, but  ?x kg:memberOf+ ?n .  has none together with  ?x kg:founded ?y .",
        ),
    ],
)
def test_an_empty_answer_is_explained_by_the_first_pattern_that_fails(text: str, reason: str) -> None:
    assert sparql.empty(sparql.ask(WORLD, text))
    assert sparql.why_empty(WORLD, text) == reason


SIMPLIFY = "no rows; simplify the query to see which part leaves nothing"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DESCRIBE <http://nothing>", "no rows: every pattern has a match; a FILTER, MINUS or HAVING leaves nothing"),
        ("SELECT * { <<?s ?p ?o>> ?q ?r }", SIMPLIFY),
        ("SELECT * { ?x a kg:City LATERAL { ?x a kg:Region } }", SIMPLIFY),
    ],
)
def test_an_empty_answer_that_cannot_be_explained(text: str, reason: str) -> None:
    assert sparql.empty(sparql.ask(WORLD, text))
    assert sparql.why_empty(WORLD, text) == reason


@pytest.mark.parametrize("text", ["ASK { ?x a kg:Region }", CITIES, LINKS])
def test_no_is_an_answer_and_so_are_rows_and_triples(text: str) -> None:
    assert not sparql.empty(sparql.ask(WORLD, text))


# An endpoint

Reply = tuple[int, bytes]
Answering = Callable[[str, str], Reply]


@contextmanager
def serving(answering: Answering) -> Iterator[str]:
    """A server on the loopback whose replies to (query, accepted media type) are those of a function."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            status, body = answering(form["query"][0], self.headers["Accept"])
            if status:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Server:
    """Answers queries on the small world as SPARQL servers do: never with more rows than `cap`, and silently."""

    def __init__(self, cap: int = 1000) -> None:
        self.cap = cap
        self.asked: list[tuple[str, str]] = []

    def __call__(self, text: str, accept: str) -> Reply:
        self.asked.append((text, accept))
        answer = WORLD.query(text)
        if isinstance(answer, ox.QueryTriples):
            return 200, answer.serialize(format=ox.RdfFormat.TURTLE) or b""
        content = answer.serialize(format=ox.QueryResultsFormat.JSON) or b""
        if isinstance(answer, ox.QuerySolutions):
            whole = json.loads(content)
            whole["results"]["bindings"] = whole["results"]["bindings"][: self.cap]
            content = json.dumps(whole).encode()
        return 200, content


NUMBERS = "{ VALUES (?n ?odd) { (1 true) (2 false) (3 true) (4 false) (5 true) (6 false) (7 true) } }"


@pytest.mark.parametrize("cap", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?n {NUMBERS} ORDER BY ?n",
        f"SELECT * {NUMBERS} ORDER BY ?odd DESC(?n)",
        f"SELECT ?n {NUMBERS} ORDER BY ?odd LIMIT 3",
        f"SELECT ?n {NUMBERS} ORDER BY ?n LIMIT 5",
        f"select ?n {NUMBERS} order by ?n offset 2",
        f"SELECT ?n {NUMBERS} ORDER BY ?n LIMIT 3 OFFSET 3 # three of them",
        f"SELECT ?n {NUMBERS} ORDER BY ?n OFFSET 3 LIMIT 0",
        f"SELECT ?odd (COUNT(?n) AS ?k) {NUMBERS} GROUP BY ?odd HAVING (?k > 1) ORDER BY ?odd",
        "SELECT ?n { { SELECT ?n " + NUMBERS + " ORDER BY DESC(?n) LIMIT 4 } } ORDER BY ?n",
        "SELECT ?n { VALUES ?n { 'LIMIT 1' 'b' '# c' '}' } } ORDER BY ?n",
        "SELECT ?n { BIND(1 AS ?x) } ORDER BY ?n VALUES ?n { 3 2 1 }",
        "SELECT ?x { ?x a kg:Region } ORDER BY ?x",
        CITIES,
    ],
)
def test_rows_are_asked_for_until_the_answer_is_whole(text: str, cap: int) -> None:
    with serving(Server(cap)) as address:
        whole, found = sparql.ask(WORLD, text), sparql.ask_endpoint(store.Endpoint(address), text)
    assert isinstance(whole, Rows)
    assert isinstance(found, Rows)
    assert found.variables == whole.variables
    if "LIMIT 3" in text or "VALUES ?n { 3" in text:  # which of the tied rows are among the first is not said
        assert (len(found.rows), set(map(str, found.rows))) == (len(whole.rows), set(map(str, found.rows)))
    else:
        assert found.rows == whole.rows


@pytest.mark.parametrize("cap", [2, 1000])
def test_rows_that_no_order_was_asked_for_come_each_once(cap: int) -> None:
    with serving(Server(cap)) as address:
        found = sparql.ask_endpoint(store.Endpoint(address), f"SELECT ?n ?odd {NUMBERS}")
    assert isinstance(found, Rows)
    assert sorted(sparql.python(row[0]) for row in found.rows) == [1, 2, 3, 4, 5, 6, 7]


def test_a_server_that_answers_whole_is_asked_no_more_than_twice() -> None:
    server = Server()
    with serving(server) as address:
        sparql.ask_endpoint(store.Endpoint(address), f"SELECT ?n {NUMBERS} ORDER BY ?n")
    assert [accept for _, accept in server.asked] == ["application/sparql-results+json"] * 2
    assert server.asked[0][0] == f"SELECT ?n {NUMBERS} ORDER BY ?n"


def test_the_prefixes_that_a_query_uses_are_sent_with_it() -> None:
    server = Server()
    with serving(server) as address:
        assert sparql.ask_endpoint(store.Endpoint(address), "ASK { ?x a kg:City ; rdfs:label ?y }") is True
    prologue = "".join(f"PREFIX {name}: <{terms.PREFIXES[name]}> " for name in ("kg", "rdfs"))
    assert server.asked == [(prologue + "ASK { ?x a kg:City ; rdfs:label ?y }", "application/sparql-results+json")]


@pytest.mark.parametrize("cap", [1, 1000])
@pytest.mark.parametrize(
    "text",
    [
        LINKS,
        LINKS.lower().replace("memberof", "memberOf"),
        f"# SELECT\n{LINKS} # and no more",
        "CONSTRUCT WHERE { ?city kg:memberOf ?net ; rdfs:label ?label }",
        "CONSTRUCT { ?city rdfs:label ?label ; kg:value ?value } WHERE { ?city rdfs:label ?label "
        "OPTIONAL { ?city kg:value ?value } }",
        f"CONSTRUCT {{ <{NETWORK}net> kg:value ?k }} WHERE {{ SELECT (COUNT(?x) AS ?k) {{ ?x kg:memberOf ?y }} }}",
        f'CONSTRUCT {{ <{NETWORK}net> rdfs:label "x}}" }} WHERE {{ }}',
        "CONSTRUCT { ?x a ?y } WHERE { ?x a kg:Region, ?y }",
    ],
)
def test_triples_are_whole_too(text: str, cap: int) -> None:
    with serving(Server(cap)) as address:
        assert sparql.ask_endpoint(store.Endpoint(address), text) == sparql.ask(WORLD, text)


def test_a_description_is_asked_for_as_turtle() -> None:
    server = Server()
    with serving(server) as address:
        answer = sparql.ask_endpoint(store.Endpoint(address), f"DESCRIBE <{NETWORK}other>")
    assert answer == sparql.ask(WORLD, f"DESCRIBE <{NETWORK}other>")
    assert isinstance(answer, list)
    assert len(answer) == 2
    assert [accept for _, accept in server.asked] == ["text/turtle"]


def test_a_row_is_a_yes_and_no_row_a_no() -> None:
    row = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "1"}}]}}
    none = {"head": {"vars": ["x"]}, "results": {"bindings": []}}
    for reply, truth in ((row, True), (none, False)):
        with serving(lambda query, accept, reply=reply: (200, json.dumps(reply).encode())) as address:  # type: ignore[misc]
            assert sparql.ask_endpoint(store.Endpoint(address), "ASK {}") is truth


@pytest.mark.parametrize("text", ["ASK {}", "SELECT * {}", "DESCRIBE <http://a>", LINKS])
@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (400, b"Parse error at line 1\nin a long trace", AskerError, "(HTTP 400): Parse error at line 1"),
        (500, b"Virtuoso 42000 Error\n", AskerError, "(HTTP 500): Virtuoso 42000 Error"),
        (404, b"", AskerError, "(HTTP 404): Not Found"),
        (403, b"<html><h1>Go away</h1></html>", AskerError, "(HTTP 403): Forbidden"),
        (503, b"", OperatorError, "(HTTP 503): Service Unavailable"),
        (400, b"\xff\x1b[31m", AskerError, "(HTTP 400): \ufffd [31m"),
    ],
)
def test_what_the_server_says_when_it_refuses_is_passed_on(
    text: str, status: int, body: bytes, kind: type[KgError], said: str
) -> None:
    with serving(lambda query, accept: (status, body)) as address:
        with pytest.raises(kind) as caught:
            sparql.ask_endpoint(store.Endpoint(address), text)
        assert str(caught.value) == f"{address} refused the query {said}"


@pytest.mark.parametrize(
    "body",
    [
        b"<html>hello</html>",
        b"",
        b"{}",
        b'{"head": {"vars": ["x"]}}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "a"}}, {"x"',
    ],
)
@pytest.mark.parametrize("text", ["ASK {}", "SELECT * {}", "SELECT * {} LIMIT 1", LINKS])
def test_an_answer_that_is_not_json_is_of_no_endpoint(text: str, body: bytes) -> None:
    with serving(lambda query, accept: (200, body)) as address:
        with pytest.raises(OperatorError) as caught:
            sparql.ask_endpoint(store.Endpoint(address), text)
        assert str(caught.value) == f"{address} did not answer with SPARQL results in JSON; is it an endpoint?"


def test_an_answer_that_is_not_turtle_is_of_no_endpoint() -> None:
    with serving(lambda query, accept: (200, b"<html>hello</html>")) as address:
        with pytest.raises(OperatorError) as caught:
            sparql.ask_endpoint(store.Endpoint(address), "DESCRIBE <http://a>")
        assert str(caught.value) == f"{address} did not answer with Turtle; is it an endpoint?"


def test_yes_is_no_answer_to_a_question_for_rows() -> None:
    with serving(lambda query, accept: (200, b'{"head": {}, "boolean": true}')) as address:
        with pytest.raises(OperatorError) as caught:
            sparql.ask_endpoint(store.Endpoint(address), "SELECT * {}")
        assert str(caught.value) == (f"{address} answered yes or no where rows were asked for; is it an endpoint?")


def test_nobody_at_the_address() -> None:
    with serving(Server()) as address:
        pass
    with pytest.raises(OperatorError, match=rf"^{address} does not answer: .*[Rr]efused.*; check the address$"):
        store.Endpoint(address).ask("ASK {}", "text/turtle")


def test_a_server_that_hangs_up() -> None:
    with serving(lambda query, accept: (0, b"")) as address:
        with pytest.raises(OperatorError) as caught:
            store.Endpoint(address).ask("ASK {}", "text/turtle")
        assert str(caught.value) == (
            f"{address} does not answer: Remote end closed connection without response; check the address"
        )


def test_a_server_that_never_answers_is_given_up_in_time() -> None:
    over = threading.Event()

    def wait(query: str, accept: str) -> Reply:
        over.wait(10)
        return 0, b""

    with serving(wait) as address:
        with pytest.raises(OperatorError) as caught:
            store.Endpoint(address, timeout=0.05).ask("ASK {}", "text/turtle")
        over.set()
        assert str(caught.value) == f"{address} does not answer: timed out; check the address"


@pytest.mark.parametrize("address", ["ftp://example.org/sparql", "localhost:3030", "file:///etc/passwd", ""])
def test_an_address_is_an_http_address(address: str) -> None:
    with pytest.raises(AskerError) as caught:
        store.Endpoint(address)
    assert str(caught.value) == (
        f"'{address}' is no endpoint; --endpoint takes an address that begins with http:// or https://"
    )


# kg query


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as a file."""
    path = tmp_path_factory.mktemp("graph") / "world.nt"
    path.write_bytes(store.lines((str(q.subject), str(q.predicate), str(q.object)) for q in WORLD))
    return path


def kg(*arguments: str | Path, given: str = "") -> Result:
    return CliRunner().invoke(main, ["query", *map(str, arguments)], input=given, prog_name="kg")


@pytest.mark.parametrize("form", SOLUTIONS)
def test_a_query_from_stdin(file: Path, form: str) -> None:
    result = kg("-", "--graph", file, "--format", form, given=CITIES)
    assert (result.exit_code, result.stdout, result.stderr) == (0, SOLUTIONS[form], "")


def test_a_query_from_a_file_into_a_file(file: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(CITIES, encoding="utf-8")
    result = kg(tmp_path / "q.rq", "--graph", file, "--format", "csv", "-o", tmp_path / "new" / "q.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {tmp_path}/new/q.csv\n")
    assert (tmp_path / "new" / "q.csv").read_text(encoding="utf-8") == SOLUTIONS["csv"]


def test_a_named_query_with_a_thing_by_its_name(file: Path, tmp_path: Path) -> None:
    result = kg("collectives-of", "--param", "place=ŁÓDŹ", "--graph", file)
    assert result.exit_code == 0
    assert result.stdout == "collective  relation  passages\n──────────  ────────  ────────\n"
    assert result.stderr == (
        "kg: no rows: nothing matches the pattern  ?c rdf:type kg:Collective .\n  kg:Collective is not in the graph\n"
    )


def test_triples_are_shown_as_turtle(file: Path) -> None:
    result = kg("-", "--graph", file, given=LINKS)
    assert result.stdout.endswith("\nid:city\\/lodz-pl kg:memberOf id:network\\/net .\n")


def test_a_query_as_of_a_date_says_what_was_left_out(file: Path) -> None:
    result = kg("-", "--graph", file, "--as-of", "1999", "--format", "csv", given="SELECT ?x { ?x a kg:Network }")
    assert result.stdout == f"x\n{NETWORK}other\n"
    assert result.stderr == (
        "kg: as of 1999: 0 dated statements hold, 0 do not and are left out, 0 are undated and kept\n"
    )


def test_an_endpoint_is_asked_instead_of_the_graph(file: Path) -> None:
    with serving(Server()) as address:
        result = kg("-", "--endpoint", address, "--graph", file, "--format", "csv", given=f"{CITIES} LIMIT 9")
    assert (result.exit_code, result.stdout, result.stderr) == (0, SOLUTIONS["csv"], "")


def test_things_are_looked_up_in_the_graph_beside_the_endpoint(file: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("# param n: thing -- net\nASK { ?x kg:memberOf $n }", encoding="utf-8")
    server = Server()
    with serving(server) as address:
        result = kg(tmp_path / "q.rq", "-p", "n=The Net", "--endpoint", address, "--graph", file)
    assert (result.exit_code, result.stdout) == (0, "yes\n")
    assert server.asked[0][0].endswith(f"ASK {{ ?x kg:memberOf <{NETWORK}net> }}")


def test_without_a_name_the_named_queries_are_listed() -> None:
    result = kg()
    assert result.stdout == kg("--list").stdout
    assert [line for line in result.stdout.splitlines() if line and not line.startswith(" ")] == sorted(sparql.named())
    assert (
        "shared-collectives\n"
        "    The collectives in which two places meet\n"
        "    --param one=…  city or region (default bristol-gb)\n"
        "    --param other=…  city or region (default milan-it)\n"
        "    kg query shared-collectives --param one=Bristol --param other=Milan\n"
    ) in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["member"], 2, "no query and no file is called 'member'; did you mean 'members'?"),
        (["xyzzy"], 2, "no query and no file is called 'xyzzy'; kg query --list shows the named queries"),
        (["members", "-p", "collective"], 2, "--param collective: write --param name=value"),
        (["networks", "-p", "x=1"], 2, "networks has no parameter 'x'; it takes none"),
        (["networks", "--as-of", "8.12.2018"], 2, "--as-of 8.12.2018: not a date; write 2018, 2018-12 or 2018-12-08"),
        (["networks", "--as-of", "2018-13"], 2, "--as-of 2018-13: not a date; write 2018, 2018-12 or 2018-12-08"),
        (
            ["networks", "--as-of", "2018", "--endpoint", "http://127.0.0.1:9"],
            2,
            "--as-of works on the built graph, not on an endpoint; leave one of the two out",
        ),
        (
            ["networks", "--endpoint", "127.0.0.1:9"],
            2,
            "'127.0.0.1:9' is no endpoint; --endpoint takes an address that begins with http:// or https://",
        ),
        (["networks", "--graph", "no.nt"], 1, "no.nt: no such graph; run 'kg build' first, or name one with --graph"),
        (
            ["-"],
            2,
            "the query does not parse at line 1, column 25: its prefix is not declared\n"
            "  SELECT * { ?x a kgg:City }\n"
            "                          ^",
        ),
    ],
)
def test_a_wrong_question_ends_in_one_message(file: Path, arguments: list[str], code: int, message: str) -> None:
    result = kg(
        *arguments, *([] if "--graph" in arguments else ["--graph", str(file)]), given="SELECT * { ?x a kgg:City }"
    )
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"kg: {message}\n")


def test_help_ends_with_an_example() -> None:
    assert kg("--help").stdout.endswith("\n  Example:  kg query members --param collective=eurocities --format csv\n")
