"""A server under attack: nothing is lost, nothing is served that should not be, and everyone else is answered."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.attacking import (
    DEEP,
    HOST,
    alive,
    ask,
    asked,
    busy,
    children,
    clean,
    descriptors,
    hostile,
    memory,
    raw,
    request,
    resident,
    settled,
    status,
    wait,
    workers,
)
from tests.serving import Server, serving

ROOT = Path(__file__).parents[1]
MANY = 1000
ALL = 5
"""The processes of a server with two workers: one more that is ready, who begins them, and who tracks what is held."""


@pytest.fixture(scope="module")
def target(prepared: Path) -> Iterator[Server]:
    """A server of the shipped graph that is attacked."""
    with serving(prepared, "--workers", "2", "--timeout", "8") as server:
        assert ask(server)
        yield server


@pytest.fixture(scope="module")
def small(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph that is quickly prepared."""
    lines = [line for line in graph.read_text(encoding="utf-8").splitlines(True) if "gaziantep" in line]
    path = tmp_path_factory.mktemp("small") / "citykg.nt"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def unharmed(server: Server) -> None:
    """A server answers, and has told of no fault."""
    assert ask(server)
    assert clean(server) == []
    assert server.process.poll() is None


def test_a_thousand_hostile_requests_leave_no_trace(target: Server) -> None:
    def send(seed: int) -> int:
        with socket.create_connection(("127.0.0.1", target.port), 1) as taken, contextlib.suppress(OSError):
            taken.sendall(hostile(seed))
            return status(taken.recv(1 << 16))  # nothing comes to what is no whole request
        return 0

    def all_of(seeds: range) -> list[int]:
        with ThreadPoolExecutor(16) as senders:
            return list(senders.map(send, seeds))

    all_of(range(MANY, MANY + 300))  # warm: what is made once is made
    assert settled(target)
    held, open_files = memory(target), descriptors(target)
    found = all_of(range(MANY))
    assert not [seed for seed, each in enumerate(found) if each == 500]
    assert {200, 303, 400, 403, 404, 405, 406, 413, 415, 421} <= set(found)
    assert settled(target)
    assert len(children(target.process.pid)) == ALL
    assert wait(lambda: descriptors(target) <= open_files + 3)
    assert memory(target) <= held * 1.1
    unharmed(target)


