"""The socket that is dialled: messages in parts, and the ends that it may come to."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from socket import AF_INET

import pytest
import trustme
from picows import WSError
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from telnyx_simulator.dialling import Socket

Serve = Callable[[ServerConnection], Awaitable[None]]


async def dialled(handler: Serve) -> tuple[list[str | bytes], Socket]:
    """Dial a server, and wait until it ends the connection; return what came."""
    messages: list[str | bytes] = []
    async with serve(handler, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        socket = Socket()
        await socket.dial(f"ws://127.0.0.1:{port}/", 20)
        socket.listen(messages.append, lambda: None)
        await socket.closed
    return messages, socket


def test_a_message_may_come_in_parts() -> None:
    """Its frames are put together, for text and for bytes."""

    async def handler(connection: ServerConnection) -> None:
        await connection.send(["ein ", "Gruß"])
        await connection.send([b"\x00", b"\x01"])
        await connection.send("whole")

    messages, _ = asyncio.run(dialled(handler))
    assert messages == ["ein Gruß", b"\x00\x01", "whole"]


@pytest.mark.parametrize(
    ("code", "seen"), [(1000, 1000), (1001, 1001), (1011, 1011), (4000, 4000), (None, 1005)]
)
def test_the_code_with_which_a_server_closes(code: int | None, seen: int) -> None:
    """Codes of applications are kept, and no code is not the same as a lost connection."""

    async def handler(connection: ServerConnection) -> None:
        if code is None:
            connection.protocol.send_close()
            connection.transport.write(b"".join(connection.protocol.data_to_send()))
            await connection.wait_closed()
        else:
            await connection.close(code)

    assert asyncio.run(dialled(handler))[1].close_code == seen


def test_a_connection_that_breaks() -> None:
    """Nobody says why: 1006."""

    async def handler(connection: ServerConnection) -> None:
        connection.transport.abort()

    assert asyncio.run(dialled(handler))[1].close_code == 1006


@pytest.mark.parametrize(
    ("message", "code"),
    [([b"\xff"], 1007), (["x" * 2**23, "y"], 1009), (["x" * (2**23 + 1)], 1009)],
    ids=["not UTF-8", "too long", "too long, in one frame"],
)
def test_messages_that_cannot_be_taken(message: list[str | bytes], code: int) -> None:
    """The server is told why, and the connection closed."""
    told: list[int | None] = []

    async def handler(connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):  # in the middle of a long one
            if isinstance(message[0], bytes):
                await connection.send(message[0], text=True)
            else:
                await connection.send([str(part) for part in message])
        await connection.wait_closed()
        told.append(connection.close_code)

    messages, socket = asyncio.run(dialled(handler))
    assert messages == []
    assert [socket.close_code, *told] == [code, code]


def test_a_mistake_in_what_is_called_is_raised() -> None:
    """It is not lost in a callback: whoever waits for the end sees it."""

    async def handler(connection: ServerConnection) -> None:
        await connection.send("text")
        await connection.wait_closed()

    async def program() -> None:
        async with serve(handler, "127.0.0.1", 0) as server:
            socket = Socket()
            await socket.dial(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", 20)
            socket.listen(lambda _: next(iter(())), lambda: None)
            await socket.closed

    with pytest.raises(RuntimeError, match="StopIteration"):
        asyncio.run(program())


def test_a_close_that_is_cancelled_still_closes_the_connection() -> None:
    """The server reads nothing any more, and the simulator ends while it waits for its reply."""

    async def handler(connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await connection.wait_closed()

    async def program() -> bool:
        async with serve(handler, "127.0.0.1", 0, close_timeout=0.1) as server:
            socket = Socket()
            await socket.dial(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", 20)
            closing = asyncio.create_task(socket.close(20))
            await asyncio.sleep(0)
            closing.cancel()
            await asyncio.wait({closing})
            server.connections.pop().transport.abort()
            return socket.closed.done()

    assert asyncio.run(program())


def test_what_waits_for_a_server_that_reads_nothing_is_bounded() -> None:
    """It is cut off, and no message is lost in silence."""

    async def handler(connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await connection.wait_closed()

    async def program() -> int:
        async with serve(handler, "127.0.0.1", 0, close_timeout=0.1) as server:
            socket = Socket()
            await socket.dial(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", 20)
            sent = 0
            while socket.send("x" * 2**16):
                sent += 2**16
                await asyncio.sleep(0)
                assert sent < 2**26
            await socket.closed
            server.connections.pop().transport.abort()
            return sent

    assert asyncio.run(program()) >= 2**23


async def _over_tls(authority: trustme.CA) -> list[str | bytes]:
    messages: list[str | bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    async def handler(connection: ServerConnection) -> None:
        await connection.send("text")

    async with serve(handler, "localhost", 0, ssl=context, family=AF_INET) as server:
        socket = Socket()
        await socket.dial(f"wss://localhost:{server.sockets[0].getsockname()[1]}/", 20)
        socket.listen(messages.append, lambda: None)
        await socket.closed
    return messages


def test_a_server_with_tls_is_dialled_if_its_certificate_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SSL_CERT_FILE says whom to trust, as everywhere in Python."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert asyncio.run(_over_tls(authority)) == ["text"]

    with pytest.raises(ssl.SSLCertVerificationError):
        asyncio.run(_over_tls(trustme.CA()))


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "ws://127.0.0.1:99999/", "ws://a..b/"])
def test_addresses_that_cannot_be_dialled(url: str) -> None:
    """Each raises an error that says so, none of them another."""

    async def program() -> None:
        await Socket().dial(url, 20)

    with pytest.raises((WSError, OSError, ValueError)):
        asyncio.run(program())
