"""The small parts of the server, each by itself: formats, operations, guards, counts, problems, what is kept."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.server.limits import INLINE
from kg.server.media import GRAPHS, ROWS, choose, preferred
from kg.server.problems import Problem, of_words
from kg.server.web.cache import ENTRY, Cache
from kg.server.web.operations import FORM, QUERY, UPDATE, Operation, fields, of_body, of_url
from kg.server.workers.counting import Rows
from kg.server.workers.guards import volatile
from kg.server.workers.made import Out
from kg.server.workers.pool import Reply
from tests.serving import awaited

# Rows in what is written

Row = tuple[ox.Literal | ox.NamedNode | ox.Triple | None, ...]
SIGNS = st.text(alphabet="ab\",{}[]<>\\\n\r\t'é😀:0", max_size=20)
TERMS = st.one_of(
    SIGNS.map(ox.Literal),
    st.sampled_from(['{"a":[{', '<result>', '","', ',{', '\\"', '"\n"', "}]}"]).map(ox.Literal),
    st.just(ox.NamedNode("http://a/?b={,{&c=<result>".replace("<", "").replace(">", "").replace("{", "("))),
    SIGNS.map(lambda text: ox.Triple(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal(text))),
    st.none(),
)  # fmt: skip


def spelled(term: ox.Literal | ox.NamedNode | ox.Triple) -> str:
    """A term as a query has it."""
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


def written(rows: list[Row], form: ox.QueryResultsFormat) -> bytes:
    """Rows as the engine writes them."""
    values = " ".join("(" + " ".join("UNDEF" if term is None else spelled(term) for term in row) + ")" for row in rows)
    answer = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return answer.serialize(format=form) or b""


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.name)
@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(TERMS, TERMS), max_size=6), cuts=st.lists(st.integers(0, 600), max_size=30))
def test_rows_are_counted_whatever_they_hold_and_however_they_come(
    form: object, rows: list[Row], cuts: list[int]
) -> None:
    content = written(rows, form.engine)  # type: ignore[attr-defined]
    counted = Rows(form.name)  # type: ignore[attr-defined]
    places = sorted({0, len(content), *(each for each in cuts if each < len(content))})
    so_far = [counted.add(content[begin:end]) for begin, end in pairwise(places)]
    assert counted.found == len(rows)
    assert so_far == sorted(so_far)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_yes_and_no_have_no_rows(form: str) -> None:
    engine = next(each.engine for each in ROWS if each.name == form)
    answer = ox.Store().query("ASK {}")
    assert isinstance(answer, ox.QueryBoolean) and isinstance(engine, ox.QueryResultsFormat)
    assert Rows(form).add(answer.serialize(format=engine) or b"") == 0


# Media types


@given(st.text(max_size=60))
def test_any_accept_has_an_outcome(accept: str) -> None:
    for formats in (ROWS, GRAPHS):
        name, media = choose(accept, formats)
        assert (name == "") == (media == "")
        assert name == "" or name in {each.name for each in formats}


@given(st.permutations([each.media for each in ROWS]), st.sampled_from([",", " , ", ",,"]))
def test_the_order_of_what_a_client_takes_does_not_count_but_its_weights_do(media: list[str], between: str) -> None:
    assert preferred(between.join(media), [each.media for each in ROWS]) == ROWS[0].media
    weighted = between.join(f"{each};q=0.{9 - place}" for place, each in enumerate(media))
    assert preferred(weighted, [each.media for each in ROWS]) == media[0]


# From requests to operations


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_query_comes_out_as_it_went_in(query: str) -> None:
    form = urlencode({"query": query}).encode()
    expected = query.removeprefix("\ufeff")
    assert of_url(form).query == of_body(b"", FORM, form).query == expected
    assert of_body(b"", QUERY, query.encode()).query == expected


@given(st.binary(max_size=60), st.sampled_from([FORM, QUERY, UPDATE, "", "text/plain", f"{QUERY};charset=\x80"]))
def test_any_bytes_are_an_operation_or_a_problem(content: bytes, kind: str) -> None:
    asked: list[Callable[[], Operation]] = [lambda: of_url(content), lambda: of_body(content, kind, content)]
    for ask in asked:
        try:
            assert isinstance(ask().query, str)
        except Problem as problem:
            assert problem.status in (400, 403, 415)


def test_graphs_of_a_request_are_those_of_the_address_and_the_form() -> None:
    found = of_body(b"default-graph-uri=http://a&named-graph-uri=x:y", FORM, b"query=q&default-graph-uri=http://a")
    assert (found.default, found.named) == (("http://a",), ("x:y",))
    assert fields(b"a=%2B+%C3%BC&b") == [("a", "+ ü"), ("b", "")]
    assert of_url(b"query=q").default is None


# Problems


def test_a_problem_says_what_it_knows_and_nothing_else() -> None:
    assert Problem(503, "busy", retry=3).headers() == {"Retry-After": "3"}
    assert Problem(405, "no", allow="GET").headers() == {"Allow": "GET"}
    assert Problem(400, "no", hint="do").document() == {
        "type": "about:blank", "title": "Bad Request", "status": 400, "detail": "no", "hint": "do",
    }  # fmt: skip
    found = of_words(400, "a fault, at line 3, column 7; mend it\n  shown\n     ^")
    assert (found.line, found.column, found.hint, found.detail) == (3, 7, "mend it", "a fault, at line 3, column 7")
    assert found.text() == "400 Bad Request: a fault, at line 3, column 7\n  shown\n     ^\nmend it\n"


@pytest.mark.parametrize("query", ["ASK{FILTER(?a < RAND())}", "ASK{BIND(uuid () AS ?x)}", "ASK{BIND(1-NOW()AS?x)}"])
def test_what_changes_by_itself_is_seen(query: str) -> None:
    assert volatile(query)
    assert not volatile(f"ASK {{ ?s ?p '''{query}''' }}")
    assert volatile("ASK { FILTER(?a<RAND()&&?b>1) }")


# What is written


def test_what_is_written_moves_to_a_file_when_it_is_long(tmp_path: Path) -> None:
    for squeezed in (False, True):
        for size in (10, INLINE * 3):
            file, content = tmp_path / f"{squeezed}{size}", b"".join(b"%07d\n" % each for each in range(size // 8))
            out = Out(file, 1 << 30, squeezed)
            for at in range(0, len(content), 1000):
                assert out.write(content[at : at + 1000]) == len(content[at : at + 1000])
            kept = out.done()
            assert out.spooled == file.exists()
            assert (kept == b"") is out.spooled or not content
            found = file.read_bytes() if out.spooled else kept
            assert (gzip.decompress(found) if squeezed else found) == content


def test_too_many_bytes_are_refused(tmp_path: Path) -> None:
    out = Out(tmp_path / "x", 10, False)
    assert out.write(b"0123456789") == 10
    with pytest.raises(Problem, match="longer than 10 bytes"):
        out.write(b"0")


# What is kept


def reply(content: bytes, lasting: bool = True) -> Reply:
    return Reply("text/plain", content, lasting=lasting)


def test_what_many_ask_for_is_made_once() -> None:
    async def asking() -> None:
        cache, made = Cache(), 0

        async def make() -> Reply:
            nonlocal made
            made += 1
            await asyncio.sleep(0.05)
            return reply(b"x")

        first = asyncio.ensure_future(cache.get("k", make))
        await asyncio.sleep(0)
        others = [asyncio.ensure_future(cache.get("k", make)) for _ in range(5)]
        await asyncio.sleep(0.01)
        first.cancel()  # whoever began it goes; the others wait on
        assert {each.content for each in await asyncio.gather(*others)} == {b"x"}
        assert (await cache.get("k", make)).content == b"x"
        assert (made, dict(cache.asked)) == (1, {"made": 1, "joined": 5, "hit": 1})
        cache.clear()
        await cache.get("k", make)
        assert made == 2

    awaited(asking())


def test_what_all_gave_up_is_made_anew() -> None:
    async def asking() -> None:
        cache, begun = Cache(), list[int]()

        async def make() -> Reply:
            begun.append(len(begun))
            try:
                await asyncio.sleep(0.1 if len(begun) > 1 else 10)
            finally:
                await asyncio.sleep(0.02)  # what is given up takes a while to end
            return reply(b"x")

        first = asyncio.ensure_future(cache.get("k", make))
        await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.sleep(0)
        assert (await asyncio.wait_for(cache.get("k", make), 5)).content == b"x"
        assert begun == [0, 1]

    awaited(asking())


def test_a_problem_is_everybodys_and_is_not_kept() -> None:
    async def asking() -> None:
        cache, made = Cache(), 0

        async def make() -> Reply:
            nonlocal made
            made += 1
            await asyncio.sleep(0.01)
            raise Problem(400, "no")

        found = await asyncio.gather(*(cache.get("k", make) for _ in range(3)), return_exceptions=True)
        assert [str(each) for each in found] == ["no"] * 3
        with pytest.raises(Problem):
            await cache.get("k", make)
        assert made == 2

    awaited(asking())


def test_room_is_counted_for_small_answers_too() -> None:
    async def asking() -> None:
        cache = Cache(room=100 * ENTRY)
        for number in range(1000):
            await cache.get(str(number), lambda: asyncio.sleep(0, reply(b"")))
        assert len(cache._kept) == 100
        await cache.get("long", lambda: asyncio.sleep(0, reply(bytes(20 * ENTRY))))
        await cache.get("another time", lambda: asyncio.sleep(0, reply(b"", lasting=False)))
        assert not {"long", "another time"} & set(cache._kept)
        assert "999" in cache._kept

    awaited(asking())


def test_a_document_of_a_problem_is_json() -> None:
    assert json.loads(json.dumps(Problem(413, "long", line=1).document()))["line"] == 1
