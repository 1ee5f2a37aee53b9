"""Loaded where worker processes are begun: that process ends with the server, however that ends, and so do they."""

from kg.server.workers.confined import die_with_parent

die_with_parent()
