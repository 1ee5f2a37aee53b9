"""The query page's files: they name each other, nothing of other sites, and are the same each time."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

import pyoxigraph as ox
from bs4 import BeautifulSoup

from kg.explorer import scripts
from kg.server.editing import editor
from kg.server.endings import MEDIA
from kg.server.folders import FRONT


def named_files(html: bytes) -> list[str]:
    soup = BeautifulSoup(html, "html.parser")
    return [str(each.get("src") or each.get("href")) for each in soup.select("script[src], link[rel=stylesheet]")]


def test_the_page_names_only_files_that_are_there(store: ox.Store) -> None:
    written = editor.files(store)
    assert set(named_files(written[editor.PAGE])) - {"assets/site.css"} <= set(written)
    alone = editor.files(store, engine=True)[editor.PAGE]
    assert set(named_files(alone)) - set(named_files(written[editor.PAGE])) == {"assets/engine.js"}


def test_the_page_has_no_script_or_style_of_its_own() -> None:
    soup = BeautifulSoup(editor._page(False), "html.parser")
    assert [each for each in soup.find_all("script") if each.string] == []
    assert soup.find_all("style") == soup.select("[style], [onclick], [onload]") == []


def test_the_page_says_who_hears_what_one_types() -> None:
    assert b"the endpoint of this site only" in editor._page(False)
    assert b"The query runs in this browser" in editor._page(True)


def test_what_the_editor_knows_is_one_script_and_the_same_as_json(store: ox.Store) -> None:
    files = editor.knowledge(store)
    script = files["assets/query-data.js"].decode()
    known = json.loads(re.sub(r"^window\.citykgQuery = |;\n$", "", script))
    assert known == {
        "completion": json.loads(files["assets/completion.json"]),
        "examples": json.loads(files["assets/queries.json"]),
    }
    assert {name: len(content) for name, content in files.items() if len(content) > 400_000} == {}
    assert editor.knowledge(store) == files


def test_every_file_has_a_content_type(store: ox.Store) -> None:
    assert {PurePosixPath(path).suffix for path in editor.files(store)} <= set(MEDIA)


def test_scripts_ask_for_no_map_of_their_source() -> None:
    files = editor.scripts()
    assert [name for name, content in files.items() if b"sourceMappingURL" in content] == []
    assert len(files["assets/vendor/yasgui.min.js"]) > 1_000_000
    assert b"jquery" in files["assets/vendor/yasgui.LICENSES.txt"]


def modules() -> list[str]:
    return [name for name in scripts.order(FRONT, "asking/main") if name.startswith("asking/")]


def test_what_a_module_imports_is_what_another_exports_and_is_used() -> None:
    for module in modules():
        body = scripts.IMPORT.sub("", scripts.text_of(FRONT, module))
        for other, names in scripts.imports(FRONT, module).items():
            assert names <= scripts.exports(FRONT, other), f"{module}.js imports from {other}.js"
            assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", body)] == [], module


def test_lines_of_modules_are_short_enough_to_read() -> None:
    for module in modules():
        assert max(len(line) for line in scripts.text_of(FRONT, module).splitlines()) <= 140, module


def test_modules_that_only_reckon_know_no_page() -> None:
    pure = ("address", "binding", "fold", "matches", "pages", "places", "prefixes", "problem", "rows")
    for module in pure:
        text = re.sub(r"//.*", "", scripts.text_of(FRONT, f"asking/{module}"))
        assert re.findall(r"\b(document|window|location|localStorage)\b", text) == [], module


def test_every_module_of_the_editor_is_part_of_its_script() -> None:
    own = {file.stem for file in (FRONT / "asking").glob("*.js")}
    assert {name.removeprefix("asking/") for name in modules()} == own
