"""Where a comparison rests on lists that are not complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kg.incidence import Floats
from kg.twomode import Affiliation

MOST = 3
"""How many collectives a warning names."""


def leaning(two_mode: Affiliation, incomplete: Mapping[str, str], on: str = "cities") -> Floats:
    """What share of each node's memberships stands in lists that are not complete: (nodes,).

    `incomplete` has the collectives (keys) whose list is not complete. For a collective the share is 0 or 1.
    Edge cases: a place without any membership leans on nothing, 0.

    >>> two_mode = Affiliation.from_pairs([("a", "X"), ("a", "Y"), ("b", "Y")])
    >>> leaning(two_mode, {"Y": "2 of 9 listed"}).tolist()
    [0.5, 1.0]
    """
    marked = np.array([float(key in incomplete) for key in two_mode.collectives])
    if on == "collectives":
        return marked
    return np.asarray(two_mode.incidence.matrix @ marked / np.maximum(two_mode.incidence.sizes, 1))


def cautions(
    two_mode: Affiliation, incomplete: Mapping[str, str], shown: Sequence[str], on: str = "cities"
) -> list[str]:
    """One line for each thing to know before the nodes shown are compared; none where all lists are complete.

    `incomplete` says of each collective whose list is not complete how much of it is there, in words.

    >>> two_mode = Affiliation.from_pairs([("a", "X"), ("a", "Y"), ("b", "Y")])
    >>> cautions(two_mode, {"Y": "2 of 9 listed"}, ["a", "b"])
    ['1 of the 2 shown (b) owes more than half of its memberships to lists that are not complete']
    >>> cautions(two_mode, {"Y": "2 of 9 listed"}, ["X", "Y"], "collectives")
    ['1 of the 2 shown has a list that is not complete, so compare with care: Y (2 of 9 listed)']
    """
    share = dict(zip(two_mode.nodes(on), leaning(two_mode, incomplete, on).tolist(), strict=True))
    found = [key for key in shown if share[key] > 0.5]
    if not found:
        return []
    names = [two_mode.thing(key).name for key in found[:MOST]]
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    one = len(found) == 1
    if on == "cities":
        owe = "owes more than half of its" if one else "owe more than half of their"
        return [
            f"{len(found)} of the {len(shown)} shown ({', '.join(names)}{more}) {owe} memberships to lists that are "
            "not complete"
        ]
    words = ", ".join(f"{name} ({incomplete[key]})" for name, key in zip(names, found, strict=False))
    lists = "has a list that is" if one else "have lists that are"
    return [f"{len(found)} of the {len(shown)} shown {lists} not complete, so compare with care: {words}{more}"]
