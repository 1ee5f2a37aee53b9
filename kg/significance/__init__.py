"""How sure are we: what of a pattern is more than the degrees of the nodes explain.

`validated.validate` finds the pairs that share more than chance explains, `expected.compare` the nodes that score
higher than their number of memberships explains, `assortativity.assort` whether like sits with like, and
`communities.detect` which nodes belong together and how stably. `bicm` and `curveball` are the null models.
"""

from __future__ import annotations

from kg.significance.assortativity import Assortativity, assort
from kg.significance.communities import Communities, Community, detect, modularity
from kg.significance.expected import Expectation, compare
from kg.significance.nulls import NULLS
from kg.significance.validated import Pair, Validated, validate

__all__ = [
    "NULLS", "Assortativity", "Communities", "Community", "Expectation", "Pair", "Validated",
    "assort", "compare", "detect", "modularity", "validate",
]  # fmt: skip
