"""What a test may need of this machine: it is skipped without it, or fails where that is required."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def missing(name: str, what: str) -> NoReturn:
    """Skip a test that lacks something of this machine; fail where CITYKG_REQUIRE has the name of its mark."""
    reason = f"{what} is not installed; tests marked '{name}' need it"
    if name in os.environ.get("CITYKG_REQUIRE", "").replace(",", " ").split():
        pytest.fail(reason)
    pytest.skip(reason)


def need(name: str, command: str) -> str:
    """Where a command is; without it the test is skipped, or fails where CITYKG_REQUIRE has the name."""
    return shutil.which(command) or missing(name, command)
