"""The job behind the reconciliation service: one request, answered from what a worker keeps of the graph."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache

from kg.server.candidates import asked, namesakes
from kg.server.candidates.reconcile import Document, Reconciler
from kg.server.media import HTML
from kg.server.workers.made import Made
from kg.server.workers.opened import Opened


def reconcile(opened: Opened, *, sort: str, text: str = "", number: int = 0, base: str = "") -> Made:
    """Answer a request: `sort` says of what sort it is, `text` and `number` are its parameters.

    Raises AskerError or Problem for what cannot be answered.
    """
    found = service(opened)
    if sort == "preview":
        return Made(found.preview(text), f"{HTML}; charset=utf-8")
    return Made(json.dumps(_document(found, sort, text, number, base)).encode(), "application/json")


def _document(service: Reconciler, sort: str, text: str, number: int, base: str) -> Document:
    answers: dict[str, Callable[[], Document]] = {
        "manifest": lambda: service.manifest(base),
        "queries": lambda: service.answer(asked.document(text, sort)),
        "query": lambda: {"result": service.candidates(asked.single(text))},
        "extend": lambda: service.extend(asked.document(text, sort)),
        "entity": lambda: service.suggest_entity(text, number),
        "type": lambda: service.suggest_type(text, number),
        "property": lambda: service.suggest_property(text, number),
        "flyout": lambda: service.flyout(text),
        "propose": lambda: service.propose_properties(text, number),
    }
    return answers[sort]()


@lru_cache(maxsize=1)
def service(opened: Opened) -> Reconciler:
    """The service over a build, made when it is first asked; that of an older build is let go."""
    return Reconciler(opened.graph, namesakes.read(opened.folder))
