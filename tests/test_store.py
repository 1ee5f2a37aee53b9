from __future__ import annotations

import calendar
import shutil
from datetime import date as day
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import paths, tables, terms, triples
from kg import store as stores
from kg.dates import AsOf
from kg.errors import AskerError, ModellerError, OperatorError
from tests.conftest import world

BASE = "@base <https://w3id.org/citykg/id/> .\n"
ABC = '<http://a> <http://b> "c" .\n'


# Reading and writing


def test_a_node_is_the_full_iri_of_a_prefixed_name() -> None:
    assert stores.node("id:city/lima-pe") == ox.NamedNode("https://w3id.org/citykg/id/city/lima-pe")


def test_lines_are_sorted_and_end_in_a_dot() -> None:
    assert stores.lines([("<b>", "<p>", '"é"'), ("<a>", "<q>", "<c>"), ("<a>", "<p>", "<d>")]) == (
        '<a> <p> <d> .\n<a> <q> <c> .\n<b> <p> "é" .\n'.encode()
    )


def test_no_triples_are_no_lines() -> None:
    assert stores.lines([]) == b""


def test_turtle_keeps_the_order_and_uses_the_prefixes() -> None:
    city = "<https://w3id.org/citykg/id/city/lima-pe>"
    written = stores.turtle(
        f'{city} {terms.term("rdf:type")} {terms.term("kg:City")} .\n<http://x> <http://y> "z" .\n'.encode()
    )
    lines = written.decode().splitlines()
    assert {line for line in lines if line.startswith("@prefix")} == {
        f"@prefix {name}: <{base}> ." for name, base in terms.PREFIXES.items()
    }
    assert [line for line in lines if not line.startswith("@prefix")] == [
        "id:city\\/lima-pe a kg:City .",
        '<http://x> <http://y> "z" .',
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "x.nt",
            "<http://a> <http://b> \n",
            "x.nt:2:1: line jumps are not allowed in the middle of triples; mend it there",
        ),
        ("x.ttl", "@prefix a: <http://a/> .\na:b a:c\n", "x.ttl:3:1: Unexpected end; mend it there"),
        ("x.ttl", ABC + "<y> <z> 1 .", "x.ttl:2:1: No scheme found in an absolute IRI; mend it there"),
        (
            "x.csv",
            "",
            "x.csv: Not supported RDF format extension: csv; use .nt, .ttl, .nq, .trig, .rdf or .jsonld",
        ),
    ],
)
def test_a_file_that_is_no_rdf_is_named_with_the_place(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ModellerError) as caught:
        stores.parse(tmp_path / name)
    assert str(caught.value) == message


def test_a_missing_file_cannot_be_parsed(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=rf"^cannot read {tmp_path}/none.ttl: No such file or directory"):
        stores.parse(tmp_path / "none.ttl")


def test_parse_gives_the_triples_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_text(ABC, encoding="utf-8")
    assert list(map(str, stores.parse(tmp_path / "x.nt"))) == ['<http://a> <http://b> "c"']


# The vocabulary


@pytest.fixture
def small_ontology(tmp_path: Path) -> Path:
    """Five classes, one aligned, and two schemes."""
    prefixes = "".join(f"@prefix {name}: <{base}> .\n" for name, base in terms.PREFIXES.items())
    classes = """kg:City rdfs:subClassOf kg:Government, schema:City . kg:Government rdfs:subClassOf kg:Place, kg:Agent .
        kg:Agent rdfs:subClassOf kg:Thing . kg:Place rdfs:subClassOf kg:Thing ."""
    files = {
        "citykg.ttl": classes,
        "align.ttl": "kg:Agent rdfs:subClassOf foaf:Agent .",
        "schemes/gcm.ttl": '<https://w3id.org/citykg/scheme/gcm/2a> skos:notation "2a" .',
        "schemes/role.ttl": '<http://m> skos:notation "member" . <http://f> skos:notation "former" .',
    }
    (tmp_path / "schemes").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(prefixes + text, encoding="utf-8")
    return tmp_path


