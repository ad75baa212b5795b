"""Responses of one item after another: what arrives when, and what is left behind."""

import asyncio
import gc
import logging
from threading import Event
from typing import Any

import pytest

from generated_client import AsyncTelnyx
from generated_client._runtime.operations import Call, Options
from generated_client.models import CallStream
from tests.loopback import STREAM
from tests.wire.driving import KEY, KINDS, Kind, drive
from tests.wire.faults import FaultServer, Peer
from tests.wire.items import JSON, LINES, SSE, TEXT, WATCH, chunks, collect, stream
from tests.wire.test_streaming import says, then

every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_items_arrive_as_they_are_sent(kind: Kind) -> None:
    """The second is sent when the first was read; the connection is used again."""
    was_read = Event()
    fault = chunks(b"data: one\n\ndata: t", was_read.wait, b"wo\n", b"\n")

    def twice(client: Any) -> Any:
        if isinstance(client, AsyncTelnyx):
            return _twice(client)
        return collect(each=lambda _: was_read.set())(client), collect()(client)

    async def _twice(client: Any) -> Any:
        return await collect(each=lambda _: was_read.set())(client), await collect()(client)

    with FaultServer([fault]) as server:
        found = drive(kind, server.url, twice)
        sockets = server.attempts

    assert found == (["one", "two"], ["one", "two"])
    assert [request.headers["accept"] for request in server.received] == [SSE, SSE]
    assert sockets == len(server.received)


@every_kind
def test_nothing_is_sent_before_the_first_item_is_wanted(kind: Kind) -> None:
    """A stream that nobody reads opens no connection; wrong arguments are refused at once."""

    def leave(client: Any) -> Any:
        found = stream(client)
        with pytest.raises(RuntimeError, match="nothing was sent yet"):
            _ = found.response
        assert found.last_event is None
        bad = Call(operation=WATCH, options=Options(extra_headers={"x": "a\nb"}))
        with pytest.raises(ValueError, match="x has a line break"):
            type(found)(client, bad, TEXT)
        return found.close()

    with FaultServer([chunks()]) as server:
        drive(kind, server.url, leave)

    assert server.received == []


@every_kind
def test_a_block_has_the_response(kind: Kind) -> None:
    """Status, headers and the last event can be read within it; its end hangs up."""

    def look(client: Any) -> Any:
        found = stream(client)
        return _look(found) if isinstance(client, AsyncTelnyx) else _look_now(found)

    def _look_now(found: Any) -> Any:
        with found as opened:
            response = opened.response
            return response, next(opened), opened.last_event, opened

    async def _look(found: Any) -> Any:
        async with found as opened:
            response = opened.response
            return response, await anext(opened), opened.last_event, opened

    fault = then(chunks(b"id: 7\ndata: one\n\n", is_whole=False, x_request_id="r1"), Peer.wait)
    with FaultServer([fault]) as server:
        opened, item, event, found = drive(kind, server.url, look)

    assert (opened.status_code, opened.request_id, item) == (200, "r1", "one")
    assert (event.event, event.data, event.id, event.retry) == ("message", "one", "7", None)
    assert repr(found) == f"<{type(found).__name__} POST /watch>"
    assert server.stuck == 0


@every_kind
def test_whoever_leaves_the_loop_hangs_up(kind: Kind) -> None:
    """Without a block too: letting go of the stream is enough, and the client goes on."""

    def leave(client: Any) -> Any:
        return _leave(client) if isinstance(client, AsyncTelnyx) else _leave_now(client)

    def _leave_now(client: Any) -> Any:
        for _ in stream(client):
            break
        return collect()(client)

    async def _leave(client: Any) -> Any:
        async for _ in stream(client):
            break
        await asyncio.sleep(0)
        return await collect()(client)

    hung_up = Event()

    def until_hung_up(peer: Peer) -> None:
        peer.wait()
        hung_up.set()

    faults = [
        then(chunks(b"data: one\n\n", is_whole=False), until_hung_up),
        chunks(hung_up.wait, b"data: two\n\n"),
    ]
    gc.disable()
    try:
        with FaultServer(faults) as server:
            found = drive(kind, server.url, leave)
    finally:
        gc.enable()

    assert (found, server.stuck) == (["two"], 0)


