"""`kg diff`: every kind of change on hand-made worlds, and builds and revisions that cannot be read."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import kg
from kg import api, diffs, paths, wording
from kg import store as stores
from kg.cli import main
from kg.errors import AskerError, CuratorError, ModellerError, OperatorError
from tests.conftest import world

SHARED = """
<https://w3id.org/citykg/id/network/eurocities> a kg:Network ; rdfs:label "Eurocities"@en .
<https://w3id.org/citykg/id/instrument/gaziantep> a kg:Declaration ; rdfs:label "Gaziantep Declaration"@en .
<https://w3id.org/citykg/id/city/ghent-be> a kg:City ; rdfs:label "Ghent"@en .
<https://w3id.org/citykg/id/city/lyon-fr> a kg:City ; rdfs:label "Lyon"@en .
<https://w3id.org/citykg/id/source/list-2025> a kg:Source ; rdfs:label "List" .
<https://w3id.org/citykg/id/source/page-2024> a kg:Source ; rdfs:label "Page" .
<https://w3id.org/citykg/id/passage/list-2025-p001> a kg:Passage ; kg:section "Members" ;
  kg:source <https://w3id.org/citykg/id/source/list-2025> ; oa:start 3 ; oa:end 9 .
scheme:role\\/member rdfs:label "Member"@en . scheme:role\\/partner rdfs:label "Partner"@en .
scheme:role\\/signatory rdfs:label "Signatory"@en . scheme:role\\/founder rdfs:label "Founder"@en .
"""


def membership(city: str, role: str = "member", more: str = "", source: str = "source/list-2025", key: str = "") -> str:
    """The statement that a city belongs to Eurocities, or is linked with it, and its short triple."""
    link = "affiliatedWith" if role == "partner" else "memberOf"
    return f"""
    <https://w3id.org/citykg/id/membership/{key or f"{city}-eurocities"}> a kg:Membership ;
      rdfs:label "{city} {link} Eurocities" ;
      rdf:subject <https://w3id.org/citykg/id/city/{city}> ; kg:member <https://w3id.org/citykg/id/city/{city}> ;
      rdf:predicate kg:{link} ; kg:role scheme:role\\/{role} ;
      rdf:object <https://w3id.org/citykg/id/network/eurocities> ;
      kg:collective <https://w3id.org/citykg/id/network/eurocities> ;
      {more} kg:evidence <https://w3id.org/citykg/id/{source}> .
    <https://w3id.org/citykg/id/city/{city}> kg:{link} <https://w3id.org/citykg/id/network/eurocities> ."""


def signature(city: str) -> str:
    return f"""
    <https://w3id.org/citykg/id/endorsement/{city}-gaziantep> a kg:Endorsement ; kg:role scheme:role\\/signatory ;
      rdf:subject <https://w3id.org/citykg/id/city/{city}> ; rdf:predicate kg:endorses ;
      rdf:object <https://w3id.org/citykg/id/instrument/gaziantep> ;
      kg:evidence <https://w3id.org/citykg/id/source/page-2024> ."""


def count(value: int, key: str = "c") -> str:
    return f"""
    <https://w3id.org/citykg/id/count-claim/{key}> a kg:CountClaim ; kg:counted "cities" ; kg:action "signed" ;
      kg:about <https://w3id.org/citykg/id/instrument/gaziantep> ; kg:value {value} ; kg:asOf "2024"^^xsd:gYear ;
      kg:evidence <https://w3id.org/citykg/id/source/page-2024> ."""


def founded(year: int, source: str = "page-2024") -> str:
    return f"""
    <https://w3id.org/citykg/id/network/eurocities> kg:founded "{year}"^^xsd:gYear .
    <https://w3id.org/citykg/id/statement/eurocities-founded> a kg:Statement ; rdf:predicate kg:founded ;
      rdf:subject <https://w3id.org/citykg/id/network/eurocities> ; rdf:object "{year}"^^xsd:gYear ;
      kg:evidence <https://w3id.org/citykg/id/source/{source}> ."""


