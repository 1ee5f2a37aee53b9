"""Measures on the graph of cities and collectives as it is."""
