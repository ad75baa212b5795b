# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The driver for asyncio: sends requests and reads responses."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self, TypeVar, cast

import httpx

from .async_transport import AsyncTransport
from .base_client import BaseClient, own_http, settled
from .credentials import Service
from .exchange import Exchange
from .operations import Call
from .raw_response import RawResponse
from .responses import BodyReader, Response

T = TypeVar("T")


class AsyncClient(BaseClient[httpx.AsyncClient]):
    """Sends calls and awaits their responses; many tasks may use it at once."""

    def __init__(
        self,
        service: Service,
        keys: Mapping[str, str | None],
        *,
        http_client: httpx.AsyncClient | None,
        **settings: Any,
    ) -> None:
        if not isinstance(http_client, httpx.AsyncClient | None):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
            raise TypeError(
                f"http_client must be an httpx.AsyncClient, not {type(http_client).__name__}"
            )
        http = http_client or own_http(httpx.AsyncClient, AsyncTransport)
        super().__init__(service, keys, http, owns_http=http_client is None, **settings)

    async def __aenter__(self) -> Self:
        """Close the client at the end of an ``async with`` block."""
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Close the client."""
        await self.close()

    async def close(self) -> None:
        """Close the connections of the client; calls under way finish, a custom client is kept."""
        self._is_closed = True
        if self._is_own_http and not self._is_copy:
            await self._http.aclose()

    async def _send(self, call: Call[T]) -> T:
        """Send a call and decode its response; raises what `SyncClient._send` raises."""
        exchange = Exchange(call, self._settings)
        return exchange.result(await self._complete(exchange))

    async def _send_raw(self, call: Call[T]) -> RawResponse[T]:
        """Send a call and return its response undecoded; raises what `_send` raises."""
        exchange = Exchange(call, self._settings)
        response = await self._complete(exchange)
        exchange.log(str(response.status), response)
        return RawResponse(exchange, response)

    async def _complete(self, exchange: Exchange[Any]) -> Response:
        """Attempt the exchange until there is a 2xx response, or it raises."""
        asyncio.get_running_loop()  # raises RuntimeError where there is no asyncio, before sending
        request = self._request(exchange)
        try:
            return await self._repeat(exchange, request)
        except asyncio.CancelledError:
            exchange.log("cancelled, its outcome unknown")
            raise

    async def _repeat(self, exchange: Exchange[Any], request: httpx.Request) -> Response:
        while True:
            progress = self._progress(request, exchange)
            response: Response | None = None
            failed: list[Exception] = []
            try:
                response = await self._attempt(exchange, request)
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
            await exchange.settings.clock.async_sleep(wait)
            if self._is_unusable():
                exchange.give_up()

    async def _attempt(self, exchange: Exchange[Any], request: httpx.Request) -> Response:
        exchange.log_headers(request.headers, sent=True)
        reader: BodyReader | None = None
        total = exchange.limits.total
        limit = asyncio.timeout(total)
        try:
            async with limit:
                response = await self._respond(exchange, request)
                exchange.log_headers(response.headers, sent=False)
                if exchange.is_streamed and response.is_success:
                    return Response(response.status_code, response.headers, b"", unread=response)
                reader = BodyReader(response, exchange.settings.max_response_size)
                await _read(response, reader)
        except TimeoutError:
            if not limit.expired():  # the transport's own
                raise
            error = httpx.ReadTimeout(f"the attempt took longer than {total} seconds")
            if reader is None:
                raise error from None
            reader.break_off(error)
        return reader.response()

    async def _respond(self, exchange: Exchange[Any], request: httpx.Request) -> httpx.Response:
        try:
            return await self._http.send(
                request, stream=True, auth=exchange.auth, follow_redirects=False
            )
        except (httpx.RequestError, httpx.HTTPStatusError) as error:
            return settled(error, request)


async def _read(response: httpx.Response, reader: BodyReader) -> None:
    try:
        if response.is_stream_consumed:  # by a hook; some transports return it whole
            reader.feed(response.content)
            return
        async for chunk in cast("httpx.AsyncByteStream", response.stream):
            if not reader.feed(chunk):
                break
    except Exception as error:  # noqa: BLE001 - a transport may raise anything
        reader.break_off(error)
    finally:
        with suppress(Exception):  # how the connection ends is no part of the response
            await response.aclose()
