# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""One connection of a sync client: httpx's transport around a single connection of httpcore.

It is made of their own classes, so that what mocks or traces those sees our requests. Below them
is a socket of ours, which knows the deadline of the attempt and notes in its `Progress` when
sending begins. A request reaches the server only through this socket: that is the evidence by
which `retries` knows what was never sent.
"""

import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore
import httpx

from .retries import Progress
from .settings import KEEPALIVE
from .tls import Tls

SocketOptions = Iterable[Any]
MOST_UNSENT = 2**16  # bytes that are held back until the request is complete


class Connection(httpx.HTTPTransport):
    """A connection to the host of a URL; it is connected by its first request."""

    def __init__(self, url: httpx.URL, tls: Tls) -> None:
        self.progress = Progress()
        self.idle_since = 0.0
        self._only = httpcore.HTTPConnection(
            origin_of(url),
            ssl_context=tls.context() if url.scheme == "https" else None,
            keepalive_expiry=KEEPALIVE,
            network_backend=_Backend(self),
        )
        self._pool = self._only  # type: ignore[assignment]  # has all that httpx calls on a pool

    def is_usable(self) -> bool:
        """Return whether nothing has happened to it while it was idle."""
        return not (self._only.is_closed() or self._only.has_expired())

    def is_clean(self) -> bool:
        """Return whether the last response is all that came."""
        return is_clean(self._only)


def origin_of(url: httpx.URL) -> httpcore.Origin:
    """Return where to connect to."""
    port = url.port or (443 if url.scheme == "https" else 80)
    return httpcore.Origin(url.raw_scheme, url.raw_host, port)


def is_clean(connection: Any) -> bool:
    """Return whether a connection is idle and nothing came after the response it read last.

    httpcore has no public way to see what is left over. Where this one is gone, no connection is
    used again.
    """
    try:
        state = connection._connection._h11_state  # noqa: SLF001 - there is no public way
        return connection.is_idle() and not state.trailing_data[0]
    except AttributeError:
        return False


class _Backend(httpcore.NetworkBackend):
    """Opens the socket of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        progress = self._connection.progress
        progress.stage = "connecting"
        left = _left(progress, timeout, httpcore.ConnectTimeout)
        stream = self._sockets.connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(stream, self._connection)


class _Stream(httpcore.NetworkStream):
    """A socket of httpcore's; each operation ends with the attempt at the latest."""

    def __init__(self, stream: httpcore.NetworkStream, connection: Connection) -> None:
        self._stream = stream
        self._connection = connection
        self._unsent = b""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._unsent:
            with suppress(httpcore.WriteError):  # there may be a response all the same
                self._flush(timeout)
        left = _left(self._connection.progress, timeout, httpcore.ReadTimeout)
        return self._stream.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # httpcore writes head and body apart; sent together they are one packet and one call.
        self._unsent += buffer
        if len(self._unsent) > MOST_UNSENT:
            self._flush(timeout)

    def _flush(self, timeout: float | None) -> None:
        progress = self._connection.progress
        left = _left(progress, timeout, httpcore.WriteTimeout)
        unsent, self._unsent = self._unsent, b""
        progress.stage = "sending"
        self._stream.write(unsent, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._connection.progress, timeout, httpcore.ConnectTimeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _Stream(stream, self._connection)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(progress: Progress, timeout: float | None, error: type[Exception]) -> float | None:
    """Return how many seconds there are; raise where there are none."""
    left = progress.remaining(timeout)
    if left == 0:  # which would make the socket non-blocking
        raise error("the attempt took too long")
    return left
