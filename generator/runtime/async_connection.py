# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""One connection of an async client: asyncio only; what it is made of and why, see `connection`."""

import asyncio
import select
import ssl
from contextlib import suppress
from typing import Any

import httpcore
import httpx

from .connection import MOST_UNSENT, SocketOptions, is_clean, origin_of
from .retries import Progress
from .settings import KEEPALIVE
from .tls import Tls

_MOST_UNREAD = 2**18  # bytes; what nobody reads is left on the network


class Connection(httpx.AsyncHTTPTransport):
    """A connection to the host of a URL; it is connected by its first request."""

    def __init__(self, url: httpx.URL, tls: Tls) -> None:
        self.progress = Progress()
        self.idle_since = 0.0
        self.stream: _Stream | None = None
        self._only = httpcore.AsyncHTTPConnection(
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
        has_more = self.stream is not None and self.stream.has_unread
        return is_clean(self._only) and not has_more


class _Backend(httpcore.AsyncNetworkBackend):
    """Opens the socket of one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self._connection.progress.stage = "connecting"
        stream = self._connection.stream = _Stream(self._connection)
        local = None if local_address is None else (local_address, 0)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                await loop.create_connection(lambda: stream, host, port, local_addr=local)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"connecting took longer than {timeout} s") from None
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for option in socket_options or ():
            stream.get_extra_info("socket").setsockopt(*option)
        return stream


class _Stream(httpcore.AsyncNetworkStream, asyncio.Protocol):
    """A socket of asyncio's; all that arrives is seen, also while nobody reads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._transport: Any = None
        self._unread = bytearray()
        self._unsent = b""
        self._has_ended = False
        self._is_paused = False
        self._error: Exception | None = None
        self._readable = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    @property
    def has_unread(self) -> bool:
        """Whether bytes, or the end, came that nobody has read."""
        return bool(self._unread) or self._has_ended

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._unread += data
        self._readable.set()
        if len(self._unread) > _MOST_UNREAD and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()

    def eof_received(self) -> None:
        self._has_ended = True
        self._readable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._has_ended = True
        self._error = exc
        self._readable.set()
        self._writable.set()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._unsent:
            with suppress(httpcore.WriteError):  # there may be a response all the same
                await self._flush(timeout)
        if not self.has_unread:
            self._readable.clear()
            try:
                async with asyncio.timeout(timeout):
                    await self._readable.wait()
            except TimeoutError:
                raise httpcore.ReadTimeout(f"nothing arrived for {timeout} s") from None
        data = bytes(self._unread[:max_bytes])
        del self._unread[:max_bytes]
        if not data and self._error is not None:
            raise httpcore.ReadError(str(self._error)) from self._error
        if self._is_paused and not self._has_ended:
            self._is_paused = False
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._unsent += buffer
        if len(self._unsent) > MOST_UNSENT:
            await self._flush(timeout)

    async def _flush(self, timeout: float | None) -> None:
        unsent, self._unsent = self._unsent, b""
        self._connection.progress.stage = "sending"
        if self._transport.is_closing():
            raise httpcore.WriteError("the server closed the connection")
        self._transport.write(unsent)
        if not self._writable.is_set():
            try:
                async with asyncio.timeout(timeout):
                    await self._writable.wait()
            except TimeoutError:
                raise httpcore.WriteTimeout(f"nothing could be sent for {timeout} s") from None

    async def aclose(self) -> None:
        self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        plain = self._transport
        try:
            async with asyncio.timeout(timeout):
                self._transport = await loop.start_tls(
                    plain, self, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError:
            plain.abort()
            raise httpcore.ConnectTimeout(f"the TLS handshake took over {timeout} s") from None
        except OSError as error:  # as those of ssl are
            plain.abort()
            raise httpcore.ConnectError(str(error)) from error
        except BaseException:
            plain.abort()
            raise
        if self._transport is None:  # lost at the end of the handshake
            raise httpcore.ConnectError("the server closed the connection")
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return self.has_unread or self._transport.is_closing() or self._has_bytes_to_come()
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._transport.get_extra_info(names.get(info, info))

    def _has_bytes_to_come(self) -> bool:
        """Return whether the operating system has something that the loop has not fetched yet."""
        descriptor = self._transport.get_extra_info("socket").fileno()
        if hasattr(select, "poll"):  # unlike select(), for descriptors beyond 1,024 as well
            poll = select.poll()
            poll.register(descriptor, select.POLLIN)
            return bool(poll.poll(0))
        return bool(select.select([descriptor], [], [], 0)[0])
