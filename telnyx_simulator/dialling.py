"""The client's side of a WebSocket: a server is dialled, texts go out and come in.

picows does the protocol: it calls back where others wake a task, which halves the time that a frame
takes when hundreds of calls stream at once.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from picows import (
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSParsedURL,
    WSTransport,
    ws_connect,  # pyright: ignore[reportUnknownVariableType] - its **kwargs have no type
)

_LARGEST: Final = 8 * 2**20
"""Bytes of a message: thirty seconds in any codec, and to spare."""

OK: Final = 1000
GOING_AWAY: Final = 1001
NO_CODE: Final = 1005
"""What RFC 6455 calls a closing handshake without a code, which is what ``close()`` sends in
browsers and in Node."""

_LOST: Final = 1006
"""The same for a connection that is lost without a closing handshake."""


class Socket(WSListener):
    """A connection to a server.

    Attributes:
        closed: Done when the connection is lost; its exception is that of ``listen``'s function.
        close_code: Why it was closed: 1006, unless somebody said so.
        is_blocked: Whether nothing more can be written, because the server reads nothing.
    """

    def __init__(self) -> None:
        """Prepare; ``dial`` connects."""
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.close_code = _LOST
        self.is_blocked = False
        self._unread = 0
        self._connection: socket.socket | None = None
        self._transport: WSTransport | None = None
        self._error: Exception | None = None
        self._parts = bytearray()
        self._is_text = True
        self._early: list[str | bytes] = []
        self._receive: Callable[[str | bytes], None] = self._early.append
        self._resume: Callable[[], None] = lambda: None

    async def dial(self, url: str, seconds: float) -> None:
        """Open the connection, in so many seconds.

        Raises:
            TimeoutError: The server did not respond in time.
            WSError: It refused the handshake.
            OSError: It could not be reached.
            ValueError: The address is none.
        """
        try:
            async with asyncio.timeout(seconds):
                await ws_connect(
                    lambda: self,
                    url,
                    max_frame_size=_LARGEST,
                    websocket_handshake_timeout=None,
                    socket_factory=self._connect,
                )
        except BaseException:
            self._shut_down()
            raise

    async def _connect(self, url: WSParsedURL) -> socket.socket:
        """Connect to the first address that responds.

        It is done here, so that the connection can be closed when the handshake is cancelled.
        """
        loop = asyncio.get_running_loop()
        problem: OSError | None = None
        for family, kind, protocol, _, address in await loop.getaddrinfo(
            url.host, url.port, type=socket.SOCK_STREAM
        ):
            self._connection = socket.socket(family, kind, protocol)
            self._connection.setblocking(False)  # noqa: FBT003 - its only form
            try:
                await loop.sock_connect(self._connection, address)
            except OSError as error:
                problem = error
                self._connection.close()
            except BaseException:
                self._connection.close()
                raise
            else:
                return self._connection
        raise problem or OSError(f"{url.host} has no address")

    def listen(self, receive: Callable[[str | bytes], None], resume: Callable[[], None]) -> None:
        """Say what is called with each message, and what when it is not blocked any more."""
        self._receive, self._resume = receive, resume
        for message in self._early:
            receive(message)

    def send(self, text: str) -> bool:
        """Send a message; return False, and send nothing, if the connection is closed.

        It is broken off once 8 MiB wait for a server that goes on to send and reads nothing.
        """
        transport = self._transport
        if transport is None or transport.is_disconnected or transport.is_close_frame_sent:
            return False
        if self.is_blocked:
            self._unread += len(text)
            if self._unread > _LARGEST:
                self.drop()
                return False
        transport.send(WSMsgType.TEXT, text)
        return True

    def drop(self) -> None:
        """Break the connection off, without a closing handshake."""
        if self._transport:
            self._transport.disconnect(graceful=False)

    async def close(self, seconds: float) -> None:
        """Close it in order, or break it off if that takes more than so many seconds."""
        if self._transport and not self.closed.done():
            self._transport.send_close(WSCloseCode.OK)
            try:
                await asyncio.wait({self.closed}, timeout=seconds)
            finally:  # also if this is cancelled
                self.drop()
                await asyncio.wait({self.closed}, timeout=seconds)

    def _shut_down(self) -> None:
        if self._connection:
            with suppress(OSError):  # it is closed already
                self._connection.shutdown(socket.SHUT_RDWR)

    # What picows calls.

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Keep the transport."""
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Pass a message on, once all of its frames are there; close as the server does."""
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            payload = frame.get_payload_as_bytes()
            self.close_code = int.from_bytes(payload[:2]) if payload else NO_CODE
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()
        elif kind == WSMsgType.TEXT and frame.fin:
            self._pass_on(frame.get_payload_as_bytes(), is_text=True)
        elif kind in {WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION}:
            if kind != WSMsgType.CONTINUATION:
                self._is_text = kind == WSMsgType.TEXT
            self._parts += frame.get_payload_as_bytes()
            if len(self._parts) > _LARGEST:
                self._fail(WSCloseCode.MESSAGE_TOO_BIG)
            elif frame.fin:
                message = bytes(self._parts)
                self._parts.clear()
                self._pass_on(message, is_text=self._is_text)

    def _pass_on(self, message: bytes, *, is_text: bool) -> None:
        try:
            decoded = message.decode() if is_text else message
        except UnicodeDecodeError:
            self._fail(WSCloseCode.INVALID_TEXT)
            return
        try:
            self._receive(decoded)
        except Exception as error:  # noqa: BLE001 - it is raised by whoever waits for the end
            self._error = error
            self.drop()

    def _fail(self, code: WSCloseCode) -> None:
        """Close the connection because of what came."""
        self.close_code = code.value
        if self._transport:
            self._transport.send_close(code)
            self._transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Tell those who wait for it."""
        if self.close_code == _LOST and transport.is_close_frame_sent:  # picows found a mistake
            sent = transport.close_handshake.sent
            self.close_code = sent.code.value if sent else _LOST
        if self._error:
            self.closed.set_exception(self._error)
        else:
            self.closed.set_result(None)

    def pause_writing(self) -> None:
        """Note that the buffer is full."""
        self.is_blocked = True

    def resume_writing(self) -> None:
        """Go on."""
        self.is_blocked = False
        self._unread = 0
        self._resume()
