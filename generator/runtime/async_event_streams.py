# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Responses of one item after another, for ``async for``: see `event_streams`."""

# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false
# (a stream is a part of its client)

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast

from .async_client import AsyncClient
from .event_formats import EventFormats
from .event_streams import Reading, last_event_of, opened, shown
from .exchange import Exchange
from .framing import Framing, ServerSentEvent
from .operations import Call
from .redaction import PACKAGE
from .resources import AsyncResource, described
from .streaming import AsyncStreamedResponse

P = ParamSpec("P")
T = TypeVar("T")


class _AsyncSource(Generic[T]):
    def __init__(self, client: AsyncClient, reading: Reading[T]) -> None:
        self.reading = reading
        self.response: AsyncStreamedResponse | None = None
        self.framing: Framing
        self._client = client

    async def open(self) -> AsyncStreamedResponse:
        if self.response is None:
            response = await self._client._complete(self.reading.exchange)
            self.framing = self.reading.begin(response)
            self.response = AsyncStreamedResponse(self.reading.exchange, response)
        return self.response

    async def close(self) -> None:
        if self.response is not None:
            await self.response.close()


async def _async_items(source: _AsyncSource[T]) -> AsyncGenerator[T]:
    try:
        response = await source.open()
        async with aclosing(cast("AsyncGenerator[bytes]", response.iter_bytes())) as pieces:
            async for piece in pieces:
                for item in source.reading.items(source.framing.feed(piece)):
                    yield item
                if source.framing.is_done:
                    return
            for item in source.reading.items(source.framing.end()):
                yield item
    finally:
        await source.close()


class AsyncEventStream(Generic[T]):
    """The same as `EventStream`, for ``async for`` and ``async with``."""

    __module__ = PACKAGE

    def __init__(self, client: AsyncClient, call: Call[Any], formats: EventFormats[T]) -> None:
        """Check the arguments of a call."""
        exchange = Exchange(formats.asked_for(call), client._settings, is_streamed=True)
        self._source = _AsyncSource(client, Reading(exchange, formats))
        self._items = _async_items(self._source)

    def __repr__(self) -> str:
        """Show the operation."""
        return f"<{type(self).__name__} {self._source.reading.exchange.operation}>"

    def __aiter__(self) -> Self:
        """Return itself."""
        return self

    async def __anext__(self) -> T:
        """Wait for the next item; the first one sends the request."""
        return await anext(self._items)

    async def __aenter__(self) -> Self:
        """Send the request, and close the stream at the end of an ``async with`` block."""
        await self._source.open()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Close the stream."""
        await self.close()

    @property
    def response(self) -> AsyncStreamedResponse:
        """The response; raises what `EventStream.response` raises."""
        return opened(self._source.response)

    @property
    def last_event(self) -> ServerSentEvent | None:
        """The event that the last item came from; None before, and where items are no events."""
        return last_event_of(self._source.reading)

    async def close(self) -> None:
        """Close the connection, unless all was read; there are no more items."""
        with suppress(RuntimeError):  # another task waits for the next item
            await self._items.aclose()
        await self._source.close()


def async_event_stream_method(
    build: Callable[P, Call[Any]], formats: Callable[[], EventFormats[T]]
) -> Callable[Concatenate[AsyncResource, P], AsyncEventStream[T]]:
    """Make a method that returns the items of a response as they arrive, for ``async for``."""

    def method(self: AsyncResource, /, *args: P.args, **kwargs: P.kwargs) -> AsyncEventStream[T]:
        return AsyncEventStream(self._client, build(*args, **kwargs), formats())

    return described(method, build, shown("AsyncEventStream", formats), AsyncEventStream)
