"""Methods: functions like any other, to be overridden, patched, replaced and inspected."""

import asyncio
import inspect
import typing
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from generated_client import AsyncTelnyx, RawResponse, Telnyx
from generated_client.models import CallStream, StreamTrack
from generated_client.resources.texml_accounts_calls import (
    AsyncCalls,
    Calls,
    CallsWithRawResponse,
)
from tests.loopback import LoopbackServer
from tests.wire.driving import KEY, start


def test_an_override_runs_at_each_call(server: LoopbackServer) -> None:
    """And may call what it overrides."""
    ran: list[str] = []

    class Noting(Calls):
        def streams_json(self, call_sid: str, **arguments: Any) -> CallStream:
            ran.append(call_sid)
            return super().streams_json(call_sid, **arguments)

    with Telnyx(api_key=KEY, base_url=server.url) as client:
        calls = Noting(client)
        for number in range(3):
            calls.streams_json(str(number), account_sid="a")

    assert ran == ["0", "1", "2"]
    assert len(server.received) == 3


@pytest.mark.parametrize("used_before", [False, True])
def test_a_patched_method_replaces_the_call(server: LoopbackServer, *, used_before: bool) -> None:
    """On a client that was used before as well; nothing is sent while it is patched."""
    with Telnyx(api_key=KEY, base_url=server.url) as client:
        if used_before:
            start(client)
        with mock.patch.object(Calls, "streams_json", return_value="patched") as patched:
            assert start(client) == "patched"
        patched.assert_called_once()
        assert len(server.received) == used_before
        with mock.patch.object(client.texml.accounts.calls, "streams_json") as patched:
            start(client)
        patched.assert_called_once()
        assert len(server.received) == used_before


def test_an_autospec_takes_what_the_method_takes() -> None:
    """And nothing else; that of an async method is awaited."""
    calls = mock.create_autospec(Calls, instance=True)
    calls.streams_json("c", account_sid="a", url="wss://example.com")
    calls.streams_json.assert_called_once_with("c", account_sid="a", url="wss://example.com")
    with pytest.raises(TypeError):
        calls.streams_json("c", acount_sid="a")

    made = mock.create_autospec(Calls)(mock.sentinel.client)
    made.streams_json("c", account_sid="a")

    awaited = mock.create_autospec(AsyncCalls, instance=True)
    awaited.streams_json.return_value = "stream"
    assert asyncio.run(awaited.streams_json("c", account_sid="a")) == "stream"


@pytest.mark.parametrize(
    ("method", "returns", "shown"),
    [
        (Calls.streams_json, CallStream, "models.CallStream"),
        (AsyncCalls.streams_json, CallStream, "models.CallStream"),
        (CallsWithRawResponse.streams_json, RawResponse, "RawResponse[models.CallStream]"),
    ],
)
def test_a_method_has_its_types_signature_and_docstring(
    method: Callable[..., Any], returns: type, shown: str
) -> None:
    """For ``typing.get_type_hints``, `inspect` and ``help()``."""
    hints = typing.get_type_hints(method)
    signature = inspect.signature(method)

    assert hints["return"] is returns
    assert hints["track"] == StreamTrack | None
    assert list(signature.parameters)[:3] == ["self", "call_sid", "account_sid"]
    assert str(signature).endswith(f"timeout: Timeout | Unset = UNSET) -> {shown}")
    assert method.__doc__
    for text in ("timeout: Seconds", "extra_body: Fields", "The stream, as `CallStream`."):
        assert text in method.__doc__


def test_the_methods_of_an_async_client_are_coroutine_functions() -> None:
    """Tools that look for them find them."""
    client = AsyncTelnyx(api_key=KEY)

    assert inspect.iscoroutinefunction(client.texml.accounts.calls.streams_json)
    assert client.texml.accounts.calls.streams_json.__qualname__ == "AsyncCalls.streams_json"
