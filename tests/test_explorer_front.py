"""The page's script: its modules, each tested by node's runner, and how they are joined into one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kg.explorer import scripts
from kg.explorer.page import FRONT
from tests.needs import need

TESTS = Path(__file__).resolve().parent / "front"
MODULES = sorted(str(file.relative_to(FRONT).with_suffix("").as_posix()) for file in FRONT.rglob("*.js"))


@pytest.mark.browser
@pytest.mark.parametrize(
    "file",
    sorted(TESTS.rglob("*.test.js")),
    ids=lambda file: f"{file.parent.name}/{file.name.removesuffix('.test.js')}",
)
def test_modules_hold_what_their_tests_say(file: Path) -> None:
    run = subprocess.run([need("browser", "node"), "--test", str(file)], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr
    assert int(re.findall(r"^# pass (\d+)", run.stdout, re.MULTILINE)[0]) > 0


def test_every_module_is_part_of_the_page() -> None:
    assert sorted(scripts.order(FRONT, "main")) == MODULES


def test_what_a_module_imports_is_what_another_exports() -> None:
    for module in MODULES:
        for other, names in scripts.imports(FRONT, module).items():
            assert names <= scripts.exports(FRONT, other), f"{module}.js imports from {other}.js"


def test_what_a_module_imports_it_uses() -> None:
    for module in MODULES:
        body = scripts.IMPORT.sub("", scripts.text_of(FRONT, module))
        names = {name for found in scripts.imports(FRONT, module).values() for name in found}
        assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", body)] == [], module


# The lowest first: a module imports from its own folder and from those of lines above. Views know nothing of others.
LAYERS = """
core
drawing
files
widgets
stories
overview graph map time matrix table left details
save
"""
PURE = ("core", "drawing", "files")  # what they say is worked out without the page
PAGE = re.compile(r"\b(document|navigator|location|history|localStorage|matchMedia|getComputedStyle)\b")


def folder_of(module: str) -> str:
    return module.rpartition("/")[0]


def test_layers_point_down() -> None:
    lines = [line.split() for line in LAYERS.split("\n") if line]
    ranks = {folder: rank for rank, line in enumerate(lines) for folder in line} | {"": len(lines)}
    assert {folder_of(module) for module in MODULES} == set(ranks)
    upward = [
        f"{module} imports {other}"
        for module in MODULES
        for other in scripts.imports(FRONT, module)
        if folder_of(other) != folder_of(module) and ranks[folder_of(other)] >= ranks[folder_of(module)]
    ]
    assert upward == []


def test_what_is_pure_knows_no_page() -> None:
    for module in MODULES:
        if folder_of(module) in PURE:
            assert PAGE.findall(re.sub(r"//.*", "", scripts.text_of(FRONT, module))) == [], module


def test_what_a_module_exports_another_or_a_test_imports() -> None:
    tests = "\n".join(file.read_text(encoding="utf-8") for file in TESTS.rglob("*.js"))
    used = {name for module in MODULES for names in scripts.imports(FRONT, module).values() for name in names}
    for module in MODULES:
        idle = [name for name in scripts.exports(FRONT, module) - used if not re.search(rf"\b{name}\b", tests)]
        assert idle == [], module


@pytest.mark.browser
@pytest.mark.parametrize("module", MODULES)
def test_modules_are_whole_javascript(module: str, tmp_path: Path) -> None:
    file = tmp_path / "module.mjs"
    file.write_text(scripts.text_of(FRONT, module), encoding="utf-8")
    run = subprocess.run([need("browser", "node"), "--check", str(file)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr


def test_lines_are_short_enough_to_read() -> None:
    long = [
        f"{module}.js:{number}"
        for module in MODULES
        for number, line in enumerate(scripts.text_of(FRONT, module).split("\n"), 1)
        if len(line) > 140
    ]
    assert long == []


def light(sheet: str) -> dict[str, str]:
    """The colours of a light page by their names in a style sheet, in six digits."""
    text = (FRONT / sheet).read_text(encoding="utf-8").partition("@media")[0]
    found = dict(re.findall(r"--([\w-]+): (#\w+);", text))
    return {name: colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
            for name, colour in found.items()}  # fmt: skip


def test_paper_has_the_colours_of_a_light_page() -> None:
    page, world = light("base.css"), light("map/map.css")
    inks = dict(re.findall(r'PAPER_(\w+) = "(#\w+)"', scripts.text_of(FRONT, "files/svg")))
    assert inks == {"INK": page["ink"], "SOFT": page["soft"], "TIE": page["edge"]}
    figure = re.search(r"MAP_INK = \{(.*?)\};", scripts.text_of(FRONT, "map/figure"), re.DOTALL)
    assert figure
    names = ["sea", "land", "border", "arc", *(f"shade-{step}" for step in range(1, 6))]
    assert re.findall(r"#\w{6}", figure[1]) == [world[f"map-{name}"] for name in names]


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        file = folder / f"{name}.js"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_module_stands_after_those_it_imports_and_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        main='import { b } from "./b.js";\nimport { c } from "./c.js";\nb(c);\n',
        b='import {\n  c,\n} from "./c.js";\nexport function b() {}\nconst own = c;\n',
        c="export const c = 1;\nconst own = c;\n",
    )
    assert (
        scripts.joined(folder)
        == """"use strict";
(() => {
const modules = {};

modules["c"] = (() => {
const c = 1;
const own = c;
return { c };
})();

modules["b"] = (() => {
const {
  c,
} = modules["c"];
function b() {}
const own = c;
return { b };
})();

modules["main"] = (() => {
const { b } = modules["b"];
const { c } = modules["c"];
b(c);
return {  };
})();
})();"""
    )


def test_a_circle_of_modules_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, main='import { a } from "./a.js";\n', a='import { b } from "./main.js";\n')
    with pytest.raises(ValueError, match="circle: main → a → main"):
        scripts.joined(folder)


@pytest.mark.parametrize(
    "text", ["export default 1;\n", 'import x from "./x.js";\n', 'import * as x from "./x.js";\n', "export { x };\n"]
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text.strip())):
        scripts.joined(write(tmp_path, main=text))


def test_a_module_is_known_by_its_path(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        **{
            "main": 'import { far } from "./map/far.js";\nfar();\n',
            "map/far": 'import { near } from "./near.js";\nimport { text } from "../core/text.js";\nlet far;\n',
            "map/near": "export const near = 1;\n",
            "core/text": "export const text = 2;\n",
        },
    )
    assert scripts.order(folder, "main") == ["map/near", "core/text", "map/far", "main"]
    assert scripts.imports(folder, "map/far") == {"map/near": {"near"}, "core/text": {"text"}}
    assert 'const { text } = modules["core/text"];\nlet far' in scripts.joined(folder)
