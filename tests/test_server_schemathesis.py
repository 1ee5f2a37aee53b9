"""The description of the API against the server that it describes: what it promises holds for anything one sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kg.server.questions import openapi
from tests.serving import Server

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NAMED = ("members", "posts", "statistics")
"""Queries that stand for all: a thing, a concept, a text."""


def described() -> openapi.Document:
    """The description, with a few of the named queries."""
    whole = openapi.document()
    skipped = re.compile(rf"/query/(?!$|({'|'.join(NAMED)})$)")
    return whole | {"paths": {path: item for path, item in whole["paths"].items() if not skipped.match(path)}}


SCHEMA = schemathesis.openapi.from_dict(described())


@schemathesis.serializer("application/sparql-query")
def plain(context: object, value: Any) -> bytes:
    """A query as it stands."""
    return str(value).encode(errors="replace")


@pytest.fixture(scope="module")
def asked(served: Server) -> Iterator[Server]:
    """The server; nothing that was sent made it fall, or say that it has a fault."""
    yield served
    assert served.process.poll() is None
    assert not [line for line in served.lines if "Traceback" in line or "a fault of citykg" in line]


@SCHEMA.parametrize()
@settings(
    max_examples=10, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_what_is_promised_holds(asked: Server, case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(base_url=asked.address.rstrip("/"), checks=CHECKS, allow_redirects=False, timeout=60)
