"""The folders that the server ships with are there, with what is looked for in each."""

from __future__ import annotations

from kg.server.folders import ASSETS, FRONT, HERE, VENDOR


def test_the_folders_have_what_is_looked_for() -> None:
    page = HERE / "templates" / "base.html"
    wanted = (ASSETS / "site.css", FRONT / "asking" / "main.js", VENDOR / "vendor.json", page)
    assert [path.name for path in wanted if not path.is_file()] == []
