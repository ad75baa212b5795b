# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""What `httpx.Client` sends through where the caller passes none.

httpcore's pool goes through all its connections for each request and, shared by threads, soon
stops reusing them. Here they are a stack, which has nothing to go through:

    idle    [ for longest ... used last ]   <- taken from and returned to this end
              closed when it was idle for too long

A connection is used again only when its response was read to the end and nothing came after it,
which would be taken for the response to the next request. After anything else it is closed.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from os import getpid
from threading import BoundedSemaphore
from time import monotonic
from typing import TYPE_CHECKING, Final, cast

import httpx

from .retries import Progress
from .settings import KEEPALIVE
from .tls import Tls

if TYPE_CHECKING:
    from .connection import Connection

MOST_CONNECTIONS: Final = 100  # to one server

Origin = tuple[bytes, bytes]
"""A scheme, and a host with its port."""


class Transport(httpx.BaseTransport):
    """The connections of a client, those of each process and of each server apart."""

    def __init__(self) -> None:
        """Connect nothing yet; raises what `Tls` raises."""
        self._tls = Tls()
        self._by_process: dict[tuple[int, Origin], _Connections] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the status and the headers of its response."""
        key = getpid(), origin_of(request.url)
        connections = self._by_process.get(key)
        if connections is None:  # no lock: see Tls
            connections = self._by_process.setdefault(key, _Connections(self._tls))
        return connections.send(request)

    def close(self) -> None:
        """Close this process's idle connections; one in use is closed when its response is."""
        for (process, _), connections in list(self._by_process.items()):  # threads may add some
            if process == getpid():
                connections.close()


class _Connections:
    """The connections of one process to one server."""

    def __init__(self, tls: Tls) -> None:
        self._tls = tls
        self._free = BoundedSemaphore(MOST_CONNECTIONS)
        self._idle: deque[Connection] = deque()
        self._is_closed = False

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send a request on a connection that is its own until the response is closed."""
        progress = progress_of(request)
        self._acquire(progress, request)
        connection = None
        try:
            connection = self._take(request)
            connection.progress = progress
            response = connection.handle_request(request)
        except BaseException:
            self.release(connection, is_usable=False)
            raise
        response.stream = _Body(cast("httpx.SyncByteStream", response.stream), self, connection)
        return response

    def _acquire(self, progress: Progress, request: httpx.Request) -> None:
        if self._free.acquire(blocking=False):
            return
        progress.stage = "connecting"
        timeout: float | None = request.extensions.get("timeout", {}).get("pool")
        if not self._free.acquire(timeout=progress.remaining(timeout)):
            raise httpx.PoolTimeout("no connection became free in time")
        progress.stage = None

    def _take(self, request: httpx.Request) -> "Connection":
        from .connection import Connection  # loads httpcore, as httpx does for its first request

        if self._is_closed:  # while this request waited
            raise httpx.ConnectError("the client was closed")
        self._close_idle(longer_than=KEEPALIVE)
        with suppress(IndexError):  # none is idle; another thread may take the last one
            while True:
                connection = self._idle.pop()
                if connection.is_usable():
                    return connection
                connection.close()
        return Connection(request.url, self._tls)

    def release(self, connection: "Connection | None", *, is_usable: bool) -> None:
        """Keep a connection for the next request, or close it."""
        try:
            if connection is None:
                return
            if is_usable and not self._is_closed and connection.is_clean():
                connection.idle_since = monotonic()
                self._idle.append(connection)
                if self._is_closed:  # by another thread, just now
                    self.close()
            else:
                connection.close()
        finally:
            self._free.release()

    def _close_idle(self, *, longer_than: float) -> None:
        with suppress(IndexError):  # as above
            while monotonic() - self._idle[0].idle_since > longer_than:
                self._idle.popleft().close()

    def close(self) -> None:
        """Close the idle connections."""
        self._is_closed = True
        self._close_idle(longer_than=-1)


def origin_of(url: httpx.URL) -> Origin:
    """Return which server a URL is of: operations may have servers of their own."""
    return url.raw_scheme, url.netloc


def progress_of(request: httpx.Request) -> Progress:
    """Return the progress of the attempt that a request belongs to."""
    found = request.extensions.get("progress")
    return found if isinstance(found, Progress) else Progress()


class _Body(httpx.SyncByteStream):
    """The body of a response; closing it releases the connection."""

    def __init__(
        self, stream: httpx.SyncByteStream, connections: _Connections, connection: "Connection"
    ) -> None:
        self._stream = stream
        self._connections = connections
        self._connection: Connection | None = connection
        self._is_read = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream
        self._is_read = True

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            is_closed = False
            try:
                self._stream.close()
                is_closed = True
            finally:
                self._connections.release(connection, is_usable=self._is_read and is_closed)
