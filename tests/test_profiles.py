from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg import headings, pages, paths, profiles, terms
from kg import store as stores
from kg.cli import main
from kg.names import Index
from kg.profiles import Line, Place, Profile
from tests.conftest import world

ID = terms.PREFIXES["id"]
TEXT = "One city.  Łódź and\nLima are members,\n\nfive in all. " + "Long words go on. " * 8
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
WORLD = world(rf"""@base <{ID}> .
kg:City rdfs:label "City" ; rdfs:subClassOf kg:LocalGovernment . kg:LocalGovernment rdfs:label "Local government" .
kg:Network rdfs:label "Network" . kg:Practice rdfs:label "Practice" .
<https://w3id.org/citykg/scheme/role/member> rdfs:label "Member" .
<https://w3id.org/citykg/scheme/gcm/18> rdfs:label "Skills" ; skos:notation "18" .
<https://w3id.org/citykg/scheme/gcm/2a> rdfs:label "Resilience" ; skos:notation "2a" .

<source/s> a kg:Source ; dcterms:title "A report" ; kg:file "report.txt" ; kg:sha256 "{HASH}" .
<source/page> a kg:Source ; dcterms:title "A page" .
<passage/s-p001> a kg:Passage ; kg:source <source/s> ; kg:section "1 Start" ; oa:start 0 ; oa:end 9 .
<passage/s-p002> a kg:Passage ; kg:source <source/s> ; kg:section "1 Start, note 3" ; oa:start 11 ; oa:end 51 .

<country/pl> a kg:Country ; rdfs:label "Poland" .
<city/lima-pe> a kg:City, kg:LocalGovernment ; rdfs:label "Lima" .
<city/lima-us> a kg:City, kg:LocalGovernment ; rdfs:label "Lima" .
<city/lodz-pl> a kg:City, kg:LocalGovernment ; rdfs:label "Łódź"@pl ; skos:altLabel "Lodsch"@de ; geo:lat 51.5e0 ;
  skos:exactMatch <https://sws.geonames.org/3093133/>, wd:Q580 ; kg:inCountry <country/pl> ;
  kg:memberOf <network/net> ; kg:evidence <passage/s-p002>, <passage/s-p001> .
<statement/lodz-pl-country> rdf:subject <city/lodz-pl> ; rdf:predicate kg:inCountry ; rdf:object <country/pl> ;
  kg:evidence <passage/s-p001> .
<name/lodsch> rdf:subject <city/lodz-pl> ; rdf:predicate skos:altLabel ; rdf:object "Lodsch"@de ;
  kg:about <city/lodz-pl> ; kg:evidence <source/page> .

<network/net> a kg:Network ; rdfs:label "Net" .
<membership/old> a kg:Membership, kg:Statement ; rdf:subject <city/lodz-pl> ; rdf:predicate kg:memberOf ;
  rdf:object <network/net> ; kg:role <https://w3id.org/citykg/scheme/role/member> ; kg:from "1990" ; kg:to "1999" ;
  kg:evidence <source/page> .
<membership/new> a kg:Membership, kg:Statement ; rdf:subject <city/lodz-pl> ; rdf:predicate kg:memberOf ;
  rdf:object <network/net> ; kg:role <https://w3id.org/citykg/scheme/role/member> ; kg:from "2005" ;
  kg:evidence <passage/s-p002>, <source/page> .
<membership/lima> a kg:Membership, kg:Statement ; rdf:subject <city/lima-pe> ; rdf:predicate kg:memberOf ;
  rdf:object <network/net> ; kg:on "2001-02" ; kg:evidence <passage/s-p002> .

<practice/plan> a kg:Practice ; rdfs:label "Plan *A* <b>x</b> [y](z) |`#1\\_" ; kg:evidence <source/page> .
<relation/by> rdf:subject <practice/plan> ; rdf:predicate kg:implementedBy ; rdf:object <city/lodz-pl> ;
  kg:verb "drew up" ; kg:evidence <passage/s-p002> .
<relation/in> rdf:subject <practice/plan> ; rdf:predicate kg:locatedIn ; rdf:object <city/lodz-pl> .
<relation/18> rdf:subject <practice/plan> ; rdf:predicate kg:addresses ;
  rdf:object <https://w3id.org/citykg/scheme/gcm/18> ; kg:rank "primary" .
<relation/2a> rdf:subject <practice/plan> ; rdf:predicate kg:addresses ;
  rdf:object <https://w3id.org/citykg/scheme/gcm/2a> ; kg:rank "secondary" .

<publication/book> rdfs:label "A book" .
<count-claim/a> a kg:CountClaim, kg:Statement ; kg:about <network/net> ; kg:value 5 ; kg:counted "cities" ;
  kg:evidence <passage/s-p002> .
<count-claim/b> a kg:CountClaim, kg:Statement ; kg:about <network/net> ; kg:value 7 ; kg:counted "cities" ;
  kg:qualifier "more-than" ; kg:action "signed" ; kg:asOf "2018" ; kg:cites <publication/book> ;
  kg:evidence <source/page> .
<count-claim/c> a kg:CountClaim, kg:Statement ; kg:about <network/net> ; kg:value 5 ; kg:counted "cities" ;
  kg:upperValue 9 ; kg:evidence <source/page> .
<indicator/share> rdfs:label "Share of newcomers" ; kg:unit "percent" .
<observation/o> a kg:Observation, kg:Statement ; kg:about <network/net> ; kg:indicator <indicator/share> ;
  kg:value 12.5 ; kg:asOf "2020" ; kg:evidence <passage/s-p001> .
<completeness/c> a kg:Completeness, kg:Statement ; kg:collective <network/net> ; kg:status "partial" ;
  kg:asOf "2019-03" ; kg:claimed 40 ; kg:evidence <source/page> .
""")
START = Place("s-p001", "s", "1 Start", 0, 9)
NOTE = Place("s-p002", "s", "1 Start, note 3", 11, 51)
PAGE = Place("page", "page")


