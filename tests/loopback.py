"""An HTTP server on the loopback interface that keeps what it receives, byte for byte."""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import BinaryIO, Self
from urllib.parse import parse_qsl

from attrs import field, frozen

STREAM = {
    "account_sid": "61bf923e-5e4d-4595-a110-56190ea18a1b",
    "call_sid": "v3:KBnLO0ZK3DhKM5s7bE9VluaSmKsOchKht_fUYvxcp8ysbmzCCtpkmA",
    "sid": "e9cea0be-7dbd-4b98-98b1-c0089d9d43b0",
    "name": "My stream",
    "status": "in-progress",
    "date_updated": "Fri, 11 Aug 2023 19:12:11 +0000",
    "uri": "/v2/texml/Accounts/61bf923e/Calls/v3:KBnLO0ZK/Streams/e9cea0be.json",
}


@frozen
class Received:
    """One request as it came off the socket."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The target without its query, percent-encoding left as it is."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> list[tuple[str, str]]:
        """The decoded pairs of the query."""
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

    @property
    def form(self) -> list[tuple[str, str]]:
        """The decoded pairs of a form body, by the standard library's decoder."""
        return parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=bool(self.body))


def read_request(stream: BinaryIO) -> Received | None:
    """Read one request; None where the client has hung up."""
    line = stream.readline()
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return Received(method, target, headers, stream.read(int(headers.get("content-length", 0))))


def response(status: int = 200, body: object = STREAM, **headers: str) -> bytes:
    """Write an HTTP/1.1 response; a body that is not bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"content-type": "application/json", "content-length": str(len(content))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode() + content


Responder = Callable[[Received], bytes]


@frozen
class LoopbackServer:
    """Serves until the end of its ``with`` block; ``respond`` may be exchanged at any time."""

    received: list[Received] = field(factory=list[Received])
    responder: list[Responder] = field(factory=lambda: [lambda _: response()])
    _listener: socket.socket = field(factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def url(self) -> str:
        """Its address, to which paths are added."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def respond(self, responder: Responder) -> None:
        """Respond from now on with what the function makes of a request."""
        self.responder[0] = responder

    def __enter__(self) -> Self:
        """Begin to serve."""
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Accept no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, suppress(OSError):
            while request := read_request(stream):
                self.received.append(request)
                connection.sendall(self.responder[0](request))
