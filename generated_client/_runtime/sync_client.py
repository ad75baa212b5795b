"""The driver for threads: sends requests and reads answers."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import httpx

from .answers import Answer, AnswerReader
from .base_client import BaseClient
from .calls import Call
from .exchange import Exchange
from .pools import LentPool, OwnPool

if TYPE_CHECKING:
    from .raw_response import RawResponse
    from .streaming import StreamedResponse

T = TypeVar("T")


class SyncClient(BaseClient[OwnPool | LentPool]):
    """Sends calls and waits for their answers; may be used from many threads."""

    def __enter__(self) -> Self:
        """Close the client at the end of a ``with`` block."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the client."""
        self.close()

    def close(self) -> None:
        """Close the connections that the client made; an ``http_client`` stays as it is."""
        self._is_closed = True
        if self._owns_pool:
            self._pool.close()

    def send(self, call: Call[T]) -> T:
        """Send a call and decode its answer.

        Raises:
            APIError: It failed; ``may_have_executed`` tells whether it may have had an effect.
            RuntimeError: The client is closed.
            TypeError: An argument has no form on the wire.
            ValueError: An argument cannot be sent as it is.
        """
        exchange = Exchange(call, self._config)
        return exchange.result(self._complete(exchange))

    def send_raw(self, call: Call[T]) -> "RawResponse[T]":
        """Send a call and give its answer undecoded; raises what `send` raises."""
        exchange = Exchange(call, self._config)
        answer = self._complete(exchange)
        exchange.log(str(answer.status), answer.request_id)
        from .raw_response import RawResponse

        return RawResponse(exchange, answer)

    @contextmanager
    def send_streamed(self, call: Call[Any]) -> "Generator[StreamedResponse]":
        """Send a call and give its answer unread; raises what `send` raises."""
        exchange = Exchange(call, self._config, is_streamed=True)
        answer = self._complete(exchange)
        exchange.log(str(answer.status), answer.request_id)
        from .streaming import StreamedResponse

        response = StreamedResponse(exchange, answer)
        try:
            yield response
        finally:
            response.close()

    def _complete(self, exchange: Exchange[T]) -> Answer:
        """Attempt the exchange until there is an answer of success, or it raises."""
        self._check_open()
        request = self._pool.write(exchange)
        while True:
            try:
                answer = self._attempt(exchange, request)
            except Exception as error:  # noqa: BLE001 - a transport may raise whatever it likes
                wait = exchange.after_failure(error)
            else:
                if answer.is_success:
                    return answer
                wait = exchange.after_status(answer)
            self._config.clock.sleep(wait)
            self._check_open()

    def _attempt(self, exchange: Exchange[T], request: httpx.Request) -> Answer:
        exchange.log_headers(request.headers, sent=True)
        deadline = exchange.deadline()
        response = self._pool.send(request)
        exchange.log_headers(response.headers, sent=False)
        if exchange.is_streamed and response.is_success:
            return Answer(response.status_code, response.headers, b"", unread=response)
        reader = AnswerReader(response, self._config.max_response_size)
        try:
            # A hook of the caller's may have read it, and some transports give it whole.
            stream = cast("httpx.SyncByteStream", response.stream)
            for chunk in [response.content] if response.is_stream_consumed else stream:
                if not reader.feed(chunk):
                    break
                exchange.check(deadline)
        except Exception as error:  # noqa: BLE001 - as above
            reader.broken_off(error)
        finally:
            with suppress(Exception):  # how the connection ends is no part of the answer
                response.close()
        return reader.answer()
