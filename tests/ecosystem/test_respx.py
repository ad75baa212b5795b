"""respx, in both of its modes: what is mocked does not go to the network."""

from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import respx

from generated_client import APIConnectionError, APITimeoutError, NotFoundError
from tests.loopback import STREAM, LoopbackServer
from tests.wire.driving import KEY, KINDS, Kind, Waits, drive, start

BASE = "https://api.telnyx.com/v2"
URL = f"{BASE}/texml/Accounts/account/Calls/v3:call/Streams.json"

pytestmark = [
    pytest.mark.parametrize("using", ["httpx", "httpcore"]),
    pytest.mark.parametrize("kind", KINDS),
]


def test_a_call_is_seen_with_its_full_url_headers_and_body(kind: Kind, using: str) -> None:
    """And the mocked response is decoded."""
    with respx.mock(using=using) as mock:
        route = mock.post(URL).mock(httpx.Response(200, json=STREAM))
        stream = drive(kind, BASE, start)

    [call] = route.calls
    assert stream.sid == STREAM["sid"]
    assert call.request.headers["authorization"] == f"Bearer {KEY}"
    assert parse_qsl(call.request.content.decode()) == [("Url", "wss://example.com/socket")]


def test_mocked_statuses_are_raised_and_retried_as_real_ones(kind: Kind, using: str) -> None:
    """A 429 is sent again, a 404 is not."""
    waits = Waits()
    with respx.mock(using=using) as mock:
        route = mock.post(URL)
        route.side_effect = [httpx.Response(429), httpx.Response(404, json={"errors": []})]
        with pytest.raises(NotFoundError):
            drive(kind, BASE, start, waits=waits)

    assert (route.call_count, waits.seconds) == (2, [0.5])


def test_a_mocked_timeout_leaves_the_outcome_unknown(kind: Kind, using: str) -> None:
    """It is not sent again."""
    with respx.mock(using=using) as mock:
        route = mock.post(URL).mock(side_effect=httpx.ReadTimeout)
        with pytest.raises(APITimeoutError) as raised:
            drive(kind, BASE, start)

    assert raised.value.may_have_executed
    assert route.call_count == 1


def test_a_mocked_refusal_is_sent_again(kind: Kind, using: str) -> None:
    """As one of our own transport."""
    with respx.mock(using=using) as mock:
        route = mock.post(URL).mock(side_effect=httpx.ConnectError)
        with pytest.raises(APIConnectionError) as raised:
            drive(kind, BASE, start)

    assert raised.value.may_have_executed is False
    assert route.call_count == 3


def test_a_call_that_is_not_mocked_says_so_and_sends_nothing(
    kind: Kind, using: str, server: LoopbackServer
) -> None:
    """Respx's own error arrives as it is."""
    with respx.mock(using=using, assert_all_called=False) as mock:
        mock.get("https://example.com/")
        with pytest.raises(AssertionError, match="not mocked"):
            drive(kind, server.url, start)

    assert server.received == []


def test_what_is_passed_through_reaches_the_server(
    kind: Kind, using: str, server: LoopbackServer
) -> None:
    """Unchanged."""
    with respx.mock(using=using, assert_all_called=False) as mock:
        mock.route(host="127.0.0.1").pass_through()
        stream: Any = drive(kind, server.url, start)

    assert stream.sid == STREAM["sid"]
    assert len(server.received) == 1
