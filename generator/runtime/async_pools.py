"""Where connections come from in asyncio; why there are two kinds, `pools` says."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Protocol, runtime_checkable

import httpx

from .connections import Connections
from .exchange import Exchange
from .pools import AS_IT_IS, POOL_LIMITS, environment_names_proxy, settled
from .requests import direct_request, httpcore_heeds_target, lent_request, whole_request

_Connections = Connections | httpx.AsyncClient


class OwnAsyncPool:
    """Connections of our own, made at the first call; one set for each event loop.

    Why requests go past httpx's client, `OwnPool` says.
    """

    sets_timeout = False

    def __init__(self) -> None:
        """Connect nothing yet."""
        self.is_closed = False
        self._has_proxy = environment_names_proxy()
        self._by_loop: dict[asyncio.AbstractEventLoop, tuple[_Connections, _Guard]] = {}

    def write(self, exchange: Exchange[Any]) -> httpx.Request:
        """Make the request just as the exchange wants it."""
        if self._has_proxy or not httpcore_heeds_target():
            return whole_request(exchange)
        return direct_request(exchange, exchange.phases_under_total)

    def is_traced(self, request: httpx.Request, /) -> bool:
        """Tell whether what sends the request tells how far it got: httpx's transports do."""
        del request
        return True

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        loop = asyncio.get_running_loop()
        if loop not in self._by_loop:
            await self._connect(loop)
        connections, _ = self._by_loop[loop]
        if isinstance(connections, Connections):
            return await connections.handle_async_request(request)
        return await connections.send(request, **AS_IT_IS)

    async def _connect(self, loop: asyncio.AbstractEventLoop) -> None:
        for known in list(self._by_loop):  # a copy: other threads have loops too
            if known.is_closed():
                self._by_loop.pop(known, None)
        connections = httpx.AsyncClient(limits=POOL_LIMITS) if self._has_proxy else Connections()
        guard = _close_with_loop(connections)
        self._by_loop[loop] = connections, guard
        await anext(guard)

    async def aclose(self) -> None:
        """Close this loop's connections; those of another loop are closed when it ends."""
        self.is_closed = True
        _, guard = self._by_loop.pop(asyncio.get_running_loop(), (None, None))
        if guard is not None:
            await guard.aclose()


_Guard = AsyncGenerator[None, None]


async def _close_with_loop(connections: _Connections) -> _Guard:
    """Wait to be closed, and close the connections then.

    A loop that ends closes the asynchronous generators that began in it, so a client that
    nobody closes leaves no sockets behind when ``asyncio.run`` returns.
    """
    try:
        yield
    finally:
        await connections.aclose()


class LentAsyncPool:
    """A caller's own `httpx.AsyncClient`, with its headers, cookies, proxies, hooks, timeout."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        """Use a client that stays the caller's."""
        if not isinstance(client, httpx.AsyncClient):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
            raise TypeError(
                f"http_client must be an httpx.AsyncClient, not {type(client).__name__}"
            )
        self._client = client
        self.sets_timeout = bool(getattr(client, "sets_timeout", True))
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the caller closed it, or has no more calls to send with it."""
        return self._is_closed or self._client.is_closed

    def write(self, exchange: Exchange[Any]) -> httpx.Request:
        """Make the request with what the client adds to it."""
        return lent_request(self._client, exchange)

    def is_traced(self, request: httpx.Request, /) -> bool:
        """Tell whether what sends the request tells how far it got: a caller's may not."""
        del request
        return False

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        try:
            return await self._client.send(request, **AS_IT_IS)
        except (httpx.RequestError, httpx.HTTPStatusError) as error:
            return settled(error, request)

    async def aclose(self) -> None:
        """Leave the client to the caller."""
        self._is_closed = True


@runtime_checkable
class Bypassable(Protocol):
    """An `httpx.AsyncClient` of ours, for callers to lend: `DefaultAioHttpClient`."""

    direct_transport: httpx.AsyncBaseTransport
    """What sends its requests; tells the trace extension of httpx how far it got."""

    def check_loop(self) -> None:
        """Raise `RuntimeError` where its connections belong to another event loop."""
        ...

    def is_untouched(self) -> bool:
        """Whether it has no settings that a request must not go past."""
        ...


class DirectAsyncPool(LentAsyncPool):
    """A lent client whose transport is used directly, as long as nothing is set on the client."""

    def __init__(self, client: httpx.AsyncClient, bypassable: Bypassable) -> None:
        """Use a client that stays the caller's; it is passed as both kinds that it is."""
        super().__init__(client)
        self._bypassable = bypassable

    def write(self, exchange: Exchange[Any]) -> httpx.Request:
        """Make the request just as the exchange wants it, or with what the client adds."""
        self._bypassable.check_loop()
        if self.sets_timeout or not self._bypassable.is_untouched():
            return super().write(exchange)
        return direct_request(exchange, exchange.phases_under_total)

    def is_traced(self, request: httpx.Request, /) -> bool:
        """Tell whether what sends the request tells how far it got: only the transport does."""
        return "target" in request.extensions

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        if self.is_traced(request):
            return await self._bypassable.direct_transport.handle_async_request(request)
        return await super().send(request)


def pool(http_client: httpx.AsyncClient | None) -> OwnAsyncPool | LentAsyncPool:
    """Choose where connections come from."""
    if http_client is None:
        return OwnAsyncPool()
    if isinstance(http_client, Bypassable):
        return DirectAsyncPool(http_client, http_client)
    return LentAsyncPool(http_client)
