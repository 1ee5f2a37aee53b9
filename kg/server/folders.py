"""The folders of files that the server ships with, wherever its modules stand."""

from __future__ import annotations

from kg import paths

HERE = paths.PACKAGE / "server"
ASSETS = HERE / "assets"
"""Files that go to the site as they are."""
FRONT = HERE / "front"
"""Our scripts and styles, to be joined."""
VENDOR = HERE / "vendor"
"""Pinned packages of others; `vendor.json` says which."""
