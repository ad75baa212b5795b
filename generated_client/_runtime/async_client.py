"""The driver for asyncio: sends requests and reads answers."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import httpx

from .answers import Answer, AnswerReader
from .async_pools import LentAsyncPool, OwnAsyncPool
from .base_client import BaseClient
from .calls import Call
from .exchange import Exchange

if TYPE_CHECKING:
    from .raw_response import RawResponse

if TYPE_CHECKING:
    from .streaming import AsyncStreamedResponse

T = TypeVar("T")


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

    async def send_raw(self, call: Call[T]) -> "RawResponse[T]":
        """Send a call and give its answer undecoded; raises what `send` raises."""
        exchange = Exchange(call, self._config)
        answer = await self._complete(exchange)
        exchange.log(str(answer.status), answer.request_id)
        from .raw_response import RawResponse

        return RawResponse(exchange, answer)

    @asynccontextmanager
    async def send_streamed(self, call: Call[Any]) -> "AsyncGenerator[AsyncStreamedResponse]":
        """Send a call and give its answer unread; raises what `send` raises."""
        exchange = Exchange(call, self._config, is_streamed=True)
        answer = await self._complete(exchange)
        exchange.log(str(answer.status), answer.request_id)
        from .streaming import AsyncStreamedResponse

        response = AsyncStreamedResponse(exchange, answer)
        try:
            yield response
        finally:
            await response.close()

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
        progress = _Progress(has_begun=not self._pool.is_traced(request))
        request.extensions["trace"] = progress.watch
        reader: AnswerReader | None = None
        limit = asyncio.timeout(exchange.limits.total)
        try:
            async with limit:
                response = await self._pool.send(request)
                exchange.log_headers(response.headers, sent=False)
                if exchange.is_streamed and response.is_success:
                    return Answer(response.status_code, response.headers, b"", unread=response)
                reader = AnswerReader(response, self._config.max_response_size)
                await _read(response, reader)
        except TimeoutError:
            if not limit.expired():  # the transport's own
                raise
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
        async for chunk in cast("httpx.AsyncByteStream", response.stream):
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
