"""The driver for asyncio: sends requests and reads answers."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.request import getproxies

import httpx

from .answers import Answer, AnswerReader
from .base_client import AS_IT_IS, POOL_LIMITS, BaseClient
from .calls import Call
from .exchange import Exchange
from .raw_response import RawResponse

T = TypeVar("T")

_Connections = httpx.AsyncHTTPTransport | httpx.AsyncClient


class OwnAsyncPool:
    """Connections of our own, made at the first call; one set for each event loop.

    Why requests go to httpx's transport directly, `OwnPool` says.
    """

    sets_timeout = False
    is_traced = True

    def __init__(self) -> None:
        """Connect nothing yet."""
        self.is_closed = False
        self._by_loop: dict[asyncio.AbstractEventLoop, tuple[_Connections, _Guard]] = {}

    def write(self, exchange: Exchange[Any]) -> httpx.Request:
        """Make the request just as the exchange wants it."""
        return httpx.Request(
            exchange.method,
            exchange.url,
            headers=exchange.headers,
            content=exchange.content,
            extensions={"timeout": exchange.limits.phases},
        )

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        loop = asyncio.get_running_loop()
        if loop not in self._by_loop:
            await self._connect(loop)
        connections, _ = self._by_loop[loop]
        if isinstance(connections, httpx.AsyncHTTPTransport):
            return await connections.handle_async_request(request)
        return await connections.send(request, **AS_IT_IS)

    async def _connect(self, loop: asyncio.AbstractEventLoop) -> None:
        for known in list(self._by_loop):  # a copy: other threads have loops too
            if known.is_closed():
                self._by_loop.pop(known, None)
        connections: _Connections = (
            httpx.AsyncClient(limits=POOL_LIMITS)
            if getproxies()
            else httpx.AsyncHTTPTransport(limits=POOL_LIMITS)
        )
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

    is_traced = False  # its transport may be any

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
        request = self._client.build_request(
            exchange.method,
            exchange.url,
            headers=exchange.headers,
            content=exchange.content,
            params=exchange.url.params if self._client.params else None,  # else theirs replace ours
        )
        if exchange.limits.phases is not None:
            request.extensions["timeout"] = exchange.limits.phases
        return request

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        try:
            return await self._client.send(request, **AS_IT_IS)
        except httpx.HTTPStatusError as error:  # raised by a hook of the caller's
            return error.response

    async def aclose(self) -> None:
        """Leave the client to the caller."""
        self._is_closed = True


def pool(http_client: httpx.AsyncClient | None) -> OwnAsyncPool | LentAsyncPool:
    """Choose where connections come from."""
    return OwnAsyncPool() if http_client is None else LentAsyncPool(http_client)


class AsyncClient(BaseClient[OwnAsyncPool | LentAsyncPool]):
    """Sends calls and awaits their answers; many tasks may use it at once."""

    async def __aenter__(self) -> Self:
        """Close the client at the end of an ``async with`` block."""
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the client."""
        await self.close()

    async def close(self) -> None:
        """Close the connections that the client made; an ``http_client`` stays as it is."""
        self._is_closed = True
        if self._owns_pool:
            await self._pool.aclose()

    async def send(self, call: Call[T]) -> T:
        """Send a call and decode its answer; raises what `SyncClient.send` raises."""
        exchange = Exchange(call, self._config)
        return exchange.result(await self._complete(exchange))

    async def send_raw(self, call: Call[T]) -> RawResponse[T]:
        """Send a call and give its answer undecoded; raises what `send` raises."""
        exchange = Exchange(call, self._config)
        answer = await self._complete(exchange)
        exchange.log(str(answer.status), answer.request_id)
        return RawResponse(exchange, answer)

    async def _complete(self, exchange: Exchange[T]) -> Answer:
        """Attempt the exchange until there is an answer of success, or it raises."""
        self._check_open()
        request = self._pool.write(exchange)
        while True:
            try:
                answer = await self._attempt(exchange, request)
            except asyncio.CancelledError:
                exchange.log("cancelled, its outcome unknown")
                raise
            except Exception as error:  # noqa: BLE001 - a transport may raise whatever it likes
                wait = exchange.after_failure(error)
            else:
                if answer.is_success:
                    return answer
                wait = exchange.after_status(answer)
            await self._config.clock.sleep_async(wait)
            self._check_open()

    async def _attempt(self, exchange: Exchange[T], request: httpx.Request) -> Answer:
        exchange.log_headers(request.headers, sent=True)
        progress = _Progress(has_begun=not self._pool.is_traced)
        request.extensions["trace"] = progress.watch
        reader: AnswerReader | None = None
        try:
            async with asyncio.timeout(exchange.limits.total):
                response = await self._pool.send(request)
                exchange.log_headers(response.headers, sent=False)
                reader = AnswerReader(response, self._config.max_response_size)
                await _read(response, reader)
        except TimeoutError:
            error = progress.timeout(exchange.limits.total)
            if reader is None:
                raise error from None
            reader.broken_off(error)
        return reader.answer()


async def _read(response: httpx.Response, reader: AnswerReader) -> None:
    try:
        if response.is_stream_consumed:  # by a hook of the caller's; some transports give it whole
            reader.feed(response.content)
            return
        async for chunk in response.aiter_raw():
            if not reader.feed(chunk):
                break
    except Exception as error:  # noqa: BLE001 - a transport may raise whatever it likes
        reader.broken_off(error)
    finally:
        with suppress(Exception):  # how the connection ends is no part of the answer
            await response.aclose()


class _Progress:
    """How far an attempt got, told by httpcore's trace extension."""

    def __init__(self, *, has_begun: bool) -> None:
        self._has_begun = has_begun
        self._stream: Any = None

    async def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Note that the request is being sent; hang up where TLS does not come about."""
        if event.endswith("send_request_headers.started"):
            self._has_begun = True
        elif event.endswith("connect_tcp.complete"):
            self._stream = info["return_value"]
        elif event.endswith("start_tls.failed") and self._stream is not None:
            # httpcore does not when the reason is that the task was cancelled.
            await self._stream.aclose()

    def timeout(self, total: float | None) -> httpx.TimeoutException:
        """Make the error for an attempt whose time is up."""
        kind = httpx.ReadTimeout if self._has_begun else httpx.ConnectTimeout
        return kind(f"the attempt took longer than {total} seconds")
