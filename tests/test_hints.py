from __future__ import annotations

import pytest

from kg import hints, results, sparql
from tests.conftest import CITIES, LINKS, WORLD

# Why there are no rows


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "SELECT * { ?x a kg:City ; kg:memberOf <https://w3id.org/citykg/id/network/nett> }",
            "no rows: nothing matches the pattern  ?x kg:memberOf id:network/nett .\n"
            "  id:network/nett is not in the graph; did you mean 'id:network/net'?",
        ),
        (
            'SELECT * { ?x rdfs:label "Łódz"@pl }',
            "no rows: nothing matches the pattern  ?x rdfs:label \"Łódz\"@pl .\n  no such text; did you mean 'Łódź'?",
        ),
        (
            'SELECT * { ?x rdfs:label "Łódź" }',
            'no rows: nothing matches the pattern  ?x rdfs:label "Łódź" .\n  no such text; it is there as "Łódź"@pl',
        ),
        (
            "SELECT * { ?x kg:memberof ?y OPTIONAL { ?y a kg:Region } }",
            "no rows: nothing matches the pattern  ?x kg:memberof ?y .\n"
            "  kg:memberof is not in the graph; did you mean 'kg:memberOf'?",
        ),
        (
            "SELECT * { ?x kg:xyzzy ?y }",
            "no rows: nothing matches the pattern  ?x kg:xyzzy ?y .\n  kg:xyzzy is not in the graph",
        ),
        (
            "SELECT * { ?x kg:founded ?year . ?x a kg:City }",
            "no rows: each pattern has a match, but  ?x kg:founded ?year .  "
            "has none together with  ?x rdf:type kg:City .",
        ),
        (
            "SELECT * { ?x a kg:City MINUS { ?x kg:memberOf ?y } }",
            "no rows: every pattern has a match; a FILTER, MINUS or HAVING leaves nothing",
        ),
        (
            "SELECT * { { ?x a kg:City } UNION { ?x a kg:Region } FILTER(?x = 1) }",
            "no rows: every pattern has a match; a FILTER, MINUS or HAVING leaves nothing",
        ),
        (
            "CONSTRUCT { ?x a ?y } WHERE { ?x a kg:Region, ?y }",
            "no rows: nothing matches the pattern  ?x rdf:type kg:Region .\n  kg:Region is not in the graph",
        ),
        (
            "SELECT ?n (COUNT(?x) AS ?k) { ?x kg:memberOf+ ?n ; kg:founded ?y } GROUP BY ?n HAVING (?k > 1)",
            "no rows: each pattern has a match, but  ?x kg:memberOf+ ?n .  has none together with  ?x kg:founded ?y .",
        ),
    ],
)
def test_an_empty_answer_is_explained_by_the_first_pattern_that_fails(text: str, reason: str) -> None:
    assert results.empty(sparql.ask(WORLD, text))
    assert hints.why_empty(WORLD, text) == reason


SIMPLIFY = "no rows; simplify the query to see which part leaves nothing"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DESCRIBE <http://nothing>", "no rows: every pattern has a match; a FILTER, MINUS or HAVING leaves nothing"),
        ("SELECT * { <<?s ?p ?o>> ?q ?r }", SIMPLIFY),
        ("SELECT * { ?x a kg:City LATERAL { ?x a kg:Region } }", SIMPLIFY),
    ],
)
def test_an_empty_answer_that_cannot_be_explained(text: str, reason: str) -> None:
    assert results.empty(sparql.ask(WORLD, text))
    assert hints.why_empty(WORLD, text) == reason


@pytest.mark.parametrize("text", ["ASK { ?x a kg:Region }", CITIES, LINKS])
def test_no_is_an_answer_and_so_are_rows_and_triples(text: str) -> None:
    assert not results.empty(sparql.ask(WORLD, text))
