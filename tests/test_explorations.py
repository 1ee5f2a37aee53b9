"""From a store to the pages of it: whole, of a layer, of an answer, around a thing, and several beside a large one."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import api, cli, excerpts, explorations, relations
from kg.errors import AskerError
from kg.explorer import Page
from tests.conftest import world
from tests.test_explorer import Reader, unpacked

ID = "https://w3id.org/citykg/id/"
WORLD = f"""@base <{ID}> .
<city/a-es> a kg:City , kg:LocalGovernment ; rdfs:label "Àvila" ; kg:inCountry <country/es> .
<city/b-es> a kg:City , kg:LocalGovernment ; rdfs:label "Cuenca" ; kg:inCountry <country/es> .
<city/c-ec> a kg:City , kg:LocalGovernment ; rdfs:label "Cuenca" .
<country/es> a kg:Country ; rdfs:label "Spain" .
<network/n> a kg:Network , kg:Collective ; rdfs:label "Net" ; skos:altLabel "The Net" .
<instrument/i> a kg:Charter , kg:Collective ; rdfs:label "Letter" .
""" + "".join(
    f"""<{kind}/{key}> a kg:Statement ; rdf:subject <{start}> ; rdf:predicate kg:{relation} ; rdf:object <{end}> ;
  kg:from "{since}" ; kg:evidence <source/s> . <{start}> kg:{relation} <{end}> .
"""
    for kind, key, start, relation, end, since in [
        ("membership", "m1", "city/a-es", "memberOf", "network/n", 2010),
        ("membership", "m2", "city/c-ec", "memberOf", "network/n", 2015),
        ("endorsement", "e1", "city/b-es", "endorses", "instrument/i", 2018),
        ("statement", "s1", "city/a-es", "inCountry", "country/es", 1900),
        ("statement", "s2", "city/b-es", "inCountry", "country/es", 1900),
    ]
)


@pytest.fixture
def spain() -> ox.Store:
    return world(WORLD)


def shown(page: Page) -> tuple[list[str], list[str]]:
    """The keys of a page's things, and its links."""
    read = Reader(page.html)
    nodes = [node["key"] for node in read.rows("nodes")]
    return nodes, sorted(f"{nodes[each['from']]} {each['relation']} {nodes[each['to']]}" for each in read.rows("links"))


def test_the_whole_has_every_thing_and_link_with_its_dates(spain: ox.Store, tmp_path: Path) -> None:
    page = api.explore(tmp_path / "p.html", store=spain)
    nodes, links = shown(page)
    assert nodes == ["a-es", "b-es", "c-ec", "es", "i", "n"]
    assert links == [
        "a-es inCountry es", "a-es memberOf n", "b-es endorses i", "b-es inCountry es", "c-ec memberOf n",
    ]  # fmt: skip
    assert [link["start"] for link in Reader(page.html).rows("links")] == ["2018", "2010", "2015", "1900", "1900"]
    assert [node["country"] for node in Reader(page.html).rows("nodes")] == ["es", "es", "", "", "", ""]


def test_as_of_a_date_later_links_are_left_out_and_counted(spain: ox.Store, tmp_path: Path) -> None:
    page = api.explore(tmp_path / "p.html", store=spain, as_of="2012")
    assert shown(page)[1] == ["a-es inCountry es", "a-es memberOf n", "b-es inCountry es"]
    about = Reader(page.html).payload["about"]
    assert (about["asOf"], about["note"]) == (
        "2012", "As of 2012: 3 dated statements hold, 2 do not and are left out, 0 are undated and kept.",
    )  # fmt: skip


def test_layers_keep_their_links_and_say_so(spain: ox.Store, tmp_path: Path) -> None:
    page = api.explore(tmp_path / "p.html", store=spain, layers=["endorsement"])
    assert shown(page) == (["b-es", "es", "i"], ["b-es endorses i", "b-es inCountry es"])
    read = Reader(page.html)
    assert (read.payload["about"]["part"], read.payload["about"]["scored"]) == ("Layers: endorsement.", "")
    nodes = read.rows("nodes")
    scored = {nodes[row["node"]]["key"]: row["value"] for row in unpacked(read.payload["scores"]["degree"])}
    assert scored == {"b-es": 1, "i": 1}


@pytest.mark.parametrize("name", ["n", "Net", "the net"])
def test_an_ego_is_found_by_key_name_or_other_name(spain: ox.Store, tmp_path: Path, name: str) -> None:
    page = api.explore(tmp_path / "p.html", store=spain, ego=name)
    assert shown(page)[0] == ["a-es", "c-ec", "es", "n"]
    about = Reader(page.html).payload["about"]
    assert about["start"] == "tab=graph&at=n&show=ego"
    assert (about["part"], about["scored"]) == (
        "Net and what is within 1 step of it.", "Scores and ranks are those of the whole graph.",
    )  # fmt: skip


