"""Starting a stream, as bytes on a socket: each test once sync and once async."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from generated_client import AsyncTelnyx, Telnyx
from generated_client.models import CallStream
from tests.loopback import STREAM, LoopbackServer, response

Start = Callable[..., CallStream]


@pytest.fixture(params=["sync", "async"])
def start(request: pytest.FixtureRequest, server: LoopbackServer) -> Start:
    """Start a stream on the loopback server, with a client of either kind."""

    def start_sync(*args: Any, **kwargs: Any) -> CallStream:
        with Telnyx(api_key="KEY123", base_url=f"{server.url}/v2") as client:
            return client.texml.accounts.calls.streams_json(*args, **kwargs)

    async def start_async(*args: Any, **kwargs: Any) -> CallStream:
        async with AsyncTelnyx(api_key="KEY123", base_url=f"{server.url}/v2") as client:
            return await client.texml.accounts.calls.streams_json(*args, **kwargs)

    def run(*args: Any, **kwargs: Any) -> CallStream:
        return asyncio.run(start_async(*args, **kwargs))

    return start_sync if request.param == "sync" else run


def test_the_request_is_a_form_with_exactly_the_passed_fields(
    server: LoopbackServer, start: Start
) -> None:
    """Method, path, headers and body are what the spec says, byte for byte."""
    start("v3:call", account_sid="account", url="wss://example.com/a?b=c&d=%", track="both_tracks")

    [request] = server.received
    assert (request.method, request.target) == (
        "POST",
        "/v2/texml/Accounts/account/Calls/v3:call/Streams.json",
    )
    assert request.body == b"Url=wss%3A%2F%2Fexample.com%2Fa%3Fb%3Dc%26d%3D%25&Track=both_tracks"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["content-length"] == str(len(request.body))
    assert request.headers["authorization"] == "Bearer KEY123"
    assert request.headers["user-agent"].startswith("generated_client/")


def test_stopping_a_stream_is_a_form_too(server: LoopbackServer) -> None:
    """The operation that stops a stream sends its id in the path and the status as a field."""
    server.respond(lambda _: response(body={**STREAM, "status": "stopped"}))

    with Telnyx(api_key="KEY123", base_url=f"{server.url}/v2") as client:
        stream = client.texml.accounts.calls.streams.streaming_sid_json(
            STREAM["sid"], account_sid="account", call_sid="v3:call", status="stopped"
        )

    [request] = server.received
    path = f"/v2/texml/Accounts/account/Calls/v3:call/Streams/{STREAM['sid']}.json"
    assert (request.method, request.target) == ("POST", path)
    assert request.body == b"Status=stopped"
    assert stream.status == "stopped"
