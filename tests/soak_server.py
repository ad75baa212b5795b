"""The server of the soak test: a process of its own, which fails one request in five."""

import asyncio
import json
import random
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Self
from urllib.parse import parse_qs

from tests.loopback import response

SEED = 20_240_229
ONE_IN = 5


class SoakServer:
    """Runs until the end of its ``with`` block."""

    def __init__(self, calls: int) -> None:
        """Count for so many calls how often each started a stream."""
        spawn = get_context("spawn")
        self._ours, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, calls), daemon=True)

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._process.start()
        self.url = f"http://127.0.0.1:{self._ours.recv()}"
        return self

    def started(self) -> bytes:
        """Give for each call the number of streams that it started."""
        self._ours.send("started?")
        counts: bytes = self._ours.recv()
        return counts

    def __exit__(self, *_: object) -> None:
        """Serve no more."""
        self._process.terminate()
        self._process.join()
        self._ours.close()


def _serve(pipe: Connection, calls: int) -> None:
    asyncio.run(_Server(calls).run(pipe))


class _Server:
    def __init__(self, calls: int) -> None:
        self.started = bytearray(calls)
        self.chance = random.Random(SEED)  # noqa: S311 - the same faults each time

    async def run(self, pipe: Connection) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Peer(self), "127.0.0.1", 0, backlog=1024)
        pipe.send(server.sockets[0].getsockname()[1])
        asked = asyncio.Event()
        loop.add_reader(pipe.fileno(), asked.set)
        await asked.wait()
        pipe.send(bytes(self.started))
        loop.remove_reader(pipe.fileno())
        await asyncio.Event().wait()


class _Peer(asyncio.Protocol):
    """One connection: reads requests, and responds or fails."""

    transport: asyncio.Transport

    def __init__(self, server: _Server) -> None:
        self._server = server
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, mark, body = self._data.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if mark and len(body) >= int(length or 0):
            self._data = b""
            self._respond(int(parse_qs(body.decode())["Name"][0]))

    def _respond(self, number: int) -> None:
        chance = self._server.chance
        if chance.randrange(ONE_IN):
            self._start(number)
            self.transport.write(_stream(number))
        else:
            chance.choice(_FAULTS)(self, number)

    def _start(self, number: int) -> None:
        self._server.started[number] += 1

    def _turn_away(self, _: int) -> None:
        self.transport.write(response(429, {}, retry_after="0"))

    def _refuse(self, _: int) -> None:
        self.transport.write(response(422, {"errors": [{"code": "1", "detail": "no"}]}))

    def _fail_before(self, _: int) -> None:
        self.transport.write(response(503, b"<html>"))

    def _fail_after(self, number: int) -> None:
        self._start(number)
        self.transport.write(response(500, {}))

    def _reset_before(self, _: int) -> None:
        self.transport.abort()

    def _reset_after(self, number: int) -> None:
        self._start(number)
        self.transport.abort()

    def _close_after(self, number: int) -> None:
        self._start(number)
        self.transport.close()

    def _break_off(self, number: int) -> None:
        self._start(number)
        self.transport.write(_stream(number)[:-20])
        self.transport.close()

    def _respond_html(self, number: int) -> None:
        self._start(number)
        self.transport.write(response(200, b"<html>", content_type="text/html"))

    def _respond_oddly(self, number: int) -> None:
        self._start(number)
        stream = {"sid": f"stream-{number}", "status": 7, "date_updated": "soon"}
        self.transport.write(response(202, b"\xef\xbb\xbf" + json.dumps(stream).encode()))

    def _respond_and_close(self, number: int) -> None:
        self._start(number)
        self.transport.write(_stream(number))
        self.transport.close()


def _stream(number: int) -> bytes:
    return response(200, {"sid": f"stream-{number}", "status": "in-progress"})


_FAULTS: list[Callable[[_Peer, int], None]] = [
    _Peer._turn_away,
    _Peer._refuse,
    _Peer._fail_before,
    _Peer._fail_after,
    _Peer._reset_before,
    _Peer._reset_after,
    _Peer._close_after,
    _Peer._break_off,
    _Peer._respond_html,
    _Peer._respond_oddly,
    _Peer._respond_and_close,
]
