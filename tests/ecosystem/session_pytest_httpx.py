"""A session with pytest-httpx, run by `test_pytest_httpx` in a process of its own."""

import asyncio
from typing import Any

import httpx
import pytest
from pytest_httpx import HTTPXMock

from generated_client import APITimeoutError, AsyncTelnyx, NotFoundError, Telnyx

URL = "https://api.telnyx.com/v2/texml/Accounts/account/Calls/v3:call/Streams.json"


def start(kind: str) -> Any:
    """Start a stream."""
    arguments: dict[str, Any] = {"account_sid": "account", "url": "wss://example.com/socket"}
    if kind == "sync":
        with Telnyx(api_key="KEY0123456789", max_retries=0) as client:
            return client.texml.accounts.calls.streams_json("v3:call", **arguments)

    async def main() -> Any:
        async with AsyncTelnyx(api_key="KEY0123456789", max_retries=0) as client:
            return await client.texml.accounts.calls.streams_json("v3:call", **arguments)

    return asyncio.run(main())


pytestmark = pytest.mark.parametrize("kind", ["sync", "async"])


def test_a_call_is_matched_by_url_headers_and_body(kind: str, httpx_mock: HTTPXMock) -> None:
    """And the mocked response is decoded."""
    httpx_mock.add_response(
        url=URL,
        method="POST",
        match_headers={"authorization": "Bearer KEY0123456789"},
        match_content=b"Url=wss%3A%2F%2Fexample.com%2Fsocket",
        json={"sid": "s"},
    )

    assert start(kind).sid == "s"
    request = httpx_mock.get_request()
    assert request is not None
    assert str(request.url) == URL


def test_a_mocked_status_is_raised(kind: str, httpx_mock: HTTPXMock) -> None:
    """With its details."""
    httpx_mock.add_response(status_code=404, json={"errors": [{"code": "10005"}]})

    with pytest.raises(NotFoundError) as raised:
        start(kind)
    assert raised.value.errors[0].code == "10005"


def test_a_mocked_timeout_is_raised(kind: str, httpx_mock: HTTPXMock) -> None:
    """Its outcome is unknown."""
    httpx_mock.add_exception(httpx.ReadTimeout("too slow"))

    with pytest.raises(APITimeoutError) as raised:
        start(kind)
    assert raised.value.may_have_executed
