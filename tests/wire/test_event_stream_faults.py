"""Streams of items that are not as they should be: what is raised, and what is let pass."""

import gzip
import logging
from typing import Any

import pytest

from generated_client import (
    APIConnectionError,
    APIResponseValidationError,
    APITimeoutError,
    NotFoundError,
)
from tests.loopback import response
from tests.wire.driving import KEY, KINDS, Kind, Waits, drive
from tests.wire.faults import Fault, FaultServer, Peer
from tests.wire.items import JSON, LINES, SSE, TEXT, chunks, collect
from tests.wire.test_streaming import says, then

every_kind = pytest.mark.parametrize("kind", KINDS)


BAD = b'data: []\n\ndata: "KEY0123456789ABCDEF_secret\n\ndata: {"sid": "b"}\n\n'


@every_kind
def test_an_item_that_does_not_fit_stays_as_it_arrived(
    kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    """It does not take its neighbours along, and is logged without its value."""
    with FaultServer([chunks(BAD)]) as server, caplog.at_level(logging.DEBUG, "generated_client"):
        found = drive(kind, server.url, collect(JSON))

    assert (found[0], found[1], found[2].sid) == ([], f'"{KEY}', "b")
    warned = [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]
    assert warned[0].endswith("kept as it arrived: the whole: expected an object, got an array")
    assert len(warned) == 2
    assert KEY not in caplog.text


@every_kind
@pytest.mark.parametrize("data", ["[]", '"' + KEY, "[" * 99_999])
def test_an_item_that_does_not_fit_fails_a_strict_client(kind: Kind, data: str) -> None:
    """What arrived before it is not lost, and the key that it echoes is not shown."""
    seen: list[Any] = []
    body = b'data: {"sid": "a"}\n\ndata: %b\n\n' % data.encode()
    fault = then(chunks(body, is_whole=False), Peer.wait)

    with FaultServer([fault]) as server, pytest.raises(APIResponseValidationError) as caught:
        drive(kind, server.url, collect(JSON, seen.append), strict=True)

    assert [item.sid for item in seen] == ["a"]
    assert caught.value.may_have_executed
    assert KEY not in caught.value.response.text + str(caught.value)
    assert server.stuck == 0


TOO_LARGE: dict[str, bytes] = {
    "an event": b"data: " + b"x" * 2_000,
    "lines": b"data: 1\n" * 2_000,
    "a comment": b":" * 2_000,
    "after others": b"data: 1\n\n" * 2_000 + b"data: " + b"x" * 2_000,
}


@every_kind
@pytest.mark.parametrize("name", TOO_LARGE)
def test_an_item_has_a_limit_and_a_stream_has_none(name: str, kind: Kind) -> None:
    """An item without end is an error and hangs up; items without end are not."""
    seen: list[Any] = []
    fault = then(chunks(TOO_LARGE[name], is_whole=False), Peer.wait)

    with (
        FaultServer([fault]) as server,
        pytest.raises(APIResponseValidationError, match="larger than 1000 bytes") as caught,
    ):
        drive(kind, server.url, collect(each=seen.append), max_response_size=1_000)

    assert len(seen) == (2_000 if name == "after others" else 0)
    assert len(caught.value.response.content) <= 1_000
    assert server.stuck == 0


@every_kind
def test_what_is_compressed_has_the_same_limit(kind: Kind) -> None:
    """A small response that inflates to one large event is refused before it is large."""
    bomb = gzip.compress(b"data: " + bytes(50_000_000))
    small = gzip.compress(b"data: 12345678\n\n" * 100_000)
    faults = [
        says(small, length=len(small), content_type=SSE, content_encoding="gzip"),
        says(bomb, length=len(bomb), content_type=SSE, content_encoding="gzip"),
    ]

    with FaultServer(faults[:1]) as server:
        assert len(drive(kind, server.url, collect(), max_response_size=1_000)) == 100_000
    with (
        FaultServer(faults[1:]) as server,
        pytest.raises(APIResponseValidationError, match="larger than 1000 bytes"),
    ):
        drive(kind, server.url, collect(), max_response_size=1_000)


BROKEN: dict[str, tuple[Any, Fault]] = {
    "cut off": (TEXT, then(chunks(b"data: one\n\ndata", is_whole=False), Peer.close)),
    "reset": (TEXT, then(chunks(b"data: one\n\ndata", is_whole=False), Peer.reset)),
    "within a line": (
        LINES,
        then(
            says(b'{"sid": "one"}\n{"sid"', length=None, content_type="application/jsonl"),
            Peer.close,
        ),
    ),
}


@every_kind
@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_off_is_an_error(name: str, kind: Kind) -> None:
    """After the items that came; it is not asked for again, since it may have acted."""
    formats, fault = BROKEN[name]
    seen: list[Any] = []

    with FaultServer([fault]) as server, pytest.raises(APIConnectionError) as caught:
        drive(kind, server.url, collect(formats, seen.append))

    assert [getattr(item, "sid", item) for item in seen] == ["one"]
    assert caught.value.may_have_executed
    assert len(server.received) == 1
    assert KEY not in repr(caught.value) + repr(caught.value.request.headers)


@every_kind
def test_silence_is_a_timeout(kind: Kind) -> None:
    """The timeout is for each piece of the body; the connection is closed."""
    fault = then(chunks(b"data: one\n\n", is_whole=False), Peer.wait)

    with FaultServer([fault]) as server, pytest.raises(APITimeoutError) as caught:
        drive(kind, server.url, collect(), timeout=0.3)

    assert caught.value.may_have_executed
    assert server.stuck == 0


@every_kind
def test_other_responses_raise_before_the_first_item(kind: Kind) -> None:
    """Their errors are those of any call; what is turned away is asked for again."""

    def refuses(status: int) -> Fault:
        def fault(peer: Peer) -> None:
            peer.read()
            peer.send(response(status, {"errors": [{"title": "No"}]}))

        return fault

    with FaultServer([refuses(429), chunks(b"data: one\n\n")]) as server:
        assert drive(kind, server.url, collect(), waits=Waits()) == ["one"]
    with FaultServer([refuses(404)]) as server, pytest.raises(NotFoundError) as caught:
        drive(kind, server.url, collect())

    assert caught.value.errors[0].title == "No"
    assert not caught.value.may_have_executed


@every_kind
@pytest.mark.parametrize(
    ("formats", "content_type"),
    [(JSON, "application/json"), (JSON, "text/html"), (LINES, "text/html"), (LINES, SSE)],
)
def test_what_is_no_stream_is_an_error(kind: Kind, formats: Any, content_type: str) -> None:
    """A response of another sort is never an empty stream; the error has it."""
    fault = says(b'{"a": 1}\n\n', length=10, content_type=content_type)

    with (
        FaultServer([fault]) as server,
        pytest.raises(APIResponseValidationError, match=f"it is {content_type}, and no") as caught,
    ):
        drive(kind, server.url, collect(formats))

    assert caught.value.body == {"a": 1}
