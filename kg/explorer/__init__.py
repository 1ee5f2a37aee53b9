"""Graph and scores to one offline HTML file, on pyvis.

`things` makes the pyvis Network, `payload` what the page's script reads of it, `page` the file. The front end is in
`front/`: small modules that `scripts` joins into one. Of its folders `core` knows the graph and the choices of the
reader, `drawing` how marks, lines and names look, `files` how what is shown is written; `widgets` are pieces of pages;
each tab and panel has a folder of its own, and `save` makes files of what they show. `backbone`, `standing` and
`communities` say what the first screen shows, where each thing ranks and what belongs together, `measured` says it to
the page; `layout` says where all stand.
"""

from kg.explorer.measured import measured
from kg.explorer.page import Page, linked, page
from kg.explorer.payload import About
from kg.explorer.things import network

__all__ = ["About", "Page", "linked", "measured", "network", "page"]