def test_the_vocabulary_is_the_triples_of_all_its_files(small_ontology: Path) -> None:
    found = stores.vocabulary(small_ontology)
    assert len(found) == 6 + 1 + 1 + 2
    assert (terms.term("kg:Agent"), terms.term("rdfs:subClassOf"), terms.term("foaf:Agent")) in found
    assert ("<http://m>", terms.term("skos:notation"), '"member"') in found


def test_a_vocabulary_without_its_main_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=rf"^cannot read {tmp_path}/citykg.ttl: No such file or directory"):
        stores.vocabulary(tmp_path)


def test_concepts_are_the_notations_of_each_scheme(small_ontology: Path) -> None:
    assert stores.concepts(small_ontology) == {"gcm": frozenset({"2a"}), "role": frozenset({"member", "former"})}


def test_parents_are_all_classes_above_each_once_and_only_our_own(small_ontology: Path) -> None:
    assert stores.parents(small_ontology) == {
        "City": ["Agent", "Government", "Place", "Thing"],
        "Government": ["Agent", "Place", "Thing"],
        "Agent": ["Thing"],
        "Place": ["Thing"],
    }


def test_classes_in_a_circle_do_not_hang(small_ontology: Path) -> None:
    path = small_ontology / "citykg.ttl"
    path.write_text(path.read_text() + "kg:Thing rdfs:subClassOf kg:Place .", encoding="utf-8")
    assert stores.parents(small_ontology)["Agent"] == ["Place", "Thing"]


# Opening


def test_without_a_path_the_last_build_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "citykg.nt").write_text(ABC, encoding="utf-8")
    monkeypatch.setattr(paths, "build", lambda: tmp_path)
    assert [str(quad.triple) for quad in stores.open_store()] == ['<http://a> <http://b> "c"']


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.nt", ABC), ("x.ttl", ABC), ("x.trig", ABC), ("x.jsonld", '{"@id": "http://a", "http://b": "c"}')],
)
def test_any_rdf_file_opens(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert [str(quad.triple) for quad in stores.open_store(tmp_path / name)] == ['<http://a> <http://b> "c"']


def test_what_stands_in_a_named_graph_too_counts_once(tmp_path: Path) -> None:
    (tmp_path / "x.trig").write_text(ABC + f"<http://g> {{ {ABC} <http://d> <http://e> 1 . }}", encoding="utf-8")
    assert sorted(str(quad) for quad in stores.open_store(tmp_path / "x.trig")) == [
        '<http://a> <http://b> "c"',
        f'<http://d> <http://e> "1"^^<{terms.expand("xsd:integer")}>',
    ]


def test_a_parser_that_knows_no_line_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_text("<a>", encoding="utf-8")
    with pytest.raises(ModellerError, match=r"^x\.rdf: XML namespaces are required in RDF/XML; mend it there$"):
        stores.parse(tmp_path / "x.rdf")
    with pytest.raises(ModellerError, match=r"^x\.rdf: XML namespaces are required.*; run 'kg build' again$"):
        stores.open_store(tmp_path / "x.rdf")


def test_an_empty_graph_opens(tmp_path: Path) -> None:
    (tmp_path / "x.nt").touch()
    assert len(stores.open_store(tmp_path / "x.nt")) == 0


def test_a_store_on_disk_opens_and_cannot_be_changed(tmp_path: Path) -> None:
    quad = ox.Quad(stores.node("id:city/lima-pe"), stores.node("rdf:type"), stores.node("kg:City"))
    written = ox.Store(str(tmp_path / "disk"))
    written.add(quad)
    del written
    opened = stores.open_store(tmp_path / "disk")
    assert list(opened) == [quad]
    with pytest.raises(RuntimeError, match="read-write"):
        opened.remove(quad)


def test_a_graph_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        stores.open_store(tmp_path / "x.nt")
    assert str(caught.value) == f"{tmp_path}/x.nt: no such graph; run 'kg build' first, or name one with --graph"


def test_a_folder_that_is_no_store_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=rf"^cannot read {tmp_path}: "):
        stores.open_store(tmp_path)


