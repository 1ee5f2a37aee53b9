"""Measures of what gathers members: how large, how mixed, how much shared with others."""
