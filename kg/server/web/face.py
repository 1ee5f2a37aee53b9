"""What every request passes: its host, its length, its headers and time, and a line in the log."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.limits import BODY, SEND
from kg.server.problems import Problem
from kg.server.web.serving import State, answered, too_long
from kg.server.workers.pool import AGAIN

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICIES: dict[str, str] = {
    # shown in a frame of the client that reconciles, wherever that is
    "/reconcile/preview": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *",
    "/explorer": "frame-ancestors 'none'",  # its pages bring a policy of their own, with the hashes of what they hold
}
"""Policies of pages that need another one, by the beginning of their path."""
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy(path: str) -> str:
    """The content security policy of a path."""
    return next((said for start, said in POLICIES.items() if path.startswith(start)), POLICY)


def own_host(host: str, names: frozenset[str]) -> bool:
    """Whether a Host header names this server: by an address in numbers, as localhost, or by a name that it was given.

    Any other name may be one that points here for the time of an attack (DNS rebinding).

    >>> own_host("127.0.0.1:8000", frozenset()), own_host("[::1]", frozenset()), own_host("evil.example", frozenset())
    (True, True, False)
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        if name in names or name == "localhost":
            return True
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


@dataclass
class Face:
    """The outermost layer of the application."""

    app: ASGIApp
    server: State
    names: frozenset[str] = frozenset()
    log: Callable[[str], object] = lambda line: print(line, file=sys.stderr, flush=True)  # noqa: T201
    queries: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, said = time.perf_counter(), Said()

        async def sending(message: Message) -> None:
            self._dress(message, scope, said)
            async with asyncio.timeout(SEND):
                await send(message)

        try:
            if problem := self._refused(scope):
                await answered(Request(scope, receive), problem)(scope, receive, sending)
            else:
                await self.app(scope, receive, sending)
        except asyncio.CancelledError:  # the grace is over
            said.note = "stopped"
            if said.status == Said.UNSENT:
                stopping = Problem(503, "the server is being stopped", "try again later", retry=AGAIN)
                await answered(Request(scope, receive), stopping)(scope, receive, sending)
        except TimeoutError:  # a client that takes nothing; uvicorn closes what was not finished
            said.note = "not taken"
        except Exception as error:  # the one line that a person who runs it can report
            said.note = f"a fault of citykg: {type(error).__name__}: {error}"
            if said.status == Said.UNSENT:
                fault = Problem(500, said.note, "please report it with what you asked")
                await answered(Request(scope, receive), fault)(scope, receive, sending)
        finally:
            self._note(scope, said, time.perf_counter() - begun)

    def _refused(self, scope: Scope) -> Problem | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return Problem(400, f"the request names {len(hosts) or 'no'} hosts", "send one header Host")
        if not own_host(hosts[0], self.names):
            hint = "ask for it by its address, or start it with --public and its name"
            return Problem(421, "this server does not go by that name", hint)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > BODY:
            return too_long()
        return None

    @staticmethod
    def _dress(message: Message, scope: Scope, said: Said) -> None:
        if message["type"] == "http.response.start":
            said.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", policy(scope["path"]))
        elif message["type"] == "http.response.body":
            said.size += len(message.get("body", b""))

    def _note(self, scope: Scope, said: Said, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "") or "-"
        metrics = self.server.metrics
        metrics.requests.labels(route, scope["method"] if scope["method"].isalpha() else "-", said.status).inc()
        metrics.seconds.labels(route).observe(seconds)
        metrics.sent.inc(said.size)
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": (scope.get("client") or ("",))[0],
            "method": scope["method"], "path": scope["path"], "status": said.status, "bytes": said.size,
            "ms": round(seconds * 1000, 1),
        }  # fmt: skip
        if self.queries:
            line["query"] = scope["query_string"].decode("latin-1")
        if said.note:
            line["note"] = said.note
        with contextlib.suppress(OSError):
            self.log(json.dumps(line))


@dataclass
class Said:
    """What was answered so far, for the log."""

    UNSENT = 499
    status: int = UNSENT
    size: int = 0
    note: str = ""
