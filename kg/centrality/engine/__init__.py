"""Searches on classes of twins that measures share: how far, and how many ways."""
