from __future__ import annotations

import io
import json
import re
import sys
from typing import Any

import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib

from kg import results, sparql, terms
from kg.errors import AskerError, OperatorError
from kg.results import MOST, Found, Rows
from tests.conftest import CITIES, CITY, LINKS, NETWORK, WORLD, XSD, literal

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
    found = results.python(term)
    assert (found, type(found)) == (value, type(value))


def test_a_notebook_shows_rows_as_a_table_of_text() -> None:
    rows = Found([{"name": "<b>&", "n": 150.0, "big": 130000000.0, "half": 0.5, "none": None, "yes": True}])
    form = rows._repr_html_()
    cells = re.findall("<td dir=auto[^>]*>([^<\\n]*)", form)
    assert cells == ["&lt;b&gt;&amp;", "150", "130000000", "0.5", "", "True"]
    assert re.findall("<th scope=col>([^<]*)", form) == ["name", "n", "big", "half", "none", "yes"]
    assert re.findall('start">([^<]*)', form) == cells[:1], "text begins at the left, numbers end at the right"
    assert "more rows" not in form and rows == [dict(rows[0])]


@pytest.mark.parametrize(("number", "said"), [(0, ""), (MOST, ""), (MOST + 1, "… and 1 more rows")])
def test_a_notebook_shows_the_first_rows_and_how_many_there_are_besides(number: int, said: str) -> None:
    form = Found({"n": each} for each in range(number))._repr_html_()
    assert form.count("<td") == min(number, MOST)
    assert form.endswith(f"</table>\n<p>{said}</p>" if said else "</table>")


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
    assert results.serialize(sparql.ask(WORLD, CITIES), form).decode() == SOLUTIONS[form]


def test_rows_in_json_are_sparql_results() -> None:
    assert json.loads(results.serialize(sparql.ask(WORLD, CITIES), "json")) == {
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
    assert json.loads(results.serialize(answer, "json"))["results"]["bindings"] == [
        {"x": {"type": "literal", "value": "a"}, "y": {"type": "bnode", "value": "b"}}
    ]


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "parquet"])
def test_a_triple_in_a_row_is_written_in_each_format(form: str) -> None:
    answer = sparql.ask(WORLD, "SELECT (<<( <http://a> <http://b> 1 )>> AS ?t) {}")
    assert b"http://a" in results.serialize(answer, form)


@pytest.mark.parametrize("form", TRUTHS)
def test_truth_in_each_format(form: str) -> None:
    assert results.serialize(sparql.ask(WORLD, "ASK {}"), form).decode() == TRUTHS[form]


def test_what_is_not_so_is_no() -> None:
    no = sparql.ask(WORLD, "ASK { ?x a kg:Region }")
    assert [results.serialize(no, form) for form in ("table", "csv")] == [b"no\n", b"false\n"]


@pytest.mark.parametrize("form", NOTHING)
def test_no_rows_in_each_format(form: str) -> None:
    assert results.serialize(sparql.ask(WORLD, "SELECT ?x ?y { ?x a kg:Region, ?y }"), form).decode() == NOTHING[form]


@pytest.mark.parametrize("form", ["table", "turtle", "ntriples", "xml", "json"])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib
def test_triples_in_each_format_say_the_same(form: str) -> None:
    answer = sparql.ask(WORLD, LINKS)
    written = results.serialize(answer, form)
    formats = {"table": "turtle", "turtle": "turtle", "ntriples": "nt", "xml": "xml", "json": "json-ld"}
    read = rdflib.Graph().parse(data=written, format=formats[form])
    member = rdflib.URIRef(terms.expand("kg:memberOf"))
    assert set(read) == {
        (rdflib.URIRef(CITY + key), member, rdflib.URIRef(f"{NETWORK}net")) for key in ("a-es", "lodz-pl")
    }


def test_turtle_uses_the_prefixes_of_the_project() -> None:
    written = results.serialize(sparql.ask(WORLD, LINKS), "turtle").decode()
    assert written.endswith(
        "\nid:city\\/a-es kg:memberOf id:network\\/net .\nid:city\\/lodz-pl kg:memberOf id:network\\/net .\n"
    )


def test_rows_as_parquet_keep_numbers_and_gaps() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(results.serialize(sparql.ask(WORLD, CITIES), "parquet")))
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
    table = pyarrow.parquet.read_table(io.BytesIO(results.parquet(["x"], [[value] for value in values])))
    assert (table.to_pydict(), str(table.schema.field("x").type)) == ({"x": column}, kind)


def test_without_pyarrow_parquet_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OperatorError) as caught:
        results.serialize(Rows(["x"], []), "parquet")
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
        results.serialize(sparql.ask(WORLD, text), form)
    assert str(caught.value) == message


def test_a_wide_cell_is_cut_in_a_table_only() -> None:
    answer = Rows(["x"], [(literal("é" * 60),), (literal("é" * 61),)])
    assert results.table(answer) == "x\n" + "─" * 60 + "\n" + "é" * 60 + "\n" + "é" * 59 + "…\n"
    assert results.serialize(answer, "csv").decode() == "x\n" + "é" * 60 + "\n" + "é" * 61 + "\n"


def test_csv_is_guarded_against_spreadsheets_and_the_other_formats_are_not() -> None:
    answer = Rows(["name", "n"], [(literal("=1+1"), literal("-3.5")), (literal("@x"), None)])
    assert results.serialize(answer, "csv").decode() == "name,n\n'=1+1,-3.5\n'@x,\n"
    assert results.serialize(answer, "tsv").decode() == '?name\t?n\n"=1+1"\t"-3.5"\n"@x"\t\n'
    values = [row["name"]["value"] for row in json.loads(results.serialize(answer, "json"))["results"]["bindings"]]
    assert values == ["=1+1", "@x"]