def test_the_page_may_be_named_by_a_string(spain: ox.Store, tmp_path: Path) -> None:
    page = api.explore(str(tmp_path / "p.html"), store=spain)
    assert page.path == tmp_path / "p.html" and page.path.read_text(encoding="utf-8") == page.html


def test_a_page_of_a_part_says_among_how_many_of_the_whole_its_things_rank(spain: ox.Store, tmp_path: Path) -> None:
    page = api.explore(tmp_path / "p.html", store=spain, ego="b-es")
    assert shown(page)[0] == ["b-es", "es", "i"]
    assert {tuple(each["among"]) for each in Reader(page.html).payload["measures"]} == {(3, 2)}


def query(folder: Path, text: str) -> Path:
    (folder / "own.rq").write_text(text, encoding="utf-8")
    return folder / "own.rq"


def test_rows_with_addresses_become_their_things_and_the_links_between(spain: ox.Store, tmp_path: Path) -> None:
    asked = query(tmp_path, "SELECT ?who ?n { ?who kg:memberOf ?n }")
    assert shown(api.explore(tmp_path / "p.html", store=spain, query=asked)) == (
        ["a-es", "c-ec", "es", "n"], ["a-es inCountry es", "a-es memberOf n", "c-ec memberOf n"],
    )  # fmt: skip


def test_rows_with_names_become_things_where_one_alone_has_the_name(spain: ox.Store, tmp_path: Path) -> None:
    page = api.explore(
        tmp_path / "p.html",
        store=spain,
        query=query(tmp_path, "SELECT ?x { ?c a kg:City , kg:LocalGovernment ; rdfs:label ?x }"),
    )
    assert shown(page)[0] == ["a-es", "es"]
    said = "What the query own names. Left out, since more than one thing is called so: Cuenca."
    assert Reader(page.html).payload["about"]["part"] == said


def test_a_name_of_several_means_the_one_that_is_linked_with_what_the_query_asks_for(
    spain: ox.Store, tmp_path: Path
) -> None:
    asked = query(tmp_path, "SELECT ?x { ?c kg:memberOf id:network\\/n ; rdfs:label ?x }")
    assert shown(api.explore(tmp_path / "p.html", store=spain, query=asked))[0] == ["a-es", "c-ec", "es", "n"]


