"""What `make bench` measures, a module for each part of the page; `tests.bench` puts the page together.

Nothing is imported here: `child` and `peers` are also run by interpreters that have no package of ours.
"""
