# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Responses of one item after another: what operations with event streams return.

The arguments are checked when the method is called. The request is sent when the first item is
wanted, or the ``with`` block begins, so that nothing is open before somebody reads it:

    for item in client.jobs.watch(...):         to its end; whoever leaves the loop hangs up
    with client.jobs.watch(...) as stream:      hangs up at the end of the block
"""

# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false
# (a stream is a part of its client)

import inspect
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar

import httpx

from .event_formats import EventFormats
from .exchange import Exchange
from .framing import Framing, ItemError, ServerSentEvent
from .operations import Call
from .redaction import PACKAGE
from .resources import Resource, described
from .responses import Response
from .streaming import AsyncStreamedResponse, StreamedResponse
from .sync_client import SyncClient

P = ParamSpec("P")
T = TypeVar("T")


class Reading(Generic[T]):
    """One call, and the items of its response; nothing here does I/O."""

    def __init__(self, exchange: Exchange[T], formats: EventFormats[T]) -> None:
        """Begin with a call that has not been sent."""
        self.exchange = exchange
        self.framing: Framing | None = None
        self._formats = formats
        self._response: Response

    def begin(self, response: Response) -> Framing:
        """Begin to read a 2xx response."""
        self.exchange.log(str(response.status), response)
        self._response = response._replace(unread=None)
        limit = self.exchange.settings.max_response_size
        self.framing = self._formats.framing(response, limit)
        return self.framing

    def items(self, texts: Iterator[bytes]) -> Iterator[T]:
        """Decode items.

        Raises:
            APIConnectionError: The last one is not all there.
            APIResponseValidationError: One is too large, or not what the spec says.
        """
        try:
            for text in texts:
                yield self.exchange.decode(self._response._replace(body=text))
        except ItemError as error:
            self.exchange.decode(self._response._replace(body=error.body, problem=str(error)))
        except httpx.RemoteProtocolError as error:
            self.exchange.may_have_executed = True
            failed = self.exchange.connection_error(error)
            raise failed from failed.__cause__


class _Source(Generic[T]):
    """The response that items are read from.

    It does not know the stream that callers hold, so that this one ends when they let go of it.
    """

    def __init__(self, client: SyncClient, reading: Reading[T]) -> None:
        self.reading = reading
        self.response: StreamedResponse | None = None
        self.framing: Framing
        self._client = client

    def open(self) -> StreamedResponse:
        if self.response is None:
            response = self._client._complete(self.reading.exchange)
            self.framing = self.reading.begin(response)
            self.response = StreamedResponse(self.reading.exchange, response)
        return self.response

    def close(self) -> None:
        if self.response is not None:
            self.response.close()


def _items(source: _Source[T]) -> Generator[T]:
    try:
        for piece in source.open().iter_bytes():
            yield from source.reading.items(source.framing.feed(piece))
            if source.framing.is_done:
                return
        yield from source.reading.items(source.framing.end())
    finally:
        source.close()


class EventStream(Generic[T]):
    """The items of a response, one after another as they arrive; an iterator and a context manager.

    What ends it hangs up: its last item, an error, the end of its ``with`` block, `close`, and
    letting go of it. It does not connect again: `last_event` has what to go on from.

    Iterating, and entering the block, raise what a call raises. An item that is not what the spec
    says stays as it arrived; in a strict client, it is an `APIResponseValidationError`. So is an
    item that is larger than ``max_response_size``. Breaking off is an `APIConnectionError`.
    """

    __module__ = PACKAGE

    def __init__(self, client: SyncClient, call: Call[Any], formats: EventFormats[T]) -> None:
        """Check the arguments of a call."""
        exchange = Exchange(formats.asked_for(call), client._settings, is_streamed=True)
        self._source = _Source(client, Reading(exchange, formats))
        self._items = _items(self._source)

    def __repr__(self) -> str:
        """Show the operation."""
        return f"<{type(self).__name__} {self._source.reading.exchange.operation}>"

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> T:
        """Wait for the next item; the first one sends the request."""
        return next(self._items)

    def __enter__(self) -> Self:
        """Send the request, and close the stream at the end of a ``with`` block."""
        self._source.open()
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Close the stream."""
        self.close()

    @property
    def response(self) -> StreamedResponse:
        """The response: its status, headers and request id.

        Raises:
            RuntimeError: There is none yet.
        """
        return opened(self._source.response)

    @property
    def last_event(self) -> ServerSentEvent | None:
        """The event that the last item came from; None before, and where items are no events."""
        return last_event_of(self._source.reading)

    def close(self) -> None:
        """Close the connection, unless all was read; there are no more items."""
        with suppress(ValueError):  # another thread waits for the next item
            self._items.close()
        self._source.close()


ResponseT = TypeVar("ResponseT", StreamedResponse, AsyncStreamedResponse)


def opened(response: ResponseT | None) -> ResponseT:
    """Return a response, if there is one."""
    if response is None:
        raise RuntimeError("nothing was sent yet: ask for the first item, or enter the block")
    return response


def last_event_of(reading: Reading[Any]) -> ServerSentEvent | None:
    """Return the event that the last item came from."""
    return reading.framing.last_event if reading.framing else None


def event_stream_method(
    build: Callable[P, Call[Any]], formats: Callable[[], EventFormats[T]]
) -> Callable[Concatenate[Resource, P], EventStream[T]]:
    """Make a method that returns the items of a response as they arrive."""

    def method(self: Resource, /, *args: P.args, **kwargs: P.kwargs) -> EventStream[T]:
        return EventStream(self._client, build(*args, **kwargs), formats())

    return described(method, build, shown("EventStream", formats), EventStream)


def shown(stream: str, formats: Callable[[], Any]) -> str:
    """Write what a method returns, for help(): from ``EventFormats[Item]`` to ``Stream[Item]``."""
    annotation = str(inspect.signature(formats).return_annotation)
    found = annotation.replace("EventFormats", stream, 1)
    return found.replace("{", "{{").replace("}", "}}")
