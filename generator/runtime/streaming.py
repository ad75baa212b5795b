# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Responses that are read piece by piece: what ``with_streaming_response`` returns.

For responses that are too large for memory, or that go on for long: neither ``max_response_size``
nor the limit of a whole attempt holds for their bodies, only the limit of each wait for a piece.
"""

# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false
# (a resource is a part of its client)

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import httpx

from .async_client import AsyncClient
from .exchange import Exchange
from .inflating import Inflater
from .operations import Call
from .redaction import PACKAGE
from .resources import AsyncResource, Resource, described
from .responses import Response
from .sync_client import SyncClient

P = ParamSpec("P")
T = TypeVar("T")

_AT_ONCE = 2**14
"""Bytes that are decompressed at once: into no more than a thousand times as many."""

_ANY_SIZE = 2**30


class _Streamed:
    def __init__(self, exchange: Exchange[Any], response: Response) -> None:
        """Keep what the body is read from."""
        self._exchange = exchange
        self._response = cast("httpx.Response", response.unread)
        self._inflater: Inflater | None = None
        self._is_read = False
        self.status_code = response.status
        self.headers = response.headers
        self.request_id = response.request_id
        self.retries_taken = exchange.retries_taken

    def __repr__(self) -> str:
        """Show the status."""
        return f"<{type(self).__name__} {self.status_code}>"

    def _claim(self) -> None:
        if self._is_read:
            raise RuntimeError("the body was read already, or its block has ended")
        self._is_read = True

    def _begin(self) -> None:
        self._inflater = Inflater.of(self._response)
        if self._inflater and self._inflater.is_unknown:
            raise httpx.DecodingError(str(self._inflater.problem))

    def _decoded(self, piece: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            yield piece
            return
        for start in range(0, len(piece), _AT_ONCE):
            if self._inflater.is_broken:
                raise httpx.DecodingError(str(self._inflater.problem))
            yield self._inflater.feed(piece[start : start + _AT_ONCE], _ANY_SIZE)

    def _end(self) -> None:
        if self._inflater is not None and self._inflater.problem:
            raise httpx.DecodingError(self._inflater.problem)

    def _fail(self, error: Exception) -> None:
        self._exchange.may_have_executed = True
        failed = self._exchange.connection_error(error)
        raise failed from failed.__cause__


class StreamedResponse(_Streamed):
    """A 2xx response to be read piece by piece; other responses raise before there is one.

    Attributes:
        status_code: The status, 200 to 299.
        headers: The headers as they came.
        request_id: The id that the server gave the request, or None.
        retries_taken: How many attempts came before this response.
    """

    __module__ = PACKAGE

    def iter_bytes(self) -> Iterator[bytes]:
        """Yield the body as it arrives, decompressed; once, within the ``with`` block.

        Raises:
            APIConnectionError: It broke off.
            APITimeoutError: The next piece took too long.
        """
        self._claim()
        response = self._response
        stream = cast("httpx.SyncByteStream", response.stream)
        try:
            self._begin()
            for piece in [response.content] if response.is_stream_consumed else stream:
                yield from self._decoded(piece)
            self._end()
        except Exception as error:  # noqa: BLE001 - a transport may raise anything
            self._fail(error)

    def close(self) -> None:
        """Close the connection, unless all was read; the end of the ``with`` block does."""
        self._is_read = True
        with suppress(Exception):  # how the connection ends is no part of the response
            self._response.close()


class AsyncStreamedResponse(_Streamed):
    """A 2xx response to be read piece by piece; other responses raise before there is one.

    Its attributes are those of `StreamedResponse`.
    """

    __module__ = PACKAGE

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives; raises what `StreamedResponse.iter_bytes` raises."""
        self._claim()
        response = self._response
        stream = cast("httpx.AsyncByteStream", response.stream)
        try:
            self._begin()
            if response.is_stream_consumed:
                yield response.content
                return
            async for piece in stream:
                for part in self._decoded(piece):
                    yield part
            self._end()
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(error)

    async def close(self) -> None:
        """Close the connection, unless all was read; the end of the ``async with`` block does."""
        self._is_read = True
        with suppress(Exception):  # how the connection ends is no part of the response
            await self._response.aclose()


@contextmanager
def send_streamed(client: SyncClient, call: Call[Any]) -> Generator[StreamedResponse]:
    """Send a call and yield its response unread; raises what `SyncClient._send` raises."""
    exchange = Exchange(call, client._settings, is_streamed=True)
    response = client._complete(exchange)
    exchange.log(str(response.status), response)
    streamed = StreamedResponse(exchange, response)
    try:
        yield streamed
    finally:
        streamed.close()


@asynccontextmanager
async def async_send_streamed(
    client: AsyncClient, call: Call[Any]
) -> AsyncGenerator[AsyncStreamedResponse]:
    """Send a call and yield its response unread; raises what `SyncClient._send` raises."""
    exchange = Exchange(call, client._settings, is_streamed=True)
    response = await client._complete(exchange)
    exchange.log(str(response.status), response)
    streamed = AsyncStreamedResponse(exchange, response)
    try:
        yield streamed
    finally:
        await streamed.close()


def streaming_method(
    build: Callable[P, Call[T]],
) -> Callable[Concatenate[Resource, P], AbstractContextManager[StreamedResponse]]:
    """Make a method that sends and waits, for a ``with`` block in which the response is read."""

    def method(
        self: Resource, /, *args: P.args, **kwargs: P.kwargs
    ) -> AbstractContextManager[StreamedResponse]:
        return send_streamed(self._client, build(*args, **kwargs))

    return described(
        method, build, "AbstractContextManager[StreamedResponse]", AbstractContextManager
    )


def async_streaming_method(
    build: Callable[P, Call[T]],
) -> Callable[Concatenate[AsyncResource, P], AbstractAsyncContextManager[AsyncStreamedResponse]]:
    """Make a method that sends, for an ``async with`` block in which the response is read."""

    def method(
        self: AsyncResource, /, *args: P.args, **kwargs: P.kwargs
    ) -> AbstractAsyncContextManager[AsyncStreamedResponse]:
        return async_send_streamed(self._client, build(*args, **kwargs))

    shown = "AbstractAsyncContextManager[AsyncStreamedResponse]"
    return described(method, build, shown, AbstractAsyncContextManager)
