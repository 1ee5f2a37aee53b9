"""What the views of answers need beside their script: the land and the borders for the map."""

from __future__ import annotations

from kg.explorer.page import LIBRARIES


def files() -> dict[str, bytes]:
    """`world.js` for the folder of a site's assets: d3-geo, topojson-client and the atlas that the explorer draws with.

    A script, since a page opened from a folder can fetch nothing; it is loaded when a map is first drawn.

    >>> files()["world.js"].rstrip().endswith(b";")
    True
    """
    texts = {library.name: library.text.strip() for library in LIBRARIES}
    return {"world.js": f"{texts['map']}\nglobalThis.citykgAtlas = {texts['atlas']};\n".encode()}
