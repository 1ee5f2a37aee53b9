"""Names to the things that they may mean, by the matching of `kg import`, for the reconciliation service."""
