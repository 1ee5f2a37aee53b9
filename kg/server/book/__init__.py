"""The page of a thing: its names, lines, sources, map and neighbours."""
