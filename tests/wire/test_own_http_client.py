"""An httpx client of the caller's: it keeps what it has, and gets what ours would do."""

import asyncio
import gzip
import json
from typing import Any

import httpx
import pytest

from generated_client import (
    APIError,
    APITimeoutError,
    AsyncTelnyx,
    NotFoundError,
    Telnyx,
)
from tests.loopback import STREAM, LoopbackServer, response
from tests.wire.driving import KEY, KINDS, Kind, Waits, drive, drive_with, start
from tests.wire.faults import FaultServer, never_responds, responds


@pytest.mark.parametrize("kind", KINDS)
def test_it_keeps_its_headers_cookies_and_query(server: LoopbackServer, kind: Kind) -> None:
    """And our key, form and query are there as well."""
    custom = {"headers": {"x-team": "a"}, "cookies": {"c": "1"}, "params": {"theirs": "1"}}
    drive_with(custom, kind, server.url, lambda c: start(c, extra_query={"ours": ["2", "3"]}))

    [request] = server.received
    assert request.headers["x-team"] == "a"
    assert request.headers["cookie"] == "c=1"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.query == [("theirs", "1"), ("ours", "2"), ("ours", "3")]
    assert request.form == [("Url", "wss://example.com/socket")]


@pytest.mark.parametrize("kind", KINDS)
def test_our_auth_base_url_and_user_agent_win(server: LoopbackServer, kind: Kind) -> None:
    """They are what the client is for."""
    custom = {"auth": ("user", "password"), "base_url": "https://example.com/elsewhere"}
    drive_with(custom, kind, f"{server.url}/v2", start)

    [request] = server.received
    assert request.path.startswith("/v2/texml/")
    assert request.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("kind", KINDS)
def test_its_timeout_holds_where_none_is_passed(kind: Kind) -> None:
    """Ours of a minute is not put over it."""
    with FaultServer([never_responds]) as server, pytest.raises(APITimeoutError):
        drive_with({"timeout": 0.3}, kind, f"http://127.0.0.1:{server.port}", start)


@pytest.mark.parametrize("kind", KINDS)
def test_calls_are_retried_with_it(kind: Kind) -> None:
    """As they are without."""
    waits = Waits()
    with FaultServer([responds(429), responds()]) as server:
        drive_with({}, kind, f"http://127.0.0.1:{server.port}", start, waits=waits)

    assert (server.started, waits.seconds) == (1, [0.5])


def test_it_is_left_open(server: LoopbackServer) -> None:
    """Leaving our context does not close what the caller opened."""
    with httpx.Client() as custom:
        with Telnyx(api_key=KEY, base_url=server.url, http_client=custom) as client:
            start(client)
        assert not custom.is_closed
        with pytest.raises(RuntimeError, match="closed"):
            start(client)
        with pytest.raises(RuntimeError, match="closed"):
            start(client.with_options(max_retries=0))


def test_that_it_was_closed_is_told(server: LoopbackServer) -> None:
    """Before anything is sent."""
    custom = httpx.Client()
    custom.close()
    with pytest.raises(RuntimeError, match="closed"):
        drive("sync", server.url, start, http_client=custom)

    assert server.received == []


@pytest.mark.parametrize(
    ("client", "wrong"), [(Telnyx, httpx.AsyncClient), (AsyncTelnyx, httpx.Client)]
)
def test_one_of_the_other_kind_is_refused(client: Any, wrong: Any) -> None:
    """When the client is made, not when it is used."""
    with pytest.raises(TypeError, match="http_client"):
        client(api_key=KEY, http_client=wrong())


def reads(response: httpx.Response) -> None:
    """Be a hook that reads the response, to log it for example."""
    response.read()


async def reads_async(response: httpx.Response) -> None:
    """Be the same hook for the async client."""
    await response.aread()


def reads_and_raises(response: httpx.Response) -> None:
    """Be a hook that raises where the status is an error."""
    response.read()
    response.raise_for_status()


async def reads_and_raises_async(response: httpx.Response) -> None:
    """Be the same hook for the async client."""
    await response.aread()
    response.raise_for_status()


@pytest.mark.parametrize(("kind", "hook"), [("sync", reads), ("async", reads_async)])
def test_a_hook_may_read_the_response(server: LoopbackServer, kind: Kind, hook: Any) -> None:
    """The stream still arrives, also where it was compressed."""
    body = gzip.compress(json.dumps(STREAM).encode())
    server.respond(lambda _: response(body=body, content_encoding="gzip"))

    stream = drive_with({"event_hooks": {"response": [hook]}}, kind, server.url, start)

    assert stream.sid == STREAM["sid"]


@pytest.mark.parametrize(
    ("kind", "hook"),
    [
        ("sync", reads_and_raises),
        ("async", reads_and_raises_async),
    ],
)
def test_a_hook_may_raise_for_a_status(server: LoopbackServer, kind: Kind, hook: Any) -> None:
    """The caller gets our error for it all the same."""
    server.respond(lambda _: response(404, {"errors": [{"code": "10005"}]}))
    with pytest.raises(NotFoundError) as raised:
        drive_with({"event_hooks": {"response": [hook]}}, kind, server.url, start)

    assert raised.value.errors[0].code == "10005"
    assert raised.value.may_have_executed is False


@pytest.mark.parametrize("kind", KINDS)
def test_a_transport_may_give_its_response_whole(kind: Kind) -> None:
    """As those do that stand in for a server in the tests of others."""
    transport = httpx.MockTransport(lambda _: httpx.Response(201, json=STREAM))

    stream = drive_with({"transport": transport}, kind, "https://example.com", start)

    assert stream.sid == STREAM["sid"]


def test_no_free_connection_is_told_as_not_executed(server: LoopbackServer) -> None:
    """A call that waits too long for the only connection was never sent."""

    async def main() -> APIError:
        limits = httpx.Limits(max_connections=1)
        timeout = httpx.Timeout(5, pool=0.05)
        async with (
            httpx.AsyncClient(limits=limits, timeout=timeout) as custom,
            AsyncTelnyx(
                api_key=KEY, base_url=server.url, http_client=custom, max_retries=0
            ) as client,
            custom.stream("GET", server.url),
        ):
            with pytest.raises(APITimeoutError) as raised:
                await start(client)
            return raised.value

    assert asyncio.run(main()).may_have_executed is False
    assert [request.method for request in server.received] == ["GET"]
