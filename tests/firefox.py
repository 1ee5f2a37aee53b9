"""Firefox over Marionette, its own remote protocol: enough to open a page, run a script in it and click.

A message is its length, a colon and JSON: [0, number, command, parameters] there, [1, number, error, result] back
(the protocol's description in Firefox's source docs). No driver program is needed.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name under which WebDriver hands out an element


class Firefox:
    """A running Firefox with one window."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._stream, self._number = connection, connection.makefile("rb"), 0
        self._read()
        self.ask("WebDriver:NewSession", capabilities={})

    def ask(self, command: str, **parameters: Any) -> Any:
        """The result of a command; raises RuntimeError with what Firefox says against it."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def _read(self) -> Any:
        length = b""
        while (letter := self._stream.read(1)) != b":":
            if not letter:
                raise RuntimeError("Firefox has closed the connection")
            length += letter
        return json.loads(self._stream.read(int(length)))

    def open(self, address: str) -> None:
        """Open an address and wait until the page says that it is ready."""
        self.ask("WebDriver:Navigate", url="about:blank")
        self.ask("WebDriver:Navigate", url=address)
        self.wait("document.documentElement.dataset.ready === 'true'")

    def value(self, script: str) -> Any:
        """What an expression in the page is."""
        return self.ask("WebDriver:ExecuteScript", script=f"return {script}", args=[])["value"]

    def wait(self, truth: str, seconds: float = 20) -> None:
        """Wait until an expression in the page is true."""
        until = time.monotonic() + seconds
        while not self.value(truth):
            assert time.monotonic() < until, f"not within {seconds} s: {truth}"
            time.sleep(0.05)

    def click(self, selector: str) -> None:
        """Click the first element of a CSS selector."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)["value"]
        self.ask("WebDriver:ElementClick", id=found[ELEMENT])

    def type(self, selector: str, text: str) -> None:
        """Type into the first element of a CSS selector."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)["value"]
        self.ask("WebDriver:ElementSendKeys", id=found[ELEMENT], text=text)


@contextlib.contextmanager
def running(command: str, profile: Path) -> Iterator[Firefox]:
    """A headless Firefox with a fresh profile and no way out but loopback; ended by its process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wishes = {"marionette.port": port, "network.proxy.type": 1, "network.proxy.http": "127.0.0.1",
              "network.proxy.http_port": 9, "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9,
              "app.update.enabled": False, "datareporting.policy.dataSubmissionEnabled": False}  # fmt: skip
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wishes.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    arguments = [command, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _connected(port) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(20)


def _connected(port: int, seconds: float = 60) -> socket.socket:
    until = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError:
            assert time.monotonic() < until, "Firefox does not answer"
            time.sleep(0.1)
