"""Measures on the graph of who sits with whom, worked out without building it."""