def test_a_broken_graph_is_named_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_text(ABC + "<http://a> <http://b> .\n", encoding="utf-8")
    with pytest.raises(ModellerError) as caught:
        stores.open_store(tmp_path / "x.nt")
    assert str(caught.value) == (
        "x.nt:2:23: The object of a triple must be an IRI, a blank node or a literal; run 'kg build' again"
    )


def test_bytes_that_are_no_utf8_are_named_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_bytes(b'<http://a> <http://b> "\xff" .\n')
    with pytest.raises(ModellerError, match=r"^x\.nt:1:24: Invalid UTF-8.*; run 'kg build' again$"):
        stores.open_store(tmp_path / "x.nt")


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_open(tmp_path: Path) -> None:
    (tmp_path / "x.csv").touch()
    with pytest.raises(AskerError) as caught:
        stores.open_store(tmp_path / "x.csv")
    assert str(caught.value) == (
        f"{tmp_path}/x.csv: Not supported RDF format extension: csv; "
        "name an .nt, .ttl, .nq, .trig, .rdf or .jsonld file"
    )


# rdflib and rows

MIXED = world(
    BASE
    + """<city/lodz-pl> rdfs:label "Łódź"@pl, "line\\nbreak \\"quoted\\" \\\\" ; kg:founded "1423"^^xsd:gYear ;
    geo:lat 51.77e0 ; kg:migrationSpecific true ; kg:value 0.5 ; kg:note _:b . _:b rdfs:label "blank" ."""
)


def test_a_store_goes_to_rdflib_and_back_without_loss() -> None:
    graph = stores.to_rdflib(MIXED)
    assert len(graph) == 8
    back = ox.Dataset(stores.from_rdflib(graph))
    there = ox.Dataset(MIXED)
    for each in (back, there):
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert back == there


def test_prefixes_are_bound_in_rdflib_and_no_others() -> None:
    bound = {(prefix, str(base)) for prefix, base in stores.to_rdflib(ox.Store()).namespaces()}
    assert bound == set(terms.PREFIXES.items())


def test_lines_make_a_store() -> None:
    assert [str(quad.triple) for quad in stores.from_lines(ABC.encode() * 2)] == ['<http://a> <http://b> "c"']


def test_select_gives_text_by_variable_and_the_empty_string_for_unbound() -> None:
    small = world(BASE + '<city/a> rdfs:label "A"@en ; kg:value 0.5 . <city/b> rdfs:label "B"@en .')
    query = "SELECT ?city ?label ?value { ?city rdfs:label ?label OPTIONAL { ?city kg:value ?value } } ORDER BY ?label"
    assert stores.select(small, query) == [
        {"city": "https://w3id.org/citykg/id/city/a", "label": "A", "value": "0.5"},
        {"city": "https://w3id.org/citykg/id/city/b", "label": "B", "value": ""},
    ]


# As of a date

