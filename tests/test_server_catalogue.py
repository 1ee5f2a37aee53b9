"""Lists and search: what there is by kind, and what a text may mean."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.matching import plain
from kg.names import UNNAMED
from kg.server.addresses import anchor
from kg.server.site.catalogue import MOST, SHELVES, Catalogue
from tests.conftest import world
from tests.needs import need

SMALL = world("""
<https://w3id.org/citykg/id/city/lodz-pl> a kg:City ; rdfs:label "Łódź" ; skos:altLabel "Lodsch" ; kg:memberOf
  <https://w3id.org/citykg/id/network/net> ; kg:inCountry <https://w3id.org/citykg/id/country/pl> .
<https://w3id.org/citykg/id/city/nowhere> a kg:City ; rdfs:label "Łódź Nowa" .
<https://w3id.org/citykg/id/country/pl> a kg:Country ; rdfs:label "Poland" .
<https://w3id.org/citykg/id/network/net> a kg:Network , kg:Collective ; rdfs:label "The Net of Łódź" ;
  kg:founded "2004-05"^^xsd:gYearMonth .
<https://w3id.org/citykg/id/event/late> a kg:Event ; rdfs:label "Late" ; kg:start "2020"^^xsd:gYear .
<https://w3id.org/citykg/id/event/early> a kg:Event ; rdfs:label "Early" ; kg:start "1999-01-02"^^xsd:date .
<https://w3id.org/citykg/id/statement/s1> rdfs:label "no thing" ; rdf:object <https://w3id.org/citykg/id/network/net> .
kg:Network a owl:Class ; rdfs:label "Network" ; rdfs:subClassOf kg:Collective ; skos:definition "An association." .
kg:Collective a owl:Class ; rdfs:label "Collective" .""")


@pytest.fixture(scope="module")
def catalogue(store: ox.Store) -> Catalogue:
    return Catalogue(store)


def test_things_stand_under_their_kind_and_group() -> None:
    small = Catalogue(SMALL)
    assert small.kinds() == {"city": 2, "country": 1, "network": 1, "event": 2}
    cities = small.groups("city")
    assert {group: [each.name for each in many] for group, many in cities.items()} == {
        "Poland": ["Łódź"],
        "": ["Łódź Nowa"],
    }
    assert cities["Poland"][0].words == "in 1 collective"
    assert cities["Poland"][0].path == "id/city/lodz-pl.html"
    network = small.groups("network")["Network"][0]
    assert (network.words, network.what) == ("2004-05", "Network")
    assert small.notes("network") == {"Network": "An association."}


def test_years_come_latest_first_and_are_not_repeated() -> None:
    groups = Catalogue(SMALL).groups("event")
    assert [(group, [each.words for each in many]) for group, many in groups.items()] == [
        ("2020", [""]),
        ("1999", ["1999-01-02"]),
    ]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("lodz", ["Łódź", "Łódź Nowa", "The Net of Łódź"]),
        ("LODSCH", ["Łódź"]),
        ("nowa łódź", ["Łódź Nowa"]),
        ("odz", ["The Net of Łódź", "Łódź", "Łódź Nowa"]),
        ("lodz-pl", ["Łódź"]),
        ("", []),
        ("zzz", []),
    ],
)
def test_search_takes_the_nearest_name_first(wanted: str, names: list[str]) -> None:
    assert [each.name for each in Catalogue(SMALL).found(wanted)] == names


def test_all_that_is_shipped_is_in_a_list(store: ox.Store, catalogue: Catalogue) -> None:
    known = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    things = {iri for iri in known if "/id/" in iri and iri.split("/id/")[1].split("/")[0] not in UNNAMED}
    listed = [each.iri for kind in SHELVES for many in catalogue.groups(kind).values() for each in many]
    assert sorted(listed) == sorted(things)
    assert len({each.path for each in catalogue.entries}) == len(catalogue.entries)


def test_groups_have_anchors_of_their_own(catalogue: Catalogue) -> None:
    for kind in SHELVES:
        names = [anchor(group) for group in catalogue.groups(kind)]
        assert len(set(names)) == len(names), kind


def test_words_say_what_a_source_says(catalogue: Catalogue) -> None:
    eurocities = next(each for each in catalogue.entries if each.iri.endswith("/network/eurocities"))
    assert eurocities.words.startswith("1986")
    assert "listed, complete as of" in eurocities.words
    assert not [each for each in catalogue.entries if "http" in each.words or "http" in each.where]


def test_search_shows_no_more_than_so_many(catalogue: Catalogue) -> None:
    assert len(catalogue.found("a")) == MOST
    assert catalogue.found("sao paulo")[0].iri.endswith("/city/sao-paulo-br")


@pytest.mark.browser
def test_the_page_finds_what_the_server_finds(catalogue: Catalogue, tmp_path: Path) -> None:
    wanted = ["sao paulo", "LODZ", "munich", "geneva", "refugees welcome", "eurocities", "l'aquila", "housing"]
    front = Path(__file__).resolve().parents[1] / "kg" / "explorer" / "front" / "core"
    script = tmp_path / "find.mjs"
    script.write_text(
        f"""import {{ plain }} from "{front.as_uri()}/text.js";
import {{ matchesOf }} from "{front.as_uri()}/search.js";
import {{ readFileSync }} from "node:fs";
globalThis.window = {{}};
eval(readFileSync(process.argv[2], "utf8"));
const nodes = window.citykgNames.map(([name, path, what, where, names], number) =>
  ({{ name, path, number, links: [], plain: [name, ...names, path.slice(path.lastIndexOf("/") + 1, -5)].map(plain) }}));
const near = (text) => matchesOf(nodes, text).slice(0, {MOST}).map(({{ path }}) => path);
const found = JSON.parse(process.argv[3]).map(near);
console.log(JSON.stringify({{ found, plain: nodes.map((node) => node.plain) }}));
"""
    )
    (tmp_path / "names.js").write_bytes(catalogue.names())
    command = [need("browser", "node"), str(script), str(tmp_path / "names.js"), json.dumps(wanted)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)
    assert said["found"] == [[each.path for each in catalogue.found(text)] for text in wanted]
    assert sum(map(bool, said["found"])) > 5
    known = sorted(catalogue.entries, key=lambda each: -each.links)
    folded = [plain(each) for e in known for each in (e.name, *e.others, e.iri.rsplit("/", 1)[1])]
    pairs = zip([each for names in said["plain"] for each in names], folded, strict=True)
    # vowels of Bengali and the like fall away in the browser alone, in the name and in what is typed
    assert [pair for pair in pairs if pair[0] != pair[1] and pair[1].isascii()] == []


def test_names_are_the_same_twice(store: ox.Store, catalogue: Catalogue) -> None:
    assert Catalogue(store).names() == catalogue.names()
    assert len(catalogue.names()) < 400_000
