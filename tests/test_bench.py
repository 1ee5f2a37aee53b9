"""The page of the bench: parts of it, and what is kept where only some are measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import bench
from tests.benching import covenant, writing

OLD = {"": "# Benchmarks\n\nmachine", "SHACL": "## SHACL\n\nold", "Loading": "## Loading\n\nold"}


def test_a_page_is_its_parts_in_the_order_of_the_bench() -> None:
    measured = {"large": "## A large list\n\nb", "engine": "## The affiliation engine\n\na"}
    assert bench.page("# B", measured, {}, "") == "# B\n\n## The affiliation engine\n\na\n\n## A large list\n\nb\n"


def test_parts_that_are_not_measured_stay_as_they_were() -> None:
    found = bench.page("# New", {"queries": "## Named queries\n\nnew"}, OLD, "Measured alone.")
    assert writing.parts(found) == {
        "": OLD[""],
        "SHACL": OLD["SHACL"],
        "Named queries": "## Named queries\n\nnew\n\nMeasured alone.",
        "Loading": OLD["Loading"],
    }


def test_a_part_that_is_measured_again_takes_the_place_of_the_old_one() -> None:
    found = bench.page("# New", {"shacl": "## SHACL\n\nnew"}, OLD, "")
    assert writing.parts(found)["SHACL"] == "## SHACL\n\nnew"


def test_the_committed_page_has_only_known_parts() -> None:
    headings = [heading for heading, _ in bench.PARTS.values()]
    found = list(writing.parts(bench.PAGE.read_text(encoding="utf-8")))[1:]
    assert found == [heading for heading in headings if heading in found]


def test_an_unknown_part_is_refused_with_those_there_are() -> None:
    with pytest.raises(SystemExit, match=r"no part 'enginee' of the bench; parts are shacl, .*engine"):
        bench.main(["enginee"])


def test_only_the_parts_asked_for_are_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(bench.page("# Old", {"shacl": "## SHACL\n\nold"}, {}, ""), encoding="utf-8")
    monkeypatch.setattr(bench, "PAGE", page)
    monkeypatch.setitem(
        bench.PARTS, "engine", ("The affiliation engine", lambda graph: f"## The affiliation engine\n\n{graph.name}")
    )
    bench.main(["engine"])
    found = writing.parts(page.read_text(encoding="utf-8"))
    assert list(found) == ["", "SHACL", "The affiliation engine"]
    assert found["The affiliation engine"].startswith(
        "## The affiliation engine\n\ncitykg.nt\n\nThis part was measured"
    )
    assert (found[""], found["SHACL"]) == ("# Old", "## SHACL\n\nold")


def test_the_large_list_says_when_it_is_not_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CITYKG_LARGE", raising=False)
    assert "Not measured: `CITYKG_LARGE` named no folder" in covenant.large(tmp_path)
