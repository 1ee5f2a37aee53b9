"""What tests that attack a server need: bytes over a socket, its processes and their memory, and a fuzzer."""

from __future__ import annotations

import contextlib
import json
import random
import socket
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from urllib.parse import quote

from tests.serving import Server

HOST = b"Host: 127.0.0.1\r\n"
DEEP = {  # each takes longer than any limit of a test
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }",
    "property path": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:y>)+ ?b . ?b (!<urn:z>)* ?c }",
    "regular expression": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER REGEX(STR(?i), "(.+)+y") }',
    "sum": "SELECT (SUM(STRLEN(CONCAT(STR(?a), STR(?f)))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}


def raw(server: Server, *parts: bytes, timeout: float = 20, pause: float = 0) -> bytes:
    """What comes back on one connection until the server closes it; nothing where it closes without a word."""
    came = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout) as taken, contextlib.suppress(ConnectionError):
        for part in parts:
            taken.sendall(part)
            time.sleep(pause)
        while part := taken.recv(1 << 16):
            came += part
    return came


def request(path: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    """The bytes of a request whose connection ends with it."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def status(answer: bytes) -> int:
    """The status of an answer; 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def ask(server: Server) -> bool:
    """Whether a server answers a question that it was not asked before."""
    return b'"boolean":false}' in raw(server, request(asked(f"ASK {{ <urn:new> ?p {next(_NUMBERS)} }}")))


_NUMBERS = count()


def asked(text: str) -> str:
    """The path of a query."""
    return f"/sparql?query={quote(text)}"


def wait(what: Callable[[], object], seconds: float = 20) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(found)


def children(pid: int) -> list[int]:
    """The processes that a process has begun, with theirs; those that are dead and not yet counted are none."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = each.read_text().rpartition(")")
            if rest.split()[0] != "Z":
                found.append((int(rest.split()[1]), int(name.split()[0])))
    tree, seen = [pid], 0
    while seen < len(tree):
        tree += [child for parent, child in found if parent == tree[seen]]
        seen += 1
    return tree[1:]


def alive(pids: Iterable[int]) -> list[int]:
    """Those of some processes that still run."""
    kept = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                kept.append(pid)
    return kept


def workers(server: Server) -> list[int]:
    """The processes that answer queries: those with a parent that the server began."""
    first = children(server.process.pid)
    return [pid for parent in first for pid in children(parent)]


def settled(server: Server, workers: int = 2) -> bool:
    """Whether, in a while, nothing runs and all workers wait; one more than answer at a time does."""

    def calm() -> bool:
        said = json.loads(server.ask("GET", "/health").content)
        return (said["waiting"], said["long"], said["free"]) == (0, 0, workers + 1)

    return wait(calm, 90)


def busy(server: Server) -> bool:
    """Whether a query runs that takes long."""
    return bool(json.loads(server.ask("GET", "/health").content)["long"])


def memory(server: Server) -> int:
    """The resident memory of a server and all its processes, in kB."""
    return sum(resident(pid) for pid in (server.process.pid, *children(server.process.pid)))


def resident(pid: int) -> int:
    """The resident memory of a process, in kB; of one that is gone, nothing."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return 0


def clean(server: Server) -> list[str]:
    """The lines of a server's log that tell of a fault."""
    words = ("Traceback", "fault", "Error", "Exception")
    return [line for line in server.lines if any(word in line for word in words)]


def descriptors(server: Server) -> int:
    """How many files the server has open."""
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


PIECES = (
    "SELECT", "ASK", "{", "}", "?s ?p ?o", "UNION", "FILTER", "(", ")", "'", '"', "<urn:x>", "#", "\n", "\\", "é", "𝄞",
    "SERVICE <http://127.0.0.1:1/>", "FROM <http://x/>", "LOAD", "INSERT DATA", "DROP ALL", "regex(?o, '((a*)*)*b')",
    "VALUES ?x", "ORDER BY", "LIMIT 1", "OFFSET 99999999999999999999", "BIND(", "<<", ">>", "CONSTRUCT", "DESCRIBE",
    "PREFIX : <>", ":::", "GROUP_CONCAT", "EXISTS", "MINUS", "1e999", "'x'^^xsd:date", "\x00", "\u202e", "%",
)  # fmt: skip
PATHS = (
    "/", "/sparql", "/sparql/", "/query/members", "/query/..", "/downloads/x", "/downloads/../graph/CURRENT",
    "/explorer/%2e%2e/x", "/assets//etc/passwd", "/id/city/a", "/id/%00", "/id/" + "a/" * 200, "/health", "/metrics",
    "/reconcile", "/reconcile?queries={}", "/ontology", "/scheme/x/y", "/" + "%" * 50, "/\\..\\..", "*", "//x", "/?",
    "http://evil/sparql", "/void.ttl", "/.well-known/void", "/search?q=", "/openapi.json", "/sparql?query=ASK{}",
    "/suggest", "/preview?id=", "/index.html", "/" + "ä", "/;x=y", "/query/members?network=%ff&as-of=x&format=" * 3,
)  # fmt: skip
HEADERS = (
    "Accept: */*;q=x", "Accept: text/html", "Accept: " + "a/b," * 900, "Accept: image/png", "Accept: text/csv;q=0",
    "Accept-Encoding: gzip;q=0, *", "Range: bytes=-1", "Range: bytes=0-1,5-" + "9" * 30, "Content-Encoding: gzip",
    "Content-Type: application/sparql-query", "Content-Type: multipart/form-data", "Content-Type: \xff/x",
    "Content-Type: application/x-www-form-urlencoded", "Content-Type: application/sparql-update", "X: \xe9",
    "Content-Type: application/sparql-query; charset=utf-16", "Expect: 100-continue", "If-None-Match: *",
    'If-None-Match: "' + "x" * 999, "If-Modified-Since: yesterday", "Connection: upgrade, close", "Origin: null",
    "Upgrade: websocket", "Upgrade: h2c", "Origin: http://evil.example", "Access-Control-Request-Method: PUT",
    "Cookie: " + "x" * 4000, "X-Forwarded-Host: evil", "X-Forwarded-For: \t", "Forwarded: for=[::",
)  # fmt: skip
BROKEN = (
    "Host: evil.example", "Host: 127.0.0.1\r\nHost: localhost", "Host:", "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: chunked", "Content-Length: 5", "Content-Length: -1", "Content-Length: " + "9" * 40,
    "Content-Length: 99999999", "Range: x\r\n folded", "No colon", "X: a\x00b", " : x", "X" * 70_000 + ": y",
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "\x01")


def hostile(seed: int) -> bytes:
    """One request that means no good, or means nothing; the same for the same seed."""
    drawn = random.Random(seed)
    if drawn.random() < 0.05:
        return drawn.randbytes(drawn.randrange(2000))
    text = drawn.choice((" ".join(drawn.choices(PIECES, k=drawn.randrange(12))), "ASK { ?s ?p 'é' }"))
    method = drawn.choice(("GET", "GET", "POST", "POST", "HEAD", drawn.choice(METHODS)))
    version = drawn.choice(("HTTP/1.1",) * 20 + ("HTTP/1.0", "HTTP/9.9", ""))
    host = drawn.choice(("127.0.0.1",) * 20 + ("evil.example", ""))
    lines = [f"{method} {_path(drawn, text)} {version}", *[f"Host: {host}"] * (drawn.random() < 0.97)]
    lines += drawn.sample(HEADERS, drawn.choice((0, 1, 2, 3)))
    lines += [drawn.choice(BROKEN)] * (drawn.random() < 0.1)
    framing, body = _body(drawn, text.encode() * drawn.choice((1, 1, 1, 2000)) if method != "GET" else b"")
    whole = "\r\n".join([*lines, *framing]).encode("latin-1", "replace") + b"\r\n\r\n" + body
    return whole if drawn.random() < 0.95 else whole[: drawn.randrange(len(whole))]


def _path(drawn: random.Random, text: str) -> str:
    field = drawn.choice(("query=", "query=", "query=x&query=", "update=", "default-graph-uri=", ""))
    return drawn.choice((f"/sparql?{field}{quote(text)}", "/sparql", drawn.choice(PATHS)))


def _body(drawn: random.Random, content: bytes) -> tuple[list[str], bytes]:
    """The headers of a body and the body: whole, in parts, or not what its headers say."""
    if drawn.random() < 0.7:
        return [f"Content-Length: {len(content) + drawn.choice((0, 0, 0, 0, 0, 0, -1, 7, 2 << 20))}"], content
    size = drawn.choice((b"%x" % len(content), b"%x;x=y" % len(content), b"zz", b"f" * 18))
    end = drawn.choice((b"\r\n0\r\n\r\n", b"\r\n0\r\nTrailer: x\r\n\r\n", b""))
    return ["Transfer-Encoding: chunked"], size + b"\r\n" + content + end
