"""One way to drive both clients: what is done with one is done with the other, awaited."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Literal

import httpx
from attrs import field, frozen

from generated_client import AsyncTelnyx, DefaultAioHttpClient, Telnyx
from generated_client._runtime.calls import Call, Operation
from generated_client._runtime.config import Clock
from generated_client._runtime.results import json_answer
from generated_client.models import CallStream

KEY = "KEY0123456789ABCDEF_secret"
NOW = 1_700_000_000.0
"""What the clock of the tests shows: Tue, 14 Nov 2023 22:13:20 GMT."""

Kind = Literal["sync", "async", "aiohttp"]
KINDS: tuple[Kind, ...] = ("sync", "async", "aiohttp")
"""The sync client, the async one, and that on `DefaultAioHttpClient`."""

HTTPX_KINDS: tuple[Kind, ...] = ("sync", "async")
"""Those whose connections are httpx's own."""


@frozen
class Waits:
    """A clock that stands still, and notes how long it was asked to wait."""

    seconds: list[float] = field(factory=list[float])

    def clock(self) -> Clock:
        """Make the clock for a client; its jitter is 1, so that every wait is the longest."""
        return Clock(
            now=lambda: NOW,
            sleep=self.seconds.append,
            sleep_async=self._sleep,
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
    """Make a client, do something with it, give the result and close the client."""
    clock = (waits or Waits()).clock()
    given = {"api_key": KEY, "base_url": url, **settings}
    if kind == "sync":
        with Telnyx(**given) as client:
            client._config = client._config._replace(clock=clock)
            return act(client)

    async def act_async() -> Any:
        async with async_client(kind, **given) as client:
            client._config = client._config._replace(clock=clock)
            return await act(client)

    return asyncio.run(act_async())


@asynccontextmanager
async def async_client(kind: Kind, **settings: Any) -> AsyncGenerator[AsyncTelnyx]:
    """Make a client of one of the async kinds, and close it."""
    if kind == "aiohttp":
        async with (
            DefaultAioHttpClient() as lent,
            AsyncTelnyx(**{"api_key": KEY, "http_client": lent, **settings}) as client,
        ):
            yield client
    else:
        async with AsyncTelnyx(**{"api_key": KEY, **settings}) as client:
            yield client


def start(client: Any, **options: Any) -> Any:
    """Start a stream; for the async client, give what is to be awaited."""
    return client.texml.accounts.calls.streams_json(
        "v3:call", account_sid="account", url="wss://example.com/socket", **options
    )


_READ: Operation[CallStream] = Operation(
    method="GET", path="/streams", decode=json_answer(lambda: CallStream.from_dict)
)


def read(client: Any) -> Any:
    """Read a stream: a GET, which may be repeated."""
    return client.send(Call(operation=_READ))


def drive_with(
    lent: Mapping[str, Any] | None,
    kind: Kind,
    url: str,
    act: Callable[[Any], Any],
    **settings: Any,
) -> Any:
    """Do as `drive` does, with an httpx client of the caller's where its settings are given."""
    if lent is None:
        return drive(kind, url, act, **settings)
    if kind == "sync":
        with httpx.Client(**lent) as client:
            return drive(kind, url, act, http_client=client, **settings)

    async def act_and_close(client: Any) -> Any:
        async with client._pool._client:
            return await act(client)

    own = httpx.AsyncClient(**lent) if kind == "async" else DefaultAioHttpClient()
    if kind == "aiohttp":  # takes no arguments: all is set afterwards
        for name, value in lent.items():
            setattr(own, name, value)
    return drive(kind, url, act_and_close, http_client=own, **settings)
