"""Named queries as links, and what the endpoint says of itself."""
