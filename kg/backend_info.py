"""What networkx reads when it starts: which of its functions `kg.backend` answers.

It is read whenever networkx is imported, so it imports nothing.
"""

from __future__ import annotations

FUNCTIONS = (
    "average_clustering",
    "betweenness_centrality",
    "closeness_centrality",
    "clustering",
    "connected_components",
    "constraint",
    "core_number",
    "degree_centrality",
    "effective_size",
    "eigenvector_centrality",
    "eigenvector_centrality_numpy",
    "harmonic_centrality",
    "is_connected",
    "is_isolate",
    "isolates",
    "katz_centrality",
    "katz_centrality_numpy",
    "local_constraint",
    "node_connected_component",
    "number_connected_components",
    "number_of_isolates",
    "pagerank",
    "transitivity",
    "triangles",
)


def get_info() -> dict[str, object]:
    """The name, a summary and the functions, in the form that networkx wants.

    >>> sorted(get_info())
    ['backend_name', 'functions', 'package', 'short_summary']
    """
    return {
        "backend_name": "citykg",
        "package": "citykg",
        "short_summary": "Exact measures of who sits with whom, without building that graph",
        "functions": {name: {} for name in FUNCTIONS},
    }