def completeness(more: str) -> str:
    return f"""
    <https://w3id.org/citykg/id/completeness/e> a kg:Completeness ; {more}
      kg:collective <https://w3id.org/citykg/id/network/eurocities> ;
      kg:evidence <https://w3id.org/citykg/id/source/list-2025> ."""


def relation(theme: str) -> str:
    return f"""
    <https://w3id.org/citykg/id/relation/lyon-{theme}> a kg:Relation ; rdf:predicate kg:theme ;
      rdf:subject <https://w3id.org/citykg/id/city/lyon-fr> ; rdf:object scheme:theme\\/{theme} ;
      kg:evidence <https://w3id.org/citykg/id/source/page-2024> .
    scheme:theme\\/{theme} rdfs:label "{theme.capitalize()}" ."""


def thing(kind: str, key: str, name: str, more: str = "") -> str:
    return f'<https://w3id.org/citykg/id/{kind}/{key}> rdfs:label "{name}"@en {more} .'


GHENT = "https://w3id.org/citykg/id/city/ghent-be"
THEMES = "".join(f'scheme:theme\\/{each} rdfs:label "{each.capitalize()}" .\n' for each in ("housing", "health"))
PASSAGE = """<https://w3id.org/citykg/id/passage/list-2025-p002> a kg:Passage ; kg:section "Members" ;
  kg:source <https://w3id.org/citykg/id/source/list-2025> ; oa:start 9 ; oa:end 12 ."""
LAST = "Sources, passages, decisions, terms"


def compared(old: str, new: str) -> diffs.Diff:
    return diffs.compare(world(SHARED + old), world(SHARED + new))


