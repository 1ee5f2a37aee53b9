"""citykg: an open knowledge graph of cities, networks and commitments on migration.

The verbs of the command line are functions here, with the same names:

    import kg

    kg.build()                                     # tables → build/citykg.nt and .ttl
    store = kg.open_store()
    rows = kg.query("members", store=store, collective="eurocities")
    scores = kg.rank(store, measure="degree")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import AskerError, CuratorError, KgError, ModellerError, OperatorError

if TYPE_CHECKING:
    from kg import rankings, significance
    from kg.api import (
        Affiliation,
        Projection,
        __version__,
        affiliation,
        build,
        citation,
        diff,
        explore,
        listings,
        only,
        open_store,
        overlaps,
        plan_import,
        project,
        query,
        rank,
        read,
        show,
        to_pyvis,
        validate,
        wholes,
    )

__all__ = [
    "Affiliation",
    "AskerError",
    "CuratorError",
    "KgError",
    "ModellerError",
    "OperatorError",
    "Projection",
    "__version__",
    "affiliation",
    "build",
    "citation",
    "diff",
    "explore",
    "listings",
    "only",
    "open_store",
    "overlaps",
    "plan_import",
    "project",
    "query",
    "rank",
    "rankings",
    "read",
    "show",
    "significance",
    "to_pyvis",
    "validate",
    "wholes",
]


def __getattr__(name: str) -> Any:
    """Load a verb when it is first used, so that `import kg` and `kg --help` stay quick."""
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    from kg import api

    return getattr(api, name)