WORLD: dict[str, list[dict[str, str]]] = {
    "sources": [{"key": "s", "title": "A source", "kind": "document"}],
    "countries": [
        {
            "key": "es",
            "name": "Spain",
            "iso2": "ES",
            "iso3": "ESP",
            "un_region": "150",
            "un_subregion": "039",
            "global_south": "false",
        }
    ],
    "cities": [{"key": f"{name}-es", "name": name.upper(), "country": "es"} for name in "abc"],
    "networks": [
        {"key": "net", "name": "Net", "kind": "network", "founded": "2000"},
        {"key": "old", "name": "Old", "kind": "network", "founded": "1990", "ended": "2010-06"},
        {"key": "new", "name": "New", "kind": "network", "founded": "2018-12-08"},
    ],
    "instruments": [
        {"key": "charter", "name": "Charter", "kind": "charter", "adopted": "2004-11"},
        {"key": "call", "name": "Call", "kind": "call", "adopted": "2019-05"},
    ],
    "memberships": [
        {"key": "a-net", "member": "a-es", "collective": "net", "role": "member", "from": "2005"},
        {"key": "b-net", "member": "b-es", "collective": "net", "role": "steering", "from": "2012-06", "to": "2015-03"},
        {"key": "c-net", "member": "c-es", "collective": "net", "role": "member"},
        {"key": "a-old", "member": "a-es", "collective": "old", "role": "member"},
        {"key": "a-new", "member": "a-es", "collective": "new", "role": "member"},
    ],
    "endorsements": [
        {"key": "a-charter", "endorser": "a-es", "instrument": "charter", "role": "signatory", "on": "2004-11-20"}
    ],
    "pledges": [{"key": "a-pledge", "name": "To do", "government": "a-es", "call": "call"}],
    "count_claims": [{"key": "net-5", "about": "net", "counted": "cities", "value": "5", "as_of": "2016"}],
}


def built(folder: Path, **rows: list[dict[str, str]]) -> ox.Store:
    """The graph of the given rows, all resting on source `s`, without the vocabulary."""
    shutil.copy(paths.data() / tables.DESCRIPTOR, folder)
    for table in tables.describe(folder).values():
        given = [row | {"evidence": "s"} if table.name != "sources" else row for row in rows.get(table.name, [])]
        names = {column.name for column in table.columns}
        content = tables.canonical(table, [{name: row[name] for name in row if name in names} for row in given])
        (folder / table.path).write_text(content, encoding="utf-8")
    ontology = paths.ontology()
    loaded = tables.load(folder, stores.concepts(ontology))
    return stores.from_lines(stores.lines(triples.triples(loaded, stores.parents(ontology))))


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """Three cities, three networks (one ended, one late), a charter, a late call, a pledge and a count."""
    return built(tmp_path_factory.mktemp("world"), **WORLD)


def said(graph: ox.Store, predicate: str) -> set[tuple[str, str]]:
    """Who is linked with what by the short triples of a predicate, by key."""
    quads = graph.quads_for_pattern(None, stores.node(predicate), None)
    return {
        (str(quad.subject).strip("<>").rsplit("/")[-1], str(quad.object).strip("<>").rsplit("/")[-1]) for quad in quads
    }


A, B, C, NEW, OLD = ("a-es", "net"), ("b-es", "net"), ("c-es", "net"), ("a-es", "new"), ("a-es", "old")
# What bears no date: the three cities' country cells, the years of net, old, its end and charter, and c-net.
UNDATED = 3 + 4 + 1
# What is left out while new and call are not there: a-new and new's year; the pledge and call's date.
LATE = 2 + 2


@pytest.mark.parametrize(
    ("date", "members", "held", "dropped", "undated"),
    [
        ("2004", {C, OLD}, 1, 3 + 1 + LATE, UNDATED + 1),  # charter holds; a, b (twice) and the count are to come
        ("2005", {A, C, OLD}, 2, 3 + LATE, UNDATED + 1),
        ("2005-01-01", {A, C, OLD}, 2, 3 + LATE, UNDATED + 1),  # a year is not earlier than any of its days
        ("2010", {A, C, OLD}, 2, 3 + LATE, UNDATED + 1),  # old ended within the year
        ("2010-06", {A, C, OLD}, 2, 3 + LATE, UNDATED + 1),
        ("2010-07", {A, C}, 2, 3 + 1 + LATE, UNDATED),  # old is over
        ("2012-05", {A, C}, 2, 3 + 1 + LATE, UNDATED),
        ("2012", {A, B, C}, 4, 1 + 1 + LATE, UNDATED),  # b is in, as a member and as one who steers
        ("2015-03-31", {A, B, C}, 4, 1 + 1 + LATE, UNDATED),
        ("2015-04", {A, C}, 2, 3 + 1 + LATE, UNDATED),
        ("2016", {A, C}, 3, 2 + 1 + LATE, UNDATED),  # the count
        ("2018-12-07", {A, C}, 3, 2 + 1 + LATE, UNDATED),
        ("2018-12-08", {A, C, NEW}, 3, 2 + 1 + 2, UNDATED + 2),
        ("2018-12", {A, C, NEW}, 3, 2 + 1 + 2, UNDATED + 2),
        ("2019-04", {A, C, NEW}, 3, 2 + 1 + 2, UNDATED + 2),
        ("2019-05-01", {A, C, NEW}, 3, 2 + 1, UNDATED + 4),
    ],
)
def test_the_graph_as_it_stood(
    dated: ox.Store, date: str, members: set[tuple[str, str]], held: int, dropped: int, undated: int
) -> None:
    looked, count = stores.as_of(dated, date)
    assert said(looked, "kg:memberOf") == members
    assert count == AsOf(date, held, dropped, undated)