def shown(key: str) -> Profile:
    return profiles.profile(WORLD, ID + key)


# What a page holds


def test_a_page_has_name_class_ids_and_where_the_thing_is_named() -> None:
    page = shown("city/lodz-pl")
    assert (page.iri, page.name, page.kind) == (f"{ID}city/lodz-pl", "Łódź", "City")
    assert page.ids == {
        "lat": "51.5",
        "Wikidata": "http://www.wikidata.org/entity/Q580",
        "GeoNames": "https://sws.geonames.org/3093133/",
    }
    assert page.places == (START, NOTE)


def test_each_line_says_what_is_known_and_where_it_is_said() -> None:
    plan = "Plan *A* <b>x</b> [y](z) |`#1\\_ (drew up, GCM 18, (2a))"
    assert list(shown("city/lodz-pl").sections.items()) == [
        ("Other names", [Line("Lodsch", (PAGE,))]),
        ("Country", [Line("Poland", (START,), f"{ID}country/pl")]),
        (
            "Memberships",
            [
                Line("Net (Member, 1990–1999)", (PAGE,), f"{ID}network/net"),
                Line("Net (Member, since 2005)", (PAGE, NOTE), f"{ID}network/net"),
            ],
        ),
        ("Practices", [Line(plan, (NOTE,), f"{ID}practice/plan")]),
    ]


def test_the_other_side_of_a_link_has_its_own_heading() -> None:
    assert list(shown("practice/plan").sections.items()) == [
        ("Implemented by", [Line("Łódź (drew up)", (NOTE,), f"{ID}city/lodz-pl")]),
        ("Objectives", [Line("GCM 18: Skills"), Line("GCM 2a: Resilience (secondary, in brackets)")]),
        ("Located in", [Line("Łódź", (), f"{ID}city/lodz-pl")]),
    ]


