"""Responses that are read piece by piece: what arrives, what breaks off, what is left behind."""

import gzip
from collections.abc import Callable, Sequence
from threading import Event
from time import sleep
from typing import Any

import httpx
import pytest

from generated_client import (
    APIConnectionError,
    APITimeoutError,
    AsyncTelnyx,
    InternalServerError,
)
from generated_client._runtime.decoders import bytes_response
from generated_client._runtime.operations import Call, Operation
from tests.loopback import response
from tests.optional import streaming
from tests.wire.driving import KINDS, Kind, Waits, drive, drive_with
from tests.wire.faults import Fault, FaultServer, Peer

_DOWNLOAD: Operation[bytes] = Operation(
    method="GET", path="/file", accept="application/pdf", decode=bytes_response
)
Read = Callable[[Any, bytes], None]
"""Takes the response and each piece of its body."""

every_kind = pytest.mark.parametrize("kind", KINDS)


def ignore(_: Any, __: bytes) -> None:
    """Go on to the next piece."""


def download(client: Any, each: Read = ignore) -> Any:
    """Read a response to its end; give it with its body. For the async client, to be awaited."""
    send: Any = (
        streaming.async_send_streamed
        if isinstance(client, AsyncTelnyx)
        else streaming.send_streamed
    )
    context = send(client, Call(operation=_DOWNLOAD))
    body = bytearray()

    def take(response: Any, piece: bytes) -> None:
        body.extend(piece)
        each(response, piece)

    async def read() -> tuple[Any, bytes]:
        async with context as response:
            async for piece in response.iter_bytes():
                take(response, piece)
        return response, bytes(body)

    if isinstance(client, AsyncTelnyx):
        return read()
    with context as response:
        for piece in response.iter_bytes():
            take(response, piece)
    return response, bytes(body)


def says(*parts: bytes | Callable[[], object], length: int | None = 9, **headers: str) -> Fault:
    """Respond with a head and with what the parts say or do."""

    def fault(peer: Peer) -> None:
        peer.read()
        fields = dict(headers) if length is None else {"content-length": str(length), **headers}
        lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items()]
        peer.send(f"HTTP/1.1 200 OK\r\n{''.join(lines)}\r\n".encode())
        for part in parts:
            if callable(part):
                part()
            else:
                peer.send(part)

    return fault


def then(*faults: Fault) -> Fault:
    """Do one thing after the other on one connection."""

    def fault(peer: Peer) -> None:
        for each in faults:
            each(peer)

    return fault


@every_kind
def test_pieces_arrive_before_the_body_ends(kind: Kind) -> None:
    """The rest is sent only when the first piece was read; the size has no limit here."""
    was_read = Event()
    seen: list[bytes] = []

    def note(_: Any, piece: bytes) -> None:
        seen.append(piece)
        was_read.set()

    with FaultServer([says(b"first", was_read.wait, b"last")]) as server:
        response, body = drive(
            kind, server.url, lambda client: download(client, note), max_response_size=1
        )

    assert (body, seen[0]) == (b"firstlast", b"first")
    assert (response.status_code, response.headers["content-length"]) == (200, "9")
    assert server.received[0].headers["accept"] == "application/pdf"


@every_kind
def test_a_body_may_take_longer_than_an_attempt(kind: Kind) -> None:
    """The timeout bounds the wait for each piece, and for the head."""
    # Time is the subject here: the server takes 2.7 seconds.
    pieces = [part for _ in range(9) for part in (b"x", lambda: sleep(0.3))]

    with FaultServer([says(*pieces)]) as server:
        _, body = drive(kind, server.url, download, timeout=2)

    assert body == b"x" * 9


@every_kind
def test_compression_is_undone(kind: Kind) -> None:
    """The pieces are what was compressed."""
    data = gzip.compress(b"0123456789" * 999)
    fault = says(data[:20], data[20:], length=len(data), content_encoding="gzip")

    with FaultServer([fault]) as server:
        _, body = drive(kind, server.url, download)

    assert body == b"0123456789" * 999


