"""What docs/server.md and docs/openrefine.md tell to ask of a server is answered as they say."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from tests.serving import Server

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = ("server.md", "openrefine.md")
SITE = "http://127.0.0.1:8000/"
"""Where the pages say that the server is."""
LIMA = ox.NamedNode("https://w3id.org/citykg/id/city/lima-pe")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TURTLE, ROWS, CSV = "text/turtle; charset=utf-8", "application/sparql-results+json", "text/csv; charset=utf-8"
Known = Callable[[str], bool]


def table(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def is_lima(text: str) -> bool:
    found = ox.parse(text.encode(), ox.RdfFormat.TURTLE)
    return any(quad.subject == LIMA and quad.predicate == LABEL and quad.object.value == "Lima" for quad in found)


def three_names(text: str) -> bool:
    rows = json.loads(text)["results"]["bindings"]
    return len(rows) == 3 and all(row["name"]["type"] == "literal" for row in rows)


def nine_memberships(text: str) -> bool:
    head, *rows = table(text)
    place, collective = head.index("member"), head.index("network")
    return len(rows) == 9 and all("/id/" in row[place] and "/id/network/" in row[collective] for row in rows)


def some_thousand(text: str) -> bool:
    (head, (number,)) = table(text)
    return head == ["triples"] and 10_000 < int(number) < 60_000


def members(text: str) -> bool:
    head, *rows = table(text)
    return head == ["member", "role", "from", "to", "passages"] and ["Oslo", "member"] in [row[:2] for row in rows]


def signatories(text: str) -> bool:
    head, *rows = table(text, "\t")
    return head[:3] == ["?who", "?role", "?on"] and any(row[0].startswith("Gaziantep") for row in rows)


def lima_in_json(text: str) -> bool:
    return any(each["id"] == "thing:city/lima-pe" and each["label"] == "Lima" for each in json.loads(text)["@graph"])


def manifest(text: str) -> bool:
    found = json.loads(text)
    return found["name"] == "citykg: cities, city networks and their declarations" and "0.2" in found["versions"]


def both_cities(text: str) -> bool:
    found = {key: [(each["id"], each["match"]) for each in said["result"]] for key, said in json.loads(text).items()}
    return found["q0"][0] == ("city/zurich-ch", True) and found["q1"] == [("city/san-jose-cr", True)]


LINES: dict[tuple[str, str], tuple[str, Known]] = {
    ("server.md", "?n a kg:Network"): (ROWS, three_names),
    ("server.md", "kg:memberOf"): (CSV, nine_memberships),
    ("server.md", "DESCRIBE"): (TURTLE, is_lima),
    ("server.md", "default-graph-uri"): (CSV, some_thousand),
    ("server.md", "query/members"): (CSV, members),
    ("server.md", "query/signatories"): ("text/tab-separated-values; charset=utf-8", signatories),
    ("server.md", "curl -L"): (TURTLE, is_lima),
    ("server.md", "lima-pe.jsonld"): ("application/ld+json", lima_in_json),
    ("openrefine.md", "/reconcile\n"): ("application/json", manifest),
    ("openrefine.md", "queries={"): ("application/json", both_cities),
}
"""By page and a part of the line that no other has: the content type of the answer, and what it must say."""


def lines(page: str) -> list[str]:
    """The lines of a page that call curl; one may go on over several lines of the page."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [found for block in blocks for found in re.split(r"^(?=curl )", block, flags=re.MULTILINE)
            if found.startswith("curl ")]  # fmt: skip


def test_every_line_is_tried_and_by_one_row() -> None:
    for page in PAGES:
        for line in lines(page):
            assert sum(own == page and part in line for own, part in LINES) == 1, line
    assert sum(len(lines(page)) for page in PAGES) == len(LINES)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
@pytest.mark.parametrize(("page", "part"), LINES, ids=[f"{page} {part.strip()}" for page, part in LINES])
def test_a_line_is_answered(served: Server, page: str, part: str) -> None:
    (line,) = [each for each in lines(page) if part in each]
    words = shlex.split(line.replace("\\\n", "").replace(SITE.rstrip("/"), served.address.rstrip("/")))
    shown = ["-fsS", "--max-time", "60", "-w", "\n%{http_code} %{content_type}"]
    done = subprocess.run([*words, *shown], capture_output=True, text=True, timeout=90, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    content, _, said = done.stdout.rpartition("\n")
    kind, known = LINES[page, part]
    assert said == f"200 {kind}"
    assert known(content), content[:2000]


FILLED = {"NAME": "networks", "<kind>/<key>": "city/lima-pe", "<scheme>/<code>": "gcm/18"}
"""What may stand in the place of what an address leaves open."""


def addresses() -> list[str]:
    """The addresses in the first table of docs/server.md, filled in."""
    rows = re.findall(r"^\| (`/.*?) \|", (DOCS / "server.md").read_text(encoding="utf-8"), re.MULTILINE)
    found = [address for row in rows for address in re.findall(r"`(/.*?)`", row)]
    for left, value in FILLED.items():
        found = [address.replace(left, value) for address in found]
    return found


def test_every_address_of_the_table_is_there(served: Server) -> None:
    found = addresses()
    assert len(found) == 13 and not [each for each in found if re.search("[<A-Z]", each)]
    for each in found:
        got = served.ask("GET", each, accept="text/html, */*;q=0.1")
        if got.status == 303:
            got = served.ask("GET", f"{each.rpartition('/')[0]}/{got.headers['location']}")
        assert got.status == 200 and got.content, each


@pytest.mark.parametrize(
    ("fields", "key", "known"),
    [
        pytest.param({"query": "Zurich"}, "result", "city/zurich-ch", id="query"),
        pytest.param(
            {"extend": '{"ids": ["city/zurich-ch"], "properties": [{"id": "wikidata"}]}'}, "rows", "Q72", id="extend"
        ),
    ],
)
def test_a_single_name_and_values_are_answered(served: Server, fields: dict[str, str], key: str, known: str) -> None:
    (name, value), *_ = fields.items()
    assert f"`{name}={value}`" in (DOCS / "openrefine.md").read_text(encoding="utf-8")
    got = served.ask("GET", "/reconcile?" + urlencode(fields))
    assert got.status == 200 and f'"{known}"' in json.dumps(json.loads(got.content)[key])


def test_names_are_completed_and_shown_as_the_page_says(served: Server) -> None:
    said = (DOCS / "openrefine.md").read_text(encoding="utf-8")
    entity, preview = "/reconcile/suggest/entity?prefix=zur", "/reconcile/preview?id=city/zurich-ch"
    assert f"`{entity}`" in said and f"`{preview}`" in said
    assert json.loads(served.ask("GET", entity).content)["result"][0]["id"] == "city/zurich-ch"
    shown = served.ask("GET", preview)
    assert shown.headers["content-type"] == "text/html; charset=utf-8" and "Switzerland" in shown.text