def test_an_objective_lists_who_addresses_it() -> None:
    page = profiles.profile(WORLD, "https://w3id.org/citykg/scheme/gcm/18")
    plan = Line("Plan *A* <b>x</b> [y](z) |`#1\\_", (), f"{ID}practice/plan")
    assert (page.name, page.sections) == ("Skills", {"Addressed by": [plan]})


def test_members_come_by_date_below_how_many_are_listed() -> None:
    members = shown("network/net").sections["Members"]
    assert [line.text for line in members] == [
        "1 of 40 listed",
        "Łódź (Member, 1990–1999)",
        "Lima (2001-02)",
        "Łódź (Member, since 2005)",
    ]


def test_numbers_stand_side_by_side_each_with_its_source() -> None:
    assert shown("network/net").sections["Numbers, side by side"] == [
        Line("5 cities", (NOTE,)),
        Line("more than 7 cities signed (2018, citing A book)", (PAGE,)),
        Line("5 to 9 cities", (PAGE,)),
        Line("Share of newcomers: 12.5 % (2020)", (START,)),
    ]


def test_whether_a_list_is_complete_is_said_apart() -> None:
    assert shown("network/net").sections["Is the list complete?"] == [
        Line("partial, as of 2019-03; the source says there are 40", (PAGE,))
    ]


def test_a_thing_of_which_only_the_name_is_known() -> None:
    assert shown("city/lima-us") == Profile(f"{ID}city/lima-us", "Lima", "City", {}, ())


def test_things_are_counted_by_sort() -> None:
    counts = profiles.overview(WORLD)
    assert {name: count for name, count in counts.items() if count} == {
        "cities": 3,
        "countries": 1,
        "networks": 1,
        "practices": 1,
        "statements": 8,
        "passages": 2,
        "sources": 2,
    }


def test_task_forces_count_with_coalitions_and_mechanisms() -> None:
    small = world("id:a a kg:Coalition . id:b a kg:Mechanism . id:c a kg:TaskForce .")
    assert profiles.overview(small)["coalitions, mechanisms and task forces"] == 3


@pytest.mark.parametrize("key", ["city/lodz-pl", "network/net", "practice/plan", "city/lima-us"])
def test_turtle_has_the_thing_its_statements_and_their_evidence(key: str) -> None:
    thing = ox.NamedNode(ID + key)
    links = [stores.node(name) for name in ("rdf:subject", "rdf:object", "kg:about", "kg:collective")]
    statements = {quad.subject for link in links for quad in WORLD.quads_for_pattern(None, link, thing)}
    speaking = {thing, *statements}
    proofs = {
        quad.object for each in speaking for quad in WORLD.quads_for_pattern(each, stores.node("kg:evidence"), None)
    }
    wanted = {quad.triple for quad in WORLD if quad.subject in speaking | proofs}
    written = profiles.to_turtle(WORLD, ID + key)
    assert {quad.triple for quad in ox.parse(written, ox.RdfFormat.TURTLE)} == wanted


