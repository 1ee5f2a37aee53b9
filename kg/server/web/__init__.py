"""The face over HTTP: routes, connections, and everything around a request."""
