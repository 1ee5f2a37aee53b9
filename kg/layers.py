"""The layers of an affiliation: by which relation of the graph a place belongs to a collective, and its pattern."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import AskerError, nearest

LAYERS = {
    "membership": "kg:memberOf",
    "endorsement": "kg:endorses",
    "funding": "kg:fundedBy",
    "pledge": "kg:pledgedUnder",
    "partnership": "kg:partnerIn",
    "participation": "kg:tookPartIn",
    "steering": "kg:steeredBy",
}
DEFAULT_LAYERS = ("membership", "endorsement", "funding", "pledge")
TURNED = ("steering",)  # their relation leads from the collective to the place
SIDES = "?place a kg:LocalGovernment . ?collective a ?class FILTER(?class IN (kg:Collective, kg:Event))"


def choose(layers: Iterable[str]) -> tuple[str, ...]:
    """The layers asked for, each once; raises AskerError, with the nearest, for an unknown one."""
    chosen = tuple(dict.fromkeys(layers))
    for layer in chosen:
        if layer not in LAYERS:
            raise AskerError(f"no layer '{layer}'{nearest(layer, LAYERS)}; layers are {', '.join(LAYERS)}")
    return chosen


def short(layer: str) -> str:
    """The pattern of a layer's short triples in SPARQL: ?place and ?collective.

    >>> short("membership"), short("steering")
    ('?place kg:memberOf ?collective', '?collective kg:steeredBy ?place')
    """
    return f"{_ends(layer)[0]} {LAYERS[layer]} {_ends(layer)[1]}"


def said(layer: str) -> str:
    """The pattern of a layer's statements in SPARQL: ?statement, ?place and ?collective.

    >>> said("steering")
    '?statement rdf:predicate kg:steeredBy ; rdf:subject ?collective ; rdf:object ?place'
    """
    return f"?statement rdf:predicate {LAYERS[layer]} ; rdf:subject {_ends(layer)[0]} ; rdf:object {_ends(layer)[1]}"


def tie(layer: str) -> str:
    """As `said`, with ends of the right sort: a local government, and a collective or event."""
    return f"{said(layer)} . {SIDES}"


def _ends(layer: str) -> tuple[str, str]:
    return ("?collective", "?place") if layer in TURNED else ("?place", "?collective")