# kg show


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as a file."""
    path = tmp_path_factory.mktemp("graph") / "world.nt"
    path.write_bytes(stores.lines((str(q.subject), str(q.predicate), str(q.object)) for q in WORLD))
    return path


def kg(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["show", *map(str, arguments)])


@pytest.mark.parametrize(
    "name", ["Łódź", "łódź", "Lodz", "LODZ", "Lodsch", "lodz-pl", "City of Lodz", f"{ID}city/lodz-pl"]
)
def test_a_thing_is_shown_by_any_of_its_names(file: Path, name: str) -> None:
    result = kg(name, "--graph", file)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == pages.to_text(shown("city/lodz-pl"), {})


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Lima", "'Lima' may mean 2 things; name one by its key: lima-pe, lima-us"),
        ("Lodschh", "nothing is called 'Lodschh'; did you mean 'Lodsch'?"),
        ("xyzzy", "nothing is called 'xyzzy'; 'kg query --list' shows what can be asked"),
        ("http://a/b c>", "nothing is known of <http://a/b%20c%3E>; 'kg show NAME' finds a thing by its name or key"),
        (f"{ID}city/x", f"nothing is known of <{ID}city/x>; 'kg show NAME' finds a thing by its name or key"),
    ],
)
def test_a_name_that_is_not_of_one_thing_is_put_before_the_person(file: Path, name: str, message: str) -> None:
    result = kg(name, "--graph", file)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"kg: {message}\n")


def test_each_format_goes_to_stdout_or_a_file(file: Path, tmp_path: Path) -> None:
    page = shown("network/net")
    written = {
        "text": pages.to_text(page, {}),
        "markdown": pages.to_markdown(page, {}),
        "json": pages.to_json(page),
        "turtle": profiles.to_turtle(WORLD, page.iri),
    }
    for form, content in written.items():
        assert kg("net", "--graph", file, "--format", form).stdout == content
        result = kg("net", "--graph", file, "--format", form, "-o", tmp_path / form)
        assert (result.stdout, result.stderr) == ("", f"wrote {tmp_path / form}\n")
        assert (tmp_path / form).read_text(encoding="utf-8") == content


@pytest.mark.parametrize("name", ["report.txt", "under-another-name.txt"])
def test_documents_are_known_by_their_content_and_quoted(file: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_text("something else", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    result = kg("net", "--graph", file, "--documents", tmp_path)
    assert result.stdout == pages.to_text(shown("network/net"), {"s": TEXT})
    assert "│ “Łódź and Lima are members, five in all.”" in result.stdout
    markdown = kg("net", "--graph", file, "--documents", tmp_path, "--format", "markdown").stdout
    assert "  > “Łódź and Lima are members, five in all.”" in markdown


def test_a_folder_without_the_documents_says_which_they_are(file: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("something else", encoding="utf-8")
    result = kg("net", "--graph", file, "--documents", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"kg: {tmp_path} holds none of the source documents; they are report.txt\n"


@pytest.mark.parametrize(
    ("date", "sections", "count"),
    [
        (
            "1995",
            {"Members": ["Łódź (Member, 1990–1999)"], "Numbers, side by side": ["5 cities", "5 to 9 cities"]},
            "1 dated statements hold, 5 do not and are left out, 2 are undated and kept",
        ),
        (
            "2018",
            {
                "Members": ["Lima (2001-02)", "Łódź (Member, since 2005)"],
                "Numbers, side by side": [
                    "5 cities",
                    "more than 7 cities signed (2018, citing A book)",
                    "5 to 9 cities",
                ],
            },
            "3 dated statements hold, 3 do not and are left out, 2 are undated and kept",
        ),
    ],
)
def test_a_page_as_of_a_date(file: Path, date: str, sections: dict[str, list[str]], count: str) -> None:
    result = kg("net", "--graph", file, "--as-of", date, "--format", "json")
    found = {name: [line["text"] for line in lines] for name, lines in json.loads(result.stdout)["sections"].items()}
    assert (found, result.stderr) == (sections, f"kg: as of {date}: {count}\n")


def test_without_a_name_the_whole_is_shown_at_a_glance(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "build", lambda: tmp_path)
    (tmp_path / "explorer.html").touch()
    lines = kg("--graph", file).stdout.splitlines()
    assert lines[:4] == ["", "citykg: cities, networks and commitments on migration", "", "       3  cities"]
    assert lines[-3:] == [
        "  Open",
        "",
        f"  {tmp_path}/explorer.html  the graph, to explore in a browser",
    ]
    counts = [f"  {count:>6,}  {name}" for name, count in profiles.overview(WORLD).items()]
    assert lines[3 : 3 + len(counts)] == counts


def test_help_ends_with_an_example() -> None:
    assert kg("--help").stdout.endswith("\n  Example:  kg show 'São Paulo' --documents DIR\n")


# The shipped graph


def test_the_contradicting_counts_of_the_marrakesh_declaration_stand_side_by_side(store: ox.Store) -> None:
    page = profiles.profile(store, f"{ID}instrument/marrakech-mayors-declaration")
    numbers = {line.text: {place.source for place in line.places} for line in page.sections["Numbers, side by side"]}
    assert numbers == {
        "over 150 mayors gathered to adopt (2018)": {"fakhry-2022"},
        "150 city leaders endorsed (2018-12)": {"van-haasen-2021"},
        "150 cities endorsed": {"mayors-mechanism-2022"},
        "104 local and regional governments have signed": {"localaction-mmd"},
        "80 cities adopted it on the day (2018-12-08)": {"unhcr-2018-marrakech"},
        "76 mayors adopted it at the forum and since": {"migration4development-mmd"},
        "over 70 cities debated and endorsed it (2018-12)": {"theorganiser-2018-mmd"},
    }


def test_pages_of_the_shipped_graph_have_no_heading_in_the_words_of_the_program(store: ox.Store) -> None:
    known = {heading for _, _, heading in headings.listed()} | {"Is the list complete?", "Numbers, side by side"}
    for key in ("city/barcelona-es", "network/mmc", "instrument/gcm", "fund/global-cities-fund", "country/co"):
        assert set(profiles.profile(store, ID + key).sections) <= known


def test_passages_are_quoted_from_the_documents(store: ox.Store, documents: Path, graph: Path) -> None:
    shown = kg("Souss-Massa", "--graph", graph, "--documents", documents).stdout
    assert "municipalities in the region of Souss-Massa have established Migration" in " ".join(
        line.strip(" │") for line in shown.splitlines()
    )


PLEDGED = world(f"""@base <{ID}> .
<city/a> a kg:City ; rdfs:label "A"@en .
<instrument/c> a kg:Call ; rdfs:label "The call"@en .
<passage/s-p1> kg:source <source/s> ; kg:section "One" ; oa:start 0 ; oa:end 9 .
<pledge/a-c> a kg:Pledge , kg:Statement ; rdfs:label "Open a desk"@en ; kg:pledgedBy <city/a> ; kg:call <instrument/c> ;
  rdf:subject <city/a> ; rdf:predicate kg:pledgedUnder ; rdf:object <instrument/c> ; kg:evidence <passage/s-p1> .""")


@pytest.mark.parametrize(
    ("thing", "sections"),
    [
        ("city/a", {"Pledges": ["The call (Open a desk)"]}),
        ("instrument/c", {"Pledges": ["A (Open a desk)"]}),
        ("pledge/a-c", {"Pledged by": ["A"], "In answer to": ["The call"]}),
    ],
)
def test_a_pledge_says_what_who_and_in_answer_to_what(thing: str, sections: dict[str, list[str]]) -> None:
    page = profiles.profile(PLEDGED, ID + thing)
    assert {heading: [line.text for line in lines] for heading, lines in page.sections.items()} == sections
    assert all(place.key == "s-p1" for lines in page.sections.values() for line in lines for place in line.places)
    assert all(line.places for lines in page.sections.values() for line in lines)


def test_a_passage_is_shown_by_its_number_with_what_rests_on_it(store: ox.Store) -> None:
    (key,) = {
        row["passage"].rpartition("/")[2]
        for row in stores.select(
            store,
            "SELECT ?passage { ?m kg:collective <https://w3id.org/citykg/id/network/eurocities> ; "
            "kg:member <https://w3id.org/citykg/id/city/rotterdam-nl> ; kg:evidence ?passage . ?passage a kg:Passage }",
        )
    }
    page = profiles.profile(store, Index(store).resolve(key))
    ((where,), resting) = page.sections["Where it stands"], {line.text for line in page.sections["What rests on it"]}
    (place,) = where.places
    assert (place.key, place.source, place.section) == (key, "fakhry-2022", "Introduction, footnote 3")
    assert where.text == f"fakhry-2022, characters {place.start} to {place.end}"
    assert {"Rotterdam member of Eurocities", "Eurocities: founded 1986"} <= resting
    assert f"“{'x' * 9}”" in pages.to_text(page, {"fakhry-2022": " " * place.start + "x" * 9 + " " * 999})
