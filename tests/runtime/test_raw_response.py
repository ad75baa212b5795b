"""Raw responses: what ``with_raw_response`` returns, and how it is decoded."""

from datetime import timedelta
from typing import Any

import pytest

from generated_client import APIResponseValidationError
from tests.loopback import STREAM, LoopbackServer, response
from tests.wire.driving import KINDS, Kind, Waits, drive


def raw(client: Any) -> Any:
    """Start a stream; for the async client, return what is to be awaited."""
    return client.texml.accounts.calls.with_raw_response.streams_json("call", account_sid="a")


@pytest.mark.parametrize("kind", KINDS)
def test_a_raw_response_holds_the_response(server: LoopbackServer, kind: Kind) -> None:
    """And the way to decode it."""
    server.respond(lambda _: response(201, x_request_id="r-1", set_cookie="a=b"))
    found = drive(kind, server.url, raw)

    assert (found.status_code, found.request_id, found.retries_taken) == (201, "r-1", 0)
    assert found.headers["set-cookie"] == "a=b"
    assert found.http_response.json() == STREAM
    assert found.http_response.request.headers["authorization"] == "[redacted]"
    assert found.parse().sid == STREAM["sid"]
    assert found.elapsed >= timedelta(0)
    assert repr(found) == "<RawResponse 201>"


@pytest.mark.parametrize("kind", KINDS)
def test_a_raw_response_counts_the_retries_before_it(server: LoopbackServer, kind: Kind) -> None:
    """Those of its own call."""
    waits = Waits()
    server.respond(lambda _: response() if len(waits.seconds) == 2 else response(429, {}))

    assert drive(kind, server.url, raw, waits=waits).retries_taken == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_raw_response_that_does_not_fit_raises_when_it_is_parsed(
    server: LoopbackServer, kind: Kind
) -> None:
    """The response itself is still there."""
    server.respond(lambda _: response(200, b"<html>"))
    found = drive(kind, server.url, raw)
    with pytest.raises(APIResponseValidationError):
        found.parse()

    assert found.http_response.text == "<html>"
