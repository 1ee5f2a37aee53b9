"""Jobs about the named queries and about the endpoint itself."""

from __future__ import annotations

from collections.abc import Mapping

from kg.server.media import GRAPHS
from kg.server.questions import answers, asked, described
from kg.server.questions.asked import Asked, Asker
from kg.server.site.sites import DESCRIPTION
from kg.server.workers.made import Made
from kg.server.workers.opened import Opened


def question(opened: Opened, *, name: str, values: Mapping[str, str], as_of: str, form: str) -> Made:
    """Answer a named query.

    Raises AskerError for a value that cannot be.
    """
    asker = opened.kept(Asker)
    answered = asker.answer(Asked(asked.known()[name], values, as_of, form))
    media = asked.formats(answered.asked.query)[form]
    if form == "html":
        return Made(answers.page(asker, answered), media)
    return Made(asked.content(answered), media, headers=asked.headers(answered))


def description(opened: Opened, *, root: str, form: str) -> Made:
    """What the endpoint says of itself, for the site at an address, in one of `media.GRAPHS`."""
    found = next(each for each in GRAPHS if each.name == form)
    turtle = (opened.folder / DESCRIPTION).read_bytes()
    return Made(described.written(turtle, root, found.engine), found.content_type)  # type: ignore[arg-type]