def test_before_everything_only_the_undated_is_left(dated: ox.Store) -> None:
    looked, count = stores.as_of(dated, "1900")
    assert count == AsOf("1900", 0, 15, 3)
    assert said(looked, "kg:inCountry") == {("a-es", "es"), ("b-es", "es"), ("c-es", "es")}
    assert said(looked, "kg:memberOf") == set()


def test_a_second_link_holds_as_long_as_its_row(dated: ox.Store) -> None:
    assert said(dated, "kg:steeredBy") == set()
    assert said(stores.as_of(dated, "2013")[0], "kg:steeredBy") == {("net", "b-es")}
    assert said(stores.as_of(dated, "2016")[0], "kg:steeredBy") == set()


def test_a_pledge_stands_and_falls_with_its_call(dated: ox.Store) -> None:
    assert said(stores.as_of(dated, "2019-04")[0], "kg:pledgedUnder") == set()
    assert said(stores.as_of(dated, "2019-05")[0], "kg:pledgedUnder") == {("a-es", "call")}


def test_of_what_is_left_out_nothing_is_left(dated: ox.Store) -> None:
    looked, _ = stores.as_of(dated, "2003")
    everywhere = " ".join(f"{quad.triple}" for quad in looked)
    for key in ("network/new", "instrument/call", "membership/a-new", "pledge/a-pledge", "count-claim/net-5"):
        assert f"{terms.PREFIXES['id']}{key}" not in everywhere
    assert f"{terms.PREFIXES['id']}network/net" in everywhere


def test_the_graph_itself_is_not_changed(dated: ox.Store) -> None:
    before = set(dated)
    stores.as_of(dated, "1900")
    assert set(dated) == before


@pytest.mark.parametrize("wrong", ["yesterday", "", "2018-13", "2018-W01-1", "20180101"])
def test_as_of_needs_a_date(wrong: str) -> None:
    with pytest.raises(AskerError, match="not a date; write 2018, 2018-12 or 2018-12-08"):
        stores.as_of(ox.Store(), wrong)


def test_as_of_twice_is_as_of_once(dated: ox.Store) -> None:
    once, _ = stores.as_of(dated, "2013")
    twice, count = stores.as_of(once, "2013")
    assert set(twice) == set(once)
    assert count.dropped == 0


def test_at_the_end_of_time_the_shipped_graph_lacks_only_what_has_ended(store: ox.Store) -> None:
    looked, count = stores.as_of(store, "9999")
    ended = {
        row["statement"]
        for row in stores.select(
            store,
            """SELECT ?statement { ?statement a kg:Statement
              { ?statement kg:to ?to } UNION { ?statement kg:collective/kg:ended ?end } }""",
        )
    }
    gone = [quad for quad in store if quad not in looked]
    assert [str(quad.triple) for quad in gone if not {str(quad.subject)[1:-1], str(quad.object)[1:-1]} & ended] == []
    assert [str(quad.triple) for quad in looked if quad not in store] == []
    assert count.dropped == len(ended)


