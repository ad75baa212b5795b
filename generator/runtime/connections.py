"""Connections for asyncio: up to a hundred, each in a transport of its own.

httpcore's pool goes through all of its connections for each request that comes and again for
each that goes, and asks the operating system about every idle one. With a hundred of them that
is most of what a call costs. A transport with one connection has one to look at, and the stack
of idle transports has none: the one that was used last is used next.

    idle    [ for longest ... used last ]   <- taken and given back at this end
              closed when it was idle for too long

A transport is used again only when its last answer was read to the end. After anything else, a
failure, a cancelled task, a body that is too long, nobody can say what is left in it: it is
closed, and so is what comes back once the client is closed.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import cast

import httpx

from .pools import POOL_LIMITS
from .slots import Slots

_ONE = httpx.Limits(
    max_connections=1,
    max_keepalive_connections=1,
    keepalive_expiry=POOL_LIMITS.keepalive_expiry,
)


class Connections(httpx.AsyncBaseTransport):
    """The connections of one event loop."""

    def __init__(self) -> None:
        """Connect nothing yet."""
        self._tls = httpx.create_ssl_context()
        self._slots = Slots()
        self._idle: deque[tuple[float, httpx.AsyncHTTPTransport]] = deque()
        self._is_closed = False
        self._now = asyncio.get_running_loop().time

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request on a connection that is its own until the answer is closed."""
        await self._close_expired()
        await self._slots.take(request)
        if self._is_closed:  # while this request waited
            self._slots.give_back()
            raise httpx.ConnectError("the client was closed")
        transport = self._take()
        try:
            response = await transport.handle_async_request(request)
        except BaseException:
            await self.give_back(transport, is_usable=False)
            raise
        stream = cast("httpx.AsyncByteStream", response.stream)
        response.stream = _Lent(stream, self, transport)
        return response

    def _take(self) -> httpx.AsyncHTTPTransport:
        if self._idle:
            return self._idle.pop()[1]
        return httpx.AsyncHTTPTransport(verify=self._tls, limits=_ONE)

    async def give_back(self, transport: httpx.AsyncHTTPTransport, *, is_usable: bool) -> None:
        """Keep a transport for the next request, or close it."""
        try:
            if is_usable and not self._is_closed:
                self._idle.append((self._now(), transport))
            else:
                await transport.aclose()
        finally:
            self._slots.give_back()

    async def _close_expired(self) -> None:
        longest = POOL_LIMITS.keepalive_expiry or 0
        while self._idle and self._now() - self._idle[0][0] > longest:
            await self._idle.popleft()[1].aclose()

    async def aclose(self) -> None:
        """Close the idle connections; one that is in use is closed when its answer is."""
        self._is_closed = True
        while self._idle:
            await self._idle.pop()[1].aclose()


class _Lent(httpx.AsyncByteStream):
    """The body of an answer; closing it gives the connection back."""

    def __init__(
        self,
        stream: httpx.AsyncByteStream,
        connections: Connections,
        transport: httpx.AsyncHTTPTransport,
    ) -> None:
        self._stream = stream
        self._connections = connections
        self._transport: httpx.AsyncHTTPTransport | None = transport
        self._is_read = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk
        self._is_read = True

    async def aclose(self) -> None:
        transport, self._transport = self._transport, None
        if transport is None:
            return
        try:
            await self._stream.aclose()
        except BaseException:
            self._is_read = False
            raise
        finally:
            await self._connections.give_back(transport, is_usable=self._is_read)
