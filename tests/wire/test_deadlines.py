"""The timeout bounds a whole attempt, whatever trickles in, and a complete body counts."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from generated_client import APITimeoutError
from tests.loopback import STREAM
from tests.wire.driving import KINDS, Kind, drive, start
from tests.wire.faults import STREAM_JSON, FaultServer, Peer, chunked, never_shakes_hands


def trickles_slowly(head: bytes, piece: bytes) -> Callable[[Peer], None]:
    """Start a stream and send pieces, each well within a timeout, without end."""

    def fault(peer: Peer) -> None:
        peer.start()
        peer.send(head)
        while True:
            time.sleep(0.05)  # time is the subject here
            peer.send(piece)

    return fault


ENDLESS = {
    "informational responses": trickles_slowly(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "headers": trickles_slowly(b"HTTP/1.1 200 OK\r\n", b"x-a: b\r\n"),
    "one header": trickles_slowly(b"HTTP/1.1 200 OK\r\nx-a: ", b"a"),
    "a body": trickles_slowly(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b" "),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ENDLESS)
def test_an_attempt_ends_with_its_timeout(kind: Kind, what: str) -> None:
    """Each piece alone would be in time; the outcome is unknown."""
    with FaultServer([ENDLESS[what]]) as server, pytest.raises(APITimeoutError) as raised:
        drive(kind, server.url, lambda client: start(client, timeout=0.5))

    assert raised.value.may_have_executed
    assert server.started == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_connect_timeout_bounds_the_tls_handshake(kind: Kind) -> None:
    """Nothing was sent, where the rest of the attempt has no limit too."""
    timeout = httpx.Timeout(None, connect=0.3)
    with FaultServer([never_shakes_hands]) as server, pytest.raises(APITimeoutError) as raised:
        drive(kind, f"https://127.0.0.1:{server.port}", start, timeout=timeout, max_retries=0)

    assert not raised.value.may_have_executed


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_that_is_complete_counts_whatever_trickles_after_it(kind: Kind) -> None:
    """The id is there: trailers that never end take it from nobody."""
    head = chunked(STREAM_JSON, end=b"0\r\n")
    with FaultServer([trickles_slowly(head, b"x-a: b\r\n")]) as server:
        stream: Any = drive(kind, server.url, lambda client: start(client, timeout=0.5))

    assert stream.sid == STREAM["sid"]