def test_what_a_row_says_itself_stays_beside_statements_of_the_same_relation() -> None:
    small = world(
        BASE
        + """<count-claim/c> a kg:Statement ; kg:about <network/n> ; kg:value 5 .
        <relation/r> a kg:Statement ; rdf:subject <publication/p> ; rdf:predicate kg:about ; rdf:object <network/n> .
        <publication/p> kg:about <network/n> ."""
    )
    assert set(stores.as_of(small, "2018")[0]) == set(small)


def test_the_last_statement_of_a_relation_takes_its_short_triple_along() -> None:
    small = world(
        BASE
        + """<membership/m> a kg:Statement ; rdf:subject <city/a> ; rdf:predicate kg:memberOf ; rdf:object <network/n> ;
          kg:from "2019"^^xsd:gYear . <city/a> kg:memberOf <network/n> ."""
    )
    assert len(stores.as_of(small, "2018")[0]) == 0


def test_a_former_link_without_dates_does_not_come_back() -> None:
    small = world(
        BASE
        + """<post/p> a kg:Statement ; rdf:subject <person/a> ; rdf:predicate kg:holdsPostAt ; rdf:object <network/n> ;
          kg:role <https://w3id.org/citykg/scheme/role/former> ."""
    )
    assert set(stores.as_of(small, "2018")[0]) == set(small)


def test_the_count_is_said_in_words() -> None:
    assert str(AsOf("2018", 3, 2, 1)) == (
        "as of 2018: 3 dated statements hold, 2 do not and are left out, 1 are undated and kept"
    )


def partial_dates() -> st.SearchStrategy[str]:
    return st.builds(
        lambda year, month, number, length: f"{year:04}-{month:02}-{number:02}"[:length],
        st.integers(2010, 2012),
        st.integers(1, 12),
        st.integers(1, 28),
        st.sampled_from([4, 7, 10]),
    )


def span(date: str) -> tuple[day, day]:
    """The first and the last day that a year, a month or a day may mean."""
    year, month = int(date[:4]), int(date[5:7] or 0)
    if len(date) == 10:
        return day.fromisoformat(date), day.fromisoformat(date)
    last = month or 12
    return day(year, month or 1, 1), day(year, last, calendar.monthrange(year, last)[1])


@settings(max_examples=150, derandomize=True, deadline=None)
@given(start=st.none() | partial_dates(), end=st.none() | partial_dates(), at=partial_dates())
def test_a_statement_holds_where_its_days_and_those_looked_at_may_meet(
    start: str | None, end: str | None, at: str
) -> None:
    cells = [("kg:from", start), ("kg:to", end)]
    dates = "".join(f" ; {name} {terms.date(value)}" for name, value in cells if value)
    link = "rdf:subject <city/a> ; rdf:predicate kg:memberOf ; rdf:object <network/n>"
    short = "" if end else "<city/a> kg:memberOf <network/n> ."  # as `triples` has it: what has ended is not short
    small = world(f"{BASE}<membership/m> a kg:Statement ; {link}{dates} . {short}")
    looked, count = stores.as_of(small, at)
    holds = (not start or span(start)[0] <= span(at)[1]) and (not end or span(end)[1] >= span(at)[0])
    assert said(looked, "kg:memberOf") == ({("a", "n")} if holds else set())
    known = bool(start or end)
    assert (count.held, count.dropped, count.undated) == (int(holds and known), int(not holds), int(not known))


def test_a_store_is_opened_by_a_path_in_text_too(tmp_path: Path) -> None:
    (tmp_path / "g.nt").write_text("<http://a/s> <http://a/p> <http://a/o> .\n")
    assert len(stores.open_store(str(tmp_path / "g.nt"))) == 1
    with pytest.raises(OperatorError, match="no such graph"):
        stores.open_store("nope")