def test_constructed_links_are_drawn_beside_those_that_are_stated(spain: ox.Store, tmp_path: Path) -> None:
    asked = query(tmp_path, """CONSTRUCT { ?a kg:meets ?b . ?a kg:memberOf ?n . ?a rdfs:label ?l }
      WHERE { ?a kg:memberOf ?n ; rdfs:label ?l . ?b kg:memberOf ?n FILTER(STR(?a) < STR(?b)) }""")  # fmt: skip
    page = api.explore(tmp_path / "p.html", store=spain, query=asked)
    assert shown(page)[1] == ["a-es inCountry es", "a-es meets c-ec", "a-es memberOf n", "c-ec memberOf n"]
    evidence = {link["relation"]: link["evidence"] for link in Reader(page.html).rows("links")}
    assert (evidence["meets"], evidence["memberOf"]) == ([], ["s"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ASK { ?s ?p ?o }", "--query own: it asks whether something is so; SELECT things, or CONSTRUCT links"),
        ("SELECT ?d { ?s kg:from ?d }", "--query own: its answer names no thing; select ?city and the like"),
        ("CONSTRUCT { ?s kg:was 1 } { ?s kg:from ?d }", "--query own: its answer names no thing"),
    ],
)
def test_an_answer_without_things_is_said(spain: ox.Store, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(AskerError, match=re.escape(said)):
        api.explore(tmp_path / "p.html", store=spain, query=query(tmp_path, text))
    assert not (tmp_path / "p.html").exists()


def test_a_named_query_of_members_is_a_page_of_the_collective_and_all_of_them(store: ox.Store) -> None:
    rows = api.query("members", store=store, collective="icorn")
    assert isinstance(rows, list)
    found = api.exploring(store, query="members", parameters={"collective": "icorn"})
    things = found.graph.nodes(data=True)
    members = {row["member"] for row in rows}
    assert len(members) > 50
    assert {own["name"] for _, own in things if own["kind"] in ("city", "region")} == members


# Large pages


def test_a_large_page_has_the_pages_of_its_largest_collectives_beside_it_linked_to_each_other(
    spain: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explorations, "MANY", {"vis": (5, 100)})
    page, beside = explorations.write(explorations.read(spain), tmp_path / "all.html")
    assert beside == [tmp_path / "all" / "n.html", tmp_path / "all" / "i.html"]
    assert [each["file"] for each in Reader(page.html).payload["files"]] == ["all/n.html", "all/i.html"]
    net = Reader(beside[0].read_text(encoding="utf-8"))
    assert [(each["key"], each["file"]) for each in net.payload["files"]] == [("", "../all.html"), ("i", "i.html")]
    assert [node["key"] for node in net.rows("nodes")] == ["a-es", "c-ec", "es", "n"]
    for file in (page.path, *beside):
        for each in Reader(file.read_text(encoding="utf-8")).payload["files"]:
            assert (file.parent / each["file"]).is_file()


@pytest.mark.parametrize(("most", "large"), [((6, 5), False), ((5, 5), True), ((6, 4), True)])
def test_large_is_more_things_or_more_links_than_one_picture_carries(
    spain: ox.Store, monkeypatch: pytest.MonkeyPatch, most: tuple[int, int], large: bool
) -> None:
    monkeypatch.setattr(explorations, "MANY", {"vis": most})
    assert explorations.read(spain).large is large


def test_the_shipped_page_says_that_it_is_large(store: ox.Store) -> None:
    whole = explorations.read(store)
    assert whole.large and len(whole.collectives()) == explorations.OWN
    degrees = [whole.graph.degree(key) for key in whole.collectives()]
    assert degrees == sorted(degrees, reverse=True)
    assert len(excerpts.around(relations.relations(store), whole.collectives()[0])) < explorations.MANY["vis"][0]


# The command


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.main, ["explore", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def file(spain: ox.Store, tmp_path: Path) -> str:
    path = tmp_path / "graph.nt"
    spain.dump(str(path), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return str(path)


def test_the_command_says_that_a_page_is_large_and_what_stands_beside_it(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explorations, "MANY", {"vis": (2, 100)})
    code, out, err = run("--graph", file, "-o", str(tmp_path / "all.html"))
    assert (code, out) == (0, "")
    assert err.splitlines()[1:] == [
        f"6 things and 5 links are many for one picture: the page opens on an overview, and {tmp_path / 'all'}/ has a "
        "page for each of the 2 largest collectives"
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--steps", "2"], "kg: --steps says how far from --ego; name a thing with it, as --ego ICORN\n"),
        (["--param", "a=b"], "kg: --param is for --query; name a query with it, as --query members --param "),
        (["--ego", "Nowhere"], "kg: nothing is called 'Nowhere'"),
        (["--layers", "member"], "kg: no layer 'member'; did you mean 'membership'?"),
        (["--query", "member"], "kg: no query and no file is called 'member'; did you mean 'members'?"),
        (["--query", "members", "--param", "nothing=1"], "kg: members has no parameter 'nothing'; it takes collective"),
        (["--ego", "Net", "--layers", "endorsement"], "kg: --ego Net: it is no thing of the picture"),
    ],
)
def test_wrong_use_gets_one_line_and_writes_nothing(file: str, tmp_path: Path, arguments: list[str], said: str) -> None:
    code, out, err = run("--graph", file, "-o", str(tmp_path / "page.html"), *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(said)
    assert not (tmp_path / "page.html").exists()


def test_sigma_draws_what_is_too_much_for_vis_and_needs_no_pages_beside(spain: ox.Store, tmp_path: Path) -> None:
    found = api.exploring(spain)
    assert (found.large, found.drawn_by("sigma").large) == (False, False)
    crowd = excerpts.around(found.graph, "n")
    crowd.add_nodes_from((f"x-{number}", {"name": "X", "kind": "city"}) for number in range(2000))
    assert (found.part(crowd, "").large, found.drawn_by("sigma").part(crowd, "").large) == (True, False)


def test_a_page_carries_only_the_renderer_that_it_uses(spain: ox.Store, tmp_path: Path) -> None:
    plain, other = (api.explore(tmp_path / "p.html", store=spain, renderer=each).html for each in ("vis", "sigma"))
    assert ('id="library-vis"' in plain, 'id="library-sigma"' in plain) == (True, False)
    assert ('id="library-vis"' in other, 'id="library-sigma"' in other) == (False, True)


def test_another_renderer_is_refused(spain: ox.Store) -> None:
    with pytest.raises(AskerError, match="--renderer svg: not known; choose vis or sigma"):
        api.exploring(spain, renderer="svg")