@every_kind
def test_done_ends_the_stream_even_if_the_server_does_not(kind: Kind) -> None:
    """``[DONE]`` is the last event; nobody waits for more, and the connection is closed at once."""
    hung_up = Event()

    def until_hung_up(peer: Peer) -> None:
        peer.wait()
        hung_up.set()

    def act(client: Any) -> Any:
        if isinstance(client, AsyncTelnyx):
            return _act(client)
        return collect()(client), hung_up.wait(5)

    async def _act(client: Any) -> Any:
        return await collect()(client), await asyncio.to_thread(hung_up.wait, 5)

    body = b"data: one\n\ndata: [DONE]\n\n"
    with FaultServer([then(chunks(body, is_whole=False), until_hung_up)]) as server:
        assert drive(kind, server.url, act, timeout=5) == (["one"], True)


@every_kind
@pytest.mark.parametrize(
    ("formats", "content_type", "body"),
    [
        (JSON, SSE, b'data: {"sid": "a"}\n\ndata: {"sid": "b"}\n\n'),
        (JSON, "", b'data: {"sid": "a"}\n\ndata: {"sid": "b"}\n\n'),
        (LINES, "application/jsonl", b'{"sid": "a"}\n{"sid": "b"}'),
        (LINES, "application/json", b'{"sid": "a"}\n{"sid": "b"}\n'),
    ],
)
def test_items_are_typed(kind: Kind, formats: Any, content_type: str, body: bytes) -> None:
    """Each item is a model; a content type that says little is what was asked for."""
    fault = chunks(body, content_type=content_type)

    with FaultServer([fault]) as server:
        found = drive(kind, server.url, collect(formats))

    assert [(type(item), item.sid) for item in found] == [(CallStream, "a"), (CallStream, "b")]


@every_kind
def test_no_content_is_a_stream_of_nothing(kind: Kind) -> None:
    """204 ends it, as does an empty body."""
    for fault in (says(length=0, content_type=SSE), _no_content):
        with FaultServer([fault]) as server:
            assert drive(kind, server.url, collect()) == []


def _no_content(peer: Peer) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 204 No Content\r\n\r\n")


def test_a_task_that_is_cancelled_hangs_up() -> None:
    """Waiting for an item can be given up."""

    async def cancel(client: Any) -> None:
        found, began = stream(client), asyncio.Event()

        async def read() -> None:
            async for _ in found:
                began.set()

        task = asyncio.create_task(read())
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    fault = then(chunks(b"data: one\n\n", is_whole=False), Peer.wait)
    with FaultServer([fault]) as server:
        drive("async", server.url, cancel)

    assert server.stuck == 0


@every_kind
def test_a_closed_stream_has_ended(kind: Kind) -> None:
    """As a generator that was closed, it has no further items; closing it twice is fine."""

    def act(client: Any) -> Any:
        found = stream(client)
        return _act(found) if isinstance(client, AsyncTelnyx) else _act_now(found)

    def _act_now(found: Any) -> Any:
        first = next(found)
        found.close()
        found.close()
        return first, list(found)

    async def _act(found: Any) -> Any:
        first = await anext(found)
        await found.close()
        await found.close()
        return first, [each async for each in found]

    fault = then(chunks(b"data: one\n\ndata: two\n\n", is_whole=False), Peer.wait)
    with FaultServer([fault]) as server:
        assert drive(kind, server.url, act) == ("one", [])

    assert server.stuck == 0


@every_kind
def test_a_call_is_logged_once_and_without_its_items(
    kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    """One line says that the stream has begun."""
    body = f"data: {KEY} {STREAM['sid']}\n\n".encode()

    with FaultServer([chunks(body)]) as server, caplog.at_level(logging.INFO, "generated_client"):
        drive(kind, server.url, collect())

    [record] = caplog.records
    assert record.getMessage().startswith("POST /watch: 200 in")