OUTSIDE = [
    "/downloads/../graph/CURRENT", "/downloads/..%2fgraph%2fCURRENT", "/downloads/%2e%2e/graph/CURRENT",
    "/downloads/..%252fgraph%252fCURRENT", "/downloads/..\\graph\\CURRENT", "/downloads/..%5cgraph%5cCURRENT",
    "/downloads/....//graph/CURRENT", "/downloads//etc/passwd", "/downloads/%2fetc%2fpasswd", "/downloads/%00",
    "/downloads/manifest.json%00.ttl", "/downloads/" + "a" * 300, "/downloads/..", "/downloads/.",
    "/explorer/../graph/CURRENT", "/explorer/..%2fgraph%2fCURRENT", "/explorer/%2e%2e%2fdataset%2fCURRENT",
    "/explorer/" + "%c0%ae" * 2 + "/graph", "/explorer.html/../graph/CURRENT", "/graph/CURRENT", "/dataset/CURRENT",
    "/assets/../app.py", "/assets/..%2fapp.py", "/assets/%2e%2e/app.py", "/assets/..%252fapp.py", "/assets/..\\app.py",
    "/assets//etc/passwd", "/assets/%2fetc%2fpasswd", "/assets/%00", "/assets/" + "a" * 300, "/assets/./../pool.py",
    "/id/../downloads/..%2fgraph", "/id/city/..%2f..%2f..%2fetc%2fpasswd", "/id/%2e%2e/%2e%2e", "/id/city/%00",
    "/id/city/" + "a" * 3000, "/id/city/\\..\\x", "//etc/passwd", "/..", "/../../../../etc/passwd", "/.spool-x/1",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_site_is_served(target: Server, path: str) -> None:
    answer = raw(target, request(path))
    head, _, body = answer.partition(b"\r\n\r\n")
    if status(answer) == 303:
        place = re.search(rb"(?i)location: (\S*)", head)
        assert place
        answer = raw(target, request("/id/city/" + place[1].decode()))
    assert status(answer) in (400, 404)
    assert b"root:" not in body
    assert b"MANIFEST-" not in body
    assert b"import " not in body


INJECTED = ["%0d%0aX-Evil:%20yes", "%0aX-Evil:%20yes", "%0d%0a%0d%0aX-Evil: yes", "%E5%98%8A%E5%98%8DX-Evil:%20yes"]


@pytest.mark.parametrize("bad", INJECTED)
@pytest.mark.parametrize("path", ["/sparql?query=a", "/sparql?a", "/id/city/a", "/query/members?network=a", "/?q="])
def test_no_header_comes_from_a_request(target: Server, path: str, bad: str) -> None:
    answer = raw(target, request((path + bad).replace(" ", "%20"), "Accept: text/html"))
    head = answer.partition(b"\r\n\r\n")[0]
    assert status(answer) in (200, 303, 400, 404)
    assert not [line for line in head.split(b"\r\n")[1:] if line.lower().startswith(b"x-evil")]
    assert not re.search(rb"(?im)^location: *(https?:)?//(?!127\.0\.0\.1)", head)


def test_a_redirect_stays_on_this_site(target: Server) -> None:
    for path in ("//evil.example/..", "//evil.example/sparql?query=x", "/\\evil.example", "/sparql//evil.example"):
        head = raw(target, request(path, "Accept: text/html")).partition(b"\r\n\r\n")[0]
        assert not re.search(rb"(?i)location: *(https?:)?[/\\]{2}", head)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "127.0.0.1@evil", "", "[::"]
)
def test_another_name_is_refused(target: Server, host: str) -> None:
    answer = raw(target, f"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert status(answer) == 421
    assert b"this server does not go by that name" in answer


def test_a_request_names_one_host(target: Server) -> None:
    for heads in (b"", HOST + b"Host: localhost\r\n"):
        answer = raw(target, b"GET /health HTTP/1.1\r\nConnection: close\r\n" + heads + b"\r\n")
        assert (status(answer), b"hosts" in answer) == (400, True)


def chunks(size: int) -> bytes:
    """A chunked body."""
    return b"".join(b"10000\r\n" + b"x" * 65536 + b"\r\n" for _ in range(size >> 16)) + b"0\r\n\r\n"


def test_what_is_too_long_is_refused_at_once_and_says_why(target: Server) -> None:
    query = "Content-Type: application/sparql-query"
    union = b"ASK { " + b"{ ?s ?p ?o } UNION " * 530_000 + b"{} }"
    head = request("/sparql", query, "Transfer-Encoding: chunked", method="POST")
    sent = {
        "10 MB of UNIONs": (413, request("/sparql", query, method="POST", body=union)),
        "100 MB": (413, request("/sparql", query, method="POST", body=b"x" * (100 << 20))),
        "100 MB in parts": (413, head + chunks(100 << 20)),
        "an address": (414, request("/sparql?query=" + "x" * (1 << 20))),
        "a header": (431, request("/health", "X: " + "x" * (20 << 20))),
        "many headers": (431, request("/health", *["X: y"] * 100_000)),
        "what a chunk says of itself": (413, head + b"1;" + b"x" * (20 << 20)),
    }
    assert settled(target)
    held = memory(target)
    for what, (expected, content) in sent.items():
        started = time.monotonic()
        answer = raw(target, content)
        assert (what, status(answer)) in ((what, expected), (what, 431))
        assert b"at most" in answer
        assert time.monotonic() - started < 5
    assert settled(target)
    assert memory(target) < held * 1.1 + (8 << 10)
    unharmed(target)


def test_what_waits_behind_an_answer_is_bounded(target: Server) -> None:
    slow = request(asked(DEEP["cross product"])).replace(b"Connection: close\r\n", b"")
    held = resident(target.process.pid)
    with socket.create_connection(("127.0.0.1", target.port), 20) as taken:
        with contextlib.suppress(OSError):
            taken.sendall(slow)
            taken.settimeout(2)
            for _ in range(1000):
                taken.sendall(b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n" * 20)
                taken.sendall(b"GET /" + b"x" * 60_000)
        assert resident(target.process.pid) < held + (20 << 10)
    assert settled(target)
    unharmed(target)


def test_a_query_of_900_kb_harms_nobody(target: Server) -> None:
    union = b"ASK { " + b"{?s ?p ?o} UNION " * 50_000 + b"{} }"
    braces = b"ASK " + b"{" * 400_000 + b"}" * 400_000
    for query in (union, braces, b"ASK {" + b"?s?p?o." * 120_000 + b"}", b"# " + b"PREFIX :" * 100_000):
        answer = raw(target, request("/sparql", "Content-Type: application/sparql-query", method="POST", body=query))
        assert status(answer) in (200, 400, 413, 503)
        assert b"detail" in answer or b"boolean" in answer
    unharmed(target)


def test_a_long_accept_keeps_nobody_waiting(target: Server) -> None:
    accept = "Accept: " + "a/b;q=0.1," * 12_000
    with ThreadPoolExecutor(4) as senders:
        for _ in range(40):
            senders.submit(raw, target, request("/sparql?query=ASK{}", accept))
        started = time.monotonic()
        raw(target, request("/health"))
        assert time.monotonic() - started < 0.5


def test_clients_that_hang_up_leave_nothing_behind(target: Server) -> None:
    slow = request(asked(DEEP["cross product"]))

    def leave(number: int) -> None:
        taken = socket.create_connection(("127.0.0.1", target.port), 20)
        taken.sendall(slow if number % 2 else request(asked(f"ASK {{ ?s ?p {number} }}")))
        time.sleep(number % 7 / 50)
        if number % 3:  # gone without a goodbye
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        taken.close()

    with ThreadPoolExecutor(8) as leavers:
        list(leavers.map(leave, range(120)))
    assert settled(target)
    assert len(children(target.process.pid)) == ALL
    assert status(raw(target, slow)) == 503  # the same question, asked anew, is not lost with those that left
    unharmed(target)


def test_a_killed_worker_is_replaced(target: Server) -> None:
    for pid in workers(target):
        os.kill(pid, signal.SIGKILL)
    unharmed(target)
    before = workers(target)
    with ThreadPoolExecutor(1) as asker:
        answer = asker.submit(raw, target, request(asked("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?a ?d ?e . ?e ?f ?g }")))
        time.sleep(0.3)
        for pid in workers(target):
            os.kill(pid, signal.SIGKILL)
        assert status(answer.result()) in (200, 503)
    assert not alive(before)
    unharmed(target)


def test_a_killed_nursery_of_workers_is_replaced(target: Server) -> None:
    parents = [pid for pid in children(target.process.pid) if children(pid)]
    assert len(parents) == 1
    below = children(parents[0])
    os.kill(parents[0], signal.SIGKILL)
    assert wait(lambda: not alive(below))
    unharmed(target)
    assert workers(target)


def test_ten_thousand_idle_connections_keep_nobody_waiting(target: Server) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    idle: list[socket.socket] = []
    try:
        for number in range(min(10_000, most - 1000)):
            idle.append(socket.create_connection(("127.0.0.1", target.port), 20))
            if number % 3 == 0:
                idle[-1].sendall(b"GET /health HTTP/1.1\r\n" + HOST)
        taken = []
        for _ in range(20):
            started = time.monotonic()
            assert ask(target)
            taken.append(time.monotonic() - started)
        assert sorted(taken)[10] < 0.25
    finally:
        for each in idle:
            each.close()
    unharmed(target)


def test_slow_clients_keep_nobody_waiting_and_are_let_go(target: Server) -> None:
    bodies = (
        b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\n"
    )
    heads = b"GET /health HTTP/1.1\r\n" + HOST
    rest = b"POST /nothing HTTP/1.1\r\n" + HOST + b"Content-Length: 900\r\n\r\n"
    slow = []
    for number in range(60):
        slow.append(socket.create_connection(("127.0.0.1", target.port), 30))
        slow[-1].sendall((bodies, heads, rest)[number % 3])
    big = request("/downloads/citykg.nt").replace(b"Connection: close\r\n", b"")
    for _ in range(10):  # these take nothing
        slow.append(socket.create_connection(("127.0.0.1", target.port), 30))
        slow[-1].sendall(big * 3)
    until = time.monotonic() + 24
    while time.monotonic() < until:
        for each in slow[:60]:
            with contextlib.suppress(OSError):
                each.send(b"x")
        started = time.monotonic()
        assert ask(target)
        assert time.monotonic() - started < 1
        time.sleep(1.5)
    for each in slow[:60]:
        with contextlib.suppress(ConnectionError):
            while each.recv(1 << 16):
                pass
        each.close()
    for each in slow[60:]:
        each.close()
    unharmed(target)


def test_the_server_goes_with_its_workers_however_it_goes(small: Path) -> None:
    with serving(small, "--workers", "2") as server:
        pid = server.process.pid
        answer = ThreadPoolExecutor(1).submit(raw, server, request(asked(DEEP["cross product"])))
        assert wait(lambda: busy(server))
        below = children(pid)
        assert len(below) >= 3
        os.kill(pid, signal.SIGKILL)
        assert wait(lambda: not alive(below), 5)
        assert status(answer.result()) == 0
    folder = small.parent / "served"
    assert [each.name[:7] for each in folder.glob(".*")] == [".spool-"]
    with serving(small) as again:
        unharmed(again)
        assert len(list(folder.glob(".spool-*"))) == 1
    assert list(folder.glob(".*")) == []


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_in_order(small: Path, told: signal.Signals) -> None:
    with serving(small, "--timeout", "5") as server:
        below = children(server.process.pid)
        with ThreadPoolExecutor(1) as asker:
            answer = asker.submit(raw, server, request(asked(DEEP["cross product"])))
            assert wait(lambda: busy(server))
            server.process.send_signal(told)
            assert status(answer.result()) == 503  # of its own time limit, while the server waits for it
        assert server.process.wait(20) == 0
        assert wait(lambda: not alive(below))
    assert server.lines[-1] == "stopped"
    assert clean(server) == []
    assert list((small.parent / "served").glob(".*")) == []


def test_a_query_that_outlives_the_grace_is_told_so(small: Path) -> None:
    with serving(small, "--timeout", "60") as server:
        answer = ThreadPoolExecutor(1).submit(raw, server, request(asked(DEEP["cross product"])))
        assert wait(lambda: busy(server))
        server.process.send_signal(signal.SIGTERM)
        assert b"the server is being stopped" in answer.result()
        assert server.process.wait(20) == 0
    assert clean(server) == []


def test_a_new_build_takes_over_and_no_request_fails(small: Path, tmp_path: Path) -> None:
    graph = Path(shutil.copy(small, tmp_path))
    count = request(asked("SELECT (COUNT(*) AS ?n) { ?s <urn:new> ?o }"))
    slow = request(asked("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g <urn:new> ?h }"))
    with serving(graph, "--timeout", "60") as server:
        done, answered = threading.Event(), set()

        def again() -> None:
            while not done.is_set():
                answered.add(ask(server))

        asker = threading.Thread(target=again)
        asker.start()
        try:
            assert b'"value":"0"' in raw(server, count)
            graph.write_text("this is no graph\n", encoding="utf-8")
            assert wait(lambda: any("the new build is not served" in line for line in server.lines), 60)
            assert b'"value":"0"' in raw(server, count)
            before = small.read_text(encoding="utf-8")
            graph.with_suffix(".new").write_text(before + "<urn:a> <urn:new> <urn:b> .\n", encoding="utf-8")
            graph.with_suffix(".new").replace(graph)
            on_old = raw(server, slow)
            assert b'"value":"0"' in on_old
            assert wait(lambda: any("serving build" in line for line in server.lines), 90)
            assert b'"value":"1"' in raw(server, count)
        finally:
            done.set()
            asker.join()
        assert answered == {True}
        assert clean(server) == []
        assert len([each for each in (tmp_path / "served").iterdir() if not each.name.startswith(".")]) == 2


@contextlib.contextmanager
def bounded(size: int) -> Iterator[None]:
    """Let no process that begins meanwhile write a file longer than so many bytes, as on a full disk."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


LONG = "SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d a ?e } LIMIT 100000"


def test_a_disk_that_is_full_is_told_and_nothing_half_made_stays(small: Path, tmp_path: Path) -> None:
    graph = Path(shutil.copy(small, tmp_path))
    with bounded(20_000):
        done = command("serve", "--graph", str(graph), "--port", "0")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("kg: cannot ")
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "served").iterdir()) == []
    with bounded(1 << 20), serving(small) as server:
        answer = raw(server, request(asked(LONG)))
        assert status(answer) == 503
        assert b"the answer cannot be written" in answer
        unharmed(server)


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of ours that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *words], capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | environment, cwd=ROOT,
    )  # fmt: skip


def test_a_taken_port_is_told_in_one_line(target: Server) -> None:
    done = command("serve", "--graph", str(target.graph), "--port", str(target.port))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"kg: cannot listen on 127\.0\.0\.1:\d+: Address already in use; choose .*\n", done.stderr)


def test_a_missing_graph_is_told_in_one_line_and_makes_nothing(tmp_path: Path) -> None:
    done = command("serve", "--graph", str(tmp_path / "no" / "graph.nt"), "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"kg: \S+graph\.nt: No such file or directory; run 'kg build' first, .*\n", done.stderr)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_extra_is_told_in_one_line(small: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['uvicorn'] = None\n", encoding="utf-8")
    done = command("serve", "--graph", str(small), PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.returncode == 1
    assert re.fullmatch(r"kg: kg serve needs uvicorn.*; install it with: pip install 'citykg\[server\]'\n", done.stderr)