def said(old: str, new: str, full: bool = False) -> list[str]:
    """The lines that tell the difference, without rules below headings."""
    return [line for line in wording.to_text(compared(old, new), full).splitlines() if line.strip("─")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "",
            membership("ghent-be", "founder", 'kg:from "1986"^^xsd:gYear ;') + membership("lyon-fr"),
            ["Statements: +2", "Eurocities: +2 members (Ghent (founder, since 1986), Lyon)  [list-2025]"],
        ),
        (
            membership("lyon-fr"),
            membership("ghent-be"),
            ["Statements: +1, −1", "Eurocities: +1 member (Ghent), −1 (Lyon)  [list-2025]"],
        ),
        (
            membership("lyon-fr"),
            membership("lyon-fr", more='kg:to "2023"^^xsd:gYear ;'),
            ["Statements: 1 changed", "Eurocities: member Lyon: to none → 2023  [list-2025]"],
        ),
        (
            membership("lyon-fr"),
            membership("lyon-fr", "partner", key="lyon-fr-eurocities-partner"),
            ["Statements: 1 changed", "Eurocities: other link Lyon: role Member → Partner  [list-2025]"],
        ),
        (
            membership("lyon-fr"),
            membership("lyon-fr", key="lyon"),
            [
                "Statements: 1 with another key",
                "Eurocities: member Lyon: key lyon-fr-eurocities → lyon  [list-2025]",
            ],
        ),
        (
            "",
            signature("ghent-be") + signature("lyon-fr"),
            ["Statements: +2", "Gaziantep Declaration: +2 signatories (Ghent, Lyon)  [page-2024]"],
        ),
        (
            count(104),
            count(110),
            ["Statements: 1 changed", "Gaziantep Declaration: count cities signed 104 → 110  [page-2024]"],
        ),
        (
            count(104),
            count(110, key="other-row"),
            ["Statements: 1 changed", "Gaziantep Declaration: count cities signed 104 → 110  [page-2024]"],
        ),
        (
            count(104),
            count(104) + count(110, key="d"),
            ["Statements: +1", "Gaziantep Declaration: +1 count (110 cities signed (2024))  [page-2024]"],
        ),
        (
            founded(1986),
            founded(1987),
            ["Statements: 1 changed", "Eurocities: Founded: 1986 → 1987  [page-2024]"],
        ),
        ("", founded(1986), ["Statements: +1", "Eurocities: Founded: +1986  [page-2024]"]),
        (
            completeness('kg:status "partial" ; kg:claimed 6 ;'),
            completeness('kg:status "complete" ; kg:claimed 6 ;'),
            ["Statements: 1 changed", "Eurocities: completeness of its list status partial → complete  [list-2025]"],
        ),
        (
            "",
            completeness('kg:status "partial" ; kg:claimed 6 ; kg:asOf "1986"^^xsd:gYear ;'),
            [
                "Statements: +1",
                "Eurocities: +1 completeness of its list (partial, as of 1986, 6 claimed)  [list-2025]",
            ],
        ),
        (
            THEMES + relation("housing"),
            THEMES + relation("health"),
            ["Statements: +1, −1", "Lyon: Themes: +Health, −Housing  [page-2024]"],
        ),
        (
            thing("city", "oslo-no", "Oslo", "; skos:exactMatch wd:Q1"),
            thing("city", "oslo-no", "Kristiania", "; skos:exactMatch wd:Q585 ; geo:lat 59.9"),
            [
                "Statements: +1, 2 changed",
                "Kristiania: Latitude: +59.9; Name: Oslo → Kristiania; Wikidata: wd:Q1 → wd:Q585",
            ],
        ),
        (
            thing("city", "oslo-no", "Oslo"),
            thing("practice", "bus", "Night bus") + thing("city", "rio-br", "Rio") + thing("city", "bonn-de", "Bonn"),
            ["Things", "Cities: +2 (Bonn, Rio), −1 (Oslo)", "Practices: +1 (Night bus)"],
        ),
        (
            "",
            thing("source", "new-2026", "Report") + PASSAGE + thing("decision", "d1", "two towns"),
            [LAST, "Sources: +1 (Report [new-2026])", "Passages: +1 (list-2025: 1)",
             "Decisions in the ledger: +1 (two towns)"],
        ),
        (
            PASSAGE,
            PASSAGE.replace("oa:end 12", "oa:end 14"),
            [LAST, "list-2025-p002: End: 12 → 14"],
        ),
        (
            "scheme:theme\\/bread rdfs:label 'Bread' .",
            "scheme:theme\\/cake rdfs:label 'Cake' .",
            [LAST, "Terms of the vocabulary: +1 (Cake), −1 (Bread)"],
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(old: str, new: str, told: list[str]) -> None:
    lines = said(old, new)
    assert [line for line in lines if line not in ("Things",)] == [line for line in told if line != "Things"]
    assert ("Things" in lines) is ("Things" in told)


def test_a_row_with_another_source_is_now_also_according_to_it() -> None:
    place = "kg:evidence <https://w3id.org/citykg/id/passage/list-2025-p001> ;"
    page = "source/page-2024"
    assert said(membership("lyon-fr", source=page), membership("lyon-fr", more=place, source=page)) == [
        "Statements: 1 with other sources",
        "Eurocities: now also according to [list-2025 · Members · p001]: member Lyon  [list-2025]",
    ]  # fmt: skip


def test_a_row_that_moved_to_another_source_names_both() -> None:
    assert said(founded(1986), founded(1986, "list-2025"))[1:] == [
        "Eurocities: now according to [list-2025] instead of [page-2024]: Founded 1986  [list-2025,",
        "    page-2024]",
    ]


def test_a_row_that_lost_a_source_says_so() -> None:
    both = "kg:evidence <https://w3id.org/citykg/id/source/list-2025> ;"
    old, new = (
        membership("lyon-fr", more=both, source="source/page-2024"),
        membership("lyon-fr", source="source/page-2024"),
    )
    assert said(old, new)[1] == "Eurocities: no longer according to [list-2025]: member Lyon  [list-2025]"


def test_nothing_changed_is_no_difference_in_every_form() -> None:
    same = membership("lyon-fr") + count(104) + "[] rdfs:label 'nameless' ."
    diff = compared(same, same)
    assert not diff
    assert wording.to_text(diff) == wording.to_markdown(diff) == "no difference\n"
    empty: dict[str, list[str]] = {"added": [], "removed": []}
    names = ("things", "sources", "passages", "decisions", "terms")
    assert json.loads(wording.to_json(diff)) == {
        "different": False, **dict.fromkeys(names, empty), "changes": [], "other": empty,
    }  # fmt: skip


def test_the_order_of_triples_does_not_matter(store: ox.Store) -> None:
    lines = [f"{quad.triple} .\n".encode() for quad in store]
    random.Random(1).shuffle(lines)
    assert not diffs.compare(store, stores.from_lines(b"".join(lines)))


def test_no_triple_that_differs_goes_untold() -> None:
    parts = [membership("ghent-be", "founder"), signature("lyon-fr"), count(104), founded(1986), relation("housing")]
    whole = [quad.triple for quad in world("".join([SHARED, THEMES, PASSAGE, completeness("kg:claimed 6 ;"), *parts]))]
    lines = [f"{each} .\n".encode() for each in whole]
    one = stores.from_lines(b"".join(lines))
    for lost in range(len(lines)):
        less = stores.from_lines(b"".join(lines[:lost] + lines[lost + 1 :]))
        label = "#label" in str(whole[lost].predicate) and "membership" in str(whole[lost].subject)
        assert bool(diffs.compare(one, less)) is bool(diffs.compare(less, one)) is not label, lines[lost]


def test_a_triple_that_follows_from_nothing_is_counted_and_shown_whole() -> None:
    old = membership("lyon-fr")
    new = old.replace("a kg:Membership", "a kg:Membership, kg:Odd")
    assert said(old, new) == [LAST, "Other triples: +1"]
    assert said(old, new, full=True)[2].startswith("  + <https://w3id.org/citykg/id/membership/lyon-fr-eurocities>")


def test_two_things_of_one_name_are_told_apart() -> None:
    new = thing("city", "san-jose-cr", "San José") + thing("city", "san-jose-us", "San José")
    assert "Cities: +2 (San José (san-jose-cr), San José (san-jose-us))" in said("", new)


def test_long_lists_are_shortened_with_a_count_and_whole_with_full() -> None:
    many = "".join(thing("city", f"c{n:02}", f"C{n:02}") + membership(f"c{n:02}") for n in range(20))
    names = ", ".join(f"C{n:02}" for n in range(8))
    short = " ".join(wording.to_text(compared("", many)).split())
    assert f"Cities: +20 ({names}, and 12 more)" in short
    assert f"Eurocities: +20 members ({names}, and 12 more) [list-2025]" in short
    full = said("", many, full=True)
    assert [line for line in full if line.startswith("  + member:")] == [
        f"  + member: C{n:02}  [list-2025]" for n in range(20)
    ]


def test_many_things_are_shortened_to_those_that_changed_most() -> None:
    old = "".join(thing("city", f"c{n:02}", f"C{n:02}") for n in range(20))
    new = "".join(thing("city", f"c{n:02}", f"C{n:02}", f"; geo:lat {n}.5") for n in range(20))
    assert said(old, new)[-1] == "… and 8 more cities; --full shows them"
    assert len(said(old, new)) == 14


def test_markdown_is_a_list_and_leaves_names_as_they_are() -> None:
    new = thing("city", "odd", "*Odd* [x](y) <b>") + membership("odd")
    assert wording.to_markdown(compared("", new)) == (
        "- Cities: +1 (\\*Odd\\* \\[x](y) \\<b\\>)\n- Eurocities: +1 member (\\*Odd\\* \\[x](y) \\<b\\>)  [list-2025]\n"
    )


def test_json_is_whole() -> None:
    found = json.loads(wording.to_json(compared(count(104), count(110))))
    source = {"key": "page-2024", "source": "page-2024", "section": ""}
    assert found["changes"] == [
        {
            "iri": "https://w3id.org/citykg/id/instrument/gaziantep", "key": "gaziantep", "kind": "instrument",
            "name": "Gaziantep Declaration", "status": "",
            "changes": [
                {
                    "change": "changed", "heading": "count-claim", "text": "cities signed",
                    "statement": "https://w3id.org/citykg/id/count-claim/c",
                    "differences": [{"of": "value", "before": "104", "after": "110"}],
                    "sources": [source], "gained": [], "lost": [],
                }
            ],
        }
    ]  # fmt: skip


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in wording.to_text(compared("", thing("city", "x", "A\\u001B[2J")))


def git(folder: Path, *words: str) -> None:
    own = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True, env=clean)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the shipped ontology and small tables: `first`, `broken`, then another member."""
    root = tmp_path / "checkout"
    shutil.copytree(paths.ontology(), root / "ontology")
    data = root / "data"
    data.mkdir()
    shutil.copy(paths.data() / "datapackage.json", data)
    for table in paths.data().glob("*.csv"):
        (data / table.name).write_text(table.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    add(data, "sources", "list-2025,List,,,,https://example.org,official-page,,,,")
    add(data, "countries", "fr,France,FR,FRA,150,155,false,,,,list-2025")
    add(data, "cities", "lyon-fr,Lyon,fr,,,,,,list-2025")
    add(data, "networks", "eurocities,Eurocities,network,,,,,,list-2025")
    (root / "pyproject.toml").touch()
    git(root, "init", "-q")
    commit(root, "first")
    add(data, "memberships", "m,nobody,eurocities,member,,,,,list-2025")
    add(data, "memberships", "n,nobody,eurocities,member,,,,,list-2025")
    commit(root, "broken")
    rows = (data / "memberships.csv").read_text(encoding="utf-8").replace("m,nobody", "m,lyon-fr")
    (data / "memberships.csv").write_text(
        rows.replace("n,nobody,eurocities,member,,,,,list-2025\n", ""), encoding="utf-8"
    )
    commit(root, "last")
    monkeypatch.setattr(paths, "PACKAGE", root / "kg")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    return root


def add(data: Path, table: str, row: str) -> None:
    with (data / f"{table}.csv").open("a", encoding="utf-8") as lines:
        lines.write(row + "\n")


def commit(root: Path, tag: str) -> None:
    git(root, "add", ".")
    git(root, "commit", "-qm", tag)
    git(root, "tag", tag)


TOLD = "Statements: +1\n──────────────\nEurocities: +1 member (Lyon)  [list-2025]\n"


def test_two_revisions_are_built_and_compared(checkout: Path) -> None:
    for old, new in (("first", "HEAD"), ("HEAD~2", "last"), ("first", str(checkout / "data"))):
        result = CliRunner().invoke(main, ["diff", old, new])
        assert (result.exit_code, result.output) == (0, TOLD)


def test_order_of_rows_is_no_difference(checkout: Path, tmp_path: Path) -> None:
    shuffled = shutil.copytree(checkout / "data", tmp_path / "data")
    add(shuffled, "cities", "bonn-fr,Bonn,fr,,,,,,list-2025")
    head, *rows = (shuffled / "cities.csv").read_text(encoding="utf-8").splitlines()
    kg.build(shuffled, tmp_path / "one", checkout / "ontology")
    (shuffled / "cities.csv").write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    kg.build(shuffled, tmp_path / "two", checkout / "ontology")
    result = CliRunner().invoke(main, ["diff", str(tmp_path / "one"), str(tmp_path / "two" / "citykg.ttl")])
    assert (result.exit_code, result.output) == (0, "no difference\n")


def test_a_result_goes_to_a_file(checkout: Path, tmp_path: Path) -> None:
    out = tmp_path / "data.md"
    result = CliRunner().invoke(main, ["diff", "first", "last", "--format", "markdown", "-o", str(out)])
    assert result.output == f"wrote {out}\n"
    assert out.read_text(encoding="utf-8") == "- Eurocities: +1 member (Lyon)  [list-2025]\n"


def test_a_revision_that_does_not_exist_is_named(checkout: Path) -> None:
    for wanted in ("v9.9", "-x", "first..last"):
        with pytest.raises(AskerError) as error:
            api.diff("first", wanted)
        assert str(error.value) == (
            f"'{wanted}' is no file, no folder and no git revision of {checkout}; "
            "name a build, or a revision as HEAD~1, a tag or a branch"
        )


def test_data_that_do_not_build_are_one_line_with_the_first_wrong_cell(checkout: Path) -> None:
    result = CliRunner().invoke(main, ["diff", "broken", "last"])
    assert result.exit_code == 1
    assert result.output == (
        "kg: revision broken does not build: memberships.csv:2:2 member: no thing 'nobody' "
        "(and 1 more); choose another revision\n"
    )


def test_tables_of_another_form_are_one_line(checkout: Path) -> None:
    descriptor = json.loads((checkout / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for each in descriptor["resources"]:
        if each["name"] == "memberships":
            each["schema"]["fields"] = [field for field in each["schema"]["fields"] if field["name"] != "role"]
    (checkout / "data" / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    rows = "key,member,collective,from,to,listed,grade,evidence\nm,lyon-fr,eurocities,,,,,list-2025\n"
    (checkout / "data" / "memberships.csv").write_text(rows, encoding="utf-8")
    commit(checkout, "other")
    with pytest.raises(
        CuratorError, match=r"^revision other: its tables have no 'role'; this citykg cannot build them$"
    ):
        api.diff("other", "last")


def test_a_revision_without_data_is_one_line(checkout: Path) -> None:
    git(checkout, "rm", "-rq", "data")
    git(checkout, "commit", "-qm", "bare")
    with pytest.raises(AskerError, match=r"^revision HEAD has no data/ and ontology/ to build from$"):
        api.diff("HEAD", "last")


def test_outside_a_checkout_a_revision_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "site" / "kg")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AskerError) as error:
        api.diff("HEAD~1", "HEAD")
    assert str(error.value) == (
        f"'HEAD~1' is no file or folder, and {tmp_path} is no git checkout; name two builds, or stand in a checkout"
    )


def test_without_git_a_revision_is_one_line(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OperatorError, match=r"^git is not installed, and a revision is read with it; name two builds$"):
        api.diff("first", "last")


def test_what_is_no_graph_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("hello", encoding="utf-8")
    (tmp_path / "bad.nt").write_text("hello\n", encoding="utf-8")
    fine = world("")
    with pytest.raises(AskerError, match=r"notes\.csv: .*name an \.nt, \.ttl, \.nq, \.trig, \.rdf or \.jsonld file$"):
        api.diff(tmp_path / "notes.csv", fine)
    with pytest.raises(ModellerError, match=r"^bad\.nt:1:1: .*; run 'kg build' again$"):
        api.diff(fine, tmp_path / "bad.nt")
    with pytest.raises(AskerError, match=r"no citykg\.nt in this folder; name the folder that 'kg build -o' wrote$"):
        api.diff(tmp_path, fine)


def test_the_same_difference_gives_the_same_bytes(checkout: Path) -> None:
    runs = [CliRunner().invoke(main, ["diff", "first", "last", "--format", "json"]).output for _ in range(2)]
    assert runs[0] == runs[1]
    assert json.loads(runs[0])["changes"][0]["changes"][0]["text"] == "Lyon"
