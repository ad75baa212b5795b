"""The driver for threads: sends requests and reads answers."""

from contextlib import suppress
from os import getpid
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


class OwnPool:
    """Connections of our own, made at the first call; one set for each process.

    Requests go to httpx's transport directly: redirects, cookies, hooks and auth flows, which
    `httpx.Client` adds around it, are not wanted here. Where the environment names a proxy,
    httpx's client does the choosing.
    """

    sets_timeout = False

    def __init__(self) -> None:
        """Connect nothing yet."""
        self.is_closed = False
        self._by_process: dict[int, httpx.HTTPTransport | httpx.Client] = {}

    def write(self, exchange: Exchange[Any]) -> httpx.Request:
        """Make the request just as the exchange wants it."""
        return httpx.Request(
            exchange.method,
            exchange.url,
            headers=exchange.headers,
            content=exchange.content,
            extensions={"timeout": exchange.limits.phases},
        )

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        process = getpid()
        # No lock: one that is held during a fork stays locked in the child for ever.
        connections = self._by_process.get(process)
        if connections is None:
            connections = self._by_process.setdefault(process, self._connect())
        if isinstance(connections, httpx.HTTPTransport):
            return connections.handle_request(request)
        return connections.send(request, **AS_IT_IS)

    def _connect(self) -> httpx.HTTPTransport | httpx.Client:
        if getproxies():
            return httpx.Client(limits=POOL_LIMITS)
        return httpx.HTTPTransport(limits=POOL_LIMITS)

    def close(self) -> None:
        """Close this process's connections; those of a parent process stay open for it."""
        self.is_closed = True
        connections = self._by_process.pop(getpid(), None)
        if connections is not None:
            connections.close()


class LentPool:
    """A caller's own `httpx.Client`, with its headers, cookies, proxies, hooks and timeout."""

    sets_timeout = True

    def __init__(self, client: httpx.Client) -> None:
        """Use a client that stays the caller's."""
        if not isinstance(client, httpx.Client):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
            raise TypeError(f"http_client must be an httpx.Client, not {type(client).__name__}")
        self._client = client
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

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        try:
            return self._client.send(request, **AS_IT_IS)
        except httpx.HTTPStatusError as error:  # raised by a hook of the caller's
            return error.response

    def close(self) -> None:
        """Leave the client to the caller."""
        self._is_closed = True


def pool(http_client: httpx.Client | None) -> OwnPool | LentPool:
    """Choose where connections come from."""
    return OwnPool() if http_client is None else LentPool(http_client)


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

    def send_raw(self, call: Call[T]) -> RawResponse[T]:
        """Send a call and give its answer undecoded; raises what `send` raises."""
        exchange = Exchange(call, self._config)
        answer = self._complete(exchange)
        exchange.log(str(answer.status), answer.request_id)
        return RawResponse(exchange, answer)

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
        reader = AnswerReader(response, self._config.max_response_size)
        try:
            # A hook of the caller's may have read it, and some transports give it whole.
            for chunk in [response.content] if response.is_stream_consumed else response.iter_raw():
                if not reader.feed(chunk):
                    break
                exchange.check(deadline)
        except Exception as error:  # noqa: BLE001 - as above
            reader.broken_off(error)
        finally:
            with suppress(Exception):  # how the connection ends is no part of the answer
                response.close()
        return reader.answer()
