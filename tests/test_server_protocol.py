"""The endpoint over a real socket, against sections 2 and 3 of the SPARQL 1.1 Protocol."""

from __future__ import annotations

import json

from tests.serving import Server


def test_an_ask_is_answered(served: Server) -> None:
    answer = served.query("ASK { ?s ?p ?o }")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert json.loads(answer.content)["boolean"] is True
