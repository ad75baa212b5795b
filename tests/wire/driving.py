"""One way to drive both clients: what is done with one is done with the other, awaited."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Literal

import httpx
from attrs import field, frozen

from generated_client import AsyncTelnyx, Telnyx
from generated_client._runtime.decoders import json_response
from generated_client._runtime.operations import Call, Operation
from generated_client._runtime.settings import Clock
from generated_client.models import CallStream

KEY = "KEY0123456789ABCDEF_secret"
NOW = 1_700_000_000.0
"""What the clock of the tests shows: Tue, 14 Nov 2023 22:13:20 GMT."""

Kind = Literal["sync", "async"]
KINDS: tuple[Kind, ...] = ("sync", "async")


@frozen
class Waits:
    """A clock that stands still, and notes how long it was asked to wait."""

    seconds: list[float] = field(factory=list[float])

    def clock(self) -> Clock:
        """Make the clock for a client; its jitter is 1, so that every wait is the longest."""
        return Clock(
            now=lambda: NOW,
            sleep=self.seconds.append,
            async_sleep=self._sleep,
            jitter=lambda: 1.0,
        )

    async def _sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)


def drive(
    kind: Kind,
    url: str,
    act: Callable[[Any], Any],
    *,
    waits: Waits | None = None,
    **settings: Any,
) -> Any:
    """Make a client, do something with it, return the result and close the client."""
    clock = (waits or Waits()).clock()
    given = {"api_key": KEY, "base_url": url, **settings}
    if kind == "sync":
        with Telnyx(**given) as client:
            client._settings = client._settings._replace(clock=clock)
            return act(client)

    async def act_async() -> Any:
        async with AsyncTelnyx(**given) as client:
            client._settings = client._settings._replace(clock=clock)
            return await act(client)

    return asyncio.run(act_async())


def start(client: Any, **options: Any) -> Any:
    """Start a stream; for the async client, return what is to be awaited."""
    return client.texml.accounts.calls.streams_json(
        "v3:call", account_sid="account", url="wss://example.com/socket", **options
    )


_READ: Operation[CallStream] = Operation(
    method="GET", path="/streams", decode=json_response(lambda: CallStream.from_dict)
)


def read(client: Any) -> Any:
    """Read a stream: a GET, which may be repeated."""
    return client._send(Call(operation=_READ))


def drive_with(
    custom: Mapping[str, Any] | None,
    kind: Kind,
    url: str,
    act: Callable[[Any], Any],
    **settings: Any,
) -> Any:
    """Do as `drive` does, with a custom httpx client where its settings are passed."""
    if custom is None:
        return drive(kind, url, act, **settings)
    if kind == "sync":
        with httpx.Client(**custom) as client:
            return drive(kind, url, act, http_client=client, **settings)

    async def act_and_close(client: Any) -> Any:
        async with client._http:
            return await act(client)

    http_client = httpx.AsyncClient(**custom)
    return drive(kind, url, act_and_close, http_client=http_client, **settings)
