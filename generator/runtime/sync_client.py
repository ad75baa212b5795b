# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The driver for threads: sends requests and reads responses."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self, TypeVar, cast

import httpx

from .base_client import BaseClient, own_http, settled
from .credentials import Service
from .exchange import Exchange
from .operations import Call
from .raw_response import RawResponse
from .responses import BodyReader, Response
from .retries import Progress
from .transport import Transport

T = TypeVar("T")


class SyncClient(BaseClient[httpx.Client]):
    """Sends calls and waits for their responses; may be used from many threads."""

    def __init__(
        self,
        service: Service,
        keys: Mapping[str, str | None],
        *,
        http_client: httpx.Client | None,
        **settings: Any,
    ) -> None:
        if not isinstance(http_client, httpx.Client | None):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
            raise TypeError(
                f"http_client must be an httpx.Client, not {type(http_client).__name__}"
            )
        http = http_client or own_http(httpx.Client, Transport)
        super().__init__(service, keys, http, owns_http=http_client is None, **settings)

    def __enter__(self) -> Self:
        """Close the client at the end of a ``with`` block."""
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Close the client."""
        self.close()

    def close(self) -> None:
        """Close the connections of the client; calls under way finish, a custom client is kept."""
        self._is_closed = True
        if self._is_own_http and not self._is_copy:
            self._http.close()

    def _send(self, call: Call[T]) -> T:
        """Send a call and decode its response.

        Raises:
            APIError: It failed; ``may_have_executed`` is whether it may have had an effect.
            RuntimeError: The client is closed.
            TypeError: An argument has no form on the wire.
            ValueError: An argument cannot be sent as it is.
        """
        exchange = Exchange(call, self._settings)
        return exchange.result(self._complete(exchange))

    def _send_raw(self, call: Call[T]) -> RawResponse[T]:
        """Send a call and return its response undecoded; raises what `_send` raises."""
        exchange = Exchange(call, self._settings)
        response = self._complete(exchange)
        exchange.log(str(response.status), response)
        return RawResponse(exchange, response)

    def _complete(self, exchange: Exchange[Any]) -> Response:
        """Attempt the exchange until there is a 2xx response, or it raises."""
        request = self._request(exchange)
        while True:
            progress = self._progress(request, exchange)
            response: Response | None = None
            failed: list[Exception] = []
            try:
                response = self._attempt(exchange, request, progress)
            except Exception as error:  # noqa: BLE001 - a transport may raise anything
                failed.append(error)
            if response is None:
                # Taken out, and not handled above: its text may hold the key, and what is raised
                # now has no context, nor frames in which it can be seen.
                wait = self._after_error(failed.pop(), progress, exchange)
            elif response.is_success:
                return response
            else:
                wait = exchange.after_response(response)
            exchange.settings.clock.sleep(wait)
            if self._is_unusable():
                exchange.give_up()

    def _attempt(
        self, exchange: Exchange[Any], request: httpx.Request, progress: Progress
    ) -> Response:
        exchange.log_headers(request.headers, sent=True)
        try:
            response = self._http.send(
                request, stream=True, auth=exchange.auth, follow_redirects=False
            )
        except (httpx.RequestError, httpx.HTTPStatusError) as error:
            response = settled(error, request)
        exchange.log_headers(response.headers, sent=False)
        if exchange.is_streamed and response.is_success:
            progress.deadline = None
            return Response(response.status_code, response.headers, b"", unread=response)
        reader = BodyReader(response, exchange.settings.max_response_size)
        try:
            # A hook may have read it, and some transports return it whole.
            stream = cast("httpx.SyncByteStream", response.stream)
            for chunk in [response.content] if response.is_stream_consumed else stream:
                if not reader.feed(chunk):
                    break
                exchange.check_deadline(progress)
        except Exception as error:  # noqa: BLE001 - as above
            reader.break_off(error)
        finally:
            with suppress(Exception):  # how the connection ends is no part of the response
                response.close()
        return reader.response()