GZIP = gzip.compress(b"0123456789")
BROKEN: dict[str, tuple[Fault, str]] = {
    "cut off": (then(says(b"12345"), Peer.close), "no usable response"),
    "reset": (then(says(b"12345"), Peer.reset), "no usable response"),
    "not gzip": (
        says(b"\x1f\x8b345", length=5, content_encoding="gzip"),
        "its compressed body is broken",
    ),
    "gzip without its end": (
        says(GZIP[:-9], length=len(GZIP) - 9, content_encoding="gzip"),
        "its compressed body ends early",
    ),
    "unasked for": (says(b"1", length=1, content_encoding="br"), "'br' was not asked for"),
}


@every_kind
@pytest.mark.parametrize("broken", BROKEN)
def test_what_breaks_off_is_an_error(broken: str, kind: Kind) -> None:
    """Nobody takes a part of a response for the whole; it is not asked for again."""
    fault, message = BROKEN[broken]

    with (
        FaultServer([fault]) as server,
        pytest.raises(APIConnectionError, match=message) as caught,
    ):
        drive(kind, server.url, download)

    assert caught.value.may_have_executed
    assert len(server.received) == 1


@every_kind
def test_a_piece_that_does_not_come_is_a_timeout(kind: Kind) -> None:
    """Silence ends by the timeout; the connection is closed."""
    with FaultServer([then(says(b"12345"), Peer.wait)]) as server, pytest.raises(APITimeoutError):
        drive(kind, server.url, download, timeout=0.3)

    assert server.stuck == 0


@every_kind
def test_whoever_leaves_early_hangs_up(kind: Kind) -> None:
    """What was not read is left in no connection, and the client goes on."""

    class LeftError(Exception):
        pass

    def leave(_: Any, __: bytes) -> None:
        raise LeftError

    def leave_and_return(client: Any) -> Any:
        if isinstance(client, AsyncTelnyx):
            return _leave_and_return(client)
        with pytest.raises(LeftError):
            download(client, leave)
        return download(client)

    async def _leave_and_return(client: Any) -> Any:
        with pytest.raises(LeftError):
            await download(client, leave)
        return await download(client)

    faults: Sequence[Fault] = [then(says(b"12345"), Peer.wait), says(b"all of it")]
    with FaultServer(faults) as server:
        _, body = drive(kind, server.url, leave_and_return)

    assert body == b"all of it"
    assert server.stuck == 0


@every_kind
def test_other_responses_raise_or_are_asked_for_again(kind: Kind) -> None:
    """Before there is anything to stream, a call is like any other."""
    failed = response(503, {"errors": [{"title": "Later"}]})

    def refuse(peer: Peer) -> None:
        peer.read()
        peer.send(failed)

    with FaultServer([refuse, says(b"all of it")]) as server:
        streamed, _ = drive(kind, server.url, download, waits=Waits())
    with FaultServer([refuse]) as server, pytest.raises(InternalServerError) as caught:
        drive(kind, server.url, download, max_retries=0)

    assert streamed.retries_taken == 1
    assert caught.value.errors[0].title == "Later"


@every_kind
def test_a_body_is_read_once_and_within_its_block(kind: Kind) -> None:
    """Reading again, or too late, says so."""

    def read_again(response: Any, _: bytes) -> None:
        with pytest.raises(RuntimeError, match="read already"):
            again(response)

    def again(response: Any) -> None:
        pieces = response.iter_bytes()
        if hasattr(pieces, "asend"):
            pieces.asend(None).send(None)
        else:
            next(pieces)

    with FaultServer([says(b"all of it")]) as server:
        response, body = drive(kind, server.url, lambda client: download(client, read_again))

    assert body == b"all of it"
    with pytest.raises(RuntimeError, match="its block has ended"):
        again(response)


@every_kind
def test_what_a_hook_has_read_is_given_whole(kind: Kind) -> None:
    """A caller's own client may read responses before they get here."""

    def hook(response: httpx.Response) -> None:
        response.read()

    async def async_hook(response: httpx.Response) -> None:
        await response.aread()

    hooks = {"response": [hook if kind == "sync" else async_hook]}
    fault = says(GZIP, length=len(GZIP), content_encoding="gzip")
    with FaultServer([fault]) as server:
        _, body = drive_with({"event_hooks": hooks}, kind, server.url, download)

    assert body == b"0123456789"
