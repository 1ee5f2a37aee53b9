"""A connection: its deadlines, how much it may send before it makes sense, when it gives way, and how it parts."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.server.limits import ADDRESS, HEAD, LINGER, PIPELINE, RECEIVE, SEND
from kg.server.problems import Problem


class Parting:
    """A transport that parts politely: closed in the middle of a request, it takes in the rest for a while.

    A socket that is closed with something unread throws away what was sent, and the client would never see why.
    """

    def __init__(self, transport: asyncio.Transport, connection: Connection) -> None:
        self._transport, self._connection, self.parting = transport, connection, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Whether it is closed, or about to be."""
        return self.parting or self._transport.is_closing()

    def write(self, data: bytes) -> None:
        """Send, unless it is parting."""
        if not self.parting:
            self._transport.write(data)

    def close(self) -> None:
        """Close as soon as all is sent; in the middle of a request, part."""
        if self._connection.reading() and not self._transport.is_closing():
            self.part()
        else:
            self._transport.close()

    def part(self) -> None:
        """Send no more, and close when the client does, or after a while."""
        if not self.is_closing():
            self.parting = True
            with contextlib.suppress(OSError):  # the client may have gone first
                self._transport.write_eof()
            self._transport.resume_reading()
            asyncio.get_running_loop().call_later(LINGER, self._transport.abort)


class Connection(HttpToolsProtocol):
    """A connection that must bring each request in time and size, and gives way when it idles and all are taken."""

    idle: dict[int, Connection] = {}  # noqa: RUF012
    most = 1 << 16
    _timer: asyncio.TimerHandle | None = None
    _raw = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock, and make room if there is none."""
        self._parting = Parting(transport, self)
        super().connection_made(self._parting)  # type: ignore[arg-type]
        with contextlib.suppress(OSError, AttributeError):  # a client that takes nothing is let go by the kernel
            taken: socket.socket = transport.get_extra_info("socket")
            taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(SEND * 1000))
        if len(self.connections) > self.most and self.idle:
            next(iter(self.idle.values())).leave()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Start the clock with the first byte of a request, and stop it with the end of its head."""
        if self.transport.is_closing():
            return
        if not self._timer and self._answered():
            self._wait()
        self._raw += len(data)
        super().data_received(data)
        if self._raw > HEAD and not self.transport.is_closing():
            self.send_400_response("")

    def on_headers_complete(self) -> None:
        """The head is there; raises ValueError where too many requests wait for their turn."""
        self._rest()
        self._raw = 0
        if len(self.pipeline) >= PIPELINE:
            raise ValueError("too many requests at once")
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body is there."""
        self._raw = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is there."""
        self._raw = 0
        super().on_message_complete()
        self.cycle.more_body = False

    def on_response_complete(self) -> None:
        """A response is sent, and the connection idles if no other request waits."""
        super().on_response_complete()
        if self._answered() and not self.transport.is_closing():
            self.idle[id(self)] = self

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._rest()
        super().connection_lost(exc)

    def reading(self) -> bool:
        """Whether a request has begun whose body is not all here."""
        return self.cycle is not None and self.cycle.more_body

    def _answered(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with what is no request, unless an answer is on its way, and part."""
        self._rest()
        if not self._answered() and self.cycle.response_started:
            self.transport.abort()
            return
        problem = self._refusal()
        content = json.dumps(problem.document()).encode()
        head = f"HTTP/1.1 {problem.status} {problem.title}\r\nContent-Type: application/problem+json\r\n"
        rest = f"Content-Length: {len(content)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
        self.transport.write((head + rest).encode() + content)
        self._parting.part()

    def _refusal(self) -> Problem:
        if len(getattr(self, "url", b"")) > ADDRESS:
            return Problem(414, f"an address has at most {ADDRESS:,} bytes", "send a long query by POST")
        if self._raw > HEAD:
            return Problem(431, f"the head of a request has at most {HEAD:,} bytes", "send fewer or shorter headers")
        return Problem(400, "this is no HTTP request that can be understood", "send HTTP/1.1")

    def _wait(self) -> None:
        self.idle[id(self)] = self
        self._timer = self.loop.call_later(RECEIVE, self.leave)

    def _rest(self) -> None:
        self.idle.pop(id(self), None)
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def leave(self) -> None:
        """Close the connection."""
        self._rest()
        if self.transport and not self.transport.is_closing():
            self.transport.close()
