# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""What `httpx.AsyncClient` sends through where the caller passes none; see `transport`.

A client may be used in several event loops, one after the other or in threads: each has its own
connections, which are closed with it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from time import monotonic
from typing import TYPE_CHECKING, cast

import httpx

from .retries import Progress
from .settings import KEEPALIVE
from .tls import Tls
from .transport import MOST_CONNECTIONS, Origin, origin_of, progress_of

if TYPE_CHECKING:
    from .async_connection import Connection


class AsyncTransport(httpx.AsyncBaseTransport):
    """The connections of a client, those of each event loop and of each server apart."""

    def __init__(self) -> None:
        """Connect nothing yet; raises what `Tls` raises."""
        self._tls = Tls()
        self._by_loop: dict[_Key, tuple[_Connections, _Guard]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the status and the headers of its response."""
        key = asyncio.get_running_loop(), origin_of(request.url)
        if key not in self._by_loop:
            await self._open(key)
        connections, _ = self._by_loop[key]
        return await connections.send(request)

    async def _open(self, key: "_Key") -> None:
        for known in list(self._by_loop):  # a copy: other threads have loops too
            if known[0].is_closed():
                self._by_loop.pop(known, None)
        connections = _Connections(self._tls)
        guard = _close_with_loop(connections)
        self._by_loop[key] = connections, guard
        await anext(guard)

    async def aclose(self) -> None:
        """Close this loop's idle connections; one in use is closed when its response is."""
        loop = asyncio.get_running_loop()
        for key in [known for known in list(self._by_loop) if known[0] is loop]:
            _, guard = self._by_loop.pop(key)
            await guard.aclose()


_Guard = AsyncGenerator[None, None]
_Key = tuple[asyncio.AbstractEventLoop, Origin]


async def _close_with_loop(connections: "_Connections") -> _Guard:
    """Close the connections when this generator is closed, as a loop that ends does."""
    try:
        yield
    finally:
        await connections.close()


class _Connections:
    """The connections of one event loop to one server."""

    def __init__(self, tls: Tls) -> None:
        self._tls = tls
        self._free = asyncio.Semaphore(MOST_CONNECTIONS)
        self._idle: deque[Connection] = deque()
        self._is_closed = False

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send a request on a connection that is its own until the response is closed."""
        progress = progress_of(request)
        await self._acquire(progress, request)
        connection = None
        try:
            connection = await self._take(request)
            connection.progress = progress
            response = await connection.handle_async_request(request)
        except BaseException:
            await self.release(connection, is_usable=False)
            raise
        response.stream = _Body(cast("httpx.AsyncByteStream", response.stream), self, connection)
        return response

    async def _acquire(self, progress: Progress, request: httpx.Request) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        progress.stage = "connecting"
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("pool")):
                await self._free.acquire()
        except TimeoutError:
            raise httpx.PoolTimeout("no connection became free in time") from None
        progress.stage = None

    async def _take(self, request: httpx.Request) -> "Connection":
        from .async_connection import Connection  # loads httpcore; see transport

        if self._is_closed:  # while this request waited
            raise httpx.ConnectError("the client was closed")
        while self._idle and monotonic() - self._idle[0].idle_since > KEEPALIVE:
            await self._idle.popleft().aclose()
        while self._idle:
            connection = self._idle.pop()
            if connection.is_usable():
                return connection
            await connection.aclose()
        return Connection(request.url, self._tls)

    async def release(self, connection: "Connection | None", *, is_usable: bool) -> None:
        """Keep a connection for the next request, or close it."""
        try:
            if connection is None:
                return
            if is_usable and not self._is_closed and connection.is_clean():
                connection.idle_since = monotonic()
                self._idle.append(connection)
            else:
                await connection.aclose()
        finally:
            self._free.release()

    async def close(self) -> None:
        """Close the idle connections."""
        self._is_closed = True
        while self._idle:
            await self._idle.pop().aclose()


class _Body(httpx.AsyncByteStream):
    """The body of a response; closing it releases the connection."""

    def __init__(
        self, stream: httpx.AsyncByteStream, connections: _Connections, connection: "Connection"
    ) -> None:
        self._stream = stream
        self._connections = connections
        self._connection: Connection | None = connection
        self._is_read = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk
        self._is_read = True

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            is_closed = False
            try:
                await self._stream.aclose()
                is_closed = True
            finally:
                is_usable = self._is_read and is_closed
                await self._connections.release(connection, is_usable=is_usable)
